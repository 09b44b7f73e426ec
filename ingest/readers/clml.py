"""The XML of legislation.gov.uk (CLML): Acts, instruments and retained law of the EU.

The table follows the published schema, http://www.legislation.gov.uk/schema/legislation.xsd.
A note that the file puts apart and refers to (`Commentary`, `Footnote`, `MarginNote`) is tied to
the unit that refers to it; a commentary of type F tells of an amendment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from corpus.model import ProvisionKind
from ingest.draft import Draft
from ingest.readers.marked import read_units, say_front
from ingest.readers.marked_roles import (
    CELL,
    CHANGES,
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

_NAMESPACE = b"legislation.gov.uk/namespaces/legislation"

_ROLES = {
    "Metadata": SKIPS,
    "Contents": SKIPS,
    "Commentaries": SKIPS,
    "Footnotes": SKIPS,
    "MarginNotes": SKIPS,
    "CitationLists": SKIPS,
    "Resources": SKIPS,
    "Versions": SKIPS,
    "PrimaryPrelims": WRAPS,
    "SecondaryPrelims": WRAPS,
    "EUPrelims": WRAPS,
    # what a law says before its enacting words; most say nothing
    "IntroductoryText": Role(Does.GROUPS, ProvisionKind.PREAMBLE),
    "EnactingText": Role(Does.FOLLOWS),
    "EURecital": Role(Does.OPENS, ProvisionKind.RECITAL),
    "SubjectInformation": SKIPS,
    "ExplanatoryNotes": Role(Does.ASIDE, why="a note that is not part of the instrument"),
    "EarlierOrders": Role(Does.ASIDE, why="a note that is not part of the instrument"),
    "SignedSection": Role(Does.SIGNS),
    "Group": Role(Does.GROUPS, ProvisionKind.SUBPART),
    "Part": Role(Does.GROUPS, ProvisionKind.PART),
    "Chapter": Role(Does.GROUPS, ProvisionKind.CHAPTER),
    "EUPart": Role(Does.GROUPS, ProvisionKind.PART),
    "EUTitle": Role(Does.GROUPS, ProvisionKind.TITLE),
    "EUChapter": Role(Does.GROUPS, ProvisionKind.CHAPTER),
    "EUSection": Role(Does.GROUPS, ProvisionKind.SUBPART),
    "EUSubsection": Role(Does.GROUPS, ProvisionKind.SUBPART),
    # italic headings over a run of sections
    "Pblock": Role(Does.HEADS),
    "PsubBlock": Role(Does.HEADS),
    "P1group": Role(Does.SHARES),
    "P2group": Role(Does.SHARES),
    "P3group": Role(Does.SHARES),
    "P1": Role(Does.OPENS, rank=0),
    "P2": Role(Does.OPENS, rank=1, shown="({})"),
    "P3": Role(Does.OPENS, rank=2, shown="({})"),
    "P4": Role(Does.OPENS, rank=3, shown="({})"),
    "P5": Role(Does.OPENS, rank=4, shown="({})"),
    "P6": Role(Does.OPENS, rank=5, shown="({})"),
    "P7": Role(Does.OPENS, rank=6, shown="({})"),
    # numbered only inside an ordered list
    "ListItem": Role(Does.OPENS, rank=2),
    "Schedule": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "Appendix": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "BlockAmendment": QUOTES,
    "BlockExtract": QUOTES,
    "Text": SAYS,
    "Title": SAYS,
    "Subtitle": SAYS,
    "Reference": SAYS,
    "LongTitle": SAYS,
    "DateOfEnactment": SAYS,
    "MadeDate": SAYS,
    "LaidDate": SAYS,
    "ComingIntoForce": SAYS,
    "Signee": SAYS,
    "PersonName": CELL,
    "JobTitle": CELL,
    "Department": CELL,
    "DateText": CELL,
    "DateSigned": CELL,
    "tr": SAYS,
    "td": CELL,
    "th": CELL,
    "caption": SAYS,
    "Formula": SAYS,
    "InlineAmendment": INLINE,
    "Addition": CHANGES,
    "Substitution": CHANGES,
    "Repeal": CHANGES,
    "CommentaryRef": TELLS,
    "FootnoteRef": TELLS,
    "MarginNoteRef": TELLS,
    "Figure": SKIPS,
    "Image": SKIPS,
}
"""Element → what it does."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the file's classification says of an instrument."""

    main: str
    """How the document's main type ends: `UnitedKingdomStatutoryInstrument`."""
    minor: str
    """Its minor type; empty where any fits."""
    type: str
    unit: ProvisionKind
    number: str


_ACT = _Form("Act", "", "act", ProvisionKind.SECTION, "{year} c. {number}")
_FORMS = (
    _ACT,
    _Form("Measure", "", "act", ProvisionKind.SECTION, "{year} c. {number}"),
    _Form("Bill", "", "bill", ProvisionKind.SECTION, ""),
    _Form(
        "Instrument", "regulation", "regulations", ProvisionKind.REGULATION, "S.I. {year}/{number}"
    ),
    _Form("Instrument", "rule", "rules", ProvisionKind.RULE, "S.I. {year}/{number}"),
    _Form("Instrument", "", "other", ProvisionKind.ARTICLE, "S.I. {year}/{number}"),
    _Form("Rule", "regulation", "regulations", ProvisionKind.REGULATION, "S.R. {year}/{number}"),
    _Form("Rule", "rule", "rules", ProvisionKind.RULE, "S.R. {year}/{number}"),
    _Form("Rule", "", "other", ProvisionKind.ARTICLE, "S.R. {year}/{number}"),
    _Form("OrderInCouncil", "", "other", ProvisionKind.ARTICLE, "S.I. {year}/{number}"),
    _Form("UnionRegulation", "", "eu-regulation", ProvisionKind.ARTICLE, "{year}/{number}"),
    _Form("UnionDirective", "", "eu-directive", ProvisionKind.ARTICLE, "{year}/{number}"),
    _Form("UnionDecision", "", "other", ProvisionKind.ARTICLE, "{year}/{number}"),
)
"""The first fitting row counts."""

_UNITS = {
    "section": ProvisionKind.SECTION,
    "article": ProvisionKind.ARTICLE,
    "regulation": ProvisionKind.REGULATION,
    "rule": ProvisionKind.RULE,
}
"""First word of the identifiers that the file gives its units → unit."""

_DAY = re.compile(r"\((?:\D{0,30})?(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")
_NOTES = ("Commentary", "Footnote", "MarginNote")
_REFERS = ("CommentaryRef", "FootnoteRef", "MarginNoteRef")
_PRELIMS = ("PrimaryPrelims", "SecondaryPrelims", "EUPrelims")
_DEVOLVED = re.compile(r"\b(?:asp|anaw|asc|nia|mwa)\b", re.IGNORECASE)
"""Numbers of the devolved legislatures, which name the legislature."""
_OWN_NUMBER = re.compile(r"(?P<year>\d{4})\s+(?:chapter|c\.?)\s+(?P<number>\w+)", re.IGNORECASE)


def looks_like(data: bytes) -> bool:
    """A root element `Legislation` in the publisher's namespace."""
    name, rest = root_tag(data)
    return name == "Legislation" and _NAMESPACE in rest


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's lines with the units that the file marks.

    Raises:
        BrokenXml: the file is not well-formed.
        PastLimit: it is larger, deeper or less plain than an instrument.
    """
    root = parse_xml(data, draft.name)
    basic = _identify(root, draft)
    notes = {e.get("id", ""): e for e in named(root, *_NOTES)}
    extent = root.get("RestrictExtent", "")
    dialect = Dialect(
        _ROLES,
        numbers=frozenset(["Number", "Pnumber"]),
        headings=frozenset(["Title", "TitleBlock"]),
        basic=basic,
        told=partial(_told, notes, extent),
        counted=_counted,
    )
    _prepare(root)
    read_units(root, draft, dialect)


def _prepare(root: etree._Element) -> None:
    """Leave out the titles that stand in front already, and give recitals a name of their own."""
    for prelims in list(named(root, *_PRELIMS)):
        for child in list(prelims):
            if local_name(child) in ("Title", "Number", "LongTitle"):
                prelims.remove(child)
    for division in list(named(root, "Division")):
        if division.get("Type") == "EURecital":
            division.tag = "EURecital"


def _told(
    notes: Mapping[str, etree._Element], extent: str, element: etree._Element
) -> Iterator[Note]:
    name = local_name(element)
    if name in ("P1", "Part", "Chapter", "Schedule"):
        yield from _of_unit(element, extent)
        return
    key = element.get("CommentaryRef") or (element.get("Ref") if name in _REFERS else None)
    note = notes.get(key or "")
    if note is None:
        return
    text = plain_words(note)
    amends = note.get("Type") == "F"
    yield Note(_without_label(note, text), amends, _day(text) if amends else "")


def _of_unit(element: etree._Element, extent: str) -> Iterator[Note]:
    """What the attributes of a unit, or of the group with its heading, say of it."""
    parent = element.getparent()
    group = parent if parent is not None and local_name(parent) == "P1group" else element
    own = element.get("RestrictExtent") or group.get("RestrictExtent", "")
    if own and own != extent:
        yield Note(f"Extent: {own}")
    if "Prospective" in (element.get("Status"), group.get("Status")):
        yield Note("Prospective: not in force at the date of this text")


def _without_label(note: etree._Element, text: str) -> str:
    number = first_words(note, "Number")
    return text.removeprefix(number).strip() if number else text


def _day(text: str) -> str:
    found = _DAY.search(text)
    return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}" if found else ""


# --- lists that count themselves

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_DECORATIONS = {"parens": "({})", "parenRight": "{})", "brackets": "[{}]", "period": "{}."}


def _counted(item: etree._Element) -> str:
    """The number of an item of an ordered list, by its own word or by its place."""
    parent = item.getparent()
    if parent is None or local_name(parent) != "OrderedList":
        return ""
    form = _DECORATIONS.get(parent.get("Decoration", ""), "{}")
    if own := item.get("NumberOverride"):
        return form.format(own) if own.isalnum() else own
    place = sum(1 for _ in item.itersiblings(item.tag, preceding=True)) + 1
    return form.format(_in_style(place, parent.get("Type", "arabic")))


def _in_style(place: int, style: str) -> str:
    if style.startswith("alpha"):
        letter = chr(ord("a") + (place - 1) % 26) * ((place - 1) // 26 + 1)
    elif style.startswith("roman"):
        letter = _ROMAN_TENS[place // 10 % 10] + _ROMAN[place % 10]
    else:
        return str(place)
    return letter.upper() if style.endswith("upper") else letter


# --- what the file says of itself


def _identify(root: etree._Element, draft: Draft) -> ProvisionKind:
    """Title, type, number and dates; gives the unit that carries the numbering."""
    prelims = next(named(root, *_PRELIMS), None)
    meta = next(named(root, "Metadata"), None)
    head = root if prelims is None else prelims
    draft.title = _own(head, "Title") or (first_words(meta, "title") if meta is not None else "")
    form = _form(_value(root, "DocumentMainType"), _value(root, "DocumentMinorType"))
    draft.type, draft.number = form.type, _number(root, head, form.number)
    draft.date = _date(root, "EnactmentDate") or _date(root, "Made")
    valid = first_words(meta, "valid") if meta is not None else ""
    draft.words_date = valid or root.get("RestrictStartDate", "")
    draft.print_date = first_words(meta, "modified")[:10] if meta is not None else ""
    say_front(draft, draft.title, _own(head, "Number"), _own(head, "LongTitle"))
    return _unit_by_name(root) or form.unit


def _form(main: str, minor: str) -> _Form:
    fitting = (form for form in _FORMS if main.endswith(form.main) and form.minor in ("", minor))
    return next(fitting, _ACT)


def _own(head: etree._Element, name: str) -> str:
    return plain_words(next((child for child in head if local_name(child) == name), None))


def _number(root: etree._Element, head: etree._Element, form: str) -> str:
    printed = _own(head, "Number")
    if _DEVOLVED.search(printed):
        return printed
    year, number = _value(root, "Year"), _value(root, "Number")
    if form and year and number:
        return form.format(year=year, number=number)
    found = _OWN_NUMBER.search(printed)
    return f"{found['year']} c. {found['number']}" if found else printed


def _value(root: etree._Element, name: str) -> str:
    return next((e.get("Value", "") for e in named(root, name) if e.get("Value")), "")


def _date(root: etree._Element, name: str) -> str:
    return next((e.get("Date", "")[:10] for e in named(root, name) if e.get("Date")), "")


def _unit_by_name(root: etree._Element) -> ProvisionKind | None:
    """The unit by the first identifier of one, as `section-1`; None where the file gives none."""
    names = (e.get("id", "").split("-")[0] for e in named(root, "P1"))
    return next((_UNITS[name] for name in names if name in _UNITS), None)
