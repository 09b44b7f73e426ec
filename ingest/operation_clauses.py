"""Reads the clauses of an amending law: each verb with what it works on, where and with what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.operation_tokens import Sort, Token

_PLACES = ("in", "of", "to", "from", "into")
_SIDES = ("after", "before")
_NEW_SORTS = (Sort.WORDS, Sort.BLOCK, Sort.STOP)
_GONE = ("omitted", "repealed")
_FOLLOWS = 60
"""How many letters may stand between two verbs that do one thing: `omit “X” and substitute`."""


@dataclass(slots=True)
class Clause:
    """One verb of an amending law with its arguments."""

    op: str
    start: int
    places: list[Token] = field(default_factory=list)
    """Units that it says it works in."""
    about: list[Token] = field(default_factory=list)
    """What it takes out or renames: units, or words."""
    where: Token | None = None
    new: Token | None = None
    brings: Token | None = None
    """The unit that it says is new."""
    rule: str = ""
    passive: bool = False
    end: int = 0

    @property
    def works(self) -> bool:
        """Whether it has what its verb needs."""
        if self.op == "inserted":
            return self.new is not None
        return bool(self.about) or (self.op == "substituted" and self.new is not None)


def clauses_of(tokens: Sequence[Token]) -> Iterator[Clause]:
    """The clauses of a stretch of own words, in order, with the places that stand in each."""
    verbs = [at for at, token in enumerate(tokens) if token.sort is Sort.VERB]
    held: Clause | None = None
    done = 0
    for index, at in enumerate(verbs):
        stop = verbs[index + 1] if index + 1 < len(verbs) else len(tokens)
        before, after = tokens[done:at], tokens[at + 1 : stop]
        clause, used = _read(tokens[at], before, after)
        done = at + 1 + used
        clause.end = tokens[done - 1].end
        if held is not None and _one_deed(held, clause, tokens[at]):
            clause = _joined(held, clause)
        elif held is not None:
            yield held
        held = clause
    if held is not None:
        yield held
    rest = [t for t in tokens[done:] if _is_place(t)]
    if rest:
        yield Clause("", rest[0].start, places=rest)


def _one_deed(held: Clause, clause: Clause, verb: Token) -> bool:
    """Whether a removal and what follows are one substitution: `Omit “X”, substitute “Y”`."""
    near = verb.start - held.end <= _FOLLOWS
    free = not clause.about and not clause.where
    return held.op in _GONE and clause.op in ("substituted", "inserted") and near and free


def _joined(held: Clause, clause: Clause) -> Clause:
    return replace(
        held,
        op="substituted",
        new=clause.new,
        brings=clause.brings,
        rule="clauses.removed and put in",
        end=clause.end,
        places=[*held.places, *clause.places],
    )


def _is_place(token: Token) -> bool:
    return token.sort is Sort.UNIT and bool(token.nums) and token.prep in _PLACES


def _read(verb: Token, before: Sequence[Token], after: Sequence[Token]) -> tuple[Clause, int]:
    """The clause of a verb, and how many tokens after it belong to it."""
    clause = Clause(verb.word, before[0].start if before else verb.start)
    clause.passive = verb.passive
    clause.places = [t for t in before if _is_place(t)]
    clause.brings = next((t for t in before if t.sort is Sort.UNIT and t.new), None)
    if verb.word in _GONE:
        return clause, _gone(clause, verb, before, after)
    if verb.word == "renumbered":
        return clause, _renumbered(clause, before, after)
    if verb.word == "inserted":
        return clause, _inserted(clause, verb, before, after)
    return clause, _substituted(clause, verb, before, after)


def _subjects(tokens: Sequence[Token]) -> list[Token]:
    """What no preposition leads to: the words, or the units where there are no words."""
    free = [t for t in tokens if not t.prep and not t.new]
    words = [t for t in free if t.sort in (Sort.WORDS, Sort.STOP)]
    units = [t for t in free if t.sort is Sort.UNIT]
    return words or units


def _gone(clause: Clause, verb: Token, before: Sequence[Token], after: Sequence[Token]) -> int:
    clause.rule = f"clauses.{clause.op}"
    if verb.passive:
        clause.about = _subjects(before)
        return 0
    used = 0
    for token in after:
        if token.sort is Sort.BLOCK or token.prep not in ("", "of", "from", "in"):
            break
        if token.prep and not _is_place(token):
            break
        (clause.places if token.prep else clause.about).append(token)
        used += 1
    if any(t.sort is not Sort.UNIT for t in clause.about):
        clause.about = [t for t in clause.about if t.sort is not Sort.UNIT]
    clause.places += [_as_place(t) for t in before if _names_unit(t)]
    return used


def _names_unit(token: Token) -> bool:
    """A unit before an active verb, with no preposition, is where the verb works."""
    return token.sort is Sort.UNIT and bool(token.nums) and not token.prep and not token.new


def _as_place(token: Token) -> Token:
    return replace(token, prep="in")


def _renumbered(clause: Clause, before: Sequence[Token], after: Sequence[Token]) -> int:
    clause.rule = "clauses.renumbered"
    named = [t for t in _subjects(before) if t.nums]
    new = [t for t in after[:1] if t.sort is Sort.UNIT and t.prep == "as"]
    clause.about = named or new
    return len(after[:2]) if len(after) > 1 and new and not after[1].nums else len(new)


def _inserted(clause: Clause, verb: Token, before: Sequence[Token], after: Sequence[Token]) -> int:
    clause.rule = "clauses.inserted"
    sides = [t for t in before if t.prep in _SIDES]
    ends = [t for t in before if t.sort is Sort.END]
    clause.where = next(reversed(sides or ends), None)
    if verb.passive:
        clause.new = _last_words(before)
    else:
        clause.places += [_as_place(t) for t in before if _names_unit(t)]
    return _take_after(clause, after)


def _take_after(clause: Clause, after: Sequence[Token]) -> int:
    """The new text, its unit and its place, where they follow the verb."""
    used = 0
    for at, token in enumerate(after):
        if token.prep in _SIDES or token.sort is Sort.END:
            if clause.where is not None:
                break
            clause.where = token
        elif token.sort is Sort.UNIT and token.new:
            clause.brings = clause.brings or token
        elif token.sort in _NEW_SORTS and clause.new is None and token.prep in ("", "by", "with"):
            clause.new = token
        elif _is_place(token) and clause.new is None:
            clause.places.append(token)
        elif token.prep == "definition":
            pass  # `after the definition of “X”`
        else:
            break
        used = at + 1
    return used


def _last_words(before: Sequence[Token]) -> Token | None:
    words = [t for t in before if t.sort in (Sort.WORDS, Sort.STOP) and not t.prep]
    return words[-1] if words else None


def _substituted(
    clause: Clause, verb: Token, before: Sequence[Token], after: Sequence[Token]
) -> int:
    clause.rule = "clauses.substituted"
    named = [t for t in before if t.prep == "for"]
    if "replac" in verb.nums[0]:
        clause.about = named or _subjects(before)
        return _take_after(clause, after)
    clause.about = named[:1]
    if verb.passive and not named:
        clause.about = [t for t in _subjects(before) if t.sort is Sort.UNIT]
    if verb.passive and named:
        later = [t for t in before if t.start > named[0].start]
        clause.new = _last_words(later)
        clause.about += [
            t for t in named[1:] if t.sort is named[0].sort and t.start < named[0].end + 8
        ]
    used = 0
    if not named and after and after[0].prep == "for":
        clause.about, used = [after[0]], 1
    return used + _take_after(clause, after[used:])
