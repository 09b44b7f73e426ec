"""The catalogue: one folder an instrument, facts in `instrument.toml`, our words in `digest.md`.

A bad file is refused with its name, the key and the line, so that whoever adds the next law
learns at once what to mend.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.catalog_keys import KEYS, LISTS, TABLES
from corpus.errors import AskerError
from corpus.facts import (
    UNKNOWN_STANDING,
    Classification,
    Event,
    EventKind,
    GovernanceModel,
    Layer,
    Licence,
    Missing,
    Notice,
    Relation,
    RelationKind,
    Source,
    SourceRole,
    Standing,
    Status,
)
from corpus.model import Instrument, InstrumentType
from corpus.relations import find_cycle, is_backwards

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CatalogError(AskerError):
    """An `instrument.toml` that cannot be trusted; names the file, the key and the line."""

    def __init__(self, file: Path, key: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}, key {key!r}: {problem}")
        self.file = file
        self.key = key
        self.line = line


@dataclass(frozen=True, slots=True)
class DigestFile:
    """The shipped own-words text of an instrument."""

    path: Path
    date: str
    """ISO day on which the words it restates took effect."""
    print_date: str
    """ISO day of the print that it was written from."""
    amended_to: str
    covers: str
    """What it restates, in words: `all 92 sections`."""
    source: str = ""
    """The print that it was written from."""
    lacks: str = ""
    """What of the instrument it does not restate, and why; empty when it is whole."""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One catalogued instrument and its digest, when there is one."""

    instrument: Instrument
    digest: DigestFile | None
    file: Path


def catalog_folder() -> Path:
    """The folder of the shipped catalogue."""
    return Path(__file__).parent / "instruments"


def load_catalog(folder: Path | None = None) -> tuple[CatalogEntry, ...]:
    """All entries, by slug.

    Raises:
        CatalogError: an entry is bad, two claim one work, or a relation leads nowhere, backwards
            in time or in a circle, or an event names no entry.
    """
    root = folder or catalog_folder()
    entries = tuple(load_entry(file) for file in sorted(root.glob("*/instrument.toml")))
    _refuse_twins(entries)
    by_slug = {entry.instrument.slug: entry for entry in entries}
    _refuse_bad_relations(by_slug)
    _refuse_dead_slugs(by_slug)
    return entries


def load_entry(file: Path) -> CatalogEntry:
    """One entry; its folder's name is the slug.

    Raises:
        CatalogError: the file is not readable TOML, lacks a key, has an unknown one, or a value
            is not of the kind that the key takes.
    """
    raw = file.read_text(encoding="utf-8")
    facts = _parse_toml(file, raw)
    if not _SLUG.fullmatch(file.parent.name):
        raise CatalogError(file, "slug", 1, f"the folder's name {file.parent.name!r} is no slug")
    _check(file, raw, facts)
    instrument = _instrument(file.parent.name, facts)
    return CatalogEntry(instrument, _digest(file, raw, facts), file)


def _parse_toml(file: Path, raw: str) -> dict[str, Any]:
    try:
        return tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else raw.count("\n") + 1
        raise CatalogError(file, "(whole file)", line, f"not readable TOML: {error}") from error


def _check(file: Path, raw: str, facts: dict[str, Any]) -> None:
    for name in facts:
        if name not in TABLES:
            raise CatalogError(file, name, _line_of(raw, None, name), _known("table", TABLES))
        if isinstance(facts[name], list) is not (name in LISTS):
            form = f"[[{name}]]" if name in LISTS else f"[{name}]"
            problem = f"written in the wrong form; write {form}"
            raise CatalogError(file, name, _line_of(raw, None, name), problem)
    if "work" not in facts:
        raise CatalogError(file, "work", 1, "the table [work] is missing")
    for table in TABLES:
        for index, group in enumerate(_groups(facts, table)):
            _check_group(file, raw, table, index, group)


def _groups(facts: dict[str, Any], table: str) -> list[dict[str, Any]]:
    found = facts.get(table, [])
    return found if isinstance(found, list) else [found]


def _check_group(file: Path, raw: str, table: str, index: int, group: dict[str, Any]) -> None:
    known = {key.name: key for key in KEYS if key.table == table}
    for name, value in group.items():
        line = _line_of(raw, table, name, index)
        if name not in known:
            raise CatalogError(file, f"{table}.{name}", line, _known("key", known))
        if not known[name].check(value):
            problem = f"{value!r} is not what it takes: {known[name].expected}"
            raise CatalogError(file, f"{table}.{name}", line, problem)
    for key in known.values():
        if key.required and key.name not in group:
            line = _line_of(raw, table, None, index)
            problem = f"missing; it takes {key.expected}"
            raise CatalogError(file, f"{table}.{key.name}", line, problem)


def _known(what: str, names: Iterable[str]) -> str:
    return f"no such {what}; use one of {', '.join(names)}"


def _line_of(raw: str, table: str | None, key: str | None, index: int = 0) -> int:
    """1-based line of a key in the n-th table of that name, or of the table's own head."""
    heads_left = index
    inside = table is None
    head_line = 1
    for number, line in enumerate(raw.splitlines(), start=1):
        if head := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            if table is None and head[1] == key:
                return number
            inside = head[1] == table and heads_left == 0
            head_line = number if inside else head_line
            heads_left -= head[1] == table
        elif inside and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return head_line


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else ""


def _instrument(slug: str, facts: dict[str, Any]) -> Instrument:
    work = facts["work"]
    return Instrument(
        slug=slug,
        title=work["title"],
        type=InstrumentType(work["type"]),
        work_uri=work["uri"],
        jurisdiction=work["jurisdiction"],
        number=work.get("number", ""),
        date=_iso(work.get("date")),
        short_title=work.get("short_title", ""),
        aliases=tuple(work.get("aliases", ())),
        issuer=work.get("issuer", ""),
        commencement=_iso(work.get("commencement")),
        expiry=_iso(work.get("expiry")),
        standing=_standing(facts.get("status", {})),
        language=work.get("language", "en"),
        sources=tuple(_source(s) for s in _groups(facts, "sources")),
        notices=tuple(Notice(n["text"], n["source"]) for n in _groups(facts, "notices")),
        topics=tuple(work.get("topics", ())),
        history=tuple(_event(e) for e in _groups(facts, "history")),
        relations=tuple(_relation(r) for r in _groups(facts, "relations")),
        classification=_classification(facts.get("classification", {})),
        licence=Licence(**facts["licence"]) if "licence" in facts else None,
        missing=tuple(Missing(m["what"], m["why"]) for m in _groups(facts, "missing")),
        facts_source=work["source"],
        unit=work.get("unit", "section"),
    )


def _standing(status: Mapping[str, Any]) -> Standing:
    if not status:
        return UNKNOWN_STANDING
    return Standing(Status(status["now"]), _iso(status.get("as_of")), status["source"])


def _source(source: Mapping[str, Any]) -> Source:
    return Source(
        address=source["address"],
        publisher=source["publisher"],
        date=_iso(source.get("date")),
        official=source["official"],
        role=SourceRole(source["role"]),
        source=source["source"],
    )


def _event(event: Mapping[str, Any]) -> Event:
    return Event(
        kind=EventKind(event["event"]),
        source=event["source"],
        date=_iso(event.get("date")),
        by=event.get("by", ""),
        note=event.get("note", ""),
    )


def _relation(relation: Mapping[str, Any]) -> Relation:
    kind = RelationKind(relation["kind"])
    return Relation(kind, relation["to"], relation["source"], relation.get("at", ""))


def _classification(table: Mapping[str, Any]) -> Classification:
    return Classification(
        models=tuple(GovernanceModel(m) for m in table.get("models", ())),
        layers=tuple(Layer(layer) for layer in table.get("layers", ())),
        source=table.get("source", ""),
    )


def _digest(file: Path, raw: str, facts: dict[str, Any]) -> DigestFile | None:
    if "digest" not in facts:
        return None
    digest = facts["digest"]
    path = file.parent / digest["file"]
    if not path.is_file():
        line = _line_of(raw, "digest", "file")
        raise CatalogError(file, "digest.file", line, f"{path} is not there")
    return DigestFile(
        path=path,
        date=_iso(digest.get("date")),
        print_date=_iso(digest.get("print_date")),
        amended_to=digest.get("amended_to", ""),
        covers=digest["covers"],
        source=digest["source"],
        lacks=digest.get("lacks", ""),
    )


def _refuse_twins(entries: Iterable[CatalogEntry]) -> None:
    owners: dict[str, CatalogEntry] = {}
    for entry in entries:
        uri = entry.instrument.work_uri
        if uri in owners:
            line = _line_of(entry.file.read_text(encoding="utf-8"), "work", "uri")
            raise CatalogError(entry.file, "work.uri", line, f"{owners[uri].file} claims it too")
        owners[uri] = entry


def _refuse_bad_relations(entries: Mapping[str, CatalogEntry]) -> None:
    for entry in entries.values():
        for index, relation in enumerate(entry.instrument.relations):
            if problem := _problem_of(relation, entry.instrument, entries):
                raise _relation_error(entry, index, problem)
    instruments = [entry.instrument for entry in entries.values()]
    for kind in RelationKind:
        if circle := find_cycle(instruments, kind):
            entry = entries[circle[0]]
            ties = [(r.kind, r.to) for r in entry.instrument.relations]
            problem = f"these relations run in a circle: {' → '.join(circle)}"
            raise _relation_error(entry, ties.index((kind, circle[1])), problem)


def _refuse_dead_slugs(entries: Mapping[str, CatalogEntry]) -> None:
    """An event's `by` that looks like a slug must be one; a court's name does not look so."""
    for entry in entries.values():
        for index, event in enumerate(entry.instrument.history):
            if "-" in event.by and _SLUG.fullmatch(event.by) and event.by not in entries:
                raw = entry.file.read_text(encoding="utf-8")
                line = _line_of(raw, "history", "by", index)
                problem = f"no entry is called {event.by!r}; write the name of one that has none"
                raise CatalogError(entry.file, "history.by", line, problem)


def _problem_of(
    relation: Relation, instrument: Instrument, entries: Mapping[str, CatalogEntry]
) -> str:
    if relation.to not in entries:
        near = difflib.get_close_matches(relation.to, entries, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"no entry is called {relation.to!r}{hint}"
    other = entries[relation.to].instrument
    if is_backwards(instrument, other, relation):
        return f"{relation.to} is of {other.date}, after this instrument’s own {instrument.date}"
    return ""


def _relation_error(entry: CatalogEntry, index: int, problem: str) -> CatalogError:
    raw = entry.file.read_text(encoding="utf-8")
    line = _line_of(raw, "relations", "to", index)
    return CatalogError(entry.file, "relations.to", line, problem)
