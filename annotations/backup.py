"""Everything that cannot be rebuilt, in one file, and back.

A backup holds the notes (W3C JSON-LD), the comparisons, the ids of what was deleted, and the
files that readers brought in.  Restoring checks the whole file first, then changes the database
in one transaction.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from annotations.archive import Archive, open_archive, write_archive
from annotations.checks import clean_annotation
from annotations.comparison_json import comparisons_to_json, read_comparisons
from annotations.comparisons import clean_comparisons
from annotations.errors import BadBackup, BadImport
from annotations.fields import (
    Json,
    many,
    object_of,
    parse_json,
    text_of,
    time_of,
    time_text,
    whole_number,
)
from annotations.jsonld import export, read_document
from annotations.merging import ImportReport, merge_annotations, merge_comparisons
from annotations.model import UNDATED, Annotation, Comparison
from annotations.rows import annotation_of, comparison_of
from annotations.service import OnChange
from annotations.tables import (
    AnnotationRow,
    ComparisonItemRow,
    ComparisonRow,
    ReadingRow,
    TagRow,
    TombstoneRow,
)
from annotations.transactions import snapshot, utc_now, writing
from corpus.errors import AskerError

NOTES = "annotations.jsonld"
COMPARISONS = "comparisons.json"
DELETED = "deleted.json"

# Children before parents, for databases that check each statement.
_EMPTIED = (TagRow, AnnotationRow, ReadingRow, ComparisonItemRow, ComparisonRow, TombstoneRow)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, in counts, and the bytes of its file."""

    path: Path
    annotations: int
    comparisons: int
    originals: int
    size: int


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did."""

    annotations: ImportReport
    comparisons: ImportReport
    originals_added: int
    originals_kept: int
    """Files that were here already under the same name, and stayed."""


@dataclass(frozen=True, slots=True)
class _Deleted:
    id: str
    kind: str
    when: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database part of a backup holds."""

    notes: list[Annotation]
    comparisons: list[Comparison]
    deleted: list[_Deleted]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "annotations": len(self.notes),
            "comparisons": len(self.comparisons),
            "deleted": len(self.deleted),
        }


def backup(
    engine: Engine,
    originals: Path | None,
    path: Path,
    *,
    now: Callable[[], datetime] = utc_now,
) -> BackupReport:
    """Write everything that cannot be rebuilt into one file, in the place of one of that name.

    `originals` is the folder of the files that readers brought in; None leaves them out.
    Notes written meanwhile are in it whole or not at all.

    Raises:
        BadBackup: the file cannot be written, or an original cannot be read.
    """
    with snapshot(engine) as session:
        kept = _read_all(session)
    files = list(_files(originals, path))
    counts = {**kept.counts, "originals": len(files)}
    texts = {
        NOTES: _dump(export(kept.notes)),
        COMPARISONS: _dump(comparisons_to_json(kept.comparisons)),
        DELETED: _dump({"deleted": [_deleted_to_json(item) for item in kept.deleted]}),
    }
    write_archive(path, texts, files, {"created": time_text(now()), "counts": counts})
    return BackupReport(
        path, len(kept.notes), len(kept.comparisons), len(files), path.stat().st_size
    )


def restore(
    engine: Engine,
    originals: Path | None,
    path: Path,
    *,
    on_change: OnChange,
    replace: bool = False,
    now: Callable[[], datetime] = utc_now,
) -> RestoreReport:
    """Bring back what a backup holds.

    By default it is merged with what is here: the newer copy of a note wins, nothing is lost,
    and what was deleted here stays deleted.  With `replace`, notes and comparisons become those
    of the backup and no others; originals are never removed.

    Raises:
        BadBackup: the file is no backup, is damaged, is of another version, or does not fit on
            the disk; nothing was changed.
    """
    with open_archive(path) as archive:
        kept = _read_kept(path, archive)
        _check_space(path, archive, originals)
        with _staged(path, archive, originals) as staging, writing(engine, "note") as session:
            reports = _restore_rows(session, kept, on_change, now(), replace)
            added = _place(archive.originals, staging, originals, replace)
    return RestoreReport(*reports, added, len(archive.originals) - added if originals else 0)


# -- writing ----------------------------------------------------------------------------------


def _read_all(session: Session) -> _Kept:
    notes = session.scalars(select(AnnotationRow).order_by(AnnotationRow.id))
    comparisons = session.scalars(select(ComparisonRow).order_by(ComparisonRow.id))
    deleted = session.scalars(select(TombstoneRow).order_by(TombstoneRow.id))
    return _Kept(
        [annotation_of(row) for row in notes],
        [comparison_of(row) for row in comparisons],
        [_Deleted(row.id, row.kind, row.deleted) for row in deleted],
    )


def _files(folder: Path | None, backup_path: Path) -> Iterator[tuple[str, Path]]:
    """The plain files of a folder by their names in it; a link could lead anywhere."""
    if folder is None:
        return
    itself = backup_path.resolve()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if file.is_file() and not file.is_symlink() and not hidden and file.resolve() != itself:
            yield name, file


def _dump(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def _deleted_to_json(item: _Deleted) -> Json:
    return {"id": item.id, "kind": item.kind, "deleted": time_text(item.when)}


# -- reading ----------------------------------------------------------------------------------


def _read_kept(path: Path, archive: Archive) -> _Kept:
    """The notes and comparisons of a backup, every one checked."""
    try:
        kept = _Kept(
            list(_clean_notes(read_document(parse_json(archive.read(NOTES))))),
            clean_comparisons(read_comparisons(parse_json(archive.read(COMPARISONS)))),
            list(_read_deleted(parse_json(archive.read(DELETED)))),
        )
        _check_counts(archive.facts, kept)
    except BadImport as error:
        raise BadBackup(f"{path} cannot be restored: {error} Nothing was changed.") from error
    return kept


def _check_counts(facts: Json, kept: _Kept) -> None:
    counts = object_of(facts.get("counts"), "'counts'")
    for name, number in kept.counts.items():
        if whole_number(counts, name) != number:
            raise BadImport(f"it should hold {counts[name]} {name} and holds {number}.")


def _clean_notes(notes: Iterable[Annotation]) -> Iterator[Annotation]:
    for index, note in enumerate(notes):
        try:
            yield clean_annotation(note)
        except AskerError as error:
            raise BadImport(str(error), index) from error


def _read_deleted(document: object) -> Iterator[_Deleted]:
    for item in many(object_of(document, "The list of deleted ids").get("deleted")):
        fields = object_of(item, "a deleted id")
        kind = text_of(fields, "kind")
        try:
            id = str(uuid.UUID(text_of(fields, "id")))
        except ValueError as error:
            raise BadImport("a deleted id is not a UUID.") from error
        if kind not in ("annotation", "comparison"):
            raise BadImport(f"a deleted id is of the unknown kind {kind[:40]!r}.")
        yield _Deleted(id, kind, time_of(fields, "deleted") or UNDATED)


def _check_space(path: Path, archive: Archive, originals: Path | None) -> None:
    if originals is None:
        return
    originals.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(originals).free
    if archive.size > free:
        raise BadBackup(
            f"{path} unpacks to {archive.size:,} bytes and {originals} has {free:,} free; "
            "make room first. Nothing was changed."
        )


@contextmanager
def _staged(path: Path, archive: Archive, originals: Path | None) -> Iterator[Path | None]:
    """Every original, verified, in a folder beside its place; gone when the block ends."""
    staging = None if originals is None else originals / f".restoring-{uuid.uuid4()}"
    try:
        for name in archive.originals:
            archive.copy(name, None if staging is None else staging / name)
        yield staging
    except OSError as error:
        raise BadBackup(
            f"{path} cannot be restored: its files cannot be written to {originals} "
            f"({error.strerror or error})."
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _place(
    names: Iterable[str], staging: Path | None, originals: Path | None, overwrite: bool
) -> int:
    """Move the staged originals to their places; gives how many were not there already."""
    if staging is None or originals is None:
        return 0
    added = 0
    for name in names:
        place = originals / name
        if overwrite or not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / name, place)
            added += 1
    return added


def _restore_rows(
    session: Session, kept: _Kept, on_change: OnChange, now: datetime, replace: bool
) -> tuple[ImportReport, ImportReport]:
    touched = _empty(session) if replace else frozenset()
    notes = merge_annotations(session, kept.notes, now)
    comparisons = merge_comparisons(session, kept.comparisons, now)
    for item in kept.deleted:
        if not _is_known(session, item):
            session.add(TombstoneRow(id=item.id, kind=item.kind, deleted=item.when))
            session.flush()
    for uri in sorted(notes.expressions | touched):
        on_change(session, uri)
    return notes, comparisons


def _empty(session: Session) -> frozenset[str]:
    """Remove everything; gives the addresses of the texts that had notes."""
    touched = frozenset(session.scalars(select(AnnotationRow.expression_uri).distinct()))
    for table in _EMPTIED:
        session.execute(delete(table))
    return touched


def _is_known(session: Session, item: _Deleted) -> bool:
    live = AnnotationRow if item.kind == "annotation" else ComparisonRow
    return any(session.get(table, item.id) is not None for table in (live, TombstoneRow))
