"""Which words of an expression are tagged together.

A unit is a subsection with its paragraphs, up to its first proviso or explanation; a proviso; an
explanation; a section without subsections; one entry of a definitions section.  What stands before
the first subsection of a section is a unit too.  No word is in two units.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, Provision, ProvisionKind

_OWN_UNITS = frozenset(
    {
        ProvisionKind.SUBSECTION,
        ProvisionKind.PROVISO,
        ProvisionKind.EXPLANATION,
        ProvisionKind.ILLUSTRATION,
    }
)
_NOT_NORMATIVE = frozenset({*CONTAINER_KINDS, ProvisionKind.SCHEDULE, ProvisionKind.HEADING})
"""Kinds that only hold others: tagged where they have words of their own and no children."""

_DEFINES = re.compile(
    r"""\s*[“"‘'][^”"’']{1,80}[”"’']\s*(?:,[^,]{1,120},\s*)?(?:\w+\s+){0,6}?(?:means?|includes?|has\s+the|shall\s+(?:mean|include|have))\b"""
)


@dataclass(frozen=True, slots=True)
class TagUnit:
    """Words to be tagged: the first `len(text)` characters of a provision's text."""

    eid: str
    text: str
    heading: str | None


def tag_units(provisions: Sequence[Provision]) -> tuple[TagUnit, ...]:
    """The tagging units of an expression, in the order of its provisions."""
    children = _children(provisions)
    covered: set[str] = set()
    units: list[TagUnit] = []
    for provision in provisions:
        if provision.parent in covered and not _stands_alone(provision):
            covered.add(provision.eid)
            continue
        own = _own_text(provision, children[provision.eid], covered)
        if own.strip():
            units.append(TagUnit(provision.eid, own, provision.heading))
    return tuple(units)


def _children(provisions: Sequence[Provision]) -> Mapping[str, list[Provision]]:
    children: defaultdict[str, list[Provision]] = defaultdict(list)
    for provision in provisions:
        if provision.parent is not None:
            children[provision.parent].append(provision)
    return children


def _stands_alone(provision: Provision) -> bool:
    """Whether a unit inside a tagged one is tagged apart from it."""
    return provision.kind in _OWN_UNITS or provision.kind in BASIC_KINDS or _defines(provision)


def _defines(provision: Provision) -> bool:
    return provision.kind is ProvisionKind.PARAGRAPH and _DEFINES.match(provision.text) is not None


def _own_text(provision: Provision, children: Sequence[Provision], covered: set[str]) -> str:
    """The words before the first part that is tagged apart; marks the parts that are not."""
    if provision.kind in _NOT_NORMATIVE and children:
        return ""
    covered.add(provision.eid)
    cuts = [child.start - provision.start for child in _descendants_apart(children)]
    return provision.text[: max(0, min(cuts))] if cuts else provision.text


def _descendants_apart(children: Sequence[Provision]) -> Iterator[Provision]:
    return (child for child in children if _stands_alone(child))
