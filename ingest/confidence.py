"""How sure the reading is of each provision, and why it is not surer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.model import BASIC_KINDS, Decision
from ingest.draft import Draft, Line, Unit
from ingest.forms import forms_of
from ingest.numbering import section_key

_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Weights:
    """The figures of `confidence.toml`."""

    line: float
    lost_letters: float
    scan: float
    number_skipped: float
    number_twice: float
    no_words: float


@cache
def weights() -> Weights:
    """The shipped figures."""
    held = tomllib.loads(Path(__file__).with_name("confidence.toml").read_text(encoding="utf-8"))
    return Weights(line=held["line"], **held["doubts"])


class JudgeConfidence:
    """Judge how sure the reading of each unit is: its letters, its borders and its number.

    A unit answers for its own lines; a container does not answer for what stands in it.  Reasons
    are kept in plain words, because they are shown to the reader.

    Reads: units, lines, decisions, text.
    Writes: units (doubts).
    """

    def __call__(self, draft: Draft) -> None:
        lines = _lines_by_unit(draft.lines)
        decided = _decided(draft)
        omitted = forms_of(draft.jurisdiction, draft.language).omitted
        parents = {id(unit.parent) for unit in draft.units}
        for unit in draft.units:
            found = [
                *_of_letters(lines.get(id(unit), [])),
                *_of_decisions(lines.get(id(unit), []), decided),
            ]
            empty = unit.start == unit.end and unit.path != "title"
            gone = (unit.heading or "").strip(" ()[].").casefold() in omitted
            if empty and not gone and id(unit) not in parents:
                found.append((weights().no_words, "no words were found under it"))
            unit.doubts = _weightiest(found)
        _doubt_numbers(draft.units)


def confidence_of(unit: Unit) -> float:
    """From 0 to 1, to two places: the product of what each doubt leaves."""
    sure = 1.0
    for doubt, _ in unit.doubts:
        sure *= 1 - min(1.0, doubt)
    return round(sure, 2)


def _lines_by_unit(lines: Iterable[Line]) -> dict[int, list[Line]]:
    held: dict[int, list[Line]] = {}
    for line in lines:
        if line.unit is not None:
            held.setdefault(id(line.unit), []).append(line)
    return held


def _decided(draft: Draft) -> dict[int, list[Decision]]:
    held: dict[int, list[Decision]] = {}
    for decision, block in draft.decisions:
        if block is not None and decision.doubt > 0:
            held.setdefault(id(block), []).append(decision)
    return held


def _of_letters(lines: list[Line]) -> Iterator[tuple[float, str]]:
    if any(_LOST in line.text for line in lines):
        yield weights().lost_letters, "some letters have no meaning in the file’s fonts"
    worst = min((line.block.confidence for line in lines if line.text.strip()), default=1.0)
    if worst < 1:
        share = round(100 * worst)
        yield weights().scan * (1 - worst), f"letters read by machine, {share} % sure at worst"


def _of_decisions(
    lines: list[Line], decided: dict[int, list[Decision]]
) -> Iterator[tuple[float, str]]:
    for block in {id(line.block): line.block for line in lines}.values():
        for decision in decided.get(id(block), ()):
            instead = f", not for {decision.over}" if decision.over else ""
            yield decision.doubt, f"taken for {decision.chose}{instead}"


def _weightiest(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    by_reason: dict[str, float] = {}
    for doubt, reason in found:
        by_reason[reason] = max(doubt, by_reason.get(reason, 0.0))
    return sorted(((doubt, reason) for reason, doubt in by_reason.items()), reverse=True)


def _doubt_numbers(units: list[Unit]) -> None:
    basic = [u for u in units if u.kind in BASIC_KINDS and u.path != "container" and u.num]
    for before, unit in pairwise(basic):
        first, second = section_key(before.num or ""), section_key(unit.num or "")
        if first is None or second is None or before.parent is not unit.parent:
            continue
        if second[0] - first[0] > 1:
            reason = f"the numbers jump from {before.num} to {unit.num}"
            before.doubts.append((weights().number_skipped, reason))
        elif before.num == unit.num:
            reason = f"the number {unit.num} is printed twice"
            unit.doubts.append((weights().number_twice, reason))
