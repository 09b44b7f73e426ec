"""Finds two columns of text on a page, and reads them one after the other, not across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from ingest.readers.page_reader import PageReader
from ingest.readers.pieces import Piece

_TELLING = 15
"""Letters; shorter lines may stand anywhere."""
_FEW = 6
"""With fewer lines beside each other there is no telling a column from a table's row."""
_MIDDLE = (0.3, 0.7)
"""Where on the text's width a second column of a page may begin; notes in a margin stand aside."""
_FILLED = 0.7
"""A column's lines are mostly as wide as it; the cells of a table are not."""
_WIDE_GAP = 1.1
"""A gap of so many times the letters' size is no blank between words, save in a torn-apart line."""
_ACROSS = 0.3
"""Share of a page's lines that may go across both columns: titles, and the foot of the page."""
_SAMPLE = 3


def find_gutter(pieces: list[Piece]) -> float | None:
    """The middle of the gap between two columns of text; None where there are no two columns.

    Confused with: notes in the margin, which are narrower; and a table, whose cells are not
    filled to their edge.
    """
    long = [piece for piece in pieces if len(piece.text) > _TELLING]
    if len(long) < 2 * _FEW:
        return None
    left, right = min(p.left for p in long), max(p.right for p in long)
    begin = _second_start(long, left, right - left)
    if begin is None:
        return None
    first = [p for p in long if p.right <= begin + 1]
    second = [p for p in long if p.left >= begin - 3]
    if len(first) < _FEW or len(long) - len(first) - len(second) > _ACROSS * len(long):
        return None
    end = max(p.right for p in first)
    if not (_fills(first, left, end) and _fills(second, begin, right)):
        return None
    return (end + begin) / 2


def _second_start(long: list[Piece], left: float, width: float) -> float | None:
    low, high = (left + share * width for share in _MIDDLE)
    starts = Counter(round(p.left / 3) for p in long if low < p.left < high)
    if not starts:
        return None
    place, count = starts.most_common(1)[0]
    if count < max(_FEW - 1, len(long) // 6):
        return None
    return min(p.left for p in long if abs(p.left / 3 - place) <= 1)


def _fills(lines: list[Piece], left: float, right: float) -> bool:
    return bool(lines) and median(p.right - p.left for p in lines) >= _FILLED * (right - left)


def apart(pieces: list[Piece], reader: PageReader) -> list[Piece]:
    """The pieces, those of a page that was written across two columns cut and put in order.

    Most producers write one column after the other, and their pages come back as they are; so a
    few lines are looked at first.
    """
    if len(pieces) < _FEW:
        return pieces
    wide = max(p.right for p in pieces) - min(p.left for p in pieces)
    long = [p for p in pieces if p.right - p.left > 0.75 * wide and len(p.text) > 2 * _TELLING]
    if len(long) < max(_FEW, len(pieces) // 3):
        return pieces
    sample = long[:: max(1, len(long) // _SAMPLE)][:_SAMPLE]
    if not all(_gaps(p, reader) for p in sample):
        return pieces
    cuts = [(piece, gap) for piece in long for gap in _gaps(piece, reader)[:1]]
    if len(cuts) < max(_FEW, 0.7 * len(long)):
        return pieces
    return _in_columns(pieces, cuts, reader)


def _gaps(piece: Piece, reader: PageReader) -> list[tuple[int, float, float]]:
    """Wide gaps in the middle of a line: where the letters go on, and the gap's edges."""
    found = []
    size = piece.end - piece.begin
    low, high = (piece.begin + int(share * size) for share in (0.2, 0.8))
    at = reader.text.find(" ", low, high)
    while at >= 0:
        before, after = reader.right_of(at - 1), reader.left_of(at + 1)
        if after - before > _WIDE_GAP * piece.size:
            found.append((at + 1, before, after))
        at = reader.text.find(" ", at + 1, high)
    return found


def _in_columns(
    pieces: list[Piece],
    cuts: list[tuple[Piece, tuple[int, float, float]]],
    reader: PageReader,
) -> list[Piece]:
    end = max(gap[1] for _, gap in cuts)
    begin = median(gap[2] for _, gap in cuts)
    level = [piece for piece, gap in cuts if gap[2] > end - 1 and abs(gap[2] - begin) < 3]
    if len(level) < 0.7 * len(cuts):
        return pieces  # the gaps do not lie under each other
    at = {id(piece): gap[0] for piece, gap in cuts}
    halves = [_halves(piece, at.get(id(piece)), reader) for piece in pieces]
    first = [half[0] for half in halves if len(half) == 2]
    second = [half[1] for half in halves if len(half) == 2]
    filled = _fills(first, min(p.left for p in first), end) and _fills(
        second, begin, max(p.right for p in second)
    )
    return list(_by_column(halves, (end + begin) / 2)) if filled else pieces


def _halves(piece: Piece, at: int | None, reader: PageReader) -> tuple[Piece, ...]:
    if at is None:
        return (piece,)
    return reader.piece(piece.begin, at), reader.piece(at, piece.end)


def _by_column(halves: list[tuple[Piece, ...]], gutter: float) -> Iterator[Piece]:
    """The first column's lines, then the second's; what goes across both parts them."""
    second: list[Piece] = []
    for half in halves:
        if len(half) == 1 and half[0].left < gutter < half[0].right:
            yield from second
            second = []
        for piece in half:
            if piece.left < gutter:
                yield piece
            else:
                second.append(piece)
    yield from second
