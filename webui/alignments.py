"""The alignments that readers ask for, made when they are asked for.

Two Constitutions take a second or two, so the last ones are kept; they are never stored, because
they follow from the texts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from corpus.alignment import Alignment
from corpus.shown import ShownText
from ingest.align import align

_KEPT = 16

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
        found = align(old.provisions(), new.provisions())
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


def _identity(text: ShownText) -> Key:
    """A text that is taken in anew has another hash."""
    return (text.expression.uri, text.expression.sha256, text.at)
