"""One generation of the index, read through caches that never change.

A Whoosh reader shared between threads gives silently wrong answers, so every call into Whoosh
happens under one lock and its result is kept as a plain value.  (One reader a thread would cost
a set of caches each, and the interpreter's own lock would serialise the reading anyway.)
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound

from search.backends.whoosh.generations import Generation
from search.backends.whoosh.schema import Card, make_schema, read_card
from search.fields import KEYWORDS, RANKED
from search.plan import Beginning, Exact, Lookup, Near, Term, Valued
from search.profile import SearchProfile
from search.scoring import idf, saturated

Positions = Mapping[int, tuple[int, ...]]
"""Places of a form in a field, by document number."""
Scores = Mapping[int, float]
K = TypeVar("K")
V = TypeVar("V")

CACHED_POSTINGS = 4_000_000
"""Places kept in memory: about 300 MB at most, reached only by a very large index."""


class Snapshot:
    """An open generation: postings, lengths, cards and scores of single look-ups."""

    def __init__(self, name: str, generation: Generation, profile: SearchProfile) -> None:
        self.name = name
        self._profile = profile
        self._lock = threading.RLock()
        self._positions = _Cache[tuple[str, str], Positions](CACHED_POSTINGS)
        self._scores = _Cache[Lookup, Scores](CACHED_POSTINGS)
        storage = FileStorage(str(generation.folder), supports_mmap=True, readonly=True)
        self._reader: Any = storage.open_index(schema=make_schema()).reader()
        self.cards = self._read_cards()
        self.size = len(self.cards)
        self._lengths: dict[str, tuple[list[int], float]] = {}

    def close(self) -> None:
        """Let go of the files; what is cached stays usable."""
        with self._lock:
            self._reader.close()

    # -- documents ----------------------------------------------------------------------------

    def _read_cards(self) -> dict[int, Card]:
        column = self._reader.column_reader("card")
        return {number: read_card(bytes(column[number])) for number in self._reader.all_doc_ids()}

    @cached_property
    def by_value(self) -> Mapping[str, Mapping[str, frozenset[int]]]:
        """Documents by the folded value of each keyword field."""
        found: dict[str, dict[str, set[int]]] = {name: {} for name in KEYWORDS}
        for number, card in self.cards.items():
            for name in KEYWORDS:
                for value in card.values(name):
                    found[name].setdefault(value.casefold(), set()).add(number)
        return {
            name: {value: frozenset(numbers) for value, numbers in values.items()}
            for name, values in found.items()
        }

    def lengths(self, field: str) -> tuple[list[int], float]:
        """Words of a field by document number, and their average over documents that have it."""
        with self._lock:
            if field not in self._lengths:
                self._lengths[field] = self._read_lengths(field)
            return self._lengths[field]

    def _read_lengths(self, field: str) -> tuple[list[int], float]:
        top = max(self.cards, default=-1) + 1
        length = self._reader.doc_field_length
        lengths = [length(n, field, 0) if n in self.cards else 0 for n in range(top)]
        held = [n for n in lengths if n]
        return lengths, (sum(held) / len(held) if held else 1.0)

    # -- words --------------------------------------------------------------------------------

    def surface(self) -> Mapping[str, int]:
        """Every word before stemming with its number of documents (deleted ones may count)."""
        return self._surface

    @cached_property
    def _surface(self) -> Mapping[str, int]:
        with self._lock:
            decode = self._reader.schema["words"].from_bytes
            return {
                decode(raw): self._reader.doc_frequency("words", raw)
                for raw in self._reader.lexicon("words")
            }

    def beginnings(self, prefix: str, limit: int) -> tuple[str, ...]:
        """Indexed forms with that beginning, at most `limit`, in the order of the alphabet."""
        found: set[str] = set()
        with self._lock:
            for field in ("text", "heading"):
                decode = self._reader.schema[field].from_bytes
                raw = islice(self._reader.expand_prefix(field, prefix), limit)
                found.update(decode(form) for form in raw)
        return tuple(sorted(found)[:limit])

    def positions(self, field: str, form: str) -> Positions:
        """Where a form stands in a field, by document."""
        return self._positions.get((field, form), self._read_positions, _count_places)

    def _read_positions(self, key: tuple[str, str]) -> Positions:
        with self._lock:
            try:
                matcher = self._reader.postings(*key)
            except TermNotFound:
                return {}
            found: dict[int, tuple[int, ...]] = {}
            while matcher.is_active():
                if (number := matcher.id()) in self.cards:
                    found[number] = tuple(matcher.value_as("positions"))
                matcher.next()
            return found

    # -- look-ups -----------------------------------------------------------------------------

    def count(self, lookup: Lookup) -> int:
        """How many documents a look-up finds."""
        return len(self.scores(lookup))

    def scores(self, lookup: Lookup) -> Scores:
        """Documents that a look-up finds with their BM25F scores."""
        return self._scores.get(lookup, self._score, len)

    def _score(self, lookup: Lookup) -> Scores:
        if isinstance(lookup, Beginning):
            return self._score_beginning(lookup)
        if isinstance(lookup, Valued):
            return dict.fromkeys(self.by_value[lookup.field].get(lookup.value.casefold(), ()), 1.0)
        fields = (lookup.field,) if isinstance(lookup, Exact) and lookup.field else RANKED
        weighted: dict[int, float] = {}
        for field in fields:
            self._add_field(weighted, field, self.occurrences(field, lookup))
        rarity = idf(len(weighted), self.size)
        k1 = self._profile.k1
        return {number: rarity * saturated(tf, k1) for number, tf in weighted.items()}

    def _add_field(self, weighted: dict[int, float], field: str, found: Mapping[int, int]) -> None:
        """Add a field's occurrences, made smaller the longer the field is (BM25F)."""
        if not found:
            return
        weight = self._profile.fields[field]
        lengths, average = self.lengths(field)
        for number, count in found.items():
            norm = 1 - weight.b + weight.b * lengths[number] / average
            weighted[number] = weighted.get(number, 0.0) + weight.weight * count / norm

    def _score_beginning(self, lookup: Beginning) -> Scores:
        best: dict[int, float] = {}
        for form in self.beginnings(lookup.prefix, self._profile.limits.expansions):
            for number, score in self.scores(Term(form)).items():
                best[number] = max(score, best.get(number, 0.0))
        return best

    def occurrences(self, field: str, lookup: Lookup) -> Mapping[int, int]:
        """How often a look-up is met in a field, by document."""
        match lookup:
            case Term(form):
                return {n: len(p) for n, p in self.positions(field, form).items()}
            case Near(forms):
                return self._together(field, forms, _counter_near(self._window(len(forms))))
            case Exact(forms, _):
                offsets = [offset for _, offset in forms]
                names = tuple(form for form, _ in forms)
                return self._together(field, names, _counter_exact(offsets))
            case _:
                return {}

    def _window(self, words: int) -> int:
        return words + self._profile.query.near_window

    def _together(
        self, field: str, forms: tuple[str, ...], count: Callable[[list[tuple[int, ...]]], int]
    ) -> Mapping[int, int]:
        places = [self.positions(field, form) for form in forms]
        rarest = min(places, key=len, default={})
        found = {}
        for number in rarest:
            if all(number in p for p in places) and (n := count([p[number] for p in places])):
                found[number] = n
        return found


def _counter_exact(offsets: list[int]) -> Callable[[list[tuple[int, ...]]], int]:
    """Counts places at which all forms stand at their offsets."""

    def count(places: list[tuple[int, ...]]) -> int:
        starts = {p - offsets[0] for p in places[0]}
        for offset, found in zip(offsets[1:], places[1:], strict=True):
            starts &= {p - offset for p in found}
        return len(starts)

    return count


def _counter_near(window: int) -> Callable[[list[tuple[int, ...]]], int]:
    """Counts places of the rarest form around which every other form stands."""

    def count(places: list[tuple[int, ...]]) -> int:
        rarest = min(range(len(places)), key=lambda i: len(places[i]))
        others = [p for i, p in enumerate(places) if i != rarest]
        return sum(
            all(distance(place, other) <= window for other in others) for place in places[rarest]
        )

    return count


def distance(place: int, others: tuple[int, ...]) -> int:
    """From a place to the nearest of others, which are in order and at least one."""
    at = bisect_left(others, place)
    return min(abs(place - others[i]) for i in (at - 1, at) if 0 <= i < len(others))


def _count_places(positions: Positions) -> int:
    return sum(map(len, positions.values()))


class _Cache(Generic[K, V]):
    """Keeps values until their sizes pass a budget, then drops the oldest."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._used = 0
        self._values: dict[K, tuple[V, int]] = {}
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[K], V], size: Callable[[V], int]) -> V:
        with self._lock:
            if key in self._values:
                return self._values[key][0]
        value = make(key)
        with self._lock:
            self._keep(key, value, size(value) + 1)
        return value

    def _keep(self, key: K, value: V, size: int) -> None:
        if key not in self._values:
            self._values[key] = (value, size)
            self._used += size
        while self._used > self._budget and len(self._values) > 1:
            oldest = next(iter(self._values))
            self._used -= self._values.pop(oldest)[1]


def values_of(cards: Iterable[Card], name: str) -> dict[str, int]:
    """How many cards have each value of a keyword field."""
    counts: dict[str, int] = {}
    for card in cards:
        for value in card.values(name):
            if value:
                counts[value] = counts.get(value, 0) + 1
    return counts
