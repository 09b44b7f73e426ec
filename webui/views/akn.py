"""A text as a file of Akoma Ntoso 3.0, to be saved."""

from __future__ import annotations

import io

from flask import Blueprint, send_file, url_for
from werkzeug.wrappers import Response

from corpus.shown import ShownText
from webui.akn_export import MEDIA_TYPE, akn_of, file_name
from webui.views.services import address_parameters, chosen_text, services

bp = Blueprint("akn", __name__)


@bp.get("/i/<slug>/akn.xml")
def file(slug: str) -> Response:
    """The text that `?text=` or `?at=` asks for, or the one shown by default."""
    services().store.instrument(slug)
    shown = chosen_text(slug)
    return send_file(
        io.BytesIO(akn_of(services(), shown)),
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=file_name(shown),
    )


def akn_address(shown: ShownText) -> str:
    """Address of the file of a text."""
    kept = address_parameters(shown)
    slug = shown.expression.instrument
    return url_for("akn.file", slug=slug, at=kept.get("at"), text=kept.get("text"))
