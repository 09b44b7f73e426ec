"""The values in which the packages meet.

Words are those of Akoma Ntoso and FRBR: an *instrument* is the work, an *expression* its text
as at a date, a *provision* a unit of an expression.  Everything here is frozen; nothing here
knows a database, an engine or a page.  Offsets are Unicode code points, 0-based, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.facts import (
    UNCLASSIFIED,
    UNKNOWN_STANDING,
    Classification,
    Event,
    Licence,
    Missing,
    Notice,
    Relation,
    Source,
    SourceRole,
    Standing,
)
from corpus.tagging import Tagging


class InstrumentType(StrEnum):
    """What sort of work an instrument is; the value is used in filters and addresses."""

    ACT = "act"
    ORDINANCE = "ordinance"
    CONSTITUTION = "constitution"
    RULES = "rules"
    REGULATIONS = "regulations"
    EU_REGULATION = "eu-regulation"
    EU_DIRECTIVE = "eu-directive"
    TREATY = "treaty"
    BILL = "bill"
    POLICY = "policy"
    PAPER = "paper"
    OTHER = "other"


class ExpressionKind(StrEnum):
    """Whose words an expression is made of."""

    OFFICIAL = "official"
    """The publisher's file."""
    DIGEST = "digest"
    """Our own-words restatement; never the law itself."""


class ProvisionKind(StrEnum):
    """The unit names of CONTRACT.md, in no order."""

    TITLE = "title"
    PART = "part"
    SUBPART = "subpart"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    RULE = "rule"
    REGULATION = "regulation"
    SUBSECTION = "subsection"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    PROVISO = "proviso"
    EXPLANATION = "explanation"
    ILLUSTRATION = "illustration"
    SCHEDULE = "schedule"
    RECITAL = "recital"
    PREAMBLE = "preamble"
    HEADING = "heading"


BASIC_KINDS = frozenset(
    {ProvisionKind.SECTION, ProvisionKind.ARTICLE, ProvisionKind.RULE, ProvisionKind.REGULATION}
)
"""Kinds that may carry the numbering through an instrument: what a reader cites and opens."""

CONTAINER_KINDS = frozenset(
    {ProvisionKind.TITLE, ProvisionKind.PART, ProvisionKind.SUBPART, ProvisionKind.CHAPTER}
)
"""Kinds that only group others."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A work: one law, set of rules, treaty or paper, whatever its versions."""

    slug: str
    """Address-safe name, unique: `pk-peca-2016`."""
    title: str
    type: InstrumentType
    work_uri: str
    """Akoma Ntoso work URI: `/akn/pk/act/2016/40`."""
    jurisdiction: str = "pk"
    number: str = ""
    """As printed: `XL of 2016`."""
    date: str = ""
    """ISO date of assent or making, empty when unknown."""
    short_title: str = ""
    """What people call it: `PECA 2016`."""
    aliases: tuple[str, ...] = ()
    """Other names a citation may use; matched without regard to case."""
    issuer: str = ""
    commencement: str = ""
    """ISO day on which it took effect, empty when unknown."""
    expiry: str = ""
    """ISO day on which it ended by its own terms, empty when it does not or when unknown."""
    standing: Standing = UNKNOWN_STANDING
    language: str = "en"
    sources: tuple[Source, ...] = ()
    notices: tuple[Notice, ...] = ()
    topics: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    classification: Classification = UNCLASSIFIED
    licence: Licence | None = None
    missing: tuple[Missing, ...] = ()
    facts_source: str = ""
    """Where its title, type, number, dates and issuer come from."""
    unit: str = "section"
    """The unit that carries the numbering: section, article, rule, regulation or heading."""
    catalogued: bool = True
    """False for an instrument that a reader brought in."""

    @property
    def name(self) -> str:
        """The shortest name a reader would recognise."""
        return self.short_title or self.title

    @property
    def text_addresses(self) -> tuple[Source, ...]:
        """Where a public body publishes its words: what may be fetched, in order."""
        return tuple(s for s in self.sources if s.official and s.role is SourceRole.TEXT)


@dataclass(frozen=True, slots=True)
class Expression:
    """An instrument's text as at a date, in a language."""

    uri: str
    instrument: str
    """Slug of the instrument."""
    kind: ExpressionKind
    text: str
    """Full clean text, into which every provision's offsets point."""
    language: str = "en"
    date: str = ""
    """ISO day the words took effect; empty when unknown."""
    seen: str = ""
    """ISO day on which the publisher gave these words; set only where their own day is unknown."""
    print_date: str = ""
    sha256: str = ""
    """Of the file that the text was read from."""
    media_type: str = ""
    pages: int | None = None
    file_name: str = ""
    amended_to: str = ""
    """The last amending instrument that the text takes in: `Act II of 2025`."""
    witnesses: tuple[str, ...] = ()
    """Names of further files of the same expression, compared and not indexed."""
    read_by: str = ""
    """Which reading of files made its provisions; empty for the first."""
    scan_confidence: float | None = None
    """How sure the machine was of the letters, 0 to 1, where it read them from a picture."""

    @property
    def stands_from(self) -> str:
        """ISO day from which the words are known to stand, empty when unknown."""
        return self.date or self.seen


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a page of the source, in shares of the page's width and height.

    Counted from the upper left corner of the page as it is shown, turned and cropped.
    """

    page: int
    """1-based."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit of an expression."""

    eid: str
    """Akoma Ntoso eId, unique in the expression: `sec_37__subsec_1`."""
    kind: ProvisionKind
    num: str | None
    """As printed, without brackets: `37`, `iiia`."""
    heading: str | None
    text: str
    """The unit with its descendants, without its own number and heading."""
    parent: str | None
    page: int | None
    """1-based page of the source file."""
    start: int
    """Offset of `text` in the expression's text."""
    end: int
    confidence: float = 1.0
    """How sure the reading is that these are its words and its place, 0 to 1."""
    doubts: tuple[str, ...] = ()
    """What lowers the confidence, in plain words, the weightiest first."""
    regions: tuple[Region, ...] = ()
    """Where it stands in the source, one rectangle or more a page; none where unknown."""

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text, which tells an annotation whether its words still stand."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class AmendmentNote:
    """What a footnote says happened to a provision."""

    eid: str
    op: str
    """inserted, substituted, omitted, repealed or renumbered."""
    by: str
    """The amending provision as printed: `Act No. II of 2025, s.2`; “ibid.” is written out."""
    page: int | None = None
    law: str = ""
    """Slug of the amending instrument, where the catalogue has it."""
    date: str = ""
    """ISO day on which it took effect, or its year alone where no more is known, or empty."""
    whole: bool = True
    """Whether it touched the whole unit, and not only words of it."""
    start: int | None = None
    """Offset, in the expression's text, of the words that it put in (or where words went out);
    None where the print does not tell."""
    end: int | None = None
    before: str = ""
    """The words that it took out, where the note quotes them."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a provision of an amending law does to another law."""

    eid: str
    """The amending provision."""
    op: str
    """inserted, substituted, omitted, repealed or renumbered."""
    law: str
    """The law that it works on, as the amending law names it; empty where it names none."""
    target: str
    """eId, by our convention, of what it works on in that law; empty for the law as a whole, or
    for a place that has no number: a preamble, a definition."""
    whole: bool
    """Whether it works on the whole unit, and not only on words of it."""
    where: str = ""
    """Where new text goes, as printed: `after section 26`, `at the end`."""
    start: int | None = None
    """Offset of the new text in the amending law's text; None where there is none."""
    end: int | None = None
    before: str = ""
    """The words that it takes out, where it quotes them."""
    page: int | None = None
    rule: str = ""
    """Id of the rule that read it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A footnote of the source that tells of no amendment."""

    eid: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice that a stage of reading made and that could have been wrong."""

    stage: str
    """Class name of the stage."""
    rule: str
    """Id of the rule that decided: `sections.sequence`."""
    chose: str
    """What the words were taken for, in plain words."""
    over: str
    """What else they could have been; empty where nothing else was near."""
    doubt: float
    """0 where the rule is plain, 1 for the toss of a coin."""
    words: str
    """The first words that the choice is about."""
    page: int | None = None
    """1-based page of the source."""
    line: int = 0
    """1-based line (on the page, where there are pages), 0 when unknown."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A block that no stage understood."""

    page: int | None
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class IngestedExpression:
    """Everything that one file yields, ready to be stored in one transaction."""

    expression: Expression
    provisions: tuple[Provision, ...]
    amendments: tuple[AmendmentNote, ...] = ()
    unread: tuple[Unread, ...] = ()
    taggings: tuple[Tagging, ...] = field(default=())
    remarks: tuple[Remark, ...] = ()
