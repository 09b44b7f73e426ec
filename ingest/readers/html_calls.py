"""Footnote calls, notes, and the superior figures that number paragraphs instead."""

from __future__ import annotations

import re

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft, Role
from ingest.readers.html_signs import attribute, classes, signs

_CALL = re.compile(r"[\[(]?\s*(\d{1,3}|\*{1,3}|[FCEIMX]\d{1,4})\s*[\])]?")
_NOTE = re.compile(
    rf"(?:{MARK_OPEN}([^{MARK_CLOSE}]+){MARK_CLOSE}|[\[(]?(\d{{1,3}}|[FCEIMX]\d{{1,4}})[\])]?(?=\W))"
    r"\s*(.*)",
    re.DOTALL,
)
_NODES = 64
"""Elements and texts in which a footnote call is looked for; real ones hold two or three."""
_LEADING = re.compile(rf"{MARK_OPEN}(\d{{1,3}})([a-z]*){MARK_CLOSE}\s*(?=\S)")
_FEWEST = 3
_MOST_GAP = 3


def call_of(element: Tag) -> str | None:
    """The number of a footnote call: a superior figure, or a link of a figure to this page."""
    named = element.name == "a" or element.name == "sup"
    if not named and not signs().calls.hit(classes(element)):
        return None
    if element.name == "a" and "#" not in attribute(element, "href"):
        return None
    found = _CALL.fullmatch(_beginning(element, 9).strip())
    return found[1] if found else None


def _beginning(element: Tag, most: int) -> str:
    """The first characters of an element's text, none if they lie behind too many nodes.

    A call is short and shallow; without a limit each of 20,000 nested links would be searched
    to its end.
    """
    text = ""
    waiting: list[PageElement] = [element]
    for _ in range(_NODES):
        if not waiting or len(text) >= most:
            return text
        node = waiting.pop()
        if isinstance(node, Tag):
            waiting.extend(reversed(node.contents))
        elif type(node) is NavigableString:  # its subclasses are comments, scripts and the like
            text += node
    return ""


def is_note(element: Tag) -> bool:
    """Whether the element holds notes, by its class."""
    return signs().notes.hit(classes(element))


def holds_only_notes(element: Tag) -> bool:
    """Whether nothing in the element is text of the law, numbered or not."""
    return signs().only_notes.hit(classes(element))


def as_note(block: Block, only: bool) -> None:
    """Take the number off a block of notes; without one it is text, unless all are notes."""
    found = _NOTE.fullmatch(block.text)
    if found:
        block.note, block.text = found[1] or found[2], found[3]
    elif only:
        block.role = Role.FOOTNOTE


class SettleParagraphNumbers:
    """Read superior figures that open paragraphs, one after another, as the paragraphs' numbers.

    Swiss and Austrian prints set `¹` before each paragraph of an article.  Confused with: notes
    at the end of a page, whose numbers run on instead of starting again in each article.

    Reads: blocks.
    Writes: blocks (text), decisions.
    """

    def __call__(self, blocks: list[Block], draft: Draft) -> None:
        runs = _runs(blocks)
        if sum(len(run) for run in runs) < _FEWEST or len(runs) < 2:
            return
        for block in (blocks[at] for run in runs for at in run):
            draft.decide(self, "calls.number", block, "a paragraph’s number", "a note’s call", 0.0)
            block.text = _LEADING.sub(r"(\1\2) ", block.text, count=1)


def _runs(blocks: list[Block]) -> list[list[int]]:
    """Blocks that open with the superior figures 1, 2, 3 … , run by run."""
    runs: list[list[int]] = []
    last = at_last = 0
    for at, block in enumerate(blocks):
        found = _LEADING.match(block.text) if block.role is Role.BODY and not block.note else None
        if found is None:
            continue
        number = int(found[1])
        if number == 1:
            runs.append([at])
        elif runs and last <= number <= last + _MOST_GAP and at > at_last:
            runs[-1].append(at)
        last, at_last = number, at
    return runs
