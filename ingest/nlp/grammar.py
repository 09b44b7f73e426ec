"""Verbs, openers and phrases of statutes, compiled from the lexicon."""

from __future__ import annotations

import re
from functools import cache

from ingest.nlp.lexicon import pattern, read

_VOWELS = "aeiou"

# What may follow a word that is a verb as often as a noun, when it is the verb.
_OBJECT = (
    r"(?=\s+(?:the|an?|any|all|such|its|his|their|each|every|with|to|for|on|upon|into|it|them|that|those|these|this|as|"
    r"out|up|him|[a-z]+(?:s|ing|ed|al|ive|ion|ary|ity)\b)(?!\s+of\b))"
)


def _words(name: str) -> tuple[str, ...]:
    return tuple(read("verbs")[name].split())


@cache
def verbs() -> frozenset[str]:
    """Every bare verb, the noun-like ones included."""
    return frozenset((*_words("plain"), *_words("also_noun")))


@cache
def control_verbs() -> frozenset[str]:
    """Verbs whose object does the next act ("require any person to appear")."""
    return frozenset(_words("control"))


@cache
def verb_here() -> re.Pattern[str]:
    """Matches where a bare verb stands that heads an act."""
    sure = "|".join(sorted(set(_words("plain")) - set(_words("also_noun")), key=len, reverse=True))
    noun_like = "|".join(sorted(_words("also_noun"), key=len, reverse=True))
    return re.compile(
        rf"(?:(?:partially|fully|wholly|duly|otherwise|promptly|immediately|clearly|publicly|either|not|so|also|be)\s+(?:(?:or|and)\s+\w+ly\s+)?)?"
        rf"(?P<verb>(?:{sure})\b(?!\s+of\b|['’-])|(?:{noun_like})\b(?!['’-]){_OBJECT})"
    )


@cache
def heads_act() -> re.Pattern[str]:
    """Matches any bare verb at the head of a list item, where a noun would have its "of"."""
    every = "|".join(sorted(verbs(), key=len, reverse=True))
    return re.compile(
        rf"(?:(?:not|partially|fully|duly|also)\s+(?:(?:or|and)\s+\w+\s+)?)?"
        rf"(?P<verb>{every}|be|have)\b(?!\s+of\b|['’-])"
    )


@cache
def finite() -> re.Pattern[str]:
    """Matches a finite verb other than a modal: is, has, contravenes, commits."""
    third = "|".join(sorted({third_person(verb) for verb in _words("plain")}))
    fixed = "|".join(_words("finite"))
    return re.compile(rf"\b(?:{third}|{fixed})\b")


def third_person(verb: str) -> str:
    """The form after "he": "deny" gives "denies", "publish" gives "publishes"."""
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


@cache
def participle() -> str:
    """A pattern part for past participles."""
    return rf"(?:\w+ed|{'|'.join(_words('irregular_participles'))})"


@cache
def passive() -> re.Pattern[str]:
    """Matches "be published", "not be so used" at the head of what follows a modal."""
    return re.compile(
        r"(?:not\s+)?be\s+"
        r"(?:(?:\w+ly|also|only|so|either|first|further|not|jointly|in writing)\s+)*"
        rf"(?!(?:required|entitled|obliged|bound|responsible|deemed|need)\b){participle()}\b",
        re.IGNORECASE,
    )


@cache
def frame(name: str) -> re.Pattern[str]:
    """One pattern of `frames.toml`, compiled; a blank matches a blank (texts are levelled)."""
    return pattern(read("frames")[name])
