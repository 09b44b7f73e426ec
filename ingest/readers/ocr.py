"""Reads pictures of pages: straightens each, cuts its columns, and has tesseract read them.

Pages are read beside each other, one process for each CPU.  Pictures are drawn in the caller's
thread as room is free, because PDFium is not safe between threads, and so that few are in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from statistics import median

from ingest.draft import Draft, Sheet
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_lines import PageRead
from ingest.readers.scan_picture import Picture, parts_of, straightened, weigh_words
from ingest.readers.scan_words import Row, Word, level_rows, without_specks, words_of
from ingest.readers.tesseract import (
    Installed,
    PageStopped,
    PageTimedOut,
    Tesseract,
    find_tesseract,
)
from ingest.readers.trust import judged

PROGRAM_MEND = "install the program that reads letters (Debian: apt install tesseract-ocr)"


@dataclass(frozen=True, slots=True)
class PageToRead:
    """A page and how to draw it; `draw` gives None where it cannot be drawn."""

    page: int
    """1-based."""
    draw: Callable[[], Picture | None]


class PictureReader:
    """Reads pages of one document with the languages that the caller asked for."""

    def __init__(self, draft: Draft, installed: Installed, languages: Sequence[str]) -> None:
        self._draft = draft
        self._program = Tesseract(installed, languages)
        cpus = os.cpu_count() or 1
        self._workers = max(1, min(cpus, figures().program.most_at_once))

    def read(self, pages: Sequence[PageToRead]) -> dict[int, PageRead]:
        """What each page says; pages that could not be read are named in a warning.

        Tells `draft.options.on_page` of each page done.  When it is broken off, by Ctrl-C or an
        error, no program is left running.
        """
        found: dict[int, PageRead] = {}
        for done, read in enumerate(self._all(pages), start=1):
            if read is not None:
                found[read.page] = read
            if self._draft.options.on_page:
                self._draft.options.on_page(done, len(pages))
        return found

    def _all(self, pages: Sequence[PageToRead]) -> Iterator[PageRead | None]:
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                yield from self._in_turn(pool, pages)
            except BaseException:
                self._program.stop()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _in_turn(
        self, pool: ThreadPoolExecutor, pages: Sequence[PageToRead]
    ) -> Iterator[PageRead | None]:
        running: dict[Future[PageRead], int] = {}
        for page in pages:
            picture = page.draw()
            if picture is None:
                yield None
                continue
            running[pool.submit(read_picture, self._program, page.page, picture)] = page.page
            if len(running) > self._workers:
                yield from self._finished(running)
        while running:
            yield from self._finished(running)

    def _finished(self, running: dict[Future[PageRead], int]) -> Iterator[PageRead | None]:
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            page = running.pop(future)
            try:
                yield future.result()
            except (PageTimedOut, PageStopped) as error:
                self._warn(page, error)
                yield None

    def _warn(self, page: int, error: Exception) -> None:
        late = isinstance(error, PageTimedOut)
        why = f"took more than {figures().program.seconds:.0f} seconds" if late else "failed"
        self._draft.warnings.append(
            f"Reading the picture of page {page} of {self._draft.name} {why}; "
            "the page was left out. Scan it again at 300 dots an inch."
        )


def picture_reader(draft: Draft) -> PictureReader | None:
    """A reader for the draft's pictures; None where no program is installed.

    A language without data is left out with a warning that names its package.
    """
    installed = find_tesseract()
    if installed is None:
        return None
    wanted = draft.options.ocr_languages or ("eng",)
    there = [language for language in wanted if language in installed.languages]
    missing = [language for language in wanted if language not in installed.languages]
    if not there:
        there = [name for name in ("eng", *sorted(installed.languages)) if name != "osd"][:1]
    if missing:
        draft.warnings.append(_missing_languages(missing, there))
    return PictureReader(draft, installed, there) if there else None


def _missing_languages(missing: Sequence[str], there: Sequence[str]) -> str:
    packages = ", ".join(f"tesseract-ocr-{name.replace('_', '-').lower()}" for name in missing)
    names = ", ".join(f"“{name}”" for name in missing)
    return (
        f"Pictures were read without the language {names}, whose data is not installed (Debian: "
        f"apt install {packages}); used: {', '.join(there)}."
    )


def read_picture(program: Tesseract, page: int, picture: Picture) -> PageRead:
    """What one page says, turned upright where it reads better so.

    Raises:
        PageTimedOut, PageStopped: tesseract gave no answer.
    """
    read = _upright(program, page, picture)
    limits = figures().turned
    doubtful = not read.rows or read.sure < limits.sure or judged(read.texts).odd > limits.odd
    turn = program.direction(picture.image, picture.dpi) if doubtful else 0
    if not turn:
        return read
    other = _upright(program, page, picture.turned(turn))
    if other.sure * min(1, other.letters / max(1, read.letters)) <= read.sure:
        return read
    other.turned = turn
    other.sheet = Sheet(0, 0, other.sheet.width, other.sheet.height, (360 - turn) % 360)
    return other


def _upright(program: Tesseract, page: int, picture: Picture) -> PageRead:
    level, _ = straightened(picture.smoothed())
    rows: list[Row] = []
    for part, box in enumerate(parts_of(level)):
        table = program.words(level.cut(box), level.dpi)
        found = words_of(table, level.scale, level.height, box[:2])
        rows += [Row(row.words, part) for row in found]
    kept, dropped = without_specks(level_rows(rows))
    _weigh(level, [word for row in kept for word in row.words])
    return PageRead(page, Sheet(0, 0, level.width, level.height), kept, dropped)


def _weigh(picture: Picture, words: Sequence[Word]) -> None:
    """Note how thick the strokes of each word are, in shares of the page's usual."""
    high = picture.height
    boxes = [(w.left, high - w.top, w.right, high - w.bottom) for w in words]
    weights = weigh_words(picture, boxes)
    usual = median(w for w in weights if w) if any(weights) else 0.0
    for word, weight in zip(words, weights, strict=True):
        word.heavy = weight / usual if usual else 0.0
