"""What an index knows of a document: one declared list.

Backends build their schema from it, the query grammar takes its filters from it, and the help
page prints it.  Ranking weights are in `profile.toml`, since they are tuned and these are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.facts import Status
from corpus.model import (
    ExpressionKind,
    InstrumentType,
    ProvisionKind,
)
from corpus.tagging import Orientation, StatementType


class FieldKind(StrEnum):
    """How a field is matched."""

    TEXT = "text"
    """Analysed words with their positions; ranks."""
    KEYWORD = "keyword"
    """Whole values, compared without regard to case; filters."""
    DATE = "date"
    """An ISO day; filters."""


@dataclass(frozen=True, slots=True)
class IndexField:
    """One field of an index document."""

    name: str
    kind: FieldKind
    help: str
    """What a reader gets by filtering on it, in one line."""
    example: str = ""
    values: tuple[str, ...] = ()
    """The only values that it has; empty when there is no list."""
    many: bool = False
    """Whether one document may have several values."""
    facet: bool = False
    """Whether results are counted by its values."""
    filter: bool = True
    """Whether a reader may write `name:value`."""
    ranked: bool = False
    """Whether plain words are looked up in it."""


def _values(enum: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


FIELDS = (
    IndexField(
        "heading", FieldKind.TEXT, "words of the unit's heading", "heading:retention", ranked=True
    ),
    IndexField("text", FieldKind.TEXT, "words of the unit's text", "text:warrant", ranked=True),
    IndexField(
        "defined",
        FieldKind.TEXT,
        "terms that the unit defines",
        'defined:"traffic data"',
        many=True,
        ranked=True,
    ),
    IndexField(
        "names",
        FieldKind.TEXT,
        "words of the instrument's title and other names",
        "names:telecommunication",
        many=True,
        ranked=True,
    ),
    IndexField(
        "place",
        FieldKind.TEXT,
        "headings of the parts and chapters around the unit",
        "place:offences",
        many=True,
        ranked=True,
    ),
    IndexField("num", FieldKind.KEYWORD, "the number of the section, article or rule", "num:26A"),
    IndexField("eid", FieldKind.KEYWORD, "the Akoma Ntoso eId", "eid:sec_37"),
    IndexField(
        "instrument", FieldKind.KEYWORD, "one instrument", "instrument:pk-peca-2016", facet=True
    ),
    IndexField(
        "type",
        FieldKind.KEYWORD,
        "kind of instrument: act, rules, treaty…",
        "type:rules",
        facet=True,
        values=_values(InstrumentType),
    ),
    IndexField(
        "agency",
        FieldKind.KEYWORD,
        "body that holds a power there",
        "agency:PTA",
        many=True,
        facet=True,
    ),
    IndexField(
        "statement",
        FieldKind.KEYWORD,
        "kind of norm: obligation, prohibition, power, right, offence, definition, immunity",
        "statement:power",
        many=True,
        facet=True,
        values=_values(StatementType),
    ),
    IndexField(
        "orientation",
        FieldKind.KEYWORD,
        "side of the balance: security_power, civil_liberty, both, neutral",
        "orientation:civil_liberty",
        facet=True,
        values=_values(Orientation),
    ),
    IndexField(
        "kind",
        FieldKind.KEYWORD,
        "whose words: official or digest",
        "kind:official",
        values=_values(ExpressionKind),
    ),
    IndexField(
        "unit",
        FieldKind.KEYWORD,
        "section, article, rule, regulation, schedule…",
        "unit:article",
        values=_values(ProvisionKind),
    ),
    IndexField(
        "status",
        FieldKind.KEYWORD,
        "whether the instrument rules: in-force, repealed…",
        "status:in-force",
        values=_values(Status),
    ),
    IndexField("jurisdiction", FieldKind.KEYWORD, "country code", "jurisdiction:pk"),
    IndexField("language", FieldKind.KEYWORD, "language of the text", "language:en"),
    IndexField(
        "cites",
        FieldKind.KEYWORD,
        "units that cite a given one",
        "cites:pk-peca-2016/sec_37",
        many=True,
    ),
    IndexField("valid_from", FieldKind.DATE, "first day of these words", filter=False),
    IndexField("valid_to", FieldKind.DATE, "first day after these words", filter=False),
    IndexField("at", FieldKind.DATE, "the law as at a day", "at:2024-06-01"),
)
"""Every field, in the order of the help page.  `at` is asked for and not stored: it compares a
day with `valid_from` and `valid_to`."""

BY_NAME = {field.name: field for field in FIELDS}
FILTERS = tuple(field.name for field in FIELDS if field.filter)
FACETS = tuple(field.name for field in FIELDS if field.facet)
RANKED = tuple(field.name for field in FIELDS if field.ranked)
KEYWORDS = tuple(f.name for f in FIELDS if f.kind is FieldKind.KEYWORD)
