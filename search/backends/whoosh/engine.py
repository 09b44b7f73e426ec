"""`WhooshBackend`: the embedded engine behind the plug of `search.backend`."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from corpus.errors import MizanError
from search.backends.whoosh.generations import Generations
from search.backends.whoosh.ranking import Ranked, Ranking
from search.backends.whoosh.schema import Card, as_fields, fingerprint, make_schema
from search.backends.whoosh.snapshot import Snapshot
from search.concepts import Concepts
from search.document import IndexChange, IndexDocument
from search.errors import BadPage, IndexUnusable
from search.fields import FACETS
from search.lookups import Group, Plan
from search.plan import Planner
from search.profile import SearchProfile
from search.query import SearchQuery
from search.results import Facet, Hit, SearchResults

MAX_LIMIT = 1000
"""Most hits of one page; an export asks for several pages."""
FACET_VALUES = 50
EXPLAINED = 10
"""Units whose scores `explain` takes apart."""
_ATTEMPTS = 3
"""A generation may be dropped between reading its name and opening it."""
_WRITER_MB = 64


class WhooshBackend:
    """Search over an index folder of this machine.  May be shared between threads."""

    def __init__(
        self,
        folder: Path,
        profile: SearchProfile,
        concepts: Concepts,
        today: Callable[[], str] = lambda: datetime.date.today().isoformat(),
        lock_seconds: float = 60.0,
    ) -> None:
        self._generations = Generations(folder, fingerprint(), lock_seconds)
        self._profile = profile
        self._planner = Planner(concepts, profile)
        self._today = today
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()

    # -- writing ------------------------------------------------------------------------------

    def check(self) -> None:
        """See `SearchBackend.check`."""
        with self._reading():
            pass

    def generation(self) -> str:
        """See `SearchBackend.generation`."""
        try:
            return self._generations.current_name()
        except IndexUnusable:
            return ""

    def rebuild(self, documents: Iterable[IndexDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        with self._generations.writing() as folder:
            index = FileStorage(str(folder)).create_index(make_schema())
            with _writer(index) as writer:
                for document in documents:
                    writer.add_document(**as_fields(document))

    def apply(self, changes: Iterable[IndexChange]) -> None:
        """See `SearchBackend.apply`."""
        with self._generations.writing() as folder:
            self._generations.link_current(folder)
            index = FileStorage(str(folder)).open_index(schema=make_schema())
            with _writer(index) as writer:
                for change in changes:
                    writer.delete_by_term("instrument", change.instrument)
                    for document in change.documents:
                        writer.add_document(**as_fields(document))

    # -- asking -------------------------------------------------------------------------------

    def search(self, query: SearchQuery, limit: int = 20, offset: int = 0) -> SearchResults:
        """See `SearchBackend.search`."""
        started = time.perf_counter()
        if not (0 <= limit <= MAX_LIMIT and offset >= 0):
            raise BadPage(f"A page holds 0 to {MAX_LIMIT} hits and starts at 0 or later.")
        with self._reading() as snapshot:
            plan = self._planner.plan(query, snapshot)
            ranked = self._ranking(plan, snapshot).ranked()
            page = ranked.numbers[offset : offset + limit]
            hits = [_hit(snapshot.cards[number], number, ranked) for number in page]
            facets = _facets(snapshot, ranked.numbers)
        return SearchResults(
            total=len(ranked.numbers),
            hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=offset + 1)),
            facets=facets,
            took_ms=(time.perf_counter() - started) * 1000,
            understood=plan.understood,
            suggestion=plan.suggestion,
            terms=plan.terms,
        )

    def explain(self, query: SearchQuery) -> dict[str, Any]:
        """See `SearchBackend.explain`."""
        with self._reading() as snapshot:
            plan = self._planner.plan(query, snapshot)
            ranking = self._ranking(plan, snapshot)
            ranked = ranking.ranked()
            return {
                "query": query.text,
                "index": snapshot.name.partition(" ")[0],
                "documents": snapshot.size,
                "root": repr(plan.root),
                "groups": [_explained(group, snapshot) for group in plan.groups],
                "top": [
                    {
                        "unit": f"{snapshot.cards[n].instrument}/{snapshot.cards[n].eid}",
                        "score": ranked.scores[n],
                        "parts": _parts(n, plan, ranking),
                    }
                    for n in ranked.numbers[:EXPLAINED]
                ],
            }

    def close(self) -> None:
        """See `SearchBackend.close`."""
        with self._opening:
            if self._snapshot is not None:
                self._snapshot.retire()
                self._snapshot = None

    def _ranking(self, plan: Plan, snapshot: Snapshot) -> Ranking:
        return Ranking(plan, snapshot, self._profile, self._today())

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The snapshot of the generation that is current now, kept open for the body.

        An earlier snapshot is let go when its last reader has finished.
        """
        with self._opening:
            name = self._generations.current_name()
            if self._snapshot is None or self._snapshot.name != name:
                fresh = self._open()
                if self._snapshot is not None:
                    self._snapshot.retire()
                self._snapshot = fresh
            use = self._snapshot.used()
            snapshot = use.__enter__()
        try:
            yield snapshot
        finally:
            use.__exit__(None, None, None)

    def _open(self) -> Snapshot:
        for attempt in range(1, _ATTEMPTS + 1):
            name = self._generations.current_name()
            try:
                return Snapshot(name, self._generations.open(name), self._profile)
            except MizanError:
                if attempt == _ATTEMPTS or name == self._generations.current_name():
                    raise
            except Exception as error:  # Whoosh raises anything at all on a damaged file
                if attempt == _ATTEMPTS or name == self._generations.current_name():
                    raise IndexUnusable(
                        f"The index in {self._generations.root} cannot be opened "
                        f"({type(error).__name__}); `mizan reindex` mends it."
                    ) from error
        raise AssertionError("unreachable: the last attempt returns or raises")


@contextmanager
def _writer(index: Any) -> Iterator[Any]:
    """A Whoosh writer that commits, or cancels and so lets go of its lock whatever happens."""
    writer = index.writer(limitmb=_WRITER_MB)
    try:
        yield writer
        writer.commit()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    finally:
        index.close()


def _hit(card: Card, number: int, ranked: Ranked) -> Hit:
    return Hit(
        instrument=card.instrument,
        eid=card.eid,
        num=card.num or None,
        score=ranked.scores[number],
        expression_uri=card.expression_uri,
        expression_kind=card.kind,
        exact=number in ranked.cited,
    )


def _explained(group: Group, snapshot: Snapshot) -> dict[str, Any]:
    """An idea of the query with what each of its alternatives finds."""
    return {
        "said": group.said,
        "weight": group.weight,
        "alternatives": [
            {
                "lookup": repr(alternative.lookup),
                "weight": alternative.weight,
                "documents": snapshot.count(alternative.lookup),
            }
            for alternative in group.alternatives
        ],
    }


def _parts(number: int, plan: Plan, ranking: Ranking) -> list[float]:
    """What each idea gave to a document's score."""
    return [round(ranking.group_scores(g).get(number, 0.0), 3) for g in plan.groups]


def _facets(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[Facet, ...]:
    return tuple(
        Facet(name, tuple(_most_frequent(snapshot.counts(name, numbers))[:FACET_VALUES]))
        for name in FACETS
    )


def _most_frequent(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
