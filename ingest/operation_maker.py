"""Makes the operations of one clause of an amending law: one for each unit that it works on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Operation
from ingest.amending import amending_words
from ingest.draft import Unit
from ingest.new_text import Brought
from ingest.operation_clauses import Clause
from ingest.operation_tokens import Sort, Token
from ingest.targets import Path, eid_of, extended

_LOOK_BACK = 90
"""Letters before a unit in which the preposition stands that leads to it."""
_UNNUMBERED = ("proviso", "explanation", "illustration")


@dataclass(slots=True)
class Context:
    """What an amending law has said so far of the place that it works on."""

    law: str = ""
    paths: tuple[Path, ...] = ((),)


def paths_to(context: Context, token: Token) -> list[Path]:
    """The paths of what a token names, from where the words before it have led."""
    nums = token.nums or (("1",) if token.word in _UNNUMBERED else ("",))
    depth = amending_words().units[token.word]
    if not token.nums and token.word not in _UNNUMBERED and depth > 1:
        return list(context.paths)  # `the section`, which the words before it named
    return [extended(path, depth, token.word, num) for path in context.paths for num in nums]


_CLOSES = re.compile(r"(?P<mark>’’|''|[”\"’'»])\s*\]?\s*[.;,:]*\s*(?:and|or)?\s*[.;,]?\s*\Z")
_OPENS = re.compile(r"[\s“\"‘'„«]*")
_BALANCED = {"”": "“", "’": "‘", "»": "«"}


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of new text without the marks around it."""
    opening = _OPENS.match(text, start, end)
    begins = opening.end() if opening else start
    words = text[begins:end]
    found = _CLOSES.search(words)
    if found is None:
        return begins, end
    opens = _BALANCED.get(found["mark"])
    inner = words.count(opens) if opens else words.count(found["mark"]) - 1
    balanced = inner >= words.count(found["mark"]) if opens else inner % 2 == 1
    return (begins, end) if balanced else (begins, begins + found.start())


@dataclass(slots=True)
class OperationMaker:
    """Makes the operations of one clause."""

    unit: Unit
    base: int
    text: str
    whole_text: str
    """The amending law's clean text."""
    clause: Clause
    context: Context

    def operations(self, brought: list[Brought]) -> Iterator[Operation]:
        """Each unit or place that the clause works on has an operation of its own."""
        words = [t for t in self.clause.about if t.sort is not Sort.UNIT]
        if words or self._works_on_words():
            yield from self._on_words(words)
        elif self.clause.op == "inserted":
            yield from self._put_in(brought)
        else:
            yield from self._on_units(brought)

    def _works_on_words(self) -> bool:
        clause = self.clause
        beside = clause.where is not None and clause.where.sort in (Sort.WORDS, Sort.STOP)
        few = clause.new is not None and clause.new.sort is not Sort.BLOCK
        return (clause.op == "inserted" and (beside or (few and clause.brings is None))) or (
            clause.op == "substituted" and not clause.about
        )

    def _on_words(self, words: list[Token]) -> Iterator[Operation]:
        before = " … ".join(t.word for t in words)
        for path in self.context.paths:
            yield self._made(eid_of(path), False, self._span(), before)

    def _put_in(self, brought: list[Brought]) -> Iterator[Operation]:
        for path in self._beside():
            if not brought:
                brings = self.clause.brings
                named = [path] if brings is None else self._named(path, brings)
                numbered = brings is not None and (
                    bool(brings.nums) or brings.word in _UNNUMBERED or brings.word == "schedule"
                )
                for each in named:
                    yield self._made(eid_of(each), numbered, self._span())
            for unit in brought:
                yield self._made(eid_of(self._path_of(path, unit)), True, (unit.start, unit.end))

    def _beside(self) -> list[Path]:
        """The paths of the units after or before which new ones go, or what they go into."""
        where = self.clause.where
        if where is None or where.sort is not Sort.UNIT or not where.nums:
            return list(self.context.paths)
        return paths_to(self.context, where)[-len(self.context.paths) :]

    def _named(self, path: Path, brings: Token) -> list[Path]:
        depth = amending_words().units[brings.word]
        nums = brings.nums or (("1",) if brings.word in _UNNUMBERED else ("",))
        if not brings.nums and brings.word not in (*_UNNUMBERED, "schedule"):
            return [tuple(step for step in path if step.depth < depth)]
        return [extended(path, depth, brings.word, num) for num in nums]

    def _path_of(self, path: Path, unit: Brought) -> Path:
        """Where a unit of new text stands: beside the unit named, or inside the place named."""
        brings, where = self.clause.brings, self.clause.where
        units = amending_words().units
        if unit.word == "" and where is not None and where.sort is Sort.UNIT and where.nums:
            last = path[-1]
            return extended(path, last.depth, last.word, unit.num)
        word = unit.word or (brings.word if brings else "")
        if not word:
            word = "sub-section" if unit.num[:1].isdigit() else "clause"
        if brings and unit.word == "section" and units[brings.word] == 2:
            word = brings.word
        return extended(path, units[word], word, unit.num or ("1" if word in _UNNUMBERED else ""))

    def _on_units(self, brought: list[Brought]) -> Iterator[Operation]:
        targets = [
            path for token in self.clause.about for path in paths_to(self.context, token)
        ] or list(self.context.paths)
        spans = [(unit.start, unit.end) for unit in brought]
        whole = any(self.clause.about) or self.clause.op == "repealed"
        for at, path in enumerate(targets):
            span = spans[at] if len(targets) > 1 and at < len(spans) else self._span()
            span = spans[0] if len(targets) == 1 < len(spans) else span
            yield self._made(eid_of(path), whole, span)
        for unit in brought[len(targets) :]:
            last = targets[-1][-1] if targets[-1] else None
            if last is not None and unit.num:
                yield self._made(
                    eid_of(extended(targets[-1], last.depth, last.word, unit.num)),
                    True,
                    (unit.start, unit.end),
                )

    def _span(self) -> tuple[int, int] | None:
        new = self.clause.new
        if new is None:
            return None
        inside = 1 if new.sort is Sort.WORDS else 0
        return self.base + new.start + inside, self.base + new.end - inside

    def _made(
        self, target: str, whole: bool, span: tuple[int, int] | None, before: str = ""
    ) -> Operation:
        where = self.clause.where
        start, end = _without_marks(self.whole_text, *span) if span else (None, None)
        return Operation(
            self.unit.eid,
            self.clause.op,
            self.context.law,
            target,
            whole,
            self._printed(where) if where else "",
            start,
            end,
            before,
            self.unit.page,
            self.clause.rule,
        )

    def _printed(self, where: Token) -> str:
        """The words that say where: from the preposition to the unit."""
        if where.sort is Sort.END:
            return "at the end"
        first = max(0, where.start - _LOOK_BACK)
        near = self.text[first : where.start].casefold()
        at = first + max(near.rfind(f"{where.prep} "), 0)
        return " ".join(self.text[at : where.end].split())
