"""Reads `forms.toml`: the words by which drafters mark structure, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.model import ProvisionKind

_FILE = Path(__file__).with_name("forms.toml")


@dataclass(frozen=True, slots=True)
class TypeForm:
    """Words of a title that tell an instrument's type and its unit."""

    words: tuple[str, ...]
    type: str
    unit: str
    self: str = ""
    """How a text of the type speaks of itself: `these rules`."""


@dataclass(frozen=True, slots=True)
class Forms:
    """One jurisdiction's words of structure."""

    containers: tuple[tuple[str, ProvisionKind], ...]
    """Word → kind, longest word first."""
    unit_words: tuple[tuple[str, str], ...]
    """Word → unit (section, article, rule, regulation)."""
    schedules: tuple[str, ...]
    ordinals: tuple[str, ...]
    contents: tuple[str, ...]
    reference_words: frozenset[str]
    provisos: tuple[str, ...]
    explanations: tuple[str, ...]
    illustrations: tuple[str, ...]
    preambles: tuple[str, ...]
    enacting: tuple[str, ...]
    endings: tuple[str, ...]
    paper_headings: tuple[str, ...]
    omitted: tuple[str, ...]
    amendments: tuple[tuple[str, str], ...]
    types: tuple[TypeForm, ...]
    furniture: tuple[str, ...]
    """Regular expressions of lines that a gazette sets around a law."""
    amendment_brackets: bool

    def refers(self, before: str) -> bool:
        """Whether a line's last word makes the number after it a reference."""
        word = before.rstrip().rsplit(None, 1)[-1].casefold() if before.strip() else ""
        return word.strip("(\"'“‘") in self.reference_words


@lru_cache(maxsize=8)
def forms_of(jurisdiction: str) -> Forms:
    """The forms of a jurisdiction; one that has no table of its own gets the common ones."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _build(_merged(tables["common"], tables.get(jurisdiction, {})))


def _merged(common: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(common)
    for key, value in own.items():
        here = merged.get(key)
        merged[key] = value + here if isinstance(value, list) and here else value
    return merged


def _build(table: dict[str, Any]) -> Forms:
    plain = {
        name: tuple(table.get(name, ()))
        for name in [
            "schedules",
            "ordinals",
            "contents",
            "provisos",
            "explanations",
            "illustrations",
            "preambles",
            "enacting",
            "omitted",
            "furniture",
            "endings",
            "paper_headings",
        ]
    }
    containers = [(w, ProvisionKind(k)) for k, ws in table["containers"].items() for w in ws]
    units = [(w, unit) for unit, words in table["unit_words"].items() for w in words]
    return Forms(
        containers=tuple(sorted(containers, key=lambda pair: -len(pair[0]))),
        unit_words=tuple(sorted(units, key=lambda pair: -len(pair[0]))),
        reference_words=frozenset(table["reference_words"]),
        amendments=tuple(table["amendments"].items()),
        types=tuple(_type_form(t) for t in table["types"]),
        amendment_brackets=bool(table.get("amendment_brackets", False)),
        **plain,
    )


def _type_form(table: dict[str, Any]) -> TypeForm:
    return TypeForm(tuple(table["words"]), table["type"], table["unit"], table.get("self", ""))


def any_of(words: tuple[str, ...]) -> str:
    """A pattern that matches any of the words, the longest first, white space being elastic."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
