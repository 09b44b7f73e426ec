"""Provisions side by side, with their tags, powers, notes and readings."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotations.model import Comparison, ProvisionRef, ReadingDraft, Side
from annotations.service import NoteFilter
from corpus.as_at import day
from corpus.citations import Citation
from corpus.errors import AskerError, NotFound
from corpus.shown import ShownText
from webui.presenters.banner import is_digest, warnings_of
from webui.presenters.law import ranges_of_taggings, unit_view
from webui.presenters.notes import placed_notes
from webui.presenters.places import place_of, title_of
from webui.presenters.tags import tags_view
from webui.views.basket import ColumnKey, asked, remember
from webui.views.services import READER, address_parameters, law_page, services

bp = Blueprint("compare", __name__, url_prefix="/compare")


@bp.get("/")
def show() -> Response | str:
    """The comparison that the address holds; `add=` puts a cited provision beside it."""
    keys = asked()
    added = request.args.get("add", "").strip()
    problem = ""
    if added:
        try:
            keys.append(_cited(added))
        except AskerError as error:
            problem = str(error)
        else:
            return redirect(url_for("compare.show", p=[str(key) for key in dict.fromkeys(keys)]))
    remember(keys)
    return _page(keys, None, problem)


@bp.get("/<id>")
def saved(id: str) -> str:
    """A saved comparison."""
    comparison = services().comparisons.get(id)
    keys = [_key(item) for item in comparison.items]
    return _page(keys, comparison, "")


@bp.post("/")
def save() -> Response:
    """Keep the comparison under a title, or change a kept one."""
    ours = services()
    items = [_reference(key) for key in asked()]
    if not items:
        raise AskerError("A comparison needs a provision; add one by its citation first.")
    title = request.form.get("title", "")
    known = request.form.get("id", "")
    if known:
        etag = request.form.get("etag") or None
        comparison = ours.comparisons.edit(known, title=title, items=items, etag=etag)
    else:
        comparison = ours.comparisons.create(title, items)
    flash("The comparison is kept.")
    return redirect(url_for("compare.saved", id=comparison.id))


@bp.post("/<id>/delete")
def delete(id: str) -> Response:
    """Take a saved comparison out, with its readings."""
    services().comparisons.delete(id, etag=request.form.get("etag") or None)
    flash("The comparison is deleted.")
    return redirect(url_for("notes.index"))


@bp.post("/<id>/readings")
def add_reading(id: str) -> Response:
    """Keep how someone reads one provision from one side."""
    keys = asked()
    side = request.form.get("side", "")
    if len(keys) != 1 or side not in list(Side):
        raise AskerError("A reading needs its provision and a side, liberty or security.")
    draft = ReadingDraft(
        by=request.form.get("by", ""),
        ref=_reference(keys[0]),
        side=Side(side),
        text=request.form.get("text", ""),
        evidence=request.form.get("evidence", ""),
        weight=request.form.get("weight", 3, type=int),
    )
    services().comparisons.add_reading(id, draft, etag=request.form.get("etag") or None)
    flash("The reading is kept.")
    return redirect(url_for("compare.saved", id=id))


@bp.post("/<id>/readings/<reading>/delete")
def remove_reading(id: str, reading: str) -> Response:
    """Take a reading out."""
    etag = request.form.get("etag") or None
    services().comparisons.delete_reading(id, reading, etag=etag)
    flash("The reading is taken out.")
    return redirect(url_for("compare.saved", id=id))


def _page(keys: list[ColumnKey], comparison: Comparison | None, problem: str) -> str:
    columns = [_column(key, keys, comparison) for key in keys]
    names = " and ".join(
        f"{c['name']}, {c['place']}" + (f" as at {c['at']}" if c["at"] else "") for c in columns
    )
    return render_template(
        "compare.html",
        section="Compare",
        title=comparison.title if comparison else (names or "Compare"),
        suggested_title=names[:200],
        columns=columns,
        saved=comparison,
        problem=problem,
        reader=READER,
    )


def _cited(text: str) -> ColumnKey:
    """The provision that a citation names.

    Raises:
        NotFound: it is no citation, or names no provision that is held.
    """
    citation: Citation | None = services().cite(text)
    if citation is None or citation.instrument is None:
        raise NotFound(
            f"“{text[:80]}” is not a citation with its instrument; write one like PECA 37."
        )
    for eid in services().cited_eids(citation):
        return ColumnKey(citation.instrument, eid)
    raise NotFound(f"No provision that is held answers to “{text[:80]}”.")


def _text_of(key: ColumnKey) -> ShownText:
    ours = services()
    if not key.text:
        return ours.texts.latest(key.slug)
    if key.text.startswith("/akn/"):
        return ours.texts.of_expression(key.text)
    return ours.texts.as_at(ours.store.instrument(key.slug), day(key.text))


def _reference(key: ColumnKey) -> ProvisionRef:
    """What a kept comparison, or a reading, is tied to.

    Raises:
        AskerError: the words were led back to a day, and no print has them.
    """
    text = _text_of(key)
    if text.is_derived:
        raise AskerError(
            f"The text of {key.slug} as at {text.at} is led back from a later print, so it cannot "
            "be kept in a comparison; take its column out, or compare a text that is held."
        )
    return ProvisionRef(key.slug, key.eid, text.expression.uri)


def _key(item: ProvisionRef) -> ColumnKey:
    """The column of a kept comparison: always the very text that it was made on."""
    return ColumnKey(item.instrument, item.eid, item.expression_uri)


def _column(
    key: ColumnKey, keys: list[ColumnKey], comparison: Comparison | None
) -> dict[str, object]:
    ours = services()
    instrument = ours.store.instrument(key.slug)
    text = _text_of(key)
    shown = text.expression
    inside = text.unit_with_descendants(key.eid)
    top = inside[0]
    taggings = text.taggings(inside)
    tags = tags_view([p.eid for p in inside], taggings)
    there = NoteFilter(expression_uri=shown.uri, within=key.eid)
    found = () if text.is_derived else ours.annotations.find(there, limit=None)
    notes, note_ranges = placed_notes(top, inside, found)
    ranges = [*ranges_of_taggings(top, inside, taggings.values()), *note_ranges]
    kept = comparison is not None and not text.is_derived
    readings = comparison.readings_of(_reference(key)) if comparison and kept else ()
    others = [str(other) for other in keys if other != key]
    parameters = address_parameters(text)
    law = url_for("law.instrument", slug=key.slug, **parameters)  # type: ignore[arg-type]
    return {
        "key": str(key),
        "name": instrument.name,
        "place": place_of(key.eid),
        "heading": title_of(top),
        "address": law_page(key.slug, key.eid, **parameters),
        "instrument_address": law,
        "remove_address": url_for("compare.show", p=others),
        "digest": is_digest(shown),
        "date": shown.date,
        "at": text.at,
        "derived": text.is_derived,
        "warnings": warnings_of(instrument, text, ours.catalog_names()),
        "view": unit_view(top, inside, ranges),
        "notes": notes,
        "note_numbers": {n.id: n.number for n in notes},
        "orientation": tags.orientation,
        "statement_counts": tags.statement_counts,
        "powers": tags.powers,
        "readings": readings,
    }
