"""Mends the words of Formex: quotation marks are elements there, and formulas are trees."""

from __future__ import annotations

from lxml import etree

from ingest.readers.marked_words import local_name, named

_MARKS = ("QUOT.START", "QUOT.END")
_CAPITALS = "UC"
"""How words of a title are set that are whole words: `Verordnung`."""
_HIGHEST = 0x10FFFF


def close_words(root: etree._Element) -> None:
    """Put the letters of quotation marks, which are elements of their own, into the words."""
    for mark in list(named(root, *_MARKS)):
        _into_words(mark, _letter(mark) + (mark.tail or ""))
    for title in named(root, "TITLE"):
        for part in named(title, "HT", "DATE"):
            if local_name(part) == "DATE" or part.get("TYPE") == _CAPITALS:
                _set_apart(part)
    for aside in list(root.iter(etree.ProcessingInstruction, etree.Comment)):
        if aside.getparent() is not None:
            _into_words(aside, aside.tail or "")


def _set_apart(part: etree._Element) -> None:
    """A blank around whole words of a title, where a copy of the file has lost it."""
    before, parent = part.getprevious(), part.getparent()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if words[-1:].isalnum():
        part.text = " " + (part.text or "")
    if (part.tail or "")[:1].isalnum():
        part.tail = " " + (part.tail or "")


def _letter(mark: etree._Element) -> str:
    """`CODE` is the letter's place in Unicode, in hexadecimal digits."""
    code = mark.get("CODE", "")
    try:
        at = int(code, 16)
    except ValueError:
        return "“" if local_name(mark) == _MARKS[0] else "”"
    return chr(at) if 0x20 < at <= _HIGHEST and not 0xD800 <= at < 0xE000 else ""


def _into_words(element: etree._Element, words: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    element.tail = None
    parent.remove(element)
