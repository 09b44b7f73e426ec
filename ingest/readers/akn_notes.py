"""Words of an element, and the notes on them: footnotes, remarks, notes of the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.draft import MARK_CLOSE, MARK_OPEN, Bracket, Draft, Event, Footnote, Line
from ingest.readers.akn_tables import NOTE_BLOCKS, NOTES, SKIPPED, STRUCTURES

_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")
Piece = str | etree._Element


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def is_note(element: etree._Element) -> bool:
    """Whether the element holds words about the text."""
    name = name_of(element)
    return name in NOTES or (name == "block" and element.get("name") in NOTE_BLOCKS)


def plain_words(element: etree._Element | None) -> str:
    """All words of an element, without notes and without what is not of the text."""
    if element is None:
        return ""
    return " ".join("".join(_letters(element)).split())


def _letters(element: etree._Element) -> Iterator[str]:
    yield element.get("startQuote", "") + (element.text or "")
    for child in element:
        if name_of(child) and name_of(child) not in SKIPPED and not is_note(child):
            yield from _letters(child)
        elif name_of(child) in ("br", "eol"):
            yield " "
        yield child.tail or ""
    yield element.get("endQuote", "")


class Notes:
    """Collects the notes of a document, and leaves a mark in the words where each is called."""

    def __init__(self, root: etree._Element, draft: Draft) -> None:
        self._draft = draft
        self._waiting: list[str] = []
        self._of_meta = {
            eid: plain_words(note)
            for note in root.iter()
            if name_of(note) == "note" and (eid := note.get("eId") or note.get("id"))
        }

    def pieces(self, element: etree._Element) -> Iterator[Piece]:
        """The words of an element with marks, and the blocks that stand in them, in order."""
        yield element.get("startQuote", "") + (element.text or "")
        for child in element:
            name = name_of(child)
            if is_note(child):
                yield self.mark(plain_words(child))
            elif name == "noteRef":
                yield self.mark(self._of_meta.get(child.get("href", "").lstrip("#"), ""))
            elif name in STRUCTURES:
                yield child
            elif name in ("br", "eol"):
                yield " "
            elif name and name not in SKIPPED:
                yield from self.pieces(child)
            yield child.tail or ""
        yield element.get("endQuote", "")

    def mark(self, words: str) -> str:
        """A mark for a note; nothing for a note without words.  An editor's brackets go."""
        if words.startswith("[") and words.endswith("]"):
            words = words[1:-1].strip()
        if not words:
            return ""
        number = str(len(self._draft.notes) + 1)
        self._draft.notes.append(Footnote(number, words, None))
        return f"{MARK_OPEN}{number}{MARK_CLOSE}"

    def wait(self, element: etree._Element) -> None:
        """Keep a note that stands between blocks for the line before it, or the next."""
        self._waiting += _MARK.findall(self.mark(plain_words(element)))

    def lift(self, marked: str, line: Line) -> None:
        """Take the marks out of a line's words into its events, and those that wait."""
        parts = _MARK.split(" ".join(marked.split()))
        text = ""
        for at, part in enumerate(parts):
            if at % 2:
                self._call(part, line, len(text))
            else:
                text += part[1:] if part.startswith(" ") and text.endswith(" ") else part
        for mark in self._waiting:
            self._call(mark, line, 0)
        self._waiting.clear()
        line.text = line.block.text = text.strip()

    def hang(self, marked: str, line: Line | None) -> None:
        """Tie marks that stand alone, and those that wait, to the end of the line before them."""
        marks = [*_MARK.findall(marked), *self._waiting]
        if line is None:
            self._waiting = marks
            return
        for mark in marks:
            self._call(mark, line, len(line.text))
        self._waiting.clear()

    def _call(self, mark: str, line: Line, at: int) -> None:
        bracket = Bracket(mark, None, 0)
        self._draft.brackets.append(bracket)
        line.events.append(Event(at, bracket, True))


def unmarked(marked: str) -> str:
    """The words without marks."""
    return " ".join(_MARK.sub("", marked).split())
