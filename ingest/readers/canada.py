"""The XML of Canada's Department of Justice: consolidated Acts and regulations, and bills.

The table follows the elements of the published files (no schema is published with them).  Sections
of regulations are sections: that is what the regulations call them.  Paragraphs of a definition
are units of the section, and a letter that a second definition prints again takes `_2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_NOT_IN_FORCE = "amendments that are not in force, or related provisions; they belong to no section"

_ROLES = {
    "Identification": SKIPS,
    "RecentAmendments": SKIPS,
    "TableOfProvisions": SKIPS,
    "Summary": Role(Does.ASIDE, why="a summary of the bill; it is no part of it"),
    "Preamble": Role(Does.GROUPS, ProvisionKind.PREAMBLE),
    "Enacts": Role(Does.FOLLOWS),
    "Order": Role(Does.SIGNS),
    "Recommendation": Role(Does.SIGNS),
    "Notice": Role(Does.SIGNS),
    "Heading": Role(Does.TITLES),
    "GroupHeading": Role(Does.TITLES),
    "Section": Role(Does.OPENS, rank=0),
    "Subsection": Role(Does.OPENS, rank=1),
    "Paragraph": Role(Does.OPENS, rank=2),
    "Subparagraph": Role(Does.OPENS, rank=3),
    "Clause": Role(Does.OPENS, rank=4),
    "Subclause": Role(Does.OPENS, rank=5),
    "Subsubclause": Role(Does.OPENS, rank=6),
    "FormulaParagraph": Role(Does.OPENS, rank=2),
    "FormulaSubparagraph": Role(Does.OPENS, rank=3),
    "FormulaClause": Role(Does.OPENS, rank=4),
    "Item": Role(Does.OPENS, rank=2),
    # printed with their number in a label, or in a first paragraph of their own
    "Provision": Role(Does.OPENS, lone=True),
    "Schedule": Role(Does.GROUPS, ProvisionKind.SCHEDULE),
    "RelatedOrNotInForce": Role(Does.ASIDE, why=_NOT_IN_FORCE),
    "AmendedText": QUOTES,
    "AmendedContent": QUOTES,
    "ReadAsText": QUOTES,
    "QuotedText": QUOTES,
    # closing words of the unit whose element they stand in
    "ContinuedSectionSubsection": WRAPS,
    "ContinuedParagraph": WRAPS,
    "ContinuedSubparagraph": WRAPS,
    "ContinuedClause": WRAPS,
    "ContinuedDefinition": WRAPS,
    "Definition": WRAPS,
    "Text": SAYS,
    "Note": SAYS,
    "Oath": SAYS,
    "Caption": SAYS,
    "TitleText": SAYS,
    "OriginatingRef": SAYS,
    "BilingualItemEn": SAYS,
    "BilingualItemFr": SAYS,
    "FormulaText": SAYS,
    "FormulaConnector": SAYS,
    "FormulaTerm": Role(Does.LEADS),
    "DefinedTermEn": INLINE,
    "DefinedTermFr": INLINE,
    "title": SAYS,
    "row": SAYS,
    "entry": CELL,
    "LineBreak": CELL,
    "Leader": CELL,
    "Repealed": CHANGES,
    "FootnoteRef": SKIPS,
    "Footnote": TELLS,
    "HistoricalNote": TELLS,
    "Image": SKIPS,
}
"""Element → what it does."""

_GONE = re.compile(r"\W*Repealed\b[,\s]*(?P<by>[^\]]*)\W*", re.IGNORECASE)
_RULES = re.compile(r"\brules\b", re.IGNORECASE)
_DOTTED = re.compile(r"(?P<num>\d{1,3}(?:\.\d{1,3})+)\.?\s+(?P<rest>\S.*)")
_DEFAULT_LEVEL = 1


def looks_like(data: bytes) -> bool:
    """A root element `Statute`, `Regulation` or `Bill` that identifies itself as theirs do."""
    name, rest = root_tag(data)
    theirs = b"justice.gc.ca" in rest or b"<Identification" in data[:8_000]
    return name in ("Statute", "Regulation", "Bill") and theirs


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's lines with the units that the file marks.

    Raises:
        BrokenXml: the file is not well-formed.
        PastLimit: it is larger, deeper or less plain than an instrument.
    """
    root = parse_xml(data, draft.name)
    _identify(root, draft)
    _prepare(root)
    rules = draft.type == "rules"
    basic = ProvisionKind.RULE if rules else ProvisionKind.SECTION
    read_units(root, draft, _dialect(basic))


def _dialect(basic: ProvisionKind) -> Dialect:
    return Dialect(
        _ROLES,
        numbers=frozenset(["Label"]),
        headings=frozenset(["MarginalNote", "TitleText", "FormHeading"]),
        heads=frozenset(["ScheduleFormHeading"]),
        basic=basic,
        told=_told,
        level=_level,
        dotted=_DOTTED,
    )


def _prepare(root: etree._Element) -> None:
    """Give the preamble its heading, and leave out schedules that hold no law."""
    for preamble in list(named(root, "Preamble")):
        heading = next(named(preamble, "MarginalNote"), None)
        if heading is not None:
            preamble.insert(0, heading)
    for schedule in list(named(root, "Schedule")):
        children = {local_name(child) for child in schedule}
        if "BillPiece" in children and children <= {"BillPiece", "ScheduleFormHeading"}:
            schedule.tag = "Related"
            for heading in [child for child in schedule if local_name(child) != "BillPiece"]:
                schedule.remove(heading)


def _level(heading: etree._Element) -> int:
    """Of a heading between sections: what it says, or the figure in its form (`group2-part`)."""
    said = heading.get("level") or re.sub(r"\D", "", heading.get("format-ref", ""))[:1]
    return int(said) if said.isdecimal() else _DEFAULT_LEVEL


def _told(element: etree._Element) -> Iterator[Note]:
    name = local_name(element)
    if name == "HistoricalNote":
        items = [plain_words(item) for item in named(element, "HistoricalNoteSubItem")]
        yield Note("; ".join(filter(None, items)) or plain_words(element))
    elif name == "Footnote":
        yield Note(first_words(element, "Text") or plain_words(element))
    elif name == "Repealed" and (gone := _GONE.fullmatch(plain_words(element))):
        yield Note(f"Repealed by {gone['by'].strip()}", amends=True)


# --- what the file says of itself


def _identify(root: etree._Element, draft: Draft) -> None:
    """Title, type, number and dates."""
    head = next(named(root, "Identification"), root)
    short, long = first_words(head, "ShortTitle"), first_words(head, "LongTitle")
    draft.title = short or long
    draft.type = _type(root, draft.title)
    draft.number = _number(head)
    draft.date = _day_of_stage(head, "assented-to") or _day_in(head, "RegistrationDate")
    dates = {etree.QName(key).localname: str(value) for key, value in root.attrib.items()}
    draft.words_date = dates.get("lastAmendedDate", "")
    consolidated = _day_of_stage(head, "consolidation") or _day_in(head, "ConsolidationDate")
    draft.print_date = dates.get("current-date", "") or consolidated
    say_front(draft, short, long)


def _type(root: etree._Element, title: str) -> str:
    name = local_name(root)
    if name != "Regulation":
        return "bill" if name == "Bill" else "act"
    if _RULES.search(title):
        return "rules"
    return "regulations" if "regulation" in title.casefold() else "other"


def _number(head: etree._Element) -> str:
    """`S.C. 2000, c. 5` of an annual statute, `R.S.C., 1985, c. P-21` of a revised one."""
    if number := first_words(head, "InstrumentNumber"):
        return number
    annual = next(named(head, "AnnualStatuteId"), None)
    if annual is not None:
        year = first_words(annual, "YYYY")
        return f"S.C. {year}, c. {first_words(annual, 'AnnualStatuteNumber')}"
    consolidated = first_words(head, "ConsolidatedNumber")
    return f"R.S.C., 1985, c. {consolidated}" if consolidated else first_words(head, "BillNumber")


def _day_of_stage(head: etree._Element, stage: str) -> str:
    stages = (e for e in named(head, "Stages") if e.get("stage") == stage)
    return _day(next(stages, None))


def _day_in(head: etree._Element, name: str) -> str:
    return _day(next(named(head, name), None))


def _day(element: etree._Element | None) -> str:
    """The ISO day that an element writes as year, month and day; empty where one is missing."""
    if element is None:
        return ""
    year, month, day = (first_words(element, part) for part in ("YYYY", "MM", "DD"))
    whole = year.isdecimal() and month.isdecimal() and day.isdecimal()
    return f"{year}-{int(month):02}-{int(day):02}" if whole else ""
