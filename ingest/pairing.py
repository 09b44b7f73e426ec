"""Finds which unit of one expression is which of another: pairs, without a word on what changed.

Sections and articles are paired first, wherever their parts and chapters stand; then, inside each
pair, the sub-units, level by level; what is left is looked for under other parents.  Words decide
and a number only breaks ties, for where (b) is repealed (c) takes its letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, Provision
from ingest.likeness import Likeness, Unit, rules
from ingest.sameness import sameness

# Siblings up to so many pairs are all compared; longer lists by their rare words.
_ALL_PAIRS = 900
# A word that more units of a list share than this finds no candidates.
_RARE = 8

Match = tuple[int, int, float]
"""Positions in two lists and how well they fit."""


class Side:
    """One expression as a tree; sections and articles are lifted out of parts and chapters."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.units = {p.eid: Unit(p) for p in provisions}
        self.basics: list[Unit] = []
        self.roots: list[Unit] = []
        for unit in self.units.values():
            self._place(unit)

    def parent(self, unit: Unit) -> Unit | None:
        """The unit that holds it, a part or chapter included."""
        return self.units.get(unit.provision.parent or "")

    def lifted(self, unit: Unit) -> bool:
        """Whether it is a section or article of the instrument: a schedule's are its own."""
        parent = self.parent(unit)
        while parent is not None and parent.provision.kind in CONTAINER_KINDS:
            parent = self.parent(parent)
        return parent is None and unit.provision.kind in BASIC_KINDS

    def _place(self, unit: Unit) -> None:
        parent = self.parent(unit)
        if parent is not None:
            parent.held.append(unit)
        if self.lifted(unit):
            self.basics.append(unit)
        elif parent is None:
            self.roots.append(unit)
        else:
            parent.children.append(unit)


class Pairing:
    """The pairs of two expressions.  A pair once made is never taken back."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self.likeness = Likeness([*old.units.values(), *new.units.values()])
        self.heirs: dict[str, str] = {}
        """eId of the old unit → eId of the new one."""
        self.forerunners: dict[str, str] = {}
        self._pair(old.basics, new.basics)
        self._pair(old.roots, new.roots)
        for depth in range(1, 1 + max(map(_depth, [*old.units, *new.units]), default=0)):
            self._follow(depth)
        self._fill(old.basics, new.basics)

    def _pair(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        """Pair siblings: the certain ones, then the best of the rest that keep their order."""
        for one, other in _certain(old, new):
            self._take(one, other)
        left, right = self._free(old, new)
        for i, j, _ in heaviest_chain(list(self._matches(left, right))):
            self._take(left[i], right[j])

    def _take(self, one: Unit, other: Unit) -> None:
        self.heirs[one.eid] = other.eid
        self.forerunners[other.eid] = one.eid
        self._pair(one.children, other.children)

    def _free(self, old: Iterable[Unit], new: Iterable[Unit]) -> tuple[list[Unit], list[Unit]]:
        left = [unit for unit in old if unit.eid not in self.heirs]
        return left, [unit for unit in new if unit.eid not in self.forerunners]

    def _matches(self, old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Match]:
        for i, j in _candidates(old, new):
            if (score := self._score(old[i], new[j])) > 0:
                # squared, so that one strong pair outweighs two weak ones that cross it
                yield i, j, score * score

    def _score(self, old: Unit, new: Unit) -> float:
        """How well two siblings fit; 0 when they are not one unit."""
        weights = rules().weights
        number = old.number == new.number
        heading = bool(old.heading) and old.heading == new.heading
        bonus = weights["number_bonus"] * number + weights["heading_bonus"] * heading
        if old.groups or new.groups:
            return self._group_score(old, new, number, heading)
        kin = self._kin(old, new, named=number or heading)
        if old.empty or new.empty:
            gone = number and (kin == 1.0 or (old.empty and new.empty))
            return 1.0 + bonus if gone else 0.0
        return kin + bonus if kin >= _least(number, heading) else 0.0

    def _group_score(self, old: Unit, new: Unit, number: bool, heading: bool) -> float:
        """Parts and chapters are known by their headings, else by number and what they hold."""
        if not (old.groups and new.groups and (number or heading)):
            return 0.0
        if heading:
            return 2.0 if number else 1.0
        share = self.likeness.share(old, new)[0]
        return share if share >= rules().weights["same_number"] else 0.0

    def _kin(self, old: Unit, new: Unit, named: bool) -> float:
        """How alike the words are; a number or a heading in common lets a unit grow."""
        if old.spelled == new.spelled:
            return 1.0
        both, shorter = self.likeness.share(old, new)
        weights = rules().weights
        # all comparisons of print are slow: only where one unit may hold the other, or is empty
        likely = shorter >= weights["print"] or not (old.words and new.words)
        if likely and (named or old.lined or new.lined) and sameness(old, new):
            return 1.0
        grown = named and shorter >= weights["containment_least"]
        if grown and min(len(old.words), len(new.words)) >= weights["containment_words"]:
            return max(both, shorter * weights["containment"])
        return both

    def _follow(self, depth: int) -> None:
        """Pair what is left at a depth, or above, by its words alone."""
        left, right = self._free(self._old.units.values(), self._new.units.values())
        old = [unit for unit in left if _depth(unit.eid) <= depth and _can_move(unit)]
        new = [unit for unit in right if _depth(unit.eid) <= depth and _can_move(unit)]
        for one, other in self._clear_winners(old, new):
            self._take(one, other)

    def _fill(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        """Pair what lost or regained its words with the empty number, at every depth.

        Last of all: words that went to another number are there, not in the number they left.
        """
        left, right = self._free(old, new)
        there = _by_name(right)
        for unit in left:
            free = (right[at] for at in there[unit.number])
            like = next((u for u in free if u.eid not in self.forerunners), None)
            if like is not None and unit.empty != like.empty:
                self._take(unit, like)
        for unit in old:
            if heir := self.heirs.get(unit.eid):
                self._fill(unit.children, self._new.units[heir].children)

    def _clear_winners(self, old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
        """Pairs that are far likelier than any other pair of either unit."""
        scored = [
            (self._kin(old[i], new[j], named=False), i, j) for i, j in _by_rare_words(old, new)
        ]
        of_old: dict[int, list[float]] = defaultdict(list)
        of_new: dict[int, list[float]] = defaultdict(list)
        for score, i, j in sorted(scored, reverse=True):
            of_old[i].append(score)
            of_new[j].append(score)
        return [
            (old[i], new[j])
            for score, i, j in scored
            if _wins(score, of_old[i]) and _wins(score, of_new[j])
        ]


def _depth(eid: str) -> int:
    return eid.count("__") + 1


def _can_move(unit: Unit) -> bool:
    enough = len(unit.words) >= rules().weights["moved_words"]
    return enough and not unit.empty and not unit.groups


def _wins(score: float, scores: Sequence[float]) -> bool:
    """Whether the score is the first of the scores, which fall, and leads the second."""
    weights = rules().weights
    second = scores[1] if len(scores) > 1 else 0.0
    return score == scores[0] >= weights["moved"] and score - second >= weights["moved_lead"]


def _least(number: bool, heading: bool) -> float:
    names = {
        (True, True): "same_number_and_heading",
        (True, False): "same_number",
        (False, True): "same_heading",
        (False, False): "other_number",
    }
    return rules().weights[names[number, heading]]


def _certain(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Pairs with one number and the same words, then those whose words alone are the same.

    Twins with one number pair in their order; twins without are left to the others' order.
    """
    there = _grouped(new, _mark)
    named = [
        pair
        for mark, units in _grouped(old, _mark).items()
        for pair in zip(units, there.get(mark, ()), strict=False)
    ]
    taken = {unit for pair in named for unit in pair}
    here = _grouped((u for u in old if u not in taken), _spelled)
    there = _grouped((u for u in new if u not in taken), _spelled)
    same = [(units[0], there[mark][0]) for mark, units in here.items() if mark in there]
    alone = [p for p in same if len(here[_spelled(p[0])]) == len(there[_spelled(p[1])]) == 1]
    return named + [pair for pair in alone if not pair[0].empty]


def _mark(unit: Unit) -> tuple[str, str]:
    return unit.number, unit.spelled


def _spelled(unit: Unit) -> tuple[str, str]:
    return "", unit.spelled


def _grouped(
    units: Iterable[Unit], mark: Callable[[Unit], tuple[str, str]]
) -> dict[tuple[str, str], list[Unit]]:
    found: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        found[mark(unit)].append(unit)
    return found


def _candidates(old: Sequence[Unit], new: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """Positions of siblings that are worth comparing."""
    if len(old) * len(new) <= _ALL_PAIRS:
        return [(i, j) for i in range(len(old)) for j in range(len(new))]
    named = _by_name(new)
    found = {(i, j) for i, unit in enumerate(old) for name in _names(unit) for j in named[name]}
    return sorted(found.union(_by_rare_words(old, new)))


def _names(unit: Unit) -> list[str]:
    return [unit.number, unit.heading] if unit.heading else [unit.number]


def _by_name(units: Sequence[Unit]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        for name in _names(unit):
            found[name].append(at)
    return found


def _by_rare_words(old: Sequence[Unit], new: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """Positions of units that share a word which few units have."""
    holders = _holders(old), _holders(new)
    return sorted(
        {
            (i, j)
            for word, places in holders[0].items()
            if len(places) <= _RARE and len(holders[1].get(word, ())) <= _RARE
            for i in places
            for j in holders[1].get(word, ())
        }
    )


def _holders(units: Sequence[Unit]) -> dict[str, list[int]]:
    """Words, pairs of words and whole texts → positions of the units that have them."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        for feature in (*unit.features, unit.spelled):
            found[feature].append(at)
    return found


def heaviest_chain(matches: Sequence[Match]) -> list[Match]:
    """The matches of the greatest total weight that rise in both lists, each position once."""
    best = _RisingBest(1 + max((j for _, j, _ in matches), default=0))
    before: dict[int, int] = {}
    rows: dict[int, list[int]] = defaultdict(list)
    for at, (i, _, _) in enumerate(matches):
        rows[i].append(at)
    for i in sorted(rows):
        # a row is looked up before it is entered, so that it gives one match at most
        ends = [(best.below(matches[at][1]), at) for at in rows[i]]
        for (total, previous), at in ends:
            before[at] = previous
            best.enter(matches[at][1], (total + matches[at][2], at))
    return _unwound(best.below(best.size)[1], before, matches)


def _unwound(at: int, before: dict[int, int], matches: Sequence[Match]) -> list[Match]:
    chain: list[Match] = []
    while at >= 0:
        chain.append(matches[at])
        at = before[at]
    return chain[::-1]


class _RisingBest:
    """Greatest total among the chains that end below a position (a Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def below(self, position: int) -> tuple[float, int]:
        found = (0.0, -1)
        while position > 0:
            found = max(found, self._tree[position])
            position -= position & -position
        return found

    def enter(self, position: int, total: tuple[float, int]) -> None:
        position += 1
        while position <= self.size:
            self._tree[position] = max(self._tree[position], total)
            position += position & -position
