"""A tiny PDF writer, so that tests need no files of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

Word = tuple[float, float, float, str]
"""Left and baseline in points from the lower left corner, font size, text; `*text` is bold."""

MakePdf = Callable[..., bytes]


def _content(words: Sequence[Word]) -> bytes:
    parts = []
    for left, base, size, text in words:
        font = "F2" if text.startswith("*") else "F1"
        shown = text.removeprefix("*").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"BT /{font} {size} Tf {left} {base} Td ({shown}) Tj ET")
    return "\n".join(parts).encode("cp1252")


def _document(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """Makes the bytes of a PDF from the words of its pages; `locked` asks for a password."""

    def make(pages: Sequence[Sequence[Word]], locked: bool = False) -> bytes:
        kids = b" ".join(b"%d 0 R" % (5 + 2 * at) for at in range(len(pages)))
        fonts = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
            fonts % b"Helvetica",
            fonts % b"Helvetica-Bold",
        ]
        for at, words in enumerate(pages):
            stream = _content(words)
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (6 + 2 * at)
            )
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        trailer = b""
        if locked:
            objects.append(
                b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
                % (b"5a" * 32, b"a5" * 32)
            )
            trailer = b"/Encrypt %d 0 R /ID [<00> <00>] " % len(objects)
        return _document(objects, trailer)

    return make
