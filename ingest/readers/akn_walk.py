"""Walks a document of Akoma Ntoso: opens its units, and gives every line to its unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from corpus.model import BASIC_KINDS, CONTAINER_KINDS
from corpus.model import ProvisionKind as K
from ingest.draft import Block, Draft, Line, Unit
from ingest.readers.akn_notes import Notes, is_note, name_of, plain_words, unmarked
from ingest.readers.akn_tables import (
    ATTACHED_ARTICLE,
    DOCUMENTS,
    GROUPS,
    LABELLED,
    LEAVES,
    QUOTED,
    SCHEDULE_WORD,
    SKIPPED,
)
from ingest.readers.akn_units import label_of, number_in, schedule_number, unit_of

_LABELS = frozenset({"num", "heading", "subheading"})
_FRONT = frozenset({"recitals", "recital", "citations", "citation", "formula"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is."""

    unit: Unit | None = None
    depth: int = 0
    quoted: bool = False
    body: bool = False
    """Whether units may open here: not in a preface."""


class Walker:
    """Fills a draft's lines."""

    def __init__(self, draft: Draft, notes: Notes) -> None:
        self._draft = draft
        self._notes = notes
        self._prefix = ""
        """A printed sign or number that goes before the next words."""
        self._opening: Unit | None = None
        """A unit whose number waits for its first words."""

    def read(self, document: etree._Element) -> None:
        """Read a document, its attachments as schedules."""
        for part in document:
            name = name_of(part)
            body = name not in ("preface", "coverPage", "conclusions")
            self._walk(part, _Place(body=body))
            if name not in ("attachments", "components"):
                self._flush(_Place())

    def _walk(self, element: etree._Element, place: _Place) -> None:
        name = name_of(element)
        if not name or name in SKIPPED:
            return
        if is_note(element):
            self._notes.wait(element)
        elif name in ("attachment", "component"):
            self._attached(element, place)
        elif name == "preamble":
            self._preamble(element, place)
        elif name in QUOTED:
            self._quote(element, replace(place, quoted=True))
        elif name == "crossHeading":
            self._between(plain_words(element), place)
        elif name == "tr":
            self._words(" ".join(filter(None, map(plain_words, element))), place)
        elif name in LEAVES or _has_words(element):
            self._leaf(element, place)
        else:
            self._block(element, place)

    def _block(self, element: etree._Element, place: _Place) -> None:
        """A unit, or a wrapper of blocks."""
        unit = unit_of(element, place.unit) if place.body and not place.quoted else None
        if unit is None:
            self._wrapper_label(element, place)
            inner = place
        else:
            self._open(unit, element, place)
            inner = replace(place, unit=unit, depth=place.depth + 1)
        self._children((e for e in element if name_of(e) not in _LABELS), inner)

    def _children(self, elements: Iterable[etree._Element], place: _Place) -> None:
        for child in elements:
            self._walk(child, place)

    def _wrapper_label(self, element: etree._Element, place: _Place) -> None:
        """Number and heading of what is no unit: the one goes before its words, the other alone."""
        label = label_of(element)
        if label.printed:
            self._prefix = f"{self._prefix} {label.printed}".strip()
        if label.heading and (place.quoted or not _groups(place.unit)):
            self._words(label.heading, place)
        elif label.heading:
            self._between(label.heading, place)

    def _open(self, unit: Unit, element: etree._Element, place: _Place) -> None:
        self._flush(place)
        marked = {
            name: " ".join(
                "".join(p for p in self._notes.pieces(e) if isinstance(p, str))
                for e in element
                if name_of(e) == name
            )
            for name in ("num", "heading")
        }
        self._start(unit, marked["num"], marked["heading"] or unit.heading or "")

    def _start(self, unit: Unit, num: str, heading: str) -> None:
        """Open a unit: on a line of its own where it has a heading, else with its first words."""
        headed = unit.kind in BASIC_KINDS or unit.kind in GROUPS or bool(unmarked(heading))
        if not headed:
            self._opening, self._prefix = unit, num
            return
        line = self._line(f"{num} {heading}", unit)
        line.opens, line.label, line.heading = unit, len(line.text), True

    def _flush(self, place: _Place) -> None:
        """Write a number that got no words of its own."""
        if self._opening is not None:
            unit, num = self._opening, self._prefix
            self._opening = None
            self._prefix = ""
            line = self._line(num, unit)
            line.opens, line.label = unit, len(line.text)
        elif self._prefix and place.unit is not None:
            words, self._prefix = self._prefix, ""
            self._line(words, place.unit)

    def _leaf(self, element: etree._Element, place: _Place) -> None:
        """Words, and the blocks that stand in the middle of them."""
        words = ""
        for piece in self._notes.pieces(element):
            if isinstance(piece, str):
                words += piece
                continue
            self._words(words, place)
            words = ""
            self._walk(piece, place)
        self._words(words, place)

    def _words(self, marked: str, place: _Place) -> None:
        if not unmarked(marked):
            self._notes.hang(marked, self._draft.lines[-1] if self._draft.lines else None)
            return
        unit, num = self._opening, self._prefix
        self._opening = None
        self._prefix = ""
        line = self._line(f"{num} {marked}", unit or place.unit, place)
        if unit is not None:
            line.opens = unit
            printed = len(unmarked(num))
            line.label = min(len(line.text), printed + 1) if printed else 0

    def _line(self, marked: str, unit: Unit | None, place: _Place | None = None) -> Line:
        depth = place.depth if place is not None else 0
        line = Line("", Block("", None, para=True, whole=True, depth=depth), True, unit=unit)
        line.quoted = place is not None and place.quoted
        self._notes.lift(marked, line)
        line.note = "formula" if unit is None and self._draft.lines else ""
        self._draft.lines.append(line)
        return line

    def _between(self, words: str, place: _Place) -> None:
        """A heading between sections, which belongs to none of them."""
        self._flush(place)
        if words:
            self._line(words, None).note = "crossheading"

    def _preamble(self, element: etree._Element, place: _Place) -> None:
        """A preamble of plain paragraphs is a unit; recitals and formulas are what they are."""
        names = {name_of(e) for e in element.iter()}
        holds_unit = any(name_of(e) == "container" and unit_of(e, None) for e in element)
        if names & _FRONT or holds_unit or not plain_words(element):
            self._children(element, place)
            return
        unit = Unit(K.PREAMBLE)
        self._opening, self._prefix = unit, ""
        self._children(element, replace(place, unit=unit, depth=1))

    def _quote(self, element: etree._Element, place: _Place) -> None:
        """Words for another law: lines of the unit that quotes them."""
        self._prefix = f"{self._prefix} {element.get('startQuote', '')}".strip()
        self._children(element, place)
        if (closing := element.get("endQuote", "")) and self._draft.lines:
            self._draft.lines[-1].text += closing

    def _attached(self, element: etree._Element, place: _Place) -> None:
        """A document that belongs to the law: its schedule, or an article of its code."""
        document = next((e for e in element if name_of(e) in DOCUMENTS), None)
        if document is None:
            return
        self._flush(place)
        unit = _attachment(element, document)
        self._start(unit, "", unit.heading or "")
        line = self._draft.lines[-1]
        if unit.num and unit.num not in line.text:
            words = "Article" if unit.kind is K.ARTICLE else "Schedule"
            line.text = line.block.text = f"{words} {unit.num} {line.text}".strip()
            line.label = len(line.text)
        inner = replace(place, unit=unit, depth=place.depth + 1, body=True)
        self._children((e for e in document if name_of(e) not in ("preface", "coverPage")), inner)


def _attachment(element: etree._Element, document: etree._Element) -> Unit:
    label = label_of(element)
    title = next((plain_words(e) for e in document.iter() if name_of(e) == "docTitle"), "")
    heading = str(label.heading or title or document.get("name", ""))
    if article := ATTACHED_ARTICLE.fullmatch(heading):
        return Unit(K.ARTICLE, article[1].strip().replace(" ", "-"))
    num = label.num
    if num is None and (found := LABELLED.fullmatch(heading)):
        num, heading = found["num"], str(found["heading"] or "")
    elif num is None and SCHEDULE_WORD.search(heading) and len(heading.split()) <= 2:
        num = schedule_number(number_in(heading))
    return Unit(K.SCHEDULE, num, heading or None)


def _has_words(element: etree._Element) -> bool:
    """Whether letters stand in the element itself, and not only in the blocks that it holds."""
    letters = [element.text, *(child.tail for child in element)]
    return any(part and part.strip() for part in letters)


def _groups(unit: Unit | None) -> bool:
    return unit is None or unit.kind in CONTAINER_KINDS or unit.path == "container"
