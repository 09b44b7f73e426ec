"""What a reader has before them on a day: the units, the notes, and what is said of the missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.as_at import GAP, Reach
from corpus.database import open_engine
from corpus.errors import NotFound
from corpus.model import (
    AmendmentNote,
    Expression,
    ExpressionKind,
    IngestedExpression,
    Instrument,
    InstrumentType,
    Provision,
    ProvisionKind,
)
from corpus.shown import NotYet, ShownText, ShownTexts
from corpus.store import CorpusStore

RIVER = Instrument(
    "zz-river-2001",
    "River Act, 2001",
    InstrumentType.ACT,
    "/akn/zz/act/2001/9",
    date="2001-02-03",
)
TEXT = "5. Locks.— (1) A lock may close.\n(2) A boatman may wait.\n6. Fees.— Fees may be set."
URI = "/akn/zz/act/2001/9/eng@2020-01-01"


def unit(eid: str, kind: ProvisionKind, num: str, words: str, parent: str | None) -> Provision:
    """A unit by its words, which the text has once."""
    start = TEXT.index(words)
    return Provision(eid, kind, num, None, words, parent, 1, start, start + len(words))


UNITS = (
    unit("sec_5", ProvisionKind.SECTION, "5", TEXT[10:56], None),
    unit("sec_5__subsec_1", ProvisionKind.SUBSECTION, "1", "A lock may close.", "sec_5"),
    unit("sec_5__subsec_2", ProvisionKind.SUBSECTION, "2", "A boatman may wait.", "sec_5"),
    unit("sec_6", ProvisionKind.SECTION, "6", "Fees may be set.", None),
)
NOTES = (
    AmendmentNote("sec_5", "substituted", "Act II of 2010", date="2010-02-01"),
    AmendmentNote("sec_5__subsec_2", "inserted", "Act V of 2015", date="2015"),
    AmendmentNote("sec_6", "inserted", "Act I of 2005", date="2005-03-01"),
)


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[ShownTexts]:
    """The River Act in the print of 2020."""
    engine = open_engine(f"sqlite:///{tmp_path}/c.db")
    store = CorpusStore(engine)
    store.create_tables()
    store.save_instrument(RIVER)
    expression = Expression(URI, RIVER.slug, ExpressionKind.OFFICIAL, TEXT, date="2020-01-01")
    store.save_expression(IngestedExpression(expression, UNITS, NOTES))
    yield ShownTexts(store)
    engine.dispose()


def words_of(shown: ShownText) -> dict[str, str]:
    """The units that are shown, with their words."""
    return {p.eid: p.text for p in shown.provisions()}


@pytest.mark.parametrize(
    ("at", "units", "laws"),
    [
        (
            "2020-01-01",
            [u.eid for u in UNITS],
            ["Act II of 2010", "Act V of 2015", "Act I of 2005"],
        ),
        ("2014-01-01", ["sec_5", "sec_5__subsec_1", "sec_6"], ["Act II of 2010", "Act I of 2005"]),
        # must not: the note on a sub-section told as made, because the section went as a whole
        ("2006-01-01", ["sec_5", "sec_6"], ["Act I of 2005"]),
        ("2002-01-01", ["sec_5"], []),
    ],
)
def test_a_day_shows_its_units_and_the_notes_made_by_then(
    texts: ShownTexts, at: str, units: list[str], laws: list[str]
) -> None:
    shown = texts.as_at(RIVER, at)
    assert list(words_of(shown)) == units
    assert [note.by for note in shown.amendments()] == laws


def test_what_is_not_there_is_told_by_the_amendment_that_brought_it(texts: ShownTexts) -> None:
    shown = texts.as_at(RIVER, "2006-01-01")
    assert words_of(shown)["sec_5"] == GAP
    with pytest.raises(NotYet, match="Act V of 2015 put it in in 2015"):
        shown.provision("sec_5__subsec_2")
    # must not: called an insertion, although it may have stood in the words before
    with pytest.raises(NotYet, match="words that are not in this source"):
        shown.provision("sec_5__subsec_1")
    with pytest.raises(NotFound, match="has no provision 'sec_9'"):
        shown.provision("sec_9")


def test_before_it_was_made_there_was_no_instrument(texts: ShownTexts) -> None:
    with pytest.raises(NotYet, match="it is of 2001-02-03"):
        texts.as_at(RIVER, "2001-02-02")
    assert texts.as_at(RIVER, "2001-02-03").reach is Reach.DERIVED
    assert texts.latest(RIVER.slug).reach is Reach.HELD
