"""Finding quoted words in the text of one provision.

Quotations are matched after folding (runs of white space count as one space, letters in Unicode
NFC), because browsers and PDF readers hand words over in either form; what is stored is always
the provision's own words.  See w3c/i18n-activity#141: normalise to match, keep verbatim.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from annotations.model import TextQuoteSelector

CONTEXT = 32
"""Code points kept on each side of a quotation that occurs once; more tells that it did not."""

_WIDER_CONTEXTS = (48, 64, 96, 128, 192, 256, 384, 512, 768)
_WIDEST_CONTEXT = 1024
"""Kept on both sides when neither side alone tells the words from their look-alikes."""

_MOST_OCCURRENCES = 200
"""Nobody chooses among more places than this, and one letter may occur thousands of times."""

_RUN = re.compile(r"\s+|\S+")

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """An occurrence of a quotation, and which of its neighbours agree with the quotation's."""

    start: int
    end: int
    prefix_agrees: bool
    suffix_agrees: bool

    @property
    def agrees(self) -> bool:
        """Whether the words on both sides are those of the quotation."""
        return self.prefix_agrees and self.suffix_agrees


@dataclass(frozen=True, slots=True)
class _Folded:
    """A folded text; `bounds[i]` are the original bounds of the folded letter `i`."""

    text: str
    bounds: list[Bounds]

    def original(self, start: int, end: int) -> Bounds | None:
        """Original bounds of a folded stretch, unless it cuts a folded letter in two."""
        cuts_start = start > 0 and self.bounds[start - 1] == self.bounds[start]
        cuts_end = end < len(self.text) and self.bounds[end - 1] == self.bounds[end]
        if cuts_start or cuts_end:
            return None
        return self.bounds[start][0], self.bounds[end - 1][1]

    def index(self, offset: int) -> int:
        """First folded letter that begins at or after an original offset."""
        return bisect_left(self.bounds, (offset, 0))


def locate(text: str, quote: TextQuoteSelector) -> tuple[Place, ...]:
    """Every place of the quoted words in the text, in order; empty when they are not there.

    Places are bounds in `text` itself.  At most 200 are given.
    """
    folded = _fold(text)
    exact = list(islice(_occurrences(text, quote.exact), _MOST_OCCURRENCES))
    alike = (b for b in _folded_occurrences(folded, quote.exact) if not _touches(b, exact))
    prefix = _fold(quote.prefix).text.strip()
    suffix = _fold(quote.suffix).text.strip()
    bounds = sorted([*exact, *islice(alike, _MOST_OCCURRENCES)])[:_MOST_OCCURRENCES]
    return tuple(_place(folded, place, prefix, suffix) for place in bounds)


def cut_quote(text: str, start: int, end: int) -> TextQuoteSelector:
    """The words `text[start:end]` with context.

    Words that occur once get 32 code points on each side.  For other words each side is widened
    until it alone tells them from their look-alikes; `was_unique` and `decides` read the widths.
    """
    if _once(text, text[start:end]):
        before = after = CONTEXT
    else:
        before = _deciding_width(text, start, end, before=True)
        after = _deciding_width(text, start, end, before=False)
        if not before and not after:
            before = after = _WIDEST_CONTEXT
    return TextQuoteSelector(
        exact=text[start:end],
        prefix=text[max(0, start - (before or CONTEXT)) : start],
        suffix=text[end : end + (after or CONTEXT)],
    )


def was_unique(quote: TextQuoteSelector) -> bool:
    """Whether the words occurred once when `cut_quote` cut them."""
    widest = max(len(quote.prefix), len(quote.suffix))
    repeated = quote.exact in quote.prefix or quote.exact in quote.suffix
    return widest <= CONTEXT and not repeated


def decides(side: str, quote: TextQuoteSelector) -> bool:
    """Whether this side alone told words that occurred more than once from their look-alikes.

    A side of 32 letters or of 1,024 could be a look-alike's; so could one that holds the words.
    """
    return CONTEXT < len(side) < _WIDEST_CONTEXT and quote.exact not in side


def _deciding_width(text: str, start: int, end: int, *, before: bool) -> int:
    """The width at which one side makes the words occur once; 0 when none does."""
    for width in _WIDER_CONTEXTS:
        first = max(0, start - width) if before else start
        if _once(text, text[first : end if before else end + width]):
            return width
    return 0


def _once(text: str, words: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0


def _fold(text: str) -> _Folded:
    letters: list[str] = []
    bounds: list[Bounds] = []
    for run in _RUN.finditer(text):
        for letter, start, end in _fold_run(run.group(), run.start()):
            letters.append(letter)
            bounds.append((start, end))
    return _Folded("".join(letters), bounds)


def _fold_run(run: str, offset: int) -> Iterator[tuple[str, int, int]]:
    if run.isspace():
        yield " ", offset, offset + len(run)
    elif unicodedata.is_normalized("NFC", run):
        for index, letter in enumerate(run, start=offset):
            yield letter, index, index + 1
    else:
        for start, end in _clusters(run):
            for letter in unicodedata.normalize("NFC", run[start:end]):
                yield letter, offset + start, offset + end


def _clusters(run: str) -> Iterator[Bounds]:
    """Bounds of each base letter with its combining marks."""
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or not unicodedata.combining(run[index]):
            yield start, index
            start = index


def _occurrences(text: str, words: str) -> Iterator[Bounds]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _folded_occurrences(folded: _Folded, words: str) -> Iterator[Bounds]:
    for start, end in _occurrences(folded.text, _fold(words).text.strip()):
        if bounds := folded.original(start, end):
            yield bounds


def _touches(bounds: Bounds, others: list[Bounds]) -> bool:
    return any(bounds[0] < end and start < bounds[1] for start, end in others)


def _place(folded: _Folded, bounds: Bounds, prefix: str, suffix: str) -> Place:
    before = folded.text[: folded.index(bounds[0])].rstrip()
    after = folded.text[folded.index(bounds[1]) :].lstrip()
    return Place(*bounds, before.endswith(prefix), after.startswith(suffix))
