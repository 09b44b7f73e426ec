"""Walks an XML file whose format marks its units, by a table that says what each element does.

One walker for every such format: a format brings its table (`Dialect`) and reads its own
metadata.  Units nest as the elements do, but for headings that only stand between sections: such
a heading opens a group that lasts to the next one of its level.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from corpus.model import ProvisionKind, Unread
from ingest.draft import Block, Bracket, Draft, Line, Told, Unit
from ingest.readers.marked_places import Places, is_basic
from ingest.readers.marked_roles import APART, IN_WORDS, SAYS, WRAPS, Dialect, Does, Role
from ingest.readers.marked_words import (
    Note,
    Words,
    is_lone_number,
    joined,
    local_name,
    number_in,
    plain_words,
    show_number,
    spread,
)

_SHOWN_ASIDE = 300
_ON_NO_UNIT = "a note on words that stand in no provision"
_HAS_WORD = re.compile(r"\w")
_HEADING_ENDS = " .—–⸺-:"


def read_units(root: etree._Element, draft: Draft, dialect: Dialect) -> None:
    """Fill the draft's lines with the units that the file marks, and tell what carries them.

    The draft's lines may hold the title and other words before the law already.
    """
    draft.structured = True
    walker = MarkedUnits(draft, dialect)
    walker.flow(root, list(root), None)
    walker.finish()
    opened = [line.opens for line in draft.lines if line.opens and is_basic(line.opens)]
    kinds = Counter(unit.kind for unit in opened)
    draft.unit = kinds.most_common(1)[0][0].value if kinds else dialect.basic.value
    front = [line.text for line in draft.lines[:40] if line.opens is None]
    draft.front_matter = "\n".join(front)[:4000]


def say_front(draft: Draft, *texts: str) -> None:
    """Put words before the law: its title, its long title."""
    draft.lines += [Line(text, Block(text, para=True, whole=True), True) for text in texts if text]


@dataclass(slots=True)
class _Parts:
    """What an element that may be a unit holds."""

    printed: Words
    heading: Words
    rest: list[etree._Element]


class MarkedUnits:
    """Writes lines and opens units as it meets the elements of a file."""

    def __init__(self, draft: Draft, dialect: Dialect) -> None:
        self._draft = draft
        self._dialect = dialect
        self._places = Places(dialect.basic)
        self._opening: tuple[Unit, Words] | None = None
        """A unit whose number waits for its first words."""
        self._lead: Words | None = None
        self._shared: Words | None = None
        self._preamble: Unit | None = None
        self._known: set[tuple[int, str]] = set()
        self._opened = self._quoted = self._signs = False

    # --- elements

    def flow(
        self, element: etree._Element, children: list[etree._Element], unit: Unit | None
    ) -> None:
        """Visit children in order; words between them are paragraphs of the unit."""
        role = self._dialect.role(element)
        says = role is not None and role.does is Does.SAYS
        open_groups: list[tuple[int, Unit]] = []
        run = Words()
        if element.text and not (role and role.does in (Does.OPENS, Does.GROUPS)):
            run.add(element.text)
        for child in children:
            place = open_groups[-1][1] if open_groups else unit
            if self._in_words(child, says):
                self._take(child, run)
            else:
                run = self._break(run, child, place if run.text else unit or place)
                if not self._titles(child, open_groups, unit):
                    self._visit(child, place)
            run.add(child.tail)
        place = open_groups[-1][1] if open_groups else unit
        self._flush(run, place if run.text else unit or place)

    def _in_words(self, child: etree._Element, says: bool) -> bool:
        role = self._dialect.role(child)
        if role is None:
            return not local_name(child) or (says and not self._holds_roles(child))
        return role.does in IN_WORDS

    def _holds_roles(self, element: etree._Element) -> bool:
        roles = (self._dialect.role(inner) for inner in element.iterdescendants())
        return any(role is not None and role.does not in IN_WORDS for role in roles)

    def _visit(self, child: etree._Element, unit: Unit | None) -> None:
        role = self._dialect.role(child)
        if role is None:
            role = WRAPS if self._holds_roles(child) else SAYS
        if role.does in (Does.OPENS, Does.GROUPS):
            self._open(child, role, unit)
        elif role.does in (Does.SHARES, Does.HEADS):
            self._share(child, role, unit)
        elif role.does is Does.ASIDE:
            words = plain_words(child)[:_SHOWN_ASIDE]
            self._draft.unread.append(Unread(None, words, role.why))
        elif role.does is Does.QUOTES:
            self._quote(child, unit)
        elif role.does is Does.SIGNS:
            self._sign(child)
        else:
            place = self._preamble if role.does is Does.FOLLOWS else unit
            self.flow(child, list(child), place)

    def _open(self, element: etree._Element, role: Role, parent: Unit | None) -> None:
        parts = self._parts(element, role)
        num = number_in(parts.printed.text)
        shared, self._shared = self._shared, None
        if shared is not None:
            parts.heading = joined([shared, parts.heading])
        if self._quoted or (role.does is Does.OPENS and not num):
            self._say_parts(parts, parent)
            self.flow(element, parts.rest, parent)
            return
        unit = self._places.unit(role.kind, role.rank, num, parent, role.path)
        self._begin(unit, parts, role)
        self._tell(unit, ((note, None) for note in self._dialect.told(element)))
        self.flow(element, parts.rest, unit)
        if self._opening is not None and self._opening[0] is unit:
            self._end_empty(unit)

    def _end_empty(self, unit: Unit) -> None:
        """Write the number of a unit without words; what has no number either is no unit."""
        if self._opening is not None and self._opening[1].text:
            self._drop_opening()
            return
        self._opening = None
        told = [tie for tie in self._draft.told if tie.unit is unit]
        self._draft.told = [tie for tie in self._draft.told if tie.unit is not unit]
        self._draft.unread += [Unread(None, tie.text, _ON_NO_UNIT) for tie in told]

    def _parts(self, element: etree._Element, role: Role) -> _Parts:
        """Number, heading, and the children that are neither."""
        dialect = self._dialect
        numbers: list[Words] = []
        headings: list[Words] = []
        rest: list[etree._Element] = []
        for child in spread(element, dialect.heads):
            name = local_name(child)
            if name in dialect.numbers and not numbers:
                numbers.append(self._words(child))
            elif name in dialect.headings:
                headings.append(self._words(child))
            elif role.lone and not (numbers or rest) and is_lone_number(child, element):
                numbers.append(self._words(child))
            elif name:
                rest.append(child)
        if not numbers and (counted := dialect.counted(element)):
            numbers.append(Words(counted))
        printed = numbers[0] if numbers else Words()
        if re.fullmatch(r"\w[\w.]*", printed.text) and role.shown != "{}":
            show_number(printed, role.shown)
        return _Parts(printed, joined(headings), rest)

    def _titles(
        self, child: etree._Element, groups: list[tuple[int, Unit]], parent: Unit | None
    ) -> bool:
        """Take a heading between units: it opens a group, or belongs to no unit."""
        role = self._dialect.role(child)
        if role is None or role.does is not Does.TITLES or self._quoted:
            return False
        parts = self._parts(child, role)
        dotted = self._dialect.dotted and self._dialect.dotted.fullmatch(parts.heading.text)
        if dotted and not parts.printed.text:
            about = Block(parts.heading.text, para=True, whole=True)
            chose = f"the heading of {dotted['num']}"
            self._draft.decide(self, "marked.numbered-heading", about, chose, "a heading", 0.0)
            parts.printed, parts.heading = Words(dotted["num"]), Words(dotted["rest"])
        level = self._dialect.level(child)
        while groups and groups[-1][0] >= level:
            self._close(groups.pop()[1], parts)
        place = groups[-1][1] if groups else parent
        if not parts.printed.text:
            self._cross_heading(parts.heading, place)
        else:
            unit = self._places.group(parts.printed.text, place, ranked=bool(dotted))
            groups.append((level, unit))
            self._begin(unit, parts, Role(Does.GROUPS))
        self.flow(child, parts.rest, groups[-1][1] if groups else parent)
        return True

    def _close(self, group: Unit, heading: _Parts) -> None:
        """A heading without a number may end a group, if the file gives it the group's level."""
        if not heading.printed.text:
            named = f"{group.kind.value} {group.num or ''}".strip()
            about = Block(heading.heading.text, para=True, whole=True)
            chose, over = f"a heading after {named}", f"a heading in {named}"
            self._draft.decide(self, "marked.heading-level", about, chose, over, 0.0)

    def _share(self, element: etree._Element, role: Role, unit: Unit | None) -> None:
        parts = self._parts(element, role)
        rest = joined([parts.printed, parts.heading])
        if role.does is Does.HEADS or self._quoted:
            self._cross_heading(rest, unit)
        elif rest.text:
            self._shared = rest
        self.flow(element, parts.rest, unit)
        self._say_shared(unit)

    def _quote(self, element: etree._Element, unit: Unit | None) -> None:
        before, self._quoted = self._quoted, True
        self.flow(element, list(element), unit)
        self._quoted = before

    def _sign(self, element: etree._Element) -> None:
        self._signs = True
        self.flow(element, list(element), None)
        self._signs = False

    # --- words

    def _words(self, element: etree._Element) -> Words:
        words = Words()
        self._gather(element, words)
        return words

    def _take(self, child: etree._Element, run: Words) -> None:
        """Put an element inside a paragraph into its words."""
        if not local_name(child):
            return
        role = self._dialect.role(child)
        if role is not None and role.does is Does.SKIPS:
            return
        notes = list(self._dialect.told(child))
        if role is not None and role.does is Does.TELLS:
            run.notes += [(note, None) for note in notes]
            return
        apart = role is not None and role.does in APART
        run.gap = run.gap or apart
        bracket = Bracket("", None, 0) if role is not None and role.does is Does.CHANGES else None
        if bracket:
            run.change(bracket, opens=True)
        self._gather(child, run)
        if bracket:
            run.change(bracket, opens=False)
        run.notes += [(note, bracket) for note in notes]
        run.gap = run.gap or apart
        run.leads = run.leads or (role is not None and role.does is Does.LEADS)

    def _gather(self, element: etree._Element, run: Words) -> None:
        run.add(element.text)
        for child in element:
            self._take(child, run)
            run.add(child.tail)

    def _break(self, run: Words, after: etree._Element, unit: Unit | None) -> Words:
        """End a paragraph before an element that is not in it; give an empty one."""
        role = self._dialect.role(after)
        if run.leads and role is not None and role.does is Does.SAYS:
            self._lead = run
        else:
            self._flush(run, unit)
        return Words()

    def _flush(self, run: Words, unit: Unit | None) -> None:
        """Write a paragraph of the unit."""
        if self._lead is not None and (run.text or run.notes):
            lead, self._lead = self._lead, None
            run = joined([lead, run])
        self._tell(unit, run.notes)
        if not run.text:
            return
        self._say_shared(unit)
        if self._ends_before(run, unit):
            self._draft.lines[-1].text += run.text
        elif self._opening is not None and self._opening[0] is unit:
            self._first_words(run, unit)
        else:
            self._drop_opening()
            self._line(run, unit)

    def _ends_before(self, run: Words, unit: Unit | None) -> bool:
        """Whether a paragraph is only the stop of the one before it, as after quoted words."""
        if self._opening is not None or not self._draft.lines or _HAS_WORD.search(run.text):
            return False
        before = self._draft.lines[-1]
        return before.unit is unit and not before.heading and not before.note

    def _first_words(self, run: Words, unit: Unit) -> None:
        printed = self._opening[1] if self._opening else Words()
        self._opening = None
        label = len(printed.text) + 1 if printed.text else 0
        self._line(joined([printed, run]), unit).label = label
        self._draft.lines[-1].opens = unit

    def _line(self, words: Words, unit: Unit | None, note: str = "") -> Line:
        line = Line(words.text, Block(words.text, para=True, whole=True), True, unit=unit)
        line.events, line.quoted = words.events, self._quoted
        line.note = note or ("formula" if unit is None and (self._opened or self._signs) else "")
        self._draft.lines.append(line)
        return line

    # --- units

    def _begin(self, unit: Unit, parts: _Parts, role: Role) -> None:
        """Write the unit's number and heading; a bare number waits for the unit's first words."""
        self._drop_opening()
        self._opened = True
        if unit.kind is ProvisionKind.PREAMBLE:
            self._preamble = unit
        notes = [*parts.printed.notes, *parts.heading.notes]
        unit.heading = parts.heading.text.strip(_HEADING_ENDS) or None
        if unit.heading or (role.does is Does.GROUPS and parts.printed.text):
            words = joined([parts.printed, parts.heading])
            line = self._line(words, unit)
            line.opens, line.label, line.heading = unit, len(line.text), True
        else:
            self._opening = (unit, parts.printed)
        self._tell(unit, notes)

    def _drop_opening(self) -> None:
        if self._opening is not None:
            unit, printed = self._opening
            self._opening = None
            line = self._line(printed, unit)
            line.opens, line.label = unit, len(line.text)

    def _say_parts(self, parts: _Parts, unit: Unit | None) -> None:
        """Write number and heading of what is no unit: they stand before its words."""
        words = joined([parts.printed, parts.heading])
        if parts.heading.text:
            self._flush(words, unit)
        elif words.text:
            self._lead = words if self._lead is None else joined([self._lead, words])

    def _say_shared(self, unit: Unit | None) -> None:
        if self._shared is not None:
            shared, self._shared = self._shared, None
            self._cross_heading(shared, unit)

    def _cross_heading(self, words: Words, unit: Unit | None) -> None:
        """A heading that belongs to no unit; inside a schedule it is text of the schedule."""
        if self._quoted or (unit is not None and self._places.in_schedule(unit)):
            self._flush(words, unit)
        elif words.text:
            self._drop_opening()
            self._line(words, None, "crossheading")

    def _tell(self, unit: Unit | None, notes: Iterable[tuple[Note, Bracket | None]]) -> None:
        """Tie notes to the unit, unless the same is told of it, or of what it stands in."""
        for note, words in notes:
            if unit is None:
                self._draft.unread.append(Unread(None, note.text, _ON_NO_UNIT))
                continue
            if any((id(u), note.text) in self._known for u in self._places.above(unit)):
                continue
            self._known.add((id(unit), note.text))
            self._draft.told.append(Told(unit, note.text, words, note.amends, note.date))

    def finish(self) -> None:
        """Write what still waits."""
        self._drop_opening()
