"""Laws as data sets and saved pages have them: records, lone cells, one line, a page a section."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes


def read(text: str) -> Parsed:
    return parse_bytes(text.encode("utf-8"), "w.txt")


def units(text: str) -> list[tuple[str, str | None]]:
    return [(p.eid, p.heading) for p in read(text).provisions if p.kind != "preamble"]


def words(text: str, eid: str) -> str:
    return next(p.text for p in read(text).provisions if p.eid == eid)


RECORDS = """WIDGETS ACT

Section 1
Keeping of widgets, etc.
1. Keeping of widgets, etc. (1) A keeper shall count- (a) the cogs; and (b) the gears. (2) None.

Section 2
Fees
Fees A keeper shall pay a fee under this Act.

Section 3
Ends
3. Ends (1) A keeper who stops must say so. (2) This Act ends then.
"""


def test_a_record_that_prints_its_heading_again() -> None:
    found = units(RECORDS)
    assert [eid for eid, _ in found] == [
        "sec_1",
        "sec_1__subsec_1",
        "sec_1__subsec_1__para_a",
        "sec_1__subsec_1__para_b",
        "sec_1__subsec_2",
        "sec_2",
        "sec_3",
        "sec_3__subsec_1",
        "sec_3__subsec_2",
    ]
    assert dict(found)["sec_2"] == "Fees"
    assert words(RECORDS, "sec_2") == "A keeper shall pay a fee under this Act."


def test_text_that_only_opens_with_a_word_of_the_heading_keeps_it() -> None:
    text = RECORDS.replace("Fees A keeper", "Fees are small: a keeper")
    assert words(text, "sec_2").startswith("Fees are small")


APART = """Widgets Act
Short title
1.
This Act may be cited as the Widgets Act.
Meaning of words
2.
In this Act, the expression
“cog” means a wheel.
Keeping of widgets
3.(1)
A keeper shall count the cogs.
(2)
No fee is due.
Ends
4.
This Act ends soon.
"""


def test_numbers_on_lines_of_their_own_below_the_heading() -> None:
    assert units(APART) == [
        ("sec_1", "Short title"),
        ("sec_2", "Meaning of words"),
        ("sec_3", "Keeping of widgets"),
        ("sec_3__subsec_1", None),
        ("sec_3__subsec_2", None),
        ("sec_4", "Ends"),
    ]
    assert words(APART, "sec_1") == "This Act may be cited as the Widgets Act."


LONG = "it keeps the cogs and the gears of each widget in a box " * 14


@pytest.mark.parametrize(
    ("line", "eids"),
    [
        (
            f"Widget Act § 1. Keeping (1) A keeper shall see that {LONG}. (2) It ends. "
            f"§ 2. Fees (1) A fee under § 1. is due: {LONG}. (2) It is small.",
            [f"sec_{n}{rest}" for n in (1, 2) for rest in ("", "__subsec_1", "__subsec_2")],
        ),
        (  # a reference out of the row opens nothing
            f"Widget Law Article (1) Keeping {LONG}. Article (2) A fee of Article (9) The fee is "
            f"due: {LONG}. Article (3) Ends {LONG}.",
            ["art_1", "art_2", "art_3"],
        ),
    ],
)
def test_a_law_on_one_line(line: str, eids: list[str]) -> None:
    assert [eid for eid, _ in units(line)] == eids


def test_a_section_to_a_page() -> None:
    page = "Consolidated Acts\n\n[Index] [Table] [Search] [Help]\n\nWIDGET ACT 1990 - SECT {n}\n\n"
    text = "".join(
        page.format(n=n) + f"Keeping {n}\n\n(1) A keeper shall keep this Act.\n\n(2) It ends.\n\n"
        for n in ("3", "3A", "4")
    )
    found = units(text)
    assert [u for u in found if "__" not in u[0]] == [
        ("sec_3", "Keeping 3"),
        ("sec_3A", "Keeping 3A"),
        ("sec_4", "Keeping 4"),
    ]
    assert words(text, "sec_3A__subsec_2") == "It ends."


def test_articles_put_in_between_with_a_dash() -> None:
    text = (
        "Widget Law\nArticle 1\nA widget is round.\nArticle 1 – Bis – Words\nThe words of Article "
        "(1 – Bis) are new.\nArticle 2\nA fee is due.\nArticle 3\nThis Law ends.\n"
    )
    assert units(text) == [("art_1", None), ("art_1bis", "Words"), ("art_2", None), ("art_3", None)]


def test_articles_whose_numbers_stand_in_brackets() -> None:
    text = (
        "Widget Law\nArticle (1)\nWords\nA widget is round.\n\nArticle (2)\nFees\n1. A fee under "
        "Article (1) is due.\n2. It is small.\n\nArticle (3)\nEnds\nThis Law ends.\n"
    )
    assert units(text) == [
        ("art_1", "Words"),
        ("art_2", "Fees"),
        ("art_2__para_1", None),
        ("art_2__para_2", None),
        ("art_3", "Ends"),
    ]
