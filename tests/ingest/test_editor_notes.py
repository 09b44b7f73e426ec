"""What publishers of consolidated law print around the words of an Act."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes


def read(text: str, name: str = "w.txt") -> Parsed:
    return parse_bytes(text.encode("utf-8"), name)


def words(parsed: Parsed, eid: str) -> str:
    return next(p.text for p in parsed.provisions if p.eid == eid)


def headings(parsed: Parsed) -> list[tuple[str, str | None]]:
    basic = ("section", "part", "chapter", "schedule")
    return [(p.eid, p.heading) for p in parsed.provisions if p.kind in basic]


LONG = (
    "F{n} Words in s. {n} substituted (1.2.2020) by The Widgets (Amendment and Transitional) (Cogs)"
)
CONSOLIDATED = f"""Widgets Act 2006
2006 CHAPTER 99
An Act to make provision for widgets. [8th May 2006]
Widgets
1 Keeping of widgets
(1) A keeper must count [F1the widgets].
(2) No fee is due.
Textual Amendments
{LONG.format(n=1)}
Regulations 2020 (S.I. 2020/1), reg. 2
2 Selling of widgets
A seller must tell the buyer of each widget sold.
Modifications etc. (not altering text)
C1 S. 2 modified (1.4.2021) by S.I. 2021/7, art. 3
Textual Amendments
F3 S. 2 title amended by S.I. 2021/9, art. 3
F44 Lost widgets
. . . . . . . . . . . . . . . .
Textual Amendments
F4 S. 4 repealed by S.I. 2022/9, art. 3
Last things
5 Short title
This Act may be cited as the Widgets Act 2006.
"""


def test_an_editors_notes_are_no_text_of_the_provision_above_them() -> None:
    parsed = read(CONSOLIDATED)
    assert words(parsed, "sec_1").endswith("No fee is due.")
    assert words(parsed, "sec_2").endswith("each widget sold.")
    assert "S.I. 2020/1" in " ".join(unread.text for unread in parsed.unread)


def test_a_mark_set_against_a_number_hides_no_section() -> None:
    assert headings(read(CONSOLIDATED)) == [
        ("sec_1", "Keeping of widgets"),
        ("sec_2", "Selling of widgets"),
        ("sec_4", "Lost widgets"),
        ("sec_5", "Short title"),
    ]


def test_a_heading_between_sections_stays_where_no_marked_line_follows() -> None:
    # must not: `Annotations` is a heading of the law itself here
    text = "Widgets Act 2006\nAnnotations\n1. Notes.—A keeper must note each widget.\n"
    text += "2. Fees.—No fee is due.\n3. Short title.—This is the Widgets Act 2006.\n"
    assert [eid for eid, _ in headings(read(text))] == ["sec_1", "sec_2", "sec_3"]
    assert not read(text).unread


PAGES = "\n".join(
    f"{at} Keeping of sort {at}\n(1) A keeper must count the widgets of sort {at}.\n"
    + "\n".join(f"({n}) Cog {n} of sort {at} is counted as well." for n in range(2, 14))
    + f"\n{at + 1} Widgets Act 2006 (c. 99)\nDocument made on Monday\n"
    "Changes to this law: none known to\nthe editor at the time. (See the end)"
    for at in range(1, 6)
)


def test_all_lines_of_a_long_running_head_go() -> None:
    parsed = read("Widgets Act 2006\n" + PAGES)
    for at in range(1, 6):
        assert words(parsed, f"sec_{at}").endswith("is counted as well.")


ALONE = """Widgets Act
PART I – FIRST THINGS
1.
Short title

This Act may be cited as the Widgets Act.

2.
Keeping of widgets
(1)

A keeper must count—
(a)

the cogs; and
(b)

the gears.

(2)

No fee is due.

3.
Repealed by Act No. 4 of 1989, s. 2.
4.
A keeper who loses a widget must say so.
"""


def test_a_heading_may_stand_below_its_number() -> None:
    parsed = read(ALONE)
    assert headings(parsed)[1:3] == [("sec_1", "Short title"), ("sec_2", "Keeping of widgets")]
    assert words(parsed, "sec_2__subsec_1__para_b") == "the gears."


def test_a_sentence_below_its_number_is_no_heading() -> None:
    assert not dict(headings(read(ALONE)))["sec_4"]  # must not


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("KEEPING OF WIDGETS (ss 1-2)", "KEEPING OF WIDGETS"),
        ("KEEPING OF WIDGETS (sections 1 to 2)", "KEEPING OF WIDGETS"),
        # must not: the brackets are part of the title
        ("KEEPING OF WIDGETS (SORT 2)", "KEEPING OF WIDGETS (SORT 2)"),
    ],
)
def test_a_span_of_sections_is_no_part_of_a_title(line: str, heading: str) -> None:
    text = f"Widgets Act\nCHAPTER 1\n{line}\n1. Counting\nA keeper must count.\n"
    text += "2. Fees\nNo fee is due.\n"
    assert dict(headings(read(text)))["chp_1"] == heading


def test_links_to_other_posts_inside_a_page_are_no_text() -> None:
    page = """<html><body><article><h1>Widgets Act</h1>
<p><b>1. Counting</b></p><p>A keeper must count each widget that is kept by the keeper.</p>
<div class="jp-relatedposts"><h3>See also</h3><a href="/x">Wheels Act</a></div>
<p><b>2. Fees</b></p><p>No fee is due for a widget that the keeper has counted.</p>
</article></body></html>"""
    assert words(read(page, "w.html"), "sec_1").endswith("by the keeper.")


BESIDE = """THE WIDGETS ACT, 2021
ARRANGEMENT OF SECTIONS
1. Short title and commencement
2. Interpretation
3. Functions of Authority
THE WIDGETS ACT, 2021
ENACTED by the Parliament.
1. This Act may be cited as the Widgets Act, 2021, and shall come into
operation on the day that the Minister appoints by a notice.
Short title
and
commencement
2. In this Act, unless the context otherwise requires—
Interpretation
“widget” means a round wheel of any sort that is kept by a keeper.
3. (1) The functions of the Authority are to—
(a) count the widgets of every keeper in the land each year; and
(b) mend them.
Functions of
Authority
Cap. 1
(2) The Authority shall, in its work, ask the advice of the keepers.
"""


def test_a_note_of_the_margin_between_the_lines_is_no_text() -> None:
    parsed = read(BESIDE)
    assert headings(parsed)[2] == ("sec_3", "Functions of Authority")
    assert words(parsed, "sec_1").endswith("by a notice.")
    assert words(parsed, "sec_2").endswith("by a keeper.")
    assert words(parsed, "sec_3__subsec_1__para_b") == "mend them."


def test_words_that_only_begin_as_the_heading_does_are_text() -> None:
    # must not: `Functions of` goes on otherwise
    text = BESIDE.replace(
        "Functions of\nAuthority\nCap. 1\n", "Functions of\nkeepers are theirs.\n"
    )
    assert "Functions of keepers are theirs." in " ".join(words(read(text), "sec_3").split())


LONE = """# The Widgets Regulations 2023

## PART 1 General

#### Citation

###### 1

(1) These Regulations may be cited as the Widgets Regulations 2023.

(2) They come into force on 1st May.

#### Keeping of widgets

###### 2

A keeper must count the widgets.

#### Fees

###### 3A

No fee is due.
"""


def test_a_number_may_be_a_markup_heading_below_the_heading_of_its_unit() -> None:
    found = [(p.eid, p.heading) for p in read(LONE, "w.md").provisions if p.kind == "regulation"]
    assert found == [("reg_1", "Citation"), ("reg_2", "Keeping of widgets"), ("reg_3A", "Fees")]
    assert words(read(LONE, "w.md"), "reg_1").endswith("on 1st May.")


@pytest.mark.parametrize(
    "front",
    ["An Act of Parliament to provide for widgets", "ACT\nTo provide for widgets;"],
)
def test_a_long_title_in_other_words_is_the_preamble(front: str) -> None:
    text = f"WIDGETS ACT\n{front}\n1. Counting.—A keeper must count.\n2. Fees.—No fee is due.\n"
    assert next(p.eid for p in read(text).provisions) == "preamble"


TYPED = """WIDGETS ACT, 2007
ARRANGEMENT OF SECTIONS
PART I - ESTABLISHMENT OF A NATIONAL AGENCY FOR ALL THE
WIDGETS OF THE LAND

1. Establishment of the Agency.
2. Composition of the Board.
3. Tenure of office.
4. Fees.

WIDGETS ACT, 2007

PART I - ESTABLISHMENT OF A NATIONAL AGENCY FOR ALL THE
WIDGETS OF THE LAND

1.—(1) There is a body to be known as the Widgets Agency.     Establishment
                                                              of the
(2) The Agency may sue in its name.                           Agency.

2. The Board of the Agency shall consist of nine members      Composition
who know widgets, and one more who does not know any wheels,  of the
at all.                                                       Board.

3. A member of the Board holds office for a term of years.    Tenure of
                                                              office.

4. No fee is due.                                             Fees.

SCHEDULE

1. The Board meets once a year.

2. The quorum is five.
"""


def test_notes_at_the_right_of_typed_rows_head_sections_below_a_contents_list() -> None:
    parsed = read(TYPED)
    assert headings(parsed)[:3] == [
        ("part_I", "ESTABLISHMENT OF A NATIONAL AGENCY FOR ALL THE WIDGETS OF THE LAND"),
        ("sec_1", "Establishment of the Agency"),
        ("sec_2", "Composition of the Board"),
    ]
    assert words(parsed, "sec_1").endswith("in its name.")
