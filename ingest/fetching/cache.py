"""What is kept of an address between two runs: a record of the last file, a download begun.

Each address has a folder of its own::

    <folder>/<SHA-256 of the address, shortened>/
      record.json     what was had last, and what to ask the server to compare
      begun.json      what an unfinished download is a part of
      body.part       its bytes so far
      busy            there while a process is at it
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.fetching.errors import AlreadyFetching

_STALE_SECONDS = 600.0
"""A file may take a minute, so whoever has been busy for ten is dead."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """What was had from an address last."""

    address: str
    sha256: str
    file: str
    """Its name in the folder of originals."""
    size: int
    media_type: str
    """As the server called it."""
    fetched_at: str
    """UTC, ISO 8601: when the server last said that these are the bytes."""
    etag: str = ""
    last_modified: str = ""
    earlier: tuple[str, ...] = ()
    """SHA-256 of the files that were had from there before, oldest first."""

    def questions(self) -> dict[str, str]:
        """Headers that ask for the file only if it is another now."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Begun:
    """What an unfinished download is a part of."""

    etag: str = ""
    last_modified: str = ""
    length: int | None = None
    """Bytes of the whole; None where the server did not say."""

    @property
    def validator(self) -> str:
        """What proves to the server that the rest still fits; empty when nothing does.

        A weak ETag does not (RFC 9110, section 13.1.5).
        """
        return self.last_modified if self.etag.startswith("W/") else self.etag or self.last_modified


class Slot:
    """The folder of one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self._address = address
        self._folder = folder / hashlib.sha256(address.encode()).hexdigest()[:32]
        self.part = self._folder / "body.part"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keep other processes away from the address for the block.

        Raises:
            AlreadyFetching: another one is at it.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        busy = self._folder / "busy"
        with suppress(FileNotFoundError):
            if time.time() - busy.stat().st_mtime > _STALE_SECONDS:
                busy.unlink()
        try:
            os.close(os.open(busy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError as error:
            raise AlreadyFetching(self._address) from error
        try:
            yield
        finally:
            busy.unlink(missing_ok=True)
            with suppress(OSError):  # it holds something, as it should
                self._folder.rmdir()

    def record(self) -> Record | None:
        """What was had last, None when nothing was or when the record is damaged."""
        facts = _read_json(self._folder / "record.json")
        try:
            return Record(**{**facts, "earlier": tuple(facts.get("earlier", ()))})
        except (TypeError, ValueError):
            return None

    def save_record(self, record: Record) -> None:
        """Keep what was had."""
        _write_json(self._folder / "record.json", asdict(record))

    def begun(self) -> Begun | None:
        """What `part` is a part of; None when there is nothing that could be gone on with."""
        try:
            begun = Begun(**_read_json(self._folder / "begun.json"))
            usable = bool(begun.validator) and self.part.stat().st_size > 0
        except (OSError, TypeError, ValueError, AttributeError):
            return None
        return begun if usable else None

    def begin(self, begun: Begun) -> None:
        """Start an empty part."""
        self.discard()
        _write_json(self._folder / "begun.json", asdict(begun))
        self.part.touch()

    def discard(self) -> None:
        """Throw an unfinished download away."""
        self.part.unlink(missing_ok=True)
        (self._folder / "begun.json").unlink(missing_ok=True)

    def move_part(self, originals: Path, suffix: str) -> tuple[Path, str]:
        """Put the finished part among the originals; give its path there and its SHA-256."""
        sha256 = hash_of(self.part)
        path = originals / (sha256 + suffix)
        originals.mkdir(parents=True, exist_ok=True)
        self.part.replace(path)
        self.discard()
        return path, sha256


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def is_intact(path: Path, sha256: str) -> bool:
    """Whether the file is there with those bytes."""
    return path.is_file() and hash_of(path) == sha256


def _read_json(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _write_json(path: Path, facts: dict[str, Any]) -> None:
    """Write all or nothing: a power cut leaves the earlier file."""
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(facts, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
