"""Lines without a number that end the list above them: the next definition, a note, a penalty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.forms import Forms, any_of

DEFINITION = "definition"
ASIDE = "aside"
MARKERS = (DEFINITION, ASIDE)
"""Markers of candidates that open no unit."""

_QUOTED = r"[“\"‘'`]{1,2}[A-Za-z][^“”\"`]{0,90}?[”\"’'`]{1,2}"
_SAYS = (
    r"(?:means|includes?|denotes?|has|have|shall\s+(?:mean|include|have)|refers?|in\s+relation|"
    r"when\s+used|where\s+used|with\s+respect|used\s+in|is|are)\b"
)
_START = re.compile(
    rf"(?:the\s+(?:term|expression|word)s?\s+)?{_QUOTED}"
    rf"(?:\s*(?:,|or|and)\s*{_QUOTED})*\s*(?:\([^)]{{1,60}}\)\s*)?(?:{_SAYS}|[,:—–-])",
    re.IGNORECASE,
)
_INLINE = re.compile(rf"(?<=[;.])\s+(?=(?:{_QUOTED})\s+(?:means|includes?|has\s+the)\b)")
_UNQUOTED = re.compile(
    r"(?!(?:where|if|when|for|a\s+reference|this|these|any|no|every|each|there|it)\b)"
    r"[A-Za-z][\w’'‑ ,()/.-]{0,80}?\s"
    r"(?:means|includes?|has\s+(?:the\s+)?(?:same\s+)?meanings?|have\s+the\s+(?:same\s+)?meanings?)"
    r"(?=[\s:,—–-]|$)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?!(?:by|of|the|and|or|other|such|any|this|all)\s)[A-Za-z][\w’-]*(?:\s[\w’-]+){0,4}\s"
    r"means(?=\s(?!of\b|by\b|to\b|for\b|that\b|used\b|in\b|or\b|and\b)|[:,—–])"
)
"""A term so plain that the line before it needs no stop: `harm means a loss`."""
_BROKEN = re.compile(r"(?:[,-]|\b(?:of|the|and|or|to|in|by|for|an?|with|that|any|as))$")
_ENDED = re.compile(r"(?:[.;:—–―⸺_]|[.;:][”\"’')\]]|\]|[-:,]-|[.;][”\"’']?\s*(?:and|or))\s*$")
_OPENS = re.compile(r"[:—–―⸺_-]\s*$")


@lru_cache(maxsize=8)
def _patterns(
    notes: tuple[str, ...], definitions: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a note opens with, and a heading of definitions; made once, not for every section."""
    return (
        re.compile(rf"(?:{any_of(notes)})\s*(?:\d{{1,2}}\s*)?[:.—–-]", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of(definitions)})", re.IGNORECASE),
    )


class Asides:
    """Tells such lines by the words of `forms`; one for each stretch of text under a heading."""

    def __init__(self, forms: Forms, heading: str) -> None:
        self._notes, defines = _patterns(forms.notes, forms.definitions)
        self._defines = defines.search(heading) is not None

    def at_start(self, text: str, before: str) -> str:
        """The marker of a line by its first words and the end of the line before it."""
        if self._defines and _TERM.match(text) and not _BROKEN.search(before):
            return DEFINITION
        if not before or not _ENDED.search(before):
            return ""
        if self._notes.match(text) and text[:1].isupper():
            return ASIDE
        if _START.match(text) or (self._defines and _UNQUOTED.match(text)):
            return DEFINITION
        return ""

    @staticmethod
    def inline(text: str, position: int) -> Iterator[int]:
        """Offsets at which a definition starts inside a line."""
        if "means" in text or "include" in text or "has the" in text:
            for found in _INLINE.finditer(text, position):
                yield found.end()


def opens_list(before: str) -> bool:
    """Whether the words before a definition lead to it, so that it stands inside their unit."""
    return _OPENS.search(before) is not None
