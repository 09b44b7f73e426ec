"""The unit by which a text speaks of itself: `this section`, `this Article`."""

from __future__ import annotations

from ingest.draft import Draft

_UNITS = ("section", "article")
_FEWEST = 3
_TIMES = 3
"""By how many times the other word must outnumber the expected one."""


def spoken_unit(draft: Draft, expected: str) -> str:
    """The expected unit, or the other one where the text says that it is made of those.

    A constitution is made of articles in one country and of sections in another.  Confused with:
    sections that group articles, of which a text speaks more seldom.
    """
    if expected not in _UNITS:
        return expected
    words = " ".join(line.text for line in draft.lines).casefold()
    other = _UNITS[1 - _UNITS.index(expected)]
    here, there = words.count(f"this {expected}"), words.count(f"this {other}")
    return other if there >= max(_FEWEST, _TIMES * here) else expected
