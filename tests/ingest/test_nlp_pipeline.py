"""The pipeline as spaCy sees it: factories, order, analysis, tokens, entities."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from ingest.nlp.levelling import level
from ingest.nlp.lexicon import UnknownJurisdiction, jurisdictions, plural
from ingest.nlp.pipeline import FACTORIES, build_nlp
from ingest.nlp.values import Range

ROOT = Path(__file__).resolve().parents[2]

REGISTERED = (
    "mizan_entities",
    "mizan_lexicon",
    "mizan_orientation",
    "mizan_patterns",
    "mizan_statements",
)
"""The snapshot: a component cannot vanish or appear unnoticed."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp("pk")


def entities(nlp: Language, text: str) -> list[tuple[str, str]]:
    doc = nlp(text)  # spans are gone once their document is
    return [(span.label_, span.text) for span in doc.spans["entities"]]


def test_the_registered_factories_are_the_snapshot() -> None:
    assert FACTORIES == REGISTERED
    assert all(Language.has_factory(name) for name in REGISTERED)


def test_the_entry_points_name_every_factory() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["spacy_factories"]
    assert points == {name: f"ingest.nlp.components:{name}" for name in REGISTERED}


def test_the_pipeline_needs_nothing_that_no_component_gives(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert not any(analysis["problems"].values())


def test_overlapping_spans_live_in_span_groups(nlp: Language) -> None:
    doc = nlp("The Ferry Board may close a pier within ten days.")
    assert {"entities", "triggers", "bearers", "actions", "conditions"} <= set(doc.spans)
    assert doc.spans["triggers"][0].id_ == "statement.power.may"
    assert not doc.ents


@pytest.mark.parametrize("name", jurisdictions())
def test_every_jurisdiction_builds(name: str) -> None:
    assert build_nlp(name).pipe_names


def test_an_unknown_jurisdiction_names_those_there_are() -> None:
    with pytest.raises(UnknownJurisdiction, match="pk"):
        build_nlp("atlantis")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("s.37(1)(a)", ["s", ".", "37", "(", "1", ")", "(", "a", ")"]),
        # a hyphen inside a word stays, at its edge it does not
        ("sub-section re-", ["sub-section", "re", "-"]),
        ("Rs.50,000/-", ["Rs", ".", "50", ",", "000", "/", "-"]),
        ("Act—the", ["Act", "—", "the"]),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


@given(st.text(max_size=80))
def test_the_tokenizer_loses_no_character(text: str) -> None:
    assert build_tokens(text) == text


_NLP = build_nlp("pk")


def build_tokens(text: str) -> str:
    return str(_NLP.make_doc(text).text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Federal Government and the police",
            [("AGENCY", "Federal Government"), ("AGENCY", "police")],
        ),
        # by shape, whatever the lexicon holds, with its acronym
        ("told the Ferry Safety Authority (FSA)", [("AGENCY", "Ferry Safety Authority (FSA)")]),
        # the complement of a head that says little alone swallows what is in it
        ("the licensee of the Authority", [("ROLE", "licensee of the Authority")]),
        ("owner of the data or the ship", [("ROLE", "owner of the data")]),
        # other heads keep none
        ("a victim of the offence", [("ROLE", "victim")]),
        # one name each side of "and"
        (
            "the Harbour Board and the Pilot Council",
            [("AGENCY", "Harbour Board"), ("AGENCY", "Pilot Council")],
        ),
        ("Ministry of Ports and Shipping", [("AGENCY", "Ministry of Ports and Shipping")]),
        ("a Judge of the High Court", [("COURT", "Judge of the High Court")]),
        # an officer with a modifier is no bare head
        ("a police officer of the ward", [("ROLE", "police officer")]),
        # must not: the wrong, not the body
        ("guilty of contempt of court", []),
        # must not: things called after persons
        ("user data in the Official Gazette", []),
        # must not: nobody in particular
        ("any person, whoever he is", []),
    ],
)
def test_names(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert entities(nlp, text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("agency", "agencies"),
        ("witness", "witnesses"),
        ("day", "days"),
        ("police force", "police forces"),
    ],
)
def test_plural(word: str, expected: str) -> None:
    assert plural(word) == expected


@pytest.mark.parametrize(
    ("source", "levelled"),
    [
        ("one  two\nthree", "one two three"),
        # amendment brackets go, the words in them stay
        ("for [ten years] only", "for ten years only"),
        # what was omitted leaves nothing
        ("a [* * *] b", "a b"),
        # the Greek question mark that prints set for a semicolon
        ("end\u037e and", "end; and"),
    ],
)
def test_level(source: str, levelled: str) -> None:
    assert level(source).text == levelled


@given(st.text(alphabet="ab [*]\n\u037e\u00a0.", max_size=60), st.data())
def test_level_finds_the_way_back(source: str, data: st.DataObject) -> None:
    levelled = level(source)
    if not levelled.text:
        return
    start = data.draw(st.integers(0, len(levelled.text) - 1))
    end = data.draw(st.integers(start + 1, len(levelled.text)))
    place = levelled.back(Range(start, end))
    kept = re.sub(r"[^ab.]", "", source[place.start : place.end])
    assert kept == re.sub(r"[^ab.]", "", levelled.text[start:end])
