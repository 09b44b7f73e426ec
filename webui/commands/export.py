"""`mizan export`: provisions and annotations out of the database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import click

from annotations.jsonld import export
from corpus.errors import AskerError, NotFound
from corpus.plain import to_plain
from corpus.uri import number_of
from webui.config import Settings
from webui.wiring import Services, build_services

_PROVISION_FIELDS = (
    "instrument",
    "expression",
    "kind_of_text",
    "eid",
    "kind",
    "num",
    "section",
    "heading",
    "text",
    "parent",
    "page",
)
_FORMATS = {"provisions": ("jsonl", "csv"), "annotations": ("jsonld",)}


@click.command(help="Write provisions or annotations to the output.")
@click.argument("what", type=click.Choice(sorted(_FORMATS)))
@click.option("--instrument", "slugs", multiple=True, help="Only this slug; may be repeated.")
@click.option("--format", "form", default="", help="provisions: jsonl, csv; annotations: jsonld.")
def command(what: str, slugs: tuple[str, ...], form: str) -> None:
    """Write one text per instrument: official before digest, latest before earlier."""
    chosen = form or _FORMATS[what][0]
    if chosen not in _FORMATS[what]:
        known = ", ".join(_FORMATS[what])
        raise AskerError(f"{what} cannot be written as {chosen!r}; use {known}.")
    services = build_services(Settings.from_env())
    try:
        if what == "annotations":
            click.echo(_annotations(services, slugs))
            return
        for line in _provision_lines(services, slugs, chosen):
            click.echo(line)
    finally:
        services.close()


def _annotations(services: Services, slugs: tuple[str, ...]) -> str:
    works = {services.store.instrument(slug).work_uri for slug in slugs}
    notes = services.annotations.find(limit=None)
    kept = [note for note in notes if not works or note.target.work_uri in works]
    return json.dumps(export(kept), ensure_ascii=False, indent=1)


def _provision_lines(services: Services, slugs: tuple[str, ...], form: str) -> Iterator[str]:
    records = _provisions(services, slugs)
    if form == "jsonl":
        yield from (json.dumps(record, ensure_ascii=False) for record in records)
        return
    yield ",".join(_PROVISION_FIELDS)
    for record in records:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(_safe(record[f]) for f in _PROVISION_FIELDS)
        yield line.getvalue()


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value) if value is not None else ""
    return f"'{text}" if text[:1] in "=+-@\t\r" else value


def _provisions(services: Services, slugs: tuple[str, ...]) -> Iterator[dict[str, object]]:
    wanted = slugs or tuple(i.slug for i in services.store.instruments())
    for slug in wanted:
        services.store.instrument(slug)
        try:
            shown = services.store.shown_expression(slug)
        except NotFound:
            continue
        for provision in services.store.provisions(shown.uri):
            yield {
                "instrument": slug,
                "expression": shown.uri,
                "kind_of_text": shown.kind.value,
                "section": number_of(provision.eid),
                **to_plain(provision),
            }
