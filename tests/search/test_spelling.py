"""Mending misspelt words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Speller, within

WORDS = {"telecommunication": 40, "licence": 30, "stalking": 5, "talking": 9, "speech": 8, "26a": 3}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("telecomunication", "telecommunication"),
        # two edits in a long word
        ("telecomunicaton", "telecommunication"),
        # swapped letters are one edit
        ("stlaking", "stalking"),
        ("hate", None),
        # of equally near words the more frequent wins
        ("xtalking", "talking"),
        # must not: a known word, a short word, a number
        ("licence", None),
        ("lic", None),
        ("26b", None),
        # must not: two edits in a short word
        ("spache", None),
        # must not: a word of noise
        ("x" * 60, None),
    ],
)
def test_mend(word: str, expected: str | None) -> None:
    assert Speller(WORDS).mend(word) == expected


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_within_is_symmetric(one: str, other: str) -> None:
    assert within(one, other, 2) == within(other, one, 2)
    assert within(one, one, 0)


def test_mend_stays_quick_over_a_large_vocabulary() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = {
        f"s{a}{b}{c}ulation{d}": 1 for a in letters for b in letters for c in letters for d in "xy"
    }
    speller = Speller(words)
    started = time.perf_counter()
    speller.mend("sqqqqlatoin")
    assert time.perf_counter() - started < 1.0
