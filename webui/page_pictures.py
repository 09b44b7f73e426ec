"""Pictures of the pages of kept originals, drawn when first asked for and then kept."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

from corpus.errors import MizanError, NotFound
from corpus.model import Expression
from webui.config import Settings

WIDTH = 1400
"""Pixels: letters of a statute stay sharp on a screen of twice the usual density."""

PAGED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff", "image/gif"})
"""Media types whose files have pages that can be drawn."""

_PATIENCE = 45.0
_AT_ONCE = 2
_KEPT = 4000
"""Pictures kept before the oldest go; about 150 kB each."""


class NoPicture(MizanError):
    """A page could not be drawn; the message repeats the reason."""


class PagePictures:
    """Draws pages, no more than two at a time, and keeps them under the data folder."""

    def __init__(self, settings: Settings) -> None:
        self._originals = settings.originals
        self._folder = settings.data / "pages"
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def original(self, expression: Expression) -> Path:
        """The file that an expression was read from.

        Raises:
            NotFound: it is not kept here (a digest has none).
        """
        found = sorted(self._originals.glob(f"{expression.sha256}*")) if expression.sha256 else []
        kept = [path for path in found if path.suffix != ".part"]
        if not kept:
            raise NotFound(f"The file {expression.file_name or 'of this text'} is not kept here.")
        return kept[0]

    def has_pages(self, expression: Expression) -> bool:
        """Whether pages of the text's own file can be shown."""
        if expression.media_type not in PAGED or not expression.pages:
            return False
        with contextlib.suppress(NotFound):
            return self.original(expression).exists()
        return False

    def picture(self, expression: Expression, page: int) -> Path:
        """The picture of a page (1-based), drawn now if it is not kept.

        Raises:
            NotFound: the file is not kept, or has no such page.
            NoPicture: the page cannot be drawn.
        """
        if not 1 <= page <= (expression.pages or 0):
            raise NotFound(f"{expression.file_name} has no page {page}.")
        original = self.original(expression)
        target = self._folder / expression.sha256 / f"{page}.webp"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._places:
                if not target.exists():
                    _draw(original, page, target)
                    self._let_go_of_the_oldest()
        return target

    def _let_go_of_the_oldest(self) -> None:
        kept = sorted(self._folder.glob("*/*.webp"), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(0, len(kept) - _KEPT)]:
            path.unlink(missing_ok=True)


def _draw(original: Path, page: int, target: Path) -> None:
    # a name of its own for each drawing, so that two servers on one folder do not mix bytes
    mine = target.with_name(f"{target.stem}.{threading.get_native_id()}.webp")
    command = [sys.executable, "-m", "ingest.page_picture"]
    command += [str(original), str(page), str(WIDTH), str(mine)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NoPicture(f"Page {page} of {original.name[:12]}… takes too long to draw.") from error
    if done.returncode or not mine.exists():
        said = done.stderr.strip().splitlines()[-1:] or ["the program that draws it ended"]
        raise NoPicture(f"Page {page} cannot be shown. {said[0]}")
    mine.replace(target)
