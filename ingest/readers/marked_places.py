"""Which kind of unit a marked element is, by its rank and by what it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, ProvisionKind
from ingest.draft import Unit
from ingest.readers.marked_words import number_in

GROUP_WORDS = {
    "part": (ProvisionKind.PART, ""),
    "chapter": (ProvisionKind.CHAPTER, ""),
    "title": (ProvisionKind.TITLE, ""),
    "division": (ProvisionKind.SUBPART, "dvs"),
    "subdivision": (ProvisionKind.SUBPART, "subdvs"),
    "subtitle": (ProvisionKind.SUBPART, "subtitle"),
    "subchapter": (ProvisionKind.SUBPART, "subchp"),
    "schedule": (ProvisionKind.SCHEDULE, ""),
    "annex": (ProvisionKind.SCHEDULE, ""),
    "appendix": (ProvisionKind.SCHEDULE, ""),
}
"""First word of a group's printed number → kind, and eId word where it is not the kind's.

Divisions, subdivisions, subchapters and subtitles have no kind of their own.  They are subparts:
the one kind that says no more than that the group stands below another.
"""
_OTHER_GROUP = (ProvisionKind.SUBPART, "")

_BY_RANK = (
    (ProvisionKind.SUBSECTION, ""),
    (ProvisionKind.PARAGRAPH, ""),
    (ProvisionKind.SUBPARAGRAPH, ""),
)
_IN_ARTICLE = ((ProvisionKind.PARAGRAPH, ""),)
_IN_SCHEDULE = ((ProvisionKind.PARAGRAPH, ""), (ProvisionKind.SUBPARAGRAPH, ""))
_ITEM = (ProvisionKind.SUBPARAGRAPH, "item")
_POINT = (ProvisionKind.SUBPARAGRAPH, "point")

_ABOVE_ALL = -1


def is_basic(unit: Unit) -> bool:
    """Whether the unit is a section, article, rule or regulation, and no group of them."""
    return unit.kind in BASIC_KINDS and unit.path != "container"


class Places:
    """Makes units, and knows the rank of each that it made."""

    def __init__(self, basic: ProvisionKind) -> None:
        self._basic = basic
        self._ranks: dict[int, int] = {}

    def unit(
        self,
        kind: ProvisionKind | None,
        rank: int | None,
        num: str,
        parent: Unit | None,
        path: str = "",
    ) -> Unit:
        """A unit of a given kind, or of the kind that its rank and its parent make it.

        Rank 0 is the section; a unit is always of a lower rank than the one it stands in.  In a
        schedule the first numbered level is a paragraph, whatever the element is called.
        """
        if kind is not None and (path or kind not in BASIC_KINDS):
            own = _ABOVE_ALL
        else:
            own = max(rank if rank is not None else 0, self._rank(parent) + 1)
            own, kind, path = self._placed(own, kind, parent)
        unit = Unit(kind or self._basic, num or None, None, parent, path=path)
        self._ranks[id(unit)] = own
        return unit

    def group(self, printed: str, parent: Unit | None, ranked: bool) -> Unit:
        """What a heading between units opens: a group by its word, or a ranked unit."""
        word = printed.split()[0].casefold() if printed.split() else ""
        kind, path = GROUP_WORDS.get(word, _OTHER_GROUP)
        if kind is ProvisionKind.SCHEDULE and parent is not None:
            kind = ProvisionKind.SUBPART
        return self.unit(None if ranked else kind, None, number_in(printed), parent, path)

    def in_schedule(self, unit: Unit) -> bool:
        """Whether the unit is a schedule or stands in one."""
        return any(u.kind is ProvisionKind.SCHEDULE for u in self.above(unit))

    def above(self, unit: Unit | None) -> Iterator[Unit]:
        """The unit and all that it stands in, from the inside out."""
        while unit is not None:
            yield unit
            unit = unit.parent

    def _rank(self, unit: Unit | None) -> int:
        return self._ranks.get(id(unit), _ABOVE_ALL) if unit is not None else _ABOVE_ALL

    def _placed(
        self, rank: int, kind: ProvisionKind | None, parent: Unit | None
    ) -> tuple[int, ProvisionKind, str]:
        """The rank that counts in its place, the kind, and the eId word that the kind lacks."""
        basic = next((u for u in self.above(parent) if is_basic(u)), None)
        if basic is None and parent is not None and not self._in_body(parent):
            depth = self._rank(parent) + 1
            return (depth, *_pick(_IN_SCHEDULE, depth, _ITEM))
        if basic is None and rank == 0:
            return 0, kind or self._basic, ""
        if basic is not None and basic.kind is ProvisionKind.ARTICLE:
            return (rank, *_pick(_IN_ARTICLE, rank - 1, _POINT))
        return (rank, *_pick(_BY_RANK, rank - 1, _ITEM))

    def _in_body(self, unit: Unit) -> bool:
        return all(u.kind in CONTAINER_KINDS or u.path == "container" for u in self.above(unit))


def _pick(
    table: tuple[tuple[ProvisionKind, str], ...], at: int, below: tuple[ProvisionKind, str]
) -> tuple[ProvisionKind, str]:
    return table[at] if at < len(table) else below
