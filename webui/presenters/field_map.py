"""How the instruments hang together, as a drawing: columns of instruments, a line for each tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.facts import RelationKind
from corpus.model import Instrument, InstrumentType
from corpus.relations import WORDS

_COLUMNS: Mapping[InstrumentType, int] = {
    InstrumentType.CONSTITUTION: 0,
    InstrumentType.TREATY: 0,
    InstrumentType.ACT: 1,
    InstrumentType.ORDINANCE: 1,
    InstrumentType.EU_REGULATION: 1,
    InstrumentType.EU_DIRECTIVE: 1,
    InstrumentType.OTHER: 1,
    InstrumentType.RULES: 2,
    InstrumentType.REGULATIONS: 2,
    InstrumentType.POLICY: 3,
    InstrumentType.BILL: 3,
    InstrumentType.PAPER: 3,
}
_WIDTH, _HEIGHT = 236, 34
_GAP_X, _GAP_Y = 96, 12
_MARGIN = 8
_LABEL = 28
"""Letters that fit a box; the whole name stands in its title and in the table below."""
_SWEEPS = 6
"""Rounds of putting each box near its neighbours; more change nothing for a map of this size."""


@dataclass(frozen=True, slots=True)
class Box:
    """An instrument on the map; the place is that of its upper left corner, in pixels."""

    slug: str
    label: str
    name: str
    dead: bool
    x: int
    y: int
    width: int = _WIDTH
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """A tie on the map, as a path that begins at the instrument that does something."""

    path: str
    kind: str
    words: str
    """The whole tie in words: `CERT Rules 2023 made under PECA 2016, sections 49 and 51`."""


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The drawing, with its size in pixels."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    kinds: tuple[tuple[str, str], ...]
    """For the legend: each kind of tie that occurs, with its words."""


def field_map(instruments: Iterable[Instrument]) -> FieldMap:
    """The map of every instrument that is tied to another."""
    known = {i.slug: i for i in instruments}
    ties = [(i, known[r.to], r) for i in known.values() for r in i.relations if r.to in known]
    tied = {i.slug: i for one, other, _ in ties for i in (one, other)}
    neighbours: dict[str, list[str]] = {slug: [] for slug in tied}
    for one, other, _ in ties:
        neighbours[one.slug].append(other.slug)
        neighbours[other.slug].append(one.slug)
    boxes = _placed(tied, neighbours)
    left = _emptier_left([(boxes[one.slug], boxes[other.slug]) for one, other, _ in ties])
    lines = tuple(
        Line(
            _path(boxes[one.slug], boxes[other.slug], left),
            relation.kind.value,
            f"{one.name} {WORDS[relation.kind][0]} {other.name}"
            + (f", {relation.at}" if relation.at else ""),
        )
        for one, other, relation in ties
    )
    occurring = {relation.kind for _, _, relation in ties}
    return FieldMap(
        boxes=tuple(boxes.values()),
        lines=lines,
        width=max((b.x + b.width for b in boxes.values()), default=0) + _GAP_X // 2,
        height=max((b.y + b.height for b in boxes.values()), default=0) + _MARGIN,
        kinds=tuple((k.value, WORDS[k][0]) for k in RelationKind if k in occurring),
    )


def _placed(
    tied: Mapping[str, Instrument], neighbours: Mapping[str, Sequence[str]]
) -> dict[str, Box]:
    columns: dict[int, list[str]] = {}
    for slug, instrument in sorted(tied.items()):
        columns.setdefault(_COLUMNS[instrument.type], []).append(slug)
    rows = {slug: row for column in columns.values() for row, slug in enumerate(column)}
    for _ in range(_SWEEPS):
        for column in columns.values():
            column.sort(key=lambda slug: _middle(slug, neighbours, rows))
            rows |= {slug: row for row, slug in enumerate(column)}
    tallest = max((len(c) for c in columns.values()), default=0)
    return {
        slug: _box(tied[slug], at, row, (tallest - len(column)) / 2)
        for at, column in enumerate(columns[c] for c in sorted(columns))
        for row, slug in enumerate(column)
    }


def _middle(
    slug: str, neighbours: Mapping[str, Sequence[str]], rows: Mapping[str, int]
) -> tuple[float, str]:
    """Where a box would stand best: at the mean row of what it is tied to."""
    around = [rows[other] for other in neighbours[slug]]
    return (sum(around) / len(around), slug)


def _box(instrument: Instrument, column: int, row: int, offset: float) -> Box:
    name = instrument.name
    return Box(
        slug=instrument.slug,
        label=name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…",
        name=instrument.title,
        dead=instrument.standing.now.is_dead,
        x=_MARGIN + column * (_WIDTH + _GAP_X),
        y=round(_MARGIN + (row + offset) * (_HEIGHT + _GAP_Y)),
    )


def _emptier_left(ends: Sequence[tuple[Box, Box]]) -> frozenset[int]:
    """The columns, by their x, from whose left side fewer ties go to other columns."""
    balance: dict[int, int] = {}
    for one, other in ends:
        for here, there in ((one, other), (other, one)):
            step = (there.x < here.x) - (there.x > here.x)
            balance[here.x] = balance.get(here.x, 0) + step
    return frozenset(x for x, lefts in balance.items() if lefts < 0 and x > _MARGIN)


def _path(one: Box, other: Box, left: frozenset[int]) -> str:
    """A curve from box to box; within a column it bows out on the emptier side, far ones more."""
    start_y, end_y = one.y + one.height // 2, other.y + other.height // 2
    if one.x == other.x:
        reach = min(_GAP_X - 12, 24 + abs(start_y - end_y) // 5)
        x = one.x if one.x in left else one.x + one.width
        bow = x - reach if one.x in left else x + reach
        return f"M{x} {start_y} C{bow} {start_y} {bow} {end_y} {x} {end_y}"
    start_x = one.x if one.x > other.x else one.x + one.width
    end_x = other.x + other.width if one.x > other.x else other.x
    middle = (start_x + end_x) // 2
    return f"M{start_x} {start_y} C{middle} {start_y} {middle} {end_y} {end_x} {end_y}"
