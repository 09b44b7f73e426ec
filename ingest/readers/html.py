"""HTML: paragraphs with headings, depth in tables and lists, bold letters and footnote calls.

EUR-Lex sets each list item as a table of two cells, number and text; such a row becomes one
block.  Word exports have no useful tags, so bold letters and headings are only hints.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from ingest.draft import Block, Draft
from ingest.errors import NotText
from ingest.readers.encoding import decode
from ingest.readers.html_calls import SettleParagraphNumbers
from ingest.readers.html_lists import ListNumbers, SettleListNumbers
from ingest.readers.html_page import SortPage, page_of
from ingest.readers.html_positioned import positioned_blocks
from ingest.readers.html_walk import Walker
from ingest.readers.size_guard import check_tags

_SIGNS = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<(?:p|div|table|section|article|h[1-6])[\s>][^<]*<",
    re.I,
)
_OPENING = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)",
    re.I | re.S,
)
_ESCAPED = re.compile(r"&amp;(nbsp|mdash|ndash|rsquo|lsquo|rdquo|ldquo|sect|#\d{2,5});")
_FEWEST_ESCAPED = 3


def looks_like(data: bytes) -> bool:
    """Markup near the start; a Markdown file with a stray tag has too little of it."""
    head = data[:4000]
    return _OPENING.match(head) is not None or len(_SIGNS.findall(head)) >= 3


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from HTML.

    Menus and other words around the text become furniture.

    Raises:
        NotText: the bytes are not text, or hold no markup at all.
        PastLimit: there are more tags than in any instrument.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, draft))
    if len(_ESCAPED.findall(text[:200_000])) >= _FEWEST_ESCAPED:  # escaped once too often
        text = _ESCAPED.sub(r"&\1;", text)
    check_tags(text, draft.name)
    soup = BeautifulSoup(text, "lxml")
    if soup.find(True) is None:
        raise NotText(draft.name)
    draft.blocks.extend(positioned_blocks(soup, draft) or _flowing(soup, draft))


def blocks_of(fragment: str) -> list[Block]:
    """The blocks of a piece of HTML inside another format."""
    return _flowing(BeautifulSoup(fragment, "lxml"), Draft("fragment"))


def _flowing(soup: BeautifulSoup, draft: Draft) -> list[Block]:
    page = page_of(soup)
    walker = Walker(page, ListNumbers(soup))
    walker.walk(soup)
    walker.finish()
    SortPage(draft)(walker.blocks, walker.linked, walker.reasons)
    SettleListNumbers()(walker.blocks, walker.computed, draft)
    SettleParagraphNumbers()(walker.blocks, draft)
    return walker.blocks
