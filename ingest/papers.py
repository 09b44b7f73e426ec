"""Policy papers: headings that nest, and the paragraphs under them."""

from __future__ import annotations

from corpus.model import ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.paper_headings import Head, find_heads
from ingest.paper_levels import Levels, levels_of
from ingest.paper_lines import open_title, paragraphs


class FindHeadings:
    """Find headings and paragraphs where nothing carries numbers through the text.

    Forms: markup headings; in print, larger or bold lines; in plain text, a short paragraph
    without a stop before a long one, numbered (`2.1 Scope`, `IV. The law`, `Pillar One`) or not.
    They nest by their markup, else by their numbers, else by their type, else by their words.
    Confused with: list items, captions and short sentences, which no long paragraph follows.

    Reads: lines.
    Writes: lines (joined, opens), unit, title, type, decisions.
    """

    def __call__(self, draft: Draft) -> None:
        draft.unit = "heading"
        draft.lines = paragraphs(draft.lines)
        open_title(draft)
        heads = find_heads(draft.lines)
        under = _under_title(draft.lines, heads)
        found = levels_of([] if under else heads, draft.title)
        self._open(draft, [] if under else heads, found, under)

    def _open(
        self, draft: Draft, heads: list[Head], found: Levels, under: list[tuple[int, Unit]]
    ) -> None:
        opened = under
        levels = {head.at: level for head, level in zip(heads, found.levels, strict=True)}
        for at, line in enumerate(draft.lines):
            if at in levels:
                _open_heading(line, levels[at], opened)
                self._tell(draft, line, levels[at], found)
            elif opened and not line.note and line.opens is None:
                line.opens = Unit(ProvisionKind.PARAGRAPH, None, None, opened[-1][1], line.page)
                line.opens.path = "count"

    def _tell(self, draft: Draft, line: Line, level: int, found: Levels) -> None:
        over = "a paragraph" if level == 1 else f"one of level {level - 1}"
        doubt = found.doubt if level > 1 else 0.0
        chose = f"a heading of level {level}, by its {found.by}"
        draft.decide(self, f"papers.{found.by}", line.block, chose, over, doubt)


def _under_title(lines: list[Line], heads: list[Head]) -> list[tuple[int, Unit]]:
    """Where a paper has no headings, or only after most of it, all stands under its title."""
    first = heads[0].at if heads else len(lines)
    before = sum(len(line.text) for line in lines[:first])
    if before < sum(len(line.text) for line in lines) / 2:
        return []
    titles = [line.opens for line in lines if line.opens is not None]
    return [(0, unit) for unit in titles[:1]]


def _open_heading(line: Line, level: int, opened: list[tuple[int, Unit]]) -> None:
    while opened and opened[-1][0] >= level:
        opened.pop()
    parent = opened[-1][1] if opened else None
    unit = Unit(ProvisionKind.HEADING, None, line.text.strip(" .:"), parent, line.page)
    line.opens, line.label, line.heading = unit, len(line.text), True
    opened.append((level, unit))
