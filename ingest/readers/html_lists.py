"""Numbers that a browser prints before list items, though they are not in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ingest.draft import Block, Draft, Role
from ingest.readers.html_signs import attribute, classes

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_STYLE = re.compile(r"list-style(?:-type)?:\s*([\w-]+)")
_COUNTER = re.compile(
    r"\.(?P<name>[\w-]+)\s*>\s*li:before\s*\{\s*content:\s*"
    r"\"(?P<before>[^\"]*)\"\s*counters?\([^,)]+,\s*(?P<style>[\w-]+)\)\s*\"(?P<after>[^\"]*)\""
)
_RULE = re.compile(r"(?P<names>[^{}]+)\{[^{}]*list-style(?:-type)?:\s*(?P<style>[\w-]+)[^{}]*\}")
_OF_CLASS = re.compile(r"\b(?:ol|li)\.([\w-]+)")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_SAME = {
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
    "decimal-leading-zero": "decimal",
}
_MOST = 3000


@dataclass(frozen=True, slots=True)
class _Look:
    """How a list's numbers look."""

    style: str
    before: str = ""
    after: str = "."


class ListNumbers:
    """The number of each `<li>` of an ordered list.

    Forms: `<ol type=a start=3>`, `<li value=7>`, `list-style-type: lower-roman` in the element or
    in the page's style sheet, counters that office programs write into `li:before`.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self._looks = _style_sheet(soup)
        self._next: dict[int, int] = {}

    def label(self, item: Tag) -> str:
        """The number with its stop or brackets; empty for a bullet.  Ask once for each item."""
        parent = item.parent
        if parent is None or parent.name != "ol":
            return ""
        look = self._look(parent, item)
        value = self._value(parent, item)
        number = _number(value, look.style)
        if not number:
            return ""
        if look.before or look.after != ".":
            return f"{look.before}{number}{look.after}".strip()
        return f"{number}." if look.style == "decimal" else f"({number})"

    def _look(self, parent: Tag, item: Tag) -> _Look:
        for element in (item, parent):
            if found := _STYLE.search(attribute(element, "style")):
                return _Look(_same(found[1]))
        known = (self._looks[n] for e in (item, parent) for n in classes(e) if n in self._looks)
        held = next(known, None)
        kind = _TYPES.get(attribute(item, "type") or attribute(parent, "type"), "")
        return held or _Look(kind or "decimal")

    def _value(self, parent: Tag, item: Tag) -> int:
        start = _whole(attribute(parent, "start"), 1)
        value = _whole(attribute(item, "value"), self._next.get(id(parent), start))
        self._next[id(parent)] = value + (-1 if parent.has_attr("reversed") else 1)
        return value


def _style_sheet(soup: BeautifulSoup) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}
    for sheet in soup.find_all("style"):
        css = str(sheet.string or "")
        for rule in _RULE.finditer(css):
            for name in _OF_CLASS.findall(rule["names"]):
                looks[name.casefold()] = _Look(_same(rule["style"]))
        for found in _COUNTER.finditer(css):
            look = _Look(_same(found["style"]), found["before"], found["after"].strip())
            looks[found["name"].casefold()] = look
    return looks


def _same(style: str) -> str:
    return _SAME.get(style.casefold(), style.casefold())


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,4}", text.strip()) else otherwise


def _number(value: int, style: str) -> str:
    if not 0 < value <= _MOST:
        return ""
    if style == "decimal":
        return str(value)
    if style.endswith("alpha"):
        letters = _alphabetic(value)
    elif style.endswith("roman"):
        letters = _roman(value)
    else:
        return ""
    return letters.upper() if style.startswith("upper") else letters


def _alphabetic(value: int) -> str:
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _roman(value: int) -> str:
    letters = ""
    for worth, sign in _ROMAN:
        letters += sign * (value // worth)
        value %= worth
    return letters


_PRINTED = re.compile(
    r"(?:\(?\d{1,3}[A-Z]{0,2}[.)]|(?:Article|Section|Art\.|§)\s*\d)", re.IGNORECASE
)
_DECIMAL = re.compile(r"(\d{1,4})\.(?=\s)")
_FEWEST = 3


class SettleListNumbers:
    """Read computed numbers as subsections where the page prints the numbers of its units.

    `1.` becomes `(1)`, so that it does not count with sections 1, 2, 3.

    Reads: blocks.
    Writes: blocks (text), decisions.
    """

    def __call__(self, blocks: list[Block], computed: list[int], draft: Draft) -> None:
        made = set(computed)
        printed = sum(
            at not in made and block.role is Role.BODY and _PRINTED.match(block.text) is not None
            for at, block in enumerate(blocks)
        )
        if printed < _FEWEST or not computed:
            return
        about = blocks[computed[0]]
        draft.decide(self, "lists.number", about, "a subsection’s number", "a section’s", 0.0)
        for at in computed:
            blocks[at].text = _DECIMAL.sub(r"(\1)", blocks[at].text, count=1)
