"""`mizan settings`: the table of settings, with the values in force."""

from __future__ import annotations

import os

import click

from webui.config import PREFIX, SETTINGS, Settings


@click.command(help="List the settings, their values and what they are for.")
def command() -> None:
    """Print the table."""
    values = Settings.from_env()
    for setting in SETTINGS:
        name = f"{PREFIX}_{setting.name}"
        value = getattr(values, setting.name.lower())
        value = "+".join(value) if isinstance(value, tuple) else value
        source = "environment" if os.environ.get(name) else "default"
        click.echo(f"{name}={value}  ({source})\n    {setting.help}")
