"""The shipped corpus: what is in it, whether it is in, and how to take it in.

No import of the parser or of spaCy stands here, because the server asks `shipped_is_missing` at
every start.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Protocol

from corpus.catalog import CatalogEntry, DigestFile
from corpus.model import Instrument
from ingest.reading import READING
from webui.wiring import Services

BARE = "bare"
"""State of a store whose owner wants no shipped corpus, now or later."""

_SHIPPED = "shipped"


class TakesDigests(Protocol):
    """The part of an intake that takes shipped digests."""

    def take_digest(self, instrument: Instrument, digest: DigestFile) -> object:
        """Store a digest, unless it is held."""


def shipped_is_missing(services: Services) -> bool:
    """Whether the store lacks something of the shipped corpus, or has an older edition."""
    store = services.store
    if store.state(BARE):
        return False
    return store.state(_SHIPPED) != edition_of(services.catalog)


def take_shipped(services: Services, intake: TakesDigests) -> None:
    """Store the catalogue and its digests, telling the progress file how far it is."""
    if not shipped_is_missing(services):
        return
    digests = [e for e in services.catalog if e.digest]
    for entry in services.catalog:
        services.store.save_instrument(entry.instrument)
    for number, entry in enumerate(digests):
        tell_progress(
            services.settings.progress_file,
            f"Reading {entry.instrument.name}",
            5 + 75 * number // max(1, len(digests)),
        )
        if entry.digest:
            intake.take_digest(entry.instrument, entry.digest)
    services.store.set_state(_SHIPPED, edition_of(services.catalog))


def edition_of(catalog: tuple[CatalogEntry, ...]) -> str:
    """A hash of the shipped files and of how they are read: it tells one edition from the next."""
    digest = hashlib.sha256(READING.encode())
    for entry in catalog:
        digest.update(entry.file.read_bytes())
        if entry.digest:
            digest.update(entry.digest.path.read_bytes())
    return digest.hexdigest()


def tell_progress(path: Path, step: str, percent: int) -> None:
    """Write how far an ingest is, for the page that waits for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps({"step": step, "percent": percent}), encoding="utf-8")
    partial.replace(path)


def read_progress(path: Path) -> tuple[str, int]:
    """What `tell_progress` wrote last; a start when there is nothing yet."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return str(told["step"]), int(told["percent"])
    except (OSError, ValueError, KeyError, TypeError):
        return "Starting", 1
