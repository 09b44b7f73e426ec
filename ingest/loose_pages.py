"""Page numbers and running heads in text that has lost its pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.draft import Block, Draft, Role

_SHORT = 100
_FEWEST = 3
"""Page marks of one shape that make a run of pages."""
_APART, _FAR = 12, 140
"""Fewest and most lines between the numbers of two pages."""
_BESIDE = 2
"""Running heads stand at most so many lines from a page's number."""
_TOGETHER = 2
_DEEPEST = 4
"""Most lines of a running head beyond those beside the number."""
_LONG = 30
"""Letters of a head's line that no text repeats; a page without a number has it too."""
_NUMBER = re.compile(r"\d{1,4}")
_BARE = re.compile(r"[-–—\s\[(]*(\d{1,4})[-–—\s\])]*")
_OPENS = re.compile(
    r"\(?[\w]{1,5}[.)]|[“\"]|§|(?:part|chapter|section|sec|schedule|article|art|title|division|"
    r"subdivision|subtitle|book|annex|appendix|form|table|rule|regulation|clause|principle)\b",
    re.IGNORECASE,
)
_ENDS = (".", ";", ":", ",", "—", "-")


class DropLoosePages:
    """Set page numbers and running heads aside where a text has lines but no positions.

    Forms: `C37  2`, `Page 3 of 20`, `- 14 -`, a bare `15`; beside them `[Issue 1]`, the title.
    Confused with: figures of a table and numbers of notes; pages count up by one, a page's lines
    apart, and a head returns at several of them.

    Reads: blocks.
    Writes: blocks (role).
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if any(block.top or block.size or block.whole for block in blocks):
            return
        numbers = _page_numbers(blocks)
        for at in numbers:
            blocks[at].role = Role.FURNITURE
        for at in _running_heads(blocks, numbers):
            blocks[at].role = Role.FURNITURE
            self._tell(draft, blocks[at])

    def _tell(self, draft: Draft, block: Block) -> None:
        draft.decide(self, "head", block, "a running head", "a line of the text", 0.0)


def _page_numbers(blocks: Sequence[Block]) -> list[int]:
    """Indices of the lines that number pages: a line's first number counts up, or its last."""
    shapes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, block in enumerate(blocks):
        numbers = list(_NUMBER.finditer(block.text)) if _may_number(block) else []
        for number in {n.start(): n for n in (*numbers[:1], *numbers[-1:])}.values():
            shape = block.text[: number.start()] + "#" + block.text[number.end() :]
            shapes[" ".join(shape.split())].append((at, int(number[0])))
    return sorted({at for held in shapes.values() for at in _rising(held)})


def _may_number(block: Block) -> bool:
    """Whether a line is short, has a number, and opens neither a unit nor a list."""
    text = block.text
    if len(text) >= _SHORT or block.level or _NUMBER.search(text) is None:
        return False
    if _BARE.fullmatch(text):
        return True
    return not (_OPENS.match(text) or text.endswith(_ENDS))


def _rising(held: Sequence[tuple[int, int]]) -> list[int]:
    """The longest run that counts up by one, each a page's length after the one before."""
    best: dict[int, list[int]] = {}
    longest: list[int] = []
    ends: dict[int, list[int]] = defaultdict(list)
    for place, (at, number) in enumerate(held):
        before = [
            best[other]
            for step in (1, 2)
            for other in ends[number - step][-3:]
            if _APART <= at - held[other][0] <= _FAR
        ]
        best[place] = [*max(before, key=len, default=[]), at]
        ends[number].append(place)
        longest = max(longest, best[place], key=len)
    return longest if len(longest) >= _FEWEST else []


def _running_heads(blocks: Sequence[Block], numbers: Iterable[int]) -> list[int]:
    """Indices of short lines that return beside the numbers of several pages."""
    beside = {
        at + step
        for at in numbers
        for step in range(-_BESIDE, _BESIDE + 1)
        if step and 0 <= at + step < len(blocks)
    }
    shown = [at for at in sorted(beside) if _may_head(blocks[at])]
    counts = Counter(blocks[at].text for at in shown)
    heads = [at for at in shown if counts[blocks[at].text] >= _FEWEST - 1]
    return [*heads, *_rest_of_heads(blocks, {*numbers, *heads})]


def _rest_of_heads(blocks: Sequence[Block], known: set[int]) -> list[int]:
    """Lines that return word for word beside known heads: the further lines of long ones."""
    found: set[int] = set()
    for _ in range(_DEEPEST):
        edge = {at + step for at in known | found for step in (-1, 1)} - known - found
        free = [at for at in edge if 0 <= at < len(blocks) and _may_go_on(blocks[at])]
        counts = Counter(blocks[at].text for at in free)
        more = {at for at in free if counts[blocks[at].text] >= _FEWEST}
        if not more:
            break
        found |= more
    said = Counter(blocks[at].text for at in known | found if not _OPENS.match(blocks[at].text))
    found |= set(_odd_pages(blocks, {text for text, count in said.items() if count >= _FEWEST}))
    everywhere = {text for text, count in said.items() if count >= _FEWEST and len(text) > _LONG}
    return sorted(
        found | {at for at, block in enumerate(blocks) if block.text in everywhere} - known
    )


def _odd_pages(blocks: Sequence[Block], heads: set[str]) -> Iterator[int]:
    """The lines of a page numbered in another way: two known heads or more, and the number."""
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and blocks[stop].text in heads:
            stop += 1
        if stop - at >= _TOGETHER:
            yield from range(at, stop)
            for beside in (at - 1, stop):
                if 0 <= beside < len(blocks) and _only_numbers(blocks[beside]):
                    yield beside
        at = max(stop, at + 1)


def _only_numbers(block: Block) -> bool:
    """`[Issue 2] 6`: a line of a word at most beside its numbers."""
    words = re.findall(r"[^\W\d_]+", block.text)
    return _may_number(block) and len(words) <= 1


def _may_go_on(block: Block) -> bool:
    return block.role is Role.BODY and not block.level and not _OPENS.match(block.text)


def _may_head(block: Block) -> bool:
    text = block.text
    plain = block.role is Role.BODY and 3 < len(text) < _SHORT and not text.endswith(_ENDS)
    return plain and not text[:1].islower()
