"""Snippets with marked matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import forms_of
from search.snippets import SNIPPET_CHARS, snippet_of

LONG = "Filler words stand here. " * 40


def _text(snippet: tuple[tuple[str, bool], ...]) -> str:
    return "".join(piece for piece, _ in snippet)


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("The keeper keeps a lantern.", forms_of("lanterns"), ["lantern"]),
        ("Real-time signals", forms_of("real-time"), ["Real-time"]),
        ("regulated by regulations", ("regulat*",), ["regulated", "regulations"]),
        # must not: a term inside another word
        ("The unkept keepsake", forms_of("keeper"), []),
        ("", forms_of("lantern"), []),
    ],
)
def test_snippet_marks(text: str, terms: tuple[str, ...], marked: list[str]) -> None:
    assert [piece for piece, matched in snippet_of(text, terms) if matched] == marked


def test_snippet_shows_the_place_of_the_match() -> None:
    text = f"{LONG}At last a lantern burns. {LONG}"
    shown = _text(snippet_of(text, forms_of("lantern")))
    assert "lantern burns" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_snippet_prefers_where_different_words_meet() -> None:
    text = f"lantern lantern lantern {LONG} keeper of the lantern {LONG}"
    assert "keeper" in _text(snippet_of(text, forms_of("keeper lantern")))


def test_snippet_of_a_text_without_matches_is_its_beginning() -> None:
    assert _text(snippet_of(LONG, ())).startswith("Filler words")


@given(st.text(max_size=900), st.text(max_size=30))
def test_snippet_holds_words_of_the_text_and_no_more(text: str, query: str) -> None:
    shown = _text(snippet_of(text, forms_of(query)))
    body = shown.removeprefix("… ").removesuffix(" …")
    assert "".join(body.split()) in "".join(text.split())
    assert len(shown) <= SNIPPET_CHARS + 10
