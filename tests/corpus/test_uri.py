"""Akoma Ntoso addresses and eIds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import ExpressionKind, ProvisionKind
from corpus.uri import (
    AknUri,
    BadUri,
    basic_unit,
    eid_component,
    expression_uri,
    is_eid,
    number_of,
    parse_uri,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/akn/pk/act/2016/40", AknUri("/akn/pk/act/2016/40")),
        ("/akn/pk/act/2016/40/eng", AknUri("/akn/pk/act/2016/40", "eng")),
        (
            "/akn/pk/act/2016/40/eng@2025-01-29/~sec_37",
            AknUri("/akn/pk/act/2016/40", "eng", "2025-01-29", False, "sec_37"),
        ),
        # words whose own day is not known, seen on a day
        (
            "/akn/pk/act/2016/40/eng:2026-11-24/~sec_37",
            AknUri("/akn/pk/act/2016/40", "eng", "", False, "sec_37", "2026-11-24"),
        ),
        # our own words
        (
            "/akn/pk/act/2016/40/eng@2025-01-29/mizan",
            AknUri("/akn/pk/act/2016/40", "eng", "2025-01-29", True),
        ),
    ],
)
def test_parse_uri(text: str, expected: AknUri) -> None:
    assert parse_uri(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize("text", ["", "/akn", "akn/pk/act/2016/40", "/akn/pk/act/", "https://a"])
def test_parse_uri_refuses(text: str) -> None:
    with pytest.raises(BadUri, match="/akn/pk/act/2016/40"):
        parse_uri(text)


@pytest.mark.parametrize(
    ("date", "kind", "expected"),
    [
        ("2025-01-29", ExpressionKind.OFFICIAL, "/akn/pk/act/2016/40/eng@2025-01-29"),
        ("2025-01-29", ExpressionKind.DIGEST, "/akn/pk/act/2016/40/eng@2025-01-29/mizan"),
        # a year alone is not a day: the address carries no date
        ("1996", ExpressionKind.OFFICIAL, "/akn/pk/act/2016/40/eng"),
        ("", ExpressionKind.DIGEST, "/akn/pk/act/2016/40/eng/mizan"),
    ],
)
def test_expression_uri(date: str, kind: ExpressionKind, expected: str) -> None:
    uri = expression_uri("/akn/pk/act/2016/40", "en", date, kind)
    assert uri == expected
    assert parse_uri(uri).kind is kind


@pytest.mark.parametrize(
    ("eid", "unit", "number"),
    [
        ("sec_37__subsec_1__para_a", "sec_37", "37"),
        ("sec_26A", "sec_26A", "26A"),
        ("rule_5__subrule_1", "rule_5", "5"),
        # a number printed twice
        ("sec_2_2__subsec_1", "sec_2_2", "2"),
        ("chp_III__sec_1", "chp_III__sec_1", "1"),
        ("hd_1__para_2", "hd_1", None),
        ("sched_I__para_2", "sched_I", None),
    ],
)
def test_basic_unit(eid: str, unit: str, number: str | None) -> None:
    assert basic_unit(eid) == unit
    assert number_of(eid) == number


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("sec_37", True), ("preamble", True), ("sec 37", False), ("../etc", False), ("", False)],
)
def test_is_eid(text: str, is_one: bool) -> None:
    assert is_eid(text) is is_one


@pytest.mark.parametrize(
    ("num", "component"),
    [
        ("37", "sec_37"),
        ("26A", "sec_26A"),
        # section 3.1 is not section 31
        ("3.1", "sec_3.1"),
        # a full stop behind the number is the print's, not the number's
        ("37.", "sec_37"),
        ("(1)", "sec_1"),
        (None, "sec"),
    ],
)
def test_eid_component(num: str | None, component: str) -> None:
    assert eid_component(ProvisionKind.SECTION, num) == component


@given(st.sampled_from(sorted(ProvisionKind)), st.from_regex(r"[0-9]{1,3}[A-Z]?", fullmatch=True))
def test_every_component_is_an_eid(kind: ProvisionKind, num: str) -> None:
    assert is_eid(eid_component(kind, num))
