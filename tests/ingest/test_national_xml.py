"""National XML formats: the units, headings, notes and dates that their elements mark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.errors import BadFile
from ingest.draft import Draft
from ingest.parse import Parsed, parse_bytes
from ingest.readers import canada, clml, formex, reader_for, uslm
from ingest.readers.marked_words import Words, number_in, plain_words, root_tag

LIMS = 'xmlns:lims="http://justice.gc.ca/lims"'
CLML = 'xmlns="http://www.legislation.gov.uk/namespaces/legislation"'
UKM = 'xmlns="http://www.legislation.gov.uk/namespaces/metadata"'
USLM = 'xmlns="http://xml.house.gov/schemas/uslm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def parse(xml: str) -> Parsed:
    parsed = parse_bytes(xml.encode(), "law.xml")
    assert_offsets(parsed)
    return parsed


def assert_offsets(parsed: Parsed) -> None:
    """Every text is what its offsets say, inside its parent, under an eId of its own."""
    held = {p.eid: p for p in parsed.provisions}
    assert len(held) == len(parsed.provisions)
    for provision in parsed.provisions:
        assert provision.text == parsed.text[provision.start : provision.end]
        if provision.parent:
            parent = held[provision.parent]
            assert parent.start <= provision.start <= provision.end <= parent.end, provision.eid


def tree(parsed: Parsed) -> list[str]:
    return [p.eid for p in parsed.provisions]


def text_of(parsed: Parsed, eid: str) -> str:
    return next(p.text for p in parsed.provisions if p.eid == eid)


def heading_of(parsed: Parsed, eid: str) -> str | None:
    return next(p.heading for p in parsed.provisions if p.eid == eid)


def statute(body: str, after: str = "", introduction: str = "") -> str:
    return (
        f'<Statute {LIMS} lims:lastAmendedDate="2024-08-19" lims:current-date="2025-02-03">'
        "<Identification><LongTitle>An Act respecting lighthouses</LongTitle>"
        "<ShortTitle>Lighthouse Act</ShortTitle><BillHistory>"
        '<Stages stage="assented-to"><Date><YYYY>1999</YYYY><MM>4</MM><DD>1</DD></Date></Stages>'
        "</BillHistory><Chapter><ConsolidatedNumber>L-9</ConsolidatedNumber><AnnualStatuteId>"
        "<AnnualStatuteNumber>7</AnnualStatuteNumber><YYYY>1999</YYYY></AnnualStatuteId></Chapter>"
        f"</Identification>{introduction}<Body>{body}</Body>{after}</Statute>"
    )


def section(num: str, inner: str, note: str = "") -> str:
    heading = f"<MarginalNote>{note}</MarginalNote>" if note else ""
    return f"<Section>{heading}<Label>{num}</Label>{inner}</Section>"


def labelled(name: str, num: str, text: str, inner: str = "") -> str:
    return f"<{name}><Label>{num}</Label><Text>{text}</Text>{inner}</{name}>"


# --- which reader


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (f"<Statute {LIMS}/>", "Canada’s justice XML"),
        (f"\ufeff<?xml version='1.0'?><Regulation {LIMS}/>", "Canada’s justice XML"),
        # annual statutes are bills of a DTD, without the namespace
        ("<!DOCTYPE Bill SYSTEM 'x.dtd'><Bill><Identification/></Bill>", "Canada’s justice XML"),
        (f"<!-- <html> --><Legislation {CLML}/>", "UK legislation XML"),
        (f"<uscDoc {USLM}/>", "USLM XML"),
        (
            '<?xml-stylesheet href="a.css"?><pLaw xmlns="http://schemas.gpo.gov/xml/uslm"/>',
            "USLM XML",
        ),
        ("<ACT><BIB.INSTANCE/></ACT>", "Formex XML"),
    ],
)
def test_root_element_tells_the_format(head: str, label: str) -> None:
    assert reader_for(head.encode(), "x").label == label


@pytest.mark.parametrize(
    "data",
    [
        # a file that only speaks of the formats
        b"# Statute\n\nThe <Legislation> element and <uscDoc> are described below.\n",
        b"<html><body><Statute></Statute></body></html>",
        # the same name in a vocabulary of others
        b"<Legislation xmlns='urn:other'/>",
        b"<bill xmlns='urn:invoice'><total/></bill>",
        b"<Regulation xmlns='urn:motor'><speed/></Regulation>",
    ],
)
def test_other_files_are_not_taken(data: bytes) -> None:
    readers = (canada, clml, uslm, formex)
    assert not any(reader.looks_like(data) for reader in readers)


# --- Canada


def test_canada_levels_and_closing_words() -> None:
    inner = labelled(
        "Subsection",
        "(1)",
        "A keeper may",
        labelled(
            "Paragraph",
            "(a)",
            "light",
            labelled(
                "Subparagraph",
                "(i)",
                "oil,",
                labelled("Clause", "(A)", "whale, or")
                + labelled("Clause", "(B)", "coal, or")
                + "<ContinuedSubparagraph><Text>if dark</Text></ContinuedSubparagraph>",
            ),
        )
        + "<ContinuedSectionSubsection><Text>at any hour.</Text></ContinuedSectionSubsection>",
    )
    parsed = parse(statute(section("4.1", inner, "Lights")))
    first = "sec_4.1__subsec_1__para_a__subpara_i"
    assert tree(parsed) == [
        "sec_4.1",
        "sec_4.1__subsec_1",
        "sec_4.1__subsec_1__para_a",
        first,
        f"{first}__item_A",
        f"{first}__item_B",
    ]
    assert heading_of(parsed, "sec_4.1") == "Lights"
    assert text_of(parsed, f"{first}__item_B") == "coal, or"
    assert text_of(parsed, first).endswith("coal, or\nif dark")
    assert text_of(parsed, "sec_4.1__subsec_1__para_a").endswith("if dark")
    assert text_of(parsed, "sec_4.1__subsec_1").endswith("at any hour.")


def test_canada_definitions_are_text_and_their_letters_units() -> None:
    french = "(<DefinedTermFr>phare</DefinedTermFr>)"
    inner = (
        "<Text>In this Act,</Text>"
        "<Definition><Text><DefinedTermEn>light</DefinedTermEn> means</Text>"
        + labelled("Paragraph", "(a)", "a lamp, or")
        + labelled("Paragraph", "(b)", f"a fire; {french}")
        + "</Definition><Definition><Text><DefinedTermEn>tower</DefinedTermEn> means</Text>"
        + labelled("Paragraph", "(a)", "a mast.")
        + "<ContinuedDefinition><Text>but not a pole.</Text></ContinuedDefinition></Definition>"
    )
    parsed = parse(statute(section("2", inner)))
    assert tree(parsed) == ["sec_2", "sec_2__para_a", "sec_2__para_b", "sec_2__para_a_2"]
    assert text_of(parsed, "sec_2__para_b") == "a fire; (phare)"
    assert text_of(parsed, "sec_2__para_a_2") == "a mast."
    assert "\ntower means\n(a) a mast.\nbut not a pole." in text_of(parsed, "sec_2")


def test_canada_groups_last_to_the_next_heading_of_their_level() -> None:
    def heading(level: int, title: str, label: str = "") -> str:
        printed = f"<Label>{label}</Label>" if label else ""
        return f'<Heading level="{level}">{printed}<TitleText>{title}</TitleText></Heading>'

    words = "<Text>Words.</Text>"
    body = (
        heading(1, "Short Title")
        + section("1", words)
        + heading(1, "Lights", "PART 1")
        + heading(2, "Definitions")
        + section("2", words)
        + heading(2, "Oil", "DIVISION 1.1")
        + section("3", words)
        + heading(3, "Whales", "Subdivision a")
        + section("4", words)
        + heading(2, "Coal", "DIVISION 2")
        + section("5", words)
        + heading(1, "Fires", "PART 2")
        + section("6", words)
        # a heading without a number that stands as high as the Part ends it
        + heading(1, "Coming into Force")
        + section("7", words)
    )
    parsed = parse(statute(body))
    parents = {p.eid: p.parent for p in parsed.provisions}
    assert parents == {
        "sec_1": None,
        "part_1": None,
        "sec_2": "part_1",
        "part_1__dvs_1.1": "part_1",
        "sec_3": "part_1__dvs_1.1",
        "part_1__dvs_1.1__subdvs_a": "part_1__dvs_1.1",
        "sec_4": "part_1__dvs_1.1__subdvs_a",
        "part_1__dvs_2": "part_1",
        "sec_5": "part_1__dvs_2",
        "part_2": None,
        "sec_6": "part_2",
        "sec_7": None,
    }
    assert heading_of(parsed, "part_1__dvs_1.1") == "Oil"
    decided = [d for d in parsed.decisions if d.rule == "marked.heading-level"]
    assert [d.chose for d in decided] == ["a heading after part 2"]
    assert [u.text for u in parsed.unread] == ["Short Title", "Definitions", "Coming into Force"]


def test_canada_history_is_told_and_is_no_text() -> None:
    body = section(
        "1",
        '<Text>Keep it.</Text><Footnote id="f"><Label>*</Label><Text>[Note: In force.]</Text>'
        "</Footnote><HistoricalNote><HistoricalNoteSubItem>1999, c. 7, s. 1"
        "</HistoricalNoteSubItem><HistoricalNoteSubItem>2024, c. 16, s. 93"
        "</HistoricalNoteSubItem></HistoricalNote>",
    )
    body += (
        '<Section><Label><FootnoteRef idref="f">*</FootnoteRef>2</Label><Text>Two.</Text></Section>'
    )
    parsed = parse(statute(body))
    assert [(p.num, p.text) for p in parsed.provisions] == [("1", "Keep it."), ("2", "Two.")]
    assert [(r.eid, r.text) for r in parsed.remarks] == [
        ("sec_1", "[Note: In force.]"),
        ("sec_1", "1999, c. 7, s. 1; 2024, c. 16, s. 93"),
    ]
    assert parsed.amendments == ()


def test_canada_repeals_keep_number_and_words() -> None:
    gone = "<Text><Repealed>[Repealed, 2015, c. 32, s. 6]</Repealed></Text>"
    some = "<Text>In this Act, lamp <Repealed>[Repealed, 2010, c. 1, s. 2]</Repealed></Text>"
    parsed = parse(statute(section("4", gone) + section("5", some)))
    assert text_of(parsed, "sec_4") == "[Repealed, 2015, c. 32, s. 6]"
    told = [(a.eid, a.op, a.by, a.whole) for a in parsed.amendments]
    assert told == [
        ("sec_4", "repealed", "2015, c. 32, s. 6", True),
        ("sec_5", "repealed", "2010, c. 1, s. 2", False),
    ]
    words = parsed.amendments[1]
    assert parsed.text[words.start : words.end] == "[Repealed, 2010, c. 1, s. 2]"


def test_canada_quoted_sections_are_no_sections() -> None:
    new = section("13.", labelled("Subsection", "(1)", "The keeper may borrow."), "Borrowing")
    inner = f"<Text>Section 13 is replaced by:</Text><AmendedText>{new}</AmendedText>"
    parsed = parse(statute(section("5.", inner)))
    assert tree(parsed) == ["sec_5"]
    assert text_of(parsed, "sec_5").endswith("13. Borrowing\n(1) The keeper may borrow.")


def test_canada_formulas_and_oaths() -> None:
    inner = (
        "<Text>The fee is</Text><FormulaGroup><Formula><FormulaText>A + B</FormulaText></Formula>"
        "<FormulaConnector>where</FormulaConnector><FormulaDefinition><FormulaTerm>A</FormulaTerm>"
        "<Text>is the lesser of</Text><FormulaParagraph><Label>(a)</Label><Text>$5, and</Text>"
        "</FormulaParagraph></FormulaDefinition></FormulaGroup><Oath>I swear.</Oath>"
    )
    parsed = parse(statute(section("3", inner)))
    assert tree(parsed) == ["sec_3", "sec_3__para_a"]
    shown = "The fee is\nA + B\nwhere\nA is the lesser of\n(a) $5, and\nI swear."
    assert text_of(parsed, "sec_3") == shown


def test_canada_preamble_schedules_and_what_is_not_in_force() -> None:
    introduction = (
        "<Introduction><Preamble><Provision><MarginalNote>Preamble</MarginalNote><Text>WHEREAS it "
        "is dark;</Text></Provision></Preamble><Enacts><Provision><Text>NOW, THEREFORE, so be it:"
        "</Text></Provision></Enacts></Introduction>"
    )
    schedules = (
        "<Schedule><ScheduleFormHeading><Label>SCHEDULE 1</Label><OriginatingRef>(Section 1)"
        "</OriginatingRef><TitleText>Duties</TitleText></ScheduleFormHeading><DocumentInternal>"
        "<GroupHeading><TitleText>4.1 Duty 1 — Oil</TitleText></GroupHeading>"
        "<Provision><Text>Oil is kept.</Text></Provision>"
        "<Provision><Text><Emphasis>4.1.1</Emphasis></Text><Provision><Text>A keeper counts"
        "</Text><Provision><Label>(a)</Label><Text>casks.</Text></Provision></Provision></Provision>"
        "<GroupHeading><TitleText>Table of oils</TitleText></GroupHeading>"
        "<Provision><Text>Whale oil.</Text></Provision></DocumentInternal>"
        "<HistoricalNote><HistoricalNoteSubItem>2015, c. 1</HistoricalNoteSubItem></HistoricalNote>"
        "</Schedule>"
        "<Schedule><ScheduleFormHeading><Label>SCHEDULE 2</Label></ScheduleFormHeading>"
        '<Heading level="1"><Label>PART I</Label></Heading><TableGroup><table><title>Oils</title>'
        "<tgroup><tbody><row><entry>1</entry><entry>Seal</entry></row></tbody></tgroup></table>"
        "</TableGroup></Schedule>"
        '<Schedule id="NifProvs"><ScheduleFormHeading><TitleText>AMENDMENTS NOT IN FORCE'
        "</TitleText></ScheduleFormHeading><BillPiece><RelatedOrNotInForce>"
        + section("389", "<Text>Oil ends.</Text>")
        + "</RelatedOrNotInForce></BillPiece></Schedule>"
    )
    parsed = parse(statute(section("1", "<Text>One.</Text>"), schedules, introduction))
    assert tree(parsed) == [
        "preamble",
        "sec_1",
        "sched_1",
        "sched_1__para_4.1",
        "sched_1__para_4.1__subpara_4.1.1",
        "sched_1__para_4.1__subpara_4.1.1__item_a",
        "sched_2",
        "sched_2__part_I",
    ]
    assert heading_of(parsed, "preamble") == "Preamble"
    assert text_of(parsed, "preamble") == "WHEREAS it is dark;\nNOW, THEREFORE, so be it:"
    assert heading_of(parsed, "sched_1__para_4.1") == "Duty 1 — Oil"
    assert text_of(parsed, "sched_1").startswith("(Section 1)\n4.1 Duty 1")
    # a heading without a number ends the duty before it
    assert text_of(parsed, "sched_1__para_4.1").endswith("(a) casks.")
    assert text_of(parsed, "sched_1").endswith("Table of oils\nWhale oil.")
    assert text_of(parsed, "sched_2") == "PART I\nOils\n1 Seal"
    assert [(r.eid, r.text) for r in parsed.remarks] == [("sched_1", "2015, c. 1")]
    assert [u.text for u in parsed.unread] == ["389 Oil ends."]
    assert "Oil ends" not in parsed.text


def test_canada_statute_says_what_it_is() -> None:
    parsed = parse(statute(section("1", "<Text>One.</Text>")))
    assert (parsed.title, parsed.type) == ("Lighthouse Act", "act")
    assert (parsed.number, parsed.date) == ("S.C. 1999, c. 7", "1999-04-01")
    assert (parsed.words_date, parsed.print_date) == ("2024-08-19", "2025-02-03")
    assert parsed.front_matter.splitlines()[1] == "An Act respecting lighthouses"


@pytest.mark.parametrize(
    ("title", "kind", "eid"),
    [
        # regulations call their units sections; rules of court call them rules
        ("Lighthouse Regulations", "regulations", "sec_1"),
        ("Lighthouse Court Rules", "rules", "rule_1"),
        ("Lighthouse Fees Order", "other", "sec_1"),
    ],
)
def test_canada_regulations(title: str, kind: str, eid: str) -> None:
    xml = (
        f"<Regulation {LIMS}><Identification><InstrumentNumber>SOR/99-5</InstrumentNumber>"
        "<RegistrationDate><Date><YYYY>1999</YYYY><MM>12</MM><DD>3</DD></Date></RegistrationDate>"
        f"<LongTitle>{title}</LongTitle></Identification><Body>"
        + section("1", "<Text>One.</Text>")
        + "</Body><Order><Provision><Text>Her Excellency orders.</Text></Provision></Order>"
        "</Regulation>"
    )
    parsed = parse(xml)
    assert (parsed.title, parsed.type, parsed.number) == (title, kind, "SOR/99-5")
    assert (parsed.date, tree(parsed)) == ("1999-12-03", [eid])
    assert text_of(parsed, eid) == "One."


def test_pipeda(shared: Path) -> None:
    """Counts by hand in the file: its Body's sections and subsections, Schedule 1's principles."""
    data = (shared / "texts/ca-pipeda-2000.xml").read_bytes()
    parsed = parse_bytes(data, "ca-pipeda-2000.xml")
    assert_offsets(parsed)
    kinds = [p.kind.value for p in parsed.provisions]
    assert (kinds.count("section"), kinds.count("subsection")) == (71, 142)
    assert (kinds.count("part"), kinds.count("subpart"), kinds.count("schedule")) == (6, 6, 4)
    principles = [p for p in parsed.provisions if p.parent == "sched_1"]
    assert [p.num for p in principles] == [f"4.{n}" for n in range(1, 11)]
    clauses = [p for p in parsed.provisions if (p.parent or "").startswith("sched_1__para")]
    assert len([p for p in clauses if (p.num or "").count(".") == 2]) == 46
    assert {(a.eid, a.op) for a in parsed.amendments} == {
        ("sec_7__subsec_3__para_h.2", "repealed"),
        ("sec_13__subsec_2", "repealed"),
        ("sec_26__subsec_1__para_a.01", "repealed"),
    }
    assert len(parsed.remarks) == 43  # 38 historical notes and 5 footnotes
    assert min(p.confidence for p in parsed.provisions) == 1.0
    assert (parsed.date, parsed.words_date) == ("2000-04-13", "2025-03-04")


def test_pipeda_loses_no_word(shared: Path) -> None:
    data = (shared / "texts/ca-pipeda-2000.xml").read_bytes()
    body = etree.fromstring(data).find("Body")
    assert body is not None
    for note in [*body.iter("HistoricalNote"), *body.iter("Footnote"), *body.iter("FootnoteRef")]:
        note.clear()
    parsed = parse_bytes(data, "ca-pipeda-2000.xml")
    held = " ".join(parsed.text.split())
    texts = [" ".join("".join(map(str, text.itertext())).split()) for text in body.iter("Text")]
    assert len(texts) > 400
    assert [text for text in texts if text not in held] == []


# --- the United Kingdom


def legislation(body: str, main: str, minor: str = "", notes: str = "", prelims: str = "") -> str:
    return (
        f'<Legislation {CLML} RestrictExtent="E+W"><Metadata {UKM} '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">'
        "<dc:title>The Lamp Act 2003</dc:title><dc:modified>2024-05-08</dc:modified>"
        "<dct:valid>2024-01-02</dct:valid><PrimaryMetadata><DocumentClassification>"
        f'<DocumentMainType Value="{main}"/><DocumentMinorType Value="{minor}"/>'
        '</DocumentClassification><Year Value="2003"/><Number Value="12"/>'
        '<EnactmentDate Date="2003-07-10"/></PrimaryMetadata></Metadata><Primary>'
        f"{prelims}<Body>{body}</Body></Primary>{notes}</Legislation>"
    )


def p1(num: str, inner: str, title: str = "", attributes: str = "") -> str:
    heading = f"<Title>{title}</Title>" if title else ""
    para = f"<P1para>{inner}</P1para>"
    return f"<P1group {attributes}>{heading}<P1><Pnumber>{num}</Pnumber>{para}</P1></P1group>"


def level(at: int, num: str, inner: str) -> str:
    return f"<P{at}><Pnumber>{num}</Pnumber><P{at}para>{inner}</P{at}para></P{at}>"


ACT = "UnitedKingdomPublicGeneralAct"
INSTRUMENT = "UnitedKingdomStatutoryInstrument"


def test_uk_levels_headings_and_closing_words() -> None:
    inner = level(
        2,
        "1",
        "<Text>A lamp—</Text>"
        + level(3, "a", "<Text>burns,</Text>" + level(4, "i", "<Text>oil,</Text>"))
        + "<Text>when it is dark.</Text>",
    )
    body = (
        "<Part><Number>Part 1</Number><Title>Lamps</Title><Chapter><Number>Chapter 2</Number>"
        "<Title>Oil</Title><Pblock><Title>At sea</Title>"
        + p1("3", inner, "Burning")
        + "</Pblock></Chapter></Part>"
    )
    parsed = parse(legislation(body, ACT))
    assert tree(parsed) == [
        "part_1",
        "part_1__chp_2",
        "sec_3",
        "sec_3__subsec_1",
        "sec_3__subsec_1__para_a",
        "sec_3__subsec_1__para_a__subpara_i",
    ]
    assert heading_of(parsed, "sec_3") == "Burning"
    assert text_of(parsed, "sec_3") == "(1) A lamp—\n(a) burns,\n(i) oil,\nwhen it is dark."
    assert text_of(parsed, "sec_3__subsec_1__para_a") == "burns,\n(i) oil,"
    assert [u.text for u in parsed.unread] == ["At sea"]


@pytest.mark.parametrize(
    ("main", "minor", "kind", "number", "eids"),
    [
        (ACT, "", "act", "2003 c. 12", ["sec_1", "sec_1__subsec_1", "sec_1__subsec_1__para_a"]),
        (
            INSTRUMENT,
            "regulation",
            "regulations",
            "S.I. 2003/12",
            ["reg_1", "reg_1__subsec_1", "reg_1__subsec_1__para_a"],
        ),
        (
            INSTRUMENT,
            "rule",
            "rules",
            "S.I. 2003/12",
            ["rule_1", "rule_1__subsec_1", "rule_1__subsec_1__para_a"],
        ),
        # under articles paragraphs hold points, as everywhere
        (
            INSTRUMENT,
            "order",
            "other",
            "S.I. 2003/12",
            ["art_1", "art_1__para_1", "art_1__para_1__point_a"],
        ),
        (
            "EuropeanUnionDirective",
            "",
            "eu-directive",
            "2003/12",
            ["art_1", "art_1__para_1", "art_1__para_1__point_a"],
        ),
    ],
)
def test_uk_classification_names_the_unit(
    main: str, minor: str, kind: str, number: str, eids: list[str]
) -> None:
    inner = level(2, "1", "<Text>A—</Text>" + level(3, "a", "<Text>b.</Text>"))
    parsed = parse(legislation(p1("1", inner), main, minor))
    assert (parsed.type, parsed.number, tree(parsed)) == (kind, number, eids)
    assert (parsed.date, parsed.words_date, parsed.print_date) == (
        "2003-07-10",
        "2024-01-02",
        "2024-05-08",
    )


def test_uk_commentaries_are_amendments_or_remarks() -> None:
    notes = "".join(
        f'<Commentary id="{key}" Type="{kind}"><Para><Text>{text}</Text></Para></Commentary>'
        for key, kind, text in [
            (
                "c1",
                "F",
                "S. 1 inserted (1.4.2010) by <Citation>Oil Act 2009 (c. 10)</Citation>, s. 3",
            ),
            ("c2", "F", "Words in s. 2(a) substituted (2.5.2011) by S.I. 2011/8, reg. 2"),
            ("c3", "F", "S. 3 omitted (3.6.2012) by virtue of Coal Act 2012 (c. 1), s. 9"),
            # other types tell of no change of words, whatever their own say
            ("c4", "C", "S. 2 repealed in part by another Act for some purposes"),
        ]
    )
    body = (
        "<P1group><Title><Addition CommentaryRef='c1'>New</Addition></Title><P1><Pnumber><Addition "
        "CommentaryRef='c1'>1</Addition></Pnumber><P1para><Text><Addition CommentaryRef='c1'>It "
        "burns.</Addition></Text></P1para></P1></P1group>"
        + p1(
            "<CommentaryRef Ref='c4'/>2",
            level(
                3,
                "a",
                "<Text>with <Substitution CommentaryRef='c2'>whale oil</Substitution> only.</Text>",
            ),
        )
        + p1("3", "<Text><Repeal CommentaryRef='c3'>. . . .</Repeal></Text>")
    )
    parsed = parse(legislation(body, ACT, notes=f"<Commentaries>{notes}</Commentaries>"))
    assert [(a.eid, a.op, a.by, a.date, a.whole) for a in parsed.amendments] == [
        ("sec_1", "inserted", "Oil Act 2009 (c. 10), s. 3", "2010-04-01", True),
        ("sec_2__para_a", "substituted", "S.I. 2011/8, reg. 2", "2011-05-02", False),
        ("sec_3", "omitted", "Coal Act 2012 (c. 1), s. 9", "2012-06-03", True),
    ]
    changed = parsed.amendments[1]
    assert parsed.text[changed.start : changed.end] == "whale oil"
    assert [(r.eid, r.text[:16]) for r in parsed.remarks] == [("sec_2", "S. 2 repealed in")]
    assert text_of(parsed, "sec_2__para_a") == "with whale oil only."


def test_uk_extent_and_prospective_words_are_remarks() -> None:
    body = p1("1", "<Text>One.</Text>", "A", 'RestrictExtent="S"') + p1(
        "2", "<Text>Two.</Text>", "B", 'Status="Prospective" RestrictExtent="E+W"'
    )
    parsed = parse(legislation(body, ACT))
    assert [(r.eid, r.text.split(":")[0]) for r in parsed.remarks] == [
        ("sec_1", "Extent"),
        ("sec_2", "Prospective"),
    ]


def test_uk_definitions_count_their_lists() -> None:
    items = "".join(f"<ListItem><Para><Text>{w};</Text></Para></ListItem>" for w in ("oil", "coal"))
    lists = (
        '<UnorderedList Class="Definition"><ListItem><Para><Text>“lamp” means—</Text>'
        f'<OrderedList Type="alpha" Decoration="parens">{items}</OrderedList></Para></ListItem>'
        "<ListItem><Para><Text>“wick” means CO<Inferior>2</Inferior>.</Text></Para></ListItem>"
        "</UnorderedList>"
    )
    parsed = parse(legislation(p1("9", level(2, "1", f"<Text>Here—</Text>{lists}")), ACT))
    assert tree(parsed)[2:] == ["sec_9__subsec_1__para_a", "sec_9__subsec_1__para_b"]
    assert text_of(parsed, "sec_9__subsec_1__para_b") == "coal;"
    assert text_of(parsed, "sec_9__subsec_1").endswith("(b) coal;\n“wick” means CO2.")


def test_uk_quoted_units_are_text() -> None:
    new = p1("86A", level(2, "1", "<Text>Lamps burn.</Text>"), "Lamps")
    inner = f"<Text>After section 86 insert—</Text><BlockAmendment>{new}</BlockAmendment>"
    parsed = parse(legislation(p1("5", inner + "<AppendText>.</AppendText>"), ACT))
    assert tree(parsed) == ["sec_5"]
    assert text_of(parsed, "sec_5").endswith("insert—\nLamps\n86A (1) Lamps burn..")


def test_uk_schedules_hold_paragraphs() -> None:
    inner = level(2, "1", "<Text>If—</Text>" + level(3, "a", "<Text>dark.</Text>"))
    schedule = (
        "<Schedules><Schedule><Number>SCHEDULE 2</Number><TitleBlock><Title>Hours</Title>"
        "</TitleBlock><Reference>Section 4</Reference><ScheduleBody><Part><Number>PART 1</Number>"
        f"<Title>Winter</Title>{p1('1', inner, 'Night')}</Part></ScheduleBody></Schedule>"
        "</Schedules>"
    )
    xml = legislation(p1("1", "<Text>One.</Text>"), ACT).replace("</Body>", "</Body>" + schedule)
    parsed = parse(xml)
    assert tree(parsed) == [
        "sec_1",
        "sched_2",
        "sched_2__part_1",
        # the numbers of paragraphs run through the schedule, so its parts are not in their eIds
        "sched_2__para_1",
        "sched_2__para_1__subpara_1",
        "sched_2__para_1__subpara_1__item_a",
    ]
    assert heading_of(parsed, "sched_2") == "Hours"
    assert heading_of(parsed, "sched_2__para_1") == "Night"


def test_uk_signatures_and_notes_belong_to_no_provision() -> None:
    body = p1("1", "<Text>One.</Text>") + (
        "<SignedSection><Signee><PersonName>A. Keeper</PersonName><JobTitle>Minister</JobTitle>"
        "</Signee></SignedSection>"
    )
    notes = "<ExplanatoryNotes><P><Text>This explains.</Text></P></ExplanatoryNotes>"
    parsed = parse(legislation(body, INSTRUMENT, "regulation", notes))
    assert text_of(parsed, "reg_1") == "One."
    assert parsed.text.endswith("A. Keeper Minister")
    assert [u.text for u in parsed.unread] == ["This explains."]


# --- the United States


def code(inner: str) -> str:
    return (
        f'<uscDoc {USLM} xmlns:dcterms="http://purl.org/dc/terms/"><meta>'
        "<dc:title>Title 9</dc:title><docNumber>9</docNumber><dcterms:created>2016-04-27T08:36:16"
        '</dcterms:created></meta><main><title><num value="9">Title 9—</num>'
        f"<heading>LAMPS</heading>{inner}</title></main></uscDoc>"
    )


def usc(name: str, printed: str, inner: str, heading: str = "", attributes: str = "") -> str:
    head = f"<heading>{heading}</heading>" if heading else ""
    return f'<{name} {attributes}><num value="x">{printed}</num>{head}{inner}</{name}>'


def said(text: str) -> str:
    return f"<content>{text}</content>"


def test_us_levels_and_closing_words() -> None:
    clause = usc("clause", "(i)", said("coal."))
    sub = usc("subparagraph", "(A)", "<chapeau>burns—</chapeau>" + clause)
    paragraph = usc("paragraph", "(1)", "<chapeau>who—</chapeau>" + sub)
    inner = usc(
        "subsection",
        "(a)",
        "<chapeau>A keeper</chapeau>" + paragraph + "<continuation>shall pay.</continuation>",
        "In general.—",
    )
    body = usc(
        "chapter",
        "CHAPTER 1—",
        "<toc><p>§ 1308. Oil</p></toc>" + usc("section", "§ 1308–1.", inner, " Oil of whales"),
        "OILS",
    )
    parsed = parse(code(body))
    assert tree(parsed) == [
        "title_9",
        "title_9__chp_1",
        "sec_1308-1",
        "sec_1308-1__subsec_a",
        "sec_1308-1__subsec_a__para_1",
        "sec_1308-1__subsec_a__para_1__subpara_A",
        "sec_1308-1__subsec_a__para_1__subpara_A__item_i",
    ]
    assert heading_of(parsed, "sec_1308-1") == "Oil of whales"
    assert heading_of(parsed, "sec_1308-1__subsec_a") == "In general"
    assert text_of(parsed, "sec_1308-1__subsec_a__para_1").endswith("(i) coal.")
    assert text_of(parsed, "sec_1308-1__subsec_a").endswith("shall pay.")
    assert (parsed.number, parsed.print_date) == ("9 U.S.C.", "2016-04-27")


def test_us_history_is_told() -> None:
    notes = (
        "<sourceCredit>(Pub. L. 1–2, § 3.)</sourceCredit><notes><note topic='amendments'><heading>"
        "Amendments</heading><p>2012—Subsec. (a). Pub. L. 112–231, § 4, substituted “oil” for "
        "“gas”.</p><p>1951—Act Oct. 31, 1951, amended section.</p></note>"
        "<note topic='miscellaneous'><heading>Effective Date</heading><p>At once.</p></note>"
        "</notes>"
    )
    call = '<ref class="footnoteRef" idref="f">1</ref><note type="footnote"><num>1</num> So.</note>'
    body = usc("section", "§ 1.", said(f"Lamps{call} burn.") + notes, "Lamps")
    body += usc(
        "section", "[§ 2.", "", "Repealed. Pub. L. 88–243, § 2, 77 Stat. 630]", 'status="repealed"'
    )
    parsed = parse(code(body))
    assert text_of(parsed, "sec_1") == "Lamps burn."
    assert [(a.eid, a.op, a.by, a.whole) for a in parsed.amendments] == [
        ("sec_1", "substituted", "Pub. L. 112–231, § 4", False),
        ("sec_2", "repealed", "Pub. L. 88–243, § 2, 77 Stat. 630", True),
    ]
    assert [r.text for r in parsed.remarks] == [
        "So.",
        "(Pub. L. 1–2, § 3.)",
        "1951—Act Oct. 31, 1951, amended section.",
        "Effective Date At once.",
    ]
    # a section of which only that is left has no heading, and nothing in it is in doubt
    repealed = next(p for p in parsed.provisions if p.eid == "sec_2")
    assert (repealed.heading, repealed.confidence) == (None, 1.0)
    assert repealed.text.startswith("Repealed. Pub. L. 88–243")


def test_us_public_law_quotes_other_law() -> None:
    new = usc("section", "“SEC. 7. ", said("Lamps burn.”"), "LAMPS.")
    quoted = f"Section 7 is amended to read as follows:<quotedContent>{new}</quotedContent>."
    sub = usc("subsection", "(a)", "<sidenote><p>9 USC 7.</p></sidenote>" + said(quoted))
    body = usc(
        "title",
        "TITLE I—",
        usc(
            "subtitle",
            "Subtitle A—",
            usc("section", "SEC. 101. ", sub, "<inline>OIL</inline>.—"),
            "Whales",
        ),
        "SEAS",
    )
    xml = (
        '<pLaw xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<meta><dc:title>Public Law 9–1: To light lamps.</dc:title><citableAs>Public Law 9–1"
        "</citableAs></meta><preface><dc:title>no text</dc:title></preface><main><longTitle>"
        "<officialTitle>To light lamps.</officialTitle></longTitle><enactingFormula>Be it enacted,"
        f"</enactingFormula>{body}<action><actionDescription>Approved March 4, 1999."
        "</actionDescription></action></main></pLaw>"
    )
    parsed = parse(xml)
    assert tree(parsed) == ["title_I", "title_I__subtitle_A", "sec_101", "sec_101__subsec_a"]
    assert text_of(parsed, "sec_101__subsec_a").endswith("“SEC. 7. LAMPS.\nLamps burn.”.")
    assert heading_of(parsed, "sec_101") == "OIL"
    assert (parsed.title, parsed.number, parsed.date) == (
        "To light lamps.",
        "Public Law 9–1",
        "1999-03-04",
    )
    assert [r.text for r in parsed.remarks] == ["9 USC 7."]


# --- the European Union


def test_formex_recitals_divisions_articles_and_annexes() -> None:
    point = "<NP><NO.P>(a)</NO.P><TXT>oil;</TXT></NP>"
    xml = (
        "<ACT><BIB.INSTANCE><DATE>20160504</DATE></BIB.INSTANCE><TITLE><TI><P>Regulation (EU) "
        "2016/679</P><P>of 27 April 2016</P><P>on lamps</P></TI></TITLE><PREAMBLE><GR.VISA><VISA>"
        "Having regard to it,</VISA></GR.VISA><GR.CONSID><CONSID><NP><NO.P>(1)</NO.P><TXT>It is "
        "dark.<NOTE><P>OJ C 1.</P></NOTE></TXT></NP></CONSID></GR.CONSID></PREAMBLE>"
        "<ENACTING.TERMS><DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P>Lamps</P></STI></TITLE>"
        "<DIVISION><TITLE><TI><P>Section 1</P></TI><STI><P>Oil</P></STI></TITLE><ARTICLE>"
        "<TI.ART>Article 1</TI.ART><STI.ART><P>Scope</P></STI.ART><PARAG><NO.PARAG>1.</NO.PARAG>"
        f"<ALINEA><P>Of:</P><LIST><ITEM>{point}</ITEM></LIST></ALINEA><ALINEA>And so on.</ALINEA>"
        "</PARAG></ARTICLE></DIVISION></DIVISION></ENACTING.TERMS><FINAL><P>Done at Brussels.</P>"
        "</FINAL><ANNEX><TITLE><TI><P>ANNEX II</P></TI><STI><P>List</P></STI></TITLE><CONTENTS><P>"
        "Lamps.</P></CONTENTS></ANNEX></ACT>"
    )
    parsed = parse(xml)
    assert tree(parsed) == [
        "rec_1",
        "chp_I",
        "chp_I__sec_1",
        "art_1",
        "art_1__para_1",
        "art_1__para_1__point_a",
        "sched_II",
    ]
    assert text_of(parsed, "art_1__para_1") == "Of:\n(a) oil;\nAnd so on."
    assert heading_of(parsed, "art_1") == "Scope"
    assert (parsed.type, parsed.number, parsed.unit) == ("eu-regulation", "2016/679", "article")
    assert (parsed.date, parsed.remarks[0].text) == ("2016-04-27", "OJ C 1.")


def test_gdpr_twins_agree(shared: Path) -> None:
    """The same law in two other marked formats keeps giving one tree."""
    first, second = (
        parse_bytes((shared / "texts" / name).read_bytes(), name)
        for name in ("eu-gdpr.html", "eu-gdpr.akn.xml")
    )
    assert [(p.eid, p.kind, p.parent) for p in first.provisions] == [
        (p.eid, p.kind, p.parent) for p in second.provisions
    ]


# --- words and numbers


@pytest.mark.parametrize(
    ("printed", "num"),
    [
        ("SECTION 1. ", "1"),
        ("“(a) ", "a"),
        ("DIVISION 1.1", "1.1"),
        ("Subdivision b", "b"),
        ("§ 1308–1.", "1308-1"),
        ("[§ 5.", "5"),
        ("FIRST SCHEDULE", "FIRST"),
        ("36 to 38", "36 to 38"),
        # a word alone is no number
        ("SCHEDULE", ""),
        ("", ""),
        # a word that only begins like one of ours
        ("partial", "partial"),
    ],
)
def test_number_in(printed: str, num: str) -> None:
    assert number_in(printed) == num


@given(st.lists(st.text(alphabet="ab \n\t", max_size=6), max_size=8))
def test_words_fold_white_space_as_one_string_would(parts: list[str]) -> None:
    words = Words()
    for part in parts:
        words.add(part)
    assert words.text == " ".join("".join(parts).split())


def test_plain_words_keep_paragraphs_apart_and_letters_together() -> None:
    note = etree.fromstring(
        "<note><heading>Date</heading><p>CO<sub>2</sub><!-- x --> ends.</p></note>"
    )
    assert plain_words(note) == "Date CO2 ends."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <b> -->\n<a:Root x='1'>", "Root"),
        ("<Root/>".encode("utf-16"), "Root"),
        (b"", ""),
        (b"plain < text", ""),
    ],
)
def test_root_tag(data: bytes, name: str) -> None:
    assert root_tag(data)[0] == name


# --- bad files


@pytest.mark.parametrize(
    "data",
    [
        statute(section("1", "<Text>One.</Text>")).encode()[:-20],
        f'<!DOCTYPE x [<!ENTITY a "b">]><Statute {LIMS}><Body/></Statute>'.encode(),
        f"<Statute {LIMS}><Identification/><Body/></Statute>".encode(),
        f"<Statute {LIMS}>{'<Provision>' * 400}{'</Provision>' * 400}</Statute>".encode(),
    ],
    ids=["cut off", "declares an entity", "no provisions", "too deep"],
)
def test_bad_files_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(BadFile, match=r"law\.xml"):
        parse_bytes(data, "law.xml")


def test_deep_files_are_read() -> None:
    deep = "<Text>end</Text>"
    for _ in range(180):
        deep = f"<Provision><Label>(a)</Label>{deep}</Provision>"
    parsed = parse(statute(section("1", "<Text>One.</Text>"), f"<Schedule>{deep}</Schedule>"))
    assert len(parsed.provisions) == 182


SEEDS = (
    statute(section("1", labelled("Subsection", "(1)", "A", labelled("Paragraph", "(a)", "b")))),
    legislation(p1("1", level(2, "1", "<Text>A</Text>"), "Title"), ACT),
    code(usc("section", "§ 1.", said("Lamps."), "Lamps")),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_changed_files_give_a_tree_or_a_reason(seed: str, data: st.DataObject) -> None:
    """Swap, drop or repeat elements: offsets hold, or the file is refused in words."""
    root = etree.fromstring(seed)
    elements = list(root.iter())
    for _ in range(data.draw(st.integers(1, 4))):
        chosen = data.draw(st.sampled_from(elements))
        other = data.draw(st.sampled_from(elements))
        act = data.draw(st.sampled_from(["drop", "rename", "copy"]))
        parent = chosen.getparent()
        if act == "drop" and parent is not None:
            parent.remove(chosen)
        elif act == "rename":
            chosen.tag = other.tag
        elif act == "copy" and parent is not None:
            parent.append(etree.fromstring(etree.tostring(chosen, with_tail=False)))
    try:
        parsed = parse_bytes(etree.tostring(root), "law.xml")
    except BadFile:
        return
    assert_offsets(parsed)


def test_reading_leaves_plain_values() -> None:
    """No string of the XML library, which would keep the whole file in memory."""
    draft = Draft("law.xml")
    canada.read(statute(section("1", "<Text>One.</Text>", "A")).encode(), draft)
    assert all(type(line.text) is str for line in draft.lines)
    assert json.dumps([draft.title, draft.number, draft.words_date])
