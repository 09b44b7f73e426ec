"""How well the tagger agrees with people: figures over a gold folder.

Precision, recall and F1 (each 0 to 1, three decimals) of entities by exact span and label, of
statement types by count within each provision, of triggers by exact span; token F1 of bearer,
action, conditions and oversight over statements paired by trigger; macro F1 of orientation.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BadFile
from ingest.tag import Tagger, tags_json

Row = Mapping[str, Any]
Tally = Counter[str]

_EMPTY: Row = {"entities": [], "statements": [], "orientation": None}


def evaluate_tagging(gold_dir: Path, jurisdiction: str = "pk") -> dict[str, Any]:
    """Figures of the tagger over `dev.jsonl` of a gold folder.

    Raises:
        BadFile: the folder has no `dev.jsonl`, or a line of it is no JSON.
    """
    gold = read_gold(gold_dir / "dev.jsonl")
    tagger = Tagger(jurisdiction)
    return compare([(row, tags_json(tagger.tag_text(row["text"]))) for row in gold])


def read_gold(path: Path) -> list[Row]:
    """The labelled provisions of a file, in order."""
    if not path.is_file():
        raise BadFile(f"{path} is not there; name a folder with a tagging gold dev.jsonl.")
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        return [json.loads(line) for line in lines if line.strip()]
    except json.JSONDecodeError as error:
        raise BadFile(f"{path} holds a line that is no JSON ({error.msg}).") from error


@dataclass(slots=True)
class _Counts:
    """What has been counted so far."""

    labels: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    types: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    triggers: Tally = field(default_factory=Counter)
    sides: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    tokens: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    bearers: Tally = field(default_factory=Counter)
    bad_offsets: int = 0


def compare(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    """Figures over pairs of (gold, ours)."""
    counts = _Counts()
    for gold, ours in pairs:
        _count(counts, gold, ours or _EMPTY)
    return _figures(counts, len(pairs))


def _count(counts: _Counts, gold: Row, ours: Row) -> None:
    counts.bad_offsets += _bad_offsets(gold["text"], ours)
    _count_entities(counts, gold, ours)
    _count_types(counts, gold, ours)
    theirs, mine = _triggered(gold), _triggered(ours)
    _tally(counts.triggers, _multiset(map(_trigger, theirs)), _multiset(map(_trigger, mine)))
    for wanted, got in _paired(theirs, mine):
        _count_parts(counts, wanted, got)
    _count_side(counts, gold["orientation"], ours["orientation"])


def _count_entities(counts: _Counts, gold: Row, ours: Row) -> None:
    wanted, got = _entities(gold), _entities(ours)
    for label in {one[0] for one in wanted | got}:
        _tally(
            counts.labels[label],
            Counter(one for one in wanted if one[0] == label),
            Counter(one for one in got if one[0] == label),
        )


def _entities(row: Row) -> set[tuple[str, int, int]]:
    return {(one["label"], one["start"], one["end"]) for one in row["entities"]}


def _count_types(counts: _Counts, gold: Row, ours: Row) -> None:
    wanted, got = _types(gold), _types(ours)
    for kind in wanted | got:
        both = min(wanted[kind], got[kind])
        counts.types[kind].update(tp=both, fp=got[kind] - both, fn=wanted[kind] - both)


def _types(row: Row) -> Counter[str]:
    return Counter(one["type"] for one in row["statements"] if one["type"] != "none")


def _triggered(row: Row) -> list[Row]:
    return [one for one in row["statements"] if one.get("trigger")]


def _trigger(statement: Row) -> tuple[int, int] | None:
    return _place(statement.get("trigger"))


def _place(span: Row | None) -> tuple[int, int] | None:
    return (span["start"], span["end"]) if span else None


def _multiset(items: Iterable[Hashable]) -> Counter[Hashable]:
    return Counter(items)


def _tally(tally: Tally, wanted: Counter[Any], got: Counter[Any]) -> None:
    both = (wanted & got).total()
    tally.update(tp=both, fp=got.total() - both, fn=wanted.total() - both)


def _paired(wanted: Sequence[Row], got: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each gold statement with ours of the same trigger whose act is nearest, or with nothing."""
    free = list(got)
    pairs: list[tuple[Row, Row]] = []
    for one in wanted:
        best = max(free, key=lambda other: _likeness(one, other), default=None)
        if best is not None and _trigger(best) == _trigger(one):
            free.remove(best)
            pairs.append((one, best))
        else:
            pairs.append((one, {}))
    return pairs


def _likeness(one: Row, other: Row) -> tuple[bool, int, bool]:
    shared = (_words(one.get("action")) & _words(other.get("action"))).total()
    return _trigger(one) == _trigger(other), shared, one["type"] == other["type"]


def _words(span: Row | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", span["text"].lower())) if span else Counter()


def _count_parts(counts: _Counts, wanted: Row, got: Row) -> None:
    for part in ("bearer", "action"):
        _tally(counts.tokens[part], _words(wanted.get(part)), _words(got.get(part)))
    for part in ("conditions", "oversight"):
        _tally(counts.tokens[part], _all_words(wanted.get(part)), _all_words(got.get(part)))
    if wanted.get("bearer"):
        counts.bearers.update(all=1, same=_place(wanted["bearer"]) == _place(got.get("bearer")))


def _all_words(spans: Sequence[Row] | None) -> Counter[str]:
    return sum((_words(span) for span in spans or ()), Counter())


def _count_side(counts: _Counts, wanted: str, got: str) -> None:
    if wanted == got:
        counts.sides[wanted].update(tp=1)
    else:
        counts.sides[wanted].update(fn=1)
        counts.sides[got].update(fp=1)


def _bad_offsets(text: str, ours: Row) -> int:
    return sum(text[span["start"] : span["end"]] != span["text"] for span in _spans(ours))


def _spans(row: Row) -> list[Row]:
    parts = [one.get(part) for one in row["statements"] for part in ("trigger", "bearer", "action")]
    lists = [
        span
        for one in row["statements"]
        for part in ("conditions", "oversight")
        for span in one[part]
    ]
    return [*row["entities"], *(part for part in parts if part), *lists]


def _figures(counts: _Counts, number: int) -> dict[str, Any]:
    fixed = (counts.labels["PROVISION_REF"], counts.labels["FINE"])
    return {
        "n": number,
        "bad_offsets": counts.bad_offsets,
        "entities": rates(_total(counts.labels.values())),
        "refs_fines": rates(_total(fixed)),
        "type_micro": rates(_total(counts.types.values())),
        "type_macro_f": _macro(counts.types),
        "trigger": rates(counts.triggers),
        "bearer_tok": rates(counts.tokens["bearer"]),
        "bearer_exact": round(counts.bearers["same"] / max(1, counts.bearers["all"]), 3),
        "action_tok": rates(counts.tokens["action"]),
        "conditions_tok": rates(counts.tokens["conditions"]),
        "oversight_tok": rates(counts.tokens["oversight"]),
        "orientation_macro_f": _macro(counts.sides),
        "per_label": {
            label: rates(tally)["f"]
            for label, tally in sorted(counts.labels.items())
            if tally.total()
        },
        "per_type": {kind: rates(tally)["f"] for kind, tally in sorted(counts.types.items())},
    }


def _total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Counter())


def _macro(tallies: Mapping[str, Tally]) -> float:
    """The mean F1 over what the gold holds; what only we found costs precision elsewhere."""
    held = [tally for tally in tallies.values() if tally["tp"] + tally["fn"]]
    return round(sum(rates(tally)["f"] for tally in held) / max(1, len(held)), 3)


def rates(tally: Mapping[str, int]) -> dict[str, float]:
    """Precision, recall and F1 of counts `tp`, `fp`, `fn`; 0 where nothing was counted."""
    tp, fp, fn = tally.get("tp", 0), tally.get("fp", 0), tally.get("fn", 0)
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 3), "r": round(r, 3), "f": round(f, 3)}
