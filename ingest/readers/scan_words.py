"""Words that tesseract read, with their place in points, and the printed lines they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

from ingest.readers.ocr_figures import figures

_WORD_LEVEL = "5"
_COLUMNS = 12
_MARK = re.compile(r"[\W_]+")
_DEEP = frozenset("gjpqyQ,;()[]{}|/$ç§")
_TALL = re.compile(r"[A-Zbdfhklit\d()\[\]{}|/“”\"‘’'!?&ÀÁÂÄÇÈÉÊËÎÏÔÖÙÛÜß]")


@dataclass(slots=True)
class Word:
    """A word in points, counted from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    sure: float
    """How sure the machine is of its letters, 0 to 1."""
    heavy: float = 0.0
    """Thickness of its strokes, in any measure; 0 when unknown."""

    @property
    def letters(self) -> int:
        """How many letters and figures it has."""
        return sum(c.isalnum() for c in self.text)


@dataclass(slots=True)
class Row:
    """A printed line: its words from left to right."""

    words: list[Word] = field(default_factory=list)
    part: int = 0
    """Which part of the page it stands in, where the page has columns."""

    @property
    def text(self) -> str:
        """The words with one blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return max(word.right for word in self.words)

    @property
    def sure(self) -> float:
        """Mean confidence of its words, longer words counting for more."""
        weights = [max(1, word.letters) for word in self.words]
        total = sum(w * word.sure for w, word in zip(weights, self.words, strict=True))
        return total / sum(weights)

    @property
    def base(self) -> float:
        """Height of the baseline: where letters without descenders end."""
        flat = [w.bottom for w in self.words if w.letters and not _DEEP & set(w.text)]
        if flat:
            return median(flat)
        deep = figures().sizes.deep * self.size
        return median(w.bottom for w in self.words) + deep

    @property
    def size(self) -> float:
        """Size of the font, judged by how high letters of each shape stand."""
        held = [s for s in map(_font_size, self.words) if s]
        return median(held) if held else max(w.top - w.bottom for w in self.words)


def _font_size(word: Word) -> float:
    """Size of the font by one word's height; 0 where the word does not tell."""
    sizes = figures().sizes
    if word.letters < 2 or word.sure < figures().words.sure:
        return 0.0
    reach = sizes.tall if _TALL.search(word.text) else sizes.small
    if _DEEP & set(word.text):
        reach += sizes.deep
    return (word.top - word.bottom) / reach


def words_of(table: str, scale: float, height: float, offset: tuple[float, float]) -> list[Row]:
    """The lines of tesseract's table, in the order of reading.

    `scale`: points of a dot; `height`: of the page in points; `offset`: left and top edge in
    points of the part of the page that the table is of.
    """
    rows: dict[tuple[str, str, str], Row] = {}
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        row = rows.setdefault((cells[2], cells[3], cells[4]), Row())
        row.words.append(_word(cells, scale, height, offset))
    return [row for row in rows.values() if row.words]


def _word(cells: list[str], scale: float, height: float, offset: tuple[float, float]) -> Word:
    left, top, wide, high = (scale * float(cell) for cell in cells[6:10])
    left, top = left + offset[0], top + offset[1]
    sure = min(1.0, max(0.0, float(cells[10]) / 100))
    text = " ".join(cells[11].split())
    return Word(text, left, height - top - high, left + wide, height - top, sure)


def level_rows(rows: Iterable[Row]) -> list[Row]:
    """Lines from the top down; what tesseract took apart on one height is put together."""
    ordered = sorted(rows, key=lambda row: (row.part, -row.base))
    joined: list[Row] = []
    for row in ordered:
        if joined and _level(joined[-1], row):
            joined[-1].words = sorted([*joined[-1].words, *row.words], key=lambda w: w.left)
        else:
            joined.append(row)
    return joined


def _level(before: Row, row: Row) -> bool:
    if before.part != row.part or not _apart(before, row):
        return False
    low = max(_low(before), _low(row))
    high = min(_high(before), _high(row))
    least = min(_high(before) - _low(before), _high(row) - _low(row))
    return high - low > figures().lines.same_height * max(least, 0.1)


def _apart(first: Row, second: Row) -> bool:
    """Whether two lines stand beside each other, and not on each other."""
    return first.right <= second.left + 1 or second.right <= first.left + 1


def _low(row: Row) -> float:
    return median(word.bottom for word in row.words)


def _high(row: Row) -> float:
    return median(word.top for word in row.words)


def without_specks(rows: list[Row]) -> tuple[list[Row], list[tuple[str, str]]]:
    """The lines without marks that are no text, and each mark left out with its line's words."""
    left, right = _column(rows)
    kept: list[Row] = []
    dropped: list[tuple[str, str]] = []
    for row in rows:
        around = row.text
        specks = set(_specks(row, left, right))
        dropped += [(row.words[at].text, around) for at in sorted(specks)]
        words = [word for at, word in enumerate(row.words) if at not in specks]
        if words:
            kept.append(Row(words, row.part))
    return kept, dropped


def _column(rows: list[Row]) -> tuple[float, float]:
    """The edges of the text: between them stand nearly all letters."""
    long = [row for row in rows if len(row.text) > 30 and row.sure > figures().words.sure]
    if len(long) < 3:
        return float("-inf"), float("inf")
    return min(row.left for row in long), max(row.right for row in long)


def _specks(row: Row, left: float, right: float) -> Iterator[int]:
    size = row.size
    alone = not any(word.letters for word in row.words)
    for at, word in enumerate(row.words):
        if _numbers_heading(row, at):
            continue
        if (alone and not _is_rule(word.text)) or _is_speck(word, size, left, right):
            yield at


def _numbers_heading(row: Row, at: int) -> bool:
    """A bar that ends a short line of capitals is its number: `CHAPTER |`."""
    others = [word.text for word in row.words[:at]]
    last = at == len(row.words) - 1 and row.words[at].text in ("|", "!")
    return last and len(others) == 1 and others[0].isupper() and len(others[0]) > 3


def _is_rule(text: str) -> bool:
    """A long drawn line, which parts notes from text or is a blank to be filled in."""
    return len(text) >= 4 and len(set(text)) <= 2 and not text.isalnum()


def _is_speck(word: Word, size: float, left: float, right: float) -> bool:
    limits = figures().words
    if word.text in figures().lone_marks:
        return True
    outside = word.right < left - limits.outside or word.left > right + limits.outside
    short = word.letters <= limits.speck_letters and len(word.text) <= limits.speck_letters + 1
    if outside and short and word.sure < limits.speck_sure:
        return True
    low = word.top - word.bottom < limits.low * size
    lone = _MARK.fullmatch(word.text) is not None and len(word.text) < 3
    return lone and low and word.text[0] not in "-–—=…" and word.sure < limits.speck_sure
