"""The differences of two texts, as a page lists them and as words that went and came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.alignment import Alignment, ChangeOp
from corpus.as_at import GAP, falls_between
from corpus.law_numbers import law_numbers
from corpus.model import Expression
from corpus.shown import ShownText
from corpus.uri import basic_unit
from ingest.word_diff import word_diff
from webui.presenters.banner import is_digest
from webui.presenters.places import place_of
from webui.presenters.timeline import without_section


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One provision that differs."""

    kind: str
    place: str
    """Where it stands now, or stood."""
    was: str
    """Where it stood, if elsewhere."""
    heading: str
    by: tuple[str, ...]
    """The laws that amended it between the two days, as the later print's notes name them."""
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Words under one operation: equal, delete or insert."""

    op: str
    text: str


def side_label(text: ShownText) -> str:
    """How a text is called in the head of a comparison."""
    kind = "digest" if is_digest(text.expression) else "official"
    day = text.at or text.expression.date or "day unknown"
    led = ", led back from a later text" if text.is_derived else ""
    return f"{day} ({kind}{led})"


def choices_of(expressions: Iterable[Expression]) -> list[tuple[str, str]]:
    """The held texts to choose from: address and label."""
    return [
        (e.uri, f"{e.stands_from or 'day unknown'} · {'digest' if is_digest(e) else 'official'}")
        for e in expressions
    ]


def comparable(expressions: Iterable[Expression]) -> list[Expression]:
    """The texts that may be compared, the earliest first: dated, and all official or all ours."""
    dated = sorted((e for e in expressions if e.stands_from), key=lambda e: e.stands_from)
    official = [e for e in dated if not is_digest(e)]
    return official if len(official) > 1 else [e for e in dated if is_digest(e)]


def rows_of(
    slug: str,
    alignments: Sequence[Alignment],
    old: ShownText,
    new: ShownText,
    asked: Mapping[str, str],
) -> list[ChangeRow]:
    """The provisions that differ, in the order of the alignment."""
    headings = {p.eid: p.heading or "" for text in (old, new) for p in text.provisions()}
    laws = _laws_between(old, new)
    return [_row(slug, row, headings, laws, asked) for row in alignments]


def _laws_between(old: ShownText, new: ShownText) -> dict[str, tuple[str, ...]]:
    """Who amended each section or article between the days of two texts."""
    after, up_to = (text.at or text.expression.stands_from for text in (old, new))
    found: dict[str, dict[object, str]] = {}
    for note in new.store.amendments(new.expression.uri):
        if after and up_to and falls_between(note, after, up_to):
            law = without_section(note.by)
            key = next(iter(law_numbers(note.by)), law)
            found.setdefault(basic_unit(note.eid), {}).setdefault(key, law)
    return {eid: tuple(laws.values()) for eid, laws in found.items()}


def _row(
    slug: str,
    row: Alignment,
    headings: Mapping[str, str],
    laws: Mapping[str, tuple[str, ...]],
    asked: Mapping[str, str],
) -> ChangeRow:
    eid = row.new_eid or row.old_eid or ""
    was = row.old_eid if row.old_eid and row.old_eid != eid else ""
    return ChangeRow(
        kind=row.kind.value,
        place=place_of(eid),
        was=place_of(was) if was else "",
        heading=headings.get(eid, ""),
        by=laws.get(eid, ()),
        reason=row.reason,
        address=f"/i/{slug}/{eid}/changes?{urlencode(asked)}",
    )


def diff_pieces(old: str, new: str) -> list[DiffPiece]:
    """The words of both texts: those that stand, those that went, those that came.

    A gap of a text that was led back is shown as a gap and not as words that went.
    """
    pieces: list[DiffPiece] = []
    for change in word_diff(old, new):
        gone, come = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        if change.op is ChangeOp.EQUAL:
            pieces.append(DiffPiece("equal", come))
            continue
        if gone:
            pieces.append(DiffPiece("gap" if gone.strip() == GAP else "delete", gone))
        if come:
            pieces.append(DiffPiece("gap" if come.strip() == GAP else "insert", come))
    return pieces
