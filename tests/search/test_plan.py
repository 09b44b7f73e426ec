"""From a query to a plan, over a vocabulary that is a dictionary."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from search.analysis import form_of
from search.concepts import Concept, Concepts
from search.lookups import (
    AllOf,
    AnyOf,
    Beginning,
    Exact,
    Group,
    Lookup,
    Near,
    NotThis,
    Plan,
    Ranked,
    Term,
)
from search.plan import Planner
from search.profile import load_profile
from search.query import FieldIs, Pin, SearchQuery, Some, parse_query

PROFILE = load_profile()
CONCEPTS = Concepts(
    [
        Concept("theft", ("pinching", "five finger discount"), ("theft",), ("stolen goods",), "r."),
        Concept("boats", ("vessel",), ("boat",), (), "r.", broad=True),
        Concept("cake", ("cake news",), ("false statement",), (), "r.", instead=True),
    ]
)


class Words:
    """A vocabulary of single words and of pairs that stand together."""

    name = "test"

    def __init__(self, *words: str, near: tuple[tuple[str, str], ...] = ()) -> None:
        self._words = words
        self._forms = {form_of(word) for word in words}
        self._near = {tuple(map(form_of, pair)) for pair in near}

    def count(self, lookup: Lookup) -> int:
        """1 for what is held."""
        if isinstance(lookup, Term):
            return int(lookup.form in self._forms)
        if isinstance(lookup, Near):
            return int(lookup.forms in self._near)
        return int(isinstance(lookup, Exact) and all(f in self._forms for f, _ in lookup.forms))

    def surface(self) -> Mapping[str, int]:
        """The words as they are written."""
        return dict.fromkeys(self._words, 1)


VOCABULARY = Words(
    "theft", "boat", "market", "stall", "warrant", "seller", "lighthouse", "harbour", "master",
    "news", "cake", "who", "may",
    near=(("harbour", "master"),),
)  # fmt: skip


def _plan(text: str, **facts: object) -> Plan:
    query = parse_query(text)
    changed = SearchQuery(query.text, query.root, **facts)  # type: ignore[arg-type]
    return Planner(CONCEPTS, PROFILE).plan(changed, VOCABULARY)


def _groups(plan: Plan) -> dict[str, tuple[float, list[Lookup]]]:
    return {g.said: (g.weight, [a.lookup for a in g.alternatives]) for g in plan.groups}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("market stall", ["market", "stall"]),
        # words of asking do not rank while others do
        ("who may sell in the market", ["may", "sell", "market"]),
        # must not: alone they are all that there is
        ("who", ["who"]),
        # must not: a stop word is no idea
        ("the of", []),
    ],
)
def test_ideas_of_words(text: str, said: list[str]) -> None:
    assert [group.said for group in _plan(text).groups] == said


def test_a_concept_adds_the_laws_terms_and_counts_the_readers_words_less() -> None:
    groups = [(g.said, g.weight) for g in _plan("pinching market").groups]
    assert groups == [("pinching", PROFILE.query.covered), ("market", 1.0), ("pinching", 1.0)]
    last = _plan("pinching market").groups[-1]
    assert [(a.lookup, a.weight) for a in last.alternatives] == [
        (Term("theft"), PROFILE.query.concept),
        (Near((form_of("stolen"), form_of("goods"))), PROFILE.query.concept_also),
    ]


def test_a_way_of_saying_in_several_words_is_looked_for_as_well() -> None:
    group = _plan("five finger discount").groups[-1]
    assert group.alternatives[0].lookup == Near(tuple(map(form_of, ("five", "finger", "discount"))))


def test_a_broad_concept_counts_less() -> None:
    assert _plan("vessel").groups[-1].weight == PROFILE.query.broad


def test_misleading_words_are_not_looked_for() -> None:
    groups = _groups(_plan("cake news market"))
    assert list(groups) == ["market", "cake news"]
    assert groups["cake news"][1] == [Near((form_of("false"), form_of("statement")))]


@pytest.mark.parametrize(
    ("text", "said", "lookup"),
    [
        ("light house", "light", Term("lighthous")),
        ("harbourmaster", "harbourmaster", Near(("harbour", "master"))),
    ],
)
def test_compounds_meet_their_parts(text: str, said: str, lookup: Lookup) -> None:
    assert lookup in _groups(_plan(text))[said][1]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("warrnt for a stall", "warrant for a stall"),
        # a way of saying it is a word too
        ("pinchng", "pinching"),
        # must not: known words, words that are near nothing, names
        ("warrant", None),
        ("xylophones", None),
    ],
)
def test_suggestion(text: str, suggestion: str | None) -> None:
    assert _plan(text).suggestion == suggestion


def test_a_mended_word_counts_a_little_less() -> None:
    (group,) = _plan("warrnt").groups
    assert [(a.lookup, a.weight) for a in group.alternatives] == [
        (Term("warrant"), PROFILE.query.corrected)
    ]


def test_names_count_little_beside_words_and_alone_give_their_instrument() -> None:
    facts = {"named": ("pk-harbour",), "named_words": frozenset({0})}
    assert _groups(_plan("harbour stall", **facts))["harbour"][0] == PROFILE.query.named
    assert _plan("harbour", **facts).root == AllOf((AnyOf((FieldIs("instrument", "pk-harbour"),)),))


def test_an_exact_query_takes_words_as_they_stand() -> None:
    root = _plan("market AND (stall OR warrant) NOT seller").root
    assert isinstance(root, AllOf)
    first, rest = root.nodes
    assert isinstance(first, Group)
    assert isinstance(rest, AllOf)
    assert [type(node) for node in rest.nodes] == [AnyOf, NotThis]


def test_an_exact_word_that_no_text_holds_stands_for_its_concept() -> None:
    root = _plan("pinching AND market").root
    assert isinstance(root, AllOf)
    assert isinstance(root.nodes[0], Ranked)
    # must not: a word that is held
    assert isinstance(root.nodes[1], Group)


def test_what_is_denied_does_not_rank() -> None:
    assert [group.said for group in _plan("market -stall").groups] == ["market"]


def test_a_phrase_must_match_with_and_without_its_hyphens() -> None:
    (group,) = _plan('"light-house stall"').groups
    assert [type(a.lookup) for a in group.alternatives] == [Exact, Exact]


def test_a_beginning_is_looked_up_and_marked() -> None:
    plan = _plan("mark*")
    assert _groups(plan)["mark*"][1] == [Beginning("mark")]
    assert plan.terms == ("mark*",)


def test_a_citation_alone_matches_nothing_else() -> None:
    query = SearchQuery("section 4", Some(()), pins=(Pin("pk-harbour", "sec_4"),))
    plan = Planner(CONCEPTS, PROFILE).plan(query, VOCABULARY)
    assert plan.root == AnyOf(())


def test_an_empty_query_matches_everything() -> None:
    assert _plan("").root == AllOf(())
