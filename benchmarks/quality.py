"""Measure the shipped build against the gold answers and write what the honesty page shows.

    make quality            # writes webui/quality.json

Needs the gold answers (`MIZAN_SHARED`, by default `../shared`).  Everything runs in a fresh data
folder, so the figures are those of a first run with no network.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.catalog import load_catalog
from corpus.errors import BadFile
from corpus.model import BASIC_KINDS
from ingest.align import align
from ingest.parse import Parsed, parse_file
from webui.corpus_state import edition_of

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("MIZAN_SHARED", ROOT.parent / "shared"))
TARGET = ROOT / "webui" / "quality.json"
TAGGED = (
    "entities",
    "type_micro",
    "trigger",
    "bearer_tok",
    "action_tok",
    "conditions_tok",
    "oversight_tok",
)
CONSTITUTION = ("pk-constitution-1973.2012.pdf", "pk-constitution-1973.2024.pdf")


def main() -> None:
    """Measure, and write the file."""
    if not (SHARED / "gold").is_dir():
        sys.exit(f"{SHARED} has no gold folder; set MIZAN_SHARED to the folder that has one.")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MIZAN_DATA": folder}
        first_run = _seconds_of(["ingest", "--shipped"], environment)
        figures = {
            "measured_on": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "edition": edition_of(load_catalog()),
            "first_run_seconds": round(first_run, 1),
            "digests": dict(_digests()),
            "structure": _means(_evaluate("structure", environment)),
            "tagging": _tagging(_evaluate("tagging", environment)),
            "search": _search(_evaluate("search", environment)),
            "texts": list(_texts()),
            "constitution": _constitution(),
        }
    TARGET.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def _seconds_of(arguments: list[str], environment: Mapping[str, str]) -> float:
    start = time.perf_counter()
    _mizan(arguments, environment)
    return time.perf_counter() - start


def _mizan(arguments: list[str], environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "webui.cli", *arguments]
    done = subprocess.run(command, env=dict(environment), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"mizan {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def _evaluate(what: str, environment: Mapping[str, str]) -> Any:
    gold = SHARED / "gold" / what
    return json.loads(_mizan(["evaluate", what, "--gold", str(gold)], environment).splitlines()[-1])


def _means(judged: Mapping[str, Any]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in judged["mean"].items()}


def _tagging(judged: Mapping[str, Any]) -> dict[str, float]:
    """F1 of each thing that is tagged."""
    return {name: round(judged[name]["f"], 3) for name in TAGGED} | {
        "orientation": round(judged["orientation_macro_f"], 3)
    }


def _search(judged: Mapping[str, Any]) -> dict[str, float]:
    return {name: round(quality["ndcg10"], 3) for name, quality in judged.items()}


def _digests() -> Iterator[tuple[str, int]]:
    """Provisions of each digest: sections, articles, rules; of a paper, its paragraphs."""
    for entry in load_catalog():
        if entry.digest:
            units = parse_file(entry.digest.path).provisions
            basic = [p for p in units if p.kind in BASIC_KINDS and "__" not in p.eid]
            paragraphs = [p for p in units if "__para_" in p.eid]
            yield entry.instrument.slug, len(basic or paragraphs)


def _texts() -> Iterator[dict[str, object]]:
    """How much of each official file at hand was read into provisions."""
    for file in sorted((SHARED / "texts").iterdir()):
        if file.suffix == ".tsv":
            continue
        try:
            parsed = parse_file(file)
        except BadFile as error:
            yield {"file": file.name, "problem": str(error)}
            continue
        yield {
            "file": file.name,
            "provisions": len(parsed.provisions),
            "unread": len(parsed.unread),
            "clean": _clean_share(parsed),
        }


def _clean_share(parsed: Parsed) -> float:
    """Of the letters of the body, how many stand in a provision: 0 to 1."""
    unread = sum(len(block.text) for block in parsed.unread)
    return round(len(parsed.text) / ((len(parsed.text) + unread) or 1), 4)


def _constitution() -> dict[str, int]:
    """What the aligner makes of the two prints of the Constitution, article by article."""
    old, new = (parse_file(SHARED / "texts" / name).provisions for name in CONSTITUTION)
    rows = [row for row in align(old, new) if row.basic]
    kinds = [row.kind.value for row in rows]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


if __name__ == "__main__":
    main()
