"""A page of the source beside what was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Provision, Region, Unread
from ingest.confidence import weights
from webui.presenters.law import split_marker
from webui.presenters.places import groups, place_of, title_of

_GRAIN = 1000
"""The picture is measured in this many units a side, whatever its size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture, in thousandths of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit that stands on the page."""

    eid: str
    name: str
    """How it is cited: `s. 37(1)`."""
    heading: str
    words: str
    """Its own words, without those of the units in it."""
    depth: int
    percent: int
    """How sure the reading is of it."""
    low: bool
    doubts: tuple[str, ...]
    from_page: int | None
    """The page where it begins, when that is an earlier one."""
    boxes: tuple[Box, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the page of the source shows."""

    number: int
    pages: int
    units: tuple[PlacedUnit, ...]
    unread: tuple[Unread, ...]
    marked: PlacedUnit | None

    @property
    def low(self) -> int:
        """How many units of the page are to be checked."""
        return sum(unit.low for unit in self.units)


def source_page(
    provisions: Sequence[Provision],
    unread: Sequence[Unread],
    number: int,
    pages: int,
    wanted: str = "",
) -> SourcePage:
    """The units of page `number` in the order of the text; `wanted` is the eId to mark."""
    units = tuple(_units(provisions, number, wanted))
    return SourcePage(
        number,
        pages,
        units,
        tuple(block for block in unread if block.page == number),
        next((unit for unit in units if unit.marked), None),
    )


def page_of(provision: Provision) -> int | None:
    """The page on which a unit begins, if the source has pages."""
    return provision.regions[0].page if provision.regions else provision.page


def is_low(provision: Provision) -> bool:
    """Whether the reading of a unit is to be checked against the source."""
    return provision.confidence < weights().line


def percent(provision: Provision) -> int:
    """How sure the reading is, as a whole number of hundredths, never rounded up to certainty."""
    return min(99, round(100 * provision.confidence)) if provision.confidence < 1 else 100


def _units(provisions: Sequence[Provision], number: int, wanted: str) -> Iterator[PlacedUnit]:
    children: dict[str, list[Provision]] = {}
    depths: dict[str, int] = {}
    for provision in provisions:
        parent = provision.parent or ""
        children.setdefault(parent, []).append(provision)
        depths[provision.eid] = depths[parent] + 1 if parent in depths else 0
    for provision in provisions:
        if _stands_on(provision, number):
            words = own_words(provision, children.get(provision.eid, ()))
            yield _placed(provision, words, depths[provision.eid], number, provision.eid == wanted)


def _stands_on(provision: Provision, number: int) -> bool:
    if provision.regions:
        return any(region.page == number for region in provision.regions)
    return provision.page == number


def own_words(provision: Provision, children: Sequence[Provision]) -> str:
    """A unit's words, with […] for the units that stand between them.

    Numbers and headings of those units are left out, since they stand at the units themselves; a
    chapter has no other words.
    """
    if groups(provision):
        return ""
    parts, at = [], provision.start
    for child in children:
        gap = provision.text[at - provision.start : child.start - provision.start]
        words, _ = split_marker(gap, child.num)
        parts.append(words.strip() if child.heading is None else "")
        at = max(at, child.end)
    parts.append(provision.text[at - provision.start :].strip())
    return " […] ".join(part for part in parts if part)


def _placed(provision: Provision, words: str, depth: int, number: int, marked: bool) -> PlacedUnit:
    begins = page_of(provision)
    return PlacedUnit(
        eid=provision.eid,
        name=place_of(provision.eid) or title_of(provision),
        heading=provision.heading or "",
        words=words,
        depth=depth,
        percent=percent(provision),
        low=is_low(provision),
        doubts=provision.doubts,
        from_page=begins if begins is not None and begins < number else None,
        boxes=tuple(_box(r) for r in provision.regions if r.page == number),
        marked=marked,
    )


def _box(region: Region) -> Box:
    return Box(
        round(_GRAIN * region.left, 1),
        round(_GRAIN * region.top, 1),
        round(_GRAIN * (region.right - region.left), 1),
        round(_GRAIN * (region.bottom - region.top), 1),
    )
