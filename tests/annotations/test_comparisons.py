from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from annotations.comparison_json import comparisons_to_json, read_comparisons
from annotations.comparisons import ComparisonService
from annotations.errors import (
    BadContent,
    BadImport,
    NoteNotFound,
    ProvisionGone,
    QuoteNotFound,
    StaleEdit,
    TooLong,
)
from annotations.model import Comparison, ProvisionRef, ReadingDraft, Side
from annotations.service import AnnotationService
from corpus.errors import AskerError


@pytest.fixture
def comparisons(service: AnnotationService) -> ComparisonService:
    return service.comparisons


@pytest.fixture
def stop(act: str) -> ProvisionRef:
    """The power to stop a parcel."""
    return ProvisionRef("pk-post-2031", "sec_5", act)


@pytest.fixture
def open_letters(act: str) -> ProvisionRef:
    """The offence of opening letters."""
    return ProvisionRef("pk-post-2031", "sec_4", act)


@pytest.fixture
def comparison(
    comparisons: ComparisonService, stop: ProvisionRef, open_letters: ProvisionRef
) -> Comparison:
    return comparisons.create("Stopping  mail", [stop, open_letters])


def draft(ref: ProvisionRef, **fields: object) -> ReadingDraft:
    return replace(ReadingDraft("Asma", ref, Side.LIBERTY, "No reason need be given."), **fields)


def test_create_keeps_order_and_title(
    comparisons: ComparisonService,
    comparison: Comparison,
    stop: ProvisionRef,
    open_letters: ProvisionRef,
) -> None:
    assert comparison.title == "Stopping mail"
    assert comparison.items == (stop, open_letters)
    assert comparisons.get(comparison.id) == comparison
    assert comparisons.find() == (comparison,)


@pytest.mark.parametrize(
    ("title", "eids", "error"),
    [
        (" ", ["sec_5"], BadContent),
        ("x" * 201, ["sec_5"], TooLong),
        ("Gone", ["sec_5", "sec_99"], ProvisionGone),
        ("Bad", ["sec 5"], BadContent),
        ("Many", [f"sec_{n}" for n in range(13)], TooLong),
    ],
)
def test_create_refuses(
    comparisons: ComparisonService, act: str, title: str, eids: list[str], error: type[AskerError]
) -> None:
    with pytest.raises(error):
        comparisons.create(title, [ProvisionRef("pk-post-2031", eid, act) for eid in eids])
    assert comparisons.find() == ()


def test_a_comparison_may_begin_empty(comparisons: ComparisonService) -> None:
    assert comparisons.create("To come", []).items == ()


def test_find_by_what_is_compared(
    comparisons: ComparisonService, comparison: Comparison, act: str, digest: str
) -> None:
    assert comparisons.find(act) == (comparison,)
    assert comparisons.find(act, "sec_5") == (comparison,)
    assert comparisons.find(eid="sec_4") == (comparison,)
    # must not: one item has the text, another the eId
    assert comparisons.find(digest, "sec_5") == ()
    assert comparisons.find(act, "sec_6") == ()


def test_edit_changes_order_and_lets_a_lost_provision_stay(
    comparisons: ComparisonService,
    comparison: Comparison,
    shelf,
    stop: ProvisionRef,
    open_letters: ProvisionRef,
) -> None:
    shelf.provisions.clear()
    edited = comparisons.edit(comparison.id, "Mail", [open_letters, stop], etag=comparison.etag)
    assert edited.items == (open_letters, stop)
    assert comparisons.get(comparison.id) == edited
    added = replace(stop, eid="sec_6")
    with pytest.raises(ProvisionGone):
        comparisons.edit(comparison.id, "Mail", [stop, added], etag=edited.etag)


def test_readings_are_kept_in_order(
    comparisons: ComparisonService,
    comparison: Comparison,
    stop: ProvisionRef,
    open_letters: ProvisionRef,
) -> None:
    # a browser gives the line break of the text as a space
    first = draft(stop, evidence="in writing, stop a parcel", weight=5)
    one = comparisons.add_reading(comparison.id, first, etag=comparison.etag)
    two = comparisons.add_reading(
        comparison.id, draft(open_letters, side=Side.SECURITY), etag=one.etag
    )
    assert [r.side for r in two.readings] == [Side.LIBERTY, Side.SECURITY]
    assert two.readings[0].evidence == "in writing,\nstop a parcel"
    assert two.readings_of(stop) == two.readings[:1]
    assert comparisons.get(comparison.id) == two

    rewritten = draft(stop, text="A reason must be given.", weight=1)
    three = comparisons.edit_reading(comparison.id, two.readings[0].id, rewritten, etag=two.etag)
    assert [r.text for r in three.readings] == [rewritten.text, "No reason need be given."]
    four = comparisons.delete_reading(comparison.id, two.readings[0].id, etag=three.etag)
    assert four.readings == three.readings[1:]
    assert comparisons.get(comparison.id) == four


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"evidence": "nine days"}, QuoteNotFound),
        ({"weight": 9}, BadContent),
        ({"by": ""}, BadContent),
        ({"text": "x" * 20_001}, TooLong),
    ],
)
def test_add_reading_refuses(
    comparisons: ComparisonService,
    comparison: Comparison,
    stop: ProvisionRef,
    fields: dict[str, object],
    error: type[AskerError],
) -> None:
    with pytest.raises(error):
        comparisons.add_reading(comparison.id, draft(stop, **fields), etag=comparison.etag)
    assert comparisons.get(comparison.id) == comparison


def test_a_reading_is_of_a_provision_that_is_compared(
    comparisons: ComparisonService, comparison: Comparison, act: str
) -> None:
    elsewhere = ProvisionRef("pk-post-2031", "sec_6", act)
    with pytest.raises(BadContent, match="sec_6 is not in this comparison"):
        comparisons.add_reading(comparison.id, draft(elsewhere), etag=comparison.etag)


def test_a_provision_with_readings_is_not_taken_out(
    comparisons: ComparisonService,
    comparison: Comparison,
    stop: ProvisionRef,
    open_letters: ProvisionRef,
) -> None:
    read = comparisons.add_reading(comparison.id, draft(stop), etag=comparison.etag)
    with pytest.raises(BadContent, match=r"sec_5 has 1 reading"):
        comparisons.edit(comparison.id, "Mail", [open_letters], etag=read.etag)


def test_a_reading_can_be_rewritten_when_its_provision_is_gone(
    comparisons: ComparisonService, comparison: Comparison, shelf, stop: ProvisionRef
) -> None:
    written = draft(stop, evidence="seven days")
    read = comparisons.add_reading(comparison.id, written, etag=comparison.etag)
    shelf.provisions.clear()
    id = read.readings[0].id
    kept = comparisons.edit_reading(
        comparison.id, id, replace(written, text="Repealed since."), etag=read.etag
    )
    assert kept.readings[0].evidence == "seven days"
    with pytest.raises(ProvisionGone):
        comparisons.edit_reading(
            comparison.id, id, replace(written, evidence="a parcel"), etag=kept.etag
        )


def test_the_second_of_two_changes_is_refused(
    comparisons: ComparisonService, comparison: Comparison, stop: ProvisionRef
) -> None:
    comparisons.add_reading(comparison.id, draft(stop), etag=comparison.etag)
    calls: list[Callable[[], object]] = [
        lambda: comparisons.edit(comparison.id, "Mail", [stop], etag=comparison.etag),
        lambda: comparisons.add_reading(comparison.id, draft(stop), etag=comparison.etag),
        lambda: comparisons.delete(comparison.id, etag=comparison.etag),
    ]
    for call in calls:
        with pytest.raises(StaleEdit, match="This comparison was changed"):
            call()
    assert len(comparisons.get(comparison.id).readings) == 1


def test_of_readings_added_at_the_same_moment_none_is_lost_silently(
    comparisons: ComparisonService, comparison: Comparison, stop: ProvisionRef
) -> None:
    def attempt(number: int) -> bool:
        try:
            comparisons.add_reading(comparison.id, draft(stop, by=f"R{number}"), etag=None)
        except StaleEdit:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        kept = sum(pool.map(attempt, range(6)))
    assert kept >= 1
    assert len(comparisons.get(comparison.id).readings) == kept


def test_delete_keeps_the_id_taken(
    comparisons: ComparisonService, comparison: Comparison, stop: ProvisionRef
) -> None:
    read = comparisons.add_reading(comparison.id, draft(stop), etag=None)
    comparisons.delete(comparison.id, etag=read.etag)
    with pytest.raises(NoteNotFound, match="No comparison has the id"):
        comparisons.get(comparison.id)
    assert comparisons.import_comparisons([read]).deleted == 1
    assert comparisons.import_comparisons([read], revive=True).added == 1
    assert comparisons.get(comparison.id).readings == read.readings


@pytest.mark.parametrize("call", ["edit_reading", "delete_reading"])
def test_an_unknown_reading_is_named(
    comparisons: ComparisonService, comparison: Comparison, stop: ProvisionRef, call: str
) -> None:
    arguments = [draft(stop)] if call == "edit_reading" else []
    with pytest.raises(NoteNotFound, match="No reading has the id 'none'"):
        getattr(comparisons, call)(comparison.id, "none", *arguments, etag=None)


def test_json_round_trip(
    comparisons: ComparisonService,
    comparison: Comparison,
    stop: ProvisionRef,
    second_engine: Engine,
    new_service,
) -> None:
    read = comparisons.add_reading(comparison.id, draft(stop, evidence="seven days"), etag=None)
    document = json.loads(json.dumps(comparisons_to_json([read])))
    elsewhere = new_service(second_engine).comparisons
    assert elsewhere.import_comparisons(read_comparisons(document)).added == 1
    assert elsewhere.import_comparisons(read_comparisons(document)).unchanged == 1
    assert replace(elsewhere.get(read.id), version=read.version) == read

    newer = replace(read, title="Newer", readings=(), modified=read.modified + timedelta(1))
    assert elsewhere.import_comparisons([newer, read]).updated == 1
    assert (elsewhere.get(read.id).title, elsewhere.get(read.id).readings) == ("Newer", ())


ITEM = {
    "id": "3f1c2c52-6a0e-4b7e-9d3a-0c7e3f1b2a10",
    "title": "Mail",
    "items": [{"instrument": "pk-post", "eid": "sec_5", "expression": "/akn/pk/act/2031/7/eng"}],
    "readings": [],
}
READING = {
    "id": "3f1c2c52-6a0e-4b7e-9d3a-0c7e3f1b2a11",
    "by": "Asma",
    "provision": ITEM["items"][0],
    "side": "liberty",
    "text": "Narrow.",
    "weight": 3,
}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "The document is an array"),
        ({"comparisons": []}, "of version None; this Mizan reads version 1"),
        ({"version": 1, "comparisons": [ITEM, {**ITEM, "id": "7"}]}, "the id '7' is not a UUID"),
        ({"version": 1, "comparisons": [ITEM, {**ITEM, "title": None}]}, "it has no 'title'"),
        ({"version": 1, "comparisons": [ITEM, {**ITEM, "items": ["sec_5"]}]}, "its provision is"),
        (
            {"version": 1, "comparisons": [ITEM, {**ITEM, "readings": [{**READING, "side": "x"}]}]},
            "side is 'x'; it is liberty or security",
        ),
        (
            {
                "version": 1,
                "comparisons": [ITEM, {**ITEM, "readings": [{**READING, "weight": "3"}]}],
            },
            "its 'weight' is a text",
        ),
    ],
)
def test_read_comparisons_refuses(document: object, reason: str) -> None:
    with pytest.raises(BadImport) as error:
        read_comparisons(document)
    assert reason in str(error.value)
    assert error.value.index in (None, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " "}, "title is empty"),
        ({"readings": [{**READING, "weight": 7}]}, "weight is 7"),
        (
            {"readings": [{**READING, "provision": {**ITEM["items"][0], "eid": "sec_6"}}]},
            "sec_6 is not in this comparison",
        ),
        (
            {"readings": [{**READING, "id": str(uuid.UUID(int=n))} for n in range(201)]},
            "201 readings; the most is 200",
        ),
    ],
)
def test_import_is_all_or_nothing(
    comparisons: ComparisonService, change: dict[str, object], reason: str
) -> None:
    document = {"version": 1, "comparisons": [ITEM, {**ITEM, **change}]}
    with pytest.raises(BadImport, match=reason) as error:
        comparisons.import_comparisons(read_comparisons(document))
    assert error.value.index == 1
    assert comparisons.find() == ()
