"""What is indexed: one document for each unit that a reader cites and opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from corpus.model import (
    BASIC_KINDS,
    CONTAINER_KINDS,
    Expression,
    Instrument,
    Provision,
    ProvisionKind,
)
from corpus.names import names_of
from corpus.tagging import (
    EntityLabel,
    Orientation,
    StatementType,
    Tagging,
)
from corpus.uri import number_of

_WHOLE_KINDS = frozenset({ProvisionKind.SCHEDULE, ProvisionKind.PREAMBLE, ProvisionKind.RECITAL})
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
    paper = instrument.unit == "heading"
    owners = _owners(provisions, paper=paper)
    first_inner = _first_inner(provisions) if paper else {}
    tags = _by_owner(taggings, owners)
    whole = _whole(instrument, expression, valid_to)
    for provision in provisions:
        if owners.get(provision.eid) != provision.eid:
            continue
        text = _own_text(provision, first_inner)
        if text.strip() or provision.heading:  # an omitted section has nothing to be found by
            yield replace(
                _with_tags(whole, tags.get(provision.eid, []), taggings.get(provision.eid)),
                eid=provision.eid,
                heading=provision.heading or "",
                text=text,
                num=number_of(provision.eid) or "",
                place=_place(provision, by_eid),
                unit=provision.kind.value,
                cites=tuple(dict.fromkeys(cited(text))) if cited else (),
            )


def _whole(instrument: Instrument, expression: Expression, valid_to: str) -> IndexDocument:
    """What all documents of an expression share."""
    return IndexDocument(
        expression_uri=expression.uri,
        eid="",
        instrument=instrument.slug,
        heading="",
        text="",
        names=tuple(dict.fromkeys(names_of(instrument))),
        type=instrument.type.value,
        kind=expression.kind.value,
        status=instrument.standing.now.value,
        jurisdiction=instrument.jurisdiction,
        language=expression.language,
        valid_from=expression.date,
        valid_to=valid_to,
    )


def _by_owner(
    taggings: Mapping[str, Tagging], owners: Mapping[str, str]
) -> dict[str, list[Tagging]]:
    found: dict[str, list[Tagging]] = {}
    for eid, tagging in taggings.items():
        if eid in owners:
            found.setdefault(owners[eid], []).append(tagging)
    return found


def _owners(provisions: Sequence[Provision], *, paper: bool) -> dict[str, str]:
    """The document that each unit goes into, by eId; units of no document are left out."""
    groups = {p.parent for p in provisions if p.kind in BASIC_KINDS}
    owners: dict[str, str] = {}
    for provision in provisions:  # parents come first
        above = owners.get(provision.parent or "")
        heads = paper and provision.kind is ProvisionKind.HEADING
        if above is not None and not heads:
            owners[provision.eid] = above
        elif heads or _is_document(provision, groups):
            owners[provision.eid] = provision.eid
    return owners


def _is_document(provision: Provision, groups: Set[str | None]) -> bool:
    """A numbered unit that does not only group others (`chp_III__sec_1` holds articles)."""
    if provision.kind in BASIC_KINDS:
        return provision.eid not in groups
    return provision.kind in _WHOLE_KINDS


def _own_text(provision: Provision, first_inner: Mapping[str, int]) -> str:
    """The unit's text; a paper's heading stops where its first sub-heading starts."""
    stop = first_inner.get(provision.eid, provision.end)
    return provision.text[: max(stop - provision.start, 0)]


def _first_inner(provisions: Sequence[Provision]) -> dict[str, int]:
    """Where the first heading inside a heading starts, by the outer one's eId."""
    first: dict[str, int] = {}
    for provision in provisions:
        if provision.kind is ProvisionKind.HEADING and provision.parent:
            known = first.get(provision.parent, provision.start)
            first[provision.parent] = min(known, provision.start)
    return first


def _place(provision: Provision, by_eid: Mapping[str, Provision]) -> tuple[str, ...]:
    """Headings of the containers around a unit, the outermost first."""
    headings: list[str] = []
    parent = by_eid.get(provision.parent or "")
    while parent is not None:
        if parent.heading and parent.kind in CONTAINER_KINDS | {ProvisionKind.HEADING}:
            headings.append(parent.heading)
        parent = by_eid.get(parent.parent or "")
    return tuple(reversed(headings))


def _with_tags(whole: IndexDocument, tags: Sequence[Tagging], own: Tagging | None) -> IndexDocument:
    """The document with what was drawn from its text: terms, bodies, norms and side."""
    mentions = [m for t in tags for m in t.mentions if m.label is EntityLabel.DEFINED_TERM]
    statements = [s.type for t in tags for s in t.statements if s.type is not StatementType.NONE]
    agencies = [p.agency for t in tags for p in t.powers if p.agency]
    sides = {own.orientation} if own else {t.orientation for t in tags}
    return replace(
        whole,
        defined=tuple(dict.fromkeys(mention.span.text for mention in mentions)),
        agency=tuple(dict.fromkeys(agencies)),
        statement=tuple(dict.fromkeys(kind.value for kind in statements)),
        orientation=_orientation(sides),
    )


def _orientation(sides: set[Orientation]) -> str:
    """The side of a unit from those of its parts: two different sides make `both`."""
    taken = sides - {Orientation.NEUTRAL}
    if not taken:
        return Orientation.NEUTRAL.value
    return next(iter(taken)).value if len(taken) == 1 else Orientation.BOTH.value
