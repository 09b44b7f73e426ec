"""Headings that stand above the number of their unit: `Duty to report`, then `7.—(1) A person`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.candidates import Above, Candidate
from ingest.draft import Line
from ingest.headings import tidy

_MOST_LINES = 4
_MAX = 130
"""Letters of a line of a heading; longer lines are text."""
_SHARE = 0.6
"""Share of the units that must have one, for a print to be of this form."""
_MIN = 2
_WEIGHT = 2.5
_STOPS = (".", ";", ":", ",", "—", "–", "-", ".”", ";”", ".)", "]")
_ETC = re.compile(r"\b[Ee]tc\.$")
_RULES = re.compile(r"\b(?:shall|must|hereby)\b")
_UNFINISHED = re.compile(
    r"(?:\b(?:of|the|and|or|to|in|by|for|an?|with|under|from|as|that|any|on|at|etc)|,|-)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\(?[\w]{1,5}[.)]\s|[•●*▪-]\s")
_FULL = 45
"""A line shorter than this was not broken for want of room, so the next one is no more of it."""


def take_headings_above(
    lines: Sequence[Line],
    candidates: list[Candidate],
    chosen: list[Candidate],
    contents: dict[str, str],
) -> bool:
    """Whether the print sets headings above numbers; the candidates then have theirs.

    `chosen` is the best sequence of the candidates so far.

    Only candidates with a stop after the number and text right after it can have one.
    """
    if not chosen:
        return False
    sure = sum(c.heading is not None and c.heading.sure >= 3 for c in chosen)
    if sure > len(chosen) / 2:
        return False
    found = {id(c): _above(lines, c, contents.get(c.num, "")) for c in candidates}
    headed = sum(found[id(c)] is not None for c in chosen)
    if headed < max(_MIN, _SHARE * len(chosen)) or sure > headed / 2:
        return False
    for candidate in candidates:
        above = found[id(candidate)]
        if above is not None:
            candidate.above, candidate.heading = above, None
            candidate.weight += _WEIGHT
        elif candidate.heading is not None and candidate.heading.sure < 3:
            candidate.weight -= candidate.heading.sure
            candidate.heading = None
    return True


def _above(lines: Sequence[Line], candidate: Candidate, expected: str) -> Above | None:
    at = candidate.line
    if not lines[at].text[candidate.at :].strip():
        return None
    taken = _lines_above(lines, at)
    if expected and (listed := _as_listed(lines, at, expected)) is not None:
        return Above(listed, tidy(_joined(lines, listed, at)))
    if not taken:
        return None
    first = at - taken
    return Above(first, tidy(_joined(lines, first, at))) if _starts(lines[first].text) else None


def _joined(lines: Sequence[Line], first: int, stop: int) -> str:
    return " ".join(line.text for line in lines[first:stop])


def _as_listed(lines: Sequence[Line], at: int, expected: str) -> int | None:
    """First of the lines above that are, together, the heading of the contents list."""
    wanted = _letters(expected)
    for first in range(at - 1, max(-1, at - 1 - _MOST_LINES), -1):
        if not _free(lines[first]):
            return None
        if _letters(_joined(lines, first, at)) == wanted:
            return first
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _lines_above(lines: Sequence[Line], at: int) -> int:
    """How many lines above a number are its heading."""
    taken = 0
    while taken < _MOST_LINES and at - taken - 1 >= 0:
        line = lines[at - taken - 1]
        stopped = taken == 0 and line.para and _marginal(line.text)
        if not _free(line) or not (stopped or _reads_as_heading(line.text, last=taken == 0)):
            break
        if taken and not _goes_on(line.text, lines[at - taken].text):
            break
        taken += 1
        if line.para or line.block.level:
            break
    return taken


def _free(line: Line) -> bool:
    return line.opens is None and not line.heading and not line.quoted and not line.note


def _reads_as_heading(text: str, last: bool) -> bool:
    if not text or len(text) > _MAX or _RULES.search(text) or _LISTED.match(text):
        return False
    stopped = text.endswith(_STOPS if last else (".", ";", ":", "]")) and not _ETC.search(text)
    return not stopped


_VERB = re.compile(
    r"\b(?:shall|must|means|includes|is|are|was|were|may|has|have|extends|be)\b", re.IGNORECASE
)
_MARGINAL = 80


def _marginal(text: str) -> bool:
    """A note set off by blank lines that ends in a stop, as notes in the margin do: `Fees.`"""
    plain = text.endswith(".") and text.count(".") == 1 and not _LISTED.match(text)
    return plain and len(text) <= _MARGINAL and _VERB.search(text) is None


def _goes_on(text: str, following: str) -> bool:
    """Whether a heading's line runs on to the next, and is no heading of its own."""
    return following[:1].islower() or len(text) >= _FULL or _UNFINISHED.search(text) is not None


def _starts(text: str) -> bool:
    return text[:1].isupper() or text[:1] in "“‘\"'("
