"""Parses XML that is not trusted: no entities, no network, and no more than the limits below.

A declared entity can stand for a billion letters, or for a file of the reader's machine; a declared
default is copied to every element.  Neither has a use in an instrument, so a file that declares
any is refused before it is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ingest.errors import BrokenXml, PastLimit


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What an XML file may have at most."""

    mb: int = 64
    """A parsed file takes five to ten times its size."""
    tags: int = 1_500_000
    """Counted as `<`, so about twice the elements; the largest codes have 500,000.  Each takes
    some 150 bytes when parsed, and ten times that on its way to a provision."""
    depth: int = 200
    """Statutes nest to 20 or 30; below libxml2's own 256, so that this rule speaks first."""
    attributes: int = 200
    """On one element; Office files declare some 40 namespaces and no more attributes."""
    tag_values: int = 2_000
    """Counted as `=` before the file is parsed, so that addresses with questions in them pass."""
    value: int = 1_000_000
    """Letters of one attribute; a picture put into an address is the longest that is met."""


LIMITS = XmlLimits()

_DECLARES = re.compile(rb"<!(ENTITY|ATTLIST)\b", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']\s*([A-Za-z0-9._-]+)")
_READABLE = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-?8859-?\d+|windows-125\d|latin-?1"
)
"""Encodings in which ASCII stays ASCII; in others, as UTF-7, a declaration could hide."""
_LONG_TAG = re.compile(rb"<[^<>]{10000,}")
_NUL = b"\x00"
_HEAD = 1_000
"""Bytes within which a file says its encoding."""


def parse_xml(data: bytes, name: str, limits: XmlLimits = LIMITS) -> etree._Element:
    """The root of an XML file, with nothing expanded and nothing fetched.

    Raises:
        BrokenXml: the file is not well-formed, or in an encoding that is not read.
        PastLimit: it declares entities or defaults, or passes one of the limits.
    """
    _check_bytes(data, name, limits)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "xcessive depth" in str(error):
            raise _too_deep(name, limits) from error
        raise BrokenXml(name, str(error)) from error
    _check_tree(root, name, limits)
    return root


def _check_bytes(data: bytes, name: str, limits: XmlLimits) -> None:
    if len(data) > limits.mb * 1_000_000:
        raise PastLimit(name, f"{len(data) / 1e6:.0f} MB of XML", f"{limits.mb} MB")
    head = data[:_HEAD].replace(_NUL, b"")
    if b"<?xml" in head and b"?>" not in head:
        raise BrokenXml(name, "its declaration has no end")
    encoding = _ENCODING.search(head)
    if encoding and not _READABLE.fullmatch(encoding[1].decode("ascii").casefold()):
        raise BrokenXml(name, f"its encoding {encoding[1].decode('ascii')} is not read")
    plain = data.replace(_NUL, b"") if _NUL in data[:_HEAD] else data
    if declared := _DECLARES.search(plain):
        what = "entities" if declared[1].upper() == b"ENTITY" else "default attributes"
        raise PastLimit(name, f"declarations of {what}", "none")
    if (tags := plain.count(b"<")) > limits.tags:
        raise PastLimit(name, f"{tags} tags", str(limits.tags))
    for tag in _LONG_TAG.finditer(plain):  # libxml2 compares each attribute with all before it
        if (values := tag[0].count(b"=")) > limits.tag_values:
            raise PastLimit(name, f"{values} attributes on one tag", str(limits.attributes))


def _check_tree(root: etree._Element, name: str, limits: XmlLimits) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise _too_deep(name, limits)
        if event == "start" and len(element.attrib):
            _check_attributes(element, name, limits)


def _check_attributes(element: etree._Element, name: str, limits: XmlLimits) -> None:
    values = element.attrib.values()
    if len(values) > limits.attributes:
        raise PastLimit(name, f"{len(values)} attributes on one tag", str(limits.attributes))
    longest = max(map(len, values))
    if longest > limits.value:
        raise PastLimit(name, f"an attribute of {longest} letters", str(limits.value))


def _too_deep(name: str, limits: XmlLimits) -> PastLimit:
    return PastLimit(name, "tags nested without end", f"{limits.depth} deep")
