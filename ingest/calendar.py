"""Days as statutes write them: “18th August, 2016”, “the 3rd day of May, 1999”."""

from __future__ import annotations

import datetime
import re

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
WRITTEN_DAY = re.compile(
    rf"""
    (?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:day\s+of\s+)?,?\s*   # 18th day of
    (?P<month>{"|".join(MONTHS)}),?\s*
    (?P<year>1[789]\d\d|20\d\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def iso_day(found: re.Match[str]) -> str:
    """The ISO form of a `WRITTEN_DAY`; empty when there is no such day, as 31 February."""
    month = MONTHS.index(found["month"].casefold()) + 1
    try:
        return datetime.date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        return ""
