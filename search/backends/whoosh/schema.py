"""How Whoosh is told to index a document, and the fingerprint of that.

Only ids and the values that filters and facets compare are kept (the card); text comes from the
database, so that a damaged index can never show wrong words of law.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import COLUMN, ID, KEYWORD, TEXT, Schema

from search.analysis import surface_words, tokens_of
from search.document import IndexDocument
from search.fields import FIELDS, RANKED

LAYOUT = 1
"""Raised by hand when the code below writes something else for the same document."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a document without its text."""

    expression_uri: str
    eid: str
    num: str
    instrument: str
    type: str
    agency: tuple[str, ...]
    statement: tuple[str, ...]
    orientation: str
    kind: str
    unit: str
    status: str
    jurisdiction: str
    language: str
    cites: tuple[str, ...]
    valid_from: str
    valid_to: str

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a keyword field, one or several."""
        value: str | tuple[str, ...] = getattr(self, name)
        return value if isinstance(value, tuple) else (value,)


_CARD_NAMES = tuple(field.name for field in fields(Card))


def card_bytes(document: IndexDocument) -> bytes:
    """The card of a document, as it is kept in the index."""
    values = [getattr(document, name) for name in _CARD_NAMES]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read_card(raw: bytes) -> Card:
    """The card that `card_bytes` wrote."""
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in json.loads(raw)]
    return Card(*values)


class HouseAnalyzer(Analyzer):  # type: ignore[misc]
    """Gives Whoosh the tokens of `search.analysis`."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=False, mode=kwargs.get("mode", ""))
        for found in tokens_of(value):
            token.text = found.form
            token.pos = found.position
            token.boost = 1.0
            token.stopped = False
            yield token


def make_schema() -> Schema:
    """A fresh Whoosh schema."""
    ranked = {name: TEXT(analyzer=HouseAnalyzer(), phrase=True, stored=False) for name in RANKED}
    return Schema(
        instrument=ID(stored=False),
        card=COLUMN(),
        words=KEYWORD(stored=False, scorable=False),
        **ranked,
    )


def as_fields(document: IndexDocument) -> dict[str, Any]:
    """The arguments of Whoosh's `add_document`."""
    texts = {name: _joined(getattr(document, name)) for name in RANKED}
    spelled = set(surface_words(f"{document.heading} {document.text}"))
    return {
        "instrument": document.instrument,
        "card": card_bytes(document),
        "words": " ".join(sorted(spelled)),
        **{name: text for name, text in texts.items() if text},
    }


def _joined(value: str | tuple[str, ...]) -> str:
    """Several values as one text, far enough apart that no phrase spans two."""
    return value if isinstance(value, str) else _GAP.join(value)


_GAP = " ¶ of of of of of of of of of of of of "  # stop words: counted, not indexed


def fingerprint() -> str:
    """Changes whenever an index made before could no longer be read or would differ."""
    words = (resources.files("search") / "words.toml").read_bytes()
    layout = [LAYOUT, [(f.name, f.kind.value, f.many) for f in FIELDS], _CARD_NAMES]
    return hashlib.sha256(json.dumps(layout).encode() + words).hexdigest()
