"""Opens sections at the places that `sections` chose: number and heading off, text on its own."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from corpus.model import ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.forms import forms_of
from ingest.headings import Heading, text_at, tidy
from ingest.identity import title_case

_BESIDE = 14.0
"""Points between the tops of a marginal note and of the unit it heads."""


@dataclass(slots=True)
class Candidate:
    """A number that may open a unit."""

    line: int
    num: str
    key: tuple[int, str]
    at: int
    """Offset where the number and its stop end."""
    weight: float = 0.0
    heading: Heading | None = None
    worded: bool = False
    """Its line says `Article` or `Section`."""
    best: float = 0.0
    previous: int = -1
    absorbs: list[Candidate] = field(default_factory=list)
    """Later candidates that only repeat this number before the text."""


class FindCrossHeadings:
    """Tell headings between sections, which head no unit of their own, from the text before them.

    Forms: a short centred or bold line without a stop, right before a section.
    Confused with: the last words of a paragraph; those do not follow a full stop.

    Reads: lines (opens).
    Writes: lines (note).
    """

    def __call__(self, draft: Draft) -> None:
        for at in range(1, len(draft.lines) - 1):
            line, before = draft.lines[at], draft.lines[at - 1]
            if draft.lines[at + 1].opens is None or line.opens or line.heading or line.note:
                continue
            if _between(line) and before.text.endswith((".", "]", "”", '"')):
                line.note = "crossheading"


def _between(line: Line) -> bool:
    text, block = line.text, line.block
    if not text[:1].isupper() or len(text) > 90 or text.endswith((".", ";", ",", ":", "—")):
        return False
    return block.centred or block.level > 0 or block.bold >= len(text) or text.isupper()


_KINDS = {
    "section": ProvisionKind.SECTION,
    "article": ProvisionKind.ARTICLE,
    "rule": ProvisionKind.RULE,
    "regulation": ProvisionKind.REGULATION,
}


def open_units(draft: Draft, chosen: list[Candidate]) -> None:
    """Let the chosen candidates open their units; cut lines where headings end."""
    for candidate in reversed(chosen):
        _open(draft, candidate)


def _open(draft: Draft, candidate: Candidate) -> None:
    lines = draft.lines
    line = lines[candidate.line]
    kind = _KINDS.get(draft.unit, ProvisionKind.SECTION)
    unit = Unit(kind, candidate.num, None, page=line.page)
    if candidate.absorbs:
        _open_repeated(lines, candidate, unit)
        return
    beside = None if candidate.heading else _beside(draft, line, candidate.num)
    heading = candidate.heading or (None if beside else _marginal(draft, candidate))
    unit.heading = heading.text if heading else beside
    line.opens = unit
    if heading is None or candidate.heading is None:
        _cut(lines, candidate.line, text_at(line.text, candidate.at))
        return
    if heading.line < len(lines) and heading.at:
        _cut(lines, heading.line, heading.at, opened=heading.line == candidate.line)
    for index in range(candidate.line + 1, heading.line):
        lines[index].heading = True
    line.label = len(line.text)
    if heading.line > candidate.line and heading.at:
        lines[heading.line].heading = True


def _beside(draft: Draft, line: Line, num: str) -> str | None:
    """The heading that the contents list gives, else one in the margin beside the unit."""
    if num in draft.contents:
        return tidy(draft.contents[num])
    words = marginal_note(draft, line)
    if words and forms_of(draft.jurisdiction).amendment_brackets:
        words = words.replace("[", "").replace("]", "")
    return words and tidy(words)


def marginal_note(draft: Draft, line: Line) -> str | None:
    """The words in the margin at a line's height."""
    if line.page is None:
        return None
    for page, top, words in draft.margins[bisect_left(draft.margins, (line.page,)) :]:
        if page != line.page:
            break
        if abs(top - line.block.top) < _BESIDE:
            return words
    return None


def _cut(lines: list[Line], index: int, at: int, opened: bool = True) -> None:
    """Leave number and heading on the line, and put the text on one of its own."""
    rest = lines[index].split(at)
    if opened:
        lines[index].label = len(lines[index].text)
    if rest.text or rest.events:
        rest.para = True
        lines.insert(index + 1, rest)


def _open_repeated(lines: list[Line], candidate: Candidate, unit: Unit) -> None:
    """Heading lines first, then the line that repeats the number."""
    text = candidate.absorbs[-1]
    _cut(lines, text.line, text_at(lines[text.line].text, text.at), opened=False)
    lines[text.line].heading = True
    words = [lines[candidate.line].text[candidate.at :]]
    words += [line.text for line in lines[candidate.line + 1 : text.line]]
    unit.heading = tidy(" ".join(words))
    for line in lines[candidate.line : text.line]:
        line.heading = True
    lines[candidate.line].opens = unit
    lines[candidate.line].label = len(lines[candidate.line].text)


def _marginal(draft: Draft, candidate: Candidate) -> Heading | None:
    """A heading that stands on the line before `1. In this Act …`."""
    if candidate.line == 0:
        return None
    before = draft.lines[candidate.line - 1]
    text = before.text
    if title_case(text) == draft.title:
        return None
    stands_out = before.block.level or before.block.bold >= len(text) > 0
    if before.opens or before.heading or not stands_out or text[-1:] in ".;:,—" or len(text) > 160:
        return None
    before.heading = True
    before.note = "marginal"
    return Heading(tidy(text), candidate.line, candidate.at, 2)
