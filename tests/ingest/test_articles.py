"""Constitutions, treaties and European acts: articles, what groups them and what stands around."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes


def parsed(text: str, name: str = "x.txt") -> Parsed:
    return parse_bytes(text.encode(), name)


def tree(text: str) -> list[tuple[str, str | None]]:
    return [(p.eid, p.heading) for p in parsed(text).provisions]


FEDERAL = """The Constitution of the United Widgets

We the People of the United Widgets do establish this Constitution.

Article. I.

Section. 1.

All Powers shall be vested in a Board.

Section. 2.

The House shall be composed of Planks.

Section. 3.

The Senate shall be composed of Wedges.

Article. II.

Section. 1.

The Power to roll shall be vested in a Keeper.

Section. 2.

The Keeper shall roll.

Article. III.

Full Faith shall be given to widgets.
"""

BASIC_LAW = """Basic Law of Widgetland

Preamble

Conscious of their duty, the people have adopted this Basic Law.

I. Basic Rights

Article 1
[Widget dignity]

(1) Widget dignity shall be inviolable.

(2) All power shall respect it.

Article 5 [Freedom to squeak]

(1) Every widget may squeak.

II. The Federation

Article 20a
[Protection of wood]

The state protects wood.
"""

COVENANT = """Covenant on Widget Rights

The States Parties to the present Covenant,

Considering that rolling is free,

Agree upon the following articles:

PART I

Article 1

1. All widgets may roll.

2. All widgets may stop.

PART III

Article 19

3. Rolling may be restricted:

(a) For the rights of planks;

(b) For order.

Article 53

i. This is open to all:

a) the States;

b) the Boards.

IN WITNESS WHEREOF, the undersigned have signed.

A. Wedge
"""

SECTIONED = """CONVENTION ON WIDGETS

The Governments signatory hereto,

Have agreed as follows:

ARTICLE 1
Duty to respect widgets

The Parties respect widgets.

SECTION I
RIGHTS

ARTICLE 2
Right to roll

1. Every widget may roll.

SECTION II
COURT

ARTICLE 19
Making of the Court

There shall be a Court.
"""

NATIONAL = """LAW OF THE REPUBLIC OF WIDGETS

Chapter 1. GENERAL PROVISIONS

Article 1. Scope

1. This Law applies to widgets.

2. It does not apply to:

1) planks;

2) wedges.

Article 2. Words

In this Law:

1) widget — a thing that:

a) rolls; or

b) stops.

Article 2-1. Advertising by electronic means

Advertising shall be fair.

Chapter 2. RIGHTS

Article 3. Rights of the keeper

The keeper has rights.
"""

CHAPTERS = """THE CONSTITUTION OF WIDGETA

CHAPTER ONE

SUPREMACY

Sovereignty of the people.

1. (1) All power belongs to the people.

(2) This Article binds all.

Supremacy of this Constitution.

2. (1) This Constitution is supreme.

CHAPTER THREE—CITIZENSHIP

Entitlements.

12. Every citizen has rights under this Article.

FIRST SCHEDULE (Article 6(1))

COUNTIES

1. Plankton

2. Wedgeville
"""

SPOKEN = """Constitution of Widget Africa

CHAPTER 1
FOUNDING PROVISIONS

1 Republic

The Republic is one state; this section says so.

2 Supremacy

This Constitution is supreme; this section says so.

3 Citizenship

(1) There is a citizenship under this section.
"""


ITEMS = """CONSTITUTION OF THE REPUBLIC OF WIDGETS

Art. 1. The Republic is founded on:

I – wood;

II – rolling:

a) uphill;

b) downhill.

Art. 5º All widgets are equal.

Art. 9. Aspiring to a lasting peace, the people forever renounce every plank.
In this they are one.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            ITEMS,
            [
                ("art_1", None),
                ("art_1__point_I", None),
                ("art_1__point_II", None),
                ("art_1__point_II__point_a", None),
                ("art_1__point_II__point_b", None),
                ("art_5", None),
                # a sentence is no heading, though its verb is not among the usual ones
                ("art_9", None),
            ],
            id="items with a dash",
        ),
        pytest.param(
            FEDERAL,
            [
                ("preamble", None),
                ("art_I", None),
                ("art_I__sec_1", None),
                ("art_I__sec_2", None),
                ("art_I__sec_3", None),
                ("art_II", None),
                ("art_II__sec_1", None),
                ("art_II__sec_2", None),
                ("art_III", None),
            ],
            id="articles that group sections",
        ),
        pytest.param(
            BASIC_LAW,
            [
                ("preamble", "Preamble"),
                ("chp_I", "Basic Rights"),
                ("art_1", "[Widget dignity]"),
                ("art_1__para_1", None),
                ("art_1__para_2", None),
                # a number before a bracket is no footnote's call where its word stands before it
                ("art_5", "[Freedom to squeak]"),
                ("art_5__para_1", None),
                ("chp_II", "The Federation"),
                ("art_20a", "[Protection of wood]"),
            ],
            id="groups with a Roman number only",
        ),
        pytest.param(
            COVENANT,
            [
                ("preamble", None),
                ("part_I", None),
                ("art_1", None),
                ("art_1__para_1", None),
                ("art_1__para_2", None),
                ("part_III", None),
                # a gap in the numbers is no reason to doubt a number with its word
                ("art_19", None),
                ("art_19__para_3", None),
                ("art_19__para_3__point_a", None),
                ("art_19__para_3__point_b", None),
                ("art_53", None),
                ("art_53__point_i", None),
                ("art_53__point_i__point_a", None),
                ("art_53__point_i__point_b", None),
            ],
            id="treaty",
        ),
        pytest.param(
            SECTIONED,
            [
                ("preamble", None),
                ("art_1", "Duty to respect widgets"),
                ("sec_I", "RIGHTS"),
                ("art_2", "Right to roll"),
                ("art_2__para_1", None),
                ("sec_II", "COURT"),
                ("art_19", "Making of the Court"),
            ],
            id="sections that group articles",
        ),
        pytest.param(
            NATIONAL,
            [
                ("chp_1", "GENERAL PROVISIONS"),
                ("art_1", "Scope"),
                ("art_1__para_1", None),
                ("art_1__para_2", None),
                ("art_1__para_2__point_1", None),
                ("art_1__para_2__point_2", None),
                ("art_2", "Words"),
                ("art_2__para_1", None),
                ("art_2__para_1__point_a", None),
                ("art_2__para_1__point_b", None),
                # “means” is a noun here
                ("art_2-1", "Advertising by electronic means"),
                ("chp_2", "RIGHTS"),
                ("art_3", "Rights of the keeper"),
            ],
            id="numbers with a bracket",
        ),
        pytest.param(
            CHAPTERS,
            [
                ("chp_ONE", "SUPREMACY"),
                ("art_1", "Sovereignty of the people"),
                ("art_1__para_1", None),
                ("art_1__para_2", None),
                ("art_2", "Supremacy of this Constitution"),
                ("art_2__para_1", None),
                ("chp_THREE", "CITIZENSHIP"),
                ("art_12", "Entitlements"),
                ("sched_FIRST", "COUNTIES"),
                ("sched_FIRST__para_1", None),
                ("sched_FIRST__para_2", None),
            ],
            id="numbers in words, headings above with a stop",
        ),
        pytest.param(
            SPOKEN,
            [
                ("chp_1", "FOUNDING PROVISIONS"),
                ("sec_1", "Republic"),
                ("sec_2", "Supremacy"),
                ("sec_3", "Citizenship"),
                ("sec_3__subsec_1", None),
            ],
            id="the text says what its units are",
        ),
    ],
)
def test_articles_and_what_groups_them(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert tree(text) == expected


def test_signatures_belong_to_no_article() -> None:
    assert parsed(COVENANT).provisions[-1].text == "the Boards."


EUROPEAN = """REGULATION (EU) 2031/7 OF THE WIDGET COUNCIL

Whereas:

(1) Widgets roll.

(2) Planks do not.

(3) Wedges stop both.

HAS ADOPTED THIS REGULATION:

Article 1

Aim

1. Each widget shall roll on the basis of the Widget Code (

2

), and stop.

Article 2

Words

(1)

‘widget’ means a thing;

(2)

‘plank’ means no widget.

Article 3

Start

This Regulation starts at once. However, Article 1(1),
(3) and (6) start later.

Done at Plankton, 1 May 2031.

For the Council

(1) Widget Code of 2001 (OJ W 1, p. 1).

(2) OJ W 2, p. 5.

ANNEX I

LIST OF WIDGETS

1. Round widgets:

(a) small;

2. Flat widgets.

(1) Widget Atlas (OJ W 3, p. 1).

(2)

OJ W 4, p. 9.

////$(document).ready(function(){generateTOC(true);});
"""


def test_a_european_act_as_text() -> None:
    found = parsed(EUROPEAN)
    texts = {p.eid: p.text for p in found.provisions}
    expected = (
        "rec_1 rec_2 rec_3 art_1 art_1__para_1 art_2 art_2__para_1 art_2__para_2 art_3 "
        "sched_I sched_I__para_1 sched_I__para_1__point_a sched_I__para_2"
    )
    assert " ".join(p.eid for p in found.provisions) == expected
    # the call goes, and the sentence it was set in goes on
    assert texts["art_1__para_1"].endswith("the Widget Code, and stop.")
    # numbers of a reference at a line's start are no points
    assert texts["art_3"].endswith("(3) and (6) start later.")
    # notes and signatures after the articles and after the annex belong to neither
    assert texts["sched_I__para_2"] == "Flat widgets."
    assert "generateTOC" not in found.text


def test_a_list_at_the_end_without_sources_is_no_list_of_notes() -> None:
    text = EUROPEAN.split("Done at")[0] + "\nThe fees are:\n\n(1) five;\n\n(2) six.\n"
    assert "art_3__para_1" in [p.eid for p in parsed(text).provisions]
