"""Web addresses inside a line of text as links that show their host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_ADDRESS = re.compile(
    r"""
    (?P<address> https?://[^\s<>"“”\[\]]+[^\s<>"“”\[\].,;:)])
    (?:\s+(?=[,;]))?   # sources are written `https://… , as reported`
    """,
    re.VERBOSE,
)


def linked(text: str) -> Markup:
    """The text, escaped, with each web address in it as a link that shows its host alone."""
    parts: list[Markup] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(_link(found["address"]))
        at = found.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _link(address: str) -> Markup:
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    return Markup('<a href="{}" rel="noreferrer external">{}</a>').format(address, host)
