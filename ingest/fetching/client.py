"""The client: one official address to one checked file among the originals.

It asks only what changed, goes on where it was cut off, and never lets more in than was agreed:
neither bytes, nor time, nor hosts, nor kinds of file.
"""

from __future__ import annotations

import dataclasses
import http.client
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from ingest.fetching.cache import Begun, Record, Slot, is_intact
from ingest.fetching.connection import Answer, Timing, open_answer, trusted
from ingest.fetching.content import PDF, checked_kind, has_pdf_end, kind_of, kind_said, refuse_said
from ingest.fetching.errors import (
    BadAnswer,
    Busy,
    CannotResume,
    CutOff,
    Encoded,
    FetchError,
    NotServed,
    TooLarge,
    TooManyRedirects,
    UnknownHost,
    Unreachable,
)
from ingest.fetching.guard import Guard, Place
from ingest.fetching.manners import Manners, Turns, wait_asked
from ingest.fetching.targets import Target

USER_AGENT = "Mizan (a reader of law; fetches official texts one by one, when its user asks)"
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (?P<first>\d+)-(?P<last>\d+)/(?P<total>\d+|\*)")
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    max_bytes: int = 40 * _MB
    seconds: float = 60.0
    """For everything: redirects, waits and further tries included."""
    read_seconds: float = 10.0
    """Longest silence of a server."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is."""

    target: Target
    so_far: int
    """Bytes."""
    total: int | None
    """Bytes; None where the server does not say."""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Download:
    """A checked file, among the originals."""

    path: Path
    record: Record
    unchanged: bool
    """Whether it is the file that was had last time."""


class FetchClient:
    """Gets the files of official addresses; make one for each run.

    A host that could not be reached is not asked again by the same client.  Threads may share it.
    """

    def __init__(
        self,
        guard: Guard,
        folder: Path,
        originals: Path,
        limits: Limits | None = None,
        manners: Manners | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Keep records and unfinished downloads in `folder`, files in `originals`."""
        self._guard = guard
        self._folder = folder
        self._originals = originals
        self._limits = limits or Limits()
        self._manners = manners or Manners()
        self._context = context or trusted()
        self._turns = Turns(self._manners)
        self._down: dict[str, FetchError] = {}

    def get(self, target: Target, on_progress: OnProgress) -> Download:
        """The file at an address, fetched unless the server says that it is the one we have.

        Raises:
            FetchError: it could not be had; what came of it is kept to go on from.
        """
        slot = Slot(self._folder, target.address)
        seconds = self._limits.seconds
        clock = self._manners.clock
        timing = Timing(clock() + seconds, seconds, self._limits.read_seconds, clock)
        with slot.claimed():
            try:
                return self._persist(target, slot, timing, on_progress)
            except (Unreachable, UnknownHost) as error:
                error.again = False
                self._down[error.host] = error
                raise

    def _persist(
        self, target: Target, slot: Slot, timing: Timing, on_progress: OnProgress
    ) -> Download:
        tries = 0
        while True:
            tries += 1
            try:
                return self._try(target, slot, timing, on_progress)
            except FetchError as error:
                wait = self._manners.wait_after(error, tries)
                if not error.again or tries >= self._manners.tries or wait >= timing.left():
                    raise
            self._manners.sleep(wait)

    def _try(self, target: Target, slot: Slot, timing: Timing, on_progress: OnProgress) -> Download:
        known = self._known(slot)
        begun = slot.begun()
        asked = _go_on(slot, begun) if begun else known.questions() if known else {}
        with self._follow(target.address, asked, timing) as answer:
            if answer.status == 304 and known and not begun:
                return self._unchanged(slot, known)
            self._refuse(answer, slot, begun)
            refuse_said(kind_said(answer.headers.get("content-type", "")), target.kinds)
            total = self._take_up(answer, slot, begun)
            self._receive(answer, slot, total, lambda n: on_progress(Progress(target, n, total)))
        _refuse_headless_end(slot, total)
        return self._finish(answer, slot, target, known)

    def _known(self, slot: Slot) -> Record | None:
        """The last file's record, if that file is still there and whole."""
        record = slot.record()
        if record and is_intact(self._originals / record.file, record.sha256):
            return record
        return None

    @contextmanager
    def _follow(self, address: str, asked: dict[str, str], timing: Timing) -> Iterator[Answer]:
        """The answer at the end of the redirects, each of which is checked like the first."""
        # nothing may come compressed: what it unpacks to would have no known size
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        place = self._place(address)
        for _ in range(self._limits.redirects + 1):
            with (
                self._turns.turn(place.host),
                open_answer(place, headers | asked, timing, self._context) as answer,
            ):
                if answer.status not in _REDIRECTS:
                    yield answer
                    return
            onward = answer.headers.get("location")
            if not onward:
                raise BadAnswer(place.host, f"{answer.status} without a place to go")
            place = self._place(_joined(place, onward), place)
        raise TooManyRedirects(self._limits.redirects)

    def _place(self, address: str, came_from: Place | None = None) -> Place:
        place = self._guard.place(address, came_from)
        if place.host in self._down:
            raise self._down[place.host]
        return place

    def _refuse(self, answer: Answer, slot: Slot, begun: Begun | None) -> None:
        """Refuse an answer that is no file."""
        if answer.status == 429 or answer.status >= 500:
            wait = wait_asked(answer.headers.get("retry-after"), self._manners.now())
            raise Busy(answer.status, wait)
        if answer.status == 416 and begun:
            slot.discard()
            raise CannotResume
        if answer.status not in ((200, 206) if begun else (200,)):
            raise NotServed(answer.status, answer.reason)
        encoding = answer.headers.get("content-encoding", "identity").strip().casefold()
        if encoding not in ("", "identity"):
            raise Encoded(encoding)

    def _take_up(self, answer: Answer, slot: Slot, begun: Begun | None) -> int | None:
        """Make the part ready for the body; give the length of the whole, where it is told."""
        if answer.status == 206 and begun:
            total = _rest_fits(answer, slot, begun)
        else:
            total = _number(answer.headers.get("content-length"))
            etag = answer.headers.get("etag", "")
            slot.begin(Begun(etag, answer.headers.get("last-modified", ""), total))
        if total is not None and total > self._limits.max_bytes:
            slot.discard()
            raise TooLarge(total, self._limits.max_bytes, declared=True)
        return total

    def _receive(
        self, answer: Answer, slot: Slot, total: int | None, tell: Callable[[int], None]
    ) -> None:
        """Add the body to the part.

        Raises:
            CutOff: it ended early; what came is kept.
            TooLarge: it goes on beyond the limit; it is thrown away.
        """
        with slot.part.open("ab") as out:
            so_far = out.tell()
            tell(so_far)
            for chunk in _chunks(answer, lambda: CutOff(out.tell(), total)):
                so_far += len(chunk)
                if so_far > self._limits.max_bytes:
                    break
                out.write(chunk)
                tell(so_far)
            out.flush()
            os.fsync(out.fileno())
        if so_far > self._limits.max_bytes:
            slot.discard()
            raise TooLarge(so_far, self._limits.max_bytes, declared=False)
        if total is not None and so_far < total:
            raise CutOff(so_far, total)

    def _finish(self, answer: Answer, slot: Slot, target: Target, known: Record | None) -> Download:
        """Check the whole file and put it among the originals."""
        said = answer.headers.get("content-type", "")
        size = slot.part.stat().st_size
        try:
            kind = checked_kind(slot.part, kind_said(said), target.kinds)
        except FetchError:
            slot.discard()
            raise
        path, sha256 = slot.move_part(self._originals, kind.suffix)
        record = Record(
            address=target.address,
            sha256=sha256,
            file=path.name,
            size=size,
            media_type=said,
            fetched_at=self._now(),
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            earlier=_earlier(slot.record(), sha256),
        )
        slot.save_record(record)
        return Download(path, record, unchanged=known is not None and known.sha256 == sha256)

    def _unchanged(self, slot: Slot, known: Record) -> Download:
        record = dataclasses.replace(known, fetched_at=self._now())
        slot.save_record(record)
        return Download(self._originals / record.file, record, unchanged=True)

    def _now(self) -> str:
        return self._manners.now().isoformat(timespec="seconds")


def _go_on(slot: Slot, begun: Begun) -> dict[str, str]:
    """Headers that ask for the rest, or for the whole where it is another file by now."""
    return {"Range": f"bytes={slot.part.stat().st_size}-", "If-Range": begun.validator}


def _rest_fits(answer: Answer, slot: Slot, begun: Begun) -> int | None:
    """The length of the whole, if the answer goes on exactly where the part ends.

    Raises:
        CannotResume: it does not; the part is thrown away.
    """
    found = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    total = _number(found["total"]) if found else None
    fits = found and int(found["first"]) == slot.part.stat().st_size
    if not fits or (None not in (total, begun.length) and total != begun.length):
        slot.discard()
        raise CannotResume
    return begun.length if total is None else total


def _chunks(answer: Answer, cut_off: Callable[[], CutOff]) -> Iterator[bytes]:
    try:
        while chunk := answer.read(_CHUNK):
            yield chunk
    except (OSError, http.client.HTTPException) as error:
        raise cut_off() from error


def _refuse_headless_end(slot: Slot, total: int | None) -> None:
    """Where no length was told, only the file's own end shows that it came whole."""
    if total is None and kind_of(slot.part) is PDF and not has_pdf_end(slot.part):
        raise CutOff(slot.part.stat().st_size, None)


def _earlier(last: Record | None, sha256: str) -> tuple[str, ...]:
    if last is None:
        return ()
    return tuple(dict.fromkeys(s for s in (*last.earlier, last.sha256) if s != sha256))


def _number(text: str | None) -> int | None:
    value = (text or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _joined(place: Place, onward: str) -> str:
    try:
        return urljoin(place.address, onward)
    except ValueError:
        return onward  # no address at all: the guard refuses it by name
