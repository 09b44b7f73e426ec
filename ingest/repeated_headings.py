"""Headings that a record of a data set prints again before the text: `Section 4`, `Fees`, `Fees A`.

The export of a law's sections as records of number, title and text often leaves the number and
title in the text as well.
"""

from __future__ import annotations

import re

from ingest.draft import Draft
from ingest.forms import any_of, forms_of
from ingest.headings import MAX_HEADING

_FEWEST = 3
"""Records fewer than this may repeat a word by chance."""


class DropRepeatedHeadings:
    """Cut a section's number and heading off its text, where records print them twice.

    Forms: `Section 4`, then `Fees.`, then `4. Fees. (1) A fee is due.` or `Fees (1) A fee is due.`
    Confused with: a sentence that opens with the words of the heading; hence more goes on after
    them with a capital, a bracket or a quote, and at least three records do so.

    Reads: lines.
    Writes: lines (text of the heading and of the first line after it).
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        words = any_of(tuple(word for word, _ in forms.unit_words))
        record = re.compile(rf"(?:{words})\s*(?P<num>\d{{1,4}}[A-Z]{{0,3}})\.?", re.IGNORECASE)
        lines = draft.lines
        found = {}
        for at in range(len(lines) - 2):
            if (match := record.fullmatch(lines[at].text)) and not lines[at].quoted:
                heading, text = lines[at + 1].text, lines[at + 2].text
                if cut := _repeated(match["num"], heading, text):
                    found[at] = cut
        if len(found) < _FEWEST:
            return
        for at, cut in found.items():
            heading = lines[at + 1].text
            lines[at + 1].text = heading.rstrip(" .")
            lines[at + 2] = lines[at + 2].split(cut)
            said = f"the heading “{lines[at + 1].text}”, printed twice"
            draft.decide(self, "repeated", lines[at + 2].block, said, "words of the text", 0.0)


def _repeated(num: str, heading: str, text: str) -> int:
    """How many letters of the text say the number and the heading again; 0 where it does not."""
    bare = heading.rstrip(" .")
    if not 0 < len(bare) <= MAX_HEADING:
        return 0
    again = re.compile(
        rf"(?:{re.escape(num)}\s?\.\s*)?(?i:{re.escape(bare)})\s?\.?[\s:—–-]*(?=[A-Z(“\"‘\[])"
    )
    match = again.match(text)
    return match.end() if match is not None and match.end() > len(bare) else 0
