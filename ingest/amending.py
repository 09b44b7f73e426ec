"""Reads `operations.toml`: the words by which amending laws work on other laws, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.draft import Draft
from ingest.forms import any_of

_FRONT = 3000
"""Letters of the front matter in which a long title stands."""
_PRINCIPAL = re.compile(
    r"\b(?:[Ii]n|[Oo]f)\s+the\s+(?:said|principal)\s+(?:Act|Ordinance|Order|Rules|Regulations|Law)\b.*"
    r"\b(?:section|rule|regulation|article|Schedule|Chapter|Part)\b"
)
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class AmendingWords:
    """What the file says, ready for matching."""

    closers: dict[str, str]
    """Opening mark → the marks that may close it."""
    lead: re.Pattern[str]
    """The end of words after which new text follows: `shall be inserted, namely:—`."""
    own: re.Pattern[str]
    """The start of an amending law's own sentence."""
    heading: re.Pattern[str]
    """The start of an amending law's own heading: `Amendment of section 5`."""
    end: re.Pattern[str]
    """A line that ends the law itself: a statement of its reasons."""
    amends: re.Pattern[str]
    verb: re.Pattern[str]
    """A word that says what is done; its group `verb` is a key of `ops`."""
    ops: dict[str, str]
    units: dict[str, int]
    """Word for a unit → its depth."""
    stops: dict[str, str]


@cache
def amending_words() -> AmendingWords:
    """The shipped words."""
    held = tomllib.loads(Path(__file__).with_name("operations.toml").read_text(encoding="utf-8"))
    quoted = held["quoted"]
    ops = {word: op for op, words in held["verbs"].items() for word in words}
    headings = any_of(tuple(quoted["headings"]))
    units = any_of(tuple(held["units"]))
    return AmendingWords(
        closers=_closers(quoted["marks"]),
        lead=_lead(quoted),
        own=re.compile(rf"(?:{any_of(tuple(quoted['own']))})(?!\w)", re.IGNORECASE),
        heading=re.compile(
            rf"(?:{headings}),?\s+(?:of|to|in)\s+(?:the\s+)?(?:new\s+)?"
            rf"(?:{units}|preamble|long title|heading|act|ordinance)",
            re.IGNORECASE,
        ),
        end=re.compile(rf"(?:{any_of(tuple(quoted['end']))})\W*\Z", re.IGNORECASE),
        amends=re.compile(rf"\b(?:{any_of(tuple(quoted['amends']))})\b", re.IGNORECASE),
        verb=re.compile(
            rf"(?:\b(?P<passive>shall\s+(?:also\s+)?be|is|are)\s+(?:hereby\s+)?)?"
            rf"\b(?P<verb>{any_of(tuple(ops))})\b",
            re.IGNORECASE,
        ),
        ops=ops,
        units=dict(held["units"]),
        stops=dict(held["stops"]),
    )


def _closers(marks: list[str]) -> dict[str, str]:
    held: dict[str, str] = {}
    for pair in marks:
        opens, closes = pair[0], pair[1]
        held[opens] = held.get(opens, "") + closes
    return held


def _lead(quoted: dict[str, Any]) -> re.Pattern[str]:
    verbs, leads = any_of(tuple(quoted["verbs"])), any_of(tuple(quoted["leads"]))
    end = r"(?:\s*[,;]?\s*(?:[:;,.]?\s*[—–―⸺⎯−_-]+|:)|[^\w.;]*)\s*$"
    return re.compile(
        rf"\b(?:{verbs})\b[^.;]{{0,160}}?\b(?:{leads}){end}"
        rf"|\b(?:{verbs})\b[^.;]{{0,160}}?(?:[:;,.]?\s*[—–―⸺⎯−_-]+|:)\s*$"
        rf"|\b(?:{verbs})[^\w.;”\"’]*$",
        re.IGNORECASE,
    )


def amends_another(draft: Draft) -> bool:
    """Whether a draft is of a law that changes another: its title or its words say so."""
    words = amending_words()
    front = draft.front_matter[:_FRONT]
    long_title = re.search(
        r"\b(?:act|ordinance|bill|law)\s+(?:further\s+)?to\s+amend\b", front, re.I
    )
    if words.amends.search(draft.title) or long_title:
        return True
    return sum(bool(_PRINCIPAL.search(line.text)) for line in draft.lines) >= _OFTEN
