"""Days as statutes write them: “18th August, 2016”, “the 3rd day of May, 1999”, “26. Juni 2013”."""

from __future__ import annotations

import datetime
import re

from ingest.forms import language_tables

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ELSEWHERE = {
    name: at
    for table in language_tables().values()
    for at, name in enumerate(table["months"], start=1)
}
_NUMBERS = _ELSEWHERE | {name: at for at, name in enumerate(MONTHS, start=1)}
_OTHERS = "|".join(sorted(_ELSEWHERE, key=len, reverse=True))
WRITTEN_DAY = re.compile(
    rf"""
    (?P<day>\d{{1,2}})
    (?: (?P<elsewhere>\.\s*|er\s+|[°º]\s*|\s+de\s+)                # 26.  1er  3 de
      | \s*(?:st|nd|rd|th)?\s*(?:day\s+of\s+)?,?\s* )               # 18th day of
    (?P<month>(?(elsewhere)(?:{_OTHERS})|(?:{"|".join(MONTHS)}|{_OTHERS})))
    (?:,?\s*|\s+del?\s+)
    (?P<year>1[789]\d\d|20\d\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def iso_day(found: re.Match[str]) -> str:
    """The ISO form of a `WRITTEN_DAY`; empty when there is no such day, as 31 February."""
    month = _NUMBERS[found["month"].casefold()]
    try:
        return datetime.date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        return ""
