"""HTML: paragraphs with headings, depth in tables and lists, bold letters and footnote calls.

EUR-Lex sets each list item as a table of two cells, number and text; such a row becomes one
block.  Word exports have no useful tags, so bold letters and headings are only hints.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft
from ingest.errors import NotText
from ingest.readers.encoding import decode

_SIGNS = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<(?:p|div|table|h[1-6])[\s>][^<]*<", re.I
)
_SECTIONING = ["article", "aside", "body", "div", "footer", "header", "html", "main", "section"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_LISTS = ["dd", "dl", "dt", "li", "ol", "ul"]
_TABLES = ["caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"]
_OTHERS = ["address", "blockquote", "center", "fieldset", "figure", "form", "hr", "p", "pre"]
_BLOCKS = frozenset([*_SECTIONING, *_HEADINGS, *_LISTS, *_TABLES, *_OTHERS])
"""Elements that begin and end a paragraph."""
_SKIPPED = frozenset(
    ["script", "style", "head", "nav", "noscript", "template", "svg", "button", "iframe", "select"]
)
_NESTING = frozenset(["td", "th", "li", "blockquote", "dd"])
_BOLD = frozenset(["b", "strong", "th", *_HEADINGS])
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(doc-ti|s?ti|title|tit|heading)(?=$|[\s_-])")
_CLASS_LEVELS = {"doc-ti": 1, "sti": 4}
_BOLD_CLASS = re.compile(r"(?:^|[\s_-])bold(?:$|[\s_-])")
_HIDDEN = re.compile(r"display:\s*none")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_CALL = re.compile(r"[\[(]?\s*(\d{1,3}|\*{1,3})\s*[\])]?")
_LABEL = re.compile(r"[\[\"“‘']?\(?[0-9A-Za-z]{1,8}[).]|[—–•●\-]|\([0-9A-Za-z]{1,6}\)")
_NOTE_CLASS = re.compile(r"(?:^|[\s_-])(?:foot)?note(?:$|[\s_-])")
_NOTE = re.compile(
    rf"(?:{MARK_OPEN}([^{MARK_CLOSE}]+){MARK_CLOSE}|[\[(]?(\d{{1,3}})[\])]?)\s*(.*)", re.DOTALL
)
_MAX_HEADING = 220
_CALL_NODES = 64
"""Elements and texts in which a footnote call is looked for; real ones hold two or three."""


def looks_like(data: bytes) -> bool:
    """Markup near the start; a Markdown file with a stray tag has too little of it."""
    head = data[:4000]
    if re.match(
        rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)",
        head,
        re.I | re.S,
    ):
        return True
    return len(_SIGNS.findall(head)) >= 3


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from HTML.

    Raises:
        NotText: the bytes are not text, or hold no markup at all.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, draft))
    soup = BeautifulSoup(text, "lxml")
    if soup.find(True) is None:
        raise NotText(draft.name)
    walker = _Walker()
    walker.walk(soup)
    walker.flush()
    draft.blocks.extend(walker.blocks)


class _Walker:
    """Goes through the tree once and cuts it into paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._bold = 0
        self._bold_open = True
        self._depth = 0
        self._level = 0
        self._strong = 0
        self._note = 0
        self._label = ""

    def walk(self, root: Tag) -> None:
        """Visit an element and all it holds, without recursion: pages nest without limit."""
        stack: list[tuple[PageElement, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):  # comments and the like
                    self._text(str(node))
            elif not isinstance(node, Tag) or node.name in _SKIPPED or _hidden(node):
                continue
            elif leaving:
                self._leave(node)
            elif (mark := _call(node)) is not None:
                self._text(f"{MARK_OPEN}{mark}{MARK_CLOSE}")
            else:
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))

    def _enter(self, element: Tag) -> None:
        if element.name in _BLOCKS:
            self.flush()
            self._depth += element.name in _NESTING
            self._level = _level(element) or self._level
            self._note += _is_note(element)
        elif element.name == "br":
            self._words.append("\n")
        self._strong += _is_bold(element)

    def _leave(self, element: Tag) -> None:
        if element.name in _BLOCKS:
            self.flush()
            self._depth -= element.name in _NESTING
            self._note -= _is_note(element)
            if _level(element):
                self._level = 0
            if element.name == "tr":
                self._drop_label()
        self._strong -= _is_bold(element)

    def _text(self, words: str) -> None:
        if words.strip():
            if self._bold_open and self._strong:
                self._bold = sum(map(len, self._words)) + len(words)
            else:
                self._bold_open = False
        self._words.append(words.replace("\n", " "))

    def flush(self) -> None:
        """End the paragraph, if words have gathered."""
        raw = "".join(self._words)
        bold = len(" ".join(raw[: self._bold].split()))
        self._words, self._bold, self._bold_open = [], 0, True
        parts = [" ".join(part.split()) for part in raw.split("\n")]
        for index, part in enumerate(p for p in parts if p):
            self._add(part, bold if index == 0 else 0)

    def _add(self, text: str, bold: int) -> None:
        if self._depth and _LABEL.fullmatch(text) and not self._label:
            self._label = text
            return
        if self._label:
            text, self._label = f"{self._label} {text}", ""
        level = (
            self._level
            if len(text) <= _MAX_HEADING and not text.endswith(("—", ";", ",", ":"))
            else 0
        )
        block = Block(
            text,
            None,
            len(self.blocks) + 1,
            para=True,
            whole=True,
            level=level,
            depth=self._depth,
            bold=bold,
            indent=20.0 * self._depth,
        )
        if self._note:
            _as_note(block)
        self.blocks.append(block)

    def _drop_label(self) -> None:
        """A row whose second cell is empty keeps its label as words."""
        if self._label:
            label, self._label = self._label, ""
            self.blocks.append(
                Block(label, None, len(self.blocks) + 1, para=True, whole=True, depth=self._depth)
            )


def _call(element: Tag) -> str | None:
    """The number of a footnote call: a superior figure, or a link of a figure to this page."""
    if element.name not in ("sup", "a"):
        return None
    if element.name == "a" and "#" not in _attribute(element, "href"):
        return None
    found = _CALL.fullmatch(_beginning(element, 9).strip())
    return found[1] if found else None


def _beginning(element: Tag, most: int) -> str:
    """The first characters of an element's text, none if they lie behind too many nodes.

    A call is short and shallow; without a limit each of 20,000 nested links would be searched
    to its end.
    """
    text = ""
    waiting: list[PageElement] = [element]
    for _ in range(_CALL_NODES):
        if not waiting or len(text) >= most:
            return text
        node = waiting.pop()
        if isinstance(node, Tag):
            waiting.extend(reversed(node.contents))
        elif type(node) is NavigableString:  # its subclasses are comments, scripts and the like
            text += node
    return ""


def _attribute(element: Tag, name: str) -> str:
    """An attribute as it was written; classes come as a list."""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _level(element: Tag) -> int:
    if re.fullmatch(r"h[1-6]", element.name):
        return int(element.name[1])
    found = (
        _HEADING_CLASS.search(_attribute(element, "class"))
        if element.name in ("p", "div")
        else None
    )
    return _CLASS_LEVELS.get(found[1], 3) if found and element.name == "p" else 0


def _is_bold(element: Tag) -> bool:
    if element.name in _BOLD:
        return True
    return bool(
        _BOLD_CLASS.search(_attribute(element, "class"))
        or _BOLD_STYLE.search(_attribute(element, "style"))
    )


def _hidden(element: Tag) -> bool:
    return bool(_HIDDEN.search(_attribute(element, "style")))


def _is_note(element: Tag) -> bool:
    return bool(_NOTE_CLASS.search(_attribute(element, "class")))


def _as_note(block: Block) -> None:
    found = _NOTE.fullmatch(block.text)
    if found:
        block.note, block.text = found[1] or found[2], found[3]
