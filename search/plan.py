"""From a query to a plan: what an engine looks up, and what the reader is told about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.analysis import fold, forms_of
from search.concepts import ASKING_FORMS, Concepts
from search.ideas import IdeaReader, Ideas
from search.lookups import (
    AllOf,
    Alternative,
    AnyOf,
    Beginning,
    Group,
    NotThis,
    Plan,
    PlanNode,
    Ranked,
    Valued,
    Vocabulary,
    forms_in,
    phrase_group,
)
from search.profile import SearchProfile
from search.query import (
    Both,
    Either,
    FieldIs,
    Node,
    Phrase,
    Prefix,
    SearchQuery,
    Some,
    Without,
    Word,
    leaves,
)
from search.results import Understood


class Planner:
    """Makes plans; may be shared between threads."""

    def __init__(self, concepts: Concepts, profile: SearchProfile) -> None:
        self._ideas = IdeaReader(concepts, profile)
        self._profile = profile

    def plan(self, query: SearchQuery, vocabulary: Vocabulary) -> Plan:
        """What to look up for a query in an index that holds these words."""
        work = _Planning(query, vocabulary, self._ideas, self._profile)
        root = work.root()
        groups = tuple(group for group in work.groups if group.alternatives)
        return Plan(
            root=root,
            groups=groups,
            filters=query.filters,
            pins=query.pins,
            named=query.named,
            understood=work.understood(),
            suggestion=_mend_text(query.text, work.mended) if work.mended else None,
            terms=_marked(dict.fromkeys(form for group in groups for form in forms_in(group))),
        )


def _marked(forms: Iterable[str]) -> tuple[str, ...]:
    """The forms that a snippet marks: “or” and “any” stand in every sentence and show nothing."""
    telling = tuple(form for form in forms if form not in ASKING_FORMS)
    return telling or tuple(forms)


class _Planning:
    """The working state of one plan."""

    def __init__(
        self, query: SearchQuery, vocabulary: Vocabulary, reader: IdeaReader, profile: SearchProfile
    ) -> None:
        self._query = query
        self._vocabulary = vocabulary
        self._reader = reader
        self._weights = profile.query
        self._read: list[Ideas] = []
        self.groups: list[Group] = []

    @property
    def mended(self) -> dict[str, str]:
        """Misspelt words with what was put for them."""
        return {word: new for ideas in self._read for word, new in ideas.mended.items()}

    def root(self) -> PlanNode:
        """What must match; fills `groups` on its way."""
        node = self._query.root
        if node is None:
            return AllOf(())
        if isinstance(node, (Both, Either)):
            return self._exact(node)
        return self._some(node if isinstance(node, Some) else Some((node,)))

    # -- words beside each other --------------------------------------------------------------

    def _some(self, node: Some) -> PlanNode:
        words = [n for n in node.nodes if isinstance(n, Word)]
        ranked = self._words(words) + self._untold(self._query.matter)
        ranked += [self._keep(self._prefix(n)) for n in node.nodes if isinstance(n, Prefix)]
        ranked += [self._keep(self._related(value)) for value in self._query.related]
        needed: list[PlanNode] = []
        if ranked:
            needed.append(Ranked(tuple(ranked)))
        elif words and self._query.named:
            needed.append(AnyOf(tuple(FieldIs("instrument", s) for s in self._query.named)))
        needed += [self._exact(n) for n in node.nodes if isinstance(n, (Phrase, FieldIs, Without))]
        if not needed and self._query.pins:
            return AnyOf(())  # a citation alone: nothing but what it cites
        return AllOf(tuple(needed))

    def _words(self, words: Sequence[Word]) -> list[Group]:
        ideas = self._reader.read(words, self._query.named_words, self._vocabulary)
        self._read.append(ideas)
        self.groups += ideas.groups
        return ideas.groups.copy()

    def _untold(self, words: Sequence[Word]) -> list[Group]:
        """Ideas of words that the reader did not type."""
        ideas = self._reader.read(words, frozenset(), self._vocabulary)
        self.groups += ideas.groups
        return ideas.groups.copy()

    def _keep(self, group: Group) -> Group:
        self.groups.append(group)
        return group

    def _prefix(self, node: Prefix) -> Group:
        lookup = Beginning(fold(node.text))
        return Group((Alternative(lookup, self._weights.beginning),), said=f"{node.text}*")

    def _related(self, value: FieldIs) -> Group:
        own = value.value.partition("/")[0]  # of `slug/eid`
        lookup = Valued(value.name, value.value, outside=own)
        return Group((Alternative(lookup, self._weights.related),), said=value.value)

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
                return self._stated(phrase_group(text))
            case Prefix():
                return self._keep(self._prefix(node))
            case Word(text):
                return self._exact_word(text)
            case _:
                return node

    def _denied(self, node: Node) -> PlanNode:
        """What must not match adds nothing to the ranking."""
        before = len(self.groups)
        plan = self._exact(node)
        del self.groups[before:]
        return plan

    def _exact_word(self, text: str) -> PlanNode:
        """A word stands for itself; only one that no text holds is mended or put as a concept."""
        group = phrase_group(text)
        held = any(self._vocabulary.count(a.lookup) for a in group.alternatives)
        if held or not group.alternatives:
            return self._stated(group)
        return Ranked(tuple(self._words([Word(text)])))

    def _stated(self, group: Group) -> PlanNode:
        """A group that must match; one of stop words alone asks nothing."""
        return self._keep(group) if group.alternatives else AllOf(())

    # -- what is told -------------------------------------------------------------------------

    def understood(self) -> Understood:
        """How the query was read."""
        found = list(leaves(self._query.root))
        passed = tuple(dict.fromkeys(w for ideas in self._read for w in ideas.passed_over))
        filters = [(n.name, n.value) for n in found if isinstance(n, FieldIs)]
        filters += [(name, value) for name, values in self._query.filters for value in values]
        return Understood(
            words=tuple(_ranking_words(found, passed)),
            passed_over=passed,
            phrases=tuple(n.text for n in found if isinstance(n, Phrase)),
            filters=tuple(filters),
            excluded=tuple(_denials(self._query.root)),
            concepts=tuple(dict.fromkeys(c for ideas in self._read for c in ideas.concepts)),
            corrected=tuple(self.mended.items()),
            named=self._query.named,
            cited=tuple(pin.unit for pin in self._query.pins),
        )


def _ranking_words(found: Sequence[Node], passed: Sequence[str]) -> Iterator[str]:
    for node in found:
        if isinstance(node, Prefix):
            yield f"{node.text}*"
        elif isinstance(node, Word) and fold(node.text) not in passed and forms_of(node.text):
            yield node.text


def _denials(node: Node | None) -> Iterator[str]:
    if isinstance(node, (Both, Either, Some)):
        for child in node.nodes:
            yield from _denials(child)
    elif isinstance(node, Without):
        for leaf in leaves(node.node):
            yield f"{leaf.name}:{leaf.value}" if isinstance(leaf, FieldIs) else leaf.text


def _mend_text(text: str, mended: Mapping[str, str]) -> str:
    """The query with its misspelt words replaced, the rest as typed."""
    return " ".join(mended.get(fold(word.strip('.,?!"()')), word) for word in text.split())
