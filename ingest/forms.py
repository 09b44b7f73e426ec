"""Reads `forms.toml`: the words by which drafters mark structure, compiled once."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.model import ProvisionKind

_FILE = Path(__file__).with_name("forms.toml")
_LANGUAGES = Path(__file__).with_name("languages.toml")


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
    container_names: dict[str, str]
    """Word → first word of the eId, where that is not the kind's own."""
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
    signatures: tuple[str, ...]
    """First words of what stands below a law: signatures, notes, objects and reasons."""
    notes: tuple[str, ...]
    editor_notes: tuple[str, ...]
    """Headings of the notes that an editor of consolidated law puts below provisions."""
    """First words of a note under a provision: `Note 1:`."""
    marginal: tuple[str, ...]
    """Words by which a text says that a heading stood in the margin."""
    code_names: tuple[str, ...]
    """Names of codes that stand before the sign of a section."""
    surround: re.Pattern[str]
    """A line that a page or a print sets around provisions."""
    side_notes: tuple[tuple[str, str], ...]
    """What opens and closes a note of the print inside a line."""
    annotations: re.Pattern[str]
    """A line that opens the notes which an edition of a code prints under a section."""
    history: re.Pattern[str]
    """A line that only tells how the provision above it was amended."""
    definitions: tuple[str, ...]
    """Words in the heading of a provision that defines terms."""
    note_signs: tuple[str, ...]
    """Words by which a note at the end of a text names its source."""
    paper_headings: tuple[str, ...]
    omitted: tuple[str, ...]
    amendments: tuple[tuple[str, str], ...]
    types: tuple[TypeForm, ...]
    furniture: tuple[str, ...]
    """Regular expressions of lines that a gazette sets around a law."""
    amendment_brackets: bool
    back: re.Pattern[str]
    counted: dict[str, str]
    """Word → figures, where a language spells the numbers of units: `premier`."""
    signed: bool
    """Whether `§ 1` numbers the paragraphs of an article and no unit, in the language."""
    verbs: tuple[str, ...]
    """Words that a sentence has and a heading has not; empty where patterns know them."""
    degrees: bool
    """Whether points are numbered `1° ` in the language."""
    dashed: bool
    """Whether paragraphs are numbered `1 - ` in the language."""
    european: dict[str, str]
    """First word of an act of the European Union → type."""

    def figures(self, num: str) -> str:
        """A number in figures, where the language has a word for it; else as it is."""
        return self.counted.get(num.casefold(), num)

    def points_back(self, text: str) -> bool:
        """Whether a line under a schedule's name only says which provision it belongs to."""
        return self.back.fullmatch(text) is not None

    def refers(self, before: str) -> bool:
        """Whether a line's last word makes the number after it a reference."""
        word = before.rstrip().rsplit(None, 1)[-1].casefold() if before.strip() else ""
        return word.strip("(\"'“‘") in self.reference_words


@lru_cache(maxsize=32)
def forms_of(jurisdiction: str, language: str = "") -> Forms:
    """The forms of a jurisdiction; one that has no table of its own gets the common ones.

    The words of a language (ISO 639-1) are added where it has a table.
    """
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    here = _merged(tables["common"], tables.get(jurisdiction, {}))
    return _build(_merged(here, language_tables().get(language, {})))


@cache
def language_tables() -> dict[str, dict[str, Any]]:
    """The words of structure of languages other than English, by ISO 639-1 code."""
    return tomllib.loads(_LANGUAGES.read_text(encoding="utf-8"))


@cache
def container_words() -> dict[str, ProvisionKind]:
    """The words of containers in every language that has a table, English included."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    held = [tables["common"], *language_tables().values()]
    return {
        word: ProvisionKind(kind)
        for table in reversed(held)
        for kind, words in table["containers"].items()
        for word in words
    }


@cache
def structure_words() -> tuple[str, ...]:
    """The words before a number, in the languages other than English."""
    found = (
        [*itertools.chain(*t["containers"].values(), *t["unit_words"].values()), *t["schedules"]]
        for t in language_tables().values()
    )
    return tuple(dict.fromkeys(word for words in found for word in words if word.isalpha()))


@cache
def counted_words() -> dict[str, str]:
    """The words that number a unit, in the languages other than English → figures."""
    tables = language_tables().values()
    return {word: num for table in tables for word, num in _counted(table).items()}


def _merged(common: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(common)
    for key, value in own.items():
        here = merged.get(key)
        if isinstance(value, dict) and here:
            merged[key] = _merged(here, value)
        else:
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
            "notes",
            "editor_notes",
            "marginal",
            "code_names",
            "signatures",
            "definitions",
            "note_signs",
            "paper_headings",
        ]
    }
    containers = [(w, ProvisionKind(k)) for k, ws in table["containers"].items() for w in ws]
    signed = bool(table.get("signed", False))
    units = [(w, unit) for unit, words in table["unit_words"].items() for w in words]
    units = [(word, unit) for word, unit in units if not (signed and word == "§")]
    return Forms(
        containers=tuple(sorted(containers, key=lambda pair: -len(pair[0]))),
        unit_words=tuple(sorted(units, key=lambda pair: -len(pair[0]))),
        reference_words=frozenset(table["reference_words"]),
        amendments=tuple(table["amendments"].items()),
        types=tuple(_type_form(t) for t in table["types"]),
        amendment_brackets=bool(table.get("amendment_brackets", False)),
        container_names=dict(table["container_names"]),
        history=_whole(table["history"]),
        annotations=_whole(table["annotations"]),
        surround=_whole(table["surround"]),
        side_notes=tuple((opens, closes) for opens, closes in table["side_notes"]),
        back=_back(tuple(table["points_back"])),
        counted=_counted(table),
        signed=signed,
        dashed=bool(table.get("dashed", False)),
        degrees=bool(table.get("degrees", False)),
        verbs=tuple(table.get("verbs", ())),
        european={w: kind for kind, words in table["european"].items() for w in words},
        **plain,
    )


def _whole(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all, to be matched in full."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _counted(table: dict[str, Any]) -> dict[str, str]:
    rows = enumerate(table.get("counted", ()), start=1)
    named = {word: word.upper() for word in table.get("uncounted", ())}
    return named | {word: str(at) for at, words in rows for word in words}


def _type_form(table: dict[str, Any]) -> TypeForm:
    return TypeForm(tuple(table["words"]), table["type"], table["unit"], table.get("self", ""))


def _back(words: tuple[str, ...]) -> re.Pattern[str]:
    # atomic, or a long line without stops would take for ever
    number = r"\(?(?>[\dA-Z][\w.()]*)"
    return re.compile(
        rf"[\[(]?\s*(?:see\s+(?:also\s+)?)?(?:{any_of(words)})\s*{number}"
        rf"(?:(?:\s*[,&–-]\s*|\s+)(?:(?:and|to|of|or)\s+)?(?:the\s+)?(?:(?:{any_of(words)})\s*)?"
        rf"{number}){{0,12}}"
        r"(?:\s+of\s+(?:the|this)\s+[\w ]{2,40})?\s*[\])]?[.:]?",
        re.IGNORECASE,
    )


def any_of(words: tuple[str, ...]) -> str:
    """A pattern that matches any of the words, the longest first, white space being elastic."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
