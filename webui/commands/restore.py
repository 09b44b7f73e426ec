"""`mizan restore`: a backup back into this installation."""

from __future__ import annotations

from pathlib import Path

import click

from annotations.backup import restore
from webui.config import Settings
from webui.wiring import build_services, note_change


@click.command(help="Bring back what FILE holds; merged with what is here, the newer note wins.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Keep only the backup's notes and comparisons.")
def command(file: Path, replace: bool) -> None:
    """Check the whole file, then change the database in one transaction."""
    services = build_services(Settings.from_env())
    try:
        report = restore(
            services.engine,
            services.settings.originals,
            file,
            on_change=note_change,
            replace=replace,
        )
    finally:
        services.close()
    notes = report.annotations
    click.echo(
        f"notes: {notes.added} added, {notes.updated} updated, {notes.unchanged} unchanged; "
        f"comparisons: {report.comparisons.added} added; originals: {report.originals_added} added"
    )
