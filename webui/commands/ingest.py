"""`mizan ingest`: files into the corpus."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from corpus.errors import AskerError, BadFile, MizanError
from corpus.model import Provision
from corpus.tagging import Tagging
from ingest.draft import ReadOptions
from ingest.intake import Intake, Intaken, Outcome, Wanted
from ingest.nlp.lexicon import jurisdictions
from ingest.tag import Tagger
from webui.commands.page_progress import PageBar
from webui.config import Settings
from webui.corpus_state import BARE, take_shipped
from webui.wiring import Services, build_services

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
HOME = "pk"
"""Whose lexicon tags an instrument of a country that has none of its own."""

_COLUMNS = ("file", "slug", "title", "as_of")
_PAPERS = (".pdf", ".html", ".htm", ".xhtml", ".xml", ".akn", ".docx", ".md", ".markdown", ".txt")
_SCANS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_READABLE = frozenset((*_PAPERS, *_SCANS))
"""Which files of a folder are tried; what a file really is, its content tells."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to take in."""

    path: Path
    wanted: Wanted
    allow_witness: bool = False


class LateTagger:
    """Tags by jurisdiction; each pipeline is built when it is first needed and then kept."""

    def __init__(self) -> None:
        self._taggers: dict[str, Tagger] = {}

    def __call__(self, provisions: Sequence[Provision], jurisdiction: str) -> tuple[Tagging, ...]:
        known = jurisdiction if jurisdiction in jurisdictions() else HOME
        if known not in self._taggers:
            self._taggers[known] = Tagger(known)
        return self._taggers[known].tag_expression(provisions)


@click.command(help="Take files or folders into the corpus: provisions, tags, index.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--as", "slug", default="", help="Slug of the instrument that the file is a text of.")
@click.option("--title", default="", help="Title of an instrument of your own.")
@click.option("--date", default="", help="Day on which the words took effect (YYYY-MM-DD).")
@click.option("--manifest", type=click.Path(path_type=Path), help="TSV: file, slug, title, as_of.")
@click.option("--bare", is_flag=True, help="Leave the shipped corpus out, now and later.")
@click.option("--shipped", is_flag=True, hidden=True, help="Only the shipped corpus.")
def command(
    paths: tuple[Path, ...],
    slug: str,
    title: str,
    date: str,
    manifest: Path | None,
    bare: bool,
    shipped: bool,
) -> None:
    """Take each file in, report on it, and bring the index up to date."""
    if not (paths or manifest or shipped):
        raise click.UsageError("Name at least one file or folder.")
    if date and not _DATE.fullmatch(date):
        raise AskerError(f"--date {date!r} is no day; write it as 2025-01-29.")
    jobs = list(_jobs(paths, Wanted(slug, title, date), manifest))
    if slug and len(jobs) > 1:
        raise AskerError(f"--as {slug} names one instrument, but {len(jobs)} files were given.")
    services = build_services(Settings.from_env())
    try:
        failed = _run(services, jobs, bare)
    finally:
        services.close()
    if failed:
        sys.exit(1)


def intake_for(services: Services, on_page: Callable[[int, int], None] | None = None) -> Intake:
    """The intake of these services: it reads PDFs twice, and scans in the languages set."""
    settings = services.settings
    options = ReadOptions(settings.ocr_languages, cross_check=True, on_page=on_page)
    return Intake(
        services.store,
        services.catalog,
        LateTagger(),
        settings.originals,
        settings.max_file_mb,
        options,
    )


def _run(services: Services, jobs: Sequence[Job], bare: bool) -> int:
    """Take everything in; give the number of files that could not be."""
    if bare:
        services.store.set_state(BARE, "yes")
    console = Console(stderr=True)
    failed = 0
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        pages = PageBar(progress)
        intake = intake_for(services, pages)
        take_shipped(services, intake)
        task = progress.add_task("Reading", total=len(jobs))
        for job in jobs:
            pages.name = job.path.name
            failed += not _take(intake, job, progress, task)
    services.ensure_indexed()
    return failed


def _take(intake: Intake, job: Job, progress: Progress, task: TaskID) -> bool:
    """Take one file in and report; give whether it went in."""
    progress.update(task, description=job.path.name)
    try:
        taken = intake.take_file(job.path, job.wanted, job.allow_witness)
    except MizanError as error:
        click.echo(f"{job.path}: not taken in: {error}", err=True)
        return False
    finally:
        progress.advance(task)
    click.echo("\n".join(_report(job, taken)))
    return True


def _report(job: Job, taken: Intaken) -> Iterator[str]:
    where = f"{taken.instrument.slug} ({taken.expression.uri})"
    if taken.outcome is Outcome.UNCHANGED:
        yield f"{job.path}: unchanged, already held as {where}"
        return
    if taken.outcome is Outcome.WITNESS:
        yield f"{job.path}: witness of {where}: {taken.note}"
        return
    yield f"{job.path}: {where}"
    if taken.report:
        yield from (f"  {line}" for line in taken.report.lines())


def _jobs(paths: tuple[Path, ...], wanted: Wanted, manifest: Path | None) -> Iterator[Job]:
    if manifest is None:
        for path in paths:
            yield from (Job(file, wanted) for file in _files(path))
        return
    rows = {row["file"]: row for row in _read_manifest(manifest)}
    folders = paths or (manifest.parent,)
    for name, row in rows.items():
        path = _find(name, folders)
        said = Wanted(
            row["slug"],
            row["title"],
            wanted.date,
            row["as_of"],
            sha256=(row.get("sha256") or "").strip(),
        )
        yield Job(path, said, allow_witness=True)


def _find(name: str, folders: tuple[Path, ...]) -> Path:
    """The file of a manifest's row: in one of the folders, or one of the named files itself."""
    candidates = [f / name if f.is_dir() else f for f in folders]
    found = [c for c in candidates if c.name == name and c.exists()]
    return found[0] if found else candidates[0]


def _files(path: Path) -> list[Path]:
    """The file itself, or the readable files below a folder."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _READABLE and p.is_file())
    if not found:
        raise BadFile(f"The folder {path} holds no file of a kind that Mizan reads.")
    return found


def _read_manifest(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"The manifest {path} cannot be read: {error}") from error
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadFile(
            f"The manifest {path} lacks the column{'s' * (len(missing) > 1)} "
            f"{', '.join(missing)}; its first line names {', '.join(_COLUMNS)}, tab-separated."
        )
    for number, row in enumerate(rows, start=2):
        if any(row[name] is None for name in _COLUMNS):
            raise BadFile(f"The manifest {path}, line {number}: has too few columns.")
    return rows
