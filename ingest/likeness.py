"""The words of a provision without what a print does to them, and how alike two provisions are.

Two prints of one law differ in quotes, dashes, spaces, hyphens, capitals and spelling, and in
what a page adds to the words.  None of it is a change of the law.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from corpus.model import CONTAINER_KINDS, Provision, ProvisionKind

GROUPING_KINDS = CONTAINER_KINDS | {ProvisionKind.SCHEDULE}
"""Units known by number and heading, since their words are those of the units they hold."""

NOTE_LINE = re.compile(r"[–—_‒―]{20,}")
"""The line that prints set between text and footnotes."""

_FILE = Path(__file__).with_name("align.toml")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011\u00ad]\s*[^\W_]+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011\u00ad]\s*")
# Digits that a printer or a scanner took for letters: `(l)`, `(I)`.
_ONES = frozenset(("l", "I"))


@dataclass(frozen=True, slots=True)
class Rules:
    """`align.toml`, compiled."""

    weights: dict[str, float]
    endings: tuple[tuple[str, str], ...]
    endings_shortest: int
    spellings: dict[str, str]
    matter: re.Pattern[str]
    omitted: re.Pattern[str]
    omitted_most_words: int
    slips: frozenset[str]
    most_slips: int


@cache
def rules() -> Rules:
    """The numbers and lists of `align.toml`."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    words, spelling = data["words"], data["spelling"]
    return Rules(
        weights=data["likeness"],
        endings=tuple((left, right) for left, right in spelling["endings"]),
        endings_shortest=spelling["endings_shortest"],
        spellings=dict(spelling["words"]),
        matter=re.compile("|".join(data["print"]["matter"])),
        omitted=_omitted_pattern(words),
        omitted_most_words=words["omitted_most_words"],
        slips=frozenset(words["slips"]),
        most_slips=words["most_slips"],
    )


def _omitted_pattern(words: dict[str, Any]) -> re.Pattern[str]:
    gone, by = "|".join(words["omitted"]), "|".join(words["omitted_by"])
    never = rf"(?!(?:{'|'.join(words['omitted_never_before'])})\b)"
    before = rf"\W*(?:{never}\S+\s+){{0,{words['omitted_most_before']}}}?"
    return re.compile(rf"{before}\W?(?:{gone})\b\W*(?:$|(?:.*?\b)(?:{by})\b)", re.I | re.S)


class Unit:
    """A provision with the forms in which it is compared, each made when first asked for."""

    def __init__(self, provision: Provision) -> None:
        self.provision = provision
        self.eid = provision.eid
        self.children: list[Unit] = []
        self.held: list[Unit] = []
        """Its children, with the sections or articles that a part or chapter only groups."""

    @property
    def groups(self) -> bool:
        """Whether it is a part, a chapter or a schedule made of units."""
        return bool(self.held) and self.provision.kind in GROUPING_KINDS

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words without case, print and hyphens."""
        return words_of(self.provision.text)

    @cached_property
    def letters(self) -> str:
        """Its letters and digits in order: equal when only print, case and spacing differ."""
        return "".join(self.words)

    @cached_property
    def spelled(self) -> str:
        """The same, each word in one spelling."""
        return "".join(map(spelling, self.words))

    @cached_property
    def heading(self) -> str:
        """The letters of its heading."""
        return "".join(words_of(self.provision.heading or ""))

    @cached_property
    def number(self) -> str:
        """Its kind and number, the mark of its place."""
        num = "".join(words_of(self.provision.num or ""))
        return f"{self.provision.kind} {num}"

    @cached_property
    def empty(self) -> bool:
        """Whether its number alone is printed: `[Omitted]`, stars, or nothing at all."""
        if not self.words:
            return True
        if self.children or len(self.words) > rules().omitted_most_words:
            return False
        return rules().omitted.match(self.provision.text) is not None

    @cached_property
    def lined(self) -> bool:
        """Whether the line above a page's footnotes stands among its words."""
        return NOTE_LINE.search(self.provision.text) is not None

    @cached_property
    def own(self) -> str:
        """The letters that stand in none of the units it holds, their numbers among them."""
        provision, pieces, at = self.provision, [], 0
        for unit in self.held:
            pieces.append(provision.text[at : unit.provision.start - provision.start])
            at = unit.provision.end - provision.start
        return "".join(map(spelling, words_of(" ".join([*pieces, provision.text[at:]]))))

    @cached_property
    def features(self) -> Counter[str]:
        """Its words and pairs of neighbours, counted."""
        found = Counter(self.words)
        found.update(f"{a} {b}" for a, b in zip(self.words, self.words[1:], strict=False))
        return found


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, punctuation, print matter and hyphens at line ends."""
    plain = unicodedata.normalize("NFKC", rules().matter.sub(" ", text))
    return tuple(folded(found) for found in _WORD.findall(plain))


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word without case and hyphens; the letters `l` and `I` alone are the digit 1."""
    if word in _ONES:
        return "1"
    return _HYPHEN.sub("", word).casefold()


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """The word in the one spelling of `align.toml`."""
    known = rules().spellings.get(word)
    if known or len(word) < rules().endings_shortest:
        return known or word
    for left, right in rules().endings:
        if word.endswith(left):
            return word[: -len(left)] + right
    return word


class Likeness:
    """Compares units by what they share, rare words counting for more."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._seen: Counter[str] = Counter()
        self._units = 0
        self._sizes: dict[Unit, float] = {}
        self._weights: dict[str, float] = {}
        for unit in units:
            self._units += 1
            self._seen.update(set(unit.words))

    def weight(self, feature: str) -> float:
        """How much a word, or a pair of words, tells."""
        known = self._weights.get(feature)
        if known is None:
            seen = max(self._seen.get(word, 1) for word in feature.split(" "))
            known = self._weights[feature] = math.log(1.0 + self._units / seen)
        return known

    def share(self, old: Unit, new: Unit) -> tuple[float, float]:
        """The weighted share in common, from 0 to 1: of both texts, and of the shorter one."""
        small, large = sorted((old.features, new.features), key=len)
        common = sum(
            min(count, large[feature]) * self.weight(feature)
            for feature, count in small.items()
            if feature in large
        )
        sizes = self._size(old), self._size(new)
        total, least = sum(sizes), min(sizes)
        return (2 * common / total if total else 1.0), (common / least if least else 0.0)

    def similarity(self, old: Unit, new: Unit) -> float:
        """The weighted share in common of both texts, from 0 to 1, to two places."""
        if old.spelled == new.spelled:
            return 1.0
        return min(0.99, round(self.share(old, new)[0], 2))

    def _size(self, unit: Unit) -> float:
        known = self._sizes.get(unit)
        if known is None:
            known = sum(n * self.weight(f) for f, n in unit.features.items())
            self._sizes[unit] = known
        return known
