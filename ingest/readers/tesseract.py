"""Calls tesseract, the program that reads letters from pictures; no other module does.

The picture goes in and the words come out through pipes, so nothing is left on the disk.  A
`Tesseract` may be used from several threads; `stop` ends every program that it started.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from ingest.readers.ocr_figures import figures

_ROTATE = re.compile(r"^Rotate:\s*(\d+)", re.MULTILINE)
_SURE = re.compile(r"^Orientation confidence:\s*([\d.]+)", re.MULTILINE)


class Layout(StrEnum):
    """What tesseract is told of a picture; its page segmentation modes."""

    COLUMN = "4"
    """One column of lines of several sizes: keeps a list's number on its line."""
    BLOCK = "6"
    DIRECTION = "0"


class PageTimedOut(Exception):
    """Tesseract did not end within the time that a page may take."""


class PageStopped(Exception):
    """The reading was broken off, or tesseract ended with an error."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Where tesseract is, and the languages whose data it has."""

    program: str
    languages: frozenset[str]


def find_tesseract() -> Installed | None:
    """The installed program and its languages; None where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 - a program found on the path, no shell
            [program, "--list-langs"], capture_output=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (listed.stdout or listed.stderr).decode("utf-8", "replace").splitlines()
    return Installed(program, frozenset(lines[1:]))


class Tesseract:
    """Reads pictures, each in a process of its own with one thread."""

    def __init__(
        self, installed: Installed, languages: Sequence[str], seconds: float | None = None
    ) -> None:
        self._seconds = seconds or figures().program.seconds
        self._program = installed.program
        self._languages = "+".join(languages)
        self._can_turn = "osd" in installed.languages
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def words(self, picture: Image.Image, dpi: int, layout: Layout = Layout.COLUMN) -> str:
        """The words of a grey picture as tesseract's table of tab-separated values.

        Raises:
            PageTimedOut, PageStopped: no table came.
        """
        told = ["--dpi", str(dpi), "-l", self._languages, "-c", "tessedit_create_tsv=1"]
        told += ["-c", f"thresholding_method={figures().program.threshold}"]
        return self._read(picture, layout, told)

    def direction(self, picture: Image.Image, dpi: int) -> int:
        """By how many degrees clockwise the picture must be turned to stand upright; else 0."""
        if not self._can_turn:
            return 0
        try:
            said = self._read(picture, Layout.DIRECTION, ["--dpi", str(dpi), "-l", "osd"])
        except PageTimedOut:
            return 0
        turn, sure = _ROTATE.search(said), _SURE.search(said)
        certain = sure is not None and float(sure[1]) >= figures().turned.program_sure
        return int(turn[1]) % 360 if turn and certain else 0

    def stop(self) -> None:
        """End what is running; whatever is asked later ends with `PageStopped`."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _read(self, picture: Image.Image, layout: Layout, told: list[str]) -> str:
        grey = as_bytes(picture)
        key = hashlib.sha256(" ".join([layout, *told]).encode() + b"\0" + grey).digest()
        held = _KEPT.get(key)
        if held is None:
            held = self._run(
                [*_one_thread(), self._program, "stdin", "stdout", *told], layout, grey
            )
            _KEPT.put(key, held)
        return held

    def _run(self, command: list[str], layout: Layout, grey: bytes) -> str:
        process = self._start([*command, "--psm", layout])
        try:
            out, _ = process.communicate(grey, timeout=self._seconds)
        except subprocess.TimeoutExpired as error:
            raise PageTimedOut from error
        finally:
            self._end(process)
        if process.returncode < 0:
            raise PageStopped
        # a page without letters makes the search for its direction fail: that is an answer
        return out.decode("utf-8", "replace")

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        with self._lock:
            if self._stopped:
                raise PageStopped
            process = subprocess.Popen(  # noqa: S603 - a program found on the path, no shell
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
            )
            self._running.add(process)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None and not stream.closed:
                _close(stream)
        with self._lock:
            self._running.discard(process)


def _close(stream: object) -> None:
    """Close a pipe whose other end may be gone with bytes still in it."""
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:
        return


def _one_thread() -> list[str]:
    """Pages are read beside each other, and threads inside one page would fight for the CPUs."""
    setter = None if sys.platform == "win32" else shutil.which("env")
    return [setter, "OMP_THREAD_LIMIT=1"] if setter else []


def as_bytes(picture: Image.Image) -> bytes:
    """A grey picture in the plainest format that tesseract reads (PGM)."""
    return b"P5 %d %d 255\n" % picture.size + picture.convert("L").tobytes()


class _Kept:
    """The last readings of this run, so that one picture is not read twice."""

    def __init__(self) -> None:
        self._held: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: bytes) -> str | None:
        with self._lock:
            return self._held.get(key)

    def put(self, key: bytes, value: str) -> None:
        with self._lock:
            self._held[key] = value
            while len(self._held) > figures().program.kept:
                self._held.popitem(last=False)


_KEPT = _Kept()
