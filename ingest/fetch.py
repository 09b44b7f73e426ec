"""Official texts from their publishers into the corpus, when somebody asks, and never else.

`wishes_for` says what is asked for, a `FetchClient` gets each file, a `Keeper` takes it in, and
`fetch_all` tells of one instrument after the other what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corpus.errors import MizanError
from ingest.fetching.client import Download, FetchClient, OnProgress
from ingest.fetching.keeping import Kept, Result
from ingest.fetching.targets import Target, Wish
from ingest.report import IngestReport

Keep = Callable[[Target, Download], Kept]
"""Takes a fetched file in; raises a `MizanError` where it cannot."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one wish."""

    wish: Wish
    result: Result
    target: Target | None = None
    """The address that the file came from; None where there is no file."""
    uri: str = ""
    """Of the expression that the file is, or bears witness to."""
    sha256: str = ""
    size: int = 0
    """Bytes."""
    note: str = ""
    report: IngestReport | None = None
    problems: tuple[str, ...] = ()
    """Of each address that was tried in vain: the address, and what is wrong with it."""


def fetch_all(
    wishes: Iterable[Wish], client: FetchClient, keep: Keep, on_progress: OnProgress
) -> Iterator[Outcome]:
    """What becomes of each wish, one after the other, as it happens; nothing is done before.

    A wish that fails is an outcome and ends nothing: the next one is tried.
    """
    for wish in wishes:
        yield fetch_one(wish, client, keep, on_progress)


def fetch_one(wish: Wish, client: FetchClient, keep: Keep, on_progress: OnProgress) -> Outcome:
    """What becomes of one wish: its addresses are tried in order until one gives the text."""
    problems: list[str] = []
    for target in wish.targets:
        try:
            download = client.get(target, on_progress)
            kept = keep(target, download)
        except MizanError as error:
            problems.append(f"{target.address}: {error}")
        except OSError as error:  # of our own disk: the client names those of the network
            problems.append(f"{target.address}: cannot be kept ({error.strerror or error})")
        else:
            return _had(wish, target, download, kept, problems)
    result = Result.FAILED if wish.targets else Result.NO_ADDRESS
    return Outcome(wish, result, problems=tuple(problems))


def _had(
    wish: Wish, target: Target, download: Download, kept: Kept, problems: list[str]
) -> Outcome:
    record = download.record
    return Outcome(
        wish=wish,
        result=kept.result,
        target=target,
        uri=kept.uri,
        sha256=record.sha256,
        size=record.size,
        note=kept.note,
        report=kept.report,
        problems=tuple(problems),
    )
