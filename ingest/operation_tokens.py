"""Cuts an amending law's own words into what an operation is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from ingest.amending import amending_words
from ingest.forms import any_of
from ingest.law_names import hidden_names

BLOCK = "\ue010"
"""Stands for every letter of new text in lines of its own."""

_HIDDEN = "\ue011"
_QUOTES = re.compile(
    r"“[^“”]*”|\"[^\"]*\"|‘(?:[^‘’]|(?<=\w)’(?=\w))*’|„[^“”]*[“”]|«[^»]*»|(?<![\w])'[^']{1,80}'(?!\w)"
)
_NUM = r"\(?\d{1,4}[A-Za-z]{0,4}\)?(?:\s?\(\w{1,8}\))*|\(\w{1,9}\)(?:\s?\(\w{1,8}\))*"
_CONTAINER_NUM = r"\d{1,3}[A-Z]{0,2}\b|[IVXLC]{1,6}[A-Z]?\b|[A-Z]{1,2}\b"
_LIST = r"(?:{num})(?:\s*(?:,|,?\s*and|,?\s*or|,?\s*to)\s+(?:{num})(?!\w))*"
_FILLER = (
    r"(?:the|said|existing|aforesaid|immediately|new|following|words?|figures?|expressions?"
    r"|letters?|brackets?|commas?|numbers?|symbols?|punctuation|mark|and|opening|marginal|occurring"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|last)"
)
_PREP = re.compile(
    rf"\b(?P<prep>in|after|before|for|to|of|from|with|by|as|into)\s+(?:{_FILLER}[\s,]+)*$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|last)\s+$", re.IGNORECASE
)
_NEW = re.compile(r"\b(?:following|new)\s+(?:new\s+|further\s+)?$", re.IGNORECASE)
_LOOK = 90


_FOLLOWING = re.compile(r"\bfollowing\b[^.;:]*$", re.IGNORECASE)
"""`is repealed and the following section substituted`"""
_NO_ORDER = re.compile(
    r"\b(?:the|a|an|any|such|this|that|to|may|shall|must|not|or|who|which|can|will)\s+$",
    re.IGNORECASE,
)
"""What stands before `repeal` or `omit` where it orders nothing."""
_DONE_BY = re.compile(r"\s+(?:by|vide)\s+(?:the\s+)?(?:[A-Z]|section\b|s\.)")
"""`is repealed by the Widgets Act` tells of what another law has done."""
_DEFINITION = re.compile(r"\bdefinitions?\s+of\s+$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_OF = re.compile(r"\s+of\b")


class Sort(StrEnum):
    """What a token is."""

    UNIT = "unit"
    WORDS = "words"
    STOP = "stop"
    BLOCK = "block"
    VERB = "verb"
    END = "end"
    """`at the end`."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece that says what is done, to what, where, or with which words."""

    sort: Sort
    start: int
    end: int
    word: str = ""
    """The unit's word, the operation, or the words quoted."""
    nums: tuple[str, ...] = ()
    prep: str = ""
    """The word that leads to it: in, of, for, after, before, …"""
    new: bool = False
    """Spoken of as new: `the following new section`."""
    many: bool = False
    passive: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of a stretch of an amending law's own words, in order; offsets are into it."""
    quotes = list(_QUOTES.finditer(text))
    plain = hidden_names(_QUOTES.sub(lambda m: _HIDDEN * len(m[0]), text), _HIDDEN)
    found = [_words(plain, quote) for quote in quotes if len(quote[0]) > 2]
    found += [Token(Sort.BLOCK, m.start(), m.end()) for m in re.finditer(f"{BLOCK}+", plain)]
    found += [_unit(plain, m) for m in _unit_pattern().finditer(plain)]
    found += [
        Token(
            Sort.STOP,
            m.start(),
            m.end(),
            amending_words().stops[" ".join(m[0].casefold().split())],
            prep=_prep(plain, m.start()),
        )
        for m in _stop_pattern().finditer(plain)
    ]
    found += [
        Token(Sort.END, m.start(), m.end()) for m in re.finditer(r"\bat the end\b", plain, re.I)
    ]
    found += _verbs(plain)
    return _noun_objects(sorted(found, key=lambda token: (token.start, -token.end)))


def _noun_objects(tokens: list[Token]) -> list[Token]:
    """`by the deletion of “X”`: what “of” leads to after a noun is what the noun is about."""
    noun = False
    found = []
    for token in tokens:
        if token.sort is Sort.VERB:
            noun = token.nums[0].startswith("the ")
        elif noun and token.prep == "of":
            token, noun = replace(token, prep=""), False
        found.append(token)
    return found


def _words(plain: str, quote: re.Match[str]) -> Token:
    inner = " ".join(quote[0][1:-1].split())
    defined = _DEFINITION.search(plain, max(0, quote.start() - 20), quote.start())
    prep = "definition" if defined else _prep(plain, quote.start())
    return Token(Sort.WORDS, quote.start(), quote.end(), inner, prep=prep)


def _prep(plain: str, at: int) -> str:
    found = _PREP.search(plain, max(0, at - _LOOK), at)
    return found["prep"].casefold() if found else ""


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = any_of(tuple(amending_words().units))
    numbers, letters = _LIST.format(num=_NUM), _LIST.format(num=_CONTAINER_NUM)
    return re.compile(
        rf"\b(?P<word>(?i:{words}))(?P<many>(?i:e?s))?\b"
        rf"(?:[\s–-]*(?P<nums>{numbers})|\s*[-–]?\s*(?P<letters>{letters}))?"
    )


@cache
def _stop_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(tuple(amending_words().stops))})\b", re.IGNORECASE)


_YEAR = re.compile(r"(?:1[789]|20)\d\d")
"""`the Widgets Rules 2020` is a law's name and no rule."""
_CONTAINERS = ("part", "chapter", "schedule", "annex", "title", "appendix")


def _unit(plain: str, found: re.Match[str]) -> Token:
    word = found["word"].casefold()
    nums, end = found["nums"] or "", found.end()
    if found["letters"]:
        if word in _CONTAINERS:
            nums = found["letters"]
        else:
            end = found.end("many") if found["many"] else found.end("word")
    ordinal = _ORDINAL.search(plain, max(0, found.start() - 12), found.start())
    if not nums and ordinal and (word in _CONTAINERS or word in ("proviso", "explanation")):
        nums = _of_ordinal(word, ordinal[1].casefold())
    if _YEAR.fullmatch(nums):
        nums, end = "", found.end("many") if found["many"] else found.end("word")
    new = _NEW.search(plain, max(0, found.start() - 30), found.start()) is not None
    return Token(
        Sort.UNIT,
        found.start(),
        end,
        word,
        tuple(_split(nums)),
        _prep(plain, found.start()),
        new,
        bool(found["many"]),
    )


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _of_ordinal(word: str, ordinal: str) -> str:
    if word in _CONTAINERS:
        return ordinal.upper()
    return str(_ORDINALS.index(ordinal) + 1) if ordinal in _ORDINALS else "1"


_MOST_RANGED = 60


def _split(nums: str) -> list[str]:
    """The numbers of a list, with those that a range leaves out: `12 to 15`, `(a) to (d)`."""
    ends = re.fullmatch(r"\(?(\w+)\)?\s+to\s+\(?(\w+)\)?", nums.strip())
    if ends and ends[1].isdigit() and ends[2].isdigit():
        first, last = int(ends[1]), int(ends[2])
        if first < last <= first + _MOST_RANGED:
            return [str(num) for num in range(first, last + 1)]
    if ends and re.fullmatch("[a-z]", ends[1]) and re.fullmatch("[a-z]", ends[2]):
        return [chr(letter) for letter in range(ord(ends[1]), ord(ends[2]) + 1)]
    return [
        num
        for num in re.split(r"\s*(?:,\s*and|,\s*or|,|\band\b|\bor\b|\bto\b)\s*", nums.strip())
        if num
    ]


def _verbs(plain: str) -> list[Token]:
    words = amending_words()
    found = []
    for verb in words.verb.finditer(plain):
        word = " ".join(verb["verb"].casefold().split())
        passive = verb["passive"] is not None
        participle = word.endswith("ed") or word in ("left out", "struck out")
        lead = plain[max(0, verb.start() - _LOOK) : verb.start()]
        if passive and word != "replaced" and _DONE_BY.match(plain, verb.end()):
            continue
        if participle and not passive and not _FOLLOWING.search(lead):
            continue
        noun = word.startswith("the ")
        if noun and not _BY.search(lead):
            continue
        if not participle and not noun and (_NO_ORDER.search(lead) or _OF.match(plain, verb.end())):
            continue
        found.append(
            Token(
                Sort.VERB, verb.start(), verb.end(), words.ops[word], passive=passive, nums=(word,)
            )
        )
    return found
