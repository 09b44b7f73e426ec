"""PDF text layer through PDFium: lines with place, size, bold letters and footnote calls.

PDFium breaks a printed line where the baseline jumps, so pieces that stand side by side are put
together again; superior figures become footnote marks by their size.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.draft import LINE_HYPHEN, MARK_CLOSE, MARK_OPEN, Block, Draft, Sheet
from ingest.errors import BrokenPdf, EncryptedPdf, PdfWithoutPages, ScannedPdf
from ingest.readers.pieces import Piece, in_place, left_margin, right_margin, side_by_side

_LOST = "\ufffe"
"""PDFium's letter for a hyphen at a line's end, and for a glyph without a meaning."""

_SMALL = 0.8
"""A figure is superior when it is smaller than this share of the letters beside it."""

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_UNSCALED = 2.0

_FIGURES = re.compile(r"\d{1,3}|\*")
_LAST_FIGURE = re.compile(r"(?<!\d)(?:\d{1,3}|\*)\s*\Z")
_FIGURE_ENDS = tuple("0123456789* ")
_DRAWN = re.compile(r"[_–—]{12,}\s*")
"""A rule of hyphens, with which prints part footnotes from text."""

_MIN_LETTERS_PER_PAGE = 20
_BOLD_NAME = re.compile(rb"bold|black|heavy|,b", re.IGNORECASE)
_BOLD_WEIGHT = 600


def looks_like(data: bytes) -> bool:
    """The PDF signature within the first kilobyte, as readers allow."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks with the printed lines of every page.

    Raises:
        EncryptedPdf, BrokenPdf, PdfWithoutPages, ScannedPdf: the file has no text to give.
    """
    document = _open(data, draft.name)
    try:
        draft.pages = len(document)
        if not draft.pages:
            raise PdfWithoutPages(draft.name)
        letters = 0
        draft.sheets = [Sheet(0, 0, 0, 0)] * draft.pages
        for number in range(draft.pages):
            blocks = _page(document, number, draft)
            letters += sum(len(block.text) for block in blocks)
            draft.blocks.extend(blocks)
        if letters < _MIN_LETTERS_PER_PAGE * draft.pages:
            raise ScannedPdf(draft.name, draft.pages)
        _warn_of_lost_letters(draft)
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


def _page(document: pypdfium2.PdfDocument, number: int, draft: Draft) -> list[Block]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        draft.warnings.append(f"Page {number + 1} of {draft.name} is damaged and was left out.")
        return []
    draft.sheets[number] = _sheet(page)
    try:
        reader = _PageReader(text_page.raw, text_page.get_text_range())
        return _blocks(reader.pieces(), number + 1, page.get_width(), reader.left_of)
    finally:
        text_page.close()
        page.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    """The crop box, which is what PDFium draws; positions are not turned with the page."""
    left, bottom, right, top = page.get_bbox()
    return Sheet(left, bottom, right - left, top - bottom, page.get_rotation())


class _PageReader:
    """Reads one page's text with geometry; asks PDFium for no more letters than it must."""

    def __init__(self, raw: object, text: str) -> None:
        self._raw = raw
        self._text = text
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()
        self._bold_cache: dict[bytes, bool] = {}

    def pieces(self) -> list[Piece]:
        """Stretches between PDFium's line breaks, also cut at hyphens that ended a line."""
        found = []
        start = 0
        for line in self._text.split("\r\n"):
            for begin, end in self._stretches(start, line):
                piece = self._piece(begin, end)
                if piece is not None:
                    found.append(piece)
            start += len(line) + 2
        return found

    def _stretches(self, start: int, line: str) -> list[tuple[int, int]]:
        cuts = [m.start() + start for m in re.finditer(f"[{_LOST}\x02]", line)]
        bounds = [start]
        for cut in cuts:
            if cut + 1 < start + len(line) and not self._level(cut - 1, cut + 1):
                bounds.append(cut + 1)
        bounds += [start + turn for turn in self._turns(start, line)]
        bounds.append(start + len(line))
        return list(itertools.pairwise(sorted(bounds)))

    def _turns(self, start: int, line: str) -> list[int]:
        """Places in a line where the letters go on further left than they were.

        PDFium leaves two printed lines in one where a raised figure or a rule opens the second.
        """
        places = [place for drawn in _DRAWN.finditer(line) for place in drawn.span()]
        if line[-1:] in _FIGURE_ENDS and (figure := _LAST_FIGURE.search(line)):
            places.append(figure.start())
        return [at for at in places if 0 < at < len(line) and self._turns_back(start, line, at)]

    def _turns_back(self, start: int, line: str, at: int) -> bool:
        before = len(line[:at].rstrip()) - 1
        return before >= 0 and self.left_of(start + at) < self.left_of(start + before)

    def _level(self, first: int, second: int) -> bool:
        return abs(self._base(max(first, 0)) - self._base(second)) < 3

    def _base(self, at: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._raw, at, self._x, self._y)
        return float(self._y.value)

    def _edges(self, at: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharBox(self._raw, at, *self._box)
        return float(self._box[0].value), float(self._box[1].value)

    def left_of(self, at: int) -> float:
        """The left edge of a letter, in points."""
        return self._edges(at)[0]

    def _size(self, at: int) -> float:
        """Points as printed: some producers set size 1 and scale it by the text matrix."""
        size = float(pdfium.FPDFText_GetFontSize(self._raw, at))
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

    def _piece(self, begin: int, end: int) -> Piece | None:
        raw = self._text[begin:end]
        if not raw.strip():
            return None
        first = begin + len(raw) - len(raw.lstrip())
        last = begin + len(raw.rstrip()) - 1
        size = max(self._size(first), self._size((first + last) // 2), self._size(last))
        left, _ = self._edges(first)
        text = self._marked(first, last + 1, size)
        bold = self._bold_letters(first, last)
        right = self._edges(last)[1]
        return Piece(text, left, right, self._base(first), size, bold, first)

    def _marked(self, begin: int, end: int, size: float) -> str:
        """The text with superior figures turned into marks."""
        raw = self._text[begin:end]
        parts: list[str] = []
        at = 0
        for match in _FIGURES.finditer(raw):
            if match.start() and raw[match.start() - 1].isdigit():
                continue
            if self._size(
                begin + match.start()
            ) < size * _SMALL and match.end() - match.start() < len(raw):
                parts += [raw[at : match.start()], MARK_OPEN, match[0], MARK_CLOSE]
                at = match.end()
        return "".join([*parts, raw[at:]])

    def _bold_letters(self, first: int, last: int) -> int:
        """How many letters at the start are bold, by halving."""
        if not self._is_bold(first):
            return 0
        if self._is_bold(last):
            return last - first + 1
        low, high = first, last
        while high - low > 1:
            middle = (low + high) // 2
            if self._text[middle].isspace() or self._is_bold(middle):
                low = middle
            else:
                high = middle
        return high - first


def _blocks(
    pieces: list[Piece], page: int, width: float, left_of: Callable[[int], float]
) -> list[Block]:
    pieces = [p for p in pieces if p.right > 0 and p.left < width]  # off the page: not printed
    body = Counter(round(p.size, 1) for p in pieces for _ in range(1 + len(p.text) // 20))
    usual = body.most_common(1)[0][0] if body else 0.0
    for piece in pieces:
        if re.fullmatch(r"\d{1,3}|\*", piece.text.strip()) and piece.size < usual * _SMALL:
            piece.text = f"{MARK_OPEN}{piece.text.strip()}{MARK_CLOSE}"
    lines = in_place(side_by_side(pieces), left_of)
    margin = left_margin(lines)
    right = right_margin(lines)
    return [_block(piece, page, at, margin, right) for at, piece in enumerate(lines, start=1)]


def _block(piece: Piece, page: int, at: int, margin: float, right: float) -> Block:
    indent = max(0.0, piece.left - margin)
    slack = right - piece.right
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
    if text.endswith((_LOST, "\x02")):
        return text[:-1] + LINE_HYPHEN
    return " ".join(text.replace(_LOST, "\ufffd").replace("\x02", "").split())
