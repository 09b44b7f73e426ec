"""Search as the pages and the terminal use it: a text in, a page of readable hits out.

Texts come from the database by a callback, never from the index, so that a stale or damaged index
can lose a hit but cannot show wrong words of law.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from corpus.citations import find_citations
from corpus.errors import NotFound
from corpus.model import Instrument
from corpus.names import InstrumentNames
from corpus.uri import basic_unit
from search.analysis import ASKING, fold, forms_of, in_citing_words
from search.backend import PAGE, SearchBackend
from search.document import IndexChange, IndexDocument
from search.errors import IndexUnusable
from search.naming import NameFinder
from search.query import (
    Either,
    FieldIs,
    Node,
    Pin,
    SearchQuery,
    Some,
    Word,
    checked_filter,
    leaves,
    parse_query,
    with_filters,
)
from search.results import Hit, SearchResults
from search.snippets import snippet_of

RELATED_UNITS = 3
"""Cited units up to which units on the same matter are looked for; more have no one matter."""
RELATED_WORDS = 8
"""Words of a cited unit's heading by which units like it are found."""


class UnitText(Protocol):
    """What the database knows of a unit; a `corpus.model.Provision` is one."""

    @property
    def heading(self) -> str | None:
        """Heading, None where the law gives none."""

    @property
    def text(self) -> str:
        """The whole text."""


TextOf = Callable[[str, str], UnitText]
"""From (expression URI, eId) to the unit; raises `NotFound` when it is no longer there."""
FindCitation = Callable[[str], Sequence[tuple[str | None, str]]]
"""From a text that is a citation to its units, as (slug or None, eId or bare number)."""
Filters = Mapping[str, str | Sequence[str]]


def no_citation(text: str) -> Sequence[tuple[str | None, str]]:
    """Finds none."""
    return ()


class SearchService:
    """Reads queries, asks the engine, and makes its answer readable."""

    def __init__(
        self,
        backend: SearchBackend,
        documents: Callable[[], Iterable[IndexDocument]],
        text_of: TextOf,
        find_citation: FindCitation = no_citation,
        instruments: Callable[[], Iterable[Instrument]] = tuple,
    ) -> None:
        self._backend = backend
        self._documents = documents
        self._text_of = text_of
        self._find_citation = find_citation
        self._instruments = instruments
        self._names: tuple[str, NameFinder, InstrumentNames] | None = None
        self._building = threading.Lock()

    # -- the index's life ---------------------------------------------------------------------

    def ensure_ready(self) -> bool:
        """Build the index when it is missing, damaged or foreign; True when that was needed.

        Raises:
            UnsafeIndex: others may write the index folder; nothing is built there.
        """
        with self._building:
            try:
                self._backend.check()
            except IndexUnusable:
                self._backend.rebuild(self._documents())
                return True
            return False

    def rebuild(self) -> None:
        """Build the index afresh from the database; the present one answers until it is done."""
        with self._building:
            self._backend.rebuild(self._documents())

    def apply(self, changes: Iterable[IndexChange]) -> None:
        """Bring instruments up to date in the index, or build it where there is none to mend."""
        with self._building:
            try:
                self._backend.apply(changes)
            except IndexUnusable:
                self._backend.rebuild(self._documents())

    def check(self) -> None:
        """Do nothing when the index can answer.

        Raises:
            IndexUnusable: it is missing, damaged or of another version.
            UnsafeIndex: others may write it.
        """
        self._backend.check()

    def close(self) -> None:
        """Let go of the engine."""
        self._backend.close()

    # -- asking -------------------------------------------------------------------------------

    def search(
        self, text: str, filters: Filters | None = None, limit: int = PAGE, offset: int = 0
    ) -> SearchResults:
        """One page of hits for what a reader typed, with headings and marked snippets.

        Raises:
            SearchQueryError: the text or a filter cannot be read; the message says how to mend it.
            SearchUnavailable: the engine cannot answer.
        """
        try:
            return self._search(text, filters or {}, limit, offset)
        except IndexUnusable:
            self.ensure_ready()
            return self._search(text, filters or {}, limit, offset)

    def explain(self, text: str, filters: Filters | None = None) -> dict[str, Any]:
        """How a text is read and what each part of it finds, as plain values."""
        return self._backend.explain(self.read(text, filters or {}))

    def read(self, text: str, filters: Filters) -> SearchQuery:
        """The query that a text and the filters beside it make."""
        query = parse_query(text)
        root = query.root and with_filters(query.root, self._by_slug)
        query = replace(query, root=root, filters=tuple(self._checked(filters)))
        if not isinstance(query.root, (Some, Word)):
            return query  # operators or phrases: taken as it stands
        query = self._with_names(query)
        pins = self._pins(query)
        return self._about_cited(query, pins) if pins else query

    def _search(self, text: str, filters: Filters, limit: int, offset: int) -> SearchResults:
        results = self._backend.search(self.read(text, filters), limit, offset)
        hits = (self._readable(hit, results.terms) for hit in results.hits)
        return replace(results, hits=tuple(hit for hit in hits if hit is not None))

    def _readable(self, hit: Hit, terms: Sequence[str]) -> Hit | None:
        """The hit with its words from the database; None when they are gone since."""
        try:
            unit = self._text_of(hit.expression_uri, hit.eid)
        except NotFound:
            return None
        return replace(hit, heading=unit.heading or "", snippet=snippet_of(unit.text, terms))

    # -- filters ------------------------------------------------------------------------------

    def _checked(self, filters: Filters) -> Iterable[tuple[str, tuple[str, ...]]]:
        for name, given in filters.items():
            values = (given,) if isinstance(given, str) else tuple(given)
            checked = [self._by_slug(checked_filter(name, v)).value for v in values if v.strip()]
            if checked:
                yield name, tuple(checked)

    def _by_slug(self, found: FieldIs) -> FieldIs:
        """The filter with the slug where an instrument's name was written."""
        if found.name != "instrument":
            return found
        slug = self._known_names()[0].slug_of(found.value)
        return FieldIs(found.name, slug or found.value)

    # -- names and citations ------------------------------------------------------------------

    def _known_names(self) -> tuple[NameFinder, InstrumentNames]:
        """Names of the instruments, read again whenever the index has changed."""
        generation = self._backend.generation()
        kept = self._names
        if kept is None or kept[0] != generation:
            instruments = tuple(self._instruments())
            kept = (generation, NameFinder(instruments), InstrumentNames(instruments))
            self._names = kept
        return kept[1], kept[2]

    def _with_names(self, query: SearchQuery) -> SearchQuery:
        words = [node.text for node in leaves(query.root) if isinstance(node, Word)]
        named = self._known_names()[0].find([in_citing_words(word) for word in words])
        return replace(query, named=named.slugs, named_words=named.words)

    def _pins(self, query: SearchQuery) -> tuple[Pin, ...]:
        """The units that a query cites: as a whole, or with a unit word among other words."""
        text = in_citing_words(query.text)
        found = [Pin(slug, basic_unit(unit)) for slug, unit in self._find_citation(text)]
        if not found:
            found = list(self._pins_among_words(text, query.named))
        if not query.named:  # “section 37” of whichever instrument: none comes before the others
            found = [Pin(None, pin.unit) for pin in found]
        of_named = [pin for pin in found if pin.instrument in query.named]
        return tuple(dict.fromkeys(of_named or found))

    def _pins_among_words(self, text: str, named: Sequence[str]) -> Iterator[Pin]:
        only = named[0] if len(named) == 1 else None
        for citation in find_citations(text, self._known_names()[1]):
            for point in citation.pinpoints:
                if citation.unit is not None:
                    unit = basic_unit(point.eid(citation.unit))
                    yield Pin(citation.instrument or only, unit)

    def _about_cited(self, query: SearchQuery, pins: tuple[Pin, ...]) -> SearchQuery:
        """The cited units first, then what the other words ask; where there are none, the units
        that cite them and those on the same matter."""
        cited = self._backend.search(SearchQuery(root=Either(()), pins=pins), limit=PAGE)
        readable = [hit for hit in (self._readable(hit, ()) for hit in cited.hits) if hit]
        if not readable:
            return query
        words = tuple(self._other_words(query))
        alike = not words and len(readable) <= RELATED_UNITS
        headings = " ".join(hit.heading for hit in readable) if alike else ""
        citing = tuple(FieldIs("cites", f"{hit.instrument}/{hit.eid}") for hit in readable)
        return replace(
            query,
            root=Some(words + _without_words(query.root)),
            pins=pins,
            matter=tuple(Word(word) for word in headings.split()[:RELATED_WORDS]),
            related=citing[:RELATED_UNITS],
            named_words=frozenset(),
        )

    def _other_words(self, query: SearchQuery) -> Iterator[Word]:
        """The words of a query that are no part of a name or a citation, nor words of asking."""
        left = list(query.text)
        for citation in find_citations(query.text, self._known_names()[1]):
            left[citation.start : citation.end] = " " * (citation.end - citation.start)
        kept = set("".join(left).split())
        words = [node for node in leaves(query.root) if isinstance(node, Word)]
        for place, word in enumerate(words):
            forms = forms_of(word.text)
            cites = in_citing_words(word.text) != word.text or word.text not in kept
            asks = fold(word.text) in ASKING or not forms or forms[0][0].isdigit()
            if not (cites or asks or place in query.named_words):
                yield word


def _without_words(root: Node | None) -> tuple[Node, ...]:
    """The phrases, filters and denials of a query of words beside each other."""
    nodes = root.nodes if isinstance(root, Some) else ()
    return tuple(node for node in nodes if not isinstance(node, Word))
