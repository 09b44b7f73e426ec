"""The words of a DOCX paragraph as they are printed: runs, fields, changes, notes, page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.draft import MARK_CLOSE, MARK_OPEN
from ingest.readers.docx_parts import child, kind, number, switch, value
from ingest.readers.docx_styles import Styles

_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})
_PASSED = frozenset(
    {"hyperlink", "smartTag", "customXml", "sdtContent", "sdt", "bdo", "dir", "fldSimple",
     "oMath", "oMathPara", "ruby", "rubyBase", "Choice"}
)  # fmt: skip
"""Wrappers that print what they hold; what no table here names prints nothing."""
_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_SIGNS = {
    "tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip
"""Elements of a run that stand for a sign."""
_CALL = re.compile(r"[\[(]?\s*(\d{1,3}|\*{1,3})\s*[\])]?")
_CONTENTS = re.compile(r"\s*TOC\b")
_DRAWN = frozenset({"drawing", "pict", "object", "AlternateContent"})
_SYMBOLS_FROM = 0xF000
"""Where Word puts the letters of symbol fonts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one make; a line break stands as `\\n`."""

    text: str
    bold: bool
    page: int


@dataclass(slots=True)
class Printed:
    """What one paragraph prints."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes that are anchored in the paragraph."""
    contents: bool = False
    """Stands, in whole or part, in a contents list that Word made."""

    @property
    def empty(self) -> bool:
        """Whether nothing is printed."""
        return not any(piece.text.strip() for piece in self.pieces)


@dataclass(slots=True)
class _Field:
    code: str = ""
    shown: bool = False


class Printer:
    """Prints the paragraphs of one file in their order; fields and pages run through them."""

    def __init__(self, styles: Styles, call: Callable[[str, str, str], str]) -> None:
        self.page = 1
        self.changes: Counter[str] = Counter()
        """Tracked changes: how many `insertions` and `deletions`."""
        self._styles = styles
        self._call = call
        self._fields: list[_Field] = []
        self._own_mark: tuple[str, str] | None = None

    @property
    def in_contents(self) -> bool:
        """Whether a contents list that Word made is open."""
        return any(_CONTENTS.match(held.code) for held in self._fields)

    def paragraph(self, element: etree._Element) -> Printed:
        """The words of a paragraph, and what hangs on it."""
        printed = Printed(contents=self.in_contents)
        self._inline(element, child(element, "pPr"), printed)
        printed.contents = printed.contents or self.in_contents
        self._fields = [held for held in self._fields if held.shown]
        return printed

    def count(self, element: etree._Element) -> bool:
        """Count a tracked change; tell whether the element is one that was deleted."""
        name = kind(element)
        if name in _INSERTED and len(element):
            self.changes["insertions"] += 1
        elif name in _DELETED:
            self.changes["deletions"] += 1
        return name in _DELETED

    def _inline(
        self, holder: etree._Element, properties: etree._Element | None, printed: Printed
    ) -> None:
        for element in holder:
            name = kind(element)
            if self.count(element):
                continue
            if name == "r" and not element.tag.startswith(f"{{{_MATHS}}}"):
                self._run(element, properties, printed)
            elif name == "r":
                self._say("".join(t.text or "" for t in element if kind(t) == "t"), False, printed)
            elif name == "AlternateContent":
                self._inline(_alternative(element), properties, printed)
            elif name in _PASSED or name in _INSERTED or element.tag.startswith(f"{{{_MATHS}}}"):
                self._inline(element, properties, printed)

    def _run(
        self, run: etree._Element, properties: etree._Element | None, printed: Printed
    ) -> None:
        own = child(run, "rPr")
        hidden = self._styles.hidden(own, properties)
        bold = self._styles.bold(own, properties)
        words: list[str] = []
        for element in run:
            name = kind(element)
            if name == "lastRenderedPageBreak":
                self._say("".join(words), bold, printed)
                words = []
                self.page += 1
            elif name == "fldChar":
                self._field(value(element, "fldCharType") or "")
            elif name == "instrText" and self._fields:
                self._fields[-1].code += element.text or ""
            elif not hidden and all(held.shown for held in self._fields):
                words.append(self._words(element, name, printed))
        text = "".join(words)
        if text.strip() and self._styles.superior(own) and (found := _CALL.fullmatch(text.strip())):
            text = f"{MARK_OPEN}{found[1]}{MARK_CLOSE}"
        self._say(text, bold, printed)

    def _words(self, element: etree._Element, name: str, printed: Printed) -> str:
        if name == "t":
            return self._plain(element.text or "")
        if name in _SIGNS:
            return _SIGNS[name]
        if name == "sym":
            return _symbol(value(element, "char") or "")
        if name in ("footnoteReference", "endnoteReference"):
            return self._reference(element, name.removesuffix("Reference"))
        if name in _DRAWN:
            printed.boxes.extend(_boxes(element))
        elif name == "ruby":
            inner = Printed()
            self._inline(element, None, inner)
            return "".join(piece.text for piece in inner.pieces)
        return ""

    def _plain(self, text: str) -> str:
        text = text.replace("\u00ad", "").replace("\n", " ")
        if self._own_mark is not None and text.strip():
            kind_, name = self._own_mark
            self._own_mark = None
            return self._call(kind_, name, text.strip()[:12])
        return text

    def _reference(self, element: etree._Element, note: str) -> str:
        name = value(element, "id") or ""
        if value(element, "customMarkFollows") in ("1", "true", "on"):
            self._own_mark = (note, name)
            return ""
        return self._call(note, name, "")

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(_Field())
        elif what == "separate" and self._fields:
            self._fields[-1].shown = True
        elif what == "end" and self._fields:
            self._fields.pop()

    def _say(self, text: str, bold: bool, printed: Printed) -> None:
        if text:
            printed.pieces.append(Piece(text, bold, self.page))


def mark_is(element: etree._Element, *names: str) -> bool:
    """Whether a paragraph's end is deleted (`del`) or not printed (`vanish`)."""
    marks = child(child(element, "pPr"), "rPr")
    return any(
        child(marks, name) is not None and switch(marks, name) is not False for name in names
    )


def _alternative(element: etree._Element) -> etree._Element:
    """The first way of saying it; the second repeats the words for older programs."""
    ways = [held for held in element if kind(held) in ("Choice", "Fallback")]
    return ways[0] if ways else element


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes in a drawing, each once, without those inside another."""
    name = kind(element)
    if name == "txbxContent":
        yield element
        return
    for held in _alternative(element) if name == "AlternateContent" else element:
        yield from _boxes(held)


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= point <= 0xFFFD or 0xD800 <= point <= 0xDFFF:
        return ""
    return chr(point if point >= 0x100 else _SYMBOLS_FROM + point)


def note_numbers(settings: etree._Element | None, note: str) -> tuple[str, int]:
    """Format and first number of a file's footnotes or endnotes."""
    properties = child(settings, f"{note}Pr")
    usual = "decimal" if note == "footnote" else "lowerRoman"
    start = number(child(properties, "numStart"))
    return value(child(properties, "numFmt")) or usual, 1 if start is None else start
