"""The search page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from corpus.as_at import day
from corpus.model import Expression, Instrument
from search.errors import SearchQueryError
from search.fields import FACETS
from search.query import MAX_QUERY_CHARS
from search.results import Hit
from webui.presenters.results import facet_views, hit_views, understood_lines
from webui.presenters.shelves import Card, card_of
from webui.presenters.tags import combined_orientation
from webui.views.services import services

bp = Blueprint("search", __name__)

PAGE_SIZE = 20
MOST_NAMED = 4
"""Instruments shown above the hits because the query names them."""
MAX_PAGE = 50
"""Nobody reads a thousand hits; a robot that asks for more gets the last page."""


@bp.get("/search")
def results() -> Response | str | tuple[str, int]:
    """Results for `?q=`, narrowed by any of the facets, a page at a time."""
    query = request.args.get("q", "").strip()
    if not query:
        return redirect(url_for("pages.home"))
    at = request.args.get("at", "").strip()
    parameters = {"at": day(at)} if at else {}
    page = min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE)
    filters = _filters(request.args)
    try:
        found = services().search.search(query, filters, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    except SearchQueryError as error:
        title = "That search cannot be read"
        shown = query[:MAX_QUERY_CHARS]
        return render_template("error.html", title=title, message=str(error), query=shown), 400
    store = services().store
    instruments, texts = {i.slug: i for i in store.instruments()}, store.texts()
    sides = store.orientations((hit.expression_uri, hit.eid) for hit in found.hits)
    orientations = {unit: combined_orientation(found_in).value for unit, found_in in sides.items()}
    more = found.total > page * PAGE_SIZE and page < MAX_PAGE
    return render_template(
        "results.html",
        section="Law",
        query=query,
        total=found.total,
        took_ms=found.took_ms,
        named=_named(query, instruments, texts),
        hits=hit_views(found.hits, instruments, orientations, _text_of_hit(texts, parameters)),
        at=parameters.get("at", ""),
        facets=facet_views(found.facets, filters, instruments, _address),
        understood=understood_lines(found.understood, instruments),
        exact_address=_exactly(query) if found.understood.concepts else None,
        suggestion=found.suggestion,
        first_rank=(page - 1) * PAGE_SIZE + 1,
        previous_page=_page(page - 1) if page > 1 else None,
        next_page=_page(page + 1) if more else None,
    )


def _text_of_hit(
    texts: Mapping[str, Sequence[Expression]], parameters: Mapping[str, str]
) -> Callable[[Hit], Mapping[str, str]]:
    """What names the text that a hit's link opens: its own where another is shown by default.

    A digest beside an official text is a hit only where the official text has no such provision,
    neither today nor on a day.
    """
    shown = {slug: held[0].uri for slug, held in texts.items()}

    def parameters_of(hit: Hit) -> Mapping[str, str]:
        other = shown.get(hit.instrument) not in (None, hit.expression_uri)
        return {"text": hit.expression_uri} if other else parameters

    return parameters_of


def _named(
    query: str, instruments: Mapping[str, Instrument], texts: Mapping[str, tuple[Expression, ...]]
) -> list[Card]:
    """The instruments that the query calls by name, where the hits do not tell of them.

    That is: no text of it is held, it rules no more, or the query is its name and nothing else.
    """
    names = services().names()
    slugs = dict.fromkeys(match.slug for match in names.find(query))
    cards = [card_of(instruments[s], texts.get(s, ())) for s in slugs if s in instruments]
    whole = names.slug_of(query)
    return [c for c in cards if not c.held or c.dead or c.slug == whole][:MOST_NAMED]


def _filters(arguments: MultiDict[str, str]) -> dict[str, list[str]]:
    """The facets that the address narrows by."""
    chosen = {name: [v for v in arguments.getlist(name) if v] for name in FACETS}
    return {name: values for name, values in chosen.items() if values}


def _address(filters: dict[str, list[str]]) -> str:
    """This search with other filters, from its first page."""
    kept = {name: request.args[name] for name in ("q", "at") if request.args.get(name)}
    return url_for("search.results", **kept, **filters)  # type: ignore[arg-type]


def _page(number: int) -> str:
    """Another page of this very search; what an address holds beside it is left out."""
    arguments = {name: request.args.getlist(name) for name in ("q", "at", *FACETS)}
    return url_for("search.results", page=number, **arguments)  # type: ignore[arg-type]


def _exactly(query: str) -> str:
    """The search for these words as they stand, without what concepts add."""
    return url_for("search.results", q='"' + query.replace('"', " ") + '"')
