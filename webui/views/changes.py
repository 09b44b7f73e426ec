"""What changed between two texts of an instrument, and word by word in one provision."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from corpus.alignment import alignment_summary, by_new_eid, by_old_eid
from corpus.as_at import day
from corpus.errors import AskerError, NotFound
from corpus.model import Expression, ExpressionKind, Instrument
from corpus.shown import ShownText
from corpus.uri import basic_unit
from webui.presenters.banner import banner_of, untold_lines
from webui.presenters.changes import choices_of, comparable, diff_pieces, rows_of, side_label
from webui.presenters.places import place_of, title_of
from webui.views.services import services

bp = Blueprint("changes", __name__)


@bp.get("/i/<slug>/changes")
def of_instrument(slug: str) -> str:
    """Every section or article that differs between two texts, with its operation."""
    found = services().store.instrument(slug)
    old, new = _sides(found)
    rows = services().alignments.of(old, new)
    summary = alignment_summary(rows)
    asked = _asked(old, new)
    return render_template(
        "changes.html",
        choices=choices_of(_of_kind(slug, old.expression.kind)),
        counts=[(kind.value, count) for kind, count in summary.basic_counts],
        changed=rows_of(slug, summary.changed, old, new, asked),
        doubtful=rows_of(slug, summary.doubtful, old, new, asked),
        **_head(found, old, new),
    )


@bp.get("/i/<slug>/<eid>/changes")
def of_provision(slug: str, eid: str) -> str:
    """The words of one provision that went and came."""
    found = services().store.instrument(slug)
    old, new = _sides(found)
    rows = services().alignments.of(old, new)
    row = by_new_eid(rows).get(eid) or by_old_eid(rows).get(eid)
    if row is None:
        raise NotFound(f"Neither text of {found.name} has the provision {eid!r}.")
    before = old.provision(row.old_eid) if row.old_eid else None
    after = new.provision(row.new_eid) if row.new_eid else None
    shown = after or before
    return render_template(
        "changed.html",
        title=title_of(shown) if shown and basic_unit(shown.eid) == shown.eid else place_of(eid),
        places=(place_of(row.old_eid or ""), place_of(row.new_eid or "")),
        row=row,
        pieces=diff_pieces(before.text if before else "", after.text if after else ""),
        back=f"{url_for('changes.of_instrument', slug=slug)}?{urlencode(_asked(old, new))}",
        **_head(found, old, new, eid),
    )


def _head(found: Instrument, old: ShownText, new: ShownText, eid: str = "") -> dict[str, object]:
    """What both pages say of the two texts, and of what comparing them cannot show."""
    names = services().catalog_names()
    dated = [side for side in (old, new) if side.at]
    later = [(side_label(side), banner_of(found, side, names).later) for side in dated]
    return {
        "section": "Law",
        "instrument": found,
        "old": side_label(old),
        "new": side_label(new),
        "asked": _asked(old, new),
        "derived": sum(side.is_derived for side in (old, new)),
        "later": [(label, changes) for label, changes in later if changes],
        "untold": untold_lines(old, new, eid),
    }


def _of_kind(slug: str, kind: ExpressionKind) -> list[Expression]:
    """The held texts that can be compared with one of this kind."""
    return [e for e in services().store.expressions(slug) if e.kind is kind]


def _sides(instrument: Instrument) -> tuple[ShownText, ShownText]:
    """The two texts that `from=` and `to=` name, by default the last two; the earlier first.

    Named the other way round, what one law put in would be told as repealed.

    Raises:
        AskerError: there are no two texts, or both names mean one.
    """
    ours = services()
    default = comparable(ours.store.expressions(instrument.slug))[-2:]
    names = [request.args.get("from", ""), request.args.get("to", "")]
    if not all(names) and len(default) < 2:
        raise AskerError(
            f"One text of {instrument.name} is held, so there is nothing to compare it with; "
            "name two days with ?from=2016-08-18&to=2025-01-29."
        )
    wanted = [name or default[n].uri for n, name in enumerate(names)]
    if wanted[0] == wanted[1]:
        raise AskerError("Both sides are one text; choose another for one of them.")
    old, new = _side(instrument, wanted[0]), _side(instrument, wanted[1])
    if old.expression.kind is not new.expression.kind:
        raise AskerError(
            "A digest is no earlier or later text of the law, so it cannot be compared with one; "
            "choose two official texts, or two days."
        )
    days = [side.at or side.expression.stands_from for side in (old, new)]
    return (new, old) if all(days) and days[0] > days[1] else (old, new)


def _side(instrument: Instrument, name: str) -> ShownText:
    texts = services().texts
    if not name.startswith("/akn/"):
        return texts.as_at(instrument, day(name))
    found = texts.of_expression(name)
    if found.expression.instrument != instrument.slug:
        raise AskerError(f"{name} is a text of another instrument than {instrument.name}.")
    return found


def _asked(old: ShownText, new: ShownText) -> dict[str, str]:
    return {"from": old.at or old.expression.uri, "to": new.at or new.expression.uri}
