"""What to fetch: the official addresses of catalogued instruments, as frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.model import Instrument
from ingest.fetching.content import Kind, kinds_promised
from ingest.fetching.errors import UnknownSlug

_NAME_CHARS = 80


@dataclass(frozen=True, slots=True)
class Target:
    """One official address of one instrument."""

    slug: str
    address: str
    publisher: str
    kinds: tuple[Kind, ...]
    """What the address promises; a file of another kind is refused."""

    @property
    def stem(self) -> str:
        """What to call the file, without a suffix: the last part of the address, made safe."""
        name = PurePosixPath(unquote(urlsplit(self.address).path)).stem
        plain = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.")
        return plain[:_NAME_CHARS] or self.slug


@dataclass(frozen=True, slots=True)
class Wish:
    """An instrument whose official text is asked for, with the addresses to try in order."""

    slug: str
    name: str
    targets: tuple[Target, ...]


def wish_of(instrument: Instrument) -> Wish:
    """The wish for one instrument; without targets where no official address is known."""
    targets = tuple(
        Target(instrument.slug, s.address, s.publisher, kinds_promised(s.address))
        for s in instrument.text_addresses
        if urlsplit(s.address).scheme in ("http", "https")
    )
    return Wish(instrument.slug, instrument.name, targets)


def wishes_for(instruments: Iterable[Instrument], slugs: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The wishes for the named instruments, each once, in that order; no name asks for all.

    Raises:
        UnknownSlug: a name is none of theirs.
    """
    known = {i.slug: i for i in instruments}
    for slug in slugs:
        if slug not in known:
            raise UnknownSlug(slug, sorted(known))
    return tuple(wish_of(known[slug]) for slug in dict.fromkeys(slugs or known))


def official_addresses(instruments: Iterable[Instrument]) -> Iterator[str]:
    """Every web address at which a public body publishes: their hosts are the allow-list."""
    for instrument in instruments:
        for source in instrument.sources:
            if source.official and urlsplit(source.address).scheme in ("http", "https"):
                yield source.address
