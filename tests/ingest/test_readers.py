"""Formats: what each reader keeps of a page's make-up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.draft import LINE_HYPHEN, MARK_CLOSE, MARK_OPEN, Draft
from ingest.errors import PastLimit
from ingest.parse import parse_bytes
from ingest.readers import html, markdown, pdf, reader_for, text

MakePdf = Callable[..., bytes]


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"%PDF-1.4\n", "PDF"),
        (b"\n\n<!DOCTYPE html><p>x", "HTML"),
        (b"<?xml version='1.0'?><html xmlns='x'><body/>", "HTML"),
        (b"<akomaNtoso xmlns='x'/>", "Akoma Ntoso XML"),
        (b"# Act\n\n## 1. Title\n", "Markdown"),
        # a stray tag does not make a page
        (b"<meta charset='utf-8'>\n# Act\n\n## 1. Title\n", "Markdown"),
        (b"1. Title.\n", "plain text"),
        # a paper may have no heading but its title
        (b"# A Paper\n\nWords.\n", "Markdown"),
        # one hash is a number sign
        (b"Act # 5\n1. Title.\n", "plain text"),
    ],
)
def test_content_tells_the_format(data: bytes, label: str) -> None:
    assert reader_for(data, "x").label == label


def test_html_keeps_headings_depth_bold_and_calls() -> None:
    draft = Draft("x.html")
    page = (
        "<html><body><style>p{}</style><h2>PART <b>I</b></h2><p><b>1.</b> Keep<sup>2</sup> it.</p>"
        "<table><tr><td><p>(a)</p></td><td><p>the widget;</p></td></tr></table>"
        "<p style='display:none'>hidden</p></body></html>"
    )
    html.read(page.encode(), draft)
    kept = [(b.text, b.level, b.depth, b.bold) for b in draft.blocks]
    assert kept == [
        ("PART I", 2, 0, 6),
        (f"1. Keep{MARK_OPEN}2{MARK_CLOSE} it.", 0, 0, 2),
        ("(a) the widget;", 0, 1, 0),
    ]


def test_markdown_keeps_numbers_lists_and_footnotes() -> None:
    draft = Draft("x.md")
    page = (
        "## 5. Title [^1]\n\n1. First\n2. Second\n\n- (a) item\n\n[^1]: Ins. by Act II,\n  s. 3.\n"
    )
    markdown.read(page.encode(), draft)
    assert [(b.text, b.level, b.depth, b.note) for b in draft.blocks] == [
        (f"5. Title {MARK_OPEN}1{MARK_CLOSE}", 2, 0, ""),
        ("1. First", 0, 0, ""),
        ("2. Second", 0, 0, ""),
        ("(a) item", 0, 1, ""),
        ("Ins. by Act II, s. 3.", 0, 0, "1"),
    ]


def test_text_knows_paragraphs_and_pages() -> None:
    draft = Draft("x.txt")
    text.read("one\ntwo\n\nthree\ffour".encode("utf-16"), draft)
    assert [(b.text, b.page, b.para) for b in draft.blocks] == [
        ("one", 1, True),
        ("two", 1, False),
        ("three", 1, True),
        ("four", 2, True),
    ]


def test_pdf_keeps_place_size_bold_and_superior_figures(make_pdf: MakePdf) -> None:
    draft = Draft("x.pdf")
    page = [
        (72.0, 700.0, 12.0, "*5. Title."),
        (140.0, 700.0, 12.0, "The board keeps the"),
        (252.0, 705.0, 7.0, "3"),
        (257.0, 700.0, 12.0, "[widget] and is a self-"),
        (72.0, 685.0, 12.0, "governing board of some long standing."),
    ]
    pdf.read(make_pdf([page]), draft)
    first, second = draft.blocks
    assert first.text == (
        f"5. Title. The board keeps the {MARK_OPEN}3{MARK_CLOSE}[widget] and is a self{LINE_HYPHEN}"
    ) or first.text.endswith("self-")
    assert (first.bold, first.size, first.page) == (len("5. Title. "), 12.0, 1)
    assert second.left == pytest.approx(72, abs=2)


AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta>
<identification><FRBRWork><FRBRuri value="/akn/xx/act/2020/5"/><FRBRdate date="2020-03-01"/>
<FRBRnumber value="5"/></FRBRWork></identification></meta><preface><longTitle><p>Widget Act</p>
</longTitle></preface><body><chapter><num>CHAPTER I</num><heading>General</heading>
<section><num>1.</num><heading>Title</heading><subsection><num>(1)</num><content><p>It is the
Widget Act<authorialNote marker="1"><p>note</p></authorialNote>.</p></content></subsection>
<subsection><num>(2)</num><intro><p>It means—</p></intro><paragraph><num>(a)</num><content>
<p>this; or</p></content></paragraph><wrapUp><p>and no more.</p></wrapUp></subsection></section>
</chapter></body></act></akomaNtoso>"""


def test_akoma_ntoso_keeps_its_own_units() -> None:
    parsed = parse_bytes(AKN.encode(), "x.xml")
    assert [(p.eid, p.parent, p.heading) for p in parsed.provisions] == [
        ("chp_I", None, "General"),
        ("sec_1", "chp_I", "Title"),
        ("sec_1__subsec_1", "sec_1", None),
        ("sec_1__subsec_2", "sec_1", None),
        ("sec_1__subsec_2__para_a", "sec_1__subsec_2", None),
    ]
    texts = {p.eid: p.text for p in parsed.provisions}
    assert texts["sec_1__subsec_1"] == "It is the Widget Act."
    assert texts["sec_1__subsec_2__para_a"] == "this; or"
    assert texts["sec_1__subsec_2"].endswith("and no more.")
    assert (parsed.date, parsed.number, parsed.type) == ("2020-03-01", "5", "act")


def test_akoma_ntoso_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + AKN.replace(
        "this;", "&x; this;"
    )
    with pytest.raises(PastLimit, match="declarations of entities"):
        parse_bytes(bomb.encode(), "x.xml")


def test_a_hyphen_at_a_lines_end_follows_the_documents_own_spelling(make_pdf: MakePdf) -> None:
    page = [
        (72.0, 700.0, 12.0, "1. Title.- A self-governing widget needs a keeper of it."),
        (72.0, 685.0, 12.0, "2. Duty.- The keeper of a widget is always a self-"),
        (72.0, 670.0, 12.0, "governing person."),
    ]
    parsed = parse_bytes(make_pdf([page]), "x.pdf")
    assert "a self-governing person" in parsed.text


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "element",
    [
        "div",
        "a href='#1'",
        "table",
        # each of these may be a footnote call: none is searched to its end
        "sup",
        "a href='#1'><div",
    ],
)
def test_html_may_nest_without_limit(element: str) -> None:
    draft = Draft("deep.html")
    page = "<html><body>" + f"<{element}>" * 20_000 + "<p>1. Locks.</p>"
    html.read(page.encode(), draft)
    assert "1. Locks." in [block.text for block in draft.blocks]
