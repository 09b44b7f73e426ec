"""Makes blocks of the lines that a machine read: size, place, bold letters, paragraphs, hyphens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.model import Unread
from ingest.draft import LINE_HYPHEN, Block, Draft, Sheet
from ingest.readers.ocr_figures import figures
from ingest.readers.pieces import Piece, left_margin, right_margin
from ingest.readers.scan_words import Row, Word
from ingest.readers.trust import judged

_WHY_UNREAD = "letters that the machine is not sure of: a stamp, a signature or handwriting"


@dataclass(slots=True)
class PageRead:
    """What a machine read on one page."""

    page: int
    sheet: Sheet
    rows: list[Row]
    dropped: list[tuple[str, str]] = field(default_factory=list)
    """Marks left out as specks, each with the words of its line."""
    turned: int = 0
    """By how many degrees clockwise the picture was turned to stand upright."""

    @property
    def texts(self) -> list[str]:
        """The words of each line."""
        return [row.text for row in self.rows]

    @property
    def letters(self) -> int:
        """How many letters were read."""
        return sum(word.letters for row in self.rows for word in row.words)

    @property
    def sure(self) -> float:
        """Mean confidence of the letters, 0 where there are none."""
        weighted = sum(w.letters * w.sure for row in self.rows for w in row.words)
        return weighted / self.letters if self.letters else 0.0


def body_size(reads: Iterable[PageRead]) -> float:
    """The size in which most letters of the pages stand, to half a point; 0 without letters."""
    sized = sorted((row.size, len(row.text)) for read in reads for row in read.rows)
    half = sum(letters for _, letters in sized) / 2
    for size, letters in sized:
        half -= letters
        if half <= 0:
            return round(2 * size) / 2
    return 0.0


def blocks_of(read: PageRead, usual: float, draft: Draft) -> list[Block]:
    """The page's lines as blocks; `usual` is the size of the document's text.

    Lines that are no text go to what was not read, with their words.
    """
    rows = [row for row in read.rows if not _left_out(row, read.page, draft)]
    pieces = [_piece(row, usual) for row in rows]
    _flatten(pieces, usual)
    margins: dict[int, tuple[float, float]] = {}
    for part in {row.part for row in rows}:
        own = [p for p, row in zip(pieces, rows, strict=True) if row.part == part]
        margins[part] = left_margin(own), right_margin(own)
    blocks = [
        _block(piece, row, read.page, at, margins[row.part])
        for at, (piece, row) in enumerate(zip(pieces, rows, strict=True), start=1)
    ]
    _mark_paragraphs(blocks, rows)
    mark_hyphens(blocks)
    return blocks


def _left_out(row: Row, page: int, draft: Draft) -> bool:
    limits = figures().words
    if len(row.words) < limits.unread_words or row.sure >= limits.unread_sure:
        return False
    short = sum(word.letters for word in row.words) < limits.unread_letters * len(row.words)
    if not short and judged([row.text]).odd < limits.unread_odd:
        return False
    draft.unread.append(Unread(page, row.text, _WHY_UNREAD))
    return True


def _piece(row: Row, usual: float) -> Piece:
    size = snapped(row.size, usual, len(row.words) <= 2)
    return Piece(row.text, row.left, row.right, row.base, size, _bold_letters(row.words))


def _flatten(pieces: list[Piece], usual: float) -> None:
    """A line cannot be higher than the way to the next: its size was measured on two lines."""
    for piece, after in pairwise(pieces):
        way = piece.base - after.base
        if 0 < way < figures().lines.least_way * piece.size and piece.size > usual:
            piece.size = usual


def snapped(size: float, usual: float, short: bool) -> float:
    """The size of a line's font, where small differences from the usual one are errors of sight."""
    sizes = figures().sizes
    near = sizes.same_short if short else sizes.same
    if usual and abs(size - usual) <= near * usual:
        return usual
    return round(2 * size) / 2


def _bold_letters(words: Sequence[Word]) -> int:
    """How many letters at the start are bold; thickness is in shares of the usual by now.

    A short word is as bold as the words around it: one letter has too little stroke to judge.
    """
    limits = figures().bold
    heavy = [w.heavy >= limits.heavier if w.letters >= limits.letters else None for w in words]
    end = next((at for at, bold in enumerate(heavy) if bold is False), len(words))
    while end and heavy[end - 1] is None and end < len(words):
        end -= 1
    if not any(heavy[:end]):
        return 0
    return len(" ".join(word.text for word in words[:end]))


def _block(piece: Piece, row: Row, page: int, at: int, margins: tuple[float, float]) -> Block:
    lines = figures().lines
    indent = max(0.0, piece.left - margins[0])
    slack = margins[1] - piece.right
    centred = indent > lines.centred_indent and abs(indent - slack) < lines.centred_slack
    return Block(
        piece.text,
        page,
        at,
        size=piece.size,
        bold=piece.bold,
        left=piece.left,
        right=max(piece.right, 0.1),
        top=piece.base,
        indent=indent,
        centred=centred,
        confidence=round(row.sure, 3),
    )


def _mark_paragraphs(blocks: list[Block], rows: list[Row]) -> None:
    """A line after a wider gap than usual opens a paragraph."""
    gaps = [a.top - b.top for a, b in pairwise(blocks) if a.top > b.top]
    if len(gaps) < 5:
        return
    usual = median(gaps)
    for at, (before, block) in enumerate(pairwise(blocks), start=1):
        same = rows[at - 1].part == rows[at].part
        block.para = same and before.top - block.top > figures().lines.gap * usual


def mark_hyphens(blocks: list[Block]) -> None:
    """Write a hyphen that ends a line as such, where a word goes on in the next."""
    hyphens = figures().hyphens
    for before, block in pairwise(blocks):
        text = before.text
        if text.endswith(hyphens) and text[-2:-1].isalpha() and block.text[:1].islower():
            before.text = text[:-1] + LINE_HYPHEN
