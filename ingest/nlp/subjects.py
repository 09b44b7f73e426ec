"""What stands before a modal: conditions in front, the bearer, adverbials between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.nlp.grammar import finite, frame
from ingest.nlp.lexicon import read
from ingest.nlp.references import REFERENCE
from ingest.nlp.values import Range

_TRAILING = re.compile(
    r"\s+(?:also|hereby|thereupon|thereafter|therefore|then|further|each|both|only|himself|itself)$",
    re.IGNORECASE,
)
_KEEP = re.compile(r",\s+(?:or,? )?as the case", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Left:
    """The words before a modal, shared out."""

    subject: Range | None
    conditions: tuple[Range, ...] = ()
    fronted: Range | None = None


def read_left(text: str, start: int, end: int) -> Left:
    """Part the words between the start of a clause and its modal."""
    at = skip_lead(text, start, end)
    conditions: list[Range] = []
    fronted = None
    opener = frame("opener").match(text, at, end) or _PURPOSE.match(text, at, end)
    if opener:
        main = main_subject(text, at, end)
        fronted = Range(at, main).trimmed(text)
        fronted = _without_then(text, fronted)
        if not frame("not_condition").match(text, *fronted):
            conditions.append(fronted)
        at = skip_lead(text, main, end)
    subject, between = _subject_and_between(text, at, end)
    return Left(subject, (*conditions, *between), fronted)


_PURPOSE = re.compile(r"to\s+[a-z]+\s", re.IGNORECASE)
"""A purpose that opens the clause: "To carry out the purposes of this Act, the Board may"."""


def _without_then(text: str, place: Range) -> Range:
    return (
        Range(place.start, place.end - 5).trimmed(text)
        if place.of(text).endswith(" then")
        else place
    )


def skip_lead(text: str, start: int, end: int) -> int:
    """Past numbers, "Provided that", "and", "then"."""
    while start < end and (hit := frame("lead").match(text, start, end)):
        if hit.end() == start:
            break
        start = hit.end()
    while start < end and text[start] == " ":
        start += 1
    return start


_CANDIDATE = re.compile(r"(?:,|;|—|–)\s+(?:then,?\s+|and\s+)?|\sthen\s+")
_LAST_NOUN = re.compile(r"\b(?:the|an?|any|every|no|such|he|it|they|she)\b", re.IGNORECASE)
_GOVERNS = re.compile(
    r"\b(?:of|to|by|in|for|on|at|with|from|under|or|and|as|against|upon|into|than|that|between|before|within|[a-z]+ing)\s+$",
    re.IGNORECASE,
)


_PRONOUN_LAST = re.compile(r"(?:,|\s)\s*(?P<pronoun>it|he|she|they)\s*$", re.IGNORECASE)


@cache
def _after_reference() -> re.Pattern[str]:
    """A reference that opens the sentence with no comma after it."""
    expression: str = read("frames")["after_reference"]
    # the reference's own line ends close its comments, so it goes in after the data's are taken out
    opening, rest = expression.replace("\n", "").split("REFERENCE")
    return re.compile(f"{opening}(?x:{REFERENCE.pattern}){rest}", re.IGNORECASE)


def main_subject(text: str, start: int, end: int) -> int:
    """Where the main subject begins after a fronted adverbial; `end` if there is none."""
    if pronoun := _PRONOUN_LAST.search(text, start, end):
        return pronoun.start("pronoun")
    if reference := _after_reference().match(text, start, end):
        return reference.end()
    places = _fresh_subjects(text, start, end)
    if places:
        return _widen(text, places, end)
    if text[start:end].rstrip().endswith((",", ";")):
        return end
    for hit in reversed(list(_LAST_NOUN.finditer(text, start, end))):
        if not _GOVERNS.search(text, start, hit.start()):
            return hit.start()
    return end


def _fresh_subjects(text: str, start: int, end: int) -> list[int]:
    return [
        hit.end()
        for hit in _CANDIDATE.finditer(text, start, end)
        if hit.end() < end
        and (frame("subject").match(text, hit.end(), end) or text[hit.end()].isupper())
    ]


def fresh_subject(text: str, start: int, end: int) -> bool:
    """Whether a subject of its own stands between a fronted clause and a modal."""
    return bool(
        _PRONOUN_LAST.search(text, start, end)
        or _after_reference().match(text, start, end)
        or _fresh_subjects(text, start, end)
        or text[start:end].rstrip().endswith(",")
    )


def _widen(text: str, places: list[int], end: int) -> int:
    """Take in earlier members of a list subject: "the owner, the occupier or the agent"."""
    at = places[-1]
    for before in reversed(places[:-1]):
        piece = text[before:at]
        listed = re.search(r"\b(?:or|and)\b", text[at:end]) and len(piece.split()) <= 5
        if not listed or finite().search(piece):
            break
        at = before
    return at


def _subject_and_between(text: str, start: int, end: int) -> tuple[Range | None, tuple[Range, ...]]:
    place = Range(start, end).trimmed(text)
    if place.start >= place.end:
        return None, ()
    cut = _first_adverbial(text, place)
    if cut is None:
        return _tidy(text, place), ()
    between = Range(cut, place.end).trimmed(text)
    subject = _tidy(text, Range(place.start, cut).trimmed(text)) if cut > place.start else None
    kept = (
        ()
        if frame("non_restrictive").match(", " + between.of(text))
        or frame("not_condition").match(text, *between)
        else (between,)
    )
    return subject, kept


def _first_adverbial(text: str, place: Range) -> int | None:
    """Where an adverbial begins that parts subject from modal."""
    if frame("adverb_condition").match(text, *place) or frame("opener").match(text, *place):
        return place.start
    cuts = [hit.end() for hit in re.finditer(r",\s+", text[place.start : place.end])]
    for cut in cuts:
        at = place.start + cut
        if _relative_just_opened(text, place.start, at):
            continue
        if (
            frame("opener").match(text, at, place.end)
            or frame("non_restrictive").match(text, at - 2, place.end)
        ) and not _KEEP.match(text, at - 2):
            return at
    bare = frame("bare_adverbial").search(text, *place)
    if bare and not re.search(
        r"\b(?:who|which|that|whose|whom)\b", text[place.start : bare.start()]
    ):
        return bare.end()
    return None


def _relative_just_opened(text: str, start: int, at: int) -> bool:
    return bool(
        re.search(r"\b(?:who|which|that)(?:,\s+|\s+[^,]*,\s+)$", text[start:at])
    ) and not finite().search(text[start:at].rpartition("who")[2])


def _tidy(text: str, place: Range) -> Range | None:
    while hit := _TRAILING.search(text[place.start : place.end]):
        place = Range(place.start, place.start + hit.start()).trimmed(text)
    if mark := _MARK_LEFT.search(text, *place):
        place = Range(place.start, mark.start()).trimmed(text)
    return place if place.end > place.start else None


_MARK_LEFT = re.compile(r"\s*[—–:⎯⸺-]\s*\(\w{1,4}\)$")
"""A list letter between subject and modal: "The Commission— (a) must"."""
