"""From provisions to index documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.facts import Standing, Status
from corpus.model import (
    Expression,
    ExpressionKind,
    Instrument,
    InstrumentType,
    Provision,
    ProvisionKind,
)
from corpus.tagging import (
    EntityLabel,
    Mention,
    Orientation,
    Power,
    Span,
    Statement,
    StatementType,
    Tagging,
)
from search.document import IndexDocument, documents_of

ACT = Instrument(
    slug="pk-lantern-2001",
    title="Lantern Act, 2001",
    type=InstrumentType.ACT,
    work_uri="/akn/pk/act/2001/7",
    short_title="LA 2001",
    number="VII of 2001",
    standing=Standing(Status.IN_FORCE),
)
TEXT = Expression(
    uri="/akn/pk/act/2001/7/eng@2001-03-01",
    instrument="pk-lantern-2001",
    kind=ExpressionKind.OFFICIAL,
    text="",
    date="2001-03-01",
)


def _unit(
    eid: str, kind: ProvisionKind, text: str = "words", parent: str | None = None, start: int = 0
) -> Provision:
    num = eid.split("_")[-1] if "_" in eid else None
    return Provision(eid, kind, num, f"Heading of {eid}", text, parent, 1, start, start + len(text))


def _documents(
    units: list[Provision], taggings: dict[str, Tagging] | None = None, **facts: object
) -> dict[str, IndexDocument]:
    instrument = replace(ACT, **facts)  # type: ignore[arg-type]
    found = documents_of(instrument, TEXT, units, taggings or {})
    return {document.eid: document for document in found}


STATUTE = [
    _unit("preamble", ProvisionKind.PREAMBLE),
    _unit("chp_I", ProvisionKind.CHAPTER),
    _unit("sec_1", ProvisionKind.SECTION, "(1) One. (2) Two.", "chp_I"),
    _unit("sec_1__subsec_1", ProvisionKind.SUBSECTION, "One.", "sec_1"),
    _unit("sec_1__subsec_1__para_a", ProvisionKind.PARAGRAPH, "a", "sec_1__subsec_1"),
    _unit("sec_26A", ProvisionKind.SECTION, "Inserted.", "chp_I"),
    _unit("sched_I", ProvisionKind.SCHEDULE, "Forms."),
    _unit("sched_I__sec_1", ProvisionKind.SECTION, "A form.", "sched_I"),
]


def test_each_unit_that_is_cited_is_one_document() -> None:
    assert list(_documents(STATUTE)) == ["preamble", "sec_1", "sec_26A", "sched_I"]


def test_a_document_knows_its_instrument_and_place() -> None:
    document = _documents(STATUTE)["sec_26A"]
    assert document.num == "26A"
    assert document.place == ("Heading of chp_I",)
    assert {"Lantern Act, 2001", "LA 2001"} <= set(document.names)
    assert (document.type, document.status, document.unit) == ("act", "in-force", "section")
    assert (document.kind, document.valid_from) == ("official", "2001-03-01")
    assert document.key == (TEXT.uri, "sec_26A")


@pytest.mark.parametrize(
    ("heading", "text", "is_one"),
    [
        # an omitted section has nothing to be found by
        (None, "", False),
        ("", " \n", False),
        # must not: one that still has its heading, or words without one
        ("Audit", "", True),
        (None, "It is audited.", True),
    ],
)
def test_a_unit_without_words_is_no_document(heading: str | None, text: str, is_one: bool) -> None:
    unit = Provision("sec_3", ProvisionKind.SECTION, "3", heading, text, None, 1, 0, len(text))
    assert ("sec_3" in _documents([*STATUTE, unit])) is is_one


def test_a_section_that_groups_articles_is_no_document() -> None:
    units = [
        _unit("chp_III", ProvisionKind.CHAPTER),
        _unit("chp_III__sec_1", ProvisionKind.SECTION, parent="chp_III"),
        _unit("art_12", ProvisionKind.ARTICLE, parent="chp_III__sec_1"),
        _unit("art_12__para_1", ProvisionKind.PARAGRAPH, parent="art_12"),
        _unit("rec_1", ProvisionKind.RECITAL),
    ]
    assert list(_documents(units, unit="article")) == ["art_12", "rec_1"]


def test_a_papers_headings_are_documents_with_their_own_paragraphs() -> None:
    outer = "Outer words. Inner words."
    units = [
        _unit("hd_1", ProvisionKind.HEADING, outer),
        _unit("hd_1__para_1", ProvisionKind.PARAGRAPH, "Outer words.", "hd_1"),
        _unit("hd_1__hd_1", ProvisionKind.HEADING, "Inner words.", "hd_1", start=13),
        _unit("hd_1__hd_1__para_1", ProvisionKind.PARAGRAPH, "Inner words.", "hd_1__hd_1", 13),
    ]
    found = _documents(units, unit="heading", type=InstrumentType.PAPER)
    assert {eid: document.text for eid, document in found.items()} == {
        "hd_1": "Outer words. ",
        "hd_1__hd_1": "Inner words.",
    }
    assert found["hd_1__hd_1"].place == ("Heading of hd_1",)
    assert found["hd_1"].num == ""


def _tagging(eid: str, side: Orientation, kind: StatementType, agency: str = "") -> Tagging:
    span = Span("lamp", 0, 4)
    return Tagging(
        eid=eid,
        mentions=(
            Mention(EntityLabel.DEFINED_TERM, span, "r"),
            Mention(EntityLabel.TERM, span, "r"),
        ),
        statements=(Statement(kind, span, None, None, "r"),),
        orientation=side,
        powers=(Power(eid, span, agency, span, "r"),),
    )


def test_a_document_gathers_the_tags_of_what_it_holds() -> None:
    taggings = {
        "sec_1__subsec_1": _tagging(
            "sec_1__subsec_1", Orientation.SECURITY_POWER, StatementType.POWER, "PTA"
        ),
        "sec_1__subsec_1__para_a": _tagging("x", Orientation.NEUTRAL, StatementType.NONE),
        # must not: tags of units that are in no document
        "chp_I": _tagging("chp_I", Orientation.BOTH, StatementType.RIGHT, "FIA"),
    }
    document = _documents(STATUTE, taggings)["sec_1"]
    assert document.defined == ("lamp",)
    assert document.agency == ("PTA",)
    assert document.statement == ("power",)
    assert document.orientation == "security_power"


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((), "neutral"),
        ((Orientation.NEUTRAL, Orientation.CIVIL_LIBERTY), "civil_liberty"),
        ((Orientation.SECURITY_POWER, Orientation.CIVIL_LIBERTY), "both"),
        ((Orientation.BOTH,), "both"),
    ],
)
def test_the_side_of_a_unit_comes_from_its_parts(
    sides: tuple[Orientation, ...], expected: str
) -> None:
    parts = ("sec_1__subsec_1", "sec_1__subsec_1__para_a")
    taggings = {
        eid: Tagging(eid=eid, orientation=side) for eid, side in zip(parts, sides, strict=False)
    }
    assert _documents(STATUTE, taggings)["sec_1"].orientation == expected


def test_a_units_own_tag_decides_its_side() -> None:
    taggings = {
        "sec_1": Tagging(eid="sec_1", orientation=Orientation.CIVIL_LIBERTY),
        "sec_1__subsec_1": Tagging(eid="x", orientation=Orientation.SECURITY_POWER),
    }
    assert _documents(STATUTE, taggings)["sec_1"].orientation == "civil_liberty"


def test_citations_come_from_the_finder_that_is_given() -> None:
    found = documents_of(ACT, TEXT, STATUTE, {}, lambda text: ["pk-x/sec_1", "pk-x/sec_1"])
    assert next(found).cites == ("pk-x/sec_1",)
