"""Words and numbers as a format that marks its units holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.draft import LINE_HYPHEN, Bracket, Event
from ingest.forms import counted_words, structure_words

_HEAD = 8_000
"""Bytes within which a file says what it is; public bodies put stylesheets and notes before it."""

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?P<rest>[^>]*)")
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)

_UNIT_WORDS = (
    "part",
    "subpart",
    "sub-part",
    "division",
    "subdivision",
    "chapter",
    "subchapter",
    "title",
    "subtitle",
    "section",
    "sections",
    "sec",
    "article",
    "art",
    "rule",
    "regulation",
    "paragraph",
    "schedule",
    "annex",
    "appendix",
    "form",
    *structure_words(),
)
"""Words that formats print before a number and that are no part of it."""

_WORD = re.compile(rf"[\W_]*(?:(?:{'|'.join(_UNIT_WORDS)})\b[\s.§]*)?", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:the\s+)?(\w+)\s+(?:schedule|annex|appendix)\W*", re.IGNORECASE)
_APART = frozenset(
    [
        *("p", "tr", "td", "th", "heading", "content", "chapeau", "column"),
        *(
            "Text",
            "Title",
            "Para",
            "Number",
            "Pnumber",
            "TitleText",
            "Label",
            "title",
            "row",
            "entry",
        ),
        *("P", "TI", "STI", "ALINEA", "TXT", "NO.P"),
    ]
)
"""Elements of the formats that are paragraphs or cells, so that no word goes on across them."""

_AROUND = " \u00a0()[].,:;-–—⸺“”‘’\"'"


@dataclass(frozen=True, slots=True)
class Note:
    """What a format says of a unit beside its text."""

    text: str
    amends: bool = False
    """Whether it may tell of an amendment."""
    date: str = ""
    """ISO day of the amendment."""


@dataclass(slots=True)
class Words:
    """Words with their white space folded, where changed words stand in them, and their notes."""

    text: str = ""
    events: list[Event] = field(default_factory=list)
    notes: list[tuple[Note, Bracket | None]] = field(default_factory=list)
    leads: bool = False
    """Stands before the next text on its line, as a term before its meaning."""
    gap: bool = False
    """White space waits to be written before the next word."""

    def add(self, text: str | None) -> None:
        """Append text as the file holds it."""
        raw = (text or "").replace(LINE_HYPHEN, "")
        words = raw.split()
        if not words:
            self.gap = self.gap or bool(raw)
            return
        self.gap = self.gap or raw[0].isspace()
        self._fill_gap()
        self.text += " ".join(words)
        self.gap = raw[-1].isspace()

    def change(self, bracket: Bracket, opens: bool) -> None:
        """Mark where changed words begin or end."""
        if opens:
            self._fill_gap()
        self.events.append(Event(len(self.text), bracket, opens))

    def join(self, more: Words) -> None:
        """Append other words after a blank, with their marks and notes."""
        self.gap = True
        if more.text:
            self._fill_gap()
        start = len(self.text)
        self.events += [Event(start + e.at, e.bracket, e.opens) for e in more.events]
        self.text += more.text
        self.notes += more.notes

    def _fill_gap(self) -> None:
        if self.gap and self.text and not self.text[-1].isspace():
            self.text += " "
        self.gap = False


def joined(parts: Iterable[Words]) -> Words:
    """The parts in a row, a blank between them."""
    whole = Words()
    for part in parts:
        whole.join(part)
    return whole


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def named(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements inside that have one of the names, in the order of the file."""
    return (inner for inner in element.iter() if local_name(inner) in names)


def plain_words(element: etree._Element | None) -> str:
    """All letters inside an element, white space folded, paragraphs apart; empty for none."""
    if element is None:
        return ""
    parts: list[str] = []
    _gather_plain(element, parts)
    return " ".join("".join(parts).split())


def _gather_plain(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        name = local_name(child)
        apart = " " if name in _APART else ""
        parts.append(apart)
        if name:
            _gather_plain(child, parts)
        parts += [apart, child.tail or ""]


def first_words(element: etree._Element, *names: str) -> str:
    """The letters of the first element inside that has one of the names."""
    return plain_words(next(named(element, *names), None))


def number_in(printed: str) -> str:
    """The bare number of a printed one: `1` of `SECTION 1. `, `a` of `“(a)`; empty for none."""
    if ordinal := _LAST_WORD.fullmatch(printed):
        return ordinal[1].upper()
    before, _, word = printed.strip(_AROUND).casefold().partition(" ")
    if word in structure_words() and before in counted_words():  # `Erster Abschnitt`
        return counted_words()[before]
    bare = _WORD.sub("", printed, count=1).strip(_AROUND)
    if bare.casefold() in counted_words():  # `CHAPITRE PREMIER`
        return counted_words()[bare.casefold()]
    return re.sub(r"\s*[‐‑–—]\s*", "-", bare)


def root_tag(data: bytes) -> tuple[str, bytes]:
    """The name of the first element of a file, and what its tag holds; empty for no XML."""
    head = _ASIDE.sub(
        b"", data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    )
    if not head.lstrip().startswith(b"<"):
        return "", b""
    found = _ROOT.search(head)
    return (found["name"].decode("ascii"), found["rest"]) if found else ("", b"")


def spread(element: etree._Element, heads: frozenset[str]) -> Iterator[etree._Element]:
    """The children of an element; in place of those with one of the names, their own children."""
    for child in element:
        if local_name(child) in heads:
            yield from child
        else:
            yield child


_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})(?:\.\d{1,3})*\)?\.?")


def is_lone_number(child: etree._Element, element: etree._Element) -> bool:
    """Whether a first paragraph is only the number of what follows it in the same element."""
    after = child.getnext()
    lone = after is not None and local_name(after) == local_name(element)
    return lone and bool(_NUMBER.fullmatch(plain_words(child)))


def show_number(printed: Words, shown: str) -> None:
    """Put the marks around a bare number that the format leaves to the page: `({})`."""
    before = shown.index("{")
    printed.text = shown.format(printed.text)
    for event in printed.events:
        event.at += before
