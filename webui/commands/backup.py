"""`mizan backup`: what cannot be rebuilt, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from annotations.backup import backup
from webui.config import Settings
from webui.wiring import build_services


@click.command(help="Save notes, comparisons and the files you brought to FILE (a zip).")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Write the backup; texts and index can be rebuilt from it."""
    services = build_services(Settings.from_env())
    try:
        report = backup(services.engine, services.settings.originals, file)
    finally:
        services.close()
    click.echo(
        f"{report.path}: {report.annotations} notes, {report.comparisons} comparisons, "
        f"{report.originals} originals, {report.size:,} bytes"
    )
