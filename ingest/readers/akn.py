"""Akoma Ntoso XML: the format marks its units, so this reader opens them itself.

Wrappers of the format (`list`, `intro`, `content`, an alinea without a number) are no units.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from corpus.model import BASIC_KINDS, ProvisionKind
from ingest.draft import Block, Draft, Line, Unit
from ingest.errors import BrokenXml

_KINDS = {
    "part": ProvisionKind.PART,
    "subpart": ProvisionKind.SUBPART,
    "title": ProvisionKind.TITLE,
    "chapter": ProvisionKind.CHAPTER,
    "section": ProvisionKind.SECTION,
    "article": ProvisionKind.ARTICLE,
    "rule": ProvisionKind.RULE,
    "subsection": ProvisionKind.SUBSECTION,
    "paragraph": ProvisionKind.PARAGRAPH,
    "clause": ProvisionKind.PARAGRAPH,
    "subparagraph": ProvisionKind.SUBPARAGRAPH,
    "subclause": ProvisionKind.SUBPARAGRAPH,
    "point": ProvisionKind.SUBPARAGRAPH,
    "proviso": ProvisionKind.PROVISO,
    "recital": ProvisionKind.RECITAL,
    "schedule": ProvisionKind.SCHEDULE,
}
"""Element of Akoma Ntoso → kind of provision."""

_GROUPS = frozenset({"part", "subpart", "title", "chapter", "schedule"})
_SKIPPED = frozenset(["meta", "authorialNote", "remark", "componentRef", "conclusions"])
_TEXT = frozenset(["p", "span", "heading", "subheading", "num", "docTitle", "longTitle", "formula"])
_WORD = re.compile(
    r"(?:part|subpart|title|chapter|section|article|rule|schedule|annex|regulation)\b[\s.]*",
    re.IGNORECASE,
)
_HEADING_NUM = re.compile(r"(?:part|chapter|title|section)\s+([IVXLC]+|\d+)[A-Z]?", re.IGNORECASE)
_TYPES = {
    "regulation": "eu-regulation",
    "directive": "eu-directive",
    "act": "act",
    "bill": "bill",
    "constitution": "constitution",
    "ordinance": "ordinance",
    "rules": "rules",
}


def looks_like(data: bytes) -> bool:
    """An `akomaNtoso` element near the start."""
    return b"<akomaNtoso" in data[:4000] or b":akomaNtoso" in data[:4000]


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's lines with the units that the file marks.

    Raises:
        BrokenXml: the file is not well-formed.
    """
    # no entities and no network: a file that a reader brings in is not trusted
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXml(draft.name, str(error)) from error
    draft.structured = True
    _Walker(draft).walk(root, None, 0)
    _identify(root, draft)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class _Walker:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._pending: tuple[Unit, str] | None = None

    def walk(self, element: etree._Element, unit: Unit | None, depth: int) -> None:
        """Visit an element: open its unit, then its text and children in order."""
        name = _name(element)
        if not name or name in _SKIPPED:
            return
        opened = self._unit(element, name, unit)
        if opened is not None:
            self._open(opened, element, depth)
            unit, depth = opened, depth + 1
        if name in _TEXT and opened is None:
            self._line(_words(element), unit, depth)
            return
        for child in element:
            if opened is None or _name(child) not in ("num", "heading", "subheading"):
                self.walk(child, unit, depth)

    def _unit(self, element: etree._Element, name: str, parent: Unit | None) -> Unit | None:
        label = element.get("name", "") if name == "hcontainer" else name
        kind = _KINDS.get(label)
        num, heading = _num(element), _heading(element)
        if kind is None or (num is None and label not in _GROUPS):
            return None
        kind, path = _placed(kind, label, element, parent)
        return Unit(kind, num, heading, parent, path=path)

    def _open(self, unit: Unit, element: etree._Element, depth: int) -> None:
        printed = _words(_child(element, "num"))
        heading = unit.heading or ""
        grouped = unit.kind in BASIC_KINDS or unit.kind.value in _GROUPS
        self._drop_pending(depth)
        if not grouped and not heading:
            self._pending = (unit, printed)
            return
        words = " ".join(filter(None, (printed, heading)))
        self._draft.lines.append(
            Line(words, _block(words, depth), True, unit, label=len(words), heading=True)
        )

    def _drop_pending(self, depth: int) -> None:
        if self._pending is not None:
            unit, printed = self._pending
            self._pending = None
            line = Line(printed, _block(printed, depth), True, unit, label=len(printed))
            self._draft.lines.append(line)

    def _line(self, words: str, unit: Unit | None, depth: int) -> None:
        if not words:
            return
        if self._pending is not None:
            opened, printed = self._pending
            self._pending = None
            text = f"{printed} {words}"
            line = Line(text, _block(text, depth), True, opened, label=len(printed) + 1)
        else:
            line = Line(words, _block(words, depth), True)
            line.note = "formula" if unit is None and self._draft.lines else ""
        self._draft.lines.append(line)


def _block(words: str, depth: int) -> Block:
    return Block(words, None, para=True, whole=True, depth=depth)


def _placed(
    kind: ProvisionKind, label: str, element: etree._Element, parent: Unit | None
) -> tuple[ProvisionKind, str]:
    """Kind and eId word of a unit, by what it stands in or holds."""
    inner = {_name(e) for e in element.iter()} if label == "section" else set()
    if "article" in inner:
        return kind, "container"
    if label == "point":
        return kind, "point"
    if label == "paragraph" and parent is not None and parent.kind in BASIC_KINDS:
        section = parent.kind is not ProvisionKind.ARTICLE
        digit = (_num(element) or "")[:1].isdigit()
        return (ProvisionKind.SUBSECTION if section and digit else kind), ""
    nested = parent is not None and parent.kind is ProvisionKind.SUBPARAGRAPH
    return kind, "item" if nested and label == "subparagraph" else ""


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _name(child) == name), None)


def _num(element: etree._Element) -> str | None:
    printed = _words(_child(element, "num"))
    if not printed:
        first = _HEADING_NUM.fullmatch(_words(_child(element, "heading")))
        return first[1] if first else None
    return _WORD.sub("", printed, count=1).strip(" ().[]–—:") or None


def _heading(element: etree._Element) -> str | None:
    heads = [_words(child) for child in element if _name(child) == "heading"]
    kept = [words for words in heads if words and not _HEADING_NUM.fullmatch(words)]
    return " ".join(kept).strip(" .") or None


def _words(element: etree._Element | None) -> str:
    """All words of an element, without notes."""
    if element is None:
        return ""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if _name(child) and _name(child) not in _SKIPPED:
            _gather(child, parts)
        parts.append(child.tail or "")


def _identify(root: etree._Element, draft: Draft) -> None:
    """Title, type, number, date and unit from the metadata and the preface."""
    found = {name: _first(root, name) for name in ("docTitle", "FRBRnumber", "FRBRuri", "docType")}
    work = next((e for e in root.iter() if _name(e) == "FRBRWork"), root)
    date = next((e.get("date", "") for e in work.iter() if _name(e) == "FRBRdate"), "")
    draft.date = date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else ""
    preface = _first(root, "longTitle")
    title = found["docTitle"] if found["docTitle"] is not None else preface
    draft.title = _words(title)[:300]
    uri = found["FRBRuri"].get("value", "") if found["FRBRuri"] is not None else ""
    draft.type = next(
        (_TYPES[part] for part in reversed(uri.split("/")) if part in _TYPES), "other"
    )
    number = found["FRBRnumber"]
    draft.number = number.get("value", "") if number is not None else ""
    kinds = Counter(
        line.opens.kind
        for line in draft.lines
        if line.opens and line.opens.kind in BASIC_KINDS and line.opens.path != "container"
    )
    draft.unit = kinds.most_common(1)[0][0].value if kinds else "section"
    draft.front_matter = "\n".join(line.text for line in draft.lines[:40] if line.opens is None)


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next((e for e in root.iter() if _name(e) == name), None)
