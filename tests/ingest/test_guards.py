"""Files made to take all memory or all time: each is refused by a rule that says its limit."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import made
import made_pdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft import Block, Draft
from ingest.errors import BadFile, BrokenXml, FormatNotYetRead, PastLimit
from ingest.parse import parse_bytes
from ingest.readers.pdf_guard import PdfLimits, check_pdf
from ingest.readers.pdf_unpack import lzw_length, run_length
from ingest.readers.size_guard import PageBudget, SizeLimits, check_read
from ingest.readers.xml_guard import XmlLimits, parse_xml

BODY = '<akomaNtoso xmlns="x"><act><body>{}</body></act></akomaNtoso>'


def laughing(levels: int = 9) -> str:
    """Ten times ten times ten."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{entities}]>' + BODY.format(f"<p>&a{levels - 1};</p>")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("xml", "error", "words"),
    [
        (laughing().encode(), PastLimit, "declarations of entities"),
        # the same in an encoding in which the word is not spelt in single bytes
        (laughing().encode("utf-16"), PastLimit, "declarations of entities"),
        (b'<!DOCTYPE a [<!ATTLIST p x CDATA "xx">]><a/>', PastLimit, "default attributes"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', BrokenXml, "encoding"),
        (b'<?xml version="1.0"' + b" " * 2000 + b'encoding="UTF-7"?><a/>', BrokenXml, "no end"),
        (BODY.format("<p>" * 300 + "</p>" * 300).encode(), PastLimit, "200 deep"),
        (BODY.format("<p/>" * 1_600_000).encode(), PastLimit, "tags"),
        (BODY.format(f"<p a='{'x' * 2_000_000}'/>").encode(), PastLimit, "an attribute of"),
        # libxml2 alone would compare each of them with all others
        (
            BODY.format("<p " + " ".join(f"a{n}='1'" for n in range(99_999)) + "/>").encode(),
            PastLimit,
            "attributes on one tag",
        ),
        (b"<a><b></a>", BrokenXml, "not well-formed"),
    ],
)
def test_xml_past_a_limit_is_refused(xml: bytes, error: type[BadFile], words: str) -> None:
    with pytest.raises(error, match=words):
        parse_xml(xml, "x.xml")


def test_xml_within_the_limits_is_parsed_and_fetches_nothing() -> None:
    # a document type without declarations of its own is common, and its address is not asked
    root = parse_xml(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>x<b/></a>', "x.xml")
    assert (root.text, len(root)) == ("x", 1)
    with pytest.raises(PastLimit):
        parse_xml(b"<a><b/></a>", "x.xml", XmlLimits(depth=1))


@pytest.mark.parametrize(
    "xml",
    [
        b"<?xml version='1.0'?><Recipe/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><Recipe/>',
        '<?xml version="1.0"?><Recipe/>'.encode("utf-16"),
        b'<Recipe xmlns="urn:x"/>',
    ],
)
def test_xml_of_an_unknown_kind_is_refused_with_the_kinds_that_are_read(xml: bytes) -> None:
    with pytest.raises(FormatNotYetRead, match="Akoma Ntoso XML"):
        parse_bytes(xml, "x.xml")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("page", "words"),
    [
        (b"<html><body>" + b"<b>" * 700_000 + b"1. Locks", "tags"),
        (b"<html><body><p>1. " + b"locks (a) " * 100_000, "letters in one paragraph"),
        (b"1. " + b"[" * 900_000, "letters in one paragraph"),
        (b"1. Locks.\n\n" * 160_000, "lines and paragraphs"),
    ],
)
def test_pages_and_texts_past_a_limit_are_refused(page: bytes, words: str) -> None:
    with pytest.raises(PastLimit, match=words):
        parse_bytes(page, "x")


def test_what_is_read_is_counted() -> None:
    draft = Draft("x", blocks=[Block("ab"), Block("cd")])
    check_read(draft)
    for limits in (SizeLimits(pieces=1), SizeLimits(letters=3), SizeLimits(piece_letters=1)):
        with pytest.raises(PastLimit):
            check_read(draft, limits)


def test_pages_are_counted_while_they_are_laid_out() -> None:
    PageBudget(3, "x.pdf").spend(10)
    with pytest.raises(PastLimit, match="2 pages"):
        PageBudget(2, "x.pdf", SizeLimits(pages=1))
    with pytest.raises(PastLimit, match="letters on a page"):
        PageBudget(1, "x.pdf", SizeLimits(page_letters=5)).spend(6)
    budget = PageBudget(2, "x.pdf", SizeLimits(letters=10))
    budget.spend(6)
    with pytest.raises(PastLimit, match="12 letters"):
        budget.spend(6)
    with pytest.raises(PastLimit, match="to lay out"):
        PageBudget(1, "x.pdf", SizeLimits(seconds=-1, page_seconds=0)).spend(1)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream's object body."""
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf(*objects: bytes) -> bytes:
    """A file of one page whose other objects are these; the page prints the sixth."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 6 0 R "
        b"/Resources << /XObject << /X1 7 0 R >> >> >>"
    )
    first = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"]
    return made_pdf.pdf_of([*first, b"null", b"null", page, *objects])


def forms(counts: Sequence[int]) -> bytes:
    """Forms each of which draws the next so many times."""
    held = [stream(b"/X1 Do")]
    for at, count in enumerate(counts):
        more = b" /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 %d 0 R >> >>" % (
            8 + at
        )
        held.append(stream(b"/X1 Do " * count, more))
    return pdf(*held)


FLATE = b" /Filter /FlateDecode"
ZEROS = zlib.compress(b"\0" * 30_000_000, 9)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(stream(ZEROS, FLATE)), "a stream without end"),
        # packed twice; the name of the way of packing in other letters; called a picture
        (
            pdf(stream(zlib.compress(ZEROS), b" /Filter [/FlateDecode /Fl#61teDecode]")),
            "a stream without end",
        ),
        (pdf(stream(ZEROS, FLATE + b" /Subtype /Image")), "a stream without end"),
        (pdf(stream(b"\x81\x00" * 300_000, b" /Filter /RunLengthDecode")), "a stream without end"),
        (pdf(stream(b"x", b" /Filter [" + b"/FlateDecode" * 30 + b"]")), "again and again"),
        (forms([10] * 8), "forms that draw"),
    ],
)
def test_pdf_bombs_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(PastLimit, match=words):
        check_pdf(data, "x.pdf", PdfLimits(stream_mb=20))


@pytest.mark.parametrize(
    "data",
    [
        made.as_pdf(),
        made.as_pdf(packed=True),
        made.as_pdf(modern=True),
        # pictures may be large
        pdf(stream(b""), stream(ZEROS, FLATE + b" /Subtype /Image")),
        # forms side by side draw no more than they are
        forms([1] * 30),
        forms([3, 3, 3]),
        # forms that draw each other in a circle draw nothing twice over
        forms([1, 1]).replace(b"/X1 9 0 R", b"/X1 7 0 R"),
        b"",
        b"%PDF-1.4 stream\n",
    ],
)
def test_ordinary_pdfs_pass(data: bytes) -> None:
    check_pdf(data, "x.pdf")


@given(st.binary(max_size=400))
def test_run_length_never_runs_past_its_bound(data: bytes) -> None:
    assert run_length(data, 1_000) <= 1_000 + 128


@given(st.binary(max_size=400))
def test_lzw_ends_whatever_it_reads(data: bytes) -> None:
    assert lzw_length(data, 1_000) <= 1_000 + 4_096


def test_lzw_counts_what_the_standard_shows() -> None:
    # ISO 32000-1, 7.4.4.2, example 1: 45 45 45 45 45 65 45 45 45 66
    assert lzw_length(bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]), 99) == 10


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "words",
    [
        "keys are kept (a) by all men; ",
        "“keys” shall be “rings” ",
        "1. Keys. (a) ",
        '" " ',
        "[keys] ",
        "Provided that keys ",
    ],
)
def test_a_paragraph_without_end_takes_time_in_proportion(words: str) -> None:
    """Each of these once took a minute, as every word looked back to the paragraph's start."""
    long = words * (100_000 // len(words))
    law = (
        f"1. Title.—This is the Keys Act.\n\n2. Change.—In section 3, for {long}\n\n3. End.—Keys.\n"
    )
    assert parse_bytes(law.encode(), "x.txt").provisions
