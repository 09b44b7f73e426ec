"""`mizan evaluate`: quality against a gold folder, as a table and as JSON."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from corpus.errors import BadFile
from ingest.evaluate_tagging import evaluate_tagging
from ingest.parse import parse_file
from search.evaluate import DEPTH, Found, evaluate_search
from webui.commands.parse import as_contract
from webui.config import Settings
from webui.wiring import Services, build_services


@click.command(help="Measure structure, tagging or search against the gold answers in DIR.")
@click.argument("what", type=click.Choice(["structure", "tagging", "search"]))
@click.option("--gold", type=click.Path(path_type=Path), required=True, help="Folder of gold.")
def command(what: str, gold: Path) -> None:
    """Print figures as a table, then as one line of JSON."""
    if not gold.is_dir():
        raise BadFile(f"{gold} is no folder; name the folder of the gold answers.")
    measures: dict[str, Callable[[Path], Mapping[str, object]]] = {
        "structure": _structure,
        "tagging": evaluate_tagging,
        "search": _search,
    }
    figures = measures[what](gold)
    for name, value in _rows(figures):
        click.echo(f"{name:<44} {value}")
    click.echo(json.dumps(figures, ensure_ascii=False))


def _structure(gold: Path) -> dict[str, object]:
    """Parse each document of the gold and let the gold's own script judge."""
    scorer = gold / "score.py"
    if not scorer.is_file():
        raise BadFile(f"{gold} has no score.py, which judges the structure.")
    with tempfile.TemporaryDirectory() as folder:
        for answer in sorted(gold.glob("*.json")):
            _write_candidate(answer, gold, Path(folder))
        judged = subprocess.run(  # noqa: S603 - the script that the asker named, no shell
            [sys.executable, str(scorer), "--dir", folder, str(gold)],
            capture_output=True,
            text=True,
            check=True,
        )
    return dict(json.loads(judged.stdout.splitlines()[0]))


def _write_candidate(answer: Path, gold: Path, folder: Path) -> None:
    named = json.loads(answer.read_text(encoding="utf-8")).get("file", "")
    source = next((f / named for f in gold.resolve().parents if (f / named).is_file()), None)
    if source is None:
        click.echo(f"{answer.name}: {named or 'its file'} is not at hand", err=True)
        return
    try:
        parsed = parse_file(source, Settings.from_env().max_file_mb)
    except BadFile as error:
        click.echo(f"{answer.name}: {error}", err=True)
        return
    candidate = json.dumps(as_contract(parsed), ensure_ascii=False)
    (folder / answer.name).write_text(candidate, encoding="utf-8")


def _search(gold: Path) -> dict[str, object]:
    services = build_services(Settings.from_env())
    try:
        services.ensure_indexed()
        judged = evaluate_search(lambda query: _found(services, query), gold)
        return {name: dataclasses.asdict(quality) for name, quality in judged.items()}
    finally:
        services.close()


def _found(services: Services, query: str) -> list[Found]:
    hits = services.search.search(query, limit=DEPTH).hits
    return [(hit.instrument, hit.num, hit.heading) for hit in hits]


def _rows(figures: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Nested figures as dotted names and values."""
    if isinstance(figures, Mapping):
        for name, value in figures.items():
            yield from _rows(value, f"{prefix}.{name}" if prefix else str(name))
    elif isinstance(figures, list):
        for item in figures:
            label = item.get("id", "") if isinstance(item, dict) else ""
            yield from _rows(item, f"{prefix}.{label}" if label else prefix)
    else:
        yield prefix, figures
