"""Laws as notes and titles number them: `Act No. II of 2025`, `(10 of 2010)`, `P.O. 14 of 1985`."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.model import Instrument, InstrumentType

_NUMBER_OF_YEAR = re.compile(
    r"\b(?P<number>[IVXLCDM]+|\d+)\s+of\s+(?P<year>1[789]\d\d|20\d\d)", re.IGNORECASE
)
_KIND = re.compile(r"\b(Act|Ordinance|Ord|Order|O)\b", re.IGNORECASE)
_KIND_REACH = 45
"""Letters before a number in which its kind stands: `Act, 2010 (10 of 2010)`, `P.O. No. 14 of`."""
_KINDS = {
    "act": InstrumentType.ACT,
    "ordinance": InstrumentType.ORDINANCE,
    "ord": InstrumentType.ORDINANCE,
}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class LawNumber(NamedTuple):
    """A law by kind, year and number, however it was written."""

    kind: InstrumentType
    """act or ordinance; other for Orders and the rest."""
    year: int
    number: int


def law_numbers(words: str) -> list[LawNumber]:
    """The laws that the words cite by number and year; a bare number is an Act’s."""
    return [
        LawNumber(
            _kind(words[max(0, found.start() - _KIND_REACH) : found.start()]),
            int(found["year"]),
            roman_or_arabic(found["number"]),
        )
        for found in _NUMBER_OF_YEAR.finditer(words)
    ]


def _kind(before: str) -> InstrumentType:
    named = _KIND.findall(before)
    return _KINDS.get(named[-1].casefold(), InstrumentType.OTHER) if named else InstrumentType.ACT


def number_of(instrument: Instrument) -> LawNumber | None:
    """An instrument's own number; None where it has none of that form."""
    found = re.fullmatch(r"([IVXLCDM]+|\d+)\s+of\s+(\d{4})", instrument.number)
    if found is None:
        return None
    return LawNumber(instrument.type, int(found[2]), roman_or_arabic(found[1]))


def roman_or_arabic(text: str) -> int:
    """The value of `XL` or `40`; 0 when the text is neither."""
    if text.isdigit():
        return int(text)
    digits = [_ROMAN.get(letter, 0) for letter in text.casefold()]
    if not digits or 0 in digits:
        return 0
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
