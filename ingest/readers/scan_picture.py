"""Makes a picture of a page fit to be read: straightens it and finds its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from PIL import Image, ImageChops, ImageFilter

from ingest.readers.ocr_figures import figures

_POINTS = 72.0
_MIDDLE = 128
_INK = 255

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the picture's upper left corner."""


@dataclass(slots=True)
class Picture:
    """A page's picture in grey, with its resolution in dots an inch."""

    image: Image.Image
    dpi: int

    @property
    def scale(self) -> float:
        """Points of a dot."""
        return _POINTS / self.dpi

    @property
    def width(self) -> float:
        """In points."""
        return self.image.width * self.scale

    @property
    def height(self) -> float:
        """In points."""
        return self.image.height * self.scale

    def smoothed(self) -> Picture:
        """The picture without the grain that would be taken for strokes."""
        dots = figures().picture.blur * self.dpi / figures().picture.dpi
        return Picture(self.image.filter(ImageFilter.GaussianBlur(dots)), self.dpi)

    def cut(self, box: Box) -> Image.Image:
        """The part of the picture inside a box."""
        dots = [round(edge / self.scale) for edge in box]
        return self.image.crop((dots[0], dots[1], dots[2], dots[3]))

    def turned(self, clockwise: int) -> Picture:
        """The picture turned by quarters."""
        ways = {
            90: Image.Transpose.ROTATE_270,
            180: Image.Transpose.ROTATE_180,
            270: Image.Transpose.ROTATE_90,
        }
        way = ways.get(clockwise % 360)
        return self if way is None else Picture(self.image.transpose(way), self.dpi)


def threshold(image: Image.Image) -> int:
    """The grey that parts ink from paper best (Otsu 1979: the widest split of two classes)."""
    counts = image.histogram()[:256]
    total, weighted = sum(counts), sum(grey * count for grey, count in enumerate(counts))
    best, found = 0.0, _MIDDLE
    dark = dark_sum = 0
    for grey, count in enumerate(counts):
        dark += count
        dark_sum += grey * count
        light = total - dark
        if not dark or not light:
            continue
        apart = dark_sum / dark - (weighted - dark_sum) / light
        if dark * light * apart * apart > best:
            best, found = dark * light * apart * apart, grey
    return found


def ink_of(image: Image.Image) -> Image.Image:
    """A picture that is 255 where there is ink and 0 elsewhere."""
    limit = threshold(image)
    return image.point([_INK if grey <= limit else 0 for grey in range(256)])


def small(picture: Picture) -> Image.Image:
    """The ink in points: one dot is one point, dark where any ink is."""
    size = (max(1, round(picture.width)), max(1, round(picture.height)))
    ink = ink_of(picture.image).resize(size, Image.Resampling.BOX)
    return ink.point([_INK if grey > _INK // 10 else 0 for grey in range(256)])


def straightened(picture: Picture) -> tuple[Picture, float]:
    """The picture with level lines, and by how many degrees it was turned counterclockwise."""
    angle = skew(small(picture))
    if abs(angle) < figures().skew.least:
        return picture, 0.0
    way = Image.Resampling.BICUBIC
    return Picture(picture.image.rotate(angle, way, fillcolor=255), picture.dpi), angle


def skew(ink: Image.Image) -> float:
    """The turn, in degrees counterclockwise, at which lines and the gaps between part best."""
    limits = figures().skew
    steps = round(limits.widest / limits.coarse)
    rough = max((limits.coarse * at for at in range(-steps, steps + 1)), key=_leveller(ink))
    finer = round(limits.coarse / limits.fine)
    return max((rough + limits.fine * at for at in range(-finer, finer + 1)), key=_leveller(ink))


class _leveller:  # noqa: N801 - used as a function that remembers the picture
    """How sharply rows of ink and of white part when the picture is turned by an angle."""

    def __init__(self, ink: Image.Image) -> None:
        self._ink = ink

    def __call__(self, angle: float) -> float:
        turned = self._ink.rotate(angle, Image.Resampling.NEAREST) if angle else self._ink
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        # at equal sharpness the smaller turn
        return sum((a - b) ** 2 for a, b in pairwise(rows)) * (1 - 0.001 * abs(angle))


def parts_of(picture: Picture) -> list[Box]:
    """The page cut into what is read on its own: all of it, or columns with what is above them."""
    ink = small(picture)
    box = ink.getbbox()
    whole = (0.0, 0.0, picture.width, picture.height)
    gutter = _gutter(ink, box) if box else None
    if gutter is None:
        return [whole]
    place, top, bottom = gutter
    cut = [
        (0.0, 0.0, picture.width, top),
        (0.0, top, place, bottom),
        (place, top, picture.width, bottom),
        (0.0, bottom, picture.width, picture.height),
    ]
    return [part for part in cut if part[3] - part[1] > 2 and _has_ink(ink, part)]


def _has_ink(ink: Image.Image, part: Box) -> bool:
    return ink.crop(tuple(round(edge) for edge in part)).getbbox() is not None  # type: ignore[arg-type]


def _gutter(ink: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, float, float] | None:
    """Middle, upper and lower end of the longest white strip between two columns."""
    limits = figures().gutter
    left, top, right, bottom = box
    least = limits.least_height * (bottom - top)
    best: tuple[float, float, float] | None = None
    span = round(limits.width)
    # a strip is white where none of its columns has ink
    wide = ink.crop((left, top, right, bottom))
    for at in range(round(limits.least_column), wide.width - round(limits.least_column) - span, 2):
        strip = wide.crop((at, 0, at + span, wide.height)).resize(
            (1, wide.height), Image.Resampling.BOX
        )
        begin, end = _longest_white(strip.tobytes())
        if end - begin < least or (best and end - begin <= best[2] - best[1]):
            continue
        if _columns_beside(wide, at, at + span, begin, end):
            best = (left + at + span / 2, top + begin, top + end)
    return best


def _longest_white(column: bytes) -> tuple[int, int]:
    longest = (0, 0)
    begin = 0
    for at, grey in enumerate([*column, _INK]):
        if grey:
            if at - begin > longest[1] - longest[0]:
                longest = (begin, at)
            begin = at + 1
    return longest


def _columns_beside(ink: Image.Image, left: int, right: int, top: int, bottom: int) -> bool:
    """Whether both sides of a strip hold lines wide enough, along most of its height.

    Confused with: the numbers of a list, which stand in a column of their own.
    """
    limits = figures().gutter
    for side in ((0, top, left, bottom), (right, top, ink.width, bottom)):
        lines = _lines_of(ink.crop(side))
        if (
            len(lines) < limits.least_lines
            or median(wide for *_, wide in lines) < limits.least_column
        ):
            return False
        if lines[-1][1] - lines[0][0] < 0.5 * (bottom - top):
            return False
    return True


def _lines_of(ink: Image.Image) -> list[tuple[int, int, int]]:
    """Top, bottom and width of each run of rows with ink."""
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    found = []
    begin = 0
    for at, grey in enumerate([*rows, 0]):
        if grey:
            continue
        held = ink.crop((0, begin, ink.width, at)).getbbox() if at > begin else None
        if held is not None:
            found.append((begin, at, held[2] - held[0]))
        begin = at + 1
    return found


def weigh_words(picture: Picture, boxes: Sequence[Box]) -> list[float]:
    """Mean thickness of the strokes in each box, in points; 0 where there is no ink.

    Ink over the number of its left edges: how long a row of dots goes on inside letters.
    """
    ink = ink_of(picture.image)
    edges = ImageChops.subtract(ink, ImageChops.offset(ink, 1, 0))
    found = []
    for box in boxes:
        dots = tuple(round(edge / picture.scale) for edge in box)
        area = ink.crop(dots).histogram()[_INK]  # type: ignore[arg-type]
        begun = edges.crop(dots).histogram()[_INK]  # type: ignore[arg-type]
        found.append(picture.scale * area / begun if begun else 0.0)
    return found
