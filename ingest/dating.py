"""The day on which an expression's words took effect, as far as the file tells.

A print's own date is something else and is kept apart.  Three clues, the strongest first:
what the print says of itself (“as modified up to …”), the last amending act that its notes name
and the catalogue dates, and, for a text without amendment notes, the instrument's own date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import AmendmentNote, Instrument
from ingest.calendar import WRITTEN_DAY, iso_day
from ingest.parse import Parsed

_MODIFIED = re.compile(
    rf"\bas\s+(?:modified|amended)\s+up\s?to\s+(?:the\s+)?{WRITTEN_DAY.pattern}",
    re.IGNORECASE | re.VERBOSE,
)
_ACT_NUMBER = re.compile(
    r"(?P<kind>Act|Ordinance)\s+(?:No\.?\s*)?(?P<number>[IVXLCDM]+|\d+)\s+of\s+(?P<year>\d{4})",
    re.IGNORECASE,
)


def date_of_words(parsed: Parsed, known: Sequence[Instrument]) -> str:
    """ISO day on which the words took effect, empty when the file does not tell."""
    return _said_of_itself(parsed.front_matter) or _last_amendment(parsed.amendments, known)


def _said_of_itself(text: str) -> str:
    found = _MODIFIED.search(text)
    return iso_day(found) if found else ""


def _last_amendment(notes: Sequence[AmendmentNote], known: Sequence[Instrument]) -> str:
    """The date of the latest amending act, if the catalogue knows that very act.

    An unknown later act would make an earlier date wrong, so then none is given.
    """
    dates = {_number_key(i.number): i.date for i in known if i.number and i.date}
    acts = {
        (int(found["year"]), roman_or_arabic(found["number"])): found
        for note in notes
        for found in _ACT_NUMBER.finditer(note.by)
    }
    if not acts:
        return ""
    year, number = max(acts)
    return dates.get((year, number), "")


def _number_key(number: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([IVXLCDM]+|\d+)\s+of\s+(\d{4})", number)
    return (int(found[2]), roman_or_arabic(found[1])) if found else None


def roman_or_arabic(text: str) -> int:
    """The value of `XL` or `40`; 0 when the text is neither."""
    if text.isdigit():
        return int(text)
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [values.get(letter, 0) for letter in text.casefold()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
