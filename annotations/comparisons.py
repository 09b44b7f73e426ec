"""Keeping comparisons: provisions side by side, and how people read them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from annotations.checks import (
    MAX_QUOTE,
    MAX_READINGS,
    check_compared,
    check_words,
    clean_comparison,
    clean_items,
    clean_reading,
    clean_title,
    reading_draft,
)
from annotations.errors import (
    BadContent,
    BadImport,
    NoteNotFound,
    ProvisionGone,
    QuoteNotFound,
    StaleEdit,
    TooLong,
)
from annotations.merging import ImportReport, merge_comparisons
from annotations.model import (
    Comparison,
    ProvisionRef,
    Reading,
    ReadingDraft,
    TextQuoteSelector,
)
from annotations.quotes import locate
from annotations.rows import comparison_of, fill_comparison
from annotations.tables import ComparisonItemRow, ComparisonRow, TombstoneRow
from annotations.transactions import after, utc_now, writing
from corpus.errors import AskerError
from corpus.model import Provision

Change = Callable[[Comparison], Comparison]


class ComparisonService:
    """The comparisons of one database.  Cheap, and safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        find_provision: Callable[[str, str], Provision | None],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._find_provision = find_provision
        self._now = now

    def create(self, title: str, items: Iterable[ProvisionRef]) -> Comparison:
        """The new comparison, kept; its provisions stay in the order given.

        Raises:
            ProvisionGone: a provision is not held.
            BadContent: the title is empty or a field is not of its form; TooLong.
        """
        now = self._now()
        kept = clean_items(items)
        self._check_held(kept)
        comparison = Comparison(
            str(uuid.uuid4()), clean_title(title), kept, created=now, modified=now
        )
        with writing(self._engine, "comparison") as session:
            session.add(row := fill_comparison(ComparisonRow(), comparison))
            session.flush()
            return comparison_of(row)

    def get(self, id: str) -> Comparison:
        """One comparison.

        Raises:
            NoteNotFound: there is none of that id.
        """
        with Session(self._engine) as session:
            return comparison_of(_row(session, id))

    def find(self, expression_uri: str = "", eid: str = "") -> tuple[Comparison, ...]:
        """The comparisons, last changed first; all, or those that hold a text or provision."""
        query = select(ComparisonRow).order_by(ComparisonRow.modified.desc(), ComparisonRow.id)
        if expression_uri:
            holds = ComparisonItemRow.expression_uri == expression_uri
            query = query.where(ComparisonRow.items.any(holds))
        if eid:
            holds = ComparisonItemRow.eid == eid
            if expression_uri:
                holds = holds & (ComparisonItemRow.expression_uri == expression_uri)
            query = query.where(ComparisonRow.items.any(holds))
        with Session(self._engine) as session:
            return tuple(comparison_of(row) for row in session.scalars(query))

    def edit(
        self, id: str, title: str, items: Iterable[ProvisionRef], *, etag: str | None
    ) -> Comparison:
        """The comparison with this title and these provisions; readings stay.

        A provision that is no longer held may stay, but cannot be added.

        Raises:
            NoteNotFound: there is no such comparison.
            StaleEdit: it was changed since `etag` (None edits whatever is there).
            BadContent: a provision that has readings is left out, or a field is not of its form.
            ProvisionGone: a provision that is added is not held.
        """
        title, kept = clean_title(title), clean_items(items)
        held = self.get(id).items
        self._check_held(ref for ref in kept if ref not in held)

        def change(comparison: Comparison) -> Comparison:
            _check_no_reading_lost(comparison, kept)
            return replace(comparison, title=title, items=kept)

        return self._change(id, etag, change)

    def delete(self, id: str, *, etag: str | None) -> None:
        """Remove the comparison with its readings; its id stays taken.

        Raises:
            NoteNotFound: there is no such comparison.
            StaleEdit: it was changed since.
        """
        with self._opened(id, etag) as (session, row):
            session.delete(row)
            session.add(TombstoneRow(id=id, kind="comparison", deleted=self._now()))

    def add_reading(self, id: str, draft: ReadingDraft, *, etag: str | None) -> Comparison:
        """The comparison with one more reading, the last in `readings`.

        Raises:
            NoteNotFound, StaleEdit: as for `edit`.
            ProvisionGone, QuoteNotFound: the evidence is not in the provision.
            BadContent: the provision is not compared, or a field is not of its form; TooLong.
        """
        reading = _reading(str(uuid.uuid4()), self._checked(draft))

        def change(comparison: Comparison) -> Comparison:
            check_compared(draft.ref, comparison.items)
            if len(comparison.readings) >= MAX_READINGS:
                raise TooLong("comparison", MAX_READINGS + 1, MAX_READINGS, "readings")
            return replace(comparison, readings=(*comparison.readings, reading))

        return self._change(id, etag, change)

    def edit_reading(
        self, id: str, reading_id: str, draft: ReadingDraft, *, etag: str | None
    ) -> Comparison:
        """The comparison with another text of one reading.

        Raises:
            As `add_reading`; NoteNotFound also when there is no such reading.
        """
        before = reading_draft(_reading_of(self.get(id), reading_id))
        same_evidence = (draft.ref, draft.evidence) == (before.ref, before.evidence)
        reading = _reading(
            reading_id, clean_reading(draft) if same_evidence else self._checked(draft)
        )

        def change(comparison: Comparison) -> Comparison:
            _reading_of(comparison, reading_id)
            check_compared(draft.ref, comparison.items)
            kept = (reading if r.id == reading_id else r for r in comparison.readings)
            return replace(comparison, readings=tuple(kept))

        return self._change(id, etag, change)

    def delete_reading(self, id: str, reading_id: str, *, etag: str | None) -> Comparison:
        """The comparison without one reading.

        Raises:
            NoteNotFound: there is no such comparison or reading.
            StaleEdit: the comparison was changed since.
        """

        def change(comparison: Comparison) -> Comparison:
            _reading_of(comparison, reading_id)
            kept = tuple(r for r in comparison.readings if r.id != reading_id)
            return replace(comparison, readings=kept)

        return self._change(id, etag, change)

    def import_comparisons(
        self, comparisons: Iterable[Comparison], *, revive: bool = False
    ) -> ImportReport:
        """Take in all the comparisons, or none; the newer copy wins.

        Raises:
            BadImport: one cannot be kept; names it.
        """
        ready = clean_comparisons(comparisons)
        with writing(self._engine, "comparison") as session:
            return merge_comparisons(session, ready, self._now(), revive=revive)

    # -- steps --------------------------------------------------------------------------------

    def _check_held(self, refs: Iterable[ProvisionRef]) -> None:
        for ref in refs:
            if self._find_provision(ref.expression_uri, ref.eid) is None:
                raise ProvisionGone(ref.expression_uri, ref.eid)

    def _checked(self, draft: ReadingDraft) -> ReadingDraft:
        """The reading, its evidence in the provision's own words."""
        clean = clean_reading(draft)
        if not clean.evidence.strip():
            return replace(clean, evidence="")
        check_words("evidence", clean.evidence, MAX_QUOTE)
        ref = clean.ref
        provision = self._find_provision(ref.expression_uri, ref.eid)
        if provision is None:
            raise ProvisionGone(ref.expression_uri, ref.eid)
        places = locate(provision.text, TextQuoteSelector(clean.evidence))
        if not places:
            raise QuoteNotFound(clean.evidence, ref.eid)
        return replace(clean, evidence=provision.text[places[0].start : places[0].end])

    def _change(self, id: str, etag: str | None, change: Change) -> Comparison:
        with self._opened(id, etag) as (session, row):
            before = comparison_of(row)
            changed = change(before)
            if changed == before:
                return before
            fill_comparison(row, replace(changed, modified=after(before.modified, self._now())))
            session.flush()
            return comparison_of(row)

    @contextmanager
    def _opened(self, id: str, etag: str | None) -> Iterator[tuple[Session, ComparisonRow]]:
        with writing(self._engine, "comparison") as session:
            row = _row(session, id)
            if etag is not None and etag != comparison_of(row).etag:
                raise StaleEdit("comparison")
            yield session, row


def clean_comparisons(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """The comparisons of a file as they are kept.

    Raises:
        BadImport: one cannot be kept; names it.
    """
    ready = []
    for index, comparison in enumerate(comparisons):
        try:
            ready.append(clean_comparison(comparison))
        except AskerError as error:
            raise BadImport(f"comparison: {error}", index) from error
    return ready


def _row(session: Session, id: str) -> ComparisonRow:
    row = session.get(ComparisonRow, id)
    if row is None:
        raise NoteNotFound("comparison", id)
    return row


def _reading(id: str, draft: ReadingDraft) -> Reading:
    return Reading(id, draft.by, draft.ref, draft.side, draft.text, draft.evidence, draft.weight)


def _reading_of(comparison: Comparison, reading_id: str) -> Reading:
    for reading in comparison.readings:
        if reading.id == reading_id:
            return reading
    raise NoteNotFound("reading", reading_id)


def _check_no_reading_lost(comparison: Comparison, kept: tuple[ProvisionRef, ...]) -> None:
    for ref in comparison.items:
        readings = comparison.readings_of(ref)
        if ref not in kept and readings:
            raise BadContent(
                "provisions",
                f"{ref.eid} has {len(readings)} reading(s); delete them before you take it out.",
            )
