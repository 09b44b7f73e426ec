"""How much one file may hold, whatever its format; more is refused before any stage sees it.

The stages take time in proportion to what they read, so a file that is all numbers, or one line
without end, would keep a reader waiting and fill the memory.  The largest codes in force set the
measure: some 3,000 pages, 50,000 printed lines, 10 million letters.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from ingest.draft import Draft
from ingest.errors import PastLimit


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """What a file may hold at most once it is read."""

    pieces: int = 150_000
    """Printed lines or paragraphs; three times what the largest codes have."""
    letters: int = 20_000_000
    """Twice what the largest codes have."""
    piece_letters: int = 400_000
    """In one paragraph; a whole Act that lost its line ends has fewer."""
    tags: int = 600_000
    """Of a web page, counted as `<`; a code of 1,000 pages has 300,000, and each takes 1 KB."""
    pages: int = 6_000
    page_letters: int = 200_000
    """On one page; a sheet of newspaper has 50,000."""
    seconds: float = 60
    page_seconds: float = 2
    """How long the pages of a PDF may take to lay out, all told: this and so much for each; they
    take a hundredth of it, on a slow machine too.  For drawings that no count of letters finds."""


LIMITS = SizeLimits()


def check_read(draft: Draft, limits: SizeLimits = LIMITS) -> None:
    """Let a draft pass that a reader has filled.

    Raises:
        PastLimit: it holds more pieces or letters than any instrument.
    """
    pieces = [block.text for block in draft.blocks] + [line.text for line in draft.lines]
    sizes = [len(words) for words in pieces]
    if len(sizes) > limits.pieces:
        raise PastLimit(draft.name, f"{len(sizes)} lines and paragraphs", str(limits.pieces))
    if sum(sizes) > limits.letters:
        raise PastLimit(draft.name, f"{sum(sizes)} letters", str(limits.letters))
    if max(sizes, default=0) > limits.piece_letters:
        raise PastLimit(
            draft.name, f"{max(sizes)} letters in one paragraph", str(limits.piece_letters)
        )


def check_tags(page: str, name: str, limits: SizeLimits = LIMITS) -> None:
    """Let a web page pass before its tree is built, which takes some 1 KB for each tag.

    Raises:
        PastLimit: it has more tags than any instrument.
    """
    if (tags := page.count("<")) > limits.tags:
        raise PastLimit(name, f"{tags} tags", str(limits.tags))


class PageBudget:
    """Counts the pages of a PDF while they are laid out.

    Raises:
        PastLimit: there are too many of them.
    """

    def __init__(self, pages: int, name: str, limits: SizeLimits = LIMITS) -> None:
        if pages > limits.pages:
            raise PastLimit(name, f"{pages} pages", str(limits.pages))
        self._name, self._limits = name, limits
        self._letters = 0
        self._most_seconds = limits.seconds + limits.page_seconds * pages
        self._started = time.monotonic()

    def spend(self, letters: int) -> None:
        """Count a page of so many letters.

        Raises:
            PastLimit: the page, or all so far, hold more letters or took longer than any.
        """
        limits, self._letters = self._limits, self._letters + letters
        if letters > limits.page_letters:
            raise PastLimit(self._name, f"{letters} letters on a page", str(limits.page_letters))
        if self._letters > limits.letters:
            raise PastLimit(self._name, f"{self._letters} letters", str(limits.letters))
        took = time.monotonic() - self._started
        if took > self._most_seconds:
            most = f"{self._most_seconds:.0f} seconds"
            raise PastLimit(self._name, f"pages that took {took:.0f} seconds to lay out", most)
