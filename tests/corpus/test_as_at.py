"""A text as at a day: what notes tell is undone, what they do not tell is a gap and said."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.as_at import GAP, LATER_HEADING, BadDay, Derived, Reach, Undoing, choose_text, day, undo
from corpus.model import AmendmentNote, Expression, ExpressionKind, Provision, ProvisionKind

TEXT = (
    "Locks.— (1) The Board may close a lock at night.\n"
    "(1A) It shall tell the boatmen.\n"
    "(2) A boatman may appeal to the Harbour Court within thirty days.\n"
    "5A. Fees.— The Board may set fees."
)
"""Section 5 of three sub-sections, and section 5A."""

SECTION, SUBSECTION = ProvisionKind.SECTION, ProvisionKind.SUBSECTION


def unit(eid: str, kind: ProvisionKind, num: str, words: str, parent: str | None) -> Provision:
    """A unit by its first and last words, which the text has once."""
    first, _, last = words.partition("…")
    start = TEXT.index(first)
    end = TEXT.index(last, start) + len(last)
    heading = {"5": "Locks", "5A": "Fees"}.get(num)
    return Provision(eid, kind, num, heading, TEXT[start:end], parent, 1, start, end)


UNITS = (
    unit("sec_5", SECTION, "5", "(1) The…thirty days.", None),
    unit("sec_5__subsec_1", SUBSECTION, "1", "The Board may close…night.", "sec_5"),
    unit("sec_5__subsec_1A", SUBSECTION, "1A", "It shall…boatmen.", "sec_5"),
    unit("sec_5__subsec_2", SUBSECTION, "2", "A boatman…thirty days.", "sec_5"),
    unit("sec_5A", SECTION, "5A", "The Board may set…fees.", None),
)
LATER = "2010-06-01"


def note(eid: str, op: str, words: str = "", before: str = "", date: str = LATER) -> AmendmentNote:
    """A note on a whole unit, or on words of it (`|` for the place where words went out)."""
    if not words:
        return AmendmentNote(eid, op, "Act IX of 2010", date=date, before=before)
    if "|" in words:
        start = end = TEXT.index(words.replace("|", "")) + words.index("|")
    else:
        start = TEXT.index(words)
        end = start + len(words)
    return AmendmentNote(
        eid, op, "Act IX of 2010", date=date, before=before, whole=False, start=start, end=end
    )


def as_at(notes: Sequence[AmendmentNote], at: str = "2001-01-01") -> Derived:
    """The text with these notes undone; every unit's words must stand where it says."""
    found = undo(TEXT, UNITS, notes, at)
    assert all(found.text[p.start : p.end] == p.text for p in found.provisions)
    return found


def words_of(found: Derived, eid: str) -> str | None:
    """A unit's words, None when it is not there."""
    return next((p.text for p in found.provisions if p.eid == eid), None)


@pytest.mark.parametrize(
    ("notes", "eid", "words", "how"),
    [
        # a unit put in later goes, with its number
        ([note("sec_5__subsec_1A", "inserted")], "sec_5__subsec_1A", None, Undoing.TAKEN_OUT),
        (
            [note("sec_5__subsec_1A", "inserted")],
            "sec_5",
            "(1) The Board may close a lock at night.\n\n"
            "(2) A boatman may appeal to the Harbour Court within thirty days.",
            Undoing.TAKEN_OUT,
        ),
        ([note("sec_5A", "inserted")], "sec_5A", None, Undoing.TAKEN_OUT),
        # words put in go; words that the note quotes come back
        (
            [note("sec_5__subsec_1", "inserted", " at night")],
            "sec_5__subsec_1",
            "The Board may close a lock.",
            Undoing.TAKEN_OUT,
        ),
        (
            [note("sec_5__subsec_2", "substituted", "thirty", "sixty")],
            "sec_5__subsec_2",
            "A boatman may appeal to the Harbour Court within sixty days.",
            Undoing.PUT_BACK,
        ),
        (
            [note("sec_5__subsec_1", "omitted", "a lock| at", "or weir")],
            "sec_5__subsec_1",
            "The Board may close a lock or weir at night.",
            Undoing.PUT_BACK,
        ),
        # a stop comes back without the blank that stood before the words in its place
        (
            [note("sec_5__subsec_1", "substituted", "at night.", ".")],
            "sec_5__subsec_1",
            "The Board may close a lock.",
            Undoing.PUT_BACK,
        ),
        # what the note does not quote is a gap, never a guess
        (
            [note("sec_5__subsec_2", "substituted", "Harbour Court")],
            "sec_5__subsec_2",
            f"A boatman may appeal to the {GAP} within thirty days.",
            Undoing.GAP,
        ),
        ([note("sec_5__subsec_2", "substituted")], "sec_5__subsec_2", GAP, Undoing.GAP),
        # a section exchanged as a whole keeps its place, and loses the units of the new words
        ([note("sec_5", "substituted")], "sec_5", GAP, Undoing.GAP),
        ([note("sec_5", "substituted")], "sec_5__subsec_2", None, Undoing.GAP),
        # must not: a note on the whole unit hides a note on words of it, and counts once
        (
            [
                note("sec_5__subsec_2", "substituted", "thirty", "sixty"),
                note("sec_5__subsec_2", "substituted"),
            ],
            "sec_5__subsec_2",
            GAP,
            Undoing.GAP,
        ),
        # the blank before words that go does not stay in front of a stop
        (
            [note("sec_5__subsec_2", "inserted", "within thirty days")],
            "sec_5__subsec_2",
            "A boatman may appeal to the Harbour Court.",
            Undoing.TAKEN_OUT,
        ),
        # of two changes of the same words, the first after the day tells what stood on it
        (
            [
                note("sec_5__subsec_2", "substituted", "thirty", "sixty", "2015-01-01"),
                note("sec_5__subsec_2", "substituted", "thirty", "ninety", "2005"),
            ],
            "sec_5__subsec_2",
            "A boatman may appeal to the Harbour Court within ninety days.",
            Undoing.PUT_BACK,
        ),
        # a whole unit comes back where the note quotes it ...
        (
            [note("sec_5__subsec_1A", "substituted", before="It may tell the boatmen.")],
            "sec_5__subsec_1A",
            "It may tell the boatmen.",
            Undoing.PUT_BACK,
        ),
        # must not: ... and not where it quotes some words of it
        (
            [note("sec_5__subsec_2", "substituted", before="the Court")],
            "sec_5__subsec_2",
            GAP,
            Undoing.GAP,
        ),
        # must not: a renumbering says nothing of the words
        ([note("sec_5__subsec_2", "renumbered")], "sec_5", UNITS[0].text, Undoing.UNPLACED),
    ],
)
def test_undo(notes: list[AmendmentNote], eid: str, words: str | None, how: Undoing) -> None:
    found = as_at(notes)
    assert words_of(found, eid) == words
    assert {u.how for u in found.undone} == {how}


@pytest.mark.parametrize(
    ("date", "at", "undone", "doubtful"),
    [
        (LATER, "2010-05-31", 1, 0),
        # on the day itself the change stands
        (LATER, LATER, 0, 0),
        ("2010", "2009-12-31", 1, 0),
        ("2010", "2010-12-31", 0, 0),
        # must not: within the year nobody knows, so nothing is undone and it is said
        ("2010", "2010-03-01", 0, 1),
        ("", "1999-01-01", 0, 1),
    ],
)
def test_only_later_changes_are_undone(date: str, at: str, undone: int, doubtful: int) -> None:
    found = as_at([note("sec_5__subsec_1A", "inserted", date=date)], at)
    assert (len(found.undone), len(found.doubtful)) == (undone, doubtful)
    assert (found.text == TEXT) is (undone == 0)


def test_what_brought_a_missing_unit_is_told() -> None:
    found = as_at([note("sec_5__subsec_1A", "inserted"), note("sec_5", "substituted")])
    assert found.brought_in["sec_5__subsec_1A"].by == "Act IX of 2010"
    # must not: it went with the words that held it, and may have stood in those before them
    assert "sec_5__subsec_1" not in found.brought_in


@pytest.mark.parametrize(
    ("printed", "kind", "num", "heading"),
    [
        ("Explanation.— ", ProvisionKind.EXPLANATION, "1", None),
        ("Explanation 2.__ ", ProvisionKind.EXPLANATION, "2", None),
        ("[(b) ", ProvisionKind.PARAGRAPH, "b", None),
        ("5A. Fees.— ", SECTION, "5A", "Fees"),
        # a heading of two lines, and one whose number stands alone
        ("5A. Fees for locks and\nfor weirs.— ", SECTION, "5A", "Fees for locks and for weirs"),
        ("5A.\nFees.— ", SECTION, "5A", "Fees"),
        ("CHAPTER-1A WEIRS\n", ProvisionKind.CHAPTER, "1A", "WEIRS"),
        ("CHAPTER I A OF\nWEIRS\n", ProvisionKind.CHAPTER, "IA", "OF WEIRS"),
        ("SECOND SCHEDULE\n", ProvisionKind.SCHEDULE, "SECOND", None),
        # must not: the end of the unit before, which has no label of its own after it
        ("", ProvisionKind.PROVISO, "1", None),
    ],
)
def test_a_unit_goes_with_its_number_and_heading(
    printed: str, kind: ProvisionKind, num: str, heading: str | None
) -> None:
    before, words = "1. Locks.— The Board of 1 to 2 keeps locks.\n", "The Board may add."
    whole = f"{before}{printed}{words}"
    start = len(whole) - len(words)
    added = Provision("new_1", kind, num, heading, words, None, 1, start, len(whole))
    found = undo(whole, [added], [note("new_1", "inserted")], "2001-01-01")
    assert (found.text, found.provisions) == (before, ())


def test_what_a_chapter_brought_in_is_told_by_its_own_note_or_the_chapters() -> None:
    printed = "CHAPTER II WEIRS\n7. Weirs.— A weir is low.\n8. Sluices.— A sluice is high."
    start = printed.index("7.")
    chapter = Provision(
        "chp_II", ProvisionKind.CHAPTER, "II", "WEIRS", "", None, 1, start, len(printed)
    )
    sections = [
        Provision(f"sec_{n}", SECTION, n, heading, "", "chp_II", 1, at, at + len(words))
        for n, heading, words in (("7", "Weirs", "A weir is low."), ("8", "Sluices", "A sluice is"))
        for at in [printed.index(words)]
    ]
    later = note("sec_8", "inserted", date="2015-01-01")
    found = undo(printed, [chapter, *sections], [note("chp_II", "inserted"), later], "2001-01-01")
    told = {eid: n.date for eid, n in found.brought_in.items()}
    assert told == {"chp_II": LATER, "sec_7": LATER, "sec_8": "2015-01-01"}


def test_a_heading_that_may_be_later_says_so() -> None:
    found = as_at([note("sec_5", "substituted"), note("sec_5A", "inserted", "Board")])
    headings = {p.eid: p.heading for p in found.provisions}
    assert headings["sec_5"] == f"Locks {LATER_HEADING}"
    # must not: a section of which only words changed
    assert headings["sec_5A"] == "Fees"


edits = st.sets(st.sampled_from([p.eid for p in UNITS]))


@given(edits, st.sampled_from(["inserted", "substituted", "omitted"]))
def test_any_notes_leave_a_tree(eids: set[str], op: str) -> None:
    found = as_at([note(eid, op) for eid in sorted(eids)])
    held = {p.eid: p for p in found.provisions}
    for p in found.provisions:
        if p.parent is not None:
            assert held[p.parent].start <= p.start <= p.end <= held[p.parent].end


def text(date: str, kind: str = "official") -> Expression:
    """An expression of a day."""
    return Expression(
        f"/akn/pk/act/1/1/eng@{date}", "pk-river", ExpressionKind(kind), "", date=date
    )


NOTES = {"2012-02-28": [note("sec_5", "inserted", date="2010")]}


@pytest.mark.parametrize(
    ("held", "at", "chosen", "reach"),
    [
        (["2024-12-07", "2012-02-28"], "2025-01-01", "2024-12-07", Reach.HELD),
        (["2024-12-07", "2012-02-28"], "2012-02-28", "2012-02-28", Reach.HELD),
        # nothing is known to have changed between the two, so the earlier stands
        (["2024-12-07", "2012-02-28"], "2015-01-01", "2012-02-28", Reach.HELD),
        # before every text: the next is led back
        (["2024-12-07", "2012-02-28"], "2009-01-01", "2012-02-28", Reach.DERIVED),
        # between two texts, of which the later knows of a change since the earlier
        (["2012-02-28", "2001-01-01"], "2011-05-05", "2012-02-28", Reach.DERIVED),
        (["2012-02-28", "2001-01-01"], "2009-05-05", "2001-01-01", Reach.HELD),
        ([""], "2009-05-05", "", Reach.UNDATED),
        # must not: a text without a day standing for one while a dated text is held
        (["2001-01-01", ""], "2009-05-05", "2001-01-01", Reach.HELD),
    ],
)
def test_choose_text(held: list[str], at: str, chosen: str, reach: Reach) -> None:
    found = choose_text([text(d) for d in held], lambda e: NOTES.get(e.date, ()), at)
    assert (found.expression.date, found.reach) == (chosen, reach)


def test_a_digest_stands_for_a_day_only_where_nothing_official_does() -> None:
    both = [text("2012-02-28"), dataclasses.replace(text("2001-01-01", "digest"), uri="x")]
    assert choose_text(both, lambda e: (), "2005-01-01").expression.date == "2012-02-28"
    assert choose_text(both[1:], lambda e: (), "2005-01-01").expression.date == "2001-01-01"


@pytest.mark.parametrize(
    "given_day", ["2016", "18-08-2016", "2016-02-30", "", "yesterday", "20160818"]
)
def test_what_is_no_day_is_refused(given_day: str) -> None:
    with pytest.raises(BadDay, match="2016-08-18"):
        day(given_day)
