"""Objects and tables of a PDF, plain or packed, so that trials of readers need no program."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def stream_of(content: bytes, packed: bool, more: bytes = b"") -> bytes:
    """A stream object; `packed` deflates it, `more` is put into its dictionary."""
    if packed:
        content, more = zlib.compress(content), more + b" /Filter /FlateDecode"
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def modern_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF 1.5 of these objects: what is no stream goes into one stream of objects."""
    loose = {n: body for n, body in enumerate(objects, start=1) if b"stream" not in body}
    holder, table = len(objects) + 1, len(objects) + 2
    heads, inner = b"", b""
    for number, body in loose.items():
        heads += b"%d %d " % (number, len(inner))
        inner += body + b" "
    more = b" /Type /ObjStm /N %d /First %d" % (len(loose), len(heads))
    out, rows = b"%PDF-1.5\n", {0: (0, 0, 65535)}
    written = {n: body for n, body in enumerate(objects, start=1) if n not in loose}
    written[holder] = stream_of(heads + inner, True, more)
    for number, body in written.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows |= {number: (2, holder, at) for at, number in enumerate(loose)}
    rows[table] = (1, len(out), 0)
    packed = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + at.to_bytes(2, "big")
        for _, (kind, place, at) in sorted(rows.items())
    )
    more = b" /Type /XRef /W [1 4 2] /Size %d /Root 1 0 R" % (table + 1)
    start = len(out)
    out += b"%d 0 obj\n%s\nendobj\n" % (table, stream_of(packed, True, more))
    return out + b"startxref\n%d\n%%%%EOF\n" % start
