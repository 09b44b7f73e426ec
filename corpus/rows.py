"""Between the frozen values of `corpus.model` and the rows of `corpus.tables`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sqlalchemy import RowMapping

from corpus.model import (
    AmendmentNote,
    Expression,
    IngestedExpression,
    Instrument,
    Provision,
    ProvisionKind,
    Region,
)
from corpus.plain import from_plain, to_plain
from corpus.tables import (
    AmendmentRow,
    CorpusBase,
    ExpressionRow,
    InstrumentRow,
    ProvisionRow,
    RemarkRow,
    TaggingRow,
    UnreadRow,
)
from corpus.tagging import Tagging

_OWN_INSTRUMENT_COLUMNS = ("slug", "title", "type", "work_uri")
_OWN_EXPRESSION_COLUMNS = ("uri", "instrument", "kind", "date", "sha256", "text")
EXPRESSION_FACTS = (
    ExpressionRow.uri,
    ExpressionRow.instrument,
    ExpressionRow.kind,
    ExpressionRow.date,
    ExpressionRow.sha256,
    ExpressionRow.facts,
)


def instrument_row(instrument: Instrument) -> InstrumentRow:
    """The row of an instrument."""
    facts = to_plain(instrument)
    own = {name: facts.pop(name) for name in _OWN_INSTRUMENT_COLUMNS}
    return InstrumentRow(**own, facts=facts)


def instrument(row: InstrumentRow) -> Instrument:
    """The instrument of a row."""
    own = {name: getattr(row, name) for name in _OWN_INSTRUMENT_COLUMNS}
    return from_plain(Instrument, {**own, **row.facts})


def expression_row(expression: Expression) -> ExpressionRow:
    """The row of an expression, with its text."""
    facts = to_plain(expression)
    own = {name: facts.pop(name) for name in _OWN_EXPRESSION_COLUMNS}
    return ExpressionRow(**own, facts=facts)


def expression(row: ExpressionRow) -> Expression:
    """The expression of a row, with its text."""
    own = {name: getattr(row, name) for name in _OWN_EXPRESSION_COLUMNS}
    return from_plain(Expression, {**own, **row.facts})


def without_text(row: RowMapping) -> Expression:
    """The expression of a row that was read without its text."""
    own = {name: row[name] for name in _OWN_EXPRESSION_COLUMNS if name != "text"}
    return from_plain(Expression, {**own, "text": "", **row["facts"]})


def content_rows(ingested: IngestedExpression) -> Iterator[CorpusBase]:
    """The rows of everything that was drawn from one file."""
    uri = ingested.expression.uri
    for position, provision in enumerate(ingested.provisions):
        yield _provision_row(uri, position, provision)
    for note in ingested.amendments:
        yield AmendmentRow(expression=uri, **to_plain(note))
    for remark in ingested.remarks:
        yield RemarkRow(expression=uri, **to_plain(remark))
    for unread in ingested.unread:
        yield UnreadRow(expression=uri, **to_plain(unread))
    for tagging in ingested.taggings:
        yield tagging_row(uri, tagging)


def tagging_row(uri: str, tagging: Tagging) -> TaggingRow:
    """The row of one provision's tags."""
    return TaggingRow(
        expression=uri,
        eid=tagging.eid,
        orientation=tagging.orientation.value,
        tags=to_plain(tagging),
    )


def amendment(row: AmendmentRow) -> AmendmentNote:
    """The amendment note of a row."""
    names = (f.name for f in dataclasses.fields(AmendmentNote))
    return AmendmentNote(**{name: getattr(row, name) for name in names})


def _provision_row(uri: str, position: int, provision: Provision) -> ProvisionRow:
    plain = to_plain(provision)
    doubts, regions = plain.pop("doubts"), plain.pop("regions")
    reading = {"doubts": doubts, "regions": [list(r.values()) for r in regions]}
    return ProvisionRow(
        expression=uri,
        position=position,
        reading=reading if doubts or regions else None,
        **plain,
    )


def provision(row: ProvisionRow) -> Provision:
    """The provision of a row."""
    reading = row.reading or {"doubts": [], "regions": []}
    return Provision(
        eid=row.eid,
        kind=ProvisionKind(row.kind),
        num=row.num,
        heading=row.heading,
        text=row.text,
        parent=row.parent,
        page=row.page,
        start=row.start,
        end=row.end,
        confidence=row.confidence,
        doubts=tuple(reading["doubts"]),
        regions=tuple(Region(*numbers) for numbers in reading["regions"]),
    )
