"""Notes in the margin of a print, in a text that has lost the places of its lines.

A machine that copies a page column by column leaves each note as a narrow paragraph of its own,
somewhere below the number it stood beside: `Short title` / `and date of` / `operation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.draft import Block, Draft, Role

_NARROW = 24
"""Letters of the widest line of a note."""
_TEXT = 40
"""Letters that the text's own lines have at least, or its column is no wider than the notes'."""
_MOST_LINES = 10
_FEWEST = 3
_SHARE = 0.6
"""Share of the sections that must have a note."""
_SPARE = 2
"""Notes that may belong to no section: `Preamble`."""
_STEP = 3
_SECTION = re.compile(r"(?P<num>\d{1,3})[A-Z]{0,2}\.\s*(?:(?P<rest>[(A-Z“\"].*)|$)")
_HEADED = re.compile(r"[A-Z][^;(]{3,120}?(?:[.:]\s?[—–―_-]|\.\s+\(1\))")
_LISTED = re.compile(r"\(?\w{1,5}[.)](?:\s|$)|[“\"\[]|(?:PART|CHAPTER|SCHEDULE|Part|Chapter)\b")
_STOPS = (";", ":", ",", "—", "–")
_RULES = re.compile(r"\b(?:shall|must|hereby|is|are|means)\b")


@dataclass(slots=True)
class _Note:
    first: int
    stop: int
    words: str
    section: int
    """Which section has begun above it, -1 for none."""


class LiftSideNotes:
    """Lift marginal notes out of a text without positions, and keep them by their section.

    Forms: a narrow paragraph below the first words of a section; where two follow each other, the
    first belongs to the section before.
    Confused with: short items of a list, which end in a stop or open with a label; headings above
    the numbers, which stand right before them; a print with headings on its numbers' lines.

    Reads: blocks (para).
    Writes: blocks (role), side_notes.
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if any(b.top or b.size or b.whole or b.level for b in blocks):
            return
        starts = _section_starts(blocks)
        notes = _notes(blocks, starts)
        if not _in_the_margin(blocks, starts, notes):
            return
        for section, words in _shared_out(notes, len(starts)).items():
            block = blocks[starts[section]]
            draft.side_notes[block.page, block.line] = words
            over = "lines of the text"
            draft.decide(self, "note", block, f"the note “{words}” in the margin", over, 0.0)
        for block in (b for note in notes for b in blocks[note.first : note.stop]):
            block.role = Role.MARGIN


def _section_starts(blocks: Sequence[Block]) -> list[int]:
    """Indices of the paragraphs that open with a number, which counts up."""
    found: list[int] = []
    last = 0
    for at, block in enumerate(blocks):
        match = _SECTION.fullmatch(block.text) if block.para else None
        if match and last <= int(match["num"]) <= last + _STEP:
            found.append(at)
            last = int(match["num"])
    return found


def _notes(blocks: Sequence[Block], starts: Sequence[int]) -> list[_Note]:
    notes = []
    section, opens = -1, set(starts)
    for first, stop in _paragraphs(blocks):
        section += first in opens
        part = blocks[first:stop]
        if _is_note(part):
            words = " ".join(" ".join(block.text for block in part).split())
            notes.append(_Note(first, stop, words, section))
    return notes


def _paragraphs(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    opens = [at for at, block in enumerate(blocks) if block.para or at == 0]
    return list(pairwise([*opens, len(blocks)]))


def _is_note(part: Sequence[Block]) -> bool:
    if len(part) > _MOST_LINES or any(len(block.text) > _NARROW for block in part):
        return False
    first, last = part[0].text, part[-1].text
    named = first[:1].isupper() and not first.isupper() and not _LISTED.match(first)
    ended = last.endswith(_STOPS) or (len(part) == 1 and last.endswith("."))
    return named and not ended and not any(_RULES.search(block.text) for block in part)


def _in_the_margin(blocks: Sequence[Block], starts: Sequence[int], notes: Sequence[_Note]) -> bool:
    """Whether nearly each section has a note, none is headed, and the text's lines are wider."""
    if len(starts) < _FEWEST or not _SHARE * len(starts) <= len(notes) <= len(starts) + _SPARE:
        return False
    if sum(_has_heading(blocks[at]) for at in starts) > len(starts) / 3:
        return False
    opens = set(starts)
    above = sum(note.stop in opens for note in notes)
    broken = sum(note.stop - note.first > 1 for note in notes)
    wide = [len(block.text) for block in blocks if len(block.text) > _NARROW]
    return above < len(notes) / 2 <= broken and bool(wide) and median(wide) >= _TEXT


def _has_heading(block: Block) -> bool:
    match = _SECTION.fullmatch(block.text)
    return match is not None and _HEADED.match(match["rest"] or "") is not None


def _shared_out(notes: Sequence[_Note], sections: int) -> dict[int, str]:
    """Section → words; a second note in a section pushes the first to the section before."""
    taken: dict[int, str] = {}
    for note in notes:
        at = note.section
        if at in taken and at - 1 not in taken and at:
            taken[at - 1] = taken[at]
        elif at in taken and at + 1 < sections:
            at += 1
        if at >= 0:
            taken[at] = note.words
    return taken
