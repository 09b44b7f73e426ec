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

_HEAD = 8192
"""Bytes in which a page says its encoding; scripts may stand before it."""
_WIDER = dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii"), "cp1252")
_TWICE = re.compile(r"â€[\u0080-\u00bf™œž˜“”\u0153\u2122]|Ã[\u00a0-\u00bf©¨§]|Â[\u00a0§º°]")
"""UTF-8 that some program read as Windows letters and wrote anew: `â€™` for `’`."""
_FEWEST_TWICE = 5

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
    text = _once(text, draft)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _once(text: str, draft: Draft) -> str:
    """Letters that were encoded twice, decoded again, line by line where that is possible."""
    if len(_TWICE.findall(text[:400_000])) < _FEWEST_TWICE:
        return text
    draft.warnings.append(f"Letters of {draft.name} were encoded twice; they were put right.")
    return "".join(_mended(line) for line in text.splitlines(keepends=True))


def _mended(line: str) -> str:
    if _TWICE.search(line) is None:
        return line
    try:
        return line.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return line


def _known(data: bytes) -> str | None:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _try(data, name)
    declared = _DECLARED.search(data[:_HEAD])
    name = declared[1].decode("ascii").casefold() if declared else ""
    # what claims to be Latin-1 is Windows’ wider set to every browser
    names = [_WIDER.get(name, name)] if name else []
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
