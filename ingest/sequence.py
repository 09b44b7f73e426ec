"""Chooses which of many numbered places are units: the rising sequence with the most evidence."""

from __future__ import annotations

from ingest.candidates import Candidate

_LOOKBACK = 120
_GAP = 0.4
"""Cost of each number that is skipped."""
_WIDEST = 7.5
"""A gap costs no more than this many numbers: whole parts may be left out."""
_WORDED = 0.6
"""Share of a gap's cost that a number with its word before it bears."""


def best_sequence(candidates: list[Candidate]) -> list[Candidate]:
    """The rising sequence of candidates with the most evidence."""
    keys = [candidate.key for candidate in candidates]
    bests: list[float] = []  # plain lists: the inner loop runs some hundred thousand times
    best_at = -1
    for at, candidate in enumerate(candidates):
        best, previous = candidate.weight - _start_cost(candidate), -1
        key, weight = keys[at], candidate.weight
        # a line that says `Article 19` is no stray number, so a gap speaks less against it
        share = _GAP * (_WORDED if candidate.worded else 1.0)
        for before in range(max(0, at - _LOOKBACK), at):
            value = bests[before] + weight
            if value <= best or keys[before] >= key:
                continue
            step = key[0] - keys[before][0] - 1
            if step > 0:
                value -= share * min(step, _WIDEST)
            if value > best:
                best, previous = value, before
        candidate.best, candidate.previous = best, previous
        bests.append(best)
        if best_at < 0 or best > bests[best_at]:
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
