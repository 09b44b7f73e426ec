"""Writes the clean text, and with it every unit's offsets, eId and provision."""

from __future__ import annotations

import re
from collections import Counter

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, Provision, ProvisionKind, Unread
from corpus.uri import EID_NAMES, eid_component
from ingest.confidence import confidence_of
from ingest.draft import LINE_HYPHEN, Bracket, Draft, Line, Unit

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_COUNTED = (ProvisionKind.PROVISO, ProvisionKind.EXPLANATION, ProvisionKind.ILLUSTRATION)


class WriteText:
    """Write the full clean text; set where each unit's number, text and end stand in it.

    Lines of one paragraph are joined by a blank, paragraphs by a line end.  A hyphen at a line's
    end stays when the document elsewhere prints the word with a hyphen, or when both halves are
    words of it; else the halves are joined.

    Reads: lines, units.
    Writes: text, units (offsets), brackets (offsets), unread.
    """

    def __call__(self, draft: Draft) -> None:
        writer = _Writer(draft)
        for line in draft.lines:
            if line.note in ("", "formula", "marginal", "crossheading"):
                writer.add(line)
            if line.note == "crossheading":
                why = "a heading between sections; it belongs to no provision"
                draft.unread.append(Unread(line.page, line.text, why))
        draft.text = writer.finish()


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._hyphens = _Hyphens(draft.lines)
        self._parts: list[str] = []
        self._length = 0
        self._before: Line | None = None

    def add(self, line: Line) -> None:
        """Append a line; the unit it opens starts after its label."""
        text = line.text
        self._join(line)
        start = line.start = self._length
        self._parts.append(text)
        self._length += len(text)
        for event in line.events:
            _note_event(event.bracket, event.opens, start + event.at)
        unit = line.opens
        if unit is not None:
            unit.label_start, unit.start = start, start + line.label
            unit.end = start + len(text)
        self._extend(line)
        self._before = line

    def _extend(self, line: Line) -> None:
        unit = line.unit
        if unit is not None and line.heading and line.opens is None and unit.end <= unit.start:
            unit.start = unit.end = self._length
        while unit is not None:
            unit.end = max(unit.end, self._length)
            unit = unit.parent

    def _join(self, line: Line) -> None:
        before = self._before
        if before is None:
            return
        if _only_label(before) and line.opens is None:
            self._append(" ")
            return
        same = before.unit is line.unit and line.opens is None and before.heading == line.heading
        if not same or line.para or before.note or line.note:
            self._drop_hyphen("-")
            self._append("\n")
        elif before.text.endswith(LINE_HYPHEN):
            self._drop_hyphen(self._hyphens.between(before.text, line.text))
        elif line.text and not self._parted():
            self._append(" ")

    def _parted(self) -> bool:
        """Whether white space or nothing ends the text; a line of marks alone has no words."""
        return next((part for part in reversed(self._parts) if part), " ")[-1].isspace()

    def _drop_hyphen(self, instead: str) -> None:
        if self._parts and self._parts[-1].endswith(LINE_HYPHEN):
            self._parts[-1] = self._parts[-1][:-1] + instead
            self._length += len(instead) - 1

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finish(self) -> str:
        """The whole text; ends of units are pulled back over white space."""
        self._drop_hyphen("-")
        text = "".join(self._parts)
        for unit in self._draft.units:
            unit.end = max(unit.start, min(unit.end, len(text)))
            while unit.start < unit.end and text[unit.start].isspace():
                unit.start += 1
            if unit.start == unit.end:  # no words: stay with the heading, inside the parent
                unit.start = unit.end = max(unit.label_start, len(text[: unit.start].rstrip()))
            while unit.end > unit.start and text[unit.end - 1].isspace():
                unit.end -= 1
        return text


def _only_label(line: Line) -> bool:
    """A number that stands alone on its line goes before the words it numbers."""
    unit = line.opens
    return (
        unit is not None
        and not line.heading
        and bool(line.label)
        and (line.label == len(line.text) and unit.kind not in BASIC_KINDS)
    )


def _note_event(bracket: Bracket, opens: bool, at: int) -> None:
    if opens:
        bracket.start = at
    bracket.end = at


class _Hyphens:
    """Judges hyphens at line ends by the document's own spelling."""

    def __init__(self, lines: list[Line]) -> None:
        self._needed = any(line.text.endswith(LINE_HYPHEN) for line in lines)
        self._words: Counter[str] = Counter()
        if self._needed:
            whole = "\n".join(line.text for line in lines)
            self._words.update(_WORD.findall(whole.casefold()))

    def between(self, before: str, after: str) -> str:
        """`-` where the hyphen is the word's own, nothing where the print only broke a word."""
        first = re.search(r"([A-Za-z-]+)\W?$", before[:-1] + " ")
        second = re.match(r"[A-Za-z-]+", after)
        if first is None or second is None:
            return "-"
        left, right = first[1].casefold(), second[0].casefold()
        hyphened, joined = self._words[f"{left}-{right}"], self._words[left + right]
        if hyphened or joined:
            return "-" if hyphened >= joined else ""
        return "-" if self._words[right] and self._words[left] else ""


_NAMES = ("point", "item", "dvs", "subdvs", "subtitle", "subchp")
"""Paths that stand in an eId in place of the kind's own name."""


class NameUnits:
    """Give every unit its eId.

    Sections, articles, rules and regulations carry no prefix; containers nest; everything else is
    prefixed by its parent.  A number printed twice takes `_2`.

    Reads: units.
    Writes: units (eid).
    """

    def __call__(self, draft: Draft) -> None:
        taken: dict[str, int] = {}
        counts: Counter[tuple[int, ProvisionKind]] = Counter()
        through = _numbered_through(draft.units)
        for unit in draft.units:
            component = _component(unit, counts)
            holder = through.get(id(unit), unit.parent)
            prefix = f"{holder.eid}__" if holder is not None and _prefixed(unit) else ""
            unit.eid = _free(prefix + component, taken)


def _numbered_through(units: list[Unit]) -> dict[int, Unit]:
    """Paragraphs of a schedule's parts → the schedule, where their numbers run through it."""
    held: dict[int, list[tuple[Unit, Unit]]] = {}
    for unit in units:
        schedule = _schedule_over(unit)
        if schedule is not None and unit.kind is ProvisionKind.PARAGRAPH:
            held.setdefault(id(schedule), []).append((unit, schedule))
    return {
        id(unit): schedule
        for pairs in held.values()
        if len({unit.num for unit, _ in pairs}) == len(pairs)
        for unit, schedule in pairs
    }


def _schedule_over(unit: Unit) -> Unit | None:
    """The schedule in whose parts a unit stands, with nothing but parts between."""
    place = unit.parent
    while place is not None and place.kind in CONTAINER_KINDS:
        place = place.parent
    return place if place is not None and place.kind is ProvisionKind.SCHEDULE else None


def _free(eid: str, taken: dict[str, int]) -> str:
    """The eId, or the next of `_2`, `_3` … that no unit has."""
    name = eid
    while name in taken:
        taken[eid] += 1
        name = f"{eid}_{taken[eid]}"
    taken[name] = 1
    return name


def _prefixed(unit: Unit) -> bool:
    free = unit.kind in BASIC_KINDS and unit.path != "container"
    holder = unit.parent
    in_schedule = holder is not None and holder.kind is ProvisionKind.SCHEDULE
    # sections that count anew in each article need its name
    in_article = holder is not None and holder.kind is ProvisionKind.ARTICLE
    return not free or in_schedule or in_article


def _component(unit: Unit, counts: Counter[tuple[int, ProvisionKind]]) -> str:
    if unit.path == "title":
        return "title"
    if unit.kind in _COUNTED or unit.kind is ProvisionKind.HEADING or unit.path == "count":
        key = (id(unit.parent), unit.kind)
        counts[key] += 1
        return eid_component(unit.kind, str(counts[key]))
    if unit.path in _NAMES:
        return unit.path + eid_component(unit.kind, unit.num).removeprefix(EID_NAMES[unit.kind])
    return eid_component(unit.kind, unit.num)


class MakeProvisions:
    """Make the frozen provisions.

    Reads: units (doubts and regions too), text.
    Writes: provisions.
    """

    def __call__(self, draft: Draft) -> None:
        counts: Counter[tuple[int, ProvisionKind]] = Counter()
        for unit in draft.units:
            counts[(id(unit.parent), unit.kind)] += 1
            num = unit.num
            if num is None and unit.kind in _COUNTED:
                num = str(counts[(id(unit.parent), unit.kind)])
            draft.provisions.append(
                Provision(
                    unit.eid,
                    unit.kind,
                    num,
                    unit.heading,
                    draft.text[unit.start : unit.end],
                    unit.parent.eid if unit.parent else None,
                    unit.page,
                    unit.start,
                    unit.end,
                    confidence_of(unit),
                    tuple(reason for _, reason in sorted(unit.doubts, reverse=True)),
                    tuple(unit.regions),
                )
            )


def is_container(unit: Unit) -> bool:
    """Whether the unit only groups others."""
    return unit.kind in CONTAINER_KINDS or unit.path == "container"
