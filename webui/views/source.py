"""The file that a text was read from: its pages beside what was read, and the file itself."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from corpus.errors import NotFound
from corpus.shown import ShownText
from webui.page_pictures import PagePictures
from webui.presenters.banner import banner_of
from webui.presenters.source_page import page_of, source_page
from webui.views.services import address_parameters, chosen_text, services

bp = Blueprint("source", __name__)

PICTURES = "mizan.pictures"
_DAY = 24 * 3600


def pictures() -> PagePictures:
    """The pictures of this application's originals."""
    found = current_app.extensions[PICTURES]
    if not isinstance(found, PagePictures):
        raise TypeError("the application was made without pictures of its originals")
    return found


@bp.get("/i/<slug>/source")
def show(slug: str) -> Response | str:
    """A page of the source, `?page=`, beside the units that were read from it.

    `?unit=` marks a unit, and leads to its page where none is named.
    """
    found = services().store.instrument(slug)
    shown = chosen_text(slug)
    if not pictures().has_pages(shown.expression):
        return redirect(_address("source.file", slug, shown))
    wanted = request.args.get("unit", "")
    pages = shown.expression.pages or 0
    number = request.args.get("page", type=int) or _page_of_unit(shown, wanted)
    if not 1 <= number <= pages:
        raise NotFound(f"{shown.expression.file_name} has pages 1 to {pages}, not {number}.")
    uri = shown.expression.uri
    return render_template(
        "source.html",
        section="Law",
        instrument=found,
        expression=shown.expression,
        banner=banner_of(found, shown, services().catalog_names()),
        parameters=address_parameters(shown),
        sheet=source_page(
            services().store.provisions(uri), services().store.unread(uri), number, pages, wanted
        ),
    )


@bp.get("/i/<slug>/source/<int:page>.webp")
def picture(slug: str, page: int) -> Response:
    """The picture of a page; it may be kept, as a file of other bytes has another address."""
    path = pictures().picture(chosen_text(slug).expression, page)
    return send_file(path, mimetype="image/webp", max_age=_DAY)


@bp.get("/i/<slug>/source/file")
def file(slug: str) -> Response:
    """The file itself, to be saved: it is a stranger's, so no browser opens it in our name."""
    expression = chosen_text(slug).expression
    path = pictures().original(expression)
    return send_file(path, as_attachment=True, download_name=expression.file_name or path.name)


def source_address(shown: ShownText, unit: str = "") -> str:
    """Address of the source's page, at a unit; empty where the file's pages cannot be shown."""
    if not pictures().has_pages(shown.expression):
        return ""
    return _address("source.show", shown.expression.instrument, shown, unit)


def _address(endpoint: str, slug: str, shown: ShownText, unit: str = "") -> str:
    kept = address_parameters(shown)
    return url_for(
        endpoint,
        slug=slug,
        unit=unit or None,
        at=kept.get("at"),
        text=kept.get("text"),
        _anchor=f"u-{unit}" if unit else None,
    )


def _page_of_unit(shown: ShownText, wanted: str) -> int:
    if not wanted:
        return 1
    store = services().store
    return page_of(store.provision(shown.expression.uri, wanted)) or 1
