"""Whether the corpus can be searched yet, and how far it is; shared by threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the preparation is."""

    step: str = "Starting"
    percent: int = 0
    ready: bool = False
    failed: str = ""
    """What went wrong, and the mend; empty while nothing did."""


class Readiness:
    """The current `Progress`; every method may be called from any thread."""

    def __init__(self, ready: bool = False) -> None:
        self._lock = threading.Lock()
        self._now = Progress("Ready", 100, True) if ready else Progress()
        self._done = threading.Event()
        if ready:
            self._done.set()

    @property
    def now(self) -> Progress:
        """The progress as it stands."""
        with self._lock:
            return self._now

    def advance(self, step: str, percent: int) -> None:
        """Say what is being done, and how much of the whole is done."""
        with self._lock:
            self._now = replace(self._now, step=step, percent=max(0, min(percent, 99)))

    def finish(self) -> None:
        """The corpus can be searched."""
        with self._lock:
            self._now = Progress("Ready", 100, True)
        self._done.set()

    def fail(self, why: str) -> None:
        """The preparation cannot go on."""
        with self._lock:
            self._now = replace(self._now, failed=why)
        self._done.set()

    def wait(self, seconds: float) -> bool:
        """Whether it finished or failed within that time."""
        return self._done.wait(seconds)
