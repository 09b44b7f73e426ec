"""DOCX: paragraphs in their order with headings, depth, bold letters, notes and shown numbers.

Word shows numbers that are not in the text (`1.`, `(a)`); they are counted and put before it.
Headers and footers are furniture and are not read; nor are comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft, Role
from ingest.readers.docx_formats import formatted
from ingest.readers.docx_numbering import Numbered, Numbering
from ingest.readers.docx_parts import Parts, child, kind, value
from ingest.readers.docx_styles import Styles
from ingest.readers.docx_text import Piece, Printed, Printer, mark_is, note_numbers
from ingest.readers.zip_guard import SIGNATURE

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAX_HEADING = 220
_NO_HEADING_ENDS = ("—", ";", ",", ":")
_ITEM = re.compile(r"\(\w{1,6}\)")
"""A number in brackets opens a paragraph, in whatever style a template sets it."""
_LABEL = re.compile(
    r"[\[\"“‘']?\(?(?:\d{1,4}[A-Za-z]{0,3}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,8})[).]|[—–•●\-]"
)
"""The words of a table's cell that only number the cell after it."""
_STEP = 6.0
"""Points by which one indent must differ from another to be a step of its own."""
_TABLE_INDENT = 20.0


def looks_like(data: bytes) -> bool:
    """A ZIP archive whose names, which are never packed, tell of a Word document."""
    return data[:4] == SIGNATURE and b"word/" in data and b"[Content_Types].xml" in data


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from a DOCX file; pages as Word last laid them out, if it says.

    Raises:
        BrokenDocx: the archive or one of its parts is damaged.
        LockedArchive: it asks for a password.
        PastLimit: it passes a limit of `zip_guard` or `xml_guard`.
    """
    parts = Parts(data, draft.name)
    document = parts.document()
    reader = _Reader(parts)
    reader.walk(document)
    blocks = reader.finish()
    if reader.printer.page == 1:  # no page break was ever laid out
        for block in blocks:
            block.page = None
    else:
        draft.pages = reader.printer.page
    draft.blocks.extend(blocks)
    draft.warnings.extend(_warnings(draft.name, reader))


def _warnings(name: str, reader: _Reader) -> list[str]:
    found = []
    if changes := reader.printer.changes:
        kept, left = changes["insertions"], changes["deletions"]
        found.append(
            f"{name} has tracked changes: {kept} insertions were taken into the text, "
            f"{left} deletions left out."
        )
    if reader.foreign:
        found.append(f"{name} takes in {reader.foreign} other files, which were not read.")
    return found


@dataclass(slots=True)
class _Called:
    mark: str
    element: etree._Element
    page: int | None = None
    """Of the paragraph that calls it, which may go on over the page of the call itself."""


@dataclass(slots=True)
class _Notes:
    """The footnotes and endnotes that the text calls, in the order of the calls."""

    parts: dict[str, dict[str, etree._Element]]
    numbers: dict[str, tuple[str, int]]
    called: list[_Called] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def call(self, note: str, name: str, own_mark: str) -> str:
        """The mark that a call prints; notes without a mark of their own are counted."""
        format_, start = self.numbers[note]
        mark = own_mark
        if not mark:
            count = self.counts.get(note, start - 1) + 1
            self.counts[note] = count
            mark = formatted(count, format_)
        element = self.parts[note].pop(name, None)  # a second call of a note finds it taken
        if element is not None:
            self.called.append(_Called(mark, element))
        return f"{MARK_OPEN}{mark}{MARK_CLOSE}"

    def settle(self, page: int | None) -> None:
        """Say of the notes called since the last time that a paragraph of this page calls them."""
        for called in reversed(self.called):
            if called.page is not None:
                return
            called.page = page


def _notes(parts: Parts) -> _Notes:
    held: dict[str, dict[str, etree._Element]] = {}
    settings = parts.part("settings")
    for note in ("footnote", "endnote"):
        root = parts.part(f"{note}s")
        held[note] = {value(e, "id") or "": e for e in root} if root is not None else {}
    return _Notes(held, {note: note_numbers(settings, note) for note in held})


class _Reader:
    """Walks the body once and makes a block of each printed paragraph."""

    def __init__(self, parts: Parts) -> None:
        self._styles = Styles(parts.part("styles"))
        self._numbering = Numbering(parts.part("numbering"), self._styles)
        self._notes = _notes(parts)
        self.printer = Printer(self._styles, self._notes.call)
        self.foreign = 0
        """Files of other formats that stand in the text."""
        self._blocks: list[Block] = []
        self._lefts: dict[int, float] = {}
        self._tables = 0
        self._before: list[Piece] = []
        """Words whose paragraph has no printed end, for the one that follows."""
        self._makers: dict[str, Callable[[etree._Element], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "tr": self._row,
            "sdt": self._control,
            "altChunk": self._count_foreign,
        }

    def walk(self, holder: etree._Element) -> None:
        """Read what an element holds, in its order."""
        for element in holder:
            name = kind(element)
            if name == "AlternateContent":
                self.walk(element[0] if len(element) else element)
            elif self.printer.count(element) or name in ("sectPr", "tblPr", "trPr", "tcPr"):
                continue
            else:
                self._makers.get(name, self.walk)(element)

    def finish(self) -> list[Block]:
        """All blocks, with the notes at their end and the depths that the indents tell."""
        if self._before:
            self._add(Printed(), None, None)
        if self.printer.in_contents:  # a list that never ends is none
            for block in self._blocks:
                block.role = Role.BODY
        _set_depths(self._blocks, self._lefts)
        notes = [note for called in self._notes.called for note in self._note(called)]
        return self._blocks + notes

    def _count_foreign(self, element: etree._Element) -> None:
        self.foreign += 1

    def _control(self, element: etree._Element) -> None:
        """A content control; Word puts its contents list into one."""
        gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
        start = len(self._blocks)
        self.walk(element)
        if value(gallery) == "Table of Contents":
            for block in self._blocks[start:]:
                block.role = Role.CONTENTS

    def _paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        printed = self.printer.paragraph(element)
        deleted = mark_is(element, "del", "moveFrom")
        self._count_mark(element, deleted)
        unended = deleted or mark_is(element, "vanish")
        if unended and printed.empty:
            return
        numbered = None if deleted else self._numbering.next(properties)
        if unended:
            label = self._label(numbered, properties)
            self._before += [*([label] if label else []), *printed.pieces]
        else:
            self._add(printed, properties, numbered)
        for box in printed.boxes:
            self.walk(box)

    def _count_mark(self, element: etree._Element, deleted: bool) -> None:
        if deleted:
            self.printer.changes["deletions"] += 1
        elif mark_is(element, "ins", "moveTo"):
            self.printer.changes["insertions"] += 1

    def _label(self, numbered: Numbered | None, properties: etree._Element | None) -> Piece | None:
        """The number that Word shows before a paragraph, bold where the print has it so."""
        if numbered is None or not numbered.label:
            return None
        own = child(numbered.level.element, "rPr")
        marks = child(properties, "rPr")
        holder = own if child(own, "b") is not None else marks
        return Piece(numbered.label, self._styles.bold(holder, properties), self.printer.page)

    def _add(
        self,
        printed: Printed,
        properties: etree._Element | None,
        numbered: Numbered | None,
    ) -> None:
        label = self._label(numbered, properties)
        if numbered is not None and numbered.bullet and printed.empty:
            label = None
        joined = bool(self._before)
        pieces = [*self._before, *([label] if label else []), *printed.pieces]
        self._before = []
        level = numbered.level.element if numbered else None
        direct = numbered.direct if numbered else False
        opening, left = self._styles.indents(properties, level, direct)
        made = Block("", para=True, whole=True, depth=self._tables)
        made.level = 0 if joined else self._styles.level(properties)
        made.centred = self._styles.centred(properties)
        made.indent = max(0.0, opening) + _TABLE_INDENT * self._tables
        if printed.contents or self._styles.is_contents(properties):
            made.role = Role.CONTENTS
        for block in _lines(pieces, made):
            block.line = len(self._blocks) + 1
            self._lefts[id(block)] = left
            self._blocks.append(block)
            self._notes.settle(block.page)

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        self.walk(element)
        self._tables -= 1

    def _row(self, element: etree._Element) -> None:
        if child(child(element, "trPr"), "del") is not None:
            self.printer.changes["deletions"] += 1
            return
        start = len(self._blocks)
        self.walk(element)
        self._blocks[start:] = _joined(self._blocks[start:])

    def _note(self, called: _Called) -> list[Block]:
        """A note as one block, without the number that it repeats."""
        held, self._blocks = self._blocks, []
        self.walk(called.element)
        found, self._blocks = self._blocks, held
        words = " ".join(block.text for block in found).strip()
        return [Block(words, called.page, whole=True, note=called.mark)] if words else []


def _lines(pieces: list[Piece], made: Block) -> list[Block]:
    """A block for each line that the writer broke; all are paragraphs of their own."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines.extend([replace(piece, text=part)] for part in others)
    return [_block(line, made) for line in lines if any(piece.text.strip() for piece in line)]


def _block(line: list[Piece], made: Block) -> Block:
    text = " ".join("".join(piece.text for piece in line).split())
    opening = ""
    for piece in line:
        if piece.text.strip() and not piece.bold:
            break
        opening += piece.text
    page = next(piece.page for piece in line if piece.text.strip())
    level = made.level if _may_head(text) else 0
    bold = len(" ".join(opening.split()))
    return replace(made, text=text, bold=bold, page=page, level=level)


def _may_head(text: str) -> bool:
    short = len(text) <= _MAX_HEADING
    return short and not text.endswith(_NO_HEADING_ENDS) and _ITEM.match(text) is None


def _joined(row: list[Block]) -> list[Block]:
    """A table's row, with a cell that is only a number put before the next cell's words."""
    joined: list[Block] = []
    for block in row:
        before = joined[-1] if joined else None
        if (
            before is not None
            and _LABEL.fullmatch(before.text.rpartition(" ")[2])
            and (_only_labels(before.text))
        ):
            bold = len(before.text) + 1 + block.bold if before.bold == len(before.text) else 0
            before.text, before.bold = f"{before.text} {block.text}", max(before.bold, bold)
        else:
            joined.append(block)
    return joined


def _only_labels(text: str) -> bool:
    return all(_LABEL.fullmatch(word) for word in text.split())


def _set_depths(blocks: list[Block], lefts: dict[int, float]) -> None:
    """The steps of the indents as depths, from 1; none where all text stands at one place."""
    places = sorted({lefts.get(id(block), 0.0) for block in blocks if not block.depth})
    steps = [b for a, b in pairwise(places) if b - a > _STEP]
    for block in blocks:
        if steps:
            left = lefts.get(id(block), 0.0)
            block.depth += 1 + sum(left >= step for step in steps)
