"""Where the packages are joined: settings, wiring, commands, pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request, url_for

from webui.config import Settings
from webui.errors import handle_errors
from webui.fetch_job import FetchJob
from webui.page_pictures import PagePictures
from webui.presenters.links import linked
from webui.readiness import Readiness
from webui.security import guard, secret_of
from webui.views import akn, api, changes, compare, fetch, law, notes, pages, search, source
from webui.views.services import EXTENSION, READINESS, readiness_now
from webui.wiring import Services, build_services

_STATIC = Path(__file__).parent / "static"
_BLUEPRINTS = (
    pages.bp,
    api.bp,
    search.bp,
    changes.bp,
    source.bp,
    akn.bp,
    law.bp,
    notes.bp,
    compare.bp,
    fetch.bp,
)

MAX_FORM_BYTES = 20 * 1024 * 1024
"""Largest form or import: a class's notes fit, a mistaken upload of a film does not."""


def create_app(
    settings: Settings | None = None,
    services: Services | None = None,
    readiness: Readiness | None = None,
    token: str = "",
) -> Flask:
    """The web application.

    Args:
        settings: defaults to the environment's.
        services: defaults to those that the settings describe.
        readiness: until it is ready every page but `/healthz` shows the progress; defaults to
            ready.
        token: what a browser must show once; empty asks for none (for tests behind no network).
    """
    ours = services or build_services(settings or Settings.from_env())
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secret_of(ours.settings.data, "secret")
    app.config["MAX_CONTENT_LENGTH"] = MAX_FORM_BYTES
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a page left open overnight must still save a note
    app.extensions[EXTENSION] = ours
    app.extensions[READINESS] = readiness or Readiness(ready=True)
    app.extensions[fetch.FETCH_JOB] = FetchJob(ours.settings)
    app.extensions[source.PICTURES] = PagePictures(ours.settings)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.filters["linked"] = linked
    guard(app, token, ours.settings.host)
    handle_errors(app)
    app.before_request(show_progress)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def static_url(name: str) -> str:
    """Address of a static file, which changes when the file does."""
    return url_for("static", filename=name, v=_version_of(name))


@cache
def _version_of(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]


def show_progress() -> Response | None:
    """The page that waits for the corpus, in the place of every other until it is there."""
    now = readiness_now()
    if now.ready or request.path == "/healthz" or request.endpoint == "static":
        return None
    page = render_template("preparing.html", step=now.step, percent=now.percent, failed=now.failed)
    return make_response(page, 503, {"Retry-After": "2"})
