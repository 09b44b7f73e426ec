"""Pictures of pages: what tesseract says becomes blocks, and what is no good is told so."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.draft import LINE_HYPHEN, Block, Draft, ReadOptions, Sheet
from ingest.errors import BrokenPicture, NoLettersRead, NoReaderOfPictures, PictureTooLarge
from ingest.parse import parse_bytes
from ingest.readers.ocr import PageToRead, PictureReader
from ingest.readers.ocr_figures import figures
from ingest.readers.scan import is_better, resolution
from ingest.readers.scan_draft import pages_named, trust_less
from ingest.readers.scan_labels import expanded, mend_labels
from ingest.readers.scan_lines import PageRead, blocks_of, body_size, mark_hyphens, snapped
from ingest.readers.scan_numbers import drop_calls, follows, mend_containers, mend_numbers
from ingest.readers.scan_picture import Picture, parts_of, skew, small, straightened
from ingest.readers.scan_words import Row, Word, level_rows, without_specks, words_of
from ingest.readers.tesseract import Installed, PageStopped, PageTimedOut, Tesseract
from ingest.readers.trust import Reading, is_odd, judged

MakePdf = Callable[..., bytes]

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="skipped, because tesseract is not installed (Debian: tesseract-ocr)",
)

PAGE = [
    (220.0, 740.0, 14.0, "*THE WIDGET ACT, 2001"),
    (72.0, 700.0, 12.0, "*1. Short title."),
    (170.0, 700.0, 12.0, "- (1) This Act may be called the Widget Act, 2001."),
    (108.0, 676.0, 12.0, "(2) It applies to every widget that is kept in a public office."),
    (72.0, 640.0, 12.0, "*2. Register."),
    (155.0, 640.0, 12.0, "- The keeper shall write into a book, which anybody may see,-"),
    (108.0, 616.0, 12.0, "(a) the number of each widget; and"),
    (108.0, 592.0, 12.0, "(b) the day on which it came to the office."),
]


def drawn(data: bytes, page: int = 0, dpi: int = 200, turn: float = 0.0) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        image = document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L").copy()
    return image.rotate(turn, expand=turn % 90 == 0, fillcolor=255)


def saved(image: Image.Image, format: str, **told: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **told)  # type: ignore[arg-type]
    return out.getvalue()


def table(*words: tuple[int, int, int, int, int, float, str]) -> str:
    """Tesseract's table: line, left, top, width, height, confidence, text of each word."""
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight"
    rows = [
        f"5\t1\t1\t1\t{line}\t{at}\t{left}\t{top}\t{wide}\t{high}\t{sure}\t{text}"
        for at, (line, left, top, wide, high, sure, text) in enumerate(words, start=1)
    ]
    return "\n".join([head + "\tconf\ttext", "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", *rows])


def row(text: str, base: float = 100.0, left: float = 72.0, sure: float = 0.95) -> Row:
    """A line in 10-point letters, seven points a letter."""
    words = []
    for token in text.split():
        right = left + 5.0 * len(token)
        words.append(Word(token, left, base, right, base + 6.75, sure))
        left = right + 3
    return Row(words)


# from the table to words and lines


def test_words_come_with_their_place_in_points() -> None:
    rows = words_of(
        table((1, 300, 600, 150, 50, 96.5, "Widgets"), (2, 300, 700, 60, 50, 40, "are")),
        72 / 300,
        800.0,
        (10.0, 20.0),
    )
    word = rows[0].words[0]
    assert [r.text for r in rows] == ["Widgets", "are"]
    assert (word.left, word.right) == (82.0, 118.0)
    assert (word.top, word.bottom) == (636.0, 624.0)
    assert word.sure == 0.965


@given(st.text(alphabet="5\t\n.-0123456789ab", max_size=200))
def test_no_table_is_too_broken_to_be_read(text: str) -> None:
    try:
        rows = words_of(text, 0.24, 800, (0, 0))
    except ValueError:
        return  # a cell that is no number: tesseract writes none
    assert all(r.words for r in rows)


def test_a_number_that_was_taken_off_its_line_comes_back() -> None:
    number, words = row("3.", left=72), row("Keeping of widgets.", left=108)
    rows = level_rows([row("Below.", base=80), words, number])
    assert [r.text for r in rows] == ["3. Keeping of widgets.", "Below."]
    # lines of two columns stand beside each other, but in parts of their own
    words.part = 1
    assert len(level_rows([number, words])) == 2


def test_sizes_are_told_by_the_letters_and_not_by_the_box() -> None:
    flat = Row([Word("means", 0, 100, 30, 104.6, 0.9), Word("a", 33, 100, 38, 104.6, 0.9)])
    deep = Row([Word("payment,", 0, 97.9, 40, 106.75, 0.9)])
    assert flat.size == pytest.approx(10, abs=0.1)
    assert deep.size == pytest.approx(10, abs=0.1)
    assert deep.base == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("size", "short", "size_held"),
    [
        (12.9, False, 12.0),
        (14.0, False, 14.0),  # a title
        (9.6, False, 9.5),  # a footnote
        (14.0, True, 12.0),  # two words tell too little
    ],
)
def test_small_differences_of_size_are_errors_of_sight(
    size: float, short: bool, size_held: float
) -> None:
    assert snapped(size, 12.0, short) == size_held


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("any _ widget | of steel", "any widget of steel"),
        ("the sum ____________ of rupees", "the sum ____________ of rupees"),  # a blank to fill
        ("CHAPTER |", "CHAPTER |"),  # a bar that is a number
        ("widgets — of steel", "widgets — of steel"),
    ],
)
def test_specks_go_and_text_stays(text: str, kept: str) -> None:
    rows, dropped = without_specks([row(text)])
    assert rows[0].text == kept
    assert len(dropped) == len(text.split()) - len(kept.split())


def test_a_mark_far_outside_the_column_goes() -> None:
    long = [
        row("Every widget is kept in a public office of the town", 100 - 15 * n)
        for n in "0123"
        for n in [int(n)]
    ]
    stain = row("x", base=40, left=10, sure=0.3)
    rows, dropped = without_specks([*long, stain])
    assert (len(rows), [mark for mark, _ in dropped]) == (4, ["x"])


def test_a_page_of_rows_becomes_blocks() -> None:
    rows = [
        row(f"The keeper of widget number {n} shall keep it clean", 700 - 14 * n)
        for n in "12"
        for n in [int(n)]
    ]
    rows += [
        row(f"and shall show it to whoever asks for it, hour {n}", 650 - 14 * n, 72)
        for n in range(6)
    ]
    rows.append(row("oO ~a ¢ e¬ IlI", 400, sure=0.2))
    read = PageRead(3, Sheet(0, 0, 600, 800), rows)
    draft = Draft("widget.png")
    blocks = blocks_of(read, body_size([read]), draft)
    assert len(blocks) == 8
    assert {block.page for block in blocks} == {3}
    assert all(block.confidence == 0.95 for block in blocks)
    assert [at for at, block in enumerate(blocks) if block.para] == [2]
    assert [unread.text for unread in draft.unread] == ["oO ~a ¢ e¬ IlI"]


def test_a_hyphen_is_the_lines_only_where_a_word_goes_on() -> None:
    blocks = [
        Block("of sub-"),
        Block("section 2,-"),
        Block("(a) wid¬"),
        Block("gets of 1990-"),
        Block("2000 A-"),
        Block("Z"),
    ]
    mark_hyphens(blocks)
    assert [b.text.endswith(LINE_HYPHEN) for b in blocks] == [1, 0, 1, 0, 0, 0]


# which letters are trusted


@pytest.mark.parametrize(
    ("word", "odd"),
    [
        ("decre€s", True),
        ("fo11owing", True),
        ("PARLIAMEnt", True),
        ("thc", True),
        ("prcscntcd", True),
        ("w,hether", True),
        ("oI", True),
        ("widgets,", False),
        ("(xxviii)", False),
        ("(zb)", False),  # a list's letter
        ("26A.", False),
        ("1st", False),
        ("McDonald", False),
        ("Rechtsstaat", False),  # five consonants are German
        ("l’égalité", False),
        ("clerk@widgets.example", False),
        ("قانون", False),
        ("", False),
    ],
)
def test_odd_is_what_no_language_spells(word: str, odd: bool) -> None:
    assert is_odd(word) is odd


def test_one_odd_word_printed_often_is_a_name() -> None:
    assert judged(["the IoT and the IoT and the IoT again"]).odd == pytest.approx(1 / 9)


@pytest.mark.parametrize(
    ("layer", "printed", "better"),
    [
        (Reading(0, 0, 0.0), False, True),  # a page without letters
        (Reading(12, 60, 0.1), False, True),
        (Reading(12, 60, 0.0), False, False),  # as good as it can be
        (Reading(300, 1500, 0.5), False, False),  # the new reading found too little
    ],
)
def test_the_better_of_two_readings_is_kept(layer: Reading, printed: bool, better: bool) -> None:
    rows = [row("Every widget is kept in a public office of the town.")]
    assert is_better(PageRead(1, Sheet(0, 0, 600, 800), rows), layer, printed) is better


def test_the_layer_of_another_machine_is_never_quite_sure() -> None:
    draft = Draft("widget.pdf")
    draft.blocks = [Block("a widget of steel", 1), Block("thc w,idget", 1), Block("sure", 2)]
    trust_less(draft, {1})
    first, second, other = (block.confidence for block in draft.blocks)
    assert second < first < 1
    assert other == 1


@pytest.mark.parametrize(
    ("dpi", "width", "height", "drawn_at"),
    [
        (0, 595, 842, 300),
        (100, 612, 834, 300),  # a coarse scan is drawn finer
        (350, 595, 842, 350),
        (600, 595, 842, 300),
        (300, 7200, 7200, 50),  # a wall chart
    ],
)
def test_the_resolution_follows_the_picture_within_bounds(
    dpi: float, width: float, height: float, drawn_at: int
) -> None:
    assert resolution(dpi, width, height) == drawn_at


# numbers


def _mended(texts: list[str], mend: object = mend_labels) -> list[str]:
    draft = Draft("widget.pdf")
    draft.blocks = [Block(text, 1, at, bold=len(text)) for at, text in enumerate(texts)]
    mend(draft, {1}, draft)  # type: ignore[operator]
    changed = [b.text for b, old in zip(draft.blocks, texts, strict=True) if b.text != old]
    assert len(draft.decisions) == len(changed)
    return [block.text for block in draft.blocks]


@pytest.mark.parametrize(
    ("texts", "at", "number"),
    [
        (["3. Fees.- (I) A fee is due.", "(2) It is paid."], 0, "3. Fees.- (1) A fee is due."),
        (["(a) one;", "(b) two;", "(©) three;", "(d) four."], 2, "(c) three;"),
        (["(xi) one;", "(xii) two;", "(xili) three."], 2, "(xiii) three."),
        (["(3) one", "(41 two", "(5) three"], 1, "(4) two"),
        (["fa) one;", "(b) two."], 0, "(a) one;"),
        (["(c) one;", "(ct) two;", "(e) three."], 1, "(d) two;"),
        (["(f) one;", "(gz) two;", "(h) three."], 1, "(g) two;"),
        # must not: each stands where it can stand
        (["(h) one;", "(i) two;", "(j) three."], 1, "(i) two;"),
        (["(i) one;", "(ii) two."], 0, "(i) one;"),
        (["(2) one", "(I) two"], 1, "(I) two"),
        (["3. Fees.- (I) A fee.", "(a) one;"], 0, "3. Fees.- (I) A fee."),
    ],
)
def test_a_list_number_is_mended_where_its_neighbours_prove_it(
    texts: list[str], at: int, number: str
) -> None:
    mended = _mended(texts)
    assert mended[at] == number
    assert [t for i, t in enumerate(mended) if i != at] == [
        t for i, t in enumerate(texts) if i != at
    ]


@pytest.mark.parametrize(
    ("texts", "at", "number"),
    [
        (["l. Title.- It is so.", "2. Fees.- They are due."], 0, "1. Title.- It is so."),
        (["10. A.- B.", "ll. Fees.- C.", "12. D.- E."], 1, "11. Fees.- C."),
        (["2N. A.- B.", "20. Fees.- C.", "2P. D.- E."], 1, "2O. Fees.- C."),
        (["7. A.- B.", "§, Widgets.- C."], 1, "8. Widgets.- C."),
        (["is Short title.- A.", "2. Fees.- B."], 0, "1. Short title.- A."),
        (
            ["2. A fee.- B.", "Overriding effect.- C.", "4. D fee.- E."],
            1,
            "3. Overriding effect.- C.",
        ),
        # must not: a sentence without a heading's dash, and a jump of more than one
        (
            ["2. A fee.- B.", "Overriding effect of it", "4. D fee.- E."],
            1,
            "Overriding effect of it",
        ),
        (["2. A fee.- B.", "Overriding effect.- C.", "5. D fee.- E."], 1, "Overriding effect.- C."),
        (["19. A.- B.", "20. Fees.- C.", "21. D.- E."], 1, "20. Fees.- C."),
    ],
)
def test_a_section_gets_its_number_back(texts: list[str], at: int, number: str) -> None:
    assert _mended(texts, mend_numbers)[at] == number


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("SCHEDULE Ul", "SCHEDULE III"),
        ("CHAPTER |", "CHAPTER I"),
        ("CHAPTER-IV", "CHAPTER-IV"),
        ("CHAPTER 2", "CHAPTER 2"),
        ("Part of it", "Part of it"),
        ("SCHEDULE", "SCHEDULE"),
    ],
)
def test_a_chapters_roman_number_is_mended(text: str, mended: str) -> None:
    assert _mended([text], mend_containers) == [mended]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("'I(iiia) “widget” means", "(iiia) “widget” means"),
        ("*{(viia) “widget” means", "(viia) “widget” means"),
        ("'(22A. Widgets.- A", "22A. Widgets.- A"),
        ("‘Subs. by Act II", "Subs. by Act II"),
        ("“26. New widgets", "“26. New widgets"),  # quoted new text
        ("(a) widgets", "(a) widgets"),
    ],
)
def test_what_a_footnotes_call_was_read_as_goes(text: str, kept: str) -> None:
    assert _mended([text], drop_calls) == [kept]


@pytest.mark.parametrize(
    ("before", "after", "next_one"),
    [
        ((2, ""), (3, ""), True),
        ((2, ""), (2, "A"), True),
        ((2, "A"), (2, "B"), True),
        ((2, "N"), (3, ""), True),
        ((2, "N"), (3, "A"), False),
        ((2, ""), (2, ""), False),
        ((2, "A"), (2, "C"), False),
    ],
)
def test_which_number_is_the_next(
    before: tuple[int, str], after: tuple[int, str], next_one: bool
) -> None:
    assert follows(before, after) is next_one


@given(st.text(max_size=7))
def test_a_number_has_few_readings_and_one_is_itself(num: str) -> None:
    found = [form for form, cost in expanded(num) if cost == 0]
    assert found == [num]
    assert len(list(expanded(num))) <= figures().labels.most_readings + 5


@pytest.mark.parametrize(
    ("pages", "named"),
    [([3], "Page 3"), ([1, 2, 3], "Pages 1–3"), ([7, 1, 2], "Pages 1–2, 7")],
)
def test_pages_are_named_in_runs(pages: list[int], named: str) -> None:
    assert pages_named(pages) == named


# pictures


def test_a_picture_askew_is_straightened(make_pdf: MakePdf) -> None:
    askew = Picture(drawn(make_pdf([PAGE]), turn=2.0), 200)
    assert skew(small(askew)) == pytest.approx(-2.0, abs=0.3)
    level, angle = straightened(askew)
    assert abs(skew(small(level))) <= 0.3
    assert angle == pytest.approx(-2.0, abs=0.3)


def test_columns_are_parted_and_list_numbers_are_not(make_pdf: MakePdf) -> None:
    lines = [
        (x, 700.0 - 14 * n, 11.0, "Widgets are kept in this column here")
        for n in range(40)
        for x in (60.0, 320.0)
    ]
    numbers = [
        (x, 700.0 - 14 * n, 11.0, text)
        for n in range(40)
        for x, text in ((60.0, f"({n})"), (120.0, "Widgets are kept in this column only"))
    ]
    title = [(200.0, 760.0, 14.0, "*THE WIDGETS OF THE TOWN AND ITS OFFICES")]
    assert len(parts_of(Picture(drawn(make_pdf([title + lines])), 200))) == 3
    assert len(parts_of(Picture(drawn(make_pdf([title + numbers])), 200))) == 1
    assert len(parts_of(Picture(Image.new("L", (600, 800), 255), 72))) == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", BrokenPicture),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", BrokenPicture),
        (b"II*\x00\x08\x00\x00\x00", BrokenPicture),
        (b"GIF89a\x01\x00", BrokenPicture),
    ],
)
def test_a_broken_picture_is_named(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match="widget"):
        parse_bytes(data, "widget.png")


def test_a_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(PictureTooLarge, match="300 dots an inch"):
        parse_bytes(bomb, "widget.png")


def test_without_the_program_a_picture_is_refused_with_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    data = saved(Image.new("L", (300, 400), 255), "PNG")
    with pytest.raises(NoReaderOfPictures, match="apt install tesseract-ocr"):
        parse_bytes(data, "widget.png")


def test_without_the_program_the_text_pages_of_a_mixed_file_go_in(
    monkeypatch: pytest.MonkeyPatch, make_pdf: MakePdf
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    data = _mixed(make_pdf)
    parsed = parse_bytes(data, "widget.pdf")
    assert [p.eid for p in parsed.provisions][:2] == ["sec_1", "sec_1__subsec_1"]
    assert "Page 2 of widget.pdf" in parsed.warnings[0]
    assert "apt install tesseract-ocr" in parsed.warnings[0]


def _mixed(make_pdf: MakePdf) -> bytes:
    """A page of text, and one that is a picture of a page."""
    more = [
        (72.0, 700.0, 12.0, "*3. Offences."),
        (165.0, 700.0, 12.0, "- Whoever breaks a widget shall pay for it."),
        (72.0, 660.0, 12.0, "*4. Rules."),
        (150.0, 660.0, 12.0, "- The Government may make rules for this Act."),
    ]
    scan_of = saved(drawn(make_pdf([more])), "PDF", resolution=200)
    with pypdfium2.PdfDocument(make_pdf([PAGE])) as whole, pypdfium2.PdfDocument(scan_of) as scans:
        whole.import_pages(scans)
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


# the real program


@needs_tesseract
def test_a_mixed_file_is_read_page_by_page(make_pdf: MakePdf) -> None:
    told: list[tuple[int, int]] = []
    options = ReadOptions(
        ("eng", "xxx_yyy"), on_page=lambda done, pages: told.append((done, pages))
    )
    parsed = parse_bytes(_mixed(make_pdf), "widget.pdf", options=options)
    by_eid = {p.eid: p for p in parsed.provisions}
    assert [e for e in by_eid if e.count("_") == 1] == ["sec_1", "sec_2", "sec_3", "sec_4"]
    assert by_eid["sec_3"].heading == "Offences"
    assert by_eid["sec_1"].confidence == 1 > by_eid["sec_3"].confidence > 0.75
    region = by_eid["sec_3"].regions[0]
    assert (region.page, round(region.top, 1)) == (2, 0.1)
    assert parsed.scan_confidence is not None
    assert told == [(1, 1)]
    language, scanned = parsed.warnings
    assert "tesseract-ocr-xxx-yyy" in language
    assert scanned.startswith("Page 2 of widget.pdf: pictures, read by machine")


@needs_tesseract
def test_a_picture_on_its_side_is_turned(make_pdf: MakePdf) -> None:
    rows = [
        (
            72.0,
            500.0 - 18 * n,
            12.0,
            f"Widgets of the kind {n} are kept in the office of the "
            "town, where anybody may see them.",
        )
        for n in range(20)
    ]
    side = drawn(make_pdf([PAGE + rows]), turn=90.0)  # counterclockwise
    parsed = parse_bytes(saved(side, "PNG", dpi=(200, 200)), "widget.png")
    assert parsed.media_type == "image/png"
    assert [p.eid for p in parsed.provisions if p.kind == "section"] == ["sec_1", "sec_2"]
    region = parsed.provisions[-1].regions[0]
    assert region.left > 0.2
    assert any(d.rule == "scan.turned" for d in parsed.decisions)


@needs_tesseract
def test_an_empty_picture_says_that_it_has_no_letters() -> None:
    with pytest.raises(NoLettersRead, match="scan it again"):
        parse_bytes(saved(Image.new("L", (400, 500), 255), "TIFF"), "widget.tif")


@pytest.fixture
def slow(tmp_path: Path) -> Installed:
    """A program that never answers."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    return Installed(str(program), frozenset({"eng"}))


def test_breaking_off_leaves_no_program_behind(slow: Installed) -> None:
    draft = Draft("widget.pdf")
    reader = PictureReader(draft, slow, ["eng"])
    paper = Picture(Image.new("L", (300, 400), 255), 72)

    def interrupt() -> Picture:
        time.sleep(0.5)
        raise KeyboardInterrupt

    pages = [PageToRead(1, lambda: paper), PageToRead(2, interrupt)]
    with pytest.raises(KeyboardInterrupt):
        reader.read(pages)
    listed = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True).stdout
    assert not [x for x in listed.splitlines() if x.split()[:2] == [str(os.getpid()), "sleep"]]
    with pytest.raises(PageStopped):
        reader._program.words(paper.image, 72)


def test_a_page_that_takes_too_long_is_given_up(slow: Installed) -> None:
    program = Tesseract(slow, ["eng"], seconds=0.3)
    with pytest.raises(PageTimedOut):
        program.words(Image.new("L", (30, 40), 200), 72)
