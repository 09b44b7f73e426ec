"""The one entry to the pipeline: a file, or bytes, to provisions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.model import BASIC_KINDS, AmendmentNote, Decision, Operation, Provision, Remark, Unread
from ingest.amendments import TieAmendments
from ingest.article_groups import FindArticleGroups
from ingest.assemble import MakeProvisions, NameUnits, WriteText
from ingest.confidence import JudgeConfidence
from ingest.containers import FindContainers, FindSchedules
from ingest.contents import FindContents
from ingest.draft import PLAIN, Draft, ReadOptions, StageRun
from ingest.editor_notes import LiftEditorNotes
from ingest.end_notes import LiftEndNotes
from ingest.errors import EmptyFile, FileTooLarge, NoProvisions, NoSuchFile, NotAFile, Unreadable
from ingest.front import FindEnding, FindPreamble
from ingest.furniture import DropFurniture, LiftFootnotes, LiftMargins
from ingest.hanging import FindSubunits, HangLines, NestUnits
from ingest.identity import FindIdentity
from ingest.language import TellLanguage
from ingest.lines import CleanLines, MarkFootnoteCalls
from ingest.loose_notes import LiftLooseNotes
from ingest.loose_pages import DropLoosePages
from ingest.lost_numbers import OpenLostNumbers
from ingest.margin_words import DropSideNotes, TakeMarginWords
from ingest.numbers_apart import JoinNumbersApart
from ingest.one_line_texts import CutOneLineTexts
from ingest.openings import FindCrossHeadings, FindInnerHeadings
from ingest.operations import FindOperations
from ingest.page_titles import CutPageTitles
from ingest.papers import FindHeadings
from ingest.pipeline import Pipeline
from ingest.quoted import MarkQuoted
from ingest.readers import mismatch, reader_for
from ingest.readers.size_guard import check_read
from ingest.regions import MarkRegions
from ingest.repeated_headings import DropRepeatedHeadings
from ingest.roman_headings import FindRomanHeadings
from ingest.sections import FindSections
from ingest.side_notes import LiftSideNotes
from ingest.stacked_labels import UnstackLabels
from ingest.stray_margins import DropStrayMargins
from ingest.typed_lines import MarkLineHyphens, StripLineNumbers

MAX_MB = 40.0

LANGUAGE = Pipeline(TellLanguage())
PREPARE = Pipeline(
    StripLineNumbers(),
    DropSideNotes(),
    MarkLineHyphens(),
    DropFurniture(),
    LiftMargins(),
    LiftSideNotes(),
    UnstackLabels(),
    LiftFootnotes(),
    LiftLooseNotes(),
    DropLoosePages(),
    LiftEditorNotes(),
    LiftEndNotes(),
    FindContents(),
    MarkFootnoteCalls(),
    TakeMarginWords(),
    CleanLines(),
    FindIdentity(),
)
STATUTE = Pipeline(
    MarkQuoted(),
    CutOneLineTexts(),
    CutPageTitles(),
    DropRepeatedHeadings(),
    JoinNumbersApart(),
    FindArticleGroups(),
    FindContainers(),
    FindSchedules(),
    FindSections(),
    OpenLostNumbers(),
    FindRomanHeadings(),
    DropStrayMargins(),
    FindCrossHeadings(),
)
WITHIN = Pipeline(FindEnding(), FindSubunits(), FindInnerHeadings(), FindPreamble(), NestUnits())
PAPER = Pipeline(FindHeadings())
WRITE = Pipeline(
    HangLines(),
    WriteText(),
    NameUnits(),
    MarkRegions(),
    JudgeConfidence(),
    MakeProvisions(),
    TieAmendments(),
    FindOperations(),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: text, provisions, amendment notes, and what was not understood."""

    name: str
    title: str
    type: str
    """A value of `InstrumentType`."""
    number: str
    """As printed: `XL of 2016`; empty when the file does not state it."""
    date: str
    """ISO date of assent or making; empty when unknown."""
    print_date: str
    unit: str
    """section, article, rule, regulation or heading."""
    text: str
    provisions: tuple[Provision, ...]
    amendments: tuple[AmendmentNote, ...]
    remarks: tuple[Remark, ...]
    """Footnotes that tell of no amendment."""
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
    """What the reader should know: a wrong name, a guessed encoding, …"""
    media_type: str
    pages: int | None
    sha256: str
    front_matter: str
    """Text before the first unit, for those who look for dates and titles in it."""
    decisions: tuple[Decision, ...] = ()
    """What the stages decided that could be wrong, in the order of the stages."""
    stages: tuple[StageRun, ...] = ()
    """What each stage did, where `ReadOptions.explain` asked for it."""
    scan_confidence: float | None = None
    """Mean confidence of the letters, 0 to 1, where a machine read them from pictures."""
    no_print: str = ""
    """Why these are not the words of any print, where the file is an export that says so."""
    words_date: str = ""
    """ISO day on which the words took effect, where the format has a place for it."""
    operations: tuple[Operation, ...] = ()
    """What the text does to other laws, in its order."""
    language: str = ""
    """ISO 639-1 code of the text's language, where it is surely told."""


def read_file(path: Path, max_mb: float = MAX_MB) -> bytes:
    """The bytes of a file.

    Raises:
        BadFile: nothing is there, it is a folder, it is empty, too large, or cannot be opened.
    """
    if not path.exists():
        raise NoSuchFile(path)
    if not path.is_file():
        raise NotAFile(path)
    try:
        size = path.stat().st_size
        if size > max_mb * 1e6:
            raise FileTooLarge(path.name, size / 1e6, max_mb)
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, error.strerror or str(error)) from error
    if not data.strip():
        raise EmptyFile(path.name)
    return data


def parse_file(
    path: Path,
    max_mb: float = MAX_MB,
    jurisdiction: str = "pk",
    options: ReadOptions = PLAIN,
) -> Parsed:
    """What a file holds.

    Raises:
        BadFile: the file cannot be read as an instrument; the message names it and the mend.
    """
    return parse_bytes(read_file(path, max_mb), path.name, max_mb, jurisdiction, options)


def parse_bytes(
    data: bytes,
    name: str,
    max_mb: float = MAX_MB,
    jurisdiction: str = "pk",
    options: ReadOptions = PLAIN,
) -> Parsed:
    """What a file's bytes hold; the name only serves messages.

    Raises:
        BadFile: the bytes cannot be read as an instrument; the message says why and what to do.
    """
    if not data.strip():
        raise EmptyFile(name)
    if len(data) > max_mb * 1e6:
        raise FileTooLarge(name, len(data) / 1e6, max_mb)
    draft = Draft(name, jurisdiction=jurisdiction, options=options)
    reader = reader_for(data, name)
    draft.media_type = reader.media_type
    if warning := mismatch(reader, name):
        draft.warnings.append(warning)
    reader.read(data, draft)
    check_read(draft)
    understand(draft)
    return _parsed(draft, data)


def understand(draft: Draft) -> None:
    """Run the stages: a statute if numbers carry the text, else a paper with headings.

    Raises:
        NoProvisions: neither is there.
    """
    LANGUAGE(draft)
    if not draft.structured:
        _find_units(draft)
    if not draft.provisions:  # an export of ours brings them finished
        WRITE(draft)
    if not draft.provisions:
        raise NoProvisions(draft.name)


def _find_units(draft: Draft) -> None:
    PREPARE(draft)
    STATUTE(draft)
    if not any(line.opens and line.opens.kind in BASIC_KINDS for line in draft.lines):
        _forget(draft)
        PAPER(draft)
    else:
        WITHIN(draft)


def _forget(draft: Draft) -> None:
    for line in draft.lines:
        line.opens, line.label, line.heading, line.note = None, 0, False, ""


def _parsed(draft: Draft, data: bytes) -> Parsed:
    return Parsed(
        name=draft.name,
        title=draft.title,
        type=draft.type,
        number=draft.number,
        date=draft.date,
        print_date=draft.print_date,
        unit=draft.unit,
        text=draft.text,
        provisions=tuple(draft.provisions),
        amendments=tuple(draft.amendments),
        remarks=tuple(dict.fromkeys(draft.remarks)),
        unread=tuple(draft.unread),
        warnings=tuple(draft.warnings),
        media_type=draft.media_type,
        pages=draft.pages,
        sha256=hashlib.sha256(data).hexdigest(),
        front_matter=draft.front_matter,
        decisions=tuple(decision for decision, _ in draft.decisions),
        stages=tuple(draft.stages),
        scan_confidence=draft.scan_confidence,
        no_print=draft.no_print,
        words_date=draft.words_date,
        operations=tuple(draft.operations),
        language=draft.language,
    )
