"""DOCX: numbers that Word only shows, changes, fields, notes, tables, and files made to harm."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest
from docx.shared import Pt
from made import (
    STATUTE,
    W,
    as_docx,
    as_rich_docx,
    as_text,
    as_typed_docx,
    docx_of,
    level_of,
    numbered,
    numbering_of,
    paragraph,
    zipped,
)

from corpus.errors import BadFile
from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft, Role
from ingest.errors import BrokenDocx, FormatNotYetRead, LockedArchive, PastLimit
from ingest.parse import Parsed, parse_bytes
from ingest.readers import docx, reader_for
from ingest.readers.docx_formats import formatted
from ingest.readers.zip_guard import Archive, ZipLimits


def blocks(body: str, **parts: str) -> list[Block]:
    """What the reader makes of a document."""
    return draft_of(docx_of(body, **parts)).blocks


def draft_of(data: bytes) -> Draft:
    """A draft that holds a file."""
    draft = Draft("x.docx")
    docx.read(data, draft)
    return draft


def texts(body: str, **parts: str) -> list[str]:
    """The words of each block."""
    return [block.text for block in blocks(body, **parts)]


def tree(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    """What a twin must share."""
    return [(p.eid, p.heading, p.text) for p in parsed.provisions]


def run(words: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def field(kind: str) -> str:
    """A field's sign: begin, separate or end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(words: str) -> str:
    """A field's code."""
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def test_shown_numbers_give_the_tree_of_the_plain_twin() -> None:
    twin = parse_bytes(as_text().encode(), "x.txt")
    parsed = parse_bytes(as_docx(), "x.docx")
    assert tree(parsed) == tree(twin)
    assert parsed.title == twin.title
    assert {p.eid for p in parsed.provisions} >= {"sec_2__para_b__subpara_ii", "sec_3__subsec_2"}
    assert all(p.confidence == 1 for p in parsed.provisions)


def test_typed_numbers_in_table_rows_give_the_same_units() -> None:
    twin = parse_bytes(as_text().encode(), "x.txt")
    parsed = parse_bytes(as_typed_docx(), "x.docx")
    assert [p.eid for p in parsed.provisions] == [p.eid for p in twin.provisions]
    assert parsed.title == "The Lantern Keepers Act, 2011"


def test_a_file_of_python_docx_is_read() -> None:
    made = python_docx.Document()
    made.add_heading("Harbour Act", 0)
    made.add_heading("Part I", 1)
    bold = made.add_paragraph()
    bold.add_run("1.").bold = True
    bold.add_run(" Locks are kept.")
    hung = made.add_paragraph("(a) at night;")
    hung.paragraph_format.left_indent = Pt(36)
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "(b)", "by day."
    out = io.BytesIO()
    made.save(out)
    read = draft_of(out.getvalue()).blocks
    # a template of Word's own: its headings are bold, its title is not
    assert [(b.text, b.level, b.bold, b.indent) for b in read] == [
        ("Harbour Act", 1, 0, 0),
        ("Part I", 1, 6, 0),
        ("1. Locks are kept.", 0, 2, 0),
        ("(a) at night;", 0, 0, 36),
        ("(b) by day.", 0, 0, 20),
    ]


@pytest.mark.parametrize(
    ("count", "name", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        # Word repeats the letter: after z, aa comes bb and not ab
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (44, "upperRoman", "XLIV"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (1, "ordinalText", "First"),
        (30, "ordinalText", "Thirtieth"),
        (21, "ordinalText", "Twenty-first"),
        (42, "cardinalText", "Forty-two"),
        (3, "none", ""),
        # no letter is nought
        (0, "lowerLetter", "0"),
        # a format without a row is shown in figures
        (5, "ideographDigital", "5"),
    ],
)
def test_number_formats(count: int, name: str, shown: str) -> None:
    assert formatted(count, name) == shown


def shown(levels: list[int], part: str, list_of: dict[int, int] | None = None) -> list[str]:
    """The labels of paragraphs at these levels; `list_of` names another list by position."""
    body = "".join(
        paragraph("x", numbered(level, (list_of or {}).get(at, 1)))
        for at, level in enumerate(levels)
    )
    return [text.removesuffix("x").strip() for text in texts(body, numbering=part)]


def test_levels_count_and_begin_again() -> None:
    assert shown([0, 1, 1, 2, 2, 1, 0, 1], numbering_of()) == [
        "1.", "(1)", "(2)", "(a)", "(b)", "(3)", "2.", "(1)",
    ]  # fmt: skip


def test_a_level_may_never_begin_again() -> None:
    levels = level_of(0, "upperRoman", "PART %1") + level_of(
        1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'
    )
    part = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert shown([0, 1, 1, 0, 1], part) == ["PART I", "1.", "2.", "PART II", "3."]


def test_numbers_of_outer_levels_stand_in_the_text_of_inner_ones() -> None:
    part = numbering_of([("upperRoman", "%1."), ("decimal", "%1.%2")])
    legal = part.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    assert shown([0, 1, 0, 1], part) == ["I.", "I.1", "II.", "II.1"]
    assert shown([0, 1], legal) == ["I.", "1.1"]


def test_two_lists_on_one_abstract_list_go_on_or_start_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    goes_on = numbering_of() + '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    anew = goes_on.replace('"7"/></w:num>', f'"7"/>{start.format(5)}</w:num>')
    assert shown([0, 0, 0], goes_on, {2: 2}) == ["1.", "2.", "3."]
    assert shown([0, 0, 0, 0], anew.replace(start.format(5), "", 1), {2: 2, 3: 2}) == [
        "1.", "2.", "5.", "6.",
    ]  # fmt: skip


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Sec"><w:name w:val="Sec"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>'
        '<w:basedOn w:val="Sec"/></w:style>'
    )
    levels = level_of(0, "decimal", "%1.", '<w:pStyle w:val="Sec"/>') + level_of(
        1, "decimal", "(%2)", '<w:pStyle w:val="Sub"/>'
    )
    part = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = (
        paragraph("a", '<w:pStyle w:val="Sec"/>')
        + paragraph("b", '<w:pStyle w:val="Sub"/>')
        # list 0 takes the number of the style away
        + paragraph("c", '<w:pStyle w:val="Sec"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("d", '<w:pStyle w:val="Sec"/>')
    )
    assert texts(body, styles=styles, numbering=part) == ["1. a", "(1) b", "c", "2. d"]


def test_bullets_stay_bullets() -> None:
    assert shown([0, 1], numbering_of([("bullet", "\uf0b7"), ("bullet", "–")])) == ["•", "–"]


def test_changes_are_taken_in_and_told() -> None:
    body = (
        f"<w:p>{run('Locks ')}<w:ins>{run('are ')}</w:ins><w:del><w:r><w:delText>were "
        f"</w:delText></w:r></w:del>{run('kept.')}</w:p>"
        # a deleted end joins the paragraph to the next
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('So are ')}</w:p>"
        f"<w:p>{run('keys.')}</w:p>"
        # a deleted paragraph leaves nothing behind, nor a number
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        + paragraph("Numbered", numbered(0))
        + f"<w:moveFrom>{run('from')}</w:moveFrom><w:p><w:moveTo>{run('to')}</w:moveTo></w:p>"
    )
    draft = draft_of(docx_of(body, numbering=numbering_of()))
    assert [b.text for b in draft.blocks] == [
        "Locks are kept.", "So are keys.", "1. Numbered", "to",
    ]  # fmt: skip
    assert draft.warnings == [
        "x.docx has tracked changes: 2 insertions were taken into the text, 5 deletions left out."
    ]


def test_hidden_words_are_not_read() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    body = (
        "<w:p>"
        + run("seen ")
        + run("unseen ", "<w:vanish/>")
        + run("unseen", "<w:rStyle w:val='H'/>")
        + run("again", "<w:rStyle w:val='H'/><w:vanish w:val='0'/>")
        + "</w:p>"
    )
    assert texts(body, styles=styles) == ["seen again"]


def test_fields_show_their_result() -> None:
    body = (
        f"<w:p>{run('see section ')}{field('begin')}{code(' REF _1 ')}{field('separate')}"
        f"{run('4')}{field('end')}{run(' and ')}"
        f"<w:fldSimple w:instr='PAGE'>{run('9')}</w:fldSimple>"
        # a field in the code of another, and one without a result
        f"{field('begin')}{code('IF ')}{field('begin')}{code('X')}{field('separate')}{run('no')}"
        f"{field('end')}{field('separate')}{run('.')}{field('end')}"
        f"{field('begin')}{code('XE')}{field('end')}</w:p>"
    )
    assert texts(body) == ["see section 4 and 9."]


def test_a_contents_field_is_contents() -> None:
    heads = [words for what, _, words in STATUTE if what == "section"]
    listed = "".join(paragraph(f"{at}. {words}\t{at}") for at, words in enumerate(heads, start=1))
    body = f"<w:p>{field('begin')}{code(' TOC a ')}{field('separate')}</w:p>{listed}"
    body += f"<w:p>{field('end')}</w:p>"
    plain = "".join(paragraph(f"{number} {words}") for _, number, words in STATUTE)
    draft = draft_of(docx_of(body + plain))
    assert [b.role for b in draft.blocks[:6]] == [Role.CONTENTS] * 5 + [Role.BODY]
    parsed = parse_bytes(docx_of(body + plain), "x.docx")
    twin = parse_bytes(docx_of(plain), "x.docx")
    assert [p.eid for p in parsed.provisions] == [p.eid for p in twin.provisions]


def test_a_contents_field_without_end_is_none() -> None:
    body = f"<w:p>{field('begin')}{code(' TOC ')}{field('separate')}</w:p>{paragraph('1. Locks')}"
    assert [b.role for b in blocks(body)] == [Role.BODY]


def test_notes_are_called_and_kept_apart() -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p>{run('Locks')}{call.format(3)}{run(' and keys')}{call.format(2)}"
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{run(f"Note {n}")}</w:p>'
        "</w:footnote>"
        for n in (1, 2, 3, 4)
    )
    ends = f'<w:endnote w:id="1">{paragraph("At the end")}</w:endnote>'
    made = blocks(body, footnotes=notes, endnotes=ends)
    marks = [f"{MARK_OPEN}{mark}{MARK_CLOSE}" for mark in ("1", "2", "*", "i")]
    assert made[0].text == f"Locks{marks[0]} and keys{marks[1]}{marks[2]}{marks[3]}"
    # numbered by their calls; a note that nothing calls is not printed
    assert [(b.note, b.text) for b in made[1:]] == [
        ("1", "Note 3"), ("2", "Note 2"), ("*", "Note 4"), ("i", "At the end"),
    ]  # fmt: skip


def test_headings_indents_and_bold_come_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="Überschrift 1"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="In"><w:name w:val="In"/><w:pPr><w:jc '
        'w:val="center"/><w:ind w:left="720" w:hanging="360"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Out"/><w:pPr>'
        '<w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = (
        paragraph("Teil", '<w:pStyle w:val="berschrift1"/>')
        + paragraph("in", '<w:pStyle w:val="In"/>')
        + paragraph("third", '<w:pStyle w:val="Out"/>')
        # templates set clauses in heading styles too; they are no headings
        + paragraph("(a) no heading", '<w:pStyle w:val="Out"/>')
        + paragraph("plain", '<w:outlineLvl w:val="9"/>')
    )
    made = [
        (b.text, b.level, b.bold, b.indent, b.centred, b.depth) for b in blocks(body, styles=styles)
    ]
    assert made == [
        ("Teil", 1, 4, 0, False, 1),
        ("in", 0, 0, 18, True, 2),
        ("third", 3, 0, 0, False, 1),
        ("(a) no heading", 0, 0, 0, False, 1),
        ("plain", 0, 0, 0, False, 1),
    ]


def test_signs_breaks_and_symbols() -> None:
    body = (
        "<w:p><w:r><w:t>(a)</w:t><w:tab/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t>"
        '<w:softHyphen/><w:t>ped</w:t><w:br/><w:t>next</w:t><w:sym w:char="F0B7"/></w:r></w:p>'
    )
    assert texts(body) == ["(a) non-stopped", "next\uf0b7"]


def test_boxes_controls_and_links_are_read_once() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>"
    body = (
        f"<w:p>{run('Before')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box.format(paragraph('In a box'))}</w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"{box.format(paragraph('In a box'))}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "</w:p>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Controlled')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('Linked')}</w:hyperlink></w:p>"
    )
    assert texts(body) == ["Before", "In a box", "Controlled", "Linked"]


def test_rows_of_number_and_words_are_one_block() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(words)}</w:tc>' for words in cells)}</w:tr>"

    table = f"<w:tbl>{row('1.', '(1)', 'Keys')}{row('(a)', '')}{row('Name', 'Year')}</w:tbl>"
    assert texts(table) == ["1. (1) Keys", "(a)", "Name", "Year"]


def test_pages_are_those_that_word_laid_out() -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        f"{paragraph('one')}<w:p>{turn}{run('two')}</w:p><w:p>{run('still')}{turn}{run(' 2')}</w:p>"
    )
    draft = draft_of(docx_of(body + paragraph("three")))
    assert ([b.page for b in draft.blocks], draft.pages) == ([1, 2, 2, 3], 3)
    assert [b.page for b in blocks(paragraph("one"))] == [None]


def test_the_strict_spelling_is_read() -> None:
    strict = as_docx().replace(b"x", b"x")  # the archive itself is not changed
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = W.encode()
    parts = {
        n: c.replace(main, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for n, c in parts.items()
    }
    assert tree(parse_bytes(zipped(parts), "x.docx")) == tree(parse_bytes(as_docx(), "x.docx"))


def test_a_rich_file_is_read_without_what_is_not_printed() -> None:
    parsed = parse_bytes(as_rich_docx(), "x.docx")
    assert "gone" not in parsed.text
    assert "unseen" not in parsed.text
    assert [w for w in parsed.warnings if "tracked changes" in w]


# --- files made to harm --------------------------------------------------------------------------

DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'
TYPES = {"[Content_Types].xml": "<Types/>"}


def with_document(xml: str) -> bytes:
    """An archive with this main part."""
    return zipped({**TYPES, "word/document.xml": xml})


def kind_first(kind: str) -> bytes:
    """An archive that begins with its kind, not packed, as EPUB and OpenDocument do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", kind)
    return out.getvalue()


def overlapping() -> bytes:
    """Two names for one entry's bytes."""
    data = bytearray(zipped({**TYPES, "word/document.xml": "<a/>", "word/b.xml": "<a/>"}))
    places = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    data[places[2] + 42 : places[2] + 46] = data[places[1] + 42 : places[1] + 46]
    return bytes(data)


def locked() -> bytes:
    """An archive that says its parts are encrypted."""
    data = bytearray(as_docx())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + DOCUMENT.format(
    "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (with_document("<a>" + " " * 70_000_000 + "</a>"), PastLimit, "a part of 70 MB"),
        (with_document("<a>" + " " * 5_000_000 + "</a>"), PastLimit, "packed 1 : "),
        (zipped({**TYPES, **{f"word/{n}": "" for n in range(4_001)}}), PastLimit, "4002 parts"),
        (with_document(LAUGHS), PastLimit, "declarations of entities"),
        (with_document(DOCUMENT.format("<w:p>" * 300 + "</w:p>" * 300)), PastLimit, "200 deep"),
        (locked(), LockedArchive, "save a copy without one"),
        (overlapping(), BrokenDocx, "download it again"),
        (as_docx()[:900], BrokenDocx, "download it again"),
        (with_document(DOCUMENT.format("<w:p>")), BrokenDocx, "not well-formed"),
        (zipped({**TYPES, "word/../../x": ""}), BrokenDocx, "bad name"),
        (zipped({**TYPES, "word/styles.xml": "<a/>"}), BrokenDocx, "document.xml is missing"),
        # kinds that are told, but not read
        (b"PK\x03\x04\x14\x00", FormatNotYetRead, "no DOCX"),
        (kind_first("application/epub+zip"), FormatNotYetRead, "EPUB"),
        (kind_first("application/vnd.oasis.opendocument.text"), FormatNotYetRead, "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FormatNotYetRead, "old Word file"),
        (b"{\\rtf1", FormatNotYetRead, "RTF"),
    ],
)  # fmt: skip
def test_a_file_made_to_harm_is_refused_with_a_reason(
    data: bytes, error: type[BadFile], words: str
) -> None:
    with pytest.raises(error, match=words):
        parse_bytes(data, "x.docx")


def test_an_archive_that_lies_about_sizes_is_not_unpacked_further() -> None:
    data = zipped({"a.xml": b"x" * 3_000})
    small = ZipLimits(entry_mb=0, total_mb=1)
    with pytest.raises(PastLimit):
        Archive(data, "x.docx", small)


def test_macro_documents_are_read_as_documents() -> None:
    assert reader_for(as_docx(), "x.docm").label == "DOCX"
