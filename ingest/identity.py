"""Who an instrument is: title, type, number, dates and unit, as the document states them."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from functools import cache

from ingest.calendar import WRITTEN_DAY, iso_day
from ingest.draft import Draft, Line
from ingest.forms import Forms, TypeForm, any_of, forms_of
from ingest.readers.facing import languages
from ingest.spoken import spoken_unit

_FRONT_LINES = 160
_MAX_TITLE = 230
_UNION_LINES = 12
_NUMBER = re.compile(
    r"""
    \b(?:act|ordinance|order|no)\s*\.?\s*(?:no\.?)?\s*
    (?P<number>[IVXLCDM]+|\d{1,4})\s+of\s+(?P<year>\d{4})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNION_SIGNS = "eu|ec|ue|eg|ce"
"""The signs of the Union and of the Community in its languages."""
_UNION_SIGN = re.compile(rf"\((?:{_UNION_SIGNS}|eec)\)|/(?:{_UNION_SIGNS})\b", re.IGNORECASE)
_ASSENT = re.compile(rf"assent.{{0,80}}?{WRITTEN_DAY.pattern}", re.IGNORECASE | re.VERBOSE)
_LATER = re.compile(r"\b(?:modified|amended|up\s?to|corrected|printed|as on)\b", re.IGNORECASE)
_PRINTED = re.compile(r"\bDated?:?\s*(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})")
_CALLED = re.compile(
    r"""
    \b(?:(?:may|shall)\s+be|is)\s+(?:called|cited\s+as|known\s+as)\s+(?:as\s+)?(?:the\s+)?
    [“"'‘]?(?P<title>[A-Z].{4,160}?(?:1[789]|20)\d\d)
    """,
    re.VERBOSE,
)
_RUNNING = re.compile(
    r"an\s+(?:act|ordinance)\s+to|whereas|ha(?:s|ve)\s+adopted|in\s+exercise|further\s+to|no\.\s|islamabad|in\s+the\s"
    r"|\W*\d|\(",
    re.IGNORECASE,
)


class FindIdentity:
    """Find the title, type, number, dates and unit where the document states them.

    Forms: `THE … ACT, 2016`, `ACT NO. XL OF 2016`, `[18th August, 2016]`, `REGULATION (EU)
    2016/679`, a first Markdown heading, `This Act may be called the …`, `RGN: Dated 07-02-2025`.
    Confused with: titles of other laws in running text, dates of prints and amendments.

    Reads: lines, notes, blocks.
    Writes: title, type, number, date, print_date, unit, front_matter.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        lines = draft.lines[:_FRONT_LINES]
        lines = lines[: _first_number(lines)]
        front = [line.text.replace("\u00ad", "") for line in lines]
        draft.title = _title(draft, lines, forms)
        form = _form(draft, front, forms)
        draft.type, draft.unit = (form.type, form.unit) if form else ("other", "section")
        draft.unit = spoken_unit(draft, draft.unit)
        draft.number = _number(front, forms)
        draft.date = _date(front)
        draft.front_matter = "\n".join(front)[:4000]
        draft.print_date = _print_date(draft)


@cache
def _eu_number(words: tuple[str, ...]) -> re.Pattern[str]:
    """`Regulation (EU) 2016/679`, `Richtlinie 2014/65/EU`, by the first words of such acts."""
    return re.compile(
        rf"\b(?P<kind>{any_of(words)})\s*(?:\((?:{_UNION_SIGNS})\)\s*)?"
        r"(?P<number>(?:n[or]\.?\s+)?\d+/\d+(?:/\w{2,3})?)",
        re.IGNORECASE,
    )


def _first_number(lines: list[Line]) -> int:
    """The front ends where the first unit starts."""
    for at, line in enumerate(lines):
        if at and re.match(r"(?:1|2)\s?[.]\s*\S|article\s+1\b", line.text, re.IGNORECASE):
            return at
    return len(lines)


def _title(draft: Draft, lines: list[Line], forms: Forms) -> str:
    """Tried in order: markup title, a dated title line, the short title, any title line."""
    found = (
        _markup_title(draft, lines, forms)
        or _title_line(lines, forms, dated=True)
        or _short_title(draft)
        or _title_line(lines, forms, dated=False)
        or _union_title(lines, forms)
    )
    return title_case(found, draft.language)


def _markup_title(draft: Draft, lines: list[Line], forms: Forms) -> str:
    heads = [line for line in lines[:30] if line.block.level]
    if not heads:
        return ""
    first = next((line for line in heads if line.block.level == 1), heads[0])
    if draft.media_type != "text/markdown":  # whose first heading is the title; pages have others
        if first.block.level > 1 or not _type_word(forms).search(first.text):
            return ""
        more = itertools.takewhile(lambda line: line.block.level == 1, lines[lines.index(first) :])
        return " ".join(title_case(line.text, draft.language) for line in more)
    named = (line.text for line in heads[:3] if _type_word(forms).search(line.text))
    return next(named, first.text if first is heads[0] else "")


def _type_word(forms: Forms) -> re.Pattern[str]:
    words = any_of(tuple(w for form in forms.types for w in form.words))
    return re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


def _title_line(lines: list[Line], forms: Forms, dated: bool) -> str:
    word = _type_word(forms)
    enacting = re.compile(rf"(?:{any_of(forms.enacting)})", re.IGNORECASE)
    for at, line in enumerate(lines[:60]):
        text = line.text
        numbered = _NUMBER.match(text) or _eu_number(tuple(forms.european)).match(text)
        if not word.search(text) or len(text) > _MAX_TITLE or numbered:
            continue
        stops = text.endswith((".", ";", ":", ",")) and not text.isupper()
        if _RUNNING.match(text) or enacting.match(text) or stops or not text[:1].isupper():
            continue
        if not dated and not (text.isupper() or at < 4):
            continue
        if not dated or re.search(r"\b(?:1[789]|20)\d\d$", text.rstrip(" .)]")):
            return _whole_title(lines, at)
    return ""


def _union_title(lines: list[Line], forms: Forms) -> str:
    """`RÈGLEMENT (UE) 2031/77 DU PARLEMENT …`, where nothing else is a title."""
    acts = _eu_number(tuple(forms.european))
    return next((line.text for line in lines[:_UNION_LINES] if acts.match(line.text)), "")


def _short_title(draft: Draft) -> str:
    words = " ".join(line.text for line in draft.lines).replace("\u00ad ", "")
    found = _CALLED.search(words)
    return found["title"] if found else ""


def _whole_title(lines: list[Line], at: int) -> str:
    """A title in capitals may take several lines: THE / CONSTITUTION / OF THE …"""
    first = last = at
    if lines[at].text.isupper():
        while first and _title_part(lines[first - 1]) and _needs_more(lines[first : at + 1]):
            first -= 1
    while last + 1 < len(lines) and _open_title(lines[last].text):
        upper = lines[at].text.isupper()
        repeated = lines[last + 1].text == lines[first].text
        if repeated or (upper and not _title_part(lines[last + 1])):
            break
        last += 1
    return " ".join(line.text for line in lines[first : last + 1])


def _title_part(line: Line) -> bool:
    return line.text.isupper() and len(line.text) < 90 and not _NUMBER.search(line.text)


def _needs_more(lines: list[Line]) -> bool:
    words = " ".join(line.text for line in lines).split()
    return len(words) < 4 and words[:1] != ["THE"]


def _open_title(text: str) -> bool:
    """Whether a title line cannot be the last one."""
    last = text.split()[-1].strip(",").casefold()
    short = len(text.split()) <= 2 and text.isupper() and not re.search(r"\d{4}|DIRECTIVE", text)
    return last in ("of", "the", "and", "for", "on", "to", "islamic") or short


_SMALL = frozenset(
    ["of", "the", "and", "for", "to", "in", "on", "against", "by", "a", "an", "at", "or", "with"]
)


def title_case(text: str, language: str = "") -> str:
    """A title printed in capitals in the case that citations use; other titles as they are."""
    words = text.replace("\u00ad", "").strip(" .*_")
    if not words.isupper():
        return words
    small = _SMALL.union(*(told.words for told in languages() if told.code == language != "en"))
    cased = [w.lower() if w.lower() in small else w.capitalize() for w in words.split()]
    title = re.sub(r"([-(/‘“])([a-z])", lambda m: m[1] + m[2].upper(), " ".join(cased))
    title = _UNION_SIGN.sub(lambda m: m[0].upper(), title)
    return title[:1].upper() + title[1:]


def _form(draft: Draft, front: list[str], forms: Forms) -> TypeForm | None:
    european = {form.type: form for form in forms.types}
    for text in (draft.title, *front[:6]):
        if eu := _eu_number(tuple(forms.european)).search(text):
            return european.get(forms.european[eu["kind"].casefold()])
    return (
        _named_form(draft.title, forms)
        or _speaking_form(draft, forms)
        or next((f for text in front[:8] if (f := _named_form(text, forms))), None)
    )


def _named_form(text: str, forms: Forms) -> TypeForm | None:
    hits = [
        (found.end(), form)
        for form in forms.types
        for word in form.words
        for found in re.finditer(rf"\b{re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits and len(text) < _MAX_TITLE else None


def _speaking_form(draft: Draft, forms: Forms) -> TypeForm | None:
    """The type as which the text speaks of itself most often."""
    words = " ".join(line.text for line in draft.lines).casefold()
    counts = Counter({form: words.count(form.self) for form in forms.types if form.self})
    form, count = counts.most_common(1)[0] if counts else (None, 0)
    return form if count >= 3 else None


def _number(front: list[str], forms: Forms) -> str:
    for text in front[:60]:
        if (found := _NUMBER.match(text.lstrip("[(* "))) and len(text) < 90:
            return f"{found['number'].upper()} of {found['year']}"
    for text in front[:8]:
        if found := _eu_number(tuple(forms.european)).search(text):
            return found["number"]
    return ""


def _date(front: list[str]) -> str:
    """A line that is a date and no more; else the day of assent; else a short line's date."""
    alone = [text for text in front if WRITTEN_DAY.fullmatch(text.strip("[]() ."))]
    short = [text for text in front[:40] if len(text) < 60 and not _RUNNING.match(text)]
    joined = " ".join(front)
    assent = re.search(
        rf"assent.{{0,80}}?{WRITTEN_DAY.pattern}", joined, re.IGNORECASE | re.VERBOSE
    )
    for text in [*alone, *([assent[0]] if assent else []), *short]:
        found = WRITTEN_DAY.search(text)
        if found and not _LATER.search(text):
            return iso_day(found)
    return ""


def _iso(year: str, month: int, day: str) -> str:
    try:
        return datetime.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def _print_date(draft: Draft) -> str:
    texts = [block.text for block in draft.blocks[-6:]] + [note.text for note in draft.notes[-2:]]
    for text in texts:
        if found := _PRINTED.search(text):
            return _iso(found["year"], int(found["month"]), found["day"])
    return ""
