"""`mizan parse`: the structure of a file; touches no database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from corpus.catalog import load_catalog
from corpus.model import Provision
from corpus.names import InstrumentNames
from corpus.plain import to_plain
from ingest.dating import date_of_words, dated
from ingest.draft import ReadOptions
from ingest.explain import explanation
from ingest.parse import Parsed, parse_file
from ingest.report import IngestReport
from webui.commands.page_progress import page_progress
from webui.config import Settings

_INDENT = {"chapter": 0, "part": 0, "section": 1, "article": 1, "rule": 1, "regulation": 1}


@click.command(help="Show the structure of FILE: provisions, amendments, what was not understood.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--explain", is_flag=True, help="Tell what each stage decided and how sure it was.")
def command(file: Path, as_json: bool, explain: bool) -> None:
    """Parse a file and print what was found."""
    settings = Settings.from_env()
    with page_progress(file.name) as on_page:
        options = ReadOptions(settings.ocr_languages, explain, explain, on_page)
        parsed = parse_file(file, settings.max_file_mb, options=options)
    if as_json:
        click.echo(json.dumps(as_contract(parsed), ensure_ascii=False))
        return
    if explain:
        click.echo("\n".join(explanation(parsed)))
        return
    for provision in parsed.provisions:
        click.echo(_line(provision))
    click.echo("\n".join(IngestReport.of(parsed).lines()), err=True)


def as_contract(parsed: Parsed) -> dict[str, object]:
    """The parsed file in the shape of CONTRACT."""
    catalog = [entry.instrument for entry in load_catalog()]
    slug = InstrumentNames(catalog).slug_of(parsed.title) if parsed.title else None
    return {
        "instrument": {
            "slug": slug,
            "title": parsed.title,
            "type": parsed.type,
            "number": parsed.number or None,
            "date": parsed.date or None,
        },
        "expression": {
            "date": date_of_words(parsed, catalog) or None,
            "print_date": parsed.print_date or None,
            "language": parsed.language or "en",
            "sha256": parsed.sha256,
            "media_type": parsed.media_type,
            "pages": parsed.pages,
        },
        "provisions": to_plain(parsed.provisions),
        "amendments": to_plain(dated(parsed.amendments, catalog)),
        "operations": to_plain(parsed.operations),
        "remarks": to_plain(parsed.remarks),
        "unread": to_plain(parsed.unread),
        "warnings": list(parsed.warnings),
        **({"decisions": to_plain(parsed.decisions)} if parsed.stages else {}),
    }


def _line(provision: Provision) -> str:
    depth = provision.eid.count("__") + _INDENT.get(provision.kind.value, 1)
    label = provision.heading or " ".join(provision.text.split())[:70]
    page = f"  (page {provision.page})" if provision.page else ""
    return f"{'  ' * depth}{provision.eid}  {label}{page}"
