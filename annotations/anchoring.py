"""Whether a note still stands on the words it was written on.

Statutes are made of sentences that resemble one another, so a matcher that always answers moves
notes to another offence.  Here a note stays in its own provision or says that it does not: no
other provision is ever searched, and where the neighbouring words disagree a person chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from annotations.checks import MAX_QUOTE, check_words
from annotations.errors import BadContent, QuoteAmbiguous, QuoteNotFound
from annotations.model import (
    Annotation,
    Selection,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)
from annotations.quotes import Bounds, Place, cut_quote, decides, locate, was_unique
from corpus.model import ExpressionKind, Provision
from corpus.uri import parse_uri


class AnchorState(StrEnum):
    """What became of a note's words."""

    EXACT = "exact"
    """The provision has not changed by a letter."""
    MOVED_INSIDE = "moved-inside"
    """The provision has changed; the quoted words stand in it, at the place given."""
    CHANGED = "changed"
    """The provision is there, the quoted words are not; a note on the whole: it changed."""
    AMBIGUOUS = "ambiguous"
    """The words may be at the places listed; a person must choose."""
    ORPHANED = "orphaned"
    """The provision is not there."""


class ListedAs(StrEnum):
    """How a note is announced beside a text."""

    THIS_TEXT = "on this text"
    DIGEST = "on the digest"
    ANOTHER_TEXT = "on another text"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a note stands in its provision's text as it is now.

    `start` and `end` are None for a note on the whole provision, and when the state is
    changed, ambiguous or orphaned.
    """

    state: AnchorState
    start: int | None = None
    end: int | None = None
    candidates: tuple[tuple[int, int], ...] = ()
    """For an ambiguous note, the places to choose from."""


def anchor(annotation: Annotation, provision: Provision | None) -> Anchor:
    """Where the note stands in `provision`, which must be the one that its target names.

    Pass None when the text or the provision is no longer held.
    """
    target = annotation.target
    if provision is None:
        return Anchor(AnchorState.ORPHANED)
    unchanged = target.text_hash == provision.text_hash
    if target.quote is None:
        return Anchor(AnchorState.EXACT if unchanged else AnchorState.CHANGED)
    position = target.position
    if unchanged and position and _stands(target.quote, position, provision.text):
        return Anchor(AnchorState.EXACT, position.start, position.end)
    return _anchor_quote(target.quote, provision.text, unchanged)


def target_of(selection: Selection, provision: Provision) -> Target:
    """The target that a selection in this provision makes, in the provision's own words.

    The words must stand at the position, or occur once, or once with their neighbours.

    Raises:
        QuoteNotFound: the words are not in the provision.
        QuoteAmbiguous: they occur more than once and nothing tells which is meant.
        BadContent: the position is outside the text, or no words are selected.
    """
    whole = Target(selection.expression_uri, selection.eid, provision.text_hash)
    bounds = _selected(selection, provision.text)
    if bounds is None:
        return whole
    quote = cut_quote(provision.text, *bounds)
    check_words("quotation", quote.exact, MAX_QUOTE)
    return replace(whole, quote=quote, position=TextPositionSelector(*bounds))


def listed_as(annotation: Annotation, shown_expression_uri: str) -> ListedAs:
    """How the note is announced beside the text that is shown."""
    uri = annotation.target.expression_uri
    if uri == shown_expression_uri:
        return ListedAs.THIS_TEXT
    if parse_uri(uri).kind is ExpressionKind.DIGEST:
        return ListedAs.DIGEST
    return ListedAs.ANOTHER_TEXT


def _stands(quote: TextQuoteSelector, position: TextPositionSelector, text: str) -> bool:
    return text[position.start : position.end] == quote.exact


def _anchor_quote(quote: TextQuoteSelector, text: str, unchanged: bool) -> Anchor:
    places = locate(text, quote)
    if not places:
        return Anchor(AnchorState.CHANGED)
    agreeing = [place for place in places if place.agrees]
    chosen = agreeing or _survivors(quote, places)
    if len(chosen) == 1:
        state = AnchorState.EXACT if unchanged else AnchorState.MOVED_INSIDE
        return Anchor(state, chosen[0].start, chosen[0].end)
    candidates = tuple((place.start, place.end) for place in agreeing or places)
    return Anchor(AnchorState.AMBIGUOUS, candidates=candidates)


def _survivors(quote: TextQuoteSelector, places: tuple[Place, ...]) -> list[Place]:
    """Places where one neighbour changed and the words can still be no others.

    Words that occurred in several clauses may survive in the wrong one: when the clause of the
    note was repealed, the one place left is its look-alike.
    """
    if not was_unique(quote):
        return [place for place in places if _decided(place, quote)]
    alone = len(places) == 1
    return [p for p in places if alone and _half_agrees(p, quote)]


def _decided(place: Place, quote: TextQuoteSelector) -> bool:
    before = place.prefix_agrees and decides(quote.prefix, quote)
    return before or (place.suffix_agrees and decides(quote.suffix, quote))


def _half_agrees(place: Place, quote: TextQuoteSelector) -> bool:
    """Whether the words on one side are there; that nothing agrees with nothing is no sign."""
    before = bool(quote.prefix) and place.prefix_agrees
    return before or (bool(quote.suffix) and place.suffix_agrees)


def _selected(selection: Selection, text: str) -> Bounds | None:
    """Bounds of the selected words; None for the whole provision."""
    start, end = selection.start, selection.end
    if start is None and end is None and not selection.exact:
        return None
    bounds = (start if start is not None else -1, end if end is not None else -1)
    inside = 0 <= bounds[0] < bounds[1] <= len(text)
    if inside and selection.exact in ("", text[slice(*bounds)]):
        return bounds
    if selection.exact:
        return _quoted(selection, text)
    raise BadContent(
        "position",
        f"The position {start} to {end} is not in {selection.eid}, which has {len(text):,} "
        "characters; select the words again.",
    )


def _quoted(selection: Selection, text: str) -> Bounds:
    check_words("quotation", selection.exact, MAX_QUOTE)
    quote = TextQuoteSelector(selection.exact, selection.prefix, selection.suffix)
    places = locate(text, quote)
    if not places:
        raise QuoteNotFound(selection.exact, selection.eid)
    agreeing = [place for place in places if place.agrees]
    there = [place for place in places if place.start == selection.start]
    for chosen in (places, agreeing, there):
        if len(chosen) == 1:
            return chosen[0].start, chosen[0].end
    raise QuoteAmbiguous(selection.exact, selection.eid, len(places))
