"""What a view asks of the application that it runs in."""

from __future__ import annotations

from flask import current_app, request, url_for

from corpus.as_at import day
from corpus.errors import NotFound
from corpus.model import Expression
from corpus.shown import ShownText
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


def chosen_text(slug: str) -> ShownText:
    """The text that `?at=` or `?text=` asks for, or the one that is shown by default.

    Raises:
        BadDay: `?at=` is no day.
        NotFound: there is no such text, none at all, or the law was made later.
    """
    ours = services()
    if at := request.args.get("at", "").strip():
        return ours.texts.as_at(ours.store.instrument(slug), day(at))
    wanted = request.args.get("text", "") or request.form.get("expression", "")
    if wanted:
        found = ours.texts.of_expression(parse_uri(wanted).expression())
        if found.expression.instrument != slug:
            raise NotFound(f"{wanted} is no text of {slug}; leave `text=` out for the latest.")
        return found
    return ours.texts.latest(slug)


def chosen_expression(slug: str) -> Expression:
    """The expression that `?text=` names, or the one that is shown by default.

    Raises:
        NotFound: there is no such text, or none at all.
    """
    return chosen_text(slug).expression


def address_parameters(shown: ShownText) -> dict[str, str]:
    """The `at=` or `text=` that keeps a reader on this text; empty where it is the default."""
    if shown.at:
        return {"at": shown.at}
    text = text_parameter(shown.expression)
    return {"text": text} if text else {}


def text_parameter(expression: Expression) -> str | None:
    """The `text=` that keeps a reader on this text; None when it is shown by default."""
    shown = services().store.shown_expression(expression.instrument)
    return None if shown.uri == expression.uri else expression.uri


def law_page(slug: str, eid: str, text: str | None = None, at: str | None = None) -> str:
    """Address of the page that shows a provision, at the unit itself."""
    unit = basic_unit(eid)
    anchor = None if unit == eid else eid
    return url_for("law.provision", slug=slug, eid=unit, text=text, at=at, _anchor=anchor)
