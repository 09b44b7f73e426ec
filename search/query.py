"""What a reader asked for, before any engine sees it.

Backends compile a `SearchQuery`; none of them parses the search box, so the same typo behaves
the same way on every engine.  Whoosh's own parser is never used: it takes seconds over a long
word and recurses without limit.

The grammar, loosest first::

    either   = both { "OR" both }
    both     = some { "AND" some }
    some     = { unary }                 words beside each other
    unary    = "NOT" unary | "-" atom | atom
    atom     = "(" either ")" | phrase | filter | prefix | word

Words beside each other rank: any may match, more is better.  Where a query uses AND, OR or
brackets, words beside each other must all match, since its writer is being exact.  Phrases and
filters must match wherever they stand.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search.errors import (
    BadFilterValue,
    BadPrefix,
    QueryTooLong,
    TooDeep,
    TooManyTerms,
    UnknownFilter,
)
from search.fields import BY_NAME, FILTERS, FieldKind

MAX_QUERY_CHARS = 400
"""Protects the server, not the reader: a long question has 90."""
MAX_TERMS = 40
MAX_DEPTH = 6
MAX_VALUE_CHARS = 200
MIN_PREFIX = 3
MAX_WORD_CHARS = 60
"""Longer words are cut: no word of law is as long, and spelling work grows with length."""


@dataclass(frozen=True, slots=True)
class Word:
    """A plain word, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together, as typed between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word: `regulat*` without its star."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A filter: the field has that value, or, for a text field, those words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Without:
    """What must not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class Both:
    """All of these must match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these must match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Words beside each other: any may match, more is better."""

    nodes: tuple[Node, ...]


Node = Word | Phrase | Prefix | FieldIs | Without | Both | Either | Some


@dataclass(frozen=True, slots=True)
class Pin:
    """A cited unit, which comes before anything ranked."""

    instrument: str | None
    """Slug; None where the citation names no instrument."""
    unit: str
    """Its eId (`sec_37`) or its bare number (`37`)."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A parsed query.  An empty one (`root` is None) matches everything."""

    text: str = ""
    root: Node | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Filters set outside the box: values of one name are alternatives, names add up."""
    pins: tuple[Pin, ...] = ()
    matter: tuple[Word, ...] = ()
    """Words of a cited unit's heading, which find units like it; the reader did not type them."""
    related: tuple[FieldIs, ...] = ()
    """Values whose units are found and ranked as well: what cites a cited unit."""
    named: tuple[str, ...] = ()
    """Slugs of instruments that the words name; their units are preferred."""
    named_words: frozenset[int] = frozenset()
    """Which plain words (by their order in the query) are part of such a name."""


_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<sub>\((?:\d{1,3}[A-Za-z]?|[ivx]{1,5}|[a-z]{1,2})\))+  # section 39 (2)(a): no grouping
    | (?P<open>-?\() | (?P<close>\))
    | (?P<minus>-)?"(?P<phrase>[^"]*)"?                  # "unlawful content", closed or not
    | (?P<fminus>-)?(?P<name>[A-Za-z_]{2,20}):
        (?: "(?P<quoted>[^"]*)"? | (?P<value>[^\s()"]+) ) # instrument:pk-peca-2016
    | (?P<word>[^\s()"]+(?:\([^\s()"]{1,6}\))*)           # block, -block, regulat*, 37(1)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTES = str.maketrans("“”„«»‟", '""""""')
_OPERATORS = ("AND", "OR", "NOT")
_HAS_LETTER = re.compile(r"\w")


def parse_query(text: str) -> SearchQuery:
    """Parse the text of the search box.

    A quotation left open runs to the end; brackets and operators that have nothing to join are
    passed over.  What looks like a filter but holds a web address (`http://…`) or a time
    (`10:30`) is read as words.

    Raises:
        QueryTooLong, TooManyTerms, TooDeep: the query passes a limit.
        UnknownFilter: a `name:value` names no filter.
        BadFilterValue: a filter cannot have that value.
        BadPrefix: a `*` leads a word or follows fewer than three letters.
    """
    if len(text) > MAX_QUERY_CHARS:
        raise QueryTooLong(len(text), MAX_QUERY_CHARS)
    tokens = tuple(_tokens(text.translate(_QUOTES)))
    terms = sum(isinstance(token, _Leaf) for token in tokens)
    if terms > MAX_TERMS:
        raise TooManyTerms(terms, MAX_TERMS)
    return SearchQuery(text=text, root=_Parser(tokens).parse())


def leaves(node: Node | None) -> Iterator[Word | Phrase | Prefix | FieldIs]:
    """The words, phrases, prefixes and filters of a query, left to right, negated ones left out."""
    if isinstance(node, (Both, Either, Some)):
        for child in node.nodes:
            yield from leaves(child)
    elif node is not None and not isinstance(node, Without):
        yield node


def with_filters(node: Node, change: Callable[[FieldIs], FieldIs]) -> Node:
    """The query with each of its filters changed."""
    if isinstance(node, (Both, Either, Some)):
        return type(node)(tuple(with_filters(child, change) for child in node.nodes))
    if isinstance(node, Without):
        return Without(with_filters(node.node, change))
    return change(node) if isinstance(node, FieldIs) else node


@dataclass(frozen=True, slots=True)
class _Leaf:
    node: Node


_Part = Callable[[], "Node | None"]
_Token = str | _Leaf
"""An operator or bracket (`(`, `-(`, `)`, `AND`, `OR`, `NOT`), or a leaf."""


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if found["open"] or found["close"]:
            yield found[0]
        elif found["phrase"] is not None:
            yield from _phrase(found["phrase"], negated=bool(found["minus"]))
        elif found["name"]:
            yield from _filter(found)
        elif found["word"] or found["sub"]:
            yield from _word(found[0])


def _phrase(text: str, *, negated: bool) -> Iterator[_Token]:
    if _HAS_LETTER.search(text):
        yield _leaf(Phrase(text.strip()), negated=negated)


def _filter(found: re.Match[str]) -> Iterator[_Token]:
    name = found["name"].lower()
    value = found["quoted"] if found["quoted"] is not None else found["value"]
    if found["quoted"] is None and value.startswith("//"):  # a web address
        yield from _word(found[0])
    elif name not in FILTERS:
        raise UnknownFilter(found["name"], FILTERS)
    elif value.strip():
        yield _leaf(checked_filter(name, value), negated=bool(found["fminus"]))


def checked_filter(name: str, value: str) -> FieldIs:
    """The filter as a node.

    Raises:
        UnknownFilter: no filter has that name.
        BadFilterValue: a day is not written as YYYY-MM-DD, or a value is not on the field's list.
    """
    if name not in FILTERS:
        raise UnknownFilter(name, FILTERS)
    field, clean = BY_NAME[name], " ".join(value.split())[:MAX_VALUE_CHARS]
    if field.kind is FieldKind.DATE and not _is_day(clean):
        raise BadFilterValue(name, clean, "a day such as 2025-01-29")
    if field.values and clean.casefold() not in field.values:
        raise BadFilterValue(name, clean, f"one of {', '.join(field.values)}")
    return FieldIs(name, clean)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _word(text: str) -> Iterator[_Token]:
    if text in _OPERATORS:
        yield text
        return
    negated = text.startswith("-") and _HAS_LETTER.match(text[1:]) is not None
    word = text[1:] if negated else text
    if "*" in word:
        yield _leaf(_prefix(word), negated=negated)
    elif _HAS_LETTER.search(word):
        yield _leaf(Word(word[:MAX_WORD_CHARS]), negated=negated)


def _prefix(word: str) -> Node:
    stem = word.rstrip("*")
    if "*" in stem or len(re.findall(r"\w", stem)) < MIN_PREFIX:
        raise BadPrefix(word, MIN_PREFIX)
    return Prefix(stem[:MAX_WORD_CHARS])


def _leaf(node: Node, *, negated: bool) -> _Leaf:
    return _Leaf(Without(node) if negated else node)


class _Parser:
    """Recursive descent over at most `MAX_TERMS` leaves and `MAX_DEPTH` brackets."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        # a writer who uses operators or brackets is being exact
        self._exact = any(token in ("AND", "OR", "(", "-(") for token in tokens)

    def parse(self) -> Node | None:
        """The whole query; None when nothing is asked."""
        parts: list[Node] = []
        while self._at < len(self._tokens):
            if (node := self._either(0)) is not None:
                parts.append(node)
            if self._peek() == ")":  # a bracket that closes nothing
                self._at += 1
        return self._beside(parts)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self, depth: int) -> Node | None:
        return _join(Either, self._separated("OR", lambda: self._both(depth)))

    def _both(self, depth: int) -> Node | None:
        return _join(Both, self._separated("AND", lambda: self._some(depth)))

    def _separated(self, operator: str, part: _Part) -> list[Node]:
        found = [part()]
        while self._peek() == operator:
            self._at += 1
            found.append(part())
        return [node for node in found if node is not None]

    def _some(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._peek() not in (None, ")", "AND", "OR"):
            if (node := self._unary(depth)) is not None:
                parts.append(node)
        return self._beside(parts)

    def _beside(self, parts: list[Node]) -> Node | None:
        return _join(Both if self._exact else Some, parts)

    def _unary(self, depth: int) -> Node | None:
        negated = False
        while self._peek() == "NOT":  # NOT NOT is no denial; a loop, so that 200 of them fit
            self._at += 1
            negated = not negated
        node = self._atom(depth)
        return Without(node) if negated and node is not None else node

    def _atom(self, depth: int) -> Node | None:
        opener = self._peek()
        if isinstance(opener, _Leaf):
            self._at += 1
            return opener.node
        if opener not in ("(", "-("):
            return None  # an operator or the end: nothing to take
        if depth >= MAX_DEPTH:
            raise TooDeep(MAX_DEPTH)
        self._at += 1
        node = self._either(depth + 1)
        if self._peek() == ")":
            self._at += 1
        return Without(node) if opener == "-(" and node is not None else node


def _join(kind: type[Both] | type[Either] | type[Some], parts: list[Node]) -> Node | None:
    """One part alone needs no joining; a denial alone still does, to be read as such."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))
