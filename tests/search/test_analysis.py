"""From text to indexed forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    fold,
    form_of,
    forms_of,
    in_citing_words,
    phrase_forms,
    tokens_of,
    without_hyphens,
)
from search.stemmer import stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("blocking", "blocked"),
        ("investigates", "investigation"),
        ("privacy", "private"),
        ("unauthorised", "unauthorized"),
        ("organisations", "organization"),
        ("analyse", "analyzing"),
        ("offense", "offences"),
        ("licence", "licenses"),
        ("seizure", "seized"),
        # Arabic code points for Urdu letters, and vowel signs
        ("پيكا", "پیکا"),
        ("آزادیِ", "آزادی"),
        ("۲۶", "26"),
        ("٢٦", "26"),
        ("café", "CAFE"),
        ("person’s", "person"),
        ("ﬁne", "fine"),
    ],
)
def test_forms_that_meet(one: str, other: str) -> None:
    assert form_of(one) == form_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # words that Porter's rules join and the law keeps apart
        ("authority", "author"),
        ("authority", "authorise"),
        ("policy", "police"),
        ("community", "communication"),
        ("universal", "university"),
        ("news", "new"),
        ("26A", "26B"),
        ("not", "note"),
    ],
)
def test_forms_that_must_not_meet(one: str, other: str) -> None:
    assert form_of(one) != form_of(other)


@pytest.mark.parametrize("word", ["may", "not", "shall", "only", "unless", "A1", "37", "x"])
def test_words_that_law_turns_on_are_indexed(word: str) -> None:
    assert forms_of(word)


@pytest.mark.parametrize("texts", [("24-A", "24A", "24–A"), ("real-time", "real‑time")])
def test_hyphens_of_every_kind_meet(texts: tuple[str, ...]) -> None:
    assert len({forms_of(text) for text in texts}) == 1


def test_a_hyphenated_word_is_found_by_its_parts_and_joined() -> None:
    assert {token.form for token in tokens_of("real-time")} == {"real", "time", "realtim"}
    assert form_of("online") in forms_of("on-line content")


def test_stop_words_keep_their_place() -> None:
    assert phrase_forms("access to the data") == (("access", 0), ("data", 3))


def test_phrase_forms_of_stop_words_alone_are_none() -> None:
    assert phrase_forms("of the") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on-line content", "online content"),
        # must not: a dash between words joins nothing
        ("a - b", "a - b"),
    ],
)
def test_without_hyphens(text: str, expected: str) -> None:
    assert without_hyphens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("دفعہ ۲۰ پیکا", "section 20 PECA"),
        ("آرٹیکل 19", "article 19"),
        # must not: a text without such words comes back as it was
        ("Section ۲۰", "Section ۲۰"),
        ("سائبر دہشت گردی", "سائبر دہشت گردی"),
    ],
)
def test_in_citing_words(text: str, expected: str) -> None:
    assert in_citing_words(text) == expected


@given(st.text(max_size=300))
def test_tokens_point_at_their_words(text: str) -> None:
    last = 0
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= last
        assert token.form
        last = token.start


@given(st.text(max_size=60))
def test_fold_and_form_settle(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    form_of(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # Porter's own examples, one a step
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("motoring", "motor"),
        ("conflated", "conflat"),
        ("hopping", "hop"),
        ("falling", "fall"),
        ("filing", "file"),
        ("happy", "happi"),
        ("sky", "sky"),
        ("relational", "relat"),
        ("digitizer", "digit"),
        ("electrical", "electr"),
        ("adjustment", "adjust"),
        ("adoption", "adopt"),
        ("probate", "probat"),
        ("controll", "control"),
        ("as", "as"),
        ("yes", "ye"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_a_stem_is_never_longer_by_more_than_an_e(word: str) -> None:
    assert len(stem(word)) <= len(word) + 1
