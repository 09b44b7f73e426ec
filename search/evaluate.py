"""How good the ranking is, against judged queries.

A gold folder holds `sections.jsonl` (the units that were judged, with `instrument`, `num` and
`heading`) and `dev.jsonl` or `gold.jsonl` (queries with graded `judgments`).  nDCG@10 has gain
2^grade - 1; R@10 counts grades of 2 and more; MRR looks for the best grade that a query has.
Units that were not judged are passed over, so that a larger corpus is compared fairly.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadFile

Unit = tuple[str, str]
"""Slug, and the number as printed or, in a paper, the words of the heading."""
Found = tuple[str, str | None, str]
"""Slug, number, heading of one hit."""
Run = Callable[[str], Iterable[Found]]

QUERY_FILES = ("dev.jsonl", "gold.jsonl")
DEPTH = 100
"""Hits that MRR looks at."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the queries of a class; None where no query has the grade that it needs."""

    queries: int
    ndcg10: float | None
    r10: float | None
    mrr: float | None


@dataclass(frozen=True, slots=True)
class QueryQuality:
    """What one query got."""

    qid: str
    query: str
    group: str
    ndcg10: float
    r10: float | None
    mrr: float


def evaluate_search(run: Run, gold: Path) -> dict[str, Quality]:
    """Quality by class, and of `all`.

    Raises:
        BadFile: the folder lacks a file, or a line of one cannot be read.
    """
    return by_class(evaluate_queries(run, gold))


def evaluate_queries(run: Run, gold: Path) -> tuple[QueryQuality, ...]:
    """Quality of each query, in the order of the file.

    Raises:
        BadFile: the folder lacks a file, or a line of one cannot be read.
    """
    units = {
        (d["instrument"], d["num"]): unit_of(d["instrument"], d["num"], d.get("heading"))
        for d in _lines(gold / "sections.jsonl")
    }
    return tuple(_judge(run, item, units) for item in _lines(_query_file(gold)))


def by_class(queries: Iterable[QueryQuality]) -> dict[str, Quality]:
    """Means by class, `all` first."""
    groups: dict[str, list[QueryQuality]] = {"all": []}
    for query in queries:
        groups["all"].append(query)
        groups.setdefault(query.group, []).append(query)
    return {
        name: Quality(
            len(found),
            _mean([q.ndcg10 for q in found]),
            _mean([q.r10 for q in found]),
            _mean([q.mrr for q in found]),
        )
        for name, found in groups.items()
    }


def unit_of(instrument: str, num: str | None, heading: str | None) -> Unit:
    """The name under which a unit is compared: papers by heading, everything else by number."""
    if instrument.startswith("paper-"):
        return instrument, " ".join(re.findall(r"\w+", (heading or "").lower()))
    return instrument, (num or "").strip("[]() ").upper()


def _judge(run: Run, item: Mapping[str, Any], units: Mapping[Unit, Unit]) -> QueryQuality:
    grades = {
        units.get((j["instrument"], j["num"]), (j["instrument"], j["num"])): int(j["grade"])
        for j in item["judgments"]
    }
    known = set(units.values())
    ranked = [u for u in dict.fromkeys(unit_of(*f) for f in run(item["query"])) if u in known]
    found = [grades.get(unit, 0) for unit in ranked[:DEPTH]]
    return QueryQuality(
        qid=item["qid"],
        query=item["query"],
        group=item["class"],
        ndcg10=_ndcg(found[:10], sorted(grades.values(), reverse=True)[:10]),
        r10=_recall(found[:10], grades.values()),
        mrr=_reciprocal(found, max(grades.values(), default=0)),
    )


def _ndcg(found: Sequence[int], ideal: Sequence[int]) -> float:
    best = _gain(ideal)
    return _gain(found) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(n + 2) for n, grade in enumerate(grades))


def _recall(found: Iterable[int], grades: Iterable[int]) -> float | None:
    relevant = sum(grade >= 2 for grade in grades)
    return sum(grade >= 2 for grade in found) / relevant if relevant else None


def _reciprocal(found: Sequence[int], best: int) -> float:
    return 1 / (found.index(best) + 1) if best and best in found else 0.0


def _mean(values: Iterable[float | None]) -> float | None:
    held = [value for value in values if value is not None]
    return round(sum(held) / len(held), 3) if held else None


def _query_file(gold: Path) -> Path:
    for name in QUERY_FILES:
        if (gold / name).is_file():
            return gold / name
    raise BadFile(f"{gold} holds no queries; it needs {' or '.join(QUERY_FILES)}.")


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        raw = path.read_text(encoding="utf-8")
        return [json.loads(line) for line in raw.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadFile(f"{path} cannot be read as lines of JSON: {error}.") from error
