"""Errors of writing, finding, moving and restoring notes.

Each message is safe to show, names what was wrong and says what would be right.
"""

from __future__ import annotations

from corpus.errors import AskerError, MizanError, NotFound


class NoteNotFound(NotFound):
    """There is no note, comparison or reading of that id (HTTP 404)."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"No {kind} has the id {id[:80]!r}; it may have been deleted.")
        self.id = id


class ProvisionGone(NotFound):
    """The text or the provision that a note should stand on is not held."""

    def __init__(self, expression_uri: str, eid: str) -> None:
        super().__init__(
            f"{expression_uri[:200]} has no provision {eid[:120]!r}; "
            "open the provision again and write the note there."
        )


class BadContent(AskerError):
    """A field of a note or comparison cannot be taken; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooLong(BadContent):
    """A field has more characters, or a list more entries, than is allowed."""

    def __init__(self, field: str, length: int, limit: int, unit: str = "characters") -> None:
        super().__init__(field, f"The {field} has {length:,} {unit}; the most is {limit:,}.")
        self.length = length
        self.limit = limit


class QuoteNotFound(AskerError):
    """The selected words are not in the provision; nothing was changed."""

    def __init__(self, exact: str, eid: str) -> None:
        super().__init__(
            f"The words “{_shorten(exact)}” are not in {eid}; "
            "select them again in the text as it is shown now."
        )


class QuoteAmbiguous(QuoteNotFound):
    """The selected words occur more than once and nothing tells which is meant."""

    def __init__(self, exact: str, eid: str, times: int) -> None:
        AskerError.__init__(
            self,
            f"The words “{_shorten(exact)}” occur {times} times in {eid}; select a longer passage.",
        )
        self.times = times


class StaleEdit(AskerError):
    """Someone changed the note since it was read (HTTP 412); nothing was changed."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"This {kind} was changed after you opened it; open it again and repeat your change."
        )


class BadImport(AskerError):
    """A file of notes cannot be read in; nothing was changed.

    `index` is the 0-based place of the bad item, or None when the whole file is at fault.
    """

    def __init__(self, reason: str, index: int | None = None) -> None:
        where = "" if index is None else f"Item {index} (counted from 0): "
        super().__init__(f"{where}{reason}")
        self.reason = reason
        self.index = index


class BadBackup(AskerError):
    """A file is not a backup that can be restored, or one cannot be written there."""


class NotesUnavailable(MizanError):
    """The tables of the notes cannot be made or read by this version of the program."""


def _shorten(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
