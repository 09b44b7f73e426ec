"""Small files of every format, made here, so that trials of readers need no files of others.

`STATUTE` is one made-up Act; each function gives the bytes of a file that holds it, the way a
producer of that format would write it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from made_pdf import modern_pdf, pdf_of, stream_of

Row = tuple[str, str, str]
"""What a line is (title, part, section, subsection, clause, item, text), its number, its words."""

STATUTE: tuple[Row, ...] = (
    ("title", "", "THE LANTERN KEEPERS ACT, 2011"),
    ("text", "", "An Act to provide for the keeping of lanterns on quays"),
    ("part", "PART I", "PRELIMINARY"),
    ("section", "1.", "Short title and commencement"),
    ("subsection", "(1)", "This Act may be called the Lantern Keepers Act, 2011."),
    ("subsection", "(2)", "It begins to have force when spring begins."),
    ("section", "2.", "Definitions"),
    ("text", "", "In this Act, unless the context otherwise requires,—"),
    ("clause", "(a)", "“keeper” means a person who tends a lantern at night;"),
    ("clause", "(b)", "“lantern” means any of the following, namely:—"),
    ("item", "(i)", "a lamp of oil that hangs from a post; or"),
    ("item", "(ii)", "a lamp of gas that stands upon a wall; and"),
    ("clause", "(c)", "“quay” means a wall at which boats lie."),
    ("part", "PART II", "KEEPERS AND THEIR DUTIES"),
    ("section", "3.", "Appointment of keepers"),
    ("subsection", "(1)", "The harbour board shall appoint a keeper for each quay."),
    ("subsection", "(2)", "No person shall be appointed who fears the dark."),
    ("section", "4.", "Duties"),
    ("text", "", "A keeper shall—"),
    ("clause", "(a)", "light the lantern at dusk;"),
    ("clause", "(b)", "trim its wick twice in a night; and"),
    ("clause", "(c)", "put it out when the sun is up."),
    ("section", "5.", "Penalty"),
    ("text", "", "Whoever breaks a lantern shall pay for two."),
)

_STEPS = {"title": 0, "part": 0, "section": 0, "text": 0, "subsection": 1, "clause": 2, "item": 3}


def as_text(rows: Iterable[Row] = STATUTE) -> str:
    """The Act as plain text, a blank line between its lines."""
    return "\n\n".join(" ".join(filter(None, (number, words))) for _, number, words in rows) + "\n"


# --- DOCX ---------------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FORMATS = (
    ("decimal", "%1."), ("decimal", "(%2)"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"),
)  # fmt: skip
_LEVELS = {"section": 0, "subsection": 1, "clause": 2, "item": 3}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a ZIP archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A DOCX file whose body is this XML; other parts (`numbering="…"`) by their role."""
    roles = "".join(
        f'<Relationship Id="r{at}" Type="{_ROLE}/{role}" Target="{role}.xml"/>'
        for at, role in enumerate(parts)
    )
    held = {f"word/{role}.xml": _part(role, inner) for role, inner in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
            f'Type="{_ROLE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">{roles}'
            "</Relationships>",
            "word/document.xml": f'{_XML}<w:document xmlns:w="{W}" xmlns:mc="http://schemas.'
            'openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml">'
            f"<w:body>{body}</w:body></w:document>",
            **held,
        }
    )


def _part(role: str, inner: str) -> str:
    return f'{_XML}<w:{role} xmlns:w="{W}">{inner}</w:{role}>'


def paragraph(words: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run, with properties of the paragraph and of the run as XML."""
    own = f"<w:rPr>{run}</w:rPr>" if run else ""
    text = f'<w:r>{own}<w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if words else ''}</w:p>"


def level_of(at: int, format_: str, text: str, more: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="720"/>'
        "</w:pPr></w:lvl>"
    )


def numbering_of(levels: Sequence[tuple[str, str]] = _FORMATS) -> str:
    """One list, number 1, with levels of these formats and texts."""
    made = "".join(level_of(at, *level) for at, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="7">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )


def numbered(at: int, list_: int = 1) -> str:
    """Paragraph properties that put a paragraph into a level of a list."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_}"/></w:numPr>'


def as_docx(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act as Word would hold it, its sections, subsections and clauses numbered by Word."""
    body = ""
    for what, number, words in rows:
        if what in _LEVELS:
            bold = "<w:b/>" if what == "section" else ""
            body += paragraph(words, numbered(_LEVELS[what]), bold)
        elif what == "part":
            body += paragraph(number, '<w:jc w:val="center"/>')
            body += paragraph(words, '<w:jc w:val="center"/>')
        else:
            body += paragraph(words)
    return docx_of(body, numbering=numbering_of())


def as_typed_docx(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act with its numbers typed, in a table's rows, with a style sheet and a footnote."""
    body = ""
    for what, number, words in rows:
        if what in ("clause", "item"):
            cells = "".join(f"<w:tc>{paragraph(part)}</w:tc>" for part in (number, words))
            body += f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        else:
            style = '<w:pStyle w:val="Heading1"/>' if what == "part" else ""
            body += paragraph(" ".join(filter(None, (number, words))), style)
    body += '<w:p><w:r><w:t>End</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    )
    notes = f'<w:footnote w:id="2">{paragraph("A note on lanterns.")}</w:footnote>'
    return docx_of(body, styles=styles, footnotes=notes)


def as_rich_docx(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act with what else Word puts in: fields, changes, hidden words, boxes, page breaks."""
    lines = list(rows)
    instruction = "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = f"<w:p>{field.format('begin')}{instruction}{field.format('separate')}</w:p>"
    body += "".join(
        paragraph(f"{number} {words}\t3") for what, number, words in lines if what == "section"
    )
    body += f"<w:p>{field.format('end')}</w:p>"
    for at, (_, number, words) in enumerate(lines):
        body += (
            f'<w:p><w:ins w:id="{at}"><w:r><w:t>{number}</w:t><w:tab/></w:r></w:ins>'
            f"<w:r><w:lastRenderedPageBreak/><w:t>{escape(words)}</w:t></w:r>"
            f'<w:del w:id="{at}"><w:r><w:delText>gone</w:delText></w:r></w:del>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
        )
    box = f"<v:textbox><w:txbxContent>{paragraph('A box.')}</w:txbxContent></v:textbox>"
    body += f"<w:p><w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r></w:p>"
    return docx_of(body, numbering=numbering_of())


# --- HTML ---------------------------------------------------------------------------------------


def as_html(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act as a page of headings and paragraphs."""
    tags = {"title": "h1", "part": "h2", "section": "h3"}
    lines = [
        f"<{tag}>{escape(' '.join(filter(None, (number, words))))}</{tag}>"
        for what, number, words in rows
        for tag in (tags.get(what, "p"),)
    ]
    head = "<head><meta charset='utf-8'><title>Act</title><style>p{margin:0}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body>{''.join(lines)}</body></html>".encode()


def as_table_html(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act with its points set as tables of two cells, as the Official Journal does."""
    lines = []
    for what, number, words in rows:
        said = escape(words)
        if what in ("clause", "item"):
            lines.append(
                f"<table><col width='4%'><tr><td><p>{number}</p></td><td><p>{said}</p></td></tr>"
                "</table>"
            )
        else:
            lines.append(f"<p class='oj-normal'>{number} {said}<a href='#n1'>1</a></p>")
    return f"<html><body><div id='doc'>{''.join(lines)}</div></body></html>".encode()


def as_word_html(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act as Word exports it: paragraphs of a class, and letters wrapped in spans."""
    lines = [
        "<p class=MsoNormal style='margin-left:"
        f"{36 * _STEPS[what]}pt'><b><span lang=EN-GB style='font-size:12.0pt'>{number}"
        f"<o:p></o:p></span></b><span>&nbsp;{escape(words)}</span></p>"
        for what, number, words in rows
    ]
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>"
        f"<body lang=EN-GB>{''.join(lines)}</body></html>"
    ).encode("cp1252", "xmlcharrefreplace")


# --- XML ----------------------------------------------------------------------------------------


def as_akn(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act as Akoma Ntoso."""
    tags = {"part": "part", "section": "section", "subsection": "subsection"}
    tags |= {"clause": "paragraph", "item": "subparagraph"}
    nested = _Nested(tags, "num", "heading", "content")
    body = nested.of(rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">'
        '<meta><identification source="#me"><FRBRWork><FRBRuri value="/akn/xx/act/2011/4"/>'
        '<FRBRdate date="2011-05-02" name="made"/><FRBRnumber value="4"/></FRBRWork>'
        "</identification></meta><preface><p><docTitle>The Lantern Keepers Act, 2011</docTitle>"
        f"</p></preface><body>{body}</body></act></akomaNtoso>"
    ).encode()


class _Nested:
    """Writes rows as elements that hold what stands below them."""

    _ORDER = ("part", "section", "subsection", "clause", "item")

    def __init__(self, tags: Mapping[str, str], num: str, heading: str, text: str) -> None:
        self._tags, self._num, self._heading, self._text = tags, num, heading, text

    def of(self, rows: Iterable[Row]) -> str:
        """The rows as XML, without those before the first part."""
        out, held = "", []
        for what, number, words in rows:
            if what == "text" and held:
                out += f"<{self._text}><p>{escape(words)}</p></{self._text}>"
            if what not in self._ORDER:
                continue
            while held and self._ORDER.index(held[-1]) >= self._ORDER.index(what):
                out += f"</{self._tags[held.pop()]}>"
            held.append(what)
            tag = self._heading if what in ("part", "section") else self._text
            inner = escape(words) if tag == self._heading else f"<p>{escape(words)}</p>"
            out += f"<{self._tags[what]}><{self._num}>{number}</{self._num}><{tag}>{inner}</{tag}>"
        return out + "".join(f"</{self._tags[what]}>" for what in reversed(held))


def as_justice_xml(rows: Iterable[Row] = STATUTE) -> bytes:
    """The Act in the manner of Canada's justice-laws site."""
    tags = {"part": "Heading", "section": "Section", "subsection": "Subsection"}
    tags |= {"clause": "Paragraph", "item": "Subparagraph"}
    out, held = "", []
    for what, number, words in rows:
        if what not in tags:
            out += f"<Text>{escape(words)}</Text>" if held else ""
            continue
        order = list(tags)
        while held and order.index(held[-1]) >= order.index(what):
            out += f"</{tags[held.pop()]}>"
        if what == "part":
            titled = f"<Label>{number}</Label><TitleText>{words}</TitleText>"
            out += f'<Heading level="1">{titled}</Heading>'
            continue
        held.append(what)
        note = f"<MarginalNote>{words}</MarginalNote>" if what == "section" else ""
        text = "" if what == "section" else f"<Text>{escape(words)}</Text>"
        out += f"<{tags[what]}>{note}<Label>{number.rstrip('.')}</Label>{text}"
    out += "".join(f"</{tags[what]}>" for what in reversed(held))
    return (
        '<?xml version="1.0" encoding="utf-8"?><Statute xml:lang="en"><Identification><LongTitle>'
        "An Act about lanterns</LongTitle><ShortTitle>Lantern Keepers Act</ShortTitle><Chapter>"
        f"<ConsolidatedNumber>L-4</ConsolidatedNumber></Chapter></Identification><Body>{out}"
        "</Body></Statute>"
    ).encode()


# --- PDF ----------------------------------------------------------------------------------------

_LINE = 15.0
_PAGE_LINES = 14


def as_pdf(rows: Iterable[Row] = STATUTE, packed: bool = False, modern: bool = False) -> bytes:
    """The Act printed on a few pages.

    `packed` deflates the streams; `modern` puts the objects into a stream of their own, behind a
    table that is a stream as well, as PDF 1.5 allows.
    """
    lines = [(what, " ".join(filter(None, (number, words)))) for what, number, words in rows]
    pages = [lines[at : at + _PAGE_LINES] for at in range(0, len(lines), _PAGE_LINES)]
    objects = _pdf_objects(pages, packed or modern)
    return modern_pdf(objects) if modern else pdf_of(objects)


def _pdf_objects(pages: Sequence[Sequence[tuple[str, str]]], packed: bool) -> list[bytes]:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * at) for at in range(len(pages)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        font % b"Times-Roman",
        font % b"Times-Bold",
    ]
    for at, lines in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (6 + 2 * at)
        )
        objects.append(stream_of(_page_content(lines), packed))
    return objects


def _page_content(lines: Sequence[tuple[str, str]]) -> bytes:
    parts = []
    for at, (what, words) in enumerate(lines):
        font = "F2" if what in ("title", "part", "section") else "F1"
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        left, base = 72 + 24 * _STEPS[what], 740 - _LINE * at
        parts.append(f"BT /{font} 12 Tf {left} {base} Td ({shown}) Tj ET")
    return "\n".join(parts).encode("cp1252")


BASES: dict[str, Callable[[], Sequence[bytes]]] = {
    "pdf": lambda: (as_pdf(), as_pdf(packed=True), as_pdf(modern=True)),
    "html": lambda: (as_html(), as_table_html(), as_word_html()),
    "docx": lambda: (as_docx(), as_typed_docx(), as_rich_docx()),
    "xml": lambda: (as_akn(), as_justice_xml(), as_akn(STATUTE[:9])),
}
"""Three files or more of each format, each written another way."""
