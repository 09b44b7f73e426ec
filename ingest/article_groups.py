"""Finds articles that hold sections which count anew in each: `Article I`, then `Section 1`."""

from __future__ import annotations

import itertools
import re

from corpus.model import ProvisionKind
from ingest.candidates import Candidate
from ingest.containers import open_heading
from ingest.draft import Draft, Line, Unit
from ingest.headings import tidy
from ingest.sequence import best_sequence

_GROUP = re.compile(
    r"(?:article|amendment)[\s.]+(?P<num>(?-i:[IVXLC]{1,7})|\d{1,2})(?!\w)[\s.:—–\]-]*"
    r"(?P<title>(?-i:[A-Z]).{0,90})?",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"section[\s.]+(?P<num>\d{1,3})\b", re.IGNORECASE)
_FEWEST = 2


class FindArticleGroups:
    """Find articles that group sections, as American constitutions and codes do.

    Forms: `Article. I.`, `Section. 1.`; `ARTICLE 2 — RIGHTS`; `Amendment XIV`.
    Confused with: sections that group articles, whose articles count on; here two sections follow
    one another without an article between them, and section 1 comes again after an article.

    Reads: lines.
    Writes: lines (opens, heading), unit, decisions.
    """

    def __call__(self, draft: Draft) -> None:
        lines = draft.lines
        found = [(at, match) for at, line in enumerate(lines) if (match := _group(line))]
        if len(found) < _FEWEST or not _holds_sections(lines):
            return
        draft.unit = "section"
        for at, match in found:
            line = lines[at]
            title = tidy(match["title"] or "")
            unit = Unit(ProvisionKind.ARTICLE, match["num"], title or None, page=line.page)
            unit.path = "container"
            line.opens, line.label, line.heading = unit, len(line.text), True
            if not title and at + 1 < len(lines) and _titles(lines, at + 1):
                open_heading(lines, at, unit, False)
        about = lines[found[0][0]].block
        draft.decide(self, "articles.group", about, "a group of sections", "the unit itself", 0.0)


def _group(line: Line) -> re.Match[str] | None:
    if line.opens is not None or line.quoted:
        return None
    match = _GROUP.fullmatch(line.text)
    return None if match and (match["title"] or "").endswith((".", ";", ",")) else match


def _titles(lines: list[Line], at: int) -> bool:
    """A title in capitals, or one set as a heading; a sentence is text."""
    line = lines[at]
    return (line.text.isupper() or line.block.level > 0) and not _MEMBER.match(line.text)


def _holds_sections(lines: list[Line]) -> bool:
    marks: list[int] = []
    for line in lines:
        if _group(line):
            marks.append(0)
        elif (member := _MEMBER.match(line.text)) and not line.quoted:
            marks.append(int(member["num"]))
    pairs = list(itertools.pairwise(marks))
    follow = sum(a > 0 and b == a + 1 for a, b in pairs)
    again = sum(a == 0 and b == 1 for a, b in pairs)
    return follow >= _FEWEST and again >= _FEWEST


def best_in_groups(lines: list[Line], candidates: list[Candidate]) -> list[Candidate]:
    """The best rising sequence; one in each article, where articles group sections."""
    starts = [at for at, line in enumerate(lines) if groups(line)]
    chosen: list[Candidate] = []
    for first, stop in itertools.pairwise([0, *starts, len(lines)]):
        chosen += best_sequence([c for c in candidates if first <= c.line < stop])
    return chosen


def groups(line: Line) -> bool:
    """Whether a line opens an article that groups sections."""
    unit = line.opens
    return unit is not None and unit.kind is ProvisionKind.ARTICLE and unit.path == "container"
