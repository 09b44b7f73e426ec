"""Laying out the tables of the notes, and moving older layouts up to this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from annotations.errors import NotesUnavailable
from annotations.tables import NotesBase

VERSION_TABLE = "annotation_schema"

# Any number, as long as nobody else on the server takes it: two processes that start together
# must not both lay out the tables.
_LOCK = 6_215_014


def migrate(engine: Engine) -> str:
    """Bring the tables up to this version and give its revision; notes stay.

    Runs in one transaction, so a failure leaves the old layout.  Two processes may call it at
    once.

    Raises:
        NotesUnavailable: the database cannot be written, or a newer Mizan laid it out.
    """
    try:
        with engine.begin() as connection:
            _lock(connection)
            command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise NotesUnavailable(
            f"The notes in {engine.url!r} were laid out by a newer Mizan ({error}); "
            "install that version, or restore a backup into a new database."
        ) from error
    except DBAPIError as error:
        raise NotesUnavailable(
            f"The notes in {engine.url!r} cannot be laid out ({error.orig}); "
            "set MIZAN_DATA or MIZAN_DATABASE to a place that you may write."
        ) from error
    return newest_revision()


def newest_revision() -> str:
    """The revision that this version of the program lays out."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current_revision(engine: Engine) -> str:
    """The revision of the database; empty when it has no tables of notes."""
    with engine.connect() as connection:
        return _context(connection).get_current_revision() or ""


def differences(engine: Engine) -> list[str]:
    """What differs between the database and `annotations.tables`; empty when nothing does."""
    with engine.connect() as connection:
        found = compare_metadata(_context(connection), NotesBase.metadata)
    return [str(difference) for difference in found]


def owns(name: str | None, kind: str, parents: object = None) -> bool:
    """Whether a table of the database is ours: Alembic must not see those of the corpus."""
    return kind != "table" or name in NotesBase.metadata.tables


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection,
        opts={"version_table": VERSION_TABLE, "include_name": owns, "compare_type": True},
    )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # The driver begins no transaction for CREATE TABLE on its own.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
