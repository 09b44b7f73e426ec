"""Finds the unit that carries the numbering: sections, articles, rules or regulations.

A number at a line's start is only a candidate.  Which candidates are units is decided for the
whole document at once: the best rising sequence wins, so a stray `11. The file on which …`
between sections 9 and 10 loses to the real 10 and 11.
"""

from __future__ import annotations

import re

from corpus.model import ProvisionKind, Unread
from ingest.draft import Draft, Line
from ingest.forms import Forms, any_of, forms_of
from ingest.headings import Heading, find_heading, short_heading, tidy
from ingest.numbering import section_key
from ingest.openings import Candidate, marginal_note, open_units

_NUMBERED = re.compile(
    r"""
    (?P<open>\()?
    (?P<num>\d{1,4}(?:-?[A-Z]{1,3}|([A-Z])\3{3,5})?)(?![\w])   # 11EEEE, but no glued word
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
_LOOKBACK = 120
_MIN_WORDED = 3
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
        forms = forms_of(draft.jurisdiction)
        split_omitted(draft)
        chosen = _numbered_units(draft, forms)
        worded = _worded(draft, forms)
        if worded and _carries(worded[1], chosen):
            draft.unit, candidates = worded
            chosen = best_sequence(candidates)
            chosen = first_text(draft, candidates, chosen)
        elif not _is_statute(draft, chosen):
            chosen = []
        open_units(draft, chosen)


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


def _is_statute(draft: Draft, chosen: list[Candidate]) -> bool:
    """Numbered lists in a paper have no headings; a law's sections have, or its title says law."""
    headed = sum(c.heading is not None and c.heading.sure >= 2 for c in chosen)
    law = draft.type not in ("policy", "other", "paper")
    return law or headed >= max(1, 0.3 * len(chosen))


def _carries(worded: list[Candidate], numbered: list[Candidate]) -> bool:
    """Whether `Article 5` and not a bare `5.` carries the numbering through the text."""
    chain = best_sequence(worded)
    sure = sum(c.heading is not None and c.heading.sure >= 2 for c in numbered)
    distinct = len({candidate.num for candidate in worded})
    return len(chain) >= max(_MIN_WORDED, 0.6 * distinct, 0.5 * sure)


_OMITTED = re.compile(r"(?<=[.;:\])])\s+(?=\d{1,3}[A-Z]{0,2}\.\s*$)")


def split_omitted(draft: Draft) -> None:
    """Cut `… of the Authority. 19. [* * *]`: an omitted section set on the line before it."""
    lines: list[Line] = []
    for line in draft.lines:
        lines.append(line)
        found = _OMITTED.search(line.text)
        stars = any(e.bracket.words == "*" and e.at >= len(line.text) - 2 for e in line.events)
        if found and stars:
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


def _worded(draft: Draft, forms: Forms) -> tuple[str, list[Candidate]] | None:
    """Candidates whose line says the unit's word: `Article 5`, if the print does so throughout."""
    pattern = re.compile(
        rf"(?P<word>{any_of(tuple(w for w, _ in forms.unit_words))})\s*"
        r"(?P<num>\d{1,3}(?:-?[A-Z]{1,3})?)(?P<stop>(?![\w(])\s*[.:\-–—]*\s*)(?P<rest>.*)",
        re.IGNORECASE,
    )
    found: dict[str, list[Candidate]] = {}
    units = dict(forms.unit_words)
    for at, line in enumerate(draft.lines):
        free = line.opens is None and not line.quoted
        match = pattern.fullmatch(line.text) if free else None
        if match and _heads(match, line, draft, at, forms):
            unit = units[match["word"].casefold()]
            found.setdefault(unit, []).append(_worded_candidate(draft, at, match))
    best = max(found.items(), key=lambda pair: len(pair[1]), default=None)
    if best is None or len({c.num for c in best[1]}) < _MIN_WORDED:
        return None
    return best


def _heads(match: re.Match[str], line: Line, draft: Draft, at: int, forms: Forms) -> bool:
    if not match["word"][:1].isupper() and match["word"] != "§":
        return False
    before = draft.lines[at - 1].text if at else ""
    if forms.refers(before) and not (line.block.level or line.para):
        return False
    rest = match["rest"]
    if not rest:
        return True
    separated = bool(match["stop"].strip()) or bool(line.block.level) or match["word"] == "§"
    return (
        separated and (rest[:1].isupper() or rest.startswith(tuple("([‘'\"“"))) and len(rest) < 400
    )


def _worded_candidate(draft: Draft, at: int, match: re.Match[str]) -> Candidate:
    num = match["num"].replace("-", "")
    candidate = Candidate(at, num, section_key(num) or (0, ""), match.start("rest"), 3, worded=True)
    lines = draft.lines
    if match["rest"]:
        candidate.heading = find_heading(lines, at, candidate.at, len(lines))
        if candidate.heading is None and short_heading(match["rest"]):
            candidate.heading = Heading(tidy(match["rest"]), at + 1, 0, 2)
    elif at + 1 < len(lines) and _heading_line(lines, at + 1):
        candidate.heading = Heading(tidy(lines[at + 1].text), at + 2, 0, 3)
    return candidate


_TEXT_START = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,4})[).]\s|\W*\Z")


def _heading_line(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if line.opens or _TEXT_START.match(line.text):
        return False
    if line.block.level:
        return True
    last = at + 1 >= len(lines) or lines[at + 1].opens is not None
    return len(line.text) <= 220 and line.text[-1:] not in ".;:,—" and not last


def _numbered_units(draft: Draft, forms: Forms) -> list[Candidate]:
    """The best sequence of `5.`; of a bare `5` only where the print has hardly any stops."""
    candidates = _numbered(draft, forms, bare=False)
    pair_repeated(candidates)
    chosen = best_sequence(candidates)
    if len(chosen) < _MIN_WORDED:
        without_stop = best_sequence(_numbered(draft, forms, bare=True))
        if len(without_stop) >= max(_MIN_WORDED, 2 * len(chosen)):
            return without_stop
    return chosen


def _numbered(draft: Draft, forms: Forms, bare: bool) -> list[Candidate]:
    stop = _end_of_body(draft.lines)
    found = []
    for at in range(stop):
        candidate = _candidate(draft, forms, at, stop, bare)
        if candidate is not None:
            found.append(candidate)
    return found


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
    num = match["num"].replace("-", "")
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
    return Candidate(at, num, key, begin, weight, heading)


def _opens_paragraph(line: Line) -> bool:
    return line.para or line.block.bold > 0 or line.block.whole


def _plausible(match: re.Match[str], line: Line, draft: Draft, at: int, forms: Forms) -> bool:
    rest = line.text[match.end() :].lstrip()
    before, num = draft.lines[at - 1].text if at else "", match["num"]
    sure = line.block.level or (line.para and _has_dash(rest))  # after lost words in a bad copy
    joined = forms.refers(before) and not line.para and not _again(draft.lines, at, num, -1)
    if not sure and at and (joined or before.endswith("\u00ad")):
        return False
    if rest[:1].islower() or rest.startswith((")", "/", "%")):
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


def best_sequence(candidates: list[Candidate]) -> list[Candidate]:
    """The rising sequence of candidates with the most evidence."""
    best_at = -1
    for at, candidate in enumerate(candidates):
        candidate.best, candidate.previous = candidate.weight - _start_cost(candidate), -1
        for before in range(max(0, at - _LOOKBACK), at):
            earlier = candidates[before]
            if earlier.key >= candidate.key:
                continue
            value = earlier.best + candidate.weight - _gap_cost(earlier.key, candidate.key)
            if value > candidate.best:
                candidate.best, candidate.previous = value, before
        if best_at < 0 or candidate.best > candidates[best_at].best:
            best_at = at
    chosen = []
    while best_at >= 0:
        chosen.append(candidates[best_at])
        best_at = candidates[best_at].previous
    return chosen[::-1]


def _start_cost(candidate: Candidate) -> float:
    return 0.0 if candidate.key[0] == 1 else min(0.2 * candidate.key[0], 2.5)


def _gap_cost(before: tuple[int, str], after: tuple[int, str]) -> float:
    step = after[0] - before[0]
    if step <= 1:
        return 0.0
    return min(0.4 * (step - 1), 3.0)
