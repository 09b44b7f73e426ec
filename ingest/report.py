"""What became of a file, in lines that a person reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.model import Unread
from ingest.parse import Parsed

_QUOTE = 90


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Counts by kind, every block that no stage understood, and warnings."""

    name: str
    title: str
    unit: str
    pages: int | None
    counts: tuple[tuple[str, int], ...]
    """Kind of provision and how many there are, the most frequent first."""
    amendments: int
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
    operations: int = 0
    """How many operations on other laws were read."""

    @classmethod
    def of(cls, parsed: Parsed) -> IngestReport:
        """The report of one parsed file."""
        counts = Counter(provision.kind.value for provision in parsed.provisions)
        return cls(
            parsed.name,
            parsed.title,
            parsed.unit,
            parsed.pages,
            tuple(counts.most_common()),
            len(parsed.amendments),
            parsed.unread,
            parsed.warnings,
            len(parsed.operations),
        )

    def lines(self) -> list[str]:
        """The report, a line for each fact; unread blocks are quoted with their page."""
        pages = f", {self.pages} pages" if self.pages else ""
        counts = ", ".join(f"{count} {kind}" for kind, count in self.counts)
        found = [f"{self.name}: {self.title or 'no title found'}{pages}", f"  found: {counts}"]
        if self.amendments:
            found.append(f"  amendment notes: {self.amendments}")
        if self.operations:
            found.append(f"  operations on other laws: {self.operations}")
        found += [f"  warning: {warning}" for warning in self.warnings]
        found += [f"  not read: {_quoted(block)}" for block in self.unread]
        return found


def _quoted(block: Unread) -> str:
    page = f"page {block.page}: " if block.page else ""
    words = block.text if len(block.text) <= _QUOTE else block.text[: _QUOTE - 1] + "…"
    return f"{page}“{words}” ({block.why})"
