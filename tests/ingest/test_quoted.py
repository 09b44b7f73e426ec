"""New text of another law, on tiny amending laws of our own: it opens no unit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.amending import amending_words
from ingest.draft import Block, Line
from ingest.parse import parse_bytes
from ingest.quotation import Place, closing_of, first_mark

FRONT = "THE WIDGETS (AMENDMENT) ACT, 2020\n\nAn Act further to amend the Widgets Act, 1990.\n\n"
FIRST = "1. Short title.—This Act may be called the Widgets (Amendment) Act, 2020.\n"
LAST = "3. Repeal.—The Widgets (Amendment) Ordinance, 2019 is hereby repealed.\n"


def eids(body: str, front: str = FRONT) -> list[str]:
    parsed = parse_bytes((front + body).encode(), "w.txt")
    return [p.eid for p in parsed.provisions if p.kind != "preamble"]


@pytest.mark.parametrize(
    "new",
    [
        # one pair of marks around it
        "“2A. Keepers.—(1) A keeper keeps.\n(2) He is paid.”.",
        # a mark at the head of every paragraph, one at the end
        "“2A. Keepers.—(1) A keeper keeps.\n“(2) He is paid.\n“2B. Fees.—Fees are paid.”.",
        # a term in marks of its own, which open and close inside
        "“2A. Keepers.—(1) A “keeper” keeps.\n(2) “Fee” means money.”.",
        # straight marks; single ones; a pair of single ones
        '"2A. Keepers.—(1) A "keeper" keeps.\n(2) He is paid.".',
        "‘2A. Keepers.—(1) A keeper’s hand keeps.\n(2) He is paid.’.",
        "‘‘2A. Keepers.—(1) A keeper keeps.\n(2) He is paid.’’.",
        # an inner mark closed by two single ones, as scans have it
        "“2A. Keepers.—(1) A “keeper’’ keeps.\n(2) He is paid.”.",
        # no mark at all; the closing mark lost
        "2A. Keepers.—(1) A keeper keeps.\n(2) He is paid.",
        "“2A. Keepers.—(1) A keeper keeps.\n(2) He is paid.",
        # its number is the one that comes next in the amending law
        "“3. Keepers.—(1) A keeper keeps.\n(2) He is paid.”.",
        # containers, provisos and schedules
        "“CHAPTER IA\nKEEPERS\n2A. Keepers.—A keeper keeps.”.",
        "“Provided that a keeper keeps:\nProvided further that he is paid.”.",
        "“THE SCHEDULE\n1. First entry.\n2. Second entry.”.",
    ],
)
def test_new_text_opens_no_unit(new: str) -> None:
    lead = (
        "2. New keepers.—After section 2 of the said Act, the following shall be inserted, namely:—"
    )
    found = eids(f"{FIRST}{lead}\n{new}\n{LAST}")
    assert found == ["sec_1", "sec_2", "sec_3"]


def test_items_of_an_amending_section_are_its_own() -> None:
    body = (
        "2. Terms.—In the Widgets Act, 1990, in section 2,—\n"
        "(a) after clause (b), the following clause shall be inserted, namely:—\n"
        "“(ba) “keeper” means—\n(i) one who keeps; or\n(ii) one who holds;”; and\n"
        "(b) clause (c) shall be omitted.\n"
    )
    assert eids(FIRST + body + LAST) == [
        *("sec_1", "sec_2", "sec_2__para_a", "sec_2__para_b", "sec_3"),
    ]


def test_new_text_on_the_line_that_leads_to_it_is_cut_off() -> None:
    body = (
        "2. Fees.—(1) For section 5, there shall be substituted, namely:— “5. Fees.—(1) None.\n"
        "(2) Ever.”.\n(2) Section 6 shall be omitted.\n"
    )
    assert eids(FIRST + body + LAST)[1:4] == ["sec_2", "sec_2__subsec_1", "sec_2__subsec_2"]


def test_a_section_whose_number_is_lost_opens_where_the_numbers_skip() -> None:
    body = (
        "Amendment of section 4, Act I of 1990.—Section 4 of the said Act shall be omitted.\n"
        "3. Amendment of section 5, Act I of 1990.—Section 5 of the said Act shall be omitted.\n"
    )
    parsed = parse_bytes((FRONT + FIRST + body).encode(), "w.txt")
    found = {p.eid: p for p in parsed.provisions}
    assert found["sec_2"].heading == "Amendment of section 4, Act I of 1990"
    assert "lost" in found["sec_2"].doubts[0]


@pytest.mark.parametrize(
    "body",
    [
        # must not: a law that amends none has lists after a colon and terms in marks
        "2. Powers.—The keeper has these powers, namely:—\n(a) to keep;\n(b) to add.\n",
        "2. Terms.—In this Act,—\n(a) “keeper” means a person who keeps;\n(b) “fee” means money.\n",
    ],
)
def test_own_lists_stay_own(body: str) -> None:
    front = "THE WIDGETS ACT, 2020\n\nAn Act to keep widgets.\n\n"
    first = "1. Short title.—This Act may be called the Widgets Act, 2020.\n"
    assert {"sec_2__para_a", "sec_2__para_b"} <= set(eids(first + body, front))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="a b“”‘’\"'.;(1)", max_size=30), min_size=1, max_size=6))
def test_a_closing_lies_after_its_opening(texts: list[str]) -> None:
    lines = [Line(text, Block(text)) for text in texts]
    words = amending_words()
    if mark := first_mark(texts[0], words):
        found = closing_of(lines, Place(0, mark), len(lines), words)
        assert found is None or (
            0 <= found.line < len(lines) and found.at <= len(texts[found.line])
        )
