"""What follows a modal: the acts, and the conditions on each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.nlp.grammar import control_verbs, frame, heads_act, passive, verb_here, verbs
from ingest.nlp.values import Range


@dataclass(frozen=True, slots=True)
class Act:
    """A verb phrase without its modal, and what limits it."""

    place: Range
    conditions: tuple[Range, ...] = ()


def read_right(text: str, start: int, end: int) -> tuple[Act, ...]:
    """Part the words after a modal into acts, each with its conditions."""
    at, before = _leading(text, start, end)
    return tuple(_act(text, piece, (*before, *own)) for piece, own in _pieces(text, at, end))


def _leading(text: str, start: int, end: int) -> tuple[int, tuple[Range, ...]]:
    """Past adverbs and interposed adverbials between modal and verb."""
    conditions: list[Range] = []
    at = start
    while at < end:
        if text[at] in " ,:;—–⎯⸺-":
            at += 1
            continue
        hit = frame("adverb_condition").match(text, at, end)
        if hit:
            until = _adverbial_end(text, at, end)
            conditions.append(Range(at, until).trimmed(text))
            at = until
            continue
        if (
            (skip := frame("adverb_skip").match(text, at, end))
            and skip.end() > at
            and _word_ends(text, skip.end())
        ):
            at = skip.end()
            continue
        if frame("opener").match(text, at, end) and not verb_here().match(text, at):
            until = _adverbial_end(text, at, end)
            if until >= end:
                break
            place = Range(at, until).trimmed(text)
            if not frame("not_condition").match(text, *place):
                conditions.append(place)
            at = until
            continue
        break
    return at, tuple(conditions)


def _word_ends(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum() or not text[at - 1].isalnum()


def _adverbial_end(text: str, start: int, end: int) -> int:
    """Where an interposed adverbial gives way to the verb."""
    for hit in re.finditer(r"[,—–:]\s*(?=\w)|\s", text[start:end]):
        at = start + hit.end()
        word = verb_here().match(text, at, end) or re.compile(
            r"be\b|have\b|not\b(?! (?:later|less|more|exceeding|being|below|above))|do\b"
        ).match(text, at, end)
        if word and not re.search(
            r"\b(?:to|the|an?|of|or|and|any|its|such|their|his|by|for|in|no|as|may|it|be|with|due|on|under|regard|reasonable|good|sufficient|such|written|prior|further|previous|same)$",
            text[start : start + hit.start()].rstrip(","),
        ):
            return at
    fallback = frame("unknown_verb").search(text, start, end)
    return fallback.end("comma") if fallback else end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[Range, tuple[Range, ...]]]:
    """Co-ordinated verbs with separate objects, as separate pieces."""
    if passive().match(text, start, end):
        yield Range(start, end), ()
        return
    begin = start
    own: tuple[Range, ...] = ()
    clause_open = _open_condition(text, start, end)
    for hit in frame("coordinator").finditer(text, start, end):
        if hit.start() >= clause_open or not _splits(text, start, begin, hit, end):
            continue
        yield Range(begin, hit.start()), own
        begin = hit.end()
        own = (Range(*hit.span("condition")).trimmed(text),) if hit["inner"] else ()
    yield Range(begin, end), own


def _open_condition(text: str, start: int, end: int) -> int:
    """Where an if-clause opens, after which "and" co-ordinates inside it."""
    hit = frame("open_condition").search(text, start, end)
    return hit.start() if hit else end


_PURPOSE = re.compile(r"\bto\s+(?P<verb>[a-z-]+)")
_RELATIVE = re.compile(r"\b(?:who|which|that|whom|whose)\b")


def _splits(text: str, start: int, begin: int, hit: re.Match[str], end: int) -> bool:
    """Whether a new act of the same bearer begins here.

    Not where the verb belongs to someone else ("require any person to appear and give evidence"),
    to a purpose or a relative clause, or where the earlier verb has no object of its own yet.
    """
    series = hit["list"] and not re.search(r"\b(?:and|or)\b|;", hit.group())
    verb = (heads_act() if series else verb_here()).match(text, hit.end(), end)
    if verb is None or _is_bare(text[begin : hit.start()]):
        return False
    before = text[begin : hit.start()]
    if re.search(r"\bto\s*$", hit.group()) and not text.startswith("to ", start):
        return False  # "to enter …, and to search": infinitives of a noun or of another verb
    strong = hit["inner"] or (
        hit.group().lstrip().startswith((",", ";"))
        and re.search(r"\b(?:and|or)\b|;|\bto\b", hit.group())
    )
    if _first_word(text[begin:end]) in control_verbs() and re.search(r"\b(?:to|that)\b", before):
        return bool(hit.group().lstrip().startswith(";"))
    if _RELATIVE.search(before) or _has_purpose(before):
        return bool(strong)
    if series:
        return _series_continues(text, hit.end(), end)
    return True


def _has_purpose(words: str) -> bool:
    return any(hit["verb"] in verbs() or hit["verb"] == "be" for hit in _PURPOSE.finditer(words))


def _series_continues(text: str, start: int, end: int) -> bool:
    """Whether a comma is one of a series of acts: a later "and" closes it with another verb."""
    close = re.compile(r",?\s+(?:and|or)\s+(?:to\s+)?(?=[a-z])").search(text, start, end)
    return bool(close and verb_here().match(text, close.end(), end))


_LITTLE = frozenset(("to", "not", "either", "and", "or", "also", "be"))


def _is_bare(words: str) -> bool:
    if re.search(r"\b(?:to|of|with|in|on|for|by|from|into|against|upon)[,\s]*$", words):
        return True  # the object is still to come: "have access to and inspect the system"
    if re.fullmatch(r"\s*\w+(?:,\s+\w+)*,?\s*", words):
        return True
    return all(
        word in verbs() or word in _LITTLE or word.endswith("ly")
        for word in re.findall(r"[\w'’-]+", words)
    )


def _first_word(words: str) -> str:
    hit = re.match(r"(?:to\s+|not\s+)?([\w-]+)", words.lstrip())
    return hit.group(1).lower() if hit else ""


def _act(text: str, piece: Range, conditions: tuple[Range, ...]) -> Act:
    place, own = cut_conditions(text, piece)
    return Act(place, (*conditions, *own))


def cut_conditions(text: str, piece: Range) -> tuple[Range, tuple[Range, ...]]:
    """An act without its conditions, and the conditions in order."""
    piece = _without_to(text, _without_join(text, piece.trimmed(text)))
    first = _first_cut(text, piece)
    if first is None:
        return piece, ()
    at, is_condition = first
    place = Range(piece.start, at).trimmed(text)
    tail = Range(at, piece.end) if is_condition else _next_condition(text, Range(at, piece.end))
    return place, () if tail is None else _conditions(text, tail)


_JOIN_LEFT = re.compile(
    r"[\s,;]+(?:and|or|but|then|and then)$|[;,:—–⎯]\s*(?:(?:and|or)\s+)?\(\w{1,4}\)$"
)


def _without_join(text: str, piece: Range) -> Range:
    """Without the "and" that leads to the next clause."""
    while hit := _JOIN_LEFT.search(text, piece.start, piece.end):
        piece = Range(piece.start, hit.start()).trimmed(text)
    return piece


def _without_to(text: str, piece: Range) -> Range:
    return (
        Range(piece.start + 3, piece.end) if text[piece.start : piece.start + 3] == "to " else piece
    )


def _skip_interposed(text: str, piece: Range, opening: int) -> int | None:
    """Past a condition between a verb and its object ("designate, in writing, a person")."""
    comma = text.find(",", opening, piece.end)
    if comma == -1 or not _is_bare(text[piece.start : opening].rstrip(" ,")):
        return opening
    return _condition_search(text, comma + 1, piece.end)


def _first_cut(text: str, piece: Range) -> tuple[int, bool] | None:
    at = piece.start + len(_first_word(piece.of(text)))
    opening = _condition_search(text, at, piece.end)
    if opening is not None and text[:opening].rstrip().endswith(","):
        opening = _skip_interposed(text, piece, opening)
    cut = frame("cut").search(text, at, piece.end)
    if opening is not None and (cut is None or opening <= cut.start()):
        return opening, True
    return (cut.start(), False) if cut else None


def _condition_search(text: str, start: int, end: int) -> int | None:
    for hit in re.finditer(r"(?:,\s+|\s)(?=\w)", text[start:end]):
        at = start + hit.end()
        if frame("condition").match(text, at, end) and not _inside_phrase(text, at):
            return at
    return None


_PHRASE_BEFORE = re.compile(r"\b(?:the|an?|and|or|such|other|than|of|to|as|but|either)\s+$")


def _inside_phrase(text: str, at: int) -> bool:
    """Whether a word like "before" or "order" goes on with the phrase that stands before it."""
    return bool(_PHRASE_BEFORE.search(text, max(0, at - 8), at)) and not text[at:].startswith(
        ("if ", "where ", "unless ", "within ")
    )


def _next_condition(text: str, tail: Range) -> Range | None:
    at = _condition_search(text, tail.start + 1, tail.end)
    return None if at is None else Range(at, tail.end)


def _conditions(text: str, tail: Range) -> tuple[Range, ...]:
    """Conditions that follow each other; a clause with "if" or "where" runs to the end."""
    places: list[Range] = []
    at = tail.start
    while at < tail.end:
        opening = frame("condition").match(text, at, tail.end)
        past = max(at + 1, opening.end() - 1) if opening else at + 1
        following = None
        if not frame("condition_clause").match(text, at, tail.end):
            following = _condition_search(text, past, tail.end)
            comma = text.find(",", at, tail.end)
            if comma != -1 and (following is None or comma < following):
                places.append(Range(at, comma).trimmed(text))
                if following is None:
                    break
                at = following
                continue
        end = following if following is not None else tail.end
        places.append(Range(at, end).trimmed(text))
        at = end
    return tuple(place for place in places if place.end > place.start)


def agent(text: str, act: Range, end: int) -> tuple[Range, int] | None:
    """The by-phrase of a passive: who acts, and where " by" begins."""
    hit = frame("agent").search(text, act.start, act.end) or _late_agent(text, act.end, end)
    if hit is None:
        return None
    stop = frame("agent_end").search(text, hit.end() + 3, end)
    who = Range(hit.end(), stop.start() if stop else end).trimmed(text)
    return _without_join(text, who), hit.start()


def _late_agent(text: str, start: int, end: int) -> re.Match[str] | None:
    """After an interposed condition: "may be extended, on application, by the Court"."""
    hit = frame("agent").search(text, start, end)
    return hit if hit and text[hit.start() - 1] == "," else None
