"""Statutes as machines copy them from prints of Asian common-law gazettes: tiny laws of our own."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes

BASIC = ("section", "part", "chapter", "schedule", "subpart")


def read(text: str, name: str = "w.txt") -> Parsed:
    return parse_bytes(text.encode("utf-8"), name)


def headings(text: str, name: str = "w.txt") -> list[tuple[str, str | None]]:
    return [(p.eid, p.heading) for p in read(text, name).provisions if p.kind in BASIC]


def words(text: str, eid: str, name: str = "w.txt") -> str:
    return next(p.text for p in read(text, name).provisions if p.eid == eid)


BESIDE = """WIDGETS BILL

BE it enacted by the Parliament of Widgetia as follows:-

1.

(1) This Act may be cited as the Widgets Act of the year
in which it is certified by the Speaker.

Short title
and date of
operation

(2) It comes into operation on a day that the Minister
names by an Order in the paper of the Government.

2. Every keeper shall count the widgets that are kept in
the house of the keeper, each day and each night.

Duty to
count

PART I

SELLING

3. A seller shall tell the buyer whether the widget that
is sold on the market is–

(a)

(b)

an old one, or one that has been mended by another
seller; or

a lost one.

4. A buyer may bring back any widget that does not turn,
within two days of the day on which it was bought.

Duty of
the seller

Right of
the buyer
"""


def test_narrow_paragraphs_are_notes_in_the_margin() -> None:
    assert headings(BESIDE) == [
        ("sec_1", "Short title and date of operation"),
        ("sec_2", "Duty to count"),
        ("part_I", "SELLING"),
        # its note stands below that of the next one
        ("sec_3", "Duty of the seller"),
        ("sec_4", "Right of the buyer"),
    ]
    assert words(BESIDE, "sec_1__subsec_1").endswith("certified by the Speaker.")
    assert words(BESIDE, "sec_4").endswith("on which it was bought.")


def test_labels_in_a_stack_go_to_the_paragraphs_below_them() -> None:
    assert words(BESIDE, "sec_3__para_a").startswith("an old one")
    assert words(BESIDE, "sec_3__para_a").endswith("seller; or")
    assert words(BESIDE, "sec_3__para_b") == "a lost one."


def test_short_paragraphs_of_a_headed_print_are_no_notes() -> None:
    headed = "\n\n".join(
        f"{n}. Duty number {n}.—(1) A keeper shall keep count of every widget that is kept at home."
        f"\n\nA widget\nor a cog"
        for n in range(1, 6)
    )
    assert words(f"WIDGETS ACT\n\n{headed}\n", "sec_2").endswith("A widget or a cog")


def test_a_long_line_in_small_letters_closes_the_list_above_it() -> None:
    closing = "the keeper must say so to the smith" + " and to the keeper of cogs" * 6
    law = (
        "WIDGETS ACT\n\n1.—(1)  Where a widget is —\n(a)\told; or\n(b)\tlost,\n"
        f"{closing}.\n(2)  No fee is due.\n\n2.—(1)  A seller pays.\n(2)  A buyer does not.\n"
        "\n3.  A smith mends.\n"
    )
    assert words(law, "sec_1__subsec_1__para_b") == "lost,"
    assert words(law, "sec_1__subsec_1").endswith("of cogs.")


WORDED = """THE WIDGETS ACT, 1999

WHEREAS widgets are to be kept;
It is hereby enacted as follows:-

PRELIMINARY

Section 1. Short title
This Act may be called the Widgets Act, 1999.

Section 2. Definitions
In this Act the words below are used in these senses, unless the context is otherwise:-
(a) a widget is a cog:
(b) a keeper is one who keeps it.

Section 3. When counting is complete
The counting is complete when the keeper knows it. The selling is complete,-
as against the seller, when it is paid.

Section 7. What widgets are old
All widgets are old when they are ten years of age.
"""


def test_a_worded_number_takes_its_line_as_heading() -> None:
    assert headings(WORDED) == [
        ("sec_1", "Short title"),
        ("sec_2", "Definitions"),
        ("sec_3", "When counting is complete"),
        ("sec_7", "What widgets are old"),
    ]
    # a heading in capitals below the enacting words is no part of them
    assert words(WORDED, "preamble").endswith("enacted as follows:-")


LONG = " and to keep it in good order and to count it at all times" * 9
PARAGRAPHS = f"""[ACT NO. 7]

AN ACT PROTECTING WIDGETS, AND FOR OTHER PURPOSES

Be it enacted, by the House of Widgetia:

SECTION 1. Short Title. – This Act shall be known as the “Widgets Act”.

SEC. 2. Policy. – It is the policy of the State to keep every widget{LONG}.

SEC. 3. Scope. – This Act applies to all widgets: Provided, That the fee is paid.

This Act does not apply to the following:

(a) A cog, including:

(1) a new one; and

(2) an old one; and

(b) A gear.

SEC. 4. Fees. – A fee is due.
"""


def test_a_whole_paragraph_may_open_a_section() -> None:
    assert [eid for eid, _ in headings(PARAGRAPHS)] == ["sec_1", "sec_2", "sec_3", "sec_4"]
    assert words(PARAGRAPHS, "preamble").startswith("AN ACT PROTECTING")


@pytest.mark.parametrize(
    ("eid", "ends"),
    [
        ("sec_3__proviso_1", "the fee is paid."),
        # the list belongs to the new paragraph, not to the proviso before it
        ("sec_3__para_a__subpara_2", "an old one; and"),
        ("sec_3__para_b", "A gear."),
    ],
)
def test_a_list_after_a_proviso_within_the_text(eid: str, ends: str) -> None:
    assert words(PARAGRAPHS, eid).endswith(ends)


GLUED = """Widgets Ordinance
1.Short title
This Ordinance may be cited as the Widgets Ordinance.
Part 2A
Use of Widgets in the Markets of Towns and Provision of Widgets for Use in the Markets of Villages
(Part 2A added 3 of 2012 s. 4)
Division 1Interpretation
2.Meaning of widget
(1)In this Part, a widget is a cog.
Division 2Use of Widgets in Markets
3.Duty to count
(1)A keeper must—
(a)count them; and
(b)say so.
"""


def test_numbers_glued_to_their_headings() -> None:
    assert headings(GLUED) == [
        ("sec_1", "Short title"),
        (
            "part_2A",
            "Use of Widgets in the Markets of Towns and Provision of Widgets for Use in the "
            "Markets of Villages",
        ),
        ("part_2A__dvs_1", "Interpretation"),
        ("sec_2", "Meaning of widget"),
        ("part_2A__dvs_2", "Use of Widgets in Markets"),
        ("sec_3", "Duty to count"),
    ]


BARE_TEXT = """THE WIDGETS BILL, 2023
A BILL to keep widgets.
BE it enacted by Parliament as follows:—
1. (1) This Act may be called the Widgets Act, 2023.
(2) It extends to the whole country.
2. In this Act, unless the context otherwise requires,—
(a) “cog” means a wheel;
(b) “gear” means a cog.
3. A keeper shall count the widgets.
"""


def test_words_that_lead_to_a_list_are_no_heading() -> None:
    assert headings(BARE_TEXT) == [("sec_1", None), ("sec_2", None), ("sec_3", None)]
    assert words(BARE_TEXT, "preamble").startswith("A BILL to keep widgets.")


LISTED = """THE WIDGETS ACT, 2000
ARRANGEMENT OF SECTIONS
1. Short title.
2. Counting of widgets.
3. Selling of widgets.
4. Mending of widgets.
5. Losing of widgets.
6. Finding of widgets.
THE FIRST SCHEDULE.
THE SECOND SCHEDULE.

THE WIDGETS ACT, 2000
An Act to keep widgets.
BE it enacted as follows:—
1. Short title.—This Act may be called the Widgets Act, 20001.
2. Counting of widgets.—A keeper shall count them.

1. 17th October, 2000, vide notification No. 7, see Gazette, Part II.
2. Subs. by Act 10 of 2009, s. 3 (w.e.f. 27-10-2009).

3. Selling of widgets.—A seller shall sell them.
4. Mending of widgets.—A smith shall mend them.
5. Losing of widgets.—A loser shall say so.
6. Finding of widgets.—A finder shall give them back.
THE FIRST SCHEDULE
[See sub-section (4) of section 1]
WIDGETS THAT ARE NOT COUNTED
1. Old ones.
"""


def test_a_contents_list_may_end_with_its_schedules() -> None:
    found = headings(LISTED)
    assert [eid for eid, _ in found] == [*(f"sec_{n}" for n in range(1, 7)), "sched_FIRST"]
    # the line that says where it belongs is not its title
    assert found[-1] == ("sched_FIRST", "WIDGETS THAT ARE NOT COUNTED")


def test_a_note_may_open_with_a_day() -> None:
    assert words(LISTED, "sec_2") == "A keeper shall count them."


CLAUSES = """_Widgets_

WIDGETS BILL 2009

ARRANGEMENT OF CLAUSES

Clause

1. Short title

2. Counting

3. Selling

4. Mending

5. Losing

A BILL

An Act to keep widgets.

**ENACTED as follows:**

**Short title**

**1. (1) This Act may be cited as the Widgets**
Act 2009.

**Counting**

**2. (1) A keeper shall—**

_(a)_ count them; and

_(b)_ say so.

**Selling**

**3. A seller shall sell them to**
those who come.

**Mending**

**4.** (1) A smith shall mend them.

**Losing**

**5. A loser shall say so.**
"""


def test_an_arrangement_of_clauses_is_a_contents_list() -> None:
    assert headings(CLAUSES, "w.md") == [
        ("sec_1", "Short title"),
        ("sec_2", "Counting"),
        ("sec_3", "Selling"),
        ("sec_4", "Mending"),
        ("sec_5", "Losing"),
    ]
    assert words(CLAUSES, "preamble", "w.md").startswith("An Act to keep widgets.")
