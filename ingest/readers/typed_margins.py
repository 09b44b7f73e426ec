"""Marginal notes in text that keeps the page's columns with blanks: each goes above its section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_GAP = re.compile(r"\S(\s{3,})(?=\S)")
_TIGHT = re.compile(r"\S(\s{2})(?=\S)")
_OPENS = re.compile(r"\s*\d{1,4}[A-Z]{0,3}\.\s*(?:\(|[A-Z“\"]|—)")
_FEWEST = 3
_LEAST = 5
"""One in so many of all numbered rows has a note, lists and schedules counted."""
_WIDEST = 34
"""Letters of a line of a marginal note."""
_WORD = re.compile(r"[A-Za-z]{3}")
_NEAR = 1
"""Rows by which a note may begin above or below its section's first line."""
_TOLERANCE = 4
_MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class _Piece:
    row: int
    text: str
    rest: str
    """The row without the note."""


def notes_above(rows: Sequence[str]) -> list[tuple[int, str]]:
    """Rows with their 0-based numbers, each marginal note on a row of its own above its section.

    Only where most numbered rows of the text have a note beside them.
    """
    for pieces in (_right(rows), _left(rows)):
        texts = [pieces[at].rest if at in pieces else row for at, row in enumerate(rows)]
        openers = [at for at, text in enumerate(texts) if _OPENS.match(text)]
        opened = [at for at in openers if any(at + step in pieces for step in (-_NEAR, 0, _NEAR))]
        # a contents list stands above the sections, and a schedule's paragraphs below them
        among = [at for at in openers if opened and opened[0] <= at <= opened[-1]]
        if len(opened) >= max(_FEWEST, len(among) / 2, len(openers) / _LEAST):
            return _placed(rows, pieces, openers)
    return list(enumerate(rows))


def _right(rows: Sequence[str]) -> dict[int, _Piece]:
    """Short pieces that begin at one column right of the text."""
    cut = {at: gaps[-1] for at, row in enumerate(rows) if (gaps := list(_GAP.finditer(row)))}
    cut |= _close_to(rows, cut)
    starts = Counter(
        found.end(1) // _TOLERANCE
        for at, found in cut.items()
        if len(rows[at]) - found.end(1) <= _WIDEST
    )
    if not starts:
        return {}
    column = starts.most_common(1)[0][0] * _TOLERANCE
    pieces = {}
    for at, row in enumerate(rows):
        indent = len(row) - len(row.lstrip())
        begin = cut[at].end(1) if at in cut else indent
        alone = at not in cut and row.strip() != "" and indent >= column - _TOLERANCE
        beside = at in cut and abs(begin - column) <= 2 * _TOLERANCE
        if (alone or beside) and len(row) - begin <= _WIDEST and _WORD.search(row, begin):
            pieces[at] = _Piece(at, row[begin:].strip(), row[:begin].rstrip() if beside else "")
    return pieces


def _close_to(rows: Sequence[str], cut: dict[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """Gaps of two blanks, left by a full line, that end at the very column of the wider ones."""
    ends = Counter(f.end(1) for at, f in cut.items() if len(rows[at]) - f.end(1) <= _WIDEST)
    if not ends or ends.most_common(1)[0][1] < _FEWEST:
        return {}
    column = ends.most_common(1)[0][0]
    narrow = ((at, _TIGHT.match(row, column - 3)) for at, row in enumerate(rows) if at not in cut)
    return {at: found for at, found in narrow if found and found.end(1) == column}


def _left(rows: Sequence[str]) -> dict[int, _Piece]:
    """Short pieces at the left edge, before text that begins at one column."""
    cut = {at: found for at, row in enumerate(rows) if (found := _GAP.search(row))}
    near = {at: f for at, f in cut.items() if f.start(1) <= _WIDEST and rows[at][:1].strip()}
    starts = Counter(f.end(1) // _TOLERANCE for f in near.values())
    if not starts:
        return {}
    column = starts.most_common(1)[0][0] * _TOLERANCE
    pieces = {}
    for at, row in enumerate(rows):
        if not _WORD.search(row[:_WIDEST]) or _OPENS.match(row):
            continue
        if at in near and abs(near[at].end(1) - column) <= 2 * _TOLERANCE:
            pieces[at] = _Piece(at, row[: near[at].start(1)].strip(), row[near[at].end(1) :])
        elif row[:1].strip() and len(row.rstrip()) <= _WIDEST and column > len(row.rstrip()):
            pieces[at] = _Piece(at, row.strip(), "")
    return pieces


def _placed(
    rows: Sequence[str], pieces: dict[int, _Piece], openers: Sequence[int]
) -> list[tuple[int, str]]:
    notes: dict[int, str] = {}
    used: set[int] = set()
    for opener, following in zip(openers, [*openers[1:], len(rows)], strict=True):
        start = next((opener + s for s in (0, -_NEAR, _NEAR) if opener + s in pieces), None)
        if start is None or start in used:
            continue
        taken = _note(pieces, start, min(following, start + _MOST_ROWS))
        used.update(taken)
        notes[opener] = " ".join(pieces[at].text for at in taken).rstrip(" .")
    placed: list[tuple[int, str]] = []
    for at, row in enumerate(rows):
        if at in notes:
            placed += [(at, ""), (at, notes[at])]
        placed.append((at, pieces[at].rest if at in used else row))
    return placed


def _note(pieces: dict[int, _Piece], first: int, stop: int) -> list[int]:
    """Rows of one note: down to its stop, or to the first row without a piece."""
    taken: list[int] = []
    for at in range(first, stop):
        if at not in pieces:
            if taken and at + 1 in pieces and not pieces[taken[-1]].text.endswith("."):
                continue
            break
        taken.append(at)
        if pieces[at].text.endswith("."):
            break
    return taken
