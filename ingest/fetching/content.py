"""What a file is, by its bytes, and whether that is what its address and its server said.

A publisher's error page often comes with status 200 and the address of the PDF, so neither the
name nor the server is believed without a look at the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.fetching.errors import IncompletePdf, KindsDisagree, WrongKind

HEAD_BYTES = 4096
"""How much of a file's beginning tells its kind."""
_TAIL_BYTES = 2048
_PDF_MARK_WITHIN = 1024
"""Readers accept the mark `%PDF-` anywhere here (ISO 32000-1, Annex H, note 13)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what to call it, and how to tell it."""

    label: str
    suffix: str
    """Under which its original is kept."""
    address_suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    looks_like: Callable[[bytes], bool]
    """Tells it by the first `HEAD_BYTES` bytes."""


def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:_PDF_MARK_WITHIN]


def _is_html(head: bytes) -> bool:
    text = head.lower()
    start = _past_white_space(text)
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith((b"<?xml", b"<!--", b"<!doctype")) and b"<html" in text
    )


def _is_xml(head: bytes) -> bool:
    return _past_white_space(head).startswith((b"<?xml", b"<akomaNtoso")) and not _is_html(head)


def _is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and not (_is_html(head) or _is_xml(head) or _is_pdf(head))


def _past_white_space(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


PDF = Kind("a PDF", ".pdf", (".pdf",), ("application/pdf", "application/x-pdf"), _is_pdf)
HTML = Kind(
    "a web page",
    ".html",
    (".html", ".htm", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    _is_html,
)
XML = Kind(
    "an XML file",
    ".xml",
    (".xml", ".akn"),
    ("application/xml", "text/xml", "application/akn+xml"),
    _is_xml,
)
DOCX = Kind(
    "a Word file",
    ".docx",
    (".docx",),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
    ),
    _is_zip,
)
TEXT = Kind(
    "plain text",
    ".txt",
    (".txt", ".md"),
    ("text/plain", "text/markdown"),
    _is_text,
)
KINDS = (PDF, DOCX, HTML, XML, TEXT)
"""In the order in which their marks are looked for; plain text has no mark and comes last."""

_PAGE_OR_PAPER = (HTML, PDF, XML)
"""What an address without a telling end may lead to."""


def kinds_promised(address: str) -> tuple[Kind, ...]:
    """The kinds that the end of an address promises."""
    suffix = PurePosixPath(unquote(urlsplit(address).path)).suffix.casefold()
    found = tuple(kind for kind in KINDS if suffix and suffix in kind.address_suffixes)
    return found or _PAGE_OR_PAPER


def kind_said(content_type: str) -> Kind | None:
    """The kind that a Content-Type names; None where it names none that is known.

    Many servers call every file `application/octet-stream`: that says nothing.
    """
    media_type = content_type.partition(";")[0].strip().casefold()
    return next((kind for kind in KINDS if media_type in kind.media_types), None)


def refuse_said(said: Kind | None, promised: tuple[Kind, ...]) -> None:
    """Refuse a file by what the server calls it, before a byte of it is asked for.

    Raises:
        WrongKind: it is called something that the address does not promise.
    """
    if said is not None and said is not TEXT and said not in promised:
        raise WrongKind(said.label, _either(promised))


def kind_of(path: Path) -> Kind | None:
    """What the file is by its first bytes; None for no kind that is known."""
    with path.open("rb") as source:
        head = source.read(HEAD_BYTES)
    return next((kind for kind in KINDS if kind.looks_like(head)), None)


def checked_kind(path: Path, said: Kind | None, promised: tuple[Kind, ...]) -> Kind:
    """What a fetched file is.

    Raises:
        WrongKind: it is not what the address promises.
        KindsDisagree: the server calls it something else.
        IncompletePdf: a PDF has no end.
    """
    found = kind_of(path)
    if found is None or found not in promised:
        raise WrongKind(found.label if found else "bytes of no known kind", _either(promised))
    # `text/plain` is what some servers call every file that they do not know
    if said is not None and said is not TEXT and said is not found:
        raise KindsDisagree(said.label, found.label)
    if found is PDF and not has_pdf_end(path):
        raise IncompletePdf
    return found


def has_pdf_end(path: Path) -> bool:
    """Whether the mark `%%EOF` stands near the end of the file."""
    with path.open("rb") as source:
        source.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return b"%%EOF" in source.read()


def _either(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(kind.label for kind in kinds)
