"""Fixtures that every package's tests may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and gold answers, named by `MIZAN_SHARED`."""
    folder = Path(os.environ.get("MIZAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"skipped, because {folder} is not there (set MIZAN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL of this run's own, stopped at its end."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("skipped, because no PostgreSQL server is installed (Debian: postgresql)")
    with running_postgresql(found[-1].parent, tmp_path_factory.mktemp("pg")) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """The address of an empty database on the run's PostgreSQL."""
    name = f"mizan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"'.encode())
    return postgresql_server.replace("postgresql://", "postgresql+psycopg://").replace(
        "/postgres?", f"/{name}?"
    )


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def running_postgresql(binaries: Path, folder: Path) -> Iterator[str]:
    """Start a server and give the address of its `postgres` database; stop it afterwards.

    The data lie in a short path of their own: a socket's path may have 107 characters.
    """
    home = Path(tempfile.mkdtemp(prefix="mizanpg"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    log = folder / "initdb.log"
    initdb = f"{binaries}/initdb -D {data} -U mizan -A trust -E UTF8 --no-sync"
    options = f"-k {home} -c listen_addresses='' -c fsync=off"
    start = [str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-w", "start"]
    with log.open("wb") as out:
        for command in (initdb.split(), start):
            subprocess.run(_as_owner(command), check=True, stdout=out, stderr=out, cwd=home)
    try:
        yield f"postgresql://mizan@/postgres?host={home}"
    finally:
        stop = [str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_as_owner(stop), check=False, capture_output=True, cwd=home)
        shutil.rmtree(home, ignore_errors=True)
