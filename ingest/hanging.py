"""Hangs every line on its unit: builds the tree inside sections and finds closing words."""

from __future__ import annotations

import itertools
import re

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, ProvisionKind
from ingest import asides
from ingest.draft import Draft, Line, Unit
from ingest.forms import forms_of
from ingest.labels import Candidate, CandidateFinder
from ingest.naming import Naming, says_lettered
from ingest.numbering import Style, readings
from ingest.subunits import Opened, best_reading

_BREAK = re.compile(r"[;:,.—–―⸺\]”\"’]\s*$|;?\s*\b(?:or|and)\s*$")
_STEP = 8.0
"""Points by which a closing line stands left of the items before it."""

_MARKER_KINDS = {
    "proviso": ProvisionKind.PROVISO,
    "explanation": ProvisionKind.EXPLANATION,
    "illustration": ProvisionKind.ILLUSTRATION,
}
_ITEMS = (ProvisionKind.PARAGRAPH, ProvisionKind.SUBPARAGRAPH)


class FindSubunits:
    """Find subsections, clauses, sub-clauses, provisos, explanations and illustrations.

    Forms: `(1)`, `(2A)`, `(a)`, `a)`, `(iiia)`, `(l)` for `(1)`, `1.` under articles,
    `Provided further that`, `Explanation.—`, `Explanation II.–`, `Illustrations`; each may follow
    other text on its line after a dash, a colon or a semicolon.
    Confused with: cross-references and enumerations in running text.

    Reads: lines (opens), unit.
    Writes: lines (split, opens, label).
    """

    def __call__(self, draft: Draft) -> None:
        finder = CandidateFinder(forms_of(draft.jurisdiction, draft.language))
        articles = draft.unit == "article"
        bare = _bare_numbers(draft.lines)
        parts: list[tuple[list[Line], list[Candidate]]] = []
        schedule = False
        forms = _forms(draft.lines)
        for first, stop in sections(draft.lines):
            part = draft.lines[first:stop]
            opener = part[0].opens
            schedule = _in_schedule(opener, schedule)
            holds = opener is not None and (_holds_text(opener) or schedule)
            dotted = articles or schedule or _by_word(part[0]) or part[0].block.level > 0
            holds = holds and first not in forms
            found = finder.find(part, 0, len(part), dotted, schedule and bare) if holds else []
            parts.append((part, found))
        points = articles and _brackets_are_points(parts)
        naming = Naming(articles, points, says_lettered(draft.lines))
        lines: list[Line] = []
        for part, candidates in parts:
            opened = best_reading(candidates)
            self._tell(draft, part, candidates, opened)
            lines.extend(_opened(part, opened, naming))
        draft.lines = lines

    def _tell(
        self, draft: Draft, part: list[Line], candidates: list[Candidate], opened: list[Opened]
    ) -> None:
        """Say which labels were read as words, and which numbers can be read in two ways."""
        taken = {id(item.candidate) for item in opened}
        for candidate in candidates:
            if id(candidate) not in taken and not candidate.marker and not candidate.inline:
                doubt = _WORDS_DOUBT if candidate.doubt < 1 else 0.0
                block, num = part[candidate.line].block, candidate.num
                draft.decide(self, "label", block, "words of the text", f"item ({num})", doubt)
        for item in opened:
            named = _two_ways(item)
            if named:
                draft.decide(self, "level", part[item.candidate.line].block, *named, 0.0)


def _two_ways(item: Opened) -> tuple[str, str] | None:
    """How an `(i)` was read, and how it could have been."""
    styles = {o.style for o in readings(item.candidate.num)}
    if item.ordinal is None or len(styles) < 2 or item.candidate.marker:
        return None
    letter = item.ordinal.style in (Style.LOWER, Style.UPPER)
    names = [f"the letter {item.candidate.num}", f"the Roman number {item.candidate.num}"]
    return (names[0], names[1]) if letter else (names[1], names[0])


def _in_schedule(opener: Unit | None, before: bool) -> bool:
    """Whether a stretch stands in a schedule; parts of a schedule hold paragraphs themselves."""
    if opener is None:
        return False
    return opener.kind is ProvisionKind.SCHEDULE or (before and opener.kind in CONTAINER_KINDS)


def _bare_numbers(lines: list[Line]) -> bool:
    """Whether sections are `5  Definitions`, so that paragraphs of schedules have no stop too."""
    openers = [line for line in lines if line.opens and line.opens.kind in BASIC_KINDS]
    bare = sum(_UNSTOPPED.match(line.text) is not None for line in openers)
    return bare > len(openers) / 2


def _by_word(opener: Line) -> bool:
    """Whether the unit's own number has its word before it (`§ 5`), so that `1.` is free below."""
    return opener.opens is not None and _WORD.match(opener.text) is not None


_UNSTOPPED = re.compile(r"\d{1,4}[A-Z]{0,3}\s+[A-Z“\"‘'(]")
_WORD = re.compile(r"[\s\[]*(?:§|[A-Za-z]{3,}\.?\s+\d)")
_BLANKS = re.compile(r"_{4,}|\.{6,}|…{3,}|\bto\s+be\s+filled\b", re.IGNORECASE)
_WORDS_DOUBT = 0.1
_MIN_BLANKS = 2
_MIN_DOTTED = 5


def _forms(lines: list[Line]) -> set[int]:
    """First lines of the stretches of schedules that are forms to be filled in.

    The numbered blanks of a form are no units, in none of its parts.
    """
    held: list[list[tuple[int, int]]] = []
    schedule = False
    for first, stop in sections(lines):
        opener = lines[first].opens
        schedule = _in_schedule(opener, schedule)
        if schedule and opener is not None and opener.kind is ProvisionKind.SCHEDULE:
            held.append([])
        if schedule:
            held[-1].append((first, stop))
    return {
        first
        for parts in held
        if sum(_blank(line) for a, b in parts for line in lines[a:b]) >= _MIN_BLANKS
        for first, _ in parts
    }


def _blank(line: Line) -> bool:
    return _BLANKS.search(line.block.text) is not None


def _brackets_are_points(parts: list[tuple[list[Line], list[Candidate]]]) -> bool:
    """Whether paragraphs are `1.` throughout, so that `(1)` is a point, as in European acts."""
    starts = [
        c
        for part, candidates in parts
        if part[0].opens is not None and part[0].opens.kind in BASIC_KINDS
        for c in candidates
        if not c.inline and c.num[:1].isdigit()
    ]
    dotted = sum(c.dotted for c in starts)
    return dotted >= _MIN_DOTTED and dotted > len(starts) - dotted


def sections(lines: list[Line]) -> list[tuple[int, int]]:
    """Stretches of lines: what precedes the first unit, then one for each unit opened so far."""
    starts = [at for at, line in enumerate(lines) if line.opens is not None]
    bounds = [0, *starts, len(lines)] if not starts or starts[0] else [*starts, len(lines)]
    return [(a, b) for a, b in itertools.pairwise(bounds) if a < b]


def _holds_text(unit: Unit) -> bool:
    return unit.kind in BASIC_KINDS or unit.kind is ProvisionKind.SCHEDULE


def _opened(part: list[Line], opened: list[Opened], naming: Naming) -> list[Line]:
    section = part[0].opens
    if section is None or not opened:
        return part
    units: list[Unit] = []
    for item in opened:
        parent = section if item.parent < 0 else units[item.parent]
        units.append(_unit(item, parent, naming, part[item.candidate.line].page))
    at_line: dict[int, list[int]] = {}
    for serial, item in enumerate(opened):
        at_line.setdefault(item.candidate.line, []).append(serial)
    lines: list[Line] = []
    for index, line in enumerate(part):
        serials = at_line.get(index, [])
        lines.extend(_split(line, [(opened[s], units[s]) for s in serials]))
    return lines


def _split(line: Line, openings: list[tuple[Opened, Unit]]) -> list[Line]:
    pieces: list[Line] = []
    for item, unit in reversed(openings):
        candidate = item.candidate
        piece = line.split(candidate.at) if candidate.at else line
        if candidate.marker in asides.MARKERS:
            piece.unit = unit
            pieces += [piece] if piece is not line else []
            continue
        lead = candidate.text_at - candidate.at
        blanks = len(piece.text[lead:]) - len(piece.text[lead:].lstrip())
        if piece.opens is not None:  # the section's own line
            piece = piece.split(len(piece.text))
        piece.opens, piece.label, piece.para = unit, lead + blanks, True
        if piece is not line:
            pieces.append(piece)
    return [line, *reversed(pieces)] if line.text or line.events or line.opens else pieces[::-1]


def _unit(item: Opened, parent: Unit, naming: Naming, page: int | None) -> Unit:
    """The unit that an item opens; of a definition or a note, the unit in which it stands."""
    marker = item.candidate.marker
    if marker in asides.MARKERS:
        return parent
    if marker:
        number = item.candidate.number or None
        return Unit(_MARKER_KINDS[marker], number, None, parent, page)
    kind, path = naming.kind(parent, item.ordinal, item.candidate.dotted)
    return Unit(kind, item.candidate.num, None, parent, page, path=path)


class HangLines:
    """Give every line the innermost unit it belongs to.

    Closing words after a list belong to what holds the list.  They are told by their place: left
    of the items in a PDF, out of the list in markup, a new line in small letters in plain text.
    A line whose reader knew its unit keeps it.
    Confused with: an item's own next line in prints that indent only first lines.

    Reads: lines (opens).
    Writes: lines (unit), units.
    """

    def __call__(self, draft: Draft) -> None:
        hanging = _items_hang(draft.lines)
        openers: dict[int, Line] = {}
        current: Unit | None = None
        before: Line | None = None
        for line in draft.lines:
            if line.note:
                continue
            if line.opens is not None:
                current = line.opens
                openers[id(current)] = line
                draft.units.append(current)
            elif line.quoted:  # new text stays with the words that put it in
                pass
            elif current is not None and before is not None and not line.heading:
                current = line.unit or _place(line, before, current, openers, hanging)
            line.unit = current
            before = line


def _place(
    line: Line, before: Line, current: Unit, openers: dict[int, Line], hanging: bool
) -> Unit:
    place = current
    while _is_item(place) and place.parent is not None and id(place) in openers:
        if not _closes(line, before, openers[id(place)], hanging):
            break
        place = place.parent
        if not (line.block.right or line.block.depth):
            break
    return place


def _is_item(unit: Unit) -> bool:
    """List items can be followed by closing words; numbered paragraphs of an article cannot."""
    first = unit.parent is not None and unit.parent.kind in BASIC_KINDS
    return unit.kind in _ITEMS and not (first and (unit.num or "")[:1].isdigit())


def _closes(line: Line, before: Line, opener: Line, hanging: bool) -> bool:
    block, first = line.block, opener.block
    if block.right:
        left_of = first.indent - block.indent > _STEP
        return hanging and left_of and bool(_BREAK.search(before.text))
    if block.depth or first.depth:
        return block.depth < first.depth
    if line.text.strip(" ,;").casefold() in ("or", "and"):  # the item's own last word
        return False
    starts_small = line.text[:1].islower()
    afresh = line.text.startswith("shall") or len(line.text) > _UNBROKEN
    broken = before.text[-1:] == ";" or (before.text[-1:] == "," and afresh)
    return starts_small and broken


_UNBROKEN = 160
"""Letters of a line that no copy breaks, so it is no item's next line."""


def _items_hang(lines: list[Line]) -> bool:
    """Whether an item's later lines stand under its words, not out to the left of its number."""
    left = right = 0
    for opener, after in itertools.pairwise(lines):
        unit = opener.opens
        if unit is None or unit.kind not in _ITEMS or after.opens or not after.block.right:
            continue
        if not _BREAK.search(opener.text):
            left += after.block.indent < opener.block.indent - _STEP
            right += after.block.indent >= opener.block.indent - _STEP
    return right >= left


class NestUnits:
    """Give containers and sections their parents.

    A container stands inside the open ones of other kinds, and closes its own kind and what is
    inside: PART II holds CHAPTER 1 and CHAPTER 2 until PART III.

    Reads: lines (opens).
    Writes: lines (opens: parent).
    """

    def __call__(self, draft: Draft) -> None:
        open_containers: list[Unit] = []
        for line in draft.lines:
            unit = line.opens
            if unit is None:
                continue
            if unit.kind is ProvisionKind.SCHEDULE:
                open_containers = [unit]
            elif unit.kind in CONTAINER_KINDS or _groups(unit):
                open_containers = _inside(open_containers, unit)
                unit.parent = open_containers[-1] if open_containers else None
                open_containers.append(unit)
            elif unit.kind in BASIC_KINDS:
                unit.parent = open_containers[-1] if open_containers else None


def _groups(unit: Unit) -> bool:
    return unit.path == "container"


def _inside(containers: list[Unit], unit: Unit) -> list[Unit]:
    names = [(c.kind, c.path) for c in containers]
    own = (unit.kind, unit.path)
    return containers[: names.index(own)] if own in names else containers
