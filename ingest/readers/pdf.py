"""PDF text layer through PDFium: lines with place, size, bold letters and footnote calls.

PDFium breaks a printed line where the baseline jumps, so pieces that stand side by side are put
together again; superior figures become footnote marks by their size.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.draft import LINE_HYPHEN, MARK_CLOSE, MARK_OPEN, Block, Draft, Sheet
from ingest.errors import BrokenPdf, EncryptedPdf, PdfWithoutPages
from ingest.readers.columns import apart, find_gutter
from ingest.readers.facing import FacingColumns
from ingest.readers.page_reader import FIGURES, LOST, SMALL, PageReader
from ingest.readers.pdf_guard import check_pdf
from ingest.readers.pieces import (
    Piece,
    from_the_top,
    in_place,
    left_margin,
    once,
    right_margin,
    side_by_side,
)
from ingest.readers.scan import ScanWatch
from ingest.readers.second_opinion import CrossCheck
from ingest.readers.size_guard import PageBudget

_DOWNWARDS = 90
"""Where the letters run down the page as it is shown, PDFium gives the last line first."""

_HYPHEN = "\u2010"
"""The letter that is a hyphen and nothing else; some programs break words with it."""

_HUGE = 1.8
"""Times the usual size: letters across a page that say `DRAFT` or `COPY` are larger still."""

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of the text, or of one of its columns, in points."""

    left: float
    right: float


def looks_like(data: bytes) -> bool:
    """The PDF signature within the first kilobyte, as readers allow."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks with the printed lines of every page.

    Raises:
        EncryptedPdf, BrokenPdf, PdfWithoutPages: the file has no pages to give.
        ScannedPdf, NoLettersRead: its pages are pictures that could not be read, or are empty.
        PastLimit: its streams, pages or letters pass a limit of `pdf_guard` or `size_guard`.
    """
    check_pdf(data, draft.name)
    document = _open(data, draft.name)
    try:
        draft.pages = len(document)
        if not draft.pages:
            raise PdfWithoutPages(draft.name)
        budget = PageBudget(draft.pages, draft.name)
        draft.sheets = [Sheet(0, 0, 0, 0)] * draft.pages
        scans, facing = ScanWatch(), FacingColumns()
        for number in range(draft.pages):
            draft.blocks.extend(_page(document, number, draft, scans, facing, budget))
        scans.read(document, draft)
        facing(draft)
        _warn_of_lost_letters(draft)
        if draft.options.cross_check:
            CrossCheck()(data, draft)
    finally:
        document.close()


def _warn_of_lost_letters(draft: Draft) -> None:
    lost = sum(block.text.count("\ufffd") for block in draft.blocks)
    if lost:
        draft.warnings.append(
            f"{lost} letters of {draft.name} have no meaning in its fonts; they read as \ufffd."
        )


def _open(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _says_no_pages(data):  # PDFium sets no code of its own for this
            raise PdfWithoutPages(name) from error
        if error.err_code in _LOCKED:
            raise EncryptedPdf(name) from error
        raise BrokenPdf(name) from error


def _says_no_pages(data: bytes) -> bool:
    return bool(re.search(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b", data)) and b"%%EOF" in data[-1024:]


def _page(
    document: pypdfium2.PdfDocument,
    number: int,
    draft: Draft,
    scans: ScanWatch,
    facing: FacingColumns,
    budget: PageBudget,
) -> list[Block]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        draft.warnings.append(f"Page {number + 1} of {draft.name} is damaged and was left out.")
        return []
    try:
        budget.spend(text_page.count_chars())
        shown = _sheet(page)
        reader = PageReader(text_page.raw, text_page.get_text_range(), shown)
        draft.sheets[number] = reader.frame.sheet(shown)
        lines, gutter = _lines(reader, draft.sheets[number])
        blocks = _blocks(lines, number + 1, gutter)
        facing.look(number + 1, gutter)
        scans.look(number + 1, page, text_page, blocks)
    finally:
        text_page.close()
        page.close()
    return blocks


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    """The crop box, which is what PDFium draws; positions are not turned with the page."""
    left, bottom, right, top = page.get_bbox()
    return Sheet(left, bottom, right - left, top - bottom, page.get_rotation())


def _lines(reader: PageReader, sheet: Sheet) -> tuple[list[Piece], float | None]:
    """The page's lines in the order of reading, and the gutter where it has two columns."""
    pieces = apart([piece for piece in reader.pieces() if _is_shown(piece, sheet)], reader)
    pieces = once(pieces)
    if sheet.turned == _DOWNWARDS:
        pieces = from_the_top(pieces)
    usual = _usual_size(pieces)
    pieces = [q for p in pieces for q in ([p] if p.size < _HUGE * usual else reader.upright(p))]
    for piece in pieces:
        if piece.size < usual * SMALL and FIGURES.fullmatch(piece.text.strip()):
            piece.text = f"{MARK_OPEN}{piece.text.strip()}{MARK_CLOSE}"
    lines = in_place(side_by_side(pieces), reader.left_of)
    return lines, find_gutter(lines)


def _blocks(lines: list[Piece], page: int, gutter: float | None) -> list[Block]:
    whole = Margins(left_margin(lines), right_margin(lines))
    if gutter is None:
        return [_block(piece, page, at, whole) for at, piece in enumerate(lines, start=1)]
    first, second = _column_margins(lines, gutter)
    blocks = []
    for at, piece in enumerate(lines, start=1):
        column = first if piece.right <= gutter else second if piece.left >= gutter else whole
        blocks.append(_block(piece, page, at, column))
    return blocks


def _column_margins(lines: list[Piece], gutter: float) -> tuple[Margins, Margins]:
    sides = [p for p in lines if p.right <= gutter], [p for p in lines if p.left >= gutter]
    first, second = (Margins(left_margin(side), right_margin(side)) for side in sides)
    return first, second


def _is_shown(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece is on the part of the page that is shown; else it was not printed."""
    beside = piece.right <= sheet.left or piece.left >= sheet.left + sheet.width
    level = sheet.bottom - piece.size < piece.base < sheet.bottom + sheet.height
    return not beside and level


def _usual_size(pieces: list[Piece]) -> float:
    """The size of most of the page's letters."""
    letters: Counter[float] = Counter()
    for piece in pieces:
        letters[round(piece.size, 1)] += 1 + len(piece.text) // 20
    return letters.most_common(1)[0][0] if letters else 0.0


def _block(piece: Piece, page: int, at: int, margins: Margins) -> Block:
    indent = max(0.0, piece.left - margins.left)
    slack = margins.right - piece.right
    centred = indent > 30 and abs(indent - slack) < 25
    text = _hyphens(piece.text)
    return Block(
        text,
        page,
        at,
        size=piece.size,
        bold=min(piece.bold, len(text)),
        left=piece.left,
        right=max(piece.right, 0.1),
        top=piece.base,
        indent=indent,
        centred=centred,
    )


def _hyphens(text: str) -> str:
    text = text.rstrip()
    if text.endswith((LOST, "\x02", _HYPHEN)):
        return text[:-1] + LINE_HYPHEN
    if not text.isascii():
        text = text.replace(LOST, "\ufffd")
    return " ".join(text.replace("\x02", "").split())
