"""The index folder: whole generations, swapped by one rename.

Layout::

    index/            mode 0700; refused when others may write it
      current         name of the generation in use and the hash of its manifest
      write.lock      held by the one writer
      gen-…/          Whoosh's files and manifest.json with the SHA-256 of each

Whoosh's files hold pickles, so a file made elsewhere could run code when it is opened, and one
flipped bit can silently change results.  Hence nothing is opened whose hash is not as written.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from search.errors import IndexBusy, IndexUnusable, SearchUnavailable, UnsafeIndex

_MANIFEST = "manifest.json"
_CURRENT = "current"
_PREFIX = "gen-"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
LOCK_SECONDS = 60.0
"""How long a writer waits for another; a rebuild of a country's law takes less."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished index on disk."""

    folder: Path
    hashes: dict[str, str]


class Generations:
    """The generations of one index folder."""

    def __init__(self, root: Path, fingerprint: str, lock_seconds: float = LOCK_SECONDS) -> None:
        self.root = root
        self._fingerprint = fingerprint
        self._lock_seconds = lock_seconds
        self._verified: str | None = None

    def current_name(self) -> str:
        """What `current` says: changes exactly when the index does.

        Raises:
            UnsafeIndex: others may write the folder.
            IndexUnusable: there is no index yet.
        """
        self._refuse_unsafe()
        try:
            return (self.root / _CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnusable(
                f"No search index is in {self.root}; `mizan reindex` builds it."
            ) from error

    def open(self, current: str) -> Generation:
        """The generation of that name, its files checked once in the life of the process.

        Raises:
            IndexUnusable: a file is missing, changed, or made by another version of Mizan.
        """
        name, _, manifest_hash = current.partition(" ")
        folder = self.root / name
        if not name.startswith(_PREFIX) or "/" in name or "\\" in name:
            raise IndexUnusable(f"{self.root / _CURRENT} is damaged; `mizan reindex` mends it.")
        refuse_writable(folder)
        hashes = self._manifest(folder, manifest_hash)
        if self._verified != current:
            self._verify(folder, hashes)
            self._verified = current
        return Generation(folder, hashes)

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A new, empty generation folder; kept and made current unless the body raises.

        Raises:
            IndexBusy: another writer does not finish in time.
            SearchUnavailable: the folder cannot be written.
        """
        self._make_root()
        with self._locked():
            folder = self.root / f"{_PREFIX}{secrets.token_hex(8)}"
            try:
                folder.mkdir(mode=0o700)
                yield folder
                self._publish(folder)
            except OSError as error:
                _drop(folder)
                raise SearchUnavailable(
                    f"The search index in {self.root} cannot be written ({error.strerror or error})"
                    "; the earlier one stays in use."
                ) from error
            except BaseException:
                _drop(folder)
                raise
            self._drop_all_but(folder)

    def link_current(self, folder: Path) -> None:
        """Put the current generation's files into a new folder, which then grows on its own.

        Whoosh never changes a finished file, so hard links are enough.
        """
        generation = self.open(self.current_name())
        for name in generation.hashes:
            try:
                os.link(generation.folder / name, folder / name)
            except OSError:  # a file system without links
                shutil.copy2(generation.folder / name, folder / name)

    def _make_root(self) -> None:
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SearchUnavailable(
                f"The index folder {self.root} cannot be made ({error.strerror}); "
                "set MIZAN_SEARCH to a folder that you may write."
            ) from error
        self._refuse_unsafe()

    def _refuse_unsafe(self) -> None:
        if self.root.exists():
            refuse_writable(self.root)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileLock(str(self.root / "write.lock"))
        if not try_for(lock.acquire, timeout=self._lock_seconds, delay=0.05):
            raise IndexBusy(
                f"Another Mizan is writing {self.root}; try again when it has finished."
            )
        try:
            yield
        finally:
            lock.release()

    def _publish(self, folder: Path) -> None:
        hashes = {
            path.name: _hash(path)
            for path in sorted(folder.iterdir())
            if path.is_file() and not path.name.upper().endswith("LOCK")
        }
        manifest = json.dumps({"fingerprint": self._fingerprint, "files": hashes}, indent=1)
        (folder / _MANIFEST).write_text(manifest, encoding="utf-8")
        text = f"{folder.name} {hashlib.sha256(manifest.encode()).hexdigest()}\n"
        fresh = self.root / f"{_CURRENT}.{folder.name}"
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, self.root / _CURRENT)
        self._verified = text.strip()

    def _manifest(self, folder: Path, manifest_hash: str) -> dict[str, str]:
        try:
            raw = (folder / _MANIFEST).read_bytes()
        except OSError as error:
            raise IndexUnusable(f"{folder} has no manifest; `mizan reindex` mends it.") from error
        if hashlib.sha256(raw).hexdigest() != manifest_hash:
            raise IndexUnusable(f"{folder / _MANIFEST} was changed; `mizan reindex` mends it.")
        manifest = json.loads(raw)
        if manifest["fingerprint"] != self._fingerprint:
            raise IndexUnusable(
                f"The index in {self.root} was made by another version of Mizan; "
                "`mizan reindex` builds it again."
            )
        return dict(manifest["files"])

    def _verify(self, folder: Path, hashes: dict[str, str]) -> None:
        for name, expected in hashes.items():
            try:
                found = _hash(folder / name)
            except OSError as error:
                raise IndexUnusable(
                    f"{folder / name} is missing; `mizan reindex` mends it."
                ) from error
            if found != expected:
                raise IndexUnusable(f"{folder / name} is damaged; `mizan reindex` mends it.")

    def _drop_all_but(self, kept: Path) -> None:
        for path in self.root.glob(f"{_PREFIX}*"):
            if path != kept and path.is_dir():
                _drop(path)


def refuse_writable(folder: Path) -> None:
    """Do nothing for a folder that only its owner, who is us, may write.

    Raises:
        UnsafeIndex: anyone else may put a file there.
        IndexUnusable: it is not there or is no folder.
    """
    try:
        facts = folder.stat()
    except OSError as error:
        raise IndexUnusable(f"{folder} is not there; `mizan reindex` builds it.") from error
    if not stat.S_ISDIR(facts.st_mode):
        raise IndexUnusable(f"{folder} is not a folder; move it away and run `mizan reindex`.")
    if os.name != "posix":
        return  # other systems keep rights where stat does not show them
    if facts.st_mode & _OTHERS_WRITE or facts.st_uid not in (os.geteuid(), 0):
        raise UnsafeIndex(
            f"Others may write {folder}, and a forged index file can run code; "
            f"run `chmod go-w {folder}` if you trust what is in it, or delete it."
        )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
