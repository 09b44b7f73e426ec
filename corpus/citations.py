"""Citations of provisions: “s. 37(1) PECA”, “Article 19-A”, “section 5 of the Telecom Act”.

Used by ingest (references in the text), search (a reader types a citation) and webui (quick
jump).  Numbers are normalised to the form of eIds: `24-A` and `24 A` become `24A`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import ProvisionKind
from corpus.names import InstrumentNames, NameMatch

_UNIT_WORDS = {
    "section": ProvisionKind.SECTION,
    "sections": ProvisionKind.SECTION,
    "sec": ProvisionKind.SECTION,
    "secs": ProvisionKind.SECTION,
    "s": ProvisionKind.SECTION,
    "ss": ProvisionKind.SECTION,
    "u/s": ProvisionKind.SECTION,
    "§": ProvisionKind.SECTION,
    "§§": ProvisionKind.SECTION,
    "article": ProvisionKind.ARTICLE,
    "articles": ProvisionKind.ARTICLE,
    "art": ProvisionKind.ARTICLE,
    "arts": ProvisionKind.ARTICLE,
    "rule": ProvisionKind.RULE,
    "rules": ProvisionKind.RULE,
    "r": ProvisionKind.RULE,
    "rr": ProvisionKind.RULE,
    "regulation": ProvisionKind.REGULATION,
    "regulations": ProvisionKind.REGULATION,
    "reg": ProvisionKind.REGULATION,
    "regs": ProvisionKind.REGULATION,
}
"""Longer words are tried first, so `s` never eats the head of `section`."""

# “24-A” and “24 A” name the same section, but the A of “24 A person” is an article of speech.
_REPEATED = "|".join(f"{letter}{{4,6}}" for letter in string.ascii_uppercase)
"""Sections put in between the inserted ones: 11EEEE stands after 11EEE."""
_NUMBER = (
    rf"\d{{1,4}}(?:[-–‑]?(?:[A-Z]{{1,3}}|{_REPEATED})(?![a-z])"
    r"|[a-z](?![a-z0-9])|[ ][-–][ ]?[A-Z](?![A-Za-z]))?"
)
_SUB = r"(?:\s?\(\s?(?:\d{1,3}[A-Za-z]?|[a-z]{1,6}|[A-Z]{1,3})\s?\))"
_ITEM = rf"{_NUMBER}{_SUB}*"
_JOIN = r"\s*(?:,\s*(?:and|or|&)?|and|or|to|read\s+with|[-–—&])\s*"

_SUBSECTION = r"sub[-\s]?(?:section|rule|article|regulation)s?"
_CLAUSE = r"(?:clause|paragraph|cl|para)s?\.?"

_CITATION = re.compile(
    rf"""
    (?<![\w/])(?<!sub-)(?<!sub\s)
    (?:(?:{_CLAUSE}\s*\((?P<clause_before>\w+)\)\s*of\s+)?    # clause (a) of
       {_SUBSECTION}\s*\((?P<sub_before>\w+)\)\s*of\s+)?      # sub-section (1) of
    (?P<word>{"|".join(sorted(map(re.escape, _UNIT_WORDS), key=len, reverse=True))})
    \.?\s{{0,3}}
    (?P<numbers>{_ITEM}(?:{_JOIN}{_ITEM})*)
    (?:,?\s*{_SUBSECTION}\s*\(?(?P<sub_after>\d+[A-Za-z]?)\)?)?   # , sub-section (1)
    (?:,?\s*{_CLAUSE}\s*\((?P<clause_after>\w+)\))?             # , clause (a)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_INSTRUMENT = re.compile(r"\s*,?\s*(?:of|in|under)?\s*(?:the\s+)?", re.IGNORECASE)
_SAID = re.compile(
    r"\s+of\s+(?:the\s+(?:said|aforesaid)|that)\s+"
    r"(?:Act|Ordinance|Code|Order|Rules|Regulations|Constitution)\b",
    re.IGNORECASE,
)
_BARE_AFTER_NAME = re.compile(rf"[\s,:]+(?P<numbers>{_ITEM}(?:{_JOIN}{_ITEM})*)(?!\w)", re.I)
_BARE = re.compile(rf"\s*(?P<numbers>{_ITEM})\s*", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:to|[-–—])\s*", re.IGNORECASE)
_YEAR_NUMBER = re.compile(r"(1[89]|20)\d\d")

MAX_RANGE = 60
"""Most sections that one range may name; a longer one keeps its two ends."""


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One cited place: `37(1)(a)` is number 37 with subs 1 and a."""

    num: str
    subs: tuple[str, ...] = ()

    def eid(self, unit: ProvisionKind) -> str:
        """The eId that the place has where `unit` carries the numbering.

        A letter straight below a section is its paragraph; below a numbered sub-section too.
        Articles use `para` for a number and `point` for letters (CONTRACT, eIds).
        """
        parts = [f"{_BASIC_NAME[unit]}_{self.num}"]
        levels = _ARTICLE_LEVELS if unit is ProvisionKind.ARTICLE else _SECTION_LEVELS
        depth = 0 if not self.subs or self.subs[0][0].isdigit() else 1
        for sub in self.subs:
            parts.append(f"{levels[min(depth, len(levels) - 1)]}_{sub}")
            depth += 1
        return "__".join(parts)


_BASIC_NAME = {
    ProvisionKind.SECTION: "sec",
    ProvisionKind.ARTICLE: "art",
    ProvisionKind.RULE: "rule",
    ProvisionKind.REGULATION: "reg",
}
_SECTION_LEVELS = ("subsec", "para", "subpara", "item")
_ARTICLE_LEVELS = ("para", "point", "point")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a text; offsets are code points, end exclusive."""

    start: int
    end: int
    text: str
    pinpoints: tuple[Pinpoint, ...]
    unit: ProvisionKind | None
    """None where only a number was written: “PECA 37”."""
    instrument: str | None
    """Slug; None where the text names no instrument that is known."""


def find_citations(
    text: str, names: InstrumentNames, context: str | None = None
) -> tuple[Citation, ...]:
    """The citations in running text, from left to right.

    “of the said Act” goes to the instrument named last before it.  A citation that names no
    instrument at all gets `context` (the slug of the text that it stands in).  A bare number
    counts only straight after an instrument's name in `parse_citation`, never here: running
    text is full of numbers.
    """
    mentioned = names.find(text)
    return tuple(_resolve(text, found, mentioned, context) for found in _CITATION.finditer(text))


def parse_citation(text: str, names: InstrumentNames) -> Citation | None:
    """The citation that the whole text is, or None.

    Takes “s. 37(1) PECA”, “PECA 37”, “37 PECA”, “Art. 19 constitution”, “Article 19”; refuses a
    text that says anything more, and a lone number, which could be anything.
    """
    stripped = text.strip().rstrip("?.!")
    mentioned = names.find(stripped)
    return _worded(stripped, mentioned) or _bare(stripped, mentioned)


def _worded(text: str, mentioned: tuple[NameMatch, ...]) -> Citation | None:
    """A citation with a unit word and at most one instrument, and nothing else."""
    for found in _CITATION.finditer(text):
        citation = _resolve(text, found, mentioned, None)
        rest = _outside(text, citation, mentioned)
        if not rest and len(mentioned) <= 1:
            slug = citation.instrument or (mentioned[0].slug if mentioned else None)
            return Citation(0, len(text), text, citation.pinpoints, citation.unit, slug)
    return None


def _outside(text: str, citation: Citation, mentioned: tuple[NameMatch, ...]) -> str:
    """What is left of the text when the citation, names and joining words are taken out."""
    kept = list(text)
    for start, end in [(citation.start, citation.end), *((m.start, m.end) for m in mentioned)]:
        kept[start:end] = [" "] * (end - start)
    return re.sub(r"\b(?:of|the|in|under|pakistan)\b|[\s,.:;-]", "", "".join(kept), flags=re.I)


def _bare(text: str, mentioned: tuple[NameMatch, ...]) -> Citation | None:
    """“PECA 37” and “37 PECA”: a name and a number, nothing else."""
    if len(mentioned) != 1:
        return None
    name = mentioned[0]
    rest = text[: name.start] if name.start else text[name.end :]
    if name.start and name.end < len(text):
        return None
    found = _BARE.fullmatch(rest.strip(" ,:"))
    if found is None or _YEAR_NUMBER.fullmatch(found["numbers"]):
        return None
    return Citation(0, len(text), text, _pinpoints(found["numbers"]), None, name.slug)


def _resolve(
    text: str,
    found: re.Match[str],
    mentioned: tuple[NameMatch, ...],
    context: str | None,
) -> Citation:
    unit = _UNIT_WORDS[found["word"].casefold()]
    start, end = found.span()
    pinpoints = _deepened(_pinpoints(found["numbers"]), found)
    before = [name for name in mentioned if name.end <= start]
    if said := _SAID.match(text, end):
        slug = before[-1].slug if before else None
        return _citation(text, start, said.end(), pinpoints, unit, slug)
    gap = _OF_INSTRUMENT.match(text, end)
    after = next((n for n in mentioned if gap and n.start == gap.end()), None)
    if after is not None:
        return _citation(text, start, after.end, pinpoints, unit, after.slug)
    if before and not text[before[-1].end : start].strip(" ,:"):
        return _citation(text, before[-1].start, end, pinpoints, unit, before[-1].slug)
    return _citation(text, start, end, pinpoints, unit, context)


def _deepened(places: tuple[Pinpoint, ...], found: re.Match[str]) -> tuple[Pinpoint, ...]:
    """The places with the sub-section and clause that are named in words beside them."""
    named = (
        found["sub_before"] or found["sub_after"],
        found["clause_before"] or found["clause_after"],
    )
    subs = tuple(sub for sub in named if sub)
    if not subs:
        return places
    last = places[-1]
    return (*places[:-1], Pinpoint(last.num, (*last.subs, *subs)))


def _citation(
    text: str,
    start: int,
    end: int,
    pinpoints: tuple[Pinpoint, ...],
    unit: ProvisionKind,
    slug: str | None,
) -> Citation:
    return Citation(start, end, text[start:end], pinpoints, unit, slug)


def _pinpoints(numbers: str) -> tuple[Pinpoint, ...]:
    """The places that a list or range of numbers names, in order, each once."""
    places: list[Pinpoint] = []
    last_end = 0
    for item in re.finditer(_ITEM, numbers, re.IGNORECASE):
        place = _pinpoint(item[0])
        joined_by = numbers[last_end : item.start()]
        if places and _RANGE.fullmatch(joined_by):
            places.extend(_between(places[-1], place))
        places.append(place)
        last_end = item.end()
    return tuple(dict.fromkeys(places))


def _pinpoint(item: str) -> Pinpoint:
    number = re.match(_NUMBER, item, re.IGNORECASE)
    if number is None:
        raise ValueError(f"{item!r} holds no number")  # _ITEM always begins with one
    subs = tuple(s.strip() for s in re.findall(r"\(([^)]*)\)", item[number.end() :]))
    return Pinpoint(normal_number(number[0]), subs)


def normal_number(text: str) -> str:
    """The form that eIds use: `24-A`, `24 - a` and `24a` become `24A`."""
    return re.sub(r"[\s\-–‑]", "", text).upper()


def _between(first: Pinpoint, last: Pinpoint) -> Iterator[Pinpoint]:
    """The whole numbers inside a range; letters in between are for the reader to find."""
    if first.subs or last.subs or not (first.num.isdigit() and last.num.isdigit()):
        return
    inside = range(int(first.num) + 1, int(last.num))
    if len(inside) <= MAX_RANGE:
        yield from (Pinpoint(str(n)) for n in inside)
