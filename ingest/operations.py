"""Finds what an amending law does to other laws."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.model import BASIC_KINDS, Operation, ProvisionKind
from ingest.amending import amending_words, amends_another
from ingest.assemble import is_container
from ingest.draft import Draft, Line, Unit
from ingest.law_names import first_law, refers_to_named
from ingest.new_text import Brought, brought_by
from ingest.operation_clauses import Clause, clauses_of
from ingest.operation_maker import Context, OperationMaker, paths_to
from ingest.operation_tokens import BLOCK, Sort, Token, tokens_of
from ingest.targets import eid_of, extended

_AMENDED = re.compile(
    r"\b(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:further\s+)?amended\b", re.IGNORECASE
)
_LATER = re.compile(r"amended\s+(?:as\s+follows|as\s+set\s+out|in\s+accordance)", re.IGNORECASE)
_AMENDS = re.compile(r"\bto\s+amend\s+", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:called|cited\s+as|known\s+as)\s+(?:as\s+)?(?:the\s+)?$")
_IN_TITLE = re.compile(r"\s*\((?:[\w\s]*\b)?amendments?\b[^)]*\)", re.IGNORECASE)
_REPAIRED = 0.1


class FindOperations:
    """Find what an amending law does to other laws: operation, law, unit, old and new words.

    Forms: `for the words “X”, the words “Y” shall be substituted`, `after clause (iii), the
    following new clause shall be inserted, namely:—`, `After section 12 insert—`, `Omit “X”,
    substitute “Y”`, `by deleting the word “X” and substituting the word “Y”`, `Article 5 is
    replaced by the following:`.  An item inherits the law and the unit that its stem names.
    Confused with: verbs of a law that works on no other; only what names a unit, quotes words or
    puts in new text is an operation, and only in a law that says that it amends.

    Reads: units, lines (start, quoted), text, title, front_matter.
    Writes: operations, decisions.
    """

    def __call__(self, draft: Draft) -> None:
        amending = amends_another(draft)
        reader = _Reader(self, draft)
        for unit in draft.units:
            if _is_outermost(unit) and (amending or reader.works(unit)):
                reader.read(unit, Context(reader.named))
        draft.operations = list(_numbered_again(reader.found, reader.standing))


def _is_outermost(unit: Unit) -> bool:
    """Whether a unit is a section or a schedule that stands in no other."""
    top = unit.kind in BASIC_KINDS or unit.kind is ProvisionKind.SCHEDULE
    outer = unit.parent is None or is_container(unit.parent)
    return top and outer and not is_container(unit)


def _numbered_again(found: list[Operation], standing: set[str]) -> Iterator[Operation]:
    """A unit put in where one of its number stands, or twice, takes `_2` as if printed twice."""
    taken: dict[str, int] = dict.fromkeys(standing, 1)
    for operation in found:
        if operation.op != "inserted" or not operation.whole or not operation.target:
            yield operation
            continue
        key = f"{operation.law}\0{operation.target}"
        taken[key] = taken.get(key, 0) + 1
        again = f"{operation.target}_{taken[key]}" if taken[key] > 1 else operation.target
        yield replace(operation, target=again)


@dataclass(slots=True)
class _Reader:
    stage: FindOperations
    draft: Draft
    found: list[Operation] = field(default_factory=list)
    named: str = ""
    """The law that `the said Act` means."""
    standing: set[str] = field(default_factory=set)
    """Law and eId of units that the amending law itself says are there."""
    _words: str = ""
    _quoted: list[Line] = field(default_factory=list)
    _children: dict[int, list[Unit]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named = _law_of_title(self.draft)
        self._quoted = [line for line in self.draft.lines if line.quoted and line.start >= 0]
        self._words = _masked(self.draft.text, self._quoted)
        for unit in self.draft.units:
            if unit.parent is not None:
                self._children.setdefault(id(unit.parent), []).append(unit)

    def works(self, unit: Unit) -> bool:
        """Whether a unit of a law that is not known to amend may work on another law."""
        words = amending_words()
        if unit.heading and words.amends.search(unit.heading):
            return True
        return any(unit.start <= line.start < unit.end for line in self._quoted)

    def read(self, unit: Unit, context: Context) -> Context:
        """Read a unit and what stands in it; gives what its siblings inherit."""
        inherited, at = context, unit.start
        for child in self._children.get(id(unit), []):
            context, lasting = self._piece(unit, at, child.label_start, context)
            inherited = context if lasting else inherited
            left = self.read(child, context)
            context = left if left is not context else context
            at = max(at, child.end)
        context, lasting = self._piece(unit, at, unit.end, context)
        return context if lasting else inherited

    def _piece(self, unit: Unit, start: int, end: int, context: Context) -> tuple[Context, bool]:
        """Read a stretch of own words; gives the context after it, and whether it outlasts it."""
        text = self._words[start:end]
        if not text.strip():
            return context, False
        context = self._with_law(text, context)
        tokens = _led_in(text, tokens_of(text))
        for clause in clauses_of(tokens):
            context = _narrowed(context, clause.places)
            self._note_standing(context, clause)
            if clause.op:
                self._perform(unit, start, text, clause, context)
        lasting = _LATER.search(text) is not None and not any(t.sort is Sort.VERB for t in tokens)
        return context, lasting

    def _with_law(self, text: str, context: Context) -> Context:
        """The context of the law that a stretch of words names."""
        plain = re.sub(r"[“\"‘][^”\"’]*[”\"’]", lambda m: " " * len(m[0]), text)
        name, at = first_law(plain)
        if _CALLED.search(plain[: max(at, 0)]):
            name = ""  # its own
        said = refers_to_named(plain)
        if name and (said < 0 or at < said):
            self.named = name
            return context if name == context.law else Context(name)
        return replace(context, law=self.named) if said >= 0 else context

    def _note_standing(self, context: Context, clause: Clause) -> None:
        there = [t for t in [*clause.places, clause.where] if t is not None and t.prep != "of"]
        for token in there:
            if token.sort is Sort.UNIT:
                for path in paths_to(context, token):
                    self.standing.add(f"{context.law}\0{eid_of(path)}")

    def _perform(self, unit: Unit, base: int, text: str, clause: Clause, context: Context) -> None:
        if not clause.works and not _whole_law(clause, context, text):
            return
        made = OperationMaker(unit, base, text, self.draft.text, clause, context)
        brought = self._brought(base, clause)
        self.found += made.operations(brought)
        for each in brought:
            if each.repaired:
                block = next((li.block for li in self._quoted if li.start == each.start), None)
                chose, rule = f"the number {each.num}", "operations.lost figure"
                self.draft.decide(self.stage, rule, block, chose, "a letter", _REPAIRED)

    def _brought(self, base: int, clause: Clause) -> list[Brought]:
        new = clause.new
        if new is None or new.sort is not Sort.BLOCK:
            return []
        starts = [line.start for line in self._quoted]
        first, last = bisect_left(starts, base + new.start), bisect_left(starts, base + new.end)
        brings = clause.brings
        several = sum(len(t.nums) for t in clause.about) > 1
        many = several or (brings.many if brings else not clause.passive)
        return brought_by(self._quoted[first:last], many)


def _masked(text: str, quoted: list[Line]) -> str:
    """The text with a sign in place of every letter of new text in lines of its own."""
    parts: list[str] = []
    at = 0
    for line in quoted:
        gap = text[at : line.start]
        parts.append(BLOCK * len(gap) if parts and not gap.strip() else gap)
        at = line.start + len(line.text)
        parts.append(BLOCK * len(line.text))
    return ("".join(parts) + text[at:])[: len(text)]


def _law_of_title(draft: Draft) -> str:
    """The law that the long title says is amended, else the title without its `(Amendment)`."""
    if found := _AMENDS.search(" ".join(draft.front_matter.split())):
        front = " ".join(draft.front_matter.split())
        name, at = first_law(front[found.end() :])
        if name and at < 8:
            return name
    stripped = _IN_TITLE.sub("", draft.title)
    if stripped == draft.title or not amending_words().amends.search(draft.title):
        return ""
    return re.sub(r",?\s*(?:1[6789]|20)\d\d$", "", stripped.removeprefix("The "))


def _led_in(text: str, tokens: list[Token]) -> list[Token]:
    """`Section 5 of the Act is amended by …`: the unit before `is amended` is a place."""
    found = _AMENDED.search(text)
    stop = found.start() if found else 0
    return [
        replace(t, prep="in") if t.sort is Sort.UNIT and not t.prep and t.end <= stop else t
        for t in tokens
    ]


def _narrowed(context: Context, places: list[Token]) -> Context:
    paths = context.paths
    for token in sorted(places, key=lambda t: amending_words().units[t.word]):
        depth = amending_words().units[token.word]
        paths = tuple(
            dict.fromkeys(
                extended(path, depth, token.word, num) for path in paths for num in token.nums
            )
        )
    return replace(context, paths=paths)


def _whole_law(clause: Clause, context: Context, text: str) -> bool:
    """`The Widgets Act, 1990 is hereby repealed.`"""
    named = context.law and first_law(text)[0] == context.law
    return clause.op == "repealed" and bool(named) and context.paths == ((),)
