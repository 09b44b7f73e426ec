"""Errors to status codes, once, for every page."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from annotations.errors import StaleEdit
from corpus.errors import AskerError, MizanError, NotFound
from corpus.shown import NotYet

_STATUS: tuple[tuple[type[MizanError], int, str], ...] = (
    (NotFound, 404, "Not found"),
    (StaleEdit, 409, "Changed meanwhile"),
    (AskerError, 400, "That cannot be done"),
    (MizanError, 503, "Not available now"),
)
"""The first row whose class fits decides; the message itself is always safe to show."""


def status_of(error: MizanError) -> tuple[int, str]:
    """The HTTP status of an error, and the title of its page."""
    return next((status, title) for kind, status, title in _STATUS if isinstance(error, kind))


def handle_errors(app: Flask) -> None:
    """Show every error as a page that says what is wrong and what would be right."""

    @app.errorhandler(MizanError)
    def show_ours(error: MizanError) -> Response:
        status, title = status_of(error)
        return _page(title, str(error), status, latest=isinstance(error, NotYet))

    @app.errorhandler(CSRFError)
    def show_csrf(error: CSRFError) -> Response:
        message = "This form was open too long or came from elsewhere. Go back, reload and resend."
        return _page("The form was not accepted", message, 400)

    @app.errorhandler(HTTPException)
    def show_http(error: HTTPException) -> Response:
        return _page(error.name, error.description or "", error.code or 500)

    @app.errorhandler(Exception)
    def show_fault(error: Exception) -> Response:
        app.logger.exception("A fault of ours", exc_info=error)
        message = "This is a fault of Mizan’s, not yours. It was logged; nothing was changed."
        return _page("Something broke", message, 500)


def _page(title: str, message: str, status: int, latest: bool = False) -> Response:
    """The page of an error; `latest` offers the same address in the latest text."""
    if request.path.startswith("/api/"):
        return make_response(jsonify(error=title, message=message), status)
    shown = {"title": title, "message": message, "latest": request.path if latest else ""}
    return make_response(render_template("error.html", **shown), status)
