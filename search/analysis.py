"""From text to the forms that are indexed and looked up: one analyser for every engine.

The law turns on words that engines like to drop (may, not, shall), on numbers and on single
letters; all of them are kept.  Hyphens are the trouble: “real-time”, “real time” and “realtime”
must meet, and so must “24-A” and “24A”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.packaged import packaged_toml
from search.stemmer import stem


@dataclass(frozen=True, slots=True)
class Token:
    """An indexed form with its place."""

    form: str
    position: int
    """Counts indexed words; a joined form shares the position of its first part."""
    start: int
    """Offset of the word in the text, in code points."""
    end: int


_WORDS = packaged_toml("words.toml")
STOP = frozenset(_WORDS["stop"])
ASKING = frozenset(_WORDS["asking"])
CITING: dict[str, str] = _WORDS["citing"]
_APART: dict[str, str] = _WORDS["apart"]
_SPELLINGS: dict[str, str] = _WORDS["spellings"]

# Arabic letters that Urdu writes with its own code points, and both rows of Eastern digits.
_LETTERS = {
    "ي": "ی", "ى": "ی", "ئ": "ئ", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۂ": "ہ", "ۃ": "ہ",
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ۓ": "ے",
}  # fmt: skip
_DIGITS = {chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DROPPED = dict.fromkeys(f"{_INVISIBLE}\u00ad\u0640\ufeff", "")
_FOLD = str.maketrans({**_LETTERS, **_DIGITS, **_DROPPED, "’": "'", "‘": "'", "ʼ": "'"})
_HYPHENS = "-‐‑‒–−"

_WORD = re.compile(
    rf"""
    \d+[{_HYPHENS}][A-Za-z]{{1,2}}(?![\w])            # 24-A: a number of an inserted section
    | [^\W_]+(?:[\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u00ad]+[^\W_]+)*  # Urdu with marks
      (?:[{_HYPHENS}'’][^\W_]+)*                      # real-time, person's
      (?:[\u064b-\u065f\u0670])*
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(rf"\d+[{_HYPHENS}][A-Za-z]{{1,2}}")
_SPLIT = re.compile(rf"[{_HYPHENS}]")
_BRITISH = re.compile(r"(?<=[a-z]{3})(is)(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)")
_YSE = re.compile(r"(?<=l)(ys)(?=(?:e|ed|es|er|ing)$)")
MAX_FORM = 60
"""A longer run of letters is no word; it is cut, so that noise cannot swell the index."""


def fold(text: str) -> str:
    """The text in one spelling of its letters: compatibility forms, case, Urdu letters, digits.

    Marks over letters go (`é` → `e`, Urdu vowel signs); nothing is said about offsets.
    """
    compatible = unicodedata.normalize("NFKC", text).translate(_FOLD)
    plain = unicodedata.normalize("NFD", compatible)
    kept = "".join(c for c in plain if unicodedata.category(c) != "Mn" or c in "\u0653\u0654")
    return unicodedata.normalize("NFC", kept).translate(_FOLD).casefold()


@lru_cache(maxsize=65536)
def form_of(word: str) -> str:
    """The indexed form of one word without hyphens: folded, spelling evened, stemmed."""
    plain = fold(word).removesuffix("'s").replace("'", "")[:MAX_FORM]
    plain = _SPELLINGS.get(plain, plain)
    if plain in _APART:
        return _APART[plain]
    if not plain.isascii() or any(c.isdigit() for c in plain):
        return plain
    american = _YSE.sub("yz", _BRITISH.sub("iz", plain))
    return _APART.get(american) or stem(american)


def tokens_of(text: str) -> Iterator[Token]:
    """The indexed forms of a text with their places, stop words left out but counted.

    Counting them keeps “access to data” and “access data” apart in phrases by one place, which
    `phrase_forms` knows.
    """
    position = -1
    for found in _WORD.finditer(text):
        parts = _parts(found[0])
        first = position + 1
        for part in parts:
            position += 1
            form = form_of(part)
            if form and part.lower() not in STOP:
                yield Token(form, position, found.start(), found.end())
        if len(parts) > 1:
            # at both ends, so that a phrase may go on from either
            for place in (first, position):
                yield Token(form_of("".join(parts)), place, found.start(), found.end())


def _parts(word: str) -> list[str]:
    if _NUMBERED.fullmatch(word):
        return [_SPLIT.sub("", word)]
    return [part for part in _SPLIT.split(word) if part] or [word]


def forms_of(text: str) -> tuple[str, ...]:
    """The indexed forms of a text, in order; for names and headings that are compared whole."""
    return tuple(token.form for token in tokens_of(text))


def without_hyphens(text: str) -> str:
    """The text with its hyphenated words written as one: “on-line” as “online”."""
    return re.sub(rf"(?<=[^\W_])[{_HYPHENS}](?=[^\W_])", "", text)


def phrase_forms(text: str) -> tuple[tuple[str, int], ...]:
    """The forms of a phrase, each with its place after the first, joined forms left out."""
    seen: dict[int, str] = {}
    for token in tokens_of(text):
        seen.setdefault(token.position, token.form)  # a part comes before the joined form
    if not seen:
        return ()
    first = min(seen)
    return tuple((form, position - first) for position, form in sorted(seen.items()))


def in_citing_words(text: str) -> str:
    """The text with Urdu and Roman Urdu words of citing put into English ones, digits evened.

    A text without any of them comes back as it was.
    """
    words = [(word, CITING.get(fold(word))) for word in text.split()]
    if not any(english for _, english in words):
        return text
    return " ".join(english or fold(word) for word, english in words)


def surface_words(text: str) -> Iterator[str]:
    """The folded words of a text before stemming, for spelling."""
    for found in _WORD.finditer(text):
        for part in _parts(found[0]):
            if word := fold(part).removesuffix("'s").replace("'", ""):
                yield word[:MAX_FORM]
