"""Policy papers: headings that nest, and the paragraphs under them."""

from __future__ import annotations

import re
from collections import Counter

from corpus.model import ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.forms import any_of, forms_of

_LIST_ITEM = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]+)[.)]\s|[-•●*▪]\s?")
_STOPS = (".", ";", ",", ":", "!", "?”")
_NOISE = re.compile(r"@|https?:|www\.|^\W*$|follow us|^by\s|\b(?:19|20)\d\d$", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|this|which|from|make|makes)\b")
_MAX_HEADING = 110
_LONG = 110
_TOP = 1
_INNER = 2


class FindHeadings:
    """Find headings and paragraphs where nothing carries numbers through the text.

    Forms: markup headings; in print, larger or bold lines; in plain text, a short paragraph
    without a stop before a long one.  Words such as ABSTRACT or References head the top level.
    Confused with: list items and short sentences, which no long paragraph follows.

    Reads: lines.
    Writes: lines (opens), unit, title, type.
    """

    def __call__(self, draft: Draft) -> None:
        draft.unit = "heading"
        draft.lines = _paragraphs(draft.lines)
        top = re.compile(
            rf"(?:{any_of(forms_of(draft.jurisdiction).paper_headings)})\W*", re.IGNORECASE
        )
        _find_title(draft, top)
        levels = _Levels(draft.lines, top)
        open_headings = _under_title(draft.lines, levels)
        if open_headings:
            levels.none = True
        for at, line in enumerate(draft.lines):
            level = 0 if line.note else levels.of(at)
            if level:
                _open_heading(line, level, open_headings)
            elif open_headings and not line.note and line.opens is None:
                parent = open_headings[-1][1]
                line.opens = Unit(ProvisionKind.PARAGRAPH, None, None, parent, line.page)
                line.opens.path = "count"


def _under_title(lines: list[Line], levels: _Levels) -> list[tuple[int, Unit]]:
    """Where a paper has no headings, or only after most of it, all stands under its title."""
    first = next((at for at in range(len(lines)) if levels.of(at)), len(lines))
    before = sum(len(line.text) for line in lines[:first])
    if before < sum(len(line.text) for line in lines) / 2:
        return []
    titles = [line.opens for line in lines if line.opens is not None]
    return [(0, unit) for unit in titles[:1]]


def _open_heading(line: Line, level: int, open_headings: list[tuple[int, Unit]]) -> None:
    while open_headings and open_headings[-1][0] >= level:
        open_headings.pop()
    parent = open_headings[-1][1] if open_headings else None
    unit = Unit(ProvisionKind.HEADING, None, line.text.strip(" .:"), parent, line.page)
    line.opens, line.label, line.heading = unit, len(line.text), True
    open_headings.append((level, unit))


def _find_title(draft: Draft, top: re.Pattern[str]) -> None:
    """The first line that reads like a title; one printed twice is surer."""
    if draft.title and draft.type not in ("other",):
        return
    front = [line for line in _until_heading(draft.lines[:14], top) if _title_like(line.text)]
    counts = Counter(line.text for line in front)
    best = next((line for line in front if counts[line.text] > 1), None)
    best = best or next(iter(sorted(front[:4], key=lambda line: -len(line.text))), None)
    if best is None:
        return
    draft.title, draft.type = best.text, "paper"
    best.opens = Unit(ProvisionKind.HEADING, None, best.text, page=best.page, path="title")
    best.label, best.heading = len(best.text), True
    for line in draft.lines[: draft.lines.index(best)]:
        line.note = "formula"
    for line in draft.lines[draft.lines.index(best) + 1 : 14]:
        if line.text == best.text:
            line.note = "formula"


def _until_heading(lines: list[Line], top: re.Pattern[str]) -> list[Line]:
    stop = next((at for at, line in enumerate(lines) if top.fullmatch(line.text)), len(lines))
    return lines[:stop]


def _title_like(text: str) -> bool:
    words = text.split()
    return (
        4 <= len(words) <= 30
        and not text.endswith(_STOPS)
        and not _NOISE.search(text)
        and (not _LIST_ITEM.match(text))
    )


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
    if before.block.level or line.block.level or line.block.whole:
        return False
    if line.para:  # a page break in the middle of a sentence leaves a blank line
        return line.text[:1].islower() and len(before.text) > _LONG and before.text[-1] not in ".:;"
    if before.block.right:
        return _same_type(before, line) and not before.text.endswith((".", ":"))
    return len(before.text) > _MAX_HEADING / 2 or not before.para


def _same_type(before: Line, line: Line) -> bool:
    same_bold = bool(before.block.bold) == bool(line.block.bold)
    near = before.block.page == line.block.page
    return same_bold and abs(before.block.size - line.block.size) < 1 and near


def _is_sentence(text: str) -> bool:
    """Ten words with a verb are a sentence, even where its stop is missing."""
    return len(text.split()) >= 10 and _VERB.search(text) is not None


class _Levels:
    """Judges how deep a line's heading is, 0 for none."""

    def __init__(self, lines: list[Line], top: re.Pattern[str]) -> None:
        self.none = False
        self._lines = lines
        self._top = top
        sizes = Counter(
            round(line.block.size) for line in lines for _ in range(len(line.text) // 40)
        )
        self._usual = sizes.most_common(1)[0][0] if sizes else 0
        big = {round(line.block.size) for line in lines if line.block.size > self._usual + 1}
        self._ranks = {size: rank for rank, size in enumerate(sorted(big, reverse=True), start=1)}

    def of(self, at: int) -> int:
        """The level of the heading at a line."""
        line = self._lines[at]
        if line.opens is not None or self.none:
            return 0
        if line.block.level:
            return line.block.level
        text = line.text
        if len(text) > _MAX_HEADING or text.endswith(_STOPS) or _NOISE.search(text):
            return 0
        if _LIST_ITEM.match(text) and not line.block.bold:
            return 0
        if self._top.fullmatch(text):
            return _TOP
        if line.block.size:
            return self._printed(line)
        return self._plain(at)

    def _printed(self, line: Line) -> int:
        rank = self._ranks.get(round(line.block.size), 0)
        if rank and len(line.text) > 3:
            return min(rank, 6)
        bold = line.block.bold >= len(line.text) > 3
        return len(self._ranks) + 1 if bold else 0

    def _plain(self, at: int) -> int:
        text = self._lines[at].text
        if not text[:1].isupper() or _is_sentence(text):
            return 0
        following = [line.text for line in self._lines[at + 1 : at + 3]]
        if following and self._body(following[0]):
            return _INNER
        two = len(following) == 2 and self._stands(following[0]) and self._body(following[1])
        return _INNER if two else 0

    @staticmethod
    def _body(text: str) -> bool:
        return len(text) > _LONG or _is_sentence(text)

    def _stands(self, text: str) -> bool:
        short = len(text) <= _MAX_HEADING and text[:1].isupper()
        return short and not text.endswith(_STOPS) and not self._top.fullmatch(text)
