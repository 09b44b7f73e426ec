"""`mizan remove`: an instrument out of the corpus."""

from __future__ import annotations

import click

from webui.config import Settings
from webui.wiring import build_services


@click.command(help="Take the instrument SLUG out; annotations on it are kept, orphaned.")
@click.argument("slug")
def command(slug: str) -> None:
    """Remove an instrument and bring the index up to date."""
    services = build_services(Settings.from_env())
    try:
        services.store.remove_instrument(slug)
        services.follow_changes()
    finally:
        services.close()
    click.echo(f"{slug} was removed; annotations on it are kept.")
