"""What the banner says: whose words these are, of what day, from where, and whether they rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.as_at import Reach, Undoing, falls_between
from corpus.facts import Notice, Source, Status
from corpus.model import AmendmentNote, Expression, ExpressionKind, Instrument
from corpus.shown import ShownText
from webui.presenters.places import place_of

_REACHES = {
    Reach.HELD: "",
    Reach.DERIVED: "led back from a later text by undoing its amendment notes",
    Reach.UNDATED: "the day of these words is not known, so nobody can say that they stood then",
}
_UNDOINGS = {
    Undoing.TAKEN_OUT: "taken out again",
    Undoing.PUT_BACK: "the words that the note quotes are put back",
    Undoing.GAP: "the words before it are not in this source",
    Undoing.UNPLACED: "the print does not tell which words; nothing was undone here",
}
_UNDATED = "its day is not known; left as printed"


@dataclass(frozen=True, slots=True)
class DeadNotice:
    """That an instrument rules no more, since when and by whom."""

    status: str
    since: str
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Banner:
    """The facts of the text that is shown."""

    digest: bool
    date: str
    seen: str
    """The day the publisher gave these words, where their own day is not known."""
    print_date: str
    known_to: str
    """ISO day up to which the text is known to hold."""
    amended_to: str
    source: Source | None
    file_name: str
    sha256: str
    notices: tuple[Notice, ...]
    dead: DeadNotice | None
    at: str
    """The day that was asked for, empty for the latest."""
    reach: str
    """In words, how the text comes to stand for that day."""
    gaps: int
    """How many places of it are not in the source."""
    later: str
    """What is known to have changed after the text and before the day."""
    scan_percent: int | None
    """How sure the machine was of the letters, where it read them from pictures."""


@dataclass(frozen=True, slots=True)
class UndoneLine:
    """An amendment that came after the day shown, and what undoing it did."""

    place: str
    op: str
    by: str
    date: str
    how: str


def known_to(expression: Expression) -> str:
    """ISO day up to which a text is known to hold; a bare year of a print tells of no day."""
    full = len(expression.print_date) == len("2025-02-07")
    return expression.print_date if full else expression.stands_from


def is_digest(expression: Expression) -> bool:
    """Whether the text is our own words."""
    return expression.kind is ExpressionKind.DIGEST


def banner_of(
    instrument: Instrument, shown: ShownText, names: Mapping[str, str] | None = None
) -> Banner:
    """The banner of a text; the instrument brings its addresses, notices and standing.

    `names` tells how other instruments are called, by slug.
    """
    expression = shown.expression
    undone = shown.derived.undone if shown.derived else ()
    return Banner(
        digest=is_digest(expression),
        date=expression.date,
        seen=expression.seen,
        print_date=expression.print_date,
        known_to=known_to(expression),
        amended_to=expression.amended_to,
        source=next(iter(instrument.text_addresses or instrument.sources), None),
        file_name=expression.file_name,
        sha256=expression.sha256,
        notices=instrument.notices,
        dead=dead_notice(instrument, names or {}),
        at=shown.at,
        reach=_REACHES[shown.reach],
        gaps=sum(u.how in (Undoing.GAP, Undoing.UNPLACED) for u in undone),
        later=_changed_after(instrument, shown, names or {}),
        scan_percent=_percent(expression.scan_confidence),
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else int(100 * share)


def warnings_of(
    instrument: Instrument, shown: ShownText, names: Mapping[str, str]
) -> tuple[str, ...]:
    """What the banner warns of, in short: for a column, where the whole does not fit."""
    dead, later = dead_notice(instrument, names), _changed_after(instrument, shown, names)
    return (
        *(
            (f"Not in force: {dead.status}{f' on {dead.since}' if dead.since else ''}.",)
            if dead
            else ()
        ),
        *((f"Known change after these words: {later}.",) if later else ()),
        *((_REACHES[shown.reach],) if shown.reach is Reach.UNDATED else ()),
        *(notice.text for notice in instrument.notices),
    )


def dead_notice(instrument: Instrument, names: Mapping[str, str]) -> DeadNotice | None:
    """What tells a reader that a law rules no more; None for one that does."""
    now = instrument.standing.now
    if not now.is_dead:
        return None
    end = next((e for e in reversed(instrument.history) if e.kind.value == now.value), None)
    return DeadNotice(
        status=now.value.replace("-", " "),
        since=(end.date if end else "") or (instrument.expiry if now is Status.LAPSED else ""),
        by=names.get(end.by, end.by) if end else "",
        source=instrument.standing.source,
    )


def _changed_after(instrument: Instrument, shown: ShownText, names: Mapping[str, str]) -> str:
    """Amendments that the catalogue dates after the text's words and not after the day shown."""
    since = shown.expression.date
    if shown.derived is not None or not since:
        return ""
    later = [
        e
        for e in instrument.history
        if e.kind.value in ("amended", "repealed", "struck-down", "superseded")
        and e.date > since
        and (not shown.at or e.date <= shown.at)
    ]
    return "; ".join(
        f"{e.kind.value.replace('-', ' ')} on {e.date}"
        + (f" by {names.get(e.by, e.by)}" if e.by else "")
        for e in later
    )


def undone_lines(shown: ShownText, eid: str) -> list[UndoneLine]:
    """What was undone in a unit and its parts to reach the day; and what could not be dated."""
    if shown.derived is None:
        return []
    told = [(u.note, _UNDOINGS[u.how]) for u in shown.derived.undone]
    told += [(note, _UNDATED) for note in shown.derived.doubtful]
    return [_undone_line(note, how) for note, how in told if _inside(note.eid, eid)]


def untold_lines(old: ShownText, new: ShownText, eid: str = "") -> list[UndoneLine]:
    """Amendments that may lie between two texts and that a comparison of them cannot show.

    Either their day is not known, or the print does not tell which words they changed; with
    `eid`, only those of that unit and its parts.
    """
    after, up_to = (text.at or text.expression.stands_from for text in (old, new))
    undone = old.derived.undone if old.derived else ()
    told = [(u.note, _UNDOINGS[u.how]) for u in undone if u.how is Undoing.UNPLACED]
    told += [(n, _UNDATED) for side in (old, new) if side.derived for n in side.derived.doubtful]
    lines = [
        _undone_line(note, how)
        for note, how in told
        if not (note.date and after and up_to) or falls_between(note, after, up_to)
        if not eid or _inside(note.eid, eid)
    ]
    return list(dict.fromkeys(lines))


def _undone_line(note: AmendmentNote, how: str) -> UndoneLine:
    return UndoneLine(place_of(note.eid), note.op, note.by, note.date, how)


def _inside(eid: str, top: str) -> bool:
    return eid == top or eid.startswith(f"{top}__")
