"""Every table and key that an `instrument.toml` may have, and what each may hold."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.facts import EventKind, GovernanceModel, Layer, RelationKind, SourceRole, Status
from corpus.model import InstrumentType

_WORK_URI = re.compile(r"/akn/[a-z]{2}(?:-[a-z]+)?/[a-z-]+(?:/[A-Za-z0-9._-]+)+")
_UNITS = ("section", "article", "rule", "regulation", "heading")
_DAY = "a day such as 2025-02-07, without quotes"

TOPICS = (
    "access-to-information",
    "ai",
    "competition",
    "content",
    "cybercrime",
    "cybersecurity",
    "data-protection",
    "defamation",
    "e-commerce",
    "e-government",
    "economic-zones",
    "fundamental-rights",
    "harassment",
    "identity",
    "infrastructure",
    "journalists",
    "media",
    "official-secrets",
    "payments",
    "platforms",
    "privacy",
    "procedure",
    "surveillance",
    "telecom",
    "terrorism",
    "virtual-assets",
)
"""What an instrument may be about; one list, so that a filter finds all of a topic."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of `instrument.toml` may hold."""

    table: str
    name: str
    required: bool
    check: Callable[[Any], bool]
    expected: str


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(item) for item in value)


def _date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _matches(pattern: str | re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _text_key(table: str, name: str, expected: str, required: bool = False) -> Key:
    return Key(table, name, required, _text, expected)


def _date_key(table: str, name: str) -> Key:
    return Key(table, name, False, _date, _DAY)


def _choice_key(table: str, name: str, allowed: Iterable[str], required: bool = False) -> Key:
    values = tuple(allowed)
    known = frozenset(values)
    check = lambda value: isinstance(value, str) and value in known  # noqa: E731
    return Key(table, name, required, check, f"one of {', '.join(values)}")


def _choices_key(table: str, name: str, allowed: Iterable[str]) -> Key:
    values = tuple(allowed)
    known = frozenset(values)
    check = lambda value: _texts(value) and known.issuperset(value)  # noqa: E731
    return Key(table, name, False, check, f"a list of some of {', '.join(values)}")


def _values(kinds: type[StrEnum]) -> list[str]:
    return [kind.value for kind in kinds]


KEYS = (
    _text_key("work", "title", "the full title", required=True),
    _text_key("work", "short_title", "what people call it"),
    _choice_key("work", "type", _values(InstrumentType), required=True),
    _text_key("work", "number", "the number as printed, such as XL of 2016"),
    _date_key("work", "date"),
    _date_key("work", "commencement"),
    _date_key("work", "expiry"),
    Key("work", "uri", True, _matches(_WORK_URI), "a work address such as /akn/pk/act/2016/40"),
    Key("work", "jurisdiction", True, _matches("[a-z]{2}"), "two letters, such as pk"),
    Key("work", "language", False, _matches("[a-z]{2}"), "two letters, such as en"),
    _choice_key("work", "unit", _UNITS),
    _text_key("work", "issuer", "who made it"),
    Key("work", "aliases", False, _texts, "a list of other names"),
    _choices_key("work", "topics", TOPICS),
    _text_key("work", "source", "where these facts come from", required=True),
    _choice_key("status", "now", _values(Status), required=True),
    _date_key("status", "as_of"),
    _text_key("status", "source", "where this is known from", required=True),
    _choice_key("history", "event", _values(EventKind), required=True),
    _date_key("history", "date"),
    _text_key("history", "by", "a slug of the catalogue, or the name of a court or body"),
    _text_key("history", "note", "more, in our own words"),
    _text_key("history", "source", "where this is known from", required=True),
    _choice_key("relations", "kind", _values(RelationKind), required=True),
    _text_key("relations", "to", "the slug of another entry", required=True),
    _text_key("relations", "at", "the provisions, in words: sections 49 and 51"),
    _text_key("relations", "source", "where this is known from", required=True),
    Key("sources", "address", True, _matches(r"https?://\S+"), "a web address"),
    _text_key("sources", "publisher", "who publishes it", required=True),
    Key("sources", "official", True, _flag, "true, or false for a mirror that is never fetched"),
    _choice_key("sources", "role", _values(SourceRole), required=True),
    _date_key("sources", "date"),
    _text_key("sources", "source", "where this address is known from", required=True),
    _choices_key("classification", "models", _values(GovernanceModel)),
    _choices_key("classification", "layers", _values(Layer)),
    _text_key("classification", "source", "whose reading it is, and why", required=True),
    _text_key("licence", "text", "on what terms the text may be reused", required=True),
    _text_key("licence", "source", "where this is known from", required=True),
    _text_key("missing", "what", "the fact that is missing", required=True),
    _text_key("missing", "why", "why it is missing", required=True),
    _text_key("notices", "text", "what the reader must be told", required=True),
    _text_key("notices", "source", "where this is known from", required=True),
    _text_key("digest", "file", "the name of a file beside this one", required=True),
    _date_key("digest", "date"),
    _date_key("digest", "print_date"),
    _text_key("digest", "amended_to", "the last amendment that it takes in"),
    _text_key("digest", "covers", "what it restates, in words", required=True),
    _text_key("digest", "lacks", "what of the instrument it does not restate, and why"),
    _text_key("digest", "source", "the print that it was written from", required=True),
)
"""Every key, in the order of the file."""

TABLES = tuple(dict.fromkeys(key.table for key in KEYS))
LISTS = frozenset({"history", "relations", "sources", "missing", "notices"})
"""Tables that may stand several times, written `[[history]]`."""
