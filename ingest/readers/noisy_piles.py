"""Deals list numbers that a machine read as a pile of their own out to the items beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.draft import Block, Draft, Role
from ingest.numbering import roman_value
from ingest.readers.scan_labels import expanded

_LONE = re.compile(
    r"[\"“'‘]?[({\[<]?(?P<num>[^\s()\[\]{}<>]{0,7})[)}\]>]|[@©®°]|[(\[{<](?P<open>[^\s()]{1,6})"
)
_LABELLED = re.compile(
    r"[\"“'‘,.\s]{0,3}(?:[({\[<][^\s()]{0,7}[)}\]>;]|\w{1,4}[)}\]])(?=\s|$|[A-Z“\"])"
)
_STOPS = re.compile(r"\d{1,3}[A-Z]{0,2}\.(?:\s|$)|(?:CHAPTER|PART|SCHEDULE|Provided)\b")
_ENDED = re.compile(r"(?:[;:.—]|[;,] ?(?:and|or)|:[-–—]+)[\s\"”'’|.:]{0,4}$")
_FEWEST = 2
_REACH = 120
_SURE = 2
"""Numbers of a pile that must say their place, for the others to be told from it."""
_DOUBT = 0.1


def deal_out(draft: Draft, stage: object) -> None:
    """Set each number of a pile before its item, where just as many items stand after or before.

    Forms: `(i)`, `(ii)`, `(iii)` on three lines, then three items that end in `;`.
    Confused with: numbers alone on their lines right before their own item, which are no pile.
    """
    blocks = draft.body()
    for first, stop in list(_piles(blocks)):
        pile = blocks[first:stop]
        starts = _fitting(blocks, first, stop)
        if starts is None:
            continue
        numbers = _numbers(pile)
        for block, item, number in zip(pile, starts, numbers, strict=True):
            shown = f"number {number} of a pile beside it"
            draft.decide(stage, "noisy.pile", item, shown, "an item without a number", _DOUBT)
            item.text = f"{number} {item.text}"
            item.para = True
            block.role = Role.FURNITURE


def piles(texts: Sequence[str]) -> int:
    """How many lines are list numbers in a pile, which only a machine leaves."""
    blocks = [Block(text) for text in texts]
    return sum(stop - first for first, stop in _piles(blocks) if stop - first > _FEWEST)


def _piles(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Runs of lines that are nothing but a list's number."""
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and _LONE.fullmatch(blocks[stop].text):
            stop += 1
        if stop - at >= _FEWEST:
            yield at, stop
        at = max(stop, at + 1)


def _fitting(blocks: list[Block], first: int, stop: int) -> list[Block] | None:
    size = stop - first
    after = _items(blocks, range(stop, min(len(blocks), stop + _REACH)), fresh=True)
    before = _items(blocks, _back(blocks, first), fresh=False)
    for items in (after, before):
        if len(items) == size:
            return items
    return after[:size] if len(after) > size and _closes(blocks, after[size]) else None


def _closes(blocks: list[Block], follower: Block) -> bool:
    """Whether the line before another item ends with a full stop, as the last of a list does."""
    at = next(index for index, block in enumerate(blocks) if block is follower)
    return blocks[at - 1].text.endswith(".")


def _back(blocks: list[Block], first: int) -> range:
    """From the last list number or heading that is above the items before a pile."""
    at = first - 1
    while at > 0 and first - at < _REACH and not _STOPS.match(blocks[at].text):
        at -= 1
    return range(at + 1, first)


def _items(blocks: list[Block], reach: range, fresh: bool) -> list[Block]:
    """The lines that open an item without a number: the first, and those after an ended one."""
    items: list[Block] = []
    ended = fresh
    for at in reach:
        text = blocks[at].text
        if _STOPS.match(text) or _LONE.fullmatch(text):
            break
        labelled = _LABELLED.match(text) is not None
        if labelled and fresh and _ends_list(blocks, at, items):
            break
        if ended and not labelled:
            items.append(blocks[at])
        ended = _ENDED.search(text) is not None
    return items


def _ends_list(blocks: list[Block], at: int, items: list[Block]) -> bool:
    """Whether a number is no inner one: inner lists open after a colon with `(a)` or `(i)`."""
    inner = re.match(r"\([a-h]\)", blocks[at].text)
    return inner is None and bool(items)


def _numbers(pile: list[Block]) -> list[str]:
    """The pile's numbers, those that were misread told from their neighbours."""
    held = [_num(block.text) for block in pile]
    start = _start(held)
    if start is None:
        return [block.text for block in pile]
    fresh = []
    for index, (block, num) in enumerate(zip(pile, held, strict=True)):
        plain = roman_value(num) == start + index
        kept = plain or num.isdigit()  # the number of the list outside
        fresh.append(block.text if kept else f"({_small_roman(start + index)})")
    return fresh


def _num(text: str) -> str:
    found = _LONE.fullmatch(text)
    return (found["num"] or found["open"] or "") if found else ""


def _start(held: list[str]) -> int | None:
    """The value at the pile's head on which most of its Roman numbers agree."""
    votes: dict[int, int] = {}
    for index, num in enumerate(held):
        if value := roman_value(num):
            votes[value - index] = votes.get(value - index, 0) + 1
    for start, count in sorted(votes.items(), key=lambda pair: -pair[1]):
        if start < 1:
            continue
        garbled = sum(_may_be(num, start + at) for at, num in enumerate(held) if num)
        if count >= _SURE or garbled >= _SURE:
            return start
    return None


def _may_be(num: str, value: int) -> bool:
    return any(roman_value(form.casefold()) == value for form, _ in expanded(num))


def _small_roman(value: int) -> str:
    out = ""
    for size, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while value >= size:
            out, value = out + letters, value - size
    return out
