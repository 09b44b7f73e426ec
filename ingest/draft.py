"""The working state that stages read and write: one typed object from bytes to provisions.

Readers fill `blocks`.  Stages give each block a role, turn body blocks into clean `lines`, mark
where units open, hang the lines on a tree of `units`, and write the text and its offsets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.model import (
    AmendmentNote,
    Decision,
    Operation,
    Provision,
    ProvisionKind,
    Region,
    Remark,
    Unread,
)

MARK_OPEN = "\ue000"
MARK_CLOSE = "\ue001"
"""Readers write a footnote call as `MARK_OPEN + number + MARK_CLOSE` (private-use letters)."""

LINE_HYPHEN = "\u00ad"
"""Readers write a hyphen at a line's end as this, because only later stages can judge it."""


_WORDS_SHOWN = 120


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller wants of the reading, beside the words."""

    ocr_languages: tuple[str, ...] = ("eng",)
    """Names of tesseract's languages, the likeliest first."""
    cross_check: bool = False
    """Read a PDF with a second extractor too, and report where the two disagree."""
    explain: bool = False
    """Keep what each stage did, for `mizan parse --explain`."""
    on_page: Callable[[int, int], None] | None = None
    """Told (pages done, pages in all) while a slow reading goes on."""


PLAIN = ReadOptions()
"""What a caller gets who asks for nothing."""


@dataclass(frozen=True, slots=True)
class StageRun:
    """What one stage did to a draft."""

    stage: str
    does: str
    """The first sentence of its documentation."""
    seconds: float
    changes: tuple[str, ...]
    """Counts that it changed: `lines that open a unit 0 → 92`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a page that is shown, in the points that positions on the page are given in."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int = 0
    """By how many degrees clockwise the page is shown turned: 0, 90, 180 or 270."""


class Role(StrEnum):
    """What a block is in the make-up of a document."""

    BODY = "body"
    FURNITURE = "furniture"
    """Running head, page number."""
    CONTENTS = "contents"
    FOOTNOTE = "footnote"
    MARGIN = "margin"


@dataclass(slots=True)
class Block:
    """A printed line, or a paragraph of a format that has paragraphs."""

    text: str
    page: int | None = None
    line: int = 0
    """1-based line or paragraph in the source (on the page, where there are pages)."""
    para: bool = False
    """Opens a paragraph: certain in markup, after a blank line in text, unknown in PDF."""
    whole: bool = False
    """Is a whole paragraph, so the next block never continues it."""
    level: int = 0
    """Level of a markup heading, 0 for none."""
    depth: int = 0
    """How deep in lists or tables."""
    size: float = 0.0
    """Font size in points, 0 when unknown."""
    bold: int = 0
    """How many characters at the start are bold."""
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    """Position on the page in points, `top` counted from the page's foot; 0 when unknown."""
    note: str = ""
    """The footnote's number, where the reader knows the block to be a footnote."""
    role: Role = Role.BODY
    slanted: bool = False
    """Is in italics throughout, in markup that says so."""
    indent: float = 0.0
    """Distance from the page's left text margin."""
    centred: bool = False
    confidence: float = 1.0
    """How sure the reader is of the letters, 0 to 1; below 1 only where a machine read a picture,
    or two extractors disagree."""


@dataclass(slots=True)
class Footnote:
    """The text at a page's foot, or at the end, that a mark calls."""

    mark: str
    text: str
    page: int | None


@dataclass(slots=True)
class Bracket:
    """Text between amendment brackets, or a bare footnote call."""

    mark: str
    page: int | None
    order: int
    """Its place among the calls of the same mark on the page."""
    words: str = ""
    """What stands inside, when that is not a word: `*`."""
    start: int = -1
    end: int = -1
    """Offsets into the clean text, set when it is written."""


@dataclass(slots=True)
class Event:
    """A place in a line where a bracket opens or closes."""

    at: int
    bracket: Bracket
    opens: bool


@dataclass(slots=True)
class Unit:
    """A provision in the making."""

    kind: ProvisionKind
    num: str | None = None
    heading: str | None = None
    parent: Unit | None = None
    page: int | None = None
    eid: str = ""
    start: int = -1
    end: int = -1
    label_start: int = -1
    """Where the unit's number is printed; before `start`."""
    path: str = ""
    """Ready-made eId component, where the kind's own name does not fit (`point_a`)."""
    doubts: list[tuple[float, str]] = field(default_factory=list)
    """What lowers the confidence in it: share of doubt and reason."""
    regions: list[Region] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """A note that the format itself ties to a unit."""

    unit: Unit
    text: str
    words: Bracket | None = None
    """The words that it is about; None where it is about the unit."""
    amends: bool = True
    """Whether it may tell of an amendment; False where the format says that it does not."""
    date: str = ""
    """ISO day on which the amendment took effect, where the note says so."""


@dataclass(slots=True)
class Line:
    """A clean line of the body; opens at most one unit, and belongs to one."""

    text: str
    block: Block
    para: bool = False
    opens: Unit | None = None
    label: int = 0
    """How many characters at the start are the unit's number or heading."""
    unit: Unit | None = None
    """The unit it belongs to; readers of formats that mark their units may know it at once."""
    events: list[Event] = field(default_factory=list)
    note: str = ""
    """Why the line is left out of the text; empty for a line that is kept."""
    heading: bool = False
    """Is (part of) a heading that some unit took."""
    quoted: bool = False
    """Stands inside words that an amending law puts into another."""
    start: int = -1
    """Offset in the clean text, set when it is written."""

    @property
    def page(self) -> int | None:
        """1-based page of the source."""
        return self.block.page

    def split(self, at: int) -> Line:
        """Cut the line in two and give the second part; bracket events go where they belong."""
        rest = Line(self.text[at:], self.block, para=True)
        rest.events = [Event(e.at - at, e.bracket, e.opens) for e in self.events if e.at >= at]
        self.text = self.text[:at].rstrip()
        self.events = [e for e in self.events if e.at < at]
        for event in self.events:
            event.at = min(event.at, len(self.text))
        return rest


@dataclass(slots=True)
class Draft:
    """Everything known so far about one file."""

    name: str
    media_type: str = ""
    pages: int | None = None
    jurisdiction: str = "pk"
    language: str = ""
    """ISO 639-1 code of the text's language, where it is surely told."""
    options: ReadOptions = PLAIN
    sheets: list[Sheet] = field(default_factory=list)
    """The pages' shown parts, in order; empty where the format has no pages."""
    scan_confidence: float | None = None
    """Mean confidence of the letters, where they were read from pictures."""
    decisions: list[tuple[Decision, Block | None]] = field(default_factory=list)
    """What the stages decided that could be wrong, with the block it was about."""
    stages: list[StageRun] = field(default_factory=list)
    """What each stage did, where the caller asked."""
    blocks: list[Block] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    """Notes that need no mark, because the format ties them to a unit."""
    contents: dict[str, str] = field(default_factory=dict)
    """Number → heading, from the contents list."""
    margins: list[tuple[int, float, str]] = field(default_factory=list)
    """Marginal notes: page, place of the top, words."""
    side_notes: dict[tuple[int | None, int], str] = field(default_factory=dict)
    """Marginal notes of a text without positions, by the page and line of their section."""
    structured: bool = False
    """The reader found the units itself, because the format marks them."""
    brackets: list[Bracket] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    """In the order of the text."""
    title: str = ""
    type: str = "other"
    number: str = ""
    date: str = ""
    print_date: str = ""
    no_print: str = ""
    """Why these are not the words of any print, where the file is an export that says so."""
    words_date: str = ""
    """ISO day on which the words took effect, where the format has a place for it."""
    unit: str = "section"
    front_matter: str = ""
    text: str = ""
    provisions: list[Provision] = field(default_factory=list)
    amendments: list[AmendmentNote] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    """What the text does to other laws."""
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def decide(
        self, stage: object, rule: str, about: Block | None, chose: str, over: str, doubt: float
    ) -> None:
        """Leave a trace of a choice that could be wrong; `doubt` is 0 (plain) to 1 (a coin)."""
        page, line, words = (about.page, about.line, about.text) if about else (None, 0, "")
        name = type(stage).__name__
        shown = words[:_WORDS_SHOWN]
        self.decisions.append((Decision(name, rule, chose, over, doubt, shown, page, line), about))

    def body(self) -> list[Block]:
        """The blocks that are the instrument's own text."""
        return [b for b in self.blocks if b.role is Role.BODY]
