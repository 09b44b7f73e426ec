"""Our own export of Akoma Ntoso: the text, its units and its notes, as they were written.

A file that was changed after it was written is no longer ours: the hash of its text tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from corpus.akn_names import AKN, CHARACTER, ELEMENTS, LEAVES, NOT_XML, OWN, bare, unescaped
from corpus.model import AmendmentNote, Provision, ProvisionKind, Remark
from corpus.plain import from_plain
from corpus.uri import is_eid
from ingest.draft import Draft

_KINDS = {name: kind for kind, name in ELEMENTS.items()} | {
    "point": ProvisionKind.SUBPARAGRAPH,
    **{kind.value: kind for kind in ProvisionKind},
}
_MOST_PAGES = 100_000
_T = TypeVar("_T", AmendmentNote, Remark)
_DIGEST = "it is Mizan’s digest in its own words, and not the law"
_LED_BACK = "its words were led back to a day, and stand in no print"


class _NotOurs(Exception):
    """The file is not as we write one."""


@dataclass(slots=True)
class _Unit:
    eid: str
    kind: ProvisionKind
    parent: str | None
    attributes: Mapping[str, str]
    start: int = -1
    """Set when the label is over."""
    end: int = -1
    num: str = ""
    heading: str = ""
    beside: str | None = None


def read_own(root: etree._Element, draft: Draft) -> bool:
    """Fill the draft with the finished text of a file of ours; False, and nothing, if it is none.

    Warns of a digest, and of a file of ours that was changed since.
    """
    said = root.find(f".//{{{OWN}}}expression")
    about = root.find(f".//{{{OWN}}}instrument")
    if said is None or about is None:
        return False
    builder = _Builder()
    try:
        builder.read(root)
        provisions = builder.provisions()
        amendments = [_record(e, AmendmentNote) for e in root.iter(f"{{{OWN}}}amendment")]
        apart = [_record(e, Remark) for e in root.iter(f"{{{OWN}}}remark")]
        _check(builder.text, said.get("text", ""), provisions, amendments)
    except (_NotOurs, ValueError, TypeError, OverflowError):
        changed = "was written by Mizan and changed since; it was read as anyone’s Akoma Ntoso"
        draft.warnings.append(f"{draft.name} {changed}.")
        return False
    draft.text, draft.provisions, draft.amendments = builder.text, provisions, amendments
    draft.remarks = [*builder.remarks(), *apart]
    _identify(about, said, draft)
    return True


def _identify(about: etree._Element, said: etree._Element, draft: Draft) -> None:
    for name in ("title", "type", "number", "date"):
        setattr(draft, name, unescaped(about.get(name, "")))
    draft.unit = about.get("unit", draft.unit)
    draft.print_date = unescaped(said.get("print_date", ""))
    draft.words_date = unescaped(said.get("at") or said.get("date") or "")
    first = min((p.start for p in draft.provisions), default=len(draft.text))
    draft.front_matter = draft.text[:first].rstrip()
    draft.no_print = (
        _DIGEST if said.get("kind") == "digest" else _LED_BACK if said.get("at") else ""
    )
    if draft.no_print:
        draft.warnings.append(f"{draft.name}: {draft.no_print}.")


def _check(
    text: str, sha256: str, provisions: list[Provision], amendments: list[AmendmentNote]
) -> None:
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        raise _NotOurs
    eids = {p.eid for p in provisions}
    known = all(is_eid(p.eid) and (p.parent is None or p.parent in eids) for p in provisions)
    if len(eids) != len(provisions) or not known:
        raise _NotOurs
    pages = [p.page or 0 for p in provisions] + [note.page or 0 for note in amendments]
    places = [place or 0 for note in amendments for place in (note.start, note.end)]
    sure = all(0 <= p.confidence <= 1 for p in provisions)
    if not sure or max(pages, default=0) > _MOST_PAGES or max(places, default=0) > len(text):
        raise _NotOurs


class _Builder:
    """Joins the letters of the leaves, and notes where units begin and end in them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._fresh = True
        self._units: list[_Unit] = []
        self._notes: list[tuple[int, Remark]] = []

    @property
    def text(self) -> str:
        """All letters so far."""
        return "".join(self._parts)

    def read(self, root: etree._Element) -> None:
        """Read the parts of the document that hold its words."""
        for document in root:
            for part in document:
                if _name(part) in ("preface", "preamble", "body", "mainBody", "conclusions"):
                    self._visit(part, None)

    def provisions(self) -> list[Provision]:
        """The units in the order of the text."""
        text = self.text
        return [_provision(unit, text) for unit in self._units]

    def remarks(self) -> list[Remark]:
        """The notes in the order of their numbers."""
        return [remark for _, remark in sorted(self._notes, key=lambda note: note[0])]

    def _visit(self, element: etree._Element, unit: _Unit | None) -> None:
        name = _name(element)
        if not name:
            return
        if name in LEAVES:
            self._leaf(element, name, unit)
            return
        if "eId" in element.attrib:
            unit = self._open(element, name, unit)
        for child in element:
            self._visit(child, unit)
        if "eId" in element.attrib and unit is not None:
            self._begin(unit)
            unit.end = self._length
            self._fresh = False

    def _open(self, element: etree._Element, name: str, parent: _Unit | None) -> _Unit:
        called = element.get("name", "") if name in ("hcontainer", "container") else name
        if called not in _KINDS:
            raise _NotOurs
        if parent is not None:
            self._begin(parent)
        self._glue(element)
        around = parent.eid if parent is not None else None
        attributes = {str(key): str(value) for key, value in element.attrib.items()}
        unit = _Unit(element.get("eId", ""), _KINDS[called], around, attributes)
        unit.parent = element.get(f"{{{OWN}}}parent", unit.parent) or None
        self._units.append(unit)
        self._fresh = True
        return unit

    def _begin(self, unit: _Unit) -> None:
        if unit.start < 0:
            unit.start = self._length

    def _leaf(self, element: etree._Element, name: str, unit: _Unit | None) -> None:
        letters = _letters(element)
        self._note(element, unit)
        label = element.get("class", "") if unit is not None and name == "p" else name
        if f"{{{OWN}}}beside" in element.attrib:
            if label == "heading" and unit is not None:
                unit.beside = letters
            return
        if label in ("num", "heading") and unit is not None:
            setattr(unit, label, letters)
            self._append(letters)
            return
        if unit is not None and self._fresh:
            self._begin(unit)
        self._glue(element)
        self._fresh = False
        self._append(letters)

    def _glue(self, element: etree._Element) -> None:
        lead = element.get(f"{{{OWN}}}glue")
        self._append(("" if self._fresh else "\n") if lead is None else unescaped(lead))

    def _append(self, letters: str) -> None:
        self._parts.append(letters)
        self._length += len(letters)

    def _note(self, element: etree._Element, unit: _Unit | None) -> None:
        for note in element.iterfind(f"{{{AKN}}}authorialNote"):
            words = "".join(_letters(p) for p in note)
            page = note.get(f"{{{OWN}}}page")
            remark = Remark(unit.eid if unit else "", words, int(page) if page else None)
            self._notes.append((int(note.get("marker", "0")), remark))


def _provision(unit: _Unit, text: str) -> Provision:
    told = {name: unit.attributes.get(f"{{{OWN}}}{name}") for name in _TOLD}
    num = bare(unit.num) if told["num"] is None else unescaped(told["num"])
    heading = bare(unit.heading) if unit.beside is None else unit.beside
    if told["heading"] is not None:
        heading = unescaped(told["heading"])
    doubts = unescaped(told["doubts"] or "")
    return Provision(
        unit.eid,
        unit.kind,
        num or None,
        heading or None,
        text[unit.start : unit.end],
        unit.parent,
        int(told["page"]) if told["page"] else None,
        unit.start,
        unit.end,
        float(told["confidence"] or 1),
        tuple(doubts.split("\n")) if doubts else (),
    )


_TOLD = ("num", "heading", "page", "confidence", "doubts")


def _record(element: etree._Element, kind: type[_T]) -> _T:
    """A frozen value from the attributes that tell its fields."""
    values: dict[str, object] = {}
    for name in kind.__slots__:
        told = element.get(name)
        if told is not None:
            values[name] = _value(name, unescaped(told))
    return from_plain(kind, values)


def _value(name: str, told: str) -> object:
    if name in ("page", "start", "end"):
        return int(told)
    return told == "true" if name == "whole" else told


def _letters(element: etree._Element) -> str:
    """The letters of a leaf without its notes."""
    parts = [element.text or ""]
    for child in element:
        if _name(child) == "inline" and child.get("name") == CHARACTER:
            parts.append(_character(child.get(f"{{{OWN}}}code", "")))
        elif _name(child) != "authorialNote":
            parts.append(_letters(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _character(code: str) -> str:
    """A letter that XML cannot hold; half a pair of surrogates is none."""
    letter = chr(int(code, 16))
    if NOT_XML.fullmatch(letter) is None or "\ud800" <= letter <= "\udfff":
        raise _NotOurs
    return letter


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
