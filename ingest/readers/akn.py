"""Akoma Ntoso XML: the format marks its units, so this reader opens them itself.

Read are our own export (as it was written) and the dialects of other publishers: any version of
the standard and any prefix, since elements are known by their names alone.  A file's own eIds are
not taken over: units are named anew from their numbers.  Wrappers (`list`, `intro`, `content`,
an alinea without a number) are no units; words that a law puts into another stay words.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from corpus.model import BASIC_KINDS, Unread
from ingest.draft import Draft
from ingest.readers.akn_notes import Notes, name_of, plain_words
from ingest.readers.akn_own import read_own
from ingest.readers.akn_tables import DOCUMENTS, TYPES
from ingest.readers.akn_walk import Walker
from ingest.readers.xml_guard import parse_xml

_HEAD = 20_000
"""Bytes in which the root stands; publishers put licences and processing notes before it."""
_ROOT = re.compile(rb"<(?:[\w.-]+:)?akomaNtoso[\s>]", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DAY = ("0001-01-01", "9999-01-01", "9999-12-31")
"""Days that stand for none."""
_LONGEST_TITLE = 300


def looks_like(data: bytes) -> bool:
    """An `akomaNtoso` element near the start, in UTF-8 or UTF-16."""
    return _ROOT.search(data[:_HEAD].replace(b"\x00", b"")) is not None


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft with the units that the file marks.

    A file that marks none leaves its paragraphs to the stages, as plain text does.

    Raises:
        BrokenXml: the file is not well-formed.
        PastLimit: it declares entities, or passes a limit of `xml_guard`.
    """
    root = parse_xml(data, draft.name)
    draft.structured = True
    if read_own(root, draft):
        return
    document, others = _documents(root)
    Walker(draft, Notes(root, draft)).read(document)
    for other in others:
        draft.unread.append(Unread(None, _title(other), "another document of the same file"))
    _identify(document, draft)
    if not any(line.opens for line in draft.lines):
        draft.blocks = [line.block for line in draft.lines]
        draft.structured, draft.lines = False, []


def _documents(root: etree._Element) -> tuple[etree._Element, list[etree._Element]]:
    """The document to read, and those that a collection holds beside it.

    Components that stand beside a law (as older versions of the standard put schedules) belong to
    it; in a collection the first law is read.
    """
    first = next((e for e in root if name_of(e) in DOCUMENTS), None)
    if first is not None:
        for beside in [e for e in root if name_of(e) in ("components", "attachments")]:
            first.append(beside)
        return first, []
    held = [e for e in root.iter() if name_of(e) in DOCUMENTS and _holds_body(e)]
    if not held:
        return root, []
    held.sort(key=lambda e: DOCUMENTS.index(name_of(e)))
    return held[0], [e for e in held[1:] if held[0] not in e.iterancestors()]


def _holds_body(document: etree._Element) -> bool:
    return any(name_of(part) in ("body", "mainBody", "portionBody") for part in document)


def _identify(document: etree._Element, draft: Draft) -> None:
    """Title, type, number, dates and unit from the metadata and the preface."""
    meta = next((e for e in document if name_of(e) == "meta"), document)
    work = _first(meta, "FRBRWork")
    draft.date = _day(work if work is not None else meta)
    form = _first(meta, "FRBRExpression")
    day = _day(form) if form is not None else ""
    # dated as the work itself, an expression is the first text: its day of effect is not told
    draft.words_date = day if day > draft.date else ""
    draft.title = _title(document)
    draft.type = _type(document, meta)
    number = _first(meta, "FRBRnumber")
    draft.number = number.get("value", "") if number is not None else ""
    kinds = Counter(
        line.opens.kind
        for line in draft.lines
        if line.opens and line.opens.kind in BASIC_KINDS and line.opens.path != "container"
    )
    draft.unit = kinds.most_common(1)[0][0].value if kinds else "section"
    draft.front_matter = "\n".join(line.text for line in draft.lines[:40] if line.opens is None)


def _day(level: etree._Element) -> str:
    for date in level.iter():
        if name_of(date) == "FRBRdate" and date.get("name") != "unknown":
            day = date.get("date", "")
            return day if _DAY.fullmatch(day) and day not in _NO_DAY else ""
    return ""


def _title(document: etree._Element) -> str:
    """The title on the document's face, else in its metadata, else the long title."""
    for name in ("docTitle", "shortTitle"):
        if words := plain_words(_first(document, name)):
            return words[:_LONGEST_TITLE]
    meta = next((e for e in document if name_of(e) == "meta"), document)  # not an attachment's
    aliases = {
        e.get("name", ""): e.get("value", "") for e in meta.iter() if name_of(e) == "FRBRalias"
    }
    words = aliases.get("title") or plain_words(_first(document, "longTitle"))
    return words[:_LONGEST_TITLE]


def _type(document: etree._Element, meta: etree._Element) -> str:
    uri, subtype = _first(meta, "FRBRuri"), _first(meta, "FRBRsubtype")
    address = uri.get("value", "").casefold() if uri is not None else ""
    said = subtype.get("value", "").casefold() if subtype is not None else ""
    parts = [said, *reversed(address.split("/")), document.get("name", "").casefold()]
    found = next((TYPES[part] for part in parts if part in TYPES), "")
    return found or TYPES.get(name_of(document), "other")


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next((e for e in root.iter() if name_of(e) == name), None)
