"""Tells an amending law's own lines from those of the text that it puts into another law."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.amending import AmendingWords
from ingest.draft import Line
from ingest.numbering import readings

_NUMBER = re.compile(r"(?P<num>\d{1,4})(?P<letters>[A-Z]{0,3})(?P<stop>[.,:)]|\s|$)[\s.—–-]*")
_ITEM = re.compile(r"[({]?(?P<num>[a-z]{1,6}|\d{1,3}[A-Za-z]?|[IVX]{1,5})\)\s*")
_NEAR = 3
"""Within how many lines an own sentence says what it does."""
_MOST_LOST = 2
"""How many own numbers in a row may be lost."""
_DOES = re.compile(
    r"\b(?:shall\s+be|is|are)\s+(?:hereby\s+)?(?:amended|substituted|inserted|omitted|added|deleted"
    r"|repealed|replaced|renumbered)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class OwnPlace:
    """Where the amending law itself stands: its last own section and its last own list item."""

    section: int = 0
    items: list[str] = field(default_factory=list)
    """Numbers of the own items that are open, the outermost first."""
    patience: int = 60_000
    """How many more lines may be searched in vain, lest a text of openings takes for ever."""

    def pass_over(self, text: str, words: AmendingWords) -> None:
        """Take note of the number of a line that is the law's own."""
        if words.heading.match(text):  # whose number the print or a scan has lost
            self.section += 1
            self.items.clear()
        elif found := _NUMBER.match(text):
            if not found["letters"]:
                self.section = int(found["num"])
                self.items.clear()
        elif found := _ITEM.match(text):
            at = self._place_of(found["num"])
            self.items[at:] = [found["num"]]

    def _place_of(self, num: str) -> int:
        """Which open item a number comes next after; a new level where it follows none."""
        places = range(len(self.items) - 1, -1, -1)
        return next((at for at in places if _next(self.items[at], num)), len(self.items))

    def follows_item(self, num: str) -> bool:
        """Whether a list item's number comes next after that of an open own one."""
        return self._place_of(num) < len(self.items)


def _next(last: str, num: str) -> bool:
    return any(
        a.style is b.style and b.value == a.value + 1 and not b.suffix
        for a in readings(last)
        for b in readings(num)
    )


def is_own(lines: list[Line], at: int, words: AmendingWords, place: OwnPlace) -> bool:
    """Whether a line after new text is the amending law's own again.

    It is where it opens the section or the item that comes next and goes on as amending laws do.
    """
    text = lines[at].text
    if lines[at].block.level == 1 or words.heading.match(text) or words.end.match(text):
        return True
    if found := _NUMBER.match(text):
        step = int(found["num"]) - place.section
        near = 0 < step <= (1 + _MOST_LOST) and not found["letters"]
        rest = text[found.end() :]
        return near and (
            words.heading.match(rest) is not None or (step == 1 and _amends(lines, at, rest, words))
        )
    found = _ITEM.match(text)
    if found is None or words.own.match(text, found.end()) is None:
        return False
    return place.follows_item(found["num"]) or _does_soon(lines, at, text)


def _amends(lines: list[Line], at: int, rest: str, words: AmendingWords) -> bool:
    if words.own.match(rest):
        return True
    return _does_soon(lines, at, rest)


def _does_soon(lines: list[Line], at: int, rest: str) -> bool:
    near = " ".join([rest, *(line.text for line in lines[at + 1 : at + _NEAR])])
    return _DOES.search(near) is not None
