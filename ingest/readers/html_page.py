"""Tells the text of a page from what stands around it: menus, site headers, link lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from ingest.draft import Block, Draft, Role
from ingest.readers.html_signs import attribute, names, signs

SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "svg",
        "button",
        "iframe",
        "select",
        "input",
    ]
)
"""Elements that hold no text of the page."""
_AROUND = frozenset(["nav", "footer", "aside", "search"])
_MAIN_SHARE = 0.6
_MOST_OF_PAGE = 0.3
"""What is called a menu, but holds this share of the words, is the text after all."""
_SENTENCE = 80
_LINKED = 0.8
_LINE = 60


def text_sizes(root: Tag) -> dict[int, int]:
    """How many letters each element holds, by `id()`; hidden machinery counts nothing."""
    sizes: dict[int, int] = {}
    stack: list[tuple[PageElement, bool]] = [(root, False)]
    totals = [0]
    while stack:
        node, leaving = stack.pop()
        if isinstance(node, Tag):
            if leaving:
                sizes[id(node)] = size = totals.pop()
                totals[-1] += size
            elif node.name not in SKIPPED:
                totals.append(0)
                stack.append((node, True))
                stack.extend((child, False) for child in node.contents)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            totals[-1] += len(node.strip())
    return sizes


@dataclass(slots=True)
class Page:
    """Where the text of a page stands."""

    sizes: dict[int, int]
    total: int
    main: Tag | None = None

    def is_around(self, element: Tag) -> bool:
        """Whether the element is a menu, a site header or the like, by name, role or class."""
        named = (
            element.name in _AROUND
            or attribute(element, "role") in signs().roles
            or signs().chrome.hit(names(element))
        )
        return named and self.sizes.get(id(element), 0) <= _MOST_OF_PAGE * self.total

    def is_contents(self, element: Tag) -> bool:
        """Whether the element is marked as a list of contents."""
        named = signs().contents.hit(names(element))
        return named and self.sizes.get(id(element), 0) <= 0.5 * self.total


def page_of(soup: BeautifulSoup) -> Page:
    """The page, with the smallest element marked as its main text that holds most words."""
    sizes = text_sizes(soup)
    page = Page(sizes, sizes.get(id(soup), 0))
    held = [tag for tag in soup.find_all(True) if isinstance(tag, Tag) and _marked_main(tag)]
    enough = [tag for tag in held if sizes.get(id(tag), 0) >= _MAIN_SHARE * page.total]
    if enough:
        page.main = min(reversed(enough), key=lambda tag: sizes[id(tag)])
    return page


def _marked_main(tag: Tag) -> bool:
    if tag.name in ("main", "article") or attribute(tag, "role") == "main":
        return True
    return signs().main.hit(names(tag))


class SortPage:
    """Set aside the blocks around the text: outside the main element, menus, lists of links.

    Reads: blocks (role).
    Writes: blocks (role), decisions.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._told: set[str] = set()

    def __call__(self, blocks: list[Block], linked: list[float], reasons: list[str]) -> None:
        """`linked`: share of each block's letters in links; `reasons`: why it is no text."""
        for block, reason in zip(blocks, reasons, strict=True):
            if reason:
                self._aside(block, reason)
            elif _works_the_page(block.text):
                self._aside(block, "a line that works the page")
        texts = [
            at
            for at, (b, share) in enumerate(zip(blocks, linked, strict=True))
            if _is_text(b, share)
        ]
        if not texts:
            return
        for at, (block, share) in enumerate(zip(blocks, linked, strict=True)):
            outside = at < texts[0] or at > texts[-1]
            if outside and block.role is Role.BODY and share >= _LINKED and not block.level:
                self._aside(block, "a link before or after the text")

    def _aside(self, block: Block, reason: str) -> None:
        block.role = Role.CONTENTS if reason == "a list of contents" else Role.FURNITURE
        if reason not in self._told:
            self._told.add(reason)
            self._draft.decide(self, "page.around", block, reason, "text of the law", 0.0)


def _works_the_page(text: str) -> bool:
    return (
        len(text) < _LINE
        and re.sub(r"[\s«»‹›←→↑|]+", " ", text).strip().casefold() in signs().lines
    )


def _is_text(block: Block, share: float) -> bool:
    """Sentences and headings that are no links."""
    return (
        block.role is Role.BODY and share < 0.5 and (len(block.text) > _SENTENCE or block.level > 0)
    )
