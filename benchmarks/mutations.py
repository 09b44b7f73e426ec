"""Damages files on purpose, the same way for the same seed.

`mutated(base, kind, seed)` gives the bytes of a base file after one to four changes drawn from the
table of its format: what a bad disk or line does to bytes, and what a bad program does to the
format's own parts (objects, tags, attributes, the parts of an archive).
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

Change = Callable[[bytes, random.Random], bytes]

_MOST_CHANGES = 4
_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb"\s[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')")
_OBJECT = re.compile(rb"\d+ 0 obj\b.*?\bendobj\b", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[\s/\[])\d{1,10}(?=[\s/\]>])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483647", b"4294967296", b"99999999999999999999")
_VALUES = ("-1", "0", "9" * 30, "x" * 5_000, "(a)", "1.", "\u202e\u00ad", "NaN", "Section 4", "\n")
_WORDS = (
    b"\x00", b"\xff\xfe", b"<", b"&#0;", b"&bogus;", b"]]>", b"%PDF-", b"(((", b"<<", b"\xf0\x9f",
    b"<!--", b"<![CDATA[", b"1.", b"(a)", b"[" * 40, b"\xc2\xad", b"\xee\x80\x80",
)  # fmt: skip
"""Bytes that mean something to one reader or another."""


def mutated(base: bytes, kind: str, seed: int) -> bytes:
    """The base file of a kind (`pdf`, `html`, `docx`, `xml`), damaged."""
    chance = random.Random(seed)  # noqa: S311 - damage must be the same again, not secret
    data = base
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(CHANGES[kind])(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A stretch, mostly short, sometimes long."""
    start = _place(data, chance)
    return start, min(len(data), start + int(2 ** chance.uniform(0, 14)))


def flip(data: bytes, chance: random.Random) -> bytes:
    """Turn single bits over."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 32, 200)) if out else 0):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    """Lose the end, as a broken download does."""
    return data[: _place(data, chance)]


def lose(data: bytes, chance: random.Random) -> bytes:
    """Take a stretch out."""
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Put a stretch in twice, or many times."""
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 20)) + data[end:]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Let two stretches change places."""
    a, b = sorted((_span(data, chance), _span(data, chance)))
    if a[1] > b[0]:
        return data
    return data[: a[0]] + data[slice(*b)] + data[a[1] : b[0]] + data[slice(*a)] + data[b[1] :]


def noise(data: bytes, chance: random.Random) -> bytes:
    """Write random bytes over a stretch."""
    start, end = _span(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def word(data: bytes, chance: random.Random) -> bytes:
    """Put in bytes that some reader takes for a sign."""
    at = _place(data, chance)
    return data[:at] + chance.choice(_WORDS) * chance.choice((1, 1, 50)) + data[at:]


_BYTES: tuple[Change, ...] = (flip, cut_off, lose, repeat, swap, noise, word)


def _found(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random
) -> re.Match[bytes] | None:
    """One of the places that a pattern finds."""
    found = list(pattern.finditer(data))
    return chance.choice(found) if found else None


def _replacing(pattern: re.Pattern[bytes], make: Callable[[bytes, random.Random], bytes]) -> Change:
    def change(data: bytes, chance: random.Random) -> bytes:
        found = _found(pattern, data, chance)
        if found is None:
            return data
        return data[: found.start()] + make(found[0], chance) + data[found.end() :]

    return change


def _borrowing(pattern: re.Pattern[bytes]) -> Change:
    """Put one found part where another was."""

    def change(data: bytes, chance: random.Random) -> bytes:
        one, other = _found(pattern, data, chance), _found(pattern, data, chance)
        if one is None or other is None:
            return data
        return data[: one.start()] + other[0] + data[one.end() :]

    return change


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """A deflated stream, damaged inside and packed again, so that the damage is read."""
    found = _found(_STREAM, data, chance)
    if found is None:
        return data
    try:
        inner = zlib.decompress(found[1])
    except zlib.error:
        inner = found[1]
    harmed = chance.choice(_BYTES)(inner, chance)
    packed = zlib.compress(harmed) if inner is not found[1] else harmed
    return data[: found.start(1)] + packed + data[found.end(1) :]


_PDF: tuple[Change, ...] = (
    _replacing(_NUMBER, lambda _, chance: chance.choice(_NUMBERS)),  # lengths, counts, places
    _replacing(_REFERENCE, lambda _, chance: b"%d 0 R" % chance.choice((0, 1, 2, 5, 999_999))),
    _replacing(_OBJECT, lambda body, chance: body * chance.choice((0, 2, 50))),
    _borrowing(_OBJECT),
    _borrowing(_REFERENCE),
    _borrowing(re.compile(rb"\d{10} \d{5} [nf]")),  # rows of the table of places
    _borrowing(re.compile(rb"/[A-Z][A-Za-z]+")),
    _replacing(re.compile(rb"startxref\s+\d+"), lambda *_: b"startxref\n7"),
    _repacked,
    _repacked,
)

_MARKUP: tuple[Change, ...] = (
    _replacing(_TAG, lambda tag, chance: tag * chance.choice((0, 2, 300))),
    _replacing(re.compile(rb"</[^<>]{1,40}>"), lambda *_: b""),
    _borrowing(_TAG),
    _borrowing(_ATTRIBUTE),
    _replacing(_ATTRIBUTE, lambda held, chance: held * chance.choice((0, 2, 40))),
    _replacing(re.compile(rb"\"[^\"<>]*\""), lambda *_: b'"' + b"\xc3\xa9 <&" * 60 + b'"'),
    _replacing(re.compile(rb">[^<>]{2,}<"), lambda held, chance: held * chance.choice((3, 400))),
)


def _regrown(change: Callable[[etree._Element, random.Random], None]) -> Change:
    """A change of the tree, after which the file is as well-formed as before."""

    def changed(data: bytes, chance: random.Random) -> bytes:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        except (etree.XMLSyntaxError, ValueError):
            return data
        inner = [e for e in root.iterdescendants() if isinstance(e.tag, str)]
        if inner:
            change(chance.choice(inner), chance)
        return etree.tostring(root)

    return changed


def _drop(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    for _ in range(chance.choice((1, 1, 3, 30)) if parent is not None else 0):
        parent.insert(parent.index(element), deepcopy(element))


def _move(element: etree._Element, chance: random.Random) -> None:
    """Put an element into another that is not inside it."""
    others = [e for e in element.getroottree().iter() if isinstance(e.tag, str)]
    host = chance.choice(others)
    if element not in host.iterancestors() and host is not element:
        host.insert(chance.randrange(len(host) + 1), element)


def _rename(element: etree._Element, chance: random.Random) -> None:
    others = [e for e in element.getroottree().iter() if isinstance(e.tag, str)]
    element.tag = chance.choice(others).tag


def _misset(element: etree._Element, chance: random.Random) -> None:
    """Give an attribute another value, or the whole element none."""
    if element.attrib and chance.random() < 0.8:
        name = chance.choice(sorted(map(str, element.attrib)))
        element.set(name, chance.choice(_VALUES))
    else:
        element.attrib.clear()


def _misword(element: etree._Element, chance: random.Random) -> None:
    element.text = chance.choice((None, "", *_VALUES))


def _nest(element: etree._Element, chance: random.Random) -> None:
    """Wrap an element in many of its own kind."""
    parent = element.getparent()
    for _ in range(chance.choice((1, 5, 60, 250)) if parent is not None else 0):
        outer = etree.Element(element.tag)
        parent.insert(parent.index(element), outer)
        outer.append(element)
        parent = outer


_TREE: tuple[Change, ...] = tuple(
    map(_regrown, (_drop, _double, _move, _rename, _misset, _misword, _nest))
)


def _parts(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        return None


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(parts).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Damage the XML of a part and pack it again."""
    parts = _parts(data)
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    change = chance.choice(_TREE * 6 + _MARKUP + _BYTES[:2])  # mostly such as still can be read
    parts[name] = change(parts[name], chance)
    return _zipped(list(parts.items()))


def _misplaced(data: bytes, chance: random.Random) -> bytes:
    """Let parts have each other's content, or none, or an archive."""
    parts = _parts(data)
    if not parts:
        return data
    one, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    parts[one] = chance.choice((parts[other], b"", data))
    if chance.random() < 0.3:
        del parts[other]
    return _zipped(list(parts.items()))


def _misdeclared(data: bytes, chance: random.Random) -> bytes:
    """Let the archive's list say something else of a part: its size, its method, its place."""
    places = [m.start() for m in re.finditer(b"PK\x01\x02", data)]
    if not places:
        return data
    at, out = chance.choice(places), bytearray(data)
    offset, size = chance.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (42, 4)))
    wrong = chance.choice((0, 1, 99, 65_535, 2**31, 2**32 - 1)) % 256**size
    if at + offset + size <= len(out):
        struct.pack_into("<H" if size == 2 else "<I", out, at + offset, wrong)
    return bytes(out)


_ZIP: tuple[Change, ...] = (*(_inside,) * 8, _misplaced, _misdeclared)

CHANGES: dict[str, tuple[Change, ...]] = {
    "pdf": _BYTES + _PDF,
    "html": _BYTES + _MARKUP + _MARKUP,
    "xml": _BYTES[:2] + _MARKUP + _TREE * 6,
    "docx": _BYTES[:2] + _ZIP * 4,
}
"""What may happen to a file of each kind; a row that stands twice happens twice as often."""
