"""From a judged clause to its statements: who, what, under which conditions and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.nlp.acts import Act, agent, cut_conditions, read_right
from ingest.nlp.clauses import Clause
from ingest.nlp.grammar import finite, frame, passive
from ingest.nlp.offences import Conduct, later_conduct, read_conduct, tier_conditions
from ingest.nlp.oversight import find_oversight
from ingest.nlp.rules import Verdict, is_thing, side_of
from ingest.nlp.subjects import Left, skip_lead
from ingest.nlp.values import Found, Norm, Range, holders, meeting


@dataclass(slots=True)
class Unit:
    """A text with its entities, and what has been read of the sentence so far."""

    text: str
    entities: tuple[Found, ...]
    masked: str
    left: Left | None = None
    """Of the last main clause, for a modal whose subject is left out."""
    conduct: Conduct | None = None
    norms: list[Norm] = field(default_factory=list)
    silent_rule: str = ""
    """The constitutive rule met last, which explains a unit without statements."""


def build(
    unit: Unit, clause: Clause, own: Left, left: Left, verdict: Verdict, items: tuple[Range, ...]
) -> Iterator[Norm]:
    """The statements of one clause under the rule that fits its modal."""
    match verdict.rule.type:
        case "offence":
            yield _offence(unit, clause, own, left, verdict)
        case "definition":
            yield _definition(unit, verdict, _definition_end(unit.text, verdict.after))
        case "immunity":
            yield _immunity(unit, clause, left, verdict)
        case _:
            yield from _acts(unit, clause, left, verdict, items)


_DEFINITION_END = re.compile(
    r""";\s*(?:and|or)?\s*(?:$|(?=\(?\w{1,5}\)?\s*["“‘']))|\.\s+(?=[A-Z“"])"""
)


def _definition_end(text: str, start: int) -> int:
    """Where a definition ends: at its full stop, or where the next quoted term begins."""
    hit = _DEFINITION_END.search(text, start)
    return hit.start() if hit else len(text)


def _offence(unit: Unit, clause: Clause, own: Left, left: Left, verdict: Verdict) -> Norm:
    text = unit.text
    if own.subject is None and unit.conduct and not own.fronted:
        conduct = Conduct(unit.conduct.bearer, unit.conduct.action, own.conditions)
    else:
        begin = skip_lead(text, clause.start, clause.cue.start)
        conduct = read_conduct(text, begin, own, clause.cue.start)
        if (
            own.subject is None and own.fronted and unit.conduct
        ):  # "upon a second conviction shall be"
            conduct = Conduct(unit.conduct.bearer, unit.conduct.action, own.conditions)
    bare = verdict.rule.id in _NO_PUNISHMENT
    later = later_conduct(text, verdict.after, clause.end) if bare or not conduct.action else None
    if later:
        conduct = Conduct(conduct.bearer, later, conduct.conditions)
    unit.conduct = conduct
    tier = () if bare else tier_conditions(text, verdict.after, clause.end)
    conditions = (*conduct.conditions, *tier)
    return _norm(unit, verdict, verdict.trigger, conduct.bearer, conduct.action, conditions)


_NO_PUNISHMENT = ("offence.commits-an-offence", "offence.shall-be-guilty")
"""Rules of offences whose conduct may follow: "commits an offence if he …"."""


def _definition(unit: Unit, verdict: Verdict, end: int) -> Norm:
    place = Range(verdict.after, end)
    cut = re.compile(r",?\s+as amended\b|;\s*(?:and|or)?\s*$").search(unit.text, *place)
    action = Range(place.start, cut.start() if cut else end).trimmed(unit.text)
    said = action if action.end > action.start else None
    return Norm("definition", verdict.trigger, None, said, (), (), f"statement.{verdict.rule.id}")


def _immunity(unit: Unit, clause: Clause, left: Left, verdict: Verdict) -> Norm:
    text = unit.text
    start = re.compile(r"(?:\W*\b(?:under any circumstances?|be)\b)*\W*").match(
        text, verdict.after, clause.end
    )
    at = start.end() if start else verdict.after
    place, after = cut_conditions(text, Range(at, clause.end))
    bearer = None if verdict.rule.core else left.subject
    if verdict.rule.core:
        place = Range(left.subject.start if left.subject else clause.cue.start, place.end)
        bearer = _protected(unit, Range(verdict.trigger.start, clause.end))
    elif bearer and is_thing(text, bearer, unit.entities):
        place, bearer = (
            Range(bearer.start, place.end),
            _protected(unit, Range(verdict.trigger.start, clause.end)),
        )
    return _norm(
        unit,
        verdict,
        _trigger(text, left, verdict),
        _without_no(text, bearer),
        place,
        (*left.conditions, *after),
    )


def _protected(unit: Unit, place: Range) -> Range | None:
    """Who an immunity protects: the person it names after "against" or "apply to"."""
    hit = frame("protected").search(unit.text, *place)
    if hit is None:
        return None
    who = Range(*hit.span("who")).trimmed(unit.text)
    return who if holders(unit.entities, who) or frame("private").search(unit.text, *who) else None


_NO = re.compile(r"(?:no|neither|none of|nothing)\s+", re.IGNORECASE)


def _without_no(text: str, bearer: Range | None) -> Range | None:
    hit = _NO.match(text, *bearer) if bearer else None
    return Range(hit.end(), bearer.end) if hit and bearer else bearer


def _trigger(text: str, left: Left, verdict: Verdict) -> Range:
    """The cue, from its negative subject on where the rule says so."""
    if verdict.rule.lead and left.subject and _NO.match(text, *left.subject):
        return Range(left.subject.start, verdict.trigger.end)
    return verdict.trigger


def _acts(
    unit: Unit, clause: Clause, left: Left, verdict: Verdict, items: tuple[Range, ...]
) -> Iterator[Norm]:
    text = unit.text
    trigger = _trigger(text, left, verdict)
    if (lawful := _LAWFUL_FOR.match(text, verdict.after, clause.end)) and text[
        : trigger.end
    ].endswith(("lawful", "competent")):
        left = Left(Range(*lawful.span("who")), left.conditions, left.fronted)
        verdict = Verdict(verdict.rule, trigger, lawful.end())
    thing = left.subject is not None and is_thing(text, left.subject, unit.entities)
    for act in (
        _list_acts(text, verdict.after, items)
        if items
        else read_right(text, verdict.after, clause.end)
    ):
        if act.place.end <= act.place.start:
            continue
        bearer, action = _bearer_and_action(unit, clause, left, verdict, act, thing, items)
        yield _norm(unit, verdict, trigger, bearer, action, (*left.conditions, *act.conditions))


_LAWFUL_FOR = re.compile(r"\s+for\s+(?P<who>[^,;:]{2,120}?)\s+(?=to\s)")
"""Who may or may not, said backwards: "it shall be lawful for any officer to …"."""


def _list_acts(text: str, after: int, items: tuple[Range, ...]) -> Iterator[Act]:
    """Each list item as an act, under the conditions between the modal and the list."""
    stem_end = max(after, text.rfind("(", after, items[0].start))  # before "(a)"
    stem = read_right(text, after, stem_end)
    shared = stem[0].conditions if stem else ()
    if (
        stem
        and stem[0].place.end > stem[0].place.start
        and frame("opener").match(text, *stem[0].place)
    ):
        shared = (*shared, Range(stem[0].place.start, stem_end).trimmed(text))
    for item in items:
        for act in read_right(text, item.start, item.end):
            yield Act(act.place, (*shared, *act.conditions))


def _bearer_and_action(
    unit: Unit,
    clause: Clause,
    left: Left,
    verdict: Verdict,
    act: Act,
    thing: bool,
    items: tuple[Range, ...],
) -> tuple[Range | None, Range]:
    text = unit.text
    holds = verdict.rule.id.endswith(
        ("have-the-right", "have-the-power")
    )  # "the right to be heard"
    is_passive = not holds and passive().match(text, *act.place) is not None
    start = (
        left.subject.start
        if left.subject and left.subject.start < clause.cue.start
        else clause.cue.start
    )
    if thing and items:
        return None, act.place  # the clause core would repeat every earlier item
    if is_passive:
        by = _agent(unit, act.place, clause.end)
        bearer, end = (by[0], min(by[1], act.place.end)) if by else (None, act.place.end)
        if by and verdict.trigger.end > end:
            end = verdict.trigger.end
        return bearer, Range(start, end).trimmed(text)
    if verdict.rule.id == "obligation.shall-be-borne-by":
        by = agent(text, Range(verdict.trigger.end, clause.end), clause.end)
        return (by[0] if by else None), Range(start, verdict.trigger.end)
    if thing or verdict.rule.core:
        return None, Range(start, act.place.end).trimmed(text)
    return _without_no(text, left.subject), act.place


def _agent(unit: Unit, act: Range, end: int) -> tuple[Range, int] | None:
    """The by-phrase, if it names someone who can act and not a means."""
    by = agent(unit.text, act, end)
    if by is None:
        return None
    phrase = by[0]
    named = any(_heads_phrase(unit.text, phrase, one) for one in holders(unit.entities, phrase))
    private = frame("private").search(unit.text, *phrase)
    pronoun = _PRONOUN.fullmatch(phrase.of(unit.text))
    return by if named or private or pronoun else None


def _heads_phrase(text: str, phrase: Range, one: Found) -> bool:
    """Not "by the type of content of the provider", where the provider does nothing."""
    return not re.search(r"\bof\b", text[phrase.start : one.start])


_STANDS_FOR = re.compile(r"it|he|she|they", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:it|him|her|them|himself|itself|themselves)", re.IGNORECASE)


def _norm(
    unit: Unit,
    verdict: Verdict,
    trigger: Range,
    bearer: Range | None,
    action: Range | None,
    conditions: Sequence[Range],
) -> Norm:
    kept = tuple(place for place in dict.fromkeys(conditions) if place.end > place.start)
    action = action if action and action.end > action.start else None
    places = (*((action,) if action else ()), *kept)
    return Norm(
        verdict.rule.type,
        trigger,
        bearer,
        action,
        kept,
        find_oversight(unit.masked, places, action) if verdict.rule.type != "offence" else (),
        f"statement.{verdict.rule.id}",
        _code(unit, bearer),
        side_of(unit.text, bearer, None, unit.entities),
    )


def _code(unit: Unit, bearer: Range | None) -> str:
    """The body that bears a statement; a pronoun's is the holder that acts in the clause before."""
    if bearer is None:
        return ""
    if _STANDS_FOR.fullmatch(unit.text, *bearer) and unit.left and unit.left.fronted:
        named = holders(unit.entities, unit.left.fronted)
        acting = [one for one in named if finite().match(unit.text, one.end + 1)]
        return next((one.code for one in (*acting, *named)), "")
    return next((one.code for one in meeting(unit.entities, bearer) if one.code), "")
