"""Units whose number has no stop, with the heading on its line: `5  Definitions`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.candidates import Candidate
from ingest.draft import Draft, Line
from ingest.forms import Forms
from ingest.headings import Heading, tidy
from ingest.numbering import section_key
from ingest.openings import marginal_note

_BARE = re.compile(
    r"(?P<num>\d{1,4}(?:\.\d{1,3})?[A-Z]{0,3})\s+(?=[A-Z“\"‘'(])(?!\(\w{1,4}\))", re.ASCII
)
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\b(?:\s+\d{2,4})?"
)
_MAX = 200
_MOST_LINES = 4
_SURE = 1.5
_FEWEST = 2
_SHARE = 0.75
_RULES = re.compile(r"\b(?:shall|hereby)\b")
_FIRST = re.compile(r"[\"“'‘]?\((?:1|a|i|A)\)")
_TEXT = re.compile(r"[A-Z(\[“\"‘'•●*]|[.…](?:\s?[.…]){2}")
_TAIL = re.compile(r"\b[Ee]tc\.?$")


def bare_candidates(draft: Draft, forms: Forms, stop: int) -> list[Candidate]:
    """Every line before `stop` that opens with a bare number and goes on as a heading."""
    found = []
    for at, line in enumerate(draft.lines[:stop]):
        if line.opens is not None or line.heading or line.quoted or not line.text[:1].isdigit():
            continue
        match = _BARE.match(line.text)
        if match is None or _MONTH.match(line.text, match.end()):
            continue
        before = draft.lines[at - 1].text if at and not draft.lines[at - 1].heading else ""
        if forms.refers(before) and not line.para:
            continue
        heading = _heading(draft.lines, at, match.end(), stop)
        key = section_key(match["num"])
        if heading is not None and key is not None:
            weight = 1.0 + heading.sure + (2 if line.block.level else 0)
            found.append(Candidate(at, match["num"], key, match.end(), weight, heading))
    return found


def take_own_lines(
    draft: Draft, candidates: list[Candidate], chosen: list[Candidate], stop: int
) -> bool:
    """Whether nearly all lines allow it that the rest of them is a heading; they have it then.

    `chosen` is the best sequence of the candidates so far.

    `2. Interpretation`, then `In this Act …`; one such line alone can be a sentence that goes on.
    Not where the contents list or the margin has the heading.
    """
    lines = draft.lines
    found = {
        id(c): None
        if c.num in draft.contents or marginal_note(draft, lines[c.line]) is not None
        else _heading(lines, c.line, c.at, stop)
        for c in candidates
    }
    unheaded = [c for c in chosen if c.heading is None or c.heading.sure < _SURE]
    if not any(_nearly_all(found, group) for group in (chosen, unheaded)):
        return False
    for candidate in candidates:
        heading = found[id(candidate)]
        if heading is not None and (candidate.heading is None or candidate.heading.sure < _SURE):
            candidate.weight += heading.sure - (candidate.heading.sure if candidate.heading else 0)
            candidate.heading = heading
    return True


def _nearly_all(found: dict[int, Heading | None], group: list[Candidate]) -> bool:
    allowed = sum(found[id(c)] is not None for c in group)
    return allowed >= max(_FEWEST, _SHARE * len(group))


def _heading(lines: Sequence[Line], at: int, begin: int, stop: int) -> Heading | None:
    """The rest of the line, and the lines that plainly go on with it, down to the text."""
    words = [lines[at].text[begin:].strip()]
    index = at + 1
    while index < stop and len(words) < _MOST_LINES and _runs_on(words[-1], lines[index]):
        words.append(lines[index].text)
        index += 1
    text = " ".join(words)
    if not text or len(text) > _MAX or _RULES.search(text) or _stopped(text) or index >= len(lines):
        return None
    following = lines[index]
    first = _FIRST.match(following.text) is not None
    if not first and not _TEXT.match(following.text) and following.opens is None:
        return None
    return Heading(tidy(text), index, 0, 2.5 if first else 2.0)


def _runs_on(text: str, line: Line) -> bool:
    free = line.opens is None and not line.heading and not line.para
    return free and line.text[:1].islower() and not _stopped(text)


def _stopped(text: str) -> bool:
    return text.endswith((".", ";", ":", ",", "—", "–")) and _TAIL.search(text) is None
