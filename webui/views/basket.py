"""The comparison that a reader is putting together: its provisions ride in the address.

An address such as `/compare?p=pk-peca-2016/sec_37&p=pk-constitution-1973/art_19` holds the whole
comparison, so it can be shared, and works without cookies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request, session, url_for

from corpus.errors import AskerError
from corpus.uri import is_eid

MAX_COLUMNS = 6
"""More do not fit a screen, and each costs a read of its section."""

_KEY = re.compile(
    r"(?P<slug>[a-z0-9-]+)/(?P<eid>[A-Za-z0-9_.-]+)(?P<text>@(?:/akn/\S+|\d{4}-\d\d-\d\d))?"
)
_BASKET = "basket"


class BadComparison(AskerError):
    """The address names something that cannot be compared."""


@dataclass(frozen=True, slots=True)
class ColumnKey:
    """One provision of a comparison; without `text` in the text that is shown."""

    slug: str
    eid: str
    text: str = ""
    """An expression’s address, or the ISO day that its text is wanted for."""

    def __str__(self) -> str:
        return f"{self.slug}/{self.eid}" + (f"@{self.text}" if self.text else "")


def parse_key(written: str) -> ColumnKey:
    """Read `slug/eid`, with `@/akn/…` or a day behind it for a text that is not shown by default.

    Raises:
        BadComparison: it has another form.
    """
    found = _KEY.fullmatch(written)
    if found is None or not is_eid(found["eid"]):
        raise BadComparison(
            f"{written[:80]!r} names no provision; one looks like pk-peca-2016/sec_37."
        )
    return ColumnKey(found["slug"], found["eid"], (found["text"] or "")[1:])


def asked_columns(values: list[str]) -> list[ColumnKey]:
    """The provisions of an address or form, each once.

    Raises:
        BadComparison: one has a wrong form, or there are too many.
    """
    keys = list(dict.fromkeys(parse_key(value) for value in values))
    if len(keys) > MAX_COLUMNS:
        raise BadComparison(f"{len(keys)} provisions do not fit; compare up to {MAX_COLUMNS}.")
    return keys


def basket_items() -> list[str]:
    """The keys of the comparison that this reader looked at last."""
    kept = session.get(_BASKET, [])
    return [str(item) for item in kept][:MAX_COLUMNS]


def remember(keys: list[ColumnKey]) -> None:
    """Keep the comparison, so that the next provision can be put beside it."""
    session[_BASKET] = [str(key) for key in keys]


def compare_address(slug: str, eid: str, text: str | None) -> str:
    """Address of the current comparison with one more provision."""
    key = str(ColumnKey(slug, eid, text or ""))
    kept = [item for item in basket_items() if item != key][: MAX_COLUMNS - 1]
    return url_for("compare.show", p=[*kept, key])


def asked() -> list[ColumnKey]:
    """The provisions that the request names."""
    return asked_columns(request.values.getlist("p"))
