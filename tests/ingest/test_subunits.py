"""What stands inside a section."""

from __future__ import annotations

import pytest

from corpus.model import Provision
from ingest.parse import parse_bytes


def inside(section: str) -> list[Provision]:
    front = "THE WIDGET ACT, 2020\n\n1. Title.—It is so called.\n"
    text = f"{front}2. Body.—{section}\n3. End.—It ends.\n"
    parsed = parse_bytes(text.encode("utf-8"), "w.txt")
    return [p for p in parsed.provisions if p.eid.startswith("sec_2__")]


def names(section: str) -> list[str]:
    return [p.eid.removeprefix("sec_2__") for p in inside(section)]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("(1) Keep it.\n(2) Hide it.", ["subsec_1", "subsec_2"]),
        ("(1) Keep it.\n(1A) Lend it.\n(2) Hide it.", ["subsec_1", "subsec_1A", "subsec_2"]),
        # letters straight under the section
        ("It means—\n(a) this; or\n(b) that.", ["para_a", "para_b"]),
        # (i) after (h) is a letter where (j) follows …
        (
            "It means—\n" + "".join(f"({c}) thing {c};\n" for c in "abcdefghij") + "and no more.",
            [f"para_{c}" for c in "abcdefghij"],
        ),
        # … and Roman where (ii) does
        (
            "It means—\n"
            + "".join(f"({c}) thing;\n" for c in "abcdefg")
            + "(h) either—\n(i) x; or\n(ii) y;",
            [*[f"para_{c}" for c in "abcdefgh"], "para_h__subpara_i", "para_h__subpara_ii"],
        ),
        # definitions in Roman with letters below them
        (
            "Here—\n(i) “act” includes—\n(a) a deed; or\n(b) a word;\n(ii) “bat” means a club;",
            ["para_i", "para_i__subpara_a", "para_i__subpara_b", "para_ii"],
        ),
        # inserted items
        ("Here—\n(i) x;\n(ia) y;\n(ii) z.", ["para_i", "para_ia", "para_ii"]),
        # a letter l printed for 1
        ("(l) Keep it.\n(2) Hide it.", ["subsec_1", "subsec_2"]),
        # a lost item
        ("Here—\n(a) x;\n(c) z.", ["para_a", "para_c"]),
        # printed twice
        ("Here—\n(a) x;\n(b) y;\n(b) z.", ["para_a", "para_b", "para_b_2"]),
        # on the line of the text before them
        (
            "(1) Here,— (a) x; (b) y; and\n(c) z.",
            ["subsec_1", *[f"subsec_1__para_{c}" for c in "abc"]],
        ),
        # a proviso after the last item belongs to what holds the list …
        (
            "(1) Here—\n(a) x;\n(b) y:\nProvided that z.",
            ["subsec_1", "subsec_1__para_a", "subsec_1__para_b", "subsec_1__proviso_1"],
        ),
        # … and in the middle of a list to the item
        ("Here—\n(a) x:\nProvided that z;\n(b) y.", ["para_a", "para_a__proviso_1", "para_b"]),
        # a chain
        (
            "(1) X:\nProvided that y:\nProvided further that z.",
            ["subsec_1", "subsec_1__proviso_1", "subsec_1__proviso_2"],
        ),
        # a proviso with items of its own
        (
            "It is free:\nProvided that this does not hinder—\n(a) x; or\n(b) y.",
            ["proviso_1", "proviso_1__para_a", "proviso_1__para_b"],
        ),
        ("X is Y.\nExplanation.—In this section “Y” is Z.", ["explanation_1"]),
        (
            "(1) X.\nExplanation I.–A.\nExplanation II.–B.\n(2) Z.",
            ["subsec_1", "subsec_1__explanation_1", "subsec_1__explanation_2", "subsec_2"],
        ),
        (
            "X is theft.\nIllustrations\n(a) A hides Z’s widget.\n(b) B sells it.",
            ["illustration_1", "illustration_1__para_a", "illustration_1__para_b"],
        ),
    ],
)
def test_units_inside_a_section(section: str, expected: list[str]) -> None:
    assert names(section) == expected


@pytest.mark.parametrize(
    "section",
    [
        # must not: references at a line's start
        "The fee under sub-section\n(1) and the Board may waive it.",
        "Acts within clauses (a) and\n(b) of section 1 are free.",
        # must not: an enumeration in running text
        "He may (if he likes) keep (a few) widgets.",
        # must not: small letters of a condition
        "It is free, provided that it is old.",
    ],
)
def test_no_units_inside_a_section(section: str) -> None:
    assert names(section) == []


def test_a_markers_text() -> None:
    proviso, explanation = inside("X:\nProvided that y.\nExplanation.—In this section, z.")
    assert proviso.text == "Provided that y."
    assert explanation.text == "In this section, z."


def test_quotation_marks_of_a_definition_stay_with_it() -> None:
    (item, _) = inside("Here—\n(a) “widget” means a thing;\n(b) “board” means a plank.")
    assert item.text == "“widget” means a thing;"
