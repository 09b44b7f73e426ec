"""What a view asks of the application that it runs in."""

from __future__ import annotations

from flask import current_app, request, url_for

from corpus.model import Expression
from corpus.uri import basic_unit, parse_uri
from webui.readiness import Progress, Readiness
from webui.wiring import Services

EXTENSION = "mizan"
READINESS = "mizan.readiness"
READER = "You"
"""Name of the one local reader."""


def services() -> Services:
    """The services of this application."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Services):
        raise TypeError("the application was made without services")
    return found


def readiness_now() -> Progress:
    """How far the preparation of this application's corpus is."""
    found = current_app.extensions[READINESS]
    if not isinstance(found, Readiness):
        raise TypeError("the application was made without its readiness")
    return found.now


def chosen_expression(slug: str) -> Expression:
    """The text that `?text=` names, or the one that is shown by default.

    Raises:
        NotFound: there is no such text, or none at all.
    """
    store = services().store
    wanted = request.args.get("text", "") or request.form.get("expression", "")
    if wanted:
        expression = store.expression(parse_uri(wanted).expression())
        if expression.instrument == slug:
            return expression
    return store.shown_expression(slug)


def text_parameter(expression: Expression) -> str | None:
    """The `text=` that keeps a reader on this text; None when it is shown by default."""
    shown = services().store.shown_expression(expression.instrument)
    return None if shown.uri == expression.uri else expression.uri


def law_page(slug: str, eid: str, text: str | None = None) -> str:
    """Address of the page that shows a provision, at the unit itself."""
    unit = basic_unit(eid)
    anchor = None if unit == eid else eid
    return url_for("law.provision", slug=slug, eid=unit, text=text, _anchor=anchor)
