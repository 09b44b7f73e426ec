"""The word that a reader most likely meant, from the words that the corpus uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MIN_ONE_EDIT = 5
"""Shorter words have too many neighbours: `meme` is not `mere`, nor `boss` `loss`."""
MIN_TWO_EDITS = 7
MAX_WORD = 30
"""No word of law that a reader misspells is longer; work grows with length."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Speller:
    """Mends words against a vocabulary with its frequencies."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        for word in frequencies:
            if _is_mendable(word):
                self._by_first.setdefault(word[0], []).append((word, _letters(word)))

    def mend(self, word: str) -> str | None:
        """The nearest known word, or None: one edit away, or two for a long word.

        Two swapped letters are one edit.  Of equally near words the more frequent wins, then
        the alphabet.  A word with digits is never mended: 26A is not 26B.
        """
        if not _is_mendable(word) or word in self._frequencies:
            return None
        near = [w for w in _one_edit(word) if w in self._frequencies]
        if not near and len(word) >= MIN_TWO_EDITS:
            near = self._two_edits(word)
        return self._most_frequent(near)

    def _two_edits(self, word: str) -> list[str]:
        """Known words two edits away that begin alike, as nearly all misspellings do."""
        letters = _letters(word)
        return [
            other
            for other, its in self._by_first.get(word[0], ())
            # two edits change four letters of the set at most; cheap, and most words end here
            if abs(len(other) - len(word)) <= 2
            and (its ^ letters).bit_count() <= 4
            and within(word, other, 2)
        ]

    def _most_frequent(self, words: Iterable[str]) -> str | None:
        return min(words, key=lambda w: (-self._frequencies[w], w), default=None)


def _is_mendable(word: str) -> bool:
    return MIN_ONE_EDIT <= len(word) <= MAX_WORD and not any(c.isdigit() for c in word)


def _letters(word: str) -> int:
    """The set of a word's letters as bits; letters 64 code points apart share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _one_edit(word: str) -> set[str]:
    letters = _LETTERS if word.isascii() else "".join(sorted(set(word)))
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in letters}
    more = {a + c + b for a, b in cuts for c in letters}
    return fewer | swapped | changed | more


def within(one: str, other: str, limit: int) -> bool:
    """Whether two words are at most `limit` edits apart (insert, delete, change, swap)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return False
        before_last, last = last, row
    return last[-1] <= limit
