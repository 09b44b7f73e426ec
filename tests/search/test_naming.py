"""Names of instruments in the words of a query."""

from __future__ import annotations

import pytest

from corpus.model import Instrument, InstrumentType
from search.naming import NameFinder


def _act(slug: str, title: str, *aliases: str) -> Instrument:
    return Instrument(slug, title, InstrumentType.ACT, f"/akn/pk/act/{slug}", aliases=aliases)


FINDER = NameFinder(
    [
        _act("pk-signals-1999", "Prevention of Electronic Signals Act, 1999", "PESA"),
        _act("pk-telegram-1950", "Telegram (Re-organization) Act, 1950"),
        # two instruments that share a name
        _act("pk-a-1990", "Boats Act, 1990", "the boats"),
        _act("pk-b-1991", "Ships Act, 1991", "the boats"),
    ]
)


@pytest.mark.parametrize(
    ("text", "slugs", "words"),
    [
        ("PESA", ("pk-signals-1999",), {0}),
        ("fine in pesa", ("pk-signals-1999",), {2}),
        # singular for plural, small words missing
        ("prevention electronic signal act penalty", ("pk-signals-1999",), {0, 1, 2, 3}),
        # a letter missing in a longer name
        ("telegrm act", ("pk-telegram-1950",), {0, 1}),
        ("telegram reorganization act 1950", ("pk-telegram-1950",), {0, 1, 2, 3}),
        ("pk-signals-1999", ("pk-signals-1999",), {0}),
        ("boats act and pesa", ("pk-a-1990", "pk-signals-1999"), {0, 1, 3}),
        # must not: a name that two instruments share, a part of a name, nothing
        ("the boats", (), set()),
        ("electronic signals", (), set()),
        ("act", (), set()),
        ("", (), set()),
    ],
)
def test_find(text: str, slugs: tuple[str, ...], words: set[int]) -> None:
    found = FINDER.find(text.split())
    assert (found.slugs, set(found.words)) == (slugs, words)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("PESA", "pk-signals-1999"), ("pk-a-1990", "pk-a-1990"), ("the boats", None), ("", None)],
)
def test_slug_of(name: str, slug: str | None) -> None:
    assert FINDER.slug_of(name) == slug
