"""Home, about the corpus, help, health."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from corpus.model import Expression, Instrument, ProvisionKind
from webui.corpus_state import edition_of
from webui.help import help_html
from webui.presenters.banner import is_digest, known_to
from webui.presenters.fetch import choices_of, invitation_of, official_slugs
from webui.presenters.field_map import field_map
from webui.presenters.quality import quality_view
from webui.presenters.shelves import shelves_of
from webui.views.services import readiness_now, services

bp = Blueprint("pages", __name__)

EXAMPLES = (
    "PECA 37",
    "unlawful online content",
    "who may take content down",
    "Article 19 constitution",
    "warrant for search",
)
"""Shown under the search box: one of each way to ask."""


@bp.get("/")
def home() -> str:
    """The search box and the whole field, shelf by shelf."""
    store = services().store
    instruments, texts = store.instruments(), store.texts()
    shown = [held[0] for held in texts.values()]
    known = {instrument.slug for instrument in instruments}
    catalog = (e.instrument for e in services().catalog if e.instrument.slug in known)
    return render_template(
        "home.html",
        invitation=invitation_of(choices_of(catalog, official_slugs(texts))),
        section="Law",
        examples=EXAMPLES,
        shelves=shelves_of(instruments, texts),
        instrument_count=len(instruments),
        held_count=len(shown),
        official_count=sum(not is_digest(text) for text in shown),
        provision_count=store.count_basic(text.uri for text in shown),
    )


@bp.get("/field")
def field() -> str:
    """How the instruments hang together, drawn and listed."""
    return render_template(
        "field.html", section="Law", map=field_map(services().store.instruments())
    )


@bp.get("/about")
def about() -> str:
    """What is held, from where, of what day; what is missing; how good it is."""
    ours = services()
    instruments, texts = ours.store.instruments(), ours.store.texts()
    held = [(i, texts.get(i.slug, ())) for i in instruments]
    rows = [_text_row(i, text, text is all_of_it[0]) for i, all_of_it in held for text in all_of_it]
    missing = [{"name": i.name, "facts": i.missing} for i in instruments if i.missing]
    shelves = shelves_of((i for i in instruments if i.slug not in texts), {})
    return render_template(
        "about.html",
        section="Corpus",
        held=rows,
        without=shelves,
        missing=missing,
        totals={
            "instruments": len(instruments),
            "official": len({r["name"] for r in rows if not r["digest"]}),
            "digests": len({r["name"] for r in rows if r["digest"]}),
            "provisions": sum(row["count"] for row in rows if row["shown"]),
            "missing": sum(len(i.missing) for i in instruments),
        },
        quality=quality_view(edition_of(ours.catalog)),
    )


@bp.get("/help")
def help() -> str:
    """How to search, annotate, compare."""
    return render_template("help.html", section="Help", content=help_html())


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when the corpus can be searched, 503 until then; needs no token."""
    now = readiness_now()
    body = jsonify(ready=now.ready, step=now.step, percent=now.percent, failed=now.failed or None)
    return body, 200 if now.ready else 503


def _text_row(instrument: Instrument, text: Expression, shown: bool) -> dict[str, Any]:
    """A text as the table lists it."""
    ours = services()
    entry = next((e for e in ours.catalog if e.instrument.slug == instrument.slug), None)
    digest = entry.digest if entry and is_digest(text) else None
    return {
        "slug": instrument.slug,
        "name": instrument.name,
        "uri": text.uri,
        "shown": shown,
        "digest": is_digest(text),
        "covers": digest.covers if digest else "",
        "lacks": digest.lacks if digest else "",
        "file_name": text.file_name,
        "sha256": text.sha256,
        "date": text.stands_from,
        "known_to": known_to(text),
        "count": _count(text),
        "clean": ours.store.clean_share(text.uri),
        "source": digest.source if digest else _publisher(instrument),
    }


def _count(text: Expression) -> int:
    """Sections, articles and rules; of a paper, its paragraphs."""
    store = services().store
    paragraphs = {ProvisionKind.PARAGRAPH}
    return store.count_basic([text.uri]) or store.count_provisions([text.uri], paragraphs)


def _publisher(instrument: Instrument) -> str:
    source = next(iter(instrument.text_addresses or instrument.sources), None)
    return (source.publisher or source.address) if source else "a file of yours"
