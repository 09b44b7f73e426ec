"""What an engine looks up, matches and ranks by: the values that a plan is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from search.analysis import phrase_forms, without_hyphens
from search.query import FieldIs, Pin
from search.results import Understood


@dataclass(frozen=True, slots=True)
class Term:
    """One indexed form."""

    form: str


@dataclass(frozen=True, slots=True)
class Near:
    """Forms that stand close together, in any order."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """Forms at fixed places from the first, in one field or in any that ranks."""

    forms: tuple[tuple[str, int], ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """Every form with that beginning."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Valued:
    """Every document with that value in a keyword field; all score alike."""

    field: str
    value: str
    outside: str = ""
    """An instrument whose own units are left out: they cite each other all the time."""


Lookup = Term | Near | Exact | Beginning | Valued


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a text may put an idea."""

    lookup: Lookup
    weight: float


@dataclass(frozen=True, slots=True)
class Group:
    """One idea of the query; the best alternative counts, the others a little."""

    alternatives: tuple[Alternative, ...]
    weight: float = 1.0
    said: str = ""
    """The reader's words."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ideas of which at least one must be there."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these must match; none at all matches everything."""

    nodes: tuple[PlanNode, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these must match."""

    nodes: tuple[PlanNode, ...]


@dataclass(frozen=True, slots=True)
class NotThis:
    """What must not match."""

    node: PlanNode


PlanNode = Group | Ranked | FieldIs | AllOf | AnyOf | NotThis


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look up, what to rank by, and what to say about it."""

    root: PlanNode
    groups: tuple[Group, ...]
    """Ideas that rank, in the order of the query."""
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    pins: tuple[Pin, ...]
    named: tuple[str, ...]
    understood: Understood
    suggestion: str | None
    terms: tuple[str, ...]
    """Forms to highlight."""


class Vocabulary(Protocol):
    """What a planner may ask of an index."""

    name: str
    """Changes whenever the words do."""

    def count(self, lookup: Lookup) -> int:
        """How many documents match."""

    def surface(self) -> Mapping[str, int]:
        """Every word before stemming, with the number of documents that hold it."""


def lookup_of(text: str) -> Lookup:
    """One word as a term, several as words close together."""
    forms = tuple(form for form, _ in phrase_forms(text))
    return Term(forms[0]) if len(forms) == 1 else Near(tuple(dict.fromkeys(forms)))


def phrase_group(text: str, field: str | None = None) -> Group:
    """A phrase as typed; empty when it holds only stop words."""
    written = dict.fromkeys((phrase_forms(text), phrase_forms(without_hyphens(text))))
    lookups = [_as_lookup(forms, field) for forms in written if forms]
    return Group(tuple(Alternative(lookup, 1.0) for lookup in lookups), said=text)


def _as_lookup(forms: tuple[tuple[str, int], ...], field: str | None) -> Lookup:
    return Term(forms[0][0]) if len(forms) == 1 and field is None else Exact(forms, field)


def forms_in(group: Group) -> Iterator[str]:
    """Every form that a group looks up, beginnings with a star."""
    for alternative in group.alternatives:
        if isinstance(alternative.lookup, Beginning):
            yield f"{alternative.lookup.prefix}*"
        yield from forms_of_lookup(alternative.lookup)


def forms_of_lookup(lookup: Lookup) -> tuple[str, ...]:
    """The whole forms that are looked up; none for a beginning or a value."""
    match lookup:
        case Term(form):
            return (form,)
        case Near(forms):
            return forms
        case Exact(places, _):
            return tuple(form for form, _ in places)
        case _:
            return ()
