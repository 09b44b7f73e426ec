"""The metadata of an Akoma Ntoso file: what the text is, whose words it holds, what amended it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from corpus.akn_names import escaped, lossy
from corpus.akn_text import AknText
from corpus.facts import EventKind
from corpus.model import AmendmentNote, InstrumentType
from corpus.uri import parse_uri

_UNKNOWN_DAY = "0001-01-01"
"""The schema wants a day where none is known; its `name` says that it is unknown."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_BINDING = frozenset({InstrumentType.PAPER, InstrumentType.POLICY, InstrumentType.BILL})
_MODIFICATIONS = {
    "inserted": "insertion",
    "substituted": "substitution",
    "omitted": "repeal",
    "repealed": "repeal",
    "renumbered": "renumbering",
}
"""What was done → `TextualMods` of the schema."""
_US = {"source": "#mizan"}


def meta_of(text: AknText) -> Element:
    """The element `meta`."""
    meta = Element("meta")
    _identification(SubElement(meta, "identification", _US), text)
    amenders = _amenders(text)
    _lifecycle(SubElement(meta, "lifecycle", _US), text, amenders)
    placed = [note for note in text.amendments if _is_placed(note, amenders)]
    if placed:
        changes = SubElement(SubElement(meta, "analysis", _US), "passiveModifications")
        for number, note in enumerate(placed, start=1):
            _modification(changes, number, note, text, amenders)
    _references(SubElement(meta, "references", _US), text, amenders)
    _own(SubElement(meta, "proprietary", _US), text)
    return meta


def notice_of(text: AknText) -> str:
    """What stands on the face of the file: whose words these are, and what they are worth."""
    expression, title = text.expression, text.instrument.title
    if text.is_digest:
        said = (
            f"This is Mizan’s digest of the {title}, in its own words. It is not the law, and no "
            "court, body or person is bound by it."
        )
    else:
        said = (
            f"Marked up by Mizan from the file {expression.file_name or 'at hand'} (SHA-256 "
            f"{expression.sha256 or 'unknown'}). Only the publisher’s own text is authoritative."
        )
    if text.at:
        said += f" It was led back to {text.at} by undoing the later amendments that it tells of."
    return said


def _identification(identification: Element, text: AknText) -> None:
    instrument, expression = text.instrument, text.expression
    work = SubElement(identification, "FRBRWork")
    alias = {"title": instrument.title, "short title": instrument.short_title}
    _core(work, instrument.work_uri, alias, (instrument.date, "Generation"), "#issuer")
    SubElement(work, "FRBRcountry", {"value": instrument.jurisdiction})
    SubElement(work, "FRBRsubtype", {"value": instrument.type.value})
    if instrument.number:
        SubElement(work, "FRBRnumber", {"value": lossy(instrument.number)})
    SubElement(work, "FRBRname", {"value": lossy(instrument.name)})
    binding = instrument.type not in _NOT_BINDING
    SubElement(work, "FRBRprescriptive", {"value": str(binding).lower()})
    standing = "digest in our own words, not the law" if text.is_digest else ""
    alias = {"standing": standing, "file": "" if text.is_digest else expression.file_name}
    form = SubElement(identification, "FRBRExpression")
    author = "#mizan" if text.is_digest else "#issuer"
    date = text.at or expression.stands_from
    _core(form, text.uri, alias, (date, "Generation"), author)
    SubElement(form, "FRBRauthoritative", {"value": "false"})
    language = parse_uri(text.uri).language or expression.language
    SubElement(form, "FRBRlanguage", {"language": language})
    file = SubElement(identification, "FRBRManifestation")
    made = (text.made or expression.print_date or expression.stands_from, "Markup")
    _core(file, f"{text.uri}.akn", {}, made, "#mizan")
    SubElement(file, "FRBRformat", {"value": "application/akn+xml"})


def _core(
    level: Element, uri: str, aliases: dict[str, str], date: tuple[str, str], author: str
) -> None:
    stem, dot, suffix = uri.partition(".akn")
    SubElement(level, "FRBRthis", {"value": f"{stem}/!main{dot}{suffix}"})
    SubElement(level, "FRBRuri", {"value": uri})
    for name, value in aliases.items():
        if value:
            SubElement(level, "FRBRalias", {"name": name, "value": lossy(value)})
    known = bool(_DAY.fullmatch(date[0]))
    day = {"date": date[0], "name": date[1]} if known else {"date": _UNKNOWN_DAY, "name": "unknown"}
    SubElement(level, "FRBRdate", day)
    SubElement(level, "FRBRauthor", {"href": author})


def _amenders(text: AknText) -> dict[str, str]:
    """Slug of each known law that amended the text, with the eId of its reference."""
    slugs = dict.fromkeys(note.law for note in text.amendments if note.law in text.laws)
    return {slug: f"amender_{number}" for number, slug in enumerate(slugs, start=1)}


def _is_placed(note: AmendmentNote, amenders: dict[str, str]) -> bool:
    known = note.law in amenders and bool(_DAY.fullmatch(note.date))
    return known and note.op in _MODIFICATIONS


def _lifecycle(lifecycle: Element, text: AknText, amenders: dict[str, str]) -> None:
    for number, (day, kind, source) in enumerate(_events(text, amenders), start=1):
        event = {"eId": f"event_{number}", "date": day, "type": kind, "source": source}
        SubElement(lifecycle, "eventRef", event)


def _events(text: AknText, amenders: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    instrument = text.instrument
    made = instrument.date if _DAY.fullmatch(instrument.date) else _UNKNOWN_DAY
    yield made, "generation", "#original"
    days = dict.fromkeys(
        (note.date, f"#{amenders[note.law]}")
        for note in text.amendments
        if note.law in amenders and _DAY.fullmatch(note.date)
    )
    for day, source in sorted(days):
        yield day, "amendment", source
    for event in instrument.history:
        if event.kind is EventKind.REPEALED and _DAY.fullmatch(event.date):
            yield event.date, "repeal", f"#{amenders.get(event.by, 'original')}"


def _modification(
    changes: Element, number: int, note: AmendmentNote, text: AknText, amenders: dict[str, str]
) -> None:
    mod = SubElement(
        changes, "textualMod", {"type": _MODIFICATIONS[note.op], "eId": f"pmod_{number}"}
    )
    mod.set("mizan:date", note.date)
    SubElement(mod, "source", {"href": text.laws[note.law].work_uri})
    SubElement(mod, "destination", {"href": f"#{note.eid}"})


def _references(references: Element, text: AknText, amenders: dict[str, str]) -> None:
    instrument = text.instrument
    original = {"eId": "original", "href": instrument.work_uri, "showAs": lossy(instrument.title)}
    SubElement(references, "original", original)
    for slug, eid in amenders.items():
        law = text.laws[slug]
        shown = {"eId": eid, "href": law.work_uri, "showAs": lossy(law.name)}
        SubElement(references, "passiveRef", shown)
    issuer = instrument.issuer or "issuer not known"
    for eid, name in (("issuer", issuer), ("mizan", "Mizan")):
        place = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "unnamed"
        href = f"/akn/ontology/organization/{instrument.jurisdiction}/{place}"
        shown = {"eId": eid, "href": href, "showAs": lossy(name)}
        SubElement(references, "TLCOrganization", shown)


def _own(proprietary: Element, text: AknText) -> None:
    """What the standard has no place for, or no place that keeps it letter by letter."""
    instrument, expression = text.instrument, text.expression
    law = ("slug", "title", "short_title", "type", "number", "date", "unit", "issuer")
    _record(proprietary, "instrument", {name: getattr(instrument, name) for name in law})
    words = (
        *("uri", "kind", "date", "seen", "print_date", "language", "amended_to"),
        *("sha256", "media_type", "pages", "file_name", "read_by", "scan_confidence"),
    )
    told: dict[str, object] = {name: getattr(expression, name) for name in words}
    letters = expression.text.encode("utf-8", "replace")
    told |= {"at": text.at, "text": hashlib.sha256(letters).hexdigest()}
    _record(proprietary, "expression", told)
    SubElement(proprietary, "mizan:notice").text = lossy(notice_of(text))
    for note in text.amendments:
        _record(
            proprietary,
            "amendment",
            {name: getattr(note, name) for name in AmendmentNote.__slots__},
        )
    known = {p.eid for p in text.provisions}
    for remark in text.remarks:
        if remark.eid not in known:
            fields = {"eid": remark.eid, "text": remark.text, "page": remark.page}
            _record(proprietary, "remark", fields)


def _record(proprietary: Element, name: str, fields: Mapping[str, object]) -> None:
    """An element of ours with an attribute for each field that says something."""
    record = SubElement(proprietary, f"mizan:{name}")
    for field, value in fields.items():
        if value not in ("", None):
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            record.set(field, escaped(shown))
