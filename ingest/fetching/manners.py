"""How we behave: one connection a host, a pause between requests, and patience that grows."""

from __future__ import annotations

import datetime
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ingest.fetching.errors import Busy, FetchError


def utc_now() -> datetime.datetime:
    """The time now, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Manners:
    """How often, and how soon, a host is asked again; times in seconds."""

    tries: int = 4
    """Requests for one file at most, redirects apart."""
    pause: float = 1.0
    """Between the end of one request to a host and the start of the next."""
    first_wait: float = 1.0
    """Before the second try; doubled for each one after it."""
    longest_wait: float = 30.0
    """No wait is longer, whatever a server asks for."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime.datetime] = utc_now
    # so that many copies of Mizan do not come back at the same moment; no secret hangs on it
    chance: Callable[[], float] = random.random

    def wait_after(self, error: FetchError, tries: int) -> float:
        """Seconds to wait after that many failed tries, the server's own wish first."""
        if isinstance(error, Busy) and error.wait is not None:
            return min(error.wait, self.longest_wait)
        growing = self.first_wait * 2.0 ** (tries - 1)
        return min(growing * (1 + self.chance() / 2), self.longest_wait)


def wait_asked(retry_after: str | None, now: datetime.datetime) -> float | None:
    """Seconds that a `Retry-After` asks for, as a number or as a date; None for neither."""
    value = (retry_after or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - now).total_seconds())


class Turns:
    """Lets one request at a time through to each host, with a pause between two."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._ended: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for the host to be free, and hold it for the block."""
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            self._pause(host)
            try:
                yield
            finally:
                self._ended[host] = self._manners.clock()

    def _pause(self, host: str) -> None:
        if host in self._ended:
            since = self._manners.clock() - self._ended[host]
            if since < self._manners.pause:
                self._manners.sleep(self._manners.pause - since)
