"""The grammar of the search box."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import (
    BadFilterValue,
    BadPrefix,
    QueryTooLong,
    SearchQueryError,
    TooDeep,
    TooManyTerms,
    UnknownFilter,
)
from search.fields import FILTERS
from search.query import (
    MAX_DEPTH,
    MAX_QUERY_CHARS,
    MAX_TERMS,
    Both,
    Either,
    FieldIs,
    Node,
    Phrase,
    Prefix,
    Some,
    Without,
    Word,
    leaves,
    parse_query,
    with_filters,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # nothing asked: everything matches
        ("", None),
        ("   \n\t", None),
        ("block", Word("block")),
        # words beside each other rank
        ("block content", Some((Word("block"), Word("content")))),
        # a phrase among words
        ('block "unlawful content"', Some((Word("block"), Phrase("unlawful content")))),
        # a quotation left open runs to the end
        ('"hate speech', Phrase("hate speech")),
        # curly quotation marks are quotation marks
        ("“hate speech”", Phrase("hate speech")),
        # an empty quotation asks nothing
        ('"" ""', None),
        # operators are written in capitals
        ("a AND b", Both((Word("a"), Word("b")))),
        ("a OR b", Either((Word("a"), Word("b")))),
        # must not: in small letters they are words
        ("search and seizure", Some((Word("search"), Word("and"), Word("seizure")))),
        ("NOT a", Without(Word("a"))),
        ("a -b", Some((Word("a"), Without(Word("b"))))),
        # must not: a hyphen inside a word denies nothing
        ("on-line", Word("on-line")),
        # a dash between words is no denial either
        ("a - b", Some((Word("a"), Word("b")))),
        # AND binds closer than OR
        ("a OR b AND c", Either((Word("a"), Both((Word("b"), Word("c")))))),
        # in an exact query words beside each other must all match
        ("hate speech OR c", Either((Both((Word("hate"), Word("speech"))), Word("c")))),
        ("(a OR b) c", Both((Either((Word("a"), Word("b"))), Word("c")))),
        ("-(a OR b) c", Both((Without(Either((Word("a"), Word("b")))), Word("c")))),
        # operators and brackets that join nothing are passed over
        ("AND a OR", Word("a")),
        (")) a ((", Word("a")),
        ("()", None),
        # NOT NOT is no denial
        ("NOT NOT a", Word("a")),
        # filters, with a value in quotation marks
        ("instrument:pk-peca-2016", FieldIs("instrument", "pk-peca-2016")),
        ('defined:"traffic data"', FieldIs("defined", "traffic data")),
        ("-type:rules", Without(FieldIs("type", "rules"))),
        # a filter's name has no case
        ("Type:act", FieldIs("type", "act")),
        # must not: a web address, a time and a colon before a space are no filters
        ("http://example.org", Word("http://example.org")),
        ("10:30", Word("10:30")),
        ("note: block", Some((Word("note:"), Word("block")))),
        ("regulat*", Prefix("regulat")),
        # a sub-section is part of its section's number, not a bracket
        ("section 37(1)(a)", Some((Word("section"), Word("37(1)(a)")))),
        ("37 (2)", Some((Word("37"), Word("(2)")))),
        # punctuation alone asks nothing
        ("?!…", None),
        ("دہشت گردی", Some((Word("دہشت"), Word("گردی")))),
    ],
)
def test_parse_query(text: str, expected: Node | None) -> None:
    assert parse_query(text).root == expected


def test_parse_query_names_the_filters_it_knows() -> None:
    with pytest.raises(UnknownFilter, match=r"'act'.*instrument.*quotation marks"):
        parse_query("act:peca")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("at:yesterday", "2025-01-29"),
        # must not: a month without its day, a day that no calendar has
        ("at:2024-06", "2025-01-29"),
        ("at:2023-02-30", "2025-01-29"),
        ("type:law", "act, ordinance"),
        ("orientation:left", "security_power"),
    ],
)
def test_parse_query_refuses_a_filters_value(text: str, message: str) -> None:
    with pytest.raises(BadFilterValue, match=message):
        parse_query(text)


@pytest.mark.parametrize("text", ["*", "*able", "ab*", "re*ate", "a*b*", "?*", "**"])
def test_parse_query_refuses_a_star_that_matches_too_much(text: str) -> None:
    with pytest.raises(BadPrefix, match="at least 3 letters"):
        parse_query(text)


@pytest.mark.parametrize("length", [MAX_QUERY_CHARS + 1, 100_000, 1_000_000])
def test_parse_query_refuses_a_query_past_the_limit(length: int) -> None:
    with pytest.raises(QueryTooLong, match=f"{length} characters and the most is") as error:
        parse_query("a" * length)
    assert error.value.limit == MAX_QUERY_CHARS


def test_parse_query_counts_words() -> None:
    assert parse_query("a " * MAX_TERMS).root is not None
    with pytest.raises(TooManyTerms):
        parse_query("a " * (MAX_TERMS + 1))


def test_parse_query_counts_brackets() -> None:
    assert parse_query("(" * MAX_DEPTH + "a").root == Word("a")
    with pytest.raises(TooDeep, match=str(MAX_DEPTH)):
        parse_query("(" * (MAX_DEPTH + 1) + "a")


@pytest.mark.parametrize(
    "text",
    [
        "[a TO zzzz]",
        "[" * MAX_QUERY_CHARS,
        "term~9/0",
        "NOT " * 100,
        "a^1000000",
        "{a TO b}",
        "\x00\x01",
        "a" * MAX_QUERY_CHARS,
        ") OR (" * 60,
        '"' * MAX_QUERY_CHARS,
    ],
)
def test_parse_query_reads_hostile_text_quickly(text: str) -> None:
    started = time.perf_counter()
    parse_query(text)
    assert time.perf_counter() - started < 0.5


_BITS = ['"', "(", ")", " ", "-", ":", "*", "AND ", " OR ", "NOT ", "type:", "act", "a", "“", "۲"]


@given(st.one_of(st.text(max_size=500), st.lists(st.sampled_from(_BITS), max_size=80).map("".join)))
def test_parse_query_never_crashes(text: str) -> None:
    with contextlib.suppress(SearchQueryError):
        assert len(list(leaves(parse_query(text).root))) <= MAX_TERMS


def test_with_filters_changes_filters_and_nothing_else() -> None:
    root = parse_query("a -type:act (b OR type:rules)").root
    assert root is not None
    changed = with_filters(root, lambda f: FieldIs("kind", "digest"))
    assert list(leaves(changed)) == [Word("a"), Word("b"), FieldIs("kind", "digest")]
    assert Without(FieldIs("kind", "digest")) in changed.nodes  # type: ignore[union-attr]


def test_every_filter_can_be_typed() -> None:
    values = {"at": "2020-01-01", "type": "act", "kind": "official", "unit": "section"}
    values |= {"status": "repealed", "statement": "power", "orientation": "both"}
    for name in FILTERS:
        value = values.get(name, "x")
        assert parse_query(f"{name}:{value}").root == FieldIs(name, value)
