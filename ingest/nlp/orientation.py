"""Which side of the balance a unit sits on, by weighed cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.nlp.lexicon import pattern, read
from ingest.nlp.values import Lean, Norm, Range

_SIDES = {"security": "security_power", "liberty": "civil_liberty"}


@dataclass(frozen=True, slots=True)
class OrientationCue:
    """One cue of `orientation.toml`."""

    id: str
    side: str
    weight: int
    pattern: re.Pattern[str]
    types: frozenset[str]
    bearers: frozenset[str]
    unless: re.Pattern[str] | None
    oversight: bool

    def hits(self, text: str, norms: Sequence[Norm]) -> Iterator[Range]:
        """Where the cue is found: in the statements it is for, or anywhere."""
        if self.unless and self.unless.search(text):
            return
        for place in self._places(text, norms):
            if hit := self.pattern.search(text, *place):
                yield Range(*hit.span())

    def _places(self, text: str, norms: Sequence[Norm]) -> Iterator[Range]:
        if not self.types:
            yield Range(0, len(text))
        for norm in norms:
            if norm.type not in self.types or not self._is_bearer(norm):
                continue
            yield from norm.oversight if self.oversight else _words(norm)

    def _is_bearer(self, norm: Norm) -> bool:
        return not self.bearers or (norm.side or "none") in self.bearers


def _words(norm: Norm) -> Iterator[Range]:
    """The trigger with the act, which a cue may run across, then each condition."""
    if norm.action and norm.trigger:
        start = (
            min(norm.action.start, norm.trigger.start)
            if norm.action.start >= norm.trigger.start
            else norm.action.start
        )
        yield Range(start, max(norm.action.end, norm.trigger.end))
    yield from norm.conditions
    if norm.type == "offence" and norm.bearer:
        yield norm.bearer


@cache
def _cues() -> tuple[OrientationCue, ...]:
    return tuple(_cue(row) for row in read("orientation")["cue"])


def _cue(row: dict[str, Any]) -> OrientationCue:
    return OrientationCue(
        id=row["id"],
        side=row["side"],
        weight=row["weight"],
        pattern=pattern(row["pattern"]),
        types=frozenset(row.get("types", ())),
        bearers=frozenset(row.get("bearer", ())),
        unless=pattern(row["unless"]) if "unless" in row else None,
        oversight=row.get("oversight", False),
    )


@cache
def _neutral_rows() -> tuple[tuple[str, re.Pattern[str] | None, frozenset[str]], ...]:
    return tuple(
        (
            row["id"],
            pattern(row["pattern"]) if "pattern" in row else None,
            frozenset(row.get("types_only", ())),
        )
        for row in read("orientation")["neutral"]
    )


def find_orientation(text: str, norms: Sequence[Norm]) -> Lean:
    """The side a unit sits on, with the rule that weighed most and its words."""
    if neutral := _neutral(text, {norm.type for norm in norms}):
        return neutral
    found = [(cue, place) for cue in _cues() if (place := next(cue.hits(text, norms), None))]
    threshold = read("orientation")["threshold"]
    weight = {side: sum(cue.weight for cue, _ in found if cue.side == side) for side in _SIDES}
    sides = [side for side in _SIDES if weight[side] >= threshold]
    if not sides:
        return Lean("neutral", "orientation.neutral.no-cue", None)
    best = max((one for one in found if one[0].side in sides), key=lambda one: one[0].weight)
    return Lean(
        "both" if len(sides) == 2 else _SIDES[sides[0]], f"orientation.{best[0].id}", best[1]
    )


def _neutral(text: str, types: set[str]) -> Lean | None:
    for rule, words, only in _neutral_rows():
        if only and types <= only:
            return Lean("neutral", f"orientation.{rule}", None)
        if words and (hit := words.search(text)):
            return Lean("neutral", f"orientation.{rule}", Range(*hit.span()))
    return None
