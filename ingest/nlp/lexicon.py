"""Lexicons and rules as data, read once and compiled.

Each jurisdiction is one file of bodies and roles over the common one; the rules of grammar are the
same for every country that legislates in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import AskerError

_FOLDER = files("ingest.nlp") / "lexicon"

GRAMMAR_FILES = ("common", "verbs", "statements", "frames", "oversight", "orientation")
"""Files of the folder that are no jurisdiction's."""


class UnknownJurisdiction(AskerError):
    """No lexicon exists for the country that was asked for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"No lexicon for {name!r}; there are {', '.join(known)}.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Name:
    """A body or role that the lexicon knows by name."""

    label: str
    words: str
    code: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the entity components need for one jurisdiction."""

    names: tuple[Name, ...]
    shapes: Mapping[str, tuple[str, ...]]
    """Label to the capitalised head words that make a name of that label."""
    stop: tuple[str, ...]
    complement_heads: tuple[str, ...]
    prepositions: tuple[str, ...]
    not_entity: re.Pattern[str]


@cache
def read(name: str) -> dict[str, Any]:
    """One file of the lexicon folder, as tables."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def jurisdictions() -> tuple[str, ...]:
    """The countries that have a lexicon, in alphabetical order."""
    stems = (entry.name.removesuffix(".toml") for entry in _FOLDER.iterdir())
    return tuple(sorted(stem for stem in stems if stem not in GRAMMAR_FILES))


@cache
def load_lexicon(jurisdiction: str) -> Lexicon:
    """The lexicon of one country over the common one.

    Raises:
        UnknownJurisdiction: no file has that name.
    """
    if jurisdiction not in jurisdictions():
        raise UnknownJurisdiction(jurisdiction, jurisdictions())
    common = read("common")
    own = read(jurisdiction)
    return Lexicon(
        names=(*_names(own), *_names(common)),
        shapes={label.upper(): tuple(words) for label, words in _shapes(common).items()},
        stop=tuple(common["shape"]["stop"]),
        complement_heads=tuple(common["complement"]["heads"]),
        prepositions=tuple(common["complement"]["prepositions"]),
        not_entity=either(entry["pattern"] for entry in common["not_entity"]),
    )


def _shapes(tables: Mapping[str, Any]) -> dict[str, list[str]]:
    return {key: words for key, words in tables["shape"].items() if key != "stop"}


def _names(tables: Mapping[str, Any]) -> Iterator[Name]:
    for label in ("agency", "court", "role"):
        for entry in tables.get(label, ()):
            for words in entry["names"]:
                for form in forms(words):
                    yield Name(label.upper(), form, entry.get("code", ""), entry.get("side", ""))


def forms(words: str) -> tuple[str, ...]:
    """A name and its plural: "agency" also "agencies", "officer of X" also "officers of X"."""
    head, preposition, rest = _split_complement(words)
    return words, plural(head) + preposition + rest


def _split_complement(words: str) -> tuple[str, str, str]:
    cut = re.search(r"\s(?:of|in|for|to)\s", words)
    if cut is None:
        return words, "", ""
    return words[: cut.start()], cut.group(), words[cut.end() :]


def plural(words: str) -> str:
    """The plural of a name's last word."""
    if words.endswith(("s", ")")) and not words.endswith("ss"):
        return words
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("ch", "sh", "x", "ss")) else "s")


def pattern(expression: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compile a pattern of the data files, whose line breaks are for the reader only."""
    return re.compile(expression.replace("\n", ""), flags)


def either(expressions: Iterator[str]) -> re.Pattern[str]:
    """One pattern that matches what any of them does, case as written."""
    return re.compile("|".join(f"(?:{expression})" for expression in expressions))
