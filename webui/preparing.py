"""The first run: the shipped corpus is built by a child process while the page shows progress.

A child, because building it needs spaCy and the server must stay small; its progress comes
through a file, so that the page, the terminal and a second terminal see the same.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from corpus.errors import MizanError
from webui.corpus_state import read_progress, shipped_is_missing
from webui.readiness import Readiness
from webui.wiring import Services

_LAST_LINES = 3
"""Lines of a failed child's output that its error message repeats."""


class PreparationFailed(MizanError):
    """The shipped corpus could not be built; the message repeats the child's own."""


def prepare(services: Services, readiness: Readiness) -> None:
    """Bring corpus and index up to date, telling `readiness`; never raises."""
    try:
        if shipped_is_missing(services):
            services.settings.progress_file.unlink(missing_ok=True)
            _run_child(services, readiness)
        readiness.advance("Opening the index", 85)
        services.ensure_indexed()
        readiness.finish()
    except MizanError as error:
        readiness.fail(str(error))
    except Exception as error:  # the page must show any fault, not hang at a percentage
        readiness.fail(f"A fault of Mizan’s: {type(error).__name__}: {error}")
        raise


def prepare_in_background(services: Services, readiness: Readiness) -> threading.Thread:
    """Start `prepare` on a thread of its own."""
    thread = threading.Thread(
        target=prepare, args=(services, readiness), name="prepare", daemon=True
    )
    thread.start()
    return thread


def keep_following(services: Services, stop: threading.Event, every: float = 0.5) -> None:
    """Follow changes that this or another process makes, until told to stop."""
    while not stop.wait(every):
        try:
            services.follow_changes()
        except MizanError:
            # Another process is indexing, or the engine is away: the outbox keeps the change.
            time.sleep(every)


def _run_child(services: Services, readiness: Readiness) -> None:
    command = [sys.executable, "-m", "webui.cli", "ingest", "--shipped"]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        output: list[str] = []
        reader = threading.Thread(target=_collect, args=(child, output.append), daemon=True)
        reader.start()
        while child.poll() is None:
            readiness.advance(*read_progress(services.settings.progress_file))
            time.sleep(0.2)
        reader.join(timeout=5)
    if child.returncode:
        said = " ".join(line.strip() for line in output[-_LAST_LINES:])
        raise PreparationFailed(f"The shipped corpus could not be built: {said}")


def _collect(child: subprocess.Popen[str], keep: Callable[[str], None]) -> None:
    for line in child.stdout or ():
        keep(line)
