"""Transactions over the tables of the notes, and what a lost race looks like to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from annotations.errors import StaleEdit


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


def after(earlier: datetime, now: datetime) -> datetime:
    """`now`, or the least time after `earlier` when the clock stood still or went back.

    Merging lets the newer copy of a note win, so every change must be newer than the last.
    """
    return max(now, earlier + timedelta(microseconds=1))


@contextmanager
def writing(engine: Engine, kind: str) -> Iterator[Session]:
    """A session that commits at the end, or changes nothing.

    Raises:
        StaleEdit: another process changed or deleted the same `kind` of thing meanwhile.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except (StaleDataError, IntegrityError) as error:
        raise StaleEdit(kind) from error


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session whose reads all see one moment, whatever others write meanwhile."""
    isolated = engine.connect()
    if engine.dialect.name == "postgresql":
        isolated = isolated.execution_options(isolation_level="REPEATABLE READ")
    with isolated as connection:
        if engine.dialect.name == "sqlite":
            # The driver begins no transaction for SELECT on its own.
            connection.exec_driver_sql("BEGIN")
        with Session(connection) as session:
            yield session
