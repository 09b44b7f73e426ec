"""The day that words took effect, told or not told, never guessed."""

from __future__ import annotations

import dataclasses

import pytest

from corpus.model import AmendmentNote, Instrument, InstrumentType
from ingest.dating import date_of_words, dated
from ingest.parse import Parsed, parse_bytes

PLAIN = parse_bytes(b"# River Act, 2001\n\n### 1. Title\n\nWords.\n", "river.md")
AMENDING = Instrument(
    "pk-river-amendment",
    "River (Amendment) Act, 2010",
    InstrumentType.ACT,
    "/akn/pk/act/2010/2",
    number="II of 2010",
    date="2010-02-03",
)


def noted(*by: str) -> Parsed:
    """The plain text with amendment notes."""
    notes = tuple(AmendmentNote("sec_1", "inserted", act) for act in by)
    return dataclasses.replace(PLAIN, amendments=notes)


def headed(words: str) -> Parsed:
    """The plain text with words before its first unit."""
    return dataclasses.replace(PLAIN, front_matter=words)


@pytest.mark.parametrize(
    ("parsed", "date"),
    [
        (headed("[As modified upto the 21st October, 2024]"), "2024-10-21"),
        (headed("as amended up to 3rd day of May, 1999"), "1999-05-03"),
        # the last amending act that the notes name, if the catalogue dates that very act
        (noted("Act No. II of 2010, s.2"), "2010-02-03"),
        (noted("Act IX of 2003, s.1", "Act II of 2010, s.4"), "2010-02-03"),
        # must not: a later act that nobody dates would make the earlier day wrong
        (noted("Act II of 2010, s.2", "Act V of 2015, s.1"), ""),
        # must not: an Ordinance of that year, of which nobody knows whether it came later
        (noted("Act II of 2010, s.2", "Ordinance I of 2010, s.1"), ""),
        (noted("Ordinance II of 2010, s.1", "Act II of 2010, s.2"), ""),
        # must not: no such day, no such month, nothing said
        (headed("as modified upto the 31st February, 2024"), ""),
        (headed("as modified upto the 3rd Brumaire, 2024"), ""),
        (PLAIN, ""),
    ],
)
def test_date_of_words(parsed: Parsed, date: str) -> None:
    assert date_of_words(parsed, [AMENDING]) == date


@pytest.mark.parametrize(
    ("by", "law", "date"),
    [
        # the catalogue's day, and where it has one, the day of commencement
        ("Act No. II of 2010, s.2", AMENDING.slug, "2010-02-03"),
        ("River (Amdt.) Act, 2010 (2 of 2010), s. 4", AMENDING.slug, "2010-02-03"),
        # what the note itself says goes before
        ("Act II of 2010, s. 2 (w.e.f. the 1st March, 2010)", AMENDING.slug, "2010-03-01"),
        # a law that is not catalogued has a year
        ("Act IX of 2003, s. 1", "", "2003"),
        ("A. O., 1961, Art. 2", "", "1961"),
        # must not: an Ordinance of that number is another law than the Act
        ("Ordinance II of 2010, s. 2", "", "2010"),
        ("ibid.", "", ""),
    ],
)
def test_an_amendment_is_dated_as_far_as_it_is_known(by: str, law: str, date: str) -> None:
    (note,) = dated([AmendmentNote("sec_1", "inserted", by)], [AMENDING])
    assert (note.law, note.date) == (law, date)
