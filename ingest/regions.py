"""Where units stand on the pages of the source."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.model import Region
from ingest.draft import Block, Draft, Sheet, Unit

_ABOVE, _BELOW = 0.85, 0.3
"""How far letters reach above and below their baseline, in shares of their size."""

_PLACES = 4

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class MarkRegions:
    """Mark where each unit stands on the page: one rectangle a page, its inner units included.

    Reads: lines, units, sheets.
    Writes: units (regions).
    """

    def __call__(self, draft: Draft) -> None:
        boxes: dict[int, dict[int, Box]] = {}
        units: dict[int, Unit] = {id(unit): unit for unit in draft.units}
        for line in draft.lines:
            if line.unit is not None:
                _widen(boxes.setdefault(id(line.unit), {}), line.block)
        _hold_inner(boxes, units)
        for key, by_page in boxes.items():
            if key in units:
                units[key].regions = list(_regions(by_page, draft.sheets))


def _hold_inner(boxes: dict[int, dict[int, Box]], units: dict[int, Unit]) -> None:
    """Widen each unit's boxes to those of the units in it, in one walk up from each."""
    own = {key: dict(by_page) for key, by_page in boxes.items()}
    for key, by_page in own.items():
        unit = units[key].parent if key in units else None
        while unit is not None:
            held = boxes.setdefault(id(unit), {})
            for page, box in by_page.items():
                held[page] = _around(held[page], box) if page in held else box
            unit = unit.parent


def _widen(by_page: dict[int, Box], block: Block) -> None:
    page, box = block.page, _box(block)
    if page is None or box is None:
        return
    held = by_page.get(page)
    by_page[page] = box if held is None else _around(held, box)


def _box(block: Block) -> Box | None:
    if not block.size or block.right <= block.left:
        return None
    bottom, top = block.top - _BELOW * block.size, block.top + _ABOVE * block.size
    return block.left, bottom, block.right, top


def _around(first: Box, second: Box) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _regions(by_page: dict[int, Box], sheets: list[Sheet]) -> Iterable[Region]:
    for page in sorted(by_page):
        if page <= len(sheets) and sheets[page - 1].width and sheets[page - 1].height:
            yield region(page, by_page[page], sheets[page - 1])


def region(page: int, box: Box, sheet: Sheet) -> Region:
    """A rectangle of a page in shares of the page as it is shown, turned and cropped."""
    left = (box[0] - sheet.left) / sheet.width
    right = (box[2] - sheet.left) / sheet.width
    top = 1 - (box[3] - sheet.bottom) / sheet.height
    bottom = 1 - (box[1] - sheet.bottom) / sheet.height
    for _ in range(sheet.turned // 90 % 4):  # a quarter clockwise: the left edge comes to the top
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return Region(
        page, *(round(min(1.0, max(0.0, x)), _PLACES) for x in (left, top, right, bottom))
    )
