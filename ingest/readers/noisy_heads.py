"""Sets aside page heads and specks in the middle of a text that a machine read from pages."""

from __future__ import annotations

import re
from collections import Counter
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
_MOST_ASKED, _MOST_PATTERNS = 150, 6
"""Lines compared with each other, and heads that one print has: comparing takes long."""
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")
_SPECK = re.compile(r"[\W_]{1,3}")
_BEFORE_LABEL = re.compile(r"[,.\-–'’‘/|*_]{1,2}\s?(?=\(\w{1,5}\)[\s.])")
_LABEL_LIKE = re.compile(r"[()\[\]{}@©®°]")


def drop_heads(draft: Draft, stage: object) -> None:
    """Set aside lines that print one head again and again, however badly each was read.

    Forms: `1754 THE GAZETTE OF …, OCT. 13`, `PARTIII TIIEGAZETTEOF…`, each with a figure in it.
    Confused with: a heading that returns in capitals, which has no page number.
    """
    held = [(block, words) for block in draft.blocks if (words := _squeezed(block))]
    patterns = _returning([words for _, words in held])
    for block, words in held:
        if any(_alike(words, pattern, _LIKE) for pattern in patterns):
            block.role = Role.FURNITURE
            draft.decide(stage, "noisy.head", block, "a page head", "text", 0.0)


def _squeezed(block: Block) -> str:
    """The letters of what may be a page head; nothing for other lines."""
    text = block.text
    if block.role is not Role.BODY or len(text) > _MOST or not _FIGURE.search(text):
        return ""
    letters = "".join(_LETTERS.findall(text))
    upper = sum(letter.isupper() for letter in letters)
    if len(letters) < _LEAST or upper < _UPPER * len(letters):
        return ""
    return letters.upper()


def _returning(heads: list[str]) -> list[str]:
    """Those that are printed at least three times in nearly the same letters, the first of each."""
    patterns: list[str] = []
    counted = Counter(heads).most_common(_MOST_ASKED)
    for head, _ in counted:
        if len(patterns) == _MOST_PATTERNS or any(_alike(head, p, _SAME) for p in patterns):
            continue
        if sum(n for other, n in counted if _alike(head, other, _SAME)) >= _TIMES:
            patterns.append(head)
    return patterns


def _alike(first: str, second: str, least: float) -> bool:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    quick = matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least
    return quick and matcher.ratio() >= least


def drop_specks(draft: Draft, stage: object) -> None:
    """Set aside lines of marks only, and marks before a list's number.

    Brackets and signs alone on a line may have been a number.
    """
    for block in draft.blocks:
        if block.role is not Role.BODY:
            continue
        if found := _BEFORE_LABEL.match(block.text):
            shown = f"text: “{found[0].strip()}”"
            draft.decide(stage, "noisy.speck", block, "a speck", shown, 0.0)
            block.text = block.text[found.end() :]
        if not _SPECK.fullmatch(block.text):
            continue
        if not _LABEL_LIKE.search(block.text) and "*" not in block.text:
            block.role = Role.FURNITURE
            draft.decide(stage, "noisy.speck", block, "a speck", "text", 0.0)
