"""The body of an Akoma Ntoso file: units, their labels and words, and the notes on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from xml.etree.ElementTree import Element, SubElement

from corpus.akn_layout import COUNTED, Placed
from corpus.akn_names import CHARACTER, ELEMENTS, LEAVES, NOT_XML, bare, escaped
from corpus.model import Provision, ProvisionKind, Remark

_FRONT = frozenset({ProvisionKind.PREAMBLE, ProvisionKind.RECITAL})
BESIDE = {"mizan:beside": "true"}
"""Marks what is no part of the text."""


class BodyWriter:
    """Writes the parts of one document that hold its words."""

    def __init__(self, remarks: Sequence[Remark], body: str) -> None:
        self._body = body
        self._remarks: dict[str, list[tuple[int, Remark]]] = {}
        for number, remark in enumerate(remarks, start=1):
            self._remarks.setdefault(remark.eid, []).append((number, remark))
        self._fresh = True
        """Whether nothing stands yet between here and the last label, or the text's beginning."""

    def parts(self, layout: Placed, title: str, notice: str) -> list[Element]:
        """Preface, preamble, body and conclusions, without those that hold nothing."""
        preface = Element("preface")
        heading = SubElement(preface, "p", {"class": "title", **BESIDE})
        _fill(SubElement(heading, "docTitle"), title)
        warning = SubElement(preface, "p", {"class": "notice", **BESIDE})
        _fill(SubElement(warning, "remark", {"status": "editorial"}), notice)
        first, *rest = layout.words
        self._words(preface, str(first))
        front = list(takewhile(lambda part: isinstance(part, str) or _is_front(part), rest))
        preamble = Element("preamble")
        self._front(preamble, front)
        found = [preface, *([preamble] if len(preamble) else [])]
        found.append(self._hierarchy(rest[len(front) : -1]))
        last = rest[-1] if rest and len(front) < len(rest) else ""
        conclusions = Element("conclusions")
        self._words(conclusions, str(last))
        return [*found, *([conclusions] if len(conclusions) else [])]

    def _front(self, around: Element, parts: Sequence[str | Placed]) -> None:
        recitals: Element | None = None
        for part in parts:
            if isinstance(part, str):
                recitals = recitals if not part else None
                self._words(around, part)
            elif part.provision is not None and part.provision.kind is ProvisionKind.RECITAL:
                recitals = SubElement(around, "recitals") if recitals is None else recitals
                self._recital(recitals, part)
            else:
                recitals = None
                self._container(around, part)

    def _recital(self, around: Element, placed: Placed) -> None:
        unit = self._open(around, "recital", placed)
        self._words(unit, _own(placed), always=True)
        self._close(unit, placed)

    def _container(self, around: Element, placed: Placed) -> None:
        """A preamble that is a unit: the element `preamble` has no label of its own."""
        unit = self._open(around, "container", placed)
        unit.set("name", "preamble")
        self._words(unit, _own(placed), always=True)
        self._close(unit, placed)

    def _hierarchy(self, parts: Sequence[str | Placed]) -> Element:
        body = Element(self._body)
        for part in parts:
            if isinstance(part, Placed):
                self._unit(body, part)
            elif part:
                content = SubElement(SubElement(body, "hcontainer", {"name": "words"}), "content")
                self._words(content, part)
        if not len(body):
            content = SubElement(SubElement(body, "hcontainer", {"name": "words"}), "content")
            SubElement(content, "p", BESIDE)
        return body

    def _unit(self, around: Element, placed: Placed) -> None:
        provision = placed.provision
        if provision is None:
            return
        unit = self._open(around, _element(provision), placed)
        if unit.tag in ("hcontainer", "recital"):
            unit.tag = "hcontainer"
            unit.set("name", provision.kind.value)
        first, *rest = placed.words
        if not rest:
            self._words(SubElement(unit, "content"), str(first), always=True)
        else:
            self._inside(unit, str(first), rest)
        self._close(unit, placed)

    def _inside(self, unit: Element, first: str, rest: Sequence[str | Placed]) -> None:
        self._words_in(unit, "intro", first)
        for part in rest[:-1]:
            if isinstance(part, Placed):
                self._unit(unit, part)
            elif part and unit.tag not in _GROUPS:
                self._words_in(SubElement(unit, "alinea"), "content", part)
            elif part:
                self._leaf(unit, "crossHeading", part)
        self._words_in(unit, "wrapUp", str(rest[-1]))

    def _open(self, around: Element, name: str, placed: Placed) -> Element:
        unit = SubElement(around, name)
        provision = placed.provision
        self._glue(unit, placed.lead)
        self._fresh = True
        if provision is not None:
            for key, value in _attributes(provision, placed).items():
                unit.set(key, value)
            for tag, letters, beside in _label(provision, placed):
                leaf, named = _leaf_named(tag, name)
                _fill(SubElement(unit, leaf, {**named, **beside}), letters)
        return unit

    def _close(self, unit: Element, placed: Placed) -> None:
        self._fresh = False
        eid = placed.provision.eid if placed.provision is not None else ""
        notes = self._remarks.pop(eid, [])
        for number, remark in notes:
            _own_leaf(unit).append(_note(number, remark))

    def _words_in(self, unit: Element, name: str, words: str) -> None:
        if words:
            self._words(SubElement(unit, name), words)

    def _words(self, around: Element, words: str, always: bool = False) -> None:
        """A paragraph for each line of the words; `always` gives one even for none."""
        if words or always:
            lead = "\n" if not self._fresh and words.startswith("\n") else ""
            for at, line in enumerate(words[len(lead) :].split("\n")):
                self._leaf(around, "p", line, "\n" if at else lead)

    def _leaf(self, around: Element, tag: str, letters: str, lead: str | None = None) -> None:
        if lead is None:
            lead = "\n" if letters.startswith("\n") else ""
            letters = letters[len(lead) :]
        leaf = SubElement(around, tag)
        self._glue(leaf, lead)
        self._fresh = False
        _fill(leaf, letters)

    def _glue(self, element: Element, lead: str) -> None:
        if lead != ("" if self._fresh else "\n"):
            element.set("mizan:glue", escaped(lead))


_GROUPS = frozenset({"title", "part", "subpart", "chapter"})
_WORDS = frozenset({"intro", "content", "wrapUp"})


def _is_front(placed: Placed | str) -> bool:
    unit = placed.provision if isinstance(placed, Placed) else None
    if not isinstance(placed, Placed) or unit is None or unit.kind not in _FRONT:
        return False
    return not placed.units  # the schema has no recital within a container


def _element(provision: Provision) -> str:
    """The element of a unit; in articles, what our eIds call a point is one."""
    if provision.eid.rpartition("__")[2].startswith("point_"):
        return "point"
    return ELEMENTS.get(provision.kind, "hcontainer")


def _label(provision: Provision, placed: Placed) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Number and heading as printed; those that the text does not print stand beside it."""
    printed = {tag for tag, _ in placed.label}
    if "num" not in printed and provision.num and provision.kind not in COUNTED:
        yield "num", provision.num, BESIDE
    for tag, letters in placed.label:
        yield tag, letters, {}
    if "heading" not in printed and provision.heading:
        yield "heading", provision.heading, BESIDE


def _leaf_named(tag: str, around: str) -> tuple[str, dict[str, str]]:
    """The element for a number or a heading: a `container` of the schema has no place for one."""
    return ("p", {"class": tag}) if around == "container" else (tag, {})


def _own_leaf(unit: Element) -> Element:
    """An element that holds letters of the unit itself, and not of a unit within."""
    direct = [e for e in unit if e.tag in LEAVES]
    inner = [e for part in unit if part.tag in _WORDS for e in part if e.tag in LEAVES]
    found = next(iter([*direct, *inner]), None)
    return SubElement(SubElement(unit, "wrapUp"), "p", BESIDE) if found is None else found


def _own(placed: Placed) -> str:
    return "".join(part for part in placed.words if isinstance(part, str))


def _attributes(provision: Provision, placed: Placed) -> dict[str, str]:
    """The eId, and what neither the element nor its label tells."""
    printed = dict(placed.label)
    found = {"eId": provision.eid}
    if provision.parent != placed.around:
        found["mizan:parent"] = provision.parent or ""
    if bare(printed.get("num", "")) != (provision.num or ""):
        found["mizan:num"] = escaped(provision.num) if provision.num is not None else ""
    if "heading" in printed and bare(printed["heading"]) != provision.heading:
        found["mizan:heading"] = escaped(provision.heading or "")
    if provision.page is not None:
        found["mizan:page"] = str(provision.page)
    if provision.confidence < 1:
        found["mizan:confidence"] = str(provision.confidence)
    if provision.doubts:
        found["mizan:doubts"] = escaped("\n".join(provision.doubts))
    return found


def _note(number: int, remark: Remark) -> Element:
    note = Element("authorialNote", {"marker": str(number), "placement": "bottom"})
    if remark.page is not None:
        note.set("mizan:page", str(remark.page))
    _fill(SubElement(note, "p"), remark.text)
    return note


def _fill(element: Element, letters: str) -> None:
    """Put letters into an element; one that XML cannot hold becomes an `inline` that tells it."""
    at, last = 0, None
    for found in NOT_XML.finditer(letters):
        _append(element, last, letters[at : found.start()])
        code = {"name": CHARACTER, "mizan:code": f"{ord(found[0]):04X}"}
        last = SubElement(element, "inline", code)
        last.text = "\ufffd"
        at = found.end()
    _append(element, last, letters[at:])


def _append(element: Element, last: Element | None, letters: str) -> None:
    if last is None:
        element.text = letters
    else:
        last.tail = letters
