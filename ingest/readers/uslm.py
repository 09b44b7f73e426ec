"""United States Legislative Markup (USLM): the US Code, public laws, bills, statute compilations.

The table follows the schema of both publishers (xml.house.gov and schemas.gpo.gov, version 1.0 and
2.0).  What the Code prints below a section tells its history: source credits and editorial notes
are tied to the section; a line that says what a law did is an amendment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.model import ProvisionKind
from ingest.calendar import MONTHS
from ingest.draft import Draft
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

_ROOTS = frozenset(
    [
        "lawDoc",
        "uscDoc",
        "pLaw",
        "bill",
        "resolution",
        "amendment",
        "statutesAtLarge",
        "statuteCompilation",
        "cfrDoc",
        "presidentialDoc",
        "constitutionAmendment",
    ]
)

_ROLES = {
    "meta": SKIPS,
    "preface": SKIPS,
    "toc": SKIPS,
    "page": SKIPS,
    "img": SKIPS,
    "longTitle": SKIPS,
    "signatures": Role(Does.SIGNS),
    "action": Role(Does.SIGNS),
    "endorsement": Role(Does.SIGNS),
    "enactingFormula": Role(Does.FOLLOWS),
    "resolvingClause": Role(Does.FOLLOWS),
    "preamble": Role(Does.GROUPS, ProvisionKind.PREAMBLE),
    "title": Role(Does.GROUPS, ProvisionKind.TITLE),
    "subtitle": Role(Does.GROUPS, ProvisionKind.SUBPART, path="subtitle"),
    "division": Role(Does.GROUPS, ProvisionKind.SUBPART, path="dvs"),
    "subdivision": Role(Does.GROUPS, ProvisionKind.SUBPART, path="subdvs"),
    "chapter": Role(Does.GROUPS, ProvisionKind.CHAPTER),
    "subchapter": Role(Does.GROUPS, ProvisionKind.SUBPART, path="subchp"),
    "part": Role(Does.GROUPS, ProvisionKind.PART),
    "subpart": Role(Does.GROUPS, ProvisionKind.SUBPART),
    "appendix": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "schedule": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "article": Role(Does.OPENS, ProvisionKind.ARTICLE, rank=0),
    "section": Role(Does.OPENS, rank=0),
    "courtRule": Role(Does.OPENS, ProvisionKind.RULE, rank=0),
    "subsection": Role(Does.OPENS, rank=1),
    "paragraph": Role(Does.OPENS, rank=2),
    "subparagraph": Role(Does.OPENS, rank=3),
    "clause": Role(Does.OPENS, rank=4),
    "subclause": Role(Does.OPENS, rank=5),
    "item": Role(Does.OPENS, rank=6),
    "subitem": Role(Does.OPENS, rank=7),
    "subsubitem": Role(Does.OPENS, rank=8),
    "level": Role(Does.OPENS),
    "quotedContent": QUOTES,
    "chapeau": SAYS,
    "content": SAYS,
    "continuation": SAYS,
    "proviso": SAYS,
    "text": SAYS,
    "p": SAYS,
    "heading": SAYS,
    "statusText": SAYS,
    "subheading": SAYS,
    "crossHeading": Role(Does.TITLES),
    "tr": SAYS,
    "td": CELL,
    "th": CELL,
    "caption": SAYS,
    "header": SAYS,
    "column": CELL,
    "br": CELL,
    "inline": INLINE,
    "ref": INLINE,
    "footnoteRef": SKIPS,
    "quotedText": INLINE,
    "sourceCredit": TELLS,
    "notes": WRAPS,
    "note": TELLS,
    "footnote": TELLS,
    "sidenote": TELLS,
    "editorialNote": TELLS,
}
"""Element → what it does."""

_TYPES = {"bill": "bill", "resolution": "other", "amendment": "other", "cfrDoc": "regulations"}
"""Root element → type; all others are Acts."""

_DID = {
    "added": "inserted",
    "inserted": "inserted",
    "substituted": "substituted",
    "amended generally": "substituted",
    "struck out": "omitted",
    "repealed": "repealed",
    "redesignated": "renumbered",
}
"""What an editorial note says that a law did → the word by which we know it."""

_CHANGE = re.compile(
    rf"^(?P<year>\d{{4}})—(?P<unit>[^.]{{0,20}}\.[^.]{{0,20}}?\.\s)?(?P<law>Pub\. L\. .{{1,120}}?)"
    rf"(?:,\s|\s)(?P<did>{'|'.join(_DID)})\b(?P<rest>.*)$",
    re.DOTALL,
)
_GONE_STATUS = frozenset(["repealed", "omitted", "transferred", "renumbered", "vacant", "reserved"])
"""States of a section in which its heading only tells what became of it."""
_GONE = re.compile(r"Repealed\.\s*(?P<law>.+?)[\]\s]*$", re.DOTALL)
_DAY = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)})\s+(?P<day>\d{{1,2}}),\s+(?P<year>\d{{4}})", re.IGNORECASE
)


def looks_like(data: bytes) -> bool:
    """A root element of the schema, in a namespace whose address names it."""
    name, rest = root_tag(data)
    return name in _ROOTS and b"uslm" in rest


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's lines with the units that the file marks.

    Raises:
        BrokenXml: the file is not well-formed.
        PastLimit: it is larger, deeper or less plain than an instrument.
    """
    root = parse_xml(data, draft.name)
    _identify(root, draft)
    dialect = Dialect(
        _ROLES,
        numbers=frozenset(["num"]),
        headings=frozenset(["heading"]),
        told=_told,
    )
    _prepare(root)
    read_units(root, draft, dialect)


def _prepare(root: etree._Element) -> None:
    """Tell calls of footnotes from references, and what is left of a section from its heading."""
    for ref in list(named(root, "ref")):
        if "footnoteRef" in ref.get("class", ""):
            ref.tag = "footnoteRef"
    for section in list(named(root, "section")):
        heading = next((child for child in section if local_name(child) == "heading"), None)
        if heading is not None and section.get("status") in _GONE_STATUS:
            heading.tag = "statusText"


def _told(element: etree._Element) -> Iterator[Note]:
    name = local_name(element)
    if name == "section":
        yield from _gone(element)
    elif name == "note" and element.get("topic") == "amendments":
        yield from _changes(element)
    elif name in ("sourceCredit", "note", "footnote", "sidenote", "editorialNote"):
        yield Note(_note_words(element))


def _gone(section: etree._Element) -> Iterator[Note]:
    """A section of which only the words are left that it is repealed, and by which law."""
    left = next((child for child in section if local_name(child) == "statusText"), None)
    if found := _GONE.match(plain_words(left)):
        yield Note(f"Repealed by {found['law'].rstrip(' .]')}", amends=True)


def _changes(note: etree._Element) -> Iterator[Note]:
    """The paragraphs of a note on amendments: those that say what a law did, and the others."""
    for paragraph in named(note, "p"):
        words = plain_words(paragraph)
        found = _CHANGE.match(words)
        if found is None:
            yield Note(words)
            continue
        some = "Words " if found["unit"] or not found["did"].startswith("amended") else ""
        yield Note(f"{some}{_DID[found['did']]} by {found['law'].rstrip(', ')}", amends=True)


def _note_words(element: etree._Element) -> str:
    """The words of a note; a footnote's own number is not one of them."""
    words = plain_words(element)
    num = next((child for child in element if local_name(child) == "num"), None)
    return words.removeprefix(plain_words(num)).strip() if num is not None else words


# --- what the file says of itself


def _identify(root: etree._Element, draft: Draft) -> None:
    """Title, type, number and dates."""
    meta = next(named(root, "meta"), root)
    main = next(named(root, "main"), root)
    long = next(named(main, "longTitle"), None)
    official = first_words(long, "officialTitle") if long is not None else ""
    draft.title = _title(root, meta, main) or official
    draft.type = _TYPES.get(local_name(root), "act")
    draft.number = first_words(meta, "citableAs") or _code_number(root, meta)
    draft.date = _day(root)
    draft.print_date = (first_words(meta, "created") or first_words(meta, "processedDate"))[:10]
    say_front(draft, draft.title, official if official != draft.title else "")


def _title(root: etree._Element, meta: etree._Element, main: etree._Element) -> str:
    """The title of the Code, or the name that a law gives itself, or what the file is called."""
    if local_name(root) == "uscDoc":
        code = next(named(main, "title", "appendix"), main)
        parts = [
            plain_words(child).strip(" —")
            for child in code
            if local_name(child) in ("num", "heading")
        ]
        return "United States Code, " + ", ".join(filter(None, parts)) if parts else ""
    short = first_words(main, "shortTitle").strip('“”" ,')
    called = next((plain_words(e) for e in meta if local_name(e) == "title"), "")
    return short or called.partition(": ")[2] or called


def _code_number(root: etree._Element, meta: etree._Element) -> str:
    number = first_words(meta, "docNumber")
    return f"{number} U.S.C." if number and local_name(root) == "uscDoc" else number


def _day(root: etree._Element) -> str:
    """The day of approval: of the element for it, or of the words that tell it."""
    for element in named(root, "approvedDate", "enactedDate"):
        if day := element.get("date", "") or _written(plain_words(element)):
            return day[:10]
    for element in named(root, "actionDescription"):
        words = plain_words(element)
        if words.casefold().startswith("approved") and (day := _written(words)):
            return day
    return ""


def _written(words: str) -> str:
    found = _DAY.search(words)
    if found is None:
        return ""
    month = MONTHS.index(found["month"].casefold()) + 1
    return f"{found['year']}-{month:02}-{int(found['day']):02}"
