"""The values that components hand to each other, in offsets of the levelled text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple


class Range(NamedTuple):
    """Characters `start` to `end` (exclusive) of the text that is being tagged."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Range:
        """The same words without white space and loose punctuation at either end."""
        start, end = self
        while start < end and text[start] in " ,;:—–⎯⸺.-":
            start += 1
        while end > start and (text[end - 1] in " ,;:—–⎯⸺-" or _loose_stop(text, start, end)):
            end -= 1
        return Range(start, end)

    def inside(self, other: Range) -> bool:
        """Whether the other range holds this one."""
        return other.start <= self.start and self.end <= other.end

    def meets(self, other: Range) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def _loose_stop(text: str, start: int, end: int) -> bool:
    return text[end - 1] == "." and end - start > 1


class Found(NamedTuple):
    """An entity: label, place, the rule that found it, and whom it stands for."""

    label: str
    start: int
    end: int
    rule: str
    code: str = ""
    """Normalised body (`PTA`); empty where the words alone do not say."""
    side: str = ""
    """`public` or `private`, for roles."""

    @property
    def range(self) -> Range:
        """Where the entity stands."""
        return Range(self.start, self.end)


def meeting(found: Sequence[Found], place: Range) -> Sequence[Found]:
    """Those of some entities, in order and without overlap, that share a character with a range."""
    first = bisect_right(found, place.start, key=attrgetter("end"))
    last = bisect_left(found, place.end, lo=first, key=attrgetter("start"))
    return found[first:last]


HOLDERS = ("AGENCY", "COURT", "ROLE")
"""Labels of those who can bear a statement."""


def holders(found: Sequence[Found], place: Range) -> list[Found]:
    """The bodies, courts and roles that share a character with a range, in order."""
    return [one for one in meeting(found, place) if one.label in HOLDERS]


class Norm(NamedTuple):
    """One normative statement, in ranges."""

    type: str
    trigger: Range | None
    bearer: Range | None
    action: Range | None
    conditions: tuple[Range, ...]
    oversight: tuple[Range, ...]
    rule: str
    code: str = ""
    """Normalised body of the bearer."""
    side: str = ""
    """`court`, `public` or `private`: whose statement it is."""


class Lean(NamedTuple):
    """Which side of the balance, by which rule, on which words."""

    orientation: str
    rule: str
    evidence: Range | None
