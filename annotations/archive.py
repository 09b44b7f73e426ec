"""The file of a backup: a zip with a manifest that gives the size and hash of every other member.

Writing is atomic: the file appears whole under its name, or not at all.  Reading trusts nothing:
names, sizes and hashes are checked before a byte is used, because a backup may come from anybody.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotations.errors import BadBackup, BadImport
from annotations.fields import Json, object_of, parse_json, text_of, whole_number

FORMAT = "mizan-backup"
FORMAT_VERSION = 1

MANIFEST = "manifest.json"
ORIGINALS = "originals/"

MAX_TEXT_BYTES = 256 * 1024**2
"""Most bytes of a JSON member, which is read into memory."""
MAX_TOTAL_BYTES = 32 * 1024**3
MAX_MEMBERS = 200_000

# Originals and large texts are written uncompressed, so what unpacks to far more than its size is
# not of our making; only a small text may, such as a note of one letter repeated.
_MAX_DEFLATED_BYTES = 32 * 1024**2
_MAX_RATIO = 200

_CHUNK = 1024 * 1024
_SAFE_PART = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff/\\:]{1,200}")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a member."""

    sha256: str
    size: int


def write_archive(
    path: Path,
    texts: Mapping[str, bytes],
    originals: Iterable[tuple[str, Path]],
    facts: Mapping[str, object],
) -> None:
    """Write a backup under `path`, in the place of a file of that name.

    `texts` are members by name, `originals` further files with their names below `originals/`,
    `facts` what the manifest says besides.

    Raises:
        BadBackup: the file cannot be written there, or a part of it cannot be read.
    """
    try:
        with _replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            entries = {name: _write_text(archive, name, data) for name, data in texts.items()}
            for name, original in originals:
                member = ORIGINALS + name
                entries[member] = _write_file(archive, _safe_name(member), original)
            manifest = {"format": FORMAT, "version": FORMAT_VERSION, **facts}
            manifest["files"] = {
                name: {"sha256": entry.sha256, "size": entry.size}
                for name, entry in entries.items()
            }
            _write_text(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    except OSError as error:
        raise BadBackup(
            f"The backup {path} cannot be written ({error.strerror or error}); "
            "give the name of a file in a folder that you may write."
        ) from error


class Archive:
    """An open backup whose names and sizes have been checked; hashes are checked on reading."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self._members = _checked_members(path, archive)
        self.facts = self._read_manifest()
        self._entries = self._checked_entries()

    @property
    def originals(self) -> tuple[str, ...]:
        """Names of the original files, below `originals/`."""
        return tuple(n.removeprefix(ORIGINALS) for n in self._entries if n.startswith(ORIGINALS))

    @property
    def size(self) -> int:
        """Bytes of all members together, unpacked."""
        return sum(entry.size for entry in self._entries.values())

    def entry(self, name: str) -> Entry:
        """What the manifest says of a member.

        Raises:
            BadBackup: there is none of that name.
        """
        if name not in self._entries:
            raise self._refusal(f"has no {name}")
        return self._entries[name]

    def read(self, name: str) -> bytes:
        """A JSON member, verified.

        Raises:
            BadBackup: it is missing, too large or damaged.
        """
        if self.entry(name).size > MAX_TEXT_BYTES:
            raise self._refusal(f"holds a {name} of more than {MAX_TEXT_BYTES:,} bytes")
        return b"".join(self._verified(name))

    def copy(self, name: str, destination: Path | None) -> None:
        """Write an original to a new file, verified; without a destination only verify it.

        Raises:
            BadBackup: it is missing or damaged; the new file may then exist in part.
        """
        chunks = self._verified(ORIGINALS + name)
        if destination is None:
            for _ in chunks:
                pass
            return
        destination.parent.mkdir(parents=True, exist_ok=True)
        with destination.open("xb") as file:
            file.writelines(chunks)
            _sync(file)

    def _verified(self, name: str) -> Iterator[bytes]:
        entry, digest, size = self.entry(name), hashlib.sha256(), 0
        try:
            with self._archive.open(self._members[name]) as member:
                while chunk := member.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except _DAMAGE as error:
            raise self._refusal(f"is damaged in {name} ({error})") from error
        if size != entry.size or digest.hexdigest() != entry.sha256:
            raise self._refusal(f"is damaged in {name}: its hash is not that of the manifest")

    def _read_manifest(self) -> Json:
        member = self._members.get(MANIFEST)
        if member is None or member.file_size > MAX_TEXT_BYTES:
            raise self._refusal(f"has no {MANIFEST}, so it is no backup of Mizan")
        try:
            facts = object_of(parse_json(self._archive.read(member)), "The manifest")
        except (BadImport, *_DAMAGE) as error:
            raise self._refusal(f"has a manifest that cannot be read ({error})") from error
        if facts.get("format") != FORMAT:
            raise self._refusal("is no backup of Mizan")
        if facts.get("version") != FORMAT_VERSION:
            raise self._refusal(
                f"is of version {facts.get('version')!r} and this Mizan reads version "
                f"{FORMAT_VERSION}; use the Mizan that made it"
            )
        return facts

    def _checked_entries(self) -> dict[str, Entry]:
        try:
            files = object_of(self.facts.get("files"), "'files'")
            entries = {name: _entry(fields) for name, fields in files.items()}
        except BadImport as error:
            raise self._refusal(f"has a manifest that cannot be read ({error})") from error
        for name in entries.keys() ^ (self._members.keys() - {MANIFEST}):
            where = "manifest but not in the file" if name in entries else "file but not in it"
            raise self._refusal(f"does not match its manifest: {name[:120]} is in the {where}")
        for name, entry in entries.items():
            if entry.size != self._members[name].file_size:
                raise self._refusal(f"does not match its manifest: {name[:120]} has another size")
        return entries

    def _refusal(self, why: str) -> BadBackup:
        return _refusal(self._path, why)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A backup for reading, its names, sizes and manifest checked.

    Raises:
        BadBackup: it cannot be opened, is no backup, or is of another version.
    """
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise _refusal(path, f"cannot be opened ({error.strerror or error})") from error
    except (ValueError, *_DAMAGE) as error:
        raise _refusal(path, f"is no backup, or was cut off while copied ({error})") from error
    with archive:
        yield Archive(path, archive)


def _refusal(path: Path, why: str) -> BadBackup:
    return BadBackup(f"{path} {why}. Nothing was changed.")


def _entry(value: object) -> Entry:
    fields = object_of(value, "an entry")
    return Entry(text_of(fields, "sha256", required=True), whole_number(fields, "size"))


def _checked_members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    members = {info.filename: info for info in infos}
    if len(infos) > MAX_MEMBERS or len(members) != len(infos):
        raise _refusal(path, f"holds a name twice, or more than {MAX_MEMBERS:,} files")
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise _refusal(path, f"unpacks to more than {MAX_TOTAL_BYTES:,} bytes")
    for info in infos:
        if why := _objection(info):
            raise _refusal(path, f"holds {info.filename[:120]!r}, which {why}")
    return members


def _objection(info: zipfile.ZipInfo) -> str:
    """Why a member cannot be in a backup; empty when it can."""
    # orig_filename: the zipfile module itself cuts a name at its first NUL
    if info.orig_filename != info.filename or not _is_safe(info.filename):
        return "is not a name that a backup holds"
    mode = info.external_attr >> 16
    if info.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        return "is not a plain file"
    ratio = info.file_size / max(info.compress_size, 1)
    suspect = info.filename.startswith(ORIGINALS) or info.file_size > _MAX_DEFLATED_BYTES
    if suspect and ratio > _MAX_RATIO:
        return f"unpacks to {ratio:,.0f} times its size"
    return ""


def _is_safe(name: str) -> bool:
    if not name.startswith(ORIGINALS):
        return re.fullmatch(r"[a-z]+\.(json|jsonld)", name) is not None
    parts = name.removeprefix(ORIGINALS).split("/")
    return all(_SAFE_PART.fullmatch(part) and part not in (".", "..") for part in parts)


def _safe_name(name: str) -> str:
    if not _is_safe(name):
        raise BadBackup(f"{name[:200]!r} cannot be put into a backup; rename the file.")
    return name


def _write_text(archive: zipfile.ZipFile, name: str, data: bytes) -> Entry:
    if len(data) > MAX_TEXT_BYTES:
        raise BadBackup(f"{name} has {len(data):,} bytes; the most is {MAX_TEXT_BYTES:,}.")
    small = len(data) <= _MAX_DEFLATED_BYTES
    archive.writestr(_member(name, zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED), data)
    return Entry(hashlib.sha256(data).hexdigest(), len(data))


def _write_file(archive: zipfile.ZipFile, name: str, original: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    member = _member(name, zipfile.ZIP_STORED)
    with original.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Entry(digest.hexdigest(), size)


def _member(name: str, compression: int) -> zipfile.ZipInfo:
    # The time is fixed, since zip knows no years before 1980 and the manifest has the date.
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = compression
    member.external_attr = (stat.S_IFREG | 0o600) << 16
    return member


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside `path` that takes its place when the block ends well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            _sync(file)
        os.replace(name, path)
        _sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename survive power loss, where folders can be opened (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
