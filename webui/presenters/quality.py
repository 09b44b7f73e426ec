"""The figures that `make quality` measured on the shipped build, as the honesty page shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "quality.json"

_STRUCTURE = {
    "section_f1": "sections found, each once",
    "sub_f1": "sub-sections, clauses and provisos found",
    "boundary_both": "texts that begin and end where they should",
    "heading": "headings exact",
    "parent": "units hung on the right parent",
}
_TAGGING = {
    "entities": "names of bodies, courts, terms, fines",
    "type_micro": "kind of statement",
    "trigger": "the word that gives it force",
    "bearer_tok": "whom it binds or empowers",
    "action_tok": "what they may or must do",
    "conditions_tok": "on what conditions",
    "oversight_tok": "what checks it",
    "orientation": "side of the balance",
}
_SEARCH = {
    "all": "all queries",
    "citation": "by citation",
    "keyword": "by a clause’s words",
    "question": "by a question",
    "synonym": "by a street word",
    "power_safeguard": "for a power or a safeguard",
    "misspelling_urdu": "misspelt, or in Urdu",
}
"""What each figure means; a figure without a row here is not shown."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number, from 0 to 1."""

    what: str
    value: float

    @property
    def percent(self) -> int:
        """For a bar."""
        return round(100 * self.value)


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one kind, how they were measured, and what they do not say."""

    title: str
    how: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """What was measured, when, and whether it was this edition."""

    measured_on: str
    current: bool
    """Whether the shipped files are those that were measured."""
    groups: tuple[FigureGroup, ...]


def quality_view(edition: str) -> QualityView:
    """The figures; `edition` is the hash of the shipped files as they are now."""
    measured = _measured()
    return QualityView(measured["measured_on"], measured["edition"] == edition, tuple(_groups()))


@cache
def _measured() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def _groups() -> Iterator[FigureGroup]:
    measured = _measured()
    yield FigureGroup(
        "Structure",
        "Mean over eight documents whose provisions were listed by hand.",
        _figures(measured["structure"], _STRUCTURE),
    )
    yield FigureGroup(
        "Tags",
        "F1 over twenty provisions labelled by hand, on which the rules were made: expect less on "
        "other law.",
        _figures(measured["tagging"], _TAGGING),
    )
    yield FigureGroup(
        "Search",
        "nDCG@10 over judged queries, on the shipped digests alone; some street words were written "
        "with these queries in view.",
        _figures(measured["search"], _SEARCH),
    )


def _figures(values: Mapping[str, float], names: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(words, values[name]) for name, words in names.items() if name in values)
