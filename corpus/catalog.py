"""The catalogue: one folder an instrument, facts in `instrument.toml`, our words in `digest.md`.

A bad file is refused with its name, the key and the line, so that whoever adds the next law
learns at once what to mend.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import AskerError
from corpus.model import Instrument, InstrumentType, Notice, Source, Status

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORK_URI = re.compile(r"/akn/[a-z]{2}(?:-[a-z]+)?/[a-z-]+(?:/[A-Za-z0-9._-]+)+")
_UNITS = ("section", "article", "rule", "regulation", "heading")


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


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One catalogued instrument and its digest, when there is one."""

    instrument: Instrument
    digest: DigestFile | None
    file: Path


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of `instrument.toml` may hold."""

    table: str
    name: str
    required: bool
    check: Callable[[Any], bool]
    expected: str


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(item) for item in value)


def _date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _one_of(values: Iterable[str]) -> Callable[[Any], bool]:
    allowed = frozenset(values)
    return lambda value: isinstance(value, str) and value in allowed


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_TYPES = [t.value for t in InstrumentType]
_STATUSES = [s.value for s in Status]

KEYS = (
    Key("work", "title", True, _text, "the full title"),
    Key("work", "short_title", False, _text, "what people call it"),
    Key("work", "type", True, _one_of(_TYPES), f"one of {', '.join(_TYPES)}"),
    Key("work", "uri", True, _matches(_WORK_URI), "a work address such as /akn/pk/act/2016/40"),
    Key("work", "number", False, _text, "the number as printed, such as XL of 2016"),
    Key("work", "date", False, _date, "a day such as 2016-08-18, without quotes"),
    Key("work", "jurisdiction", True, _matches(re.compile("[a-z]{2}")), "two letters, such as pk"),
    Key("work", "language", False, _matches(re.compile("[a-z]{2}")), "two letters, such as en"),
    Key("work", "unit", False, _one_of(_UNITS), f"one of {', '.join(_UNITS)}"),
    Key("work", "issuer", False, _text, "who made it"),
    Key("work", "status", False, _one_of(_STATUSES), f"one of {', '.join(_STATUSES)}"),
    Key("work", "aliases", False, _texts, "a list of other names"),
    Key("work", "topics", False, _texts, "a list of topics"),
    Key("work", "source", True, _text, "where these facts come from"),
    Key("sources", "address", True, _matches(re.compile(r"https?://\S+")), "a web address"),
    Key("sources", "publisher", False, _text, "who publishes it"),
    Key("sources", "date", False, _date, "a day such as 2025-02-07, without quotes"),
    Key("notices", "text", True, _text, "what the reader must be told"),
    Key("notices", "source", True, _text, "where this is known from"),
    Key("digest", "file", True, _text, "the name of a file beside this one"),
    Key("digest", "date", False, _date, "a day such as 2025-01-29, without quotes"),
    Key("digest", "print_date", False, _date, "a day such as 2025-02-07, without quotes"),
    Key("digest", "amended_to", False, _text, "the last amendment that it takes in"),
    Key("digest", "covers", True, _text, "what it restates, in words"),
    Key("digest", "source", True, _text, "the print that it was written from"),
)
"""Every key that an `instrument.toml` may have, in the order of the file."""

_TABLES = ("work", "sources", "notices", "digest")


def catalog_folder() -> Path:
    """The folder of the shipped catalogue."""
    return Path(__file__).parent / "instruments"


def load_catalog(folder: Path | None = None) -> tuple[CatalogEntry, ...]:
    """All entries, by slug.

    Raises:
        CatalogError: an entry is bad, or two claim one work.
    """
    root = folder or catalog_folder()
    entries = tuple(load_entry(file) for file in sorted(root.glob("*/instrument.toml")))
    _refuse_twins(entries)
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
        if name not in _TABLES:
            raise CatalogError(file, name, _line_of(raw, None, name), _known("table", _TABLES))
    if "work" not in facts:
        raise CatalogError(file, "work", 1, "the table [work] is missing")
    for table in _TABLES:
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
        status=Status(work.get("status", Status.UNKNOWN.value)),
        language=work.get("language", "en"),
        sources=tuple(
            Source(s["address"], s.get("publisher", ""), _iso(s.get("date")))
            for s in _groups(facts, "sources")
        ),
        notices=tuple(Notice(n["text"], n["source"]) for n in _groups(facts, "notices")),
        topics=tuple(work.get("topics", ())),
        unit=work.get("unit", "section"),
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
    )


def _refuse_twins(entries: Iterable[CatalogEntry]) -> None:
    owners: dict[str, CatalogEntry] = {}
    for entry in entries:
        uri = entry.instrument.work_uri
        if uri in owners:
            line = _line_of(entry.file.read_text(encoding="utf-8"), "work", "uri")
            raise CatalogError(entry.file, "work.uri", line, f"{owners[uri].file} claims it too")
        owners[uri] = entry
