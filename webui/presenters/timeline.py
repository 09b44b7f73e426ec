"""An instrument's life in order: made, amended, by whom, and which texts of it are held."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.facts import Event, EventKind
from corpus.law_numbers import law_numbers
from corpus.model import AmendmentNote, Expression, Instrument

_ENDS = {
    EventKind.REPEALED,
    EventKind.LAPSED,
    EventKind.STRUCK_DOWN,
    EventKind.SUPERSEDED,
    EventKind.REVOKED,
    EventKind.SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the line."""

    date: str
    """ISO day, a bare year, or empty when unknown."""
    what: str
    by: str = ""
    slug: str = ""
    """Of the instrument that did it, where it is catalogued."""
    note: str = ""
    source: str = ""
    changes: tuple[tuple[str, int], ...] = ()
    """Operations and how many provisions each touched."""
    style: str = "event"
    """`event`, `end` or `text`."""

    @property
    def day(self) -> str:
        """The day to read the text at, empty where only a year is known."""
        return self.date if len(self.date) > len("2010") else ""

    @property
    def day_before(self) -> str:
        """The day before, to compare with; empty where only a year is known."""
        if not self.day:
            return ""
        return (datetime.date.fromisoformat(self.day) - datetime.timedelta(days=1)).isoformat()


def timeline_of(
    instrument: Instrument,
    notes: Sequence[AmendmentNote],
    texts: Iterable[Expression],
    names: Mapping[str, str],
) -> tuple[Moment, ...]:
    """The moments in order; those without a date come last.

    An amendment that the catalogue knows and the notes of the text too is one moment.
    """
    moments = [_of_event(event, names) for event in instrument.history]
    for law in _by_law(notes):
        known = next((n for n, m in enumerate(moments) if _same(m, law)), None)
        if known is None:
            moments.append(replace(law, by=names.get(law.slug, law.by)))
        else:
            earlier = moments[known]
            date = earlier.date or law.date
            moments[known] = replace(earlier, changes=law.changes, date=date)
    moments += [_of_text(text) for text in texts if text.date]
    return tuple(sorted(moments, key=lambda m: (not m.date, m.date)))


def _of_event(event: Event, names: Mapping[str, str]) -> Moment:
    slug = event.by if event.by in names else ""
    return Moment(
        date=event.date,
        what=event.kind.value.replace("-", " "),
        by=names.get(event.by, event.by),
        slug=slug,
        note=event.note,
        source=event.source,
        style="end" if event.kind in _ENDS else "event",
    )


def _by_law(notes: Sequence[AmendmentNote]) -> list[Moment]:
    """A moment for each amending law of the notes: they cite its sections one by one."""
    grouped: dict[tuple[object, str], list[AmendmentNote]] = {}
    for note in notes:
        grouped.setdefault((_law_of(note), note.date), []).append(note)
    return [
        Moment(
            date=date,
            what="amended",
            by=max((without_section(n.by) for n in group), key=len),
            slug=group[0].law,
            source="amendment notes of the text shown",
            changes=tuple(Counter(n.op for n in group).most_common()),
        )
        for (_, date), group in grouped.items()
    ]


def _law_of(note: AmendmentNote) -> object:
    """What tells the law of a note from others, however the note writes it."""
    return note.law or next(iter(law_numbers(note.by)), without_section(note.by))


def without_section(by: str) -> str:
    """The law of a note without its section: `Act No. II of 2025, s.2` → `Act No. II of 2025`."""
    return by.partition(", s")[0].partition(", Art")[0].strip()


def _same(moment: Moment, law: Moment) -> bool:
    """Whether an event of the catalogue is the amendment that the notes tell of."""
    if moment.what != "amended":
        return False
    if law.slug:
        return moment.slug == law.slug
    numbers = set(law_numbers(law.by))
    return bool(numbers & set(law_numbers(moment.by)))


def _of_text(text: Expression) -> Moment:
    whose = "Digest held" if text.kind.value == "digest" else "Official text held"
    to = f"as amended to {text.amended_to}" if text.amended_to else ""
    return Moment(text.date, whose, note=to, source=text.file_name, style="text")
