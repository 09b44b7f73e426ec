"""A PDF's words as a second extractor has them: losses are told, ways of writing are not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft import Draft, ReadOptions
from ingest.parse import Parsed, parse_bytes
from ingest.readers import second_opinion as so
from ingest.readers.second_opinion import CrossCheck, Opinion, second_opinion
from ingest.readers.word_match import Agreement, compare, letters_of

MakePdf = Callable[..., bytes]

LINES = [
    "1. Duty.- A keeper keeps every widget that was given to him in good order",
    "and gives it back whenever its owner asks for it in writing.",
    "2. Fee.- A fee is paid for each of the widgets kept, once in every year.",
    "3. End.- The Act ends when there are no more widgets at all.",
]


def drawn(lines: Sequence[str], top: int = 700, font: str = "F1") -> bytes:
    """Content that draws the lines one under the other."""
    shown = [
        f"BT /{font} 12 Tf 72 {top - 16 * at} Td ({line}) Tj ET" for at, line in enumerate(lines)
    ]
    return "\n".join(shown).encode()


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), more, content)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
# glyphs by number, and no table of what they mean: some programs guess, others do not
MUTE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Foo /Encoding /Identity-H /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Foo /DW 500 /CIDSystemInfo "
    b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
    b"<< /Type /FontDescriptor /FontName /Foo /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 "
    b"/CapHeight 700 /StemV 80 /FontBBox [0 0 1000 1000] >> >>] >>"
)


def pdf(content: bytes, *more: bytes, page: bytes = b"", resources: bytes = b"") -> bytes:
    """A page of 600 by 800 points; `more` are objects from 7 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s /Resources "
        b"<< /Font << /F1 5 0 R /F2 6 0 R >> %s >> >>" % (page, resources),
        stream(content),
        FONT,
        MUTE,
        *more,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def checked(data: bytes, jurisdiction: str = "pk") -> Parsed:
    return parse_bytes(
        data, "law.pdf", jurisdiction=jurisdiction, options=ReadOptions(cross_check=True)
    )


def disagreements(parsed: Parsed) -> list[str]:
    return [warning for warning in parsed.warnings if "extractor" in warning]


HIDDEN = "4. Ghost.- A keeper may hide what nobody is to see of his widgets."

FORM = b"/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >> "

AGREED = {
    "a plain page": pdf(drawn(LINES)),
    # each line twice, a third of a point apart, as some programs print bold
    "letters printed twice": pdf(
        drawn(LINES) + b"\n" + drawn(LINES[:1]).replace(b"72 700", b"72.3 700")
    ),
    "white letters": pdf(drawn(LINES) + b"\n1 1 1 rg\n" + drawn([HIDDEN], top=600)),
    "letters for searching": pdf(drawn(LINES) + b"\n3 Tr\n" + drawn([HIDDEN], top=600)),
    "clipped letters": pdf(
        drawn(LINES) + b"\nq 0 0 9 9 re W n\n" + drawn([HIDDEN], top=600) + b"\nQ"
    ),
    "letters outside the crop box": pdf(
        drawn(LINES) + drawn([HIDDEN], top=90), page=b"/CropBox [50 100 580 780]"
    ),
    "a form": pdf(
        drawn(LINES) + b"\n/X1 Do",
        stream(drawn([HIDDEN], top=600), FORM + b"/BBox [0 0 600 800] "),
        resources=b"/XObject << /X1 7 0 R >>",
    ),
    "a turned page": pdf(drawn(LINES), page=b"/Rotate 90"),
    "letters set wide apart": pdf(
        drawn(LINES) + b"\n6 Tc\n" + drawn(["4. Odd.- A widget may be odd."], top=600)
    ),
}


@pytest.mark.parametrize("name", AGREED)
def test_what_both_read_is_not_told_of(name: str) -> None:
    assert disagreements(checked(AGREED[name])) == []


def test_words_in_a_font_without_meaning_are_told_of() -> None:
    told = checked(pdf(drawn(LINES) + b"\n" + drawn([HIDDEN], top=636, font="F2")))
    (warning,) = disagreements(told)
    assert warning.startswith("Two extractors disagree on page 1 of law.pdf: ")
    assert "only the first has “" in warning
    below = [p.eid for p in told.provisions if p.confidence < 0.75]
    assert below == ["sec_3"]  # the words follow it
    (reason, *_) = next(p for p in told.provisions if p.eid == "sec_3").doubts
    assert "second extractor" in reason


def test_words_that_only_the_second_reads_are_told_of() -> None:
    # one program believes what the file says of its letters, the other reads the letters
    said = b"\n/Span << /ActualText (nothing) >> BDC\n" + drawn([HIDDEN], top=636) + b"\nEMC\n"
    told = checked(pdf(drawn(LINES) + said))
    (warning,) = disagreements(told)
    assert "only the second has “4. Ghost.- A keeper may hide …”" in warning
    assert any(d.rule == "cross_check.theirs" for d in told.decisions)


def test_a_form_that_one_of_them_skips_is_told_of() -> None:
    skipped = pdf(
        drawn(LINES) + b"\n/X1 Do",
        stream(drawn([HIDDEN], top=600), FORM),
        resources=b"/XObject << /X1 7 0 R >>",
    )
    assert len(disagreements(checked(skipped))) == 1


def test_pages_that_differ_one_after_the_other_share_a_warning(make_pdf: MakePdf) -> None:
    data = make_pdf([[(72.0, 700.0, 12.0, line)] for line in LINES])
    draft = Draft("law.pdf")
    agreement = Agreement(((0, "widget"),), (), 100, 60, 1.0)
    pages = [so._Page(number, [], "", agreement) for number in (2, 3, 4, 9)]
    assert [w.split(" of ")[0] for w in so._warnings(draft.name, pages)] == [
        "Two extractors disagree on pages 2–4",
        "Two extractors disagree on page 9",
    ]
    assert second_opinion(data, 30).pages == 4


def test_a_file_that_the_second_cannot_read_is_named_and_read_all_the_same() -> None:
    draft = Draft("law.pdf", pages=3)
    CrossCheck()(b"%PDF-1.4 and no more", draft)
    (warning,) = draft.warnings
    assert warning.startswith("A second extractor could not check law.pdf: ")


def test_pages_for_which_there_was_no_time_are_named(make_pdf: MakePdf) -> None:
    data = make_pdf([[(72.0, 700.0, 12.0, line)] for line in LINES])
    opinion = second_opinion(data, 0)
    assert opinion == Opinion(4, {})
    draft = Draft("law.pdf", pages=4)
    so._warn_unchecked(draft, opinion)
    assert "could not read pages 1–4 of law.pdf" in draft.warnings[0]


def test_a_stream_that_grows_without_end_takes_no_more_memory_than_it_may() -> None:
    many = zlib.compress(b" " * 300_000_000, 9)
    bomb = pdf(drawn(LINES)).replace(
        stream(drawn(LINES)),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(many), many),
    )
    assert len(bomb) < 1_000_000
    assert second_opinion(bomb, 20).pages in (0, 1)  # it answers, and does not take the machine


SAME = [
    # a ligature, a hyphen at a line's end, a raised figure
    (["the ﬁrst ﬂat wid\u00ad", "get¹ is kept"], "the first flat widget1 is kept"),
    # blanks in a word, and none between two
    (["w i d g e t s are kept"], "widgetsare kept"),
    # another order of lines
    (["(a) a keeper;", "(b) a friend."], "(b) a friend. (a) a keeper;"),
    # dashes, quotation marks, and the private letters around a call
    (["“Keep”—it \ue0001\ue001"], '"Keep"--it 1'),
    # Arabic letters from left to right
    (["keep دیت always"], "keep تید always"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_ways_of_writing_are_no_loss(ours: list[str], theirs: str) -> None:
    assert compare(ours, theirs, 12).apart == 0


def test_what_only_one_has_is_named_with_its_line() -> None:
    found = compare(["keep the widget", "sell no widget"], "keep the widget gladly", 12)
    assert found.ours_only == ((1, "sell"), (1, "no"), (1, "widget"))
    assert found.theirs_only == ((0, "gladly"),)


def test_words_lost_that_stand_elsewhere_on_the_page_are_lost() -> None:
    assert compare(["a widget is kept", "a widget is kept"], "a widget is kept", 12).apart == 13


def test_another_order_is_told_apart_from_a_loss() -> None:
    lines = [f"line number {n} of widgets" for n in range(10)]
    found = compare(lines, " ".join(reversed(lines)), 12)
    assert (found.apart, found.in_order) == (0, 0.1)
    assert compare(lines, " ".join(lines), 12).in_order == 1.0


@given(st.lists(st.text(max_size=30), max_size=12))
def test_a_page_agrees_with_itself(lines: list[str]) -> None:
    found = compare(lines, "\n".join(lines), 12)
    assert found.apart == 0
    assert not found.ours_only
    assert not found.theirs_only


@given(st.lists(st.text(max_size=30), max_size=12), st.text(max_size=200))
def test_any_two_readings_can_be_compared(ours: list[str], theirs: str) -> None:
    found = compare(ours, theirs, 12)
    assert 0 <= found.apart <= len(letters_of("".join(ours))) + len(letters_of(theirs))
    assert all(0 <= at < len(ours) for at, _ in found.ours_only)
    assert all(-1 <= at < len(ours) for at, _ in found.theirs_only)
