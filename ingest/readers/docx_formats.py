"""Numbers in the formats that Word has for them (ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_ALIF = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_MARKS = "*†‡§"


def letters(count: int) -> str:
    """`a` to `z`, then `aa`, `bb`: Word repeats the letter and does not count on."""
    return _repeated(count, "abcdefghijklmnopqrstuvwxyz") if count <= 26 * 30 else str(count)


def _repeated(count: int, alphabet: str) -> str:
    times, at = divmod(count - 1, len(alphabet))
    return alphabet[at] * (min(times, 30) + 1)


def roman(count: int) -> str:
    """`i`, `iv`, `xii` in small letters."""
    out = ""
    for size, sign in _ROMAN:
        out += sign * (count // size)
        count %= size
    return out


def ordinal(count: int) -> str:
    """`1st`, `2nd`, `11th`."""
    teen = 10 <= count % 100 <= 20
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


def cardinal_words(count: int) -> str:
    """`One`, `Twenty-one`; figures from a hundred on."""
    if count > 99:
        return str(count)
    tens, units = divmod(count, 10) if count >= 20 else (0, count)
    return "-".join(filter(None, (_TENS[tens], _UNITS[units]))).capitalize()


def ordinal_words(count: int) -> str:
    """`First`, `Twenty-first`; figures from a hundred on."""
    if count > 99:
        return ordinal(count)
    head, dash, last = cardinal_words(count).casefold().rpartition("-")
    ending = last[:-1] + "ieth" if last.endswith("y") else _ORDINALS.get(last, f"{last}th")
    return f"{head}{dash}{ending}".capitalize()


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "ordinal": ordinal,
    "cardinalText": cardinal_words,
    "ordinalText": ordinal_words,
    "none": lambda n: "",
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: _repeated(n, _MARKS),
    "arabicAbjad": lambda n: _repeated(n, _ALIF),
    "arabicAlpha": lambda n: _repeated(n, _ARABIC),
}
"""Name in the file → what is shown; others are shown as figures."""


def formatted(count: int, name: str) -> str:
    """A count as a format shows it; no format but figures has a sign for nought."""
    if count < 1 and name not in ("decimal", "decimalZero", "none"):
        return str(count)
    return FORMATS.get(name, str)(count)
