"""Mends the headings of chapters and parts in a text that a machine read."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from corpus.model import BASIC_KINDS
from ingest.draft import Draft
from ingest.forms import forms_of
from ingest.numbering import roman_value
from ingest.readers.scan_labels import expanded

_LIKE_WORD = 0.5
"""Likeness to `chapter` of a word that stands alone with the next chapter's number."""


def mend_chapters(draft: Draft, stage: object) -> None:
    """Write `Cnaprrn-IlI` as `CHAPTER III` where chapters II and IV, or a word like it, prove it.

    The word must be like one that heads chapters, alone with its number on a line, and its number
    the next after the chapter before.
    """
    words, schedules = _container_words(draft), forms_of(draft.jurisdiction).schedules
    last: dict[str, int] = {}
    for block in draft.body():
        found = _CONTAINER.fullmatch(block.text)
        if found is None:
            continue
        word, share = _likest(found["word"], words)
        if word in schedules:
            continue
        values = [] if share < _LIKE_WORD else _romans(found["num"])
        if not values:
            continue
        value = next((v for v in values if v == last.get(word, v - 1) + 1), values[0])
        if share < 1 and value != last.get(word, value - 1) + 1:
            continue
        last[word] = value
        fresh = f"{word.upper()} {_roman(value)}"
        if share < 1 or _separated(found):
            held = block.text
            draft.decide(stage, "noisy.container", block, fresh, f"“{held}”", 0.0)
            block.text = fresh


_CONTAINER = re.compile(
    r"(?P<word>[A-Z][A-Za-z.]{2,8}?)(?P<gap>\s?[.,\-–—\s]{1,3}\s?)"
    r"(?P<num>[IVXLivxlTt1|!]{1,6})[\s.]*"
)


def _separated(found: re.Match[str]) -> bool:
    """Whether stops stand between the word and its number."""
    return bool(found["gap"].strip(" -–—")) or not _is_roman(found["num"])


def _is_roman(num: str) -> bool:
    return num.isupper() and roman_value(num.casefold()) > 0


def _container_words(draft: Draft) -> list[str]:
    """The words that head chapters, and those of schedules, which are not mended."""
    forms = forms_of(draft.jurisdiction)
    own = [word for word, kind in forms.containers if kind not in BASIC_KINDS and word.isalpha()]
    return [*own, *forms.schedules]


def _likest(printed: str, words: list[str]) -> tuple[str, float]:
    letters = printed.replace(".", "").casefold()
    shares = [(SequenceMatcher(None, letters, word).ratio(), word) for word in words]
    share, word = max(shares, default=(0.0, ""))
    return word, share if abs(len(letters) - len(word)) <= 1 else 0.0


def _romans(printed: str) -> list[int]:
    """The values that a Roman number may have had in print, the likeliest first."""
    forms = sorted(expanded(printed), key=lambda pair: pair[1])
    values = [roman_value(form.casefold()) for form, _ in forms]
    return list(dict.fromkeys(value for value in values if value))


_TENS = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(value: int) -> str:
    out = ""
    for size, letters in _TENS:
        while value >= size:
            out, value = out + letters, value - size
    return out
