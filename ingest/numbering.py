"""Numbers as laws print them: what `xxviiia`, `26A` or `(i)` may mean, and what may follow.

The same print can be two things: `i` is a letter after `h` and a Roman one elsewhere.  So a
number has readings, and only its neighbours decide between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Style(StrEnum):
    """How a list is numbered."""

    DIGIT = "digit"
    DOTTED = "digit with a stop"
    """`1.`, which is another list than `(1)`."""
    LOWER = "lower"
    ROMAN = "roman"
    UPPER = "upper"
    UPPER_ROMAN = "upper-roman"
    SECOND = "second decimal"
    """The last part of `4.1`, under section 4."""
    THIRD = "third decimal"
    FOURTH = "fourth decimal"


DECIMALS = (Style.SECOND, Style.THIRD, Style.FOURTH)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """One reading of a printed number."""

    style: Style
    value: int
    suffix: str = ""
    """Letters of an inserted unit: `a` in `iiia`."""


_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})|x[lc]|l?x{0,3}(?:ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman_value(text: str) -> int:
    """The value of a Roman number up to 89 in small letters, 0 if it is none."""
    if not text or _ROMAN.fullmatch(text) is None:
        return 0
    digits = [_DIGITS[letter] for letter in text]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


@lru_cache(maxsize=4096)
def readings(num: str) -> tuple[Ordinal, ...]:
    """Every reading of a number that stood in brackets: `1`, `2A`, `c`, `iiia`, `(I)`."""
    if found := re.fullmatch(r"(\d{1,3})-?([A-Za-z]{0,2})", num):
        return (Ordinal(Style.DIGIT, int(found[1]), found[2].casefold()),)
    if found := re.fullmatch(r"\d{1,4}[A-Z]{0,2}((?:\.\d{1,3}){1,3})", num):
        return (_decimal(found[1].split(".")[1:]),)
    if re.fullmatch(r"[a-z]{1,8}", num):
        return tuple(_alphabetic(num, Style.LOWER, Style.ROMAN))
    if re.fullmatch(r"[A-Z]{1,8}", num):
        return tuple(_alphabetic(num.casefold(), Style.UPPER, Style.UPPER_ROMAN))
    if found := re.fullmatch(r"([IVXL]+)([a-z])", num):
        return (Ordinal(Style.UPPER_ROMAN, roman_value(found[1].casefold()), found[2]),)
    if found := re.fullmatch(r"([a-z])(\d)|([ivx]+)-?([A-Z])", num):
        return _mixed(found)
    return ()


def _decimal(parts: list[str]) -> Ordinal:
    return Ordinal(DECIMALS[len(parts) - 1], int(parts[-1]))


def _mixed(found: re.Match[str]) -> tuple[Ordinal, ...]:
    if found[1]:
        return (Ordinal(Style.LOWER, ord(found[1]) - 96, found[2]),)
    return (Ordinal(Style.ROMAN, roman_value(found[3]), found[4].casefold()),)


def _alphabetic(text: str, letters: Style, roman: Style) -> list[Ordinal]:
    found = []
    if len(text) == 1:
        found.append(Ordinal(letters, ord(text) - 96))
    elif len(text) <= 3:
        found.append(Ordinal(letters, ord(text[0]) - 96, text[1:]))
        if len(set(text)) == 1:
            found.append(Ordinal(letters, 26 * (len(text) - 1) + ord(text[0]) - 96))
    for cut in range(len(text), max(0, len(text) - 3), -1):
        if value := roman_value(text[:cut]):
            found.append(Ordinal(roman, value, text[cut:]))
            if cut == len(text):
                break
    return found


def step_cost(before: Ordinal, after: Ordinal) -> float | None:
    """How odd it is that one number follows another in a list; None when it cannot.

    0 is the plain next number.  Insertions, gaps and repeats happen in print and cost more.
    """
    if before.style is not after.style:
        return None
    step = after.value - before.value
    if step < 0 or (step == 0 and after.suffix < before.suffix):
        return None
    if step == 0:
        return _suffix_cost(before.suffix, after.suffix)
    odd = 0.0 if not after.suffix else 1.2
    if step == 1:
        return odd
    jump = 1.5 + 0.3 * min(step, 12) + odd
    return min(jump, _FAR) if after.suffix[:1] in _INSERTED else jump


_FAR = 2.3
"""An inserted `(ha)` may follow `(b)`, where a text gives only some of the items between."""

_INSERTED = ("a", "b", "c", "d")
"""First letters added to a number; `(ii)` is no inserted `(i)`."""


def _suffix_cost(before: str, after: str) -> float:
    if before == after:
        return 1.7  # printed twice
    expected = chr(ord(before[-1]) + 1) if before else "a"
    return 0.3 if after[-1] in (expected, "a") else 2.0


_SECTION = re.compile(
    r"""
    (?P<main>\d{1,5})
    (?P<decimals>(?:[.-]\d{1,4}){0,3})                # 11.1, and 3-1 inserted after 3
    [-–]?(?P<letters>[A-Z]{0,6})
    (?P<small>(?<=\d)[a-z]{1,2}(?:[-–]\d{1,2})?)?      # 552a, 78u–4
    \s?(?P<latin>bis|ter|quater|quinquies|sexies|septies|octies)?
    """,
    re.VERBOSE,
)
_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")
_UPPER_ROMAN = re.compile(r"[IVXLC]{1,8}")


@lru_cache(maxsize=8192)
def section_key(num: str) -> tuple[int, str] | None:
    """Sorts section numbers as laws order them: 11 before 11.1 before 11E before 11EE.

    `5bis` comes after 5 and before 6, `IV` where 4 would.
    """
    found = _SECTION.fullmatch(num)
    if found is None:
        value = roman_value(num.casefold()) if _UPPER_ROMAN.fullmatch(num) else 0
        return (value, "") if value else None
    parts = found["decimals"].replace("-", ".").split(".")[1:]
    decimals = "".join(f".{int(part):04d}" for part in parts)
    letters = found["letters"] or (found["small"] or "").upper()
    latin = str(_LATIN.index(found["latin"]) + 2) if found["latin"] else ""
    return int(found["main"]), decimals + letters + latin


WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
"""Numbers that some prints spell out: `Section Five`."""


def figures(num: str) -> str:
    """A number in figures, where it is printed in words; else as it is."""
    word = num.casefold()
    return str(WORDS.index(word) + 1) if word in WORDS else num
