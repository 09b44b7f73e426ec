"""The plug of a search engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from search.backends.whoosh import WhooshBackend
from search.concepts import Concepts, load_concepts
from search.document import IndexChange, IndexDocument
from search.errors import BadSearchUrl
from search.profile import SearchProfile, load_profile
from search.query import SearchQuery
from search.results import SearchResults

PAGE = 20
"""Hits on a page where nobody asks otherwise."""


class SearchBackend(Protocol):
    """What an engine must do; `tests/search/test_backends.py` is the contract."""

    def check(self) -> None:
        """Do nothing when the index can answer.

        Raises:
            IndexUnusable: it is missing, damaged or of another version: rebuild it.
            UnsafeIndex: others may write it.
        """

    def generation(self) -> str:
        """A name that changes exactly when the index does; empty when there is none."""

    def rebuild(self, documents: Iterable[IndexDocument]) -> None:
        """Put a fresh index in the place of the present one, which answers until then.

        Whatever `documents` raises leaves the present index as it was.
        """

    def apply(self, changes: Iterable[IndexChange]) -> None:
        """Bring some instruments up to date; all changes show at once or none."""

    def search(self, query: SearchQuery, limit: int = PAGE, offset: int = 0) -> SearchResults:
        """One page of the ranked units, without headings and snippets, which are not indexed.

        Raises:
            IndexUnusable: see `check`.
            SearchQueryError: the query cannot be answered as it stands.
        """

    def explain(self, query: SearchQuery) -> dict[str, Any]:
        """How the query was read and what each part found, as plain values."""

    def close(self) -> None:
        """Let go of files and connections; the backend opens them again when asked."""


def open_backend(
    url: str, profile: SearchProfile | None = None, concepts: Concepts | None = None
) -> SearchBackend:
    """The engine at an address: `whoosh:///home/me/index`.  Opens no file yet.

    Raises:
        BadSearchUrl: no engine has such an address.
    """
    scheme = urlsplit(url).scheme
    if scheme not in ENGINES:
        raise BadSearchUrl(
            f"MIZAN_SEARCH={url!r} names no search engine; use {' or '.join(EXAMPLES)}."
        )
    return ENGINES[scheme](url, profile or load_profile(), concepts or load_concepts())


def _open_whoosh(url: str, profile: SearchProfile, concepts: Concepts) -> SearchBackend:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or path == "/":
        raise BadSearchUrl(
            f"MIZAN_SEARCH={url!r} needs a folder, with three slashes: {EXAMPLES[0]}."
        )
    return WhooshBackend(Path(path), profile, concepts)


Opener = Callable[[str, SearchProfile, Concepts], SearchBackend]
ENGINES: dict[str, Opener] = {"whoosh": _open_whoosh}
EXAMPLES = ("whoosh:///home/me/mizan/index",)
"""Every engine is registered here; a new one is one file and one line."""
