"""Opening the database so that a committed change survives power loss."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from corpus.errors import AskerError, MizanError


class StoreUnavailable(MizanError):
    """The database cannot be opened or written; the message names it and the mend."""


class BadDatabaseUrl(AskerError):
    """`MIZAN_DATABASE` is not a database address."""


def open_engine(url: str) -> Engine:
    """An engine for the database, set up so that a committed change survives power loss.

    SQLite runs in write-ahead mode with full synchronisation and enforced foreign keys.

    Raises:
        BadDatabaseUrl: the address cannot be read, or its driver is not installed.
        StoreUnavailable: the folder of an SQLite file cannot be made.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            _make_folder(address)
        engine = create_engine(address)
    except (ArgumentError, ImportError) as error:
        raise BadDatabaseUrl(
            f"MIZAN_DATABASE={url!r} cannot be used ({error}); "
            "give an address such as sqlite:////home/me/mizan.db or postgresql+psycopg://…."
        ) from error
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    return engine


def _make_folder(address: URL) -> None:
    name = address.database or ":memory:"
    if name == ":memory:" or name.startswith("file:"):
        return  # in memory, or a URI whose folder is its writer's business
    folder = Path(name).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {folder} cannot be made ({error.strerror}); "
            "set MIZAN_DATA to a folder that you may write."
        ) from error


def _tune_sqlite(connection: object, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
