"""`mizan import`: annotations from a W3C JSON-LD file."""

from __future__ import annotations

from pathlib import Path

import click

from annotations.fields import parse_json
from annotations.jsonld import import_document
from corpus.errors import BadFile
from webui.config import Settings
from webui.wiring import build_services


@click.command(help="Read annotations in from FILE (W3C Web Annotation JSON-LD); all or none.")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Take the file's annotations in; the newer copy of a note wins."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadFile(f"{file} cannot be read ({error.strerror}).") from error
    services = build_services(Settings.from_env())
    try:
        report = import_document(services.annotations, parse_json(data))
    finally:
        services.close()
    click.echo(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged.")
