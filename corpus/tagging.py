"""What the words of a provision are tagged with: who, what kind of statement, which side.

Offsets are Unicode code points into the text of the provision, 0-based, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StatementType(StrEnum):
    """The kinds of normative statement."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    POWER = "power"
    RIGHT = "right"
    OFFENCE = "offence"
    DEFINITION = "definition"
    IMMUNITY = "immunity"
    NONE = "none"


class EntityLabel(StrEnum):
    """What a mention names."""

    AGENCY = "AGENCY"
    COURT = "COURT"
    ROLE = "ROLE"
    INSTRUMENT = "INSTRUMENT"
    PROVISION_REF = "PROVISION_REF"
    PENALTY = "PENALTY"
    FINE = "FINE"
    TERM = "TERM"
    DEFINED_TERM = "DEFINED_TERM"


class Orientation(StrEnum):
    """Which side of the balance a provision sits on."""

    SECURITY_POWER = "security_power"
    CIVIL_LIBERTY = "civil_liberty"
    BOTH = "both"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a provision: `provision.text[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A tagged entity."""

    label: EntityLabel
    span: Span
    rule: str
    """Id of the rule that made the tag."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One bearer, one modal force, one act."""

    type: StatementType
    trigger: Span | None
    bearer: Span | None
    action: Span | None
    rule: str
    conditions: tuple[Span, ...] = ()
    oversight: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Power:
    """A power: who holds it and what it lets them do."""

    eid: str
    holder: Span | None
    """The holder's words; None where the law names none."""
    agency: str
    """Normalised body (`PTA`, `COURT`, …), empty when no rule knows the holder."""
    act: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Tagging:
    """All tags of one provision.  Offsets are into that provision's `text`."""

    eid: str
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    orientation: Orientation = Orientation.NEUTRAL
    orientation_rule: str = ""
    """Id of the rule that decided the orientation."""
    orientation_evidence: Span | None = None
    powers: tuple[Power, ...] = ()
