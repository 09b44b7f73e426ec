"""What a search answers: frozen values, never engine objects."""

from __future__ import annotations

from dataclasses import dataclass

Snippet = tuple[tuple[str, bool], ...]
"""Pieces of text in order, each with whether it matched; a template escapes the text and marks
the matches."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit of an instrument that matched."""

    instrument: str
    """Slug."""
    eid: str
    num: str | None
    """Bare number of the section, article or rule, None for schedules, headings and the like."""
    score: float
    expression_uri: str
    expression_kind: str
    """official or digest."""
    heading: str = ""
    snippet: Snippet = ()
    rank: int = 0
    """1-based place in the whole result."""
    exact: bool = False
    """True for a unit that the query cites."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of the whole result by the values of a field, most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ConceptUsed:
    """A way of saying it that was read as the law's own terms."""

    said: str
    """The reader's words."""
    terms: tuple[str, ...]
    """What was searched for besides them."""
    reason: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How a query was read, for the line above the results."""

    words: tuple[str, ...] = ()
    """The words that rank, as typed."""
    passed_over: tuple[str, ...] = ()
    """Words of asking (who, what, how) that were left out of the ranking."""
    phrases: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    excluded: tuple[str, ...] = ()
    concepts: tuple[ConceptUsed, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    """Words that no text holds, with the word that was searched for instead."""
    named: tuple[str, ...] = ()
    """Instruments that the words name."""
    cited: tuple[str, ...] = ()
    """Units that the words cite, as typed numbers or eIds."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of results, with counts over all of them."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    took_ms: float = 0.0
    understood: Understood = Understood()
    suggestion: str | None = None
    """The query with its misspelt words mended, when there were any."""
    terms: tuple[str, ...] = ()
    """Analysed forms to highlight."""
