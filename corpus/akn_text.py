"""What a file of Akoma Ntoso is written of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import (
    AmendmentNote,
    Expression,
    ExpressionKind,
    Instrument,
    Provision,
    Remark,
)
from corpus.uri import AknUri, parse_uri


@dataclass(frozen=True, slots=True)
class AknText:
    """An expression with all that is told of it in a file."""

    instrument: Instrument
    expression: Expression
    """With its `text`, into which the provisions' offsets point."""
    provisions: Sequence[Provision]
    amendments: Sequence[AmendmentNote] = ()
    remarks: Sequence[Remark] = ()
    laws: Mapping[str, Instrument] = field(default_factory=dict)
    """By slug, the catalogued laws that amended it."""
    at: str = ""
    """ISO day that the text was led back to; empty for the expression's own words."""
    made: str = ""
    """ISO day on which the file is written; empty leaves the expression's own."""

    @property
    def is_digest(self) -> bool:
        """Whether the words are our own restatement."""
        return self.expression.kind is ExpressionKind.DIGEST

    @property
    def is_original(self) -> bool:
        """Whether the words are those of the first publication, as far as the text tells."""
        told = self.amendments or self.expression.amended_to or self.at
        return not (self.is_digest or told)

    @property
    def uri(self) -> str:
        """Address of the words: the expression's, or of what it was on the day asked for.

        A text that was led back is the convention's “virtual expression”: `eng:2019-01-01`.
        """
        if not self.at:
            return self.expression.uri
        held = parse_uri(self.expression.uri)
        return str(AknUri(held.work, held.language or "eng", digest=held.digest, seen=self.at))
