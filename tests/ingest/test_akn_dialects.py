"""Akoma Ntoso as other publishers write it; the statutes are made up, their markup is not."""

from __future__ import annotations

import pytest

from corpus.model import ProvisionKind as K
from ingest.errors import BadFile, BrokenXml
from ingest.parse import Parsed, parse_bytes
from ingest.readers import akn

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def document(
    body: str,
    meta: str = "",
    name: str = "act",
    namespace: str = AKN,
    before: str = "",
    after: str = "",
) -> str:
    """A file with one document."""
    return (
        f'<akomaNtoso xmlns="{namespace}"><{name} name="{name}"><meta>{meta}</meta>{before}'
        f"<body>{body}</body>{after}</{name}></akomaNtoso>"
    )


def read(xml: str) -> Parsed:
    """What a file holds."""
    return parse_bytes(xml.encode(), "x.xml")


def tree(parsed: Parsed) -> list[tuple[str, str, str | None]]:
    """The eId, kind and heading of every unit."""
    return [(p.eid, p.kind.value, p.heading) for p in parsed.provisions]


def texts(parsed: Parsed) -> dict[str, str]:
    """Words by eId."""
    return {p.eid: p.text for p in parsed.provisions}


INDIGO = """
<part eId="part_I"><num>I</num><heading>Wells</heading>
<section eId="part_I__sec_1"><num>1.</num><heading>Meaning of words</heading>
<hcontainer name="hcontainer" eId="part_I__sec_1__hcontainer_1"><content>
<p>In this Act—</p><p refersTo="#term-well">“<def>well</def>” means—</p>
<blockList><listIntroduction>any of these:</listIntroduction>
<item><num>(a)</num><p>a dug hole; or</p></item>
<item><num>(b)</num><p>a bore,</p></item>
<listWrapUp>if it gives water.</listWrapUp></blockList></content></hcontainer></section>
<crossHeading>Keepers of wells</crossHeading>
<section eId="part_I__sec_2"><num>2.</num>
<intro><p>Each keeper—</p></intro>
<subsection><num>(1)</num><intro><p>must:</p></intro>
<paragraph><num>(a)</num><content><p>cover it; and</p>
<p><remark status="editorial">[paragraph (a) substituted by section 3 of Act 9 of 2004]</remark></p>
</content></paragraph>
<hcontainer name="hcontainer"><content><p>by night</p></content></hcontainer>
<paragraph><num>(b)</num><content><p>light it,</p></content></paragraph>
<wrapUp><p>without delay;</p></wrapUp></subsection>
<subsection><num>(2)</num><content><p>may charge <del>one coin</del><ins>two coins</ins>.</p>
</content></subsection>
<wrapUp><p>and no keeper may refuse.</p></wrapUp></section></part>"""

SCHEDULE = """<attachments><attachment eId="att_1"><heading>Schedule 1</heading>
<subheading>Fees</subheading><doc name="schedule"><meta><identification/></meta><mainBody>
<paragraph><num>1.</num><content><table><tr><th><p>Well</p></th><th><p>Coins</p></th></tr>
<tr><td><p>Dug</p></td><td><p>2</p></td></tr></table></content></paragraph></mainBody></doc>
</attachment></attachments>"""


def test_laws_africa() -> None:
    alias = '<FRBRWork><FRBRuri value="/akn/zz/act/2001/7"/><FRBRalias name="title" value="Wells"/>'
    parsed = read(document(INDIGO, f"{alias}<FRBRdate date='2001'/></FRBRWork>", after=SCHEDULE))
    assert tree(parsed) == [
        ("part_I", "part", "Wells"),
        ("sec_1", "section", "Meaning of words"),
        ("sec_1__para_a", "paragraph", None),
        ("sec_1__para_b", "paragraph", None),
        ("sec_2", "section", None),
        ("sec_2__subsec_1", "subsection", None),
        ("sec_2__subsec_1__para_a", "paragraph", None),
        ("sec_2__subsec_1__para_b", "paragraph", None),
        ("sec_2__subsec_2", "subsection", None),
        ("sched_1", "schedule", "Fees"),
        ("sched_1__para_1", "paragraph", None),
    ]
    words = texts(parsed)
    assert words["sec_1__para_b"] == "a bore,"
    # what closes a list is no part of its last item
    assert words["sec_1"].endswith("(b) a bore,\nif it gives water.")
    # words between two items are of what holds them
    assert words["sec_2__subsec_1__para_a"] == "cover it; and"
    assert "by night" in words["sec_2__subsec_1"]
    assert words["sec_2__subsec_1"].endswith("without delay;")
    # what was taken out is not read; what was put in is
    assert words["sec_2__subsec_2"] == "may charge two coins."
    assert words["sec_2"].endswith("and no keeper may refuse.")
    assert words["sched_1__para_1"] == "Well Coins\nDug 2"
    assert "Keepers of wells" not in words["sec_1"] + words["sec_2"]
    # an editor's remark is a note on its unit, and here tells of an amendment
    assert [(a.eid, a.op, a.by) for a in parsed.amendments] == [
        ("sec_2__subsec_1__para_a", "substituted", "section 3 of Act 9 of 2004")
    ]
    # a year alone is no day
    assert (parsed.title, parsed.date, parsed.type) == ("Wells", "", "act")


UK = """<part eId="part-1"><num><b>PART 1</b></num><heading>Ponds</heading>
<hcontainer name="crossheading"><heading>Depth</heading>
<section eId="section-1" class="prov1"><num>1</num><heading>Shallow ponds</heading>
<subsection class="prov2"><num>(1)</num><intro><p>A pond is shallow if—</p></intro>
<level class="para1"><num>(a)</num><intro><p>it is<noteRef href="#c1" marker="F1"/>—</p></intro>
<level class="para2"><num>(i)</num><content><p>new, or</p></content></level>
<level class="para2"><num>(ii)</num><content><p>dry,</p></content></level></level>
<level class="para1"><num>(b)</num><content><p>a child can stand in it.</p></content></level>
<wrapUp><p>whatever its name.</p></wrapUp></subsection></section></hcontainer></part>
<section><num>12A</num><heading>Other law</heading><subsection><num>(1)</num><content>
<p>In the Lakes Act, after section 4 insert <mod><quotedStructure startQuote="“" endQuote="”">
<section><num>4A</num><heading>Reeds</heading><subsection><num>(1)</num><content><p>Cut reeds.</p>
</content></subsection></section></quotedStructure></mod> and read it so.</p></content>
</subsection></section>
<hcontainer name="schedules"><heading>SCHEDULES</heading>
<hcontainer name="schedule"><num>SCHEDULE 2</num><heading>Fish</heading>
<hcontainer name="scheduleBody"><paragraph class="schProv1"><num>1</num>
<subparagraph class="schProv2"><num>(1)</num><content><p>Carp.</p></content></subparagraph>
</paragraph></hcontainer></hcontainer></hcontainer>"""


def test_legislation_gov_uk() -> None:
    notes = (
        '<notes source="#"><note eId="c1"><p>Word inserted by the Bogs Act, s. 2</p></note></notes>'
    )
    parsed = read(document(UK, notes))
    assert [(p.eid, p.kind) for p in parsed.provisions] == [
        ("part_1", K.PART),
        ("sec_1", K.SECTION),
        ("sec_1__subsec_1", K.SUBSECTION),
        ("sec_1__subsec_1__para_a", K.PARAGRAPH),
        ("sec_1__subsec_1__para_a__subpara_i", K.SUBPARAGRAPH),
        ("sec_1__subsec_1__para_a__subpara_ii", K.SUBPARAGRAPH),
        ("sec_1__subsec_1__para_b", K.PARAGRAPH),
        ("sec_12A", K.SECTION),
        ("sec_12A__subsec_1", K.SUBSECTION),
        ("sched_2", K.SCHEDULE),
        ("sched_2__para_1", K.PARAGRAPH),
        ("sched_2__para_1__subpara_1", K.SUBPARAGRAPH),
    ]
    words = texts(parsed)
    assert words["sec_1__subsec_1"].endswith("\nwhatever its name.")
    # what goes into another law is words of the subsection that puts it there
    quoted = words["sec_12A__subsec_1"]
    assert quoted.startswith("In the Lakes Act")
    assert "Reeds" in quoted
    assert "(1) Cut reeds.”" in quoted
    assert quoted.endswith("and read it so.")
    assert [(a.eid, a.op) for a in parsed.amendments] == [("sec_1__subsec_1__para_a", "inserted")]


def test_a_statutory_instrument_numbers_its_regulations() -> None:
    # Lawmaker prints a regulation's heading before its number
    parsed = read(
        document(
            '<hcontainer name="regulation" class="prov1"><heading>Nets</heading><num>3.</num>'
            "<paragraph><num>(1)</num><content><p>No nets.</p></content></paragraph></hcontainer>"
        )
    )
    assert tree(parsed) == [
        ("reg_3", "regulation", "Nets"),
        ("reg_3__subsec_1", "subsection", None),
    ]
    assert parsed.unit == "regulation"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Italy: brackets around a heading, points in a list, a number with a Latin suffix
        (
            "<chapter><num>Capo II</num><heading>Pozzi</heading><article><num>Art. 5-bis.</num>"
            "<heading>(Custodi)</heading><paragraph><num>1.</num><list><intro><p>Il custode:</p>"
            "</intro><point><num>a)</num><content><p>apre;</p></content></point></list>"
            "</paragraph></article></chapter>",
            [
                ("chp_II", "chapter", "Pozzi"),
                ("art_5-bis", "article", "Custodi"),
                ("art_5-bis__para_1", "paragraph", None),
                ("art_5-bis__para_1__point_a", "subparagraph", None),
            ],
        ),
        # Switzerland: bold numbers without brackets, lettered items, levels as groups
        (
            "<level><num>1. Titel:</num><heading>Brunnen</heading><article><num><b>Art. 1</b>"
            "</num><paragraph><num>1</num><content><blockList><listIntroduction>Es gilt:"
            "</listIntroduction><item><num>a.</num><p>nie.</p></item></blockList></content>"
            "</paragraph></article></level>",
            [
                ("subpart_1", "subpart", "Brunnen"),
                ("art_1", "article", None),
                ("art_1__para_1", "paragraph", None),
                ("art_1__para_1__point_a", "subparagraph", None),
            ],
        ),
        # Finland: the word behind the number; a moment without one is a wrapper
        (
            "<chapter><num>1 luku</num><heading>Kaivot</heading><section><num>2 §</num>"
            "<heading>Avain</heading><subsection><content><p>Avain annetaan.</p></content>"
            "</subsection><subsection><list><intro><p>Ei saa:</p></intro><paragraph>"
            "<num>1)</num><content><p>ottaa.</p></content></paragraph></list></subsection>"
            "</section></chapter>",
            [
                ("chp_1", "chapter", "Kaivot"),
                ("sec_2", "section", "Avain"),
                ("sec_2__subsec_1", "subsection", None),
            ],
        ),
        # the United States: a section sign, and levels down to the clause
        (
            "<section><num>§ 301.</num><heading> Wells</heading><subsection><num>(a)</num>"
            "<paragraph><num>(1)</num><subparagraph><num>(A)</num><clause><num>(i)</num>"
            "<content><p>Dug.</p></content></clause></subparagraph></paragraph></subsection>"
            "</section>",
            [
                ("sec_301", "section", "Wells"),
                ("sec_301__subsec_a", "subsection", None),
                ("sec_301__subsec_a__para_1", "paragraph", None),
                ("sec_301__subsec_a__para_1__subpara_A", "subparagraph", None),
                ("sec_301__subsec_a__para_1__subpara_A__item_i", "subparagraph", None),
            ],
        ),
        # Uruguay: an ordinal sign behind the number
        (
            "<article><num>Artículo 3º.-</num><content><p>Abrir.</p></content></article>",
            [("art_3", "article", None)],
        ),
        # a bill whose sections are clauses
        (
            "<clause><num>4</num><heading>Keys</heading><content><p>Keep keys.</p></content>"
            "</clause>",
            [("sec_4", "section", "Keys")],
        ),
        # a civil code: book over title over chapter
        (
            "<book><num>Livre II</num><heading>Eaux</heading><title><num>Titre Ier</num><heading>"
            "Puits</heading><article><num>Article 10</num><content><p>Oui.</p></content>"
            "</article></title></book>",
            [
                ("part_II", "part", "Eaux"),
                ("part_II__title_Ier", "title", "Puits"),
                ("art_10", "article", None),
            ],
        ),
        # a proviso and an explanation need no number
        (
            "<section><num>7</num><intro><p>Draw water:</p></intro><proviso><content><p>Provided "
            'that none is spilt.</p></content></proviso><hcontainer name="explanation"><content>'
            "<p>Ice is water.</p></content></hcontainer></section>",
            [
                ("sec_7", "section", None),
                ("sec_7__proviso_1", "proviso", None),
                ("sec_7__explanation_1", "explanation", None),
            ],
        ),
        # must not: wrappers, dashes and unnumbered paragraphs are no units
        (
            "<article><num>1</num><paragraph><content><p>One.</p></content></paragraph><list>"
            "<indent><num>–</num><content><p>two</p></content></indent></list><alinea><content>"
            "<p>three</p></content></alinea></article>",
            [("art_1", "article", None)],
        ),
    ],
)
def test_units_of_a_dialect(body: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert tree(read(document(body))) == expected


def test_a_dash_stays_before_its_words() -> None:
    body = (
        "<article><num>1</num><intro><p>Take:</p></intro><list><indent><num>–</num><content>"
        "<p>rope</p></content></indent></list></article>"
    )
    assert texts(read(document(body)))["art_1"] == "Take:\n– rope"


def test_germany_writes_another_namespace_and_a_prefix() -> None:
    xml = (
        '<?xml version="1.0"?><!-- ' + "licence " * 800 + "-->"
        '<akn:akomaNtoso xmlns:akn="http://Inhaltsdaten.LegalDocML.de/1.8.2/">'
        '<akn:act name="regelungstext"><akn:preface><akn:longTitle><akn:p><akn:docTitle>'
        "Brunnengesetz</akn:docTitle></akn:p></akn:longTitle></akn:preface><akn:body>"
        '<akn:article><akn:num><akn:marker name="1"/>§ 1</akn:num><akn:heading>Wasser'
        '</akn:heading><akn:paragraph><akn:num><akn:marker name="1"/>(1)</akn:num><akn:list>'
        "<akn:intro><akn:p>Wer schöpft,</akn:p></akn:intro><akn:point><akn:num>1.</akn:num>"
        "<akn:content><akn:p>zahlt.</akn:p></akn:content></akn:point></akn:list>"
        "</akn:paragraph></akn:article></akn:body></akn:act></akn:akomaNtoso>"
    )
    parsed = read(xml)
    assert [p.eid for p in parsed.provisions] == [
        "art_1",
        "art_1__para_1",
        "art_1__para_1__point_1",
    ]
    assert parsed.title == "Brunnengesetz"


def test_version_two_puts_schedules_beside_the_act_and_writes_id() -> None:
    xml = (
        '<akomaNtoso xmlns="http://www.akomantoso.org/2.0"><act contains="originalVersion">'
        '<meta/><body><section id="section-1"><num>1.</num><heading>Use</heading><content>'
        "<p>Use it.</p></content></section></body></act><components>"
        '<component id="component-schedule1"><doc name="schedule1"><meta/><preface><p>'
        "<docTitle>First Schedule</docTitle></p></preface><mainBody><paragraph><num>1.</num>"
        "<content><p>Ropes.</p></content></paragraph></mainBody></doc></component></components>"
        "</akomaNtoso>"
    )
    parsed = read(xml)
    assert [p.eid for p in parsed.provisions] == ["sec_1", "sched_FIRST", "sched_FIRST__para_1"]
    assert texts(parsed)["sec_1"] == "Use it."


def test_a_collection_gives_its_law_and_names_the_rest() -> None:
    xml = (
        f'<akomaNtoso xmlns="{AKN}"><documentCollection name="c"><meta/><collectionBody>'
        '<component><documentRef href="#c1"/></component></collectionBody></documentCollection>'
        '<components><component><doc name="memo"><meta/><mainBody><p>Why we ask.</p></mainBody>'
        "</doc></component><component><bill name='bill'><meta/><body><article><num>1</num>"
        "<content><p>Ask.</p></content></article></body></bill></component></components>"
        "</akomaNtoso>"
    )
    parsed = read(xml)
    assert [p.eid for p in parsed.provisions] == ["art_1"]
    assert parsed.type == "bill"
    assert [u.why for u in parsed.unread] == ["another document of the same file"]


def test_a_contents_list_inside_the_body_is_no_body() -> None:
    body = (
        "<chapter><num>CHAPTER 3—</num><heading>WELLS</heading><intro><toc><tocItem href='#s'>"
        "<span>301.</span><span>Depth.</span></tocItem></toc></intro><section><num>§ 301.</num>"
        "<heading>Depth.</heading><content><p>Deep.</p><block name='sourceCredit'>(Added by "
        "Act 4.)</block></content></section></chapter>"
    )
    parsed = read(document(body))
    assert tree(parsed) == [("chp_3", "chapter", "WELLS"), ("sec_301", "section", "Depth")]
    assert texts(parsed)["chp_3"] == "§ 301. Depth.\nDeep."


def test_a_code_whose_articles_are_attachments() -> None:
    attachments = "".join(
        f'<attachment><doc name="CODICE DEI POZZI-art. {n}"><meta/><mainBody><paragraph><content>'
        f"<p>Il pozzo {n}.</p></content></paragraph></mainBody></doc></attachment>"
        for n in ("1", "2 bis")
    )
    body = "<article><num>Art. 1</num><content><p>È approvato.</p></content></article>"
    parsed = read(document(body, after=f"<attachments>{attachments}</attachments>"))
    # a number printed twice takes `_2`
    assert [p.eid for p in parsed.provisions] == ["art_1", "art_1_2", "art_2-bis"]
    assert texts(parsed)["art_2-bis"] == "Il pozzo 2 bis."


def test_chapters_numbered_in_their_headings() -> None:
    body = (
        "<chapter><heading>CHAPTER I</heading><heading>General</heading><section>"
        "<heading>Section 2</heading><heading>Water</heading><article><num>Article 4</num>"
        "<heading>Ice</heading><content><p>Melt it.</p></content></article></section></chapter>"
    )
    assert tree(read(document(body))) == [
        ("chp_I", "chapter", "General"),
        ("chp_I__sec_2", "section", "Water"),
        ("art_4", "article", "Ice"),
    ]


def test_a_preamble_of_paragraphs_is_a_unit_and_a_formula_is_not() -> None:
    section = "<section><num>1</num><content><p>Dig.</p></content></section>"
    plain = read(document(section, before="<preamble><p>WHEREAS it is dry;</p></preamble>"))
    assert [p.eid for p in plain.provisions] == ["preamble", "sec_1"]
    assert texts(plain)["preamble"] == "WHEREAS it is dry;"
    formula = "<preamble><formula name='enacting'><p>Be it enacted.</p></formula></preamble>"
    assert [p.eid for p in read(document(section, before=formula)).provisions] == ["sec_1"]


def test_a_file_that_marks_no_units_is_read_like_text() -> None:
    body = "".join(
        f"<p>{words}</p>"
        for words in ("1. Title.- This is the Wells Act.", "2. Duty.- (1) Dig.", "(2) Cover.")
    )
    xml = (
        f'<akomaNtoso xmlns="{AKN}"><doc name="act"><meta/><mainBody>{body}</mainBody></doc>'
        "</akomaNtoso>"
    )
    assert [p.eid for p in read(xml).provisions] == [
        "sec_1",
        "sec_2",
        "sec_2__subsec_1",
        "sec_2__subsec_2",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<akomaNtoso xmlns='x'>", True),
        (b"<an:akomaNtoso xmlns:an='x'>", True),
        ("<?xml version='1.0'?><akomaNtoso>".encode("utf-16"), True),
        (b"<p>about akomaNtoso files</p>", False),
        (b"<akomaNtosoLike>", False),
    ],
)
def test_telling_the_format(data: bytes, expected: bool) -> None:
    assert akn.looks_like(data) is expected


@pytest.mark.parametrize(
    "xml",
    [
        f'<akomaNtoso xmlns="{AKN}"/>',
        f'<akomaNtoso xmlns="{AKN}"><act/></akomaNtoso>',
        f'<akomaNtoso xmlns="{AKN}"><act><body><section><num/></section></body></act></akomaNtoso>',
        f'<akomaNtoso xmlns="{AKN}"><!-- empty --><components/></akomaNtoso>',
    ],
)
def test_a_file_without_law_says_so(xml: str) -> None:
    with pytest.raises(BadFile):
        read(xml)


def test_a_broken_file_is_named() -> None:
    with pytest.raises(BrokenXml, match=r"x\.xml"):
        read(f'<akomaNtoso xmlns="{AKN}"><act>')
