"""`mizan search`: the search page for the terminal, and for many queries in one process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from corpus.errors import AskerError, BadFile
from corpus.uri import basic_unit
from search.results import Hit, SearchResults
from webui.config import Settings
from webui.presenters.places import page_of, place_of
from webui.wiring import Services, build_services


@click.command(help="Search for QUERY, or for every line of a --batch file.")
@click.argument("query", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSONL with `qid` and `query`.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--filter", "filters", multiple=True, help="name=value; may be repeated.")
def command(
    query: str | None, as_json: bool, batch: Path | None, limit: int, filters: tuple[str, ...]
) -> None:
    """Search and print the hits."""
    if (query is None) == (batch is None):
        raise click.UsageError("Give a QUERY, or --batch FILE.")
    services = build_services(Settings.from_env())
    try:
        services.ensure_indexed()
        chosen = _chosen(filters)
        if batch is not None:
            for line in _batch(services, batch, limit, chosen):
                click.echo(line)
            return
        results = services.search.search(query or "", chosen, limit)
        click.echo(json.dumps(as_contract(services, query or "", results)) if as_json else "")
        if not as_json:
            _print(services, results)
    finally:
        services.close()


def as_contract(services: Services, query: str, results: SearchResults) -> dict[str, object]:
    """Results in the shape of CONTRACT."""
    return {
        "query": query,
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "hits": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "rank": hit.rank,
        "instrument": hit.instrument,
        "eid": hit.eid,
        "num": hit.num,
        "heading": hit.heading,
        "score": hit.score,
        "snippet": "".join(text for text, _ in hit.snippet),
        "url": page_of(hit.instrument, hit.eid),
        "kind": hit.expression_kind,
    }


def _print(services: Services, results: SearchResults) -> None:
    names = {i.slug: i.name for i in services.store.instruments()}
    for hit in results.hits:
        name = names.get(hit.instrument, hit.instrument)
        click.echo(f"{hit.rank}. {name}, {place_of(basic_unit(hit.eid))}  {hit.heading}")
        snippet = " ".join("".join(text for text, _ in hit.snippet).split())
        click.echo(f"   {snippet}\n   {page_of(hit.instrument, hit.eid)}")
    click.echo(f"{results.total} provisions")
    if results.suggestion:
        click.echo(f"Did you mean: {results.suggestion}")


def _chosen(written: tuple[str, ...]) -> dict[str, list[str]]:
    """Filters by name; several values of one name are alternatives."""
    chosen: dict[str, list[str]] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not (sign and name and value):
            raise AskerError(f"--filter {one!r} is no filter; write instrument=pk-peca-2016.")
        chosen.setdefault(name, []).append(value)
    return chosen


def _batch(
    services: Services, path: Path, limit: int, filters: dict[str, list[str]]
) -> Iterator[str]:
    for number, record in _records(path):
        try:
            query, qid = str(record["query"]), record["qid"]
        except KeyError as error:
            raise BadFile(
                f"{path}, line {number}: has no {error}; each needs qid and query."
            ) from error
        results = services.search.search(query, filters, limit)
        answer = {"qid": qid, **as_contract(services, query, results)}
        yield json.dumps(answer, ensure_ascii=False)


def _records(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadFile(f"{path}, line {number}: is not JSON ({error.msg}).") from error
        if not isinstance(record, dict):
            raise BadFile(f"{path}, line {number}: is not a JSON object.")
        yield number, record
