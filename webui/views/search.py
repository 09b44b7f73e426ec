"""The search page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from search.errors import SearchQueryError
from search.fields import FACETS
from webui.presenters.results import facet_views, hit_views, understood_lines
from webui.views.services import services

bp = Blueprint("search", __name__)

PAGE_SIZE = 20
MAX_PAGE = 50
"""Nobody reads a thousand hits; a robot that asks for more gets the last page."""


@bp.get("/search")
def results() -> Response | str | tuple[str, int]:
    """Results for `?q=`, narrowed by any of the facets, a page at a time."""
    query = request.args.get("q", "").strip()
    if not query:
        return redirect(url_for("pages.home"))
    page = min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE)
    filters = _filters(request.args)
    exactly = "exact" in request.args
    try:
        found = services().search.search(
            query,
            filters=filters,
            limit=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
            expand=not exactly,
        )
    except SearchQueryError as error:
        return render_template(
            "error.html", title="That search cannot be read", message=str(error), query=query[:400]
        ), 400
    store = services().store
    instruments = {i.slug: i for i in store.instruments()}
    orientations = _orientations([(h.expression_uri, h.eid) for h in found.hits])
    more = found.total > page * PAGE_SIZE and page < MAX_PAGE
    return render_template(
        "results.html",
        section="Law",
        query=query,
        total=found.total,
        took_ms=found.took_ms,
        hits=hit_views(found.hits, instruments, orientations),
        facets=facet_views(found.facets, filters, instruments, _address),
        understood=understood_lines(found.understood, instruments),
        exact_address=_with(exact="1", page=None) if found.understood.concepts else None,
        suggestion=found.suggestion,
        first_rank=(page - 1) * PAGE_SIZE + 1,
        previous_page=_with(page=str(page - 1)) if page > 1 else None,
        next_page=_with(page=str(page + 1)) if more else None,
    )


def _filters(arguments: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """The facets that the address narrows by."""
    return tuple((name, value) for name in FACETS for value in arguments.getlist(name) if value)


def _address(filters: tuple[tuple[str, str], ...]) -> str:
    """This search with other filters, from its first page."""
    arguments: dict[str, list[str]] = {"q": [request.args.get("q", "")]}
    for name, value in filters:
        arguments.setdefault(name, []).append(value)
    if "exact" in request.args:
        arguments["exact"] = ["1"]
    return url_for("search.results", **arguments)  # type: ignore[arg-type]


def _with(**changes: str | None) -> str:
    """This very address with some arguments changed; None takes one out."""
    arguments: dict[str, object] = {n: request.args.getlist(n) for n in request.args}
    arguments |= changes
    kept = {name: value for name, value in arguments.items() if value is not None}
    return url_for("search.results", **kept)  # type: ignore[arg-type]


def _orientations(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The side of the balance of each hit, from the tags of its parts."""
    found = services().search.facts_of(keys) if keys else {}
    return {key: facts for key, facts in found.items()}
