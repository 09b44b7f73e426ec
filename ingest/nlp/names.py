"""Bodies, courts and roles: by lexicon, by the shape of a capitalised name, by complement."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ingest.nlp.lexicon import Lexicon, load_lexicon
from ingest.nlp.values import Found, Range

_PRIORITY = (
    "DEFINED_TERM",
    "PROVISION_REF",
    "INSTRUMENT",
    "PENALTY",
    "FINE",
    "TERM",
    "COURT",
    "AGENCY",
    "ROLE",
)
"""Which label wins where two rules take exactly the same words."""

_CAP = r"[A-Z][\w’'-]*"
# A complement ends before anything that is not part of its noun phrase.
_COMPLEMENT_END = (
    r"(?:of|in|for|to|by|on|at|with|from|under|who|which|that|whose|and|or|shall|may|must|is|are|was|were|has|have|had|"
    r"does|do|if|where|when|unless|as|within|before|after|not|be|fails?|commits?|including|concerned|authori[sz]ed|"
    r"referred|designated|specified|holding|whether|against|upon|through|during|than|without|being|under|into|"
    r"violates?|contravenes?|refuses?|intentionally|appointed|established|notified|providing|there)"
)


@dataclass(frozen=True, slots=True)
class NameRules:
    """The compiled patterns of one jurisdiction."""

    shapes: tuple[tuple[str, re.Pattern[str]], ...]
    complement: re.Pattern[str]
    not_entity: re.Pattern[str]
    heads: frozenset[str]


@cache
def name_rules(jurisdiction: str) -> NameRules:
    """Compile the shape and complement patterns of a jurisdiction's lexicon."""
    lexicon = load_lexicon(jurisdiction)
    return NameRules(
        shapes=tuple((label, _shape(lexicon, label)) for label in ("COURT", "AGENCY", "ROLE")),
        complement=_complement(lexicon),
        not_entity=lexicon.not_entity,
        heads=frozenset(head.lower() for head in lexicon.complement_heads),
    )


def _shape(lexicon: Lexicon, label: str) -> re.Pattern[str]:
    """A capitalised name round one of the label's head words.

    Oil and Gas Regulatory Authority; Ministry of Law, Justice and Human Rights; Review Board (RB).
    No head word stands before the last head, so "Authority and the Board" stays two names.
    """
    every = "|".join(word for words in lexicon.shapes.values() for word in words)
    heads = "|".join(lexicon.shapes[label])
    stop = "|".join(lexicon.stop)
    word = rf"(?!(?:{every}|{stop})\b){_CAP}"
    tail = rf"(?!(?:{stop})\b){_CAP}"
    # after a comma or "and", a fresh name with a head of its own is not the tail
    fresh = rf"(?!(?:{_CAP}\s+){{0,4}}(?:{every})\b)"
    join = "and|&|of|for" if label == "AGENCY" else "of"
    return re.compile(
        rf"""
        \b(?:{word}(?:\s+(?:{join})(?=\s+[A-Z]))?\s+){{0,7}}?
        (?:{heads})\b
        (?:\s+(?:of|for|on|to)\s+(?:the\s+)?{tail}(?:(?:\s+(?:of\s+(?:the\s+)?)?|(?:,\s+|,?\s+and\s+){fresh}){tail}){{0,6}})?
        (?:\s+\([A-Z][A-Za-z]{{1,9}}\))?
        """,
        re.VERBOSE,
    )


def _complement(lexicon: Lexicon) -> re.Pattern[str]:
    """One "of" or "in" phrase after a head: owner of the system, official of an applicant."""
    prepositions = "|".join(lexicon.prepositions)
    noun = rf"(?!{_COMPLEMENT_END}\b)[\w’'-]+"
    return re.compile(
        rf"\s+(?:control\s+|charge\s+|possession\s+)?(?:{prepositions})\s+"
        rf"(?!(?:the\s+)?(?:equivalent|rank|grade)\b){noun}(?:\s+{noun}){{0,5}}(?:\s+of\s+[A-Z]\w+)?"
        rf"(?:\s+or\s+(?!(?:the|an?|any|its|his|of|by)\b){noun}(?:\s+{noun}){{0,2}}(?=\s*(?:[,.;]|$|\b(?:{_COMPLEMENT_END})\b)))?"
    )


def find_names(text: str, known: Iterable[Found], rules: NameRules) -> Iterator[Found]:
    """Names in the text: the lexicon's hits, widened by complement, and shaped names.

    Reads: `known`, the lexicon's hits.  Confuses: "contempt of court", "user data", which the
    lexicon lists and this drops.
    """
    undone = [Range(*hit.span()) for hit in rules.not_entity.finditer(text)]
    shaped = [*_shaped(text, rules)] if any(map(str.isupper, text)) else []
    longest: dict[int, int] = {}
    for found in known:
        longest[found.end] = min(longest.get(found.end, found.start), found.start)
    codes = {(one.label, one.start): one for one in known if one.code}
    shaped = [_with_code(one, codes) for one in shaped]
    for found in (*known, *shaped):
        if found.start > longest.get(found.end, found.start):
            continue  # "officer" in "police officer" is no head of its own
        if not any(found.range.inside(gap) and found.range != gap for gap in undone):
            yield _with_complement(text, found, rules)


def _with_code(one: Found, codes: Mapping[tuple[str, int], Found]) -> Found:
    """A shaped name that goes on where a known one stops ("… Authority (PEMRA)") is that body."""
    same = codes.get((one.label, one.start))
    rest = one.end - same.end if same else 0
    return one._replace(code=same.code) if same and rest <= len(" (ABCDEFGHIJ)") else one


def _shaped(text: str, rules: NameRules) -> Iterator[Found]:
    for label, shape in rules.shapes:
        for hit in shape.finditer(text):
            yield Found(label, hit.start(), hit.end(), f"entity.{label.lower()}.shape")


def _with_complement(text: str, found: Found, rules: NameRules) -> Found:
    if found.label != "ROLE" or not _is_head(found, text, rules.heads):
        return found
    hit = rules.complement.match(text, found.end)
    if hit is None:
        return found
    return found._replace(end=hit.end(), rule=f"{found.rule}.complement")


def _is_head(found: Found, text: str, heads: frozenset[str]) -> bool:
    words = text[found.start : found.end].lower()
    return words in heads or words.removesuffix("s") in heads or words in ("officers",)


def flatten(found: Iterable[Found]) -> tuple[Found, ...]:
    """Entities without overlap: the longest wins, then the label that says most."""
    ranked = sorted(
        found, key=lambda one: (one.start - one.end, _PRIORITY.index(one.label), one.code == "")
    )
    taken: list[Found] = []
    starts: list[int] = []
    for one in ranked:
        at = bisect(starts, one.start)
        clear_left = at == 0 or taken[at - 1].end <= one.start
        clear_right = at == len(taken) or one.end <= taken[at].start
        if clear_left and clear_right:
            taken.insert(at, one)
            starts.insert(at, one.start)
    return tuple(taken)
