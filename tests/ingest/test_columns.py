"""Layouts of gazettes: columns, two languages side by side, heads, words set wide, stamps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ingest.parse import Parsed, parse_bytes
from ingest.readers.facing import language_of

Word = tuple[float, float, float, str]
MakePdf = Callable[..., bytes]

TITLE: Word = (200, 760, 16, "*THE WIDGET ACT, 2020")

FIRST = [
    "1. Duty.- A keeper keeps every widget",
    "that was given to him in good order and",
    "gives it back whenever its owner asks.",
    "2. Fee.- A fee is paid for each of the",
    "widgets kept, on the first day of every",
    "year, at the office of the Board itself.",
    "3. Board.- The Board of keepers has five",
    "members, of whom one sits in the chair.",
]
SECOND = [
    "4. Lending.- He may lend his widgets to",
    "whom he likes, but he may not sell them",
    "to anyone but to the friends of the Board.",
    "5. Rules.- The Board may make rules for",
    "the good order of all houses where more",
    "than ten of the widgets are kept for pay.",
    "6. End.- The Act ends on the last day of",
    "the year in which the widgets are no more.",
]
FRENCH = [
    "1. Devoir.- Le gardien tient en bon état",
    "les objets qui lui sont remis et les rend",
    "dans les dix jours de la demande par écrit.",
    "2. Droits.- Le droit est payé au bureau du",
    "conseil le premier jour de chaque année et",
    "par tous les gardiens des objets du pays.",
    "3. Conseil.- Le conseil des gardiens est",
    "formé de cinq membres dans la capitale.",
]
LEFT, RIGHT = 60.0, 320.0


def column(left: float, lines: Sequence[str], top: float = 720) -> list[Word]:
    return [(left, top - 14 * at, 11.0, line) for at, line in enumerate(lines)]


def across(first: Sequence[str], second: Sequence[str]) -> list[Word]:
    """The lines of two columns as a program writes that goes from the top down."""
    pairs = zip(column(LEFT, first), column(RIGHT, second), strict=True)
    return [word for pair in pairs for word in pair]


def read(make_pdf: MakePdf, pages: Sequence[Sequence[Word]]) -> Parsed:
    return parse_bytes(make_pdf(pages), "gazette.pdf")


def numbers(parsed: Parsed) -> list[str | None]:
    return [p.num for p in parsed.provisions if p.kind.value == "section"]


@pytest.mark.parametrize("written", ["by column", "across"])
def test_two_columns_are_read_one_after_the_other(make_pdf: MakePdf, written: str) -> None:
    by_column = column(LEFT, FIRST) + column(RIGHT, SECOND)
    page = [TITLE, *(by_column if written == "by column" else across(FIRST, SECOND))]
    parsed = read(make_pdf, [page])
    assert numbers(parsed) == ["1", "2", "3", "4", "5", "6"]
    assert parsed.provisions[2].text == (
        "The Board of keepers has five members, of whom one sits in the chair."
    )


def test_what_goes_across_both_columns_parts_them(make_pdf: MakePdf) -> None:
    title: Word = (
        80,
        600,
        11,
        "WIDGETS OF THE SECOND KIND AND OF ALL THE KINDS THAT COME AFTER IT",
    )
    more = [
        line.replace(f"{n}.", f"{n + 6}.", 1)
        for line in (*FIRST, *SECOND)
        for n in [int(line[0]) if line[0].isdigit() else 0]
    ]
    low = [(left, base - 150, size, text) for left, base, size, text in across(more[:8], more[8:])]
    parsed = read(make_pdf, [[TITLE, *across(FIRST, SECOND), title, *low]])
    assert numbers(parsed) == [str(n) for n in range(1, 13)]


def test_a_table_written_row_by_row_is_no_two_columns(make_pdf: MakePdf) -> None:
    rows: list[Word] = []
    for at in range(8):
        base = 640 - 14.0 * at
        rows += [(72, base, 11, f"{at + 3} widgets"), (320, base, 11, f"{at + 10} crowns a year")]
    text = column(72, ["1. Fees.- The fees are those of the table that stands below here, namely:"])
    parsed = read(make_pdf, [[TITLE, *text, *rows]])
    (section, *_) = parsed.provisions
    assert "4 widgets 11 crowns a year" in " ".join(section.text.split())


@pytest.mark.parametrize("written", ["by column", "across"])
def test_of_two_languages_side_by_side_one_is_read(make_pdf: MakePdf, written: str) -> None:
    by_column = column(LEFT, FIRST) + column(RIGHT, FRENCH)
    page = [TITLE, *(by_column if written == "by column" else across(FIRST, FRENCH))]
    again = [
        (left, base, size, text.replace("1.", "4.").replace("2.", "5.").replace("3.", "6."))
        for left, base, size, text in page[1:]
    ]
    parsed = read(make_pdf, [page, again])
    assert numbers(parsed) == ["1", "2", "3", "4", "5", "6"]
    assert "gardien" not in parsed.text
    (left_out,) = parsed.unread
    assert left_out.text.startswith("1. Devoir.- Le gardien")
    assert "French" in left_out.why


def test_the_language_that_can_be_read_is_kept_wherever_it_stands(make_pdf: MakePdf) -> None:
    parsed = read(make_pdf, [[*column(LEFT, FRENCH), *column(RIGHT, FIRST)] for _ in range(1)])
    assert "A keeper keeps every widget" in parsed.text
    assert "gardien" not in parsed.text


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (FIRST + SECOND, "English"),
        (FRENCH, "French"),
        (["සිංහල භාෂාව " * 30], "Sinhala"),
        (["قانون " * 60], "Arabic"),
        # must not: too few words, or none of a language that is known
        (["The keeper keeps it."], ""),
        (["xyzzy plugh " * 40], ""),
    ],
)
def test_a_language_is_told_by_its_commonest_words(lines: list[str], language: str) -> None:
    assert language_of(lines) == language


def test_heads_that_say_something_else_on_each_page_are_no_text(make_pdf: MakePdf) -> None:
    heads = ["Duty of keepers", "Fees", "What the Board is", "Lending"]
    pages = []
    for at, (head, word) in enumerate(zip(heads, ["soon", "whole", "dry", "safe"], strict=True)):
        lines = [
            f"{at + 1}. Duty.- A keeper keeps",
            f"every {word} widget in his",
            f"house {word}.",
        ]
        pages.append([(72.0, 780.0, 10.0, f"{head}   s {at + 1}"), *column(72, lines)])
    parsed = read(make_pdf, pages)
    assert [p.text for p in parsed.provisions] == [
        f"A keeper keeps every {word} widget in his house {word}."
        for word in ("soon", "whole", "dry", "safe")
    ]
    assert any(d.rule == "furniture.slot" for d in parsed.decisions)


def test_first_lines_that_stand_close_to_their_text_are_no_heads(make_pdf: MakePdf) -> None:
    lines = ["and whoever keeps them", "pays a fee for it in May"]
    pages = [
        column(72, [f"{n}. Duty {n}.- A keeper keeps it", "in good order,"])
        if n % 2
        else column(72, lines)
        for n in range(1, 6)
    ]
    assert read(make_pdf, pages).text.count("and whoever keeps them") == 2


def test_a_stamp_across_the_page_is_no_text(make_pdf: MakePdf) -> None:
    page = [TITLE, *column(72, ["1. Duty.- A keeper keeps it.", "2. End.- It ends in May."])]
    data = make_pdf([page])
    stamp = b"BT /F1 90 Tf 0.7 0.7 -0.7 0.7 150 200 Tm (DRAFT) Tj ET\n"
    start = data.index(b"stream\n") + len(b"stream\n")
    # PDFium mends the table of places, and reads a stream to its end
    stamped = data[:start] + stamp + data[start:]
    assert "DRAFT" not in parse_bytes(stamped, "stamped.pdf").text


def letters(left: float, base: float, text: str, step: float) -> list[Word]:
    """Each letter set by itself, with a gap after it."""
    widths = {"i": 2.7, "t": 3.3, "l": 2.7, "f": 3.3, "r": 4.0, " ": 4.0, "w": 8.7, "m": 10.0}
    words, at = [], left
    for letter in text:
        if letter != " ":
            words.append((round(at, 2), base, 12.0, letter))
        at += widths.get(letter, 6.7) + step
    return words


def test_a_word_set_wide_is_one_word(make_pdf: MakePdf) -> None:
    page = [
        TITLE,
        *column(72, ["1. Duty.- A keeper keeps it."], top=700),
        *letters(200, 670, "of keeping widgets", 3.0),
        *column(72, ["2. End.- It ends in May."], top=640),
    ]
    parsed = read(make_pdf, [page])
    found = parsed.text + " ".join(u.text for u in parsed.unread)
    assert "keeping widgets" in found
    assert "k e e p" not in found


def test_words_printed_over_themselves_are_read_once(make_pdf: MakePdf) -> None:
    lines = column(72, ["1. Duty.- A keeper keeps it.", "2. End.- It ends in May."])
    again = [(left + 0.3, base, size, text) for left, base, size, text in lines]
    parsed = read(make_pdf, [[TITLE, *lines, *again]])
    assert [p.text for p in parsed.provisions] == ["A keeper keeps it.", "It ends in May."]
