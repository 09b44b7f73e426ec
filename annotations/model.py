"""What readers write: annotations, comparisons and readings, as frozen values.

An annotation follows the W3C Web Annotation Data Model.  It points at ONE provision by the
address of its text (expression URI and eId) and, unless it is about the whole provision, by a
quotation and a position in that provision's own text.  Positions are Unicode code points,
0-based, end exclusive.  Nothing here points at a database row, so a rebuild of the corpus
cannot break a note.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from corpus.model import ExpressionKind
from corpus.uri import parse_uri

UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""The time of an imported item that states none: older than anything written here."""


class Motivation(StrEnum):
    """Why a note was made (W3C Web Annotation Data Model, 3.3.5)."""

    ASSESSING = "assessing"
    BOOKMARKING = "bookmarking"
    CLASSIFYING = "classifying"
    COMMENTING = "commenting"
    DESCRIBING = "describing"
    EDITING = "editing"
    HIGHLIGHTING = "highlighting"
    IDENTIFYING = "identifying"
    LINKING = "linking"
    MODERATING = "moderating"
    QUESTIONING = "questioning"
    REPLYING = "replying"
    TAGGING = "tagging"


class Side(StrEnum):
    """The side of the balance from which a provision is read."""

    LIBERTY = "liberty"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """The words that a note is about, verbatim, with the words around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """Where the words stood in the provision's text when the note was written."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a note is about; without selectors, the whole provision."""

    expression_uri: str
    eid: str
    text_hash: str = ""
    """SHA-256 of the provision's text when the note was written; empty when not known."""
    quote: TextQuoteSelector | None = None
    position: TextPositionSelector | None = None

    @property
    def whole(self) -> bool:
        """Whether the note is about the provision as a whole."""
        return self.quote is None and self.position is None

    @property
    def expression_kind(self) -> ExpressionKind:
        """Whose words the note was written on: the publisher's or our digest's."""
        return parse_uri(self.expression_uri).kind

    @property
    def work_uri(self) -> str:
        """Address of the instrument, whatever the text."""
        return parse_uri(self.expression_uri).work


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader writes in a note, apart from what it is about."""

    text: str = ""
    tags: tuple[str, ...] = ()
    side: Side | None = None
    motivation: Motivation = Motivation.COMMENTING
    language: str = ""
    """BCP 47 tag of `text` (`en`, `ur`); empty when not stated."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader selected: a provision and, perhaps, words in it.

    With neither `exact` nor a position it is the whole provision.
    """

    expression_uri: str
    eid: str
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note."""

    id: str
    """A UUID in its usual form; never used again after the note is deleted."""
    target: Target
    motivation: Motivation = Motivation.COMMENTING
    text: str = ""
    tags: tuple[str, ...] = ()
    side: Side | None = None
    language: str = ""
    creator: str = ""
    """Name of the writer."""
    creator_id: str = ""
    """Address that another system gives the writer."""
    created: datetime = UNDATED
    modified: datetime = UNDATED
    via: str = ""
    """Address of the note in the system it was imported from."""
    version: int = 1
    """Counts the changes made here; not part of an export."""

    @property
    def etag(self) -> str:
        """A token that changes with every change, for optimistic concurrency."""
        return _etag(self.id, self.version, self.modified)

    @property
    def content(self) -> Content:
        """The part that an edit replaces."""
        return Content(self.text, self.tags, self.side, self.motivation, self.language)

    def with_content(self, content: Content) -> Annotation:
        """The note with other content on the same target."""
        return replace(
            self,
            text=content.text,
            tags=content.tags,
            side=content.side,
            motivation=content.motivation,
            language=content.language,
        )


@dataclass(frozen=True, slots=True)
class ProvisionRef:
    """One provision of one text, as a comparison names it."""

    instrument: str
    """Slug of the instrument."""
    eid: str
    expression_uri: str


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """How someone reads one provision from one side, as they write it."""

    by: str
    """Whose reading it is: a person, a court, a school of thought."""
    ref: ProvisionRef
    side: Side
    text: str
    evidence: str = ""
    """Words of the provision that the reading rests on."""
    weight: int = 3
    """How much the evidence carries, 1 (little) to 5 (decisive)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading that is kept."""

    id: str
    by: str
    ref: ProvisionRef
    side: Side
    text: str
    evidence: str = ""
    weight: int = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """Provisions side by side, with readings."""

    id: str
    title: str
    items: tuple[ProvisionRef, ...]
    readings: tuple[Reading, ...] = field(default=())
    created: datetime = UNDATED
    modified: datetime = UNDATED
    version: int = 1

    @property
    def etag(self) -> str:
        """A token that changes with every change, for optimistic concurrency."""
        return _etag(self.id, self.version, self.modified)

    def readings_of(self, ref: ProvisionRef) -> tuple[Reading, ...]:
        """The readings of one of the provisions."""
        return tuple(r for r in self.readings if r.ref == ref)


def _etag(id: str, version: int, modified: datetime) -> str:
    stamp = f"{id} {version} {modified.isoformat()}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:24]
