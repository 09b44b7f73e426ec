"""How provisions are called, and where their pages are."""

from __future__ import annotations

import pytest

from corpus.model import Instrument, InstrumentType, Provision, ProvisionKind
from webui.presenters.places import (
    citation_of,
    contents_of,
    neighbours_of,
    page_of,
    place_of,
    title_of,
)


def unit(
    eid: str, kind: ProvisionKind, num: str | None = None, heading: str | None = None
) -> Provision:
    """A provision of which only the name matters."""
    return Provision(eid, kind, num, heading, "words", None, None, 0, 5)


@pytest.mark.parametrize(
    ("eid", "short", "long"),
    [
        ("sec_37", "s. 37", "section 37"),
        ("sec_37__subsec_1__para_a", "s. 37(1)(a)", "section 37(1)(a)"),
        ("art_19A", "Art. 19A", "Article 19A"),
        ("art_8__para_3__point_b", "Art. 8(3)(b)", "Article 8(3)(b)"),
        ("rule_5", "r. 5", "rule 5"),
        # a proviso is named, never numbered alone
        ("sec_2__subsec_1__proviso_1", "s. 2(1), proviso", "section 2(1), proviso"),
        ("sec_9__explanation_2", "s. 9, explanation 2", "section 9, explanation 2"),
        ("sched_I__para_2", "Schedule I(2)", "Schedule I(2)"),
        ("preamble", "preamble", "preamble"),
        ("rec_12", "recital 12", "recital 12"),
        ("chp_III", "Chapter III", "Chapter III"),
    ],
)
def test_place_of(eid: str, short: str, long: str) -> None:
    assert (place_of(eid), place_of(eid, long=True)) == (short, long)


@pytest.mark.parametrize(
    ("eid", "page"),
    [
        ("sec_37", "/i/pk-peca-2016/sec_37"),
        ("sec_37__subsec_1", "/i/pk-peca-2016/sec_37#sec_37__subsec_1"),
    ],
)
def test_page_of(eid: str, page: str) -> None:
    assert page_of("pk-peca-2016", eid) == page


@pytest.mark.parametrize(
    ("provision", "title"),
    [
        (unit("sec_37", ProvisionKind.SECTION, "37", "Locks"), "37. Locks"),
        (unit("chp_III", ProvisionKind.CHAPTER, "III", "WATER"), "Chapter III — WATER"),
        # a section of a chapter of articles only groups them
        (
            unit("chp_II__sec_1", ProvisionKind.SECTION, "1", "Ways"),
            "Section 1 — Ways",
        ),
        (unit("sched_I", ProvisionKind.SCHEDULE, "I"), "Schedule I"),
        (unit("preamble", ProvisionKind.PREAMBLE), "Preamble"),
        (unit("hd_2", ProvisionKind.HEADING, None, "Findings"), "Findings"),
    ],
)
def test_title_of(provision: Provision, title: str) -> None:
    assert title_of(provision) == title


def test_a_citation_says_the_day_it_speaks_for() -> None:
    river = Instrument(
        "pk-river-2001",
        "River Act, 2001",
        InstrumentType.ACT,
        "/akn/pk/act/2001/9",
        number="IX of 2001",
    )
    cited = citation_of(river, "sec_3__subsec_1", "2005-01-01")
    assert cited == "River Act, 2001 (IX of 2001), s. 3(1) (as at 2005-01-01)"
    # a text of unknown date claims none
    assert citation_of(river, "sec_3", "") == "River Act, 2001 (IX of 2001), s. 3"


def test_contents_group_and_neighbours_skip_groups() -> None:
    provisions = [
        unit("chp_I", ProvisionKind.CHAPTER, "I", "START"),
        unit("sec_1", ProvisionKind.SECTION, "1", "One"),
        unit("sec_1__subsec_1", ProvisionKind.SUBSECTION, "1"),
        unit("sec_2", ProvisionKind.SECTION, "2", "Two"),
    ]
    items = contents_of("pk-river-2001", provisions, current="sec_1")
    assert [(i.num, i.label, i.group) for i in items] == [
        ("", "Chapter I — START", True),
        ("1", "One", False),
        ("2", "Two", False),
    ]
    window, before, after = neighbours_of(items, "sec_1")
    assert [i.eid for i in window] == ["sec_1", "sec_2"]
    assert (before, after and after.eid) == (None, "sec_2")
