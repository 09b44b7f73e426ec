"""One page of a kept original as a picture, in a process of its own.

    python -m ingest.page_picture FILE PAGE WIDTH OUT

A process of its own, because PDFium is not safe between threads and a broken file may take the
process with it: then a page has no picture, and the server goes on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from ingest.readers import pdf

if sys.platform != "win32":
    import resource

MAX_PIXELS = 24_000_000
"""A page as long as a roll is drawn smaller; nobody reads a picture of this size unscaled."""

MAX_SIDE = 16_000
"""WebP holds 16,383 pixels a side."""

_MEMORY = 1_500_000_000
_SECONDS = 30
_QUALITY = 82


def draw(source: Path, page: int, width: int, target: Path) -> None:
    """Write the page (1-based) as WebP, `width` pixels wide, or narrower where it is very long.

    Raises:
        IndexError: the file has no such page.
        PdfiumError, OSError: the file cannot be drawn.
    """
    data = source.read_bytes()
    picture = _of_pdf(data, page, width) if pdf.looks_like(data) else _of_picture(source, page)
    picture.thumbnail((width, MAX_SIDE))
    partial = target.with_suffix(".part")
    picture.convert("RGB").save(partial, "WEBP", quality=_QUALITY)
    partial.replace(target)


def _of_pdf(data: bytes, page: int, width: int) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        sheet = document[page - 1]
        scale = width / max(1.0, sheet.get_width())
        pixels = scale * scale * sheet.get_width() * sheet.get_height()
        scale *= min(1.0, (MAX_PIXELS / max(1.0, pixels)) ** 0.5)
        scale = min(scale, MAX_SIDE / max(1.0, sheet.get_height()))
        drawn: Image.Image = sheet.render(scale=scale).to_pil()
        return drawn


def _of_picture(source: Path, page: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = 10 * MAX_PIXELS  # Pillow itself refuses twice as many
    with Image.open(source) as picture:
        if not 1 <= page <= getattr(picture, "n_frames", 1):
            raise IndexError(page)
        picture.seek(page - 1)
        return picture.copy()


def _limit_itself() -> None:
    """Let a file that would take the machine's memory or time end this process instead."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main() -> int:
    """Draw what the command line names; 1 when it cannot be drawn, with the reason in words."""
    source, page, width, target = sys.argv[1:5]
    _limit_itself()
    try:
        draw(Path(source), int(page), int(width), Path(target))
    except IndexError:
        print(f"There is no page {page}.", file=sys.stderr)
        return 1
    except (pypdfium2.PdfiumError, OSError, MemoryError, ValueError, SyntaxError) as error:
        print(f"The page cannot be drawn: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
