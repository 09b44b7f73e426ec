"""What only a printed page shows: running heads, footnotes, margins and indents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Provision
from ingest.parse import Parsed, parse_bytes

Word = tuple[float, float, float, str]
MakePdf = Callable[..., bytes]

TITLE: Word = (200, 740, 16, "*THE WIDGET ACT, 2020")


def column(lines: Sequence[str | tuple[float, str]], top: float = 700) -> list[Word]:
    """Lines of 12 points, one under the other; a pair gives the line's left edge."""
    placed = [(72.0, line) if isinstance(line, str) else line for line in lines]
    return [(left, top - 16 * at, 12.0, text) for at, (left, text) in enumerate(placed)]


def read(make_pdf: MakePdf, pages: Sequence[Sequence[Word]]) -> Parsed:
    return parse_bytes(make_pdf(pages), "pages.pdf")


def units(parsed: Parsed) -> dict[str, Provision]:
    return {provision.eid: provision for provision in parsed.provisions}


def test_running_heads_and_page_numbers_are_no_text(make_pdf: MakePdf) -> None:
    ends = ["soon", "whole", "when asked", "to its owner"]
    pages = [
        [
            (200.0, 780.0, 10.0, f"Page {number} of 4"),
            (220.0, 766.0, 10.0, "WIDGET LAWS"),
            (300.0, 30.0, 10.0, str(number + 16)),
            *column(
                [
                    f"{number}. Duty {number}.- A keeper keeps the widget in good order and",
                    f"gives it back {word}.",
                ]
            ),
        ]
        for number, word in enumerate(ends, start=1)
    ]
    parsed = read(make_pdf, pages)
    assert [p.text for p in parsed.provisions] == [
        f"A keeper keeps the widget in good order and gives it back {word}." for word in ends
    ]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("928 THE GAZETTE OF PAKISTAN, EXTRA., DECEMBER 4, 2021 [PART I", False),
        ("Price : Rs. 6.00", False),
        ("(927)", False),
        # must not: what a section says
        ("by notification in the Gazette of Pakistan", True),
        ("the price of a widget", True),
        ("published by the Board", True),
    ],
)
def test_gazette_matter_is_no_text(line: str, kept: bool) -> None:
    text = f"WIDGET ACT, 2020\n1. Duty.—The Board makes it known\n{line}\nsoon.\n2. End.—It ends.\n"
    assert (line in parse_bytes(text.encode(), "gazette.txt").text) is kept


def test_a_short_line_at_a_pages_edge_stays(make_pdf: MakePdf) -> None:
    pages = [
        [TITLE, *column(["1. Duty.- A keeper keeps every widget that was given to him"])],
        column(["until it is asked for.", "2. Fee.- A fee is paid for each of the widgets kept."]),
        column(["3. End.- The Act ends when there are no more widgets at all."]),
    ]
    assert units(read(make_pdf, pages))["sec_1"].text.endswith("until it is asked for.")


def test_the_same_note_on_many_pages_is_no_running_head(make_pdf: MakePdf) -> None:
    pages = [
        [
            (72.0, 704.0, 7.0, "1"),
            *column(
                [(76, f"[{number}. Duty {number}.- A keeper keeps his widget in good order.]")]
            ),
            (72.0, 61.0, 5.0, "1"),
            (76.0, 58.0, 8.0, "Ins. by Act No. II of 2025, s. 3."),
        ]
        for number in range(1, 6)
    ]
    notes = read(make_pdf, pages).amendments
    assert [(n.eid, n.op, n.page) for n in notes] == [
        (f"sec_{number}", "inserted", number) for number in range(1, 6)
    ]


def test_a_note_of_several_deeds_gives_them_to_its_marks_in_order(make_pdf: MakePdf) -> None:
    page = [
        *column(
            ["1. Duty.- A keeper keeps it.", (76, "[2. Fee.- A fee is paid.]"), "3. End.- It ends"]
        ),
        (72.0, 688.0, 7.0, "1"),
        (155.0, 672.0, 7.0, "1"),
        (159.0, 668.0, 12.0, "[today]."),
        (72.0, 61.0, 5.0, "1"),
        (76.0, 58.0, 8.0, "Ins. and subs. by Act No. II of 2025, ss. 3-4."),
    ]
    page.sort(key=lambda word: (-round(word[1] / 16), word[0]))
    notes = read(make_pdf, [page]).amendments
    assert [(n.eid, n.op) for n in notes] == [("sec_2", "inserted"), ("sec_3", "substituted")]


def test_marginal_notes_become_headings_and_leave_the_text(make_pdf: MakePdf) -> None:
    page = [
        *column(
            [
                "1. Every person who keeps a widget shall keep it in order and shall",
                "give it back whenever he is asked to do so by its owner or friend.",
                "2. No person shall sell a widget that he was given only to keep for",
                "another, and whoever does so shall pay its price to the owner then.",
            ]
        ),
        (470.0, 700.0, 8.0, "Duty of"),
        (470.0, 691.0, 8.0, "keepers."),
        (470.0, 668.0, 8.0, "No sale."),
    ]
    parsed = parse_bytes(make_pdf([[TITLE, *page]]), "margins.pdf")
    assert [(p.num, p.heading) for p in parsed.provisions] == [
        ("1", "Duty of keepers"),
        ("2", "No sale"),
    ]
    assert "keepers." not in parsed.text


def test_closing_words_stand_left_of_the_items(make_pdf: MakePdf) -> None:
    page = column(
        [
            "1. Theft.- Whoever-",
            (108, "(a) takes a widget that another person keeps in his own house or"),
            (126, "in his garden; or"),
            (108, "(b) hides one,"),
            (72, "shall pay a fine of one hundred coins to its keeper."),
            "2. End.- It ends.",
        ]
    )
    found = units(read(make_pdf, [[TITLE, *page]]))
    assert found["sec_1__para_a"].text.endswith("in his garden; or")
    assert found["sec_1__para_b"].text == "hides one,"
    assert found["sec_1"].text.endswith("to its keeper.")


def test_a_heading_between_sections_is_named_among_what_was_not_read(make_pdf: MakePdf) -> None:
    page = [
        TITLE,
        *column(
            [
                "1. Theft.- Whoever takes a widget that another person keeps shall pay a fine.",
                (250, "*Of Mischief"),
                "2. Harm.- Whoever harms a widget that another person keeps shall pay a fine.",
            ]
        ),
    ]
    parsed = read(make_pdf, [page])
    assert "Mischief" not in "".join(p.text for p in parsed.provisions)
    assert [(u.page, u.text) for u in parsed.unread] == [(1, "Of Mischief")]


def test_a_contents_list_on_its_own_page_is_no_body(make_pdf: MakePdf) -> None:
    names = ["Title", "Board", "Duties of keepers", "Fees", "Rules", "Repeal"]
    listed = [f"{n}. {name} ............ {n}" for n, name in enumerate(names, 1)]
    body = [f"{n}. {name}. Widgets are kept here." for n, name in enumerate(names, 1)]
    parsed = read(make_pdf, [[TITLE, *column(["CONTENTS", *listed])], [TITLE, *column(body)]])
    assert [(p.num, p.heading, p.page) for p in parsed.provisions] == [
        (str(n), name, 2) for n, name in enumerate(names, 1)
    ]


def test_bold_letters_tell_a_heading_that_no_dash_ends(make_pdf: MakePdf) -> None:
    page = [
        TITLE,
        (72.0, 700.0, 12.0, "*1. Punishment of what is done to widgets beyond the sea but may"),
        (72.0, 684.0, 12.0, "*be tried here."),
        (160.0, 684.0, 12.0, "Whoever harms a widget abroad is tried here."),
        (72.0, 660.0, 12.0, "*2. End."),
        (130.0, 660.0, 12.0, "It ends."),
    ]
    found = units(read(make_pdf, [page]))
    assert found["sec_1"].heading == (
        "Punishment of what is done to widgets beyond the sea but may be tried here"
    )
    assert found["sec_1"].text == "Whoever harms a widget abroad is tried here."


def test_text_off_the_page_was_not_printed(make_pdf: MakePdf) -> None:
    page = [
        TITLE,
        *column(["1. Duty.- Keep it.", "2. End.- It ends."]),
        (-300.0, 500.0, 12.0, "Ghost"),
    ]
    assert "Ghost" not in read(make_pdf, [page]).text


def notes_under(rule: str, notes: Sequence[str], top: float = 120.0) -> list[Word]:
    """Small notes under a printed rule; PDFium leaves each raised call on the line above it."""
    words: list[Word] = [(72.0, top, 8.0, rule * 60 + " ")]
    for number, note in enumerate(notes, start=1):
        base = top - 8 * number
        words += [(85.0, base + 5, 5.0, str(number)), (87.5, base, 8.0, note + " ")]
    return words


# of one width, as a print sets its lines
BODY = [
    f"{n}. A keeper keeps each of his {n} widgets in good order all the year." for n in range(1, 5)
]


@pytest.mark.parametrize("rule", ["_", "\u2013", "\u2014"])
def test_notes_under_a_rule_of_dashes_are_no_text(make_pdf: MakePdf, rule: str) -> None:
    page = [
        (72.0, 704.0, 7.0, "1"),
        (76.0, 700.0, 12.0, "[" + BODY[0]),
        *column(["and gives it back.]", *BODY[1:]], top=684),
        *notes_under(rule, ["Ins. by Act No. II of 2025, s. 3.", "See the note on page 3, supra."]),
    ]
    last = column(["5. Keepers are named by the Board."])
    parsed = read(make_pdf, [[TITLE, *page], last])
    found = units(parsed)
    assert found["sec_1"].text.endswith("all the year. and gives it back.")
    assert found["sec_4"].text.endswith("all the year.")
    assert rule * 4 not in parsed.text
    assert [(n.eid, n.op, n.by) for n in parsed.amendments] == [
        ("sec_1", "inserted", "Act No. II of 2025, s. 3")
    ]


@pytest.mark.parametrize(
    "line",
    [
        # must not: blanks to be filled in are text, also at a line's end
        "I, ________________ of the keepers, keep the widgets of",
        "each keeper writes his name: ________________",
        # nor is a figure at a line's end a call, when it stands at the line's height
        "the keeper of widgets pays a fine as told in section 3",
    ],
)
def test_what_goes_on_in_its_line_is_not_cut(make_pdf: MakePdf, line: str) -> None:
    page = [TITLE, *column(["1. Duty.- Widgets are kept. For this,", line, "all.", *BODY[1:]])]
    assert line in units(read(make_pdf, [page]))["sec_1"].text


def test_a_note_whose_figure_is_as_large_as_its_words_opens(make_pdf: MakePdf) -> None:
    page = [
        TITLE,
        (72.0, 704.0, 7.0, "1"),
        (76.0, 700.0, 12.0, "[" + BODY[0] + "]"),
        (72.0, 688.0, 7.0, "2"),
        (76.0, 684.0, 12.0, "[" + BODY[1] + "]"),
        *column(BODY[2:], top=668),
        (72.0, 60.0, 8.0, "1Subs. by Act No. II of 2025, s. 3."),
        (72.0, 50.0, 8.0, "2Ins. by Act No. III of 2025."),
        # a note that a star calls is no part of the note before it
        (72.0, 40.0, 8.0, "** Keepers are told so by post."),
    ]
    notes = read(make_pdf, [page]).amendments
    assert [(n.eid, n.op, n.by) for n in notes] == [
        ("sec_1", "substituted", "Act No. II of 2025, s. 3"),
        ("sec_2", "inserted", "Act No. III of 2025"),
    ]


def beside(left: float, notes: Sequence[tuple[float, str]]) -> list[Word]:
    """Marginal notes in small letters, at the heights given."""
    return [(left, top, 8.0, text) for top, text in notes]


def test_marginal_notes_are_not_taken_for_footnotes(make_pdf: MakePdf) -> None:
    margin = beside(20.0, [(700, "Duties."), (684, "Fees."), (668, "No sale."), (652, "End.")])
    page = [
        *column(BODY),
        *margin,
        *notes_under("\u2013", ["See the note on page 3, supra."]),
    ]
    parsed = read(make_pdf, [[TITLE, *page]])
    assert [p.heading for p in parsed.provisions] == ["Duties", "Fees", "No sale", "End"]


def test_many_short_notes_beside_a_few_long_lines_are_margins(make_pdf: MakePdf) -> None:
    shorts = [f"note {n}" for n in range(12)]
    page = [TITLE, *column(BODY), *beside(20.0, [(700 - 9 * n, t) for n, t in enumerate(shorts)])]
    assert "note 3" not in read(make_pdf, [page]).text


def test_a_note_in_the_margin_is_the_heading_and_a_lead_in_is_text(make_pdf: MakePdf) -> None:
    page = column(
        [
            "1. Subject to order and morality,-",
            (100, "(a) every keeper may keep as many widgets as his house will hold; and"),
            (100, "(b) every friend of his may keep the widgets that his own house holds."),
            "2. In this Act,-",
            (100, "(a) words of one widget tell of many widgets, and of their parts; and"),
            (100, "(b) words of many widgets tell of one widget alone, and of its parts."),
        ]
    )
    margin = beside(510.0, [(700, "Freedom to"), (691, "keep."), (652, "Number.")])
    parsed = read(make_pdf, [[TITLE, *page, *margin]])
    found = units(parsed)
    assert [(found[e].heading, found[e].text[:14]) for e in ("sec_1", "sec_2")] == [
        ("Freedom to keep", "Subject to ord"),
        ("Number", "In this Act,-\n"),
    ]
    # where no note stands in the margin, the words before the dash are the heading
    (first, *_) = read(make_pdf, [[TITLE, *page]]).provisions
    assert first.heading == "Subject to order and morality"


def test_a_heading_between_sections_is_centred_in_the_text_not_in_the_page(
    make_pdf: MakePdf,
) -> None:
    lines = [line.replace(". A", ". Duty.- A") for line in BODY]
    page = [
        *column(lines[:2]),
        (230.0, 668.0, 12.0, "Of Selling"),
        *column(lines[2:], top=652),
        *beside(510.0, [(700, "See the old"), (691, "Act of 1920."), (652, "See Rules.")]),
    ]
    parsed = read(make_pdf, [[TITLE, *page]])
    assert [u.text for u in parsed.unread] == ["Of Selling"]
    assert "Selling" not in "".join(p.text for p in parsed.provisions)


LIST: list[str | tuple[float, str]] = [
    "1. The Board has these members, who sit for as long as they keep a widget:",
    (90, "(i) the Chief Keeper, Chair;"),
]


def test_words_written_after_a_page_go_beside_their_numbers(make_pdf: MakePdf) -> None:
    page = [
        *column(LIST),
        (90.0, 668.0, 12.0, "(ii) "),
        (420.0, 668.0, 12.0, "Member;"),
        (90.0, 636.0, 12.0, "(iii) "),
        (420.0, 636.0, 12.0, "Members."),
        *column(["2. The Board meets once a year in the house of the Chief Keeper."], top=604),
        *column(BODY[2:], top=588),
        (120.0, 668.5, 12.0, "a keeper who has kept a widget"),
        (120.0, 652.0, 12.0, "for ten years,"),
        (120.0, 636.5, 12.0, "two of his friends,"),
    ]
    found = units(read(make_pdf, [[TITLE, *page]]))
    assert found["sec_1__para_ii"].text == "a keeper who has kept a widget for ten years, Member;"
    assert found["sec_1__para_iii"].text == "two of his friends, Members."
    assert found["sec_2"].text.endswith("of the Chief Keeper.")


def test_a_second_column_is_read_after_the_first(make_pdf: MakePdf) -> None:
    left = ["1. Every keeper keeps", "his widgets in order.", "2. He pays a fee for", "them all."]
    right = ["3. He may lend them", "to whom he likes.", "4. The Act ends when", "they are lost."]
    page = [TITLE, *column(left), *column([(320.0, line) for line in right])]
    assert [p.text for p in read(make_pdf, [page]).provisions] == [
        "Every keeper keeps his widgets in order.",
        "He pays a fee for them all.",
        "He may lend them to whom he likes.",
        "The Act ends when they are lost.",
    ]


def test_a_bracket_from_the_repeated_number_on_holds_the_article(make_pdf: MakePdf) -> None:
    names = ["Keeping", "Selling", "Hiding", "Lending", "Finding", "Losing"]
    words: list[Word] = []
    for at, name in enumerate(names):
        top = 700 - 64 * at
        mark = [(72.0, top - 12.0, 7.0, "1")] if name == "Hiding" else []
        open_, close = ("[", "]") if mark else ("", "")
        words += [(72.0, top, 12.0, f"*{at + 1}. {name}"), *mark]
        words += column(
            [
                (76, f"{open_}{at + 1}. (1) Nobody minds the {name} of a widget."),
                (90, f"(2) Nobody minds two.{close}"),
            ],
            top=top - 16,
        )
    foot: list[Word] = [
        (72.0, 61.0, 5.0, "1"),
        (76.0, 58.0, 8.0, "Subs. by Act No. II of 2025, s. 3."),
    ]
    title: Word = (150.0, 740.0, 16.0, "*THE CONSTITUTION OF WIDGETIA")
    notes = read(make_pdf, [[title, *words, *foot]]).amendments
    assert [(n.eid, n.op, n.whole) for n in notes] == [("art_3", "substituted", True)]
