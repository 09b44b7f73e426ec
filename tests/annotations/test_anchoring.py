from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.anchoring import AnchorState, ListedAs, anchor, listed_as, target_of
from annotations.errors import BadContent, QuoteAmbiguous, QuoteNotFound, TooLong
from annotations.model import (
    Annotation,
    Selection,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)
from corpus.model import Provision, ProvisionKind

TEXT = "/akn/pk/act/2031/7/eng@2031-05-01"
CLAUSE = "shall be punished with imprisonment which may extend to two years or with fine"
OPENS = f"(1) Whoever opens a letter {CLAUSE}."
DELAYS = f"(2) Whoever delays a letter on purpose {CLAUSE}."
TWINS = f"{OPENS} {DELAYS}"
ORDER = "The Board may, by order in writing,\nstop a parcel for seven days."


def provision(words: str, eid: str = "sec_4") -> Provision:
    return Provision(eid, ProvisionKind.SECTION, "4", None, words, None, None, 0, len(words))


def note_on(words: str, exact: str, *, last: bool = False) -> Annotation:
    """A note on the first (or last) place of some words; on no words, on the whole."""
    start = words.rindex(exact) if last else words.index(exact)
    selection = Selection(TEXT, "sec_4", exact=exact, start=start, end=start + len(exact))
    if not exact:
        selection = Selection(TEXT, "sec_4")
    return Annotation("id", target_of(selection, provision(words)))


@pytest.mark.parametrize(
    ("written_on", "exact", "now", "state", "words"),
    [
        (ORDER, "seven days", ORDER, AnchorState.EXACT, "seven days"),
        # words were put in before the quotation
        (ORDER, "seven days", f"(1) {ORDER}", AnchorState.MOVED_INSIDE, "seven days"),
        # and right before it, so that one neighbour is another
        (
            ORDER,
            "seven days",
            ORDER.replace("for seven", "for at most seven"),
            AnchorState.MOVED_INSIDE,
            "seven days",
        ),
        # only white space changed
        (
            ORDER,
            "writing,\nstop",
            ORDER.replace("\n", " "),
            AnchorState.MOVED_INSIDE,
            "writing, stop",
        ),
        # the quoted words were amended
        (ORDER, "seven days", ORDER.replace("seven", "nine"), AnchorState.CHANGED, None),
        # both neighbours are others: a person must look
        (
            ORDER,
            "seven days",
            "An appeal lies within seven days, and a parcel may be stopped.",
            AnchorState.AMBIGUOUS,
            None,
        ),
        # a look-alike was added elsewhere; the neighbours tell which was meant
        (
            ORDER,
            "seven days",
            f"{ORDER} An appeal lies within seven days of it.",
            AnchorState.MOVED_INSIDE,
            "seven days",
        ),
        # the whole text occurs twice now, neighbours and all
        (ORDER, "stop a parcel", f"{ORDER} {ORDER}", AnchorState.AMBIGUOUS, None),
        # must not: the clause was repealed and its twin is no home for the note
        (TWINS, "two years", DELAYS, AnchorState.AMBIGUOUS, None),
        # the twin was repealed, the clause stays
        (TWINS, "two years", OPENS, AnchorState.MOVED_INSIDE, "two years"),
        # the words after the clause's penalty were amended; those before it tell
        (
            TWINS,
            "two years",
            f"{OPENS.replace('fine', 'flogging')} {DELAYS}",
            AnchorState.MOVED_INSIDE,
            "two years",
        ),
        # must not: first words of a text have none before them, which is no agreement
        (ORDER, "The Board", "Of the rest, The Board is silent.", AnchorState.AMBIGUOUS, None),
        # must not: the penalty was amended in place and the twin's is no home
        (
            TWINS,
            "two years",
            f"{OPENS.replace('two', 'five')} {DELAYS}",
            AnchorState.AMBIGUOUS,
            None,
        ),
        # both penalties went
        (TWINS, "two years", TWINS.replace("two", "five"), AnchorState.CHANGED, None),
        # a note on the whole provision
        (ORDER, "", ORDER, AnchorState.EXACT, None),
        (ORDER, "", f"{ORDER} ", AnchorState.CHANGED, None),
    ],
)
def test_anchor(
    written_on: str, exact: str, now: str, state: AnchorState, words: str | None
) -> None:
    found = anchor(note_on(written_on, exact), provision(now))
    assert found.state is state
    assert (None if found.start is None else now[found.start : found.end]) == words
    assert bool(found.candidates) == (state is AnchorState.AMBIGUOUS)


def test_anchor_keeps_the_later_of_two_twins_when_the_earlier_goes() -> None:
    note = note_on(TWINS, "two years", last=True)
    found = anchor(note, provision(DELAYS))
    assert found.state is AnchorState.MOVED_INSIDE
    assert found.start == DELAYS.index("two years")


def test_anchor_knows_the_first_of_two_twins_by_its_conduct() -> None:
    """Only the words before the first penalty tell it from the second; here one of them goes."""
    amended = TWINS.replace("or with fine.", "or with fine or both.", 1)
    found = anchor(note_on(TWINS, "two years"), provision(amended))
    assert found.start == amended.index("two years")


def test_anchor_lets_the_later_twin_not_fall_on_the_earlier() -> None:
    note = note_on(TWINS, "two years", last=True)
    assert anchor(note, provision(OPENS)).state is AnchorState.AMBIGUOUS


def test_anchor_is_orphaned_when_the_provision_is_gone() -> None:
    assert anchor(note_on(ORDER, "seven days"), None).state is AnchorState.ORPHANED


def test_anchor_trusts_the_hash_and_then_looks_at_the_words() -> None:
    """A note whose hash fits but whose position does not is found by its words."""
    note = note_on(ORDER, "seven days")
    wrong = replace(note.target, position=TextPositionSelector(0, 10))
    found = anchor(replace(note, target=wrong), provision(ORDER))
    assert (found.state, found.start) == (AnchorState.EXACT, ORDER.index("seven"))


def test_anchor_uses_a_quotation_without_hash_and_position() -> None:
    target = Target(TEXT, "sec_4", quote=TextQuoteSelector("seven days"))
    found = anchor(Annotation("id", target), provision(ORDER))
    assert found.state is AnchorState.MOVED_INSIDE


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        # nothing selected: the whole provision
        ({}, None),
        ({"exact": "seven days", "start": 54, "end": 64}, "seven days"),
        # a position alone
        ({"start": 54, "end": 64}, "seven days"),
        # the position counts differently, the words occur once
        ({"exact": "seven days", "start": 0, "end": 10}, "seven days"),
        ({"exact": "seven days", "start": 9000, "end": 9010}, "seven days"),
        # a browser gives the line break as a space; what is kept is the provision's
        ({"exact": "writing, stop"}, "writing,\nstop"),
        # "a" occurs often; its neighbours tell
        ({"exact": "a", "prefix": "stop ", "suffix": " parcel"}, "a"),
        # half a position is none, the words decide
        ({"exact": "seven days", "start": 3}, "seven days"),
    ],
)
def test_target_of(selection: dict[str, object], words: str | None) -> None:
    target = target_of(Selection(TEXT, "sec_4", **selection), provision(ORDER))
    assert target.text_hash == provision(ORDER).text_hash
    assert (target.quote.exact if target.quote else None) == words
    if target.position:
        assert ORDER[target.position.start : target.position.end] == words


@pytest.mark.parametrize(
    ("selection", "error", "message"),
    [
        ({"exact": "nine days"}, QuoteNotFound, "“nine days” are not in sec_4"),
        # in place, but other words
        ({"exact": "nine days", "start": 54, "end": 63}, QuoteNotFound, "not in sec_4"),
        ({"exact": "r", "prefix": "no", "suffix": "where"}, QuoteAmbiguous, "occur 6 times"),
        ({"start": 60, "end": 700}, BadContent, "has 65 characters"),
        ({"start": 5, "end": 5}, BadContent, "position 5 to 5"),
        ({"start": 5}, BadContent, "position 5 to None"),
        ({"exact": " \n "}, BadContent, "empty"),
        # one space of the text itself
        ({"start": 3, "end": 4}, BadContent, "empty"),
        ({"exact": "x" * 20_001}, TooLong, "20,001 characters; the most is 20,000"),
    ],
)
def test_target_of_refuses(
    selection: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        target_of(Selection(TEXT, "sec_4", **selection), provision(ORDER))


@pytest.mark.parametrize(
    ("written_on", "shown", "expected"),
    [
        (TEXT, TEXT, ListedAs.THIS_TEXT),
        (f"{TEXT}/mizan", TEXT, ListedAs.DIGEST),
        (f"{TEXT}/mizan", f"{TEXT}/mizan", ListedAs.THIS_TEXT),
        # an earlier official text
        ("/akn/pk/act/2031/7/eng@2031-01-01", TEXT, ListedAs.ANOTHER_TEXT),
        (TEXT, f"{TEXT}/mizan", ListedAs.ANOTHER_TEXT),
    ],
)
def test_listed_as(written_on: str, shown: str, expected: ListedAs) -> None:
    assert listed_as(Annotation("id", Target(written_on, "sec_4")), shown) is expected
