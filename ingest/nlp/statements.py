"""Normative statements: one for each bearer, modal force and act of a unit."""

from __future__ import annotations

import re

from ingest.nlp.acts import read_right
from ingest.nlp.building import Unit, build
from ingest.nlp.clauses import Block, Clause, Cue, block, clauses, sentences
from ingest.nlp.cues import find_cues
from ingest.nlp.grammar import heads_act
from ingest.nlp.oversight import mask
from ingest.nlp.rules import Verdict, judge, side_of
from ingest.nlp.subjects import Left, read_left, skip_lead
from ingest.nlp.values import Found, Norm, Range

_PUNISHES = ("offence.shall-be-punished", "offence.guilty-of-an-offence-punishable")


def find_statements(text: str, entities: tuple[Found, ...]) -> tuple[Norm, ...]:
    """Every statement of a unit, in order of text; one of type "none" where there is no other."""
    unit = Unit(text, entities, mask(text, entities))
    for sentence in sentences(text):
        unit.left = unit.conduct = None
        _read_block(unit, block(text, sentence))
    if unit.norms:
        return tuple(unit.norms)
    return (Norm("none", None, None, None, (), (), unit.silent_rule or "statement.none.no-modal"),)


def _read_block(unit: Unit, whole: Block) -> None:
    if sum(_DEFINES.match(unit.text, item.start, item.end) is not None for item in whole.items) > 1:
        _read_definitions(unit, whole)
        return
    stem_cues = find_cues(unit.text, unit.entities, whole.stem)
    if not whole.items or not any(cue.embedded is None for cue in stem_cues):
        region = Range(whole.stem.start, whole.end)
        later = _later_list(unit, region) if whole.items else None
        if later:
            _read_list(unit, later, find_cues(unit.text, unit.entities, later.stem))
            return
        for clause in clauses(
            unit.text,
            region,
            find_cues(unit.text, unit.entities, region) if whole.items else stem_cues,
        ):
            if _read_clause(unit, clause):
                return
        return
    _read_list(unit, whole, stem_cues)


_DEFINES = re.compile(
    r"""\W{0,2}["“‘'][^”"’']{1,80}[”"’'],?[^;]{0,120}?\s"""
    r"(?:means?|includes?|has the (?:same )?meaning)\b"
)


def _read_definitions(unit: Unit, whole: Block) -> None:
    """A list of definitions: each entry is read alone."""
    for item in whole.items:
        unit.left = None
        for clause in clauses(unit.text, item, find_cues(unit.text, unit.entities, item)):
            if _read_clause(unit, clause):
                break


def _later_list(unit: Unit, region: Range) -> Block | None:
    """The list that follows the modal, where one in its condition came before."""
    first = next(
        (cue for cue in find_cues(unit.text, unit.entities, region) if cue.embedded is None), None
    )
    if first is None:
        return None
    later = block(unit.text, Range(first.place.end, region.end))
    return Block(Range(region.start, later.stem.end), later.items) if later.items else None


def _read_list(unit: Unit, whole: Block, cues: list[Cue]) -> None:
    """A stem with a modal: its items are acts of the stem's bearer, or part of its act."""
    parts = sorted(clauses(unit.text, whole.stem, cues), key=lambda clause: clause.cue.start)
    for clause in parts[:-1]:
        if _read_clause(unit, clause):
            return
    last = parts[-1]
    if _items_are_acts(unit.text, whole, last.cue.end):
        _read_clause(unit, last, whole.items)
        return
    if _read_clause(unit, Clause(last.start, last.cue, _own_end(unit, whole), last.embedded)):
        return
    for item in whole.items:
        for clause in clauses(unit.text, item, find_cues(unit.text, unit.entities, item)):
            _read_clause(unit, clause)


def _own_end(unit: Unit, whole: Block) -> int:
    """The end of the items that make no statement of their own."""
    for item in whole.items:
        if any(cue.embedded is None for cue in find_cues(unit.text, unit.entities, item)):
            return (
                item.start
                if item is whole.items[0]
                else whole.items[whole.items.index(item) - 1].end
            )
    return whole.end


def _items_are_acts(text: str, whole: Block, after: int) -> bool:
    """Whether the items are verbs under the stem's modal, not parts of an act of the stem."""
    if _names_an_act(text, after, whole.stem.end):
        return False
    heads = [
        heads_act().match(text, skip_lead(text, *_after_to(text, item)), item.end)
        for item in whole.items
    ]
    return sum(head is not None for head in heads) * 2 > len(heads) and not re.search(
        r"\b(?:if|where|who|which|that|unless|when|it)[\s—–:⎯⸺-]*$",
        text[max(0, whole.stem.end - 20) : whole.stem.end],
    )


_FRAME = re.compile(r"\b(?:following|namely|powers?|functions?|duties)\b", re.IGNORECASE)


def _names_an_act(text: str, after: int, end: int) -> bool:
    """Whether the stem has its own verb: "may issue a summons to any person— (a) to appear"."""
    acts = read_right(text, after, end)
    if not acts or _FRAME.search(text, after, end):
        return False
    place = acts[0].place
    return len(place.of(text).split()) > 2 and bool(heads_act().match(text, *place))


def _after_to(text: str, item: Range) -> tuple[int, int]:
    start = item.start + 3 if text.startswith("to ", item.start) else item.start
    return start, item.end


def _read_clause(unit: Unit, clause: Clause, items: tuple[Range, ...] = ()) -> bool:
    """Add the clause's statements; True where a definition ends the reading of the sentence."""
    text = unit.text
    left = read_left(text, clause.start, clause.cue.start)
    own = left
    if left.subject is None and unit.left and not clause.embedded:
        left = Left(
            unit.left.subject,
            (*unit.left.conditions, *left.conditions),
            left.fronted or unit.left.fronted,
        )
    words = (
        (left.subject or Range(skip_lead(text, clause.start, clause.cue.start), clause.cue.start))
        .of(text)
        .strip()
    )
    side = side_of(text, left.subject, left.fronted, unit.entities)
    verdict = judge(text, clause.cue, words, side, max(clause.end, clause.cue.end))
    if verdict is None or verdict.rule.type in ("drop", "none"):
        if verdict and verdict.rule.type == "none":
            unit.silent_rule = f"statement.{verdict.rule.id}"
            unit.left = left
        return False
    if not clause.embedded:
        unit.left = left
    made = list(build(unit, clause, own, left, verdict, items))
    if verdict.rule.type == "offence" and _same_tier(unit, own, verdict):
        made = [_instead(unit.norms.pop(), one) for one in made] if _stronger(unit, verdict) else []
    unit.norms.extend(made)
    return verdict.rule.type == "definition"


def _same_tier(unit: Unit, own: Left, verdict: Verdict) -> bool:
    """Whether an offence cue goes on with the one before ("and shall also be liable to fine")."""
    if not unit.norms or unit.norms[-1].type != "offence" or own.subject or own.conditions:
        return False
    last = unit.norms[-1].trigger
    return last is not None and not re.search(
        r"[.;]\s", unit.text[last.end : verdict.trigger.start]
    )


def _instead(was: Norm, now: Norm) -> Norm:
    """The later cue of one tier, with the circumstances of the earlier."""
    return now._replace(conditions=(*was.conditions, *now.conditions))


def _stronger(unit: Unit, verdict: Verdict) -> bool:
    was = unit.norms[-1].rule.removeprefix("statement.")
    return verdict.rule.id in _PUNISHES and was not in _PUNISHES
