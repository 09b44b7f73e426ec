"""Patterns for what has a fixed form: references, named laws, sanctions, terms, defined terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ingest.nlp.values import Found, Range

_ORDINAL = r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"
_NUMERAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|lakhs?|lacs?|million|crores?|billion)"
)
_IN_WORDS = (
    rf"(?:(?:an?\s+(?=hundred|thousand|million))?"
    rf"{_NUMERAL}(?:(?:\s+and\s+|[\s-]){_NUMERAL}){{0,12}})"
)
_IN_FIGURES = r"(?:\d[\d,  .]{0,18}\d|\d)"
_NUMBER = rf"(?:(?:{_IN_WORDS}|{_IN_FIGURES})(?:\s*\((?:\d+|{_IN_WORDS})\))?)"
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"

_LABEL = r"(?:\d{1,4}[A-Z]{0,3}(?:-[A-Z]{1,2})?|[IVXLC]{1,6}\b|[A-Z]\b)(?![\d.]*\d)"
_BRACKETED = r"(?:\s?\((?:\d{1,3}[A-Za-z]{0,2}|[a-z]{1,5}|[A-Z]{1,3})\))"
_PLACE = rf"(?:{_LABEL}{_BRACKETED}*|{_BRACKETED}+)"
_UNITS = (
    r"(?:(?:[Ss]ub[- ]?)?(?:[Ss]ections?|[Cc]lauses?|[Pp]aragraphs?|[Rr]ules?|[Rr]egulations?)|"
    r"[Aa]rticles?|[Cc]hapters?|[Pp]arts?|[Ss]chedules?|[Aa]nnex(?:es)?|[Pp]oints?|ss?\.|[Aa]rts?\.|"
    r"Order)"
)
_JOIN = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|and/or)\s+|\s?[-–—]\s?)"

REFERENCE = re.compile(
    rf"""
    \b(?P<unit>{_UNITS})[\s-]*           # section, sub-section, Article
    (?P<first>{_PLACE})                  # 37(1)(a), (2), IV, 19A
    (?P<more>(?:{_JOIN}{_PLACE})*)       # ", 11 and 21", "(a) to (c)"
    | \b(?P<ordinal>{_ORDINAL})\s+Schedules?
        (?:\s+and\s+(?:the\s+)?{_ORDINAL}\s+Schedule)?
    """,
    re.VERBOSE,
)
"""A unit of an instrument with its number: section 37(1), sub-section (2), clauses (a) to (c),
Sections 11 and 21, First Schedule.  Confuses with a year or a money amount, so a label is followed
by no further figure; "this section" has no number and is no reference."""

_CHAIN = re.compile(r"\s+of\s+(?:the\s+)?\w$|,\s+[pP]$")
"""What joins two references into one: "of", or the comma of "Article 6(1), point (f)"."""

_CAP = r"[A-Z][\w’'.-]*"
_SMALL = r"(?:of|and|for|the|to|on|in|against|from|by|with|or|&|as)"
INSTRUMENT = re.compile(
    rf"""
    (?P<eu>(?:(?:Council|Commission|Implementing|Delegated|Framework)\s+)*(?:Regulation|Directive|Decision)s?\s+
        (?:\((?:EU|EC|EEC|Euratom)(?:,\s*Euratom)?\)\s*)?(?:No\s+)?\d{{1,4}}/\d{{1,4}}(?:/[A-Z]{{2,4}})?)
    | (?P<name>{_CAP}(?:,?\s+(?:\([^()]{{1,40}}\)|{_SMALL}(?=\s)|{_CAP})){{0,16}}?\s+
        (?:Act|Ordinance|Code|Rules|Regulations|Order|Bill|Constitution|Convention|Law))
      (?P<tail>(?:,?\s+(?:of\s+)?\d{{3}}\s?\d)?        # , 1996 or a scan's , 201 7
        (?:\s*\((?:[A-Z][\w. ]*\s)?(?:No\.?\s*)?[IVXLCDM\d]+\s+of\s+(?:AD\s+)?\d{{4}}\))?
        |\s*\((?:Act|Ordinance)[^()]{{1,30}}\))
    | (?P<constitution>Constitution(?:\s+of\s+(?:the\s+)?{_CAP}(?:\s+(?:of\s+)?{_CAP})*)?
        (?:,\s+\d{{4}})?)
    | (?<=\bthe\s)(?P<alias>(?:Principal\s+|said\s+)?(?:Code|Act|Ordinance))\b(?!\s+(?:of|No)\b)
    """,
    re.VERBOSE,
)
"""A law by its name, with year and bracketed number.  Needs a year or bracket unless it is a
Constitution or an alias ("the Code", "the Act" in rules); "this Act" is not one."""

_LIFE = r"(?:(?:imprisonment\s+)?for\s+life|imprisonment\s+for\s+life|life\s+imprisonment|life)"
_SANCTION_WORD = (
    r"(?:of|either|any|description|for|an?|the|such|term|period|which|that|may|shall|can|also|not|be|less|more|than|"
    r"exceeding|exceed|extend|extending|extends|to|up|upto|and|but|maximum|minimum|imprisonment|amount|sum|equivalent|in|aggregate|least|at)\b"
)
_DURATION = rf"(?:{_NUMBER}\s+{_UNIT}|{_LIFE})"
PENALTY = re.compile(
    rf"(?:(?:rigorous|simple)\s+)?imprisonment(?:,?\s+(?:{_DURATION}|{_SANCTION_WORD}))*",
    re.IGNORECASE,
)
"""Imprisonment with whatever states its term; cut back afterwards to the last length of time."""
_PENALTY_END = re.compile(_DURATION, re.IGNORECASE)

_MONEY = (
    rf"(?:(?:rupees|Rs\.?|PKR|EUR|USD|GBP|ZAR|INR|€|£|\$|R)\s*{_NUMBER}(?:\s*/-)?(?:\s+(?:million|thousand|crore|lakh|billion))?(?:\s+rupees)?"
    rf"|{_NUMBER}\s*(?:million\s+|thousand\s+)?(?:rupees|dollars|pounds|euros?|EUR|rand|taka|shillings|penalty\s+units))"
)
_MONEY_RE = re.compile(_MONEY, re.IGNORECASE)
FINE = re.compile(
    rf"(?:administrative\s+)?\bfines?\b(?:,?\s+(?:{_MONEY}|{_SANCTION_WORD}))*", re.IGNORECASE
)
"""A fine with whatever states its amount; cut back to the last amount, or to the bare word."""

TERM = re.compile(
    rf"""
    \b{_NUMBER}[\s-]+(?:working\s+|calendar\s+|business\s+|clear\s+|consecutive\s+)?
        (?:{_UNIT}\b|monthly\b|yearly\b|weekly\b)
    | \b(?:half[- ]year(?:ly)?|bi-?annual(?:ly)?|quarterly|fortnightly|annual(?:ly)?|yearly|monthly
        |biennial)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A length of time (thirty days, 24 hours, six monthly) or an adjective of period."""

_OPEN, _CLOSE = "[“\"‘'”]", "[”\"’'“]"
DEFINED = re.compile(
    rf"""
    {_OPEN}(?P<term>[^“”"‘’']{{1,80}}(?:[’'](?=\w)[^“”"‘’']{{1,60}})?){_CLOSE}
    (?=\s*(?:,[^,]{{1,120}},|,|\([^()]{{1,60}}\)|(?:\w+\s+){{0,8}}?
          |,?\s*(?:and|or)\s+{_OPEN}[^”"’']{{1,60}}{_CLOSE})\s*
       (?:means?|includes?|shall\s+(?:also\s+)?(?:mean|include|have)
         |ha(?:s|ve)\s+the\s+(?:same\s+)?meaning|refers?\s+to|is\s+defined)\b
    )
    | (?:herein\s?after|in\s+this\s+\w+)[^.;“"‘]{{0,60}}?(?:called|referred\s+to)
        (?:\s+as)?\s+(?:the\s+|an?\s+)?{_OPEN}(?P<alias>[^“”"‘’']{{1,80}}){_CLOSE}
    """,
    re.VERBOSE,
)
"""The quoted term where it is given its meaning, never where it is merely quoted."""


def find_fixed(text: str) -> Iterator[Found]:
    """Every reference, named law, sanction, term and defined term, overlaps included."""
    for finder in _FINDERS:
        yield from finder(text)


def _references(text: str) -> Iterator[Found]:
    """A chain of references ("clause (a) of sub-section (2) of section 10") is one span."""
    if not REFERENCE.search(text):
        return
    chain: Range | None = None
    for hit in REFERENCE.finditer(text):
        if chain and _linked(text, chain.end, hit.start()):
            chain = Range(chain.start, hit.end())
            continue
        if chain:
            yield Found("PROVISION_REF", *chain, "entity.provision-ref.unit-and-number")
        chain = Range(hit.start(), hit.end())
    if chain:
        yield Found("PROVISION_REF", *chain, "entity.provision-ref.unit-and-number")


def _linked(text: str, left: int, right: int) -> bool:
    gap = text[left:right]
    return len(gap) < 12 and bool(_CHAIN.match(gap + text[right : right + 1]))


def _instruments(text: str) -> Iterator[Found]:
    for hit in INSTRUMENT.finditer(text):
        start = hit.start()
        if name := hit["name"]:
            if not hit["tail"] and not name.endswith("Code"):
                continue
            start += _leading_noise(name)
        if start < hit.end():
            yield Found("INSTRUMENT", start, hit.end(), f"entity.instrument.{_kind(hit)}")


_NOISE_START = re.compile(
    r"(?:(?:The|This|That|Under|In|If|Any|An|A|Where|Every|Section|Sections|Article|Notwithstanding|Provided|For|"
    r"By|On|Subject|When|Upon|Chapter|Part|Order|And|Or|Of|No)\s+(?:(?:of|to|and|by|in|the|an?|any|that|anything|contained)\s+)*)+"
)


def _kind(hit: re.Match[str]) -> str:
    return next(kind for kind in ("eu", "name", "constitution", "alias") if hit[kind])


def _leading_noise(name: str) -> int:
    hit = _NOISE_START.match(name)
    return hit.end() if hit else 0


def _penalties(text: str) -> Iterator[Found]:
    for hit in PENALTY.finditer(text):
        end = _last_end(_PENALTY_END, hit) or hit.start() + len(_head(hit.group(), "imprisonment"))
        yield Found("PENALTY", hit.start(), end, "entity.penalty.imprisonment")


def _fines(text: str) -> Iterator[Found]:
    for hit in FINE.finditer(text):
        end = _last_end(_MONEY_RE, hit) or hit.start() + len(_head(hit.group(), "fines?"))
        yield Found("FINE", hit.start(), end, "entity.fine.amount-or-bare")


def _last_end(pattern: re.Pattern[str], hit: re.Match[str]) -> int:
    ends = [found.end() for found in pattern.finditer(hit.group())]
    return hit.start() + ends[-1] if ends else 0


def _head(phrase: str, word: str) -> str:
    found = re.match(rf"(?:\w+\s+)??{word}\b", phrase, re.IGNORECASE)
    return found.group() if found else phrase


def _terms(text: str) -> Iterator[Found]:
    for hit in TERM.finditer(text):
        yield Found("TERM", hit.start(), hit.end(), "entity.term.number-and-unit")


def _defined(text: str) -> Iterator[Found]:
    for hit in DEFINED.finditer(text):
        group = "term" if hit["term"] else "alias"
        yield Found("DEFINED_TERM", *hit.span(group), f"entity.defined-term.{group}")


_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _references,
    _instruments,
    _penalties,
    _fines,
    _terms,
    _defined,
)
