"""Instruments that the words of a query name, however they are spelt.

`corpus.names` finds names as written; a reader writes “prevention of electronic crime act” or
“telecomunication act”, so here names are compared by their indexed forms, and a misspelt word of
a longer name is mended against the words that names are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Instrument
from corpus.names import names_of
from search.analysis import fold, form_of, forms_of, phrase_forms, surface_words, without_hyphens
from search.spelling import Speller


@dataclass(frozen=True, slots=True)
class Named:
    """Instruments found in a query."""

    slugs: tuple[str, ...] = ()
    words: frozenset[int] = frozenset()
    """Places of the words that name them."""


class NameFinder:
    """Finds the names of known instruments among the words of a query."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        owners: dict[tuple[str, ...], set[str]] = {}
        words: dict[str, int] = {}
        for instrument in instruments:
            for name in (*names_of(instrument), instrument.slug):
                for written in (name, without_hyphens(name)):
                    owners.setdefault(_key(written), set()).add(instrument.slug)
                    words.update(dict.fromkeys(surface_words(written), 1))
        owners.pop((), None)
        self._owners = {key: next(iter(s)) for key, s in owners.items() if len(s) == 1}
        self._longest = max(map(len, self._owners), default=0)
        self._words = {form_of(word) for word in words}
        self._speller = Speller(words)

    def find(self, words: Sequence[str]) -> Named:
        """The instruments named by some of the words, the longest names first tried."""
        forms = [
            (self._mended(part), at)
            for at, word in enumerate(words)
            for part in surface_words(word)
            if forms_of(part)
        ]
        slugs: list[str] = []
        taken: set[int] = set()
        start = 0
        while start < len(forms):
            end, slug = self._at([form for form, _ in forms], start)
            if slug:
                slugs.append(slug)
                taken.update(at for _, at in forms[start:end])
            start = end
        return Named(tuple(dict.fromkeys(slugs)), frozenset(taken))

    def slug_of(self, name: str) -> str | None:
        """The instrument that goes by that name or slug, in any spelling of it."""
        return self._owners.get(_key(name))

    def _at(self, forms: Sequence[str], start: int) -> tuple[int, str]:
        for length in range(min(self._longest, len(forms) - start), 0, -1):
            slug = self._owners.get(tuple(forms[start : start + length]))
            if slug:
                return start + length, slug
        return start + 1, ""

    def _mended(self, word: str) -> str:
        form = form_of(word)
        if form in self._words:
            return form
        mended = self._speller.mend(fold(word))
        return form_of(mended) if mended else form


def _key(name: str) -> tuple[str, ...]:
    return tuple(form for form, _ in phrase_forms(name))
