"""Tells words that an amending law puts into another law from its own."""

from __future__ import annotations

import re

from ingest.draft import Draft, Line

_LEADS = re.compile(r"(?:\bnamely\b|\bsubstituted\b|\binserted\b|\badded\b)\W*$|[:—–―-]\s*$")
_ENDS = re.compile(r"[”\"’']\s*\]?\s*[.;,:]*\s*(?:and|or)?\s*$|[”\"]\s*[;.]")
_MAX_LINES = 1500


class MarkQuoted:
    """Mark quoted new text, so that its numbers open no units of the amending law.

    Forms: a line that ends in `namely:—` and a next one that opens with a quotation mark, up to
    the mark that closes it.
    Confused with: a defined term in quotation marks after `means—`; its marks close on the line.

    Reads: lines.
    Writes: lines (quoted).
    """

    def __call__(self, draft: Draft) -> None:
        at = 1
        while at < len(draft.lines):
            end = _quotation_end(draft.lines, at)
            for line in draft.lines[at:end]:
                line.quoted = True
            at = max(end, at + 1)


def _quotation_end(lines: list[Line], at: int) -> int:
    """Index after the last line of the quotation that opens at a line; `at` if none does."""
    first = lines[at].text
    if not _new_text(first) or not _LEADS.search(lines[at - 1].text):
        return at
    depth = 0
    closing = at
    for index in range(at, min(at + _MAX_LINES, len(lines))):
        text = lines[index].text
        depth += text.count("“") - text.count("”")
        if _ENDS.search(text):
            closing = closing if closing > at else index + 1
            if depth <= 0:
                return index + 1
    return closing


def _new_text(first: str) -> bool:
    """Quoted new text opens with a unit or a heading; a defined term does not."""
    return bool(
        re.match(r"\s*[“\"„‘']\s*(?:\(?\w{1,6}[.)]|CHAPTER|PART|Provided|Explanation)", first)
    )
