"""Tells words that an amending law puts into another law from its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.amending import AmendingWords, amending_words, amends_another
from ingest.draft import Draft, Line
from ingest.own_lines import OwnPlace, is_own
from ingest.quotation import Place, closing_of, first_mark

_LEADS = re.compile(r"(?:\bnamely\b|\bsubstituted\b|\binserted\b|\badded\b)\W*$|[:—–―-]\s*$")
_UNIT = re.compile(
    r"\s*(?:\(?\w{1,9}[.)]|\d+[A-Z]*\s+[A-Z]|CHAPTER|PART\b|SCHEDULE|Article\s|Section\s|Rule\s"
    r"|Chapter\s|Part\s|Provided|Explanation)"
)
_DEFINED = re.compile(r"\s*[“\"‘'].*?(?:means|includes|has\s+the)\b")
_MAX_LINES = 1500
_IMPATIENT = 20
_LEAD_LETTERS = 400
"""More than the words have that lead to new text; a long line is not searched from its start."""
_JOINED = 3
"""How many lines back the words may begin that lead to new text."""
_LOST_MARK = 0.2
_NO_MARK = 0.15


@dataclass(frozen=True, slots=True)
class NewText:
    """Lines of new text: up to `end`, exclusive, and where in its last line it closes."""

    end: int
    cut: int = 0
    """Offset in the last line at which own words go on; 0 where none do."""
    doubt: float = 0.0
    how: str = ""


class MarkQuoted:
    """Mark quoted new text, so that its numbers open no units of the amending law.

    Forms: after `shall be inserted, namely:—`, `insert—`, `is replaced by the following:` a
    quotation in “ ”, " ", ‘ ’ or „ “, to the mark that closes it, though every paragraph opens
    with a mark of its own; on the same line as the words that lead to it; or, in an amending law,
    a text without any mark, up to the next words of the law's own.
    Confused with: a defined term in quotation marks after `means—`; its marks close on the line.
    An amending law's own list after `is amended as follows:`.

    Reads: lines, title, front_matter.
    Writes: lines (quoted; cut where new text begins or ends within one), decisions.
    """

    def __call__(self, draft: Draft) -> None:
        words = amending_words()
        amending = amends_another(draft)
        place = OwnPlace()
        at = 0
        while at < len(draft.lines):
            found = _new_text(draft.lines, at, words, amending, place) if at else None
            if found is None:
                place.pass_over(draft.lines[at].text, words)
                _cut_before_quote(draft.lines, at, words)
                at += 1
                continue
            self._mark(draft, at, found)
            at = found.end

    def _mark(self, draft: Draft, at: int, found: NewText) -> None:
        lines = draft.lines
        if found.cut:
            rest = lines[found.end - 1].split(found.cut)
            rest.text = rest.text.lstrip(" .;,")
            lines.insert(found.end, rest)
        for line in lines[at : found.end]:
            line.quoted = True
        if found.doubt:
            block = lines[at].block
            draft.decide(
                self, f"quoted.{found.how}", block, "new text of another law", "own", found.doubt
            )


def _new_text(
    lines: list[Line], at: int, words: AmendingWords, amending: bool, place: OwnPlace
) -> NewText | None:
    """The new text that begins at a line, None where none does."""
    text = lines[at].text
    mark = first_mark(text, words)
    if not mark and not amending:  # most lines, and the search below is dear
        return None
    before = _before(lines, at)
    operative = words.lead.search(before) is not None
    chained = mark and lines[at - 1].quoted and _UNIT.match(text[mark:])
    if mark and (operative or chained or (_LEADS.search(before) and _UNIT.match(text[mark:]))):
        return _marked(lines, at, mark, words, place, operative)
    if amending and operative and not mark and not is_own(lines, at, words, place):
        end = _next_own(lines, at + 1, words, place, min(at + _MAX_LINES, len(lines)))
        return NewText(end, 0, _NO_MARK, "unmarked")
    return None


def _before(lines: list[Line], at: int) -> str:
    """The words before a line: the end of what the law itself says."""
    kept: list[str] = []
    for line in lines[max(0, at - _JOINED) : at]:
        kept = [] if line.quoted or line.opens else kept
        if not line.quoted:
            kept.append(line.text)
    return " ".join(kept)


def _marked(
    lines: list[Line], at: int, mark: int, words: AmendingWords, place: OwnPlace, operative: bool
) -> NewText | None:
    stop = min(at + (_MAX_LINES if place.patience > 0 else _IMPATIENT), len(lines))
    closed = closing_of(lines, Place(at, mark), stop, words)
    near = stop if closed is None else closed.line + 1
    own = _next_own(lines, at + 1, words, place, near) if operative else stop
    if closed is None:
        place.patience -= stop - at
    if closed is not None and closed.line < own:
        return NewText(closed.line + 1, closed.at)
    if not operative or (closed is None and own >= stop and own - at > 1 and not amends_far(own)):
        return None
    return NewText(own, 0, _LOST_MARK, "lost mark")


def amends_far(own: int) -> bool:
    """Whether new text without a closing mark may reach so far."""
    return own < _MAX_LINES


def _next_own(
    lines: list[Line], start: int, words: AmendingWords, place: OwnPlace, stop: int
) -> int:
    """Index of the next line before `stop` that is surely the amending law's own, else `stop`."""
    return next((at for at in range(start, stop) if is_own(lines, at, words, place)), stop)


def _cut_before_quote(lines: list[Line], at: int, words: AmendingWords) -> None:
    """Put new text that begins on the line of the words that lead to it on a line of its own."""
    line = lines[at]
    for opens in words.closers:
        start = line.text.find(opens)
        while start > 0:
            led = words.lead.search(line.text[max(0, start - _LEAD_LETTERS) : start])
            if led and not line.text[start - 1].isalnum():
                if _worth_cutting(lines, at, start, words):
                    lines.insert(at + 1, line.split(start))
                return
            start = line.text.find(opens, start + 1)


def _worth_cutting(lines: list[Line], at: int, start: int, words: AmendingWords) -> bool:
    rest = lines[at].text[start:]
    mark = first_mark(rest, words)
    if not mark or _DEFINED.match(rest):
        return False
    if _UNIT.match(rest[mark:]):
        return True
    closers = words.closers[rest.lstrip(" [(")[0]]
    return not any(sign in rest[mark:] for sign in closers)
