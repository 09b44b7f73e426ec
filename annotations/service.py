"""Writing and finding notes.

Every note is checked against the words it stands on, every change needs the version it was made
from, and every change tells `on_change` in its own transaction, so that the search index can
follow and a crash between the two loses nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Engine, Select, func, or_, select
from sqlalchemy.orm import Session

from annotations.anchoring import Anchor, anchor, target_of
from annotations.checks import (
    MAX_ADDRESS,
    MAX_NAME,
    check_target,
    clean_annotation,
    clean_content,
    clean_label,
)
from annotations.comparisons import ComparisonService
from annotations.errors import (
    BadContent,
    BadImport,
    NoteNotFound,
    ProvisionGone,
    QuoteNotFound,
    StaleEdit,
)
from annotations.merging import ImportReport, merge_annotations
from annotations.model import (
    Annotation,
    Content,
    Motivation,
    Selection,
    Side,
    Target,
)
from annotations.rows import annotation_of, fill_annotation, fold
from annotations.tables import AnnotationRow, TagRow, TombstoneRow
from annotations.transactions import after, utc_now, writing
from corpus.errors import AskerError
from corpus.model import ExpressionKind, Provision

FindProvision = Callable[[str, str], Provision | None]
"""Gives the provision of an expression URI and an eId, or None."""

OnChange = Callable[[Session, str], None]
"""Told the expression URI whose notes changed, in the transaction that changes them."""

_Row = TypeVar("_Row")

_BARE = (Motivation.HIGHLIGHTING, Motivation.BOOKMARKING)
"""Motivations whose notes say something without a word of text."""


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """Which notes to find; every field that is set must hold."""

    work_uri: str = ""
    """Notes on any text of an instrument."""
    expression_uri: str = ""
    eid: str = ""
    """Notes on exactly this provision."""
    within: str = ""
    """Notes on this provision or one inside it."""
    tag: str = ""
    """Letter case does not matter."""
    side: Side | None = None
    motivation: Motivation | None = None
    text: str = ""
    """Words that must all occur in the note, its quotation or its tags, in any letter case."""
    creator: str = ""
    kind: ExpressionKind | None = None
    """Notes written on official texts, or on digests."""


EVERYTHING = NoteFilter()
"""Passes every note."""


class AnnotationService:
    """The notes of one database.  Cheap, and safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        find_provision: FindProvision,
        on_change: OnChange,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._find_provision = find_provision
        self._on_change = on_change
        self._now = now
        self.comparisons = ComparisonService(engine, find_provision, now)

    # -- writing ------------------------------------------------------------------------------

    def create(
        self, selection: Selection, content: Content, *, creator: str = "", creator_id: str = ""
    ) -> Annotation:
        """The new note, kept.

        Raises:
            ProvisionGone: the selection's text or provision is not held.
            QuoteNotFound: the selected words are not in it, or not in one place (QuoteAmbiguous).
            BadContent: the content is empty or not of its form; TooLong: it is too long.
        """
        now = self._now()
        note = Annotation(
            id=str(uuid.uuid4()),
            target=self._resolve(selection),
            creator=clean_label("creator", creator, MAX_NAME),
            creator_id=clean_label("creator's address", creator_id, MAX_ADDRESS),
            created=now,
            modified=now,
        ).with_content(_written(content))
        with writing(self._engine, "note") as session:
            session.add(row := fill_annotation(AnnotationRow(), note))
            session.flush()
            self._on_change(session, note.target.expression_uri)
            return annotation_of(row)

    def edit(self, id: str, content: Content, *, etag: str | None) -> Annotation:
        """The note with this content in place of its own, on the same words.

        `etag` is that of the note the reader saw; None edits whatever is there.

        Raises:
            NoteNotFound: there is no such note.
            StaleEdit: it was changed since.
            BadContent: the content is empty or not of its form; TooLong: it is too long.
        """
        content = _written(content)
        return self._change(id, etag, lambda note: note.with_content(content))

    def reattach(self, id: str, selection: Selection, *, etag: str | None) -> Annotation:
        """The note on other words, chosen by a person.

        Raises:
            NoteNotFound: there is no such note.
            StaleEdit: it was changed since.
            ProvisionGone, QuoteNotFound, BadContent: as for `create`.
        """
        target = self._resolve(selection)
        return self._change(id, etag, lambda note: replace(note, target=target))

    def delete(self, id: str, *, etag: str | None) -> None:
        """Remove the note; its id stays taken.

        Raises:
            NoteNotFound: there is no such note.
            StaleEdit: it was changed since.
        """
        with self._opened(id, etag) as (session, row):
            session.delete(row)
            session.add(TombstoneRow(id=id, kind="annotation", deleted=self._now()))
            session.flush()
            self._on_change(session, row.expression_uri)

    def import_annotations(
        self, notes: Iterable[Annotation], *, revive: bool = False
    ) -> ImportReport:
        """Take in all the notes, or none; the newer copy of a note wins.

        A note whose words are not held here is taken in too, and will show as orphaned or
        changed.  Notes deleted here stay deleted unless `revive`.

        Raises:
            BadImport: an item cannot be kept; names it.
        """
        ready = [self._ready(index, note) for index, note in enumerate(notes)]
        with writing(self._engine, "note") as session:
            report = merge_annotations(session, ready, self._now(), revive=revive)
            for uri in sorted(report.expressions):
                self._on_change(session, uri)
        return report

    # -- reading ------------------------------------------------------------------------------

    def get(self, id: str) -> Annotation:
        """One note.

        Raises:
            NoteNotFound: there is none of that id.
        """
        with Session(self._engine) as session:
            return annotation_of(_row(session, id))

    def is_deleted(self, id: str) -> bool:
        """Whether a note of that id was here once (HTTP 410 rather than 404)."""
        with Session(self._engine) as session:
            return session.get(TombstoneRow, id) is not None

    def anchor(self, note: Annotation) -> Anchor:
        """Where the note stands in its own provision now."""
        target = note.target
        return anchor(note, self._find_provision(target.expression_uri, target.eid))

    def find(
        self, wanted: NoteFilter = EVERYTHING, *, limit: int | None = 100, offset: int = 0
    ) -> tuple[Annotation, ...]:
        """The notes that pass the filter, last changed first; `limit=None` gives all."""
        query = _filtered(select(AnnotationRow), wanted)
        query = query.order_by(AnnotationRow.modified.desc(), AnnotationRow.id)
        with Session(self._engine) as session:
            rows = session.scalars(query.limit(limit).offset(offset))
            return tuple(annotation_of(row) for row in rows)

    def count(self, wanted: NoteFilter = EVERYTHING) -> int:
        """How many notes pass the filter."""
        with Session(self._engine) as session:
            return session.scalar(_filtered(select(func.count(AnnotationRow.id)), wanted)) or 0

    def counts_by_eid(self, expression_uri: str) -> dict[str, int]:
        """How many notes each provision of a text has; provisions without notes are left out."""
        query = select(AnnotationRow.eid, func.count()).where(
            AnnotationRow.expression_uri == expression_uri
        )
        with Session(self._engine) as session:
            found = session.execute(query.group_by(AnnotationRow.eid))
            return {eid: number for eid, number in found}  # noqa: C416 (rows are not pairs to mypy)

    def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with how many notes have it, the commonest first.

        Tags that differ only in letter case count as one, under the spelling that sorts first.
        """
        number = func.count()
        query = (
            select(func.min(TagRow.tag), number)
            .group_by(TagRow.folded)
            .order_by(number.desc(), TagRow.folded)
        )
        with Session(self._engine) as session:
            return tuple((tag, count) for tag, count in session.execute(query))

    # -- steps --------------------------------------------------------------------------------

    def _resolve(self, selection: Selection) -> Target:
        check_target(Target(selection.expression_uri, selection.eid))
        provision = self._find_provision(selection.expression_uri, selection.eid)
        if provision is None:
            raise ProvisionGone(selection.expression_uri, selection.eid)
        return target_of(selection, provision)

    def _change(
        self, id: str, etag: str | None, change: Callable[[Annotation], Annotation]
    ) -> Annotation:
        with self._opened(id, etag) as (session, row):
            before = annotation_of(row)
            changed = change(before)
            if changed == before:
                return before
            fill_annotation(row, replace(changed, modified=after(before.modified, self._now())))
            session.flush()
            for uri in {before.target.expression_uri, changed.target.expression_uri}:
                self._on_change(session, uri)
            return annotation_of(row)

    @contextmanager
    def _opened(self, id: str, etag: str | None) -> Iterator[tuple[Session, AnnotationRow]]:
        with writing(self._engine, "note") as session:
            row = _row(session, id)
            if etag is not None and etag != annotation_of(row).etag:
                raise StaleEdit("note")
            yield session, row

    def _ready(self, index: int, note: Annotation) -> Annotation:
        try:
            return self._completed(clean_annotation(note))
        except AskerError as error:
            raise BadImport(str(error), index) from error

    def _completed(self, note: Annotation) -> Annotation:
        """The note with hash, quotation and position filled in from the text, if they are missing.

        Another program's positions may count differently, so its quotation decides.
        """
        target = note.target
        if target.text_hash and (target.quote or not target.position):
            return note
        provision = self._find_provision(target.expression_uri, target.eid)
        if provision is not None:
            try:
                return replace(note, target=target_of(_selection(target), provision))
            except QuoteNotFound:
                return note
        if target.position and not target.quote:
            raise BadContent("quotation", "It gives a position without the words that stood there.")
        return note


def _written(content: Content) -> Content:
    clean = clean_content(content)
    empty = not (clean.text or clean.tags or clean.side)
    if empty and clean.motivation not in _BARE:
        raise BadContent("note", "The note is empty; write something, tag it, or choose a side.")
    return clean


def _selection(target: Target) -> Selection:
    quote, position = target.quote, target.position
    return Selection(
        target.expression_uri,
        target.eid,
        exact=quote.exact if quote else "",
        prefix=quote.prefix if quote else "",
        suffix=quote.suffix if quote else "",
        start=position.start if position else None,
        end=position.end if position else None,
    )


def _row(session: Session, id: str) -> AnnotationRow:
    row = session.get(AnnotationRow, id)
    if row is None:
        raise NoteNotFound("note", id)
    return row


def _filtered(query: Select[_Row], wanted: NoteFilter) -> Select[_Row]:
    return query.where(*_conditions(wanted))


def _conditions(wanted: NoteFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("work_uri", "expression_uri", "eid", "creator"):
        if value := getattr(wanted, name):
            yield getattr(AnnotationRow, name) == value
    if wanted.side:
        yield AnnotationRow.side == wanted.side.value
    if wanted.motivation:
        yield AnnotationRow.motivation == wanted.motivation.value
    if wanted.kind:
        yield AnnotationRow.expression_kind == wanted.kind.value
    if wanted.within:
        inside = AnnotationRow.eid.startswith(f"{wanted.within}__", autoescape=True)
        yield or_(AnnotationRow.eid == wanted.within, inside)
    if wanted.tag:
        tag = " ".join(fold(wanted.tag).split())
        yield AnnotationRow.tags.any(TagRow.folded == tag)
    for word in fold(wanted.text).split():
        yield AnnotationRow.folded.contains(word, autoescape=True)
