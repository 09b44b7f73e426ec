"""The day on which an expression's words took effect, as far as the file tells.

A print's own date is something else and is kept apart.  Three clues, the strongest first: the
place that some formats have for that day, what the print says of itself (“as modified up to …”),
and the last amending act that its notes name, if the catalogue dates it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.law_numbers import LawNumber, law_numbers, number_of
from corpus.model import AmendmentNote, Instrument
from ingest.calendar import WRITTEN_DAY, iso_day
from ingest.parse import Parsed

_MODIFIED = re.compile(
    rf"\bas\s+(?:modified|amended)\s+up\s?to\s+(?:the\s+)?{WRITTEN_DAY.pattern}",
    re.IGNORECASE | re.VERBOSE,
)
_YEAR = re.compile(r"\b(1[789]\d\d|20\d\d)\b")
_IN_FORCE_FROM = re.compile(
    rf"\bw\.?\s?e\.?\s?f\.?\s*(?:from\s+)?(?:the\s+)?{WRITTEN_DAY.pattern}",
    re.IGNORECASE | re.VERBOSE,
)


def date_of_words(parsed: Parsed, known: Sequence[Instrument]) -> str:
    """ISO day on which the words took effect, empty when the file does not tell."""
    said = parsed.words_date or _said_of_itself(parsed.front_matter)
    return said or _last_amendment(parsed.amendments, known)


def dated(notes: Iterable[AmendmentNote], known: Iterable[Instrument]) -> list[AmendmentNote]:
    """The notes with the day on which each took effect, and the slug of the amending law.

    The day is what the note says (`w.e.f. …`), else the catalogue's for the amending law
    (commencement, else assent), else no more than the year of that law's number.
    """
    numbered = {number_of(i): i for i in known if i.number}
    return [_dated(note, numbered) for note in notes]


def _dated(note: AmendmentNote, numbered: Mapping[LawNumber | None, Instrument]) -> AmendmentNote:
    law = next((numbered[key] for key in law_numbers(note.by) if key in numbered), None)
    said = _IN_FORCE_FROM.search(note.by)
    years = [str(n.year) for n in law_numbers(note.by)] or _YEAR.findall(note.by)
    of_law = (law.commencement or law.date) if law else ""
    day = (iso_day(said) if said else "") or note.date
    date = day or of_law or (years[0] if years else "")
    return replace(note, law=law.slug if law else "", date=date)


def _said_of_itself(text: str) -> str:
    found = _MODIFIED.search(text)
    return iso_day(found) if found else ""


def _last_amendment(notes: Sequence[AmendmentNote], known: Sequence[Instrument]) -> str:
    """The date of the latest amending law, if the catalogue knows that very law.

    An unknown later law would make an earlier date wrong, so then none is given.
    """
    named = [n for n in dated(notes, known) if law_numbers(n.by)]
    latest = max((law_numbers(n.by)[0].year for n in named), default=0)
    # an Act and an Ordinance of one year are numbered apart, so their numbers say no order
    days = {n.date if n.law else "" for n in named if law_numbers(n.by)[0].year == latest}
    return max(days) if days and "" not in days else ""
