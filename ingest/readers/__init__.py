"""One reader per format: bytes → blocks with page and position.

`READERS` is the one visible table.  A format is told by its content, never by the file's name:
a page saved as `act.pdf` that is really HTML is read as HTML, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ingest.draft import Draft
from ingest.errors import FormatNotYetRead, UnknownFormat
from ingest.readers import akn, html, markdown, pdf, text


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how to tell it and how to read it."""

    label: str
    media_type: str
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes, Draft], None]
    suffixes: tuple[str, ...]
    """Names that such files usually have; only used to warn of a mismatch."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A format that we can tell, but not read."""

    label: str
    looks_like: Callable[[bytes], bool]
    mend: str


READERS = (
    Reader("Akoma Ntoso XML", "application/akn+xml", akn.looks_like, akn.read, (".akn",)),
    Reader("PDF", "application/pdf", pdf.looks_like, pdf.read, (".pdf",)),
    Reader("HTML", "text/html", html.looks_like, html.read, (".html", ".htm", ".xhtml")),
    Reader(
        "Markdown", "text/markdown", markdown.looks_like, markdown.read, (".md", ".markdown", "")
    ),
    Reader("plain text", "text/plain", text.looks_like, text.read, (".txt", ".text", "")),
)
"""In the order they are tried; plain text is the last resort."""

REFUSED = (
    Refused("a ZIP archive or DOCX file", lambda d: d[:4] == b"PK\x03\x04", "save it as PDF"),
    Refused(
        "an old Word file", lambda d: d[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as PDF"
    ),
    Refused("an XML file", lambda d: _is_xml(d), "use the PDF or HTML print"),
    Refused(
        "a picture", lambda d: _is_picture(d), "a text layer is needed, and OCR is not available"
    ),
    Refused("RTF", lambda d: d[:5] == b"{\\rtf", "save it as PDF"),
)


def reader_for(data: bytes, name: str) -> Reader:
    """The reader of the format that the bytes are in.

    Raises:
        FormatNotYetRead: the format is known but has no reader.
        UnknownFormat: the bytes are of no known format.
    """
    refused = next((r for r in REFUSED if r.looks_like(data)), None)
    if refused is not None and not akn.looks_like(data):
        raise FormatNotYetRead(name, refused.label, refused.mend)
    for reader in READERS:
        if reader.looks_like(data):
            return reader
    raise UnknownFormat(name, ", ".join(reader.label for reader in READERS))


def mismatch(reader: Reader, name: str) -> str:
    """A warning when the name promises another format than the content; else empty."""
    suffix = PurePath(name).suffix.casefold()
    promised = next((r for r in READERS if suffix and suffix in r.suffixes), None)
    if (
        promised is None
        or promised is reader
        or ("" in reader.suffixes and "" in promised.suffixes)
    ):
        return ""
    return f"{name} is named like {promised.label} but is {reader.label}; it was read as that."


def _is_xml(data: bytes) -> bool:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<?xml") and b"<html" not in data[:4000].lower()


def _is_picture(data: bytes) -> bool:
    return (
        data[:8] == b"\x89PNG\r\n\x1a\n"
        or data[:3] == b"\xff\xd8\xff"
        or data[:4]
        in (
            b"II*\x00",
            b"MM\x00*",
            b"GIF8",
        )
    )
