"""A small corpus, a clock, and databases of both kinds for the tests of notes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from annotations.schema import migrate
from annotations.service import AnnotationService
from corpus.database import open_engine
from corpus.model import Provision, ProvisionKind

ACT = "/akn/pk/act/2031/7/eng@2031-05-01"
DIGEST = f"{ACT}/mizan"

# Written for these tests: two offences in the words statutes use, so that they resemble one
# another, and a provision in Urdu with an emoji and a combining mark.
TEXTS = {
    (ACT, "sec_4"): (
        "(1) Whoever opens a letter that is not addressed to him shall be punished with "
        "imprisonment which may extend to two years or with fine. (2) Whoever delays a letter "
        "on purpose shall be punished with imprisonment which may extend to two years or with "
        "fine. (3) The postmaster shall record every complaint within thirty days."
    ),
    (ACT, "sec_4__subsec_3"): "The postmaster shall record every complaint within thirty days.",
    (ACT, "sec_5"): "The Board may, by order in writing,\nstop a parcel for seven days.",
    (ACT, "sec_45"): "This Act binds the Board.",
    (ACT, "sec_6"): "ڈاک خانہ ہر شکایت 📮 تیس دن میں درج کرے گا۔ The cafe\u0301 rule applies.",
    (DIGEST, "sec_5"): "The Board can hold a parcel for a week by a written order.",
}


@dataclass
class Shelf:
    """Provisions by address, standing for the corpus; a test may change them."""

    provisions: dict[tuple[str, str], Provision] = field(default_factory=dict)

    def put(self, uri: str, eid: str, words: str) -> Provision:
        provision = Provision(
            eid, ProvisionKind.SECTION, "1", None, words, None, None, 0, len(words)
        )
        self.provisions[uri, eid] = provision
        return provision

    def edit(self, uri: str, eid: str, change: Callable[[str], str]) -> Provision:
        provision = self.provisions[uri, eid]
        changed = replace(provision, text=change(provision.text))
        self.provisions[uri, eid] = changed
        return changed

    def find(self, uri: str, eid: str) -> Provision | None:
        return self.provisions.get((uri, eid))


@dataclass
class Clock:
    """A clock that goes forward a minute whenever it is read."""

    time: datetime = datetime(2031, 6, 1, 9, 30, 0, 250, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@dataclass
class Outbox:
    """What `on_change` was told, kept in the transaction itself."""

    def __call__(self, session: Session, expression_uri: str) -> None:
        session.execute(text("INSERT INTO told (uri) VALUES (:uri)"), {"uri": expression_uri})

    @staticmethod
    def create(engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS told (uri TEXT)"))
            connection.execute(text("DELETE FROM told"))

    @staticmethod
    def read(engine: Engine) -> list[str]:
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT uri FROM told ORDER BY uri")))


@pytest.fixture
def act() -> str:
    """Address of the official text."""
    return ACT


@pytest.fixture
def digest() -> str:
    """Address of the digest of the same Act."""
    return DIGEST


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    for (uri, eid), words in TEXTS.items():
        made.put(uri, eid, words)
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def new_service(
    shelf: Shelf, clock: Clock, outbox: Outbox
) -> Callable[[Engine], AnnotationService]:
    """Makes a service over a database that has the tables."""

    def make(engine: Engine) -> AnnotationService:
        migrate(engine)
        outbox.create(engine)
        return AnnotationService(engine, shelf.find, outbox, clock)

    return make


@pytest.fixture
def service(
    engine: Engine, new_service: Callable[[Engine], AnnotationService]
) -> AnnotationService:
    return new_service(engine)


# -- databases --------------------------------------------------------------------------------


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database of the application's own settings."""
    engine = open_engine(f"sqlite:///{tmp_path}/notes.db")
    yield engine
    engine.dispose()


@pytest.fixture
def second_engine(tmp_path: Path) -> Iterator[Engine]:
    """Another empty database, as on another machine."""
    engine = open_engine(f"sqlite:///{tmp_path}/elsewhere.db")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty database, once of each kind."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen


@pytest.fixture
def postgresql_engine(postgresql_server: PostgresqlServer) -> Iterator[Engine]:
    """An empty PostgreSQL database of its own."""
    engine = open_engine(postgresql_server.new_database())
    yield engine
    engine.dispose()


@dataclass
class PostgresqlServer:
    """A PostgreSQL that lives as long as the test session, reached by a loopback port."""

    binaries: Path
    folder: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://mizan@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        name = f"notes_{uuid.uuid4().hex}"
        admin = open_engine(self.url("postgres"))
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return self.url(name)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as the user that owns its folder."""
        # PostgreSQL refuses to run as root.
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*owner, str(self.binaries / program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=120,
        )


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A temporary PostgreSQL; skips, saying why, where none can be started."""
    binaries = _postgresql_binaries()
    if binaries is None:
        pytest.skip("skipped, because no initdb was found (install postgresql)")
    # A short path: a Unix socket's name has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="mizan-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        if not _has_user("postgres"):
            shutil.rmtree(folder)
            pytest.skip("skipped, because PostgreSQL refuses root and no user postgres exists")
        shutil.chown(folder, "postgres", "postgres")
    server = PostgresqlServer(binaries, folder, _free_port())
    data = str(folder / "data")
    server.run("initdb", "-D", data, "-U", "mizan", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-p {server.port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    server.run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield server
    server.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _postgresql_binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return debian[-1].parent if debian else None


def _has_user(name: str) -> bool:
    passwd = Path("/etc/passwd")
    return passwd.exists() and any(
        line.startswith(f"{name}:") for line in passwd.read_text().splitlines()
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
