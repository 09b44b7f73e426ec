"""Rows to values and back; the only code that knows both."""

from __future__ import annotations

import unicodedata

from annotations.model import (
    Annotation,
    Comparison,
    Motivation,
    ProvisionRef,
    Reading,
    Side,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)
from annotations.tables import (
    AnnotationRow,
    ComparisonItemRow,
    ComparisonRow,
    ReadingRow,
    TagRow,
)


def fold(text: str) -> str:
    """The text as filters compare it: Unicode NFC, letter case ignored."""
    return unicodedata.normalize("NFC", text).casefold()


def fill_annotation(row: AnnotationRow, note: Annotation) -> AnnotationRow:
    """Write the note into its row, all but the version, which the database counts."""
    row.id = note.id
    row.motivation = note.motivation.value
    row.side = note.side.value if note.side else None
    row.text = note.text
    row.language = note.language
    row.creator = note.creator
    row.creator_id = note.creator_id
    row.created = note.created
    row.modified = note.modified
    row.via = note.via
    _fill_target(row, note.target)
    row.folded = fold("\n".join((note.text, row.exact or "", *note.tags)))
    row.tags[:] = [
        TagRow(annotation=note.id, position=position, tag=tag, folded=fold(tag))
        for position, tag in enumerate(note.tags)
    ]
    return row


def annotation_of(row: AnnotationRow) -> Annotation:
    """The note in the row."""
    return Annotation(
        id=row.id,
        target=_target(row),
        motivation=Motivation(row.motivation),
        text=row.text,
        tags=tuple(tag.tag for tag in row.tags),
        side=Side(row.side) if row.side else None,
        language=row.language,
        creator=row.creator,
        creator_id=row.creator_id,
        created=row.created,
        modified=row.modified,
        via=row.via,
        version=row.version,
    )


def fill_comparison(row: ComparisonRow, comparison: Comparison) -> ComparisonRow:
    """Write the comparison into its row, all but the version."""
    row.id = comparison.id
    row.title = comparison.title
    row.created = comparison.created
    row.modified = comparison.modified
    row.items[:] = [
        ComparisonItemRow(comparison=comparison.id, position=position, **_ref_columns(ref))
        for position, ref in enumerate(comparison.items)
    ]
    row.readings[:] = [
        _reading_row(comparison.id, position, reading)
        for position, reading in enumerate(comparison.readings)
    ]
    return row


def comparison_of(row: ComparisonRow) -> Comparison:
    """The comparison in the row."""
    return Comparison(
        id=row.id,
        title=row.title,
        items=tuple(_ref(item) for item in row.items),
        readings=tuple(_reading(reading) for reading in row.readings),
        created=row.created,
        modified=row.modified,
        version=row.version,
    )


def _fill_target(row: AnnotationRow, target: Target) -> None:
    row.expression_uri = target.expression_uri
    row.expression_kind = target.expression_kind.value
    row.work_uri = target.work_uri
    row.eid = target.eid
    row.text_hash = target.text_hash
    row.exact = target.quote.exact if target.quote else None
    row.prefix = target.quote.prefix if target.quote else ""
    row.suffix = target.quote.suffix if target.quote else ""
    row.start = target.position.start if target.position else None
    row.end = target.position.end if target.position else None


def _target(row: AnnotationRow) -> Target:
    quote = None if row.exact is None else TextQuoteSelector(row.exact, row.prefix, row.suffix)
    position = None
    if row.start is not None and row.end is not None:
        position = TextPositionSelector(row.start, row.end)
    return Target(row.expression_uri, row.eid, row.text_hash, quote, position)


def _ref_columns(ref: ProvisionRef) -> dict[str, str]:
    return {
        "instrument": ref.instrument,
        "eid": ref.eid,
        "expression_uri": ref.expression_uri,
    }


def _ref(row: ComparisonItemRow | ReadingRow) -> ProvisionRef:
    return ProvisionRef(row.instrument, row.eid, row.expression_uri)


def _reading_row(comparison: str, position: int, reading: Reading) -> ReadingRow:
    return ReadingRow(
        comparison=comparison,
        position=position,
        id=reading.id,
        by=reading.by,
        side=reading.side.value,
        text=reading.text,
        evidence=reading.evidence,
        weight=reading.weight,
        **_ref_columns(reading.ref),
    )


def _reading(row: ReadingRow) -> Reading:
    return Reading(
        id=row.id,
        by=row.by,
        ref=_ref(row),
        side=Side(row.side),
        text=row.text,
        evidence=row.evidence,
        weight=row.weight,
    )
