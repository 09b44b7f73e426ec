"""Looks through a PDF's streams before PDFium unpacks them.

PDFium unpacks a stream whole, whatever comes of it, and draws a form as often as others call it:
a file of 100 KB can ask for gigabytes of memory or for years.  Streams are found by their words,
so damage to the file's tables hides none.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.errors import PastLimit
from ingest.readers.pdf_forms import Form, most_drawn
from ingest.readers.pdf_unpack import lzw_length, run_length


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What the streams of a PDF may unpack to at most."""

    stream_mb: int = 24
    """What is not a picture; fonts of all Chinese letters take 20 MB, drawn maps 10 MB."""
    picture_mb: int = 300
    """A page of 600 dots an inch in colour takes 105 MB."""
    total_mb: int = 2_000
    """A scan of 40 MB that is packed 1 : 40."""
    filters: int = 4
    """How often a stream may be packed; two are met."""
    drawn: int = 100_000
    """How often a form may draw others, by way of those too; plans of a city draw some thousand."""


LIMITS = PdfLimits()

_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_HEAD = 4_000
"""Bytes before a stream in which its dictionary stands."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]{0,20000}\]|\d+\s+\d+\s+R)")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R")
_DRAW = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+Do\b")
_CHUNK = 65_536


@dataclass(slots=True)
class _Found:
    """What the streams showed so far."""

    total: int = 0
    objects: dict[int, bytes] = field(default_factory=dict)
    """Objects that stand in streams of objects."""
    forms: dict[int, Form] = field(default_factory=dict)


def check_pdf(data: bytes, name: str, limits: PdfLimits = LIMITS) -> None:
    """Let a PDF pass whose streams unpack to no more than an instrument's.

    A locked file's streams cannot be looked into; PDFium refuses the file, or opens it with no
    password.

    Raises:
        PastLimit: a stream, or all, unpack to more; or its forms draw each other without end.
    """
    found = _Found()
    read_as_content = _contents(data)
    for place in _STREAM.finditer(data):
        head = _head(data, place.start())
        number = _number(head)
        picture = b"/Image" in head and number not in read_as_content
        most = (limits.picture_mb if picture else limits.stream_mb) * 1_000_000
        if head.count(b"Decode") > 4 * limits.filters:
            raise PastLimit(name, "a stream that is packed again and again", str(limits.filters))
        inner = _unpacked(data, place.end(), head, picture, most)
        if inner is None:
            raise PastLimit(name, "a stream without end", f"{most / 1e6:.0f} MB")
        found.total += inner.size
        if found.total > limits.total_mb * 1_000_000:
            raise PastLimit(name, "streams without end", f"{limits.total_mb} MB")
        _remember(found, number, head, inner.content)
    _check_forms(data, found, name, limits)


def _head(data: bytes, at: int) -> bytes:
    """The dictionary of a stream, with its names spelt out."""
    head = data[max(0, at - _HEAD) : at]
    start = max(head.rfind(b" obj"), head.rfind(b"\nobj"))
    begin = max(0, head.rfind(b"\n", 0, max(0, start - 12)))
    head = head[begin:] if start >= 0 else head
    return _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), head) if b"#" in head else head


def _number(head: bytes) -> int:
    numbers = _NUMBER.findall(head)
    return int(numbers[-1]) if numbers else 0


def _contents(data: bytes) -> set[int]:
    """Numbers of the streams that pages print, whatever those streams call themselves."""
    places = _CONTENTS.findall(data)
    return {int(number) for place in places for number in _REFERENCE.findall(place)}


@dataclass(frozen=True, slots=True)
class _Inner:
    size: int
    content: bytes
    """Empty for pictures, whose letters mean nothing."""


def _unpacked(data: bytes, at: int, head: bytes, picture: bool, most: int) -> _Inner | None:
    """What a stream unpacks to; None where that is more than `most`."""
    if b"LZW" in head or b"RunLength" in head:
        stream = data[at : _end(data, at)]
        size = (lzw_length if b"LZW" in head else run_length)(stream, most)
        return None if size > most else _Inner(size, b"")
    times = head.count(b"/FlateDecode") + len(re.findall(rb"/Fl\b", head))
    if not times:
        end = _end(data, at)
        return _Inner(end - at, b"" if picture else data[at:end])
    return _inflated(data, at, min(times, 6), picture, most)


def _end(data: bytes, at: int) -> int:
    end = data.find(b"endstream", at)
    return end if end >= 0 else len(data)


def _inflated(data: bytes, at: int, times: int, picture: bool, most: int) -> _Inner | None:
    size, kept = 0, bytearray()
    for piece in _inflate(data, at, times):
        size += len(piece)
        if size > most:
            return None
        if not picture:
            kept += piece
    return _Inner(size, bytes(kept))


def _inflate(data: bytes, at: int, times: int) -> Iterator[bytes]:
    """The stream in pieces, unpacked so many times; ends where the stream does or is damaged."""
    pieces: Iterator[bytes] = _chunks(data, at)
    for _ in range(times):
        pieces = _once(pieces)
    return pieces


def _chunks(data: bytes, at: int) -> Iterator[bytes]:
    for start in range(at, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


def _once(pieces: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not engine.eof:
                yield engine.decompress(rest, 16 * _CHUNK)
                rest = engine.unconsumed_tail
            if engine.eof:
                return
    except zlib.error:
        return


def _remember(found: _Found, number: int, head: bytes, content: bytes) -> None:
    if b"/ObjStm" in head:
        found.objects |= _objects(head, content)
    elif content and b"/Form" in head:
        found.forms[number] = Form(head, Counter(_DRAW.findall(content)))


def _objects(head: bytes, content: bytes) -> dict[int, bytes]:
    """The objects of a stream of objects, by their numbers."""
    first = re.search(rb"/First\s+(\d{1,9})", head)
    start = int(first[1]) if first else 0
    heads = [int(word) for word in content[:start].split() if word.isdigit() and len(word) < 10]
    pairs = list(zip(heads[::2], heads[1::2], strict=False))
    bounds = [start + place for _, place in pairs] + [len(content)]
    return {
        number: content[begin:end]
        for (number, _), (begin, end) in zip(pairs, pairwise(bounds), strict=True)
    }


def _check_forms(data: bytes, found: _Found, name: str, limits: PdfLimits) -> None:
    most = 1
    for form in found.forms.values():
        most *= max(1, form.draws.total())
        if most > limits.drawn:
            break
    else:
        return  # however the forms call each other, they draw no more
    drawn = most_drawn(data, found.objects, found.forms, limits.drawn)
    if drawn > limits.drawn:
        raise PastLimit(name, f"forms that draw {drawn} others", str(limits.drawn))
