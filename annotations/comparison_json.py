"""Comparisons as plain JSON, out and in.

No W3C model covers provisions side by side with readings, so the shape is ours: the fields of
`annotations.model`, times as in JSON-LD.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from annotations.errors import BadImport
from annotations.fields import Json, many, object_of, text_of, time_of, time_text, whole_number
from annotations.model import UNDATED, Comparison, ProvisionRef, Reading, Side

FORMAT_VERSION = 1


def comparisons_to_json(comparisons: Iterable[Comparison]) -> Json:
    """The comparisons with their readings, ready for `json.dumps`."""
    return {
        "version": FORMAT_VERSION,
        "comparisons": [_comparison_to_json(comparison) for comparison in comparisons],
    }


def read_comparisons(document: object) -> tuple[Comparison, ...]:
    """The comparisons of a document that `comparisons_to_json` made.

    Raises:
        BadImport: the document or one of its comparisons cannot be read; names it.
    """
    fields = object_of(document, "The document")
    if fields.get("version") != FORMAT_VERSION:
        raise BadImport(
            f"The comparisons are of version {fields.get('version')!r}; "
            f"this Mizan reads version {FORMAT_VERSION}."
        )
    comparisons = []
    for index, item in enumerate(many(fields.get("comparisons"))):
        try:
            comparisons.append(_read_comparison(object_of(item, "it")))
        except BadImport as error:
            raise BadImport(f"comparison: {error.reason}", index) from error
    return tuple(comparisons)


def _comparison_to_json(comparison: Comparison) -> Json:
    return {
        "id": comparison.id,
        "title": comparison.title,
        "created": time_text(comparison.created),
        "modified": time_text(comparison.modified),
        "items": [_ref_to_json(ref) for ref in comparison.items],
        "readings": [_reading_to_json(reading) for reading in comparison.readings],
    }


def _reading_to_json(reading: Reading) -> Json:
    return {
        "id": reading.id,
        "by": reading.by,
        "provision": _ref_to_json(reading.ref),
        "side": reading.side.value,
        "text": reading.text,
        "evidence": reading.evidence,
        "weight": reading.weight,
    }


def _ref_to_json(ref: ProvisionRef) -> Json:
    return {"instrument": ref.instrument, "eid": ref.eid, "expression": ref.expression_uri}


def _read_comparison(fields: Json) -> Comparison:
    created, modified = time_of(fields, "created"), time_of(fields, "modified")
    return Comparison(
        id=_read_id(fields),
        title=text_of(fields, "title", required=True),
        items=tuple(_read_ref(item) for item in many(fields.get("items"))),
        readings=tuple(_read_reading(item) for item in many(fields.get("readings"))),
        created=created or modified or UNDATED,
        modified=modified or created or UNDATED,
    )


def _read_reading(item: object) -> Reading:
    fields = object_of(item, "its reading")
    side = text_of(fields, "side", required=True)
    if side not in list(Side):
        raise BadImport(f"a reading's side is {side[:40]!r}; it is {' or '.join(Side)}.")
    return Reading(
        id=_read_id(fields),
        by=text_of(fields, "by", required=True),
        ref=_read_ref(fields.get("provision")),
        side=Side(side),
        text=text_of(fields, "text", required=True),
        evidence=text_of(fields, "evidence"),
        weight=whole_number(fields, "weight"),
    )


def _read_ref(item: object) -> ProvisionRef:
    fields = object_of(item, "its provision")
    return ProvisionRef(
        instrument=text_of(fields, "instrument", required=True),
        eid=text_of(fields, "eid", required=True),
        expression_uri=text_of(fields, "expression", required=True),
    )


def _read_id(fields: Json) -> str:
    id = text_of(fields, "id", required=True)
    try:
        return str(uuid.UUID(id))
    except ValueError as error:
        raise BadImport(f"the id {id[:80]!r} is not a UUID.") from error
