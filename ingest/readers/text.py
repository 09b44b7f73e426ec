"""Plain text: one block per line; a blank line opens a paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft, Role
from ingest.readers.encoding import decode
from ingest.readers.noisy_text import mend_noisy
from ingest.readers.typed_margins import notes_above

_FORM_FEED = "\f"
_SCRIPT = re.compile(r"\bfunction\s*\(\)\s*\{|\$\(document\)|\w\(\);\s*\}\)")
"""Code of the page that a text was copied from."""
_WIKI_HEADING = re.compile(r"(?P<mark>={2,6})\s*(?P<words>[^=\s][^=]{0,200}?)\s*(?P=mark)")
"""A heading in the markup of a wiki: `=== Right to life ===`."""
_EMPHASIS = re.compile(r"\s*\*{2,}\s*")


def looks_like(data: bytes) -> bool:
    """Anything that is not plainly binary; the decoder judges the rest."""
    sample = data[:4096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or odd <= len(sample) / 50


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from plain text.

    A form feed opens a page; without any, pages are unknown.  Numbers that a machine misread, which
    wrote the text from pictures, are mended where others prove them.
    """
    text = decode(data, draft)
    paged = _FORM_FEED in text
    pages = text.split(_FORM_FEED)
    draft.pages = len(pages) if paged else None
    for number, page in enumerate(pages, start=1):
        draft.blocks.extend(_blocks(page, number if paged else None))
    mend_noisy(draft)


def _blocks(page: str, number: int | None) -> list[Block]:
    blocks: list[Block] = []
    blank = True
    for at, raw in notes_above(page.split("\n")):
        for index, part in enumerate(_parts(raw)):
            role = Role.FURNITURE if _SCRIPT.search(part) else Role.BODY
            block = Block(part, number, at + 1, para=blank or index > 0, role=role)
            if found := _WIKI_HEADING.fullmatch(part):
                block.text, block.level, block.para = found["words"], len(found["mark"]), True
            blocks.append(block)
        blank = not raw.strip()
    return _whole_calls(blocks)


def _whole_calls(blocks: list[Block]) -> list[Block]:
    """Footnote calls that a copy set on lines of their own, put back: `(`, `4` and `)`.

    A call goes with the words before it, and the words after it go on.  After a full stop and
    before a capital the number is that of the note itself.
    """
    joined: list[Block] = []
    waiting = blocks[::-1]
    while waiting:
        block = waiting.pop()
        number = _split_call(block, waiting)
        if number is None:
            joined.append(block)
            continue
        closing = waiting[-2]
        del waiting[-2:]
        after = closing.text[1:].lstrip() or (waiting.pop().text if waiting else "")
        words = block.text[:-1].rstrip()
        if words:
            joined.append(replace(block, text=words))
        ended = not joined or joined[-1].text.endswith((".", ";"))
        if ended and not words and after[:1].isupper():
            joined.append(replace(block, text=f"({number}) {after}"))
        elif joined:
            glue = "" if after[:1] in ("", *",.;:)") else " "
            joined[-1].text += f"{MARK_OPEN}{number}{MARK_CLOSE}{glue}{after}"
            if after.endswith("("):  # the next call follows at once
                waiting.append(joined.pop())
    return joined


def _split_call(block: Block, waiting: list[Block]) -> str | None:
    """The number of a call whose opening bracket ends a block, none if none does."""
    if len(waiting) < 2 or not block.text.endswith("("):
        return None
    number, closing = waiting[-1].text, waiting[-2].text
    return number if number.isdigit() and len(number) <= 3 and closing.startswith(")") else None


def _parts(raw: str) -> list[str]:
    """A line, cut where stars set words in bold: title and authors glued into one line."""
    parts = _EMPHASIS.split(raw) if "**" in raw and "* *" not in raw else [raw]
    return [words for part in parts if (words := " ".join(part.split()))]
