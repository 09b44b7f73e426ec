"""`mizan tag`: tags only; touches no database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from corpus.errors import BadFile
from ingest.tag import tag_lines


@click.command(help="Tag texts: one JSON object a line with `id` and `text`, from FILE or input.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--jsonl", is_flag=True, default=True, help="Write one JSON object a line.")
def command(file: Path | None, jsonl: bool) -> None:
    """Tag each line and write it out, in order."""
    for line in tag_lines(_lines(file)):
        click.echo(line)


def _lines(file: Path | None) -> Iterator[str]:
    if file is None or str(file) == "-":
        yield from sys.stdin
        return
    try:
        with file.open(encoding="utf-8") as source:
            yield from source
    except OSError as error:
        raise BadFile(f"{file} cannot be read ({error.strerror}); name a file of lines.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{file} is not UTF-8 ({error}); save it as UTF-8.") from error
