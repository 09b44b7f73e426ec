"""Taking in notes and comparisons that were written elsewhere, or earlier here.

The id tells what is the same, and the newer `modified` wins; so taking in one file twice changes
nothing the second time.  What was deleted here stays deleted unless the caller says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.orm import Session

from annotations.model import UNDATED, Annotation, Comparison
from annotations.rows import fill_annotation, fill_comparison
from annotations.tables import AnnotationRow, ComparisonRow, TombstoneRow

_Item = TypeVar("_Item", Annotation, Comparison)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in counts."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    """Items left out because they had been deleted here."""
    expressions: frozenset[str] = frozenset()
    """Addresses of the texts whose notes changed."""

    @property
    def total(self) -> int:
        """How many items the file held."""
        return self.added + self.updated + self.unchanged + self.deleted

    def count(self, outcome: str, expressions: Iterable[str] = ()) -> ImportReport:
        """The report with one more of that outcome."""
        touched = self.expressions if outcome in _QUIET else self.expressions | set(expressions)
        value: int = getattr(self, outcome) + 1
        return replace(self, expressions=touched, **{outcome: value})


_QUIET = ("unchanged", "deleted")


def merge_annotations(
    session: Session, notes: Iterable[Annotation], now: datetime, *, revive: bool = False
) -> ImportReport:
    """Add the notes that are new and replace those that are older here.

    With `revive`, notes that were deleted here come back.
    """
    report = ImportReport()
    for note in notes:
        outcome = _merge_annotation(session, note, now, revive)
        report = report.count(outcome, [note.target.expression_uri])
    return report


def merge_comparisons(
    session: Session, comparisons: Iterable[Comparison], now: datetime, *, revive: bool = False
) -> ImportReport:
    """Add the comparisons that are new and replace those that are older here, with readings."""
    report = ImportReport()
    for comparison in comparisons:
        report = report.count(_merge_comparison(session, comparison, now, revive))
    return report


def _merge_annotation(session: Session, note: Annotation, now: datetime, revive: bool) -> str:
    row = session.get(AnnotationRow, note.id)
    if row is None:
        if _stays_deleted(session, note.id, revive):
            return "deleted"
        session.add(fill_annotation(AnnotationRow(), _dated(note, now)))
    elif note.modified <= row.modified:
        return "unchanged"
    else:
        fill_annotation(row, note)
    session.flush()
    return "added" if row is None else "updated"


def _merge_comparison(session: Session, item: Comparison, now: datetime, revive: bool) -> str:
    row = session.get(ComparisonRow, item.id)
    if row is None:
        if _stays_deleted(session, item.id, revive):
            return "deleted"
        session.add(fill_comparison(ComparisonRow(), _dated(item, now)))
    elif item.modified <= row.modified:
        return "unchanged"
    else:
        fill_comparison(row, item)
    session.flush()
    return "added" if row is None else "updated"


def _stays_deleted(session: Session, id: str, revive: bool) -> bool:
    if revive:
        session.execute(delete(TombstoneRow).where(TombstoneRow.id == id))
        return False
    return session.get(TombstoneRow, id) is not None


def _dated(item: _Item, now: datetime) -> _Item:
    """The item with the time of the import where it states none."""
    created = now if item.created == UNDATED else item.created
    modified = created if item.modified == UNDATED else item.modified
    return replace(item, created=created, modified=modified)
