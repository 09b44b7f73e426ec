"""Notes of the margin that a copy without positions left between the lines of their provision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.model import BASIC_KINDS
from ingest.draft import Draft, Line

_WIDEST = 45
"""Letters of a line of a margin."""
_MOST_LINES = 12
_CITED = re.compile(r"(?:Cap|Chap|Act|Ch)\.?\s(?:No\.?\s)?\d{1,4}[A-Z]?(?:\sof\s\d{4})?\.?")
"""The other law that a margin cites below the heading: `Cap. 1`."""


class DropStrayMargins:
    """Tell the note in the margin, which repeats a section's heading, from the section's text.

    Forms: `Functions of` and `Authority` on lines of their own in section 5, whose heading the
    contents list gives as `Functions of Authority`; below it `Cap. 1`.
    Confused with: the heading itself, which stands on the number's line or right above it.

    Reads: lines (opens).
    Writes: lines (heading, note).
    """

    def __call__(self, draft: Draft) -> None:
        lines = draft.lines
        basic = [at for at, line in enumerate(lines) if _basic(line)]
        for at, stop in pairwise([*basic, len(lines)]):
            unit = lines[at].opens
            wanted = _letters(unit.heading or "") if unit else ""
            found = _repeated(lines, at + 1, stop, wanted) if wanted else range(0)
            for index in found:
                lines[index].heading, lines[index].note = True, "marginal"
            if found:
                block = lines[found[0]].block
                draft.decide(self, "margin", block, "a note in the margin", "text", 0.0)


def _basic(line: Line) -> bool:
    return line.opens is not None and line.opens.kind in BASIC_KINDS


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _repeated(lines: Sequence[Line], first: int, stop: int, wanted: str) -> range:
    """The narrow lines that are, together, the wanted words, and the citations below them."""
    for start in range(first, stop):
        said = ""
        for at in range(start, min(start + _MOST_LINES, stop)):
            if not _narrow(lines[at]):
                break
            said += _letters(lines[at].text)
            if said == wanted:
                return range(start, _after_citations(lines, at + 1, stop))
            if not wanted.startswith(said):
                break
    return range(0)


def _after_citations(lines: Sequence[Line], at: int, stop: int) -> int:
    while at < stop and _narrow(lines[at]) and _CITED.fullmatch(lines[at].text):
        at += 1
    return at


def _narrow(line: Line) -> bool:
    return line.opens is None and not line.heading and 0 < len(line.text) <= _WIDEST
