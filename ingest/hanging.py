"""Hangs every line on its unit: builds the tree inside sections and finds closing words."""

from __future__ import annotations

import itertools
import re

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.forms import forms_of
from ingest.numbering import Style
from ingest.subunits import Candidate, CandidateFinder, Opened, best_reading

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
        finder = CandidateFinder(forms_of(draft.jurisdiction))
        articles = draft.unit == "article"
        parts: list[tuple[list[Line], list[Candidate]]] = []
        for first, stop in sections(draft.lines):
            part = draft.lines[first:stop]
            opener = part[0].opens
            holds = opener is not None and _holds_text(opener)
            schedule = opener is not None and opener.kind is ProvisionKind.SCHEDULE
            dotted = articles or schedule
            holds = holds and not (schedule and _is_form(part))
            parts.append((part, finder.find(part, 0, len(part), dotted) if holds else []))
        points = _brackets_are_points(parts) if articles else None
        draft.lines = [
            line
            for part, candidates in parts
            for line in _opened(part, best_reading(candidates), articles, points)
        ]


_BLANKS = re.compile(r"_{4,}|\.{6,}|…{3,}")
_MIN_DOTTED = 5


def _is_form(part: list[Line]) -> bool:
    """A form to be filled in: its numbered blanks are no units."""
    return sum(bool(_BLANKS.search(line.block.text)) for line in part) >= 2


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


def _opened(
    part: list[Line], opened: list[Opened], articles: bool, points: bool | None
) -> list[Line]:
    section = part[0].opens
    if section is None or not opened:
        return part
    units: list[Unit] = []
    for item in opened:
        parent = section if item.parent < 0 else units[item.parent]
        point = bool(points) and not item.candidate.dotted
        units.append(_unit(item, parent, articles, point, part[item.candidate.line].page))
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
        lead = candidate.text_at - candidate.at
        blanks = len(piece.text[lead:]) - len(piece.text[lead:].lstrip())
        if piece.opens is not None:  # the section's own line
            piece = piece.split(len(piece.text))
        piece.opens, piece.label, piece.para = unit, lead + blanks, True
        if piece is not line:
            pieces.append(piece)
    return [line, *reversed(pieces)] if line.text or line.events or line.opens else pieces[::-1]


def _unit(item: Opened, parent: Unit, articles: bool, point: bool, page: int | None) -> Unit:
    marker = item.candidate.marker
    if marker:
        number = item.candidate.number or None
        return Unit(_MARKER_KINDS[marker], number, None, parent, page)
    digit = item.ordinal is not None and item.ordinal.style is Style.DIGIT
    kind, path = _article_kind(parent, digit and not point) if articles else _kind(parent, digit)
    return Unit(kind, item.candidate.num, None, parent, page, path=path)


def _article_kind(parent: Unit, digit: bool) -> tuple[ProvisionKind, str]:
    if parent.kind is ProvisionKind.SCHEDULE or (parent.kind in BASIC_KINDS and digit):
        return ProvisionKind.PARAGRAPH, ""
    return ProvisionKind.SUBPARAGRAPH, "point"


def _kind(parent: Unit, digit: bool) -> tuple[ProvisionKind, str]:
    if parent.kind in BASIC_KINDS:
        return (ProvisionKind.SUBSECTION, "") if digit else (ProvisionKind.PARAGRAPH, "")
    if parent.kind is ProvisionKind.PARAGRAPH:
        return ProvisionKind.SUBPARAGRAPH, ""
    if parent.kind is ProvisionKind.SUBPARAGRAPH:
        return ProvisionKind.SUBPARAGRAPH, "item"
    return ProvisionKind.PARAGRAPH, ""


class HangLines:
    """Give every line the innermost unit it belongs to.

    Closing words after a list belong to what holds the list.  They are told by their place: left
    of the items in a PDF, out of the list in markup, a new line in small letters in plain text.
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
            elif current is not None and before is not None and not line.heading:
                current = _place(line, before, current, openers, hanging)
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
    starts_small = line.text[:1].islower()
    broken = before.text[-1:] == ";" or (before.text[-1:] == "," and line.text.startswith("shall"))
    return starts_small and broken


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
    kinds = [c.kind for c in containers]
    return containers[: kinds.index(unit.kind)] if unit.kind in kinds else containers
