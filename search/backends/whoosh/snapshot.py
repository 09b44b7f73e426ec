"""One generation of the index, read through caches that never change.

A Whoosh reader shared between threads gives silently wrong answers, so every call into Whoosh
happens under one lock and its result is kept as a plain value.  (One reader a thread would cost
a set of caches each, and the interpreter's own lock would serialise the reading anyway.)
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice, takewhile
from typing import Any, Generic, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound

from search.analysis import form_of
from search.backends.whoosh.generations import Generation
from search.backends.whoosh.schema import Card, make_schema, read_card
from search.fields import FACETS, KEYWORDS, RANKED
from search.lookups import Beginning, Exact, Lookup, Near, Term, Valued
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
        self.replaced = {n: c.valid_to for n, c in self.cards.items() if c.valid_to}
        self._lengths: dict[str, tuple[list[int], float]] = {}
        self._users = 0
        self._retired = False
        self._closed = False

    @contextmanager
    def used(self) -> Iterator[Snapshot]:
        """Keeps the files open while the body reads, even when the snapshot is retired."""
        with self._lock:
            self._users += 1
        try:
            yield self
        finally:
            with self._lock:
                self._users -= 1
                self._close_if_done()

    def retire(self) -> None:
        """Let go of the files as soon as nobody reads them."""
        with self._lock:
            self._retired = True
            self._close_if_done()

    def _close_if_done(self) -> None:
        if self._retired and not self._users and not self._closed:
            self._reader.close()
            self._closed = True

    # -- documents ----------------------------------------------------------------------------

    def _read_cards(self) -> dict[int, Card]:
        if not self._reader.doc_count_all():
            return {}  # Whoosh gives an index of nothing a reader without columns
        column = self._reader.column_reader("card")
        return {number: read_card(bytes(column[number])) for number in self._reader.all_doc_ids()}

    def counts(self, name: str, numbers: Iterable[int]) -> dict[str, int]:
        """How many of some documents have each value of a keyword field."""
        values = self._columns[name]
        return Counter(chain.from_iterable(map(values.__getitem__, numbers)))

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[int, tuple[str, ...]]]:
        """Values of the fields that results are counted by."""
        return {
            name: {n: tuple(filter(None, c.values(name))) for n, c in self.cards.items()}
            for name in FACETS
        }

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

    @cached_property
    def order(self) -> Mapping[int, int]:
        """The place of each document by instrument and then in its instrument."""
        cards = self.cards
        numbers = sorted(cards, key=lambda n: (cards[n].instrument, natural(cards[n].eid), n))
        return {number: place for place, number in enumerate(numbers)}

    @cached_property
    def twins(self) -> Mapping[int, tuple[int, ...]]:
        """For documents of a unit that has several, all of them, the one to show first.

        Official comes before digest, the later text before the earlier.
        """
        units: dict[tuple[str, str], list[int]] = {}
        for number in sorted(self.cards, key=lambda n: _precedence(self.cards[n])):
            card = self.cards[number]
            units.setdefault((card.instrument, card.eid), []).append(number)
        return {n: tuple(unit) for unit in units.values() if len(unit) > 1 for n in unit}

    @cached_property
    def priors(self) -> Mapping[int, float]:
        """What each document counts by its status, its unit and whose words it has."""
        prior = self._profile.prior
        return {
            number: prior.status.get(card.status, 1.0)
            * prior.unit.get(card.unit, 1.0)
            * (prior.digest if card.kind == "digest" else 1.0)
            for number, card in self.cards.items()
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
        """Indexed forms of the commonest `limit` words with that beginning.

        Words before stemming are looked at: `regulat` begins “regulated”, whose stem is shorter.
        """
        first = bisect_left(self._alphabet, prefix)
        inside = takewhile(
            lambda word: word.startswith(prefix), islice(self._alphabet, first, None)
        )
        commonest = sorted(inside, key=lambda word: (-self._surface[word], word))[:limit]
        return tuple(sorted({form_of(word) for word in commonest}))

    @cached_property
    def _alphabet(self) -> list[str]:
        return sorted(self._surface)

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
            return dict.fromkeys(self._valued(lookup), 1.0)
        fields = (lookup.field,) if isinstance(lookup, Exact) and lookup.field else RANKED
        weighted: dict[int, float] = {}
        for field in fields:
            self._add_field(weighted, field, self.occurrences(field, lookup))
        rarity = idf(len(weighted), self.size)
        k1 = self._profile.k1
        return {number: rarity * saturated(tf, k1) for number, tf in weighted.items()}

    def _valued(self, lookup: Valued) -> frozenset[int]:
        found = self.by_value[lookup.field].get(lookup.value.casefold(), frozenset())
        return found - self.by_value["instrument"].get(lookup.outside.casefold(), frozenset())

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
        """The value of a key, made now if it is not kept."""
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


def _precedence(card: Card) -> tuple[bool, tuple[int, ...], str]:
    """Sort key of the documents of one unit, the one that is shown first."""
    latest_first = tuple(-ord(c) for c in card.valid_from)
    return card.kind == "digest", latest_first or (0,), card.expression_uri


def natural(eid: str) -> tuple[tuple[int, str], ...]:
    """Sorts sec_9 before sec_10."""
    parts = eid.replace("__", "_").split("_")
    return tuple((_leading_number(part), part) for part in parts)


def _leading_number(part: str) -> int:
    digits = part[: len(part) - len(part.lstrip("0123456789"))]
    return int(digits) if digits.isascii() and digits else 0
