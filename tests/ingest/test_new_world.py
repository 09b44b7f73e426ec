"""Laws as other countries' sites and printers set them: codes, consolidations, public laws."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes


def read(text: str, name: str = "w.txt") -> Parsed:
    return parse_bytes(text.encode("utf-8"), name)


def texts(text: str, name: str = "w.txt") -> dict[str, str]:
    return {p.eid: p.text for p in read(text, name).provisions}


def headings(text: str, name: str = "w.txt") -> dict[str, str | None]:
    kinds = ("section", "article", "part", "chapter")
    return {p.eid: p.heading for p in read(text, name).provisions if p.kind in kinds}


MARGIN = """Widget Act

Marginal note:Short title

1 This Act may be cited as the Widget Act.

2011, c. 4, s. 1

Keeping and Losing of Widgets

Marginal note:Duty to count

2 (1) A keeper shall count the widgets.

Marginal note:Exception

(2) Subsection (1) does not apply where counting might

(a) break a widget; or

(b) wake one.

1992, c. 1, s. 144(F), c. 21, s. 34
R.S., 1985, c. 27 (1st Supp.), ss. 15, 203
SOR/2002-227, s. 3
Previous Version

Marginal note:Loss

3 A keeper shall report every loss.
"""


def test_a_line_that_calls_itself_a_marginal_note_is_a_heading() -> None:
    found = headings(MARGIN)
    assert found == {"sec_1": "Short title", "sec_2": "Duty to count", "sec_3": "Loss"}


def test_sources_under_a_section_and_headings_between_are_no_text_of_it() -> None:
    found = texts(MARGIN)
    assert found["sec_1"] == "This Act may be cited as the Widget Act."
    assert found["sec_2__subsec_1"] == "A keeper shall count the widgets."
    assert found["sec_2__subsec_2"].endswith("(b) wake one.")


def test_a_sentence_about_marginal_notes_stays_text() -> None:
    text = "WIDGET ACT, 2020\n1. Notes.—No\nmarginal note is law.\n2. Fees.—A fee is due.\n"
    assert texts(text)["sec_1"] == "No marginal note is law."


CODE = """Quick search by citation:
Title
Go!
{name} § 4410 - Loss of widgets
prev
|
next
(a)
In general
A keeper shall tell a
Clerk
of every loss, as
section 9 of this title
says.
(b)
Stay
(1)
A stay shall last a week.
(2)
It may be made longer.
(Added
Pub. L. 91–373
.)
Editorial Notes
Amendments
1984—Subsec. (e).
struck out.
"""


@pytest.mark.parametrize("name", ["26 U.S. Code", "18 U.S.C.", "16 CFR"])
def test_a_page_of_a_code_with_its_citation_as_heading(name: str) -> None:
    found = texts(CODE.format(name=name))
    assert headings(CODE.format(name=name)) == {"sec_4410": "Loss of widgets"}
    assert list(found) == [
        "sec_4410",
        "sec_4410__subsec_a",
        "sec_4410__subsec_b",
        "sec_4410__subsec_b__para_1",
        "sec_4410__subsec_b__para_2",
    ]
    assert found["sec_4410__subsec_b__para_2"] == "It may be made longer."


RULES = """PART 12—WIDGETS

§ 12.1 Right of a keeper to see what is held about a widget that is lost.

A keeper may ask.

§ 12.2 Notice.

(a) A notice shall say when.

(b) It shall be short.

[78 FR 4008, Jan. 17, 2013, as amended at 78 FR 76986, Dec. 20, 2013]

§ 12.3 Ban on the sale, gift or other handing over of widgets to those who cannot \
keep them, and on any promise to do so made before they have asked for a widget.

No sale is allowed.
"""


def test_a_headed_sign_with_a_stop_is_a_heading_however_long() -> None:
    found = headings(RULES)
    assert found["sec_12.1"] == (
        "Right of a keeper to see what is held about a widget that is lost"
    )
    assert (found["sec_12.3"] or "").startswith("Ban on the sale")
    assert texts(RULES)["sec_12.2"].endswith("It shall be short.")


def test_a_sign_before_a_sentence_heads_nothing() -> None:
    text = "Widget Code\n\n"
    text += "§ 1. A widget must be kept by the keeper that holds it at the given time.\n\n"
    text += "§ 2. A keeper must count the widgets once in every week of the year.\n\n"
    text += "§ 3. A fee shall be due for each of the widgets that are lost by it.\n"
    assert set(headings(text).values()) == {None}


LISTED = """# Widget Act 2020

#### 1 Meanings

- *Keepers*
- (1) In this Act, `keeper` means:
    - (a) a holder; or
    - (b) an owner.
- *Widgets that are lost etc.*
- (2) A widget is lost if nobody holds it.

#### 2 Duties

- (1) A keeper must count.
"""


def test_italic_headings_between_the_items_of_a_list() -> None:
    found = texts(LISTED, "w.md")
    assert found["sec_1__subsec_1"].endswith("(b) an owner.")
    assert found["sec_1__subsec_2"] == "A widget is lost if nobody holds it."


APART = """# Widget Act 2020

**1** **Guide**

(1) This Act has rules, as follows:

(a) counting:

(b) mending:

Rarer cases

(c) waking:

Fees

(2) Part 2 is about fees.

**2** **Fees**

A fee must be paid.

**3** **Oil**

A keeper must oil a widget.
"""


def test_headings_between_items_that_end_in_colons() -> None:
    found = texts(APART, "w.md")
    assert found["sec_1__subsec_1__para_b"] == "mending:"
    assert found["sec_1__subsec_1__para_c"] == "waking:"
    assert found["sec_1__subsec_2"] == "Part 2 is about fees."


def test_closing_words_are_no_heading() -> None:
    text = APART.replace("Rarer cases\n\n", "").replace("\n\nFees\n\n", "\n\nand no others.\n\n")
    assert texts(text, "w.md")["sec_1__subsec_1"].endswith("and no others.")


LAW = """                                 An Act

 To free widgets. <<NOTE: Jan. 5, 2025 -
                              [H.R. 9]>>

    Be it enacted by the Senate, <<NOTE: Widget Act.>>
SECTION 1. SHORT TITLE.

    This Act may be cited as the ``Widget Act''.
SEC. 2. <<NOTE: 9 USC 9 note.>> FREE WIDGETS.

    <<NOTE: Deadline.>> A keeper shall free every widget within a week. <<NOTE:
Reports.>> A clerk shall count them and tell the

[[Page 138 STAT. 9]]

Minister the sum.
SEC. 3. COST.

    (a) In General.--No fee is due.
    (b) Other Sums.--None are.

    Approved January 5, 2025.
"""


def test_notes_in_the_lines_of_a_public_law_are_left_out() -> None:
    found = texts(LAW)
    assert headings(LAW) == {"sec_1": "SHORT TITLE", "sec_2": "FREE WIDGETS", "sec_3": "COST"}
    assert "NOTE" not in read(LAW).text
    assert "Page" not in found["sec_2"]
    assert found["sec_2"].startswith("A keeper shall free every widget within a week. A clerk")
    assert found["sec_3"].endswith("None are.")


def test_a_note_that_never_closes_stays() -> None:
    text = LAW.replace("9 USC 9 note.>>", "9 USC 9 note.")
    assert "9 USC 9 note" in read(text.replace(">>", "")).text


WIKI = """THE CONSTITUTION OF WIDGETS

== CHAPTER FOUR - RIGHTS ==

=== Right to turn ===

19. (1) Every widget has the right to turn.

(2) It turns at will.

=== Rest ===

20. Every widget has the right to rest.

=== Oil ===

21. A widget shall be oiled.
"""


def test_headings_in_the_markup_of_a_wiki() -> None:
    found = headings(WIKI)
    assert [found[f"art_{n}"] for n in (19, 20, 21)] == ["Right to turn", "Rest", "Oil"]
    assert found["chp_FOUR"] == "RIGHTS"
    assert texts(WIKI)["art_19"].endswith("It turns at will.")


def test_codes_that_are_made_of_titles_have_lettered_subsections() -> None:
    text = "CHAPTER 15—WIDGETS\n\n§1501. Keeping\n\n(a) A keeper shall count, as section 9 of "
    text += "this title says.\n\n(b) None is free.\n\n§1502. Fees\n\nA fee is due.\n\n"
    text += "§1503. Ends\n\nIt shall end.\n"
    assert "sec_1501__subsec_a" in texts(text)
    # federal rules call the same letters paragraphs
    other = text.replace(
        "as section 9 of this title", "as paragraph (b) of section 9 of this title"
    )
    assert "sec_1501__para_a" in texts(other)
