"""Judges letters by their words: how many look like words of no language.

Odd is what no language's spelling has, so that a foreign law is not taken for a bad reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.readers.ocr_figures import figures

_EDGE = ".,;:!?()[]{}\"'“”‘’«»–—-_…*/·•"
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœ]")
_ROMAN = re.compile(r"[ivxlcdm]+[a-z]?", re.IGNORECASE)
_LABEL = re.compile(r"[\[(\"“]*\(?[A-Za-z0-9]{1,4}[).]+")
_ODD = re.compile(
    r"""
    [^\W\d_][{}|\\~^<>€£¥¢©®§¬°=+\[\]$%#!?"]+[^\W\d_]   # a mark between letters: decre€s
    | [©®¬¥¢~|\\^{}]                                       # a mark that no text has: ¢, |
    | [a-z](?<!\bMc)(?<!\bMac)[A-Z]                        # oI, but McAdam
    | [A-Z]{3,}[a-z]{2,}                                   # PARLIAMEnt
    | [a-z]\d | \d(?!st|nd|rd|th|s\b)[a-z]{2,}             # fo11owing
    | [^\W\d_][,;:!?][a-z]                                 # w,hether
    | [\ufffd\ue002-\uefff\x00-\x08\x0e-\x1f]              # letters that the font does not tell
    """,
    re.VERBOSE,
)
_LONG = 32
"""Letters of one word without a hyphen, in Latin script: its blanks were lost."""
_ALNUM = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How good a page's letters are."""

    words: int
    letters: int
    odd: float
    """Share of words, each counted once, that look like no word."""


def judged(texts: Iterable[str]) -> Reading:
    """How good the letters of some lines are."""
    printed = " ".join(texts).split()
    words = Counter(printed)
    told = sum(n for word, n in words.items() if word.isalnum() or _ALNUM.search(word))
    odd = sum(map(is_odd, words))
    letters = sum(map(len, printed))
    if not told:
        return Reading(0, letters, float(letters > 0))
    return Reading(told, letters, odd / told)


@lru_cache(maxsize=20_000)
def is_odd(word: str) -> bool:
    """Whether a printed word, with the stops around it, looks like no language's word.

    Confused with: names in camel case and addresses, which are few on a page.
    """
    core = word.strip(_EDGE)
    if not core or "@" in word or "//" in word or "www." in word or _LABEL.fullmatch(word):
        return False
    if _ODD.search(core):
        return True
    if _LATIN.fullmatch(core) is None:
        return core.isalpha() and core.isascii() and len(core) > _LONG
    return _unspeakable(core) or len(core) > _LONG


def _unspeakable(word: str) -> bool:
    odd = figures().odd
    if len(word) < 2 or word in odd.plain or _ROMAN.fullmatch(word):
        return False
    if _VOWELS.search(word) is None:
        return len(word) > 1
    return any(len(run) >= odd.consonants for run in _VOWELS.split(word))


def odd_share(text: str) -> float:
    """Share of the odd words of one line."""
    return judged([text]).odd
