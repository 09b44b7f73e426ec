"""Pages of a PDF that are pictures: finds them, has them read, and keeps what reads better.

A page is read by machine when it has no letters, when another machine laid its own reading over
the picture and that is full of words of no language, or when the fonts give no readable letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.draft import Block, Draft
from ingest.errors import NoLettersRead, ScannedPdf
from ingest.readers.ocr import PROGRAM_MEND, PageToRead, picture_reader
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_draft import pages_named, put_pages, tell_scan, trust_less
from ingest.readers.scan_lines import PageRead
from ingest.readers.scan_picture import Picture
from ingest.readers.tesseract import find_tesseract
from ingest.readers.trust import Reading, judged

_INVISIBLE = 3
"""Text rendering mode “neither fill nor stroke”: ISO 32000-1, table 106."""
_SAMPLES = 5
_POINTS = 72.0
_DEPTH = 3
_MOST_OBJECTS = 3000


class Sight(StrEnum):
    """What a page looks like to one who asks whether its letters are printed ones."""

    PRINTED = "letters of the file"
    EMPTY = "a page without letters"
    SPARSE = "few letters over a picture"
    LAID_OVER = "letters that another machine laid over a picture"
    UNREADABLE = "letters that make no words"


@dataclass(frozen=True, slots=True)
class _Look:
    """A page that is not plainly printed."""

    page: int
    sight: Sight
    layer: Reading
    dpi: float
    """Resolution of its largest picture, 0 without one."""


class ScanWatch:
    """Looks at each page while it is open, and reads the pictures among them at the end."""

    def __init__(self) -> None:
        self._looks: list[_Look] = []

    def look(
        self,
        page: int,
        sheet: pypdfium2.PdfPage,
        text_page: pypdfium2.PdfTextPage,
        blocks: Sequence[Block],
    ) -> None:
        """Judge page `page` (1-based) by its text layer, given as blocks."""
        layer = judged(block.text for block in blocks)
        sight, dpi = _sight(sheet, text_page, layer)
        if sight is not Sight.PRINTED:
            self._looks.append(_Look(page, sight, layer, dpi))

    def read(self, document: pypdfium2.PdfDocument, draft: Draft) -> None:
        """Put what a machine reads into the draft where no good text layer is.

        Raises:
            ScannedPdf: the file holds pictures alone, and no program can read them.
            NoLettersRead: the file holds pictures alone, and no letters were found in them.
        """
        laid_over = {k.page for k in self._looks if k.sight is Sight.LAID_OVER}
        trust_less(draft, laid_over)
        wanted = [look for look in self._looks if _to_be_read(look, self._looks)]
        reader = picture_reader(draft) if wanted else None
        if wanted and reader is None:
            _warn_unread(draft, wanted)
        taken: set[int] = set()
        if reader is not None:
            pages = [PageToRead(k.page, _drawer(document, k, draft)) for k in wanted]
            taken = _take(draft, wanted, reader.read(pages))
        tell_scan(draft, taken, laid_over - taken)
        if not any(block.text.strip() for block in draft.blocks):
            _refuse(draft, wanted)


def _sight(
    sheet: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, layer: Reading
) -> tuple[Sight, float]:
    trust = figures().trust
    if layer.letters < trust.some_letters:
        return _sparse(sheet, layer)
    if is_unseen(text_page):
        return Sight.LAID_OVER, _pictured(sheet)[1]
    if layer.words >= trust.least_words and layer.odd >= trust.odd_seen:
        return Sight.UNREADABLE, 0.0
    return Sight.PRINTED, 0.0


def _sparse(sheet: pypdfium2.PdfPage, layer: Reading) -> tuple[Sight, float]:
    trust = figures().trust
    share, dpi, shapes = _pictured(sheet)
    if layer.letters >= trust.few_letters:
        return (Sight.SPARSE, dpi) if share >= trust.covers else (Sight.PRINTED, 0.0)
    worth = share >= trust.pictured or shapes >= trust.drawn
    return (Sight.EMPTY, dpi) if worth else (Sight.PRINTED, 0.0)


def is_unseen(text_page: pypdfium2.PdfTextPage) -> bool:
    """Whether the letters are there for searching alone: a sample of them is not drawn."""
    count = text_page.count_chars()
    modes = set()
    for at in range(_SAMPLES):
        found = pdfium.FPDFText_GetTextObject(text_page.raw, count * at // _SAMPLES)
        if found:
            modes.add(pdfium.FPDFTextObj_GetTextRenderMode(found))
    return modes == {_INVISIBLE}


def _pictured(sheet: pypdfium2.PdfPage) -> tuple[float, float, int]:
    """Share of the page under its largest picture, that picture's resolution, and drawn shapes."""
    width, height = sheet.get_size()
    best = (0.0, 0.0)
    shapes = 0
    for at, thing in enumerate(sheet.get_objects(max_depth=_DEPTH)):
        if at > _MOST_OBJECTS:
            break
        shapes += thing.type == pdfium.FPDF_PAGEOBJ_PATH
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            best = max(best, _picture_of(thing, width * height))
    return best[0], best[1], shapes


def _picture_of(thing: pypdfium2.PdfObject, area: float) -> tuple[float, float]:
    try:
        left, bottom, right, top = thing.get_bounds()
        facts = thing.get_metadata()
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    share = min(1.0, max(0.0, (right - left) * (top - bottom)) / max(1.0, area))
    return share, min(facts.horizontal_dpi, facts.vertical_dpi)


def _to_be_read(look: _Look, looks: Sequence[_Look]) -> bool:
    if look.sight is not Sight.LAID_OVER:
        return True
    laid = [k.layer for k in looks if k.sight is Sight.LAID_OVER]
    words = sum(layer.words for layer in laid)
    odd = sum(layer.odd * layer.words for layer in laid) / max(1, words)
    # one machine read them all, so the pages are as bad as their mean
    return max(odd, look.layer.odd) >= figures().trust.odd_unseen


def _drawer(
    document: pypdfium2.PdfDocument, look: _Look, draft: Draft
) -> Callable[[], Picture | None]:
    return lambda: _drawn(document, look, draft)


def resolution(dpi: float, width: float, height: float) -> int:
    """Dots an inch at which to draw a page of so many points that holds a picture of `dpi`."""
    limits = figures().picture
    own = limits.least_dpi <= dpi <= limits.most_dpi
    wanted = float(round(dpi) if own else limits.dpi)
    pixels = wanted * wanted * width * height / (_POINTS * _POINTS)
    wanted *= min(1.0, (limits.most_pixels / max(1.0, pixels)) ** 0.5)
    return max(1, int(wanted))


def _drawn(document: pypdfium2.PdfDocument, look: _Look, draft: Draft) -> Picture | None:
    try:
        sheet = document[look.page - 1]
        if _too_large(sheet):
            draft.warnings.append(
                f"A picture on page {look.page} of {draft.name} is larger than can be read; the "
                "page was left out. Save the file with pictures of 300 dots an inch."
            )
            return None
        dpi = resolution(look.dpi, *sheet.get_size())
        drawn = sheet.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L").copy()
        sheet.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        draft.warnings.append(f"Page {look.page} of {draft.name} cannot be drawn and was left out.")
        return None
    return Picture(drawn, dpi)


def _too_large(sheet: pypdfium2.PdfPage) -> bool:
    """Whether a picture would need more memory to unpack than a page is worth."""
    for at, thing in enumerate(sheet.get_objects(max_depth=_DEPTH)):
        if at > _MOST_OBJECTS:
            break
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            wide, high = thing.get_px_size()
            if wide * high > figures().picture.most_file_pixels:
                return True
    return False


def _take(draft: Draft, looks: Sequence[_Look], reads: dict[int, PageRead]) -> set[int]:
    """Let what was read take the place of a worse text layer; give the pages where it did."""
    better = {}
    for look in looks:
        read = reads.get(look.page)
        if read is not None and is_better(read, look.layer, look.sight is Sight.UNREADABLE):
            better[look.page] = read
        _tell(draft, look, read, look.page in better)
    put_pages(draft, better)
    return set(better)


def is_better(read: PageRead, layer: Reading, printed: bool) -> bool:
    """Whether a page's new reading is better than its layer; printed letters have more credit."""
    trust = figures().trust
    if layer.letters < trust.few_letters:
        return read.letters > layer.letters
    fresh = judged(read.texts)
    enough = fresh.letters >= trust.least_share * layer.letters
    return enough and fresh.odd < layer.odd * (0.5 if printed else 1.0)


def _tell(draft: Draft, look: _Look, read: PageRead | None, taken: bool) -> None:
    words = f"page {look.page}: {look.sight}"
    if look.layer.words:
        words += f", {look.layer.odd:.1%} odd words"
    if read is not None:
        words += f"; by machine {judged(read.texts).odd:.1%} odd words, {read.sure:.0%} sure"
    about = Block(words, look.page)
    chose = "a picture to be read by machine" if taken else "text to be kept as the file has it"
    draft.decide(ScanWatch(), "scan.layer", about, chose, "", 0.0)


def _warn_unread(draft: Draft, looks: Sequence[_Look]) -> None:
    """Without the program: which pages are left out, and which keep doubtful letters."""
    empty = [k.page for k in looks if k.sight in (Sight.EMPTY, Sight.SPARSE)]
    doubtful = [k.page for k in looks if k.sight in (Sight.LAID_OVER, Sight.UNREADABLE)]
    if empty:
        draft.warnings.append(
            f"{pages_named(empty)} of {draft.name} hold pictures and were left out: {PROGRAM_MEND}."
        )
    if doubtful:
        draft.warnings.append(
            f"{pages_named(doubtful)} of {draft.name} have letters that make few words, and were "
            f"read with them all the same. To have their pictures read, {PROGRAM_MEND}."
        )


def _refuse(draft: Draft, wanted: Sequence[_Look]) -> None:
    """Nothing was found on any page."""
    if wanted and find_tesseract() is None:
        raise ScannedPdf(draft.name, draft.pages or 0)
    raise NoLettersRead(draft.name)
