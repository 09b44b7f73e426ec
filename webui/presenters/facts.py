"""What the catalogue knows of an instrument, as its page lists it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from corpus.facts import Missing, Source, SourceRole
from corpus.model import Instrument
from corpus.relations import Tie, ties_of

_ROLES = {
    SourceRole.TEXT: "the text",
    SourceRole.INDEX: "a page that leads to it",
    SourceRole.REPORT: "a report",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list: a name, what is known, and where from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    """A web address of the instrument."""

    source: Source
    what: str
    """What stands there, and whether a public body publishes it."""


@dataclass(frozen=True, slots=True)
class FactsView:
    """Everything the catalogue says, and what it cannot say."""

    facts: tuple[Fact, ...]
    addresses: tuple[AddressLine, ...]
    missing: tuple[Missing, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieLine:
    """A relation to another instrument, seen from this one."""

    tie: Tie
    name: str


def facts_view(instrument: Instrument) -> FactsView:
    """The facts of an instrument, those that are known."""
    known = chain(_citation(instrument), _readings(instrument))
    return FactsView(
        facts=tuple(fact for fact in known if fact.value),
        addresses=tuple(
            AddressLine(s, _ROLES[s.role] + ("" if s.official else ", unofficial: never fetched"))
            for s in instrument.sources
        ),
        missing=instrument.missing,
        topics=instrument.topics,
    )


def _citation(instrument: Instrument) -> Iterable[Fact]:
    source = instrument.facts_source
    yield Fact("Type", instrument.type.value.replace("-", " "), source)
    yield Fact("Number", instrument.number, source)
    yield Fact("Made by", instrument.issuer, source)
    yield Fact("Made or assented to", instrument.date, source)
    yield Fact("In force from", instrument.commencement, source)
    yield Fact("Expires", instrument.expiry, source)


def _readings(instrument: Instrument) -> Iterable[Fact]:
    standing = instrument.standing
    as_of = f" (known to {standing.as_of})" if standing.as_of else ""
    yield Fact("Status", standing.now.value.replace("-", " ") + as_of, standing.source)
    shape = instrument.classification
    yield Fact("Governance model", ", ".join(m.value for m in shape.models), shape.source)
    yield Fact("Layer", ", ".join(layer.value for layer in shape.layers), shape.source)
    if instrument.licence is not None:
        yield Fact("Terms of reuse", instrument.licence.text, instrument.licence.source)


def tie_lines(slug: str, known: Iterable[Instrument]) -> list[TieLine]:
    """How the instrument hangs together with others."""
    instruments = {i.slug: i for i in known}
    return [
        TieLine(tie, instruments[tie.other].name)
        for tie in ties_of(slug, instruments.values())
        if tie.other in instruments
    ]
