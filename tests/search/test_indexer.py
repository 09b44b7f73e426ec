"""Following the outbox."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from corpus.outbox import Change
from search.document import IndexChange, IndexDocument
from search.indexer import follow


class Index:
    """Notes what is applied."""

    def __init__(self) -> None:
        self.applied: list[IndexChange] = []
        self.broken = False

    def apply(self, changes: Iterable[IndexChange]) -> None:
        if self.broken:
            raise RuntimeError("disk full")
        self.applied.extend(changes)


class Outbox:
    """Changes that wait."""

    def __init__(self, *changes: Change) -> None:
        self.changes = list(changes)

    def waiting(self) -> list[Change]:
        return list(self.changes)

    def mark(self, up_to: int) -> None:
        self.changes = [change for change in self.changes if change.id > up_to]


def test_follow_indexes_each_instrument_once(documents: tuple[IndexDocument, ...]) -> None:
    outbox = Outbox(
        Change(4, "pk-lantern-2001", "instrument"),
        Change(5, "pk-lantern-2001", "expression"),
        Change(6, "pk-gone-1900", "removed"),
        # a note changes no document
        Change(7, "/akn/pk/act/2001/7", "annotation"),
    )
    held = {"pk-lantern-2001": documents[:2]}
    index = Index()
    assert follow(index, outbox.waiting, outbox.mark, lambda slug: held.get(slug, ())) == 2
    assert index.applied == [
        IndexChange("pk-lantern-2001", documents[:2]),
        IndexChange("pk-gone-1900", ()),
    ]
    assert outbox.changes == []


def test_follow_does_nothing_when_nothing_waits() -> None:
    outbox = Outbox()
    assert follow(Index(), outbox.waiting, outbox.mark, lambda slug: ()) == 0


def test_a_change_waits_until_the_index_shows_it() -> None:
    outbox = Outbox(Change(1, "pk-lantern-2001", "expression"))
    index = Index()
    index.broken = True
    with pytest.raises(RuntimeError):
        follow(index, outbox.waiting, outbox.mark, lambda slug: ())
    assert len(outbox.changes) == 1


def test_a_change_that_comes_meanwhile_keeps_waiting() -> None:
    outbox = Outbox(Change(1, "pk-a", "expression"))

    def documents_of(slug: str) -> tuple[IndexDocument, ...]:
        outbox.changes.append(Change(2, "pk-a", "expression"))
        return ()

    follow(Index(), outbox.waiting, outbox.mark, documents_of)
    assert [change.id for change in outbox.changes] == [2]
