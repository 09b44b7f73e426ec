"""What amending laws do to other laws, on tiny ones of our own in the forms of many countries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.model import Operation
from ingest.law_names import first_law
from ingest.parse import Parsed, parse_bytes, parse_file
from ingest.targets import eid_of, extended

TITLE = "THE WIDGETS (AMENDMENT) ACT, 2020\n\nAn Act further to amend the Widgets Act, 1990.\n\n"
FIRST = "1. Short title.—This Act may be called the Widgets (Amendment) Act, 2020.\n"


def parsed_from(words: str, heading: str = "Change") -> Parsed:
    return parse_bytes(f"{TITLE}{FIRST}2. {heading}.—{words}\n".encode(), "w.txt")


def told(operation: Operation, text: str) -> tuple[str, str, bool, str, str]:
    new = "" if operation.start is None else text[operation.start : operation.end]
    first_line = new.split("\n")[0]
    return operation.op, operation.target, operation.whole, operation.before, first_line


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # words for words, in a place that is named from the top or from the bottom
        (
            "In the said Act, in section 3, in sub-section (2), for the words “one month”, the "
            "words “two months” shall be substituted.",
            [("substituted", "sec_3__subsec_2", False, "one month", "two months")],
        ),
        (
            "In clause (b) of sub-section (2) of section 3 of the said Act, the word “old” shall "
            "be omitted.",
            [("omitted", "sec_3__subsec_2__para_b", False, "old", "")],
        ),
        (
            "In the said Act, in section 3, after the word “keeper”, the words “or holder” shall "
            "be inserted.",
            [("inserted", "sec_3", False, "", "or holder")],
        ),
        # a stop that is named, and a unit that is put in thereafter
        (
            "In section 3 of the said Act, in clause (b), for the full stop at the end a semicolon "
            "shall be substituted and thereafter the following clause shall be added, namely:—\n"
            "“(c) a holder.”.",
            [
                ("substituted", "sec_3__para_b", False, ".", "semicolon"),
                ("inserted", "sec_3__para_c", True, "", "(c) a holder."),
            ],
        ),
        # whole units
        ("Section 7 of the said Act shall be omitted.", [("omitted", "sec_7", True, "", "")]),
        (
            "Sections 7 to 9 of the said Act are repealed.",
            [("repealed", f"sec_{num}", True, "", "") for num in (7, 8, 9)],
        ),
        (
            "For section 7 of the said Act, the following shall be substituted, namely:—\n"
            "“7. Fees.—There are none.”.",
            [("substituted", "sec_7", True, "", "7. Fees.—There are none.")],
        ),
        (
            "After section 7 of the said Act, the following sections shall be inserted, namely:—\n"
            "“7A. Fees.—(1) None.\n(2) Ever.\n7B. Gifts.—None.”.",
            [
                ("inserted", "sec_7A", True, "", "7A. Fees.—(1) None. (2) Ever."),
                ("inserted", "sec_7B", True, "", "7B. Gifts.—None."),
            ],
        ),
        # a number that has lost its figure is read by its neighbours
        (
            "After section 7 of the said Act, the following sections shall be inserted, namely:—\n"
            "“7A. Fees.—None.\nB. Gifts.—None.”.",
            [
                ("inserted", "sec_7A", True, "", "7A. Fees.—None."),
                ("inserted", "sec_7B", True, "", "B. Gifts.—None."),
            ],
        ),
        # a provision that becomes the first of two
        (
            "In section 9 of the said Act, its words shall be numbered as sub-section (1) of it.",
            [("renumbered", "sec_9__subsec_1", True, "", "")],
        ),
        # commands: Westminster, Canberra, Nairobi, Pretoria, Brussels
        (
            "In section 13(2)(a) of the Widgets Act 1990, for “one month” substitute “two months”.",
            [("substituted", "sec_13__subsec_2__para_a", False, "one month", "two months")],
        ),
        (
            "In section 3 of the said Act, for “a” substitute “b” and after “c” insert “d”.",
            [("substituted", "sec_3", False, "a", "b"), ("inserted", "sec_3", False, "", "d")],
        ),
        ("Omit section 21 of the said Act.", [("omitted", "sec_21", True, "", "")]),
        (
            "In subsection 13(2) of the said Act, omit “3 months”, substitute “6 months”.",
            [("substituted", "sec_13__subsec_2", False, "3 months", "6 months")],
        ),
        (
            "Section 4 of the Widgets Act, 1990 is amended by deleting the word “council” and "
            "substituting therefor the word “board”.",
            [("substituted", "sec_4", False, "council", "board")],
        ),
        (
            "Section 9 of the Widgets Act, 1990, is amended by the deletion of paragraph (d).",
            [("omitted", "sec_9__para_d", True, "", "")],
        ),
        (
            "In Article 7(1) of Regulation (EU) 2016/999, the words ‘one month’ are replaced by "
            "the words ‘two months’.",
            [("substituted", "art_7__para_1", False, "one month", "two months")],
        ),
        # must not: nothing is ordered
        ("No one may omit section 7 or repeal it.", []),
        ("Section 7 was inserted by the Widgets (Amendment) Act, 2001.", []),
        ("The repeal of section 7 of the said Act shall not touch a fee that was paid.", []),
        ("Section 7 is repealed by the Gadgets Act, 1999.", []),
    ],
)
def test_operations(words: str, expected: list[tuple[str, str, bool, str, str]]) -> None:
    parsed = parsed_from(words)
    assert [told(operation, parsed.text) for operation in parsed.operations] == expected


def test_items_inherit_law_and_place_from_their_stem() -> None:
    parsed = parsed_from(
        "In the Gadgets Act, 1999, in section 5,—\n"
        "(a) in sub-section (1),—\n(i) clause (c) shall be omitted; and\n"
        "(ii) after clause (d), the following clause shall be inserted, namely:—\n"
        "“(da) a gadget;”; and\n"
        "(b) sub-section (2) shall be omitted."
    )
    found = [(o.eid, o.op, o.law, o.target, o.where) for o in parsed.operations]
    law = "Gadgets Act, 1999"
    assert found == [
        ("sec_2__para_a__subpara_i", "omitted", law, "sec_5__subsec_1__para_c", ""),
        *[
            (
                "sec_2__para_a__subpara_ii",
                "inserted",
                law,
                "sec_5__subsec_1__para_da",
                "after clause (d)",
            )
        ],
        ("sec_2__para_b", "omitted", law, "sec_5__subsec_2", ""),
    ]


def test_the_said_act_is_the_law_of_the_long_title_and_a_whole_law_may_go() -> None:
    parsed = parsed_from("Section 3 of the said Act shall be omitted.")
    assert [o.law for o in parsed.operations] == ["Widgets Act, 1990"]
    gone = parsed_from("The Widgets Ordinance, 1985 is hereby repealed.").operations
    assert [(o.op, o.law, o.target, o.whole) for o in gone] == [
        ("repealed", "Widgets Ordinance, 1985", "", True)
    ]


def test_a_law_that_amends_none_has_no_operations() -> None:
    text = (
        "THE WIDGETS ACT, 2020\n\n1. Title.—This is the Widgets Act, 2020.\n"
        "2. Register.—Names shall be inserted in the register and section 1 shall be added to it.\n"
    )
    assert parse_bytes(text.encode(), "w.txt").operations == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In section 9 of the Widgets and Gadgets Act, 1988, the", "Widgets and Gadgets Act, 1988"),
        (
            "of the Widgets (Re-organisation) Act, 1996 (XVII of 1996)",
            "Widgets (Re-organisation) Act, 1996",
        ),
        ("Directive 2002/58/EC is amended", "Directive 2002/58/EC"),
        ("the Gadgets Law Amendment Act, 1908", "Gadgets Law Amendment Act, 1908"),
        # must not: this law itself, or one that is only pointed at
        ("This Act shall come into force", ""),
        ("in the said Act", ""),
    ],
)
def test_names_of_laws(text: str, name: str) -> None:
    assert first_law(text)[0] == name


@pytest.mark.parametrize(
    ("steps", "eid"),
    [
        ([(2, "section", "13(2)(a)(i)")], "sec_13__subsec_2__para_a__subpara_i"),
        ([(3, "subsection", "13(2)")], "sec_13__subsec_2"),
        ([(2, "article", "7"), (4, "paragraph", "2"), (5, "point", "a")], "art_7__para_2__point_a"),
        (
            [(2, "rule", "5"), (3, "sub-rule", "2"), (7, "proviso", "1")],
            "rule_5__subsec_2__proviso_1",
        ),
        ([(1, "chapter", "IV")], "chp_IV"),
        ([(0, "schedule", "I"), (4, "paragraph", "3")], "sched_I__para_3"),
        # a place named later takes that of its depth
        ([(2, "section", "5"), (3, "sub-section", "1"), (2, "section", "6")], "sec_6"),
    ],
)
def test_targets(steps: list[tuple[int, str, str]], eid: str) -> None:
    path: tuple[()] = ()
    for depth, word, num in steps:
        path = extended(path, depth, word, num)  # type: ignore[assignment]
    assert eid_of(path) == eid


def test_the_command_prints_operations(tmp_path: Path) -> None:
    file = tmp_path / "w.txt"
    file.write_text(
        f"{TITLE}{FIRST}2. Change.—Section 3 of the said Act shall be omitted.\n", "utf-8"
    )
    command = [sys.executable, "-m", "webui.cli", "parse", "--json", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [o["target"] for o in json.loads(run.stdout)["operations"]] == ["sec_3"]


def test_the_operations_of_a_real_law_are_those_that_the_amended_print_notes(shared: Path) -> None:
    texts = shared / "texts"
    done = parse_file(texts / "pk-peca-amendment-2025.txt").operations
    notes = parse_file(texts / "pk-peca-2016.pdf").amendments
    noted = sorted(n.eid.removesuffix("_2") for n in notes if "No. II of 2025" in n.by)
    assert sorted(o.target.removesuffix("_2") for o in done) == noted
