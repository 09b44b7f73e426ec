"""Measuring the ranking against judged queries."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import BadFile
from search.evaluate import Found, evaluate_queries, evaluate_search

SECTIONS = [
    {"instrument": "pk-a", "num": "1", "heading": "One"},
    {"instrument": "pk-a", "num": "[2A]", "heading": "Two"},
    {"instrument": "pk-a", "num": "3", "heading": "Three"},
    {"instrument": "paper-x", "num": "4", "heading": "4. A Heading: Here"},
]


def _gold(folder: Path, *queries: tuple[str, str, dict[str, int]]) -> Path:
    rows = [
        {
            "qid": f"q{n}",
            "query": query,
            "class": group,
            "judgments": [
                {"instrument": unit.split("#")[0], "num": unit.split("#")[1], "grade": grade}
                for unit, grade in grades.items()
            ],
        }
        for n, (query, group, grades) in enumerate(queries)
    ]
    for name, lines in (("sections.jsonl", SECTIONS), ("dev.jsonl", rows)):
        (folder / name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def _one(folder: Path, grades: dict[str, int], *found: Found) -> tuple[float, float | None, float]:
    gold = _gold(folder, ("q", "c", grades))
    (quality,) = evaluate_queries(lambda query: found, gold)
    return round(quality.ndcg10, 4), quality.r10, quality.mrr


@pytest.mark.parametrize(
    ("grades", "found", "expected"),
    [
        # the ideal order
        ({"pk-a#1": 3, "pk-a#3": 1}, [("pk-a", "1", ""), ("pk-a", "3", "")], (1.0, 1.0, 1.0)),
        # the best second
        (
            {"pk-a#1": 3},
            [("pk-a", "3", ""), ("pk-a", "1", "")],
            (round(1 / math.log2(3), 4), 1.0, 0.5),
        ),
        # brackets and case of a number do not matter
        ({"pk-a#[2A]": 2}, [("pk-a", "2a", "")], (1.0, 1.0, 1.0)),
        # a unit found twice counts once; units that were not judged are passed over
        (
            {"pk-a#1": 3, "pk-a#3": 3},
            [("pk-z", "9", ""), ("pk-a", "1", ""), ("pk-a", "1", ""), ("pk-a", "3", "")],
            (1.0, 1.0, 1.0),
        ),
        # papers are known by their headings, whatever number a hit gives
        ({"paper-x#4": 3}, [("paper-x", None, "4 A heading – here")], (1.0, 1.0, 1.0)),
        # grade 1 alone: no recall to speak of
        ({"pk-a#1": 1}, [("pk-a", "1", "")], (1.0, None, 1.0)),
        # must not: nothing found
        ({"pk-a#1": 3}, [], (0.0, 0.0, 0.0)),
    ],
)
def test_quality_of_one_query(
    tmp_path: Path,
    grades: dict[str, int],
    found: list[Found],
    expected: tuple[float, float | None, float],
) -> None:
    assert _one(tmp_path, grades, *found) == expected


def test_classes_are_means_and_all_comes_first(tmp_path: Path) -> None:
    gold = _gold(
        tmp_path,
        ("good", "x", {"pk-a#1": 3}),
        ("bad", "y", {"pk-a#3": 3}),
        ("good", "y", {"pk-a#1": 2}),
    )
    run = {"good": [("pk-a", "1", "")], "bad": []}
    found = evaluate_search(lambda query: run[query], gold)
    assert list(found) == ["all", "x", "y"]
    assert found["all"].queries == 3
    assert found["all"].ndcg10 == 0.667
    assert found["y"].mrr == 0.5


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"sections\.jsonl"):
        evaluate_search(lambda query: (), tmp_path)
    (tmp_path / "sections.jsonl").write_text("{bad")
    with pytest.raises(BadFile, match="lines of JSON"):
        evaluate_search(lambda query: (), tmp_path)
    (tmp_path / "sections.jsonl").write_text("")
    with pytest.raises(BadFile, match=r"dev\.jsonl or gold\.jsonl"):
        evaluate_search(lambda query: (), tmp_path)


@pytest.mark.shared
def test_it_agrees_with_the_scorer_of_the_gold(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "search"
    units = [json.loads(line) for line in (gold / "sections.jsonl").read_text("utf-8").splitlines()]

    def run(query: str) -> list[Found]:
        """Any ranking at all will do: the units that share most letters with the query."""
        wanted = set(query.lower())
        alike = sorted(units, key=lambda u: -len(wanted & set(f"{u['heading']}{u['num']}".lower())))
        return [(u["instrument"], u["num"], u.get("heading") or "") for u in alike[:100]]

    rows = []
    for line in (gold / "dev.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        hits = [{"instrument": i, "num": n, "heading": h} for i, n, h in run(item["query"])]
        rows.append(json.dumps({"qid": item["qid"], "hits": hits}))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(rows), encoding="utf-8")
    scorer = [sys.executable, str(gold / "score.py"), str(answers)]
    scored = subprocess.run(
        [*scorer, str(gold / "dev.jsonl"), str(gold / "sections.jsonl")],
        capture_output=True,
        check=True,
        text=True,
    )
    ours = evaluate_search(run, gold)
    for name, theirs in json.loads(scored.stdout).items():
        assert (ours[name].ndcg10, ours[name].r10, ours[name].mrr) == (
            theirs["ndcg10"],
            theirs["r10"],
            theirs["mrr"],
        )
