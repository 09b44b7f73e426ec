"""Tags as the margin shows them: words, place, and the rule that made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from corpus.tagging import (
    Orientation,
    Power,
    Span,
    Statement,
    StatementType,
    Tagging,
)
from webui.presenters.places import place_of

_SIDES = {
    StatementType.POWER: "security",
    StatementType.RIGHT: "liberty",
    StatementType.IMMUNITY: "liberty",
}


_MOST_CARD = 260
_MOST_LINE = 140
"""Characters of a quotation in the margin; the text beside it has the whole."""


@dataclass(frozen=True, slots=True)
class PowerCard:
    """Who may do what, in the law's words; acts under one modal share a card."""

    eid: str
    place: str
    holder: str
    agency: str
    acts: tuple[str, ...]
    conditions: tuple[str, ...]
    oversight: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One normative statement."""

    type: str
    side: str
    bearer: str
    trigger: str
    action: str
    eid: str
    place: str
    rule: str


@dataclass(frozen=True, slots=True)
class MentionLine:
    """An entity, with how often it occurs here."""

    label: str
    text: str
    count: int
    rule: str


@dataclass(frozen=True, slots=True)
class OrientationWhy:
    """What decided the orientation of the provision."""

    value: str
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class TagsView:
    """Everything that was tagged in a provision and its parts."""

    orientation: str
    orientation_why: OrientationWhy | None
    powers: tuple[PowerCard, ...]
    statements: tuple[StatementLine, ...]
    mentions: tuple[MentionLine, ...]
    statement_counts: tuple[tuple[str, int], ...]
    holders: tuple[str, ...]


def tags_view(order: Sequence[str], taggings: Mapping[str, Tagging]) -> TagsView:
    """The tags of the units in `order` (eIds in the order of the text)."""
    here = [taggings[eid] for eid in order if eid in taggings]
    statements = [
        (t.eid, s) for t in here for s in t.statements if s.type is not StatementType.NONE
    ]
    counts = Counter(s.type.value for _, s in statements)
    powers = tuple(card for t in here for card in _power_cards(t))
    return TagsView(
        orientation=combined_orientation({t.orientation for t in here}).value,
        orientation_why=_orientation_why(here),
        powers=powers,
        statements=tuple(_statement_line(eid, s) for eid, s in statements),
        mentions=_mention_lines(here),
        statement_counts=tuple(counts.most_common()),
        holders=tuple(dict.fromkeys(p.agency for p in powers if p.agency)),
    )


def combined_orientation(found: Set[Orientation]) -> Orientation:
    """The orientation of a whole from its parts: a power here and a safeguard there are both."""
    sides = found & {Orientation.SECURITY_POWER, Orientation.CIVIL_LIBERTY}
    if Orientation.BOTH in found or len(sides) == 2:
        return Orientation.BOTH
    return next(iter(sides), Orientation.NEUTRAL)


def _orientation_why(taggings: Sequence[Tagging]) -> OrientationWhy | None:
    for tagging in taggings:
        if tagging.orientation is not Orientation.NEUTRAL and tagging.orientation_rule:
            evidence = tagging.orientation_evidence
            words = evidence.text if evidence else ""
            value = tagging.orientation.value.replace("_", " ")
            return OrientationWhy(value, words, tagging.orientation_rule)
    return None


def _power_cards(tagging: Tagging) -> Iterator[PowerCard]:
    """A card for each holder and modal: “may inspect, copy or seize” is one power of three acts."""
    together: dict[tuple[str, str, Span | None], list[Power]] = {}
    for power in tagging.powers:
        statement = _statement_of(power, tagging)
        holder = power.holder.text if power.holder else ""
        key = (holder, power.agency, statement.trigger if statement else None)
        together.setdefault(key, []).append(power)
    for (holder, agency, _), powers in together.items():
        yield _power_card(holder, agency, powers, tagging)


def _power_card(holder: str, agency: str, powers: Sequence[Power], tagging: Tagging) -> PowerCard:
    statements = [s for s in (_statement_of(p, tagging) for p in powers) if s is not None]
    return PowerCard(
        eid=powers[0].eid,
        place=place_of(powers[0].eid),
        holder=holder,
        agency=agency,
        acts=_texts([power.act for power in powers]),
        conditions=_texts([span for s in statements for span in s.conditions]),
        oversight=_texts([span for s in statements for span in s.oversight]),
        rule=powers[0].rule,
    )


def _statement_of(power: Power, tagging: Tagging) -> Statement | None:
    """The statement that the power was drawn from: the one whose action overlaps its act."""
    return next((s for s in tagging.statements if s.action and _overlap(s.action, power.act)), None)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _texts(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_shorten(span.text, _MOST_CARD) for span in spans))


def _statement_line(eid: str, statement: Statement) -> StatementLine:
    return StatementLine(
        type=statement.type.value,
        side=_SIDES.get(statement.type, ""),
        bearer=statement.bearer.text if statement.bearer else "",
        trigger=statement.trigger.text if statement.trigger else "",
        action=_shorten(statement.action.text) if statement.action else "",
        eid=eid,
        place=place_of(eid),
        rule=statement.rule,
    )


def _shorten(text: str, most: int = _MOST_LINE) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _mention_lines(taggings: Sequence[Tagging]) -> tuple[MentionLine, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    rules: dict[tuple[str, str], str] = {}
    for mention in (m for t in taggings for m in t.mentions):
        key = (mention.label.value, mention.span.text)
        counts[key] += 1
        rules.setdefault(key, mention.rule)
    return tuple(
        MentionLine(label, text, count, rules[label, text])
        for (label, text), count in counts.most_common()
    )
