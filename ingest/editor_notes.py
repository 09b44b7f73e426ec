"""Notes on amendments that a publisher of consolidated law prints below each provision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Unread
from ingest.draft import Block, Draft, Role
from ingest.forms import any_of, forms_of

_MARKED = re.compile(r"(?P<mark>[A-Z]\d{1,4})\s?(?=[A-Z(\[{“\"‘])")
"""`F12 Words in s. 3 …`, `C1Act applied …`: a letter for the sort of note, and its number."""
_OPENS = re.compile(
    r"\(\w{1,4}\)\s|\d{1,4}[A-Z]{0,3}\.?\s+[A-Z“\"‘]|(?:PART|CHAPTER|SCHEDULE|Part|Chapter)\b"
)
"""What a line opens with that is text again."""
_GLUED = re.compile(r"[1-9]\d{0,3}[A-Z]{0,3}\.?\s*[A-Z“\"‘.(]")
"""What follows a note's mark that was set against a unit's number: `F1010 Fees`."""
_MOST_SKIPPED = 20
_FULL = 0.85
"""Share of the widest note's line; a shorter line is the last one of its note."""


class LiftEditorNotes:
    """Set the notes aside that an editor put between provisions under a heading of their own.

    Forms: `Textual Amendments` on a line, then `F1 Words in s. 3 substituted by …` and more such
    lines; a mark set against the number of a unit, `F1010 Fees`, is taken off.
    Confused with: a heading between provisions, after which no marked line comes; and sections
    numbered without a stop, which have no letter before the number.

    Reads: blocks.
    Writes: blocks (role, text), unread.
    """

    def __call__(self, draft: Draft) -> None:
        heads = any_of(forms_of(draft.jurisdiction, draft.language).editor_notes)
        pattern = re.compile(rf"(?:{heads})", re.IGNORECASE)
        blocks = [block for block in draft.body() if block.text.strip()]
        marks: set[str] = set()
        for first, stop in list(_runs(blocks, pattern)):
            marks |= _marks(blocks[first:stop])
            for block in blocks[first:stop]:
                block.role = Role.FOOTNOTE
            words = " ".join(block.text for block in blocks[first:stop])
            why = "an editor's notes between provisions; they belong to no provision"
            draft.unread.append(Unread(blocks[first].page, words[:300], why))
            draft.decide(self, "notes", blocks[first], "an editor's notes", "text", 0.0)
        for block in blocks if marks else ():
            _unglue(block, marks)


def _runs(blocks: Sequence[Block], heads: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """First block of each run of notes, its heading, and the one after the last note."""
    starts = [
        at
        for at, block in enumerate(blocks[:-1])
        if heads.fullmatch(block.text.strip()) and _MARKED.match(blocks[at + 1].text)
    ]
    widest = max((len(blocks[at + 1].text) for at in starts), default=0)
    stop = 0
    for at in starts:
        if at >= stop:
            stop = _end(blocks, at + 1, widest, heads)
            yield at, stop


def _end(blocks: Sequence[Block], first: int, widest: int, heads: re.Pattern[str]) -> int:
    """After the last line of the last note."""
    note = mark = ""
    for at in range(first, len(blocks)):
        block = blocks[at]
        if (found := _MARKED.match(block.text)) and _follows(mark, found["mark"]):
            note, mark = block.text, found["mark"]
            continue
        if heads.fullmatch(block.text.strip()):
            note = mark = ""
            continue
        before = blocks[at - 1]
        ended = len(before.text) < _FULL * widest and note.count("(") <= note.count(")")
        if ended or block.para or before.whole or block.level or _OPENS.match(block.text):
            return at
        note += f" {block.text}"
    return len(blocks)


def _follows(before: str, mark: str) -> bool:
    """Notes of one sort count up: after `F7`, `F1010 Fees` is section 10 with a mark before it."""
    if not before:
        return True
    return before[0] == mark[0] and 0 <= int(mark[1:]) - int(before[1:]) <= _MOST_SKIPPED


def _marks(blocks: Sequence[Block]) -> set[str]:
    return {found["mark"] for block in blocks if (found := _MARKED.match(block.text))}


def _unglue(block: Block, marks: set[str]) -> None:
    """Take a known mark off the number it was set against."""
    text = block.text
    if block.role is not Role.BODY or not text[:1].isupper() or not text[1:2].isdigit():
        return
    for mark in sorted((m for m in marks if text.startswith(m)), key=len, reverse=True):
        if _GLUED.match(rest := text[len(mark) :].lstrip()):
            block.text, block.bold = rest, max(0, block.bold - len(text) + len(rest))
            return
