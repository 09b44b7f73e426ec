"""Pictures of pages: PNG, JPEG, TIFF of one or many pages, GIF.  Each frame is a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from ingest.draft import Draft, Sheet
from ingest.errors import BrokenPicture, NoLettersRead, NoReaderOfPictures, PictureTooLarge
from ingest.readers.ocr import PageToRead, picture_reader
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_draft import put_pages, tell_scan
from ingest.readers.scan_picture import Picture

_POINTS = 72.0
_LEAST_SAID = 50.0
"""Resolutions below this are a program's default, not the scanner's word."""
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, ZeroDivisionError)


def is_png(data: bytes) -> bool:
    """The PNG signature."""
    return data[:8] == b"\x89PNG\r\n\x1a\n"


def is_jpeg(data: bytes) -> bool:
    """The JPEG start-of-image marker, with the marker that follows it."""
    return data[:3] == b"\xff\xd8\xff"


def is_tiff(data: bytes) -> bool:
    """The TIFF signature in either byte order."""
    return data[:4] in (b"II*\x00", b"MM\x00*")


def is_gif(data: bytes) -> bool:
    """The GIF signature."""
    return data[:6] in (b"GIF87a", b"GIF89a")


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks with the lines that a machine reads on each frame.

    Raises:
        BrokenPicture, PictureTooLarge: the picture cannot be unpacked.
        NoReaderOfPictures: no program that reads letters is installed.
        NoLettersRead: the pictures hold no letters.
    """
    draft.pages = _count(data, draft.name)
    draft.sheets = [Sheet(0, 0, 0, 0)] * draft.pages
    reader = picture_reader(draft)
    if reader is None:
        raise NoReaderOfPictures(draft.name)
    pages = [PageToRead(at + 1, _drawer(data, at, draft)) for at in range(draft.pages)]
    reads = reader.read(pages)
    put_pages(draft, reads)
    if not any(block.text.strip() for block in draft.blocks):
        raise NoLettersRead(draft.name)
    tell_scan(draft, set(reads), set())


def _count(data: bytes, name: str) -> int:
    """How many frames there are; their sizes are looked at before any is unpacked."""
    limits = figures().picture
    Image.MAX_IMAGE_PIXELS = limits.most_file_pixels
    try:
        with _opened(data) as picture:
            frames = int(getattr(picture, "n_frames", 1))
            _refuse_bomb(picture, name)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(name, limits.most_file_pixels) from error
    except _BROKEN as error:
        raise BrokenPicture(name) from error
    if frames > limits.most_frames:
        raise PictureTooLarge(name, limits.most_file_pixels)
    return frames


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, not yet unpacked; what Pillow only warns of, our own limits judge."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data)) as picture:
            yield picture


def _refuse_bomb(picture: Image.Image, name: str) -> None:
    most = figures().picture.most_file_pixels
    if picture.width * picture.height > most:
        raise PictureTooLarge(name, most)


def _drawer(data: bytes, frame: int, draft: Draft) -> Callable[[], Picture | None]:
    return lambda: _drawn(data, frame, draft)


def _drawn(data: bytes, frame: int, draft: Draft) -> Picture | None:
    try:
        with _opened(data) as picture:
            picture.seek(frame)
            _refuse_bomb(picture, draft.name)
            said = picture.info.get("dpi")
            upright = ImageOps.exif_transpose(picture) or picture
            grey = _on_white(upright)
    except (*_BROKEN, Image.DecompressionBombError, PictureTooLarge):
        draft.warnings.append(
            f"Picture {frame + 1} of {draft.name} is damaged or too large and was left out."
        )
        return None
    return scaled(grey, float(said[0]) if said else 0.0)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in grey; what is see-through is paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    return picture.convert("L")


def scaled(grey: Image.Image, said: float) -> Picture:
    """The picture at the resolution that is read best; `said`: dots an inch by the file, or 0."""
    limits = figures().picture
    own = said if said >= _LEAST_SAID else grey.width * _POINTS / limits.usual_width
    if limits.least_dpi <= own <= limits.most_dpi:
        return Picture(grey, round(own))
    factor = limits.dpi / own
    pixels = factor * factor * grey.width * grey.height
    factor *= min(1.0, (limits.most_pixels / max(1.0, pixels)) ** 0.5)
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    dpi = max(1, round(own * factor))
    return Picture(grey.resize(size, Image.Resampling.LANCZOS), dpi)
