"""Finds where a quotation closes that may hold other quotations and run over many lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.amending import AmendingWords
from ingest.draft import Line

_DOUBLED = re.compile(r"’’|''|‘‘|``")
_TAIL = re.compile(r"\s*\]?\s*[.;,:]*\s*(?:and|or|then)?\s*[;,.]?\s*\]?\s*\Z")
_GOES_ON = re.compile(r"\s*[.;,]+\s*(?:(?:and|or|then)\s+)?(?=\(?\w{1,5}[.)]\s|and\s|thereafter)")
_NEXT_PART = re.compile(r"\s+\(?(?:[IVX]{1,5}|\d{1,3}|[a-z])[.)]\s+(?=[A-Z])")
_TWICE = re.compile(r"\(?\w{1,4}[.)]\s*„")
_POSSESSIVE = re.compile(r"s[’']\s\w")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and an offset in it; of a closing mark, offset 0 stands for the line's end."""

    line: int
    at: int


def first_mark(text: str, words: AmendingWords) -> int:
    """How many letters the quotation mark takes that opens a line; 0 where none does."""
    stripped = text.lstrip(" [(")
    if not stripped or stripped[0] not in words.closers:
        return 0
    lead = len(text) - len(stripped)
    return lead + (2 if _DOUBLED.match(stripped) else 1)


def closing_of(lines: list[Line], start: Place, stop: int, words: AmendingWords) -> Place | None:
    """Where the quotation closes that a mark opened; None where no line before `stop` closes it.

    `start` is the place right after the opening mark.
    """
    opens = _opening_at(lines[start.line].text, start.at)
    closers = words.closers.get(opens, "”")
    depth = 1
    for index in range(start.line, stop):
        text = lines[index].text
        first = index == start.line
        begin = (
            _past_twice(text, start.at, opens) if first else _after_repeated(lines[index], opens)
        )
        found, depth = _close_in(text, begin, depth, opens, closers)
        if found:
            return Place(index, 0 if _TAIL.match(text, found) else found)
    return None


def _past_twice(text: str, at: int, opens: str) -> int:
    """Past a mark that is printed again after the new unit's number: `„(4) „Bei …“`.

    Only of the low mark: others may open a defined term there, which has a mark of its own.
    """
    twice = _TWICE.match(text, at) if opens == "„" else None
    return twice.end() if twice else at


def _opening_at(text: str, at: int) -> str:
    """The mark that ends at an offset; two single ones are a double one."""
    return "“" if text[at - 2 : at] in ("‘‘", "``") else text[at - 1]


def _after_repeated(line: Line, opens: str) -> int:
    """Every paragraph of a quotation may open with the mark again; that opens no inner one."""
    return 1 if line.text[:1] == opens and (line.para or line.text[1:2] in "(1234567890") else 0


def _close_in(text: str, begin: int, depth: int, opens: str, closers: str) -> tuple[int, int]:
    """Offset after the mark that closes the quotation, or 0; and how deep quotations then are."""
    at = begin
    while at < len(text):
        width = 2 if opens in '“"' and _DOUBLED.match(text, at) else 1
        sign = text[at]
        if width == 2 or sign in closers or sign == opens:
            if _is_opening(text, at, width, opens, closers):
                depth += 1
            elif not _apostrophe(text, at, width):
                depth -= 1
                if depth <= 0:
                    if _ends(text, at, width):
                        return at + width, depth
                    depth = 1  # a mark too many, or an inner one whose opening was lost
        at += width
    return 0, depth


def _ends(text: str, at: int, width: int) -> bool:
    """Whether nothing but stops follows a mark, or the amending law's own next words."""
    if _TAIL.match(text, at + width) or _GOES_ON.match(text, at + width):
        return True
    return text[at - 1 : at] in (".", ";") and _NEXT_PART.match(text, at + width) is not None


def _is_opening(text: str, at: int, width: int, opens: str, closers: str) -> bool:
    sign = text[at]
    if width == 2 and sign in "‘`’":
        return sign != "’"
    if sign == opens and opens not in closers:
        return True
    if sign in closers and opens not in closers and width == 1:
        return False
    before, after = text[at - 1 : at], text[at + width : at + width + 1]
    return (not before or before.isspace() or before in "([—–-") and (
        after.isalnum() or after in "("
    )


def _apostrophe(text: str, at: int, width: int) -> bool:
    if width == 2 or text[at] not in "’'":
        return False
    inside = text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
    return inside or _POSSESSIVE.match(text, max(0, at - 1)) is not None
