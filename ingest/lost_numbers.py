"""Opens an amending law's own sections whose numbers the print or a scan has lost."""

from __future__ import annotations

from itertools import pairwise

from corpus.model import BASIC_KINDS
from ingest.amending import AmendingWords, amending_words
from ingest.candidates import Candidate
from ingest.draft import Draft
from ingest.headings import find_heading
from ingest.numbering import section_key
from ingest.openings import open_units

_DOUBT = 0.2
_MOST_LOST = 4


class OpenLostNumbers:
    """Open the sections between two numbers that skip, where just as many headings stand there.

    Forms: `Amendment of section 17, Act XL of 2016.—` at a line's start between sections 3 and 5.
    Confused with: words of new text, which are quoted; a section that is not in the print at all.

    Reads: lines (opens, quoted).
    Writes: lines (opens), decisions.
    """

    def __call__(self, draft: Draft) -> None:
        words = amending_words()
        opened = [at for at, line in enumerate(draft.lines) if _is_basic(draft, at)]
        found = [
            candidate
            for before, after in pairwise(opened)
            for candidate in _lost(draft, before, after, words)
        ]
        for candidate in found:
            block = draft.lines[candidate.line].block
            chose = f"section {candidate.num}, whose number is lost"
            draft.decide(self, "lost_numbers.gap", block, chose, "text of the one before", _DOUBT)
        open_units(draft, found)


def _is_basic(draft: Draft, at: int) -> bool:
    opens = draft.lines[at].opens
    return opens is not None and opens.kind in BASIC_KINDS and opens.path != "container"


def _number(draft: Draft, at: int) -> int:
    opens = draft.lines[at].opens
    key = section_key(opens.num or "") if opens is not None else None
    return key[0] if key else 0


def _lost(draft: Draft, before: int, after: int, words: AmendingWords) -> list[Candidate]:
    first = _number(draft, before) + 1
    missing = _number(draft, after) - first
    if not 0 < missing <= _MOST_LOST:
        return []
    lines = draft.lines
    places = [
        at
        for at in range(before + 1, after)
        if not lines[at].quoted and not lines[at].heading and words.heading.match(lines[at].text)
    ]
    if len(places) != missing:
        return []
    return [_candidate(draft, at, str(first + step), after) for step, at in enumerate(places)]


def _candidate(draft: Draft, at: int, num: str, stop: int) -> Candidate:
    heading = find_heading(draft.lines, at, 0, stop)
    return Candidate(at, num, section_key(num) or (0, ""), 0, 1.0, heading)
