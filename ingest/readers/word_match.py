"""Compares the words of a page as two extractors have them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NO_LETTER = re.compile(r"[\W_\ufffd]+")
_TAKEN = "\0"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two readings of a page have in common and what not."""

    ours_only: tuple[tuple[int, str], ...]
    """Words that only the first reading has, each with the index of its line."""
    theirs_only: tuple[tuple[int, str], ...]
    """Words that only the second has, each with the index of our line before it, -1 for none."""
    letters: int
    """Letters of the longer reading."""
    apart: int
    """How many letters only one of the two has, wherever they stand."""
    in_order: float
    """Share of the telling lines that stand in the same order in both."""


def letters_of(text: str) -> str:
    """The letters and figures alone, ligatures and raised figures written out.

    What the two spell differently is no word: blanks, hyphens at line ends, quotation marks,
    dashes, calls of footnotes set in private letters, and small capitals.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NO_LETTER.sub("", plain).casefold()


def compare(ours: Sequence[str], theirs: str, telling: int) -> Agreement:
    """How far the lines of one reading agree with the whole text of another.

    Lines are sought letter by letter, the longest first, so neither blanks, nor line ends, nor the
    order of lines matter; of the lines that are not found, the words are sought in what is left.
    """
    search = _Search(theirs)
    letters = [letters_of(line) for line in ours]
    apart = _apart("".join(letters), search.rest)
    places = [-1] * len(ours)
    for at in sorted(range(len(ours)), key=lambda at: -len(letters[at])):
        places[at] = search.take(letters[at]) if letters[at] else -1
    missing = _missing(ours, letters, places, search)
    told = [p for p, line in zip(places, letters, strict=True) if p >= 0 and len(line) >= telling]
    return Agreement(
        missing,
        tuple((_line_before(place, places), word) for place, word in search.left()),
        max(search.letters, sum(map(len, letters))),
        apart,
        _rising_share(told),
    )


def _apart(ours: str, theirs: str) -> int:
    """Letters that one has more often: none are lost where Arabic is only written backwards."""
    first, second = Counter(ours), Counter(theirs)
    return ((first - second) + (second - first)).total()


def _missing(
    ours: Sequence[str], letters: Sequence[str], places: Sequence[int], search: _Search
) -> tuple[tuple[int, str], ...]:
    words = [
        (at, word, letters_of(word))
        for at, line in enumerate(ours)
        if letters[at] and places[at] < 0
        for word in line.split()
    ]
    lost = [
        (order, at, word)
        for order, (at, word, plain) in sorted(enumerate(words), key=lambda w: -len(w[1][2]))
        if plain and search.take(plain) < 0
    ]
    return tuple((at, word) for _, at, word in sorted(lost))


def _line_before(place: int, places: Sequence[int]) -> int:
    before = [(found, at) for at, found in enumerate(places) if 0 <= found <= place]
    return max(before)[1] if before else -1


def _rising_share(places: Sequence[int]) -> float:
    """Length of the longest rising run through the places, as a share of all."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends) / len(places) if places else 1.0


class _Search:
    """Takes pieces out of a text, each letter once."""

    def __init__(self, text: str) -> None:
        self._words = [(letters_of(word), word) for word in text.split()]
        self.rest = "".join(letters for letters, _ in self._words)
        self.letters = len(self.rest)

    def take(self, letters: str) -> int:
        """Where the letters stood; -1 where they are not, or not any more."""
        at = self.rest.find(letters)
        if at >= 0:
            rest = self.rest
            self.rest = rest[:at] + _TAKEN * len(letters) + rest[at + len(letters) :]
        return at

    def left(self) -> list[tuple[int, str]]:
        """The words of which most was not taken, each with its place."""
        found, at = [], 0
        for letters, word in self._words:
            rest = self.rest[at : at + len(letters)]
            if len(letters) and rest.count(_TAKEN) <= len(letters) // 2:
                found.append((at, word))
            at += len(letters)
        return found
