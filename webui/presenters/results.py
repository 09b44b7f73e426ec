"""Search results as the page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.facts import Status
from corpus.model import ExpressionKind, Instrument
from search.results import Facet, Hit, Snippet, Understood
from webui.presenters.places import page_of, place_of

Filters = dict[str, list[str]]
"""Chosen values by facet."""

_FACET_LABELS = {
    "orientation": "Side",
    "statement": "Statement",
    "agency": "Holder",
    "instrument": "Instrument",
    "type": "Kind of law",
}
"""In the order of the page."""

_ORIENTATION_LABELS = {
    "security_power": "◆ security power",
    "civil_liberty": "○ liberty safeguard",
    "both": "◆ ○ both",
    "neutral": "neutral",
}
_MOST_VALUES = 10
_ALIVE = (Status.IN_FORCE, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit."""

    instrument: str
    instrument_address: str
    place: str
    heading: str
    address: str
    snippet: Snippet
    digest: bool
    exact: bool
    orientation: str
    dead: str
    """How the instrument ended, empty while it rules."""


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet, and the address that adds it or takes it away."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet with its commonest values."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]


def hit_views(
    hits: Sequence[Hit],
    instruments: Mapping[str, Instrument],
    orientations: Mapping[tuple[str, str], str],
    parameters: Callable[[Hit], Mapping[str, str]],
) -> list[HitView]:
    """The hits of a page; one of an instrument that has just been removed is left out.

    `parameters` gives what names the text that a hit's link opens.
    """
    return [
        _hit_view(hit, instruments[hit.instrument], orientations, parameters(hit))
        for hit in hits
        if hit.instrument in instruments
    ]


def _hit_view(
    hit: Hit,
    instrument: Instrument,
    orientations: Mapping[tuple[str, str], str],
    parameters: Mapping[str, str],
) -> HitView:
    dead = (
        "" if instrument.standing.now in _ALIVE else instrument.standing.now.value.replace("-", " ")
    )
    return HitView(
        instrument=instrument.name,
        instrument_address=f"/i/{instrument.slug}",
        place=place_of(hit.eid) if hit.num else "",
        heading=hit.heading or place_of(hit.eid, long=True),
        address=page_of(hit.instrument, hit.eid, parameters),
        snippet=hit.snippet,
        digest=hit.expression_kind == ExpressionKind.DIGEST.value,
        exact=hit.exact,
        orientation=orientations.get((hit.expression_uri, hit.eid), ""),
        dead=dead,
    )


def facet_views(
    facets: Sequence[Facet],
    filters: Filters,
    instruments: Mapping[str, Instrument],
    address: Callable[[Filters], str],
) -> list[FacetView]:
    """The facets, in the order of the page; `address` gives this search with other filters."""
    by_name = {facet.name: facet for facet in facets}
    views = [
        FacetView(
            name, label, tuple(_choices(by_name.get(name), name, filters, instruments, address))
        )
        for name, label in _FACET_LABELS.items()
    ]
    return [view for view in views if view.choices]


def _choices(
    facet: Facet | None,
    name: str,
    filters: Filters,
    instruments: Mapping[str, Instrument],
    address: Callable[[Filters], str],
) -> Iterator[FacetChoice]:
    counts = dict(facet.values) if facet else {}
    chosen = filters.get(name, [])
    shown = [*chosen, *(value for value in counts if value and value not in chosen)]
    for value in shown[: max(_MOST_VALUES, len(chosen))]:
        taken = value in chosen
        values = [v for v in chosen if v != value] if taken else [*chosen, value]
        others = {**filters, name: values}
        label = _label(name, value, instruments)
        yield FacetChoice(label, counts.get(value, 0), address(others), taken)


def _label(name: str, value: str, instruments: Mapping[str, Instrument]) -> str:
    if name == "instrument" and value in instruments:
        return instruments[value].name
    if name == "orientation":
        return _ORIENTATION_LABELS.get(value, value)
    return value.replace("_", " ")


def understood_lines(understood: Understood, instruments: Mapping[str, Instrument]) -> list[str]:
    """How the query was read, in words; nothing when it was read as typed."""
    return list(_understood_lines(understood, instruments))


def _understood_lines(
    understood: Understood, instruments: Mapping[str, Instrument]
) -> Iterator[str]:
    for typed, mended in understood.corrected:
        yield f"No text holds “{typed}”; searched for “{mended}” instead."
    for concept in understood.concepts:
        terms = ", ".join(concept.terms[:6])
        yield f"“{concept.said}” was also read as: {terms} ({concept.reason})"
    if understood.passed_over:
        yield f"Passed over: {', '.join(understood.passed_over)}"
    if understood.named:
        names = (instruments[s].name for s in understood.named if s in instruments)
        if listed := ", ".join(names):
            yield f"Preferred: provisions of {listed}"
