"""Puts the pieces of a PDF page together: pieces into lines, lines into the order of reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.draft import MARK_CLOSE, MARK_OPEN

_LEVEL = 0.62
"""Lines stand at one height when their baselines differ by less than this share of their size."""

_MOST_RUNS = 50
"""A page that goes up more often is no page of text; comparing all its runs would take long."""

_OVERPRINT = 1.0
"""Points within which the same words are the same print."""
_SAME_WORDS = 20
"""How many pieces of the same words are looked at, for a page may have thousands."""

_LABEL = re.compile(r"\(?[\dA-Za-z]{1,5}[.)]\s*")


@dataclass(slots=True)
class Piece:
    """A stretch of text on one baseline, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: int
    """How many letters at the start are bold."""
    begin: int = -1
    """Where its first letter stands in the page's text."""
    end: int = -1
    """Where it ends there."""


def side_by_side(pieces: list[Piece]) -> list[Piece]:
    """Printed lines: pieces that stand beside each other are put together."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and _same_line(before, piece):
            _join(before, piece)
        else:
            joined.append(piece)
    return joined


def _same_line(before: Piece, piece: Piece) -> bool:
    height = max(before.size, piece.size)
    gap = piece.left - before.right
    note = abs(before.size - piece.size) > 1 and len(piece.text) > 4 and gap > 0.6 * height
    level = abs(before.base - piece.base) < _LEVEL * height
    return level and -2 <= gap < 2.5 * height and not note


def _join(before: Piece, piece: Piece) -> None:
    marks = before.text.endswith(MARK_CLOSE) or piece.text.startswith(MARK_OPEN)
    gap = piece.left - before.right > 0.15 * max(before.size, piece.size) and not (
        marks and piece.text[:1] in "[*"
    )
    if (before.bold == len(before.text) and piece.bold) or (
        not before.text.replace(MARK_OPEN, "").rstrip(MARK_CLOSE).strip("0123456789*[ ")
        and piece.bold
    ):
        before.bold = len(before.text) + gap + piece.bold
    before.text += (" " if gap else "") + piece.text
    if piece.size > before.size:
        before.base, before.size = piece.base, piece.size
    before.right = max(before.right, piece.right)


def from_the_top(pieces: list[Piece]) -> list[Piece]:
    """The pieces from the highest down, where they come from the lowest up."""
    rising = sum(second.base > first.base for first, second in pairwise(pieces))
    if 2 * rising < len(pieces):
        return pieces
    return sorted(pieces, key=lambda piece: -piece.base)


def once(pieces: list[Piece]) -> list[Piece]:
    """The pieces without those printed again over themselves, as some programs print bold."""
    kept: list[Piece] = []
    places: dict[str, list[Piece]] = {}
    for piece in pieces:
        same = places.setdefault(piece.text, [])
        if len(piece.text) > 1 and any(_over(piece, other) for other in same[-_SAME_WORDS:]):
            continue
        same.append(piece)
        kept.append(piece)
    return kept


def _over(piece: Piece, other: Piece) -> bool:
    near = abs(piece.left - other.left) < _OVERPRINT and abs(piece.base - other.base) < _OVERPRINT
    return near and abs(piece.right - other.right) < _OVERPRINT


def left_margin(lines: list[Piece]) -> float:
    """The left edge of the text: the leftmost place where several lines start."""
    starts = Counter(round(line.left / 3) * 3 for line in lines if len(line.text) > 20)
    common = [place for place, count in starts.items() if count >= max(2, len(lines) // 12)]
    return float(min(common)) if common else min((line.left for line in lines), default=0.0)


def right_margin(lines: list[Piece]) -> float:
    """The right edge of the text: the rightmost place where several lines end.

    A line that reaches further stands in the margin; short lines tell nothing.
    """
    ends = Counter(round(line.right / 3) * 3 for line in lines if len(line.text) > 20)
    common = [place for place, count in ends.items() if count >= max(2, len(lines) // 12)]
    return float(max(common)) if common else max((line.right for line in lines), default=0.0)


def in_place(lines: list[Piece], left_of: Callable[[int], float]) -> list[Piece]:
    """The lines in the order of reading: words written after a page's rest go to their numbers.

    A run of lines starts where the print goes up again.  It is put into an earlier run when it
    stands beside the numbers of a list there: `(vi)`, `(vii)` first, then the words of both.
    Confused with: a second column, a table's cells, and notes in the margin, which stand beside
    text; and lines that only fill a gap, since a table written by columns has gaps too.
    """
    runs = _runs(lines)
    if len(runs) > _MOST_RUNS:
        return lines
    placed = runs[:1]
    for run in runs[1:]:
        host = next((at for at, held in enumerate(placed) if _holds(held, run, left_of)), None)
        if host is None:
            placed.append(run)
        else:
            placed[host] = _merged(placed[host], run, left_of)
    return [line for run in placed for line in run]


def _runs(lines: list[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for line in lines:
        before = runs[-1][-1] if runs else None
        if before is None or line.base > before.base + _LEVEL * max(before.size, line.size):
            runs.append([])
        runs[-1].append(line)
    return runs


def _holds(held: list[Piece], run: list[Piece], left_of: Callable[[int], float]) -> bool:
    """Whether a run stands in the column of another, beside its numbers and nothing else."""
    left, right = min(p.left for p in run), max(p.right for p in run)
    if left < min(p.left for p in held) - 2 or right > max(p.right for p in held) + 2:
        return False
    low, high = run[-1].base, run[0].base
    slack = _LEVEL * run[0].size
    beside = [p for p in held if low - slack < p.base < high + slack]
    return bool(beside) and all(_is_label(p, left, right, left_of) for p in beside)


def _is_label(line: Piece, left: float, right: float, left_of: Callable[[int], float]) -> bool:
    """Whether a line is a number left of a place, alone or with words right of it only."""
    label = _LABEL.match(line.text)
    if label is None or line.left >= left:
        return False
    if label.end() == len(line.text):
        return line.right <= left
    return left_of(line.begin + label.end()) >= right


def _merged(held: list[Piece], run: list[Piece], left_of: Callable[[int], float]) -> list[Piece]:
    """Both runs from the top down; what stands right of the run follows the lines it closes."""
    merged: list[Piece] = []
    waiting: list[Piece] = []
    rest = list(run)
    low, high = run[-1].base, run[0].base
    slack = _LEVEL * run[0].size
    for line in held:
        while rest and rest[0].base > line.base + slack:
            merged.append(rest.pop(0))
        merged += waiting
        waiting = []
        if low - slack < line.base < high + slack:
            line, waiting = _cut(line, left_of)
        merged.append(line)
    return [*merged, *rest, *waiting]


def _cut(line: Piece, left_of: Callable[[int], float]) -> tuple[Piece, list[Piece]]:
    """A number, and the words far right of it."""
    label = _LABEL.match(line.text)
    if label is None or label.end() == len(line.text):
        return line, []
    at = label.end()
    bold = max(0, line.bold - at)
    begin = line.begin + at
    far = replace(line, text=line.text[at:], left=left_of(begin), bold=bold, begin=begin)
    number = line.text[:at].rstrip()
    right = line.left + 0.5 * line.size * len(number)
    return replace(line, text=number, right=right, bold=min(line.bold, len(number))), [far]
