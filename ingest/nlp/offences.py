"""Conduct, its mental element and who does it, in an offence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.grammar import frame
from ingest.nlp.subjects import Left
from ingest.nlp.values import Range

_ANYONE = re.compile(r"(?:whoever|whosoever|any ?one who|every ?one who)\b,?", re.IGNORECASE)
_WHO = re.compile(r",?\s+(?:who|which|that)\b,?\s+")
_STATUS = re.compile(r"(?:is|are|was|has been|being|not being)\b")
_THEN_ACTS = re.compile(r"\s+and\s+(?=\w+s\b)|\s+and\s+who\s+")
_PRONOUN = re.compile(r"(?:he|she|it|they|such|the said|that)\b", re.IGNORECASE)
_FRONT = re.compile(r"(?:where|if|when|in the event(?: that)?|in case|whenever)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conduct:
    """Who, what, and with what intent or under which circumstances."""

    bearer: Range | None
    action: Range | None
    conditions: tuple[Range, ...] = ()


def read_conduct(text: str, start: int, left: Left, end: int) -> Conduct:
    """The conduct that stands before the punishment."""
    subject = left.subject
    if left.fronted and (subject is None or _PRONOUN.match(text, *subject)):
        return _fronted(text, left.fronted)
    whole = Range(subject.start if subject else start, end).trimmed(text)
    anyone = _ANYONE.match(text, *whole)
    if anyone:
        words = _ANYONE.match(text, *whole).group().split()[0].rstrip(",")  # type: ignore[union-attr]
        return _conduct(
            text, Range(whole.start, whole.start + len(words)), Range(anyone.end(), whole.end)
        )
    who = _WHO.search(text, *whole)
    if who is None:
        return _plain(text, whole, left)
    if _STATUS.match(text, who.end(), whole.end) and (
        then := _THEN_ACTS.search(text, who.end(), whole.end)
    ):
        return _conduct(text, Range(whole.start, then.start()), Range(then.end(), whole.end))
    return _conduct(text, Range(whole.start, who.start()), Range(who.end(), whole.end))


def _fronted(text: str, fronted: Range) -> Conduct:
    """The condition holds bearer and act: "Where a licensee fails to pay, he shall be punished"."""
    opening = _FRONT.match(text, *fronted)
    at = opening.end() if opening else fronted.start
    noun = frame("wrongdoer").match(text, at, fronted.end)
    if noun is None:
        return Conduct(None, Range(at, fronted.end).trimmed(text), (fronted,))
    action = Range(noun.end(), fronted.end).trimmed(text)
    return Conduct(Range(*noun.span()).trimmed(text), action, (fronted,))


def _plain(text: str, whole: Range, left: Left) -> Conduct:
    """A subject without "who": its noun phrase acts, or an offence is its own subject."""
    noun = frame("wrongdoer").match(text, *whole)
    if noun and noun.end() < whole.end:
        return _conduct(text, Range(*noun.span()), Range(noun.end(), whole.end), left.conditions)
    if noun:
        return Conduct(Range(*noun.span()), None, left.conditions)
    if left.subject and not frame("wrong").search(text, *whole):
        return Conduct(whole, None, left.conditions)
    return Conduct(None, whole if whole.end > whole.start else None, left.conditions)


def _conduct(text: str, bearer: Range, act: Range, before: tuple[Range, ...] = ()) -> Conduct:
    act = act.trimmed(text)
    conditions = list(before)
    if (mind := frame("mens_rea").match(text, *act)) and mind.end() < act.end:
        conditions.append(Range(act.start, mind.end()).trimmed(text))
        act = Range(mind.end(), act.end).trimmed(text)
    if (mind := frame("mens_rea_after").search(text, act.start + 1, act.end)) is not None:
        conditions.append(Range(mind.start(), act.end).trimmed(text))
        act = Range(act.start, mind.start()).trimmed(text)
    return Conduct(bearer.trimmed(text), act, tuple(conditions))


def tier_conditions(text: str, start: int, end: int) -> tuple[Range, ...]:
    """A circumstance between "punishable" and the punishment ("if it is the first time")."""
    hit = frame("tier").match(text, start, end)
    return (Range(*hit.span("condition")).trimmed(text),) if hit else ()


_IF_CONDUCT = re.compile(r"[^;.]{0,40}?\b(?:if|where|when|who)\b[\s—–:⎯-]*", re.IGNORECASE)


_AGAIN = re.compile(r"(?:he|she|it|they|that person|the person)[\s:—–⎯-]+(?:\(\w{1,3}\)\s+)?")
"""The offender named again before the conduct: "if he: (a) …"."""


def later_conduct(text: str, start: int, end: int) -> Range | None:
    """The conduct where it follows: "commits an offence if he …"."""
    hit = _IF_CONDUCT.match(text, start, end)
    if hit is None:
        return None
    at = re.compile(
        r"(?:he|she|it|they|that person|the person)[\s:—–⎯-]+(?:\(\w{1,3}\)\s+)?"
    ).match(text, hit.end(), end)
    place = Range(at.end() if at else hit.end(), end).trimmed(text)
    return place if place.end > place.start else None
