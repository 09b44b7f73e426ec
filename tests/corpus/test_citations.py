"""Citations as people write them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import Pinpoint, find_citations, normal_number, parse_citation
from corpus.model import Instrument, InstrumentType, ProvisionKind
from corpus.names import InstrumentNames, names_of

PECA = Instrument(
    slug="pk-peca-2016",
    title="Prevention of Electronic Crimes Act, 2016",
    type=InstrumentType.ACT,
    work_uri="/akn/pk/act/2016/40",
    number="XL of 2016",
    short_title="PECA 2016",
    aliases=("PECA",),
)
TELECOM = Instrument(
    slug="pk-telecom-1996",
    title="Pakistan Telecommunication (Re-organization) Act, 1996",
    type=InstrumentType.ACT,
    work_uri="/akn/pk/act/1996/17",
    number="XVII of 1996",
    aliases=("Telecom Act",),
)
CONSTITUTION = Instrument(
    slug="pk-constitution-1973",
    title="Constitution of the Islamic Republic of Pakistan",
    type=InstrumentType.CONSTITUTION,
    work_uri="/akn/pk/constitution/1973/pakistan",
    aliases=("Constitution",),
    unit="article",
)
NAMES = InstrumentNames([PECA, TELECOM, CONSTITUTION])

SECTION, ARTICLE, RULE = ProvisionKind.SECTION, ProvisionKind.ARTICLE, ProvisionKind.RULE


@pytest.mark.parametrize(
    ("text", "unit", "places", "slug"),
    [
        ("s. 37(1) PECA", SECTION, ["37(1)"], "pk-peca-2016"),
        ("PECA s 37", SECTION, ["37"], "pk-peca-2016"),
        ("peca sec 37(1)(a)", SECTION, ["37(1)(a)"], "pk-peca-2016"),
        ("u/s 20 PECA 2016", SECTION, ["20"], "pk-peca-2016"),
        # a name and a number are enough, in either order
        ("PECA 26A", None, ["26A"], "pk-peca-2016"),
        ("37 PECA", None, ["37"], "pk-peca-2016"),
        ("Art. 19 constitution", ARTICLE, ["19"], "pk-constitution-1973"),
        ("Article 19-A of the Constitution", ARTICLE, ["19A"], "pk-constitution-1973"),
        # the instrument may be left out when the unit word is there
        ("Article 19", ARTICLE, ["19"], None),
        ("section 24-A", SECTION, ["24A"], None),
        # letters are repeated where room ran out between inserted sections
        ("section 11EEEE", SECTION, ["11EEEE"], None),
        ("rule 5", RULE, ["5"], None),
        ("sections 3, 4 and 5", SECTION, ["3", "4", "5"], None),
        # sub-section and clause named in words, before or behind
        ("sub-section (1) of section 37 of PECA", SECTION, ["37(1)"], "pk-peca-2016"),
        ("clause (a) of sub-section (2) of section 37", SECTION, ["37(2)(a)"], None),
        ("PECA section 37, sub-section (1), clause (b)", SECTION, ["37(1)(b)"], "pk-peca-2016"),
        ("section 37 sub section 1 PECA", SECTION, ["37(1)"], "pk-peca-2016"),
        # a range names what lies between
        ("ss. 3-6 of PECA", SECTION, ["3", "4", "5", "6"], "pk-peca-2016"),
        ("section 5 of the Telecom Act", SECTION, ["5"], "pk-telecom-1996"),
        ("section 54, Telecom Act 1996", SECTION, ["54"], "pk-telecom-1996"),
        # acts by number, and by year
        ("section 37 of Act XL of 2016", SECTION, ["37"], "pk-peca-2016"),
        ("s 37 of the 2016 Act", SECTION, ["37"], "pk-peca-2016"),
        # a hyphen may stand for a space
        ("s 37 PECA-2016", SECTION, ["37"], "pk-peca-2016"),
        # hyphens and brackets in a name may be left out
        ("s 8 Pakistan Telecommunication (Reorganization) Act", SECTION, ["8"], "pk-telecom-1996"),
    ],
)
def test_parse_citation(
    text: str, unit: ProvisionKind | None, places: list[str], slug: str | None
) -> None:
    citation = parse_citation(text, NAMES)
    assert citation is not None
    written = [p.num + "".join(f"({s})" for s in p.subs) for p in citation.pinpoints]
    assert (citation.unit, written, citation.instrument) == (unit, places, slug)


@pytest.mark.parametrize(
    "text",
    [
        "37",  # a lone number could be anything
        "PECA",  # an instrument, no place
        "PECA 2016",  # the year is part of the name
        "who may block content under section 37",  # a question that holds a citation
        "PECA 37 and bail",  # more than a citation
        "unlawful online content",
        "",
    ],
)
def test_parse_citation_refuses(text: str) -> None:
    assert parse_citation(text, NAMES) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "No order under sections 37 and 38 of the Prevention of Electronic Crimes Act, 2016",
            [
                (
                    "sections 37 and 38 of the Prevention of Electronic Crimes Act, 2016",
                    "pk-peca-2016",
                )
            ],
        ),
        # “the said Act” is the one named last
        (
            "The Telecom Act is amended; in section 2 of the said Act a word is dropped",
            [("section 2 of the said Act", "pk-telecom-1996")],
        ),
        # without a name it is the text's own
        ("subject to section 5(2)", [("section 5(2)", "here")]),
        # must not: a sub-section is not a section of the instrument, a year is no number
        ("under sub-section (1) of this Act of 2016", []),
        # must not: the tail of a word
        ("express 37 bus 4", []),
    ],
)
def test_find_citations(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_citations(text, NAMES, context="here")
    assert [(c.text, c.instrument) for c in found] == expected


@pytest.mark.parametrize(
    ("place", "unit", "eid"),
    [
        (Pinpoint("37", ("1", "a")), SECTION, "sec_37__subsec_1__para_a"),
        # a letter straight below the section
        (Pinpoint("9", ("b",)), SECTION, "sec_9__para_b"),
        (Pinpoint("2", ("1", "x", "a")), SECTION, "sec_2__subsec_1__para_x__subpara_a"),
        (Pinpoint("6", ("1", "f")), ARTICLE, "art_6__para_1__point_f"),
        (Pinpoint("5"), RULE, "rule_5"),
    ],
)
def test_pinpoint_eid(place: Pinpoint, unit: ProvisionKind, eid: str) -> None:
    assert place.eid(unit) == eid


def test_a_name_of_two_instruments_leads_to_neither() -> None:
    twin = Instrument("pk-twin", "Twin Act, 2016", InstrumentType.ACT, "/akn/pk/act/2016/41")
    assert InstrumentNames([PECA, twin]).slug_of("2016 Act") is None


def test_a_name_shared_between_countries_is_the_home_one() -> None:
    british = dataclasses.replace(
        PECA, slug="gb-x-2016", title="River Act, 2016", jurisdiction="gb", number="", aliases=()
    )
    names = InstrumentNames([PECA, dataclasses.replace(british, short_title="")])
    assert names.slug_of("2016 Act") == PECA.slug
    assert names.slug_of("River Act, 2016") == "gb-x-2016"
    # must not: two foreign ones, of which neither is nearer
    other = dataclasses.replace(british, slug="in-x-2016", jurisdiction="in")
    assert InstrumentNames([british, other]).slug_of("2016 Act") is None


def test_names_include_the_bare_title() -> None:
    assert "Prevention of Electronic Crimes Act" in set(names_of(PECA))


@given(st.text(max_size=200))
def test_offsets_are_the_words(text: str) -> None:
    for citation in find_citations(text + " s. 37(1) PECA", NAMES):
        assert (text + " s. 37(1) PECA")[citation.start : citation.end] == citation.text


@given(st.integers(1, 999), st.sampled_from(["", "A", "B"]), st.sampled_from(["-", " - ", "–", ""]))
def test_normal_number_drops_what_prints_vary(n: int, letter: str, dash: str) -> None:
    written = f"{n}{dash}{letter}" if letter else str(n)
    assert normal_number(written) == f"{n}{letter}"


@pytest.mark.parametrize("name", ["The Prevention of Electronic Crimes Act, 2016", "peca"])
def test_a_name_leads_to_its_instrument(name: str) -> None:
    assert NAMES.slug_of(name) == "pk-peca-2016"
