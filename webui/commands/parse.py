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
from ingest.parse import Parsed, parse_file
from ingest.report import IngestReport
from webui.config import Settings

_INDENT = {"chapter": 0, "part": 0, "section": 1, "article": 1, "rule": 1, "regulation": 1}


@click.command(help="Show the structure of FILE: provisions, amendments, what was not understood.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(file: Path, as_json: bool) -> None:
    """Parse a file and print what was found."""
    parsed = parse_file(file, Settings.from_env().max_file_mb)
    if as_json:
        click.echo(json.dumps(as_contract(parsed), ensure_ascii=False))
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
            "language": "en",
            "sha256": parsed.sha256,
            "media_type": parsed.media_type,
            "pages": parsed.pages,
        },
        "provisions": to_plain(parsed.provisions),
        "amendments": to_plain(dated(parsed.amendments, catalog)),
        "remarks": to_plain(parsed.remarks),
        "unread": to_plain(parsed.unread),
    }


def _line(provision: Provision) -> str:
    depth = provision.eid.count("__") + _INDENT.get(provision.kind.value, 1)
    label = provision.heading or " ".join(provision.text.split())[:70]
    page = f"  (page {provision.page})" if provision.page else ""
    return f"{'  ' * depth}{provision.eid}  {label}{page}"
