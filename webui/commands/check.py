"""`mizan check`: is everything where it should be, and does it agree?"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from annotations.anchoring import AnchorState
from annotations.schema import current_revision, newest_revision
from corpus.catalog import load_catalog
from corpus.errors import MizanError
from corpus.model import ExpressionKind
from webui.config import Settings
from webui.wiring import Services, build_services


@click.command(help="Check catalogue, database, originals, index and where notes stand.")
def command() -> None:
    """Print a line for each thing checked; exit 1 when one is not well."""
    services = build_services(Settings.from_env())
    try:
        problems = 0
        for good, line in _findings(services):
            problems += not good
            click.echo(f"{'ok  ' if good else 'BAD '} {line}")
    finally:
        services.close()
    if problems:
        sys.exit(1)


def _findings(services: Services) -> Iterator[tuple[bool, str]]:
    yield True, f"catalogue: {len(load_catalog())} instruments"
    revision = current_revision(services.engine)
    yield revision == newest_revision(), f"notes: tables at revision {revision}"
    yield from _texts(services)
    yield _index(services)
    yield _notes(services)


def _texts(services: Services) -> Iterator[tuple[bool, str]]:
    """Every provision's words are those of its text, and every original is unchanged."""
    for instrument in services.store.instruments():
        for held in services.store.expressions(instrument.slug):
            text = services.store.expression(held.uri).text
            provisions = services.store.provisions(held.uri)
            wrong = sum(text[p.start : p.end] != p.text for p in provisions)
            yield wrong == 0, f"{held.uri}: {len(provisions)} provisions, {wrong} off their text"
            if held.kind is ExpressionKind.OFFICIAL:
                yield _original(services.settings.originals, held.sha256)


def _original(folder: Path, sha256: str) -> tuple[bool, str]:
    found = next(folder.glob(f"{sha256}*"), None) if folder.is_dir() else None
    if found is None:
        return False, f"original {sha256[:12]}…: missing; ingest the file again"
    whole = hashlib.sha256(found.read_bytes()).hexdigest() == sha256
    return whole, f"original {found.name[:12]}…: {'unchanged' if whole else 'CHANGED'}"


def _index(services: Services) -> tuple[bool, str]:
    try:
        services.search.check()
    except MizanError as error:
        return False, f"index: {error} (mizan reindex builds it again)"
    return True, "index: answers"


def _notes(services: Services) -> tuple[bool, str]:
    notes = services.annotations.find(limit=None)
    states = Counter(services.annotations.anchor(note).state for note in notes)
    told = ", ".join(f"{count} {state.value}" for state, count in sorted(states.items()))
    return states[AnchorState.ORPHANED] == 0, f"notes: {told or 'none'}"
