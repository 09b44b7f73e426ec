from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.checks import (
    MAX_TAGS,
    clean_content,
    clean_items,
    clean_label,
    clean_reading,
    clean_tags,
    clean_text,
)
from annotations.errors import BadContent, TooLong
from annotations.model import Content, ProvisionRef, ReadingDraft, Side

TEXT = "/akn/pk/act/2031/7/eng@2031-05-01"
REF = ProvisionRef("pk-letters-2031", "sec_4", TEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("due  process\n", "due process"),
        # an override would show "art. 91" as "art. 19"
        ("art. \u202e91\u202c", "art. 91"),
        ("a\u2066b\u2069", "ab"),
        # the plain mark stays: Urdu needs it
        ("ہ\u200f.", "ہ\u200f."),
        # so does the joiner that Urdu and Persian write with
        ("می\u200cشود", "می\u200cشود"),
        ("a\x00b\x07c", "a b c"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_clean_label(text: str, expected: str) -> None:
    assert clean_label("tag", text, 60) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        ("a\x00b\x1bc", "abc"),
        # an isolate belongs to the writer's text
        ("see \u2067شق\u2069 4", "see \u2067شق\u2069 4"),
    ],
)
def test_clean_text(text: str, expected: str) -> None:
    assert clean_text("note", text) == expected


def test_clean_tags_drops_empty_and_repeated_ones() -> None:
    assert clean_tags(["Privacy", " ", "privacy", "PRIVACY ", "post"]) == ("Privacy", "post")


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (Content("x" * 20_001), TooLong, r"note has 20,001 characters; the most is 20,000"),
        (Content(tags=("x" * 61,)), TooLong, r"tag has 61 characters; the most is 60"),
        (
            Content(tags=tuple(str(n) for n in range(MAX_TAGS + 1))),
            TooLong,
            r"has 21 tags; the most is 20",
        ),
        (Content("a\ud800b"), BadContent, "broken character at position 1"),
        (Content("a", language="en;q=1"), BadContent, "such as en or ur"),
    ],
)
def test_clean_content_refuses(content: Content, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        clean_content(content)


def test_clean_content_takes_what_is_just_allowed() -> None:
    content = Content("📮" * 20_000, tuple(f"{n:060}" for n in range(20)))
    assert clean_content(content) == content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": 0}, "weight is 0"),
        ({"weight": 6}, "weight is 6"),
        ({"by": " "}, "name of the reader is empty"),
        ({"text": "\n"}, "text of the reading is empty"),
        ({"ref": ProvisionRef("../etc", "sec_4", TEXT)}, "slug"),
        ({"ref": ProvisionRef("pk", "sec 4", TEXT)}, "not an eId"),
        # a work is no text
        ({"ref": ProvisionRef("pk", "sec_4", "/akn/pk/act/2031/7")}, "names no text"),
    ],
)
def test_clean_reading_refuses(change: dict[str, object], message: str) -> None:
    fields = {"by": "A", "ref": REF, "side": Side.LIBERTY, "text": "T", **change}
    with pytest.raises(BadContent, match=message):
        clean_reading(ReadingDraft(**fields))


def test_clean_items_keeps_order_and_each_once() -> None:
    other = ProvisionRef("pk-letters-2031", "sec_1", TEXT)
    assert clean_items([REF, other, REF]) == (REF, other)


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """What was kept once is taken again, so that every backup can be restored."""
    label = clean_label("tag", text, 400)
    assert clean_label("tag", label, 400) == label
    note = clean_text("note", text)
    assert clean_text("note", note) == note
    assert clean_tags(clean_tags([text])) == clean_tags([text])
