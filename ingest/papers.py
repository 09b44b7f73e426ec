"""Policy papers: headings that nest, and the paragraphs under them."""

from __future__ import annotations

import re

from corpus.model import ProvisionKind
from ingest.draft import Draft, Line, Unit

_LIST_ITEM = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]+)[.)]\s|[-•●*▪]\s?")
_TOP_WORDS = re.compile(
    r"(?:abstract|key\s?words|introduction|literature review|background|executive summary|"
    r"methodology|materials? and methods?|results?(?: and discussions?)?|discussions?|findings|"
    r"recommendations?|conclusions?|references|bibliography|foreword|preface|acknowledgements?)\W*",
    re.IGNORECASE,
)
_MAX_HEADING = 110
_LONG = 110


class FindHeadings:
    """Find headings and paragraphs where nothing carries numbers through the text.

    Forms: markup headings; in plain text a short paragraph without a stop before a long one.
    Confused with: list items and short sentences, which no long paragraph follows.

    Reads: lines.
    Writes: lines (opens), unit.
    """

    def __call__(self, draft: Draft) -> None:
        draft.unit = "heading"
        draft.lines = _paragraphs(draft.lines)
        open_headings: list[tuple[int, Unit]] = []
        for at, line in enumerate(draft.lines):
            level = _level(draft.lines, at)
            if level:
                while open_headings and open_headings[-1][0] >= level:
                    open_headings.pop()
                parent = open_headings[-1][1] if open_headings else None
                unit = Unit(ProvisionKind.HEADING, None, line.text.strip(" .:"), parent, line.page)
                line.opens, line.label, line.heading = unit, len(line.text), True
                open_headings.append((level, unit))
            elif open_headings:
                parent = open_headings[-1][1]
                line.opens = Unit(ProvisionKind.PARAGRAPH, None, None, parent, line.page, path="count")


def _paragraphs(lines: list[Line]) -> list[Line]:
    """Join wrapped lines: after this every line is a paragraph."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and _continues(before, line):
            before.text = f"{before.text.rstrip()} {line.text}".replace("\u00ad ", "")
        elif line.text:
            joined.append(line)
    return joined


def _continues(before: Line, line: Line) -> bool:
    if before.block.level or line.block.level:
        return False
    if line.para:
        # a page break in the middle of a sentence
        return line.text[:1].islower() and len(before.text) > _LONG and before.text[-1] not in ".:;"
    if before.block.right:
        return _same_type(before, line) and before.text[-1] not in ".:"
    return True


def _same_type(before: Line, line: Line) -> bool:
    same_bold = bool(before.block.bold) == bool(line.block.bold)
    return same_bold and abs(before.block.size - line.block.size) < 1


def _level(lines: list[Line], at: int) -> int:
    line = lines[at]
    if line.block.level:
        return line.block.level
    text = line.text
    if len(text) > _MAX_HEADING or text[-1:] in ".;,:!" or _LIST_ITEM.match(text) or "@" in text:
        return 0
    if _TOP_WORDS.fullmatch(text):
        return 1
    if not text[:1].isupper() and not text[:1].isdigit():
        return 0
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    long_after = len(following) > _LONG and following[-1] in ".:;”\"')"
    heading_after = at + 2 < len(lines) and len(following) <= _MAX_HEADING and _stands(following)
    deeper = heading_after and len(lines[at + 2].text) > _LONG
    return 2 if long_after or deeper else 0


def _stands(text: str) -> bool:
    return text[:1].isupper() and text[-1:] not in ".;,:"
