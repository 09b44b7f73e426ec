"""Pages of print turned into HTML: every line stands at a place of its own.

Converters write each printed line as an element with a place (`position:absolute; top; left`) or
with classes that give it (`y1f`, `x2`, `fs3`).  Such lines are read as a PDF's are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ingest.draft import Block, Draft, Sheet
from ingest.readers.html_signs import attribute, classes

_RULE = re.compile(
    r"\.(?P<name>(?:x|y|fs|h|w)[0-9a-f]+)\s*\{\s*(?P<what>left|bottom|font-size|height|width)\s*:\s*(?P<value>-?[\d.]+)(?P<unit>px|pt)?"
)
_PLACE = re.compile(r"position:\s*absolute")
_VALUE = re.compile(r"(?<![\w-])(top|left|bottom|font-size|width|height)\s*:\s*(-?[\d.]+)")
_FONT_RULE = re.compile(r"\.(ft\d+)\s*\{[^}]*font-size:\s*([\d.]+)px[^}]*\}")
_PAGE_CLASS = "pf"
_FEWEST = 40
_MOST_SHARE = 0.5
_LETTER = 0.48
"""Width of a usual letter as a share of its size."""
_HEIGHT = 1263.0
"""Height in points given to a page that does not state its own."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The places and sizes that the style sheet gives by class."""

    values: dict[str, float]


def positioned_blocks(soup: BeautifulSoup, draft: Draft) -> list[Block]:
    """The lines of a page set in place, top to bottom; none for an ordinary page."""
    look = _look(soup)
    lines = [tag for tag in soup.find_all(["div", "p"]) if _is_line(tag, look)]
    if len(lines) < _FEWEST:
        return []
    words = sum(len(tag.get_text(strip=True)) for tag in lines)
    body = soup.body or soup
    if words < _MOST_SHARE * len(body.get_text(strip=True)):
        return []
    pages = _pages(lines)
    blocks = [_block(tag, pages[id(tag)], look) for tag in lines]
    draft.pages = max(pages.values())
    draft.sheets = [Sheet(0, 0, 0.7 * _HEIGHT, _HEIGHT)] * draft.pages
    blocks = [block for block in blocks if block.text]
    return sorted(blocks, key=lambda b: (b.page or 0, -round(b.top / 3), b.left))


def _look(soup: BeautifulSoup) -> _Look:
    values: dict[str, float] = {}
    for sheet in soup.find_all("style"):
        css = str(sheet.string or "")
        for found in _RULE.finditer(css):
            values.setdefault(found["name"], float(found["value"]))
        for found in _FONT_RULE.finditer(css):
            values.setdefault(found[1], float(found[2]))
    return _Look(values)


def _is_line(tag: Tag, look: _Look) -> bool:
    named = classes(tag)
    if "t" in named and any(n.startswith("y") and n in look.values for n in named):
        return True
    style = attribute(tag, "style")
    return bool(_PLACE.search(style)) and "top" in style and tag.find(["div", "p"]) is None


def _pages(lines: list[Tag]) -> dict[int, int]:
    """The page of each line, by `id()`: lines of one page share the element above them."""
    numbers: dict[int, int] = {}
    found: dict[int, int] = {}
    for tag in lines:
        sheet = tag.find_parent(class_=_PAGE_CLASS) or tag.parent
        found[id(tag)] = numbers.setdefault(id(sheet), len(numbers) + 1)
    return found


def _block(tag: Tag, page: int, look: _Look) -> Block:
    named = classes(tag)
    styled = {name: float(value) for name, value in _VALUE.findall(attribute(tag, "style"))}
    by_class = {n[:1]: look.values[n] for n in named if n in look.values and n[:2] != "fs"}
    size = next((look.values[n] for n in named if n[:2] in ("fs", "ft") and n in look.values), 0.0)
    size = size or styled.get("font-size", 0.0) or 12.0
    left = styled.get("left", by_class.get("x", 0.0))
    top = by_class.get("y", styled.get("bottom", _HEIGHT - styled.get("top", 0.0)))
    text = " ".join(tag.get_text().split())
    bold = len(text) if tag.find(["b", "strong"]) is not None else 0
    right = left + _LETTER * size * len(text)
    return Block(text, page, 0, size=size, bold=bold, left=left, right=right, top=max(top, 1.0))
