"""The store keeps what it is given, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from corpus.database import BadDatabaseUrl, StoreUnavailable, open_engine
from corpus.errors import NotFound
from corpus.facts import Standing, Status
from corpus.model import (
    AmendmentNote,
    Expression,
    ExpressionKind,
    IngestedExpression,
    Instrument,
    InstrumentType,
    Provision,
    ProvisionKind,
    Region,
    Remark,
    Unread,
)
from corpus.outbox import mark_followed, waiting_changes
from corpus.plain import to_plain
from corpus.store import CorpusStore
from corpus.tagging import (
    EntityLabel,
    Mention,
    Orientation,
    Span,
    Statement,
    StatementType,
    Tagging,
)

RIVER = Instrument("pk-river-2001", "River Act, 2001", InstrumentType.ACT, "/akn/pk/act/2001/9")
TEXT = "(1) The Board may close a lock. (2) A boatman may appeal."


def ingested(
    uri: str = "/akn/pk/act/2001/9/eng@2001-05-01", kind: str = "official"
) -> IngestedExpression:
    """A section of two sub-sections."""
    section = Provision("sec_1", ProvisionKind.SECTION, "1", "Locks", TEXT, None, 1, 0, len(TEXT))
    first = dataclasses.replace(
        section,
        eid="sec_1__subsec_1",
        kind=ProvisionKind.SUBSECTION,
        heading=None,
        text=TEXT[4:31],
        parent="sec_1",
        start=4,
        end=31,
    )
    second = dataclasses.replace(
        first, eid="sec_1__subsec_2", num="2", text=TEXT[36:], start=36, end=len(TEXT)
    )
    board = Mention(EntityLabel.AGENCY, Span("Board", 4, 9), "entity.agency.lexicon")
    may = Statement(
        StatementType.POWER,
        Span("may", 10, 13),
        Span("The Board", 0, 9),
        Span("close a lock", 14, 26),
        "statement.power.may",
    )
    return IngestedExpression(
        Expression(uri, RIVER.slug, ExpressionKind(kind), TEXT, date="2001-05-01", sha256="ab"),
        (section, first, second),
        (
            AmendmentNote("sec_1__subsec_2", "inserted", "Act IV of 2003, s.2", 1),
            AmendmentNote(
                "sec_1__subsec_1",
                "substituted",
                "Act V of 2004, s.9",
                law="pk-river-amendment-2004",
                date="2004-07-01",
                whole=False,
                start=8,
                end=13,
                before="Council",
            ),
        ),
        (Unread(2, "???", "no number"),),
        (Tagging("sec_1__subsec_1", (board,), (may,), Orientation.SECURITY_POWER, "o.block"),),
        (Remark("sec_1", "The print has “loch”.", 1),),
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind that Mizan runs on."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/c.db" if sqlite else request.getfixturevalue("postgresql_url")
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> CorpusStore:
    """A store that holds one instrument and no text."""
    store = CorpusStore(engine)
    store.create_tables()
    store.save_instrument(RIVER)
    return store


def test_what_is_saved_is_read_back(store: CorpusStore) -> None:
    given = ingested()
    store.save_expression(given)
    uri = given.expression.uri
    assert store.instrument(RIVER.slug) == RIVER
    assert store.expression(uri) == given.expression
    assert store.provisions(uri) == given.provisions
    assert store.amendments(uri) == given.amendments
    assert store.unread(uri) == given.unread
    assert store.remarks(uri) == given.remarks
    assert store.taggings(uri) == {t.eid: t for t in given.taggings}
    assert store.expression_of_file("ab") == given.expression


def test_saving_again_replaces_and_never_doubles(store: CorpusStore) -> None:
    store.save_expression(ingested())
    store.save_expression(ingested())
    assert store.count_provisions([ingested().expression.uri]) == 3


def test_official_is_shown_before_digest(store: CorpusStore) -> None:
    digest = ingested("/akn/pk/act/2001/9/eng@2005-01-01/mizan", "digest")
    store.save_expression(digest)
    assert store.shown_expression(RIVER.slug).kind is ExpressionKind.DIGEST
    store.save_expression(ingested())
    assert store.shown_expression(RIVER.slug).kind is ExpressionKind.OFFICIAL


def test_a_later_text_is_shown_before_an_earlier_and_an_undated_last(store: CorpusStore) -> None:
    for date in ("", "2001-05-01", "2010-02-03"):
        base = ingested(f"/akn/pk/act/2001/9/eng@{date}" if date else "/akn/pk/act/2001/9/eng")
        dated = dataclasses.replace(base.expression, date=date)
        store.save_expression(dataclasses.replace(base, expression=dated))
    assert [e.date for e in store.expressions(RIVER.slug)] == ["2010-02-03", "2001-05-01", ""]


def test_a_unit_comes_with_what_is_in_it_and_no_more(store: CorpusStore) -> None:
    given = ingested()
    store.save_expression(given)
    uri = given.expression.uri
    assert [p.eid for p in store.unit_with_descendants(uri, "sec_1")] == [
        "sec_1",
        "sec_1__subsec_1",
        "sec_1__subsec_2",
    ]
    assert [p.eid for p in store.unit_with_descendants(uri, "sec_1__subsec_2")] == [
        "sec_1__subsec_2"
    ]


def test_removing_takes_everything_and_tells_the_indexer(
    store: CorpusStore, engine: Engine
) -> None:
    store.save_expression(ingested())
    store.remove_instrument(RIVER.slug)
    with engine.connect() as connection:
        left = connection.execute(text("select count(*) from provision")).scalar()
    assert left == 0
    assert waiting_changes(engine)[-1].change == "removed"


def test_followed_changes_are_taken_away(store: CorpusStore, engine: Engine) -> None:
    store.save_expression(ingested())
    changes = waiting_changes(engine)
    mark_followed(engine, changes[0].id)
    assert waiting_changes(engine) == changes[1:]


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.instrument("no-such"),
        lambda s: s.expression("/akn/pk/act/1/1/eng"),
        lambda s: s.shown_expression(RIVER.slug),
        lambda s: s.provision("/akn/pk/act/1/1/eng", "sec_1"),
        lambda s: s.remove_instrument("no-such"),
        lambda s: s.save_taggings("/akn/pk/act/1/1/eng", ()),
    ],
)
def test_what_is_not_there_is_said(store: CorpusStore, ask: object) -> None:
    with pytest.raises(NotFound):
        ask(store)  # type: ignore[operator]


def test_the_tables_of_version_1_are_brought_up_to_date(engine: Engine) -> None:
    store = CorpusStore(engine)
    store.create_tables()
    store.save_instrument(RIVER)
    store.save_expression(ingested())
    with engine.begin() as connection:
        for column in ("law", "date", "whole", "start", "end", "before"):
            connection.execute(text(f'alter table amendment drop column "{column}"'))
        facts = dict(to_plain(RIVER))
        for own in ("slug", "title", "type", "work_uri", "standing"):
            del facts[own]
        facts["status"] = "repealed"
        connection.execute(
            text("update instrument set facts = :facts"), {"facts": json.dumps(facts)}
        )
        connection.execute(text("update corpus_state set value = '1' where name = 'schema'"))
    store.create_tables()
    assert store.instrument(RIVER.slug).standing == Standing(Status.REPEALED)
    # two processes at once: the step that comes second must not undo the first
    store.set_state("schema", "1")
    store.create_tables()
    assert store.instrument(RIVER.slug).standing == Standing(Status.REPEALED)
    assert [n.by for n in store.amendments(ingested().expression.uri)] == [
        "Act IV of 2003, s.2",
        "Act V of 2004, s.9",
    ]
    store.save_expression(ingested())
    assert store.amendments(ingested().expression.uri) == ingested().amendments


def test_the_tables_of_version_2_gain_confidence_and_places(engine: Engine) -> None:
    store = CorpusStore(engine)
    store.create_tables()
    store.save_instrument(RIVER)
    store.save_expression(ingested())
    before = store.provisions(ingested().expression.uri)
    with engine.begin() as connection:
        for column in ("confidence", "reading"):
            connection.execute(text(f"alter table provision drop column {column}"))
        connection.execute(text("update corpus_state set value = '2' where name = 'schema'"))
    store.create_tables()
    # what an older Mizan read is held as it was: it told of no doubts
    assert store.provisions(ingested().expression.uri) == before
    assert {p.confidence for p in before} == {1.0}


def test_confidence_doubts_and_regions_are_kept(engine: Engine) -> None:
    store = CorpusStore(engine)
    store.create_tables()
    store.save_instrument(RIVER)
    held = ingested()
    first = dataclasses.replace(
        held.provisions[0],
        confidence=0.61,
        doubts=("letters read by machine",),
        regions=(Region(1, 0.1, 0.2, 0.9, 0.3), Region(2, 0.1, 0.05, 0.9, 0.1)),
    )
    store.save_expression(dataclasses.replace(held, provisions=(first, *held.provisions[1:])))
    assert store.provision(held.expression.uri, first.eid) == first


def test_the_tables_of_a_later_version_are_left_alone(engine: Engine) -> None:
    store = CorpusStore(engine)
    store.create_tables()
    store.set_state("schema", "99")
    with pytest.raises(StoreUnavailable, match="version 99 of its tables"):
        store.create_tables()
    assert store.state("schema") == "99"


def test_sqlite_is_tuned_to_survive_power_loss(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/deep/corpus.db")
    with engine.connect() as connection:
        ask = lambda name: connection.execute(text(f"pragma {name}")).scalar()  # noqa: E731
        assert (ask("journal_mode"), ask("synchronous"), ask("foreign_keys")) == ("wal", 2, 1)
    engine.dispose()


@pytest.mark.parametrize("url", ["nonsense", "cobol://here", "postgresql+nodriver://x/y"])
def test_a_bad_address_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="MIZAN_DATABASE"):
        open_engine(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="MIZAN_DATA"):
        open_engine(f"sqlite:///{tmp_path}/file/corpus.db")
