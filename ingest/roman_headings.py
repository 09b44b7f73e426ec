"""Finds groups of units that print only a Roman number and a title: `II. The Federation`."""

from __future__ import annotations

import itertools
import re

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.headings import short_heading, tidy
from ingest.numbering import roman_value

_ROMAN = re.compile(r"(?P<num>[IVXL]{1,7}[ab]?)(?:\.|\s?[—–-])?\s+(?P<title>[A-Z“\"'‘(].{2,100})")
_LIST = re.compile(r"[IVXL]{1,7}\s?[—–-]")
_MOST = 100


class FindRomanHeadings:
    """Find headings that number groups of articles in Roman figures without a word.

    Forms: `I. Basic Rights` right before `Article 1`, then `II. The Federation …` later.
    Confused with: items of a list and of a schedule; a heading stands right before a unit, has
    no stop at its end, and the numbers rise by one from I.

    Reads: lines (opens).
    Writes: lines (opens, heading), decisions.
    """

    def __call__(self, draft: Draft) -> None:
        lines = draft.lines
        if any(line.opens and line.opens.kind in CONTAINER_KINDS for line in lines):
            return
        found = [(at, match) for at, match in _candidates(lines)]
        values = [roman_value(match["num"].rstrip("ab").casefold()) for _, match in found]
        steps = [b - a for a, b in itertools.pairwise(values)]
        if len(found) < 2 or values[0] != 1 or any(step not in (0, 1) for step in steps):
            return
        for at, match in found:
            line = lines[at]
            line.opens = Unit(
                ProvisionKind.CHAPTER, match["num"], tidy(match["title"]), page=line.page
            )
            line.label, line.heading = len(line.text), True
            draft.decide(self, "roman", line.block, f"chapter {match['num']}", "text", 0.05)


def _candidates(lines: list[Line]) -> list[tuple[int, re.Match[str]]]:
    found = []
    for at, (line, after) in enumerate(itertools.pairwise(lines)):
        opened = after.opens is not None and after.opens.kind in BASIC_KINDS
        if not opened or line.opens or line.heading or line.quoted or len(line.text) > _MOST:
            continue
        match = _ROMAN.fullmatch(line.text)
        if match and short_heading(match["title"]) and not _LIST.match(line.text):
            found.append((at, match))
    return found
