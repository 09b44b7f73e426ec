"""Whether the relations of a catalogue hold together, and both ways to read one.

A relation is written once, on the instrument that does something to another; its inverse is
derived here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.facts import Relation, RelationKind
from corpus.model import Instrument

WORDS: Mapping[RelationKind, tuple[str, str]] = {
    RelationKind.MADE_UNDER: ("made under", "parent of"),
    RelationKind.AMENDS: ("amends", "amended by"),
    RelationKind.REPEALS: ("repeals", "repealed by"),
    RelationKind.REPLACES: ("replaces", "replaced by"),
    RelationKind.IMPLEMENTS: ("implements", "implemented by"),
}
"""How a relation reads from its own side, and from the other's."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as one of its two instruments sees it."""

    words: str
    """`made under`, or, seen from the other side, `parent of`."""
    other: str
    """Slug of the other instrument."""
    at: str
    source: str


def ties_of(slug: str, instruments: Iterable[Instrument]) -> tuple[Tie, ...]:
    """Every relation in which an instrument stands, its own first."""
    own: list[Tie] = []
    inverse: list[Tie] = []
    for instrument in instruments:
        for relation in instrument.relations:
            forward, backward = WORDS[relation.kind]
            if instrument.slug == slug:
                own.append(Tie(forward, relation.to, relation.at, relation.source))
            elif relation.to == slug:
                inverse.append(Tie(backward, instrument.slug, relation.at, relation.source))
    return (*own, *inverse)


def find_cycle(instruments: Iterable[Instrument], kind: RelationKind) -> tuple[str, ...]:
    """Slugs along a circle of relations of one kind, empty when there is none.

    No law is made under itself, and none repeals what repealed it.
    """
    edges = {
        i.slug: [r.to for r in i.relations if r.kind is kind] for i in instruments if i.relations
    }
    finished: set[str] = set()
    for start in edges:
        if circle := _walk(start, edges, finished):
            return circle
    return ()


def _walk(start: str, edges: Mapping[str, list[str]], finished: set[str]) -> tuple[str, ...]:
    path: list[str] = [start]
    branches: list[Iterator[str]] = [iter(edges.get(start, ()))]
    while path:
        step = next(branches[-1], None)
        if step is None:
            finished.add(path.pop())
            branches.pop()
        elif step in path:
            return (*path[path.index(step) :], step)
        elif step not in finished:
            path.append(step)
            branches.append(iter(edges.get(step, ())))
    return ()


def is_backwards(instrument: Instrument, other: Instrument, relation: Relation) -> bool:
    """Whether an instrument is said to rest on, or to change, one that was made after it."""
    return bool(instrument.date and other.date and instrument.date < other.date) and (
        relation.kind is not RelationKind.IMPLEMENTS
    )
