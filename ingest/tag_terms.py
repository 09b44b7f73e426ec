"""Names that an instrument defines for itself, as lexicon entries for the whole of it.

"Authority" is whatever body the instrument says; a general rule over its definitions, never a
table of instruments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.nlp.lexicon import Name, forms
from ingest.nlp.values import Found
from ingest.tag_units import TagUnit

_HOLDERS = ("AGENCY", "COURT", "ROLE")

_DEFINITION = re.compile(
    r"""
    [“"‘'](?P<term>[^“”"‘’']{2,60})[”"’']
    \s*(?:,[^,]{1,120},\s*)?(?:\w+\s+){0,6}?
    (?:means?|shall\s+mean)\s+
    (?P<definiens>[^;.]{3,300})
    """,
    re.VERBOSE,
)
"""A quoted term with what it means; "includes" widens a word and names no body."""

_ALIAS = re.compile(
    r"""
    ,?\s*\(?\s*\bherein\s?after\s+(?:called|referred\s+to\s+as)\s+
    (?:the\s+|an?\s+)?[“"‘'](?P<term>[^“”"‘’']{2,60})[”"’']
    """,
    re.VERBOSE,
)

_ALIAS_REACH = 200
"""Letters before an alias in which what it stands for is looked for, within its sentence."""

_PERSON = re.compile(
    r"\s*(?:(?:any|an?|the|every)\s+)?(?:\w+\s+){0,2}?(?:person|individual|officer|official)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:officer|official|appointed|authori[sz]ed by|designated)\b", re.IGNORECASE
)


def defined_names(
    units: Sequence[TagUnit], entities_of: Callable[[str], tuple[Found, ...]]
) -> tuple[Name, ...]:
    """Lexicon entries for the bodies and persons that the units define."""
    return tuple(name for unit in units for name in _in_unit(unit, entities_of))


def _in_unit(unit: TagUnit, entities_of: Callable[[str], tuple[Found, ...]]) -> Iterator[Name]:
    text = " ".join(unit.text.split())
    for hit in _DEFINITION.finditer(text):
        yield from _entries(hit["term"], hit["definiens"], entities_of, first=True)
    for hit in _ALIAS.finditer(text):
        before = text[max(0, hit.start() - _ALIAS_REACH) : hit.start()]
        definiens = re.split(r"[.;]", before)[-1]
        yield from _entries(hit["term"], definiens, entities_of, first=False)


def _entries(
    term: str, definiens: str, entities_of: Callable[[str], tuple[Found, ...]], first: bool
) -> Iterator[Name]:
    named = _named(definiens, entities_of(definiens), first)
    if named:
        label, code, side = named
        # "authorised officer" keeps its code where the definition names no coded body
        code = code or next((one.code for one in entities_of(term) if one.label == label), "")
        for words in forms(term.strip()):
            yield Name(label, words, code, side)


def _named(definiens: str, entities: Sequence[Found], first: bool) -> tuple[str, str, str] | None:
    holders = [one for one in entities if one.label in _HOLDERS]
    if not first:
        return _triple(holders[-1]) if holders else None
    # only a body or person at the head of the definiens is what the term means
    if holders and holders[0].start <= _head_end(definiens):
        return _triple(holders[0])
    if _PERSON.match(definiens):
        return "ROLE", "", "public" if _PUBLIC.search(definiens) else "private"
    return None


def _head_end(definiens: str) -> int:
    hit = re.match(r"(?:the|an?|any|such|every)?\s*", definiens, re.IGNORECASE)
    return hit.end() if hit else 0


def _triple(one: Found) -> tuple[str, str, str]:
    return one.label, one.code, one.side
