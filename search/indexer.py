"""Keeps the index in step with the database by following its outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from corpus.outbox import Change
from search.document import IndexChange, IndexDocument

INDEXED = frozenset({"instrument", "expression", "removed"})
"""Changes that alter documents; others are taken off the outbox and change nothing here."""


class Index(Protocol):
    """What takes the changes: a `SearchService` or a backend."""

    def apply(self, changes: Iterable[IndexChange]) -> None:
        """Replace the documents of some instruments."""


def follow(
    index: Index,
    waiting: Callable[[], Sequence[Change]],
    mark_followed: Callable[[int], None],
    documents_of_instrument: Callable[[str], Iterable[IndexDocument]],
) -> int:
    """Bring the index up to date with what waits; how many instruments were indexed again.

    Changes are taken off the outbox only once the index shows them, so a crash in between
    repeats work and loses none.  An instrument that is gone has no documents and is taken out.
    """
    changes = waiting()
    if not changes:
        return 0
    slugs = dict.fromkeys(c.instrument for c in changes if c.change in INDEXED)
    if slugs:
        index.apply([IndexChange(s, tuple(documents_of_instrument(s))) for s in slugs])
    mark_followed(max(change.id for change in changes))
    return len(slugs)
