"""What an element's name, class, role and style say of its words: reads `html.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bs4 import Tag

_MOST_KNOWN = 5000
_FILE = Path(__file__).with_name("html.toml")
_HIDDEN_STYLE = re.compile(r"display:\s*none|visibility:\s*hidden")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_BOLD_CLASS = re.compile(r"(?:^|[\s_-])bold(?:$|[\s_-])")
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(doc-ti|s?ti|title|tit|heading)(?=$|[\s_-])")
_CLASS_LEVELS = {"doc-ti": 1, "sti": 4}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = frozenset(["b", "strong", "th", *HEADINGS])
_LEVELLED = frozenset(["p", "td", "th", "div", "dt", "legend", "caption"])


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Words of a class or an id, some of them beginnings."""

    whole: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    known: dict[tuple[str, ...], bool] = field(default_factory=dict)
    """Answers given so far: pages repeat their few classes many thousand times."""

    @classmethod
    def of(cls, words: list[str]) -> Tokens:
        """A star stands for any letters."""
        stars = [re.compile(re.escape(w).replace(r"\*", r"[\w-]*") + r"\Z") for w in words]
        pairs = zip(words, stars, strict=True)
        return cls(
            frozenset(w for w in words if "*" not in w), tuple(p for w, p in pairs if "*" in w)
        )

    def hit(self, tokens: tuple[str, ...]) -> bool:
        """Whether any token is among the words."""
        if not tokens:
            return False
        answer = self.known.get(tokens)
        if answer is None:
            answer = any(t in self.whole or any(p.match(t) for p in self.patterns) for t in tokens)
            if len(self.known) < _MOST_KNOWN:
                self.known[tokens] = answer
        return answer


@dataclass(frozen=True, slots=True)
class Signs:
    """The tables of `html.toml`."""

    chrome: Tokens
    roles: frozenset[str]
    lines: frozenset[str]
    main: Tokens
    contents: Tokens
    hidden: Tokens
    notes: Tokens
    only_notes: Tokens
    calls: Tokens
    labels: Tokens
    levels: dict[str, int]
    blocks: Tokens
    inline: Tokens
    nesting: Tokens


@cache
def signs() -> Signs:
    """The shipped tables."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Signs(
        chrome=Tokens.of(held["chrome"]["tokens"]),
        roles=frozenset(held["chrome"]["roles"]),
        lines=frozenset(held["chrome"]["lines"]),
        main=Tokens.of(held["main"]["tokens"]),
        contents=Tokens.of(held["contents"]["tokens"]),
        hidden=Tokens.of(held["hidden"]["tokens"]),
        notes=Tokens.of(held["notes"]["tokens"]),
        only_notes=Tokens.of(held["notes"]["only"]),
        calls=Tokens.of(held["notes"]["calls"]),
        labels=Tokens.of(held["labels"]["tokens"]),
        levels=held["levels"],
        blocks=Tokens.of(held["shapes"]["blocks"]),
        inline=Tokens.of(held["shapes"]["inline"]),
        nesting=Tokens.of(held["shapes"]["nesting"]),
    )


def attribute(element: Tag, name: str) -> str:
    """An attribute as it was written; classes come as a list."""
    if not element.attrs:
        return ""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def classes(element: Tag) -> tuple[str, ...]:
    """The class names in small letters."""
    if not element.attrs:
        return ()
    return tuple(attribute(element, "class").casefold().split())


def names(element: Tag) -> tuple[str, ...]:
    """Class names and id in small letters."""
    return (*classes(element), *attribute(element, "id").casefold().split())


def level_of(element: Tag) -> int:
    """The heading level that the element's name or class gives, 0 for none."""
    if element.name in HEADINGS:
        return int(element.name[1])
    role = attribute(element, "role")
    if role == "heading":
        return int(attribute(element, "aria-level") or 3) if _digit(element) else 3
    if element.name not in _LEVELLED:
        return 0
    table = signs().levels
    known = [table[token] for token in classes(element) if token in table]
    if known:
        return max(known)
    found = _HEADING_CLASS.search(attribute(element, "class")) if element.name == "p" else None
    return _CLASS_LEVELS.get(found[1], 3) if found else 0


def _digit(element: Tag) -> bool:
    return attribute(element, "aria-level") in ("", "1", "2", "3", "4", "5", "6")


def is_bold(element: Tag) -> bool:
    """Whether its letters are bold by name, class or style."""
    if element.name in _BOLD:
        return True
    named = attribute(element, "class")
    return bool(
        _BOLD_CLASS.search(named)
        or _BOLD_STYLE.search(attribute(element, "style"))
        or (element.name == "span" and "heading" in named.split())
    )


def is_hidden(element: Tag) -> bool:
    """Whether a browser, or the publisher's own style sheet, shows nothing of it."""
    if not element.attrs:
        return False
    if element.has_attr("hidden") or _HIDDEN_STYLE.search(attribute(element, "style")):
        return True
    return signs().hidden.hit(classes(element))
