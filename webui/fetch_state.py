"""How far `mizan fetch` is, told through a file: the child writes it, the page reads it.

No import of the parser or of spaCy stands here: the page starts the command as a child process
with `start_fetch` and polls `read_fetch`.  A run also touches the file every two seconds, so that
a file which stays as it is tells of a run that ended without saying so, whoever started it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from webui.config import PREFIX, Settings

_EVERY = 0.2
"""Seconds between two writings for progress alone; what changes more is written at once."""
_BEAT = 2.0
"""Seconds between two signs of life: a host may be silent for a minute, a long law read for two."""
_DEAD_AFTER = 20.0
"""Seconds without a sign of life after which a run is dead: ten beats, for a busy machine."""
NOT_HAD = ("failed", "no address")
"""The results that leave an instrument without its official text."""


@dataclass(frozen=True, slots=True)
class FetchRow:
    """What became of one instrument."""

    slug: str
    result: str
    """fetched, changed, witness, unchanged, failed or no address."""
    uri: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_had(self) -> bool:
        """Whether the official text is here now."""
        return self.result not in NOT_HAD


@dataclass(frozen=True, slots=True)
class FetchState:
    """How far a run is."""

    wanted: int = 0
    """Instruments asked for."""
    slug: str = ""
    """The one whose file comes in now; empty between two and at the end."""
    so_far: int = 0
    """Bytes of its file."""
    total: int | None = None
    """Bytes; None where the server does not say."""
    rows: tuple[FetchRow, ...] = ()
    done: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether it ended, with a word on every instrument."""
        return self.done and len(self.rows) >= self.wanted

    @property
    def percent(self) -> int:
        """Of the instruments asked for, how much is done: 0 to 100."""
        part = self.so_far / self.total if self.total else 0.0
        return (
            100 if self.done else min(99, int(100 * (len(self.rows) + part) / (self.wanted or 1)))
        )


class FetchTeller:
    """Keeps the file up to date."""

    def __init__(
        self, path: Path, wanted: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._clock = clock
        self._state = FetchState(wanted)
        self._told = float("-inf")
        self._ended = threading.Event()
        self._tell()
        threading.Thread(target=self._beat, name="fetch-beat", daemon=True).start()

    def advance(self, slug: str, so_far: int, total: int | None) -> None:
        """Tell how much of a file has come."""
        self._state = replace(self._state, slug=slug, so_far=so_far, total=total)
        if self._clock() - self._told >= _EVERY:
            self._tell()

    def settle(self, row: FetchRow) -> None:
        """Tell what became of an instrument."""
        rows = (*self._state.rows, row)
        self._state = replace(self._state, slug="", so_far=0, total=None, rows=rows)
        self._tell()

    def finish(self) -> None:
        """Tell that nothing more will come."""
        self._ended.set()
        self._state = replace(self._state, done=True)
        self._tell()

    def _tell(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(f".{os.getpid()}.part")
        partial.write_text(json.dumps(asdict(self._state)), encoding="utf-8")
        partial.replace(self._path)
        self._told = self._clock()

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT):
            with suppress(OSError):  # the page dropped the file: another run begins
                os.utime(self._path)


def read_fetch(path: Path) -> FetchState | None:
    """What `FetchTeller` told last; None when no run has told anything, or the file is damaged."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        rows = [FetchRow(**{**row, "problems": tuple(row["problems"])}) for row in facts["rows"]]
        return FetchState(**{**facts, "rows": tuple(rows)})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_alive(path: Path, now: Callable[[], float] = time.time) -> bool:
    """Whether the run that tells through this file gave a sign of life just now."""
    try:
        return now() - path.stat().st_mtime < _DEAD_AFTER
    except OSError:
        return False


def fetch_file(data: Path) -> Path:
    """Where a run tells how far it is."""
    return data / "fetch.json"


def start_fetch(settings: Settings, slugs: Sequence[str]) -> subprocess.Popen[str]:
    """Start `mizan fetch` for these instruments in a child process; its output is piped.

    The child works with these settings, wherever they come from.  The earlier run's state is
    dropped first, so that it is not taken for the new one's.
    """
    fetch_file(settings.data).unlink(missing_ok=True)
    command = [sys.executable, "-m", "webui.cli", "fetch", "--", *slugs]
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        command,
        env={**os.environ, **_environment(settings), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _environment(settings: Settings) -> dict[str, str]:
    """The settings that a fetch reads, as the environment gives them."""
    values = {
        "DATA": str(settings.data),
        "DATABASE": settings.database,
        "SEARCH": settings.search,
        "MAX_FILE_MB": str(settings.max_file_mb),
    }
    return {f"{PREFIX}_{name}": value for name, value in values.items()}
