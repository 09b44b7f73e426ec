"""The text of an instrument that a reader has before them: as held, or as at a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.as_at import Derived, Reach, came_after, choose_text, undo
from corpus.errors import NotFound
from corpus.model import (
    AmendmentNote,
    Expression,
    Instrument,
    Provision,
    ProvisionKind,
)
from corpus.store import CorpusStore
from corpus.tagging import Tagging

_KEPT = 24
"""Derived texts kept in memory: a reader who turns pages of one old text waits once."""


class NotYet(NotFound):
    """What was asked for was not law on that day."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """An expression, or what is left of it when later amendments are undone."""

    store: CorpusStore
    expression: Expression
    """Its `text` is empty, as the store lists it."""
    at: str = ""
    """ISO day that was asked for; empty for the latest."""
    reach: Reach = Reach.HELD
    derived: Derived | None = None

    @property
    def is_derived(self) -> bool:
        """Whether the words differ from those of the expression itself."""
        return self.derived is not None and bool(self.derived.undone)

    def provisions(self, kinds: Iterable[ProvisionKind] | None = None) -> tuple[Provision, ...]:
        """The units in the order of the text, or only those of some kinds."""
        if self.derived is None:
            return self.store.provisions(self.expression.uri, kinds)
        wanted = None if kinds is None else frozenset(kinds)
        return tuple(p for p in self.derived.provisions if wanted is None or p.kind in wanted)

    def provision(self, eid: str) -> Provision:
        """One unit.

        Raises:
            NotYet: it came into the text after the day that was asked for.
            NotFound: the text has no such unit.
        """
        if self.derived is None:
            return self.store.provision(self.expression.uri, eid)
        for unit in self.derived.provisions:
            if unit.eid == eid:
                return unit
        if later := self.derived.brought_in.get(eid):
            when = f"on {later.date}" if len(later.date) > len("2010") else f"in {later.date}"
            raise NotYet(f"On {self.at} this provision was not there: {later.by} put it in {when}.")
        self.store.provision(self.expression.uri, eid)
        raise NotYet(f"On {self.at} this provision stood in words that are not in this source.")

    def unit_with_descendants(self, eid: str) -> tuple[Provision, ...]:
        """A unit and everything in it, in the order of the text.

        Raises:
            NotFound: as for `provision`.
        """
        if self.derived is None:
            return self.store.unit_with_descendants(self.expression.uri, eid)
        top = self.provision(eid)
        inside = [top]
        held = {eid}
        for unit in self.derived.provisions:
            if unit.parent in held:
                held.add(unit.eid)
                inside.append(unit)
        return tuple(inside)

    def taggings(self, inside: Sequence[Provision]) -> dict[str, Tagging]:
        """The tags of units whose words are those that were tagged.

        In a text that was led back, no body is named for a power's holder: what “the Authority”
        means was read from the definitions of the later text.
        """
        found = self.store.taggings(self.expression.uri, [p.eid for p in inside])
        if self.derived is None:
            return found
        printed = {p.eid: p.text for p in self.store.provisions(self.expression.uri)}
        same = {p.eid for p in inside if printed.get(p.eid) == p.text}
        return {eid: _without_bodies(tagging) for eid, tagging in found.items() if eid in same}

    def amendments(self) -> tuple[AmendmentNote, ...]:
        """The amendment notes that had been made by the day shown."""
        notes = self.store.amendments(self.expression.uri)
        if self.derived is None:
            return notes
        return tuple(note for note in notes if not came_after(note, self.at))


def _without_bodies(tagging: Tagging) -> Tagging:
    return replace(tagging, powers=tuple(replace(power, agency="") for power in tagging.powers))


class ShownTexts:
    """Finds the text that a reader asks for; keeps the last derived ones."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store
        self._derive = lru_cache(maxsize=_KEPT)(self._undo)

    def latest(self, slug: str) -> ShownText:
        """The text that is shown when no day is asked for.

        Raises:
            NotFound: no text of it is held.
        """
        return ShownText(self._store, self._store.shown_expression(slug))

    def of_expression(self, uri: str) -> ShownText:
        """A text by its address.

        Raises:
            NotFound: there is none.
        """
        return ShownText(self._store, self._store.expression(uri))

    def as_at(self, instrument: Instrument, at: str) -> ShownText:
        """The text as it stood on an ISO day.

        Raises:
            NotYet: the instrument was made later.
            NotFound: no text of it is held.
        """
        if instrument.date and at < instrument.date:
            raise NotYet(f"On {at} there was no {instrument.name}: it is of {instrument.date}.")
        self._store.shown_expression(instrument.slug)  # says that no text is held
        expressions = self._store.expressions(instrument.slug)
        choice = choose_text(expressions, lambda e: self._store.amendments(e.uri), at)
        derived = None
        if choice.reach is Reach.DERIVED:
            expression = choice.expression
            derived = self._derive(expression.uri, expression.sha256, at)
        return ShownText(self._store, choice.expression, at, choice.reach, derived)

    def _undo(self, uri: str, sha256: str, at: str) -> Derived:
        """Keyed by the file's hash too, so that a text that is taken in anew is derived anew."""
        text = self._store.expression(uri).text
        return undo(text, self._store.provisions(uri), self._store.amendments(uri), at)
