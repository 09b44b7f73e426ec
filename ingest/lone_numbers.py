"""Units whose number is a heading of its own below their heading: `#### Fees`, `###### 5`."""

from __future__ import annotations

import re

from ingest.candidates import Above, Candidate
from ingest.draft import Draft, Line
from ingest.headings import tidy
from ingest.numbering import section_key

_LONE = re.compile(r"(?P<num>\d{1,4}[A-Z]{0,3})\s?\.?")
_WEIGHT = 5.0
"""Two headings of the markup bear the unit: nothing is plainer."""


def lone_candidates(draft: Draft, stop: int) -> list[Candidate]:
    """Every markup heading before `stop` that is only a number, with the heading above it."""
    found = []
    for at, line in enumerate(draft.lines[1:stop], start=1):
        match = _LONE.fullmatch(line.text) if line.block.level and _free(line) else None
        key = section_key(match["num"]) if match else None
        above = draft.lines[at - 1]
        if match is None or key is None or not _names(above, line):
            continue
        weight, named = _WEIGHT, Above(at - 1, tidy(above.text))
        found.append(Candidate(at, match["num"], key, len(line.text), weight, None, named))
    return found


def _names(above: Line, line: Line) -> bool:
    """Whether the line above is a heading in words, and no deeper than the number's."""
    level = above.block.level
    return 0 < level <= line.block.level and _free(above) and not above.text[:1].isdigit()


def _free(line: Line) -> bool:
    return line.opens is None and not line.heading and not line.quoted
