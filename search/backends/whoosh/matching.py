"""Which documents of a snapshot a plan matches, before any ranking."""

from __future__ import annotations

import time
from collections.abc import Iterable, Set

from corpus.uri import number_of
from search.backends.whoosh.schema import Card
from search.backends.whoosh.snapshot import Snapshot
from search.errors import SearchTooSlow
from search.fields import BY_NAME, FieldKind
from search.lookups import AllOf, AnyOf, Group, NotThis, Plan, PlanNode, Ranked, phrase_group
from search.query import FieldIs, Pin

Numbers = Set[int]


class Deadline:
    """The moment at which a search is stopped."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._at = time.monotonic() + seconds

    def check(self) -> None:
        """Do nothing while there is time.

        Raises:
            SearchTooSlow: there is none left.
        """
        if time.monotonic() > self._at:
            raise SearchTooSlow(self._seconds)


class Matching:
    """One search: what matches, and what is cited."""

    def __init__(self, plan: Plan, snapshot: Snapshot, today: str, deadline: Deadline) -> None:
        self._plan = plan
        self._snapshot = snapshot
        self._today = today
        self._deadline = deadline
        self.allowed = self._allowed()
        """Documents that the filters beside the query let through, of the day it asks for."""
        self.pinned = self._pinned()
        """Cited documents, with the place of their citation in the query."""

    def matched(self) -> Numbers:
        """Documents that match or are cited."""
        return (self._match(self._plan.root) & self.allowed) | self.pinned.keys()

    def of_group(self, group: Group) -> Numbers:
        """Documents in which an idea is met in any way."""
        return _union(self._snapshot.scores(a.lookup).keys() for a in group.alternatives)

    def _allowed(self) -> Numbers:
        found: Numbers = self._snapshot.cards.keys()
        for name, values in self._plan.filters:
            found = found & _union(self._of_filter(FieldIs(name, value)) for value in values)
        return found if self._asks_day() else found - self._replaced()

    def _asks_day(self) -> bool:
        """Whether the query asks for the law as at a day, in the box or beside it."""
        return any(name == "at" for name, _ in self._plan.understood.filters)  # which has both

    def _replaced(self) -> Numbers:
        """Documents whose words have been replaced by later ones."""
        return {n for n, day in self._snapshot.replaced.items() if day <= self._today}

    def _match(self, node: PlanNode) -> Numbers:
        self._deadline.check()
        match node:
            case Group():
                return self.of_group(node)
            case Ranked(groups):
                return _union(map(self.of_group, groups))
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes):
                return _union(map(self._match, nodes))
            case NotThis(inner):
                return self._snapshot.cards.keys() - self._match(inner)
            case FieldIs():
                return self._of_filter(node)

    def _all_of(self, nodes: Iterable[PlanNode]) -> Numbers:
        found: Numbers = self._snapshot.cards.keys()
        for node in nodes:
            found = found & self._match(node)
        return found

    def _of_filter(self, filter_: FieldIs) -> Numbers:
        name, value = filter_.name, filter_.value
        if name == "at":
            return {n for n, card in self._snapshot.cards.items() if _valid_on(card, value)}
        if BY_NAME[name].kind is FieldKind.TEXT:
            return self.of_group(phrase_group(value, name))
        return self._snapshot.by_value[name].get(value.casefold(), frozenset())

    # -- citations ----------------------------------------------------------------------------

    def _pinned(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for place, pin in enumerate(self._plan.pins):
            for number in self._cited(pin) & self.allowed:
                found.setdefault(number, place)
        return found

    def _cited(self, pin: Pin) -> Numbers:
        """The units of a citation; “section 19” of a text in articles is its article 19."""
        by_value = self._snapshot.by_value
        number = (number_of(pin.unit) if "_" in pin.unit else pin.unit) or ""
        found = by_value["eid"].get(pin.unit.casefold(), frozenset())
        numbered = by_value["num"].get(number.casefold(), frozenset())
        if pin.instrument is None:
            return found or (numbered if "_" not in pin.unit else frozenset())
        inside = by_value["instrument"].get(pin.instrument, frozenset())
        return (found & inside) or (numbered & inside)


def _union(sets: Iterable[Numbers]) -> set[int]:
    return set[int]().union(*sets)


def _valid_on(card: Card, day: str) -> bool:
    return card.valid_from <= day and (not card.valid_to or day < card.valid_to)
