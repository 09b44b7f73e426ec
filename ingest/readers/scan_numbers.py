"""Mends the numbers of sections, chapters and schedules that a machine misread or lost.

`l.` before `2.` was `1.`, `20.` between `2N.` and `2P.` was `2O.`, `SCHEDULE Ul` was
`SCHEDULE III`.  Only what the neighbours prove is mended, and each change leaves a trace.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.draft import Block, Draft
from ingest.forms import any_of, forms_of
from ingest.numbering import roman_value
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_labels import expanded

_DOTTED = re.compile(r"(?P<lead>[\"“\[\s]*)(?P<num>[^\s().,:;\"“]{1,4})[.,:'’](?=\s+[A-Z“\"(\[])")
_PLAIN = re.compile(r"(?P<base>\d{1,3})(?P<letter>[A-Z]?)")
_HEADLESS = re.compile(
    r"(?P<lost>(?![A-Z][a-z]|\(?\d)[^\s]{1,3}\s+)?(?P<head>[A-Z][^.;:()]{3,120})[.:]\s?[-–—_]+"
)
_ROMAN_LIKE = re.compile(r"[IVXLivxlUuHTtJj1!|\]]{1,6}")
_BOLD_SLACK = 3

Number = tuple[int, str]
"""A section's number and the letter of an inserted one: `(26, "A")`."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """A block that opens with something and a stop."""

    at: int
    begin: int
    end: int
    num: str

    @property
    def number(self) -> Number | None:
        """The number that it says; None where it says none."""
        return number_of(self.num)


def number_of(printed: str) -> Number | None:
    """`26A` → `(26, "A")`; None for what is no section's number."""
    found = _PLAIN.fullmatch(printed)
    return (int(found["base"]), found["letter"]) if found else None


def follows(before: Number, after: Number) -> bool:
    """Whether one number is the next after another: 2 → 3, 2 → 2A, 2A → 2B, 2N → 3."""
    if after[0] == before[0] + 1:
        return not after[1]
    return after[0] == before[0] and after[1] == (chr(ord(before[1]) + 1) if before[1] else "A")


def drop_calls(draft: Draft, pages: Collection[int | None], stage: object) -> None:
    """Take away what raised figures before numbers and notes were read as; they call footnotes."""
    held = figures()
    for block in draft.blocks:
        if block.page not in pages:
            continue
        found = held.calls.match(block.text) or held.note_calls.match(block.text)
        if found is not None:
            rest = block.text[found.end() :]
            over = f"words: “{found[0].strip()}”"
            draft.decide(stage, "scan.call", block, "the call of a footnote", over, 0.0)
            block.text = rest
            block.bold = max(0, min(block.bold - found.end(), len(rest)))


def mend_numbers(draft: Draft, pages: Collection[int | None], stage: object) -> None:
    """Mend the sections' numbers on the pages given; `stage` signs the traces."""
    openings = list(_openings(draft.blocks))
    known: list[tuple[int, Number | None]] = [
        (o.at, o.number) for o in openings if o.number is not None
    ]
    for opening in openings:
        block = draft.blocks[opening.at]
        if block.page not in pages:
            continue
        number = _proved(opening, known)
        if number is not None:
            held = block.text[opening.begin : opening.end]
            draft.decide(stage, "scan.number", block, f"number {number}.", f"“{held}”", 0.0)
            block.text = f"{block.text[: opening.begin]}{number}.{block.text[opening.end :]}"
            block.bold = min(block.bold, len(block.text))
    _find_lost(draft, pages, stage)


def _openings(blocks: list[Block]) -> Iterator[_Opening]:
    for at, block in enumerate(blocks):
        if found := _DOTTED.match(block.text):
            yield _Opening(at, found.end("lead"), found.end(), found["num"])


def _proved(opening: _Opening, known: list[tuple[int, Number | None]]) -> str | None:
    index = bisect_left(known, opening.at, key=lambda pair: pair[0])
    before = known[index - 1][1] if index else (0, "")
    own = opening.number is not None
    rest = known[index + own :]
    after = rest[0][1] if rest else None
    if before is None or (own and _stands(before, opening.number, after)):
        return None
    for form, _ in sorted(expanded(opening.num), key=lambda pair: pair[1]):
        number = number_of(form.upper())
        if number is None or form.upper() == opening.num:
            continue
        if follows(before, number) and (after is None or follows(number, after)):
            return form.upper()
    return None


def _stands(before: Number, own: Number | None, after: Number | None) -> bool:
    """Whether a number fits one of its neighbours as it stands."""
    if own is None:
        return False
    return follows(before, own) or (after is not None and follows(own, after))


def _find_lost(draft: Draft, pages: Collection[int | None], stage: object) -> None:
    """Give a section its number back where one is missing between two, and one heading has none.

    The machine reads a lone thick `1.` as `is` or not at all.  Only a paragraph that opens with
    bold letters and has the dash of a heading counts, and only where it is the one between them.
    """
    known: list[tuple[int, Number | None]] = [(-1, (0, ""))]
    known += [(o.at, o.number) for o in _openings(draft.blocks) if o.number is not None]
    for (at, before), (stop, after) in pairwise(known):
        if before is None or after is None or after != (before[0] + 2, ""):
            continue
        first = max(at + 1, stop - figures().labels.lost_reach) if at < 0 else at + 1
        found = [k for k in range(first, stop) if _is_headless(draft.blocks[k])]
        if len(found) == 1 and draft.blocks[found[0]].page in pages:
            _give_number(draft, draft.blocks[found[0]], before[0] + 1, stage)


def _is_headless(block: Block) -> bool:
    """A bold heading with its dash, and no number, or two letters that were one."""
    found = _HEADLESS.match(block.text)
    return found is not None and block.bold >= found.start("head") + _BOLD_SLACK


def _give_number(draft: Draft, block: Block, number: int, stage: object) -> None:
    found = _HEADLESS.match(block.text)
    lost = (found["lost"] or "").strip() if found else ""
    over = f"“{lost}”" if lost else "no number"
    doubt = figures().labels.lost_doubt
    draft.decide(stage, "scan.lost_number", block, f"number {number}.", over, doubt)
    block.text = f"{number}. {block.text[len(lost) :].lstrip()}"
    block.bold = min(len(block.text), block.bold + len(f"{number}. ") - len(lost))


def mend_containers(draft: Draft, pages: Collection[int | None], stage: object) -> None:
    """Write a chapter's or schedule's Roman number as it was: `Ul` → `III`, `|` → `I`."""
    forms = forms_of(draft.jurisdiction, draft.language)
    words = any_of((*(word for word, _ in forms.containers), *forms.schedules))
    line = re.compile(
        rf"(?P<word>(?i:{words}))(?P<gap>\s?[-–—]?\s?)(?P<num>\S{{1,6}})(?P<end>[\s.,]*)"
    )
    for block in draft.blocks:
        found = line.fullmatch(block.text) if block.page in pages else None
        number = _roman(found["num"]) if found and found["gap"] else None
        if found is None or number is None or number == found["num"]:
            continue
        draft.decide(stage, "scan.number", block, f"number {number}", f"“{found['num']}”", 0.0)
        block.text = f"{found['word']} {number}"
        block.bold = min(block.bold, len(block.text))


def _roman(printed: str) -> str | None:
    """The capital Roman number that letters must have been; None where none is likely."""
    if printed.isdigit() or not _ROMAN_LIKE.fullmatch(printed):
        return None
    forms = [form for form, _ in expanded(printed) if roman_value(form.casefold())]
    return forms[0].upper() if forms else None
