"""Reads the letters of one PDF page with their place, size and weight, as PDFium gives them."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import pypdfium2.raw as pdfium

from ingest.draft import MARK_CLOSE, MARK_OPEN, Sheet
from ingest.readers.pieces import Piece

LOST = "\ufffe"
"""PDFium's letter for a hyphen at a line's end, and for a glyph without a meaning."""

SMALL = 0.8
"""A figure is superior when it is smaller than this share of the letters beside it."""

FIGURES = re.compile(r"\d{1,3}|\*")

_UNSCALED = 2.0
_SLANT = 0.05
"""Quarters of a turn; a scan that lies askew is off by less."""
_LAST_FIGURE = re.compile(r"(?<!\d)(?:\d{1,3}|\*)\Z")
_CUTS = re.compile(f"[{LOST}\x02]")
_DRAWN = re.compile(r"[_–—]{12,}\s*")
"""A rule of hyphens, with which prints part footnotes from text."""

_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
"""Single letters one after the other: a word that was set wide, read as so many words."""
_SHORT_PART = 4
"""Letters; a kerned pair, or a ligature, stays together in a word set wide."""
_MOST_BLANKS = 120
_WORD_GAP = 0.14
"""Share of the size by which the gap between words set wide is more than that of their letters."""

_BOLD_NAME = re.compile(rb"bold|black|heavy|,b", re.IGNORECASE)
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Frame:
    """Which way up the letters of a page stand; positions are given as if they stood upright."""

    turn: int
    """By how many quarters the page must be turned clockwise for its letters to stand upright."""
    across: float
    up: float
    """Sum of the page's left and right edges, and of its lower and upper ones."""

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page lies once it is turned."""
        if self.turn == 0:
            return x, y
        if self.turn == 1:
            return y, self.across - x
        return (self.across - x, self.up - y) if self.turn == 2 else (self.up - y, x)

    def sheet(self, shown: Sheet) -> Sheet:
        """The shown part of the page, in the turned page's points."""
        turned = (shown.turned - 90 * self.turn) % 360
        if self.turn % 2 == 0:
            return Sheet(shown.left, shown.bottom, shown.width, shown.height, turned)
        return Sheet(shown.bottom, shown.left, shown.height, shown.width, turned)


class PageReader:
    """Reads one page's text with geometry; asks PDFium for no more letters than it must."""

    def __init__(self, raw: object, text: str, shown: Sheet) -> None:
        self._raw = raw
        self.text = text
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()
        self.frame = _frame(raw, text, shown)
        self._bold_cache: dict[bytes, bool] = {}
        # most pages have neither, and one look at the page is cheaper than one at each line
        self._cut = _CUTS.search(text) is not None
        self._spaced = _SPACED.search(text) is not None
        self._ruled = _DRAWN.search(text) is not None

    def pieces(self) -> list[Piece]:
        """Stretches between PDFium's line breaks, also cut at hyphens that ended a line."""
        found = []
        start = 0
        for line in self.text.split("\r\n"):
            for begin, end in self._stretches(start, line):
                if not self.text[begin:end].isspace():
                    found.append(self.piece(begin, end))
            start += len(line) + 2
        return found

    def _stretches(self, start: int, line: str) -> Iterable[tuple[int, int]]:
        if not line:
            return ()
        stop = start + len(line)
        inner = [start + turn for turn in self._turns(start, line)]
        for found in _CUTS.finditer(line) if self._cut else ():
            cut = found.start() + start
            if cut + 1 < stop and not self._level(cut - 1, cut + 1):
                inner.append(cut + 1)
        return itertools.pairwise([start, *sorted(inner), stop]) if inner else ((start, stop),)

    def _turns(self, start: int, line: str) -> list[int]:
        """Places in a line where the letters go on further left than they were.

        PDFium leaves two printed lines in one where a raised figure or a rule opens the second.
        """
        places = []
        if self._ruled:
            places = [place for drawn in _DRAWN.finditer(line) for place in drawn.span()]
        words = line.rstrip()
        if words[-1:].isdecimal() or words[-1:] == "*":
            figure = _LAST_FIGURE.search(words, max(0, len(words) - 4))
            places += [figure.start()] if figure else []
        return [at for at in places if 0 < at < len(line) and self._turns_back(start, line, at)]

    def _turns_back(self, start: int, line: str, at: int) -> bool:
        before = len(line[:at].rstrip()) - 1
        return before >= 0 and self.left_of(start + at) < self.left_of(start + before)

    def _level(self, first: int, second: int) -> bool:
        return abs(self._base(max(first, 0)) - self._base(second)) < 3

    def _base(self, at: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._raw, at, self._x, self._y)
        if self.frame.turn:
            return self.frame.place(self._x.value, self._y.value)[1]
        height: float = self._y.value
        return height

    def _edges(self, at: int) -> tuple[float, float]:
        left, right, low, high = self._box
        pdfium.FPDFText_GetCharBox(self._raw, at, left, right, low, high)
        if self.frame.turn:
            first, _ = self.frame.place(left.value, low.value)
            second, _ = self.frame.place(right.value, high.value)
            return min(first, second), max(first, second)
        return left.value, right.value

    def left_of(self, at: int) -> float:
        """The left edge of a letter, in points."""
        return self._edges(at)[0]

    def right_of(self, at: int) -> float:
        """The right edge of a letter, in points."""
        return self._edges(at)[1]

    def upright(self, piece: Piece) -> Iterable[Piece]:
        """A piece without the letters at its end that run askew, as `DRAFT` across a page does."""
        end = piece.end
        while end > piece.begin and (self.text[end - 1].isspace() or self._is_slanted(end - 1)):
            end -= 1
        if end == piece.end:
            return (piece,)
        return (self.piece(piece.begin, end),) if end > piece.begin else ()

    def _is_slanted(self, at: int) -> bool:
        quarters: float = pdfium.FPDFText_GetCharAngle(self._raw, at) / (math.pi / 2)
        return abs(quarters - round(quarters)) > _SLANT

    def _size(self, at: int) -> float:
        """Points as printed: some producers set size 1 and scale it by the text matrix."""
        size: float = pdfium.FPDFText_GetFontSize(self._raw, at)
        if size <= _UNSCALED and pdfium.FPDFText_GetMatrix(self._raw, at, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size

    def _is_bold(self, at: int) -> bool:
        pdfium.FPDFText_GetFontInfo(self._raw, at, self._name, 96, self._flags)
        name = self._name.value
        if name not in self._bold_cache:
            heavy = pdfium.FPDFText_GetFontWeight(self._raw, at) >= _BOLD_WEIGHT
            self._bold_cache[name] = heavy or bool(_BOLD_NAME.search(name))
        return self._bold_cache[name]

    def piece(self, begin: int, end: int) -> Piece:
        """The letters from one place to another, which must hold one that is no blank."""
        raw = self.text[begin:end]
        first = begin + len(raw) - len(raw.lstrip())
        last = begin + len(raw.rstrip()) - 1
        size = max(self._size(first), self._size((first + last) // 2), self._size(last))
        left, _ = self._edges(first)
        text = self._marked(first, last + 1, size)
        bold = self._bold_letters(first, last)
        if self._spaced and _SPACED.search(text):
            text, bold = self._close(first, last + 1, bold)
        right = self._edges(last)[1]
        return Piece(text, left, right, self._base(first), size, bold, first, last + 1)

    def _marked(self, begin: int, end: int, size: float) -> str:
        """The text with superior figures turned into marks."""
        raw = self.text[begin:end]
        parts: list[str] = []
        at = 0
        for match in FIGURES.finditer(raw):
            first, last = match.span()
            if (first and raw[first - 1].isdigit()) or last - first == len(raw):
                continue
            if self._size(begin + first) < size * SMALL:
                parts += [raw[at:first], MARK_OPEN, match[0], MARK_CLOSE]
                at = last
        return "".join([*parts, raw[at:]]) if parts else raw

    def _close(self, begin: int, end: int, bold: int) -> tuple[str, int]:
        """The letters without the blanks that are gaps of a word set wide."""
        raw = self.text[begin:end]
        dropped: set[int] = set()
        for wide in _SPACED.finditer(raw):
            blanks = [at for at in range(wide.start(), len(raw)) if raw[at] == " "]
            gaps = {at: self._gap(begin + at) for at in blanks[:_MOST_BLANKS]}
            inner = [gap for at, gap in gaps.items() if at < wide.end()]
            most = median(inner) + _WORD_GAP * self._size(begin + wide.start())
            for at, gap in gaps.items():
                word = raw[at + 1 :].split(" ", 1)[0]
                if at >= wide.end() and len(word) > _SHORT_PART:
                    break
                if gap <= most:
                    dropped.add(at)
        kept = [at for at in range(len(raw)) if at not in dropped]
        return "".join(raw[at] for at in kept), sum(at < bold for at in kept)

    def _gap(self, blank: int) -> float:
        return max(0.1, self.left_of(blank + 1) - self.right_of(blank - 1))

    def _bold_letters(self, first: int, last: int) -> int:
        """How many letters at the start are bold, by halving."""
        if not self._is_bold(first):
            return 0
        if self._is_bold(last):
            return last - first + 1
        low, high = first, last
        while high - low > 1:
            middle = (low + high) // 2
            if self.text[middle].isspace() or self._is_bold(middle):
                low = middle
            else:
                high = middle
        return high - first


def _turn(raw: object, text: str) -> int:
    """By how many quarters most letters of a page are turned, as three of them show."""
    turns = set()
    for share in (1, 2, 3):
        at = next((i for i in range(len(text) * share // 4, len(text)) if text[i].isalnum()), -1)
        if at >= 0:
            turns.add(round(pdfium.FPDFText_GetCharAngle(raw, at) / (math.pi / 2)) % 4)
    return (4 - turns.pop()) % 4 if len(turns) == 1 else 0


def _frame(raw: object, text: str, shown: Sheet) -> Frame:
    across = 2 * shown.left + shown.width
    return Frame(_turn(raw, text), across, 2 * shown.bottom + shown.height)
