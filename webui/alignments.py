"""The alignments that readers ask for, made when they are asked for.

Two Constitutions take a second or two, so the last ones are kept; they are never stored, because
they follow from the texts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace

from corpus.alignment import Alignment, AlignmentKind
from corpus.as_at import GAP
from corpus.shown import ShownText
from ingest.align import align

_KEPT = 16
_GAP_REASON = "Its words were exchanged; the earlier ones are not in this source."

Key = tuple[str, ...]


class Alignments:
    """Aligns texts and remembers; may be shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[Alignment, ...]] = OrderedDict()

    def of(self, old: ShownText, new: ShownText) -> tuple[Alignment, ...]:
        """What became of each provision from one text to another."""
        key = (*_identity(old), *_identity(new))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = _with_gaps(align(old.provisions(), new.provisions()), old, new)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


def _with_gaps(
    rows: tuple[Alignment, ...], old: ShownText, new: ShownText
) -> tuple[Alignment, ...]:
    """The rows, in which a gap of the source is no empty number: unknown words stood there."""
    gaps = (_gaps_of(old), _gaps_of(new))
    return tuple(
        replace(row, kind=AlignmentKind.AMENDED, rule="gap", reason=_GAP_REASON, changed=True)
        if row.old_eid in gaps[0] or row.new_eid in gaps[1]
        else row
        for row in rows
    )


def _gaps_of(text: ShownText) -> frozenset[str]:
    """The units of which nothing but a gap is in the source."""
    if text.derived is None:
        return frozenset()
    return frozenset(p.eid for p in text.derived.provisions if p.text.strip() == GAP)


def _identity(text: ShownText) -> Key:
    """A text that is taken in anew has another hash."""
    return (text.expression.uri, text.expression.sha256, text.at)
