"""Tells a law printed in two languages side by side, and keeps the column of one of them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from corpus.model import Unread
from ingest.draft import Block, Draft, Role

_SHOWN = 300
_ENOUGH = 40
"""Words of each column, of all pages, before its language is told."""
_COMMON = 0.12
"""Share of a language's commonest words in its text, at least; they make up a quarter and more."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its commonest words."""

    name: str
    code: str
    """ISO 639-1."""
    words: frozenset[str]
    reads: bool
    """Whether the forms of laws are known in it."""


@cache
def languages() -> tuple[Language, ...]:
    """The shipped table."""
    file = Path(__file__).with_name("languages.toml")
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Language(name, told["code"], frozenset(told["words"]), bool(told.get("reads", False)))
        for name, told in held.items()
    )


def language_of(texts: Iterable[str]) -> str:
    """The language's name, or its script's where that is not Latin; empty where neither is told."""
    told = words_of(texts)
    if len(told) < _ENOUGH:
        return ""
    script = _script("".join(told))
    if script != "LATIN":
        return script.capitalize()
    share, best = shares_of(told)[0]
    return best.name if share >= _COMMON else ""


def words_of(texts: Iterable[str]) -> list[str]:
    """The words in small letters, without the stops around them."""
    words = (word.strip(".,;:()“”\"’'").casefold() for text in texts for word in text.split())
    # letters of many scripts are made of several signs, of which not all count as letters
    return [word for word in words if word[:1].isalpha()]


def shares_of(words: list[str]) -> list[tuple[float, Language]]:
    """The share of each language's commonest words, the language with the most first."""
    counts = Counter(words)
    found = [(sum(counts[w] for w in lang.words) / len(words), lang) for lang in languages()]
    return sorted(found, key=lambda pair: -pair[0])


def _script(letters: str) -> str:
    sample = letters[:: max(1, len(letters) // 200)]
    names = Counter(unicodedata.name(letter, "?").split()[0] for letter in sample)
    return names.most_common(1)[0][0]


class FacingColumns:
    """Keeps the first of two languages that a law prints side by side.

    Of two languages of which one is read here, that one is kept.  The other column is named among
    what was not read.
    Confused with: two columns of one language, which are read one after the other.

    Reads: blocks (left, right).
    Writes: blocks (role), unread, decisions.
    """

    def __init__(self) -> None:
        self._pages: dict[int, float] = {}

    def look(self, page: int, gutter: float | None) -> None:
        """Remember where a page has two columns."""
        if gutter is not None:
            self._pages[page] = gutter

    def __call__(self, draft: Draft) -> None:
        if not self._pages:
            return
        usual = median(self._pages.values())
        sides: tuple[list[Block], list[Block]] = ([], [])
        for block in draft.blocks:
            gutter = self._pages.get(block.page or 0, usual)
            if block.right <= gutter + 1 or block.left >= gutter - 1:
                sides[block.left >= gutter - 1].append(block)
        first, second = (language_of(block.text for block in side) for side in sides)
        if first and second and first != second:
            self._leave_out(draft, sides, (first, second))

    def _leave_out(
        self, draft: Draft, sides: tuple[list[Block], list[Block]], names: tuple[str, str]
    ) -> None:
        read = {language.name for language in languages() if language.reads}
        other = 0 if names[1] in read and names[0] not in read else 1
        words = " ".join(block.text for block in sides[other][:4])[:_SHOWN]
        why = f"a second text beside the first, in another language ({names[other]})"
        draft.unread.append(Unread(sides[other][0].page, words, f"{why}; only one is read"))
        chose, over = f"a text in {names[other]} beside the one that is read", "its second column"
        draft.decide(self, "facing.language", sides[other][0], chose, over, 0.0)
        for block in sides[other]:
            block.role = Role.FURNITURE
