"""`mizan reindex`: the index, built afresh from the database."""

from __future__ import annotations

import click

from webui.config import Settings
from webui.wiring import build_services


@click.command(help="Build the search index afresh; the present one answers until then.")
def command() -> None:
    """Rebuild the index."""
    services = build_services(Settings.from_env())
    try:
        services.search.rebuild()
        services.follow_changes()
    finally:
        services.close()
    click.echo("The index was built afresh.")
