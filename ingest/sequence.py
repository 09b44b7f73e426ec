"""Chooses which of many numbered places are units: the rising sequence with the most evidence."""

from __future__ import annotations

from ingest.candidates import Candidate

_LOOKBACK = 120
_MAX_COST = 3.0
_WORDED = 0.6
"""Share of a gap's cost that a number with its word before it bears."""


def best_sequence(candidates: list[Candidate]) -> list[Candidate]:
    """The rising sequence of candidates with the most evidence."""
    best_at = -1
    for at, candidate in enumerate(candidates):
        candidate.best, candidate.previous = candidate.weight - _start_cost(candidate), -1
        for before in range(max(0, at - _LOOKBACK), at):
            earlier = candidates[before]
            if earlier.best + candidate.weight <= candidate.best or earlier.key >= candidate.key:
                continue
            cost = _gap_cost(earlier.key, candidate.key)
            # a line that says `Article 19` is no stray number, so a gap speaks less against it
            cost *= _WORDED if candidate.worded else 1.0
            value = earlier.best + candidate.weight - cost
            if value > candidate.best:
                candidate.best, candidate.previous = value, before
        if best_at < 0 or candidate.best > candidates[best_at].best:
            best_at = at
    chosen = []
    while best_at >= 0:
        chosen.append(candidates[best_at])
        best_at = candidates[best_at].previous
    return chosen[::-1]


def evidence(chosen: list[Candidate]) -> float:
    """How much speaks for a sequence that `best_sequence` gave."""
    return chosen[-1].best if chosen else 0.0


def _start_cost(candidate: Candidate) -> float:
    return 0.0 if candidate.key[0] == 1 else min(0.2 * candidate.key[0], 2.5)


def _gap_cost(before: tuple[int, str], after: tuple[int, str]) -> float:
    step = after[0] - before[0]
    if step <= 1:
        return 0.0
    return min(0.4 * (step - 1), _MAX_COST)
