"""Damaged files: each is read or refused with a message; no crash, no hang, no memory without end.

A hundred of each format; `benchmarks/mutated.py` reads thousands more, with other seeds.
"""

from __future__ import annotations

import os

import pytest
from limited import READ, REFUSED, run
from mutated import COUNTS, bases, damaged, trials

SEED = 4
EACH = 100


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", COUNTS)
def test_damaged_files_are_read_or_refused(kind: str) -> None:
    results = list(run(trials({kind: EACH}, SEED), workers=min(4, os.cpu_count() or 2)))
    assert len(results) == EACH
    assert [result for result in results if result.outcome not in (READ, REFUSED)] == []
    # damage that no file survives, or that all do, would try nothing
    assert {result.outcome for result in results} == {READ, REFUSED}


@pytest.mark.parametrize("kind", COUNTS)
def test_the_same_seed_damages_the_same_way(kind: str) -> None:
    assert len(bases(kind)) >= 3
    assert [damaged(kind, seed) for seed in range(8)] == [damaged(kind, seed) for seed in range(8)]
    assert len({damaged(kind, seed) for seed in range(8)}) >= 6
