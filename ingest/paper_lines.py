"""Makes paragraphs of a paper's lines, and finds its title."""

from __future__ import annotations

import re
from collections import Counter

from corpus.model import ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.paper_words import paper_words

STOPS = (".", ";", ",", ":", "!", "?”")
NOISE = re.compile(
    r"@|\w+://|www\.|question\s+\d|^\W*$|follow us|^by\s|\b(?:19|20)\d\d$", re.IGNORECASE
)
LIST_ITEM = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]+)[.)]\s|[-•●*▪◦‣–]\s?")
MAX_HEADING = 110
LONG = 110
_FRONT = 14
_FEW = 4
_MAX_TITLE = 250
_MIN_TITLE = 12


def paragraphs(lines: list[Line]) -> list[Line]:
    """Join wrapped lines: after this every line is a paragraph."""
    joined: list[Line] = []
    sizes = Counter(round(line.block.size) for line in lines)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and _continues(before, line, usual):
            bold = _all_bold(before) and _all_bold(line)
            before.text = f"{before.text.rstrip()} {line.text}".replace("\u00ad ", "")
            before.block.bold = len(before.text) if bold else before.block.bold
        elif line.text:
            joined.append(line)
    return joined


def _all_bold(line: Line) -> bool:
    return line.block.bold >= len(line.text) > 0


def _continues(before: Line, line: Line, usual: float) -> bool:
    if before.block.level or line.block.level or line.block.whole:
        return False
    if line.para:  # a page break in the middle of a sentence leaves a blank line
        return line.text[:1].islower() and len(before.text) > LONG and before.text[-1] not in ".:;"
    if LIST_ITEM.match(line.text) and not before.text.endswith(","):
        return False
    if usual and min(before.block.size, line.block.size) > usual + 1:  # a heading of two lines
        return same_type(before, line)
    if before.block.right:
        return same_type(before, line) and not before.text.endswith((".", ":"))
    return len(before.text) > MAX_HEADING / 2 or not before.para


def same_type(before: Line, line: Line) -> bool:
    """Whether two printed lines are set alike, on pages that follow."""
    same_bold = bool(before.block.bold) == bool(line.block.bold)
    near = before.block.page == line.block.page
    return same_bold and abs(before.block.size - line.block.size) < 1 and near


def open_title(draft: Draft) -> None:
    """Open the title's unit and leave out what stands before it; title and type where unknown.

    A markup heading of a level of its own before all others is the title; else a line that reads
    like one, and of those one that is printed twice.
    """
    lines = draft.lines
    best = _marked_title(lines) or _largest(lines) or _known_title(draft) or _likely_title(draft)
    if best is None:
        return
    if not draft.title or draft.type in ("other", "policy") or draft.title in best.text:
        draft.title = best.text
    if draft.type == "other" or any(_is_section(line.text) for line in lines):
        draft.type = "paper" if draft.type != "policy" else "policy"
    best.opens = Unit(ProvisionKind.HEADING, None, best.text, page=best.page, path="title")
    best.label, best.heading = len(best.text), True
    at = draft.lines.index(best)
    for line in draft.lines[:at]:
        line.note = "formula"
    for line in draft.lines[at + 1 : _FRONT]:
        if line.text == best.text:
            line.note = "formula"


def _marked_title(lines: list[Line]) -> Line | None:
    heads = [line for line in lines if line.block.level]
    if len(heads) < 2 or lines.index(heads[0]) > _FRONT:
        return None
    first = heads[0]
    alone = all(line.block.level > first.block.level for line in heads[1:])
    return first if alone and not _is_section(first.text) else None


def _largest(lines: list[Line]) -> Line | None:
    """The one line near the top whose letters are larger than all others."""
    sizes = sorted((line.block.size for line in lines), reverse=True)
    if len(sizes) < _FEW or sizes[0] <= sizes[1] + 1:
        return None
    first = next((line for line in lines[:_FRONT] if line.block.size == sizes[0]), None)
    return first if first and len(first.text) > _MIN_TITLE and not _is_section(first.text) else None


def _known_title(draft: Draft) -> Line | None:
    if not draft.title or draft.type == "other":
        return None
    named = draft.title.casefold()
    return next(
        (li for li in draft.lines[:_FRONT] if li.text.casefold().strip(" .") == named), None
    )


def _is_section(text: str) -> bool:
    words = paper_words()
    return bool(words.closed.fullmatch(text) or words.holding.fullmatch(text))


def _likely_title(draft: Draft) -> Line | None:
    if draft.title and draft.type not in ("other", "policy"):
        return None
    front = [line for line in _until_section(draft.lines[:_FRONT]) if _title_like(line.text)]
    counts = Counter(line.text for line in front)
    twice = next((line for line in front if counts[line.text] > 1), None)
    largest = max((line.block.size for line in front[:_FEW]), default=0.0)
    by_size = [line for line in front[:_FEW] if largest and line.block.size >= largest - 0.5]
    return twice or max(by_size or front[:_FEW], key=lambda line: len(line.text), default=None)


def _until_section(lines: list[Line]) -> list[Line]:
    stop = next((at for at, line in enumerate(lines) if _is_section(line.text)), len(lines))
    return lines[:stop]


def _title_like(text: str) -> bool:
    words = text.split()
    return (
        4 <= len(words) <= 30
        and not text.endswith(STOPS)
        and not NOISE.search(text)
        and not LIST_ITEM.match(text)
    )
