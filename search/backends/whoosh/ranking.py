"""Matches a plan against a snapshot and ranks what matches."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.uri import number_of
from search.backends.whoosh.schema import Card
from search.backends.whoosh.snapshot import Snapshot, distance
from search.errors import SearchTooSlow
from search.fields import BY_NAME, FieldKind
from search.plan import AllOf, Alternative, AnyOf, Group, NotThis, Plan, PlanNode, Ranked, Term, phrase_group
from search.profile import SearchProfile
from search.query import FieldIs, Pin
from search.scoring import idf

NEAR_FIELDS = ("heading", "text")
FIRST_PIN = 1e6
"""Score above any ranked one: cited units come first."""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its best document and its score."""

    number: int
    card: Card
    score: float
    pinned: bool


class Ranking:
    """One search: which documents match, and in which order."""

    def __init__(
        self, plan: Plan, snapshot: Snapshot, profile: SearchProfile, home: str, today: str
    ) -> None:
        self._plan = plan
        self._snapshot = snapshot
        self._profile = profile
        self._weights = profile.query
        self._home = home
        self._today = today
        self._stop_at = time.monotonic() + profile.limits.seconds
        self._asks_day = False

    def units(self) -> tuple[RankedUnit, ...]:
        """Everything that matches, one entry a unit, in order.

        Raises:
            SearchTooSlow: the deadline of the profile passed.
        """
        pinned = self._pinned()
        matched = self._matching() | pinned.keys()
        scores = self._scores(matched)
        best: dict[tuple[str, str], RankedUnit] = {}
        for number in matched:
            unit = self._unit(number, scores.get(number, 0.0), pinned.get(number))
            known = best.get((unit.card.instrument, unit.card.eid))
            best[unit.card.instrument, unit.card.eid] = _better(known, unit)
        return tuple(sorted(best.values(), key=_order))

    def group_scores(self, group: Group) -> dict[int, float]:
        """Scores of one idea: its best alternative, and a share of the others."""
        best: dict[int, float] = {}
        total: dict[int, float] = {}
        for alternative in group.alternatives:
            self._check_time()
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
        whole = idf(len(self._match_group(group)), size)
        share = self._weights.shared_rarity
        return (1 - share) + share * whole / own

    # -- matching -----------------------------------------------------------------------------

    def _matching(self) -> set[int]:
        found = self._match(self._plan.root)
        for name, values in self._plan.filters:
            found &= set[int]().union(*(self._match(FieldIs(name, v)) for v in values))
        return found if self._asks_day else found & self._current()

    def _match(self, node: PlanNode) -> set[int]:
        self._check_time()
        match node:
            case Group():
                return self._match_group(node)
            case Ranked(groups):
                return set[int]().union(*(self._match_group(g) for g in groups))
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes):
                return set[int]().union(*(self._match(n) for n in nodes))
            case NotThis(inner):
                return set(self._snapshot.cards) - self._match(inner)
            case FieldIs(name, value):
                return self._match_filter(name, value)

    def _all_of(self, nodes: tuple[PlanNode, ...]) -> set[int]:
        found = set(self._snapshot.cards)
        for node in nodes:
            found &= self._match(node)
        return found

    def _match_group(self, group: Group) -> set[int]:
        return set[int]().union(
            *(self._snapshot.scores(a.lookup).keys() for a in group.alternatives)
        )

    def _match_filter(self, name: str, value: str) -> set[int]:
        if name == "at":
            self._asks_day = True
            return {n for n, c in self._snapshot.cards.items() if _valid_on(c, value)}
        if BY_NAME[name].kind is FieldKind.TEXT:
            return self._match_group(phrase_group(value, name))
        return set(self._snapshot.by_value[name].get(value.casefold(), ()))

    def _current(self) -> set[int]:
        """Documents whose words have not been replaced by later ones."""
        day = self._today
        return {n for n, c in self._snapshot.cards.items() if not c.valid_to or day < c.valid_to}

    def _check_time(self) -> None:
        if time.monotonic() > self._stop_at:
            raise SearchTooSlow(self._profile.limits.seconds)

    # -- citations ----------------------------------------------------------------------------

    def _pinned(self) -> dict[int, int]:
        """Documents that are cited, with the place of their citation in the query."""
        found: dict[int, int] = {}
        for place, pin in enumerate(self._plan.pins):
            for number in self._cited(pin):
                found.setdefault(number, place)
        return found

    def _cited(self, pin: Pin) -> Iterable[int]:
        """The pinned unit; “section 19” of a text in articles is its article 19."""
        by_value = self._snapshot.by_value
        number = (number_of(pin.unit) if "_" in pin.unit else pin.unit) or ""
        found = by_value["eid"].get(pin.unit.casefold(), frozenset())
        numbered = by_value["num"].get(number.casefold(), frozenset())
        if pin.instrument is None:
            return (found or ("_" not in pin.unit and numbered) or frozenset()) & self._current()
        inside = by_value["instrument"].get(pin.instrument, frozenset()) & self._current()
        return (found & inside) or (numbered & inside)

    # -- scoring ------------------------------------------------------------------------------

    def _scores(self, matched: set[int]) -> dict[int, float]:
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
                self._check_time()
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
        for form in dict.fromkeys(f for f in self._plan.terms if not f.endswith("*")):
            places = self._snapshot.positions("heading", form)
            rarity = self._rarity(form)
            for number in best:
                if number in places:
                    found[number] += rarity
                    words[number] += 1
        for number in best:
            if words[number]:
                share = min(1.0, words[number] / max(lengths[number], 1))
                scores[number] += self._weights.heading_cover * share * found[number]

    # -- units --------------------------------------------------------------------------------

    def _unit(self, number: int, score: float, place: int | None) -> RankedUnit:
        card = self._snapshot.cards[number]
        final = score * self._prior(card)
        if place is not None:
            final += FIRST_PIN - place * 1000
        return RankedUnit(number, card, round(final, 6), place is not None)

    def _prior(self, card: Card) -> float:
        prior = self._profile.prior
        factor = prior.status.get(card.status, 1.0) * prior.unit.get(card.unit, 1.0)
        if card.kind == "digest":
            factor *= prior.digest
        if card.instrument in self._plan.named:
            return factor * prior.named_instrument
        at_home = not self._home or card.jurisdiction in (self._home, "")
        return factor if at_home else factor * prior.foreign


def _first_form(group: Group) -> str | None:
    first = group.alternatives[0].lookup if group.alternatives else None
    return first.form if isinstance(first, Term) else None


def _valid_on(card: Card, day: str) -> bool:
    return card.valid_from <= day and (not card.valid_to or day < card.valid_to)


def _better(known: RankedUnit | None, unit: RankedUnit) -> RankedUnit:
    """The one that is shown for a unit: official before digest, with the better score."""
    if known is None:
        return unit
    shown, other = sorted((known, unit), key=_precedence)
    return RankedUnit(
        shown.number, shown.card, max(shown.score, other.score), shown.pinned or other.pinned
    )


def _precedence(unit: RankedUnit) -> tuple[bool, tuple[int, ...], str]:
    latest_first = tuple(-ord(c) for c in unit.card.valid_from)
    return unit.card.kind == "digest", latest_first or (0,), unit.card.expression_uri


def _order(unit: RankedUnit) -> tuple[float, str, tuple[tuple[int, str], ...]]:
    return -unit.score, unit.card.instrument, _natural(unit.card.eid)


def _natural(eid: str) -> tuple[tuple[int, str], ...]:
    """Sorts sec_9 before sec_10."""
    parts = eid.replace("__", "_").split("_")
    return tuple((_leading_number(part), part) for part in parts)


def _leading_number(part: str) -> int:
    digits = part[: len(part) - len(part.lstrip("0123456789"))]
    return int(digits) if digits else 0
