"""Instruments and provisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from annotations.service import NoteFilter
from corpus.errors import NotFound
from corpus.model import Expression, Instrument, Provision
from corpus.shown import ShownText
from corpus.uri import basic_unit, parse_uri
from webui.presenters.banner import banner_of, is_digest, undone_lines
from webui.presenters.changes import comparable
from webui.presenters.facts import facts_view, tie_lines
from webui.presenters.law import ranges_of_taggings, unit_view
from webui.presenters.notes import other_notes, placed_notes
from webui.presenters.places import (
    citation_of,
    contents_of,
    neighbours_of,
    place_of,
    title_of,
)
from webui.presenters.source_page import is_low, page_of, percent
from webui.presenters.tags import tags_view
from webui.presenters.timeline import timeline_of
from webui.views.akn import akn_address
from webui.views.basket import basket_items, compare_address
from webui.views.services import (
    address_parameters,
    chosen_text,
    law_page,
    services,
    text_parameter,
)
from webui.views.source import source_address

bp = Blueprint("law", __name__)


@bp.get("/i/<slug>")
def instrument(slug: str) -> str:
    """An instrument: what it is, its life, its ties, the contents of its text, what is missing."""
    ours = services()
    found = ours.store.instrument(slug)
    known = ours.store.instruments()
    texts = ours.store.expressions(slug)
    facts: dict[str, object] = {
        "section": "Law",
        "instrument": found,
        "ties": tie_lines(found.slug, known),
        "facts": facts_view(found),
    }
    if not texts:
        history = timeline_of(found, (), (), {i.slug: i.name for i in known})
        return render_template("instrument.html", expressions=(), timeline=history, **facts)
    shown = chosen_text(slug)
    entry = next((e for e in ours.catalog if e.instrument.slug == slug), None)
    digest = entry.digest if entry and is_digest(shown.expression) else None
    names = {i.slug: i.name for i in known}
    several = len(comparable(texts)) > 1
    notes = ours.store.amendments(shown.expression.uri)
    return render_template(
        "instrument.html",
        banner=banner_of(found, shown, services().catalog_names()),
        digest=digest,
        expressions=[_text_choice(e, shown.expression) for e in texts],
        toc=contents_of(slug, shown.provisions(), parameters=address_parameters(shown)),
        timeline=timeline_of(found, notes, texts, names),
        amendments=_amendment_lines(found, shown),
        unread=ours.store.unread(shown.expression.uri),
        source_address=source_address(shown),
        to_check=_to_check(shown, shown.provisions()),
        akn_address=akn_address(shown),
        changes_address=url_for("changes.of_instrument", slug=slug) if several else "",
        **facts,
    )


@bp.get("/i/<slug>/<eid>")
def provision(slug: str, eid: str) -> Response | str:
    """A section, article, rule, schedule or heading with everything in it.

    A smaller unit leads to its section, at the unit.
    """
    ours = services()
    found = ours.store.instrument(slug)
    shown = chosen_text(slug)
    shown.provision(eid)
    if basic_unit(eid) != eid:
        return redirect(law_page(slug, eid, **address_parameters(shown)))
    return render_template("provision.html", **_page(found, shown, eid))


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


def _page(found: Instrument, shown: ShownText, eid: str) -> dict[str, object]:
    ours = services()
    inside = shown.unit_with_descendants(eid)
    top = inside[0]
    taggings = shown.taggings(inside)
    tags = tags_view([p.eid for p in inside], taggings)
    tag_ranges = ranges_of_taggings(top, inside, taggings.values())
    everywhere = ours.annotations.find(NoteFilter(work_uri=found.work_uri, within=eid), limit=None)
    uri = shown.expression.uri
    here = [] if shown.is_derived else [n for n in everywhere if n.target.expression_uri == uri]
    elsewhere = [n for n in everywhere if n not in here]
    views, ranges = placed_notes(top, inside, here)
    parameters = address_parameters(shown)
    return {
        "section": "Law",
        "instrument": found,
        "expression": shown.expression,
        "derived": shown.is_derived,
        "parameters": parameters,
        "text_uri": text_parameter(shown.expression),
        "banner": banner_of(found, shown, services().catalog_names()),
        "undone": undone_lines(shown, eid),
        "provision": top,
        "source_address": source_address(shown, top.eid),
        "source_page": page_of(top),
        "to_check": _to_check(shown, inside),
        "place": place_of(top.eid, long=True),
        "title": title_of(top),
        "view": unit_view(top, inside, [*tag_ranges, *ranges]),
        "has_marks": bool(tag_ranges or ranges),
        "plain": _in_plain_words(found, shown, eid),
        "notes": views,
        "note_numbers": {n.id: n.number for n in views},
        "other_notes": other_notes(elsewhere, uri, len(views)),
        "citation": citation_of(found, top.eid, shown.at or shown.expression.date),
        "basket": len(basket_items()),
        "changes_address": _changes_address(found, eid),
        "compare_address": compare_address(
            found.slug, top.eid, shown.at or text_parameter(shown.expression)
        ),
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
        **_surroundings(found, shown, top, parameters),
    }


def _changes_address(found: Instrument, eid: str) -> str:
    """Where the provision is compared over two official texts; empty where there is but one."""
    if len(comparable(services().store.expressions(found.slug))) < 2:
        return ""
    return url_for("changes.of_provision", slug=found.slug, eid=eid)


def _to_check(shown: ShownText, units: Sequence[Provision]) -> list[dict[str, object]]:
    """Units that the reading is not sure of, each with its place in the source."""
    return [
        {
            "place": place_of(unit.eid),
            "page": page_of(unit),
            "address": source_address(shown, unit.eid) if page_of(unit) else "",
            "percent": percent(unit),
            "doubts": unit.doubts,
        }
        for unit in units
        if is_low(unit)
    ]


def _in_plain_words(found: Instrument, shown: ShownText, eid: str) -> dict[str, object] | None:
    """Our digest of the provision, beside the official text; None where there is none."""
    if is_digest(shown.expression):
        return None
    store = services().store
    for expression in store.expressions(found.slug):
        if is_digest(expression):
            try:
                inside = store.unit_with_descendants(expression.uri, eid)
            except NotFound:
                continue
            return {"view": unit_view(inside[0], inside), "date": expression.date}
    return None


def _surroundings(
    found: Instrument, shown: ShownText, top: Provision, parameters: Mapping[str, str]
) -> dict[str, object]:
    """The contents around the page and the containers above it."""
    provisions = shown.provisions()
    items = contents_of(found.slug, provisions, current=top.eid, parameters=parameters)
    window, before, after = neighbours_of(items, top.eid)
    by_eid = {p.eid: p for p in provisions}
    crumbs: list[str] = []
    parent = by_eid.get(top.parent or "")
    while parent is not None:
        crumbs.insert(0, title_of(parent))
        parent = by_eid.get(parent.parent or "")
    lines = _amendment_lines(found, shown)
    return {
        "neighbours": window,
        "previous": before,
        "next": after,
        "crumbs": crumbs,
        "amendments": [line for line in lines if basic_unit(line["eid"]) == top.eid],
        "remarks": [
            (place_of(r.eid), r.text)
            for r in services().store.remarks(shown.expression.uri)
            if basic_unit(r.eid) == top.eid
        ],
    }


def _amendment_lines(found: Instrument, shown: ShownText) -> list[dict[str, str]]:
    parameters = address_parameters(shown)
    return [
        {
            "eid": note.eid,
            "address": law_page(found.slug, note.eid, **parameters),
            "place": place_of(note.eid),
            "op": note.op if note.whole else f"words {note.op}",
            "by": note.by,
            "law": note.law,
            "date": note.date,
        }
        for note in shown.amendments()
    ]


def _undated(expression: Expression) -> str:
    seen = f"seen {expression.seen}" if expression.seen else ""
    return " · ".join(filter(None, (seen, expression.print_date))) or "date unknown"


def _text_choice(expression: Expression, shown: Expression) -> dict[str, object]:
    kind = "digest" if is_digest(expression) else "official"
    return {
        "uri": expression.uri,
        "label": f"{kind}, {expression.date or _undated(expression)}",
        "current": expression.uri == shown.uri,
    }
