"""What the units inside a section are called: subsection, paragraph, point, by level and print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import BASIC_KINDS, CONTAINER_KINDS, ProvisionKind
from ingest.draft import Line, Unit
from ingest.numbering import Ordinal, Style
from ingest.subunits import DIGITS

_OF_LETTERS = re.compile(r"\bsub-?section\s*\([a-z]\)", re.IGNORECASE)
_OF_TITLE = re.compile(r"\bsections?\s[\w.-]+(?:\([\w.]+\))*\sof\sthis\stitle\b")
"""Codes that are made of titles call `(a)` a subsection."""
_OF_PARAGRAPHS = re.compile(r"\bparagraphs?\s*\([a-z]\)", re.IGNORECASE)
_OF_DIGITS = re.compile(r"\bsub-?section\s*\(\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """How one document names its levels."""

    articles: bool
    """Articles carry the numbering: paragraphs are `1.`, points `(a)`."""
    points: bool
    """Under articles, `(1)` is a point."""
    lettered: bool
    """The text calls `(a)` a subsection and `(1)` a paragraph."""

    def kind(
        self, parent: Unit, ordinal: Ordinal | None, dotted: bool
    ) -> tuple[ProvisionKind, str]:
        """Kind and, where the eId does not use the kind's name, the name it uses."""
        style = ordinal.style if ordinal else None
        digit = style in (*DIGITS, Style.SECOND)
        if self.articles:
            return _in_article(parent, digit and not (self.points and not dotted))
        if self.lettered and style is not None and not _in_schedule(parent):
            return _by_style(parent, style)
        return _by_level(parent, digit)


def says_lettered(lines: list[Line]) -> bool:
    """Whether a text speaks of subsection (a) rather than of subsection (1)."""
    words = "\n".join(line.text for line in lines)
    letters, digits = (len(p.findall(words)) for p in (_OF_LETTERS, _OF_DIGITS))
    if not letters and not digits and not _OF_PARAGRAPHS.search(words):
        return _OF_TITLE.search(words) is not None
    return letters > digits


def _in_schedule(parent: Unit) -> bool:
    unit: Unit | None = parent
    while unit is not None:
        if unit.kind is ProvisionKind.SCHEDULE:
            return True
        unit = unit.parent
    return False


def _by_style(parent: Unit, style: Style) -> tuple[ProvisionKind, str]:
    """`(a)(1)(A)(i)(I)`: each sort of number has its level, whichever are left out."""
    if style is Style.LOWER and parent.kind in BASIC_KINDS:
        return ProvisionKind.SUBSECTION, ""
    if style in DIGITS and (parent.kind in BASIC_KINDS or parent.kind is ProvisionKind.SUBSECTION):
        return ProvisionKind.PARAGRAPH, ""
    if style is Style.UPPER:
        return ProvisionKind.SUBPARAGRAPH, ""
    if parent.kind in BASIC_KINDS or parent.kind is ProvisionKind.SUBSECTION:
        return ProvisionKind.PARAGRAPH, ""
    return ProvisionKind.SUBPARAGRAPH, "item"


def _in_article(parent: Unit, digit: bool) -> tuple[ProvisionKind, str]:
    in_schedule = parent.kind is ProvisionKind.SCHEDULE or parent.kind in CONTAINER_KINDS
    if in_schedule or (parent.kind in BASIC_KINDS and digit):
        return ProvisionKind.PARAGRAPH, ""
    return ProvisionKind.SUBPARAGRAPH, "point"


def _by_level(parent: Unit, digit: bool) -> tuple[ProvisionKind, str]:
    if parent.kind in BASIC_KINDS:
        return (ProvisionKind.SUBSECTION, "") if digit else (ProvisionKind.PARAGRAPH, "")
    if parent.kind in CONTAINER_KINDS:
        return ProvisionKind.PARAGRAPH, ""
    if parent.kind is ProvisionKind.PARAGRAPH:
        return ProvisionKind.SUBPARAGRAPH, ""
    if parent.kind is ProvisionKind.SUBPARAGRAPH:
        return ProvisionKind.SUBPARAGRAPH, "item"
    return ProvisionKind.PARAGRAPH, ""
