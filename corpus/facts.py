"""What the catalogue knows of an instrument beside its name: standing, history, relations.

Every group of facts carries its own `source`, because they come from different places and are
known up to different days.  What no source supports is a `Missing`, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether an instrument rules today."""

    IN_FORCE = "in-force"
    REPEALED = "repealed"
    LAPSED = "lapsed"
    STRUCK_DOWN = "struck-down"
    SUPERSEDED = "superseded"
    NOT_LAW = "not-law"
    UNKNOWN = "unknown"

    @property
    def is_dead(self) -> bool:
        """Whether it ruled once and rules no more."""
        return self in _DEAD


_DEAD = frozenset({Status.REPEALED, Status.LAPSED, Status.STRUCK_DOWN, Status.SUPERSEDED})


class EventKind(StrEnum):
    """What can happen to an instrument in its life."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    SIGNED = "signed"
    MADE = "made"
    ASSENTED = "assented"
    COMMENCED = "commenced"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPEALED = "repealed"
    LAPSED = "lapsed"
    STRUCK_DOWN = "struck-down"
    SUPERSEDED = "superseded"


class RelationKind(StrEnum):
    """How one instrument bears on another; read as “this … that”."""

    MADE_UNDER = "made-under"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    IMPLEMENTS = "implements"


class GovernanceModel(StrEnum):
    """Who an instrument trusts to govern the network."""

    STATE_CENTRIC = "state-centric"
    RIGHTS_BASED = "rights-based"
    MULTISTAKEHOLDER = "multistakeholder"


class Layer(StrEnum):
    """Which part of cyberspace an instrument bears on."""

    PHYSICAL = "physical"
    LOGICAL = "logical"
    SOCIAL = "social"


class SourceRole(StrEnum):
    """What stands at an address."""

    TEXT = "text"
    """The instrument's own words."""
    INDEX = "index"
    """A page that leads to them."""
    REPORT = "report"
    """News of them, or comment."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts or a text come from."""

    address: str
    """An official address, or the name of a file."""
    publisher: str = ""
    date: str = ""
    """ISO date (or year) of the source, empty when unknown."""
    official: bool = True
    """Whether a public body publishes it; only such addresses are ever fetched."""
    role: SourceRole = SourceRole.TEXT
    source: str = ""
    """Where the address itself is known from."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must be told on every page of an instrument."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an instrument rules, and up to which day that is known."""

    now: Status = Status.UNKNOWN
    as_of: str = ""
    """ISO day of the source, empty when it has none."""
    source: str = ""


UNKNOWN_STANDING = Standing()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an instrument."""

    kind: EventKind
    source: str
    date: str = ""
    """ISO day, empty when unknown."""
    by: str = ""
    """Slug of a catalogued instrument, or the name of a court, a body or another instrument."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How this instrument bears on another catalogued one."""

    kind: RelationKind
    to: str
    """Slug of the other."""
    source: str
    at: str = ""
    """The provisions that it rests on or touches, in words: `sections 49 and 51`."""


@dataclass(frozen=True, slots=True)
class Classification:
    """Our reading of an instrument by a scheme of the policy papers; an opinion, and said so."""

    models: tuple[GovernanceModel, ...] = ()
    layers: tuple[Layer, ...] = ()
    source: str = ""


UNCLASSIFIED = Classification()


@dataclass(frozen=True, slots=True)
class Licence:
    """On what terms the official text may be reused."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that no source at hand supports."""

    what: str
    why: str
