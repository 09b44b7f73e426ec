"""Where one statement's words end and the next one's begin.

A unit is cut into sentences, a sentence into a stem and the items of its list, and each of those
into clauses, one for each modal that is not inside a subordinate clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.nlp.grammar import finite, frame
from ingest.nlp.values import Range

_SENTENCE_END = re.compile(
    r"""
    (?<=[.!?])[”"’')]*\s+(?=["“‘'(]?[A-Z(])           # a stop before a capital
    | [:;.]?\s+(?=(?:Provided|PROVIDED)\b)             # a proviso, whatever stands before it
    | \s+(?=Explanations?\s*[\dIVX]*\s*[.:—–-])
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:No|Nos|s|ss|Rs|Art|Arts|Mr|Ms|Dr|St|vs?|i\.e|e\.g|cf|para|Ltd|Co|Sr|Jr|etc|Vol|p|pp|cl|r|reg|sub|sec|ibid|[A-Z])|\s\d{1,2})\.$"
)

_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\s;:,.—–⎯⸺-]))\((?P<label>[a-z]{1,5}|[A-Z]{1,2}|\d{1,2})\)\s*(?=[\w“\"‘(—–-])"
)
_REFERRING = re.compile(
    r"(?:sections?|clauses?|paragraphs?|sub-?sections?|rules?|articles?|points?|items?|regulations?|parts?|and|or|to|in|of|under|,)\s*$",
    re.IGNORECASE,
)
_NUMBERED_REFERENCE = re.compile(
    r"(?:sections?|clauses?|paragraphs?|articles?|rules?|points?|regulations?)\s[^;:—–]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence: its stem, and the items of its list if it has one."""

    stem: Range
    items: tuple[Range, ...] = ()

    @property
    def end(self) -> int:
        """Where the sentence ends."""
        return self.items[-1].end if self.items else self.stem.end


@dataclass(frozen=True, slots=True)
class Cue:
    """A modal, and whether it stands in an "as the Board may fix" clause."""

    place: Range
    embedded: int | None = None
    """Where the subject of an embedded clause begins; None in a main clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One modal with all words that belong to it."""

    start: int
    cue: Range
    end: int
    embedded: bool = False


def sentences(text: str) -> list[Range]:
    """The sentences of a unit; provisos and explanations printed in it stand alone."""
    cuts = [0]
    for hit in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, hit.start() - 8), hit.start()):
            cuts.append(hit.end())
    cuts.append(len(text))
    spans = (Range(a, b) for a, b in pairwise(cuts))
    return [span for span in spans if span.of(text).strip()]


def block(text: str, sentence: Range) -> Block:
    """Part a sentence into stem and list items of the outermost level."""
    marks = [hit for hit in _MARK.finditer(text, *sentence) if _is_mark(text, hit, sentence.start)]
    marks = _outermost(marks)
    if len(marks) < 2:
        return Block(sentence)
    ends = [mark.start() for mark in marks[1:]] + [sentence.end]
    items = tuple(Range(mark.end(), end) for mark, end in zip(marks, ends, strict=True))
    return Block(Range(sentence.start, marks[0].start()), items)


def _is_mark(text: str, hit: re.Match[str], start: int) -> bool:
    before = text[max(start, hit.start() - 60) : hit.start()]
    if not before.strip():
        return False
    if re.search(r"[;:—–⎯⸺-]\s*(?:(?:and|or)\s*)?$", before):
        return True
    if _NUMBERED_REFERENCE.search(before) or _REFERRING.search(before.removesuffix(", ")):
        return bool(re.search(r"[;,]\s+(?:and|or)\s+$", before)) and not _NUMBERED_REFERENCE.search(
            before
        )
    return before.rstrip().endswith(",")


def _outermost(marks: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The marks of the first mark's own series: (a), (b), … but not the (i), (ii) under (a)."""
    series: list[re.Match[str]] = []
    for mark in marks:
        if not series or _continues(series[-1]["label"], mark["label"], series[0]["label"]):
            series.append(mark)
    return series


_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
)


def _continues(last: str, label: str, first: str) -> bool:
    if first in ("i",):
        return label in _ROMAN and last in _ROMAN and _ROMAN.index(label) == _ROMAN.index(last) + 1
    if first.isdigit():
        return label.isdigit() and int(label) == int(last) + 1
    if first.isupper() != label.isupper() or label.isdigit():
        return False
    # (aa) is printed between (a) and (b); (i) follows (h) and is then no roman figure
    return label == _next_letter(last) or (
        len(label) == len(last) + 1 and label[0] == last[0] == label[-1]
    )


def _next_letter(label: str) -> str:
    return chr(ord(label[0]) + 1)


def clauses(
    text: str, region: Range, cues: Sequence[Cue], start: int | None = None
) -> Iterator[Clause]:
    """One clause for each cue in the region, in order.

    Words between two modals are shared out at the last co-ordinator that a subject, an opener or
    the modal itself follows.
    """
    main = [cue for cue in cues if cue.embedded is None]
    begins = region.start if start is None else start
    starts = (
        []
        if not main
        else [
            begins,
            *(_split(text, a.place.end, b.place.start) for a, b in pairwise(main)),
        ]
    )
    ends = [*starts[1:], *([region.end] if main else [])]
    ends = [_before_relative(text, cue, end, cues) for cue, end in zip(main, ends, strict=True)]
    for cue, first, last in zip(main, starts, ends, strict=True):
        yield Clause(first, cue.place, last)
    for cue in cues:
        if cue.embedded is not None:
            yield Clause(
                cue.embedded,
                cue.place,
                _embedded_end(text, cue.place.end, region.end, text.startswith("wh", cue.embedded)),
                True,
            )


def _before_relative(text: str, cue: Cue, end: int, cues: Sequence[Cue]) -> int:
    """A main clause ends where a relative clause with a modal of its own begins."""
    starts = [
        other.embedded
        for other in cues
        if other.embedded is not None
        and cue.place.end < other.embedded < end
        and text.startswith("wh", other.embedded)
    ]
    return min(starts, default=end)


_EMBEDDED_END = re.compile(r"[,;.:]|\s(?:and|or|in consultation|subject to|within|for the)\b")


def _embedded_end(text: str, start: int, end: int, relative: bool) -> int:
    if relative:
        hit = re.compile(r";|\.\s|:").search(text, start, end)
        return hit.start() if hit else end
    if text[start : start + 1] == ",":  # "as the Board may, by order, fix"
        close = text.find(",", start + 1, end)
        start = close + 1 if close != -1 else start + 1
    hit = _EMBEDDED_END.search(text, start, end)
    return hit.start() if hit else end


_COORDINATOR = re.compile(
    r"(?:;\s*(?:(?:and|or|but)\s+)?|,?\s+(?:and|but)\s+|,?\s+or\s+(?=$)|\.\s+)(?:then\s+|thereafter\s+|thereupon\s+|also\s+|further\s+)?(?:\(\w{1,4}\)\s*)?"
)
_TWO_SUBJECTS = re.compile(
    r"[;,.]\s+(?:and\s+)?((?:the|an?|every|each)\s+(?:\w+\s+){0,3}\w+)\s+and\s+$", re.IGNORECASE
)


def _split(text: str, left: int, right: int) -> int:
    """Where, between the end of one modal and the next modal, the second clause begins."""
    between = text[left:right]
    best = None
    for hit in _COORDINATOR.finditer(between):
        rest = between[hit.end() :]
        if (
            not rest.strip(" ,")
            or frame("subject").match(rest)
            or frame("opener").match(rest)
            or rest[:1].isupper()
        ):
            best = hit
    if best is None:
        comma = [
            hit
            for hit in re.finditer(r",\s+", between)
            if frame("subject").match(between, hit.end())
        ]
        return left + (comma[-1].end() if comma else len(between))
    pair = _TWO_SUBJECTS.search(between[: best.end()])
    return left + (pair.start(1) if pair else best.end())


def subordinate(text: str, start: int, cue: int) -> re.Match[str] | None:
    """The subordinator that governs a modal, or None where the modal is the main one.

    "as the Board may fix" and "data which may be lost" are subordinate; "a person who holds data
    shall" and "Where it fails, the Court may" are not: another verb or a fresh subject is between.
    """
    tail_from = max(start, cue - 160)
    hit = _last_subordinator(text[tail_from:cue])
    if hit is None:
        return None
    between = hit["between"]
    if frame("main_again").search("" + between) or finite().search(between) or _relative_done(hit):
        return None
    return hit


def _last_subordinator(words: str) -> re.Match[str] | None:
    last = None
    at = 0
    while hit := frame("subordinator").search(words, at):
        if not _demonstrative(words, hit):
            last = hit
        at = hit.end("word")
    return last


_PREPOSITION_BEFORE = re.compile(r"\b(?:in|on|under|to|by|for|of|with|from|upon|through|at)\s+$")
_COMPLEMENT_STARTS = frozenset(
    ("the", "a", "an", "any", "such", "no", "every", "all", "this", "these", "those")
)
"""After "that" these open a clause with a subject of its own, which may be long."""


_BEFORE_DEMONSTRATIVE = re.compile(
    r"(?:^|[,;]|\b(?:of|in|to|by|for|with|on|from|at|under|within|against|upon|into|and|or|where|if|require))\s*$",
    re.IGNORECASE,
)


def _demonstrative(words: str, hit: re.Match[str]) -> bool:
    """Whether "that" points at a noun ("the owner of that system") and opens no clause."""
    return hit["word"].lower() == "that" and bool(
        _BEFORE_DEMONSTRATIVE.search(words, 0, hit.start())
    )


def _relative_done(hit: re.Match[str]) -> bool:
    """Whether the relative clause has had its verb: "persons who own a cable [shall]"."""
    words = hit["between"].split()
    if (
        hit["word"].lower() in ("who", "which")
        and words
        and not frame("subject").match(hit["between"])
        and hit["between"][0].islower()
    ):
        # "the officer who undertook the search [shall]" has its verb, "the criteria on which sums
        # may be released" has not
        return not _PREPOSITION_BEFORE.search(hit.string, 0, hit.start())
    if hit["word"].lower() in ("who", "which", "that"):
        return len(words) > (14 if words[:1] and words[0] in _COMPLEMENT_STARTS else 6)
    return len(words) > 9
