"""Names that the writer of Akoma Ntoso and its reader share.

What the standard has no place for stands in attributes and elements of our own namespace: the
schema allows foreign attributes on every element, and foreign elements in `proprietary`.
"""

from __future__ import annotations

import re

from corpus.model import ProvisionKind

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
"""Namespace of Akoma Ntoso 3.0."""

OWN = "https://mizan.invalid/ns/akn/1"
"""Our namespace; `.invalid` is never an address (RFC 2606), so that no program tries to open it."""

ELEMENTS = {
    kind: kind.value
    for kind in (
        ProvisionKind.TITLE,
        ProvisionKind.PART,
        ProvisionKind.SUBPART,
        ProvisionKind.CHAPTER,
        ProvisionKind.SECTION,
        ProvisionKind.ARTICLE,
        ProvisionKind.RULE,
        ProvisionKind.SUBSECTION,
        ProvisionKind.PARAGRAPH,
        ProvisionKind.SUBPARAGRAPH,
        ProvisionKind.PROVISO,
        ProvisionKind.RECITAL,
    )
}
"""Kinds that the standard has an element for; others are an `hcontainer` named by the kind."""

LEAVES = frozenset({"p", "num", "heading", "crossHeading"})
"""Elements of our files whose letters, in order, are the letters of the text."""

NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 cannot hold, and the carriage return, which it does not keep."""

CHARACTER = "character"
"""Name of the `inline` that stands for such a letter; `code` tells which."""

_EDGES = " \t\n()[].,:;–—―-_\"'“”‘’*"
_ESCAPED = re.compile(r"\\(\\|u(?!D[89A-F])[0-9A-F]{4})")
"""A half of a pair of surrogates is no letter, and no database takes one: it is never written."""


def bare(printed: str) -> str:
    """A printed number or heading without white space, brackets and stops around it."""
    return " ".join(printed.split()).strip(_EDGES)


def escaped(value: str) -> str:
    r"""A value for one of our attributes: what XML cannot hold is written `\uFFFE`."""
    return NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04X}", value.replace("\\", r"\\"))


def unescaped(value: str) -> str:
    """The value that `escaped` wrote."""
    return _ESCAPED.sub(lambda m: "\\" if m[1] == "\\" else chr(int(m[1][1:], 16)), value)


def lossy(value: str) -> str:
    """A value for an attribute of the standard: U+FFFD for what XML cannot hold."""
    return NOT_XML.sub("\ufffd", value)
