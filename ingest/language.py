"""Tells the language of a text, so that the words of structure of that language are looked for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ingest.draft import Draft
from ingest.readers.facing import shares_of, words_of

_ENOUGH = 60
"""Words below which nothing is told."""
_LOOKED_AT = 4_000
"""Words that are counted at most, from all over the text: a title page weighs little among them."""
_COMMON = 0.12
"""Share of a language's commonest words in its text, at least; they make up a quarter and more."""
_CLEAR = 1.5
"""By how many times it must outdo the next language: Dutch and Afrikaans share many words."""
_FIRST = "en"
"""The language of the forms themselves, whose words are looked for in every text."""


class TellLanguage:
    """Tell the language in which the text is written, where its commonest words leave no doubt.

    Confused with: a text in two languages, of which neither has so many words more; its language
    stays untold, and only the common words of structure are looked for.

    Reads: blocks, lines.
    Writes: language, decisions.
    """

    def __call__(self, draft: Draft) -> None:
        if draft.language:
            return
        words = list(itertools.islice(_words(draft), _LOOKED_AT))
        if len(words) < _ENOUGH:
            return
        (share, best), (next_share, _) = shares_of(words)[:2]
        if share >= _COMMON and share >= _CLEAR * next_share:
            draft.language = best.code
            if best.code != _FIRST:
                about = draft.blocks[0] if draft.blocks else None
                draft.decide(self, "language", about, f"a text in {best.name}", "English", 0.0)


def _words(draft: Draft) -> Iterator[str]:
    texts = [block.text for block in draft.body()] + [line.text for line in draft.lines]
    step = max(1, sum(map(len, texts)) // (6 * _LOOKED_AT))
    for text in texts[::step]:
        yield from words_of([text])
