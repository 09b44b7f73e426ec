"""Mends text files whose letters another program read from pictures, as far as numbers prove it.

Exports of OCR come as plain text and Markdown: gazettes with `{1)` for `(1)`, page heads between
the lines, list numbers in a pile beside their items.  Words are left as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.draft import Block, Draft
from ingest.readers.noisy_chapters import mend_chapters
from ingest.readers.noisy_heads import drop_heads, drop_specks
from ingest.readers.noisy_numbers import (
    give_lost_numbers,
    mend_first_labels,
    mend_stops,
    part_glued,
    part_headings,
    part_joined,
)
from ingest.readers.noisy_piles import deal_out, piles
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_labels import mend_labels
from ingest.readers.scan_numbers import mend_containers, mend_numbers
from ingest.readers.trust import is_odd, odd_share

_PLAIN_LABEL = re.compile(
    r"\(?(?:\d{1,4}[A-Za-z]{0,3}|[a-z]{1,7}|[A-Z]{1,5}|[a-z]{1,2}\d)\)|[(\[][A-Z][a-z]+"
)
_BROKEN_LABEL = re.compile(
    r"[({\[<][^\s()\[\]{}<>]{1,5}[)}\]>;](?=\s|$|[A-Z“\"])"
    r"|[({\[<][)\]}>](?=\s|$)|[@©®°](?=\s|$)|[^\s\w(\[“\"]{1,2}[\dO][)}]|\d[}\]](?=\s|$)"
    r"|\((?=[ivx]*[ftrlj])(?=\w*i)[ivxftrlj]{2,6}\)(?=\s|$)|[ivx]{1,5}\)(?=\s|$)"
)
_LONE_MARK = re.compile(r"(?<!\S)[|¥©®\\~¢«»{}<>^¬¦](?!\S)")
_BLANK = re.compile(r"_{2,}|\.{4,}")
_LEAST_SIGNS = 5
"""Broken numbers and lone marks below which a text may have its odd words of its own."""
_LEAST_SHARE = 0.002
"""Share of such signs, with odd words, among the words: clean texts stay below half of it."""
_LEAST_ODD = 15
_ODD_SHARE = 0.01
"""Odd words that show it beside a single broken number: tables of formulas have odd words too."""
_SIGN_TIMES = 2
"""A broken number speaks more plainly than a word that is none: names may be odd."""
_ALL: tuple[None] = (None,)


class ReadNoisyText:
    """The name under which the mending of text files leaves its traces."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What shows that a machine read the letters of a text."""

    broken: int
    """Lines that open with a list number that no print has, and marks alone between words."""
    odd: int
    """Different words that are no language's."""
    words: int

    @property
    def noisy(self) -> bool:
        """Whether a machine must have read the text."""
        weighed = _SIGN_TIMES * self.broken + self.odd
        if self.broken >= _LEAST_SIGNS:
            return weighed >= _LEAST_SHARE * self.words
        return self.broken > 0 and self.odd >= max(_LEAST_ODD, _ODD_SHARE * self.words)


def signs_of(texts: Iterable[str]) -> Signs:
    """The signs that a machine read some lines; tables and blanks to be filled in are none.

    Odd words are only looked for where a broken number shows, so that clean texts cost little.
    """
    held = [text for text in texts if text.count("|") <= 2 and not _BLANK.search(text)]
    broken = piles(held) // 2 + sum(_broken_at_start(text) or _marked(text) for text in held)
    words = [word for text in held for word in text.split()]
    odd = sum(is_odd(word) for word in set(words)) if broken else 0
    return Signs(broken, odd, len(words))


def _marked(text: str) -> bool:
    """Whether a lone mark stands among a line's words."""
    return len(text) > 1 and _LONE_MARK.search(text) is not None


def _broken_at_start(text: str) -> bool:
    return _BROKEN_LABEL.match(text) is not None and _PLAIN_LABEL.match(text) is None


def mend_noisy(draft: Draft) -> None:
    """Mend numbers and set the confidence of a text that a machine read; leave others alone.

    Every number mended leaves a trace, and one warning tells the reader.
    """
    body = draft.body()
    if not signs_of(block.text for block in body).noisy:
        return
    stage, pages = ReadNoisyText(), {block.page for block in draft.blocks} | set(_ALL)
    _doubt(body)
    drop_heads(draft, stage)
    drop_specks(draft, stage)
    mend_containers(draft, pages, stage)
    mend_chapters(draft, stage)
    part_glued(draft, stage)
    mend_stops(draft, stage)
    mend_numbers(draft, pages, stage)
    part_joined(draft, stage)
    give_lost_numbers(draft, stage)
    mend_first_labels(draft, stage)
    deal_out(draft, stage)
    mend_labels(draft, pages, stage, garbled=True)
    part_headings(draft)
    _warn(draft, body)


def _doubt(blocks: Sequence[Block]) -> None:
    """Letters that another machine read are never quite sure, and odd words lower that."""
    trust = figures().trust
    for block in blocks:
        off = trust.other_odd * odd_share(block.text)
        block.confidence = round(trust.other_machine * (1 - off), 3)


def _warn(draft: Draft, blocks: Sequence[Block]) -> None:
    letters = sum(len(block.text) for block in blocks)
    sure = sum(len(block.text) * block.confidence for block in blocks) / max(1, letters)
    draft.scan_confidence = round(sure, 3)
    draft.warnings.append(
        f"{draft.name} looks like letters that a machine read from pictures; they look "
        f"{sure:.0%} sure. Check what you quote against the print."
    )
