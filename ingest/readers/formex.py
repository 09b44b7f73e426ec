"""Formex, the XML of the Publications Office of the European Union: acts and consolidated texts.

The table follows the manual of Formex 4, https://op.europa.eu/en/web/eu-vocabularies/formex.
Articles carry the numbering; what the lists of an article print, (a) or (i), are its points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.model import ProvisionKind
from ingest.calendar import WRITTEN_DAY, iso_day
from ingest.draft import Draft
from ingest.forms import container_words, counted_words, forms_of, structure_words
from ingest.readers.formex_words import close_words
from ingest.readers.marked import read_units, say_front
from ingest.readers.marked_roles import (
    CELL,
    INLINE,
    QUOTES,
    SAYS,
    SKIPS,
    TELLS,
    WRAPS,
    Dialect,
    Does,
    Role,
)
from ingest.readers.marked_words import Note, first_words, local_name, named, plain_words, root_tag
from ingest.readers.xml_guard import parse_xml

_ROLES = {
    "BIB.INSTANCE": SKIPS,
    "INFO.CONSLEG": SKIPS,
    "INFO.PROD": SKIPS,
    "FAM.COMP": SKIPS,
    "TOC": SKIPS,
    "PREAMBLE": WRAPS,
    "RECITAL": Role(Does.OPENS, ProvisionKind.RECITAL),
    "FINAL": Role(Does.SIGNS),
    # divisions are given the name of their printed word before the walk
    "PART": Role(Does.GROUPS, ProvisionKind.PART),
    "TITLE.DIVISION": Role(Does.GROUPS, ProvisionKind.TITLE),
    "CHAPTER": Role(Does.GROUPS, ProvisionKind.CHAPTER),
    "SECTION": Role(Does.GROUPS, ProvisionKind.SECTION, path="container"),
    "DIVISION": Role(Does.GROUPS, ProvisionKind.SUBPART),
    "ANNEX": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "CONS.ANNEX": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "ARTICLE": Role(Does.OPENS, ProvisionKind.ARTICLE, rank=0),
    "PARAG": Role(Does.OPENS, rank=1),
    "NP": Role(Does.OPENS, rank=2),
    "QUOT.S": QUOTES,
    "P": SAYS,
    "TXT": SAYS,
    "ALINEA": SAYS,
    "VISA": SAYS,
    "GR.CONSID.INIT": SAYS,
    "PREAMBLE.INIT": SAYS,
    "PREAMBLE.FINAL": SAYS,
    "TI": SAYS,
    "STI": SAYS,
    "ROW": SAYS,
    "DLIST.ITEM": SAYS,
    "TERM": CELL,
    "DEFINITION": CELL,
    "PREFIX": CELL,
    "CELL": CELL,
    "HT": INLINE,
    "FT": INLINE,
    "DATE": INLINE,
    "REF.DOC.OJ": INLINE,
    "IE": SKIPS,
    "NOTE": TELLS,
    "INCL.ELEMENT": SKIPS,
}
"""Element → what it does."""

_DIVISIONS = {
    ProvisionKind.PART: "PART",
    ProvisionKind.TITLE: "TITLE.DIVISION",
    ProvisionKind.CHAPTER: "CHAPTER",
    ProvisionKind.SECTION: "SECTION",
}
"""Kind that the first word of a division's title tells → the name under which it is walked."""

_ROOTS = frozenset(["ACT", "CONS.ACT", "CONS.DOC", "ANNEX", "CONS.ANNEX", "GENERAL", "AGR", "PROT"])
_HEAD = 20_000
"""Bytes within which a wrapper of the file's own must show what it wraps."""
_ITS_OWN = re.compile(rb"<(?:BIB\.INSTANCE|ENACTING\.TERMS|INFO\.CONSLEG|TI\.ART)[\s>/]")
_ITS_ACT = re.compile(rb"<(?:ACT|CONS\.ACT|CONS\.DOC|GENERAL|AGR|PROT)[\s>]")

_WORDS = re.compile(r"[^\W\d_]+")
_NUMBERED = {*container_words(), *structure_words(), "annex", "appendix", "schedule"}
"""Words that a number goes with, before or after it."""
_NUMBER = re.compile(r"(?<![\d/])(?:\bN[or]\.?\s+)?\d{2,4}/\d{1,4}(?:/[A-Z]{2,3})?(?!\d)")


def looks_like(data: bytes) -> bool:
    """A root element of the format that names its schema, or the parts that an act has.

    An act may stand in a wrapper of whoever keeps the file.
    """
    name, rest = root_tag(data)
    head = data[:_HEAD]
    if name in _ROOTS:
        theirs = b"formex" in rest.lower() or b"<BIB.INSTANCE" in head
        return theirs or b"<ENACTING.TERMS" in data
    wraps = bool(name) and name.casefold() != "html" and _ITS_ACT.search(head) is not None
    return wraps and _ITS_OWN.search(head) is not None


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's lines with the units that the file marks.

    Raises:
        BrokenXml: the file is not well-formed.
        PastLimit: it is larger, deeper or less plain than an instrument.
    """
    root = parse_xml(data, draft.name)
    draft.language = _language(root)
    close_words(root)
    _identify(root, draft)
    _prepare(root)
    dialect = Dialect(
        _ROLES,
        numbers=frozenset(["NO.P", "NO.PARAG", "TI.ART", "NUMBER"]),
        headings=frozenset(["STI.ART", "HEADING"]),
        basic=ProvisionKind.ARTICLE,
        told=_told,
    )
    read_units(root, draft, dialect)


def _told(element: etree._Element) -> Iterator[Note]:
    if local_name(element) == "NOTE":
        yield Note(plain_words(element))


def _prepare(root: etree._Element) -> None:
    """Name recitals and divisions by what they are, and lift number and title out of wrappers."""
    for consid in list(named(root, "CONSID")):
        for point in list(named(consid, "NP")):
            point.tag = "RECITAL"
    for group in list(named(root, "DIVISION", "ANNEX", "CONS.ANNEX")):
        title = next((child for child in group if local_name(child) == "TITLE"), None)
        if title is None:
            continue
        title.tag = "HEAD"
        _name_parts(title)
        _lift_heading(group, title)
        if local_name(group) == "DIVISION":
            group.tag = _division(first_words(title, "NUMBER"))
        for part in list(title):
            title.addprevious(part)
        group.remove(title)


def _division(printed: str) -> str:
    """The name under which a division is walked: by its word, which may follow its number."""
    words = printed.casefold().split()
    if len(words) > 1 and words[0] in counted_words():
        words = words[1:]
    kind = container_words().get(words[0]) if words else None
    return _DIVISIONS.get(kind, "DIVISION") if kind else "DIVISION"


def _name_parts(title: etree._Element) -> None:
    """`TI` is the number; without a word that numbers go with, it is the heading."""
    for part in title:
        name = local_name(part)
        if name == "STI" or (name == "TI" and not _numbers(plain_words(part))):
            part.tag = "HEADING"
        elif name == "TI":
            part.tag = "NUMBER"


def _numbers(printed: str) -> bool:
    return bool(set(_WORDS.findall(printed.casefold())[:2]) & _NUMBERED)


def _lift_heading(group: etree._Element, title: etree._Element) -> None:
    """The heading of an annex may be the title of the one passage that it holds."""
    if any(local_name(part) == "HEADING" for part in title) or local_name(group) == "DIVISION":
        return
    for contents in (child for child in group if local_name(child) == "CONTENTS"):
        inner = [child for child in contents if local_name(child)]
        if len(inner) == 1 and local_name(inner[0]) == "GR.SEQ":
            heads = [child for child in inner[0] if local_name(child)][:1]
            if heads and local_name(heads[0]) == "TITLE":
                heads[0].tag = "HEADING"
                title.append(heads[0])


# --- what the file says of itself


def _language(root: etree._Element) -> str:
    """The ISO 639-1 code that the file gives of its own words; empty where it gives none."""
    told = first_words(root, "LG.DOC").casefold()
    return told if re.fullmatch(r"[a-z]{2}", told) else ""


def _identify(root: etree._Element, draft: Draft) -> None:
    """Title, type, number and date, as the act's title prints them."""
    title = next(_own_titles(root), None)
    draft.title = "" if title is None else " ".join(_lines(title))
    draft.type = _type(draft)
    number, day = _NUMBER.search(draft.title), WRITTEN_DAY.search(draft.title)
    draft.number = number[0] if number else ""
    draft.date = iso_day(day) if day else ""
    parent = title.getparent() if title is not None else None
    if title is not None and parent is not None:
        parent.remove(title)
    say_front(draft, draft.title)


def _own_titles(root: etree._Element) -> Iterator[etree._Element]:
    """The titles of acts, not those of the acts that a consolidated text names as its sources."""
    for title in named(root, "TITLE"):
        parent = title.getparent()
        if parent is not None and local_name(parent) in _ROOTS - {"ANNEX", "CONS.ANNEX"}:
            yield title


def _type(draft: Draft) -> str:
    """By the first word of the act's kind in its title: what is amended comes after."""
    words = forms_of(draft.jurisdiction, draft.language).european
    first = draft.title.casefold()
    found = sorted((at, kind) for word, kind in words.items() if (at := first.find(word)) >= 0)
    return found[0][1] if found and found[0][0] < first.find("/") else "other"


def _lines(title: etree._Element) -> list[str]:
    lines = [plain_words(line) for line in named(title, "P")]
    return [line for line in lines if line] or [plain_words(title)]
