"""Tells tables of data from tables that only set a list or a page in columns."""

from __future__ import annotations

import itertools
import re

from bs4 import Tag
from bs4.element import PageElement

from ingest.readers.html_signs import attribute

_NUMBER = r"\d{1,4}[A-Za-z]{0,3}|[A-Za-z]|[ivxl]{1,8}|[IVXL]{1,8}"
LABEL = re.compile(rf"[\[\"“‘']?\(?(?:{_NUMBER})[).]|[—–•●\-]|\([0-9A-Za-z]{{1,6}}\)|[a-z]{{2}}\)")
"""A number or bullet that stands alone in its cell."""
_MOST_ROWS = 200
_LONG = 300
_CELL = 4000


def is_data(table: Tag) -> bool:
    """Whether a table's cells are data: it has header cells, or three columns and more, or a rule.

    Confused with: a list set as rows of number and text, a page set in columns, one cell per row
    with a statute in it; those hold nested tables, long paragraphs or lone numbers.
    """
    if _holds_table(table):
        return False
    rows = [_cells(row) for row in itertools.islice(table.find_all("tr"), _MOST_ROWS)]
    rows = [row for row in rows if row]
    wide = [row for row in rows if sum(bool(_words(c)) for c in row) >= 2]
    if len(rows) < 2 or len(wide) < 0.6 * len(rows):
        return False
    headed = all(cell.name == "th" for cell in rows[0])
    if _lists(wide) and not headed:
        return False
    if any(len(_words(cell)) > _LONG and len(row) < 3 for row in wide for cell in row):
        return False
    ruled = attribute(table, "border") not in ("", "0")
    columns = sum(len(row) >= 3 for row in wide)
    return headed or ruled or columns >= 0.6 * len(wide)


def _holds_table(table: Tag) -> bool:
    """Whether a table stands in it; bs4's own search would go to the end of each first."""
    waiting: list[PageElement] = list(reversed(table.contents))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name == "table":
                return True
            waiting.extend(reversed(node.contents))
    return False


def _lists(rows: list[list[Tag]]) -> bool:
    """Rows of a number and its words, and no more."""
    numbered = 0
    for row in rows:
        filled = [words for cell in row if (words := _words(cell))]
        numbered += len(filled) == 2 and LABEL.fullmatch(filled[0]) is not None
    return numbered >= 0.5 * len(rows)


def _cells(row: Tag) -> list[Tag]:
    return [c for c in row.children if isinstance(c, Tag) and c.name in ("td", "th")]


def _words(cell: Tag) -> str:
    text = ""
    for part in cell.strings:
        text += part
        if len(text) > _CELL:
            break
    return " ".join(text.split())
