"""Plain text: one block per line; a blank line opens a paragraph."""

from __future__ import annotations

import re

from ingest.draft import Block, Draft
from ingest.readers.encoding import decode

_FORM_FEED = "\f"
_EMPHASIS = re.compile(r"\s*\*{2,}\s*")


def looks_like(data: bytes) -> bool:
    """Anything that is not plainly binary; the decoder judges the rest."""
    sample = data[:4096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or odd <= len(sample) / 50


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from plain text.

    A form feed opens a page; without any, pages are unknown.
    """
    text = decode(data, draft)
    paged = _FORM_FEED in text
    pages = text.split(_FORM_FEED)
    draft.pages = len(pages) if paged else None
    for number, page in enumerate(pages, start=1):
        draft.blocks.extend(_blocks(page, number if paged else None))


def _blocks(page: str, number: int | None) -> list[Block]:
    blocks: list[Block] = []
    blank = True
    for at, raw in enumerate(page.split("\n"), start=1):
        for index, part in enumerate(_parts(raw)):
            blocks.append(Block(part, number, at, para=blank or index > 0))
        blank = not raw.strip()
    return blocks


def _parts(raw: str) -> list[str]:
    """A line, cut where stars set words in bold: title and authors glued into one line."""
    parts = _EMPHASIS.split(raw) if "**" in raw and "* *" not in raw else [raw]
    return [words for part in parts if (words := " ".join(part.split()))]
