"""Weighs what stands inside sections: subsections, clauses, provisos, explanations.

Every `(x)` is a candidate with several readings; a beam search over the section weighs them all
together, so `(i)` after `(h)` is a letter where `(j)` follows, and a Roman number where `(ii)`
does.  A candidate can also be plain text: `(1) and the Authority` at a line's start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest import asides
from ingest.labels import MARKERS, Candidate
from ingest.numbering import Ordinal, Style, readings, step_cost

BEAM = 10
SLACK = 5.0
"""A reading that costs so much more than the best one so far never wins later: two candidates
refused, or more."""
DIGITS = (Style.DIGIT, Style.DOTTED)
_MAX_DEPTH = 5


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """An open unit on the way down to the current place.

    Made once for each reading of a candidate, so the same level is the same object, and the many
    states of a search are told apart without looking into it.
    """

    ordinal: Ordinal | None
    marker: str
    indent: float
    serial: int
    """Which candidate opened it."""


# these two are made by the ten thousand: frozen ones, or ones compared by value, take far longer
@dataclass(slots=True, eq=False)
class _Step:
    """A decision, linked to the one before it."""

    before: _Step | None
    serial: int
    parent: int
    """Serial of the candidate that opened the parent, -1 for the section."""
    ordinal: Ordinal | None


@dataclass(slots=True, eq=False)
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


def best_reading(candidates: list[Candidate]) -> list[Opened]:
    """The cheapest way to read a section's candidates as a tree, in their order."""
    beam = [_State(0.0, (), None)]
    for serial, candidate in enumerate(candidates):
        grown: dict[tuple[Level, ...], _State] = {}
        new = _levels(candidate, serial)
        for state in beam:
            for option in _options(state, candidate, new):
                held = grown.get(option.levels)
                if held is None or option.cost < held.cost:
                    grown[option.levels] = option
        ordered = sorted(grown.values(), key=lambda s: s.cost)[:BEAM]
        beam = [state for state in ordered if state.cost <= ordered[0].cost + SLACK]
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


def _levels(candidate: Candidate, serial: int) -> list[Level]:
    """What a candidate may open: one level for each reading of its number."""
    if candidate.marker:
        return [Level(None, candidate.marker, candidate.indent, serial)]
    found = readings(candidate.num)
    if candidate.dotted:  # `6.` does not follow `(5)`
        found = tuple(
            replace(o, style=Style.DOTTED) if o.style is Style.DIGIT else o for o in found
        )
    return [Level(o, "", candidate.indent, serial) for o in found]


def _options(state: _State, candidate: Candidate, levels: list[Level]) -> list[_State]:
    if candidate.marker in asides.MARKERS:
        return _aside_option(state, candidate, levels[0])
    if candidate.marker:
        return _marker_options(state, candidate, levels[0])
    reject = (0.7 if candidate.inline else 2.4) + 1.4 * candidate.bracketed
    found = [_State(state.cost + reject, state.levels, state.trail)]
    for level in levels:
        ordinal = level.ordinal
        if ordinal is None:
            continue
        found.extend(_followers(state, candidate, level, ordinal))
        opened = _opens_list(state, candidate, level, ordinal)
        if opened is not None:
            found.append(opened)
        found.extend(_starts_again(state, candidate, level, ordinal))
    return found


def _grown(state: _State, cost: float, keep: int, level: Level) -> _State:
    levels = (*state.levels[:keep], level)
    parent = state.levels[keep - 1].serial if keep else -1
    step = _Step(state.trail, level.serial, parent, level.ordinal)
    return _State(state.cost + cost, levels, step)


def _followers(state: _State, candidate: Candidate, new: Level, ordinal: Ordinal) -> list[_State]:
    found = []
    for depth, level in enumerate(state.levels):
        if level.ordinal is None or level.ordinal.style is not ordinal.style:
            continue
        cost = step_cost(level.ordinal, ordinal)
        if cost is None or (candidate.inline and cost > 1.3 + candidate.bracketed):
            continue
        cost += candidate.doubt + 0.04 * (len(state.levels) - depth - 1)
        cost += _indent_cost(candidate.indent, level.indent)
        found.append(_grown(state, cost, depth, new))
    return found


def _opens_list(state: _State, candidate: Candidate, new: Level, ordinal: Ordinal) -> _State | None:
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
    if ordinal.style in DIGITS and depth and not state.levels[-1].marker:
        cost += 0.6
    if depth and candidate.indent < state.levels[-1].indent - 12 and not state.levels[-1].marker:
        cost += 0.8
    if ordinal.style is Style.LOWER and ordinal.value == 9 and depth:
        cost += 0.5
    return _grown(state, cost, depth, new)


def _starts_again(
    state: _State, candidate: Candidate, new: Level, ordinal: Ordinal
) -> list[_State]:
    """A list beside one of the same sort: `1.` after `7.` under the next heading of a schedule."""
    first = ordinal.value == 1 and not ordinal.suffix
    if not first or candidate.inline or candidate.opener or not candidate.fresh:
        return []
    same = [
        at
        for at, level in enumerate(state.levels)
        if level.ordinal is not None and level.ordinal.style is ordinal.style
    ]
    return [_grown(state, 1.6 + candidate.doubt, same[-1], new)] if same else []


def _indent_cost(here: float, there: float) -> float:
    return 0.5 if abs(here - there) > 14 else 0.0


def _aside_option(state: _State, candidate: Candidate, new: Level) -> list[_State]:
    """It ends every list inside the subsection; a definition stands beside the one before it."""
    if candidate.marker == asides.ASIDE:
        going_on = _grown(state, 0.4, len(state.levels), new)
        return [_grown(state, 0.0, _subsection(state.levels), new), going_on]
    places = (at for at, v in enumerate(state.levels) if v.marker == asides.DEFINITION)
    named = [at + 1 for at, v in enumerate(state.levels) if v.marker in MARKERS]
    outside = max(named, default=_subsection(state.levels))
    inside = len(state.levels) if candidate.leads else outside
    return [_grown(state, 0.0, next(places, inside), new)]


def _subsection(levels: tuple[Level, ...]) -> int:
    """How many levels stay open where a list inside a subsection, or a section, ends."""
    first = levels[0].ordinal if levels else None
    return 1 if first is not None and first.style in (*DIGITS, Style.SECOND) else 0


def _marker_options(state: _State, candidate: Candidate, new: Level) -> list[_State]:
    """A proviso hangs on the subsection or item whose words it follows.

    On an item only where the list goes on after it; on what holds the list where it does not.
    """
    found = []
    if candidate.inline:
        found.append(_State(state.cost + 1.5, state.levels, state.trail))
    for keep in range(len(state.levels) + 1):
        found.append(_grown(state, _hanging_cost(state.levels, keep), keep, new))
    return found


def _hanging_cost(levels: tuple[Level, ...], keep: int) -> float:
    shown = levels[:keep]
    if levels and levels[-1].marker in MARKERS and keep == len(levels) - 1:
        return 0.2  # the next proviso of a chain
    if keep and shown[-1].marker in MARKERS:
        return 2.0
    if keep and shown[-1].marker:
        return 0.5 if shown[-1].marker == asides.DEFINITION else 0.7
    if keep == 0:
        return 0.9 if any(v.ordinal and v.ordinal.style in DIGITS for v in levels) else 0.5
    ordinal = levels[keep - 1].ordinal
    if ordinal is not None and ordinal.style in DIGITS and keep == 1:
        return 0.5
    return 0.75 if keep == len(levels) else 0.65
