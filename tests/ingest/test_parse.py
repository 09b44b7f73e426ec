"""Whole files of our own through the whole pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadFile
from corpus.model import Provision
from ingest.errors import (
    BrokenPdf,
    BrokenPicture,
    BrokenXml,
    EmptyFile,
    EncryptedPdf,
    FileTooLarge,
    FormatNotYetRead,
    NoLettersRead,
    NoProvisions,
    NoSuchFile,
    NotAFile,
    NotText,
    PdfWithoutPages,
)
from ingest.parse import Parsed, parse_bytes, parse_file
from ingest.report import IngestReport

MakePdf = Callable[..., bytes]

DIGEST = """\
# Widget Control Act, 2020

Act No. V of 2020

WHEREAS widgets are everywhere; it is hereby enacted as follows:

## CHAPTER I — PRELIMINARY

### 1. Short title

(1) This is the Widget Control Act.

(2) It starts at once.

### 2. Definitions

In this Act,—

(a) "widget" means—

(i) a thing with a handle; or

(ii) a part of one; and

(b) "Board" means the Widget Board:

Provided that a plank is no board.

## CHAPTER II — PROCEDURE

### 2A. Blocking of widgets [^1]

(1) The Board may block a widget under section
11. The file on which it does so stays open.

(2) Whoever—

(a) hides a widget; or

(b) sells one,

shall pay a fine.

## SCHEDULE I

1. The first form.

2. The second form.

[^1]: Inserted by Act No. II of 2025, s. 11.
"""


def by_eid(parsed: Parsed) -> dict[str, Provision]:
    return {provision.eid: provision for provision in parsed.provisions}


def parse(text: str, name: str = "widgets.txt") -> Parsed:
    return parse_bytes(text.encode("utf-8"), name)


def test_a_digest_becomes_a_tree() -> None:
    parsed = parse(DIGEST, "digest.md")
    assert [(p.eid, p.parent) for p in parsed.provisions] == [
        ("preamble", None),
        ("chp_I", None),
        ("sec_1", "chp_I"),
        ("sec_1__subsec_1", "sec_1"),
        ("sec_1__subsec_2", "sec_1"),
        ("sec_2", "chp_I"),
        ("sec_2__para_a", "sec_2"),
        ("sec_2__para_a__subpara_i", "sec_2__para_a"),
        ("sec_2__para_a__subpara_ii", "sec_2__para_a"),
        ("sec_2__para_b", "sec_2"),
        # after the last item a proviso belongs to what holds the list
        ("sec_2__proviso_1", "sec_2"),
        ("chp_II", None),
        ("sec_2A", "chp_II"),
        # "11. The file on which" is no section 11
        ("sec_2A__subsec_1", "sec_2A"),
        ("sec_2A__subsec_2", "sec_2A"),
        ("sec_2A__subsec_2__para_a", "sec_2A__subsec_2"),
        ("sec_2A__subsec_2__para_b", "sec_2A__subsec_2"),
        ("sched_I", None),
        ("sched_I__para_1", "sched_I"),
        ("sched_I__para_2", "sched_I"),
    ]


def test_a_digest_says_who_it_is() -> None:
    parsed = parse(DIGEST, "digest.md")
    assert (parsed.title, parsed.type, parsed.number, parsed.unit) == (
        "Widget Control Act, 2020",
        "act",
        "V of 2020",
        "section",
    )
    assert parsed.media_type == "text/markdown"


def test_text_excludes_a_units_own_number_and_heading_and_includes_those_of_its_children() -> None:
    units = by_eid(parse(DIGEST, "digest.md"))
    assert units["sec_1"].heading == "Short title"
    assert units["sec_1"].text == "(1) This is the Widget Control Act.\n(2) It starts at once."
    assert units["sec_1__subsec_2"].text == "It starts at once."


def test_closing_words_belong_to_what_holds_the_list() -> None:
    units = by_eid(parse(DIGEST, "digest.md"))
    assert units["sec_2A__subsec_2__para_b"].text == "sells one,"
    assert units["sec_2A__subsec_2"].text.endswith("shall pay a fine.")


def test_a_footnote_on_a_heading_amends_the_section() -> None:
    (note,) = parse(DIGEST, "digest.md").amendments
    assert (note.eid, note.op, note.by) == ("sec_2A", "inserted", "Act No. II of 2025, s. 11")


def test_a_pdf_becomes_provisions_with_pages(make_pdf: MakePdf) -> None:
    head = (200.0, 770.0, 9.0, "WIDGET GAZETTE")
    pages = [
        [
            head,
            (200, 720, 16, "*THE WIDGET ACT, 2020"),
            (72, 680, 12, "*1. Short title.-"),
            (170, 680, 12, "This Act may be called the Widget Act, 2020."),
            (72, 650, 12, "*2. Offences.-"),
            (155, 650, 12, "(1) Whoever hides a widget that is not his own"),
            (72, 635, 12, "commits an offence."),
        ],
        [
            head,
            (72, 700, 12, "(2) Whoever sells a widget shall pay a fine to the"),
            (345, 704, 7, "1"),
            (349, 700, 12, "[Board] at once."),
            (72, 60, 6, "1"),
            (76, 58, 8, 'Subs. by Act No. III of 2021, s. 4, for "Office".'),
        ],
        [head, (72, 700, 12, "*3. Rules.-"), (145, 700, 12, "The Board may make rules.")],
    ]
    parsed = parse_bytes(make_pdf(pages), "widgets.pdf")
    units = by_eid(parsed)
    assert [(p.eid, p.page) for p in parsed.provisions] == [
        ("sec_1", 1),
        ("sec_2", 1),
        ("sec_2__subsec_1", 1),
        ("sec_2__subsec_2", 2),
        ("sec_3", 3),
    ]
    assert units["sec_2__subsec_2"].text == (
        "Whoever sells a widget shall pay a fine to the Board at once."
    )
    (note,) = parsed.amendments
    assert (note.eid, note.op, note.page) == ("sec_2__subsec_2", "substituted", 2)
    # words of the unit, where they stand, and what they took the place of
    assert (note.whole, note.before) == (False, "Office")
    assert parsed.text[note.start : note.end] == "Board"
    assert "GAZETTE" not in parsed.text


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyFile, "fetch or save it again"),
        (b" \n ", EmptyFile, "empty"),
        (b"%PDF-1.4 and no more", BrokenPdf, "download it again"),
        (b"PK\x03\x04\x14\x00", FormatNotYetRead, "save it as PDF"),
        (b"<?xml version='1.0'?><Statute/>", FormatNotYetRead, "an XML file"),
        (b"<akomaNtoso><act>", BrokenXml, "not well-formed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", BrokenPicture, "scan it again"),
        (bytes(range(1, 9)) * 400, BadFile, "widget"),
        # no numbers, no headings: nothing that a reader could cite
        (b"Dear reader, thank you for your letter.", NoProvisions, "No provisions were found"),
        (b"<html><body><p>Not found</p></body></html>", NoProvisions, "widget.bin"),
    ],
)
def test_a_bad_file_is_named_with_its_mend(data: bytes, error: type[BadFile], says: str) -> None:
    with pytest.raises(error, match=says) as raised:
        parse_bytes(data, "widget.bin")
    assert "widget.bin" in str(raised.value)


def test_a_locked_a_cut_an_empty_and_a_scanned_pdf_are_told_apart(make_pdf: MakePdf) -> None:
    page = [(72.0, 700.0, 12.0, "1. Short title.- This is the Widget Act.")]
    with pytest.raises(EncryptedPdf, match="without one"):
        parse_bytes(make_pdf([page], locked=True), "a.pdf")
    with pytest.raises(PdfWithoutPages):
        parse_bytes(make_pdf([]), "a.pdf")
    with pytest.raises(BrokenPdf):
        parse_bytes(make_pdf([page, page])[:700], "a.pdf")
    with pytest.raises(NoLettersRead, match="No letters were found"):
        parse_bytes(make_pdf([[]]), "a.pdf")


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="check the path"):
        parse_file(tmp_path / "none.txt")
    with pytest.raises(NotAFile, match="name a file inside it"):
        parse_file(tmp_path)
    big = tmp_path / "big.txt"
    big.write_bytes(b"1. A.\n" * 400_000)
    with pytest.raises(FileTooLarge, match="MIZAN_MAX_FILE_MB"):
        parse_file(big, max_mb=1)


def test_content_decides_the_format_and_a_wrong_name_is_reported() -> None:
    page = "<html><body><h1>Widget Act, 2020</h1><p>1. Title.—The Widget Act.</p></body></html>"
    parsed = parse(page, "act.pdf")
    assert parsed.media_type == "text/html"
    assert "is HTML" in parsed.warnings[0]


def test_bytes_that_are_not_utf8_are_guessed_with_a_warning() -> None:
    text = "WIDGET ACT, 2020\n1. Title.—Café widgets.\n2. Duty.—Keep the “widget” – always.\n"
    parsed = parse_bytes(text.encode("cp1252"), "old.txt")
    assert "not valid UTF-8" in parsed.warnings[0]
    assert "Café" in parsed.text


def test_text_with_many_control_letters_is_refused() -> None:
    with pytest.raises((NotText, BadFile)):
        parse_bytes(b"\xff\xfe" + b"\x01\x00" * 500, "odd.txt")


def test_a_second_text_with_the_same_numbers_is_left_out_and_named() -> None:
    first = "\n\n".join(f"### Article {n}\n\nThe parties keep rule {n}." for n in range(1, 9))
    second = "\n\n".join(f"### Article {n}\n\nLes parties gardent {n}." for n in range(1, 9))
    parsed = parse(f"# Widget Convention\n\n{first}\n\n## Convention\n\n{second}\n", "t.md")
    assert len([p for p in parsed.provisions if p.kind == "article"]) == 8
    assert "Les parties" not in parsed.text
    assert "another language" in parsed.unread[0].why


def test_the_report_counts_and_names_what_was_not_read() -> None:
    parsed = parse(DIGEST, "digest.md")
    lines = IngestReport.of(parsed).lines()
    assert lines[0] == "digest.md: Widget Control Act, 2020"
    assert "3 section" in lines[1]
    assert "  amendment notes: 1" in lines


PLAIN = (
    "1. 2. 3. 2A. (1) (2) (a) (b) (i) (ii) [ ] * 1[ “ ” ; . : — # ## ____ means— namely:— section "
    "shall SCHEDULE WHEREAS Explanation.— Illustrations \ue000 \u00ad <p> [^1]"
)
PIECES = st.sampled_from(
    [*PLAIN.split(), "CHAPTER I", "Article 1", "Provided that", "Heading.—", "Done at Rome", "\n"]
)


def assert_sound(parsed: Parsed) -> None:
    units = by_eid(parsed)
    assert len(units) == len(parsed.provisions)
    for unit in parsed.provisions:
        assert parsed.text[unit.start : unit.end] == unit.text
        if unit.parent is not None:
            parent = units[unit.parent]
            assert parent.start <= unit.start <= unit.end <= parent.end


@settings(max_examples=150, deadline=2000)
@given(st.lists(PIECES, max_size=120), st.sampled_from([" ", "\n", "\n\n"]))
def test_offsets_nest_and_names_are_unique_whatever_the_text(words: list[str], glue: str) -> None:
    text = glue.join(words)
    try:
        assert_sound(parse(text))
    except BadFile as error:
        assert str(error)  # noqa: PT017


@settings(max_examples=100, deadline=2000)
@given(st.binary(max_size=400))
def test_any_bytes_parse_or_are_refused_by_name(data: bytes) -> None:
    try:
        assert_sound(parse_bytes(data, "any.bin"))
    except BadFile as error:
        assert "any.bin" in str(error)  # noqa: PT017


@pytest.mark.parametrize("text", ["(" * 20_000, "[1" * 20_000, "1. " * 20_000, "(a) x;—" * 5_000])
def test_monotonous_text_ends_soon(text: str) -> None:
    with pytest.raises(BadFile):
        parse(text)


def test_the_digest_is_sound() -> None:
    assert_sound(parse(DIGEST, "digest.md"))
