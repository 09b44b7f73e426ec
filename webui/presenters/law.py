"""A provision as nested units whose words are cut where a tag or a note begins or ends.

Every piece knows where it starts in the provision's text (code points), so the page can turn a
reader's selection back into offsets without guessing, and the server can check it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Provision, ProvisionKind
from corpus.tagging import StatementType, Tagging

_LABEL = re.compile(r"\b(?:Explanation|Illustration)s?\b[^.:—–\n]{0,12}[\s.:—–-]*$")
_LABELLED = frozenset({ProvisionKind.EXPLANATION, ProvisionKind.ILLUSTRATION})

_SIDE_OF_STATEMENT = {
    StatementType.POWER: "security",
    StatementType.RIGHT: "liberty",
    StatementType.IMMUNITY: "liberty",
}
"""How a statement's words are underlined; the word itself stands in the margin."""


@dataclass(frozen=True, slots=True)
class Range:
    """Words to mark: offsets into the text of the provision that the page shows."""

    start: int
    end: int
    style: str
    """`security`, `liberty`, `check` or `note`."""
    ref: str = ""
    """Id of the card or note that the words belong to."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Unbroken words under the same marks."""

    text: str
    start: int
    styles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Ids of the notes on these words."""
    ends: tuple[str, ...] = ()
    """Ids of the notes whose words end with this piece."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as the page shows it: its marker, then words and smaller units in their order."""

    eid: str
    kind: str
    marker: str
    """As printed: `(1)`, `(iiia)`; empty for the top unit, provisos and explanations."""
    heading: str
    start: int
    end: int
    content: tuple[Piece | UnitView, ...]


def unit_view(
    top: Provision, inside: Sequence[Provision], ranges: Iterable[Range] = ()
) -> UnitView:
    """The view of `top`; `inside` holds its descendants in the order of the text."""
    marks = sorted(ranges, key=lambda r: (r.start, r.end))
    return _view(top, top.start, inside, marks, marker="")


def ranges_of_taggings(
    top: Provision, units: Sequence[Provision], tags: Iterable[Tagging]
) -> list[Range]:
    """Where the tags of the units stand in the text of `top`."""
    starts = {unit.eid: unit.start - top.start for unit in units}
    found: list[Range] = []
    for tagging in tags:
        shift = starts.get(tagging.eid)
        if shift is None:
            continue
        for statement in tagging.statements:
            style = _SIDE_OF_STATEMENT.get(statement.type)
            spans = [s for s in (statement.trigger, statement.action) if s is not None]
            if style and spans:
                found.append(
                    Range(
                        shift + min(s.start for s in spans),
                        shift + max(s.end for s in spans),
                        style,
                    )
                )
            found.extend(
                Range(shift + s.start, shift + s.end, "liberty") for s in statement.oversight
            )
    return found


def _view(
    unit: Provision, origin: int, inside: Sequence[Provision], marks: Sequence[Range], marker: str
) -> UnitView:
    content: list[Piece | UnitView] = []
    at = unit.start
    for child in (p for p in inside if p.parent == unit.eid):
        gap = unit.text[at - unit.start : child.start - unit.start]
        words, child_marker = split_marker(gap, child.num)
        words, label = split_label(words, child.kind)
        content.extend(_pieces(words, at - origin, marks))
        view = _view(child, origin, inside, marks, child_marker)
        lead = _pieces(label, at + len(words) - origin, marks)
        content.append(replace(view, content=(*lead, *view.content)))
        at = child.end
    content.extend(_pieces(unit.text[at - unit.start :], at - origin, marks))
    return UnitView(
        eid=unit.eid,
        kind=unit.kind.value,
        marker=marker,
        heading=unit.heading or "",
        start=unit.start - origin,
        end=unit.end - origin,
        content=tuple(content),
    )


def split_marker(gap: str, num: str | None) -> tuple[str, str]:
    """The words before a child unit, and the printed marker of the child.

    A gap “and— (a) ” before paragraph a gives “and— ” and “(a)”.
    """
    if not num:
        return gap, ""
    found = re.search(rf"[\[“\"]?\(?\s*{re.escape(num)}\s*[).\]]*[\s.—–-]*$", gap, re.IGNORECASE)
    if found is None:
        return gap, ""
    return gap[: found.start()], found[0].strip()


def split_label(gap: str, kind: ProvisionKind) -> tuple[str, str]:
    """The words before a child unit, and the word that names it: `Explanation.—`.

    The word stands in the law's text before the unit's own, and is read with it.
    """
    found = _LABEL.search(gap) if kind in _LABELLED else None
    return (gap[: found.start()], gap[found.start() :]) if found else (gap, "")


def _pieces(text: str, start: int, marks: Sequence[Range]) -> list[Piece]:
    """The text cut at every edge of a mark; leading and trailing white space makes no piece."""
    if not text.strip():
        return []
    end = start + len(text)
    touching = [m for m in marks if m.start < end and m.end > start]
    edges = {start, end} | {e for m in touching for e in (m.start, m.end) if start < e < end}
    ordered = sorted(edges)
    return [_piece(text[a - start : b - start], a, b, touching) for a, b in pairwise(ordered)]


def _piece(text: str, start: int, end: int, marks: Sequence[Range]) -> Piece:
    here = [m for m in marks if m.start <= start and m.end >= end]
    notes = [m for m in here if m.style == "note"]
    return Piece(
        text=text,
        start=start,
        styles=tuple(dict.fromkeys(m.style for m in here)),
        notes=tuple(dict.fromkeys(m.ref for m in notes)),
        ends=tuple(m.ref for m in notes if m.end == end),
    )
