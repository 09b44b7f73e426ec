"""Official texts from their publishers: the reader chooses, sees who is asked, and follows it.

Nothing is asked of another machine before the form is sent; opening the page asks nobody.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from corpus.errors import AskerError
from corpus.model import Instrument
from ingest.fetching.client import USER_AGENT
from ingest.fetching.targets import wishes_for
from webui.fetch_job import FetchJob
from webui.presenters.fetch import (
    RunView,
    choices_of,
    contacts_of,
    groups_of,
    official_slugs,
    run_view,
)
from webui.views.services import services

bp = Blueprint("fetch", __name__)

FETCH_JOB = "mizan.fetch"


class NothingToFetch(AskerError):
    """The form names no instrument that can be fetched."""


@bp.get("/fetch")
def show() -> str:
    """What can be fetched and from whom; how the last run goes or went."""
    return _page()


@bp.post("/fetch")
def start() -> Response | tuple[str, int]:
    """Start fetching what is ticked, unless a fetch runs; then show it."""
    slugs = list(dict.fromkeys(request.form.getlist("slug")))
    try:
        _refuse_unfetchable(slugs)
    except NothingToFetch as error:
        return _page(str(error)), 400
    if not _job().start(slugs):
        flash("A fetch is running already; here it is. Nothing more was started.")
    return redirect(url_for("fetch.show"), 303)


@bp.post("/fetch/stop")
def stop() -> Response:
    """Stop the run that this server started; what it had is kept."""
    if not _job().stop():
        flash("There is nothing to stop: no fetch of this page is running.")
    return redirect(url_for("fetch.show"), 303)


@bp.get("/fetch/state")
def state() -> Response:
    """How far the run is, with what is new on the page as HTML, for the script that follows it."""
    run = _run()
    answer = jsonify(
        phase=run.phase.value,
        running=run.running,
        percent=run.percent,
        told=run.told,
        bytes=run.bytes,
        rows=[
            {**asdict(row), "html": render_template("_fetch_row.html", row=row)} for row in run.rows
        ],
        end="" if run.running else render_template("_fetch_end.html", run=run),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.app_template_global()
def can_fetch(slug: str) -> bool:
    """Whether the instrument's official text is not held and has an address to fetch it from."""
    ours = [instrument for instrument in _catalog() if instrument.slug == slug]
    official = official_slugs({slug: services().store.expressions(slug)})
    return any(not choice.held for choice in choices_of(ours, official))


def _page(problem: str = "") -> str:
    catalog = _catalog()
    official = official_slugs(services().store.texts())
    chosen = request.form.getlist("slug") or request.args.getlist("slug")
    choices = choices_of(catalog, official, {i.slug for i in catalog} & set(chosen))
    return render_template(
        "fetch.html",
        section="Corpus",
        run=_run(),
        missing=groups_of(choice for choice in choices if not choice.held),
        held=[choice for choice in choices if choice.held],
        contacts=contacts_of(choices),
        user_agent=USER_AGENT,
        max_mb=services().settings.max_file_mb,
        problem=problem,
    )


def _refuse_unfetchable(slugs: list[str]) -> None:
    """Refuse a form without a choice, or with one that has no address.

    Raises:
        NothingToFetch: so it is.
        UnknownSlug: the catalogue has no such instrument.
    """
    if not slugs:
        raise NothingToFetch("Nothing is ticked. Tick at least one text to fetch.")
    for wish in wishes_for(_catalog(), slugs):
        if not wish.targets:
            raise NothingToFetch(f"The catalogue knows no official address of {wish.name}.")


def _run() -> RunView:
    names = {instrument.slug: instrument.name for instrument in _catalog()}
    return run_view(_job().status(), names)


def _job() -> FetchJob:
    found = current_app.extensions[FETCH_JOB]
    if not isinstance(found, FetchJob):
        raise TypeError("the application was made without its fetch job")
    return found


def _catalog() -> list[Instrument]:
    return [entry.instrument for entry in services().catalog]
