"""Home, about the corpus, help, health."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from corpus.model import BASIC_KINDS, Expression, Instrument
from webui.help import help_html
from webui.presenters.banner import is_digest
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
    """The search box and what is in the corpus."""
    held, missing = _shelves()
    return render_template(
        "home.html",
        section="Law",
        examples=EXAMPLES,
        held=held,
        missing=missing,
        official_count=sum(not card["digest"] for card in held),
        provision_count=services().store.count_provisions(
            [str(card["uri"]) for card in held], BASIC_KINDS
        ),
    )


@bp.get("/about")
def about() -> str:
    """What is held, from where, of what day; what is missing."""
    held, missing = _shelves()
    return render_template("about.html", section="Corpus", held=held, missing=missing)


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


def _shelves() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Instruments with a text, and catalogued ones without."""
    ours = services()
    covers = {e.instrument.slug: e.digest.covers for e in ours.catalog if e.digest}
    held: list[dict[str, object]] = []
    missing: list[dict[str, object]] = []
    for instrument in ours.store.instruments():
        texts = ours.store.expressions(instrument.slug)
        card = _card(instrument, texts[0] if texts else None)
        card["covers"] = covers.get(instrument.slug, "")
        (held if texts else missing).append(card)
    return held, missing


def _card(instrument: Instrument, shown: Expression | None) -> dict[str, object]:
    store = services().store
    card: dict[str, object] = {
        "slug": instrument.slug,
        "title": instrument.title,
        "type": instrument.type.value,
        "number": instrument.number,
        "source": instrument.sources[0] if instrument.sources else None,
    }
    if shown is not None:
        card |= {
            "uri": shown.uri,
            "digest": is_digest(shown),
            "date": shown.date,
            "file_name": shown.file_name,
            "sha256": shown.sha256,
            "count": store.count_provisions([shown.uri], BASIC_KINDS),
            "unread": store.count_unread(shown.uri),
        }
    return card
