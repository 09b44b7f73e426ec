"""What has a fixed form: references, named laws, sanctions, terms, defined terms."""

from __future__ import annotations

import pytest

from ingest.nlp.references import find_fixed


def found(text: str, label: str) -> list[str]:
    return [text[one.start : one.end] for one in find_fixed(text) if one.label == label]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an order under section 37(1)(a) lapses", ["section 37(1)(a)"]),
        # letters of inserted sections stay
        ("as section 26A says", ["section 26A"]),
        # a co-ordinated list is one reference
        ("under Sections 4, 9 and 12", ["Sections 4, 9 and 12"]),
        ("clauses (a) to (c) apply", ["clauses (a) to (c)"]),
        # a chain joined by "of" is one reference
        (
            "clause (b) of sub-section (2) of section 8",
            ["clause (b) of sub-section (2) of section 8"],
        ),
        # two references that "and" joins stay two
        ("section 4 and rule 9", ["section 4", "rule 9"]),
        # the comma of European citations
        ("Article 6(1), point (f)", ["Article 6(1), point (f)"]),
        ("the Second Schedule", ["Second Schedule"]),
        # must not: no number, no reference
        ("under this section and that clause", []),
        # must not: a part of speech, not a Part
        ("a part of the network", []),
    ],
)
def test_references(text: str, expected: list[str]) -> None:
    assert found(text, "PROVISION_REF") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under the River Board Act, 1987 (IV of 1987) it", ["River Board Act, 1987 (IV of 1987)"]),
        # a bracket inside the name
        (
            "the Ferries (re-organization) Act, 1999 applies",
            ["Ferries (re-organization) Act, 1999"],
        ),
        # the word that opens the sentence is not the name's
        ("Under the Harbour Ordinance, 2001 no", ["Harbour Ordinance, 2001"]),
        (
            "Regulation (EU) 2016/679 and Directive 95/46/EC",
            ["Regulation (EU) 2016/679", "Directive 95/46/EC"],
        ),
        # the alias of subordinate rules
        ("powers given by the Act", ["Act"]),
        # must not: the law speaking of itself
        ("the purposes of this Act", []),
        # must not: an act of someone
        ("Any act done in good faith", []),
    ],
)
def test_instruments(text: str, expected: list[str]) -> None:
    assert found(text, "INSTRUMENT") == expected


@pytest.mark.parametrize(
    ("text", "penalty", "fine"),
    [
        (
            "imprisonment for a term which may extend to two years or with fine up to Rs. 50,000/-",
            ["imprisonment for a term which may extend to two years"],
            ["fine up to Rs. 50,000/-"],
        ),
        # a floor and a ceiling are one penalty
        (
            "imprisonment of not less than five years but may extend to imprisonment for life",
            ["imprisonment of not less than five years but may extend to imprisonment for life"],
            [],
        ),
        # what follows the term belongs to the fine
        (
            "imprisonment for six months and shall also be liable to fine",
            ["imprisonment for six months"],
            ["fine"],
        ),
        # a scan's joined word
        ("fine upto two million rupees", [], ["fine upto two million rupees"]),
        # must not: the adjective
        ("a refined process", [], []),
    ],
)
def test_sanctions(text: str, penalty: list[str], fine: list[str]) -> None:
    assert found(text, "PENALTY") == penalty
    assert found(text, "FINE") == fine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within thirty days or 24 hours", ["thirty days", "24 hours"]),
        ("within 30 (thirty) days", ["30 (thirty) days"]),
        ("on a six monthly basis", ["six monthly"]),
        ("half yearly reports", ["half yearly"]),
        ("ten working days", ["ten working days"]),
        # must not: a number of something else
        ("three members of the Board", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert found(text, "TERM") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Harbour” means a place of shelter", ["Harbour"]),
        ("(c) 'pilot', means a person who steers", ["pilot"]),
        (
            "a board to be called the Ferry Board (hereinafter referred to as the “Board”)",
            ["Board"],
        ),
        # must not: a term quoted where it is used
        ("the word “Harbour” shall be omitted", []),
    ],
)
def test_defined_terms(text: str, expected: list[str]) -> None:
    assert found(text, "DEFINED_TERM") == expected
