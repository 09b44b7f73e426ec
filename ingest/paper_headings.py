"""Tells which paragraphs of a paper are headings, and what each prints of its place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from ingest.draft import Line
from ingest.paper_lines import LIST_ITEM, LONG, MAX_HEADING, NOISE, STOPS
from ingest.paper_words import paper_words

_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|this|which|from|make|makes)\b")
_DECIMAL = re.compile(r"(?P<num>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?=[A-Z“\"(])")
_ROMAN = re.compile(r"(?P<num>[IVX]{1,6})[.)]\s+(?=[A-Z“\"])")
_UPPER = re.compile(r"(?P<num>[A-Z])[.)]\s+(?=[A-Z“\"])")
_LOWER = re.compile(r"\(?(?P<num>[a-z])[.)]\s+(?=[A-Z“\"])")
_SENTENCE = 10
_LARGER = 0.9
"""Points by which a heading's letters are larger than those of the text."""
_DEEP = 2


class Number(NamedTuple):
    """A heading's printed number."""

    scheme: str
    """How it is numbered: decimal, roman, upper, lower, or the word before it: chapter."""
    value: str
    depth: int
    """How many parts a decimal has; 1 for others."""
    length: int


@dataclass(slots=True)
class Head:
    """A paragraph that is a heading."""

    at: int
    """Index of its line."""
    text: str
    number: Number | None
    markup: int
    size: float
    bold: bool
    caps: bool
    body: int = 0
    """Letters of text right under it, before the next heading."""
    words: str = ""
    """That text."""

    @property
    def own(self) -> str:
        """The heading without its number."""
        return self.text[self.number.length :] if self.number else self.text


def number_of(text: str) -> Number | None:
    """The number that a heading opens with: `2.1 Scope`, `IV. Law`, `Pillar One | Defend`."""
    if found := paper_words().numbered.match(text):
        scheme = " ".join(found["word"].casefold().split())
        return Number(scheme, found["num"].casefold(), 1, found.end())
    for scheme, pattern in (
        ("decimal", _DECIMAL),
        ("roman", _ROMAN),
        ("upper", _UPPER),
        ("lower", _LOWER),
    ):
        if found := pattern.match(text):
            depth = found["num"].count(".") + 1
            return Number(scheme, found["num"], depth, found.end())
    return None


def is_sentence(text: str) -> bool:
    """Ten words with a verb are a sentence, even where its stop is missing."""
    return len(text.split()) >= _SENTENCE and _VERB.search(text) is not None


def find_heads(lines: list[Line]) -> list[Head]:
    """The headings among paragraphs, each with the text that stands right under it."""
    judge = _Judge(lines)
    heads = [_head(lines, at) for at in range(len(lines)) if judge.is_heading(at)]
    heads = _without_lists(heads)
    bounds = [*(head.at for head in heads[1:]), len(lines)]
    for head, stop in zip(heads, bounds, strict=False):
        texts = [line.text for line in lines[head.at + 1 : stop] if not line.note]
        head.words, head.body = "\n".join(texts), sum(map(len, texts))
    return heads


def _head(lines: list[Line], at: int) -> Head:
    line = lines[at]
    block, text = line.block, line.text
    letters = [c for c in text if c.isalpha()]
    return Head(
        at,
        text,
        number_of(text),
        block.level,
        block.size,
        block.bold >= len(text) > 0,
        bool(letters) and all(c.isupper() for c in letters),
    )


def _without_lists(heads: list[Head]) -> list[Head]:
    """Leave out numbered lines that only follow each other, as the items of a list do."""
    kept: list[Head] = []
    for index, head in enumerate(heads):
        plain = head.number is not None and not (head.markup or head.size or head.bold)
        after = heads[index + 1] if index + 1 < len(heads) else None
        before = heads[index - 1] if index else None
        run = (_next_item(head, after) or _next_item(before, head)) if plain else False
        if not run:
            kept.append(head)
    return kept


def _next_item(first: Head | None, second: Head | None) -> bool:
    if first is None or second is None or first.number is None or second.number is None:
        return False
    same = first.number[0] == second.number[0] and first.number[2] == second.number[2]
    return same and second.at == first.at + 1


class _Judge:
    """Judges whether a paragraph is a heading."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        sizes = Counter(
            round(line.block.size, 1) for line in lines for _ in range(len(line.text) // 40)
        )
        self._usual = sizes.most_common(1)[0][0] if sizes else 0.0
        self._marked = sum(line.block.level > 0 for line in lines) >= _DEEP

    def is_heading(self, at: int) -> bool:
        line = self._lines[at]
        if line.opens is not None or line.note:
            return False
        if line.block.level:
            return True
        text = line.text
        if len(text) > MAX_HEADING or text.endswith(STOPS) or NOISE.search(text):
            return False
        if paper_words().caption.match(text) or line.block.depth:
            return False
        named = paper_words().closed.fullmatch(text) or paper_words().holding.fullmatch(text)
        if named and not self._marked:
            return True
        number = number_of(text)
        if LIST_ITEM.match(text) and number is None:
            return False
        if line.block.size:
            return self._printed(line)
        return not self._marked and self._plain(at, number)

    def _printed(self, line: Line) -> bool:
        if len(line.text) <= 3 or line.text[:1].islower():
            return False
        larger = line.block.size > self._usual + _LARGER
        return larger or line.block.bold >= len(line.text)

    def _plain(self, at: int, number: Number | None) -> bool:
        text = self._lines[at].text
        if number is not None and number.scheme == "lower":
            return False
        if not (text[:1].isupper() or number) or is_sentence(text):
            return False
        following = [line.text for line in self._lines[at + 1 : at + 4]]
        return self._over(following, 0)

    def _over(self, following: list[str], deep: int) -> bool:
        """Whether a text follows, at once or under one or two more headings."""
        if not following:
            return False
        if _body(following[0]):
            return True
        return deep < _DEEP and _stands(following[0]) and self._over(following[1:], deep + 1)


def _body(text: str) -> bool:
    return len(text) > LONG or is_sentence(text)


def _stands(text: str) -> bool:
    short = len(text) <= MAX_HEADING and (text[:1].isupper() or number_of(text) is not None)
    named = paper_words().closed.fullmatch(text)
    return short and not text.endswith(STOPS) and not named
