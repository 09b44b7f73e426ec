"""Drops running heads, page numbers and gazette matter, and lifts footnotes off the page."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median_high

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft, Footnote, Role
from ingest.forms import forms_of

_SHORT = 100
_HEIGHT = 12.0
_SMALL = 0.88
"""Footnotes and marginal notes are set in letters below this share of the text's."""
_EDGE = 3
"""How many lines at a page's top and foot may be running heads."""

_LEVEL = 3.0
"""Points by which lines of one height may differ."""
_APART = 1.5
"""Times the usual distance from line to line: a head stands apart from the text."""
_SLOT_PAGES = 3
_MOST_PAGES = 0.6
"""Share of the pages that have a line in the place; first pages and last ones often do not."""

_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})\W*(?:(?:of|/)\s*\d{1,4})?\W*|\(\s?[ivxl\d]{1,6}\s?\)",
    re.IGNORECASE,
)
_PRINT_MARK = re.compile(r"R\.?G\.?N\.?:?\s*Dated?.*", re.IGNORECASE)
_GAZETTE_PAGE = re.compile(r"\(\d{3,4}\)")
_SECTION = re.compile(r"\[?\d{1,3}[A-Z]{0,2}\.\s?[A-Z]")
_DIGITS = re.compile(r"\d+|\b[ivxl]{1,6}\b")


def by_page(blocks: list[Block]) -> dict[int, list[Block]]:
    """Blocks of each page, in reading order; none when pages are unknown."""
    pages: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.page is not None:
            pages[block.page].append(block)
    return pages


class DropFurniture:
    """Set aside running heads, page numbers, print marks and gazette matter.

    Forms: `Page 6 of 39`, `CONSTITUTION OF PAKISTAN`, `928 THE GAZETTE OF PAKISTAN, …`, `(927)`,
    `RGN: Dated 07-02-2025`.
    Confused with: short text lines; only what returns at the same edge of many pages, or a bare
    number at an edge, is furniture.

    Reads: blocks.
    Writes: blocks (role).
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        words = forms.furniture
        gazette = re.compile("|".join(f"(?:{word})" for word in words)) if words else None
        for block in draft.body():
            if _is_gazette_matter(block.text, gazette) or forms.surround.fullmatch(block.text):
                block.role = Role.FURNITURE
        pages = by_page([b for b in draft.blocks if b.top])
        repeated = _repeated(pages)
        for blocks in pages.values():
            for block in _edges(blocks):
                if not _is_note(block) and _is_furniture(block, repeated):
                    block.role = Role.FURNITURE
        for block in _in_slots(pages):
            if block.role is Role.BODY:
                draft.decide(self, "furniture.slot", block, "a running head", "text", 0.0)
                block.role = Role.FURNITURE


def _is_gazette_matter(text: str, gazette: re.Pattern[str] | None) -> bool:
    if len(text) >= _SHORT or text.endswith(";"):
        return False
    if _GAZETTE_PAGE.fullmatch(text):
        return gazette is not None
    return bool(_PRINT_MARK.fullmatch(text) or (gazette and gazette.match(text)))


def _is_furniture(block: Block, repeated: set[str]) -> bool:
    if len(block.text) >= _SHORT or _SECTION.match(block.text):
        return False
    return _shape(block) in repeated or bool(_PAGE_NUMBER.fullmatch(block.text))


def _edges(blocks: list[Block]) -> list[Block]:
    ranked = sorted(blocks, key=lambda b: -b.top)
    return ranked[:_EDGE] + ranked[-_EDGE:]


def _is_note(block: Block) -> bool:
    """Notes stand at the page's foot as well, and say the same on many pages."""
    return MARK_OPEN in block.text or _NOTE_WORDS.match(block.text) is not None


def _shape(block: Block) -> str:
    """Words without their numbers, and the height at which they stand: heads keep their place."""
    words = _DIGITS.sub("#", block.text.casefold()).strip(" #_–-")
    return f"{round(block.top / _HEIGHT)} {words}" if words else ""


def _repeated(pages: dict[int, list[Block]]) -> set[str]:
    counts: Counter[str] = Counter()
    for blocks in pages.values():
        shapes = {_shape(b) for b in _edges(blocks) if not _is_note(b)}
        counts.update(shapes - {""})
    needed = max(3, len(pages) * 0.25)
    return {shape for shape, count in counts.items() if count >= needed}


def _in_slots(pages: dict[int, list[Block]]) -> list[Block]:
    """Lines in a place that the prints keeps for heads, whatever they say: `S. 1–5 | Act 8`.

    A place is one when most pages have a short line there, apart from the text below it or, at
    the foot, above it.
    """
    found: list[Block] = []
    if len(pages) < _SLOT_PAGES:
        return found
    pitch = _pitch(pages)
    for foot in (False, True):
        apart = [b for blocks in pages.values() if (b := _outermost(blocks, foot, pitch))]
        for block in apart:
            level = sum(abs(block.top - other.top) <= _HEIGHT for other in apart)
            if level >= max(_SLOT_PAGES, _MOST_PAGES * len(pages)):
                found.append(block)
    return found


def _pitch(pages: dict[int, list[Block]]) -> float:
    """The usual distance from line to line."""
    steps: Counter[float] = Counter()
    for blocks in pages.values():
        tops = sorted({round(b.top) for b in blocks}, reverse=True)
        steps.update(float(a - b) for a, b in pairwise(tops) if a - b > 4)
    return steps.most_common(1)[0][0] if steps else _HEIGHT


def _outermost(blocks: list[Block], foot: bool, pitch: float) -> Block | None:
    """The line at the page's edge, where it is short and stands apart from the others."""
    ranked = sorted(blocks, key=lambda b: b.top if foot else -b.top)
    edge = ranked[0]
    inner = next((b for b in ranked if abs(b.top - edge.top) > _LEVEL), None)
    if inner is None or abs(inner.top - edge.top) < _APART * pitch or _is_note(edge):
        return None
    text = len(edge.text) >= _SHORT or _SECTION.match(edge.text) or edge.text.endswith((";", "."))
    return None if text else edge


_NOTE_START = re.compile(rf"\s*[_\s]*{MARK_OPEN}([^{MARK_CLOSE}]+){MARK_CLOSE}\s*")
_NOTE_WORDS = re.compile(
    r"(?:\d{1,3}\s*)?(?:Subs?|Ins|Added|Omitted|Rep|Re-?numbered|Numbered|The\s+(?:word|original|figure)s?|"
    r"See|New|For\s+Statement|Section|Clause|Sub-section|Certain|Amended|Proviso|Explanation|"
    r"This\s+(?:Act|Ordinance)\s+(?:was|has)|Now)\b.*?(?:\bby\b|\bibid\b|\bsee\b|Gaz|extended|force|applied)",
    re.IGNORECASE | re.DOTALL,
)


_PLAIN_START = re.compile(
    rf"\s*(\d{{1,2}}(?=\s?{_NOTE_WORDS.pattern})|\*(?=\s?\w))\s?", re.IGNORECASE | re.DOTALL
)
"""A note whose call was set as large as its words: `1Subs. by …`, `* An offence …`."""


class LiftFootnotes:
    """Lift footnotes off the foot of each page and keep them by their mark.

    Forms: lines in small letters at a page's foot, under a drawn rule or one of dashes, each note
    opening with a superior figure (`1Subs. by …`, or the figure alone on a line), or with a figure
    as large as its words; `[^37]: …` in Markdown.
    Confused with: small print inside the text; notes stand below all lines of the text's size,
    whatever the order in which the producer wrote them.

    Reads: blocks (size, page, note).
    Writes: blocks (role), notes.
    """

    def __call__(self, draft: Draft) -> None:
        for block in draft.body():
            if block.note:
                block.role = Role.FOOTNOTE
                draft.notes.append(Footnote(block.note, block.text, block.page))
        sized = [b for b in draft.body() if b.size]
        if not sized:
            return
        body_size = _usual_size(sized)
        for page, blocks in by_page(draft.body()).items():
            self._lift(draft, page, blocks, body_size)

    def _lift(self, draft: Draft, page: int, blocks: list[Block], body_size: float) -> None:
        zone = _zone(blocks, body_size)
        for block in zone:
            block.role = Role.FOOTNOTE
        draft.notes.extend(_notes(zone, page))


def _usual_size(blocks: list[Block]) -> float:
    """The size, in whole points, of most of the letters."""
    letters: Counter[int] = Counter()
    for block in blocks:
        letters[round(block.size)] += max(1, len(block.text) // 20)
    return letters.most_common(1)[0][0]


def _zone(blocks: list[Block], body_size: float) -> list[Block]:
    """The small lines below the page's text, from the first that opens with a mark."""
    small = body_size * _SMALL
    floor = min((b.top for b in blocks if b.size > small), default=math.inf)
    zone = [b for b in blocks if b.size <= small and b.top < floor]
    while zone and not _NOTE_START.match(zone[0].text) and not _NOTE_WORDS.match(zone[0].text):
        if any(_NOTE_START.match(b.text) for b in zone):
            # a note running on from the page before
            break
        zone = zone[1:]
    return zone


def _notes(zone: list[Block], page: int) -> list[Footnote]:
    notes: list[Footnote] = []
    for block in zone:
        start = _NOTE_START.match(block.text) or _PLAIN_START.match(block.text)
        words = block.text[start.end() :] if start else block.text
        trailing = re.search(rf"{MARK_OPEN}([^{MARK_CLOSE}]+){MARK_CLOSE}\s*$", words)
        words = words[: trailing.start()] if trailing else words
        if start:
            notes.append(Footnote(start[1], words, page))
        elif notes:
            notes[-1].text = f"{notes[-1].text} {words}".strip()
        if trailing:
            notes.append(Footnote(trailing[1], "", page))
    return notes


_LONE_MARK = re.compile(rf"\s*{MARK_OPEN}[^{MARK_CLOSE}]+{MARK_CLOSE}\s*")
_NEAR = 20.0
"""Points between a marginal note and a footnote call that belongs to it."""


class LiftMargins:
    """Lift marginal notes out of the text they were set beside.

    Forms: short lines outside the column of the text, left or right of it.
    Confused with: page numbers and centred lines, which overlap the column; a second column, which
    holds as many words as the first; and a footnote call on a line of its own at the left edge,
    so this runs before footnotes are lifted and leaves their calls alone.

    Reads: blocks (left, right, size).
    Writes: blocks (role), margins.
    """

    def __call__(self, draft: Draft) -> None:
        for page, blocks in by_page([b for b in draft.body() if b.top]).items():
            column = _column([b for b in blocks if len(b.text) > 45])
            if len(column) < 4:
                continue
            left, right = min(b.left for b in column), max(b.right for b in column)
            beside = _without_calls(
                [b for b in blocks if b.right <= left + 2 or b.left >= right - 2]
            )
            if sum(len(b.text) for b in beside) <= sum(len(b.text) for b in column) / 2:
                draft.margins.extend(_margin_notes(page, beside))


def _column(long: list[Block]) -> list[Block]:
    """The lines that show how wide the text is; footnotes may be wider."""
    usual = median_high(b.size for b in long) if long else 0.0
    return [b for b in long if b.size > usual * _SMALL]


def _without_calls(beside: list[Block]) -> list[Block]:
    """Without footnote calls that stand at no marginal note but before a line of notes."""
    tops = sorted(b.top for b in beside if not _LONE_MARK.fullmatch(b.text))
    kept = []
    for block in beside:
        at = bisect_left(tops, block.top - _NEAR)
        if at < len(tops) and tops[at] < block.top + _NEAR:
            kept.append(block)
    return kept


def _margin_notes(page: int, blocks: list[Block]) -> list[tuple[int, float, str]]:
    """Join the lines of each note: they follow one another at line distance."""
    notes: list[tuple[int, float, str]] = []
    last = 0.0
    for block in sorted(blocks, key=lambda b: -b.top):
        block.role = Role.MARGIN
        text = re.sub(rf"{MARK_OPEN}[^{MARK_CLOSE}]*{MARK_CLOSE}", "", block.text)
        if notes and last - block.top < 1.4 * max(block.size, 6):
            head = notes[-1]
            glue = "" if head[2].endswith("\u00ad") else " "
            notes[-1] = (page, head[1], head[2].rstrip("\u00ad") + glue + text)
        else:
            notes.append((page, block.top, text))
        last = block.top
    return notes
