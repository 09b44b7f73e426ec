"""A later print led back to an earlier one's day agrees with that earlier print, where it can."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.alignment import Alignment
from corpus.as_at import GAP, Derived, undo
from corpus.catalog import load_catalog
from corpus.model import Provision
from ingest.align import align
from ingest.dating import dated
from ingest.parse import parse_file

DAY = "2012-03-01"
"""The day after the earlier print: what came later is to be undone."""


@pytest.fixture(scope="module")
def earlier(shared: Path) -> tuple[Provision, ...]:
    """The Constitution as printed in 2012."""
    return parse_file(shared / "texts" / "pk-constitution-1973.2012.pdf").provisions


@pytest.fixture(scope="module")
def later(shared: Path) -> tuple[Provision, ...]:
    """The Constitution as printed in 2024."""
    return parse_file(shared / "texts" / "pk-constitution-1973.2024.pdf").provisions


@pytest.fixture(scope="module")
def led_back(shared: Path) -> Derived:
    """The print of 2024 with every amendment after 2012 undone."""
    parsed = parse_file(shared / "texts" / "pk-constitution-1973.2024.pdf")
    known = [entry.instrument for entry in load_catalog()]
    return undo(parsed.text, parsed.provisions, dated(parsed.amendments, known), DAY)


def differing(old: tuple[Provision, ...], new: tuple[Provision, ...]) -> dict[str, Alignment]:
    """The Articles that differ between two texts, misprints apart."""
    rows = align(old, new)
    named = ((row.new_eid or row.old_eid or "", row) for row in rows)
    return {
        eid: row
        for eid, row in named
        if row.basic and row.differs and row.rule != "slip" and eid.startswith("art_")
    }


def test_it_comes_nearer_and_nothing_is_made_worse(
    earlier: tuple[Provision, ...], later: tuple[Provision, ...], led_back: Derived
) -> None:
    before = differing(earlier, later)
    after = differing(earlier, led_back.provisions)
    assert set(after) < set(before)
    # exactly as the earlier print has them
    assert set(before) - set(after) >= {
        f"art_{n}" for n in ("9A", "62", "111", "155", "179", "184", "185", "187", "191A", "202A")
    }


def test_what_still_differs_is_a_gap_or_a_difference_of_the_prints(
    earlier: tuple[Provision, ...], led_back: Derived
) -> None:
    gaps = {p.eid for p in led_back.provisions if GAP in p.text}
    left = {eid for eid in differing(earlier, led_back.provisions) if eid not in gaps}
    # 99, 144, 162, 175 and 224A differ in the prints with no note; the 2024 print has no note
    # where 203C changed, calls a substitution an addition in 215 and 219, and misprints 299 in 230
    assert left == {
        f"art_{n}" for n in ("99", "144", "162", "175", "203C", "215", "219", "224A", "230")
    }
