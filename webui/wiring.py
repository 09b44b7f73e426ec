"""Joins the packages: settings in, services out.  Knows no page and no command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from annotations.comparisons import ComparisonService
from annotations.schema import migrate
from annotations.service import AnnotationService
from corpus.catalog import CatalogEntry, load_catalog
from corpus.citations import Citation, find_citations, parse_citation
from corpus.database import open_engine
from corpus.errors import NotFound
from corpus.model import ExpressionKind, Instrument, Provision, ProvisionKind
from corpus.names import InstrumentNames
from corpus.outbox import mark_followed, record_change, waiting_changes
from corpus.shown import ShownTexts
from corpus.store import CorpusStore
from corpus.uri import basic_unit, parse_uri
from search.backend import open_backend
from search.document import IndexDocument, documents_of
from search.errors import IndexBusy
from search.indexer import follow
from search.service import SearchService
from webui.alignments import Alignments
from webui.config import Settings

_UNIT_KINDS = {
    "section": ProvisionKind.SECTION,
    "article": ProvisionKind.ARTICLE,
    "rule": ProvisionKind.RULE,
    "regulation": ProvisionKind.REGULATION,
}


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that pages and commands ask; made once a process."""

    settings: Settings
    engine: Engine
    store: CorpusStore
    texts: ShownTexts
    alignments: Alignments
    search: SearchService
    annotations: AnnotationService
    comparisons: ComparisonService
    catalog: tuple[CatalogEntry, ...]

    def catalog_names(self) -> dict[str, str]:
        """How each catalogued instrument is called for short, by slug."""
        return {entry.instrument.slug: entry.instrument.name for entry in self.catalog}

    def names(self) -> InstrumentNames:
        """How the instruments are called, those that readers brought included."""
        return names_for(self.store.instruments())

    def cite(self, text: str) -> Citation | None:
        """The citation that the whole text is, or None."""
        return parse_citation(text, self.names())

    def cited_eids(self, citation: Citation) -> Iterator[str]:
        """eIds of the cited places that are held, the nearest unit that exists for each."""
        if citation.instrument is None:
            return
        instrument = self.store.instrument(citation.instrument)
        yield from held_eids(self.store, instrument, citation)

    def ensure_indexed(self) -> None:
        """Build the index where it is missing or damaged, else bring it up to date.

        Changes that wait while another process indexes are left to that process: a running
        server follows them, and this one reads what it makes.

        Raises:
            UnsafeIndex: others may write the index folder.
            IndexBusy: another process is building the first index.
        """
        before = waiting_changes(self.engine)
        if self.search.ensure_ready() and before:
            mark_followed(self.engine, before[-1].id)  # the fresh index holds them already
        with suppress(IndexBusy):
            self.follow_changes()

    def follow_changes(self) -> None:
        """Bring the index up to date with the corpus.

        Raises:
            IndexBusy: another process is indexing now; the changes keep waiting.
        """
        follow(
            self.search,
            lambda: waiting_changes(self.engine),
            lambda up_to: mark_followed(self.engine, up_to),
            _Indexed(self.store).documents_of_instrument,
        )

    def close(self) -> None:
        """Let go of the index and the database."""
        self.search.close()
        self.engine.dispose()


def build_services(settings: Settings) -> Services:
    """The services that these settings describe; tables are made or brought up to date.

    Raises:
        StoreUnavailable: the database cannot be opened or written.
        CatalogError: the catalogue is bad.
    """
    engine = open_engine(settings.database)
    try:
        return _services_on(engine, settings)
    except BaseException:
        engine.dispose()
        raise


def _services_on(engine: Engine, settings: Settings) -> Services:
    store = CorpusStore(engine)
    store.create_tables()
    migrate(engine)
    finder = _Finder(store)
    return Services(
        settings=settings,
        engine=engine,
        store=store,
        texts=ShownTexts(store),
        alignments=Alignments(),
        search=_search_service(settings, store),
        annotations=AnnotationService(engine, finder.find, note_change),
        comparisons=ComparisonService(engine, finder.find),
        catalog=load_catalog(),
    )


class _Finder:
    """Provisions for the notes: None instead of an error for what is not held."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store

    def find(self, expression_uri: str, eid: str) -> Provision | None:
        try:
            return self._store.provision(expression_uri, eid)
        except NotFound:
            return None


def note_change(session: Session, expression_uri: str) -> None:
    """Tell the indexer, in the note's own transaction."""
    record_change(session, parse_uri(expression_uri).work, "annotation")


def _search_service(settings: Settings, store: CorpusStore) -> SearchService:
    corpus = _Indexed(store)
    return SearchService(
        backend=open_backend(settings.search),
        documents=corpus.documents,
        text_of=store.provision,
        find_citation=corpus.find_citation,
        instruments=store.instruments,
    )


class _Indexed:
    """What the search service asks of the corpus."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store

    def documents(self) -> Iterator[IndexDocument]:
        """The documents of every text that is shown."""
        instruments = self._store.instruments()
        names = names_for(instruments)
        for instrument in instruments:
            yield from self._documents(instrument, names)

    def documents_of_instrument(self, slug: str) -> Iterator[IndexDocument]:
        """The documents of one instrument's shown text; none when nothing is held."""
        try:
            instrument = self._store.instrument(slug)
        except NotFound:
            return
        yield from self._documents(instrument, names_for(self._store.instruments()))

    def _documents(self, instrument: Instrument, names: InstrumentNames) -> Iterator[IndexDocument]:
        """The documents of the text that is shown, and of the digest beside it.

        A digest's plain words lead to a provision whose official words are harder to guess; the
        engine shows each provision once, in the official words.
        """
        held = self._store.expressions(instrument.slug)
        digests = [e for e in held[1:] if e.kind is ExpressionKind.DIGEST]
        for expression in [*held[:1], *digests[:1]]:
            yield from documents_of(
                instrument,
                expression,
                self._store.provisions(expression.uri),
                self._store.taggings(expression.uri),
                lambda text: cited_units(text, names, instrument.slug),
            )

    def find_citation(self, text: str) -> tuple[tuple[str | None, str], ...]:
        """The units that a query cites, as slug and eId; no slug where none is named."""
        instruments = self._store.instruments()
        names = names_for(instruments)
        whole = parse_citation(text, names)
        citations = (whole,) if whole else find_citations(text, names)
        by_slug = {instrument.slug: instrument for instrument in instruments}
        return tuple(unit for citation in citations for unit in self._cited(citation, by_slug))

    def _cited(
        self, citation: Citation, instruments: Mapping[str, Instrument]
    ) -> Iterator[tuple[str | None, str]]:
        named = instruments.get(citation.instrument or "")
        if named is not None:
            for eid in held_eids(self._store, named, citation):
                yield named.slug, eid
        elif citation.unit is not None:
            for place in citation.pinpoints:
                yield None, place.eid(citation.unit)


@lru_cache(maxsize=8)
def names_for(instruments: tuple[Instrument, ...]) -> InstrumentNames:
    """How these instruments are called; kept, because every search asks."""
    return InstrumentNames(instruments)


def cited_units(text: str, names: InstrumentNames, own: str) -> Iterator[str]:
    """The sections that a text cites, as `slug/eid`; a bare “section 5” is one of its own."""
    for citation in find_citations(text, names, context=own):
        if citation.unit is not None:
            for place in citation.pinpoints:
                yield f"{citation.instrument}/{basic_unit(place.eid(citation.unit))}"


def held_eids(store: CorpusStore, instrument: Instrument, citation: Citation) -> Iterator[str]:
    """eIds of a citation in an instrument's shown text, the nearest unit that exists for each.

    A citation without its own unit word takes the instrument's; one with another unit word
    (Article in an Act) names nothing there.
    """
    unit = _UNIT_KINDS.get(instrument.unit)
    if unit is None or citation.unit not in (None, unit):
        return
    try:
        shown = store.shown_expression(instrument.slug)
    except NotFound:
        return
    for place in citation.pinpoints:
        eid = place.eid(unit)
        while eid:
            try:
                yield store.provision(shown.uri, eid).eid
                break
            except NotFound:
                eid = eid.rpartition("__")[0]
