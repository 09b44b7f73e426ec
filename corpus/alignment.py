"""What became of each provision between two expressions of an instrument.

Values only: the aligner makes them, notes and pages read them.  An alignment has one row for
every provision of either expression, so that nothing is silently left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import BASIC_KINDS, ProvisionKind
from corpus.uri import EID_NAMES

_BASIC_NAMES = frozenset(EID_NAMES[kind] for kind in BASIC_KINDS | {ProvisionKind.SCHEDULE})


class AlignmentKind(StrEnum):
    """What happened to a provision."""

    SAME = "same"
    """Its words and its address stand; print, case and spelling may differ."""
    AMENDED = "amended"
    """Its address stands, its words or those of a unit inside it differ."""
    RENUMBERED = "renumbered"
    """It stands at another address; `changed` tells whether its words differ too."""
    INSERTED = "inserted"
    """It has no forerunner."""
    REPEALED = "repealed"
    """It has no heir."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """One provision of the old expression, one of the new, and what lies between them."""

    old_eid: str | None
    """None for an insertion, or the empty number that the insertion filled."""
    new_eid: str | None
    """None for a repeal, or the empty number (`[Omitted]`) that the repeal left."""
    kind: AlignmentKind
    similarity: float
    """From 0 to 1: the share of weighted words in common; 1 where the words are the same."""
    changed: bool
    """Whether the words differ; always so for an amendment, an insertion and a repeal."""
    moved: bool
    """Whether it now stands under another parent; a section may change its chapter freely."""
    rule: str
    """Name of the rule that decided, for filters and reports."""
    reason: str
    """The same for a reader: one sentence."""

    @property
    def basic(self) -> bool:
        """Whether a reader would open it: a section, article, rule, regulation or schedule."""
        name = (self.new_eid or self.old_eid or "").split("__")[-1].split("_")[0]
        return name in _BASIC_NAMES

    @property
    def differs(self) -> bool:
        """Whether the law differs: an empty number that one print shows is no change."""
        return self.kind is not AlignmentKind.SAME and self.rule != "empty-number"


class ChangeOp(StrEnum):
    """What a stretch of a word-level comparison is."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of two texts.

    Offsets are code points, 0-based, end exclusive; the stretches of a comparison cover both
    texts without gap or overlap.  Equal stretches have the same words; quotation marks, dashes
    and spaces may be printed differently, so a page shows the new text's.
    """

    op: ChangeOp
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class AlignmentSummary:
    """How two expressions differ, in numbers and by section or article."""

    counts: tuple[tuple[AlignmentKind, int], ...]
    """Rows of every kind, at every depth."""
    basic_counts: tuple[tuple[AlignmentKind, int], ...]
    """The same for sections, articles, rules, regulations and schedules alone."""
    changed: tuple[Alignment, ...]
    """Those that differ, without the doubtful."""
    doubtful: tuple[Alignment, ...]
    """Those in which single letters or “the”, “a”, “of” differ: a misprint, or a small change."""

    def count(self, kind: AlignmentKind) -> int:
        """Rows of one kind at every depth."""
        return dict(self.counts)[kind]


def alignment_summary(rows: Iterable[Alignment]) -> AlignmentSummary:
    """Counts by kind, and the sections, articles, rules and schedules that differ, in order."""
    held = tuple(rows)
    basic = tuple(row for row in held if row.basic)
    differing = tuple(row for row in basic if row.differs)
    return AlignmentSummary(
        counts=_counts(held),
        basic_counts=_counts(basic),
        changed=tuple(row for row in differing if row.rule != "slip"),
        doubtful=tuple(row for row in differing if row.rule == "slip"),
    )


def by_old_eid(rows: Iterable[Alignment]) -> dict[str, Alignment]:
    """The row of every provision of the old expression."""
    return {row.old_eid: row for row in rows if row.old_eid is not None}


def by_new_eid(rows: Iterable[Alignment]) -> dict[str, Alignment]:
    """The row of every provision of the new expression."""
    return {row.new_eid: row for row in rows if row.new_eid is not None}


def _counts(rows: tuple[Alignment, ...]) -> tuple[tuple[AlignmentKind, int], ...]:
    found = Counter(row.kind for row in rows)
    return tuple((kind, found[kind]) for kind in AlignmentKind)
