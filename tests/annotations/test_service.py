from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from annotations.anchoring import AnchorState
from annotations.errors import (
    BadContent,
    BadImport,
    NoteNotFound,
    ProvisionGone,
    QuoteAmbiguous,
    QuoteNotFound,
    StaleEdit,
)
from annotations.model import (
    UNDATED,
    Annotation,
    Content,
    Motivation,
    Selection,
    Side,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)
from annotations.service import AnnotationService, NoteFilter
from corpus.errors import AskerError
from corpus.model import ExpressionKind
from corpus.uri import BadUri

NewService = Callable[[Engine], AnnotationService]


@pytest.fixture
def note(service: AnnotationService, act: str) -> Annotation:
    """A note on “seven days” of section 5."""
    selection = Selection(act, "sec_5", exact="seven days")
    content = Content("A week, without review.", ("time limit",), Side.LIBERTY)
    return service.create(selection, content, creator="Asma")


# -- writing ----------------------------------------------------------------------------------


def test_create_keeps_the_note_as_it_returns_it(
    service: AnnotationService, note: Annotation
) -> None:
    assert service.get(note.id) == note
    assert uuid.UUID(note.id)
    assert note.created == note.modified
    assert note.created.tzinfo is UTC
    assert (note.version, note.creator, note.side) == (1, "Asma", Side.LIBERTY)
    assert note.target.expression_kind is ExpressionKind.OFFICIAL
    assert note.target.quote is not None
    assert note.target.quote.exact == "seven days"
    assert service.anchor(note).state is AnchorState.EXACT


def test_create_tells_the_outbox(
    service: AnnotationService, note: Annotation, engine: Engine, outbox, act: str
) -> None:
    assert outbox.read(engine) == [act]


@pytest.mark.parametrize(
    ("eid", "selected", "content", "error"),
    [
        ("sec_5", {"exact": "nine days"}, Content("x"), QuoteNotFound),
        ("sec_4", {"exact": "two years"}, Content("x"), QuoteAmbiguous),
        ("sec_99", {}, Content("x"), ProvisionGone),
        ("sec 5", {}, Content("x"), BadContent),
        ("sec_5", {}, Content(), BadContent),
        # a tag of white space is none
        ("sec_5", {}, Content(" ", (" ",)), BadContent),
    ],
)
def test_create_refuses_and_changes_nothing(
    service: AnnotationService,
    engine: Engine,
    outbox,
    act: str,
    eid: str,
    selected: dict[str, str],
    content: Content,
    error: type[AskerError],
) -> None:
    with pytest.raises(error):
        service.create(Selection(act, eid, **selected), content)
    assert service.count() == 0
    assert outbox.read(engine) == []


def test_create_refuses_an_address_that_is_none(service: AnnotationService) -> None:
    with pytest.raises(BadUri):
        service.create(Selection("peca", "sec_5"), Content("x"))


@pytest.mark.parametrize("motivation", [Motivation.HIGHLIGHTING, Motivation.BOOKMARKING])
def test_a_highlight_needs_no_words(
    service: AnnotationService, act: str, motivation: Motivation
) -> None:
    selection = Selection(act, "sec_5", exact="seven days")
    assert service.create(selection, Content(motivation=motivation)).text == ""


def test_nothing_is_kept_when_the_outbox_fails(
    engine: Engine, new_service: NewService, shelf, act: str
) -> None:
    working = new_service(engine)

    def fail(session: object, uri: str) -> None:
        raise OSError("disk full")

    failing = AnnotationService(engine, shelf.find, fail)
    with pytest.raises(OSError, match="disk full"):
        failing.create(Selection(act, "sec_5"), Content("x"))
    assert working.count() == 0


def test_edit_replaces_the_content_and_nothing_else(
    service: AnnotationService, note: Annotation
) -> None:
    content = Content("Ein­spruch?", ("appeal", "time limit"), None, Motivation.QUESTIONING)
    edited = service.edit(note.id, content, etag=note.etag)
    assert edited.content == content
    assert (edited.target, edited.creator, edited.created) == (
        note.target,
        note.creator,
        note.created,
    )
    assert edited.modified > note.modified
    assert edited.etag != note.etag
    assert service.get(note.id) == edited


def test_an_edit_that_changes_nothing_is_no_change(
    service: AnnotationService, note: Annotation, engine: Engine, outbox
) -> None:
    assert service.edit(note.id, note.content, etag=note.etag) == note
    assert len(outbox.read(engine)) == 1


def test_edit_works_on_a_note_whose_words_are_gone(
    service: AnnotationService, note: Annotation, shelf
) -> None:
    shelf.provisions.clear()
    assert service.edit(note.id, Content("Repealed."), etag=note.etag).text == "Repealed."


def test_the_second_of_two_edits_is_refused(service: AnnotationService, note: Annotation) -> None:
    service.edit(note.id, Content("first"), etag=note.etag)
    with pytest.raises(StaleEdit, match="open it again"):
        service.edit(note.id, Content("second"), etag=note.etag)
    with pytest.raises(StaleEdit):
        service.delete(note.id, etag=note.etag)
    assert service.get(note.id).text == "first"


def test_of_edits_at_the_same_moment_one_wins(service: AnnotationService, note: Annotation) -> None:
    def attempt(number: int) -> bool:
        try:
            service.edit(note.id, Content(f"by {number}", ("a", str(number))), etag=note.etag)
        except StaleEdit:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))
    assert sum(won) == 1
    assert service.get(note.id).text == f"by {won.index(True)}"
    assert service.get(note.id).version == 2


def test_of_deletions_at_the_same_moment_one_wins(
    service: AnnotationService, note: Annotation
) -> None:
    def attempt(_: int) -> bool:
        try:
            service.delete(note.id, etag=note.etag)
        except (StaleEdit, NoteNotFound):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert service.count() == 0


def test_many_notes_at_once_are_all_kept(service: AnnotationService, act: str) -> None:
    def write(number: int) -> str:
        return service.create(Selection(act, "sec_5"), Content(f"note {number}")).id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(write, range(40)))
    assert {n.id for n in service.find(limit=None)} == ids
    assert len(ids) == 40


def test_a_deleted_note_leaves_its_id_taken(
    service: AnnotationService, note: Annotation, engine: Engine, outbox, act: str
) -> None:
    assert not service.is_deleted(note.id)
    service.delete(note.id, etag=note.etag)
    assert service.is_deleted(note.id)
    with pytest.raises(NoteNotFound, match=note.id):
        service.get(note.id)
    assert outbox.read(engine) == [act, act]
    assert service.tags() == ()
    report = service.import_annotations([note])
    assert (report.deleted, report.added) == (1, 0)
    assert service.import_annotations([note], revive=True).added == 1
    assert not service.is_deleted(note.id)


def test_etag_none_changes_whatever_is_there(service: AnnotationService, note: Annotation) -> None:
    service.edit(note.id, Content("first"), etag=None)
    service.edit(note.id, Content("second"), etag=None)
    service.delete(note.id, etag=None)
    assert service.count() == 0


@pytest.mark.parametrize("call", ["get", "edit", "delete", "reattach"])
def test_an_unknown_id_is_named(service: AnnotationService, act: str, call: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "get": lambda: service.get("nobody"),
        "edit": lambda: service.edit("nobody", Content("x"), etag=None),
        "delete": lambda: service.delete("nobody", etag=None),
        "reattach": lambda: service.reattach("nobody", Selection(act, "sec_5"), etag=None),
    }
    with pytest.raises(NoteNotFound, match="'nobody'"):
        calls[call]()


def test_reattach_moves_a_note_by_hand(
    service: AnnotationService, note: Annotation, engine: Engine, outbox, act: str, digest: str
) -> None:
    moved = service.reattach(note.id, Selection(digest, "sec_5", exact="a week"), etag=note.etag)
    assert moved.target.expression_kind is ExpressionKind.DIGEST
    assert moved.content == note.content
    assert outbox.read(engine) == sorted([act, act, digest])
    with pytest.raises(QuoteNotFound):
        service.reattach(note.id, Selection(act, "sec_5", exact="a month"), etag=moved.etag)
    assert service.get(note.id) == moved


def test_modified_goes_forward_when_the_clock_does_not(
    engine: Engine, new_service: NewService, shelf, outbox, act: str
) -> None:
    new_service(engine)
    still = datetime(2031, 1, 1, tzinfo=UTC)
    service = AnnotationService(engine, shelf.find, outbox, lambda: still)
    note = service.create(Selection(act, "sec_5"), Content("one"))
    edited = service.edit(note.id, Content("two"), etag=note.etag)
    assert edited.modified == still + timedelta(microseconds=1)


def test_service_follows_the_text(service: AnnotationService, note: Annotation, shelf, act) -> None:
    shelf.edit(act, "sec_5", lambda words: "(1) " + words)
    assert service.anchor(note).state is AnchorState.MOVED_INSIDE
    shelf.edit(act, "sec_5", lambda words: words.replace("seven", "nine"))
    assert service.anchor(note).state is AnchorState.CHANGED
    shelf.provisions.clear()
    assert service.anchor(note).state is AnchorState.ORPHANED


# -- reading ----------------------------------------------------------------------------------


@pytest.fixture
def shelf_of_notes(service: AnnotationService, act: str, digest: str) -> AnnotationService:
    """Six notes, the last the newest."""
    rows = [
        (Selection(act, "sec_4"), Content("Penalty 100%", ("Penalty",), Side.SECURITY), "Asma"),
        (Selection(act, "sec_4__subsec_3"), Content("Records", ("duty", "penalty")), "Asma"),
        (Selection(act, "sec_45"), Content("Binds the state_x"), "Bilal"),
        (Selection(digest, "sec_5"), Content("In our words", side=Side.LIBERTY), "Bilal"),
        (Selection(act, "sec_6"), Content("ÉTAT: شکایت", language="ur"), ""),
        (
            Selection(act, "sec_5", exact="seven days"),
            Content(motivation=Motivation.HIGHLIGHTING),
            "Asma",
        ),
    ]
    for selection, content, creator in rows:
        service.create(selection, content, creator=creator)
    return service


@pytest.mark.parametrize(
    ("wanted", "eids"),
    [
        ({}, ["sec_5", "sec_6", "sec_5", "sec_45", "sec_4__subsec_3", "sec_4"]),
        ({"eid": "sec_4"}, ["sec_4"]),
        # must not: sec_45 is not inside sec_4, though its name begins so
        ({"within": "sec_4"}, ["sec_4__subsec_3", "sec_4"]),
        # must not: _ is a letter, not a wildcard
        ({"within": "secX4"}, []),
        ({"tag": "PENALTY"}, ["sec_4__subsec_3", "sec_4"]),
        ({"side": Side.LIBERTY}, ["sec_5"]),
        ({"kind": ExpressionKind.DIGEST}, ["sec_5"]),
        ({"creator": "Bilal"}, ["sec_5", "sec_45"]),
        ({"motivation": Motivation.HIGHLIGHTING}, ["sec_5"]),
        ({"text": "record"}, ["sec_4__subsec_3"]),
        # the quotation and the tags are words of the note too
        ({"text": "SEVEN"}, ["sec_5"]),
        ({"text": "duty"}, ["sec_4__subsec_3"]),
        # letter case beyond ASCII
        ({"text": "état"}, ["sec_6"]),
        ({"text": "شکایت"}, ["sec_6"]),
        # every word must occur, in any order
        ({"text": "state binds"}, ["sec_45"]),
        ({"text": "state penalty"}, []),
        # must not: % and _ are letters
        ({"text": "100%"}, ["sec_4"]),
        ({"text": "e_x"}, ["sec_45"]),
        ({"text": "%"}, ["sec_4"]),
        ({"work_uri": "/akn/pk/act/2031/7"}, ["sec_5", "sec_6", "sec_5", "sec_45"]),
        ({"work_uri": "/akn/pk/act/2031/8"}, []),
        ({"creator": "Asma", "tag": "penalty", "text": "100"}, ["sec_4"]),
    ],
)
def test_find(
    shelf_of_notes: AnnotationService, wanted: dict[str, object], eids: list[str]
) -> None:
    found = shelf_of_notes.find(NoteFilter(**wanted))
    assert [n.target.eid for n in found][: len(eids)] == eids
    if "work_uri" not in wanted:
        assert len(found) == len(eids) == shelf_of_notes.count(NoteFilter(**wanted))


def test_find_gives_pages(shelf_of_notes: AnnotationService) -> None:
    whole = shelf_of_notes.find(limit=None)
    assert shelf_of_notes.find(limit=4) + shelf_of_notes.find(limit=4, offset=4) == whole
    assert shelf_of_notes.find(limit=4, offset=10) == ()


def test_counts_and_tags(shelf_of_notes: AnnotationService, act: str, digest: str) -> None:
    assert shelf_of_notes.counts_by_eid(digest) == {"sec_5": 1}
    assert shelf_of_notes.counts_by_eid(act)["sec_4__subsec_3"] == 1
    assert shelf_of_notes.tags() == (("Penalty", 2), ("duty", 1)) or shelf_of_notes.tags() == (
        ("penalty", 2),
        ("duty", 1),
    )


# -- taking in --------------------------------------------------------------------------------


def foreign(act: str, **fields: object) -> Annotation:
    target = Target(act, "sec_5", quote=TextQuoteSelector("seven days"))
    return replace(Annotation(str(uuid.uuid4()), target, text="From elsewhere."), **fields)


def test_import_fills_in_what_another_program_left_out(
    service: AnnotationService, act: str
) -> None:
    """Its position may count bytes or UTF-16 units, so the quotation decides."""
    target = Target(
        act, "sec_6", quote=TextQuoteSelector("café"), position=TextPositionSelector(46, 51)
    )
    note = foreign(act, target=target)
    assert service.import_annotations([note]).added == 1
    kept = service.get(note.id)
    assert kept.target.quote is not None
    assert kept.target.quote.exact == "cafe\u0301"
    assert service.anchor(kept).state is AnchorState.EXACT
    assert kept.created == kept.modified > UNDATED


def test_import_takes_notes_whose_words_are_not_here(service: AnnotationService, act: str) -> None:
    gone = foreign(act, target=Target(act, "sec_99", "0" * 64))
    changed = foreign(act, target=Target(act, "sec_5", quote=TextQuoteSelector("ten days")))
    assert service.import_annotations([gone, changed]).added == 2
    assert service.anchor(service.get(gone.id)).state is AnchorState.ORPHANED
    assert service.anchor(service.get(changed.id)).state is AnchorState.CHANGED


def test_import_is_all_or_nothing(service: AnnotationService, engine, outbox, act: str) -> None:
    nowhere = Target(act, "sec_99", position=TextPositionSelector(3, 9))
    notes = [foreign(act), foreign(act, target=nowhere), foreign(act)]
    with pytest.raises(BadImport, match=r"Item 1 .*without the words") as error:
        service.import_annotations(notes)
    assert error.value.index == 1
    assert service.count() == 0
    assert outbox.read(engine) == []


def test_the_newer_copy_wins(service: AnnotationService, note: Annotation, engine, outbox) -> None:
    later = note.modified + timedelta(seconds=1)
    newer = replace(note, text="Newer", tags=("a", "b"), modified=later)
    older = replace(note, text="Older", modified=note.modified - timedelta(days=1))
    assert service.import_annotations([older]).unchanged == 1
    assert service.import_annotations([newer, older]).updated == 1
    assert service.import_annotations([newer]).unchanged == 1
    kept = service.get(note.id)
    assert (kept.text, kept.tags, kept.modified) == ("Newer", ("a", "b"), later)
    assert kept.etag != note.etag
    assert len(outbox.read(engine)) == 2


def test_an_undated_copy_never_wins(service: AnnotationService, act: str) -> None:
    note = foreign(act)
    service.import_annotations([note])
    assert service.import_annotations([replace(note, text="Again")]).unchanged == 1


# -- positions --------------------------------------------------------------------------------


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_positions_are_code_points(sqlite_engine, new_service, shelf, act: str, data) -> None:
    """Whatever the letters, a note comes back on the very words that were selected."""
    service = new_service(sqlite_engine)
    alphabet = "ab .\n\u0301é📮👩\u200d⚖ہکیـ\u064b\u200c\u202e"
    words = data.draw(st.text(alphabet, min_size=1, max_size=50).filter(str.strip))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    shelf.put(act, "sec_7", words)
    selection = Selection(act, "sec_7", exact=words[start:end], start=start, end=end)
    if not words[start:end].strip():
        with pytest.raises(BadContent):
            service.create(selection, Content("x"))
        return
    found = service.anchor(service.get(service.create(selection, Content("x")).id))
    assert (found.state, found.start, found.end) == (AnchorState.EXACT, start, end)
