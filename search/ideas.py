"""From words beside each other to the ideas that they stand for.

The reader of ideas asks the index only which words it holds.  It mends misspelt words, finds
concepts, joins and parts compounds, and leaves words of asking out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.analysis import ASKING, fold, form_of, forms_of, surface_words
from search.concepts import Concept, ConceptMatch, Concepts
from search.lookups import Alternative, Group, Near, Term, Vocabulary, lookup_of
from search.profile import SearchProfile
from search.query import Word
from search.results import ConceptUsed
from search.spelling import Speller

MIN_PART = 3
"""Shortest part of a compound: “online” is not “on line”."""
MAX_MENDED = 8
"""Words of one query that are mended; a query of noise is not worth the work."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of the query on its way to a group."""

    form: str
    text: str
    asks: bool
    """Whether it is a word of asking."""
    names: bool
    """Whether it is part of an instrument's name."""
    mended: str = ""
    """The word that was put for it, empty when it stands as typed."""


@dataclass(slots=True)
class Ideas:
    """What the words stand for, and what was done with them."""

    groups: list[Group] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    mended: dict[str, str] = field(default_factory=dict)
    concepts: list[ConceptUsed] = field(default_factory=list)


class IdeaReader:
    """Reads the ideas of words; may be shared between threads."""

    def __init__(self, concepts: Concepts, profile: SearchProfile) -> None:
        self._concepts = concepts
        self._weights = profile.query
        self._limits = profile.limits
        self._said: Mapping[str, int] = {
            word: 0
            for concept in concepts.all
            for say in concept.say
            for word in surface_words(say)
        }
        self._said_forms = {form_of(word) for word in self._said}
        self._speller: tuple[str, Speller] | None = None

    def read(self, words: Sequence[Word], named: frozenset[int], vocabulary: Vocabulary) -> Ideas:
        """The ideas of some words; `named` are places of words that name an instrument.

        Words of asking and of names rank only when nothing else does; those of a name alone give
        no idea at all, since the name itself is looked up.
        """
        ideas = Ideas()
        pieces = self._mend_all(list(_pieces(words, named)), ideas, vocabulary)
        matches = self._concepts.find([piece.form for piece in pieces])
        covered = {at for match in matches for at in range(match.start, match.end)}
        hidden = {at for m in matches if m.concept.instead for at in range(m.start, m.end)}
        content = bool(matches) or any(not (p.asks or p.names) for p in pieces)
        for at, piece in enumerate(pieces):
            if at in hidden:
                continue
            weight = self._weight(piece, content=content, covered=at in covered)
            if weight:
                group = self._word_group(pieces, at, at in covered, vocabulary)
                ideas.groups.append(replace(group, weight=weight))
            elif piece.asks:
                ideas.passed_over.append(piece.text)
        for match in matches:
            ideas.groups.append(self._concept_group(match, pieces))
            ideas.concepts.append(_used(match, pieces))
        return ideas

    def _weight(self, piece: Piece, *, content: bool, covered: bool) -> float:
        """What a word's own group counts; 0 leaves it out."""
        if piece.names:
            return self._weights.named if content else 0.0
        if piece.asks:
            return 0.0 if content else 1.0
        return self._weights.covered if covered else 1.0

    # -- misspelt words -----------------------------------------------------------------------

    def _mend_all(
        self, pieces: Sequence[Piece], ideas: Ideas, vocabulary: Vocabulary
    ) -> list[Piece]:
        found = []
        for piece in pieces:
            new = self._mended(piece, vocabulary) if len(ideas.mended) < MAX_MENDED else None
            if new is not None:
                ideas.mended[piece.text] = new
                piece = replace(piece, form=form_of(new), mended=new)
            found.append(piece)
        return found

    def _mended(self, piece: Piece, vocabulary: Vocabulary) -> str | None:
        """A known word for one that neither the texts nor the concepts hold."""
        known = piece.form in self._said_forms or vocabulary.count(Term(piece.form)) > 0
        if known or piece.asks or piece.names or _parts_of(piece.text, vocabulary):
            return None
        return self._speller_of(vocabulary).mend(fold(piece.text))

    def _speller_of(self, vocabulary: Vocabulary) -> Speller:
        kept = self._speller
        if kept is None or kept[0] != vocabulary.name:
            kept = (vocabulary.name, Speller({**self._said, **vocabulary.surface()}))
            self._speller = kept
        return kept[1]

    # -- groups -------------------------------------------------------------------------------

    def _word_group(
        self, pieces: Sequence[Piece], at: int, covered: bool, vocabulary: Vocabulary
    ) -> Group:
        """A word with the compounds that it makes with its neighbours, or its own parts."""
        piece = pieces[at]
        weight = self._weights.corrected if piece.mended else 1.0
        found = [Alternative(Term(piece.form), weight)]
        for one, other in ((at, at + 1), (at - 1, at)):
            if one >= 0 and other < len(pieces):
                joined = _joined(pieces[one].text, pieces[other].text, vocabulary)
                found += [Alternative(Term(form), self._weights.joined) for form in joined]
        unknown = not covered and not vocabulary.count(Term(piece.form))
        if unknown and (parts := _parts_of(piece.text, vocabulary)):
            found.append(Alternative(Near(parts), self._weights.joined))
        return Group(tuple(dict.fromkeys(found)), said=piece.text)

    def _concept_group(self, match: ConceptMatch, pieces: Sequence[Piece]) -> Group:
        """The law's terms for a concept, with the reader's own words as one of them."""
        concept = match.concept
        said = pieces[match.start : match.end]
        found = []
        if len(said) > 1 and not concept.instead:
            found.append(Alternative(Near(tuple(dict.fromkeys(p.form for p in said))), 1.0))
        found += [Alternative(lookup_of(t), self._weights.concept) for t in concept.law]
        found += [Alternative(lookup_of(t), self._weights.concept_also) for t in concept.also]
        weight = self._weights.broad if concept.broad else 1.0
        return Group(tuple(found[: self._limits.alternatives]), weight, _said(said))


def _pieces(words: Sequence[Word], named: frozenset[int]) -> Iterator[Piece]:
    for place, word in enumerate(words):
        for part in surface_words(word.text):
            if forms_of(part):
                yield Piece(form_of(part), part, part in ASKING, place in named)


def _said(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _used(match: ConceptMatch, pieces: Sequence[Piece]) -> ConceptUsed:
    concept: Concept = match.concept
    said = _said(pieces[match.start : match.end])
    return ConceptUsed(said, concept.law + concept.also, concept.reason)


def _joined(one: str, other: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The compound that two words make, if the texts write it so."""
    if min(len(one), len(other)) < 2 or (one + other).isdigit():
        return ()
    form = form_of(one + other)
    return (form,) if vocabulary.count(Term(form)) else ()


def _parts_of(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two words that a compound is written as in the texts, if it is."""
    for cut in range(MIN_PART, len(word) - MIN_PART + 1):
        parts = (form_of(word[:cut]), form_of(word[cut:]))
        if all(vocabulary.count(Term(part)) for part in parts) and vocabulary.count(Near(parts)):
            return parts
    return ()
