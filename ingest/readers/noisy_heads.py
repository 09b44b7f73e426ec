"""Sets aside page heads and specks in the middle of a text that a machine read from pages."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ingest.draft import Block, Draft, Role

_MOST = 110
"""Letters of a page head."""
_LEAST = 14
"""… and the fewest, without figures and marks: `PART II` returns, and is none."""
_UPPER = 0.6
"""Share of capitals among its letters."""
_SAME = 0.8
"""Likeness of two prints of one head."""
_LIKE = 0.5
"""… and of a print that was read badly, where it has a page number."""
_TIMES = 3
_LETTERS = re.compile(r"[^\W\d_]+")
_MONTH_CAPITALS = re.compile(r"\d")
_SPECK = re.compile(r"[\W_]{1,3}")
_LABEL_LIKE = re.compile(r"[()\[\]{}@©®°]")


def drop_heads(draft: Draft, stage: object) -> None:
    """Set aside lines that print one head again and again, however badly each was read.

    Forms: `1754 THE GAZETTE OF …, OCT. 13`, `PARTIII TIIEGAZETTEOF…`, each with a figure in it.
    Confused with: a heading that returns in capitals, which has no page number.
    """
    held = [(block, words) for block in draft.blocks if (words := _squeezed(block))]
    patterns = _returning([words for _, words in held])
    for block, words in held:
        if any(_alike(words, pattern) >= _LIKE for pattern in patterns):
            block.role = Role.FURNITURE
            draft.decide(stage, "noisy.head", block, "a page head", "text", 0.0)


def _squeezed(block: Block) -> str:
    """The letters of what may be a page head; nothing for other lines."""
    text = block.text
    if block.role is not Role.BODY or len(text) > _MOST or not _MONTH_CAPITALS.search(text):
        return ""
    letters = "".join(_LETTERS.findall(text))
    upper = sum(letter.isupper() for letter in letters)
    if len(letters) < _LEAST or upper < _UPPER * len(letters):
        return ""
    return letters.upper()


def _returning(heads: list[str]) -> list[str]:
    """Those that are printed at least three times in nearly the same letters, the first of each."""
    patterns: list[str] = []
    for head in heads:
        if any(_alike(head, pattern) >= _SAME for pattern in patterns):
            continue
        if sum(_alike(head, other) >= _SAME for other in heads) >= _TIMES:
            patterns.append(head)
    return patterns


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def drop_specks(draft: Draft, stage: object) -> None:
    """Set aside lines of marks only; brackets and signs may have been a list's number."""
    for block in draft.blocks:
        if block.role is not Role.BODY or not _SPECK.fullmatch(block.text):
            continue
        if not _LABEL_LIKE.search(block.text) and "*" not in block.text:
            block.role = Role.FURNITURE
            draft.decide(stage, "noisy.speck", block, "a speck", "text", 0.0)
