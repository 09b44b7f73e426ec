"""One reader per format: bytes → blocks with page and position.

`READERS` and `REFUSED` are the two visible tables.  A format is told by its content, never by the
file's name: a page saved as `act.pdf` that is really HTML is read as HTML, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ingest.draft import Draft
from ingest.errors import FormatNotYetRead, UnknownFormat
from ingest.readers import akn, canada, clml, docx, formex, html, markdown, pdf, picture, text, uslm
from ingest.readers.zip_guard import SIGNATURE as _ZIP


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how to tell it and how to read it."""

    label: str
    media_type: str
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes, Draft], None]
    suffixes: tuple[str, ...]
    """Names that such files usually have; only used to warn of a mismatch."""
    certain: bool = False
    """The bytes carry a signature that no other format has, so no row of `REFUSED` is asked."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A format that we can tell, but not read; the mend says what to do instead."""

    label: str
    looks_like: Callable[[bytes], bool]
    mend: str


READERS = (
    Reader("Akoma Ntoso XML", "application/akn+xml", akn.looks_like, akn.read, (".akn",), True),
    Reader(
        "Canada’s justice XML",
        "application/x-justice-laws+xml",
        canada.looks_like,
        canada.read,
        (),
        True,
    ),
    Reader("UK legislation XML", "application/x-clml+xml", clml.looks_like, clml.read, (), True),
    Reader("USLM XML", "application/x-uslm+xml", uslm.looks_like, uslm.read, (), True),
    Reader("Formex XML", "application/x-formex+xml", formex.looks_like, formex.read, (), True),
    Reader("DOCX", docx.MEDIA_TYPE, docx.looks_like, docx.read, (".docx", ".docm"), True),
    Reader("PDF", "application/pdf", pdf.looks_like, pdf.read, (".pdf",), True),
    Reader("PNG", "image/png", picture.is_png, picture.read, (".png",), True),
    Reader("JPEG", "image/jpeg", picture.is_jpeg, picture.read, (".jpg", ".jpeg"), True),
    Reader("TIFF", "image/tiff", picture.is_tiff, picture.read, (".tif", ".tiff"), True),
    Reader("GIF", "image/gif", picture.is_gif, picture.read, (".gif",), True),
    Reader("HTML", "text/html", html.looks_like, html.read, (".html", ".htm", ".xhtml")),
    Reader(
        "Markdown", "text/markdown", markdown.looks_like, markdown.read, (".md", ".markdown", "")
    ),
    Reader("plain text", "text/plain", text.looks_like, text.read, (".txt", ".text", "")),
)
"""In the order they are tried; plain text is the last resort."""

_NAMESPACED = re.compile(rb"<[\w.:-]{1,60}\s[^<>]{0,2000}?\bxmlns\b")
_XML_KINDS = ", ".join(reader.label for reader in READERS if reader.media_type.endswith("+xml"))

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Opens the container of Word files before 2007, and of newer ones that are locked."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")

REFUSED = (
    Refused(
        "a Word file locked with a password",
        lambda d: d[:8] == _COMPOUND and _LOCKED in d,
        "save a copy without one",
    ),
    Refused("an old Word file", lambda d: d[:8] == _COMPOUND, "save it as DOCX or PDF"),
    Refused("RTF", lambda d: d[:5] == b"{\\rtf", "save it as DOCX or PDF"),
    Refused(
        "an OpenDocument file",
        lambda d: _is_zip_of(d, b"application/vnd.oasis.opendocument"),
        "save it as DOCX or PDF",
    ),
    Refused("an EPUB book", lambda d: _is_zip_of(d, b"application/epub"), "save it as PDF or HTML"),
    Refused(
        "a ZIP archive that is no DOCX file",
        lambda d: d[:4] == _ZIP,
        "unpack it and take the file inside, or save it as PDF",
    ),
    Refused(
        "an XML file of a kind that has no reader",
        lambda d: _is_xml(d),
        "use the PDF or HTML print; of XML, these kinds are read: " + _XML_KINDS,
    ),
)
"""In the order they are asked; the first that knows the bytes gives the mend."""


def reader_for(data: bytes, name: str) -> Reader:
    """The reader of the format that the bytes are in.

    Raises:
        FormatNotYetRead: the format is known but has no reader.
        UnknownFormat: the bytes are of no known format.
    """
    found = next((reader for reader in READERS if reader.looks_like(data)), None)
    if found is not None and found.certain:
        return found
    refused = next((refused for refused in REFUSED if refused.looks_like(data)), None)
    if refused is not None:
        raise FormatNotYetRead(name, refused.label, refused.mend)
    if found is None:
        raise UnknownFormat(name, ", ".join(reader.label for reader in READERS))
    return found


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


def _is_zip_of(data: bytes, kind: bytes) -> bool:
    """OpenDocument and EPUB begin with an entry that names their kind."""
    return data[:4] == _ZIP and kind in data[:200]


def _is_xml(data: bytes) -> bool:
    start = data[:8000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:4000].lower()
    opens = start.startswith((b"<?xml", b"<!doctype ")) or _NAMESPACED.match(start)
    return bool(opens) and b"html" not in start
