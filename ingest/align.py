"""What became of each provision between two expressions of an instrument.

Every provision of either side is told once, at every depth.  A unit without a like has no heir:
a note must not pass to another clause because that clause took its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.alignment import Alignment, AlignmentKind
from corpus.model import Provision, ProvisionKind
from ingest.likeness import Unit, rules
from ingest.pairing import Pairing, Side
from ingest.sameness import Difference, difference, sameness

REASONS = {
    "identical": "The words are the same to the character.",
    "typography": "The words are the same apart from capitals, punctuation and spacing.",
    "spelling": "The words are the same in another spelling.",
    "print": "The words are the same; one print has a heading or a footnote among them.",
    "omitted": "Its words were gone already.",
    "words": "Its words differ.",
    "slip": "Single letters or “a”, “the”, “of” differ: a misprint, or a small change.",
    "contents": "The units that it groups differ.",
    "number": "It has another number.",
    "parent": "The unit that holds it has another number.",
    "place": "It stands in another unit.",
    "new": "Nothing like it was there.",
    "refilled": "It fills a number that stood empty.",
    "divided": "Its words were there, in a unit that was not divided.",
    "gone": "Nothing like it is there.",
    "emptied": "Its number is left without its words.",
    "undivided": "Its words are there, in a unit that is no longer divided.",
    "substituted": "The same number carries quite other words.",
    "with-parent": "The unit that holds it came or went as a whole.",
    "empty-number": "One print shows an empty number, the other does not.",
}
"""Every rule that may decide a row, with its sentence."""


def align(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Alignment, ...]:
    """What became of every provision: each eId of either side is in exactly one row.

    Rows are in the old order; insertions follow the unit after which they stand.  A number left
    empty (`[Omitted]`) is a repeal and the new side of its row; one filled again, an insertion.
    A section or article that only changed its part or chapter is the same.
    """
    sides = Side(old), Side(new)
    return _Rows(*sides, Pairing(*sides)).all()


class _Rows:
    """Says of every unit what happened to it, once the pairs are known."""

    def __init__(self, old: Side, new: Side, pairing: Pairing) -> None:
        self._old, self._new, self._pairing = old, new, pairing
        self._touched: dict[Unit, str] = {}
        """Parts, chapters and schedules in which a unit differs: `contents`, or only `slip`."""

    def all(self) -> tuple[Alignment, ...]:
        # what only groups others is told last, by what became of them
        units = sorted(self._in_order(), key=lambda placed: placed[1].groups)
        rows = {place: self._of(unit, old) for place, unit, old in units}
        return tuple(rows[place] for place in sorted(rows))

    def _in_order(self) -> Iterator[tuple[tuple[int, int], Unit, bool]]:
        """Every unit that gets a row, its place in the rows, and whether it is of the old side."""
        place = {eid: at for at, eid in enumerate(self._old.units)}
        for eid, at in place.items():
            yield (at, 0), self._old.units[eid], True
        last = -1
        for at, unit in enumerate(self._new.units.values(), start=1):
            near = self._pairing.forerunners.get(unit.eid) or self._replaced(unit)
            last = place[near] if near else last
            if unit.eid not in self._pairing.forerunners:
                yield (last, at), unit, False

    def _of(self, unit: Unit, old: bool) -> Alignment:
        row = self._of_old(unit) if old else self._of_new(unit)
        if row.differs and not unit.groups:
            self._touch(self._old, row.old_eid, row.rule)
            self._touch(self._new, row.new_eid, row.rule)
        return row

    def _touch(self, side: Side, eid: str | None, rule: str) -> None:
        unit = side.units.get(eid or "")
        while unit is not None and (unit := side.parent(unit)) is not None:
            if unit.groups and self._touched.get(unit) != "contents":
                self._touched[unit] = "slip" if rule == "slip" else "contents"

    def _of_old(self, unit: Unit) -> Alignment:
        heir = self._pairing.heirs.get(unit.eid)
        if heir is not None:
            return self._of_pair(unit, self._new.units[heir])
        rule = self._lone(unit, self._old, self._new, self._pairing.heirs)
        rule = rule or ("substituted" if self._replacing(unit) else "gone")
        return _row(unit.eid, None, AlignmentKind.REPEALED, _OF_OLD.get(rule, rule))

    def _of_new(self, unit: Unit) -> Alignment:
        rule = self._lone(unit, self._new, self._old, self._pairing.forerunners)
        rule = rule or ("substituted" if self._replaced(unit) else "new")
        return _row(None, unit.eid, AlignmentKind.INSERTED, rule)

    def _lone(self, unit: Unit, side: Side, other: Side, pairs: dict[str, str]) -> str | None:
        """Why a unit has no like on the other side, when its parent or emptiness tells."""
        if unit.empty:
            return "empty-number"
        parent = side.parent(unit)
        if parent is None or parent.groups:
            return None
        like = other.units.get(pairs.get(parent.eid, ""))
        if like is None or like.empty or parent.empty:
            return "with-parent"
        return "divided" if _holds(like, unit) else None

    def _replacing(self, unit: Unit) -> str | None:
        """eId of the new unit that took an old one's number, without being its heir."""
        found = _at_its_address(unit, self._old, self._new, self._pairing.heirs)
        return found if found not in self._pairing.forerunners else None

    def _replaced(self, unit: Unit) -> str | None:
        """eId of the old unit whose number a new one took, without being its heir."""
        found = _at_its_address(unit, self._new, self._old, self._pairing.forerunners)
        return found if found not in self._pairing.heirs else None

    def _of_pair(self, old: Unit, new: Unit) -> Alignment:
        same = self._same(old, new)
        if old.empty and new.empty:
            same = "omitted"
        elif same is None and (old.empty or new.empty):
            kind = AlignmentKind.REPEALED if new.empty else AlignmentKind.INSERTED
            return _row(old.eid, new.eid, kind, "emptied" if new.empty else "refilled")
        return self._standing(old, new, same)

    def _same(self, old: Unit, new: Unit) -> str | None:
        found = sameness(old, new)
        if found or not (old.groups and new.groups):
            return found
        touched = old in self._touched or new in self._touched
        return None if touched or self._own_differs(old, new) else "print"

    def _own_differs(self, old: Unit, new: Unit) -> bool:
        """Whether a schedule's words outside its units differ; a part has none but headings."""
        return old.provision.kind is ProvisionKind.SCHEDULE and old.own != new.own

    def _standing(self, old: Unit, new: Unit, same: str | None) -> Alignment:
        moved = not self._same_parent(old, new)
        likeness = 1.0 if same else self._pairing.likeness.similarity(old, new)
        if old.eid != new.eid:
            rule = "place" if moved else "number" if old.number != new.number else "parent"
            return _row(old.eid, new.eid, AlignmentKind.RENUMBERED, rule, likeness, not same, moved)
        kind = AlignmentKind.SAME if same else AlignmentKind.AMENDED
        rule = same or self._change(old, new)
        return _row(old.eid, new.eid, kind, rule, likeness, not same, moved)

    def _change(self, old: Unit, new: Unit) -> str:
        if not old.groups:
            return "slip" if difference(old, new) is Difference.SLIP else "words"
        inside = {self._touched.get(unit, "slip") for unit in (old, new)}
        return "contents" if "contents" in inside or self._own_differs(old, new) else "slip"

    def _same_parent(self, old: Unit, new: Unit) -> bool:
        if self._old.lifted(old) and self._new.lifted(new):
            return True
        parents = self._old.parent(old), self._new.parent(new)
        if parents[0] is None or parents[1] is None:
            return parents[0] is parents[1]
        return self._pairing.heirs.get(parents[0].eid) == parents[1].eid


_OF_OLD = {"divided": "undivided"}


def _at_its_address(unit: Unit, side: Side, other: Side, pairs: dict[str, str]) -> str | None:
    """eId of the unit that has its number on the other side, and words."""
    parent = side.parent(unit)
    if parent is None or parent.groups:
        twin = other.units.get(unit.eid)
        return twin.eid if twin and not twin.empty else None
    like = other.units.get(pairs.get(parent.eid, ""))
    named = (u.eid for u in (like.children if like else ()) if u.number == unit.number)
    return next((eid for eid in named if not other.units[eid].empty), None)


def _holds(parent: Unit, unit: Unit) -> bool:
    """Whether the unit's words stand together in another's, which has no such unit."""
    enough = len(unit.words) >= rules().weights["moved_words"]
    return enough and unit.spelled in parent.spelled and not _in_children(parent, unit)


def _in_children(parent: Unit, unit: Unit) -> bool:
    return any(unit.spelled in child.spelled for child in parent.children)


def _row(
    old: str | None,
    new: str | None,
    kind: AlignmentKind,
    rule: str,
    similarity: float = 0.0,
    changed: bool = True,
    moved: bool = False,
) -> Alignment:
    return Alignment(old, new, kind, similarity, changed, moved, rule, REASONS[rule])
