"""The corpus as a reader sees it on a shelf: what is held, what is only catalogued, by country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.facts import Source
from corpus.model import Expression, ExpressionKind, Instrument, InstrumentType

_PLACES = {
    "pk": "Pakistan",
    "eu": "European Union",
    "gb": "United Kingdom",
    "in": "India",
    "cn": "China",
    "us": "United States",
    "ca": "Canada",
    "za": "South Africa",
    "xx": "International",
    "zz": "Your own texts",
}
"""How a jurisdiction is called; an unknown one shows its two letters."""

_KINDS = (
    ("Constitution", {InstrumentType.CONSTITUTION}),
    (
        "Acts, Ordinances and Orders",
        {InstrumentType.ACT, InstrumentType.ORDINANCE, InstrumentType.OTHER},
    ),
    ("Rules and regulations", {InstrumentType.RULES, InstrumentType.REGULATIONS}),
    (
        "Policies, bills and papers",
        {InstrumentType.POLICY, InstrumentType.BILL, InstrumentType.PAPER},
    ),
)
"""The shelves of the home country, in order."""

_HOME = "pk"


@dataclass(frozen=True, slots=True)
class Card:
    """One instrument on a shelf."""

    slug: str
    title: str
    name: str
    kind: str
    number: str
    status: str
    """In words; empty for law in force and for what makes no claim to be law."""
    dead: bool
    digest: bool
    official: bool
    date: str
    source: Source | None
    topics: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether any text of it is held."""
        return self.digest or self.official


@dataclass(frozen=True, slots=True)
class Shelf:
    """Instruments of one sort or country."""

    name: str
    cards: tuple[Card, ...]


def shelves_of(
    instruments: Iterable[Instrument], texts: Mapping[str, tuple[Expression, ...]]
) -> tuple[Shelf, ...]:
    """The shelves: the home country's by sort, then each other country's; none is empty."""
    cards: dict[str, list[Card]] = {}
    for instrument in instruments:
        card = card_of(instrument, texts.get(instrument.slug, ()))
        cards.setdefault(_shelf_name(instrument), []).append(card)
    order = [name for name, _ in _KINDS] + list(_PLACES.values())
    names = sorted(cards, key=lambda name: order.index(name) if name in order else len(order))
    return tuple(Shelf(name, tuple(sorted(cards[name], key=_card_order))) for name in names)


def _shelf_name(instrument: Instrument) -> str:
    if instrument.jurisdiction != _HOME:
        return _PLACES.get(instrument.jurisdiction, instrument.jurisdiction.upper())
    kinds = (name for name, types in _KINDS if instrument.type in types)
    return next(kinds, _PLACES[_HOME])


def _card_order(card: Card) -> tuple[bool, str]:
    return (not card.held, card.title)


def card_of(instrument: Instrument, texts: tuple[Expression, ...]) -> Card:
    """The card of an instrument; `texts` in the order in which they are shown."""
    now = instrument.standing.now
    kinds = {text.kind for text in texts}
    return Card(
        slug=instrument.slug,
        title=instrument.title,
        name=instrument.name,
        kind=instrument.type.value.replace("-", " "),
        number=instrument.number,
        status="" if now.value in ("in-force", "unknown") else now.value.replace("-", " "),
        dead=now.is_dead,
        digest=ExpressionKind.DIGEST in kinds,
        official=ExpressionKind.OFFICIAL in kinds,
        date=texts[0].date if texts else "",
        source=next(iter(instrument.text_addresses or instrument.sources), None),
        topics=instrument.topics,
    )
