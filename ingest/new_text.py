"""What stands in a block of new text: which units it brings, and where each begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.draft import Line
from ingest.numbering import readings, section_key

_QUOTE = re.compile(r"[\s“”\"‘’'„«\[]*")
_CONTAINER = re.compile(
    r"(?P<word>CHAPTER|PART|Chapter|Part)[\s.–—-]*(?P<num>(?:\d{1,3}|[IVXLC]{1,6})[\s-]?[A-Z]{0,2})\b"
)
_SCHEDULE = re.compile(
    r"(?:THE\s+)?(?P<ordinal>FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH)?\s*"
    r"(?P<word>SCHEDULE|Schedule|ANNEX|Annex)[\s.–—-]*(?P<num>\d{1,2}|[IVX]{1,5}|[A-Z])?\b"
)
_WORDED = re.compile(
    r"(?P<word>Article|Section|Rule|Regulation)\s+(?P<num>\d{1,4}\s?[A-Za-z]{0,3})\b"
)
_BRACKETED = re.compile(r"\((?P<num>\d{1,3}[A-Z]{0,3}|[a-zA-Z]{1,9})\)")
_SECTION = re.compile(r"\(?(?P<num>\d{1,4}[A-Z]{0,4})\)?(?P<stop>[.,:]|\s)[\s—–-]*(?=[A-Z(“\"\[])")
_POINT = re.compile(r"(?P<num>\d{1,3}[a-z]{0,2})\.\s")
_LOST_FIGURE = re.compile(r"(?P<num>[A-Z]{1,2})\.\s+(?=[A-Z])")
_MARKER = re.compile(r"(?P<word>Provided|Explanation|Illustration)\b")
_HEAD_LINES = 2


@dataclass(frozen=True, slots=True)
class Brought:
    """A unit that new text brings."""

    word: str
    """chapter, part, schedule, section, proviso, explanation, or "" for a bracket or a point."""
    num: str
    start: int
    """Offset in the clean text."""
    end: int
    repaired: bool = False
    """Its number had lost its figure: `B.` after `2A.`"""


def brought_by(lines: Sequence[Line], many: bool) -> list[Brought]:
    """The topmost units of a block of new text, in order.

    `many`: the words before it speak of several; else only a line that opens with a mark of its
    own brings another one.
    """
    found = _first(lines)
    if found is None:
        return []
    at, word, num = found
    starts = [(0, word, num, False)]
    for index in range(at + 1, len(lines)):
        marked = lines[index].text[:1] in "“\"„‘'" and bool(lines[index].text)
        if many or marked or word in ("chapter", "part"):
            starts += _next(lines, index, starts)
    return _spans(lines, starts)


def _first(lines: Sequence[Line]) -> tuple[int, str, str] | None:
    """The first label: on the first line, or below a heading that stands above it."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        text = _bare(line.text)
        if (found := _label(text)) and (at == 0 or found[0]):
            return at, *found
        if at == 0 and (marker := _MARKER.match(text)):
            return 0, _marker_word(marker["word"]), ""
    return None


def _bare(text: str) -> str:
    return _QUOTE.sub("", text, count=1)


def _marker_word(word: str) -> str:
    return "proviso" if word == "Provided" else word.casefold()


def _label(text: str) -> tuple[str, str] | None:
    if (found := _CONTAINER.match(text)) or (found := _WORDED.match(text)):
        return found["word"].casefold(), re.sub(r"[\s-]", "", found["num"])
    if found := _SCHEDULE.match(text):
        return "schedule", found["num"] or (found["ordinal"] or "").upper()
    if found := _SECTION.match(text):
        bracketed = text.startswith("(") and found["num"].isdigit()
        if not bracketed and not text.startswith("(" + found["num"] + ") “"):
            return "section" if not _inner(text, found["num"]) else "", found["num"]
    if found := _BRACKETED.match(text):
        return "", found["num"]
    if found := _POINT.match(text):
        return "", found["num"]
    return None


def _inner(text: str, num: str) -> bool:
    """Whether `(2A) A person shall` is a subsection and not `(2E) Heading of a section`."""
    return text.startswith("(") and re.match(r"\(\w+\)\s+\S.{0,110}?[.,]\s?[—–_-]", text) is None


_Start = tuple[int, str, str, bool]


def _next(lines: Sequence[Line], index: int, starts: list[_Start]) -> list[_Start]:
    """The unit that a later line opens beside those before it, if it opens one."""
    _, word, last, _ = starts[-1]
    first_word = starts[0][1]
    text = _bare(lines[index].text)
    label = _label(text)
    if label and label[0] in ("chapter", "part", "schedule") and label[0] == first_word:
        return [(index, *label, False)]
    sections = first_word in ("section", "chapter", "part", "article", "rule", "regulation")
    if sections:
        return _next_section(index, text, label, starts)
    if label and label[0] == word == "" and _beside(last, label[1]):
        return [(index, "", label[1], False)]
    return []


def _next_section(
    index: int, text: str, label: tuple[str, str] | None, starts: list[_Start]
) -> list[_Start]:
    before = next((s for s in reversed(starts) if s[1] not in ("chapter", "part")), None)
    last = section_key(before[2]) if before else None
    if label and label[0] in ("section", "article", "rule", "regulation"):
        key = section_key(label[1])
        near = key is not None and (last is None or last < key <= (last[0] + 1, "ZZ"))
        plain = label[1].isdigit() and bool(before and not before[2].isdigit())
        return [(index, label[0], label[1], False)] if near and not plain else []
    if before and (lost := _LOST_FIGURE.match(text)):
        figures = re.match(r"\d+", before[2])
        letters = before[2][len(figures[0]) :] if figures else ""
        if figures and letters and lost["num"] == _after_letter(letters):
            return [(index, before[1], figures[0] + lost["num"], True)]
    return []


def _after_letter(letters: str) -> str:
    return letters[:-1] + chr(ord(letters[-1]) + 1)


def _beside(last: str, num: str) -> bool:
    """Whether one bracketed number may follow another in the same list."""
    pairs = ((a, b) for a in readings(last) for b in readings(num) if a.style is b.style)
    return any(
        0 <= b.value - a.value <= 1 and (b.value, b.suffix) >= (a.value, a.suffix) for a, b in pairs
    )


def _spans(lines: Sequence[Line], starts: list[_Start]) -> list[Brought]:
    ends = [index for index, *_ in starts[1:]] + [len(lines)]
    found = []
    for (index, word, num, repaired), stop in zip(starts, ends, strict=True):
        last = lines[stop - 1]
        start = lines[index].start
        found.append(Brought(word, num, start, last.start + len(last.text), repaired))
    return found
