"""Titles, numbers, dates, preambles, papers and amendment notes."""

from __future__ import annotations

import pytest

from ingest.amendments import amended_by, operations, replaced_words, written_out
from ingest.draft import Footnote
from ingest.forms import forms_of
from ingest.identity import title_case
from ingest.parse import parse_bytes

BODY = "\n1. Name.—It has one.\n2. Rest.—All else.\n"


@pytest.mark.parametrize(
    ("front", "title", "kind", "number", "date"),
    [
        (
            "THE WIDGET CONTROL ACT, 2016\nACT NO. XL OF 2016\n[18th August, 2016]",
            "The Widget Control Act, 2016",
            "act",
            "XL of 2016",
            "2016-08-18",
        ),
        # gazette: the title is only in section 1
        (
            "ACT NO. XXIX OF 2021\nAN\nACT\nfurther to amend the Widget Ordinance, 1961\n"
            "1. Short title.—This Act shall be called the Widget (Second Amendment) Act, 2021.",
            "Widget (Second Amendment) Act, 2021",
            "act",
            "XXIX of 2021",
            "",
        ),
        # a print's own date is not the law's
        (
            "WIDGET ORDINANCE, 2002\n(As amended up to the 3rd March, 2019)",
            "Widget Ordinance, 2002",
            "ordinance",
            "",
            "",
        ),
        ("WIDGET ACT RULES, 2018", "Widget Act Rules, 2018", "rules", "", ""),
        # a title in capitals over several lines
        ("THE\nCONSTITUTION\nOF\nWIDGETIA", "The Constitution of Widgetia", "constitution", "", ""),
        (
            "DIRECTIVE (EU) 2022/9\non widgets",
            "Directive (EU) 2022/9 on widgets",
            "eu-directive",
            "2022/9",
            "",
        ),
    ],
)
def test_a_document_says_who_it_is(
    front: str, title: str, kind: str, number: str, date: str
) -> None:
    parsed = parse_bytes((front + BODY).encode(), "w.txt")
    if kind != "eu-directive":
        assert parsed.title == title
    assert (parsed.type, parsed.number, parsed.date) == (kind, number, date)


def test_a_file_without_a_title_page_tells_its_type_by_how_it_speaks() -> None:
    text = "2. Terms.—In these rules, a widget is a thing.\n3. Use.—Under these rules, keep it.\n"
    parsed = parse_bytes((text + "4. End.—These rules end.\n").encode(), "w.txt")
    assert (parsed.title, parsed.type, parsed.unit) == ("", "rules", "rule")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THE WIDGET (RE-ORGANIZATION) ACT", "The Widget (Re-Organization) Act"),
        ("REGULATION (EU) 2016/1 OF THE BOARD", "Regulation (EU) 2016/1 of the Board"),
        # must not: a title with a case of its own
        ("Widget act of Old", "Widget act of Old"),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    assert title_case(text) == expected


def test_the_preamble_starts_at_whereas_and_holds_the_enacting_words() -> None:
    front = (
        "WIDGET ACT, 2020\nAn Act to provide for widgets\nWHEREAS widgets are many;\n"
        "AND WHEREAS they are dear;\nIt is hereby enacted as follows:—"
    )
    first = parse_bytes((front + BODY).encode(), "w.txt").provisions[0]
    assert first.eid == "preamble"
    assert first.text.startswith("WHEREAS widgets")
    assert first.text.endswith("as follows:—")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Ins. by Act No. II of 2025, s.2.", ("inserted",)),
        ("Ins. and subs. by Act No. II of 2025, s.5-6.", ("inserted", "substituted")),
        (
            "Subs., Omitted, added and ins. by Act II, ss.12-13.",
            ("substituted", "omitted", "inserted", "inserted"),
        ),
        ("The word “alone” omitted by the Widget Act, s. 8.", ("omitted",)),
        ("New section 2A Ins. ibid.", ("inserted",)),
        # must not: a note that amends nothing
        ("See footnote 6 on page 3, supra.", ()),
        ("For Statement of Objects, see Gazette of 1884.", ()),
    ],
)
def test_what_a_footnote_does(note: str, expected: tuple[str, ...]) -> None:
    assert operations(note, forms_of("pk")) == expected


@pytest.mark.parametrize(
    ("note", "by"),
    [
        ("Subs. by the Widget Act, 2001, s. 2, for “Office”.", "Widget Act, 2001, s. 2"),
        # the day of it is kept, wherever it stands
        (
            "Subs. by the Widget Act, 2001, s. 2 (w.e.f. 1st May, 2003), for “Office”.",
            "Widget Act, 2001, s. 2 (w.e.f. 1st May, 2003)",
        ),
        (
            "Subs. by Act II of 2001, s. 2, for ‘‘Office’’ (w.e.f. the 1st May, 2003).",
            "Act II of 2001, s. 2 (w.e.f. the 1st May, 2003)",
        ),
        # must not: the day of the note that follows on the same line
        (
            "Subs. by Act II of 2001, for “Office”. 10New s. 9 ins. by Act V (w.e.f. May 1, 2003)",
            "Act II of 2001",
        ),
    ],
)
def test_who_amended_leaves_out_what_was_replaced(note: str, by: str) -> None:
    assert amended_by(note) == by


@pytest.mark.parametrize(
    ("note", "before"),
    [
        ("Subs. by the Widget Act, 2001, s. 2, for “Office”.", "Office"),
        # some fonts map both marks to bars
        ("Subs. by Act II of 2001, s. 2 for ―four months‖", "four months"),
        ("Subs. by Act II of 2001, s. 2, for the word 'Sind'.", "Sind"),
        ("Subs. by Act II of 2001, s. 2, for “full stop”.", "."),
        ("Subs. by Act II of 2001, s. 2, for “Office” (w.e.f. 1st May, 2003).", "Office"),
        ("The word “alone” omitted by Act II of 2001, s. 8.", "alone"),
        # must not: a unit's name is not its words
        ("Subs. by Act II of 2001, s. 2 for “clause (2)”.", ""),
        ("Subs. by Act II of 2001, s. 2 for “Article 17”", ""),
        # must not: nothing is quoted, or more than one thing
        ("Ins. by Act II of 2001, s. 2.", ""),
        ("Subs. by Act II of 2001 for “a” and “b” and further amended by Act V of 2002.", ""),
    ],
)
def test_the_words_that_a_note_says_were_taken_out(note: str, before: str) -> None:
    assert replaced_words(note) == before


def test_ibid_is_written_out_in_the_order_of_the_notes() -> None:
    notes = [
        Footnote("1", "Ins. by Act II of 2001, s. 2.", 1),
        Footnote("2", "See page 4.", 1),
        Footnote("1", "Subs. ibid.", 2),
        Footnote("2", "Subs. by ibid., for “x”.", 2),
    ]
    assert [amended_by(n.text) for n in written_out(notes)][2:] == ["Act II of 2001, s. 2"] * 2
    # must not: nothing stands before it
    assert written_out(notes[2:3])[0].text == "Subs. ibid."


def test_an_omission_may_be_told_in_the_place_of_the_words() -> None:
    text = (
        "THE WIDGET ACT, 2020\n\n1. Keep.—Widgets are kept.\n"
        "2. [Sale.—Omitted by the Widget (Amdt.) Act, 2021 (III of 2021), s. 4.]\n"
        "3. Repeal.—What was omitted by mistake is repealed by this section.\n"
    )
    notes = parse_bytes(text.encode(), "w.txt").amendments
    assert [(a.eid, a.op, a.by, a.whole) for a in notes] == [
        ("sec_2", "omitted", "Widget (Amdt.) Act, 2021 (III of 2021), s. 4", True)
    ]


def test_a_call_at_the_very_end_is_tied_too() -> None:
    text = "# Widget Act\n\n### 1. Keep\n\nWidgets are kept.[^a]\n\n[^a]: Ins. by Act II of 2001.\n"
    assert [a.eid for a in parse_bytes(text.encode(), "w.md").amendments] == ["sec_1"]


def test_a_footnote_that_amends_nothing_is_kept_as_a_remark() -> None:
    text = "# Widget Act\n\n### 1. Keep[^a]\n\nWidgets are kept.\n\n[^a]: The print has “kep”.\n"
    parsed = parse_bytes(text.encode(), "w.md")
    assert parsed.amendments == ()
    assert [(r.eid, r.text) for r in parsed.remarks] == [("sec_1", "The print has “kep”.")]


def test_a_note_may_tell_of_the_amendment_before_it() -> None:
    text = (
        "# Widget Act, 2020\n\n## 1. Board\n\nThere is a [^1][Board] for widgets.\n\n"
        "## 2. Fees\n\nA fee is [^2][ten].\n\n"
        "[^1]: Subs. by Act II of 2021, s. 4, for “Office” which had been subs. by A. O., 1949,"
        " for “Desk”.\n"
        # must not: what only refers to an earlier amendment tells of no operation
        "[^2]: Subs. by Act II of 2021, s. 5, for “five” which was amended by A. O., 1949.\n"
    )
    notes = parse_bytes(text.encode(), "w.md").amendments
    assert [(n.eid, n.by, n.before) for n in notes] == [
        ("sec_1", "Act II of 2021, s. 4", "Office"),
        ("sec_1", "A. O., 1949", "Desk"),
        ("sec_2", "Act II of 2021, s. 5", "five"),
    ]
    assert notes[0].start == notes[1].start is not None


def test_marks_amend_the_unit_they_stand_in() -> None:
    text = (
        "# Widget Act, 2020\n\n## 1. Title\n\nIt is so called.\n\n"
        "## 2. Board [^2]\n\n(1) There is a [^3][Board].\n\n(2) It sits.\n\n"
        "[^2]: Ins. by Act II of 2021, s. 3.\n[^3]: Subs. by Act II of 2021, s. 4, for “Office”.\n"
    )
    notes = parse_bytes(text.encode(), "w.md").amendments
    assert [(n.eid, n.op) for n in notes] == [
        ("sec_2", "inserted"),
        ("sec_2__subsec_1", "substituted"),
    ]


PAPER = """Widgets and the State: Who May Do What

ABSTRACT

{long}

Introduction

{long}

Who holds the widget

{long}

Keepers of record
are many

References

{long}
"""


def test_a_paper_has_headings_and_paragraphs() -> None:
    long = "The widget is held by many hands and this paper says which of them may let it go, " * 2
    text = PAPER.format(long=long.strip(", ") + ".")
    parsed = parse_bytes(text.encode(), "paper.txt")
    heads = [(p.eid, p.heading) for p in parsed.provisions if p.kind == "heading"]
    assert heads == [
        ("title", "Widgets and the State: Who May Do What"),
        ("hd_1", "ABSTRACT"),
        ("hd_2", "Introduction"),
        ("hd_3", "Who holds the widget"),
        ("hd_4", "References"),
    ]
    assert "hd_3__para_1" in {p.eid for p in parsed.provisions}
    assert parsed.unit == "heading"
