"""Sections, their headings, containers and schedules, on tiny statutes of our own."""

from __future__ import annotations

import pytest

from ingest.headings import tidy
from ingest.parse import parse_bytes


def units(text: str, name: str = "w.txt") -> list[tuple[str, str | None]]:
    parsed = parse_bytes(text.encode("utf-8"), name)
    return [(p.eid, p.heading) for p in parsed.provisions if "__subsec" not in p.eid]


def statute(*sections: str) -> str:
    return "THE WIDGET ACT, 2020\n\n" + "\n".join(sections) + "\n"


LAST = "9. Repeal.—The Old Widget Act is repealed."


@pytest.mark.parametrize(
    ("section", "num", "heading"),
    [
        # every separator that prints use between heading and text
        ("2. Heading of it.—Widgets are kept.", "2", "Heading of it"),
        ("2. Heading of it. — Widgets are kept.", "2", "Heading of it"),
        ("2. Heading of it.\n__ (1) Widgets are kept.", "2", "Heading of it"),
        ("2. Heading of it,__ Widgets are kept.", "2", "Heading of it"),
        ("2. Heading of it.-- Widgets are kept.", "2", "Heading of it"),
        ("2. Heading of it.⎯Widgets are kept.", "2", "Heading of it"),
        # no dash at all
        ("2. Heading of it. Widgets shall be kept.", "2", "Heading of it"),
        ("2. Heading of it: (1) A person shall keep widgets.", "2", "Heading of it"),
        # number forms
        ("2D. Heading of it.—Widgets are kept.", "2D", "Heading of it"),
        ("(2E) Heading of it.—Widgets are kept.", "2E", "Heading of it"),
        ("2A, Heading of it.—Widgets are kept.", "2A", "Heading of it"),
        ("2.Heading of it.—Widgets are kept.", "2", "Heading of it"),
        # a heading over two lines, and one with inner stops
        (
            "2. Officers, keepers, etc. deemed to be\nservants of all.—They are.",
            "2",
            "Officers, keepers, etc. deemed to be servants of all",
        ),
    ],
)
def test_a_section_opens(section: str, num: str, heading: str) -> None:
    found = units(statute("1. Title.—This is the Widget Act.", section, LAST))
    assert (f"sec_{num}", heading) in found
    assert [eid for eid, _ in found] == ["sec_1", f"sec_{num}", "sec_9"]


@pytest.mark.parametrize(
    "line",
    [
        # must not: a reference that a line break set at a line's start
        "and orders made under section\n8. The file on which they stand is kept.",
        # must not: a number between real ones that runs backwards
        "The fee is\n7. and no more.",
        # must not: a subsection number after a line's end
        "as told in sub-section\n(2) and the Board shall act.",
        # must not: a date
        "It starts on\n12. 3. 2020.",
    ],
)
def test_no_section_opens(line: str) -> None:
    text = statute(
        "1. Title.—This is the Widget Act.",
        f"2. Orders.—The Board makes orders {line}",
        "3. Fees.—A fee is paid.",
        "4. Forms.—A form is used.",
    )
    assert [eid for eid, _ in units(text)] == ["sec_1", "sec_2", "sec_3", "sec_4"]


def test_an_omitted_section_set_on_the_line_before_it_is_found() -> None:
    text = statute(
        "1. Title.—[The Widget] Act.",
        "2. Audit.—It is audited. 3. [* * * *]",
        "4. Budget.—It has 1[a budget].",
    )
    parsed = parse_bytes(text.encode(), "o.txt")
    assert [(p.eid, p.heading, p.text) for p in parsed.provisions] == [
        ("sec_1", "Title", "The Widget Act."),
        ("sec_2", "Audit", "It is audited."),
        # nothing is left of it, and nothing is put in its place
        ("sec_3", None, ""),
        ("sec_4", "Budget", "It has a budget."),
    ]


def test_words_are_parted_where_a_line_of_marks_stood_between_them() -> None:
    text = statute("1. Duty.—1[Keep] it", "2[* * *]", "and mend it.", "2. Bees.—Text.", LAST)
    assert parse_bytes(text.encode(), "m.txt").provisions[0].text == "Keep it and mend it."


def test_a_heading_line_whose_number_is_repeated_before_the_text() -> None:
    names = ["Keeping", "Selling", "Hiding", "Lending", "Finding", "Losing"]
    body = "\n".join(
        f"{n}. {name} of widgets\n{n}. Nobody minds." for n, name in enumerate(names, 1)
    )
    found = units(f"THE CONSTITUTION OF WIDGETIA\n\n{body}\n")
    assert found == [(f"art_{n}", f"{name} of widgets") for n, name in enumerate(names, 1)]


NAMES = ["Keeping", "Selling", "Hiding", "Lending", "Finding", "Losing"]


def repeated(numbers: list[str], **heads: str) -> str:
    """A constitution that prints each number twice; `heads` replaces a number's heading lines."""
    pairs = [
        heads.get(f"n{number}", f"{number}. {name} of widgets\n{number}. Nobody minds.")
        for number, name in zip(numbers, NAMES, strict=True)
    ]
    return "THE CONSTITUTION OF WIDGETIA\n\n" + "\n".join(pairs) + "\n"


@pytest.mark.parametrize(
    ("number", "lines", "heading", "text"),
    [
        # a heading line without the stop after its number, over two lines
        ("2A", "2A Selling of\nold widgets\n2A. Nobody minds.", "Selling of old widgets", "Nobody"),
        # a heading whose last word often stands before a number
        ("2A", "2A. Power to make rules\n2A. Nobody minds.", "Power to make rules", "Nobody"),
        # a dash between the repeated number and the first clause
        ("2A", "2A. Sale\n2A.—(1) One may.\n(2) All may.", "Sale", "(1) One"),
        # must not: a number without a heading, before a pair of its own
        ("2A", "2A. Sale, omitted by the Sale Act, 1980, s. 8.", None, "Sale, omitted"),
    ],
)
def test_a_heading_line_and_the_text_that_repeats_its_number(
    number: str, lines: str, heading: str | None, text: str
) -> None:
    numbers = ["1", "2", number, "2B", "3", "4"]
    parsed = parse_bytes(repeated(numbers, **{f"n{number}": lines}).encode(), "c.txt")
    articles = [p for p in parsed.provisions if p.kind == "article"]
    assert [p.num for p in articles] == numbers
    assert (articles[2].heading, articles[3].heading) == (heading, "Lending of widgets")
    assert articles[2].text.startswith(text)
    # nothing of it is left at the end of the article before
    assert articles[1].text == "Nobody minds."


def test_a_contents_list_is_no_body_and_lends_its_headings() -> None:
    names = ["Title", "Board", "Duties of keepers", "Fees", "Rules", "Repeal"]
    listed = "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1))
    body = "\n".join(f"{n}. {name}. Widgets are kept here." for n, name in enumerate(names, 1))
    parsed = parse_bytes(f"WIDGET ACT, 2020\nCONTENTS\n{listed}\n{body}\n".encode(), "c.txt")
    assert [(p.num, p.heading, p.text) for p in parsed.provisions] == [
        (str(n), name, "Widgets are kept here.") for n, name in enumerate(names, 1)
    ]


def test_a_contents_list_keeps_the_stop_of_a_final_etc() -> None:
    names = ["Title", "Boards, etc.", "Duties of keepers", "Fees", "Rules", "Repeal, etc."]
    listed = "\n".join(f"{n}. {name} ........ {n}" for n, name in enumerate(names, 1))
    # the body prints no headings, so they come from the list alone
    body = "\n".join(f"{n}. There shall be {n} widgets kept here." for n in range(1, 7))
    assert units(f"WIDGET ACT, 2020\nCONTENTS\n{listed}\n{body}\n") == [
        (f"sec_{n}", name) for n, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("listed", "heading"),
    [
        # the list closes its headings with stops, so one without is unfinished
        ("2. Keepers of widgets and of the\nBoard.", "Keepers of widgets and of the Board"),
        (
            "2. Keepers of widgets (old\n(and new) alike).",
            "Keepers of widgets (old (and new) alike)",
        ),
        ("2. Keepers of Widget-e\u00ad\nBoard.", "Keepers of Widget-e-Board"),
        # must not: the title of a group after a finished heading
        ("2. Keepers of widgets.\nThe Board", "Keepers of widgets"),
    ],
)
def test_a_heading_goes_on_in_the_next_line_of_the_list(listed: str, heading: str) -> None:
    others = ["3. Fees.", "4. Forms.", "5. Rules.", "6. Repeal."]
    body = "\n".join(f"{n}. There shall be {n} widgets kept here." for n in range(1, 7))
    found = units("\n".join(["WIDGET ACT, 2020", "CONTENTS", "1. Title.", listed, *others, body]))
    assert found[1] == ("sec_2", heading)


@pytest.mark.parametrize(
    ("line", "eids"),
    [
        # a star calls a note to a heading
        ("*SECOND SCHEDULE", ["sched_FIRST", "sched_SECOND"]),
        ("\uf02aSECOND SCHEDULE", ["sched_FIRST", "sched_SECOND"]),
        # must not: a sentence that a star opens
        ("*See the Second Schedule", ["sched_FIRST"]),
    ],
)
def test_a_star_before_a_heading_is_a_call(line: str, eids: list[str]) -> None:
    text = statute("1. A.—[Text].", "2. B.—1[See] it.", "FIRST SCHEDULE", "Here.", line, "There.")
    assert [eid for eid, _ in units(text) if eid.startswith("sched")] == eids


@pytest.mark.parametrize(
    ("line", "eid", "heading"),
    [
        ("CHAPTER I\nPRELIMINARY", "chp_I", "PRELIMINARY"),
        ("CHAPTER-1A\nAUTHORITY", "chp_1A", "AUTHORITY"),
        ("CHAPTER IC\nTHE TRIBUNAL", "chp_IC", "THE TRIBUNAL"),
        ("CHAPTER 2. – PRINCIPLES OF WIDGETS", "chp_2", "PRINCIPLES OF WIDGETS"),
        ("PART II\nThe Widgets", "part_II", "The Widgets"),
        ("TITLE V\nLOSSES", "title_V", "LOSSES"),
    ],
)
def test_a_container_opens(line: str, eid: str, heading: str) -> None:
    text = statute(line, "1. Title.—This is the Widget Act.", "2. Fees.—A fee is paid.")
    assert units(text)[0] == (eid, heading)


def test_no_container_opens_inside_a_sentence() -> None:
    text = statute(
        "1. Scope.—It applies to acts within\nChapter 2 of Title V of the Treaty;",
        "2. Fees.—A fee is paid.",
    )
    assert [eid for eid, _ in units(text)] == ["sec_1", "sec_2"]


def test_chapters_stand_in_parts() -> None:
    text = statute(
        "PART I\nFIRST",
        "1. A.—Text.",
        "PART II\nSECOND",
        "CHAPTER 1\nINNER",
        "2. B.—Text.",
        "CHAPTER 2\nOTHER",
        "3. C.—Text.",
        "PART III\nTHIRD",
        "4. D.—T.",
    )
    parsed = parse_bytes(text.encode(), "w.txt")
    parents = {p.eid: p.parent for p in parsed.provisions}
    assert parents == {
        "part_I": None,
        "sec_1": "part_I",
        "part_II": None,
        "part_II__chp_1": "part_II",
        "sec_2": "part_II__chp_1",
        "part_II__chp_2": "part_II",
        "sec_3": "part_II__chp_2",
        "part_III": None,
        "sec_4": "part_III",
    }


def test_a_schedule_ends_the_sections_and_numbers_its_own_paragraphs() -> None:
    text = statute(
        "1. A.—Text.",
        "2. B.—See the\nFirst Schedule.",
        "FIRST SCHEDULE",
        "(See section 2)",
        "1. The Widget Order, 1961.",
        "2. The Gadget Order, 1962.",
    )
    assert [eid for eid, _ in units(text)] == [
        "sec_1",
        "sec_2",
        "sched_FIRST",
        "sched_FIRST__para_1",
        "sched_FIRST__para_2",
    ]


def test_the_blanks_of_a_form_are_no_units() -> None:
    text = statute(
        "1. A.—Text.",
        "2. B.—Text.",
        "SCHEDULE II",
        "Name of keeper ________",
        "1. __________",
        "2. __________",
    )
    assert [eid for eid, _ in units(text)] == ["sec_1", "sec_2", "sched_II"]


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        ("Keeping of widgets.—", "Keeping of widgets"),
        ("Widgets, etc.", "Widgets, etc."),
        # a heading in quotation marks keeps both
        ("‘Mere conduit’", "‘Mere conduit’"),
        # must not: a lone mark that the scan left
        ("Widgets’", "Widgets"),
    ],
)
def test_tidy(printed: str, heading: str) -> None:
    assert tidy(printed) == heading


def test_a_markup_heading_may_begin_with_a_number() -> None:
    text = "# Widget Act\n\n### 1. Keep\n\nA.\n\n### 2. 24/7 Desk\n\nB.\n"
    assert units(text, "w.md") == [("sec_1", "Keep"), ("sec_2", "24/7 Desk")]


def test_new_text_quoted_in_an_amending_act_opens_no_units() -> None:
    text = statute(
        "1. Title.—This is the Widget (Amendment) Act, 2021.",
        "2. Insertion of section 5A.—After section 5, the following shall be inserted, namely:—",
        "“5A. Lending.—(1) A widget may be lent.",
        "(2) It comes back.”.",
        "3. Fees.—A fee is paid.",
    )
    parsed = parse_bytes(text.encode(), "w.txt")
    assert [p.eid for p in parsed.provisions] == ["sec_1", "sec_2", "sec_3"]
    assert "It comes back" in parsed.provisions[1].text


@pytest.mark.parametrize(
    ("title", "eid"),
    [
        ("THE WIDGET RULES, 2018", "rule_1"),
        ("WIDGET PROTECTION REGULATIONS, 2009", "reg_1"),
        ("THE CONSTITUTION OF WIDGETIA", "art_1"),
        ("WIDGET ORDINANCE, 2002", "sec_1"),
    ],
)
def test_the_title_tells_the_unit(title: str, eid: str) -> None:
    parsed = parse_bytes(f"{title}\n\n1. Name.—It has one.\n2. Rest.—All else.\n".encode(), "w.txt")
    assert parsed.provisions[0].eid == eid


def test_articles_with_their_word_and_numbered_points() -> None:
    text = (
        "WIDGET CODE\nREGULATION (EU) 2030/1\n\n(1) Widgets matter.\n\n(2) So do gadgets.\n\n"
        "(3) This is needed.\n\nCHAPTER I\nGENERAL\n\nArticle 1\nScope\n\n"
        + "".join(f"{n}.   It applies {n} times.\n\n" for n in range(1, 7))
        + "Article 2\nTerms\n\nIn this Regulation:\n\n(1) ‘widget’ means a thing;\n\n"
        "(2) ‘board’ means a plank.\n\nArticle 3\nStart\n\nIt starts.\n\nDone at Brussels, today.\n"
    )
    found = dict(units(text))
    assert found["rec_3"] is None
    assert found["art_1"] == "Scope"
    assert {"art_1__para_6", "art_2__point_1", "art_2__point_2", "art_3"} <= found.keys()
    assert "Brussels" not in parse_bytes(text.encode(), "w.txt").provisions[-1].text


def test_numbers_without_a_stop_are_found_where_a_print_has_no_others() -> None:
    text = (
        "Widget Act 2021\n\n1 Short title\nThis is the Widget Act.\n\n2 Meaning of widget\n"
        "(1) A widget is a thing.\n(2) A gadget is none.\n\n3 Duties\nKeep your widget.\n"
    )
    assert units(text) == [
        ("sec_1", "Short title"),
        ("sec_2", "Meaning of widget"),
        ("sec_3", "Duties"),
    ]


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        ("Locks.—", "Locks"),
        # the stop of an abbreviation is the heading's own
        ("Freedom of movement, etc.", "Freedom of movement, etc."),
        ("Officers, etc. deemed to be servants. ", "Officers, etc. deemed to be servants"),
        ("Issue of cards etc", "Issue of cards etc"),
        ("Freedom of speech, etc.—", "Freedom of speech, etc."),
        # must not: a word that merely ends so
        ("Sketc", "Sketc"),
    ],
)
def test_a_heading_loses_the_prints_stops_only(printed: str, heading: str) -> None:
    assert tidy(printed) == heading


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        # before a dash, a sentence, a first subsection
        ("Freedom of speech, etc.—Every keeper may speak.", "Freedom of speech, etc."),
        ("Locks, keys, etc. The Board keeps them.", "Locks, keys, etc."),
        ("Doors, etc.—(1) A door shuts.\n(2) It opens.", "Doors, etc."),
        # must not: a stop that the print does not have, or that only ends the heading
        ("Gates etc—A gate is kept.", "Gates etc"),
        ("Rules.—Rules are made.", "Rules"),
    ],
)
def test_a_final_etc_keeps_its_stop_before_the_text(printed: str, heading: str) -> None:
    text = statute("1. Title.—This is the Widget Act.", f"2. {printed}", "3. Fees.—A fee is paid.")
    assert dict(units(text))["sec_2"] == heading


def test_a_markup_heading_ends_where_the_markup_ends() -> None:
    text = "# Widget Act, 2020\n\n### 1. Making\n\nWhoever makes a widget in order to,—\n\n(a) sell"
    (section, *_) = parse_bytes(f"{text} it; or\n\n(b) keep it.\n".encode(), "w.md").provisions
    assert section.heading == "Making"
    assert section.text.startswith("Whoever makes")


def test_letters_of_an_inserted_number_may_stand_apart() -> None:
    text = "Harbours Act, 1931\n\n" + "\n\n".join(
        f"{num}. Keeping of tower {at}.—The keeper shall tend tower {at} by night."
        for at, num in enumerate(["1", "2", "2A", "2 A A", "3", "4"], start=1)
    )
    found = [p.num for p in parse_bytes(text.encode(), "act.txt").provisions]
    assert found == ["1", "2", "2A", "2AA", "3", "4"]
