"""The unit by which a text speaks of itself: `this section`, `this Article`."""

from __future__ import annotations

import re
from collections import Counter

from ingest.draft import Draft

_UNITS = ("section", "article")
_FEWEST = 3
_TIMES = 3
"""By how many times the other word must outnumber the expected one."""


_POINTS = re.compile(r"[\[(]?\s*see\s+(rule|regulation)s?\s+\d", re.IGNORECASE)
"""The line under a schedule's name that says which provision it belongs to."""


def spoken_unit(draft: Draft, expected: str) -> str:
    """The expected unit, or the other one where the text says that it is made of those.

    A constitution is made of articles in one country and of sections in another.  Confused with:
    sections that group articles, of which a text speaks more seldom.
    """
    if expected not in _UNITS:
        return expected
    if not draft.title and (pointed := _pointed_unit(draft)):
        return pointed
    words = " ".join(line.text for line in draft.lines).casefold()
    other = _UNITS[1 - _UNITS.index(expected)]
    here, there = words.count(f"this {expected}"), words.count(f"this {other}")
    return other if there >= max(_FEWEST, _TIMES * here) else expected


def _pointed_unit(draft: Draft) -> str:
    """The unit that the schedules of a text without a title belong to: `[See rule 17(5)]`."""
    found = Counter(m[1].casefold() for line in draft.lines if (m := _POINTS.match(line.text)))
    return found.most_common(1)[0][0] if len(found) == 1 else ""
