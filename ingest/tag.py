"""Text in, tags out: the only place where spaCy's documents become the model's values.

A `Tagger` is built once and used for many texts.  `tag_expression` first reads what the expression
defines for itself, so that its "Authority" is the body that it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from corpus.errors import BadFile
from corpus.model import Provision
from corpus.tagging import (
    EntityLabel,
    Mention,
    Orientation,
    Power,
    Span,
    Statement,
    StatementType,
    Tagging,
)
from ingest.nlp.components import TERMS, NameMatcher
from ingest.nlp.levelling import Levelled, level
from ingest.nlp.pipeline import build_nlp
from ingest.nlp.values import Found, Lean, Norm, Range
from ingest.tag_terms import defined_names
from ingest.tag_units import TagUnit, tag_units


@dataclass(frozen=True, slots=True)
class TextTags:
    """All tags of one piece of text.  Offsets are code points into the text as given."""

    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    orientation: Orientation
    orientation_rule: str
    orientation_evidence: Span | None
    codes: tuple[str, ...] = ()
    """The normalised bearer of each statement, empty where unknown."""


class Tagger:
    """Tags texts by the lexicon of one jurisdiction."""

    def __init__(self, jurisdiction: str = "pk") -> None:
        self.nlp = build_nlp(jurisdiction)

    def tag_text(self, text: str, heading: str | None = None) -> TextTags:
        """The tags of one unit: a subsection, a proviso, a definition, a sentence.

        The heading is no part of the text and gives no tag.
        """
        return self._tag(text, None)

    def tag_expression(self, provisions: Sequence[Provision]) -> tuple[Tagging, ...]:
        """The tags of every tagging unit, in the order of the provisions given.

        Units do not overlap, so no word is tagged twice.  Offsets are into the unit's own
        provision's `text`.
        """
        units = tag_units(provisions)
        terms = self._terms(units)
        return tuple(self._tag_unit(unit, terms) for unit in units)

    def _terms(self, units: Sequence[TagUnit]) -> NameMatcher | None:
        names = defined_names(units, self._entities_of)
        return NameMatcher(self.nlp, names, "entity.{label}.defined-here") if names else None

    def _entities_of(self, text: str) -> tuple[Found, ...]:
        doc = self.nlp(text, disable=["mizan_statements", "mizan_orientation"])
        found: tuple[Found, ...] = doc._.mizan_entities
        return found

    def _tag_unit(self, unit: TagUnit, terms: NameMatcher | None) -> Tagging:
        tags = self._tag(unit.text, terms)
        return Tagging(
            eid=unit.eid,
            mentions=tags.mentions,
            statements=tags.statements,
            orientation=tags.orientation,
            orientation_rule=tags.orientation_rule,
            orientation_evidence=tags.orientation_evidence,
            powers=_powers(unit.eid, tags),
        )

    def _tag(self, text: str, terms: NameMatcher | None) -> TextTags:
        levelled = level(text)
        doc = self.nlp.make_doc(levelled.text)
        if terms:
            doc.user_data[TERMS] = terms
        return _tags(levelled, self.nlp(doc))


def _tags(levelled: Levelled, doc: Doc) -> TextTags:
    norms: tuple[Norm, ...] = doc._.mizan_statements
    lean: Lean = doc._.mizan_orientation
    return TextTags(
        statements=tuple(_statement(levelled, norm) for norm in norms),
        mentions=tuple(_mention(levelled, found) for found in doc._.mizan_entities),
        orientation=Orientation(lean.orientation),
        orientation_rule=lean.rule,
        orientation_evidence=_span(levelled, lean.evidence),
        codes=tuple(norm.code for norm in norms),
    )


def _span(levelled: Levelled, place: Range | None) -> Span | None:
    return None if place is None else _sure_span(levelled, place)


def _sure_span(levelled: Levelled, place: Range) -> Span:
    start, end = levelled.back(place)
    return Span(levelled.source[start:end], start, end)


def _mention(levelled: Levelled, found: Found) -> Mention:
    return Mention(EntityLabel(found.label), _sure_span(levelled, found.range), found.rule)


def _statement(levelled: Levelled, norm: Norm) -> Statement:
    return Statement(
        type=StatementType(norm.type),
        trigger=_span(levelled, norm.trigger),
        bearer=_span(levelled, norm.bearer),
        action=_span(levelled, norm.action),
        rule=norm.rule,
        conditions=tuple(_sure_span(levelled, place) for place in norm.conditions),
        oversight=tuple(_sure_span(levelled, place) for place in norm.oversight),
    )


def _powers(eid: str, tags: TextTags) -> tuple[Power, ...]:
    pairs = zip(tags.statements, tags.codes, strict=True)
    return tuple(
        Power(eid, one.bearer, code, one.action, one.rule)
        for one, code in pairs
        if one.type is StatementType.POWER and one.action is not None
    )


def tag_lines(lines: Iterable[str], jurisdiction: str = "pk") -> Iterator[str]:
    """Tag JSON lines with `id` and `text`; one JSON line out for each in, in order.

    Other keys are passed through.  Blank lines are skipped.

    Raises:
        BadFile: a line is no JSON object with an `id` and a text; the message says which.
    """
    tagger = Tagger(jurisdiction)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(number, line)
            yield json.dumps({**row, **tags_json(tagger.tag_text(row["text"]))}, ensure_ascii=False)


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(
            f"Line {number} is no JSON ({error.msg}); write one JSON object a line."
        ) from error
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise BadFile(f'Line {number} needs a JSON object with "id" and a string "text".')
    return row


def tags_json(tags: TextTags) -> dict[str, Any]:
    """Tags in the shape that `mizan tag --jsonl` prints."""
    return {
        "statements": [_statement_json(one) for one in tags.statements],
        "entities": [
            {"label": str(one.label), **_span_json(one.span), "rule": one.rule}
            for one in tags.mentions
        ],
        "orientation": str(tags.orientation),
        "orientation_rule": tags.orientation_rule,
        "orientation_evidence": _maybe_json(tags.orientation_evidence),
    }


def _statement_json(one: Statement) -> dict[str, Any]:
    return {
        "type": str(one.type),
        "trigger": _maybe_json(one.trigger),
        "bearer": _maybe_json(one.bearer),
        "action": _maybe_json(one.action),
        "conditions": [_span_json(place) for place in one.conditions],
        "oversight": [_span_json(place) for place in one.oversight],
        "rule": one.rule,
    }


def _span_json(span: Span) -> Mapping[str, str | int]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _maybe_json(span: Span | None) -> Mapping[str, str | int] | None:
    return None if span is None else _span_json(span)
