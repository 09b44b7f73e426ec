"""What stands before the first section: title, number, date, preamble and recitals."""

from __future__ import annotations

import datetime
import re

from corpus.model import BASIC_KINDS, ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.forms import Forms, any_of, forms_of

_FRONT_LINES = 60
_MONTHS = {
    month: number
    for number, month in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        start=1,
    )
}
_DATE = re.compile(
    r"(?P<day>\d{1,2})\s*(?:st|nd|rd|th)?\s*(?:day\s+of\s+)?,?\s*"
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|"
    r"december),?\s*(?P<year>1[789]\d\d|20\d\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:act|ordinance|order|act\s+no|no)\s*\.?\s*(?:no\.?)?\s*(?P<number>[IVXLCDM]+|\d{1,4})\s+"
    r"of\s+(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_EU_NUMBER = re.compile(r"\b(?:regulation|directive)\s*(?:\((?:eu|ec)\)\s*)?(?P<number>(?:no\s+)?\d+/\d+(?:/\w{2})?)", re.IGNORECASE)
_EU_TYPE = {"regulation": "eu-regulation", "directive": "eu-directive"}
_RECITAL = re.compile(r"\((?P<num>\d{1,3})\)\s*")
_PRINTED = re.compile(r"\bDated?:?\s*(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})")


class FindIdentity:
    """Find the title, type, number, date and unit where the document states them.

    Forms: `THE … ACT, 2016`, `ACT NO. XL OF 2016`, `[18th August, 2016]`,
    `REGULATION (EU) 2016/679`, a first Markdown heading, `RGN: Dated 07-02-2025`.

    Reads: lines, notes, blocks.
    Writes: title, type, number, date, print_date, unit, front_matter.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction)
        front = [line.text.replace("\u00ad", "") for line in draft.lines[:_FRONT_LINES]]
        front = front[: _first_number(front)]
        draft.title = _title(draft.lines[: len(front)], forms)
        draft.type, draft.unit = _type(draft.title, front, forms)
        draft.number = _number(front)
        draft.date = _date(front)
        draft.front_matter = "\n".join(front)[:4000]
        draft.print_date = _print_date(draft)


def _first_number(front: list[str]) -> int:
    """The front ends where the first unit starts."""
    for at, text in enumerate(front):
        if re.match(r"(?:1|2)\s?[.]\s*\S|article\s+1\b", text, re.IGNORECASE) and at:
            return at
    return len(front)


def _title(lines: list[Line], forms: Forms) -> str:
    """The most title-like of the first lines: a markup heading, or one that names a type."""
    heading = next((line for line in lines if line.block.level), None)
    if heading is not None and lines[0] is heading:
        return _title_case(heading.text)
    words = any_of(tuple(w for form in forms.types for w in form.words))
    dated = re.compile(rf"(?:the\s+)?[A-Z].*\b(?:{words})\b.*\b(?:1[789]|20)\d\d\b.*", re.IGNORECASE)
    named = re.compile(rf".*\b(?:{words})\b.*", re.IGNORECASE)
    for pattern in (dated, named):
        for at, line in enumerate(lines[:25]):
            if len(line.text) < 200 and not _NUMBER.match(line.text) and pattern.fullmatch(line.text):
                if not _is_running_text(line.text):
                    return _title_case(_with_line_before(lines, at))
    return _title_case(lines[0].text) if lines else ""


def _with_line_before(lines: list[Line], at: int) -> str:
    """A title in capitals may take two lines, the type on the second."""
    text = lines[at].text
    before = lines[at - 1].text if at else ""
    if before.isupper() and text.isupper() and not before.endswith(".") and len(before) > 12:
        same = lines[at - 1].block.size == lines[at].block.size and lines[at].block.size
        if same and not _NUMBER.search(before):
            return f"{before} {text}"
    return text


def _is_running_text(text: str) -> bool:
    return bool(re.match(r"(?:an act|an ordinance|whereas|in exercise|no\. |islamabad)", text, re.IGNORECASE)) or (
        text[-1:] in ".;:," and not text.isupper()
    )


def _title_case(text: str) -> str:
    words = text.replace("\u00ad", "").strip(" .*_")
    if not words.isupper():
        return words
    small = {"of", "the", "and", "for", "to", "in", "on", "against", "by", "a", "an", "at", "or"}
    cased = [w.lower() if w.lower() in small else w.capitalize() for w in words.split()]
    title = re.sub(r"([-(/])([a-z])", lambda m: m[1] + m[2].upper(), " ".join(cased))
    return title[:1].upper() + title[1:]


def _type(title: str, front: list[str], forms: Forms) -> tuple[str, str]:
    for text in (title, *front[:6]):
        eu = _EU_NUMBER.search(text)
        if eu:
            return _EU_TYPE[eu[0].split()[0].casefold()], "article"
    for text in (title, *front[:8]):
        hits = [
            (found.end(), form)
            for form in forms.types
            for word in form.words
            for found in re.finditer(rf"\b{re.escape(word)}(?!\w)", text, re.IGNORECASE)
        ]
        if hits and len(text) < 220:
            form = max(hits, key=lambda hit: hit[0])[1]  # “… Act Rules, 2018” are rules
            return form.type, form.unit
    return "other", "section"


def _number(front: list[str]) -> str:
    for text in front[:30]:
        if (found := _NUMBER.search(text)) and len(text) < 90:
            return f"{found['number'].upper()} of {found['year']}"
    for text in front[:8]:
        if found := _EU_NUMBER.search(text):
            return found["number"]
    return ""


def _date(front: list[str]) -> str:
    for text in front[:40]:
        found = _DATE.search(text)
        if found and (len(text) < 60 or "assent" in text.casefold()):
            return _iso(int(found["year"]), _MONTHS[found["month"].casefold()], int(found["day"]))
    joined = " ".join(front)
    found = re.search(rf"assent.{{0,80}}?{_DATE.pattern}", joined, re.IGNORECASE)
    if found:
        return _iso(int(found["year"]), _MONTHS[found["month"].casefold()], int(found["day"]))
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _print_date(draft: Draft) -> str:
    for text in [b.text for b in draft.blocks[-6:]] + [n.text for n in draft.notes[-2:]]:
        if found := _PRINTED.search(text):
            return _iso(int(found["year"]), int(found["month"]), int(found["day"]))
    return ""


class FindPreamble:
    """Find the preamble or the recitals before the first section.

    Forms: `WHEREAS …`, `AND WHEREAS`, a heading `Preamble`, `An Act to …`; recitals `(1) …`
    of European acts.  Confused with: the long title, which is only taken where no `WHEREAS` is.

    Reads: lines (opens), unit.
    Writes: lines (opens).
    """

    def __call__(self, draft: Draft) -> None:
        stop = next(
            (at for at, l in enumerate(draft.lines) if l.opens and l.opens.kind in BASIC_KINDS),
            len(draft.lines),
        )
        front = [line for line in draft.lines[:stop] if not line.heading and not line.note]
        if draft.unit == "article" and _open_recitals(front):
            return
        _open_preamble(front, forms_of(draft.jurisdiction))


def _open_recitals(front: list[Line]) -> bool:
    wanted = 1
    found: list[tuple[Line, re.Match[str]]] = []
    for line in front:
        match = _RECITAL.match(line.text)
        if match and int(match["num"]) == wanted:
            found.append((line, match))
            wanted += 1
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


def _open_preamble(front: list[Line], forms: Forms) -> None:
    starts = re.compile(rf"(?:preamble\W+)?(?:{any_of(forms.preambles)})\b", re.IGNORECASE)
    hits = [(at, l) for at, l in enumerate(front) if starts.match(l.text)]
    if not hits:
        return
    at, line = next(
        ((a, l) for a, l in hits if l.text.casefold().startswith(("whereas", "preamble"))), hits[0]
    )
    heading = re.match(r"preamble\b\W*", line.text, re.IGNORECASE)
    unit = Unit(ProvisionKind.PREAMBLE, None, None, page=line.page)
    if heading and heading.end() == len(line.text) and at + 1 < len(front):
        unit.heading, line.heading = "Preamble", True
    line.opens, line.label = unit, heading.end() if heading else 0
