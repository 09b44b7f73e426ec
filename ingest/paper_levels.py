"""How deep a paper's headings stand: by markup, by numbers, by type, else by their words."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.paper_headings import Head, Number
from ingest.paper_outline import outline_levels
from ingest.paper_words import paper_words

_SOME = 3
_SAME_SIZE = 0.93
"""Letters at least this share as large as others are of the same size."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of every heading, 1 for the topmost, and what told it."""

    levels: list[int]
    by: str
    """markup, numbers, type or words."""
    doubt: float
    """How much of a guess it is, 0 to 1."""


def levels_of(heads: list[Head], title: str) -> Levels:
    """The levels of all headings of a paper, decided together."""
    marks = {head.markup for head in heads if head.markup}
    numbered = [head for head in heads if head.number is not None]
    if len(marks) > 1:
        return Levels(_dense([_mark(heads, at) for at in range(len(heads))]), "markup", 0.0)
    kinds = _kinds(heads)
    if len(set(kinds)) > 1 and (len(numbered) < _SOME or _agree(heads, kinds)):
        return Levels(_dense(kinds), "type", 0.05)
    if len(numbered) >= _SOME:
        return Levels(_by_numbers(heads, title), "numbers", 0.05)
    return Levels(outline_levels(heads, title), "words", 0.15)


def _mark(heads: list[Head], at: int) -> int:
    """Markup levels in steps of two, so that a bold line fits under the heading before it."""
    head = heads[at]
    if head.markup:
        return 2 * head.markup
    before = next((h.markup for h in reversed(heads[:at]) if h.markup), 1)
    return 2 * before + 1


def _dense(ranks: list[int]) -> list[int]:
    """Levels without gaps: one deeper than the nearest heading before that ranks higher."""
    open_ranks: list[int] = []
    levels = []
    for rank in ranks:
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        levels.append(len(open_ranks))
    return levels


def _kinds(heads: list[Head]) -> list[int]:
    """How each heading is set, as a rank: larger, then capitals, then bold, then fewer decimals."""
    if not any(head.size for head in heads):
        return [0] * len(heads)
    steps = _size_steps(heads)
    kinds = [(steps[head.size], not head.caps, not head.bold, _decimals(head)) for head in heads]
    order = sorted(set(kinds))
    return [order.index(kind) for kind in kinds]


def _decimals(head: Head) -> int:
    return head.number.depth if head.number and head.number.scheme == "decimal" else 1


def _size_steps(heads: list[Head]) -> dict[float, int]:
    """Sizes of letters in steps, the largest first; a scan measures one size as several."""
    steps: dict[float, int] = {}
    step, largest = 0, 0.0
    for size in sorted({head.size for head in heads}, reverse=True):
        if largest and size < _SAME_SIZE * largest:
            step += 1
            largest = size
        largest = largest or size
        steps[size] = step
    return steps


def _agree(heads: list[Head], kinds: list[int]) -> bool:
    """Whether headings of one scheme are set alike, so that type and numbers tell the same."""
    by_scheme: dict[tuple[str, int], set[int]] = {}
    for head, kind in zip(heads, kinds, strict=True):
        if head.number is not None:
            by_scheme.setdefault((head.number.scheme, head.number.depth), set()).add(kind)
    alike = all(len(found) == 1 for found in by_scheme.values())
    return alike and (len(by_scheme) < 2 or len(set().union(*by_scheme.values())) > 1)


@dataclass(slots=True)
class _Open:
    scheme: str
    depth: int
    level: int


def _by_numbers(heads: list[Head], title: str) -> list[int]:
    """Levels from the schemes of numbers: each new scheme stands inside the one before it.

    Headings without a number that follow each other stand inside what is open, by their words.
    """
    open_schemes: list[_Open] = []
    levels: list[int] = []
    at = 0
    while at < len(heads):
        number = heads[at].number
        if number is not None:
            levels.append(_level_of(_scheme_of(number, open_schemes), open_schemes))
            at += 1
        elif is_section(heads[at]):
            open_schemes[:] = [_Open("", 0, 1)]
            levels.append(1)
            at += 1
        else:
            stop = _run_end(heads, at)
            base = open_schemes[-1].level if open_schemes else 0
            levels += [base + level for level in outline_levels(heads[at:stop], title)]
            at = stop
    return levels


def _run_end(heads: list[Head], at: int) -> int:
    stop = at + 1
    while stop < len(heads) and heads[stop].number is None and not is_section(heads[stop]):
        stop += 1
    return stop


def is_section(head: Head) -> bool:
    """Whether a heading is one that papers use for their topmost parts."""
    words = paper_words()
    return bool(words.closed.fullmatch(head.text) or words.holding.fullmatch(head.text))


def _scheme_of(number: Number, open_schemes: list[_Open]) -> Number:
    """`I.` after `H.` is a letter, and `V.` after `IV.` is none."""
    letters = any(each.scheme == "upper" for each in open_schemes)
    roman = any(each.scheme == "roman" for each in open_schemes)
    if number.scheme == "roman" and letters and not roman and len(number.value) == 1:
        return number._replace(scheme="upper")
    return number


def _level_of(number: Number, open_schemes: list[_Open]) -> int:
    for index in range(len(open_schemes) - 1, -1, -1):
        each = open_schemes[index]
        if each.scheme == number.scheme and each.depth == number.depth:
            del open_schemes[index + 1 :]
            return each.level
        if each.scheme == number.scheme == "decimal" and each.depth < number.depth:
            del open_schemes[index + 1 :]
            break
    if number.scheme in paper_words().outer or open_schemes[:1] == [_Open("", 0, 1)]:
        open_schemes.clear()  # which stood inside an unnumbered section, or inside none
    if number.scheme == "decimal" and number.depth == 1 and _starts_late(number, open_schemes):
        open_schemes.clear()
    level = open_schemes[-1].level + 1 if open_schemes else 1
    open_schemes.append(_Open(number.scheme, number.depth, level))
    return level


def _starts_late(number: Number, open_schemes: list[_Open]) -> bool:
    """A `4.` that follows no `1.` to `3.` inside the open part goes on from outside it."""
    only_deeper = all(each.scheme == "decimal" and each.depth > 1 for each in open_schemes)
    return bool(open_schemes) and only_deeper and number.value != "1"
