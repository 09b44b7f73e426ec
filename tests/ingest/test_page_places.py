"""Rectangles lie on the words that they are about, on the page as it is drawn."""

from __future__ import annotations

import pypdfium2
import pytest

from corpus.model import Region
from ingest.draft import Sheet
from ingest.parse import parse_bytes
from ingest.readers.page_reader import Frame

LINES = [
    "1. Duty.- A keeper keeps every widget that was given to him,",
    "and gives it back whenever its owner asks for it.",
]
OTHERS = ["2. Fee.- A fee is paid for each of the widgets kept.", "3. End.- The Act ends in May."]

UPRIGHT = "1 0 0 1 {x} {y} Tm"
# letters that run up the page, down it, and on their heads
UP, DOWN, OVER = "0 1 -1 0 {y} {x} Tm", "0 -1 1 0 {y} {x} Tm", "-1 0 0 -1 {x} {y} Tm"


def drawn(matrix: str, places: list[tuple[int, int]]) -> bytes:
    lines = [*LINES, *OTHERS]
    return "\n".join(
        f"BT /F1 11 Tf {matrix.format(x=x, y=y)} ({line}) Tj ET"
        for line, (x, y) in zip(lines, places, strict=True)
    ).encode()


def document(content: bytes, page: str) -> bytes:
    """A PDF of one page; PDFium mends the table that it lacks."""
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> "
        b">>\nendobj\n4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\n%%%%EOF\n" % (page.encode(), len(content), content)
    )


DOWNWARDS = [(120, 640), (120, 624), (120, 560), (120, 544)]
CASES = {
    "a plain page": (UPRIGHT, DOWNWARDS, ""),
    "a cropped page": (UPRIGHT, DOWNWARDS, "/CropBox [100 300 580 700]"),
    "a page turned to the right": (UPRIGHT, DOWNWARDS, "/Rotate 90"),
    "a cropped page turned over": (UPRIGHT, DOWNWARDS, "/CropBox [100 300 580 700] /Rotate 180"),
    "a page turned to the left": (UPRIGHT, DOWNWARDS, "/CropBox [100 300 580 700] /Rotate 270"),
    # a table laid on its side: the letters stand upright once the page is turned
    "a page in landscape": (UP, [(120, 140), (120, 156), (120, 220), (120, 236)], "/Rotate 90"),
    # and one for which the reader must turn the page himself
    "letters that run up": (UP, [(120, 140), (120, 156), (120, 220), (120, 236)], ""),
    "letters that run down": (
        DOWN,
        [(600, 440), (600, 424), (600, 360), (600, 344)],
        "/CropBox [100 100 580 700]",
    ),
    "letters on their heads": (OVER, [(480, 140), (480, 156), (480, 220), (480, 236)], ""),
}


def ink(data: bytes, scale: float = 2.0) -> tuple[float, float, float, float]:
    """What is not white on the first page as it is drawn, in shares of the page."""
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=scale).to_pil().convert("L")
    left, top, right, bottom = picture.point(lambda grey: 255 * (grey < 200)).getbbox()
    width, height = picture.size
    return left / width, top / height, right / width, bottom / height


def place(data: bytes, eid: str) -> Region:
    (region,) = next(p for p in parse_bytes(data, "law.pdf").provisions if p.eid == eid).regions
    return region


@pytest.mark.parametrize("name", CASES)
def test_a_rectangle_lies_on_its_words(name: str) -> None:
    matrix, places, page = CASES[name]
    whole = document(drawn(matrix, places), page)
    alone = document(b"\n".join(drawn(matrix, places).split(b"\n")[:2]), page)
    left, top, right, bottom = ink(alone)
    found = place(whole, "sec_1")
    near = 0.008  # 5 points: what a rectangle leaves around its letters
    assert found.left == pytest.approx(left, abs=near)
    assert found.top == pytest.approx(top, abs=near)
    assert found.right == pytest.approx(right, abs=near)
    assert found.bottom == pytest.approx(bottom, abs=near)


@pytest.mark.parametrize("name", CASES)
def test_the_words_are_read_whichever_way_the_page_stands(name: str) -> None:
    matrix, places, page = CASES[name]
    parsed = parse_bytes(document(drawn(matrix, places), page), "law.pdf")
    assert [p.num for p in parsed.provisions] == ["1", "2", "3"]
    assert parsed.provisions[0].text.endswith("whenever its owner asks for it.")


def test_words_beside_the_shown_part_are_not_read() -> None:
    data = document(drawn(UPRIGHT, [*DOWNWARDS[:3], (120, 90)]), "/CropBox [100 300 580 700]")
    assert [p.num for p in parse_bytes(data, "law.pdf").provisions] == ["1", "2"]


@pytest.mark.parametrize(
    ("turn", "placed"), [(0, (10, 20)), (1, (20, 590)), (2, (590, 780)), (3, (780, 10))]
)
def test_a_turned_page_keeps_its_points_on_its_sheet(
    turn: int, placed: tuple[float, float]
) -> None:
    frame = Frame(turn, across=600, up=800)
    assert frame.place(10, 20) == placed
    sheet = frame.sheet(Sheet(0, 0, 600, 800, 90))
    assert (sheet.width, sheet.height) == ((600, 800) if turn % 2 == 0 else (800, 600))
    assert sheet.turned == (90 - 90 * turn) % 360
