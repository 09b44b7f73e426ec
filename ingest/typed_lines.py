"""What a typed page leaves in its lines: numbers that count them, words broken at their ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.draft import LINE_HYPHEN, Block, Draft, Role

_COUNTED = re.compile(r"(\d{1,2})(?:\s+(?=\S)|$)")
_MOST_LINES = 60
"""Lines of a page that a bill counts."""
_SHARE = 0.7
_FEWEST = 10
_FIFTH = re.compile(r"(?:5|10|15|20|25|30|35|40|45|50)")
_BROKEN = re.compile(r"[A-Za-z]{2}-\Z")


class StripLineNumbers:
    """Take off the numbers by which bills count the lines of each page.

    Forms: `4         This Act may be cited`, from 1 on every page; a `5`, `10`, `15` on lines of
    their own.
    Confused with: sections whose number has no stop; those do not count nearly every line.

    Reads: blocks.
    Writes: blocks (text, role).
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if any(block.top or block.level for block in blocks):
            return
        counted = _counted(blocks)
        if len(counted) >= max(_FEWEST, _SHARE * (len(blocks) - _front(counted))):
            for at in counted:
                _strip(blocks[at])
            draft.decide(self, "counted", blocks[counted[0]], "line numbers", "sections", 0.0)
        for at in _fifths(blocks):
            blocks[at].role = Role.FURNITURE


def _front(counted: Sequence[int]) -> int:
    """The title page, whose lines are not counted."""
    return counted[0] if counted else 0


def _counted(blocks: Sequence[Block]) -> list[int]:
    """Indices of the lines whose first number is one more than the line's before, or 1."""
    found: list[int] = []
    last = 0
    for at, block in enumerate(blocks):
        match = _COUNTED.match(block.text)
        number = int(match[1]) if match else 0
        if number == last + 1 <= _MOST_LINES or number == 1:
            found.append(at)
            last = number
    return found


def _strip(block: Block) -> None:
    block.text = _COUNTED.sub("", block.text, count=1)
    if not block.text:
        block.role = Role.FURNITURE


def _fifths(blocks: Sequence[Block]) -> list[int]:
    """Indices of lone `5`, `10`, `15` … that rise by five, where a text has many."""
    alone = [(at, int(b.text)) for at, b in enumerate(blocks) if _FIFTH.fullmatch(b.text)]
    found: set[int] = set()
    for (before, low), (after, high) in itertools.pairwise(alone):
        if high - low == 5 and after - before <= 12:
            found |= {before, after}
    return sorted(found) if len(found) >= _FEWEST else []


class MarkLineHyphens:
    """Mark hyphens at the ends of lines in plain text, so that the words can be joined.

    Reads: blocks, media_type.
    Writes: blocks (text).
    """

    def __call__(self, draft: Draft) -> None:
        if draft.media_type != "text/plain":
            return
        blocks = draft.body()
        for block, following in itertools.pairwise(blocks):
            broken = _BROKEN.search(block.text) is not None and not following.para
            if broken and following.text[:1].isalpha():
                block.text = block.text[:-1] + LINE_HYPHEN
