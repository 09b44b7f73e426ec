"""Notes of the margin in the line: `Marginal note:Short title`, `<<NOTE: Deadline.>>`."""

from __future__ import annotations

import re

from ingest.draft import Block, Draft
from ingest.forms import any_of, forms_of

_LEVEL = 5
"""Level of a heading that heads a section or a subsection, and nothing larger."""


class TakeMarginWords:
    """Make headings of the lines that call themselves notes of the margin.

    Forms: `Marginal note:Short title`, `Marginal note: Exception`, each on a line of its own.
    Confused with: a sentence about marginal notes, which has no colon after the words.

    Reads: blocks.
    Writes: blocks (text, bold, level).
    """

    def __call__(self, draft: Draft) -> None:
        words = forms_of(draft.jurisdiction, draft.language).marginal
        mark = re.compile(rf"\s*(?:{any_of(words)})\s*:\s*(?=\S)", re.IGNORECASE)
        for block in draft.body():
            if found := mark.match(block.text):
                block.text = block.text[found.end() :]
                block.bold = max(0, block.bold - found.end())
                block.level = block.level or _LEVEL
                draft.decide(self, "margin", block, "a heading from the margin", "text", 0.0)


class DropSideNotes:
    """Take out the notes that an electronic print puts into its lines.

    Forms: `SEC. 4. <<NOTE: 42 USC 402 note.>> EFFECTIVE DATE.`; a note may go on over some lines.
    Confused with: marks that are never closed, which stay.

    Reads: blocks.
    Writes: blocks (text).
    """

    def __call__(self, draft: Draft) -> None:
        blocks = list(draft.body())
        for opens, closes in forms_of(draft.jurisdiction, draft.language).side_notes:
            for at, block in enumerate(blocks):
                while opens in block.text and (last := _closing(blocks, at, opens, closes)):
                    _take_out(blocks[at:last], opens, closes)


_MOST_LINES = 6


def _closing(blocks: list[Block], at: int, opens: str, closes: str) -> int:
    """Index after the block in which the first note of a block is closed; 0 if none is near."""
    start = blocks[at].text.index(opens)
    near = range(at, min(at + _MOST_LINES, len(blocks)))
    found = (i for i in near if blocks[i].text.find(closes, start if i == at else 0) >= 0)
    return next((i + 1 for i in found), 0)


def _take_out(blocks: list[Block], opens: str, closes: str) -> None:
    first, last = blocks[0], blocks[-1]
    start = first.text.index(opens)
    tail = last.text[last.text.index(closes, start if last is first else 0) + len(closes) :]
    head = first.text[:start]
    for block in blocks[1:-1]:
        block.text = ""
    if last is first:
        first.text = " ".join(f"{head} {tail}".split())
        return
    first.text, last.text = head.rstrip(), tail.lstrip()
    if not first.text:
        last.para = last.para or first.para
