"""What stands around the sections: preamble, recitals, closing formula."""

from __future__ import annotations

import re

from corpus.model import BASIC_KINDS, ProvisionKind, Unread
from ingest.draft import Draft, Line, Unit
from ingest.forms import Forms, any_of, forms_of

_RECITAL = re.compile(r"\((?P<num>\d{1,3})\)\s*")
_MAX_GAP = 5
_FORMULA_LINES = 40
"""A closing formula with signatures is no longer than this."""


class FindEnding:
    """Tell the formula and signatures after the last section from its text.

    Forms: `Done at Brussels, …`, `This Regulation shall be binding in its entirety …`; under any
    section, the notes of an edition of a code: `Editorial Notes`.

    Reads: lines (opens).
    Writes: lines (note).
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        starts = re.compile(rf"(?:{any_of(forms.endings)})\b", re.IGNORECASE)
        signs = re.compile(rf"[\[(]?(?:{any_of(forms.signatures)})(?!\w)", re.IGNORECASE)
        for first, stop in _tails(draft.lines):
            _close(draft, draft.lines[first:stop], starts, signs)
        _close_annotations(draft, forms.annotations)


def _tails(lines: list[Line]) -> list[tuple[int, int]]:
    """From the last section to the schedules after it, and from the last unit to the end."""
    opened = [at for at, line in enumerate(lines) if line.opens]
    basic = max((at for at in opened if _is_basic(lines[at])), default=0)
    after = next((at for at in opened if at > basic), len(lines))
    last = max(opened, default=0)
    return [(basic, after), *([(last, len(lines))] if last > basic else [])]


def _close_annotations(draft: Draft, opens: re.Pattern[str]) -> None:
    """Leave out an edition's notes, from their first line to the next unit."""
    inside = ""
    for at, line in enumerate(draft.lines):
        if line.opens is not None or line.heading:
            inside = ""
        elif opens.fullmatch(line.text) and _under_section(draft.lines, at):
            inside = "formula" if _left(draft.lines, at) <= _FORMULA_LINES else "other text"
        line.note = line.note or inside


def _under_section(lines: list[Line], at: int) -> bool:
    return any(line.opens is not None for line in lines[:at])


def _left(lines: list[Line], at: int) -> int:
    """How many lines there are to the next unit."""
    return next((i for i in range(at, len(lines)) if lines[i].opens), len(lines)) - at


def _close(draft: Draft, rest: list[Line], starts: re.Pattern[str], signs: re.Pattern[str]) -> None:
    end = next(
        (
            at
            for at in range(1, len(rest))
            if starts.match(rest[at].text) or _signs(rest, at, signs)
        ),
        len(rest),
    )
    for at, line in enumerate(rest[end:]):
        line.note = "formula" if at < _FORMULA_LINES else "other text"
    if tail := rest[end + _FORMULA_LINES :]:
        why = f"{len(tail)} lines after the closing formula; they belong to no provision"
        words = " ".join(line.text for line in tail[:3])[:300]
        draft.unread.append(Unread(tail[0].page, words, why))


def _signs(rest: list[Line], at: int, signs: re.Pattern[str]) -> bool:
    """Whether a line below the text, and no line of it, opens with such words."""
    text, before = rest[at].text, rest[at - 1].text
    ended = before.endswith(_ENDED) or rest[at].para or rest[at - 1].note != ""
    return ended and text[:1] in f"{text[:1].upper()}[(" and signs.match(text) is not None


_ENDED = (".", ".”", '."', ".’", "]", "____", ".)")


class FindPreamble:
    """Find the preamble or the recitals before the first section.

    Forms: `WHEREAS …`, `AND WHEREAS`, a heading `Preamble`, `An Act to …`; recitals `(1) …`
    of European acts.  Confused with: the long title, which is only taken where no `WHEREAS` is.

    Reads: lines (opens), unit.
    Writes: lines (opens).
    """

    def __call__(self, draft: Draft) -> None:
        stop = next(
            (at for at, line in enumerate(draft.lines) if _is_basic(line)),
            len(draft.lines),
        )
        front = [line for line in draft.lines[:stop] if not line.heading and not line.note]
        if draft.unit == "article" and _open_recitals(front):
            return
        _open_preamble(front, forms_of(draft.jurisdiction, draft.language))


def _is_basic(line: Line) -> bool:
    unit = line.opens
    return unit is not None and unit.kind in BASIC_KINDS and unit.path != "container"


def _open_recitals(front: list[Line]) -> bool:
    last = 0
    found: list[tuple[Line, re.Match[str]]] = []
    for line in front:
        match = _RECITAL.match(line.text)
        if match and last < int(match["num"]) <= last + _MAX_GAP:
            found.append((line, match))
            last = int(match["num"])
    if len(found) < 3:
        return False
    for line, match in found:
        line.opens = Unit(ProvisionKind.RECITAL, match["num"], None, page=line.page)
        line.label = match.end()
    _end_recitals(front, found[-1][0])
    return True


def _end_recitals(front: list[Line], last: Line) -> None:
    """The enacting words belong to no recital: a heading-like line of their own."""
    after = front.index(last) + 1
    for line in front[after:]:
        if line.text.isupper() or line.text.casefold().startswith("have "):
            line.note = "formula"


_LONG_TITLE = r"an\s+(?:act|ordinance|law)\s+(?:of\s+parliament\s+)?(?:[a-z]+ing|to)"
"""`An Act amending …`, `An Act of Parliament to …`."""


def _below_its_word(front: list[Line], at: int) -> bool:
    """`ACT` on a line, then `To provide for …`."""
    return at > 0 and front[at - 1].text in ("ACT", "BILL") and front[at].text.startswith("To ")


def _open_preamble(front: list[Line], forms: Forms) -> None:
    words = rf"{any_of(forms.preambles)}|{_LONG_TITLE}"
    starts = re.compile(rf"(?:preamble\W+)?(?:{words})\b", re.IGNORECASE)
    hits = [
        (at, line)
        for at, line in enumerate(front)
        if starts.match(line.text) or _below_its_word(front, at)
    ]
    if not hits:
        return
    at, line = next(
        (hit for hit in hits if hit[1].text.casefold().startswith(("whereas", "preamble"))), hits[0]
    )
    heading = re.match(r"preamble\b\W*", line.text, re.IGNORECASE)
    unit = Unit(ProvisionKind.PREAMBLE, None, None, page=line.page)
    if heading and heading.end() == len(line.text) and at + 1 < len(front):
        unit.heading, line.heading = "Preamble", True
    line.opens, line.label = unit, heading.end() if heading else 0
