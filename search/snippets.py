"""The part of a text that shows best why it was found, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from search.analysis import fold, tokens_of
from search.results import Snippet

SNIPPET_CHARS = 260
_SCANNED = 40_000
"""Characters looked at; a section that long has shown its matter before."""
_SPACES = re.compile(r"\s+")

Span = tuple[int, int]


def snippet_of(text: str, terms: Iterable[str], length: int = SNIPPET_CHARS) -> Snippet:
    """About `length` characters around the densest matches, as (piece, matched) pairs.

    `terms` are indexed forms; one that ends in a star stands for a beginning.  Joined, the pieces
    are words of the text with its white space evened; “…” at an end says that more is there.
    """
    scanned = text[:_SCANNED]
    spans = _matches(scanned, tuple(terms))
    start = _best_start([(a, b) for a, b, _ in spans], [f for _, _, f in spans], length)
    start, end = _at_words(scanned, start, start + length)
    pieces = _pieces(scanned, start, end, _merged([(a, b) for a, b, _ in spans]))
    return _with_ends(pieces, cut_before=start > 0, cut_after=end < len(text))


def _matches(text: str, terms: Sequence[str]) -> list[tuple[int, int, str]]:
    whole = {term for term in terms if not term.endswith("*")}
    starts = tuple(term[:-1] for term in terms if term.endswith("*"))
    return [
        (token.start, token.end, token.form)
        for token in tokens_of(text)
        if token.form in whole
        or (starts and fold(text[token.start : token.end]).startswith(starts))
    ]


def _best_start(spans: Sequence[Span], forms: Sequence[str], length: int) -> int:
    """Where a window holds most different forms, then most matches, the earliest of equals."""
    best, best_start, last = (0, 0), 0, 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] - start <= length - length // 4:
            last += 1
        inside = forms[first:last]
        if (value := (len(set(inside)), len(inside))) > best:
            best, best_start = value, start
    return max(0, best_start - length // 4)


def _at_words(text: str, start: int, end: int) -> Span:
    """The nearest bounds that cut no word, when one is near."""
    if 0 < start < len(text):
        space = text.find(" ", start, start + 40)
        start = space + 1 if space >= 0 else start
    end = min(end, len(text))
    if end < len(text):
        space = text.rfind(" ", max(end - 40, start), end)
        end = space if space > start else end
    return start, end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        pieces.append((_even(text[at:first]), False))
        pieces.append((_even(text[first:last]), True))
        at = last
    pieces.append((_even(text[at:end]), False))
    return [piece for piece in pieces if piece[0]]


def _even(text: str) -> str:
    return _SPACES.sub(" ", text)


def _with_ends(pieces: list[tuple[str, bool]], *, cut_before: bool, cut_after: bool) -> Snippet:
    before = [("… ", False)] if cut_before else []
    after = [(" …", False)] if cut_after else []
    return tuple(before + pieces + after)
