"""Brings the corpus tables of an older Mizan up to date, without losing a reader's own texts.

The tables could be rebuilt from the files, but a reader may have put a text in by hand years ago;
so each version of the tables has a step from the one before.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Connection, Engine, delete, insert, inspect, select, update
from sqlalchemy.schema import CreateColumn

from corpus.tables import AmendmentRow, CorpusBase, InstrumentRow, ProvisionRow, StateRow

SCHEMA_VERSION = "3"


def bring_up_to_date(engine: Engine) -> str:
    """Make what is missing, take the steps from an older layout; give the version reached.

    A version that is not known here is given as it is, and nothing of it is touched.
    """
    with engine.begin() as connection:
        version = _version(connection)
        if version and version != SCHEMA_VERSION and version not in _STEPS:
            return version
        CorpusBase.metadata.create_all(connection)
        while version in _STEPS:
            version = _STEPS[version](connection)
        _set_version(connection, version or SCHEMA_VERSION)
    return version or SCHEMA_VERSION


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table(StateRow.__tablename__):
        return ""
    query = select(StateRow.value).where(StateRow.name == "schema")
    return connection.scalar(query) or ""


def _set_version(connection: Connection, version: str) -> None:
    connection.execute(delete(StateRow).where(StateRow.name == "schema"))
    connection.execute(insert(StateRow).values(name="schema", value=version))


def _from_1(connection: Connection) -> str:
    """Amendment notes gain dates and places; an instrument's status gains its day and source."""
    _add_missing_columns(connection, AmendmentRow)
    for slug, facts in connection.execute(select(InstrumentRow.slug, InstrumentRow.facts)).all():
        if "standing" in facts:  # another process took this step while this one waited
            continue
        standing = {"now": facts.pop("status", "unknown")}
        connection.execute(
            update(InstrumentRow)
            .where(InstrumentRow.slug == slug)
            .values(facts={**facts, "standing": standing})
        )
    return "2"


def _from_2(connection: Connection) -> str:
    """Provisions gain the confidence of their reading and their place on the page."""
    _add_missing_columns(connection, ProvisionRow)
    return "3"


def _add_missing_columns(connection: Connection, row: type[CorpusBase]) -> None:
    held = {column["name"] for column in inspect(connection).get_columns(row.__tablename__)}
    for column in row.__table__.columns:
        if isinstance(column, Column) and column.name not in held:
            ddl = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {row.__tablename__} ADD COLUMN {ddl}")


_STEPS: dict[str, Callable[[Connection], str]] = {"1": _from_1, "2": _from_2}
"""From the version of a layout to the step that makes the next of it."""
