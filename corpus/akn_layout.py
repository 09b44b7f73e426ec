"""Where every letter of a text stands: in a unit's own words, its number or its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.errors import MizanError
from corpus.model import BASIC_KINDS, CONTAINER_KINDS, Provision, ProvisionKind

_HEADED = BASIC_KINDS | CONTAINER_KINDS | {ProvisionKind.SCHEDULE, ProvisionKind.HEADING}
COUNTED = {ProvisionKind.PROVISO, ProvisionKind.EXPLANATION, ProvisionKind.ILLUSTRATION}
"""Kinds whose number is counted, not printed."""
_WORD_BEFORE = 40
"""Letters before a number that still belong to its label: `THE FIRST SCHEDULE`."""
_STOPS_AFTER = 40
"""Letters between a label's last word and the words it stands before."""
_OPENING = re.compile(r"[(\[{\"“'‘*]*$")


class BrokenSpans(MizanError):
    """The provisions of a text do not stand in it one within or after another."""

    def __init__(self, eid: str) -> None:
        super().__init__(f"{eid} does not stand where its text says; take the file in anew.")


@dataclass(slots=True)
class Placed:
    """A unit with the letters before it, its label, and its words around those of its units."""

    provision: Provision | None
    """None for the whole text."""
    end: int
    around: str | None = None
    """The eId of the unit that it stands in; the parent, save where units interlock."""
    lead: str = ""
    """White space between what comes before and the label."""
    label: list[tuple[str, str]] = field(default_factory=list)
    """Elements `num` and `heading` with their letters, in the order printed."""
    words: list[str | Placed] = field(default_factory=list)
    """Own words and inner units by turns, beginning and ending with words."""

    @property
    def units(self) -> list[Placed]:
        """The units directly within."""
        return [part for part in self.words if isinstance(part, Placed)]


def lay_out(text: str, provisions: Sequence[Provision]) -> Placed:
    """The text as a tree whose letters, read in order, are the text.

    Units stand within each other as their words do; a unit whose parent is another than the unit
    around it keeps that parent in its provision.

    Raises:
        BrokenSpans: two units overlap, or one stands outside the text.
    """
    root = Placed(None, len(text))
    stack, cursor = [root], 0
    for provision in provisions:
        while _is_past(stack[-1], provision):
            cursor = _close(stack.pop(), text, cursor)
        around = stack[-1]
        if not cursor <= provision.start <= provision.end <= around.end:
            raise BrokenSpans(provision.eid)
        words, placed = _split(text[cursor : provision.start], provision)
        placed.around = around.provision.eid if around.provision is not None else None
        around.words += [words, placed]
        stack.append(placed)
        cursor = provision.start
    while stack:
        cursor = _close(stack.pop(), text, cursor)
    return root


def _is_past(placed: Placed, provision: Provision) -> bool:
    unit = placed.provision
    return unit is not None and unit.eid != provision.parent and placed.end <= provision.start


def _close(placed: Placed, text: str, cursor: int) -> int:
    end = max(cursor, placed.end)
    placed.words.append(text[cursor:end])
    return end


def _split(gap: str, provision: Provision) -> tuple[str, Placed]:
    """The words before a unit's label, and the unit with its label."""
    label = _label(gap, provision)
    before = gap[: label[0]] if label else gap
    words = before.rstrip()
    placed = Placed(provision, provision.end, lead=before[len(words) :])
    placed.label = list(_parts(gap, label)) if label else []
    return words, placed


def _parts(gap: str, label: tuple[int, int | None, int | None]) -> Iterator[tuple[str, str]]:
    start, num, heading = label
    if num is None or heading is None:
        yield ("num" if heading is None else "heading"), gap[start:]
    elif num < heading:
        yield "num", gap[start:heading]
        yield "heading", gap[heading:]
    else:
        yield "heading", gap[start:num]
        yield "num", gap[num:]


def _label(gap: str, provision: Provision) -> tuple[int, int | None, int | None] | None:
    """Where the label begins, and in it the number and the heading; None where it has none."""
    heading = _last(r"\s+".join(map(re.escape, (provision.heading or "").split())), gap)
    if heading is not None and len(gap) - heading[1] > _STOPS_AFTER:
        heading = None
    num = _number(gap, provision, heading)
    starts = [found[0] for found in (num, heading) if found is not None]
    if not starts:
        return None
    first = min(starts)
    line = gap.rfind("\n", 0, first) + 1
    if provision.kind in _HEADED and first - line <= _WORD_BEFORE:
        first = line
    else:
        first = _opening(gap, first)
    return first, num[0] if num else None, heading[0] if heading else None


def _number(
    gap: str, provision: Provision, heading: tuple[int, int] | None
) -> tuple[int, int] | None:
    if provision.kind in COUNTED:
        line = gap.rstrip().rfind("\n") + 1
        word = len(gap) - len(gap[line:].lstrip())
        return (word, len(gap)) if gap[word:] and len(gap) - word <= _STOPS_AFTER else None
    pattern = rf"(?<!\w){re.escape(provision.num or '')}(?!\w)" if provision.num else ""
    if heading is not None:
        return _last(pattern, gap[: heading[0]])
    found = _last(pattern, gap)
    return found if found is not None and len(gap) - found[1] <= _STOPS_AFTER else None


def _last(pattern: str, text: str) -> tuple[int, int] | None:
    found = None
    for found in re.finditer(pattern, text) if pattern else ():  # noqa: B007
        pass
    return found.span() if found else None


def _opening(gap: str, first: int) -> int:
    found = _OPENING.search(gap, max(0, first - 4), first)
    return found.start() if found else first
