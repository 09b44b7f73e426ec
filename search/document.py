"""What is indexed: one document for each unit that a reader cites and opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import (
    BASIC_KINDS,
    CONTAINER_KINDS,
    EntityLabel,
    Expression,
    Instrument,
    Orientation,
    Provision,
    ProvisionKind,
    Statement,
    StatementType,
    Tagging,
)
from corpus.names import names_of
from corpus.uri import number_of

_WHOLE_KINDS = frozenset(
    {ProvisionKind.SCHEDULE, ProvisionKind.PREAMBLE, ProvisionKind.RECITAL, ProvisionKind.HEADING}
)
"""Units outside the numbering that are documents as well."""

Cited = Callable[[str], Iterable[str]]
"""From a text to the units that it cites, as `slug/eid`."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One unit of one expression, ready for any engine; fields are those of `search.fields`."""

    expression_uri: str
    eid: str
    instrument: str
    heading: str
    text: str
    num: str = ""
    names: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()
    type: str = ""
    agency: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    orientation: str = ""
    kind: str = "official"
    unit: str = "section"
    status: str = "unknown"
    jurisdiction: str = ""
    language: str = "en"
    cites: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The id: the expression's address and the eId."""
        return self.expression_uri, self.eid


@dataclass(frozen=True, slots=True)
class IndexChange:
    """An instrument whose documents are replaced; none at all takes it out."""

    instrument: str
    documents: tuple[IndexDocument, ...] = ()


def documents_of(
    instrument: Instrument,
    expression: Expression,
    provisions: Sequence[Provision],
    taggings: Mapping[str, Tagging],
    cited: Cited | None = None,
    valid_to: str = "",
) -> Iterator[IndexDocument]:
    """One document for each section, article, rule, regulation, schedule, recital, preamble and,
    in a paper, each heading with its paragraphs.

    `taggings` are those of every unit by eId; a document gathers the tags of what it holds.
    `cited` finds citations in a text; without it `cites` stays empty.
    """
    by_eid = {provision.eid: provision for provision in provisions}
    owners = _owners(provisions, by_eid)
    tags: dict[str, list[Tagging]] = {}
    for eid, tagging in taggings.items():
        if eid in owners:
            tags.setdefault(owners[eid], []).append(tagging)
    names = tuple(dict.fromkeys(names_of(instrument)))
    for provision in provisions:
        if owners.get(provision.eid) != provision.eid:
            continue
        text = _own_text(provision, provisions)
        facts = _facts(tags.get(provision.eid, ()))
        yield IndexDocument(
            expression_uri=expression.uri,
            eid=provision.eid,
            instrument=instrument.slug,
            heading=provision.heading or "",
            text=text,
            num=number_of(provision.eid) or "",
            names=names,
            place=_place(provision, by_eid),
            defined=facts.defined,
            type=instrument.type.value,
            agency=facts.agencies,
            statement=facts.statements,
            orientation=facts.orientation,
            kind=expression.kind.value,
            unit=provision.kind.value,
            status=instrument.status.value,
            jurisdiction=instrument.jurisdiction,
            language=expression.language,
            cites=tuple(dict.fromkeys(cited(text))) if cited else (),
            valid_from=expression.date,
            valid_to=valid_to,
        )


def _owners(provisions: Sequence[Provision], by_eid: Mapping[str, Provision]) -> dict[str, str]:
    """The document that each unit goes into, by eId; units of no document are left out."""
    owners: dict[str, str] = {}
    for provision in provisions:  # parents come first
        above = owners.get(provision.parent or "")
        if provision.kind is ProvisionKind.HEADING or above is None:
            if _is_document(provision, by_eid):
                owners[provision.eid] = provision.eid
        else:
            owners[provision.eid] = above
    return owners


def _is_document(provision: Provision, by_eid: Mapping[str, Provision]) -> bool:
    if provision.kind in _WHOLE_KINDS:
        return True
    # `chp_III__sec_1` groups articles, which are the documents there
    groups = (
        any(p.parent == provision.eid and p.kind in BASIC_KINDS for p in by_eid.values())
        if "__" in provision.eid
        else False
    )
    return provision.kind in BASIC_KINDS and not groups


def _own_text(provision: Provision, provisions: Sequence[Provision]) -> str:
    """The unit's text; a paper's heading stops where its first sub-heading starts."""
    if provision.kind is not ProvisionKind.HEADING:
        return provision.text
    inner = [
        p.start for p in provisions if p.kind is ProvisionKind.HEADING and p.parent == provision.eid
    ]
    stop = min(inner, default=provision.end) - provision.start
    return provision.text[: max(stop, 0)]


def _place(provision: Provision, by_eid: Mapping[str, Provision]) -> tuple[str, ...]:
    """Headings of the containers around a unit, the outermost first."""
    headings: list[str] = []
    parent = by_eid.get(provision.parent or "")
    while parent is not None:
        if parent.heading and parent.kind in CONTAINER_KINDS | {ProvisionKind.HEADING}:
            headings.append(parent.heading)
        parent = by_eid.get(parent.parent or "")
    return tuple(reversed(headings))


@dataclass(frozen=True, slots=True)
class _Facts:
    defined: tuple[str, ...]
    agencies: tuple[str, ...]
    statements: tuple[str, ...]
    orientation: str


def _facts(taggings: Iterable[Tagging]) -> _Facts:
    found = tuple(taggings)
    mentions = [m for t in found for m in t.mentions if m.label is EntityLabel.DEFINED_TERM]
    statements = [s for t in found for s in t.statements if s.type is not StatementType.NONE]
    agencies = [p.agency for t in found for p in t.powers if p.agency]
    return _Facts(
        defined=tuple(dict.fromkeys(m.span.text for m in mentions)),
        agencies=tuple(dict.fromkeys(agencies)),
        statements=tuple(dict.fromkeys(_type_of(s) for s in statements)),
        orientation=_orientation({t.orientation for t in found}),
    )


def _type_of(statement: Statement) -> str:
    return statement.type.value


def _orientation(sides: set[Orientation]) -> str:
    """The side of a unit from those of its parts: two different sides make `both`."""
    taken = sides - {Orientation.NEUTRAL}
    if not taken:
        return Orientation.NEUTRAL.value
    return next(iter(taken)).value if len(taken) == 1 else Orientation.BOTH.value
