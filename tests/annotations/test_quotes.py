from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.model import TextQuoteSelector
from annotations.quotes import CONTEXT, cut_quote, locate, was_unique

# Letters where code points, UTF-16 units, bytes and what one sees all differ.
AWKWARD = st.text(alphabet="ab .\n\u0301é📮👩\u200d⚖ہکیـ\u064b\u200c", max_size=60)


def spans(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in locate(text, TextQuoteSelector(exact, prefix, suffix))]


@pytest.mark.parametrize(
    ("text", "exact", "expected"),
    [
        ("stop a parcel", "a parcel", [(5, 13)]),
        # must not: other letter case is other words
        ("stop a Parcel", "a parcel", []),
        # must not: nothing is never found
        ("stop a parcel", "", []),
        # must not: white space alone is no quotation
        ("stop  a parcel", "\t", []),
        # twice
        ("may stop, may hold", "may", [(0, 3), (10, 13)]),
        # occurrences overlap
        ("aaa", "aa", [(0, 2), (1, 3)]),
        # a browser gives a line break as a space
        ("by order,\nstop", "order, stop", [(3, 14)]),
        # and a space as several, or with white space around
        ("by order, stop", " order, \n stop ", [(3, 14)]),
        # a decomposed letter in the text, composed in the quotation
        ("cafe\u0301 rule", "café", [(0, 5)]),
        # and the other way round
        ("café rule", "cafe\u0301 rule", [(0, 9)]),
        # must not: half of a decomposed letter, when it was asked for composed
        ("e\u0301\u0323x", "é", []),
        # an emoji is one code point
        ("📮 box", "box", [(2, 5)]),
        # Urdu, found as it is
        ("ہر شکایت درج", "شکایت", [(3, 8)]),
    ],
)
def test_locate(text: str, exact: str, expected: list[tuple[int, int]]) -> None:
    assert spans(text, exact) == expected


def test_locate_tells_which_neighbours_agree() -> None:
    text = "(a) may stop mail; (b) may stop traffic"
    first, second = locate(text, TextQuoteSelector("may stop", "(b) ", " traffic"))
    assert (first.prefix_agrees, first.suffix_agrees) == (False, False)
    assert second.agrees


def test_locate_folds_the_neighbours_too() -> None:
    (place,) = locate("the\n\nBoard may  stop", TextQuoteSelector("may", "the Board ", " stop"))
    assert place.agrees


def test_locate_gives_at_most_200_places() -> None:
    assert len(spans("a" * 5000, "a")) == 200


def test_cut_quote_keeps_32_letters_around_words_that_occur_once() -> None:
    text = "x" * 50 + "quoted" + "y" * 50
    quote = cut_quote(text, 50, 56)
    assert (quote.exact, quote.prefix, quote.suffix) == ("quoted", "x" * CONTEXT, "y" * CONTEXT)
    assert was_unique(quote)


def test_cut_quote_widens_until_look_alikes_are_told_apart() -> None:
    clause = "shall be punished with imprisonment which may extend to two years or with fine"
    text = f"(1) Whoever opens a letter {clause}. (2) Whoever delays a letter {clause}."
    start = text.rindex("two years")
    quote = cut_quote(text, start, start + len("two years"))
    assert "delays" in quote.prefix
    assert not was_unique(quote)
    assert [p.start for p in locate(text, quote) if p.agrees] == [start]


def test_was_unique_sees_a_repetition_in_a_text_shorter_than_the_context() -> None:
    assert not was_unique(cut_quote("a) Fine. b) Fine.", 3, 7))


@given(before=AWKWARD, exact=AWKWARD, after=AWKWARD)
@example(before="📮", exact="e\u0301", after="")
@example(before=" ", exact=" a", after=" ")
def test_words_that_are_there_are_found_where_they_are(before: str, exact: str, after: str) -> None:
    assume(exact)
    text = before + exact + after
    quote = cut_quote(text, len(before), len(before) + len(exact))
    assert quote.exact == exact
    assert text.startswith(quote.prefix + exact + quote.suffix, len(before) - len(quote.prefix))
    assert (len(before), len(before) + len(exact)) in spans(text, exact)


@given(text=AWKWARD, exact=AWKWARD)
def test_every_place_holds_the_words_but_for_white_space_and_composition(
    text: str, exact: str
) -> None:
    def essence(words: str) -> str:

        return " ".join(unicodedata.normalize("NFC", words).split())

    for place in locate(text, TextQuoteSelector(exact)):
        assert essence(text[place.start : place.end]) == essence(exact)
