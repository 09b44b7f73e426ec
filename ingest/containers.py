"""Finds parts, chapters, titles and schedules: the units that group others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from corpus.model import BASIC_KINDS, ProvisionKind
from ingest.draft import Draft, Line, Unit
from ingest.forms import Forms, any_of, forms_of, structure_words
from ingest.headings import tidy
from ingest.numbering import WORDS

_NUMBER = (
    r"(?:(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])(?:[\s-]?[A-Z]{1,2})?(?![\w])"
    r"|\d{1,3}[A-Z]?(?=[A-Z][a-z]))"  # `Division 2Use of data`, as a web page's text is copied
)
_MAX_TITLE_LINES = 4
_NUMBERED = re.compile(r"\(?\d{1,3}[A-Z]{0,3}\s?[.)]|\(\w{1,5}\)|[\"“]")


@dataclass(frozen=True, slots=True)
class _Found:
    kind: ProvisionKind
    num: str | None
    title: str
    name: str = ""
    """First word of the eId, where it is not the kind's own: `dvs`."""


class FindContainers:
    """Find parts, chapters, titles, divisions and their like and, under articles, sections.

    Forms: `CHAPTER I`, `CHAPTER-1A`, `CHAPTER III A`, `CHAPTER 2. – PRINCIPLES OF POLICY`,
    `## Chapter III — Procedure`, `Part A—Interpretation`; the title may take lines of its own.
    Confused with: `Chapter 2 of Title V of the TEU;` at a line's start, which goes on in small
    letters, and `PART I]` of a gazette's running head.

    Reads: lines.
    Writes: lines (opens, heading).
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        pattern = _container_pattern(forms)
        kinds = dict(forms.containers)
        if not _has_articles(draft, forms):
            kinds = _beside_sections(kinds, forms)
        _split_glued(draft)
        front = _front_end(draft)
        for at, line in enumerate(draft.lines[front:], start=front):
            if (
                line.opens is None
                and not line.quoted
                and (found := _match(pattern, kinds, line, forms))
            ):
                unit = Unit(found.kind, found.num, found.title or None, page=line.page)
                unit.path = "container" if found.kind in BASIC_KINDS else found.name
                open_heading(draft.lines, at, unit, bool(found.title))
                shown = f"{found.kind} {found.num or ''}".strip()
                draft.decide(self, "heading", line.block, shown, "a line of the text", 0.0)


_GLUED = re.compile(
    r"(?<=[.;:)\]”\"])\s+(?=(?:PART|CHAPTER|TITLE|DIVISION|Part|Chapter|Title|Division)\s+"
    r"(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])[A-Z]?\s*[–—:.-]+\s*[A-Z][A-Z ,’'()&–-]{3,140}$)"
)
"""`… of this Act. Part II – THE COMMITTEE`: a heading set on the line before it."""


def _split_glued(draft: Draft) -> None:
    lines: list[Line] = []
    for line in draft.lines:
        lines.append(line)
        found = None if line.quoted or line.opens else _GLUED.search(line.text)
        if found:
            lines.append(line.split(found.end()))
    draft.lines = lines


_FRONT = 80
_NAMES_ITSELF = re.compile(
    r"(?:act|ordinance)\s+no\.?\s+\w+\s+of\s+\d{4}|an\s+(?:act|ordinance)\s+(?:further\s+)?to\b",
    re.IGNORECASE,
)


def _front_end(draft: Draft) -> int:
    """Index after the law's own number and long title: a gazette's `PART I` stands before it."""
    named = (at for at, line in enumerate(draft.lines[:_FRONT]) if _NAMES_ITSELF.match(line.text))
    return max(named, default=-1) + 1


def _beside_sections(kinds: dict[str, ProvisionKind], forms: Forms) -> dict[str, ProvisionKind]:
    """The groups of a law of sections: a word such as `Abschnitt`, which is no word of a unit,
    still groups them, but not by the kind that they are of."""
    units = {word for word, _ in forms.unit_words}
    free = {word: kind for word, kind in kinds.items() if word not in units}
    return {w: ProvisionKind.SUBPART if k in BASIC_KINDS else k for w, k in free.items()}


def _has_articles(draft: Draft, forms: Forms) -> bool:
    """Sections group others only where articles carry the numbering."""
    if any(line.opens and line.opens.kind is ProvisionKind.ARTICLE for line in draft.lines):
        return False  # the articles group the sections
    words = any_of(tuple(word for word, unit in forms.unit_words if unit == "article"))
    article = re.compile(rf"(?:{words})\s+\d+[A-Z]?\W*.{{0,120}}", re.IGNORECASE)
    heads = sum(article.fullmatch(line.text) is not None for line in draft.lines)
    return draft.unit == "article" or heads >= 3


class FindSchedules:
    """Find schedules and annexes.

    Forms: `THE SCHEDULE`, `FIRST SCHEDULE`, `Schedule-I`, `SCHEDULE II`, `ANNEX I`.
    Confused with: a sentence that starts with the word; a schedule's heading stands alone.

    Reads: lines.
    Writes: lines (opens, heading).
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        pattern = _schedule_pattern(forms)
        for at, line in enumerate(draft.lines):
            free = line.opens is None and not line.quoted
            found = pattern.fullmatch(line.text) if free else None
            before = draft.lines[at - 1].text if at else ""
            rest = (found["rest"] or "") if found else ""
            refers = forms.points_back(rest)
            if found and (refers or (_stands_out(line, rest) and not _wraps(before, line))):
                num = _schedule_number(found, forms)
                title = "" if refers else tidy(rest)
                unit = Unit(ProvisionKind.SCHEDULE, num, title or None, page=line.page)
                shown = f"schedule {num or ''}".strip()
                draft.decide(self, "heading", line.block, shown, "a line of the text", 0.0)
                _skip_reference(draft.lines, at, forms)
                open_heading(draft.lines, at, unit, bool(title))


def _skip_reference(lines: list[Line], at: int, forms: Forms) -> None:
    """`Section 4`, `[See rule 3]`: the provision a schedule belongs to is not its title."""
    for count in (1, 2):  # a narrow column breaks it: `[See Section` and `17]`
        below = lines[at + 1 : at + 1 + count]
        words = " ".join(line.text for line in below)
        if all(line.opens is None for line in below) and forms.points_back(words):
            for line in below:
                line.heading = True
            return


def _wraps(before: str, line: Line) -> bool:
    """Whether `Third Schedule.` only ends the sentence of the line before it."""
    if line.text.isupper() or line.block.level or line.block.centred:
        return line.text.endswith(".") and not line.block.level and not before.endswith((".", ":"))
    return (bool(before) and not before.endswith((".", ";", ":", "”", '"'))) or line.text.endswith(
        "."
    )


def _container_pattern(forms: Forms) -> re.Pattern[str]:
    words = any_of(tuple(word for word, _ in forms.containers))
    spelled = any_of((*WORDS, *forms.counted))
    # `(?!)` is found nowhere: no number stands before the word in a language that has none there
    before = any_of(tuple(forms.counted)) or "(?!)"
    return re.compile(
        rf"(?:(?P<before>{before})\s+)?(?P<word>{words})[\s.:\-–—]*"
        rf"(?P<num>(?(before)|(?:(?:{spelled})(?!\w)|(?-i:{_NUMBER}))))"
        rf"(?P<gap>[\s.:\-–—_]*)(?P<rest>.*)",
        re.IGNORECASE,
    )


def _schedule_pattern(forms: Forms) -> re.Pattern[str]:
    words, ordinals = any_of(forms.schedules), any_of(forms.ordinals)
    return re.compile(
        rf"(?:the\s+)?(?P<ordinal>{ordinals})?\s*(?:{words})\b[\s\-–—.:]*"
        rf"(?P<num>(?-i:[IVXLC]{{1,6}}|\d{{1,2}}|[A-Z])(?:[\s-]?[A-Z])?(?!\w))?"
        rf"[\s.:\-–—]*(?P<rest>[A-Z(\[].{{0,120}})?",
        re.IGNORECASE,
    )


def _match(
    pattern: re.Pattern[str], kinds: dict[str, ProvisionKind], line: Line, forms: Forms
) -> _Found | None:
    found = pattern.fullmatch(line.text)
    if found is None or found["word"].casefold() not in kinds:
        return None
    if not _stands_out(line, found["rest"], found["gap"]):
        return None
    if not found["rest"] and "]" in line.block.text and "[" not in line.block.text:
        return None
    num = forms.figures(found["before"] or re.sub(r"[\s-]", "", found["num"]))
    word = found["word"].casefold()
    return _Found(kinds[word], num, _named(found["rest"]), forms.container_names.get(word, ""))


def _stands_out(line: Line, rest: str, gap: str = "—") -> bool:
    """A heading is short, does not run on as a sentence, and is not inside quotation."""
    if len(line.text) > 160 or rest.endswith((";", ",")):
        return False
    if (
        rest[:1].islower()
        or rest.startswith(("(", ",", ";"))
        or (rest and rest[-1] == "." and len(rest) > 60)
    ):
        return rest.startswith("(") and line.text.isupper()
    plain_gap = bool(gap) and not gap.strip()
    if rest and plain_gap and not (rest.isupper() or line.block.level or line.block.bold):
        return False
    word = line.text.split()[0]
    return word[:1].isupper()


def _schedule_number(found: re.Match[str], forms: Forms) -> str | None:
    if found["num"]:
        return re.sub(r"[\s-]", "", found["num"])
    return found["ordinal"].upper() if found["ordinal"] else None


def open_heading(lines: list[Line], at: int, unit: Unit, titled: bool) -> None:
    """Let a line open a unit whose heading takes the whole line, and its title lines."""
    line = lines[at]
    line.opens, line.label, line.heading = unit, len(line.text), True
    if titled and not lines[at].text.rstrip().endswith(("-", "–", "—")):
        _more_title(lines, at, unit)
        return
    title: list[str] = []
    skipped = takewhile(lambda line: line.heading and line.opens is None, lines[at + 1 : at + 3])
    first = at + 1 + sum(1 for _ in skipped)
    for index in range(first, min(first + _MAX_TITLE_LINES, len(lines))):
        if not _is_title(lines, index, at, bool(title)):
            break
        lines[index].heading = True
        title.append(lines[index].text)
        if lines[index].block.level:
            break
    if title:
        index = first + len(title)
        if _unclosed(title[-1]) and index < len(lines) and lines[index].opens is None:
            lines[index].heading = True
            title.append(lines[index].text)
        unit.heading = _named(" ".join(title))


_SPAN = re.compile(
    r"\s*[\[(]\s?(?:ss?|secs?|sections?|arts?|articles?|rr?|rules?|regs?|regulations?|paras?)\.?\s*"
    r"\d+[A-Z]{0,3}(?:\s*(?:[-–—,&]|to|and)\s*\d+[A-Z]{0,3})*\s?[\])]\s*$",
    re.IGNORECASE,
)
"""`(ss 1-5)` after a title: the editor's note of what the part holds."""


def _named(title: str) -> str:
    return tidy(_SPAN.sub("", title))


def _unclosed(text: str) -> bool:
    return text.count("[") > text.count("]") or text.count("(") > text.count(")")


def _more_title(lines: list[Line], at: int, unit: Unit) -> None:
    """A title in capitals may run on to a next line in capitals."""
    for index in range(at + 1, min(at + 3, len(lines))):
        text = lines[index].text
        if lines[index].para or not text.isupper() or not lines[at].text.isupper():
            return
        if lines[index].opens or _NUMBERED.match(text) or not _long(lines[at]):
            return
        lines[index].heading = True
        unit.heading = tidy(f"{unit.heading} {text}")


def _long(line: Line) -> bool:
    return line.block.right - line.block.left > 300 or (
        not line.block.right and len(line.text) > 50
    )


def _is_title(lines: list[Line], index: int, at: int, more: bool) -> bool:
    line, opener = lines[index], lines[at]
    text = line.text
    if line.opens or _NUMBERED.match(text) or len(text) > 160 or text.endswith((";", ":", "—")):
        return False
    if text[-1:] == "." and len(text) > 80:
        return False
    if _CONTAINER_WORD.match(text) or _REMARK.fullmatch(text):
        return False
    if text.isupper():
        return True
    if opener.block.level:
        return bool(line.block.level) and not more
    if more:
        return _looks_alike(lines[index - 1], line) and not lines[index - 1].text.endswith(".")
    stopped = opener.text.endswith(".") and text.endswith(".") and not line.block.right
    return _short_line(line) or (stopped and len(text) < 60 and _FINITE.search(text) is None)


_FINITE = re.compile(r"\b(?:shall|must|may|is|are|has|have|means|includes)\b", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)")
"""`(to be filled by the applicant)`: it tells what to do with the part, and names it not."""

_CONTAINER_WORD = re.compile(
    rf"(?:chapter|part|title|section|article|schedule|annex|(?:sub)?division|subtitle|subchapter"
    rf"|{any_of(structure_words())})[\s-]+(?:[IVXLC]+|\d+[A-Z]?)\b",
    re.IGNORECASE,
)


def _looks_alike(first: Line, second: Line) -> bool:
    alike = bool(first.block.bold) == bool(second.block.bold)
    return alike and first.block.centred == second.block.centred and second.block.centred


def _short_line(line: Line) -> bool:
    if line.block.page is not None and line.block.right:
        return line.block.centred or (bool(line.block.bold) and len(line.text) < 90)
    most = _TITLE if _FINITE.search(line.text) is None else 90
    return len(line.text) < most and not re.search(r"[.;,]$", line.text)


_TITLE = 150
"""Letters of a title that is not broken into lines, where it says nothing as a sentence does."""
