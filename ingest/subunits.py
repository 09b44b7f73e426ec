"""Finds what stands inside sections: subsections, clauses, provisos, explanations.

Every `(x)` is a candidate with several readings; a beam search over the section weighs them all
together, so `(i)` after `(h)` is a letter where `(j)` follows, and a Roman number where `(ii)`
does.  A candidate can also be plain text: `(1) and the Authority` at a line's start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.draft import Line
from ingest.forms import Forms, any_of
from ingest.numbering import Ordinal, Style, readings, step_cost

_LABEL = (
    r"[({](?P<num>\d{1,3}[A-Z]{0,2}|[a-z]{1,8}|[ivx]+-?[A-Z]|[A-Z]{1,4}|[IVXL]+[a-z]|[a-z]\d)[)}]"
)
_AT_START = re.compile(rf"[\s\"“”'‘’]*(?:{_LABEL})\s*(?=\S|$)")
_BARE = re.compile(r"(?P<num>[a-z]|[ivx]{1,5})\)\s+|(?P<digit>\d{1,3}[a-z]?)\.(?:\s+(?=\S)|\s*$)")
_INLINE = re.compile(
    rf"(?:(?<=[;:,.])|(?<=[—–―⸺⎯−_\-])|(?<=[;:,.][\"”’'])|(?<=\bnamely)|(?<=; or)|(?<=; and)"
    rf"|(?<=, or)|(?<=, and)|(?<=:-)|(?<=\w)(?=\s\((?:a|i)\)\s))"
    rf"\s*[\"“]?{_LABEL}\s*(?=\S)"
)
_SMALL_AFTER = re.compile(r"(?:and|or|to|above|shall|of|is|may|was|thereof|and\s+\(\w+\))\b|[,;:)]")
_OPENER = re.compile(r"(?:[—–―⸺⎯−_:]|[,.:]\s?-+|-{2,}|--?)[\s\"”]*$|\b(?:namely|following)[\s.,]*$")
_BREAK = re.compile(r"[.;:,—–―⸺⎯−_\-\]”\"’']\s*$|\b(?:or|and)\s*$")
_LIST_GOES_ON = re.compile(r"[;:,.—–―⸺⎯−_\-\]”\"]\s*(?:and|or)\s*$")
BEAM = 10
_MAX_DEPTH = 5

MARKERS = ("proviso", "explanation", "illustration")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed number, or the first words of a proviso and its like."""

    line: int
    at: int
    """Where it starts in the line."""
    text_at: int
    """Where the unit's text starts."""
    num: str
    marker: str = ""
    inline: bool = False
    opener: bool = False
    """What stands before ends so that a list must follow."""
    doubt: float = 0.0
    """How much its surroundings speak for plain text."""
    indent: float = 0.0
    number: str = ""
    """A marker's own number: `Explanation II`."""
    dotted: bool = False
    """Printed `1.` and not `(1)`."""
    bracketed: bool = False
    """An amendment bracket opens right before it: a strong sign of a unit."""


@dataclass(frozen=True, slots=True)
class Level:
    """An open unit on the way down to the current place."""

    ordinal: Ordinal | None
    marker: str
    indent: float
    serial: int
    """Which candidate opened it."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A decision, linked to the one before it."""

    before: _Step | None
    serial: int
    parent: int
    """Serial of the candidate that opened the parent, -1 for the section."""
    ordinal: Ordinal | None


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    levels: tuple[Level, ...]
    trail: _Step | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A candidate that became a unit; `parent` indexes the list it is in, -1 for the section."""

    candidate: Candidate
    parent: int
    ordinal: Ordinal | None


class CandidateFinder:
    """Finds candidates in the lines of one section."""

    def __init__(self, forms: Forms) -> None:
        self._markers = _marker_pattern(forms)
        self._inline_markers = re.compile(
            rf"(?<=[:;.,])[\s\"”]*(?:{self._markers.pattern})", re.VERBOSE
        )
        self._forms = forms

    def find(self, lines: list[Line], first: int, stop: int, dotted: bool) -> list[Candidate]:
        """Candidates of the lines `first` to `stop`; `dotted`: paragraphs may be `1.`"""
        found: list[Candidate] = []
        before = ""
        for index in range(first, stop):
            line = lines[index]
            if line.heading or line.note or line.quoted or (line.opens is not None and line.label):
                continue
            found.extend(self._in_line(line, index, before, dotted))
            before = line.text
        return found

    def _in_line(self, line: Line, index: int, before: str, dotted: bool) -> list[Candidate]:
        found = []
        start = self._at_start(line, index, before, dotted)
        position = 0
        if start is not None:
            found.append(start)
            position = start.text_at
            again = _AT_START.match(line.text, position)
            if again and not start.marker and again["num"] == start.num:  # “(6) (6) A person”
                found[-1] = replace(start, text_at=again.end())
                position = again.end()
            elif again and not start.marker:  # “(1) (a) …”
                found.append(self._made(line, index, again.start("num") - 1, again, "—", True))
                position = again.end()
        found.extend(self._inline(line, index, position))
        return found

    def _at_start(self, line: Line, index: int, before: str, dotted: bool) -> Candidate | None:
        marker = self._markers.match(line.text)
        if marker:
            return self._marked(line, index, marker, inline=False)
        match = _AT_START.match(line.text)
        if match is None:
            match = _BARE.match(line.text)
            if match is None or (match["digit"] and not dotted):
                return None
        return self._made(line, index, 0, match, before, False)

    def _inline(self, line: Line, index: int, position: int) -> list[Candidate]:
        found = []
        for match in _INLINE.finditer(line.text, position):
            at = match.start("num") - 1
            found.append(self._made(line, index, at, match, line.text[:at], True))
        for match in self._inline_markers.finditer(line.text, position):
            found.append(self._marked(line, index, match, inline=True))
        return sorted(found, key=lambda c: c.at)

    def _marked(self, line: Line, index: int, match: re.Match[str], inline: bool) -> Candidate:
        kind = next(name for name in MARKERS if match[name])
        begin = match.start(kind)
        text_at = begin if kind == "proviso" else match.end()
        number = match["number"] or ""
        return Candidate(
            index, begin, text_at, "", kind, inline, indent=line.block.indent, number=number
        )

    def _made(
        self, line: Line, index: int, at: int, match: re.Match[str], before: str, inline: bool
    ) -> Candidate:
        groups = match.groupdict()
        num = groups.get("num") or groups.get("digit") or ""
        after = line.text[match.end() :]
        opener = not before or bool(_OPENER.search(before))
        return Candidate(
            index,
            at,
            match.end(),
            "1" if num == "l" and opener else num,
            "",
            inline,
            opener,
            self._doubt(num, before, after, inline, line),
            line.block.indent,
            dotted=bool(groups.get("digit")),
            bracketed=any(e.opens and at - 2 <= e.at <= at + 1 for e in line.events),
        )

    def _doubt(self, num: str, before: str, after: str, inline: bool, line: Line) -> float:
        doubt = 0.0
        if before and self._forms.refers(before) and not _LIST_GOES_ON.search(before):
            doubt += 1.0 if _BREAK.search(before) and not inline else 3.0
        if _SMALL_AFTER.match(after):
            doubt += 0.3 if _BREAK.search(before) and after[:1].isalpha() else 2.0
        elif num[:1].isdigit() and after[:1].islower():
            doubt += 0.8
        if before and not _BREAK.search(before):
            doubt += 0.3 if line.para else 1.0
        return doubt


def _marker_pattern(forms: Forms) -> re.Pattern[str]:
    return re.compile(
        rf"""[\s"“”'‘]*(?:
        (?P<proviso>(?=[PA][Rrn])(?i:{any_of(forms.provisos)})(?!\w))
        | (?P<explanation>(?:{_capital(forms.explanations)})s?\b\s*
            (?P<number>[IVX]{{1,4}}|\d{{1,2}})?[\s.:]*[.—–―⸺⎯−_:\-]+[\s.—–―⸺⎯−_\-]*)
        | (?P<illustration>(?:{_capital(forms.illustrations)})s?\b\s*(?:[.:—–\-_]+|$)[\s—–_\-]*)
        )""",
        re.VERBOSE,
    )


def _capital(words: tuple[str, ...]) -> str:
    return "|".join(f"{w.capitalize()}|{w.upper()}" for w in words)


def best_reading(candidates: list[Candidate]) -> list[Opened]:
    """The cheapest way to read a section's candidates as a tree, in their order."""
    beam = [_State(0.0, (), None)]
    for serial, candidate in enumerate(candidates):
        grown: dict[tuple[Level, ...], _State] = {}
        for state in beam:
            for option in _options(state, candidate, serial):
                held = grown.get(option.levels)
                if held is None or option.cost < held.cost:
                    grown[option.levels] = option
        beam = sorted(grown.values(), key=lambda s: s.cost)[:BEAM]
    return _unwind(beam[0], candidates)


def _unwind(state: _State, candidates: list[Candidate]) -> list[Opened]:
    steps: list[_Step] = []
    step = state.trail
    while step is not None:
        steps.append(step)
        step = step.before
    steps.reverse()
    places = {step.serial: at for at, step in enumerate(steps)}
    return [Opened(candidates[s.serial], places.get(s.parent, -1), s.ordinal) for s in steps]


def _options(state: _State, candidate: Candidate, serial: int) -> list[_State]:
    if candidate.marker:
        return _marker_options(state, candidate, serial)
    reject = (0.7 if candidate.inline else 2.4) + 1.4 * candidate.bracketed
    found = [_State(state.cost + reject, state.levels, state.trail)]
    for ordinal in readings(candidate.num):
        found.extend(_followers(state, candidate, serial, ordinal))
        opened = _opens_list(state, candidate, serial, ordinal)
        if opened is not None:
            found.append(opened)
    return found


def _grown(state: _State, cost: float, keep: int, level: Level, serial: int) -> _State:
    levels = (*state.levels[:keep], level)
    parent = state.levels[keep - 1].serial if keep else -1
    return _State(state.cost + cost, levels, _Step(state.trail, serial, parent, level.ordinal))


def _followers(state: _State, candidate: Candidate, serial: int, ordinal: Ordinal) -> list[_State]:
    found = []
    for depth, level in enumerate(state.levels):
        if level.ordinal is None:
            continue
        cost = step_cost(level.ordinal, ordinal)
        if cost is None or (candidate.inline and cost > 1.3 + candidate.bracketed):
            continue
        cost += candidate.doubt + 0.04 * (len(state.levels) - depth - 1)
        cost += _indent_cost(candidate.indent, level.indent)
        new = Level(ordinal, "", candidate.indent, serial)
        found.append(_grown(state, cost, depth, new, serial))
    return found


def _opens_list(
    state: _State, candidate: Candidate, serial: int, ordinal: Ordinal
) -> _State | None:
    depth = len(state.levels)
    if depth >= _MAX_DEPTH or (candidate.inline and not candidate.opener):
        return None
    cost = candidate.doubt + (0.1 if candidate.opener or depth == 0 else 1.2)
    if ordinal.value != 1 or ordinal.suffix:
        if candidate.inline:
            return None
        cost += 1.1 if ordinal.value == 2 and len(candidate.num) > 1 else 2.6 if depth else 1.6
    if any(level.ordinal and level.ordinal.style is ordinal.style for level in state.levels):
        cost += 1.5
    if ordinal.style is Style.DIGIT and depth and not state.levels[-1].marker:
        cost += 0.6
    if depth and candidate.indent < state.levels[-1].indent - 12 and not state.levels[-1].marker:
        cost += 0.8
    if ordinal.style is Style.LOWER and ordinal.value == 9 and depth:
        cost += 0.5
    new = Level(ordinal, "", candidate.indent, serial)
    return _grown(state, cost, depth, new, serial)


def _indent_cost(here: float, there: float) -> float:
    return 0.5 if abs(here - there) > 14 else 0.0


def _marker_options(state: _State, candidate: Candidate, serial: int) -> list[_State]:
    """A proviso hangs on the subsection or item whose words it follows.

    On an item only where the list goes on after it; on what holds the list where it does not.
    """
    found = []
    if candidate.inline:
        found.append(_State(state.cost + 1.5, state.levels, state.trail))
    for keep in range(len(state.levels) + 1):
        new = Level(None, candidate.marker, candidate.indent, serial)
        found.append(_grown(state, _hanging_cost(state.levels, keep), keep, new, serial))
    return found


def _hanging_cost(levels: tuple[Level, ...], keep: int) -> float:
    if levels and levels[-1].marker and keep == len(levels) - 1:
        return 0.2  # the next proviso of a chain
    if keep and levels[keep - 1].marker:
        return 2.0
    if keep == 0:
        return 0.9 if any(v.ordinal and v.ordinal.style is Style.DIGIT for v in levels) else 0.5
    ordinal = levels[keep - 1].ordinal
    if ordinal is not None and ordinal.style is Style.DIGIT and keep == 1:
        return 0.5
    return 0.75 if keep == len(levels) else 0.65
