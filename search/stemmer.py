"""Stems of English words, so that “blocked” finds “blocking”.

The rules are those of M. F. Porter, “An algorithm for suffix stripping”, Program 14(3), 1980,
steps 1a to 5b.  Words that the rules would wrongly join (`authority` and `author`) are listed in
`words.toml` and kept apart by `analysis`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_C = "[^aeiou]"
_V = "[aeiouy]"
_CC = f"{_C}[^aeiouy]*"
_VV = f"{_V}[aeiou]*"

_MEASURE_ABOVE_0 = re.compile(f"^({_CC})?{_VV}{_CC}")
_MEASURE_IS_1 = re.compile(f"^({_CC})?{_VV}{_CC}({_VV})?$")
_MEASURE_ABOVE_1 = re.compile(f"^({_CC})?{_VV}{_CC}{_VV}{_CC}")
_HAS_VOWEL = re.compile(f"^({_CC})?{_V}")
_ENDS_CVC = re.compile(f"^{_CC}{_V}[^aeiouwxy]$")
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
    "ive", "ize", "ion", "al", "er", "ic", "ou",
)  # fmt: skip


def _endings(endings: object) -> re.Pattern[str]:
    longest_first = sorted(endings, key=len, reverse=True)  # type: ignore[call-overload]
    return re.compile(f"^(.+?)({'|'.join(longest_first)})$")


_FIND_2 = _endings(_STEP_2)
_FIND_3 = _endings(_STEP_3)
_FIND_4 = _endings(_STEP_4)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word; words of one or two letters are their own stem."""
    if len(word) < 3:
        return word
    y_at_start = word[0] == "y"  # a consonant there
    word = "Y" + word[1:] if y_at_start else word
    for step in (_plural, _past, _final_y, _step_2, _step_3, _step_4, _final_e):
        word = step(word)
    return word.lower()


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_ABOVE_0.match(word[:-3]) else word
    for ending in ("ed", "ing"):
        start = word.removesuffix(ending)
        if start != word:
            return _tidy(start) if _HAS_VOWEL.match(start) else word
    return word


def _tidy(word: str) -> str:
    """Mend what `-ed` and `-ing` leave: `conflat` → `conflate`, `hopp` → `hop`."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _DOUBLE.search(word):
        return word[:-1]
    return word + "e" if _ENDS_CVC.match(word) else word


def _final_y(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _HAS_VOWEL.match(word[:-1]) else word


def _step_2(word: str) -> str:
    found = _FIND_2.match(word)
    return found[1] + _STEP_2[found[2]] if found and _MEASURE_ABOVE_0.match(found[1]) else word


def _step_3(word: str) -> str:
    found = _FIND_3.match(word)
    return found[1] + _STEP_3[found[2]] if found and _MEASURE_ABOVE_0.match(found[1]) else word


def _step_4(word: str) -> str:
    found = _FIND_4.match(word)
    if found is None or not _MEASURE_ABOVE_1.match(found[1]):
        return word
    if found[2] == "ion" and found[1][-1] not in "st":
        return word
    return found[1]


def _final_e(word: str) -> str:
    if word.endswith("e"):
        start = word[:-1]
        keeps_e = _MEASURE_IS_1.match(start) and _ENDS_CVC.match(start)
        if _MEASURE_ABOVE_1.match(start) or (_MEASURE_IS_1.match(start) and not keeps_e):
            word = start
    return word[:-1] if word.endswith("ll") and _MEASURE_ABOVE_1.match(word) else word
