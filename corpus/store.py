"""The only code that reads or writes the corpus tables.

Every method takes and gives values of `corpus.model`.  A `CorpusStore` is cheap and holds no
open connection between calls, so one may be shared between threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, Select, delete, func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from corpus import rows as values
from corpus.database import StoreUnavailable
from corpus.errors import NotFound
from corpus.model import (
    BASIC_KINDS,
    AmendmentNote,
    Expression,
    ExpressionKind,
    IngestedExpression,
    Instrument,
    Provision,
    ProvisionKind,
    Remark,
    Unread,
)
from corpus.outbox import record_change
from corpus.plain import from_plain
from corpus.tables import (
    AmendmentRow,
    ExpressionRow,
    InstrumentRow,
    ProvisionRow,
    RemarkRow,
    StateRow,
    TaggingRow,
    UnreadRow,
)
from corpus.tagging import Orientation, Tagging
from corpus.upgrades import SCHEMA_VERSION, bring_up_to_date


class CorpusStore:
    """Instruments, their expressions, provisions and tags."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create_tables(self) -> None:
        """Make the tables that are missing and bring older ones up to date; rows stay.

        Raises:
            StoreUnavailable: the database cannot be written, or another version laid it out.
        """
        try:
            version = bring_up_to_date(self._engine)
        except DBAPIError as error:
            raise StoreUnavailable(
                f"The database {self._engine.url!r} cannot be written ({error.orig}); "
                "set MIZAN_DATA or MIZAN_DATABASE to a place that you may write."
            ) from error
        if version != SCHEMA_VERSION:
            raise StoreUnavailable(
                f"The corpus was laid out by version {version} of its tables and this Mizan "
                f"reads version {SCHEMA_VERSION}; run `mizan backup FILE`, then start afresh."
            )

    # -- writing ------------------------------------------------------------------------------

    def save_instrument(self, instrument: Instrument) -> None:
        """Add the instrument, or replace its facts; its expressions stay."""
        with self._write() as session:
            session.merge(values.instrument_row(instrument))
            record_change(session, instrument.slug, "instrument")

    def save_expression(self, ingested: IngestedExpression) -> None:
        """Store a text with everything drawn from it, in the place of an earlier one of its URI.

        Raises:
            NotFound: the instrument is not in the store.
        """
        expression = ingested.expression
        with self._write() as session:
            if session.get(InstrumentRow, expression.instrument) is None:
                raise NotFound(f"No instrument is called {expression.instrument!r}.")
            session.execute(delete(ExpressionRow).where(ExpressionRow.uri == expression.uri))
            session.add(values.expression_row(expression))
            session.flush()
            session.add_all(values.content_rows(ingested))
            record_change(session, expression.instrument, "expression")

    def save_taggings(self, expression_uri: str, taggings: Iterable[Tagging]) -> None:
        """Replace the tags of an expression.

        Raises:
            NotFound: the expression is not in the store.
        """
        with self._write() as session:
            row = session.get(ExpressionRow, expression_uri)
            if row is None:
                raise NotFound(f"No text has the address {expression_uri}.")
            session.execute(delete(TaggingRow).where(TaggingRow.expression == expression_uri))
            session.add_all(values.tagging_row(expression_uri, tagging) for tagging in taggings)
            record_change(session, row.instrument, "expression")

    def remove_instrument(self, slug: str) -> None:
        """Take an instrument out with all its texts.

        Raises:
            NotFound: there is no such instrument.
        """
        with self._write() as session:
            row = session.get(InstrumentRow, slug)
            if row is None:
                raise NotFound(f"No instrument is called {slug!r}; `mizan export` lists them.")
            session.delete(row)
            record_change(session, slug, "removed")

    def state(self, name: str) -> str:
        """A small fact about the store, empty when it was never set."""
        with Session(self._engine) as session:
            row = session.get(StateRow, name)
            return "" if row is None else row.value

    def set_state(self, name: str, value: str) -> None:
        """Keep a small fact about the store."""
        with self._write() as session:
            session.merge(StateRow(name=name, value=value))

    # -- instruments and expressions ----------------------------------------------------------

    def instruments(self) -> tuple[Instrument, ...]:
        """All instruments, by title."""
        with Session(self._engine) as session:
            rows = session.scalars(select(InstrumentRow).order_by(InstrumentRow.title))
            return tuple(values.instrument(row) for row in rows)

    def instrument(self, slug: str) -> Instrument:
        """One instrument.

        Raises:
            NotFound: there is none of that slug.
        """
        with Session(self._engine) as session:
            row = session.get(InstrumentRow, slug)
            if row is None:
                raise NotFound(f"No instrument is called {slug!r}.")
            return values.instrument(row)

    def expressions(self, slug: str) -> tuple[Expression, ...]:
        """The texts of an instrument, the one that is shown first.

        Their `text` is left empty: a page that lists texts must not load megabytes of them.
        """
        query = select(*values.EXPRESSION_FACTS).where(ExpressionRow.instrument == slug)
        with Session(self._engine) as session:
            rows = session.execute(query).mappings().all()
        return tuple(sorted((values.without_text(row) for row in rows), key=_precedence))

    def texts(self) -> dict[str, tuple[Expression, ...]]:
        """The texts of every instrument by its slug, each in the order of `expressions`."""
        found: dict[str, list[Expression]] = {}
        with Session(self._engine) as session:
            for row in session.execute(select(*values.EXPRESSION_FACTS)).mappings():
                found.setdefault(row["instrument"], []).append(values.without_text(row))
        return {slug: tuple(sorted(texts, key=_precedence)) for slug, texts in found.items()}

    def shown_expression(self, slug: str) -> Expression:
        """The text that readers see: official before digest, later before earlier.

        Its `text` is left empty, as in `expressions`.

        Raises:
            NotFound: the instrument is unknown, or no text of it is held.
        """
        self.instrument(slug)
        expressions = self.expressions(slug)
        if not expressions:
            raise NotFound(f"No text of {slug} is held; `mizan ingest FILE --as {slug}` adds one.")
        return expressions[0]

    def expression(self, uri: str) -> Expression:
        """One text.

        Raises:
            NotFound: there is none of that address.
        """
        with Session(self._engine) as session:
            row = session.get(ExpressionRow, uri)
            if row is None:
                raise NotFound(f"No text has the address {uri}.")
            return values.expression(row)

    def expression_of_file(self, sha256: str) -> Expression | None:
        """The text read from a file of that hash, if it is held."""
        with Session(self._engine) as session:
            row = session.scalars(
                select(ExpressionRow).where(ExpressionRow.sha256 == sha256)
            ).first()
            return None if row is None else values.expression(row)

    # -- provisions ---------------------------------------------------------------------------

    def provisions(
        self, expression_uri: str, kinds: Iterable[ProvisionKind] | None = None
    ) -> tuple[Provision, ...]:
        """The units of a text in its order, or only those of some kinds."""
        query = _provision_query(expression_uri)
        if kinds is not None:
            query = query.where(ProvisionRow.kind.in_([kind.value for kind in kinds]))
        with Session(self._engine) as session:
            return tuple(values.provision(row) for row in session.scalars(query))

    def provision(self, expression_uri: str, eid: str) -> Provision:
        """One unit.

        Raises:
            NotFound: the text has no unit of that eId.
        """
        with Session(self._engine) as session:
            row = session.get(ProvisionRow, (expression_uri, eid))
            if row is None:
                raise NotFound(f"{expression_uri} has no provision {eid!r}.")
            return values.provision(row)

    def unit_with_descendants(self, expression_uri: str, eid: str) -> tuple[Provision, ...]:
        """A unit and everything in it, in the order of the text.

        Raises:
            NotFound: the text has no unit of that eId.
        """
        top = self.provision(expression_uri, eid)
        query = _provision_query(expression_uri).where(
            ProvisionRow.start >= top.start, ProvisionRow.end <= top.end
        )
        with Session(self._engine) as session:
            inside = [values.provision(row) for row in session.scalars(query)]
        parents = {p.eid: p.parent for p in inside}
        return tuple(p for p in inside if p.eid == eid or _is_below(p.eid, top, parents))

    def count_provisions(
        self, expressions: Iterable[str], kinds: Iterable[ProvisionKind] | None = None
    ) -> int:
        """How many units those texts hold together, or how many of some kinds."""
        query = (
            select(func.count())
            .select_from(ProvisionRow)
            .where(ProvisionRow.expression.in_(list(expressions)))
        )
        if kinds is not None:
            query = query.where(ProvisionRow.kind.in_([kind.value for kind in kinds]))
        with Session(self._engine) as session:
            return session.scalar(query) or 0

    def count_basic(self, expressions: Iterable[str]) -> int:
        """How many sections, articles, rules and regulations those texts hold together.

        A section that only groups articles (`chp_III__sec_1`) is none.
        """
        query = (
            select(func.count())
            .select_from(ProvisionRow)
            .where(
                ProvisionRow.expression.in_(list(expressions)),
                ProvisionRow.kind.in_([kind.value for kind in BASIC_KINDS]),
                ~ProvisionRow.eid.contains("__", autoescape=True),
            )
        )
        with Session(self._engine) as session:
            return session.scalar(query) or 0

    def clean_share(self, expression_uri: str) -> float:
        """Of the letters of a file's body, how many stand in its text: 0 to 1."""
        unread = select(func.coalesce(func.sum(func.length(UnreadRow.text)), 0)).where(
            UnreadRow.expression == expression_uri
        )
        text = select(func.length(ExpressionRow.text)).where(ExpressionRow.uri == expression_uri)
        with Session(self._engine) as session:
            read, left = session.scalar(text) or 0, session.scalar(unread) or 0
        return read / (read + left) if read + left else 0.0

    # -- what was drawn from the text ---------------------------------------------------------

    def taggings(
        self, expression_uri: str, eids: Sequence[str] | None = None
    ) -> dict[str, Tagging]:
        """Tags by eId, of a whole text or of some units."""
        query = select(TaggingRow).where(TaggingRow.expression == expression_uri)
        if eids is not None:
            query = query.where(TaggingRow.eid.in_(eids))
        with Session(self._engine) as session:
            return {r.eid: from_plain(Tagging, r.tags) for r in session.scalars(query)}

    def orientations(
        self, units: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], frozenset[Orientation]]:
        """The orientations found in units and their parts, by (expression URI, eId)."""
        with Session(self._engine) as session:
            return {unit: _orientations(session, *unit) for unit in units}

    def amendments(self, expression_uri: str) -> tuple[AmendmentNote, ...]:
        """The amendment notes of a text, in its order."""
        query = select(AmendmentRow).where(AmendmentRow.expression == expression_uri)
        with Session(self._engine) as session:
            rows = session.scalars(query.order_by(AmendmentRow.id))
            return tuple(values.amendment(row) for row in rows)

    def remarks(self, expression_uri: str) -> tuple[Remark, ...]:
        """The footnotes of a text that tell of no amendment, in its order."""
        query = select(RemarkRow).where(RemarkRow.expression == expression_uri)
        with Session(self._engine) as session:
            rows = session.scalars(query.order_by(RemarkRow.id))
            return tuple(Remark(r.eid, r.text, r.page) for r in rows)

    def unread(self, expression_uri: str) -> tuple[Unread, ...]:
        """The blocks of a text that no stage understood."""
        query = select(UnreadRow).where(UnreadRow.expression == expression_uri)
        with Session(self._engine) as session:
            return tuple(
                Unread(r.page, r.text, r.why) for r in session.scalars(query.order_by(UnreadRow.id))
            )

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session


def _precedence(expression: Expression) -> tuple[bool, bool, str, str]:
    """Sort key: official first, then the latest date (a text without one comes last)."""
    day = expression.stands_from
    latest_first = "".join(chr(0x7E - ord(c) + 0x20) for c in day)
    return (
        expression.kind is not ExpressionKind.OFFICIAL,
        not day,
        latest_first,
        expression.uri,
    )


def _is_below(eid: str, top: Provision, parents: Mapping[str, str | None]) -> bool:
    """Whether the parents of a unit lead up to `top`: equal offsets alone do not tell."""
    parent = parents.get(eid)
    while parent is not None and parent != top.eid:
        parent = parents.get(parent)
    return parent == top.eid


def _provision_query(expression_uri: str) -> Select[ProvisionRow]:
    return (
        select(ProvisionRow)
        .where(ProvisionRow.expression == expression_uri)
        .order_by(ProvisionRow.position)
    )


def _orientations(session: Session, expression_uri: str, eid: str) -> frozenset[Orientation]:
    inside = TaggingRow.eid.startswith(f"{eid}__", autoescape=True)
    query = (
        select(TaggingRow.orientation)
        .where(TaggingRow.expression == expression_uri, or_(TaggingRow.eid == eid, inside))
        .distinct()
    )
    return frozenset(Orientation(value) for value in session.scalars(query))
