"""What a place looks like that may open a unit, before it is known whether it does."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.headings import Heading


@dataclass(frozen=True, slots=True)
class Above:
    """A heading on the lines above a unit's number."""

    first: int
    """Index of its first line; it ends on the line before the number's."""
    text: str


@dataclass(slots=True)
class Candidate:
    """A number that may open a unit."""

    line: int
    num: str
    key: tuple[int, str]
    at: int
    """Offset where the number and its stop end."""
    weight: float = 0.0
    heading: Heading | None = None
    above: Above | None = None
    worded: bool = False
    """Its line says `Article` or `Section`."""
    best: float = 0.0
    previous: int = -1
    absorbs: list[Candidate] = field(default_factory=list)
    """Later candidates that only repeat this number before the text."""
