"""The parts of a DOCX file: the document and what it refers to, parsed with guards.

Both spellings of Office Open XML are read: the strict one of ISO/IEC 29500 only differs in its
namespaces.  python-docx is not used here, because it parses every part before anything can be
checked, refuses the strict spelling, and knows no numbering, tracked changes or text boxes.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from ingest.errors import BrokenDocx, BrokenXml
from ingest.readers.xml_guard import parse_xml
from ingest.readers.zip_guard import Archive

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORDS}}}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _WORDS.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_ROOT_RELATIONS = "_rels/.rels"
_USUAL = "word/document.xml"


class Parts:
    """A DOCX file's main part, and the parts that it names by their role.

    Raises:
        BadFile: the archive or a part is damaged, locked, or passes a limit.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._archive, self._name = Archive(data, name), name
        self._main = self._related(_ROOT_RELATIONS, "").get("officeDocument", _USUAL)
        folder, file = posixpath.split(self._main)
        self._roles = self._related(f"{folder}/_rels/{file}.rels", folder)

    def document(self) -> etree._Element:
        """The root of the main part.

        Raises:
            BrokenDocx: there is none.
        """
        return self._parsed(self._main)

    def part(self, role: str) -> etree._Element | None:
        """The root of a part by its role: `styles`, `numbering`, `footnotes`; None without one."""
        path = self._roles.get(role)
        return self._parsed(path) if path is not None and path in self._archive else None

    def _related(self, path: str, folder: str) -> dict[str, str]:
        """Role to path, by a part's relations; the first of a role counts."""
        if path not in self._archive:
            return {}
        found: dict[str, str] = {}
        for relation in self._parsed(path):
            target = relation.get("Target") or ""
            role = (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") != "External" and target:
                full = target if target.startswith("/") else posixpath.join(folder, target)
                found.setdefault(role, posixpath.normpath(full).lstrip("/"))
        return found

    def _parsed(self, path: str) -> etree._Element:
        data = self._archive.read(path)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        try:
            return parse_xml(data, self._name)
        except BrokenXml as error:
            raise BrokenDocx(self._name, f"its part {path} is not well-formed") from error


def kind(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of the name in the namespace of words; None without one."""
    return element.find(_W + name) if element is not None else None


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute in the namespace of words; None without one."""
    return element.get(_W + name) if element is not None else None


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number; None where it is missing or none."""
    written = value(element, name) or ""
    try:
        return int(float(written)) if len(written) < 12 else None
    except (ValueError, OverflowError):
        return None


def switch(element: etree._Element | None, name: str) -> bool | None:
    """A property that is on or off: on where its element says nothing else; None without one."""
    found = child(element, name)
    if found is None:
        return None
    return (value(found) or "true").casefold() not in ("0", "false", "off", "none")
