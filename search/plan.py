"""From a query to what an engine looks up, with the reason for each part.

The planner asks the index only which words it holds.  It mends misspelt words, finds concepts,
joins and parts compounds, and leaves words of asking out of the ranking; what it did is told to
the reader (`Understood`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.analysis import ASKING, fold, form_of, forms_of, phrase_forms, surface_words
from search.concepts import Concepts
from search.profile import SearchProfile
from search.query import (
    Both,
    Either,
    FieldIs,
    Node,
    Phrase,
    Pin,
    Prefix,
    SearchQuery,
    Some,
    Without,
    Word,
    leaves,
)
from search.results import ConceptUsed, Understood
from search.spelling import Speller

MIN_PART = 3
"""Shortest part of a compound: “online” is not “on line”."""


@dataclass(slots=True)
class _Piece:
    """One word of the query on its way to a group."""

    form: str
    text: str
    word: int
    """Which `Word` of the query it comes from."""
    mended: bool = False


class Planner:
    """Makes plans; may be shared between threads."""

    def __init__(self, concepts: Concepts, profile: SearchProfile) -> None:
        self._concepts = concepts
        self._weights = profile.query
        self._limits = profile.limits
        self._said = {w: 0 for c in concepts.all for s in c.say for w in surface_words(s)}
        self._said_forms = {form_of(word) for word in self._said}
        self._speller: tuple[str, Speller] | None = None

    def plan(self, query: SearchQuery, vocabulary: Vocabulary) -> Plan:
        """What to look up for a query in an index that holds these words."""
        work = _Planning(self, query, vocabulary)
        root = work.root()
        mended = {piece.text: new for piece, new in work.mended}
        return Plan(
            root=root,
            groups=tuple(work.groups),
            filters=query.filters,
            pins=query.pins,
            named=query.named,
            understood=work.understood(),
            suggestion=_mend_text(query.text, mended) if mended else None,
            terms=tuple(dict.fromkeys(f for g in work.groups for f in forms_in(g))),
        )

    def speller(self, vocabulary: Vocabulary) -> Speller:
        """A speller over the index's words and the concepts' own."""
        kept = self._speller
        if kept is None or kept[0] != vocabulary.name:
            kept = (vocabulary.name, Speller({**self._said, **vocabulary.surface()}))
            self._speller = kept
        return kept[1]


class _Planning:
    """The working state of one plan."""

    def __init__(self, planner: Planner, query: SearchQuery, vocabulary: Vocabulary) -> None:
        self._planner = planner
        self._weights = planner._weights
        self._query = query
        self._vocabulary = vocabulary
        self.groups: list[Group] = []
        self.mended: list[tuple[_Piece, str]] = []
        self._passed_over: list[str] = []
        self._concepts_used: list[ConceptUsed] = []

    def root(self) -> PlanNode:
        node = self._query.root
        if node is None:
            return AllOf(())
        if isinstance(node, Some):
            return self._some(node)
        if isinstance(node, (Word, Prefix, Phrase, FieldIs, Without)):
            return self._some(Some((node,)))
        return self._exact(node)

    # -- words beside each other --------------------------------------------------------------

    def _some(self, node: Some) -> PlanNode:
        words = [n for n in node.nodes if isinstance(n, Word)]
        ranked = list(self._ideas(words))
        ranked += [self._keep(self._prefix(n)) for n in node.nodes if isinstance(n, Prefix)]
        ranked += [self._keep(self._related(value)) for value in self._query.related]
        needed: list[PlanNode] = []
        if ranked:
            needed.append(Ranked(tuple(ranked)))
        elif words and self._query.named:
            needed.append(AnyOf(tuple(FieldIs("instrument", s) for s in self._query.named)))
        needed += [self._exact(n) for n in node.nodes if isinstance(n, (Phrase, FieldIs, Without))]
        return AllOf(tuple(needed))

    def _ideas(self, words: Sequence[Word]) -> Iterator[Group]:
        pieces = [self._mend(piece) for piece in _pieces(words)]
        matches = self._planner._concepts.find([piece.form for piece in pieces])
        covered = {at for m in matches for at in range(m.start, m.end)}
        hidden = {at for m in matches if m.concept.instead for at in range(m.start, m.end)}
        content = [
            at
            for at, piece in enumerate(pieces)
            if at not in hidden and not self._is_asking(piece) and not self._in_name(piece)
        ]
        for at, piece in enumerate(pieces):
            if at in hidden:
                continue
            group = self._word_group(pieces, at, known=at in covered)
            if self._in_name(piece):
                if content or matches:
                    yield self._keep(replace(group, weight=self._weights.named))
            elif at in covered and not self._is_asking(piece):
                yield self._keep(replace(group, weight=self._weights.covered))
            elif not self._is_asking(piece) or not (content or matches or self._query.named):
                yield self._keep(group)
            else:
                self._passed_over.append(piece.text)
        for match in matches:
            yield self._keep(
                self._concept_group(match.concept.name, pieces[match.start : match.end])
            )

    def _is_asking(self, piece: _Piece) -> bool:
        return fold(piece.text) in ASKING

    def _in_name(self, piece: _Piece) -> bool:
        return piece.word in self._query.named_words

    def _keep(self, group: Group) -> Group:
        self.groups.append(group)
        return group

    def _mend(self, piece: _Piece) -> _Piece:
        """The piece with a known word in place of one that nothing holds."""
        known = piece.form in self._planner._said_forms or self._holds(Term(piece.form))
        if known or self._is_asking(piece) or self._in_name(piece):
            return piece
        new = self._planner.speller(self._vocabulary).mend(fold(piece.text))
        if new is None or self._parts_of(piece):
            return piece
        self.mended.append((piece, new))
        return _Piece(form_of(new), piece.text, piece.word, mended=True)

    def _holds(self, lookup: Lookup) -> bool:
        return self._vocabulary.count(lookup) > 0

    def _word_group(self, pieces: Sequence[_Piece], at: int, *, known: bool) -> Group:
        piece = pieces[at]
        weight = self._weights.corrected if piece.mended else 1.0
        found = [Alternative(Term(piece.form), weight)]
        for neighbours in (pieces[at : at + 2], pieces[max(at - 1, 0) : at + 1]):
            if len(neighbours) == 2 and (joined := self._joined(neighbours)):
                found.append(Alternative(Term(joined), self._weights.joined))
        if not known and not self._holds(Term(piece.form)) and (parts := self._parts_of(piece)):
            found.append(Alternative(Near(parts), self._weights.joined))
        return Group(tuple(dict.fromkeys(found)), said=piece.text)

    def _joined(self, neighbours: Sequence[_Piece]) -> str | None:
        """The compound that two words make, if the texts write it so."""
        one, other = (fold(piece.text) for piece in neighbours)
        if min(len(one), len(other)) < 2 or (one + other).isdigit():
            return None
        form = form_of(one + other)
        return form if self._holds(Term(form)) else None

    def _parts_of(self, piece: _Piece) -> tuple[str, ...]:
        """The two words that a compound is written as in the texts, if it is."""
        text = fold(piece.text)
        for cut in range(MIN_PART, len(text) - MIN_PART + 1):
            parts = (form_of(text[:cut]), form_of(text[cut:]))
            if all(self._holds(Term(p)) for p in parts) and self._holds(Near(parts)):
                return parts
        return ()

    def _concept_group(self, name: str, pieces: Sequence[_Piece]) -> Group:
        concept = next(c for c in self._planner._concepts.all if c.name == name)
        said = " ".join(piece.text for piece in pieces)
        found = []
        if len(pieces) > 1 and not concept.instead:
            found.append(Alternative(Near(tuple(p.form for p in pieces)), 1.0))
        for terms, weight in (
            (concept.law, self._weights.concept),
            (concept.also, self._weights.concept_also),
        ):
            found += [Alternative(lookup_of(term), weight) for term in terms]
        self._concepts_used.append(ConceptUsed(said, concept.law + concept.also, concept.reason))
        weight = self._weights.broad if concept.broad else 1.0
        return Group(tuple(found[: self._planner._limits.alternatives]), weight, said)

    def _prefix(self, node: Prefix) -> Group:
        lookup = Beginning(fold(node.text))
        return Group((Alternative(lookup, self._weights.beginning),), said=f"{node.text}*")

    def _related(self, value: FieldIs) -> Group:
        return Group((Alternative(Valued(value.name, value.value), self._weights.related),))

    # -- exact queries ------------------------------------------------------------------------

    def _exact(self, node: Node) -> PlanNode:
        match node:
            case Both(nodes) | Some(nodes):
                return AllOf(tuple(self._exact(n) for n in nodes))
            case Either(nodes):
                return AnyOf(tuple(self._exact(n) for n in nodes))
            case Without(inner):
                return NotThis(self._denied(inner))
            case Phrase(text):
                return self._keep(phrase_group(text))
            case Prefix():
                return self._keep(self._prefix(node))
            case Word():
                return self._exact_word(node)
            case _:
                return node

    def _denied(self, node: Node) -> PlanNode:
        """What must not match adds nothing to the ranking."""
        before = len(self.groups)
        plan = self._exact(node)
        del self.groups[before:]
        return plan

    def _exact_word(self, word: Word) -> PlanNode:
        """A word stands for itself; only one that no text holds is mended or put as a concept."""
        pieces = _pieces([word])
        if len(pieces) == 1 and not self._holds(Term(pieces[0].form)):
            return AllOf(tuple(self._some(Some((word,))).nodes))  # type: ignore[union-attr]
        group = phrase_group(word.text)
        return self._keep(group) if group.alternatives else AllOf(())

    # -- what is told -------------------------------------------------------------------------

    def understood(self) -> Understood:
        found = list(leaves(self._query.root))
        passed = set(self._passed_over)
        words = [
            n.text
            for n in found
            if isinstance(n, (Word, Prefix)) and n.text not in passed and forms_of(n.text)
        ]
        outside = [(name, value) for name, values in self._query.filters for value in values]
        return Understood(
            words=tuple(words),
            passed_over=tuple(dict.fromkeys(self._passed_over)),
            phrases=tuple(n.text for n in found if isinstance(n, Phrase)),
            filters=tuple([(n.name, n.value) for n in found if isinstance(n, FieldIs)] + outside),
            excluded=tuple(_denials(self._query.root)),
            concepts=tuple(dict.fromkeys(self._concepts_used)),
            corrected=tuple((piece.text, new) for piece, new in self.mended),
            named=self._query.named,
            cited=tuple(pin.unit for pin in self._query.pins),
        )


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    return [
        _Piece(form_of(part), part, number)
        for number, word in enumerate(words)
        for part in surface_words(word.text)
        if forms_of(part)
    ]


def _denials(node: Node | None) -> Iterator[str]:
    if isinstance(node, (Both, Either, Some)):
        for child in node.nodes:
            yield from _denials(child)
    elif isinstance(node, Without):
        for leaf in leaves(node.node):
            yield f"{leaf.name}:{leaf.value}" if isinstance(leaf, FieldIs) else leaf.text


def _mend_text(text: str, mended: Mapping[str, str]) -> str:
    """The query with its misspelt words replaced, the rest as typed."""
    words = text.split()
    return " ".join(mended.get(fold(word.strip('.,?!"()')), word) for word in words)
