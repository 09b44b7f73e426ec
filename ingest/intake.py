"""From a file on disk to a stored, tagged expression; the one road into the corpus.

An `Intake` decides which instrument a file belongs to and which of its expressions it is, keeps
the original under its SHA-256, and stores the text with all that was drawn from it in one
transaction.  The same bytes twice change nothing, unless this Mizan reads them otherwise than the
one that took them in: then they are read anew, as the expression that they were.  A second,
different file for one expression is refused, or, where a manifest lists both, kept as a witness.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.catalog import CatalogEntry, DigestFile
from corpus.errors import AskerError, BadFile
from corpus.model import (
    Expression,
    ExpressionKind,
    IngestedExpression,
    Instrument,
    InstrumentType,
    Provision,
)
from corpus.names import InstrumentNames
from corpus.store import CorpusStore
from corpus.tagging import Tagging
from corpus.uri import expression_uri
from ingest.dating import date_of_words, dated
from ingest.draft import PLAIN, ReadOptions
from ingest.errors import NoPrint, OtherBytes
from ingest.parse import Parsed, parse_bytes, read_file
from ingest.reading import READING
from ingest.report import IngestReport
from ingest.witness import compare_witness

Tag = Callable[[Sequence[Provision], str], tuple[Tagging, ...]]
"""Gives the tags of an expression's provisions by the lexicon of a jurisdiction."""

OWN_WORK_URI = "/akn/zz/doc/{slug}"
"""Work address of a reader's own instrument: ZZ is ISO 3166's code for no known country."""


class Outcome(StrEnum):
    """What an intake did with a file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader says about a file; empty where they say nothing."""

    slug: str = ""
    title: str = ""
    date: str = ""
    """ISO day on which the words took effect."""
    print_date: str = ""
    seen: str = ""
    """ISO day on which the publisher gave the file, where its words do not tell their own."""
    file_name: str = ""
    """What the publisher calls the file; empty for the name of the path."""
    sha256: str = ""
    """Of the file that is meant, where it is recorded; another is refused."""


@dataclass(frozen=True, slots=True)
class Intaken:
    """What became of one file."""

    outcome: Outcome
    instrument: Instrument
    expression: Expression
    report: IngestReport | None
    note: str = ""


class ClaimedTwice(AskerError):
    """Two different files say they are one expression."""

    def __init__(self, file: str, held: Expression) -> None:
        super().__init__(
            f"{file} and {held.file_name or held.sha256[:12]} both claim to be {held.uri}; "
            "give the day its words took effect with --date, or list both in a manifest."
        )


class Intake:
    """Takes files into a store."""

    def __init__(
        self,
        store: CorpusStore,
        catalog: Sequence[CatalogEntry],
        tag: Tag,
        originals: Path,
        max_file_mb: float = 40,
        options: ReadOptions = PLAIN,
    ) -> None:
        self._store = store
        self._catalog = {entry.instrument.slug: entry.instrument for entry in catalog}
        self._names = InstrumentNames(self._catalog.values())
        self._tag = tag
        self._originals = originals
        self._max_file_mb = max_file_mb
        self._options = options

    def take_file(
        self, path: Path, wanted: Wanted | None = None, allow_witness: bool = False
    ) -> Intaken:
        """Store the expression that a file holds.

        Raises:
            BadFile: the file cannot be read as an instrument, is not the one recorded, or is an
            export whose words are in no print.
            ClaimedTwice: another file is held as the same expression.
        """
        said = wanted or Wanted()
        data = read_file(path, self._max_file_mb)
        sha256 = hashlib.sha256(data).hexdigest()
        if said.sha256 and said.sha256.casefold() != sha256:
            raise OtherBytes(path.name, sha256, said.sha256)
        held = self._store.expression_of_file(sha256)
        current = held is not None and held.read_by == READING
        if held is not None and current and said.slug in ("", held.instrument):
            instrument = self._store.instrument(held.instrument)
            return Intaken(Outcome.UNCHANGED, instrument, held, None, "the same file is held")
        if held is not None and not current and said.slug in ("", held.instrument):
            said = _as_held(said, held)
        path = path.with_name(said.file_name or path.name)
        parsed = parse_bytes(data, path.name, self._max_file_mb, options=self._options)
        if parsed.no_print:
            raise NoPrint(path.name, parsed.no_print)
        instrument = self._instrument_for(parsed, path, said)
        expression = self._expression_for(parsed, path, said, instrument)
        return self._settle(instrument, expression, parsed, data, allow_witness)

    def take_digest(self, instrument: Instrument, digest: DigestFile) -> Intaken:
        """Store the shipped own-words text of a catalogued instrument, unless it is held."""
        data = digest.path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        self._store.save_instrument(instrument)
        uri = expression_uri(
            instrument.work_uri, instrument.language, digest.date, ExpressionKind.DIGEST
        )
        for held in self._store.expressions(instrument.slug):
            if held.uri == uri and held.sha256 == sha256 and held.read_by == READING:
                return Intaken(Outcome.UNCHANGED, instrument, held, None)
        parsed = parse_bytes(data, digest.path.name)
        expression = Expression(
            uri=uri,
            instrument=instrument.slug,
            kind=ExpressionKind.DIGEST,
            text=parsed.text,
            language=instrument.language,
            date=digest.date,
            print_date=digest.print_date,
            sha256=sha256,
            media_type=parsed.media_type,
            file_name=digest.path.name,
            amended_to=digest.amended_to,
            read_by=READING,
        )
        return self._save(instrument, expression, parsed)

    def _instrument_for(self, parsed: Parsed, path: Path, said: Wanted) -> Instrument:
        slug = said.slug or self._claimed_by_catalog(parsed)
        if slug in self._catalog:
            return self._catalog[slug]
        held = {i.slug: i for i in self._store.instruments()}
        if slug in held:
            return held[slug]
        title = said.title or parsed.title or path.stem
        return _own_instrument(slug or slugify(title), title, parsed)

    def _claimed_by_catalog(self, parsed: Parsed) -> str:
        """The catalogued instrument whose title the file prints; empty when it is none's."""
        by_title = self._names.slug_of(parsed.title) if parsed.title else None
        return by_title or ""

    def _expression_for(
        self, parsed: Parsed, path: Path, said: Wanted, instrument: Instrument
    ) -> Expression:
        date = said.date or date_of_words(parsed, tuple(self._catalog.values()))
        if said.seen:
            date = ""
        return Expression(
            uri=expression_uri(
                instrument.work_uri,
                instrument.language,
                date,
                ExpressionKind.OFFICIAL,
                said.seen,
            ),
            instrument=instrument.slug,
            kind=ExpressionKind.OFFICIAL,
            text=parsed.text,
            language=instrument.language,
            date=date,
            seen=said.seen,
            print_date=parsed.print_date or said.print_date,
            sha256=parsed.sha256,
            media_type=parsed.media_type,
            pages=parsed.pages,
            file_name=path.name,
            read_by=READING,
            scan_confidence=parsed.scan_confidence,
        )

    def _settle(
        self,
        instrument: Instrument,
        expression: Expression,
        parsed: Parsed,
        data: bytes,
        allow_witness: bool,
    ) -> Intaken:
        held = next(
            (e for e in self._store.expressions(instrument.slug) if e.uri == expression.uri), None
        )
        if held is not None and held.sha256 != expression.sha256:
            if not allow_witness:
                raise ClaimedTwice(expression.file_name, held)
            note = compare_witness(self._store.provisions(held.uri), parsed.provisions)
            return Intaken(Outcome.WITNESS, instrument, held, IngestReport.of(parsed), note)
        self._store.save_instrument(instrument)
        keep_original(self._originals, data, expression)
        return self._save(instrument, expression, parsed)

    def _save(self, instrument: Instrument, expression: Expression, parsed: Parsed) -> Intaken:
        ingested = IngestedExpression(
            expression,
            parsed.provisions,
            tuple(dated(parsed.amendments, self._catalog.values())),
            parsed.unread,
            self._tag(parsed.provisions, instrument.jurisdiction),
            parsed.remarks,
        )
        self._store.save_expression(ingested)
        return Intaken(Outcome.STORED, instrument, expression, IngestReport.of(parsed))


def _as_held(said: Wanted, held: Expression) -> Wanted:
    """What was said of a file when it came first, so that a new reading takes the old one's place.

    What is said now goes before; a text whose day was not known may have one by the new reading.
    """
    if said.date or said.seen:
        return replace(said, slug=held.instrument)
    return replace(said, slug=held.instrument, date=held.date, seen=held.seen)


def _own_instrument(slug: str, title: str, parsed: Parsed) -> Instrument:
    known = {t.value for t in InstrumentType}
    return Instrument(
        slug=slug,
        title=title,
        type=InstrumentType(parsed.type) if parsed.type in known else InstrumentType.OTHER,
        work_uri=OWN_WORK_URI.format(slug=slug),
        jurisdiction="zz",
        number=parsed.number,
        date=parsed.date,
        unit=parsed.unit,
        catalogued=False,
    )


def slugify(title: str) -> str:
    """An address-safe name for a title.

    Raises:
        BadFile: the title has no letter or digit that an address can carry.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:80].strip("-")
    if not slug:
        raise BadFile(f"No address can be made of the title {title!r}; name it with --as SLUG.")
    return slug


def keep_original(folder: Path, data: bytes, expression: Expression) -> Path:
    """Put a file's bytes into the folder under their SHA-256; give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (expression.sha256 + Path(expression.file_name).suffix.lower())
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}.part")
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    return path
