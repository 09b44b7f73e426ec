"""The levels of headings that print nothing of their level: from their words and their places.

The whole outline is chosen at once, as the cheapest by the costs of `papers.toml`.  A writer who
nests headings sets some of them right under another; where none is, all stand side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.paper_headings import Head
from ingest.paper_words import paper_words

_MOST = 5
_SHORT = 320
"""Letters below which the text under a heading is that of an item."""
_TITLE_WORDS = 2
_ITEMS = 0.8
_STEM = 6
_PLAIN = frozenset(["the", "and", "for", "with", "from", "into", "its", "their", "this", "that"])
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]{2,}")


@dataclass(slots=True)
class _Sign:
    """What speaks for a heading's level."""

    top: bool
    closed: bool
    stacked: bool
    """Stands right under the heading before it."""
    main: float
    """How much it looks like a main section: above 0 for, below 0 against."""
    base: int = 1
    """The level of main sections here."""


def outline_levels(heads: list[Head], title: str) -> list[int]:
    """The levels of all headings, 1 for the topmost."""
    signs = _signs(heads, title)
    own = [sign for sign in signs if not sign.top]
    if not any(_nests(signs, at) for at in range(1, len(signs))):
        return [1 if sign.top else sign.base for sign in signs] if own else [1] * len(signs)
    return _cheapest(signs)


def _nests(signs: list[_Sign], at: int) -> bool:
    """Whether a heading that is no known section stands right under another such one."""
    return signs[at].stacked and not signs[at].top and not signs[at - 1].top


def _signs(heads: list[Head], title: str) -> list[_Sign]:
    words = paper_words()
    signs: list[_Sign] = []
    base = 1
    named = _stems(title)
    for at, head in enumerate(heads):
        closed = words.closed.fullmatch(head.text) is not None
        top = closed or words.holding.fullmatch(head.text) is not None
        stacked = at > 0 and heads[at - 1].body == 0
        if top:
            base = 1
        elif stacked and signs[at - 1].top:
            base = 2  # its own sections begin: all stand inside, up to the next known one
        signs.append(_Sign(top, closed, stacked, _main(heads, at, named), base))
    return signs


def _main(heads: list[Head], at: int, named: set[str]) -> float:
    costs = paper_words().costs
    head = heads[at]
    after = heads[at + 1] if at + 1 < len(heads) else None
    main = costs.plain
    main += costs.title * (len(_stems(head.text) & named) >= _TITLE_WORDS)
    main += costs.general * (paper_words().general.search(head.text) is not None)
    main += costs.holds * (head.body == 0 and after is not None)
    main -= costs.short * (0 < head.body < _SHORT)
    main -= costs.named * (_mentioned(heads, at) or _is_name(head.text))
    main -= costs.alike * _alike(heads, at)
    main -= costs.repeats * _repeats(heads, at)
    return main


def _stems(text: str) -> set[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return {word[:_STEM] for word in words if word not in _PLAIN}


def _mentioned(heads: list[Head], at: int) -> bool:
    """Whether the text before, under the heading it may belong to, speaks of it by name."""
    return len(heads[at].text) > 3 and any(
        heads[at].text.casefold() in heads[before].words.casefold()
        for before in range(max(0, at - 3), at)
    )


def _is_name(text: str) -> bool:
    """One acronym, or the name of a body: every word but the small ones has a capital."""
    words = text.split()
    return text.isupper() and len(words) == 1


def _alike(heads: list[Head], at: int) -> bool:
    """Whether a neighbour ends on the same word and says the opposite: `… Model`, `… Model`."""
    last = heads[at].text.split()[-1:]
    near = [heads[i] for i in (at - 1, at + 1) if 0 <= i < len(heads)]
    short = heads[at].body < _SHORT
    return short and any(last == h.text.split()[-1:] and h.body < _SHORT for h in near)


def _repeats(heads: list[Head], at: int) -> bool:
    """Whether one of the two headings before stands whole in this one."""
    before = [h.text.casefold() for h in heads[max(0, at - 2) : at] if len(h.text.split()) > 1]
    return any(text in heads[at].text.casefold() for text in before)


def _cheapest(signs: list[_Sign]) -> list[int]:
    """The cheapest levels, by dynamic programming over the headings."""
    best: list[dict[int, tuple[float, int]]] = []
    for at, sign in enumerate(signs):
        row: dict[int, tuple[float, int]] = {}
        for level in range(1, _MOST + 1):
            own = _own_cost(sign, level)
            if at == 0:
                row[level] = (own + 3.0 * (level - 1), 0)
                continue
            steps = (
                (cost + _step_cost(signs, at, before, level), before)
                for before, (cost, _) in best[at - 1].items()
            )
            cost, before = min(steps)
            row[level] = (cost + own, before)
        best.append(row)
    level = min(best[-1], key=lambda lv: best[-1][lv][0])
    levels = [level]
    for row in reversed(best[1:]):
        level = row[level][1]
        levels.append(level)
    return levels[::-1]


def _own_cost(sign: _Sign, level: int) -> float:
    if sign.top:
        return 4.0 * (level - 1)
    below = level - sign.base
    if below < 0:
        return 4.0
    if below == 0:
        return max(0.0, -sign.main)
    items = max(0.0, -sign.main - paper_words().costs.item) if below == 1 else 0.0
    return max(0.0, sign.main) + 0.4 * (below - 1) + _ITEMS * items


def _step_cost(signs: list[_Sign], at: int, before: int, level: int) -> float:
    costs = paper_words().costs
    if signs[at].stacked:
        return 0.0 if level == before + 1 or signs[at].top else costs.stacked_elsewhere
    if level > before + 1:
        return costs.leap
    if level == before + 1:
        return costs.in_closed if signs[at - 1].closed else costs.down
    return costs.up * (before - level)
