"""`mizan export`: provisions and annotations out of the database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import click

from annotations.jsonld import export
from corpus.as_at import day
from corpus.errors import AskerError, NotFound
from corpus.model import ExpressionKind
from corpus.plain import to_plain
from corpus.shown import ShownText
from corpus.uri import number_of
from webui.akn_export import akn_of
from webui.config import Settings
from webui.wiring import Services, build_services

_PROVISION_FIELDS = (
    "instrument",
    "expression",
    "kind_of_text",
    "eid",
    "kind",
    "num",
    "section",
    "heading",
    "text",
    "parent",
    "page",
)
_FORMATS = {"provisions": ("jsonl", "csv", "akn"), "annotations": ("jsonld",)}


@click.command(help="Write provisions or annotations to the output.")
@click.argument("what", type=click.Choice(sorted(_FORMATS)))
@click.option("--instrument", "slugs", multiple=True, help="Only this slug; may be repeated.")
@click.option(
    "--format",
    "form",
    default="",
    help="provisions: jsonl, csv, akn (Akoma Ntoso 3.0, of one instrument); annotations: jsonld.",
)
@click.option("--at", default="", help="provisions: the text as at this day (YYYY-MM-DD).")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ExpressionKind]),
    help="provisions: whose words; by default official before digest.",
)
def command(what: str, slugs: tuple[str, ...], form: str, at: str, kind: str | None) -> None:
    """Write one text per instrument: official before digest, latest before earlier."""
    chosen = form or _FORMATS[what][0]
    _check(what, slugs, chosen, at, kind)
    services = build_services(Settings.from_env())
    try:
        if what == "annotations":
            click.echo(_annotations(services, slugs))
        elif chosen == "akn":
            shown = _text(services, slugs[0], at, kind)
            click.echo(akn_of(services, shown), nl=False)
        else:
            for line in _provision_lines(services, slugs, chosen, at, kind):
                click.echo(line)
    finally:
        services.close()


def _check(what: str, slugs: tuple[str, ...], form: str, at: str, kind: str | None) -> None:
    if form not in _FORMATS[what]:
        known = ", ".join(_FORMATS[what])
        raise AskerError(f"{what} cannot be written as {form!r}; use {known}.")
    if form == "akn" and len(slugs) != 1:
        raise AskerError("A file of Akoma Ntoso holds one text; name it with one --instrument.")
    if what == "annotations" and (at or kind):
        raise AskerError("--at and --kind choose a text; annotations are written of all texts.")
    if at and kind:
        raise AskerError("Give --at or --kind, not both: the text of a day is chosen by the day.")


def _text(services: Services, slug: str, at: str, kind: str | None) -> ShownText:
    """The text that is asked for.

    Raises:
        NotFound: no such text is held, or the law was made later.
    """
    instrument = services.store.instrument(slug)
    if at:
        return services.texts.as_at(instrument, day(at))
    if kind is None:
        return services.texts.latest(slug)
    for expression in services.store.expressions(slug):
        if expression.kind.value == kind:
            return services.texts.of_expression(expression.uri)
    raise NotFound(f"No {kind} text of {slug} is held.")


def _annotations(services: Services, slugs: tuple[str, ...]) -> str:
    works = {services.store.instrument(slug).work_uri for slug in slugs}
    notes = services.annotations.find(limit=None)
    kept = [note for note in notes if not works or note.target.work_uri in works]
    return json.dumps(export(kept), ensure_ascii=False, indent=1)


def _provision_lines(
    services: Services, slugs: tuple[str, ...], form: str, at: str, kind: str | None
) -> Iterator[str]:
    records = _provisions(services, slugs, at, kind)
    if form == "jsonl":
        yield from (json.dumps(record, ensure_ascii=False) for record in records)
        return
    yield ",".join(_PROVISION_FIELDS)
    for record in records:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(_safe(record[f]) for f in _PROVISION_FIELDS)
        yield line.getvalue()


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value) if value is not None else ""
    return f"'{text}" if text[:1] in "=+-@\t\r" else value


def _provisions(
    services: Services, slugs: tuple[str, ...], at: str, kind: str | None
) -> Iterator[dict[str, object]]:
    for slug in slugs or tuple(i.slug for i in services.store.instruments()):
        try:
            shown = _text(services, slug, at, kind)
        except NotFound:
            if slugs and (at or kind):
                raise
            services.store.instrument(slug)
            continue
        for provision in shown.provisions():
            yield {
                "instrument": slug,
                "expression": shown.expression.uri,
                "kind_of_text": shown.expression.kind.value,
                "section": number_of(provision.eid),
                **to_plain(provision),
            }
