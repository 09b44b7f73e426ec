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
