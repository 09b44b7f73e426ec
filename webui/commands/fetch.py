"""`mizan fetch`: official texts from their publishers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from corpus.errors import AskerError
from corpus.model import Instrument
from ingest.fetch import Outcome, fetch_all
from ingest.fetching import client as fetching
from ingest.fetching.client import FetchClient, Limits
from ingest.fetching.guard import Guard
from ingest.fetching.keeping import Keeper, Result
from ingest.fetching.targets import Wish, official_addresses, wishes_for
from webui.commands.ingest import intake_for
from webui.config import Settings
from webui.corpus_state import take_shipped
from webui.fetch_state import FetchRow, FetchTeller, fetch_file
from webui.wiring import Services, build_services


@click.command(help="Download official texts of catalogued instruments and take them in.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--all", "every", is_flag=True, help="Every instrument that has an official address.")
def command(slugs: tuple[str, ...], every: bool) -> None:
    """Fetch, take in, bring the index up to date; exit 1 when a text could not be had."""
    if bool(slugs) == every:
        raise AskerError(
            "Name the instruments to fetch, such as `mizan fetch pk-peca-2016`, "
            "or ask for the whole catalogue with `mizan fetch --all`; not both."
        )
    services = build_services(Settings.from_env())
    try:
        catalog = catalogued(services)
        wishes = wishes_for(catalog, slugs)
        outcomes = fetch_into(services, wishes, client_for(services.settings, catalog))
    finally:
        services.close()
    # of the whole catalogue, nobody expects what has no address
    expected = [o for o in outcomes if o.result is not Result.NO_ADDRESS or not every]
    if not all(outcome.result.is_had for outcome in expected):
        sys.exit(1)


def catalogued(services: Services) -> tuple[Instrument, ...]:
    """The instruments of the catalogue."""
    return tuple(entry.instrument for entry in services.catalog)


def client_for(settings: Settings, catalog: Iterable[Instrument]) -> FetchClient:
    """A client that asks the publishers of the catalogue and nobody else."""
    return FetchClient(
        Guard(official_addresses(catalog)),
        settings.data / "fetched",
        settings.originals,
        Limits(max_bytes=int(settings.max_file_mb * 1e6)),
    )


def fetch_into(
    services: Services, wishes: Sequence[Wish], client: FetchClient
) -> tuple[Outcome, ...]:
    """Fetch each, telling terminal and state file, and index; give what became of each."""
    settings = services.settings
    intake = intake_for(services)
    take_shipped(services, intake)
    teller = FetchTeller(fetch_file(settings.data), len(wishes))
    keep = Keeper(intake, services.store)
    outcomes = []
    try:
        with Bars(teller, len(wishes)) as bars:
            for outcome in fetch_all(wishes, client, keep, bars.advance):
                outcomes.append(outcome)
                bars.settle(outcome)
                _say(outcome)
        services.ensure_indexed()
    finally:
        teller.finish()
    return tuple(outcomes)


class Bars:
    """Shows how far the run is: bars on a terminal, and the state file for the page."""

    def __init__(self, teller: FetchTeller, wanted: int) -> None:
        console = Console(stderr=True)
        self._teller = teller
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._wanted = wanted
        self._settled = 0
        self._task = self._progress.add_task("Asking", total=None)

    def __enter__(self) -> Bars:
        """Show them."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take them away."""
        self._progress.stop()

    def advance(self, progress: fetching.Progress) -> None:
        """Show how much of a file has come."""
        slug, so_far, total = progress.target.slug, progress.so_far, progress.total
        self._progress.update(
            self._task,
            description=f"{self._settled + 1}/{self._wanted} {slug}",
            completed=so_far,
            total=total,
        )
        self._teller.advance(slug, so_far, total)

    def settle(self, outcome: Outcome) -> None:
        """Count an instrument as done."""
        self._settled += 1
        self._teller.settle(_row(outcome))


def _row(outcome: Outcome) -> FetchRow:
    return FetchRow(
        outcome.wish.slug, outcome.result.value, outcome.uri, outcome.note, outcome.problems
    )


def _say(outcome: Outcome) -> None:
    for problem in outcome.problems:
        click.echo(f"{outcome.wish.slug}: not had from {problem}", err=True)
    if outcome.result.is_had:
        click.echo("\n".join(_report(outcome)))
    elif outcome.result is Result.NO_ADDRESS:
        click.echo(f"{outcome.wish.slug}: {_no_address(outcome.wish)}", err=True)


def _no_address(wish: Wish) -> str:
    return (
        "the catalogue knows no official address of its text; "
        f"take a file of your own in with `mizan ingest FILE --as {wish.slug}`"
    )


def _report(outcome: Outcome) -> Iterator[str]:
    publisher = outcome.target.publisher if outcome.target else ""
    source = f" from {publisher}" if publisher else ""
    size = f"{outcome.size / 1e6:.2f} MB, SHA-256 {outcome.sha256}"
    yield f"{outcome.wish.slug}: {outcome.result}{source} ({outcome.uri}; {size})"
    if outcome.note:
        yield f"  {outcome.note}"
    if outcome.report:
        yield from (f"  {line}" for line in outcome.report.lines())
