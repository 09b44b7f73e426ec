"""The formulas of ranking, apart from any engine.

BM25F: S. Robertson and H. Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”,
Foundations and Trends in Information Retrieval 3(4), 2009, sections 3.4 and 3.6.  Fields are
added up before the repeats are made to count less, so a word in heading and text counts once.
"""

from __future__ import annotations

import math


def idf(found: int, size: int) -> float:
    """How much a find tells when `found` of `size` documents have it; never negative."""
    return math.log(1 + (size - found + 0.5) / (found + 0.5))


def saturated(frequency: float, k1: float) -> float:
    """A weighted frequency with its repeats made to count less, below `k1 + 1`."""
    return frequency * (k1 + 1) / (k1 + frequency)
