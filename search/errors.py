"""Errors of asking and answering a search."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.errors import AskerError, MizanError


class SearchQueryError(AskerError):
    """The reader can mend this by typing something else (HTTP 400)."""


class QueryTooLong(SearchQueryError):
    """The query is longer than the search box allows."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"Your search has {length} characters and the most is {limit}; "
            "keep the words that matter."
        )
        self.length = length
        self.limit = limit


class TooManyTerms(SearchQueryError):
    """The query has more words, phrases and filters than one search may have."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(
            f"Your search has {count} words and the most is {limit}; keep the words that matter."
        )
        self.count = count
        self.limit = limit


class TooDeep(SearchQueryError):
    """Brackets inside brackets inside brackets, past the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Brackets may stand at most {limit} deep; write the search with fewer of them."
        )
        self.limit = limit


class UnknownFilter(SearchQueryError):
    """The query filters on a name that is not a filter."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"No filter is called {name[:40]!r}; use one of {', '.join(known)}, "
            f"or put the words in quotation marks to search for them."
        )
        self.name = name


class BadFilterValue(SearchQueryError):
    """A filter is known, but not with that value."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}:{value[:60]} cannot be used; {name} takes {expected}.")
        self.name = name
        self.value = value


class BadPrefix(SearchQueryError):
    """A `*` stands where it would match nearly every word."""

    def __init__(self, word: str, shortest: int) -> None:
        super().__init__(
            f"{word[:40]!r} would match too much: a * comes last, after at least "
            f"{shortest} letters, as in regulat*."
        )
        self.word = word


class BadPage(SearchQueryError):
    """A page of results that no search has."""


class SearchTooSlow(SearchQueryError):
    """The search passed its deadline and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The search took longer than {seconds:g} seconds and was stopped; "
            "use fewer or rarer words."
        )
        self.seconds = seconds


class BadSearchUrl(AskerError):
    """`MIZAN_SEARCH` is not the address of a search engine that we know."""


class SearchUnavailable(MizanError):
    """The search engine cannot answer now; the message says why and what helps."""


class IndexUnusable(SearchUnavailable):
    """The index is missing, damaged, or made by another version; it must be built again."""


class UnsafeIndex(SearchUnavailable):
    """Others may write the index folder, and an index file can hold code."""


class IndexBusy(SearchUnavailable):
    """Another process is writing the index."""


class BadSearchData(MizanError):
    """A packaged settings file (concepts, profile, words) is wrong; names the file and entry."""
