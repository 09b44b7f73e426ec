"""The corpus as JSON: instruments with what is known of them, provisions as at a day.

Every answer says whose words it holds and what is known to be missing from them, because a
program that quotes it will not show the page's banner.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from corpus.model import Expression, Instrument
from corpus.plain import to_plain
from corpus.relations import ties_of
from corpus.shown import ShownText
from webui.presenters.banner import banner_of, is_digest, undone_lines
from webui.presenters.places import citation_of
from webui.views.services import chosen_text, services

bp = Blueprint("api", __name__, url_prefix="/api/v1")

DIGEST_LABEL = "digest: Mizan’s own words, not the law’s"
OFFICIAL_LABEL = "official text, read by machine from the publisher’s file"
LED_BACK = "led back from this text by undoing its later amendments: no print has these words"
ADVICE = "Not legal advice; check the official text before you rely on it."


@bp.get("/instruments")
def instruments() -> Response:
    """Every instrument: slug, title, standing, and where more of it stands."""
    return jsonify(
        instruments=[
            {
                "slug": i.slug,
                "title": i.title,
                "type": i.type.value,
                "work_uri": i.work_uri,
                "status": i.standing.now.value,
                "url": url_for("api.instrument", slug=i.slug),
            }
            for i in services().store.instruments()
        ]
    )


@bp.get("/instruments/<slug>")
def instrument(slug: str) -> Response:
    """Everything that the catalogue knows of an instrument, its ties both ways, its texts."""
    store = services().store
    found = store.instrument(slug)
    ties = ties_of(slug, store.instruments())
    return jsonify(
        {
            **to_plain(found),
            "ties": to_plain(ties),
            "texts": [_text(e) for e in store.expressions(slug)],
            "advice": ADVICE,
        }
    )


@bp.get("/instruments/<slug>/provisions/<eid>")
def provision(slug: str, eid: str) -> Response:
    """A provision with its units; `?at=` for the words of a day, `?text=` for one text."""
    found = services().store.instrument(slug)
    shown = chosen_text(slug)
    inside = shown.unit_with_descendants(eid)
    return jsonify(
        {
            "instrument": slug,
            "citation": citation_of(found, eid, shown.at or shown.expression.date),
            "text": {
                **_text(shown.expression),
                **({"label": LED_BACK} if shown.is_derived else {}),
            },
            **_standing_of(found, shown, eid),
            "provision": to_plain(inside[0]),
            "units": to_plain(inside[1:]),
            "advice": ADVICE,
        }
    )


def _text(expression: Expression) -> dict[str, Any]:
    facts: dict[str, Any] = to_plain(expression)
    del facts["text"]
    return {**facts, "label": DIGEST_LABEL if is_digest(expression) else OFFICIAL_LABEL}


def _standing_of(found: Instrument, shown: ShownText, eid: str) -> dict[str, Any]:
    """What a reader of the page is told in its banner."""
    banner = banner_of(found, shown, services().catalog_names())
    return {
        "at": shown.at or None,
        "reach": shown.reach.value,
        "undone": to_plain(undone_lines(shown, eid)),
        "known_change_after": banner.later or None,
        "dead": to_plain(banner.dead),
        "notices": to_plain(found.notices),
    }
