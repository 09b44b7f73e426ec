"""Reads files in processes with limits, and tells what became of each.

A process that dies, hangs or takes too much memory is counted and replaced; the others go on.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from corpus.errors import BadFile
from ingest.parse import parse_bytes

MEMORY_MB = 1_500
"""What one process may take in addresses, Python and its libraries included."""
SECONDS = 60.0
"""How long one file may take, by the clock, before it counts as hung; a page whose letters were
damaged is read as a picture, and three such pages may take twenty seconds."""

_FORKED = multiprocessing.get_context("forkserver")

READ, REFUSED, CRASHED, HUNG, FULL = "read", "refused", "crashed", "hung", "over memory"
OUTCOMES = (READ, REFUSED, CRASHED, HUNG, FULL)
"""All but the first two are faults of the reader."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One file to be read: a name that says how to make it again, and the way to its bytes."""

    name: str
    make: Callable[..., bytes]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a trial."""

    trial: str
    outcome: str
    seconds: float
    megabytes: float
    """The most memory held while it was read; 0 where the process died or the system hides it."""
    words: str = ""
    """The message, or the name of the fault."""


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    link: Connection
    trial: Trial | None = None
    since: float = field(default_factory=time.monotonic)


def run(
    trials: Iterable[Trial], workers: int, memory_mb: int = MEMORY_MB, seconds: float = SECONDS
) -> Iterator[Result]:
    """The results of all trials, in the order in which they end."""
    _FORKED.set_forkserver_preload(["ingest.parse"])
    waiting = iter(trials)
    pool = [worker for _ in range(workers) if (worker := _start(waiting, memory_mb))]
    try:
        while pool:
            wait([worker.link for worker in pool], timeout=0.2)
            for worker in list(pool):
                result = _result(worker, seconds)
                if result is None:
                    continue
                yield result
                pool.remove(worker)
                again = _next(worker, waiting) if worker.link.closed is False else None
                again = again or _start(waiting, memory_mb)
                pool += [again] if again else []
    finally:
        for worker in pool:
            _stop(worker)


def _start(waiting: Iterator[Trial], memory_mb: int) -> _Worker | None:
    trial = next(waiting, None)
    if trial is None:
        return None
    here, there = _FORKED.Pipe()
    process = _FORKED.Process(target=_serve, args=(there, memory_mb), daemon=True)
    process.start()
    there.close()
    worker = _Worker(process, here)
    return _give(worker, trial)


def _give(worker: _Worker, trial: Trial) -> _Worker:
    worker.trial, worker.since = trial, time.monotonic()
    worker.link.send(trial)
    return worker


def _next(worker: _Worker, waiting: Iterator[Trial]) -> _Worker | None:
    trial = next(waiting, None)
    if trial is None:
        _stop(worker)
        return None
    return _give(worker, trial)


def _result(worker: _Worker, seconds: float) -> Result | None:
    """What became of a worker's trial; None while it is still at it."""
    name = worker.trial.name if worker.trial else ""
    took = time.monotonic() - worker.since
    if worker.link.poll():
        try:
            outcome, spent, megabytes, words = worker.link.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            code = worker.process.exitcode
            _stop(worker)
            return Result(name, CRASHED, took, 0.0, f"the process ended with {code}")
        if outcome in (CRASHED, FULL):
            _stop(worker)  # what it holds may be half made
        return Result(name, outcome, spent, megabytes, words)
    if took > seconds:
        _stop(worker)
        return Result(name, HUNG, took, 0.0, f"no end after {seconds:.0f} s")
    return None


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join(5)
    worker.link.close()


def _serve(link: Connection, memory_mb: int) -> None:
    """Read what the link gives, until it closes; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    warnings.simplefilter("ignore")
    while True:
        try:
            trial = link.recv()
        except EOFError:
            return
        link.send(_tried(trial))


def _tried(trial: Trial) -> tuple[str, float, float, str]:
    data = trial.make(*trial.arguments)
    _forget_peak()
    start = time.perf_counter()
    try:
        parse_bytes(data, trial.name)
        outcome, words = READ, ""
    except BadFile as error:
        outcome, words = REFUSED, str(error)
    except MemoryError:
        outcome, words = FULL, "MemoryError"
    except BaseException as error:
        outcome, words = CRASHED, f"{type(error).__name__}: {error}"[:300]
    return outcome, time.perf_counter() - start, _peak(), words


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # another system, or one that forbids it: the peak is that of all trials so far
        return


def _peak() -> float:
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0
