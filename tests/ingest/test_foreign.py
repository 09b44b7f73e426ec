"""Statutes, rules and bills in the forms of other common-law prints, on tiny laws of our own."""

from __future__ import annotations

import pytest

from ingest.draft import ReadOptions
from ingest.parse import Parsed, parse_bytes


def read(text: str, name: str = "w.txt") -> Parsed:
    return parse_bytes(text.encode("utf-8"), name)


def units(text: str, name: str = "w.txt") -> list[str]:
    return [p.eid for p in read(text, name).provisions if p.kind != "preamble"]


def headings(text: str, name: str = "w.txt") -> list[tuple[str, str | None]]:
    basic = ("section", "article", "rule", "regulation", "part", "chapter", "title", "schedule")
    found = read(text, name).provisions
    return [(p.eid, p.heading) for p in found if p.kind in basic or p.kind == "subpart"]


def words(text: str, eid: str, name: str = "w.txt") -> str:
    return next(p.text for p in read(text, name).provisions if p.eid == eid)


ABOVE = """Widgets Act 2020
PART 1
PRELIMINARY
Short title
1. This Act is the Widgets Act 2020.
Keeping of widgets
{first}
(2) A keeper who loses one must say so.
Selling of “old” widgets, and of those that
nobody keeps
3.—(1) A seller must tell the buyer that —
(a) the widget is old; or
(b) it is lost.
(2) No fee is due.
"""


@pytest.mark.parametrize(
    "first",
    [
        "2.—(1) A keeper must count the widgets.",
        "2. (1) A keeper must count the widgets.",
        "2.(1) A keeper must count the widgets.",
    ],
)
def test_a_heading_above_the_number_heads_the_section(first: str) -> None:
    found = headings(ABOVE.format(first=first))
    assert found == [
        ("part_1", "PRELIMINARY"),
        ("sec_1", "Short title"),
        ("sec_2", "Keeping of widgets"),
        ("sec_3", "Selling of “old” widgets, and of those that nobody keeps"),
    ]
    # and is no part of the section before it
    assert words(ABOVE.format(first=first), "sec_2").endswith("must say so.")


BARE = """Widgets Act 2020
Part 1—Preliminary
Division 1—Introduction
1  Short title
\t\tThis Act may be cited as the Widgets Act 2020.
2  Definitions
\t\tIn this Act:
keeper means a person who keeps widgets.
widget includes:
\t(a)\ta cog; and
\t(b)\ta gear.
wheel means a round widget.
Division 2—Duties
Subdivision A—Keepers
3  Duties of
 keepers
What keepers do
\t(1)\tA keeper must count the widgets, if the keeper has:
\t(a)\ttwo widgets; or
\t(b)\tmore.
Note:\tSee also section 2.
What keepers may do
\t(2)\tA keeper may sell them.
12 widgets may be sold on a day.
4  Fees
\t\tA fee is due.
"""


def test_a_bare_number_with_its_heading_opens_a_section() -> None:
    assert headings(BARE) == [
        ("part_1", "Preliminary"),
        ("part_1__dvs_1", "Introduction"),
        ("sec_1", "Short title"),
        ("sec_2", "Definitions"),
        ("part_1__dvs_2", "Duties"),
        ("part_1__dvs_2__subdvs_A", "Keepers"),
        ("sec_3", "Duties of keepers"),
        ("sec_4", "Fees"),
    ]


@pytest.mark.parametrize(
    ("eid", "ends"),
    [
        # the next definition is not the last item of the one before it
        ("sec_2__para_b", "a gear."),
        # a note belongs to the subsection, and a heading below it to none
        ("sec_3__subsec_1__para_b", "more."),
        ("sec_3__subsec_1", "See also section 2."),
        # must not: a quantity at a line's start opens nothing
        ("sec_3__subsec_2", "sold on a day."),
    ],
)
def test_what_ends_a_list_without_a_number(eid: str, ends: str) -> None:
    assert words(BARE, eid).endswith(ends)


def test_lists_under_unnumbered_definitions_start_again() -> None:
    text = (
        "Widgets Act 2020\n1. Definitions.—(1) In this Act,—\n"
        "“keeper” means—\n(a) an owner; or\n(b) a lender;\n"
        "“widget” means—\n(a) a cog; or\n(b) a gear;\nwhether kept or not;\n(2) No more.\n"
        "2. Fees.—A fee is due.\n3. Forms.—A form is used.\n"
    )
    inside = [eid for eid in units(text) if eid.startswith("sec_1__subsec_1__")]
    assert inside == [f"sec_1__subsec_1__para_{n}" for n in ("a", "b", "a_2", "b_2")]
    assert words(text, "sec_1__subsec_1__para_b") == "a lender;"
    # must not: a quoted word in the middle of a sentence defines nothing
    wrapped = (
        "1. Use.—(1) Say—\n(a) the word or the words\n“widget” and “cog” together;\n(b) no more."
    )
    text = f"Widgets Act 2020\n{wrapped}\n2. Fees.—A fee is due.\n3. Forms.—A form is used.\n"
    assert words(text, "sec_1__subsec_1__para_a").endswith("together;")


def test_definitions_that_run_on_in_one_paragraph() -> None:
    text = (
        'Widgets Act 2020\n1. Definitions\nIn this Act— "cog" means— (a) a wheel; or (b) a '
        'gear; "fee" means money; "keeper" means— (a) an owner; or (b) a lender.\n'
        "2. Fees\nA fee is due.\n3. Forms\nA form is used.\n"
    )
    assert [e for e in units(text) if "para" in e] == [
        f"sec_1__para_{n}" for n in ("a", "b", "a_2", "b_2")
    ]
    assert words(text, "sec_1__para_b") == "a gear;"


FEDERAL = """{front}
{first} KEEPING WIDGETS.
(a) IN GENERAL.—A keeper, as told in subsection (b), shall—
(1) count the widgets; and
(2)(A) mend them; or
(B) sell them, if—
(i) they are old;
(ii) they are lost.
(b) LIMITS.—Nothing in subsection (a) stops a sale.
{second} SELLING OF
WIDGETS.
A seller shall say so.
{third} RULES.
(a)(1) Rules are made.
(2) They are kept.
"""


@pytest.mark.parametrize(
    ("front", "nums"),
    [
        ("WIDGETS ACT OF 2020", ["SECTION 1.", "SEC. 2.", "SEC. 3."]),
        # a title of a code: its sections start far from 1, and it names no law
        ("99 U.S.C.", ["§ 1030.", "§ 1031.", "§ 1032."]),
        ("99 U.S.C.", ["§ 31.1", "§ 31.2", "§ 31.4"]),
        ("WIDGETS ACT OF 2020", ["SEC. 101.", "SEC. 102.", "SEC. 201."]),
    ],
)
def test_sections_by_word_and_the_levels_that_the_text_names(front: str, nums: list[str]) -> None:
    text = FEDERAL.format(front=front, first=nums[0], second=nums[1], third=nums[2])
    first, second, third = (num.split()[1].rstrip(".") for num in nums)
    assert units(text) == [
        f"sec_{first}",
        *(
            f"sec_{first}__subsec_{rest}"
            for rest in [
                "a",
                "a__para_1",
                "a__para_2",
                "a__para_2__subpara_A",
                "a__para_2__subpara_B",
                "a__para_2__subpara_B__item_i",
                "a__para_2__subpara_B__item_ii",
                "b",
            ]
        ),
        f"sec_{second}",
        f"sec_{third}",
        f"sec_{third}__subsec_a",
        f"sec_{third}__subsec_a__para_1",
        f"sec_{third}__subsec_a__para_2",
    ]
    assert headings(text)[1] == (f"sec_{second}", "SELLING OF WIDGETS")


def test_a_contents_list_of_worded_sections_is_no_body() -> None:
    names = ["Keeping", "Selling", "Hiding", "Lending", "Finding", "Losing"]
    listed = "\n".join(f"Sec. {n}. {name} of widgets." for n, name in enumerate(names, 1))
    body = "\n".join(
        f"SEC. {n}. {name.upper()} OF WIDGETS.\nNobody minds." for n, name in enumerate(names, 1)
    )
    text = f"WIDGETS ACT OF 2020\nTABLE OF CONTENTS\n{listed}\n{body}\n"
    assert units(text) == [f"sec_{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("lines", "eids"),
    [
        (["Article I. Keeping", "Article II. Selling", "Article III. Fees"], ["I", "II", "III"]),
        (["Article 5. Keeping", "Article 5 bis. Selling", "Article 6. Fees"], ["5", "5bis", "6"]),
        (["Article One. Keeping", "Article Two. Fees", "Article Five. End"], ["1", "2", "5"]),
        (["Article 23-B. Keeping", "Article 24. Fees", "Article 25. End"], ["23B", "24", "25"]),
    ],
)
def test_numbers_of_articles(lines: list[str], eids: list[str]) -> None:
    text = "CONVENTION ON WIDGETS\n" + "\n".join(f"{line}\nNobody minds." for line in lines)
    assert units(text) == [f"art_{num}" for num in eids]


def test_decimal_numbers_stand_under_their_section() -> None:
    text = (
        "WIDGET RULES, 2020\n4. Keepers.—Keepers do this:\n4.1 Count widgets.\n4.1.1 Each day.\n"
        "4.1.2 Each night.\n4.2 Mend them.\n5. Fees.—A fee is due.\n6. Forms.—A form is used.\n"
    )
    assert units(text) == [
        "rule_4",
        "rule_4__subsec_4.1",
        "rule_4__subsec_4.1__para_4.1.1",
        "rule_4__subsec_4.1__para_4.1.2",
        "rule_4__subsec_4.2",
        "rule_5",
        "rule_6",
    ]


def test_an_inserted_item_far_out_of_the_row() -> None:
    text = (
        "WIDGET ACT, 2020\n1. Meanings.—In this Act,—\n(a) “cog” means a wheel;\n"
        "(b) “fee” means money;\n(ha) “gear” means a cog;\n(i) “keeper” means an owner;\n"
        "(j) “widget” means a gear.\n2. Fees.—A fee is due.\n3. Forms.—A form is used.\n"
    )
    assert [e for e in units(text) if "para" in e] == [
        f"sec_1__para_{n}" for n in ("a", "b", "ha", "i", "j")
    ]


@pytest.mark.parametrize(
    "section",
    ["2. Sale: (1) One may sell.\n(2) All may.", "2. Sale: Where one may sell, all may."],
)
def test_a_heading_that_a_colon_ends(section: str) -> None:
    text = f"WIDGET ACT, 2020\n1. Title: (1) It is so called.\n{section}\n3. Fees: A fee is due.\n"
    assert headings(text) == [("sec_1", "Title"), ("sec_2", "Sale"), ("sec_3", "Fees")]


SCHEDULES = """Widgets Act 2020
1 Keeping
(1) A keeper must count the widgets named in Schedule 1.
2 Selling
(1) A seller must say so.
3 Fees
(1) A fee is due.
SCHEDULES
SCHEDULE 1
Section 1
WIDGETS
PART 1
ROUND ONES
Wheels
1 (1) A wheel is a widget.
(2) It turns.
Cogs
2 A cog is a widget, if—
(a) it is round; or
(b) it was.
PART 2
OTHERS
3 Nothing else is.
SCHEDULE 2 Section 3
FEES
1 The fee is small.
"""


def test_schedules_number_their_own_paragraphs_through_their_parts() -> None:
    found = [e for e in units(SCHEDULES) if e.startswith("sched")]
    assert found == [
        "sched_1",
        "sched_1__part_1",
        "sched_1__para_1",
        "sched_1__para_1__subpara_1",
        "sched_1__para_1__subpara_2",
        "sched_1__para_2",
        "sched_1__para_2__subpara_a",
        "sched_1__para_2__subpara_b",
        "sched_1__part_2",
        "sched_1__para_3",
        "sched_2",
        "sched_2__para_1",
    ]
    # the provision that a schedule belongs to is not its title
    assert [h for e, h in headings(SCHEDULES) if e in ("sched_1", "sched_2")] == ["WIDGETS", "FEES"]
    # a heading between paragraphs belongs to neither
    assert words(SCHEDULES, "sched_1__para_1").endswith("It turns.")
    parents = {p.eid: p.parent for p in read(SCHEDULES).provisions}
    assert parents["sched_1__para_3"] == "sched_1__part_2"


def test_parts_of_a_schedule_that_number_anew_keep_their_paragraphs_apart() -> None:
    text = SCHEDULES.replace("3 Nothing else is.", "1 Nothing else is.")
    assert [e for e in units(text) if "part_2__" in e] == ["sched_1__part_2__para_1"]


@pytest.mark.parametrize(
    "tail",
    [
        "Signed by authority of the Keeper\nA. Keeper\n",
        "EXPLANATORY NOTE\n(This note is not part of the Rules)\nThese Rules are about widgets.\n",
        "Dated this 4th day of May, 2020.\nA. KEEPER,\nMinister.\n",
    ],
)
def test_what_stands_below_a_law_is_no_part_of_its_last_section(tail: str) -> None:
    body = (
        "WIDGET RULES, 2020\n1. Title.—So called.\n2. Sale.—It is free.\n3. Fees.—A fee is due.\n"
    )
    assert words(body + tail, "rule_3") == "A fee is due."


def test_a_date_inside_the_last_section_does_not_end_it() -> None:
    text = (
        "WIDGET RULES, 2020\n1. Title.—So called.\n2. Sale.—It is free.\n3. Fees.—The notice,\n"
        "dated the 4th of May, is repealed.\n"
    )
    assert words(text, "rule_3").endswith("is repealed.")


NOTES = """WIDGET ACT, 2020
1. Title.—(1) This is the Widget Act.
1[(2) It is kept.]
1. Ins. by Act 10 of 2021, s. 3 (w.e.f. 27-10-2021).
2. Subs. by s. 4, ibid., for “cogs”.
3
2. Sale.—A widget may be
sold.
1
Subs. by the Widget Order, 1999, for “cog”.
2
The word “old” omitted by the Widget Order, 1999.
3. Fees.—A fee is due.
4. Rep. by the Widget Order, 1999.
"""


def test_footnotes_between_lines_of_the_text_are_no_text() -> None:
    found = read(NOTES)
    texts = {p.eid: p.text for p in found.provisions}
    assert texts["sec_1"].endswith("It is kept.")
    assert texts["sec_2"] == "A widget may be sold."
    assert [u.why for u in found.unread] == [
        "footnotes between lines of the text; they belong to no provision"
    ] * 2
    # must not: a section of which only its repeal is left
    assert "sec_4" in texts


def test_page_numbers_and_running_heads_of_a_copy_without_pages() -> None:
    pages = []
    for page in range(1, 6):
        body = "\n".join(
            f"{n}. Sale of widgets {'x' * n}.—A widget is sold,\nand then another.\n(2) And so on."
            for n in range(5 * page - 4, 5 * page + 1)
        )
        pages.append(f"{body}\n[Issue 1]\nW7  {page}\nWidget Act\n")
    found = read("WIDGET ACT, 2020\n" + "".join(pages))
    assert len([p for p in found.provisions if p.kind == "section"]) == 25
    assert not any("Issue" in p.text or "W7" in p.text for p in found.provisions)


def test_lines_that_a_bill_counts() -> None:
    lines = [
        "SECTION 1. SHORT TITLE.",
        "This Act may be cited as the “Widget",
        "Act of 2020”.",
        "SEC. 2. KEEPING OF WID-",
        "GETS.",
        "(a) COUNTING.—A keeper, as in subsection (b), shall",
        "count the widgets:",
        "(1) on the 5 days of a week; and",
        "12 widgets on a day.",
        "(b) NO MORE.—That is all.",
        "SEC. 3. FEES.",
        "A fee is due.",
    ]
    counted = "\n".join(f"{n % 8 + 1}     {line}" for n, line in enumerate(lines))
    assert headings(f"A BILL\n{counted}\n") == [
        ("sec_1", "SHORT TITLE"),
        ("sec_2", "KEEPING OF WIDGETS"),
        ("sec_3", "FEES"),
    ]
    assert words(f"A BILL\n{counted}\n", "sec_2__subsec_a").endswith("12 widgets on a day.")


def test_notes_in_the_margin_of_a_text_that_keeps_its_columns() -> None:
    wide = 80
    rows = [
        ("   1. (1) This Act may be called the Widget Act, 2020.", "Short title,"),
        ("", "extent and"),
        ("   (2) It extends to all the places where widgets are kept by", "use."),
        ("anyone.", ""),
        ("   2. A keeper must count the widgets on every day of the week", "Counting."),
        ("but one.", ""),
        ("   3. A seller must tell the buyer.", "Duty of"),
        ("", "sellers."),
    ]
    text = "THE WIDGET ACT, 2020\n" + "\n".join(f"{a:<{wide}}{b}".rstrip() for a, b in rows)
    assert headings(text + "\n") == [
        ("sec_1", "Short title, extent and use"),
        ("sec_2", "Counting"),
        ("sec_3", "Duty of sellers"),
    ]
    assert words(text + "\n", "sec_1__subsec_2").endswith("kept by anyone.")


def test_a_heading_set_on_the_line_before_it() -> None:
    text = (
        "WIDGET ACT, 2020\n1. Title\nSo called.\n2. Sale\nIt is free, says the Act. "
        "Part II – THE BOARD OF KEEPERS\n3. Board\nThere is one.\n"
    )
    assert ("part_II", "THE BOARD OF KEEPERS") in headings(text)
    assert words(text, "sec_2") == "It is free, says the Act."


def test_lists_of_a_converter_with_bullets_and_marks() -> None:
    text = (
        "# Widgets Act 2020\n\n## Part 1--Preliminary\n\n##### 1  Short title\n\n"
        "     * This Act is the _Widgets Act 2020_.\n\n##### 2  Keeping\n\n"
        "     * (1) A keeper must:\n\n          * (a) count; and\n\n          * (b) mend.\n\n"
        "     * (2) No fee is due.\n\n##### 3  Fees\n\n     * A fee is due.\n"
    )
    assert units(text, "w.md") == [
        "part_1",
        "sec_1",
        "sec_2",
        "sec_2__subsec_1",
        "sec_2__subsec_1__para_a",
        "sec_2__subsec_1__para_b",
        "sec_2__subsec_2",
        "sec_3",
    ]


def test_choices_that_could_be_wrong_leave_a_trace() -> None:
    parsed = parse_bytes(ABOVE.format(first="2.—(1) One.").encode(), "w.txt")
    rules = {(d.stage, d.rule) for d in parsed.decisions}
    assert ("FindContainers", "heading") in rules
    first = "1. Title.—(1) So:\n(h) called;\n(i) kept.\n"
    text = f"WIDGET ACT, 2020\n{first}2. Fees.—None.\n3. End.—Yes.\n"
    told = parse_bytes(text.encode(), "w.txt", options=ReadOptions(explain=True)).decisions
    assert any(d.rule == "level" and d.chose == "the letter i" for d in told)
    assert any(d.rule == "heading" and "a dash" in d.chose for d in told)


def test_hanging_numbers_are_no_notes_in_the_margin() -> None:
    rows = [f"{n}.      A widget is kept here,\n        and is counted." for n in range(1, 6)]
    text = "CONVENTION ON WIDGETS\n" + "\n".join(
        f"Article {a}\nKeeping {a}\n" + "\n".join(rows) for a in range(1, 5)
    )
    found = units(text)
    assert [e for e in found if e.startswith("art_2__")] == [
        f"art_2__para_{n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    "history",
    [
        "Section 2(1): amended, on 1 July 2022, by section 5 of the Cog Act 2022.",
        "(Amended E.R. 2 of 2012)",
        "[44/2019]",
    ],
)
def test_a_line_that_tells_a_history_is_no_text(history: str) -> None:
    text = BARE.replace("Division 2", f"{history}\nDivision 2")
    assert words(text, "sec_2").endswith("a round widget.")


def test_definitions_without_stops() -> None:
    text = BARE.replace("\t(b)\ta gear.", "\t(b)\ta gear").replace("wheel means a", "wheel means")
    assert words(text, "sec_2__para_b") == "a gear"


def test_headings_that_say_must() -> None:
    text = (
        "Widget Ordinance\nPart 1\nRules\n1. Short title\nThis is the Widget Ordinance.\n"
        "2. Keepers must count widgets\nA keeper shall count them.\n3. Fees\n(1) A fee is due.\n"
    )
    assert headings(text) == [
        ("part_1", "Rules"),
        ("sec_1", "Short title"),
        ("sec_2", "Keepers must count widgets"),
        ("sec_3", "Fees"),
    ]
