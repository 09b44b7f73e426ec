"""Sections that were published one to a page, under a title: `WIDGET ACT 1990 - SECT 3`."""

from __future__ import annotations

import re

from ingest.draft import Draft, Line

_TITLED = re.compile(r"(?P<title>\S.{3,160}?\s[-–—]\s)(?=SECT\s\d{1,4}[A-Z]{0,4}\Z)")
_LINKS = re.compile(r"(?:\[[A-Z][^\[\]]{2,30}\]\s*){3,}")
_NEAR = 3


class CutPageTitles:
    """Cut the law's name off the line that numbers a page's section, and drop the page's links.

    Forms: `WIDGET ACT 1990 - SECT 3`, below `[Index] [Table] [Search]`.
    Confused with: a citation at a line's end, which is no line of its own in capitals.

    Reads: lines.
    Writes: lines (split, note).
    """

    def __call__(self, draft: Draft) -> None:
        found = [
            at
            for at, line in enumerate(draft.lines)
            if not line.quoted and _TITLED.match(line.text)
        ]
        for at in reversed(found):
            _cut(draft.lines, at)
        if found:
            block = draft.lines[found[0]].block
            draft.decide(self, "title", block, "a page's title", "words of the text", 0.0)


def _cut(lines: list[Line], at: int) -> None:
    match = _TITLED.match(lines[at].text)
    rest = lines[at].split(match.end() if match else 0)
    lines[at].note = "furniture"
    lines.insert(at + 1, rest)
    for above in range(max(0, at - _NEAR), at):
        if _LINKS.fullmatch(lines[above].text):
            for line in lines[max(0, above - 1) : at]:
                line.note = line.note or "furniture"
