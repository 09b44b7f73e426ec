"""Labels that a copy by columns set in a stack above the paragraphs they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ingest.draft import Block, Draft, Role

_LABEL = re.compile(r"\((?:[a-z]{1,4}|\d{1,2})\)")
_LABELLED = re.compile(r"\(?\w{1,5}[.)](?:\s|$)|[“\"\[]")
_FEWEST = 2


class UnstackLabels:
    """Put labels that stand alone in a row, `(a)` and `(b)`, before the paragraphs after them.

    Confused with: heads of a table's columns; there must be a paragraph without a label for each,
    and the labels must count up.

    Reads: blocks (para).
    Writes: blocks (text, role).
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if any(block.top or block.size or block.whole for block in blocks):
            return
        at = 0
        while at < len(blocks):
            stop = _stack(blocks, at)
            owners = _paragraphs(blocks, stop, stop - at) if stop - at >= _FEWEST else []
            for label, owner in zip(blocks[at:stop], owners, strict=False):
                owner.text = f"{label.text} {owner.text}"
                label.role = Role.FURNITURE
                draft.decide(self, "label", owner, f"item {label.text}", "words of the text", 0.0)
            at = max(stop, at + 1)


def _stack(blocks: Sequence[Block], first: int) -> int:
    """The index after the labels that stand alone from `first` on and count up."""
    at = first
    while at < len(blocks) and blocks[at].para and _LABEL.fullmatch(blocks[at].text):
        if at > first and not _follows(blocks[at - 1].text, blocks[at].text):
            break
        at += 1
    return at


def _follows(before: str, after: str) -> bool:
    """`(b)` after `(a)`, `(ii)` after `(i)`: later in the alphabet, or longer."""
    return (len(before), before) < (len(after), after)


def _paragraphs(blocks: Sequence[Block], first: int, count: int) -> list[Block]:
    """First lines of so many paragraphs without a label; none where one has a label."""
    below = (blocks[at] for at in range(first, len(blocks)) if blocks[at].para)
    opens = list(islice(below, count))
    plain = len(opens) == count and not any(_LABELLED.match(block.text) for block in opens)
    return opens if plain else []
