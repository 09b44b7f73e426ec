from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from annotations.checks import clean_annotation
from annotations.errors import BadImport
from annotations.fields import parse_json
from annotations.jsonld import (
    CONTEXT,
    annotation_to_json,
    export,
    import_document,
    read_annotation,
    read_document,
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
from annotations.service import AnnotationService
from annotations.targets import Addresses

TEXT = "/akn/pk/act/2031/7/eng@2031-05-01"
ID = "3f1c2c52-6a0e-4b7e-9d3a-0c7e3f1b2a10"
SERVER = Addresses("https://notes.example/w3c/all/", "https://notes.example")

NOTE = Annotation(
    id=ID,
    target=Target(
        TEXT,
        "sec_5",
        "a" * 64,
        TextQuoteSelector("seven days", "parcel for ", "."),
        TextPositionSelector(54, 64),
    ),
    motivation=Motivation.ASSESSING,
    text="A week, without review.",
    tags=("power:stop",),
    side=Side.LIBERTY,
    language="en",
    creator="Asma",
    creator_id="https://people.example/asma",
    created=datetime(2031, 6, 1, 9, 30, tzinfo=UTC),
    modified=datetime(2031, 6, 2, 9, 30, 0, 250, tzinfo=UTC),
)

ITEM = {
    "@context": CONTEXT,
    "id": f"https://notes.example/w3c/all/{ID}",
    "type": "Annotation",
    "motivation": "assessing",
    "created": "2031-06-01T09:30:00Z",
    "modified": "2031-06-02T09:30:00.000250Z",
    "creator": {"id": "https://people.example/asma", "type": "Person", "name": "Asma"},
    "body": [
        {
            "type": "TextualBody",
            "value": "A week, without review.",
            "format": "text/plain",
            "language": "en",
            "textDirection": "auto",
            "purpose": "commenting",
        },
        {"type": "TextualBody", "value": "power:stop", "purpose": "tagging"},
        {"type": "TextualBody", "value": "liberty", "purpose": "classifying"},
    ],
    "target": {
        "source": f"https://notes.example{TEXT}/~sec_5",
        "schema:sha256": "a" * 64,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "seven days",
                "prefix": "parcel for ",
                "suffix": ".",
            },
            {"type": "TextPositionSelector", "start": 54, "end": 64},
        ],
        "state": {"type": "TimeState", "sourceDate": "2031-05-01T00:00:00Z"},
    },
}


def test_a_note_is_written_in_the_shape_of_the_data_model() -> None:
    assert annotation_to_json(NOTE, SERVER) == ITEM


def test_a_note_of_no_server_has_a_urn() -> None:
    item = annotation_to_json(NOTE)
    assert item["id"] == f"urn:uuid:{ID}"
    assert item["target"]["source"] == f"{TEXT}/~sec_5"


def test_a_bare_note_says_only_what_it_knows() -> None:
    bare = Annotation(ID, Target("/akn/pk/act/2031/7/eng", "sec_5"))
    item = annotation_to_json(bare)
    assert item["target"] == {"source": "/akn/pk/act/2031/7/eng/~sec_5"}
    assert not {"body", "creator", "created", "modified", "via"} & item.keys()
    assert read_annotation(item) == replace(bare, motivation=Motivation.COMMENTING)


def changed(**fields: object) -> dict[str, object]:
    """The item above with other fields; None takes one out."""
    item = {**json.loads(json.dumps(ITEM)), **fields}
    return {name: value for name, value in item.items() if value is not None}


def with_target(**fields: object) -> dict[str, object]:
    target = {**ITEM["target"], **fields}
    return changed(target={name: value for name, value in target.items() if value is not None})


QUOTE = ITEM["target"]["selector"][0]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (changed(), {}),
        # one value and an array of one are the same
        (changed(target=[ITEM["target"]], creator=[ITEM["creator"]], type=["Annotation"]), {}),
        (with_target(selector=QUOTE), {"target": replace(NOTE.target, position=None)}),
        (changed(motivation=["oa:assessing", "linking"]), {}),
        (changed(motivation="http://www.w3.org/ns/oa#assessing"), {}),
        # no motivation: what the bodies say
        (changed(motivation=None), {"motivation": Motivation.COMMENTING}),
        # the whole provision, as an address alone
        (
            changed(target=f"https://other.example{TEXT}/~sec_5"),
            {"target": Target(TEXT, "sec_5")},
        ),
        # a client that writes ~ as %7E, and a fragment
        (
            changed(target=f"https://other.example{TEXT}/%7Esec_5#top"),
            {"target": Target(TEXT, "sec_5")},
        ),
        # a source that is itself an object
        (with_target(source={"id": f"{TEXT}/~sec_5", "type": "Text"}), {}),
        # selectors inside a choice, others beside them
        (
            with_target(selector={"type": "Choice", "items": [{"type": "XPathSelector"}, QUOTE]}),
            {"target": replace(NOTE.target, position=None)},
        ),
        # JSON of a program that writes every number as a fraction
        (
            with_target(selector=[QUOTE, {"type": "TextPositionSelector", "start": 5.0, "end": 8}]),
            {"target": replace(NOTE.target, position=TextPositionSelector(5, 8))},
        ),
        # a body without purpose is a comment, and several are one
        (
            changed(
                body=[
                    {"type": "TextualBody", "value": "One."},
                    {"type": "TextualBody", "value": "Two.", "purpose": "oa:replying"},
                ]
            ),
            {"text": "One.\n\nTwo.", "tags": (), "side": None, "language": ""},
        ),
        (
            changed(body=None, bodyValue="One."),
            {"text": "One.", "tags": (), "side": None, "language": ""},
        ),
        # a class that is no side is a tag; a tag "liberty" is no side
        (
            changed(
                body=[
                    {"type": "TextualBody", "value": "due process", "purpose": "classifying"},
                    {"type": "TextualBody", "value": "liberty", "purpose": "tagging"},
                ]
            ),
            {"text": "", "tags": ("due process", "liberty"), "side": None, "language": ""},
        ),
        # times of another zone and of none
        (changed(created="2031-06-01T14:30:00+05:00"), {}),
        (changed(created="2031-06-01T09:30:00"), {}),
        (changed(modified=None), {"modified": NOTE.created}),
        (changed(created=None), {"created": NOTE.modified}),
        (changed(created=None, modified=None), {"created": UNDATED, "modified": UNDATED}),
        # a creator by address alone
        (
            changed(creator="https://people.example/asma"),
            {"creator": "", "creator_id": "https://people.example/asma"},
        ),
        (changed(creator={"nickname": "asma"}), {"creator": "asma", "creator_id": ""}),
        # properties that a note does not have
        (changed(rights="https://creativecommons.org/licenses/by/4.0/", stylesheet={}), {}),
    ],
)
def test_read_annotation(item: dict[str, object], expected: dict[str, object]) -> None:
    assert read_annotation(item) == replace(NOTE, **expected)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("note", "it is a text, not an object"),
        (changed(type="Note"), 'its "type" is not "Annotation"'),
        (changed(motivation="shouting"), "its motivation is 'shouting'; the W3C ones are assess"),
        (changed(target=None), "it has 0 targets"),
        (changed(target=[ITEM["target"]] * 2), "it has 2 targets"),
        (with_target(source=None), "it has no 'id'"),
        (with_target(source="https://example.org/page"), "is not an Akoma Ntoso address"),
        (with_target(source=TEXT), "names no provision; end it in /~sec_37"),
        (with_target(selector={"type": "RangeSelector"}), "none of its selectors"),
        (with_target(selector=[{"type": "TextQuoteSelector"}]), "it has no 'exact'"),
        (
            with_target(selector={"type": "TextPositionSelector", "start": "5", "end": 8}),
            "its 'start' is a text, not a whole number",
        ),
        (
            with_target(selector={"type": "TextPositionSelector", "start": True, "end": 8}),
            "its 'start' is a truth value",
        ),
        (changed(body="https://example.org/video"), "its body is the address"),
        (changed(body={"type": "Video", "id": "x"}), "its body is a Video"),
        (changed(body={"type": "TextualBody", "value": 7}), "its 'value' is a number"),
        (changed(created="yesterday"), "its 'created' is 'yesterday'; write a time such as"),
        (changed(created="0001-01-01T00:00:00+05:00"), "its 'created'"),
    ],
)
def test_read_annotation_refuses(item: object, reason: str) -> None:
    with pytest.raises(BadImport) as error:
        read_annotation(item)
    assert reason in error.value.reason


@pytest.mark.parametrize(
    ("address", "id", "via"),
    [
        (f"urn:uuid:{ID}", ID, ""),
        (f"https://notes.example/w3c/all/{ID.upper()}/", ID, ""),
        # another program's id: a UUID made from it, and the address kept
        (
            "https://hypothes.is/a/Xy_1",
            str(uuid.uuid5(uuid.NAMESPACE_URL, "https://hypothes.is/a/Xy_1")),
            "https://hypothes.is/a/Xy_1",
        ),
    ],
)
def test_ids_are_uuids_whatever_the_source(address: str, id: str, via: str) -> None:
    note = read_annotation(changed(id=address))
    assert (note.id, note.via) == (id, via)


def test_without_an_id_the_same_content_is_the_same_note() -> None:
    first, again = (read_annotation(changed(id=None)) for _ in range(2))
    assert first == again
    assert first.id != read_annotation(changed(id=None, motivation="linking")).id


@pytest.mark.parametrize(
    "document",
    [
        ITEM,
        [ITEM],
        {"type": "AnnotationPage", "items": ITEM},
        {"type": ["AnnotationPage"], "items": [ITEM], "next": "https://notes.example/page/2"},
        {"type": "AnnotationCollection", "first": {"items": [ITEM]}},
        # a collection of a container, with its pages inside one another
        {
            "type": ["BasicContainer", "AnnotationCollection"],
            "first": {"items": [], "next": {"items": [ITEM], "next": None}},
        },
    ],
)
def test_read_document_reads_every_wrapping(document: object) -> None:
    assert read_document(document) == (NOTE,)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("text", "The document is a text"),
        ({}, "no Annotation, AnnotationPage or AnnotationCollection"),
        (
            {"type": "AnnotationCollection", "first": "https://notes.example/page/1"},
            "names the page https://notes.example/page/1 without its notes",
        ),
        ([ITEM, changed(target=None)], r"Item 1 \(counted from 0\): it has 0 targets"),
    ],
)
def test_read_document_refuses(document: object, message: str) -> None:
    with pytest.raises(BadImport, match=message):
        read_document(document)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "not JSON .line 1, column 2"),
        (b"\xff", "not UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b"[" * 200_000, "too deeply"),
        # Python refuses numbers of so many digits, lest they take minutes
        (b"9" * 5000, "not JSON"),
    ],
)
def test_parse_json_says_what_is_wrong(data: bytes, message: str) -> None:
    with pytest.raises(BadImport, match=message):
        parse_json(data)


def test_parse_json_takes_a_byte_order_mark() -> None:
    assert parse_json(b"\xef\xbb\xbf[]") == []


def test_an_empty_collection_is_one() -> None:
    document = export([])
    assert document["total"] == 0
    assert read_document(document) == ()


# -- round trips ------------------------------------------------------------------------------

LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
WORDS = st.text(LETTERS, min_size=1, max_size=20).filter(str.strip)


@st.composite
def notes(draw: st.DrawFn) -> Annotation:
    text = draw(st.text(LETTERS | st.sampled_from("\n\t"), max_size=40))
    quote = position = None
    if draw(st.booleans()):
        quote = TextQuoteSelector(draw(WORDS), draw(st.text(LETTERS)), draw(st.text(LETTERS)))
        start = draw(st.integers(0, 10**6))
        position = TextPositionSelector(start, start + len(quote.exact))
    kind = draw(st.sampled_from(["", "/mizan"]))
    target = Target(TEXT + kind, "sec_4__para_iiia", draw(st.sampled_from(["", "0" * 64])), quote)
    note = Annotation(
        id=str(draw(st.uuids())),
        target=replace(target, position=position),
        motivation=draw(st.sampled_from(Motivation)),
        text=text,
        tags=tuple(draw(st.lists(st.text(LETTERS, max_size=12), max_size=4))),
        side=draw(st.none() | st.sampled_from(Side)),
        language=draw(st.sampled_from(["", "en", "ur", "pa-Arab"])),
        creator=draw(st.text(LETTERS, max_size=12)),
        creator_id=draw(st.sampled_from(["", "https://people.example/1"])),
        created=draw(TIMES),
        modified=draw(TIMES),
        via=draw(st.sampled_from(["", "https://hypothes.is/a/1"])),
    )
    return clean_annotation(note)


@given(written=st.lists(notes(), max_size=4), addresses=st.sampled_from([Addresses(), SERVER]))
def test_what_is_exported_is_read_again(written: list[Annotation], addresses: Addresses) -> None:
    data = json.dumps(export(written, addresses), ensure_ascii=False).encode()
    assert read_document(parse_json(data)) == tuple(written)


def test_a_second_import_changes_nothing(
    service: AnnotationService,
    second_engine: Engine,
    new_service,
    engine: Engine,
    outbox,
    act: str,
) -> None:
    for eid in ("sec_4", "sec_5", "sec_6"):
        service.create(Selection(act, eid), Content(f"On {eid} 📮", ("a", "ب")), creator="Asma")
    service.create(Selection(act, "sec_6", exact="شکایت 📮"), Content("ایک", side=Side.SECURITY))
    written = service.find(limit=None)
    document = parse_json(json.dumps(export(written)).encode())

    elsewhere = new_service(second_engine)
    assert import_document(elsewhere, document).added == 4
    assert elsewhere.find(limit=None) == written
    told = outbox.read(second_engine)
    assert import_document(elsewhere, document).unchanged == 4
    assert import_document(service, document).unchanged == 4
    assert elsewhere.find(limit=None) == written
    assert outbox.read(second_engine) == told == [act]


def test_a_bad_item_stops_the_whole_import(service: AnnotationService) -> None:
    document = [ITEM, changed(id=None), with_target(source="/akn/pk/act/2031/7/~sec_5")]
    with pytest.raises(BadImport, match=r"Item 2 .*names no text") as error:
        import_document(service, document)
    assert error.value.index == 2
    assert service.count() == 0


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (changed(bodyValue="a\ud800"), "broken character"),
        (changed(id="https://x.example/\ud800"), "broken character"),
        (with_target(selector=[{**QUOTE, "exact": "a\x00b"}]), "NUL"),
        (with_target(selector=[{**QUOTE, "exact": " "}]), "empty"),
        (with_target(**{"schema:sha256": "abc"}), "64 hexadecimal"),
        (
            with_target(selector=[QUOTE, {"type": "TextPositionSelector", "start": 9, "end": 4}]),
            "position 9 to 4",
        ),
        (
            with_target(
                selector=[QUOTE, {"type": "TextPositionSelector", "start": 0, "end": 10**30}]
            ),
            "position 0 to",
        ),
        (changed(creator={"name": "x" * 121}), "121 characters; the most is 120"),
        (changed(bodyValue="x" * 20_001), "the most is 20,000"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    service: AnnotationService, item: dict[str, object], message: str
) -> None:
    with pytest.raises(BadImport, match=message):
        import_document(service, [item])
    assert service.count() == 0
