"""Opens sections at the places that `sections` chose: number and heading off, text on its own."""

from __future__ import annotations

import re
from bisect import bisect_left

from corpus.model import CONTAINER_KINDS, ProvisionKind
from ingest.candidates import Above, Candidate
from ingest.draft import Draft, Line, Unit
from ingest.forms import forms_of
from ingest.headings import Heading, text_at, tidy
from ingest.identity import title_case

_BESIDE = 14.0
"""Points between the tops of a marginal note and of the unit it heads."""


class FindCrossHeadings:
    """Tell headings between sections, which head no unit of their own, from the text before them.

    Forms: a short centred or bold line without a stop, right before a section; in plain text any
    short line without a stop that starts with a capital.  Lines that only tell a provision's
    history are told from its text here too: `Section 6(2): amended, on …`.
    Confused with: the last words of a paragraph; those do not follow a full stop.

    Reads: lines (opens).
    Writes: lines (note).
    """

    def __call__(self, draft: Draft) -> None:
        history = forms_of(draft.jurisdiction, draft.language).history
        for line in draft.lines:
            if line.opens is None and not line.heading and history.fullmatch(line.text):
                line.note = line.note or "formula"
        for at in range(1, len(draft.lines) - 1):
            line, before = draft.lines[at], draft.lines[at - 1]
            if line.opens or line.heading or line.note or not _opens_next(draft.lines, at):
                continue
            ended = before.text.endswith((".", "]", "”", '"')) or before.note == "formula"
            ended = ended or (line.text.isupper() and _leads(before))
            if _between(line, draft.lines[at + 1]) and ended:
                line.note = "crossheading"
                over = "the last words of the provision before it"
                draft.decide(self, "between", line.block, "a heading between provisions", over, 0.0)


def _leads(line: Line) -> bool:
    """`It is hereby enacted as follows:—`, which a heading such as `PRELIMINARY` may follow."""
    return line.text.rstrip("-–—― ").endswith(":")


class FindInnerHeadings:
    """Tell headings between subsections, or paragraphs of a schedule, from the text before them.

    Forms: `Complaint made on behalf of a child` between `(1) …` and `(2) …`; between the items of
    a list, as a paragraph of its own.
    Confused with: closing words of a list, which start with a small letter or end with a stop.

    Reads: lines (opens).
    Writes: lines (note).
    """

    def __call__(self, draft: Draft) -> None:
        for before, line, after in zip(draft.lines, draft.lines[1:], draft.lines[2:], strict=False):
            if line.opens or line.heading or line.note or line.quoted or after.quoted:
                continue
            if _between(line, after) and (
                _apart(before, line, after) or _listed(before, line, after)
            ):
                line.note = "crossheading"
                over = "the last words of the provision before it"
                draft.decide(self, "between", line.block, "a heading between provisions", over, 0.0)


def _apart(before: Line, line: Line, after: Line) -> bool:
    """Whether the text is at an end before the line, and a subsection begins after it."""
    if not _inner(after):
        return False
    plain = line.block.level > 0 or line.block.slanted
    if before.heading or (before.opens is not None and before.label == len(before.text)):
        return plain  # right under the section's heading
    stops = (".", ";", ")", "”") if plain else (".", ".”", '."')
    return before.text.endswith(stops) or before.note == "formula"


def _listed(before: Line, line: Line, after: Line) -> bool:
    """Whether the line stands apart between two items of a list, or after the last of them."""
    unit = after.opens
    item = unit is not None and (unit.kind in _LISTED or _inner(after))
    later = item and (unit.num or "").casefold() not in _FIRST if unit is not None else False
    ended = before.text.endswith((".", ";", ":")) and not before.heading
    return later and ended and line.para and after.para


_LISTED = (ProvisionKind.PARAGRAPH, ProvisionKind.SUBPARAGRAPH)
_FIRST = ("a", "1", "i")


def _inner(line: Line) -> bool:
    """Whether a line opens a subsection or a schedule's paragraph, not an item of a list."""
    unit = line.opens
    if unit is None or line.quoted:
        return False
    held = unit.parent is not None and unit.parent.kind in (*CONTAINER_KINDS, _SCHEDULE)
    return unit.kind is ProvisionKind.SUBSECTION or (held and unit.kind is ProvisionKind.PARAGRAPH)


_SCHEDULE = ProvisionKind.SCHEDULE


def _opens_next(lines: list[Line], at: int) -> bool:
    """Whether the next line opens a unit, or the heading above one begins there."""
    after = at + 1
    while after < len(lines) and lines[after].heading and lines[after].note == "marginal":
        after += 1
    return after < len(lines) and lines[after].opens is not None


def _between(line: Line, after: Line) -> bool:
    text, block = line.text, line.block
    stopped = text.endswith((".", ";", ",", ":", "—")) and not text.endswith("etc.")
    if not text[:1].isupper() or len(text) > 90 or stopped:
        return False
    if block.centred or block.level > 0 or block.bold >= len(text) or text.isupper():
        return True
    beside = block.depth in (0, after.block.depth)
    plain = not (block.right or block.whole) and beside
    return plain and (block.slanted or not _SAYS.search(text))


_SAYS = re.compile(r"\b(?:shall|must|is|are|was|were|has|have|means|includes)\b")


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
    if candidate.above:
        _open_below(lines, candidate, candidate.above, unit)
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


def _open_below(lines: list[Line], candidate: Candidate, above: Above, unit: Unit) -> None:
    """The heading stands on the lines above; the number's line is text from its first word."""
    unit.heading = above.text
    for line in lines[above.first : candidate.line]:
        line.heading, line.note = True, "marginal"
    lines[candidate.line].opens = unit
    _cut(lines, candidate.line, text_at(lines[candidate.line].text, candidate.at))


def _beside(draft: Draft, line: Line, num: str) -> str | None:
    """The heading that the contents list gives, else one in the margin beside the unit."""
    if num in draft.contents:
        return tidy(draft.contents[num])
    words = marginal_note(draft, line)
    if words and forms_of(draft.jurisdiction, draft.language).amendment_brackets:
        words = words.replace("[", "").replace("]", "")
    return words and tidy(words)


def marginal_note(draft: Draft, line: Line) -> str | None:
    """The words in the margin at a line's height."""
    if words := draft.side_notes.get((line.page, line.block.line)):
        return words
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
