"""A program of its own that reads a PDF's words with pdfminer.six, for `second_opinion`.

    python -m ingest.pdfminer_words SECONDS < FILE

It prints one JSON object a line: first `{"pages": 3}`, then for each page `{"page": 1, "text": …}`,
in the order in which the page draws its letters, with a line end wherever the letters go to another
height; a page that it cannot read has `{"page": 1, "why": …}`.  It runs apart from the caller
because a hostile file may make pdfminer take any time and any memory: here both have limits, and
the caller can end it.
"""

from __future__ import annotations

import io
import json
import logging
import signal
import sys
import time
from collections.abc import Iterator

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psparser import PSException
from pdfminer.utils import Matrix

try:
    import resource
except ImportError:  # not on Windows, where the caller's time limit alone holds
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 1_200_000_000
"""Bytes of address space; ten times what a clean statute takes."""
PAGE_SECONDS = 5.0
"""A page of a statute takes a twentieth of a second."""
_MOST_LETTERS = 200_000
"""On one page; a page of fine print has 10,000."""
_MOST_KEYS = 4 * _MOST_LETTERS

_GAP = 0.2
"""Share of the size that parts words, where no blank is drawn."""
_RISE = 0.5
"""Share of the size by which another line stands lower or higher."""
_OVERPRINT = 0.5
"""Points within which the same letter again is the same letter, printed twice to look bold."""
_THIN = 1.2
"""Points; two letters so thin, or without a width, may stand as near as that."""


class PageTooLong(Exception):
    """A page took more time, or has more letters, than any page of a statute."""


class _Letters(PDFTextDevice):
    """Keeps the letters of a page that are drawn inside its shown part."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.start(((0.0, 0.0), (0.0, 0.0)))

    def start(self, shown: tuple[tuple[float, float], tuple[float, float]]) -> None:
        """Begin a page whose shown part goes from one corner to the other."""
        (self._left, self._low), (self._right, self._high) = shown
        self._parts: list[str] = []
        self._seen: set[tuple[str, int, int]] = set()
        self._end = self._base = 0.0

    def text(self) -> str:
        """What was drawn since the page began."""
        return "".join(self._parts)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Keep a letter; give how far the next one stands from it, as pdfminer asks."""
        try:
            letter = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            letter = "\ufffd"
        advance = font.char_width(cid) * fontsize * scaling
        self._keep(letter, matrix, advance, fontsize, rise)
        return advance

    def _keep(self, letter: str, matrix: Matrix, advance: float, size: float, rise: float) -> None:
        a, b, c, d, x, y = matrix
        x, y = x + rise * c, y + rise * d
        shown = self._left <= x <= self._right and self._low <= y <= self._high
        if not shown or (advance * abs(a) > _THIN and self._is_overprint(letter, x, y)):
            return
        high = abs(size) * max(abs(d), abs(c), 0.01)
        if abs(y - self._base) > _RISE * high and abs(b) < abs(a):
            self._parts.append("\n")
        elif x - self._end > _GAP * high or self._end - x > high:
            self._parts.append(" ")
        self._parts.append(letter)
        self._end, self._base = x + advance * a, y
        if len(self._parts) > _MOST_LETTERS:
            raise PageTooLong("too many letters")

    def _is_overprint(self, letter: str, x: float, y: float) -> bool:
        if letter.isspace():
            return False
        across, up = round(x / _OVERPRINT), round(y / _OVERPRINT)
        near = ((letter, across + i, up + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if any(place in self._seen for place in near):
            return True
        self._seen.add((letter, across, up))
        return False


def _stop_page(number: int, frame: object) -> None:
    raise PageTooLong("too long")


def _shown(page: PDFPage) -> tuple[tuple[float, float], tuple[float, float]]:
    left, low, right, high = (float(edge) for edge in page.cropbox)
    return (min(left, right), min(low, high)), (max(left, right), max(low, high))


def _read(page: PDFPage, device: _Letters, interpreter: PDFPageInterpreter) -> str:
    device.start(_shown(page))
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
    try:
        # in the page's own points: pdfminer would turn and shift them
        interpreter.render_contents(page.resources, page.contents)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
    return device.text()


def words_of(data: bytes, seconds: float) -> Iterator[dict[str, object]]:
    """What is printed, line by line; stops after so many seconds."""
    stop = time.monotonic() + seconds
    manager = PDFResourceManager()
    device = _Letters(manager)
    interpreter = PDFPageInterpreter(manager, device)
    pages = list(PDFPage.get_pages(io.BytesIO(data)))
    yield {"pages": len(pages)}
    for number, page in enumerate(pages, start=1):
        if time.monotonic() > stop:
            return
        try:
            yield {"page": number, "text": _read(page, device, interpreter)}
        except MemoryError:
            yield {"page": number, "why": "too much memory"}
        except Exception as error:
            yield {"page": number, "why": str(error) or type(error).__name__}


def main() -> int:
    """Read the file on standard input; give the exit code."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _stop_page)
    logging.disable(logging.CRITICAL)
    try:
        for told in words_of(sys.stdin.buffer.read(), float(sys.argv[1])):
            print(json.dumps(told), flush=True)
    except (PSException, MemoryError, ValueError, TypeError, KeyError, RecursionError) as error:
        print(json.dumps({"why": str(error) or type(error).__name__}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
