"""Bytes to text: byte-order mark, declared encoding, strict UTF-8, then an educated guess."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ingest.draft import Draft
from ingest.errors import NotText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

GUESSES = ("cp1252", "cp1256", "cp1250", "cp1251")
"""Encodings that official sites still serve, most likely first."""


def decode(data: bytes, draft: Draft) -> str:
    """The text, with `\\n` line ends; a guess is noted among the draft's warnings.

    Raises:
        NotText: the bytes are in no encoding that we know.
    """
    text = _known(data)
    if text is None:
        text, guess = _guessed(data, draft.name)
        draft.warnings.append(f"{draft.name} is not valid UTF-8; it was read as {guess}.")
    if _binary(text):
        raise NotText(draft.name)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _known(data: bytes) -> str | None:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _try(data, name)
    declared = _DECLARED.search(data[:2048])
    names = [declared[1].decode("ascii")] if declared else []
    return next((t for name in [*names, "utf-8"] if (t := _try(data, name)) is not None), None)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    best = from_bytes(data[:200_000], cp_isolation=list(GUESSES)).best()
    text = _try(data, best.encoding) if best else None
    if best is None or text is None:
        raise NotText(name)
    return text, best.encoding


def _binary(text: str) -> bool:
    sample = text[:20_000]
    return len(_CONTROL.findall(sample)) > len(sample) / 100
