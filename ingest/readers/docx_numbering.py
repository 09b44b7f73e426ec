"""The numbers that Word shows but does not store: `1.`, `(a)`, `(iii)` counted as Word counts them.

Definitions are those of ISO/IEC 29500-1, 17.9: a paragraph names a list and a level in it; the
list stands on an abstract list, which gives each level its start, format and text (`%1.%2`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.docx_formats import formatted
from ingest.readers.docx_parts import child, kind, number, switch, value
from ingest.readers.docx_styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MOST = 32_767
"""Word counts no further."""
_DASHES = frozenset("-–—―")
_BULLET = "•"
_SEPARATORS = {"nothing": "", "space": " ", "tab": " "}


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level, from 1, whose numbers make this one begin again; 0 for never, None for any."""
    legal: bool = False
    """All numbers in its text are shown as figures."""
    separator: str = " "
    element: etree._Element | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: list[Level]
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that begin again at a number of their own when the list is first used."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a paragraph as it is shown, and the level that gave it."""

    label: str
    """With its separator; empty where the level shows nothing."""
    depth: int
    level: Level
    direct: bool
    """The paragraph names the list itself, not through its style."""
    bullet: bool


class Numbering:
    """Counts the numbered paragraphs of one file, in the order in which they are asked for."""

    def __init__(self, part: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()
        self._lists: dict[str, _List] = {}
        abstract: dict[str, etree._Element] = {}
        for element in part if part is not None else ():
            if kind(element) == "abstractNum":
                abstract[value(element, "abstractNumId") or ""] = element
        linked = _links(abstract)
        for element in part if part is not None else ():
            if kind(element) == "num":
                self._lists[value(element, "numId") or ""] = _list(element, abstract, linked)

    def next(self, properties: etree._Element | None) -> Numbered | None:
        """Count a paragraph and give its number; None where it has none."""
        found = self._place(properties)
        if found is None:
            return None
        name, at, direct = found
        held = self._lists[name]
        counts = self._counts.setdefault(held.abstract, [None] * _LEVELS)
        if name not in self._used:
            self._used.add(name)
            for begins, start in held.starts.items():
                counts[begins] = None
                held.levels[begins].start = start
        _count(held.levels, counts, at)
        level = held.levels[at]
        label = _label(held.levels, counts, at)
        bullet = level.format == "bullet"
        return Numbered(label + level.separator if label else "", at, level, direct, bullet)

    def _place(self, properties: etree._Element | None) -> tuple[str, int, bool] | None:
        """The list and the level of a paragraph, named by itself or by its styles."""
        own = child(properties, "numPr")
        chain = self._styles.chain(properties)
        holders = [own, *(child(child(style, "pPr"), "numPr") for _, style in chain)]
        names = (value(child(holder, "numId")) for holder in holders)
        name = next((name for name in names if name is not None), None)
        if name is None or name not in self._lists:
            return None  # 0 takes the number of the style away
        levels = (number(child(holder, "ilvl")) for holder in holders)
        level = next((level for level in levels if level is not None), None)
        direct = value(child(own, "numId")) is not None
        if number(child(own, "ilvl")) is None and not direct:
            styled = self._of_style(name, [style for style, _ in chain])
            level = styled if styled is not None else level
        return name, min(max(level or 0, 0), _LEVELS - 1), direct

    def _of_style(self, name: str, styles: list[str]) -> int | None:
        """The level that a list ties to a style."""
        levels = self._lists[name].levels
        return next(
            (at for style in styles for at, held in enumerate(levels) if held.style == style), None
        )


def _links(abstract: dict[str, etree._Element]) -> dict[str, etree._Element]:
    """List style → the abstract list that defines it, for those that only refer to a style."""
    defined = {value(child(e, "styleLink")): e for e in abstract.values()}
    return {
        name: defined[link]
        for name, element in abstract.items()
        if (link := value(child(element, "numStyleLink"))) and link in defined
    }


def _list(
    element: etree._Element,
    abstract: dict[str, etree._Element],
    linked: dict[str, etree._Element],
) -> _List:
    name = value(child(element, "abstractNumId")) or ""
    definition = linked.get(name, abstract.get(name))
    levels = [Level() for _ in range(_LEVELS)]
    _read_levels(definition, levels)
    key = value(definition, "abstractNumId") or name
    found = _List(levels, key)
    for override in element if element is not None else ():
        at = number(override, "ilvl")
        if kind(override) == "lvlOverride" and at is not None and 0 <= at < _LEVELS:
            _read_levels(override, levels)
            start = number(child(override, "startOverride"))
            if start is not None:
                found.starts[at] = start
    return found


def _read_levels(holder: etree._Element | None, levels: list[Level]) -> None:
    for element in holder if holder is not None else ():
        at = number(element, "ilvl")
        if kind(element) == "lvl" and at is not None and 0 <= at < _LEVELS:
            levels[at] = _level(element)


def _level(element: etree._Element) -> Level:
    start = number(child(element, "start"))
    return Level(
        start=1 if start is None else start,
        format=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=number(child(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        separator=_SEPARATORS.get(value(child(element, "suff")) or "tab", " "),
        element=element,
        style=value(child(element, "pStyle")) or "",
    )


def _count(levels: list[Level], counts: list[int | None], at: int) -> None:
    """Count one paragraph of a level, and make the levels below begin again."""
    held = counts[at]
    counts[at] = levels[at].start if held is None else min(held + 1, _MOST)
    for below in range(at + 1, _LEVELS):
        restart = levels[below].restart
        if restart is None or at + 1 <= restart:
            counts[below] = None


def _label(levels: list[Level], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.format == "bullet":
        return level.text if level.text in _DASHES else _BULLET

    def shown(place: re.Match[str]) -> str:
        index = int(place[1]) - 1
        count = counts[index]
        held = levels[index]
        figures = level.legal and held.format != "none"
        shown_as = "decimal" if figures else held.format
        return formatted(held.start if count is None else count, shown_as)

    return _PLACE.sub(shown, level.text).strip()
