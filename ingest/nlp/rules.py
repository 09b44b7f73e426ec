"""The table that turns a modal and its surroundings into a type of statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.nlp.grammar import frame, participle
from ingest.nlp.lexicon import pattern, read
from ingest.nlp.values import Found, Range, holders


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `statements.toml`."""

    id: str
    type: str
    at: re.Pattern[str]
    subject: re.Pattern[str] | None
    object: re.Pattern[str] | None
    bearer: str
    lead: bool
    core: bool
    past: bool
    """The words after the trigger that the rule matched are no part of the act."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that fits a modal, and its trigger."""

    rule: Rule
    trigger: Range
    after: int
    """Where the words after the cue begin."""


@cache
def anchor() -> re.Pattern[str]:
    """Matches the words that may open a statement."""
    return pattern(read("statements")["anchor"])


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of tests."""
    return tuple(
        Rule(
            id=row["id"],
            type=row["type"],
            at=pattern(row["at"].replace("PARTICIPLE", participle())),
            subject=_optional(row, "subject"),
            object=_optional(row, "object"),
            bearer=row.get("bearer", ""),
            lead=row.get("lead", False),
            core=row.get("core", False),
            past=row.get("past", False),
        )
        for row in read("statements")["rule"]
    )


def _optional(row: dict[str, str], key: str) -> re.Pattern[str] | None:
    return pattern(row[key]) if key in row else None


def judge(text: str, cue: Range, subject: str, side: str, end: int) -> Verdict | None:
    """The first rule that fits, or None where every rule refuses (a stray "is liable")."""
    for rule in rules():
        hit = rule.at.match(text, cue.start, end)
        if hit is None or (rule.bearer and rule.bearer != side.replace("court", "public")):
            continue
        if rule.subject and not rule.subject.search(subject):
            continue
        if rule.object and not rule.object.search(text, hit.end(), end):
            continue
        return _verdict(rule, hit)
    return None


def _verdict(rule: Rule, hit: re.Match[str]) -> Verdict:
    if "t" in rule.at.groupindex:
        return Verdict(rule, Range(*hit.span("t")), hit.end() if rule.past else hit.end("t"))
    return Verdict(rule, Range(*hit.span()), hit.end())


def side_of(
    text: str, bearer: Range | None, fronted: Range | None, entities: tuple[Found, ...]
) -> str:
    """Whether the bearer is a court, public or private; empty where nothing tells.

    A pronoun is read as the first holder named in the fronted clause.
    """
    if bearer is None:
        return ""
    words = bearer.of(text)
    if words.lower() in ("he", "she", "it", "they", "who", "which", "such person", "that person"):
        return _side_in(text, fronted, entities) if fronted else ""
    return _side_in(text, bearer, entities) or _unnamed_side(text, bearer, entities)


_ABSTRACT = re.compile(r"(?:tion|sion|ing|ment|ance|ence|ity|ure|ness|ism)s?$")
"""Doings and qualities, which hold no right."""


def _unnamed_side(text: str, bearer: Range, entities: tuple[Found, ...]) -> str:
    """A bearer that nothing names is a private person, unless it is a thing or sounds public.

    Bodies and officers are in the lexicon or have capitals; "a traveller" has neither.
    """
    words = bearer.of(text)
    if not words or is_thing(text, bearer, entities) or frame("public").search(words):
        return ""
    if _ABSTRACT.search(words.split(" of ")[0]):
        return ""
    return (
        "private"
        if re.match(r"(?:(?:an?|any|the|every|each|no|such)\s+)?[a-z]", words, re.IGNORECASE)
        else ""
    )


def _side_in(text: str, place: Range, entities: tuple[Found, ...]) -> str:
    if frame("made_public").search(text, *place):
        return "public"
    named = holders(entities, place)
    private = frame("private").search(text, *place)
    if named and (private is None or named[0].start <= private.start()):
        return "court" if named[0].label == "COURT" else named[0].side or "public"
    return "private" if private else ""


_NOUN_END = re.compile(
    r"(?:,|;|\s(?:of|for|in|under|referred|issued|made|which|who|that|to|by|on|relating|containing|granted|specified|so|mentioned|received|given|pending|from|with|prescribed|published|passed|issuing|before|against|whose|as|at|required|collected|obtained|provided|used|or|and|thereof|thereunder)\b|\s\()"
)


def is_thing(text: str, subject: Range, entities: tuple[Found, ...]) -> bool:
    """Whether the subject is a document, law or device, which does not act."""
    if any(
        one.start - subject.start <= 12 and _heads(text, subject, one)
        for one in holders(entities, subject)
    ):
        return False
    cut = _NOUN_END.search(text, *subject)
    noun = text[subject.start : cut.start() if cut else subject.end]
    return bool(re.search(r"(?:^|\s)" + frame("thing").pattern, noun, re.IGNORECASE))


def _heads(text: str, subject: Range, one: Found) -> bool:
    """Whether an entity is the subject's own head: "a member" is, "the Court fee" is not."""
    before = text[subject.start : one.start]
    return not re.search(r"\b(?:of|by|to|in|for|under)\s", before) and not re.match(
        r"\s+" + frame("thing").pattern.removesuffix("$") + r"\b",
        text[one.end : one.end + 40],
        re.IGNORECASE,
    )
