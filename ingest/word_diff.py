"""What changed between two texts, word by word, as a person would mark it.

The comparison is exact about places and forgiving about print: a word is its letters, so curly
quotes, long dashes, spaces and a hyphen at a line's end are no change.  Case and every other
punctuation mark are, because a comma can decide a case.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from corpus.alignment import ChangeOp, WordChange

# SequenceMatcher may take time in the product of the lengths: 400 by 400 words take some 10 ms.
MOST_CELLS = 160_000

# Words between two changes that do not help a reader to find his place.
_ISLANDS = frozenset(
    re.findall(
        r"\S+",
        "a an and any as at be by for from has have in is it its may no not of on or shall such "
        "that the this to was which with , ; : . ( ) \" ' -",
    )
)
_ISLAND_TOKENS = 3

_TOKEN = re.compile(
    r"""
    [^\W_]+(?:[-\u2010\u2011\u00ad]\s*[^\W_]+)*  # a word, hyphenated or broken at a line's end
    | (?P<line>[\u2010-\u2015\u2212_-]{10,})        # a printed line, which says nothing
    | [\u2010-\u2015\u2212_-]+                     # a dash, however long
    | ["“”„‟″‖] | ['‘’‚‛′`´‗]{1,2}                # a quotation mark, perhaps made of two
    | [^\w\s]                                     # any other mark
    """,
    re.VERBOSE,
)
_HYPHEN = re.compile(r"[-\u2010\u2011\u00ad]\s*")
_DOUBLE = re.compile(r"[\"“”„‟″‖]|['‘’‚‛′`´‗]{2}")
_SINGLE = re.compile(r"['‘’‚‛′`´‗]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212_-]+")

Block = tuple[int, int, int, int]
"""Half-open token ranges: old start, old end, new start, new end."""


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int


def word_diff(old: str, new: str) -> tuple[WordChange, ...]:
    """The stretches in which two texts agree and differ, covering both.

    Equal stretches alternate with changes.  Common words between two changes join them, so that
    a rewritten sentence shows as one change.  Long texts are split where they surely agree; a
    stretch too long to compare and without such a place shows as replaced.
    """
    before, after = _tokens(old), _tokens(new)
    a, b = [t.word for t in before], [t.word for t in after]
    equal = _without_islands(equal_blocks(a, b), a, b)
    return tuple(_changes(equal, _Offsets(before, old), _Offsets(after, new)))


def _tokens(text: str) -> list[_Token]:
    matches = (match for match in _TOKEN.finditer(text) if match["line"] is None)
    found = [_Token(_plain(match[0]), match.start()) for match in matches]
    return found or ([_Token("", 0)] if text else [])  # spaces alone still have to be covered


@lru_cache(maxsize=20_000)
def _plain(token: str) -> str:
    """The token in the one form in which prints are compared."""
    if token[0].isalnum():
        return _HYPHEN.sub("", unicodedata.normalize("NFKC", token))
    for pattern, plain in ((_DOUBLE, '"'), (_SINGLE, "'"), (_DASHES, "-")):
        if pattern.fullmatch(token):
            return plain
    return token


def equal_blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Ranges of two lists with the same words, in order.

    Runs of words that occur once in each list are found first, so that a long text costs little
    more than its changes; between them difflib compares, unless a stretch is too long for it.
    """
    first = _same_start(a, b)
    last = _same_start(a[first:][::-1], b[first:][::-1])
    head = [(0, first, 0, first)] if first else []
    tail = [(len(a) - last, len(a), len(b) - last, len(b))] if last else []
    middle = _within(a, b, (first, len(a) - last, first, len(b) - last))
    return _joined(head + middle + tail)


def _same_start(a: Sequence[str], b: Sequence[str]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def _within(a: Sequence[str], b: Sequence[str], gap: Block) -> list[Block]:
    i, j, u, v = gap
    if i == j or u == v:
        return []
    found: list[Block] = []
    anchors = _anchors(a, b, gap)
    for (x, y), (x2, y2) in pairwise([(i - 1, u - 1), *anchors, (j, v)]):
        if x + 1 < x2 and y + 1 < y2:
            found += _matched(a, b, (x + 1, x2, y + 1, y2))
        if x2 < j:
            found.append((x2, x2 + 1, y2, y2 + 1))
    return found


def _matched(a: Sequence[str], b: Sequence[str], gap: Block) -> list[Block]:
    i, j, u, v = gap
    if (j - i) * (v - u) > MOST_CELLS:
        return []
    found = SequenceMatcher(None, a[i:j], b[u:v], autojunk=False).get_matching_blocks()
    return [(i + x, i + x + size, u + y, u + y + size) for x, y, size in found if size]


def _anchors(a: Sequence[str], b: Sequence[str], gap: Block) -> list[tuple[int, int]]:
    """Places where a run of three words occurs once in each text, in the order of both."""
    i, j, u, v = gap
    places = _lone_runs(b, u, v)
    pairs = [(x, places[run]) for run, x in _lone_runs(a, i, j).items() if run in places]
    return _rising(sorted(pairs))


def _lone_runs(words: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    runs = {at: tuple(words[at : at + 3]) for at in range(start, end - 2)}
    counts = Counter(runs.values())
    return {run: at for at, run in runs.items() if counts[run] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain that rises in both texts (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [y]
        ends[pile : pile + 1] = [at]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks that touch in both texts, as one."""
    found: list[Block] = []
    for block in blocks:
        if found and found[-1][1] == block[0] and found[-1][3] == block[2]:
            block = (found[-1][0], block[1], found[-1][2], block[3])
            found.pop()
        found.append(block)
    return found


def _without_islands(blocks: list[Block], a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Blocks without those that only break a change into confetti."""
    kept: list[Block] = []
    end = (len(a), len(a), len(b), len(b))
    for block, after in pairwise([*blocks, end]):
        before = kept[-1] if kept else (0, 0, 0, 0)
        if not _is_island(block, before, after, a):
            kept.append(block)
    return kept


def _is_island(block: Block, before: Block, after: Block, a: Sequence[str]) -> bool:
    left = max(block[0] - before[1], block[2] - before[3])
    right = max(after[0] - block[1], after[2] - block[3])
    size = block[1] - block[0]
    if not left or not right:
        return False
    if size <= _ISLAND_TOKENS and all(w.casefold() in _ISLANDS for w in a[block[0] : block[1]]):
        return True
    return size * 4 <= min(left, right)


class _Offsets:
    """Where tokens lie: a token's slice runs up to the next token, the first one's from 0."""

    def __init__(self, tokens: Sequence[_Token], text: str) -> None:
        self._starts = [0, *(token.start for token in tokens[1:]), len(text)]
        self._tokens = len(tokens)
        self.length = len(text)

    def at(self, token: int) -> int:
        return self.length if token >= self._tokens else self._starts[token]

    def count(self) -> int:
        return self._tokens


def _changes(equal: list[Block], old: _Offsets, new: _Offsets) -> Iterator[WordChange]:
    x = y = 0
    for i, j, u, v in [*equal, (old.count(), old.count(), new.count(), new.count())]:
        yield from _change(None, (old.at(x), old.at(i)), (new.at(y), new.at(u)))
        yield from _change(ChangeOp.EQUAL, (old.at(i), old.at(j)), (new.at(u), new.at(v)))
        x, y = j, v


def _change(
    op: ChangeOp | None, old: tuple[int, int], new: tuple[int, int]
) -> Iterator[WordChange]:
    gone, come = old[0] < old[1], new[0] < new[1]
    if not gone and not come:
        return
    if op is None:
        op = ChangeOp.REPLACE if gone and come else ChangeOp.DELETE if gone else ChangeOp.INSERT
    yield WordChange(op, *old, *new)
