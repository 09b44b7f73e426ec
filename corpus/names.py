"""How instruments are called: titles, short names, aliases, numbers.

`InstrumentNames` is built once from the instruments that are known and then finds their names in
any text, longest first, without regard to case.  A name shared by instruments of several countries
is the home country's, as its lawyers and press use it; one shared within a country is dropped: a
wrong link is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from corpus.model import Instrument, InstrumentType

TYPE_WORDS = {
    InstrumentType.ACT: "Act",
    InstrumentType.ORDINANCE: "Ordinance",
    InstrumentType.RULES: "Rules",
    InstrumentType.REGULATIONS: "Regulations",
    InstrumentType.BILL: "Bill",
}
"""The word after a number or before a year: `Act XL of 2016`, `the 2016 Act`."""

HOME = "pk"
"""Whose law a bare “2016 Act” means."""

_YEAR = re.compile(r",?\s*\(?\b(1[89]\d\d|20\d\d)\b\)?$")
_GAP = r"[\s,]*"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of an instrument in a text; offsets are code points, end exclusive."""

    start: int
    end: int
    slug: str


class InstrumentNames:
    """Finds the names of known instruments in a text."""

    def __init__(self, instruments: Iterable[Instrument], home: str = HOME) -> None:
        owners: dict[str, dict[str, Instrument]] = {}
        for instrument in instruments:
            for name in names_of(instrument):
                owners.setdefault(_key(name), {})[instrument.slug] = instrument
        owned = ((key, _owner(found.values(), home)) for key, found in owners.items())
        known = {key: owner.slug for key, owner in owned if owner is not None}
        keys = sorted(known, key=len, reverse=True)
        # a hyphen may stand in a word or in the place of a space, so both are left out here
        self._slugs = {_compact(key): slug for key, slug in known.items()}
        alternatives = "|".join(_pattern(key) for key in keys) or r"(?!)"
        self._regex = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """The names in the text, from left to right, never overlapping."""
        return tuple(
            NameMatch(found.start(), found.end(), self._slugs[_compact(found[0])])
            for found in self._regex.finditer(text)
        )

    def slug_of(self, name: str) -> str | None:
        """The instrument that goes by exactly this name, a leading “The” apart."""
        return self._slugs.get(_compact(_key(name).removeprefix("the ")))


def _owner(claimants: Collection[Instrument], home: str) -> Instrument | None:
    """The one claimant of a name, else the one of the home country, else nobody."""
    nearest = [i for i in claimants if i.jurisdiction == home] if len(claimants) > 1 else claimants
    return next(iter(nearest)) if len(nearest) == 1 else None


def names_of(instrument: Instrument) -> Iterator[str]:
    """Every name by which a citation may call an instrument."""
    for name in (instrument.title, instrument.short_title, *instrument.aliases):
        if name:
            yield name
            yield from _with_and_without_year(name, instrument)
    if instrument.number:
        yield from _numbered(instrument)
    word = TYPE_WORDS.get(instrument.type)
    if word and (year := year_of(instrument)):
        yield f"{year} {word}"


def year_of(instrument: Instrument) -> str:
    """The year in the title or number, empty when there is none."""
    for text in (instrument.title, instrument.number):
        if found := re.search(r"\b(1[89]\d\d|20\d\d)\b", text):
            return found[1]
    return instrument.date[:4]


def _with_and_without_year(name: str, instrument: Instrument) -> Iterator[str]:
    bare = _YEAR.sub("", name)
    if bare and bare != name:
        yield bare
    if (year := year_of(instrument)) and not _YEAR.search(name):
        yield f"{name} {year}"
    without_brackets = re.sub(r"\s*\([^)]*\)", "", name)
    if without_brackets != name:
        yield without_brackets
        yield _YEAR.sub("", without_brackets)


def _numbered(instrument: Instrument) -> Iterator[str]:
    number = instrument.number
    if word := TYPE_WORDS.get(instrument.type):
        yield f"{word} {number}"
        yield f"{word} No. {number}"
        yield f"{word} No {number}"
    if not number[0].isdigit():
        yield number


def _key(name: str) -> str:
    """Names that differ only in case, commas, hyphens, full stops or spaces are one name."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold().replace("-", "").replace("–", "")))


def _compact(name: str) -> str:
    return _key(name).replace(" ", "")


def _pattern(key: str) -> str:
    """A pattern for a key: any of its words may hold hyphens, any gap commas and brackets."""
    words = ["[-–]?".join(re.escape(letter) for letter in word) for word in key.split(" ")]
    return r"[\s,.()-]{1,3}".join(words)
