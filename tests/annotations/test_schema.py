from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from annotations.errors import NotesUnavailable
from annotations.model import Content, Selection
from annotations.schema import (
    VERSION_TABLE,
    current_revision,
    differences,
    migrate,
    newest_revision,
)
from annotations.service import AnnotationService
from annotations.tables import NotesBase
from corpus.database import open_engine
from corpus.store import CorpusStore


def test_migrate_lays_out_exactly_the_tables_that_the_code_reads(engine: Engine) -> None:
    assert current_revision(engine) == ""
    assert differences(engine) != []
    assert migrate(engine) == newest_revision() == current_revision(engine) == "0001"
    assert differences(engine) == []
    made = set(inspect(engine).get_table_names())
    assert made == {*NotesBase.metadata.tables, VERSION_TABLE}


def test_migrate_lets_corpus_tables_alone(engine: Engine) -> None:
    store = CorpusStore(engine)
    store.create_tables()
    before = set(inspect(engine).get_table_names())
    migrate(engine)
    assert differences(engine) == []
    assert before < set(inspect(engine).get_table_names())
    assert not before & set(NotesBase.metadata.tables)


def test_migrate_keeps_the_notes_of_an_existing_database(
    service: AnnotationService, engine: Engine, act: str
) -> None:
    note = _note(service, act)
    assert migrate(engine) == newest_revision()
    assert service.get(note) is not None


def test_no_table_of_notes_points_into_the_corpus() -> None:
    tables = NotesBase.metadata.tables
    for table in tables.values():
        for key in table.foreign_keys:
            assert key.column.table.name in tables


def test_two_processes_may_migrate_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        revisions = list(pool.map(lambda _: _migrate_apart(engine), range(4)))
    assert revisions == [newest_revision()] * 4
    assert differences(engine) == []


def test_migrate_refuses_the_database_of_a_newer_mizan(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE annotation_schema SET version_num = '9999'"))
    with pytest.raises(NotesUnavailable, match="newer Mizan"):
        migrate(engine)


def test_migrate_says_when_it_may_not_write(tmp_path: Path) -> None:
    path = tmp_path / "only-read.db"
    sqlite3.connect(path).close()
    engine = open_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with pytest.raises(NotesUnavailable, match="MIZAN_DATA"):
            migrate(engine)
    finally:
        engine.dispose()


def test_a_failed_migration_leaves_nothing_behind(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        connection.execute(text("CREATE TABLE comparison (id TEXT)"))
    with pytest.raises(NotesUnavailable):
        migrate(sqlite_engine)
    assert inspect(sqlite_engine).get_table_names() == ["comparison"]


def _migrate_apart(engine: Engine) -> str:
    own = open_engine(engine.url.render_as_string(hide_password=False))
    try:
        return migrate(own)
    finally:
        own.dispose()


def _note(service: AnnotationService, act: str) -> str:
    return service.create(Selection(act, "sec_5"), Content("A note.")).id
