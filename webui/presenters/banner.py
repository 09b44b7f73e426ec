"""What the banner says: whose words these are, of what day, from where."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.facts import Source
from corpus.model import Expression, ExpressionKind, Instrument


@dataclass(frozen=True, slots=True)
class Banner:
    """The facts of the text that is shown."""

    digest: bool
    date: str
    print_date: str
    amended_to: str
    source: Source | None
    file_name: str
    sha256: str
    notices: tuple[str, ...]


def is_digest(expression: Expression) -> bool:
    """Whether the text is our own words."""
    return expression.kind is ExpressionKind.DIGEST


def banner_of(instrument: Instrument, expression: Expression) -> Banner:
    """The banner of an expression; the instrument brings its address and notices."""
    return Banner(
        digest=is_digest(expression),
        date=expression.date,
        print_date=expression.print_date,
        amended_to=expression.amended_to,
        source=instrument.sources[0] if instrument.sources else None,
        file_name=expression.file_name,
        sha256=expression.sha256,
        notices=tuple(f"{n.text} ({n.source})" for n in instrument.notices),
    )
