"""Has a PDF's words read by a second extractor too, and tells of the pages where the two differ.

No extractor can be trusted alone: each is known to drop the words of a whole font, or of a form
inside a page, without an error.  Where both have the same words, neither has dropped any.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from ingest.draft import Block, Draft
from ingest.readers.word_match import Agreement, compare

_PROGRAM = "ingest.pdfminer_words"
_GRACE = 15.0
"""Seconds that the program gets to start and to end by itself."""
_WORDS_SHOWN = 6
_PAGES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of `second_opinion.toml`."""

    letters: int
    share: float
    doubt: float
    in_order: float
    telling: int
    seconds: float


@cache
def figures() -> Figures:
    """The shipped figures."""
    file = Path(__file__).with_name("second_opinion.toml")
    return Figures(**tomllib.loads(file.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second extractor read."""

    pages: int
    texts: dict[int, str]
    """By 1-based page; without those that it could not read."""
    why: str = ""
    """Why nothing was read."""


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    blocks: list[Block]
    theirs: str
    agreement: Agreement


def second_opinion(data: bytes, seconds: float) -> Opinion:
    """What pdfminer.six reads in a process of its own, whose time and memory are bounded."""
    command = [sys.executable, "-P", "-m", _PROGRAM, str(seconds)]
    try:
        run = subprocess.run(  # noqa: S603 - this Python and a module of ours, no shell
            command, input=data, capture_output=True, timeout=seconds + _GRACE, check=False
        )
        printed, ended = run.stdout, run.returncode == 0
    except subprocess.TimeoutExpired as error:
        printed, ended = error.stdout or b"", False
    except OSError as error:
        return Opinion(0, {}, str(error))
    return _heard(printed, ended)


def _heard(printed: bytes, ended: bool) -> Opinion:
    pages, texts, why = 0, {}, "" if ended else "it broke off"
    for line in printed.splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # the last line of a program that was ended
            break
        pages = told.get("pages", pages)
        if "text" in told:
            texts[told["page"]] = told["text"]
        elif "page" not in told:
            why = told.get("why", why)
    return Opinion(pages, texts, why)


class CrossCheck:
    """Compare the words of each page with those that a second extractor reads.

    Lines with words that the other does not have, and lines after which it has more, lose
    confidence; each run of pages on which much differs gets a warning with the first such words.
    Words that both have in another order are no loss, and only told of in the explanation.
    Confused with: blanks, hyphens, ligatures and footnote calls, which extractors write in many
    ways and which are not compared; pages that a machine read from a picture are left out.

    Reads: blocks, pages, name.
    Writes: decisions, warnings.
    """

    def __call__(self, data: bytes, draft: Draft) -> None:
        opinion = second_opinion(data, figures().seconds)
        if opinion.pages != draft.pages:
            _warn_unheard(draft, opinion)
            return
        pages = list(_compared(draft, opinion))
        apart = [page for page in pages if _differs(page.agreement)]
        for page in apart:
            self._doubt(draft, page)
        for page in pages:
            self._tell_order(draft, page)
        draft.warnings += _warnings(draft.name, apart)
        _warn_unchecked(draft, opinion)

    def _doubt(self, draft: Draft, page: _Page) -> None:
        doubt = figures().doubt
        lost = {at for at, _ in page.agreement.ours_only}
        for at in sorted(lost):
            chose = "words that a second extractor does not find on the page"
            draft.decide(self, "cross_check.ours", page.blocks[at], chose, "", doubt)
        more = {at for at, _ in page.agreement.theirs_only} - lost
        for at in sorted(at for at in more if at >= 0):
            chose = "all that is printed here"
            over = "a part of what a second extractor finds"
            draft.decide(self, "cross_check.theirs", page.blocks[at], chose, over, doubt)

    def _tell_order(self, draft: Draft, page: _Page) -> None:
        if page.agreement.in_order < figures().in_order:
            chose, over = "lines in the order of reading", "lines in the order of the file"
            draft.decide(self, "cross_check.order", page.blocks[0], chose, over, 0.0)


def _compared(draft: Draft, opinion: Opinion) -> Iterator[_Page]:
    by_page: dict[int, list[Block]] = {number: [] for number in opinion.texts}
    for block in draft.blocks:
        if block.page in by_page:
            by_page[block.page].append(block)
    for number, blocks in by_page.items():
        if any(block.confidence < 1 for block in blocks):  # a machine read it from a picture
            continue
        theirs = opinion.texts[number]
        agreement = compare([block.text for block in blocks], theirs, figures().telling)
        yield _Page(number, blocks, theirs, agreement)


def _differs(agreement: Agreement) -> bool:
    return agreement.apart >= max(figures().letters, figures().share * agreement.letters)


def _warnings(name: str, pages: Sequence[_Page]) -> Iterator[str]:
    """One for each run of pages that lie one after the other."""
    for _, held in groupby(enumerate(pages), key=lambda pair: pair[1].number - pair[0]):
        yield _warning(name, [page for _, page in held])


def _warning(name: str, run: Sequence[_Page]) -> str:
    ours = sum(len(block.text.split()) for page in run for block in page.blocks)
    theirs = sum(len(page.theirs.split()) for page in run)
    parts = [
        f"only the {which} has {_first_words(words)}"
        for which, words in (
            ("first", [word for page in run for _, word in page.agreement.ours_only]),
            ("second", [word for page in run for _, word in page.agreement.theirs_only]),
        )
        if words
    ]
    return (
        f"Two extractors disagree on {_named([page.number for page in run])} of {name}: "
        f"{ours} and {theirs} words; {', '.join(parts)}."
    )


def _first_words(words: Sequence[str]) -> str:
    shown = " ".join(words[:_WORDS_SHOWN])
    return f"“{shown}{' …' if len(words) > _WORDS_SHOWN else ''}”"


def _named(pages: Sequence[int]) -> str:
    """`page 3`, `pages 3–5` or `pages 3, 5 and others`."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    if pages[-1] - pages[0] == len(pages) - 1:
        return f"pages {pages[0]}–{pages[-1]}"
    shown = ", ".join(map(str, pages[:_PAGES_SHOWN]))
    return f"pages {shown}{' and others' if len(pages) > _PAGES_SHOWN else ''}"


def _warn_unheard(draft: Draft, opinion: Opinion) -> None:
    why = opinion.why or f"it finds {opinion.pages} pages and not {draft.pages}"
    draft.warnings.append(f"A second extractor could not check {draft.name}: {why}.")


def _warn_unchecked(draft: Draft, opinion: Opinion) -> None:
    left = [n for n in range(1, opinion.pages + 1) if n not in opinion.texts]
    if left:
        draft.warnings.append(
            f"A second extractor could not read {_named(left)} of {draft.name}; what the first "
            "read there was not checked."
        )
