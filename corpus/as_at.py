"""An instrument's text as it stood on a day, as far as the texts at hand tell it.

Two ways lead there: a text whose words took effect on or before the day, and a later text whose
amendment notes are undone.  A note undoes what it tells: words put in go out again, words that
it quotes come back.  Where it does not quote them, a gap is left and said, never filled.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise

from corpus.errors import AskerError
from corpus.model import (
    BASIC_KINDS,
    CONTAINER_KINDS,
    AmendmentNote,
    Expression,
    ExpressionKind,
    Provision,
    ProvisionKind,
)

GAP = "[…]"
"""Stands where words are not in the source."""

LATER_HEADING = "(heading of the later text)"
"""Stands behind a heading that may have come with the words that a section was exchanged for."""

_LABEL_REACH = 60
"""Letters before a unit's words in which its number is looked for."""

_LEAST_QUOTED = 0.5
"""A quotation shorter than this share of a unit is not what the whole unit said before."""

_HEADED = BASIC_KINDS | CONTAINER_KINDS | {ProvisionKind.SCHEDULE}
"""Kinds whose number and heading stand on lines of their own."""

_AFTER_BLANK = tuple("\n .,;:)")


class BadDay(AskerError):
    """`?at=` is not a day."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is not a day; write it as 2016-08-18 (year-month-day).")


def day(given: str) -> str:
    """The ISO day that a reader gave, written with hyphens; leading zeros may be left out.

    Raises:
        BadDay: it is none.
    """
    try:
        return datetime.datetime.strptime(given.strip(), "%Y-%m-%d").date().isoformat()
    except ValueError as error:
        raise BadDay(given) from error


class Reach(StrEnum):
    """How a text comes to stand for a day."""

    HELD = "held"
    """Its words took effect on or before the day, and no change up to it is known."""
    DERIVED = "derived"
    """It is a later text; what changed after the day is undone by its notes."""
    UNDATED = "undated"
    """The day of its words is not known."""


class Undoing(StrEnum):
    """What became of one amendment when it was undone."""

    TAKEN_OUT = "taken-out"
    PUT_BACK = "put-back"
    GAP = "gap"
    """The words before are not in the source."""
    UNPLACED = "unplaced"
    """The print does not tell which words of the unit; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An amendment after the day, and what undoing it did."""

    note: AmendmentNote
    how: Undoing


@dataclass(frozen=True, slots=True)
class Derived:
    """A text with its later amendments undone."""

    text: str
    provisions: tuple[Provision, ...]
    undone: tuple[Undone, ...]
    doubtful: tuple[AmendmentNote, ...]
    """Amendments of which only the year is known, or nothing; they are left as printed."""
    brought_in: Mapping[str, AmendmentNote]
    """By eId of a unit that is gone, the amendment that brought it in after the day, if one did."""


NotesOf = Callable[[Expression], Sequence[AmendmentNote]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which text stands for a day, and how."""

    expression: Expression
    reach: Reach


def choose_text(expressions: Sequence[Expression], notes_of: NotesOf, at: str) -> Choice:
    """The text for a day: official before digest; the latest not after it, or the next after it.

    `expressions` is not empty, and in the order of precedence.  Of two texts around the day, the
    earlier is taken as it is when the later one's notes tell of no change between it and the day.
    """
    dated = [e for e in expressions if e.stands_from]
    official = [e for e in dated if e.kind is ExpressionKind.OFFICIAL] or dated
    if not official:
        return Choice(expressions[0], Reach.UNDATED)
    in_order = sorted(official, key=lambda e: e.stands_from)
    before = next((e for e in reversed(in_order) if e.stands_from <= at), None)
    after = next((e for e in in_order if e.stands_from > at), None)
    if before is None:
        return Choice(after or in_order[0], Reach.DERIVED)
    if after is None:
        return Choice(before, Reach.HELD)
    changed = any(falls_between(note, before.stands_from, at) for note in notes_of(after))
    return Choice(after, Reach.DERIVED) if changed else Choice(before, Reach.HELD)


def falls_between(note: AmendmentNote, after: str, up_to: str) -> bool:
    """Whether an amendment may have come after one ISO day and up to another."""
    first, last = _span(note.date)
    return bool(note.date) and last > after and first <= up_to


def came_after(note: AmendmentNote, at: str) -> bool:
    """Whether an amendment surely came after an ISO day."""
    return bool(note.date) and _span(note.date)[0] > at


def _span(date: str) -> tuple[str, str]:
    """The first and last day that a date may mean: a bare year means any of its days."""
    return (date, date) if len(date) > len("2010") else (f"{date}-01-01", f"{date}-12-31")


def undo(
    text: str, provisions: Sequence[Provision], notes: Iterable[AmendmentNote], at: str
) -> Derived:
    """The text with the amendments undone that came after a day."""
    units = {p.eid: p for p in provisions}
    edits: list[_Edit] = []
    unplaced: list[Undone] = []
    doubtful: list[AmendmentNote] = []
    for note in notes:
        if came_after(note, at):
            edit = _edit(note, units.get(note.eid), text)
            edits.append(edit) if edit else unplaced.append(Undone(note, Undoing.UNPLACED))
        elif not note.date or at < _span(note.date)[1]:
            doubtful.append(note)
    kept = _outermost(edits)
    undone = tuple(Undone(e.note, e.how) for e in kept)
    new, left = _apply(text, provisions, kept)
    gone = units.keys() - {p.eid for p in left}
    brought_in = _brought_in(gone, units, edits)
    return Derived(new, left, (*undone, *unplaced), tuple(doubtful), brought_in)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text between two offsets of the later text, and what stood there before."""

    start: int
    end: int
    words: str
    note: AmendmentNote
    how: Undoing


def _edit(note: AmendmentNote, unit: Provision | None, text: str) -> _Edit | None:
    if unit is None or note.op == "renumbered":
        return None
    if note.whole:
        return _edit_of_whole(note, unit, text)
    if note.start is None or note.end is None:
        return None
    if note.op == "inserted":
        # the blank that set the words off goes with them, where another or a stop follows
        blank = text[: note.start][-1:] == " " and text[note.end :][:1] in _AFTER_BLANK
        return _Edit(note.start - blank, note.end, "", note, Undoing.TAKEN_OUT)
    how = Undoing.PUT_BACK if note.before else Undoing.GAP
    words = _spaced(note.before or GAP, text[: note.start][-1:], text[note.end :][:1])
    # a stop that comes back takes the place of the blank before the words that replaced it
    start = note.start - (words[0] in ".,;:" and text[: note.start][-1:] == " ")
    return _Edit(start, note.end, words, note, how)


def _spaced(words: str, left: str, right: str) -> str:
    """The words set off from the letters that they come to stand between."""
    before = " " if words[0].isalnum() and left.isalnum() else ""
    after = " " if words[-1].isalnum() and right.isalnum() else ""
    return f"{before}{words}{after}"


def _edit_of_whole(note: AmendmentNote, unit: Provision, text: str) -> _Edit:
    if note.op == "inserted":
        return _Edit(_label_start(unit, text), unit.end, "", note, Undoing.TAKEN_OUT)
    # a few quoted words were never the whole of a long unit: the print's bracket is not closed
    quoted = len(note.before) >= _LEAST_QUOTED * (unit.end - unit.start)
    if note.before and quoted and note.op == "substituted":
        return _Edit(unit.start, unit.end, note.before, note, Undoing.PUT_BACK)
    return _Edit(unit.start, unit.end, GAP, note, Undoing.GAP)


def _label_start(unit: Provision, text: str) -> int:
    """Where a unit's number, and a section's or chapter's heading, begin to be printed."""
    reach = _LABEL_REACH + len(unit.heading or "")
    before = text[max(0, unit.start - reach) : unit.start]
    lines = [found.end() for found in re.finditer(r"\n(?=.*\w)", before)][::-1]
    if unit.kind in _HEADED and lines:
        return unit.start - len(before) + _heading_start(unit, before, lines)
    return unit.start - len(_own_label(unit, before))


def _heading_start(unit: Provision, before: str, lines: Sequence[int]) -> int:
    """The line, of those that lead up to a unit, with which its number and heading begin."""
    for wanted in (f"{unit.num or ''}{unit.heading or ''}", unit.num or ""):
        for at in lines:
            if wanted and _letters(wanted) in _letters(before[at:]):
                return at
    return lines[0]


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _own_label(unit: Provision, before: str) -> str:
    """The label right before a unit's words: `(1A) `, `Explanation 3.—`; empty where none is."""
    num = re.escape(unit.num or "")
    patterns = [rf"(?<![^\n])\W*{unit.kind.value}s?\W*(?:{num})?[\W_]*$"]
    if num:
        patterns.append(rf"[\[“\"]?\(?\s*{num}\s*[).\]]*[\s._―—–-]*$")
    found = (re.search(pattern, before, re.IGNORECASE) for pattern in patterns)
    return next((match[0] for match in found if match), "")


def _brought_in(
    gone: Iterable[str], units: Mapping[str, Provision], edits: Iterable[_Edit]
) -> dict[str, AmendmentNote]:
    """Of each unit that is gone, the note that put it in, or else the nearest unit around it."""
    put_in = {e.note.eid: e.note for e in edits if e.note.whole and e.how is Undoing.TAKEN_OUT}
    found: dict[str, AmendmentNote] = {}
    for eid in gone:
        around: str | None = eid
        while around is not None and around not in put_in:
            unit = units.get(around)
            around = unit.parent if unit else None
        if around is not None:
            found[eid] = put_in[around]
    return found


def _outermost(edits: Iterable[_Edit]) -> list[_Edit]:
    """The edits in order, without those that lie in another's words or cross it.

    Of several that exchanged the same words, the first after the day knows what stood on it.
    """
    kept: list[_Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end, e.note.date)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _apply(
    text: str, provisions: Sequence[Provision], edits: Sequence[_Edit]
) -> tuple[str, tuple[Provision, ...]]:
    edges = [0, *(edge for e in edits for edge in (e.start, e.end)), len(text)]
    parts: list[str] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        parts.append(edits[number // 2].words if number % 2 else text[start:end])
    new = "".join(parts)
    places = _Places(edits)
    exchanged = {e.note.eid for e in edits if e.note.whole and e.how is Undoing.GAP}
    left = (_moved(p, new, places) for p in provisions if not places.swallowed(p))
    return new, tuple(_with_heading_of_later(p) if p.eid in exchanged else p for p in left)


def _with_heading_of_later(unit: Provision) -> Provision:
    """A unit whose words were exchanged as a whole: its heading then is as little known as they."""
    return replace(unit, heading=f"{unit.heading} {LATER_HEADING}") if unit.heading else unit


class _Places:
    """Where the units of the later text come to stand."""

    def __init__(self, edits: Sequence[_Edit]) -> None:
        self._edits = edits
        self._starts = [e.start for e in edits]
        self._ends = [e.end for e in edits]
        grown = (len(e.words) - (e.end - e.start) for e in edits)
        self._shifts = [0, *accumulate(grown)]

    def swallowed(self, unit: Provision) -> bool:
        """Whether a unit goes with the words of an edit, and is not the unit whose words alone
        were exchanged."""
        after = bisect_right(self._starts, unit.start)
        # the edit around a unit is the last to start before it, or the one before an empty edit
        return any(_swallows(edit, unit) for edit in self._edits[max(0, after - 2) : after])

    def moved(self, offset: int, closes: bool) -> int:
        """The offset in the new text of a unit's start, or (`closes`) of its end."""
        number = bisect_left(self._ends, offset)
        shift = self._shifts[number]
        for edit in self._edits[number:]:
            if edit.start >= offset and not (closes and edit.end == offset):
                break
            if edit.end > offset:
                return edit.start + shift + (len(edit.words) if closes else 0)
            shift += len(edit.words) - (edit.end - edit.start)
        return offset + shift


def _swallows(edit: _Edit, unit: Provision) -> bool:
    inside = edit.start <= unit.start < edit.end and unit.end <= edit.end
    return inside and (edit.how is Undoing.TAKEN_OUT or unit.eid != edit.note.eid)


def _moved(unit: Provision, text: str, places: _Places) -> Provision:
    start = places.moved(unit.start, closes=False)
    end = max(start, places.moved(unit.end, closes=True))
    return replace(unit, text=text[start:end], start=start, end=end)
