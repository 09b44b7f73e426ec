"""Readings of printed numbers, and what may follow what."""

from __future__ import annotations

import pytest

from ingest.numbering import Ordinal, Style, readings, roman_value, section_key, step_cost


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("i", 1),
        ("iv", 4),
        ("xxxiii", 33),
        ("xl", 40),
        # must not: letters that are no Roman number
        ("iiii", 0),
        ("abc", 0),
        ("", 0),
    ],
)
def test_roman_value(text: str, value: int) -> None:
    assert roman_value(text) == value


@pytest.mark.parametrize(
    ("num", "expected"),
    [
        ("12", {(Style.DIGIT, 12, "")}),
        ("2A", {(Style.DIGIT, 2, "a")}),
        # a letter after (h), or the first Roman number
        ("i", {(Style.LOWER, 9, ""), (Style.ROMAN, 1, "")}),
        ("b", {(Style.LOWER, 2, "")}),
        # an inserted clause of a Roman list
        ("xxviiia", {(Style.ROMAN, 28, "a"), (Style.ROMAN, 27, "ia")}),
        # inserted after (a), or the letter after (z)
        ("aa", {(Style.LOWER, 1, "a"), (Style.LOWER, 27, "")}),
        ("A", {(Style.UPPER, 1, "")}),
        # must not: words and years
        ("2016", set()),
        ("e-mail", set()),
    ],
)
def test_readings(num: str, expected: set[tuple[Style, int, str]]) -> None:
    assert {(o.style, o.value, o.suffix) for o in readings(num)} == expected


def ordinal(num: str, style: Style) -> Ordinal:
    return next(o for o in readings(num) if o.style is style)


@pytest.mark.parametrize(
    ("first", "second", "style", "limit"),
    [
        ("a", "b", Style.LOWER, 0.0),
        ("iii", "iiia", Style.ROMAN, 0.5),
        ("iiia", "iv", Style.ROMAN, 0.0),
        # a gap: (o) is lost
        ("n", "p", Style.LOWER, 2.2),
        # printed twice
        ("q", "q", Style.LOWER, 2.0),
    ],
)
def test_what_may_follow(first: str, second: str, style: Style, limit: float) -> None:
    cost = step_cost(ordinal(first, style), ordinal(second, style))
    assert cost is not None
    assert cost <= limit


def test_a_list_never_goes_back_and_never_changes_its_style() -> None:
    assert step_cost(ordinal("c", Style.LOWER), ordinal("b", Style.LOWER)) is None
    assert step_cost(ordinal("a", Style.LOWER), ordinal("2", Style.DIGIT)) is None


def test_sections_sort_as_laws_order_them() -> None:
    printed = ["2", "11", "11.1", "11A", "11E", "11EE", "11F", "12"]
    assert sorted(printed, key=lambda num: section_key(num) or (0, "")) == printed
    assert section_key("(1)") is None
