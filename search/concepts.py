"""Readers' words for things that the law calls otherwise.

Each concept of `concepts.toml` is a thing in the world (an act, an offence, a right, a body), the
ways people say it, and the terms in which statutes put it.  The words are matched on their
indexed forms, longest first, so “hacked my account” is found under “hack account”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.analysis import ASKING, form_of, phrase_forms
from search.errors import BadSearchData
from search.packaged import packaged_toml, toml_file

ASKING_FORMS = frozenset(map(form_of, ASKING))
"""Words of asking as the index holds them."""
_SPREAD = 2
"""Words of asking that may stand inside a way of saying it."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing, as readers say it and as the law does."""

    name: str
    say: tuple[str, ...]
    law: tuple[str, ...]
    """The law's own terms; several words need only stand close together."""
    also: tuple[str, ...]
    """Terms that are near it: parts, procedures, parallel offences."""
    reason: str
    broad: bool = False
    """Whether the thing is met all over the statutes, so that finding it tells little."""
    instead: bool = False
    """Whether the reader's own words mislead in a statute and are not searched for."""


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A concept found in a query: `words[start:end]` say it."""

    concept: Concept
    start: int
    end: int


class Concepts:
    """All concepts, ready to be found in a query."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.all = tuple(concepts)
        self._by_forms: dict[tuple[str, ...], Concept] = {}
        self._by_content: dict[tuple[str, ...], Concept] = {}
        for concept in self.all:
            for phrase in concept.say:
                self._by_forms.setdefault(said_forms(phrase), concept)
                if len(short := content_forms(phrase)) > 1:
                    self._by_content.setdefault(short, concept)
        self._longest = max(map(len, self._by_forms), default=0)

    def find(self, forms: Sequence[str]) -> tuple[ConceptMatch, ...]:
        """The concepts that the forms say, left to right, longest first, never overlapping."""
        found: list[ConceptMatch] = []
        start = 0
        while start < len(forms):
            match = self._at(forms, start)
            if match is not None:
                found.append(match)
            start = match.end if match else start + 1
        return tuple(found)

    def _at(self, forms: Sequence[str], start: int) -> ConceptMatch | None:
        for length in range(min(self._longest + _SPREAD, len(forms) - start), 0, -1):
            said = tuple(forms[start : start + length])
            if concept := self._by_forms.get(said) or self._loosely(said):
                return ConceptMatch(concept, start, start + length)
        return None

    def _loosely(self, said: tuple[str, ...]) -> Concept | None:
        """The concept of forms between whose first and last stand words of asking."""
        if said[0] in ASKING_FORMS or said[-1] in ASKING_FORMS:
            return None
        return self._by_content.get(_content(said))


def load_concepts(path: Path | None = None) -> Concepts:
    """The shipped concepts, or those of another file.

    Raises:
        BadSearchData: an entry lacks a part, or two entries claim one way of saying it.
    """
    data = toml_file(path) if path else packaged_toml("concepts.toml")
    concepts = tuple(_concept(name, entry) for name, entry in data.items())
    _refuse_rivals(concepts)
    return Concepts(concepts)


def _concept(name: str, entry: Mapping[str, Any]) -> Concept:
    unknown = set(entry) - {"say", "law", "also", "reason", "broad", "instead"}
    lacking = {"say", "law", "reason"} - set(entry)
    if unknown or lacking:
        raise BadSearchData(f"concept {name!r}: lacks {lacking or 'nothing'}, unknown {unknown}.")
    return Concept(
        name=name,
        say=tuple(entry["say"]),
        law=tuple(entry["law"]),
        also=tuple(entry.get("also", ())),
        reason=entry["reason"],
        broad=bool(entry.get("broad", False)),
        instead=bool(entry.get("instead", False)),
    )


def _refuse_rivals(concepts: Iterable[Concept]) -> None:
    owner: dict[tuple[str, ...], str] = {}
    faults = []
    for concept in concepts:
        for phrase in concept.say:
            forms = said_forms(phrase)
            if not forms:
                faults.append(f"{concept.name!r}: {phrase!r} holds no word")
            elif owner.setdefault(forms, concept.name) != concept.name:
                faults.append(f"{owner[forms]!r} and {concept.name!r} both claim {phrase!r}")
    if faults:
        raise BadSearchData(f"concepts: {'; '.join(faults)}.")


def content_forms(text: str) -> tuple[str, ...]:
    """The forms without words of asking: “give my password” is found under “give password”."""
    return _content(said_forms(text))


def _content(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for form in forms if form not in ASKING_FORMS)


def said_forms(text: str) -> tuple[str, ...]:
    """The forms by which a way of saying is found; joined forms of hyphens are left out."""
    return tuple(form for form, _ in phrase_forms(text))
