"""What a DOCX file's styles say of a paragraph or a run: style by style, the nearest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.readers.docx_parts import child, number, switch, value

_POINT = 20.0
"""Twentieths of a point, in which Word measures, to points."""
_MOST_PARENTS = 12
"""Styles that stand on one another; more is a circle."""
_BODY_LEVEL = 9
"""The outline level that Word gives to text that is no heading."""

_HEADING_NAMES = (
    "heading", "überschrift", "titre", "título", "titulo", "titolo", "kop", "rubrik", "otsikko",
    "overskrift", "nagłówek", "nadpis", "címsor", "titlu", "başlık", "заголовок", "标题", "見出し",
    "제목", "عنوان", "سرخی",
)  # fmt: skip
"""What heading styles are called; Word stores the English name, other programs their own."""
_HEADING = re.compile(rf"(?:{'|'.join(_HEADING_NAMES)})\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel|titre du document", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d|toc heading|contents \d|contents heading|tocheading|toc\d", re.I)


class Styles:
    """The styles of one file; every answer is what the reader of the print would see."""

    def __init__(self, part: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._usual = ""
        self._chains: dict[str, list[tuple[str, etree._Element]]] = {}
        self._switches: dict[tuple[str, str], bool] = {}
        for style in part if part is not None else ():
            name = value(style, "styleId")
            if name:
                self._styles[name] = style
                if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true"):
                    self._usual = name
        defaults = child(part, "docDefaults")
        self._paragraph = child(child(defaults, "pPrDefault"), "pPr")
        self._run = child(child(defaults, "rPrDefault"), "rPr")

    def chain(self, properties: etree._Element | None) -> list[tuple[str, etree._Element]]:
        """The paragraph's style and those it stands on, each with its identifier."""
        style = value(child(properties, "pStyle")) or self._usual
        if style not in self._chains:
            self._chains[style] = list(self._parents(style))
        return self._chains[style]

    def _parents(self, style: str) -> Iterator[tuple[str, etree._Element]]:
        for _ in range(_MOST_PARENTS):
            found = self._styles.get(style)
            if found is None:
                return
            yield style, found
            style = value(child(found, "basedOn")) or ""

    def _nearest(self, properties: etree._Element | None, name: str) -> Iterator[etree._Element]:
        """A paragraph property as it is set: on the paragraph, its styles, the defaults."""
        styles = (child(style, "pPr") for _, style in self.chain(properties))
        for holder in (properties, *styles, self._paragraph):
            found = child(holder, name)
            if found is not None:
                yield found

    def level(self, properties: etree._Element | None) -> int:
        """Of the heading that the paragraph is, by outline level or style name; 0 for none."""
        for found in self._nearest(properties, "outlineLvl"):
            outline = number(found)
            if outline is not None and 0 <= outline <= _BODY_LEVEL:
                return 0 if outline == _BODY_LEVEL else outline + 1
        for name in self._names(properties):
            if heading := _HEADING.fullmatch(name):
                return int(heading[1])
            if _TITLE.fullmatch(name):
                return 1
        return 0

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph's style is one of a contents list."""
        return any(_CONTENTS.fullmatch(name) for name in self._names(properties))

    def _names(self, properties: etree._Element | None) -> Iterator[str]:
        for name, style in self.chain(properties):
            yield (value(child(style, "name")) or "").strip()
            yield name

    def centred(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph stands in the middle."""
        found = next(self._nearest(properties, "jc"), None)
        return value(found) == "center"

    def indents(
        self, properties: etree._Element | None, level: etree._Element | None, direct: bool
    ) -> tuple[float, float]:
        """How far the first line and the other lines stand in, in points.

        The indent of a numbering level goes before that of the style, where the number was given
        to the paragraph itself (`direct`), and behind it where the style gave the number.
        """
        styles = [child(style, "pPr") for _, style in self.chain(properties)]
        numbered = [child(level, "pPr")]
        order = [*numbered, *styles] if direct else [*styles, *numbered]
        holders = [child(holder, "ind") for holder in (properties, *order, self._paragraph)]
        left = _first(holders, "left", "start")
        hanging = _first(holders, "hanging")
        opening = -hanging if hanging else _first(holders, "firstLine")
        return (left + opening) / _POINT, left / _POINT

    def bold(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Whether a run of a paragraph is printed bold."""
        return self._is_set("b", run, paragraph)

    def hidden(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Whether a run of a paragraph is not printed."""
        return self._is_set("vanish", run, paragraph)

    def _is_set(
        self, name: str, run: etree._Element | None, paragraph: etree._Element | None
    ) -> bool:
        """Styles toggle: a bold character style inside a bold paragraph style is not bold."""
        direct = switch(run, name)
        if direct is not None:
            return direct
        of_paragraph = self._in_style(value(child(paragraph, "pStyle")) or self._usual, name)
        of_run = self._in_style(value(child(run, "rStyle")) or "", name)
        return (of_paragraph != of_run) or bool(switch(self._run, name))

    def _in_style(self, style: str, name: str) -> bool:
        if (style, name) not in self._switches:
            self._switches[style, name] = self._said_in_style(style, name)
        return self._switches[style, name]

    def _said_in_style(self, style: str, name: str) -> bool:
        for _, found in self._parents(style):
            said = switch(child(found, "rPr"), name)
            if said is not None:
                return said
        return False

    def superior(self, run: etree._Element | None) -> bool:
        """Whether a run is set above the line."""
        holders = [
            run,
            *(child(s, "rPr") for _, s in self._parents(value(child(run, "rStyle")) or "")),
        ]
        found = (child(holder, "vertAlign") for holder in holders)
        return value(next((f for f in found if f is not None), None)) == "superscript"


def _first(holders: list[etree._Element | None], *names: str) -> int:
    for holder in holders:
        for name in names:
            found = number(holder, name)
            if found is not None:
                return max(-20_000, min(20_000, found))
    return 0
