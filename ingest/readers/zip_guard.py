"""Opens archives that are not trusted: what they say of themselves is checked before unpacking.

A small archive can hold petabytes, by repeating letters, by entries that share their bytes, or by
archives inside archives.  The limits are stated here, with the reason for each.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.errors import BrokenDocx, LockedArchive, PastLimit

SIGNATURE = b"PK\x03\x04"
"""Opens every archive that has an entry."""


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an archive may have at most."""

    entries: int = 4_000
    """A DOCX has some twenty parts and one for each picture."""
    entry_mb: int = 64
    """The words of the longest codes take some 30 MB of XML."""
    total_mb: int = 512
    """A file of 40 MB that holds pictures unpacks to little more; XML packs 1 : 10 to 1 : 40."""
    ratio: int = 200
    """Letters that a person typed never pack so well; deflate itself stops at 1 : 1032."""
    ratio_from_kb: int = 1_024
    """Small parts may pack well, as an empty table does, and cannot do harm."""
    name: int = 260
    """Letters in a part's name; the most that Windows takes."""


LIMITS = ZipLimits()

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What the standard of Office files allows; others ask for memory of their own."""
_ENCRYPTED = 0x1
_HEADER = 30
"""Bytes before an entry's name and data; the least that an entry takes."""
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
)
"""What `zipfile` raises over a damaged archive, by the place of the damage."""


class Archive:
    """The entries of a checked archive; nothing is unpacked to disk, nor an archive inside it.

    Raises:
        BrokenDocx: the bytes are no whole archive, or name an entry twice or out of its folder.
        LockedArchive: an entry is encrypted.
        PastLimit: the archive passes one of the limits.
    """

    def __init__(self, data: bytes, name: str, limits: ZipLimits = LIMITS) -> None:
        self._name, self._limits = name, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise BrokenDocx(name, str(error) or "the archive is cut off") from error
        self._entries = self._checked(self._zip.infolist())

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def read(self, path: str) -> bytes:
        """The bytes of an entry.

        Raises:
            BrokenDocx: there is no such entry, or it is damaged.
            PastLimit: it unpacks to more than an entry may have, whatever it says of itself.
        """
        if path not in self._entries:
            raise BrokenDocx(self._name, f"its part {path} is missing")
        most = self._limits.entry_mb * 1_000_000
        try:
            with self._zip.open(self._entries[path]) as entry:
                data = entry.read(most + 1)
        except _BROKEN as error:
            raise BrokenDocx(self._name, f"its part {path}: {error}") from error
        if len(data) > most:
            raise PastLimit(self._name, f"a part {path} without an end", _mb(most))
        return data

    def _checked(self, found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        limits = self._limits
        if len(found) > limits.entries:
            raise PastLimit(self._name, f"{len(found)} parts", str(limits.entries))
        total = sum(info.file_size for info in found)
        if total > limits.total_mb * 1_000_000:
            raise PastLimit(self._name, f"{_mb(total)} unpacked", _mb(limits.total_mb * 1_000_000))
        for info in found:
            self._check(info)
        self._check_overlap(found)
        return dict(self._by_name(found))

    def _check(self, info: zipfile.ZipInfo) -> None:
        limits = self._limits
        if info.flag_bits & _ENCRYPTED:
            raise LockedArchive(self._name)
        if info.compress_type not in _METHODS:
            raise BrokenDocx(self._name, f"a part is packed by method {info.compress_type}")
        most = _mb(limits.entry_mb * 1_000_000)
        text = info.filename.casefold().endswith((".xml", ".rels"))  # pictures are not unpacked
        if text and info.file_size > limits.entry_mb * 1_000_000:
            raise PastLimit(self._name, f"a part of {_mb(info.file_size)}", most)
        packed_well = info.file_size > limits.ratio * max(1, info.compress_size)
        if packed_well and info.file_size > limits.ratio_from_kb * 1_000:
            ratio = info.file_size // max(1, info.compress_size)
            raise PastLimit(self._name, f"a part packed 1 : {ratio}", f"1 : {limits.ratio}")

    def _check_overlap(self, found: list[zipfile.ZipInfo]) -> None:
        """Entries that share their bytes make a bomb without any compression."""
        placed = sorted(found, key=lambda info: info.header_offset)
        for before, after in pairwise(placed):
            if after.header_offset < before.header_offset + _HEADER + before.compress_size:
                raise BrokenDocx(self._name, "its parts overlap")

    def _by_name(self, found: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        seen: set[str] = set()
        for info in found:
            path = info.filename.replace("\\", "/")
            outside = path.startswith("/") or ".." in path.split("/")
            if outside or len(path) > self._limits.name:
                raise BrokenDocx(self._name, f"a part has the bad name {path[:40]!r}")
            if path in seen:
                raise BrokenDocx(self._name, f"its part {path[:60]} is there twice")
            seen.add(path)
            yield path, info


def _mb(size: float) -> str:
    return f"{size / 1e6:.0f} MB"
