"""From a fetched file to an expression: a new one when the publisher's file is another.

What is held is never replaced.  The file's own words date it; where they give the date of a text
that is held already, two cases differ.  If the held text came from the same address, the
publisher has changed the file without saying so, and the new bytes become a new expression whose
own day is unknown and which was seen on the day of that change.  If it came from elsewhere (a
reader's own copy), the fetched file is another print of the same text: a witness.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum

from corpus.model import Expression
from corpus.store import CorpusStore
from ingest.fetching.cache import Record
from ingest.fetching.client import Download
from ingest.fetching.targets import Target
from ingest.intake import Intake, Intaken, Wanted
from ingest.intake import Outcome as Intook
from ingest.report import IngestReport


class Result(StrEnum):
    """What became of a wish."""

    FETCHED = "fetched"
    """A text that was not held before."""
    CHANGED = "changed"
    """As `FETCHED`; the publisher changed the file, and the earlier text is held too."""
    WITNESS = "witness"
    """Another file of a text that is held; compared with it, and kept among the originals."""
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NO_ADDRESS = "no address"
    """The catalogue knows no official address of the instrument's text."""

    @property
    def is_had(self) -> bool:
        """Whether the official text is here now."""
        return self not in (Result.FAILED, Result.NO_ADDRESS)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a fetched file."""

    result: Result
    uri: str
    """Of the expression that it is, or bears witness to."""
    note: str = ""
    report: IngestReport | None = None


class Keeper:
    """Takes fetched files into the corpus."""

    def __init__(self, intake: Intake, store: CorpusStore) -> None:
        self._intake = intake
        self._store = store

    def __call__(self, target: Target, download: Download) -> Kept:
        """What became of the file.

        Raises:
            BadFile: it cannot be read as an instrument; it stays among the originals.
        """
        taken = self._take(target, download)
        if taken.outcome is Intook.UNCHANGED:
            return Kept(Result.UNCHANGED, taken.expression.uri)
        if taken.outcome is Intook.STORED:
            return self._stored(target, download, taken)
        if taken.expression.sha256 in download.record.earlier:
            return self._as_changed(target, download, taken)
        note = f"{taken.expression.file_name} is held as that text already: {taken.note}"
        return Kept(Result.WITNESS, taken.expression.uri, note, taken.report)

    def _stored(self, target: Target, download: Download, taken: Intaken) -> Kept:
        held = {e.sha256 for e in self._store.expressions(target.slug)}
        changed = bool(held & set(download.record.earlier))
        note = "changed upstream; the earlier text is kept" if changed else ""
        result = Result.CHANGED if changed else Result.FETCHED
        return Kept(result, taken.expression.uri, note, taken.report)

    def _as_changed(self, target: Target, download: Download, witness: Intaken) -> Kept:
        """Take a file that changed without a new date in as a text seen on the day it changed."""
        held = self._store.expressions(target.slug)
        for day in _days_of_change(download.record, witness.expression, held):
            taken = self._take(target, download, day)
            if taken.outcome is Intook.STORED:
                note = (
                    f"changed upstream without a new date ({witness.note}); kept as the text seen "
                    f"on {day}, because it does not tell when its words took effect"
                )
                return Kept(Result.CHANGED, taken.expression.uri, note, taken.report)
        note = (
            f"changed upstream again on one day ({witness.note}); kept among the originals, and "
            "taken in when you name the day its words took effect: "
            f"`mizan ingest {download.path} --as {target.slug} --date YYYY-MM-DD`"
        )
        return Kept(Result.WITNESS, witness.expression.uri, note, witness.report)

    def _take(self, target: Target, download: Download, seen: str = "") -> Intaken:
        """Take the file in under the name that its publisher gave it, not under its hash."""
        name = target.stem + download.path.suffix
        wanted = Wanted(target.slug, seen=seen, file_name=name)
        return self._intake.take_file(download.path, wanted, allow_witness=True)


def _days_of_change(
    record: Record, witness: Expression, held: tuple[Expression, ...]
) -> Iterator[str]:
    """Days on which the change may be seen, the publisher's own first, after the text before it.

    A server whose clock runs ahead names a day that is still to come; that one is passed over.
    """
    taken = {e.stands_from for e in held}
    fetched = record.fetched_at[:10]
    for day in (_day(record.last_modified), fetched):
        if witness.stands_from < day <= fetched and day not in taken:
            yield day


def _day(http_date: str) -> str:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return ""
    if moment.tzinfo is None:  # “-0000” says UTC, and not the zone of this machine
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).date().isoformat()
