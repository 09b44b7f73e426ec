"""Instruments and provisions."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from annotations.model import Annotation
from annotations.service import NoteFilter
from corpus.errors import NotFound
from corpus.model import Expression, Instrument, Provision, Tagging
from corpus.uri import basic_unit, parse_uri
from webui.presenters.banner import banner_of, is_digest
from webui.presenters.law import ranges_of_taggings, unit_view
from webui.presenters.notes import other_notes, placed_notes
from webui.presenters.places import (
    citation_of,
    contents_of,
    neighbours_of,
    place_of,
    title_of,
)
from webui.presenters.tags import tags_view
from webui.views.basket import basket_items, compare_address
from webui.views.services import chosen_expression, law_page, services, text_parameter

bp = Blueprint("law", __name__)


@bp.get("/i/<slug>")
def instrument(slug: str) -> str:
    """An instrument: its text's state, contents, amendment notes, what was not understood."""
    ours = services()
    found = ours.store.instrument(slug)
    texts = ours.store.expressions(slug)
    entry = next((e for e in ours.catalog if e.instrument.slug == slug), None)
    if not texts:
        return render_template("instrument.html", instrument=found, expressions=(), section="Law")
    shown = chosen_expression(slug)
    text = text_parameter(shown)
    return render_template(
        "instrument.html",
        section="Law",
        instrument=found,
        banner=banner_of(found, shown),
        covers=entry.digest.covers if entry and entry.digest and is_digest(shown) else "",
        expressions=[_text_choice(e, shown) for e in texts],
        toc=contents_of(slug, ours.store.provisions(shown.uri)),
        amendments=_amendment_lines(slug, shown, text),
        unread=ours.store.unread(shown.uri),
    )


@bp.get("/i/<slug>/<eid>")
def provision(slug: str, eid: str) -> Response | str:
    """A section, article, rule, schedule or heading with everything in it.

    A smaller unit leads to its section, at the unit.
    """
    ours = services()
    found = ours.store.instrument(slug)
    shown = chosen_expression(slug)
    ours.store.provision(shown.uri, eid)
    text = text_parameter(shown)
    if basic_unit(eid) != eid:
        return redirect(law_page(slug, eid, text))
    inside = ours.store.unit_with_descendants(shown.uri, eid)
    taggings = ours.store.taggings(shown.uri, [p.eid for p in inside])
    notes = ours.annotations.find(NoteFilter(work_uri=found.work_uri, within=eid), limit=None)
    return render_template("provision.html", **_page(found, shown, inside, taggings, notes))


@bp.get("/akn/<path:rest>")
def by_uri(rest: str) -> Response:
    """The page of an Akoma Ntoso address of a work, an expression or a provision."""
    uri = parse_uri(f"/akn/{rest}")
    for candidate in services().store.instruments():
        if candidate.work_uri == uri.work:
            text = uri.expression() if uri.language else None
            if uri.eid:
                return redirect(law_page(candidate.slug, uri.eid, text))
            return redirect(url_for("law.instrument", slug=candidate.slug, text=text))
    raise NotFound(f"No instrument has the address {uri.work}.")


def _page(
    found: Instrument,
    shown: Expression,
    inside: tuple[Provision, ...],
    taggings: Mapping[str, Tagging],
    notes: tuple[Annotation, ...],
) -> dict[str, object]:
    top = inside[0]
    here = [n for n in notes if n.target.expression_uri == shown.uri]
    elsewhere = [n for n in notes if n.target.expression_uri != shown.uri]
    views, ranges = placed_notes(top, inside, here)
    tag_ranges = ranges_of_taggings(top, inside, taggings.values())
    tags = tags_view([p.eid for p in inside], taggings)
    text = text_parameter(shown)
    return {
        "section": "Law",
        "instrument": found,
        "expression": shown,
        "text_uri": text,
        "banner": banner_of(found, shown),
        "provision": top,
        "place": place_of(top.eid, long=True),
        "title": title_of(top),
        "view": unit_view(top, inside, [*tag_ranges, *ranges]),
        "has_marks": bool(tag_ranges or ranges),
        "notes": views,
        "note_numbers": {n.id: n.number for n in views},
        "other_notes": other_notes(elsewhere, shown.uri, len(views)),
        "citation": citation_of(found, top.eid, shown.date),
        "basket": len(basket_items()),
        "compare_address": compare_address(found.slug, top.eid, text),
        **{
            name: getattr(tags, name)
            for name in (
                "orientation",
                "orientation_why",
                "powers",
                "statements",
                "mentions",
                "statement_counts",
                "holders",
            )
        },
        **_surroundings(found, shown, top, text),
    }


def _surroundings(
    found: Instrument, shown: Expression, top: Provision, text: str | None
) -> dict[str, object]:
    """The contents around the page and the containers above it."""
    provisions = services().store.provisions(shown.uri)
    items = contents_of(found.slug, provisions, current=top.eid)
    window, before, after = neighbours_of(items, top.eid)
    by_eid = {p.eid: p for p in provisions}
    crumbs: list[str] = []
    parent = by_eid.get(top.parent or "")
    while parent is not None:
        crumbs.insert(0, title_of(parent))
        parent = by_eid.get(parent.parent or "")
    lines = _amendment_lines(found.slug, shown, text)
    return {
        "neighbours": window,
        "previous": before,
        "next": after,
        "crumbs": crumbs,
        "amendments": [line for line in lines if basic_unit(line["eid"]) == top.eid],
    }


def _amendment_lines(slug: str, shown: Expression, text: str | None) -> list[dict[str, str]]:
    return [
        {
            "eid": note.eid,
            "address": law_page(slug, note.eid, text),
            "place": place_of(note.eid),
            "op": note.op,
            "by": note.by,
        }
        for note in services().store.amendments(shown.uri)
    ]


def _text_choice(expression: Expression, shown: Expression) -> dict[str, object]:
    kind = "digest" if is_digest(expression) else "official"
    return {
        "uri": expression.uri,
        "label": f"{kind}, {expression.date or expression.print_date or 'date unknown'}",
        "current": expression.uri == shown.uri,
    }
