"""Laws whose whole text came out of a page as one line: `… § 1. Fees (1) A … § 2. Ends (1) …`."""

from __future__ import annotations

import re

from ingest.draft import Draft, Line

_LONG = 1200
"""Letters of a line that may hold more than one unit."""
_FEWEST = 3
_SIGNED = 2
"""Fewest units where the sign `§` and a stop stand around each number."""
_UNIT = re.compile(
    r"(?<=\s)(?:(?P<sign>§)\s?(?P<signed>\d{1,4})\.|(?:Article|Section)\s?(?:\((?P<ringed>\d{1,4})\)"
    r"|(?P<stopped>\d{1,4})\s?[.:–—-]))\s+(?=[A-Z\"“(])"
)


class CutOneLineTexts:
    """Cut a very long line before each of its units.

    Forms: `§ 2. Ends`, `Article (2) Ends`, `Section 2. Ends` amid a line, with numbers that count
    up from 1 without a gap.
    Confused with: references, which name a number out of the row or no stop after it.

    Reads: lines.
    Writes: lines (split).
    """

    def __call__(self, draft: Draft) -> None:
        if not any(len(line.text) >= _LONG and not line.quoted for line in draft.lines):
            return
        made: list[Line] = []
        for line in draft.lines:
            made.append(line)
            cuts = _cuts(line.text) if len(line.text) >= _LONG and not line.quoted else []
            if cuts:
                said = f"{len(cuts)} units that one line holds"
                draft.decide(self, "cut", line.block, said, "one paragraph", 0.0)
            made += reversed([line.split(cut) for cut in reversed(cuts)])
        draft.lines = made


def _cuts(text: str) -> list[int]:
    """Where units begin that count 1, 2, 3, …; none where they are too few."""
    cuts: list[int] = []
    signed = True
    for match in _UNIT.finditer(text):
        num = match["signed"] or match["ringed"] or match["stopped"]
        if int(num) == len(cuts) + 1:
            cuts.append(match.start())
            signed = signed and bool(match["sign"])
    return cuts if len(cuts) >= (_SIGNED if signed else _FEWEST) else []
