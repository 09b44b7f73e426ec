"""Goes through a page's elements once and cuts its words into blocks."""

from __future__ import annotations

import re

from bs4 import NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block
from ingest.readers.html_calls import as_note, call_of, holds_only_notes, is_note
from ingest.readers.html_lists import ListNumbers
from ingest.readers.html_page import SKIPPED, Page
from ingest.readers.html_signs import HEADINGS, classes, is_bold, is_hidden, level_of, signs
from ingest.readers.html_tables import LABEL, is_data

_SECTIONING = [
    "article",
    "aside",
    "body",
    "div",
    "footer",
    "header",
    "html",
    "main",
    "nav",
    "section",
]
_LISTS = ["dd", "dl", "dt", "li", "ol", "ul"]
_TABLES = ["caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"]
_OTHERS = ["address", "blockquote", "center", "fieldset", "figure", "form", "hr", "p", "pre"]
_MORE = ["details", "summary", "figcaption", "legend", "option"]
_BLOCKS = frozenset([*_SECTIONING, *HEADINGS, *_LISTS, *_TABLES, *_OTHERS, *_MORE])
"""Elements that begin and end a paragraph."""
_NESTING = frozenset(["td", "th", "li", "blockquote", "dd"])
_DELETED = frozenset(["del", "s", "strike"])
_MAX_HEADING = 220
_STEP = 20.0
"""Points by which each level of lists and tables is set in."""
_BREAK = re.compile(r"[.;:,—–]\s*$|\b(?:and|or)\s*$")
_NUMBERED = re.compile(r"\(?\w{1,4}[.)]\s")
_TERM = 160
_NO_HEADING = ("—", ";", ",", ":")
_FEW = 8
"""Stretches of text that a lone number can be made of."""


class Walker:
    """Goes through the tree once and cuts it into paragraphs."""

    def __init__(self, page: Page, numbers: ListNumbers) -> None:
        self.blocks: list[Block] = []
        self.linked: list[float] = []
        """Share of each block's letters that stand in links."""
        self.reasons: list[str] = []
        """Why a block is no text of the law; empty for text."""
        self._page = page
        self._numbers = numbers
        self._words: list[str] = []
        self._in_links = 0
        self._bold = 0
        self._bold_open = True
        self._depth = self._level = self._strong = self._note = self._only_notes = 0
        self._links = self._data = self._pre = 0
        self._around: list[tuple[Tag, str]] = []
        self._inside_main = page.main is None
        self._titled = page.main is None or page.main.find("h1") is not None
        self._label = self._item = self._term = ""
        self._labelled = self._in_term = False
        self._row: list[str] | None = None
        self._cell: list[str] = []
        self.computed: list[int] = []
        """Blocks whose number a browser computes."""

    def walk(self, root: Tag) -> None:
        """Visit an element and all it holds, without recursion: pages nest without limit."""
        stack: list[tuple[PageElement, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):  # comments and the like
                    self._text(str(node))
            elif not isinstance(node, Tag) or node.name in SKIPPED or is_hidden(node):
                continue
            elif leaving:
                self._leave(node)
            elif node.name in _DELETED:
                continue
            elif (mark := call_of(node)) is not None:
                self._text(f"{MARK_OPEN}{mark}{MARK_CLOSE}")
            else:
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))

    def finish(self) -> None:
        """End the last paragraph."""
        self.flush()
        self._drop_label()

    def _enter(self, element: Tag) -> None:
        if _is_block(element):
            self._hold_label_before(element)
            self.flush()
            self._enter_block(element)
        elif element.name == "br":
            self._words.append("\n")
        self._strong += is_bold(element)
        self._links += element.name == "a"

    def _enter_block(self, element: Tag) -> None:
        self._depth += _nests(element)
        self._level = self._level_of(element) or self._level
        self._note += is_note(element)
        self._only_notes += holds_only_notes(element)
        self._pre += element.name == "pre"
        self._in_term = self._in_term or element.name == "dt"
        if element is self._page.main:
            self._inside_main = True
        if reason := self._reason(element):
            self._around.append((element, reason))
        if element.name == "li":
            self._item = self._numbers.label(element)
        elif element.name == "table" and (self._data or is_data(element)):
            self._data += 1
        elif element.name == "tr" and self._data:
            self._row = []

    def _level_of(self, element: Tag) -> int:
        """A division or a cell is a heading only where it holds no more than one."""
        level = level_of(element)
        small = self._page.sizes.get(id(element), 0) <= _MAX_HEADING
        return level if small or element.name in ("p", *HEADINGS) else 0

    def _reason(self, element: Tag) -> str:
        if self._page.is_around(element):
            return "a menu or other words around the text"
        return "a list of contents" if self._page.is_contents(element) else ""

    def _leave(self, element: Tag) -> None:
        self._links -= element.name == "a"
        if _is_block(element):
            self.flush()
            self._leave_block(element)
        elif signs().labels.hit(classes(element)):
            self._labelled = True
            self._words.append(" ")
        self._strong -= is_bold(element)

    def _leave_block(self, element: Tag) -> None:
        self._depth -= _nests(element)
        self._note -= is_note(element)
        self._only_notes -= holds_only_notes(element)
        self._pre -= element.name == "pre"
        if self._level_of(element):
            self._level = 0
        if element is self._page.main:
            self._inside_main = False
        if self._around and self._around[-1][0] is element:
            self._around.pop()
        if element.name in ("tr", "td", "th"):
            self._leave_cell(element)
        elif element.name == "table" and self._data:
            self._data -= 1
        elif element.name == "dt":
            self._in_term = False
        elif element.name in ("li", "dl"):
            self._item = ""
            self._drop_term()

    def _leave_cell(self, element: Tag) -> None:
        if element.name != "tr":
            if self._row is not None:
                self._row.append(" ".join(self._cell))
                self._cell = []
            return
        self._drop_label()
        row, self._row = self._row, None
        if row and any(row):
            self._append(Block(f"| {' | '.join(row)} |", depth=self._depth))

    def _text(self, words: str) -> None:
        if words.strip():
            self._in_links += len(words) if self._links else 0
            if self._bold_open and self._strong:
                self._bold = sum(map(len, self._words)) + len(words)
            else:
                self._bold_open = False
        self._words.append(words if self._pre else words.replace("\n", " "))

    def _hold_label_before(self, element: Tag) -> None:
        """`<div>1) <p>text</p></div>`: a number right before a paragraph inside goes with it."""
        words = " ".join("".join(self._words).split()) if len(self._words) < _FEW else ""
        if words and not self._label and LABEL.fullmatch(words) and element.name != "tr":
            self._label, self._words = words, []

    def flush(self) -> None:
        """End the paragraph, if words have gathered."""
        raw = "".join(self._words)
        bold = len(" ".join(raw[: self._bold].split()))
        linked = self._in_links / max(1, len(raw.strip()))
        labelled = self._labelled
        self._words, self._bold, self._bold_open = [], 0, True
        self._in_links, self._labelled = 0, False
        if self._pre:
            self._add_printed(raw)
            return
        for index, part in enumerate(_parts(raw)):
            if self._row is not None:
                self._cell.append(part)
            else:
                self._add(part, bold if index == 0 else 0, linked, labelled)

    def _add(self, text: str, bold: int, linked: float, labelled: bool) -> None:
        alone = LABEL.fullmatch(text) is not None and not self._label
        if alone and (self._depth or labelled or self._in_term):
            self._label = text
            return
        if self._in_term and len(text) < _TERM:
            self._drop_term()
            self._term = text
            return
        text = self._numbered(text)
        level = self._level if len(text) <= _MAX_HEADING and not text.endswith(_NO_HEADING) else 0
        self._append(Block(text, level=level, depth=self._depth, bold=bold), linked)

    def _numbered(self, text: str) -> str:
        """The words after the number or the term that was held for them."""
        if self._term:
            text, self._term = f"{self._term} {text}", ""
        if self._label:
            text, self._label, self._item = f"{self._label} {text}", "", ""
        elif self._item:
            if not _NUMBERED.match(text):
                self.computed.append(len(self.blocks))
                text = f"{self._item} {text}"
            self._item = ""
        return text

    def _append(self, block: Block, linked: float = 0.0) -> None:
        block.line = len(self.blocks) + 1
        block.para = block.whole = True
        block.indent = _STEP * block.depth
        if self._note:
            as_note(block, self._only_notes > 0)
        self.blocks.append(block)
        self.linked.append(linked)
        self.reasons.append(self._why(block))

    def _why(self, block: Block) -> str:
        if self._around:
            return self._around[-1][1]
        kept = block.level == 1 and not self._titled
        return "" if self._inside_main or kept else "words outside the page’s main text"

    def _add_printed(self, raw: str) -> None:
        """Lines of preformatted text, as in a text file: a blank line opens a paragraph."""
        blank = True
        for part in raw.split("\n"):
            text = " ".join(part.split())
            if text:
                self._append(Block(text))
                self.blocks[-1].para, self.blocks[-1].whole = blank, False
            blank = not text

    def _drop_label(self) -> None:
        """A row whose second cell is empty keeps its label as words."""
        if self._label:
            label, self._label = self._label, ""
            self._append(Block(label, depth=self._depth))

    def _drop_term(self) -> None:
        """A term that no meaning follows stands as a paragraph."""
        if self._term:
            term, self._term = self._term, ""
            self._append(Block(term, depth=self._depth))


def _is_block(element: Tag) -> bool:
    if element.name in _BLOCKS or "-" in element.name:
        return not signs().inline.hit(classes(element))
    return element.name == "span" and signs().blocks.hit(classes(element))


def _nests(element: Tag) -> bool:
    return element.name in _NESTING or signs().nesting.hit(classes(element))


def _parts(raw: str) -> list[str]:
    """Lines between `<br>`s; a line in the middle of a sentence goes on with the one before."""
    parts: list[str] = []
    for part in raw.split("\n"):
        words = " ".join(part.split())
        if (
            parts
            and words[:1].islower()
            and not _BREAK.search(parts[-1])
            and not LABEL.match(words)
        ):
            parts[-1] = f"{parts[-1]} {words}"
        elif words:
            parts.append(words)
    return parts
