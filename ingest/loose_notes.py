"""Footnotes that stand between the lines of a text that has lost its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Unread
from ingest.draft import Block, Draft, Role

_DAY = r"\d{1,2}(?:st|nd|rd|th)\s+[A-Z][a-z]+,?\s+\d{4}"  # `17th March, 2001, vide notice …`
_WORDS = (
    rf"(?:{_DAY}|"
    r"Subs?|Ins|Added|Omi?tted|Rep|Re-?numbered|Numbered|Amended|Inserted|Substituted|Repealed|"
    r"Deleted|Vide|The\s+(?:words?|original|figures?|brackets|letters?|proviso|comma)|"
    r"For\s+(?:the\s+)?Statement|See|Certain|Now|Proviso|Clause|Sub-?section|Explanation|Chapter|"
    r"Entry|This\s+(?:Act|Ordinance)\s+(?:has|was)|In\s+force|Came\s+into\s+force)\b"
)
_TOLD = r"(?:\bby\b|\bibid|\bsee\b|\bGaz|\bvide\b|w\.\s?e\.\s?f|\bS\.\s?[OR]\.|\bA\.\s?O\.|omitted)"
_NOTE = re.compile(rf"{_WORDS}.{{0,160}}?{_TOLD}", re.IGNORECASE)
_SURE = re.compile(
    r"(?:Subs?|Ins|Omi?tted|Rep|Added|Inserted|Substituted)\b\.?,?\s*(?:by|ibid|vide|A\.)"
    rf"|{_DAY},?\s+vide",
    re.I,
)
_NUMBERED = re.compile(
    r"(?P<num>\d{1,3})(?P<stop>\s?[.)])?\s*(?P<words>(?:[A-Z]|\d{1,2}(?:st|nd|rd|th)\s).*)"
)
_ALONE = re.compile(r"(?P<num>\d{1,3})")
_UNIT = re.compile(r"\(\w{1,5}\)|\d{1,3}[A-Z]{0,3}\.\s?\S|[“\"\[]|(?:CHAPTER|PART|THE)\b")
_MOST_BETWEEN = 25
_MOST_AFTER = 4


@dataclass(frozen=True, slots=True)
class _Start:
    at: int
    words_at: int
    """Index of the block with the note's first words: the same or the next one."""
    num: int
    stopped: bool
    """A stop follows the number, as it does that of a section."""
    sure: bool


class LiftLooseNotes:
    """Set footnotes aside that a copy without pages left in the middle of the text.

    Forms: a figure on a line and `Subs. by …` on the next, `1Ins. by …`, `1. Ins. by Act 10 …`;
    notes count up, and what stands between two of them is theirs.
    Confused with: a section whose words are gone, `9. Rep. by …`; a run of notes starts at 1 or
    has no stop after the number.

    Reads: blocks.
    Writes: blocks (role), unread.
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if any(block.top or block.size for block in blocks):
            return
        for first, stop in _runs(blocks):
            for block in blocks[first:stop]:
                block.role = Role.FOOTNOTE
            for block in blocks[stop : stop + 1]:
                if _ALONE.fullmatch(block.text):  # the page's number stands below its notes
                    block.role = Role.FURNITURE
            words = " ".join(block.text for block in blocks[first:stop])
            why = "footnotes between lines of the text; they belong to no provision"
            draft.unread.append(Unread(blocks[first].page, words[:300], why))
            draft.decide(self, "notes", blocks[first], "footnotes", "lines of the text", 0.0)


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """First block of each run of notes, and the one after its last."""
    starts = list(_starts(blocks))
    at = 0
    while at < len(starts):
        chain = [starts[at]]
        for start in starts[at + 1 :]:
            near = start.at - chain[-1].at <= _MOST_BETWEEN
            if not near or not _follows(chain[-1], start):
                break
            chain.append(start)
        if _is_run(chain):
            yield chain[0].at, _end(blocks, chain[-1])
        at += len(chain)


def _follows(before: _Start, after: _Start) -> bool:
    """Notes of one run count up and are printed alike; a repealed section is printed otherwise."""
    alike = (before.stopped, before.words_at - before.at) == (
        after.stopped,
        after.words_at - after.at,
    )
    return alike and before.num < after.num <= before.num + 3


def _starts(blocks: Sequence[Block]) -> Iterator[_Start]:
    for at, block in enumerate(blocks):
        if found := _NUMBERED.fullmatch(block.text):
            if _NOTE.match(found["words"]):
                sure = _SURE.match(found["words"]) is not None
                yield _Start(at, at, int(found["num"]), bool(found["stop"]), sure)
        elif (alone := _ALONE.fullmatch(block.text)) and at + 1 < len(blocks):
            words = blocks[at + 1].text
            if _NOTE.match(words):
                yield _Start(at, at + 1, int(alone["num"]), False, _SURE.match(words) is not None)


def _is_run(chain: Sequence[_Start]) -> bool:
    first = chain[0]
    if first.stopped:
        return first.num == 1 and first.sure
    return first.sure or len(chain) > 1


def _end(blocks: Sequence[Block], last: _Start) -> int:
    """After the lines of the last note: to a stop at a line's end, or to what is plainly text."""
    at = last.words_at
    while at + 1 < len(blocks) and at - last.words_at < _MOST_AFTER:
        following = blocks[at + 1]
        if _finished(blocks[at].text) or following.para or _UNIT.match(following.text):
            break
        at += 1
    return at + 1


def _finished(text: str) -> bool:
    """Whether a note's line ends its sentence: `s. 3.` and `(w.e.f. 27-10-2009).` do."""
    return text.rstrip(' ”"]').endswith((".", ").")) or _ALONE.fullmatch(text) is not None
