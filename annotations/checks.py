"""What a note may hold: sizes, and letters that would deceive or cannot be stored.

`clean_*` gives the value that is kept; `check_*` refuses.  Sizes are Unicode code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from annotations.errors import BadContent, TooLong
from annotations.model import (
    Annotation,
    Comparison,
    Content,
    ProvisionRef,
    Reading,
    ReadingDraft,
    Target,
    TextPositionSelector,
)
from corpus.uri import is_eid, parse_uri

MAX_TEXT = 20_000
MAX_QUOTE = 20_000
MAX_CONTEXT = 2_000
MAX_TAGS = 20
MAX_TAG = 60
MAX_TITLE = 200
MAX_NAME = 120
MAX_ADDRESS = 2_000
MAX_URI = 400
MAX_EID = 300
MAX_LANGUAGE = 35
MAX_ITEMS = 12
MAX_READINGS = 200
WEIGHTS = range(1, 6)

# A PostgreSQL integer; no provision comes near it.
_MAX_OFFSET = 2**31 - 1

# Overrides, embeddings and isolates: in a one-line label they can make "art. 19" read as another
# text (Unicode TR 36, 3.1).  The plain marks (U+200E, U+200F, U+061C) stay: Urdu needs them.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NEW_LINE = re.compile("\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def clean_label(field: str, text: str, limit: int) -> str:
    """A one-line label: no control letters, no bidi controls, single spaces, NFC.

    Raises:
        TooLong: it has more than `limit` letters.
        BadContent: it holds half of a surrogate pair.
    """
    check_storable(field, text)
    shown = _BIDI_CONTROLS.sub("", _CONTROLS.sub(" ", text))
    return check_length(field, " ".join(unicodedata.normalize("NFC", shown).split()), limit)


def clean_text(field: str, text: str, limit: int = MAX_TEXT) -> str:
    """A text of several lines, without control letters other than tab and new line.

    Raises:
        TooLong: it has more than `limit` letters.
        BadContent: it holds half of a surrogate pair.
    """
    check_storable(field, text)
    return check_length(field, _CONTROLS.sub("", _NEW_LINE.sub("\n", text)).strip(), limit)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags without empty ones and repetitions; letter case alone makes no new tag.

    Raises:
        TooLong: there are more than 20, or one has more than 60 letters.
    """
    kept: dict[str, str] = {}
    for tag in tags:
        if label := clean_label("tag", tag, MAX_TAG):
            kept.setdefault(label.casefold(), label)
    if len(kept) > MAX_TAGS:
        raise TooLong("list of tags", len(kept), MAX_TAGS, "tags")
    return tuple(kept.values())


def clean_content(content: Content) -> Content:
    """The content that is kept; without a text there is no language.

    Raises:
        TooLong: the text or a tag is too long, or there are too many tags.
        BadContent: the language is not a BCP 47 tag, or a letter cannot be stored.
    """
    language = clean_label("language", content.language, MAX_LANGUAGE)
    if language and not _LANGUAGE.fullmatch(language):
        raise BadContent("language", f"{language!r} is not a language tag such as en or ur.")
    text = clean_text("note", content.text)
    return replace(
        content,
        text=text,
        tags=clean_tags(content.tags),
        language=language if text else "",
    )


def clean_annotation(annotation: Annotation) -> Annotation:
    """An imported note as it is kept; its quotation stays verbatim.

    Raises:
        TooLong: a field is too long.
        BadContent: a field is not of its form.
        BadUri: the target's address is not an Akoma Ntoso URI.
    """
    check_target(annotation.target)
    return replace(
        annotation.with_content(clean_content(annotation.content)),
        creator=clean_label("creator", annotation.creator, MAX_NAME),
        creator_id=clean_label("creator's address", annotation.creator_id, MAX_ADDRESS),
        via=clean_label("original address", annotation.via, MAX_ADDRESS),
    )


def clean_reading(reading: ReadingDraft) -> ReadingDraft:
    """The reading that is kept.

    Raises:
        TooLong: a field is too long.
        BadContent: it has no author or no text, or its weight is not 1 to 5.
    """
    if reading.weight not in WEIGHTS:
        raise BadContent("weight", f"The weight is {reading.weight}; give 1 to 5.")
    check_ref(reading.ref)
    check_storable("evidence", reading.evidence)
    return replace(
        reading,
        by=_required("name of the reader", clean_label("name", reading.by, MAX_NAME)),
        text=_required("text of the reading", clean_text("reading", reading.text)),
        evidence=check_length("evidence", reading.evidence, MAX_QUOTE),
    )


def clean_comparison(comparison: Comparison) -> Comparison:
    """An imported comparison as it is kept.

    Raises:
        TooLong: a field is too long, or there are too many provisions or readings.
        BadContent: a field is not of its form, or a reading is of a provision not compared.
    """
    if len(comparison.readings) > MAX_READINGS:
        raise TooLong("comparison", len(comparison.readings), MAX_READINGS, "readings")
    items = clean_items(comparison.items)
    for reading in comparison.readings:
        check_compared(reading.ref, items)
    return replace(
        comparison,
        title=clean_title(comparison.title),
        items=items,
        readings=tuple(_clean_kept_reading(r) for r in comparison.readings),
    )


def clean_title(title: str) -> str:
    """The title of a comparison.

    Raises:
        BadContent: it is empty.
        TooLong: it has more than 200 letters.
    """
    return _required("title", clean_label("title", title, MAX_TITLE))


def clean_items(items: Iterable[ProvisionRef]) -> tuple[ProvisionRef, ...]:
    """The provisions of a comparison in order, each once.

    Raises:
        TooLong: there are more than 12.
        BadContent: a reference is not of its form.
    """
    kept = tuple(dict.fromkeys(items))
    for ref in kept:
        check_ref(ref)
    if len(kept) > MAX_ITEMS:
        raise TooLong("comparison", len(kept), MAX_ITEMS, "provisions")
    return kept


def check_compared(ref: ProvisionRef, items: tuple[ProvisionRef, ...]) -> None:
    """Refuse a reading of a provision that the comparison does not hold.

    Raises:
        BadContent: it does not.
    """
    if ref not in items:
        raise BadContent("provision", f"{ref.eid} is not in this comparison; add it first.")


def check_ref(ref: ProvisionRef) -> None:
    """Refuse a reference that is not of its form.

    Raises:
        BadContent: the eId or the slug is not of its form.
        BadUri: the address is not an Akoma Ntoso URI.
    """
    _check_place(ref.expression_uri, ref.eid)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", ref.instrument):
        raise BadContent("instrument", f"{ref.instrument[:80]!r} is not an instrument's slug.")


def check_target(target: Target) -> None:
    """Refuse a target that is not of its form.

    Raises:
        BadContent: the eId, the hash or the position is not of its form.
        BadUri: the address is not an Akoma Ntoso URI.
        TooLong: the quotation is too long.
    """
    _check_place(target.expression_uri, target.eid)
    if target.text_hash and not re.fullmatch(r"[0-9a-f]{64}", target.text_hash):
        raise BadContent("text hash", "The hash of the text is not 64 hexadecimal digits.")
    if target.position is not None:
        _check_position(target.position)
    if target.quote is not None:
        check_words("quotation", target.quote.exact, MAX_QUOTE)
        check_words("words before", target.quote.prefix, MAX_CONTEXT, empty=True)
        check_words("words after", target.quote.suffix, MAX_CONTEXT, empty=True)


def check_words(field: str, words: str, limit: int, *, empty: bool = False) -> None:
    """Refuse quoted words that cannot be kept verbatim.

    Raises:
        BadContent: they are only white space (unless `empty`), or cannot be stored.
        TooLong: they have more than `limit` letters.
    """
    if not empty and not words.strip():
        raise BadContent(field, f"The {field} is empty; select some words.")
    if "\x00" in words:
        raise BadContent(field, f"The {field} holds a NUL character, which no text has.")
    check_storable(field, words)
    check_length(field, words, limit)


def check_length(field: str, text: str, limit: int) -> str:
    """The text, if it has at most `limit` letters.

    Raises:
        TooLong: it has more.
    """
    if len(text) > limit:
        raise TooLong(field, len(text), limit)
    return text


def check_storable(field: str, text: str) -> None:
    """Refuse half a surrogate pair, which no database and no file can hold.

    Raises:
        BadContent: there is one.
    """
    if found := _SURROGATE.search(text):
        raise BadContent(
            field, f"The {field} holds a broken character at position {found.start()}; retype it."
        )


def _clean_kept_reading(reading: Reading) -> Reading:
    clean = clean_reading(reading_draft(reading))
    return replace(reading, by=clean.by, text=clean.text, evidence=clean.evidence)


def reading_draft(reading: Reading) -> ReadingDraft:
    """The part of a reading that its author writes."""
    return ReadingDraft(
        reading.by, reading.ref, reading.side, reading.text, reading.evidence, reading.weight
    )


def _check_place(expression_uri: str, eid: str) -> None:
    check_length("address of the text", expression_uri, MAX_URI)
    check_length("eId", eid, MAX_EID)
    address = parse_uri(expression_uri)
    if address.eid or not address.language:
        raise BadContent("address", f"{expression_uri} names no text; add its language: …/eng.")
    if not is_eid(eid):
        raise BadContent("eId", f"{eid[:80]!r} is not an eId; one looks like sec_37__subsec_1.")


def _check_position(position: TextPositionSelector) -> None:
    if not 0 <= position.start < position.end <= _MAX_OFFSET:
        raise BadContent(
            "position",
            f"The position {position.start} to {position.end} holds no words; "
            "start is at least 0 and end is greater.",
        )


def _required(field: str, text: str) -> str:
    if not text:
        raise BadContent(field, f"The {field} is empty; write something.")
    return text
