"""A note as the margin and the list of notes show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.anchoring import Anchor, AnchorState, anchor, listed_as
from annotations.model import Annotation
from corpus.model import Provision
from webui.presenters.law import Range

_STATES = {
    AnchorState.EXACT: "on these words",
    AnchorState.MOVED_INSIDE: "the provision has changed; the words still stand",
    AnchorState.CHANGED: "the words have changed since",
    AnchorState.AMBIGUOUS: "the words stand here more than once now: choose",
    AnchorState.ORPHANED: "its provision is no longer held",
}


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note."""

    id: str
    number: int
    exact: str
    text: str
    side: str
    tags: tuple[str, ...]
    motivation: str
    creator: str
    when: str
    state: str
    etag: str
    eid: str
    expression_uri: str


def note_view(
    note: Annotation, number: int, place: Anchor, listed: str = "on this text"
) -> NoteView:
    """A note with where it stands now; `listed` says which text it was written on."""
    return NoteView(
        id=note.id,
        number=number,
        exact=note.target.quote.exact if note.target.quote else "",
        text=note.text,
        side=note.side.value if note.side else "",
        tags=note.tags,
        motivation=note.motivation.value,
        creator=note.creator,
        when=f"{note.modified:%Y-%m-%d}",
        state=_STATES[place.state] if listed == "on this text" else f"written {listed}",
        etag=note.etag,
        eid=note.target.eid,
        expression_uri=note.target.expression_uri,
    )


def placed_notes(
    top: Provision, inside: Sequence[Provision], notes: Sequence[Annotation]
) -> tuple[list[NoteView], list[Range]]:
    """The notes of a provision and its parts, numbered in the order of the text, and their words.

    Notes that no longer stand on exact words come last and mark nothing.
    """
    units = {p.eid: p for p in inside}
    placed = [(note, anchor(note, units.get(note.target.eid))) for note in notes]
    placed.sort(key=lambda pair: _order(pair[0], pair[1], units))
    views = [note_view(note, n, place) for n, (note, place) in enumerate(placed, start=1)]
    ranges = [
        _range(note, place, units[note.target.eid], top)
        for note, place in placed
        if place.start is not None and note.target.eid in units
    ]
    return views, ranges


def _order(
    note: Annotation, place: Anchor, units: dict[str, Provision]
) -> tuple[bool, int, int, str]:
    unit = units.get(note.target.eid)
    where = (unit.start if unit else 0) + (place.start or 0)
    return place.start is None and not note.target.whole, where, place.end or 0, note.id


def _range(note: Annotation, place: Anchor, unit: Provision, top: Provision) -> Range:
    shift = unit.start - top.start
    return Range(shift + (place.start or 0), shift + (place.end or 0), "note", note.id)


def other_notes(notes: Sequence[Annotation], shown_uri: str, after: int) -> list[NoteView]:
    """Notes written on another text, numbered on from `after`; they mark no words here."""
    return [
        note_view(note, n, Anchor(AnchorState.CHANGED), listed_as(note, shown_uri).value)
        for n, note in enumerate(notes, start=after + 1)
    ]
