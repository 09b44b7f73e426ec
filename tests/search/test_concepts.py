"""The shipped concepts, and how they are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.analysis import form_of
from search.concepts import Concept, Concepts, load_concepts
from search.errors import BadSearchData
from search.lookups import lookup_of
from search.query import MAX_QUERY_CHARS


def _concept(name: str, *say: str) -> Concept:
    return Concept(name, say, ("term",), (), "for the test")


def _found(concepts: Concepts, text: str) -> list[str]:
    return [m.concept.name for m in concepts.find([form_of(word) for word in text.split()])]


CONCEPTS = Concepts(
    [_concept("lamp", "lamp"), _concept("oil", "lamp oil"), _concept("key", "give password")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lamp", ["lamp"]),
        # stems meet
        ("lamps", ["lamp"]),
        # the longer way of saying wins, and nothing inside it counts again
        ("lamp oil", ["oil"]),
        ("oil lamp", ["lamp"]),
        ("lamp lamp oil", ["lamp", "oil"]),
        # words of asking may stand inside
        ("give my password", ["key"]),
        # must not: other words may not
        ("give wrong password", []),
        ("", []),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert _found(CONCEPTS, text) == expected


def test_the_shipped_concepts_are_whole() -> None:
    concepts = load_concepts().all
    assert len(concepts) >= 120
    for concept in concepts:
        assert concept.reason.endswith("."), concept.name
        assert concept.law, concept.name
        for term in concept.law + concept.also:
            lookup_of(term)
        # a way of saying it, never a whole question with its answer
        assert all(len(say.split()) <= 6 and len(say) < MAX_QUERY_CHARS for say in concept.say)


def test_the_shipped_concepts_name_no_provision() -> None:
    """They translate words; which section answers is for the ranking to find."""
    for concept in load_concepts().all:
        for term in concept.law + concept.also:
            assert not any(char.isdigit() for char in term), (concept.name, term)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nsay = ["x"]\nreason = "r"\n', "law"),
        ('[a]\nsay = ["x"]\nlaw = ["y"]\nreason = "r"\nwhy = 1\n', "why"),
        # two concepts that claim one way of saying it
        (
            '[a]\nsay = ["lamps"]\nlaw = ["y"]\nreason = "r"\n'
            '[b]\nsay = ["lamp"]\nlaw = ["y"]\nreason = "r"\n',
            "both claim",
        ),
        ('[a]\nsay = ["of the"]\nlaw = ["y"]\nreason = "r"\n', "holds no word"),
        ("[a", "cannot be read"),
    ],
)
def test_load_concepts_refuses_bad_data(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "concepts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSearchData, match=message):
        load_concepts(file)
