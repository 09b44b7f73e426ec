"""The one fetch that the pages run: its child process, and what became of it.

A child, because reading a law needs the parser and spaCy, and the server must stay small.  How
far it is comes through the state file, so a run that a terminal started is seen here too.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.errors import MizanError
from webui.config import Settings
from webui.fetch_state import FetchState, fetch_file, is_alive, read_fetch, start_fetch

_LAST_LINES = 8
"""Lines of its output that a failed run is remembered by."""
_NOTHING = FetchState()
_PATIENCE = 5.0
"""Seconds that a run has to put its things away before it is ended by force."""


class FetchCannotStart(MizanError):
    """The child process could not be started; the message says what the system said."""


class Phase(StrEnum):
    """Where the last run stands."""

    NEVER = "never"
    RUNNING = "running"
    ENDED = "ended"
    """With a word on every instrument, be it that its text could not be had."""
    STOPPED = "stopped"
    """By the reader."""
    DIED = "died"
    """It ended before it had done everything, and nobody asked it to."""


@dataclass(frozen=True, slots=True)
class FetchStatus:
    """The last run, whoever started it."""

    phase: Phase
    state: FetchState = _NOTHING
    asked: tuple[str, ...] = ()
    """Slugs, in the order in which they are asked for; empty for a run started elsewhere."""
    last_words: tuple[str, ...] = ()
    """The end of a run's output; empty where the run was started elsewhere, or goes on."""

    @property
    def left(self) -> tuple[str, ...]:
        """Slugs of which the run says nothing yet."""
        settled = {row.slug for row in self.state.rows}
        return tuple(slug for slug in self.asked if slug not in settled)


@dataclass(slots=True)
class _Run:
    """A child of ours, from its start on."""

    child: subprocess.Popen[str]
    asked: tuple[str, ...]
    output: deque[str] = field(default_factory=lambda: deque(maxlen=_LAST_LINES))
    stopped: bool = False
    ended: FetchStatus | None = None
    """Set once the child is gone."""


class FetchJob:
    """Starts a fetch, one at a time, and tells how far it is; any thread may ask."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._file = fetch_file(settings.data)
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._watcher: threading.Thread | None = None

    def start(self, slugs: Sequence[str]) -> bool:
        """Start fetching these instruments; False, and nothing is done, while a fetch runs.

        Raises:
            FetchCannotStart: the system refuses.
        """
        with self._lock:
            if self.status().phase is Phase.RUNNING:
                return False
            try:
                child = start_fetch(self._settings, slugs)
            except OSError as error:
                raise FetchCannotStart(
                    f"The fetch could not be started ({error.strerror or error}); "
                    f"check the folder {self._settings.data}."
                ) from error
            self._run = _Run(child, tuple(slugs))
            self._watcher = threading.Thread(target=self._watch, args=(self._run,), daemon=True)
            self._watcher.start()
            return True

    def stop(self) -> bool:
        """End the run that was started here; what it had is kept.  False when there is none."""
        with self._lock:
            run, watcher = self._run, self._watcher
            if run is None or watcher is None or run.ended is not None:
                return False
            run.stopped = True
            _end(run.child)
        watcher.join(_PATIENCE)
        return True

    def status(self) -> FetchStatus:
        """How far the last run is; the one started here, unless a later one is told of."""
        run = self._run
        state = read_fetch(self._file)
        if run is not None:
            if run.ended is None:
                return FetchStatus(Phase.RUNNING, state or FetchState(len(run.asked)), run.asked)
            if state in (None, run.ended.state):
                return run.ended
        return _as_told(state, is_alive(self._file))

    def _watch(self, run: _Run) -> None:
        """Take in what the child says until it is gone, then judge how it ended."""
        with run.child as child:
            run.output.extend(line.rstrip() for line in child.stdout or ())
        state = read_fetch(self._file) or FetchState(len(run.asked))
        phase = _phase_after(child.returncode, state, run.stopped)
        run.ended = FetchStatus(phase, state, run.asked, tuple(run.output))


def _as_told(state: FetchState | None, alive: bool) -> FetchStatus:
    """The status of a run that another process started, by its state file alone."""
    if state is None:
        return FetchStatus(Phase.NEVER)
    if state.is_complete:
        return FetchStatus(Phase.ENDED, state)
    return FetchStatus(Phase.RUNNING if alive and not state.done else Phase.DIED, state)


def _phase_after(returncode: int, state: FetchState, stopped: bool) -> Phase:
    """Where a run stands whose process is gone.

    It exits with 1 when a text could not be had, and also when the index could not follow: only
    the rows tell the two apart.
    """
    partly = returncode == 1 and any(not row.is_had for row in state.rows)
    if state.is_complete and (returncode == 0 or partly):
        return Phase.ENDED
    return Phase.STOPPED if stopped else Phase.DIED


def _end(child: subprocess.Popen[str]) -> None:
    """Ask a child to end, so that it lets go of the address it is at; insist when it does not."""
    try:
        if sys.platform != "win32":
            child.send_signal(signal.SIGINT)
            child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        pass  # it was started where such requests are ignored, or is deep in a file
    child.terminate()
