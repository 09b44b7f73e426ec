"""The tables of formats that mark their units: what each element does in the make-up of a law."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from corpus.model import ProvisionKind
from ingest.readers.marked_words import Note, local_name


class Does(StrEnum):
    """What an element does in the make-up of a law."""

    WRAPS = "wraps"
    """Holds other elements; words of its own are a paragraph each."""
    SAYS = "says"
    """Is a paragraph; elements without a role stand inside its words."""
    OPENS = "opens"
    """Is a unit where it has a number, else it only wraps."""
    GROUPS = "groups"
    """Is a unit that may go without a number: a part, a schedule, a preamble."""
    TITLES = "titles"
    """Is a heading between units: opens a group where it has a number."""
    SHARES = "shares"
    """Wraps a unit and has that unit's heading."""
    HEADS = "heads"
    """Wraps units under a heading that belongs to none of them."""
    QUOTES = "quotes"
    """Holds words that go into another law: what is numbered in them is no unit of this one."""
    FOLLOWS = "follows"
    """Belongs to the preamble, where there is one."""
    SIGNS = "signs"
    """Formula and signatures: printed, but part of no unit."""
    ASIDE = "aside"
    """Printed with the law, but no part of it: reported as not read."""
    INLINE = "inline"
    """Words inside a paragraph, whatever stands around them."""
    CELL = "cell"
    """Words inside a paragraph that are set apart from their neighbours."""
    LEADS = "leads"
    """Words that stand before the next paragraph on its line."""
    CHANGES = "changes"
    """Words inside a paragraph that an amendment put in or took out."""
    TELLS = "tells"
    """A note on the unit in which it stands; not text."""
    SKIPS = "skips"
    """Is no text."""


IN_WORDS = frozenset([Does.INLINE, Does.CELL, Does.LEADS, Does.CHANGES, Does.TELLS, Does.SKIPS])
APART = frozenset(Does) - {Does.INLINE, Does.CHANGES, Does.TELLS, Does.SKIPS}
"""What is set apart by a blank when it is taken into a paragraph."""


@dataclass(frozen=True, slots=True)
class Role:
    """What an element does, and the unit that it is."""

    does: Does
    kind: ProvisionKind | None = None
    """The unit's kind; None where its rank and its place tell it."""
    rank: int | None = None
    """0 for a section, 1 for what a section holds, and so on; None for one below its parent."""
    path: str = ""
    """First word of its eId, where that is not the kind's own: `dvs`; `container` for a section
    that only groups articles."""
    shown: str = "{}"
    """How the number is printed, where the file has it bare."""
    lone: bool = False
    """A first paragraph that holds nothing but a number is the unit's number."""
    why: str = ""
    """Why it is no part of the law."""


WRAPS, SAYS, INLINE, CELL = Role(Does.WRAPS), Role(Does.SAYS), Role(Does.INLINE), Role(Does.CELL)
SKIPS, TELLS, CHANGES, QUOTES = (
    Role(Does.SKIPS),
    Role(Does.TELLS),
    Role(Does.CHANGES),
    Role(Does.QUOTES),
)


def _no_notes(_: etree._Element) -> Iterable[Note]:
    return ()


def _no_text(_: etree._Element) -> str:
    return ""


def _first_level(_: etree._Element) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """A format: its elements, and the few things that a table cannot say."""

    roles: Mapping[str, Role]
    numbers: frozenset[str]
    """Elements that hold a unit's number."""
    headings: frozenset[str]
    """Elements that hold a unit's heading."""
    heads: frozenset[str] = frozenset()
    """Elements that hold number and heading together."""
    basic: ProvisionKind = ProvisionKind.SECTION
    """The unit that carries the numbering."""
    told: Callable[[etree._Element], Iterable[Note]] = _no_notes
    """The notes that an element gives or refers to."""
    counted: Callable[[etree._Element], str] = _no_text
    """The number, as printed, of an element that is numbered by its place."""
    level: Callable[[etree._Element], int] = _first_level
    """Of a heading between units: 1 for the highest."""
    dotted: re.Pattern[str] | None = None
    """A heading between units that begins with its number: groups `num` and `rest`."""

    def role(self, element: etree._Element) -> Role | None:
        """The element's role; None for one that the table does not name."""
        return self.roles.get(local_name(element))
