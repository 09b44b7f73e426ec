"""Names of laws in running text: `the Widgets Act, 1988`, `Regulation (EU) 2016/679`."""

from __future__ import annotations

import re

_LAW = re.compile(
    r"\b(?:Act|Ordinance|Code|Order|Rules|Regulations|Constitution|Decree|Law)\b"
    r"(?:\s+of\s+(?:[A-Z][a-z]+\s?){1,3}(?=,|\s*\())?(?:,?\s+(?:1[6789]|20)\d\d(?:[-–]\d{2,4})?)?"
    r"(?!\s+(?:No\.?\s+)?[IVXLC]+\s+of)(?!\s+[A-Z][a-z]+\s+(?:Act|Ordinance|Code))"
)
_EUROPEAN = re.compile(
    r"\b(?:Regulation|Directive|Decision)\s+(?:\((?:EU|EC|EEC)\)\s+)?(?:No\s+)?\d{2,4}/\d+(?:/\w{2,4})?"
)
_WORD_BEFORE = re.compile(r"(\S+)\s+$")
_JOINING = frozenset(["of", "the", "and", "for", "on", "in", "to", "with", "against", "by"])
_NO_NAMES = ("This", "That", "An", "No", "Principal", "Said")
_REFERS = re.compile(
    r"\b(?:said|principal|aforesaid)\s+(?:Act|Ordinance|Order|Code|Law|Rules|Regulations)\b"
)
_MOST_WORDS = 22
_WORDS = re.compile(r"\S+\s+")
_INNER = re.compile(r"\([\w\s.’'-]{2,60}\)\s+$")
"""A bracket inside a name: `Widgets (Re-organisation) Act`."""


def first_law(text: str) -> tuple[str, int]:
    """The first law that a text names, and where its name starts; "" and -1 where none is named."""
    if found := _EUROPEAN.search(text):
        return found[0], found.start()
    for found in _LAW.finditer(text):
        start = _start_of(text, found.start())
        name = " ".join(text[start : found.end()].split())
        if name and len(name.split()) > 1 and name.split()[0] not in _NO_NAMES:
            return name, start
    return "", -1


def hidden_names(text: str, sign: str) -> str:
    """The text with a sign for every letter of names like `Regulation (EU) 2016/679`."""
    return _EUROPEAN.sub(lambda found: sign * len(found[0]), text)


def refers_to_named(text: str) -> int:
    """Where a text says `the said Act` or `the principal Act`; -1 where it does not."""
    found = _REFERS.search(text)
    return found.start() if found else -1


def _start_of(text: str, at: int) -> int:
    """Where the name begins whose last word stands at an offset: back over its capitals."""
    start = at
    first = at
    for _ in range(_MOST_WORDS):
        if inner := _INNER.search(text, max(0, first - 70), first):
            first = start = inner.start()
        found = _WORD_BEFORE.search(text, max(0, first - 60), first)
        if found is None:
            break
        word = found[1]
        if word.endswith((",", ";", ":", ".", "—")) and word[:-1].casefold() not in _JOINING:
            break
        if word[:1].isupper() or (word[:1] == "(" and word[1:2].isupper()):
            start = found.start()
        elif word not in _JOINING:
            break
        first = found.start()
    words = text[start:at].split()
    skip = next((n for n, word in enumerate(words) if word.casefold() not in _JOINING), 0)
    return start + sum(len(each) for each in _WORDS.findall(text[start:at])[:skip])
