"""Notes: written, changed, listed, taken out and in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotations.errors import BadImport
from annotations.fields import parse_json
from annotations.jsonld import export as export_notes
from annotations.jsonld import import_document
from annotations.model import Annotation, Content, Motivation, Selection, Side
from annotations.service import NoteFilter
from corpus.errors import AskerError, NotFound
from corpus.model import Expression, Instrument, Provision
from corpus.uri import basic_unit
from webui.presenters.banner import is_digest
from webui.presenters.notes import note_view
from webui.presenters.places import place_of
from webui.views.services import (
    READER,
    chosen_expression,
    law_page,
    services,
    text_parameter,
)

bp = Blueprint("notes", __name__, url_prefix="/annotations")


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What the form holds, as typed."""

    exact: str = ""
    start: str = ""
    end: str = ""
    note: str = ""
    side: str = ""
    tags: str = ""
    motivation: str = Motivation.COMMENTING.value
    expression: str = ""
    etag: str = ""

    @classmethod
    def of_request(cls) -> NoteForm:
        """What was sent, or what the address of a new note says of the selection."""
        names = cls.__dataclass_fields__
        return cls(**{n: request.values[n] for n in names if n in request.values})

    @classmethod
    def of_note(cls, note: Annotation) -> NoteForm:
        """A note that is to be changed."""
        return cls(
            exact=note.target.quote.exact if note.target.quote else "",
            note=note.text,
            side=note.side.value if note.side else "",
            tags=", ".join(note.tags),
            motivation=note.motivation.value,
            etag=note.etag,
        )

    def content(self) -> Content:
        """The note's content.

        Raises:
            AskerError: the side or the motivation is none that there is.
        """
        try:
            side = Side(self.side) if self.side else None
            motivation = Motivation(self.motivation)
        except ValueError as error:
            raise AskerError(f"The form holds a choice that there is not: {error}.") from error
        tags = tuple(tag.strip() for tag in self.tags.split(",") if tag.strip())
        return Content(self.note, tags, side, motivation)


@bp.get("/")
def index() -> str:
    """All notes, by provision, with filters; saved comparisons."""
    ours = services()
    wanted = {name: request.args.get(name, "") for name in ("text", "instrument", "side", "tag")}
    instruments = {i.slug: i for i in ours.store.instruments()}
    chosen = instruments.get(wanted["instrument"])
    query = NoteFilter(
        work_uri=chosen.work_uri if chosen else "",
        text=wanted["text"],
        tag=wanted["tag"],
        side=Side(wanted["side"]) if wanted["side"] in list(Side) else None,
    )
    notes = ours.annotations.find(query, limit=None)
    return render_template(
        "annotations.html",
        section="Notes",
        wanted=wanted,
        filtered=any(wanted.values()),
        total=len(notes),
        instruments=[(i.slug, i.name) for i in instruments.values()],
        tags=[tag for tag, _ in ours.annotations.tags()],
        groups=_groups(notes, {i.work_uri: i for i in instruments.values()}),
        comparisons=ours.comparisons.find(),
    )


@bp.get("/new/<slug>/<eid>")
def new(slug: str, eid: str) -> str:
    """The form for a note on words of a provision."""
    return _new_form(slug, request.args.get("eid", eid), NoteForm.of_request(), "")


@bp.post("/new/<slug>/<eid>")
def create(slug: str, eid: str) -> Response | tuple[str, int]:
    """Keep a note; on a fault, the form again with everything that was typed."""
    form = NoteForm.of_request()
    target = request.args.get("eid", eid)
    shown = chosen_expression(slug)
    try:
        selection = _selection(form, shown.uri, target)
        note = services().annotations.create(selection, form.content(), creator=READER)
    except NotFound:
        raise
    except AskerError as error:
        return _new_form(slug, target, form, str(error)), 400
    flash("Your note is kept.")
    page = law_page(slug, basic_unit(target), text_parameter(shown))
    return redirect(f"{page}#note-{note.id}")


@bp.get("/<id>")
def edit(id: str) -> str:
    """The form for changing a note."""
    note = services().annotations.get(id)
    return _edit_form(note, NoteForm.of_note(note), "")


@bp.post("/<id>")
def save(id: str) -> Response | tuple[str, int]:
    """Change a note's content; its words stay."""
    note = services().annotations.get(id)
    form = NoteForm.of_request()
    try:
        services().annotations.edit(id, form.content(), etag=form.etag or None)
    except AskerError as error:
        return _edit_form(note, form, str(error)), 400
    flash("Your change is kept.")
    return redirect(f"{_page_of_note(note)}#note-{note.id}")


@bp.post("/<id>/delete")
def delete(id: str) -> Response:
    """Take a note out."""
    note = services().annotations.get(id)
    services().annotations.delete(id, etag=request.form.get("etag") or None)
    flash("The note is deleted.")
    return redirect(_page_of_note(note))


@bp.get("/export.jsonld")
def export() -> Response:
    """All notes as W3C Web Annotations."""
    document = export_notes(services().annotations.find(limit=None))
    answer = make_response(json.dumps(document, ensure_ascii=False, indent=1))
    answer.mimetype = "application/ld+json"
    answer.headers["Content-Disposition"] = "attachment; filename=mizan-notes.jsonld"
    return answer


@bp.post("/import", endpoint="import_")
def import_file() -> Response:
    """Take notes in from a file; all of them, or none.

    Raises:
        BadImport: the file is missing, or an item cannot be kept; names it.
    """
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise BadImport("No file was chosen; choose a JSON-LD file of annotations.")
    report = import_document(services().annotations, parse_json(upload.read()))
    flash(f"{report.added} notes added, {report.updated} updated, {report.unchanged} unchanged.")
    return redirect(url_for("notes.index"))


def _selection(form: NoteForm, expression_uri: str, eid: str) -> Selection:
    """What was selected: words at a place, words alone, or the whole provision."""
    words = form.exact.replace("\r\n", "\n").strip()
    placed = words and form.start.isdigit() and form.end.isdigit()
    return Selection(
        expression_uri,
        eid,
        exact=words,
        start=int(form.start) if placed else None,
        end=int(form.end) if placed else None,
    )


def _new_form(slug: str, eid: str, form: NoteForm, problem: str) -> str:
    ours = services()
    instrument = ours.store.instrument(slug)
    shown = chosen_expression(slug)
    provision = ours.store.provision(shown.uri, eid)
    return render_template(
        "annotate.html",
        section="Notes",
        editing=False,
        problem=problem,
        text=provision.text,
        back=law_page(slug, eid, text_parameter(shown)),
        **_form_facts(instrument, shown, eid, _with_words(form, provision, shown)),
    )


def _with_words(form: NoteForm, provision: Provision, shown: Expression) -> NoteForm:
    """The form with the words of the selected place, without white space at their ends."""
    facts = {name: getattr(form, name) for name in NoteForm.__dataclass_fields__}
    facts["expression"] = shown.uri
    if not form.exact and form.start.isdigit() and form.end.isdigit():
        raw = provision.text[int(form.start) : int(form.end)]
        start = int(form.start) + len(raw) - len(raw.lstrip())
        words = raw.strip()
        facts |= {"exact": words, "start": str(start), "end": str(start + len(words))}
    return NoteForm(**facts)


def _edit_form(note: Annotation, form: NoteForm, problem: str) -> str:
    instrument, shown = _owner(note)
    return render_template(
        "annotate.html",
        section="Notes",
        editing=True,
        problem=problem,
        back=_page_of_note(note),
        **_form_facts(instrument, shown, note.target.eid, form),
    )


def _form_facts(
    instrument: Instrument | None, shown: Expression | None, eid: str, form: NoteForm
) -> dict[str, object]:
    return {
        "instrument_name": instrument.name if instrument else "an instrument no longer held",
        "place": place_of(eid),
        "digest": bool(shown and is_digest(shown)),
        "form": form,
        "motivations": [m.value for m in Motivation],
    }


def _owner(note: Annotation) -> tuple[Instrument | None, Expression | None]:
    """The instrument and text that a note was written on, as far as they are held."""
    store = services().store
    found = next((i for i in store.instruments() if i.work_uri == note.target.work_uri), None)
    texts = store.expressions(found.slug) if found else ()
    shown = next((e for e in texts if e.uri == note.target.expression_uri), None)
    return found, shown


def _page_of_note(note: Annotation) -> str:
    """The page that shows the note: its provision's, or the list when that is not held."""
    instrument, shown = _owner(note)
    if instrument is None or shown is None:
        return url_for("notes.index")
    return law_page(instrument.slug, basic_unit(note.target.eid), text_parameter(shown))


def _groups(
    notes: tuple[Annotation, ...], instruments: dict[str, Instrument]
) -> list[dict[str, object]]:
    """Notes by instrument and section, in the order of their addresses."""
    numbered = list(enumerate(notes, start=1))
    numbered.sort(key=lambda pair: _group_key(pair[1]))
    return [
        _group(key, [note for _, note in members], instruments)
        for key, members in groupby(numbered, key=lambda pair: _group_key(pair[1]))
    ]


def _group_key(note: Annotation) -> tuple[str, str]:
    return note.target.work_uri, basic_unit(note.target.eid)


def _group(
    key: tuple[str, str], notes: list[Annotation], instruments: dict[str, Instrument]
) -> dict[str, object]:
    work_uri, unit = key
    instrument = instruments.get(work_uri)
    annotations = services().annotations
    return {
        "title": f"{instrument.name if instrument else work_uri}, {place_of(unit)}",
        "address": _page_of_note(notes[0]) if instrument else "",
        "notes": [
            note_view(note, number, annotations.anchor(note), _listed(note))
            for number, note in enumerate(notes, start=1)
        ],
    }


def _listed(note: Annotation) -> str:
    instrument, shown = _owner(note)
    if instrument is None or shown is None:
        return "on this text"
    current = services().store.shown_expression(instrument.slug)
    if current.uri == shown.uri:
        return "on this text"
    return "on the digest" if is_digest(shown) else "on another text"
