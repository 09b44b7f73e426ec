"""Tells a law from a paper with numbered headings, by all that speaks for either."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.candidates import Candidate
from ingest.draft import Draft
from ingest.forms import any_of, forms_of
from ingest.paper_words import paper_words

_PAPERS = ("policy", "paper")
_COMMANDS = re.compile(
    r"\b(?:shall|must|may\s+not|means|is\s+guilty|be\s+liable|is\s+(?:hereby\s+)?repealed|may\s+by"
    r"|substituted|inserted|omitted|is\s+amended|may\s+be\s+(?:called|cited))\b"
)
_ITSELF = re.compile(
    r"\b(?:[Tt]his|[Tt]hese)\s+(?:Act|Ordinance|Law|Code|Regulations?|Rules?|Order|Bill|Decree"
    r"|Convention|Constitution)\b|\b(?:under|of|in|by)\s+(?:this\s+(?:section|sub-?section|article)"
    r"|sub-?section\s\(\d)"
)
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}\.?\s+[A-Z]")
_LAWS_OWN = ("a dash", "the first label", "an amending law's line")
"""Ways to end a heading that papers do not have, as `headings` names them."""
_LATE = 0.5
_HALF = 0.5
_HARDLY = 0.15
_OFTEN = 2
_MANY = 3
"""Units fewer than this may be silent by chance."""
_WORDS_ENOUGH = 200
_HEADING = 60
_UNIT_WORDS = 4000
"""Letters of a unit that are looked through for a command."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much speaks for a law."""

    score: float
    """Above 0 for a law, below for a paper."""
    reasons: tuple[str, ...]
    """The signs found, by their names in `papers.toml`."""

    @property
    def doubt(self) -> float:
        """Near 0 the two sides weigh alike."""
        return max(0.0, 0.2 - 0.2 * abs(self.score))


@cache
def _weights() -> dict[str, float]:
    held = tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))
    return dict(held["statute"])


def weigh(draft: Draft, chosen: list[Candidate]) -> Verdict:
    """What speaks for taking numbered units for the sections of a law."""
    found = list(_signs(draft, chosen))
    weights = _weights()
    score = sum(weights[name] * times for name, times in found)
    return Verdict(score, tuple(name for name, times in found if times))


def _signs(draft: Draft, chosen: list[Candidate]) -> Iterator[tuple[str, float]]:
    if draft.type in _PAPERS:
        yield "policy", 1
    elif draft.type != "other":
        yield "law", 1
    yield from _of_words(draft)
    if not chosen:
        return
    share = sum(c.heading is not None and c.heading.sure >= 2 for c in chosen) / len(chosen)
    yield "headed", share
    rules = [c.heading.rule for c in chosen if c.heading is not None]
    if sum(rule in _LAWS_OWN for rule in rules) >= _HALF * len(chosen):
        yield "dashed", 1
    commanding = _commanding(draft, chosen)
    if commanding >= _HALF:
        yield "commands", 1
    elif commanding <= _HARDLY and len(chosen) >= _MANY and draft.language in ("", "en"):
        yield "silent", 1
    if chosen[0].line > _LATE * len(draft.lines):
        yield "late", 1
    if any(candidate.worded for candidate in chosen):
        yield "worded", 1


def _long(draft: Draft, chosen: list[Candidate]) -> bool:
    """Whether the units have words enough for a command to stand among them."""
    letters = sum(len(line.text) for line in draft.lines[chosen[0].line :])
    return letters >= _WORDS_ENOUGH * len(chosen)


def _of_words(draft: Draft) -> Iterator[tuple[str, float]]:
    forms = forms_of(draft.jurisdiction, draft.language)
    enacting = re.compile(any_of(forms.enacting), re.IGNORECASE)
    words = paper_words()
    itself = known = decimals = 0
    enacted = False
    for line in draft.lines:
        text = line.text
        itself += _ITSELF.search(text) is not None
        decimals += _DECIMAL.match(text) is not None
        enacted = enacted or enacting.search(text) is not None
        if len(text) < _HEADING:
            match = words.closed.fullmatch(text) or words.holding.fullmatch(text)
            known += match is not None
    if enacted:
        yield "enacted", 1
    if itself >= _OFTEN:
        yield "itself", 1
    if known:
        yield ("sections" if known >= _OFTEN else "section"), 1
    if decimals > _OFTEN:
        yield "decimals", 1


def _commanding(draft: Draft, chosen: list[Candidate]) -> float:
    """The share of units whose words command or define."""
    stops = [candidate.line for candidate in chosen[1:]] + [len(draft.lines)]
    count = 0
    for candidate, stop in zip(chosen, stops, strict=True):
        words = " ".join(line.text for line in draft.lines[candidate.line : stop][:40])
        count += _COMMANDS.search(words[:_UNIT_WORDS]) is not None
    return count / len(chosen)
