"""Ranks the documents that a plan matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from search.backends.whoosh.matching import Deadline, Matching
from search.backends.whoosh.snapshot import Snapshot, distance
from search.lookups import Alternative, Group, Plan, Term, forms_of_lookup
from search.profile import SearchProfile
from search.scoring import idf

NEAR_FIELDS = ("heading", "text")


@dataclass(frozen=True, slots=True)
class Ranked:
    """The whole result: one document a unit, in order."""

    numbers: Sequence[int]
    scores: Mapping[int, float]
    cited: Set[int]


class Ranking:
    """One search: in which order its matches come."""

    def __init__(self, plan: Plan, snapshot: Snapshot, profile: SearchProfile, today: str) -> None:
        self._plan = plan
        self._snapshot = snapshot
        self._profile = profile
        self._weights = profile.query
        self._deadline = Deadline(profile.limits.seconds)
        self._matching = Matching(plan, snapshot, today, self._deadline)
        self._named = _union(snapshot.by_value["instrument"].get(s, ()) for s in plan.named)

    def ranked(self) -> Ranked:
        """Everything that matches.

        Cited units come first, in the order of their citations and the likelier instrument
        first; then the rest by score, ties in the order of instruments and their units.

        Raises:
            SearchTooSlow: the deadline of the profile passed.
        """
        matched = self._matching.matched()
        found = self._scores(matched)
        scores = {n: round(found.get(n, 0.0) * self._prior(n), 6) for n in matched}
        places = dict(self._matching.pinned)
        numbers = self._one_a_unit(scores, places)
        order = self._snapshot.order
        cited = sorted(
            (n for n in numbers if n in places),
            key=lambda n: (places[n], -self._prior(n), -scores[n], order[n]),
        )
        others = sorted(
            (n for n in numbers if n not in places), key=lambda n: (-scores[n], order[n])
        )
        return Ranked(cited + others, scores, places.keys())

    def group_scores(self, group: Group) -> dict[int, float]:
        """Scores of one idea: its best alternative, and a share of the others."""
        best: dict[int, float] = {}
        total: dict[int, float] = {}
        for alternative in group.alternatives:
            self._deadline.check()
            weight = alternative.weight * self._rarity_shared(group, alternative)
            for number, score in self._snapshot.scores(alternative.lookup).items():
                value = score * weight
                total[number] = total.get(number, 0.0) + value
                if value > best.get(number, 0.0):
                    best[number] = value
        tie = self._weights.tie
        return {n: (score + tie * (total[n] - score)) * group.weight for n, score in best.items()}

    def _rarity_shared(self, group: Group, alternative: Alternative) -> float:
        """A factor that brings the rarity of one alternative towards that of its idea.

        Without it a rare term that is only near an idea outweighs the idea's own common one.
        """
        if len(group.alternatives) == 1:
            return 1.0
        size = self._snapshot.size
        own = idf(self._snapshot.count(alternative.lookup), size)
        whole = idf(len(self._matching.of_group(group)), size)
        share = self._weights.shared_rarity
        return (1 - share) + share * whole / own

    # -- one document a unit ------------------------------------------------------------------

    def _one_a_unit(self, scores: dict[int, float], places: dict[int, int]) -> Iterable[int]:
        """The document that is shown for each unit, with the best score of its unit.

        Official words stand for our own, even where only ours matched, unless the query asks
        for a kind.
        """
        twins = self._snapshot.twins
        if not twins or _asks_kind(self._plan):
            return list(scores)
        for number in [n for n in scores if n in twins]:
            shown = self._shown(twins[number], scores)
            if shown != number:
                scores[shown] = max(scores.get(shown, 0.0), scores.pop(number))
                if (place := places.pop(number, None)) is not None:
                    places.setdefault(shown, place)
        return list(scores)

    def _shown(self, unit: Sequence[int], scores: Mapping[int, float]) -> int:
        """The first document of a unit that the filters let through."""
        return next(n for n in unit if n in scores or n in self._matching.allowed)

    def _prior(self, number: int) -> float:
        """What a document's instrument, kind and unit alone count."""
        prior = self._profile.prior
        if number in self._named:
            return self._snapshot.priors[number] * prior.named_instrument
        foreign = self._snapshot.cards[number].jurisdiction not in (prior.home, "")
        return self._snapshot.priors[number] * (prior.foreign if foreign else 1.0)

    # -- scoring ------------------------------------------------------------------------------

    def _scores(self, matched: Set[int]) -> dict[int, float]:
        groups = [g for g in self._plan.groups if g.alternatives]
        by_group = [self.group_scores(group) for group in groups]
        size = self._snapshot.size
        worth = [g.weight * idf(len(s), size) for g, s in zip(groups, by_group, strict=True)]
        whole = sum(worth) or 1.0
        scores: dict[int, float] = {}
        covered: dict[int, float] = {}
        for part, value in zip(by_group, worth, strict=True):
            for number, score in part.items():
                if number in matched:
                    scores[number] = scores.get(number, 0.0) + score
                    covered[number] = covered.get(number, 0.0) + value
        power = self._weights.coordination
        scores = {n: s * (covered[n] / whole) ** power for n, s in scores.items()}
        self._add_nearness(scores)
        return scores

    def _add_nearness(self, scores: dict[int, float]) -> None:
        """Raise the best units in which neighbours of the query stand together."""
        best = sorted(scores, key=lambda n: (-scores[n], n))[: self._weights.rescored]
        forms = [_first_form(g) for g in self._plan.groups]
        for one, other in pairwise(forms):
            if one and other and one != other:
                self._deadline.check()
                self._add_pair(scores, best, one, other)
        self._add_heading_cover(scores, best)

    def _add_pair(self, scores: dict[int, float], best: list[int], one: str, other: str) -> None:
        worth = self._weights.near * min(self._rarity(one), self._rarity(other))
        for number in best:
            gap = self._gap(number, one, other)
            if gap <= self._weights.near_window:
                scores[number] += worth / max(gap, 1)

    def _rarity(self, form: str) -> float:
        return idf(self._snapshot.count(Term(form)), self._snapshot.size)

    def _gap(self, number: int, one: str, other: str) -> float:
        """Words from one form to the nearest other, in whichever field it is least."""
        nearest = float("inf")
        for field in NEAR_FIELDS:
            places = self._snapshot.positions(field, one).get(number)
            others = self._snapshot.positions(field, other).get(number)
            if places and others:
                nearest = min(nearest, *(distance(place, others) for place in places))
        return nearest

    def _add_heading_cover(self, scores: dict[int, float], best: list[int]) -> None:
        """Raise units whose heading the query says nearly whole."""
        lengths, _ = self._snapshot.lengths("heading")
        found: dict[int, float] = dict.fromkeys(best, 0.0)
        words: dict[int, int] = dict.fromkeys(best, 0)
        for form, weight in _form_weights(self._plan).items():
            places = self._snapshot.positions("heading", form)
            worth = weight * self._rarity(form)
            for number in places.keys() & found.keys():
                found[number] += worth
                words[number] += 1
        for number in best:
            if words[number]:
                share = min(1.0, words[number] / max(lengths[number], 1))
                scores[number] += self._weights.heading_cover * share * found[number]


def _form_weights(plan: Plan) -> dict[str, float]:
    """The most that each looked-up form counts in any of its ideas."""
    weights: dict[str, float] = {}
    for group in plan.groups:
        for alternative in group.alternatives:
            weight = group.weight * alternative.weight
            for form in forms_of_lookup(alternative.lookup):
                weights[form] = max(weight, weights.get(form, 0.0))
    return weights


def _asks_kind(plan: Plan) -> bool:
    """Whether the query asks for official or for our own words."""
    return any(name == "kind" for name, _ in plan.understood.filters)


def _first_form(group: Group) -> str | None:
    first = group.alternatives[0].lookup if group.alternatives else None
    return first.form if isinstance(first, Term) else None


def _union(sets: Iterable[Iterable[int]]) -> set[int]:
    return set[int]().union(*sets)
