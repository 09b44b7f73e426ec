"""Finds the unit that carries the numbering: sections, articles, rules or regulations.

A number at a line's start is only a candidate.  Which candidates are units is decided for the
whole document at once: the best rising sequence wins, so a stray `11. The file on which …`
between sections 9 and 10 loses to the real 10 and 11.
"""

from __future__ import annotations

import re

from corpus.model import ProvisionKind, Unread
from ingest.above import take_headings_above
from ingest.article_groups import best_in_groups, groups
from ingest.bare import bare_candidates, take_own_lines
from ingest.candidates import Candidate
from ingest.draft import Draft, Line
from ingest.forms import Forms, forms_of
from ingest.headings import Heading, find_heading
from ingest.lone_numbers import lone_candidates
from ingest.numbering import section_key
from ingest.openings import marginal_note, open_units
from ingest.sequence import best_sequence, evidence
from ingest.statute_or_paper import Verdict, weigh
from ingest.worded import MIN_WORDED, carries, worded_candidates

_NUMBERED = re.compile(
    r"""
    (?P<open>\()?
    (?P<num>\d{1,4}(?:-?[A-Z]{1,3}|([A-Z])\3{3,5}|(?:\s[A-Z]){2,3}(?=\.))?)(?![\w])
                                            # 11EEEE, but no glued word; 239 A A
    (?(open)\))                             # (2E) Heading
    (?P<dot>\s?[.,:'’])?                    # 37.  26A,  1'
    (?=(?P<gap>\s*))
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"(?P<num>\d{1,3}(?:\.\d{1,3}|[A-Z]{1,2})?)(?P<dot>)\s+(?=[A-Z(\"“])")
_GLUED = re.compile(r"(?P<num>\d{1,3}(?:-?[A-Z]{1,2}(?=\.))?)(?P<dot>\.)(?=[A-Z(\"“])")
_DATE_LIKE = re.compile(
    r"[.,]?\s*(?:\d|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b)"
)
_SMALL_HEAD = re.compile(r"[a-z][^;:]{3,120}?\.\s?[—–―_-]*\s?\(1\)\s?[A-Z]")
_SURER = 2.0
"""By how much a reading of bare numbers must beat that of numbers with a stop."""
_UNDER_HEADING = 1.5
"""Weight of a markup heading right above a number without a heading of its own."""
_NUMBER_DOUBT = 0.1
_SHORT_DOUBT = 0.05
_PLAINLY_PAPER = -1.5
"""At most this much speaks for a law, where `Section 1` heads the parts of a paper."""
_PAIR = 4
"""Most lines from a heading line to the text that repeats its number."""


class FindSections:
    """Find sections, articles, rules and regulations, with number and heading.

    Forms: `37. Heading.—(1) …`, `2D. Heading.` and `__ (1)` on the next line, `(2E) Heading.`,
    `26A, Punishment`, `20.Service`, `52 Removal`, `Article 5` alone, `## 37. Heading`,
    `N. Heading` or `N Heading` with `N.` repeated before the text, a heading on the line before
    `1. In this Act`, one in the margin beside `37. The State shall`.
    Confused with: list items and cross-references at a line's start, numbers in schedules, and
    sections quoted in an amending act, which open with a quotation mark.

    Reads: lines, contents, unit.
    Writes: lines (split and opened), unit.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        split_omitted(draft)
        weighed, chosen = _numbered_units(draft, forms)
        worded = worded_candidates(draft, forms)
        if worded and carries(worded[1], chosen):
            draft.unit, candidates = worded
            take_own_lines(draft, candidates, best_sequence(candidates), len(draft.lines))
            weighed = candidates
            chosen = best_in_groups(draft.lines, candidates)
            if not any(map(groups, draft.lines)):
                chosen = first_text(draft, candidates, chosen)
        verdict = weigh(draft, chosen)
        least = _PLAINLY_PAPER if any(c.worded for c in chosen) else 0.0
        if verdict.score <= least and not (draft.unit == "article" and least):
            self._refuse(draft, chosen, verdict)
            chosen = []
        self._tell(draft, chosen, weighed)
        open_units(draft, chosen)

    def _refuse(self, draft: Draft, chosen: list[Candidate], verdict: Verdict) -> None:
        if chosen:
            block = draft.lines[chosen[0].line].block
            over = f"a law of {len(chosen)} sections (signs: {', '.join(verdict.reasons)})"
            draft.decide(self, "law", block, "a paper with numbers", over, verdict.doubt)

    def _tell(self, draft: Draft, chosen: list[Candidate], weighed: list[Candidate]) -> None:
        """Say how each unit's heading was told, and which headed numbers are no units."""
        for candidate in chosen:
            heading, block = candidate.heading, draft.lines[candidate.line].block
            if heading is None:
                continue
            shown = f"the heading “{heading.text}”, which {heading.rule or 'its line'} ends"
            doubt = _SHORT_DOUBT if heading.sure <= 1 else 0.0
            draft.decide(self, "heading", block, shown, "the first words of the text", doubt)
        taken = {candidate.line for candidate in chosen}
        for candidate in weighed:
            headed = candidate.heading is not None and candidate.heading.sure >= 2
            if headed and candidate.line not in taken:
                block = draft.lines[candidate.line].block
                over = f"{draft.unit} {candidate.num}"
                draft.decide(self, "number", block, "a line of the text", over, _NUMBER_DOUBT)


def first_text(
    draft: Draft, candidates: list[Candidate], chosen: list[Candidate]
) -> list[Candidate]:
    """Keep the first of several texts that number the same units, as treaties print languages.

    The others are left out of the text and named among what was not read.
    """
    again = next(
        (c for c in candidates[1:] if c.key == candidates[0].key and c.line > candidates[0].line),
        None,
    )
    schedules = [
        at
        for at, line in enumerate(draft.lines)
        if line.opens and line.opens.kind is ProvisionKind.SCHEDULE
    ]
    if again is None or any(at < again.line for at in schedules):
        return chosen
    first = best_sequence([c for c in candidates if c.line < again.line])
    second = best_sequence([c for c in candidates if c.line >= again.line])
    if len(first) < 5 or len(second) < 0.5 * len(first):
        return chosen
    _leave_out(draft, first[-1].line, again.line)
    return first


def _leave_out(draft: Draft, last: int, again: int) -> None:
    lines = draft.lines
    heads = (at for at in range(last + 3, again) if lines[at].block.level or lines[at].opens)
    start = next(heads, again)
    for line in lines[start:]:
        line.note, line.opens = "other text", None
    why = "a second text with the same numbers, such as another language; only the first is read"
    words = " ".join(line.text for line in lines[start : start + 3])[:300]
    draft.unread.append(Unread(lines[start].page, words, why))


_OMITTED = re.compile(r"(?<=[.;:\])])\s+(?=\d{1,3}[A-Z]{0,2}\.\s*$)")


def split_omitted(draft: Draft) -> None:
    """Cut `… of the Authority. 19. [* * *]`: an omitted section set on the line before it."""
    lines: list[Line] = []
    for line in draft.lines:
        lines.append(line)
        stars = any(e.bracket.words == "*" and e.at >= len(line.text) - 2 for e in line.events)
        if stars and (found := _OMITTED.search(line.text)):
            rest = line.split(found.end())
            line.text = line.text.rstrip()
            lines.append(rest)
    draft.lines = lines


def _end_of_body(lines: list[Line]) -> int:
    """Schedules number their own paragraphs, so sections are sought before the first one."""
    for at, line in enumerate(lines):
        if line.opens and line.opens.kind is ProvisionKind.SCHEDULE and at > len(lines) * 0.1:
            return at
    return len(lines)


def _numbered_units(draft: Draft, forms: Forms) -> tuple[list[Candidate], list[Candidate]]:
    """All candidates, and the best sequence of them.

    The numbers are `5.`, or a bare `5` where the print has hardly any stops.
    """
    stop = _end_of_body(draft.lines)
    candidates = _numbered(draft, forms, stop, bare=False)
    pair_repeated(candidates)
    chosen = best_sequence(candidates)
    above = take_headings_above(draft.lines, candidates, chosen, draft.contents)
    if above or take_own_lines(draft, candidates, chosen, stop):
        chosen = best_sequence(candidates)
    others_read = (
        lone_candidates(draft, stop),
        bare_candidates(draft, forms, stop),
        _unstopped(draft, forms, stop, chosen),
    )
    for others in others_read:
        bare = best_sequence(others)
        if len(bare) >= MIN_WORDED and evidence(bare) > evidence(chosen) + _SURER:
            return others, bare
    return candidates, chosen


def _unstopped(draft: Draft, forms: Forms, stop: int, chosen: list[Candidate]) -> list[Candidate]:
    """Candidates without a stop or a heading, where hardly any has a stop."""
    found = _numbered(draft, forms, stop, bare=True) if len(chosen) < MIN_WORDED else []
    return found if len(found) >= 2 * len(chosen) else []


def _numbered(draft: Draft, forms: Forms, stop: int, bare: bool) -> list[Candidate]:
    found = (_candidate(draft, forms, at, stop, bare) for at in range(stop))
    return [candidate for candidate in found if candidate is not None]


def _candidate(draft: Draft, forms: Forms, at: int, stop: int, bare: bool) -> Candidate | None:
    line = draft.lines[at]
    if line.opens is not None or line.heading or line.quoted:
        return None
    if not line.text[:1].isdigit() and not line.text.startswith("("):
        return None
    match = _GLUED.match(line.text) or _NUMBERED.match(line.text)
    if bare and (unstopped := _BARE.match(line.text)) and _opens_paragraph(line):
        match = unstopped
    elif match is None or not _plausible(match, line, draft, at, forms):
        return None
    num = re.sub(r"[-\s]", "", match["num"])
    begin = match.end() + len(line.text[match.end() :]) - len(line.text[match.end() :].lstrip())
    expected = draft.contents.get(num, "")
    # a note in the margin is the heading, and the words after the number are text
    noted = marginal_note(draft, line) is not None
    heading = None if noted else find_heading(draft.lines, at, begin, stop, expected)
    key = section_key(num)
    bracketed = line.text[0] == "("
    if key is None or (bracketed and (not key[1] or heading is None or heading.sure < 2)):
        return None
    weight = _weight(line, heading, match, begin)
    weight += _UNDER_HEADING if heading is None and _under_heading(draft.lines, at) else 0.0
    return Candidate(at, num, key, begin, weight, heading)


def _under_heading(lines: list[Line], at: int) -> bool:
    """Whether markup sets a heading right above that nothing else took."""
    before = lines[at - 1] if at else None
    free = before is not None and before.opens is None and not before.heading
    return free and before is not None and before.block.level > 0


def _opens_paragraph(line: Line) -> bool:
    return line.para or line.block.bold > 0 or line.block.whole


def _plausible(match: re.Match[str], line: Line, draft: Draft, at: int, forms: Forms) -> bool:
    rest = line.text[match.end() :].lstrip()
    headed = at == 0 or draft.lines[at - 1].heading
    before, num = "" if headed else draft.lines[at - 1].text, match["num"]
    sure = line.block.level or (line.para and _has_dash(rest))  # after lost words in a bad copy
    joined = forms.refers(before) and not line.para and not _again(draft.lines, at, num, -1)
    if not sure and at and (joined or before.endswith("\u00ad")):
        return False
    if rest.startswith((")", "/", "%")) or (rest[:1].islower() and not _misread_head(line, rest)):
        return False
    # markup that says “heading” is believed: Article 35 may be about a “24/7 Network”
    if _DATE_LIKE.match(rest) and not line.block.level:
        return False
    if not match["dot"] and not line.text.startswith("("):
        sure = line.block.level > 0 or _has_dash(rest) or _again(draft.lines, at, num, 1)
        return bool(rest) and sure
    return bool(rest) or bool(match["dot"])


def _again(lines: list[Line], at: int, num: str, step: int) -> bool:
    """Whether a line near below (step 1) or above (-1) opens with the same number.

    Below, where the text is, a stop follows it; above it stands before a heading.
    """
    stops = (".",) if step > 0 else (".", " ")
    near = range(max(0, at + min(step, _PAIR * step)), at + max(step, _PAIR * step) + 1)
    return any(
        lines[i].text.startswith(tuple(num + s for s in stops)) for i in near if i < len(lines)
    )


def _misread_head(line: Line, rest: str) -> bool:
    """`8. sectoral boards.—(1) The`: a heading whose capital a machine read as a small letter."""
    return line.block.confidence < 1 and _SMALL_HEAD.match(rest) is not None


def _has_dash(rest: str) -> bool:
    return re.match(r"[A-Z][^;:(]{3,120}[.:]\s?[—–―_-]", rest) is not None


def _weight(line: Line, heading: Heading | None, match: re.Match[str], begin: int) -> float:
    weight = 1.0
    if heading is not None:
        weight += heading.sure
    if line.block.level:
        weight += 2
    if line.block.bold >= begin - 1:
        weight += 1
    if not line.text[begin:].strip():
        weight -= 0.6
    return weight


def pair_repeated(candidates: list[Candidate]) -> None:
    """Join a heading line `5. Loyalty …` with the `5.` that opens its text a line later.

    Where a print pairs them throughout, a pair whose numbers differ is a heading set in the
    wrong place; the number before the text is the unit's.
    """
    pairs = [at for at in range(len(candidates) - 1) if _repeats(candidates, at)]
    if len(pairs) < 5:
        return
    at = 0
    while at < len(candidates) - 1:
        first, second = candidates[at], candidates[at + 1]
        near = second.line - first.line <= _PAIR and first.key[0] == second.key[0]
        # a second number that has a partner of its own is no part of a swap
        apart = near and not _repeats(candidates, at + 1)
        swapped = apart and _repeats(candidates, at + 2, True)
        if _repeats(candidates, at) or swapped:
            first.absorbs.append(second)
            first.num, first.key = second.num, second.key
            first.weight = max(first.weight, 2.5)
            del candidates[at + 1]
        at += 1


def _repeats(candidates: list[Candidate], at: int, swapped: bool = False) -> bool:
    if at + 1 >= len(candidates):
        return False
    first, second = candidates[at], candidates[at + 1]
    same = first.num == second.num or (swapped and first.key[0] == second.key[0])
    return same and 0 < second.line - first.line <= _PAIR
