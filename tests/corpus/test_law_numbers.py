"""Numbers of laws, however they are written."""

from __future__ import annotations

import pytest

from corpus.law_numbers import LawNumber, law_numbers, roman_or_arabic
from corpus.model import InstrumentType

ACT, ORDINANCE, OTHER = InstrumentType.ACT, InstrumentType.ORDINANCE, InstrumentType.OTHER


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Act No. II of 2025, s.2", [LawNumber(ACT, 2025, 2)]),
        ("River (Tenth Amdt.) Act, 2010 (10 of 2010)", [LawNumber(ACT, 2010, 10)]),
        ("Ord. XLIII of 1984, s. 2", [LawNumber(ORDINANCE, 1984, 43)]),
        # an Order is neither an Act nor an Ordinance
        ("P. O. No. 14 of 1985, Art. 2", [LawNumber(OTHER, 1985, 14)]),
        ("Act 5 of 1999 and Act VI of 2001", [LawNumber(ACT, 1999, 5), LawNumber(ACT, 2001, 6)]),
        # must not: a year is no number, a section no law
        ("the River Act, 2010, s. 2", []),
    ],
)
def test_law_numbers(words: str, numbers: list[LawNumber]) -> None:
    assert law_numbers(words) == numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("XL", 40),
        ("IX", 9),
        ("2", 2),
        ("XXXVII", 37),
        ("lv", 55),
        # must not: a word with some of the letters
        ("mix up", 0),
        ("", 0),
    ],
)
def test_roman_or_arabic(text: str, value: int) -> None:
    assert roman_or_arabic(text) == value
