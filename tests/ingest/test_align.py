"""Which provision is which: words decide, and a number only breaks ties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import (
    Alignment,
    AlignmentKind,
    AlignmentSummary,
    alignment_summary,
    by_new_eid,
    by_old_eid,
)
from corpus.model import Provision, ProvisionKind
from corpus.uri import EID_NAMES
from ingest.align import REASONS, align
from ingest.parse import parse_file
from ingest.sameness import one_letter

KINDS = {name: kind for kind, name in EID_NAMES.items()}
LINE = re.compile(r"( *)(?P<name>[a-z]+) (?P<num>\S+)(?: \[(?P<heading>.*?)\])?:(?P<words>.*)")
GROUPS = (ProvisionKind.PART, ProvisionKind.CHAPTER)

Row = tuple[str | None, str | None, str, str]


def law(outline: str) -> list[Provision]:
    """Provisions of an outline: `sec 5 [Heading]: words`, two spaces deeper for what it holds.

    `~` stands for a line's end.
    """
    rows = [found for line in outline.splitlines() if (found := LINE.match(line))]
    return list(_units(rows, None, 0))


def _units(
    rows: Sequence[re.Match[str]], parent: Provision | None, start: int
) -> Iterator[Provision]:
    while rows:
        deeper = (n for n, row in enumerate(rows) if n and len(row[1]) <= len(rows[0][1]))
        size = next(deeper, len(rows))
        unit = _unit(rows[0], parent, start)
        held = list(_units(rows[1:size], unit, start + len(unit.text) + 5))
        own = [f"\n({c.num}) {c.text}" for c in held if c.parent == unit.eid]
        text = unit.text + "".join(own)
        yield replace(unit, text=text, end=start + len(text))
        yield from held
        start += len(text) + 5
        rows = rows[size:]


def _unit(row: re.Match[str], parent: Provision | None, start: int) -> Provision:
    inside = parent is not None and parent.kind not in GROUPS
    eid = f"{row['name']}_{row['num']}"
    words = row["words"].strip().replace("~", "\n")
    return Provision(
        eid=f"{parent.eid}__{eid}" if parent and inside else eid,
        kind=KINDS[row["name"]],
        num=row["num"],
        heading=row["heading"],
        text=words,
        parent=parent.eid if parent else None,
        page=None,
        start=start,
        end=start + len(words),
    )


BASE = """
sec 1 [Name]: This law may be called the Harbour Lights Act.
sec 2 [Keepers]: The Warden shall appoint an authorised keeper for each lamp, who
  para a: trims the wick before every sunset;
  para b: records vessels that pass within a mile; and
  para c: rings the fog bell during thick weather.
sec 3 [Dues]: Every master pays lamp dues of four pence for each ton of burden.
sec 4 [Appeal]: A master may appeal against dues to the Harbour Court within ten days.
"""
DUES = "Every master pays lamp dues of four pence for each ton of burden."
RECORDS = "  para b: records vessels that pass within a mile; and\n"
NOTE = "–" * 40 + " See the Gazette of that year, page 12."


def edited(changes: Sequence[tuple[str, str]]) -> str:
    """The base law with words put for words, each of which it must have."""
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def told(old: str, new: str) -> list[Row]:
    """What differs, as eIds, kind and rule."""
    rows = align(law(old), law(new))
    return [(r.old_eid, r.new_eid, r.kind.value, r.rule) for r in rows if r.differs]


@pytest.mark.parametrize(
    "changes",
    [
        # nothing
        [],
        # capitals, quotes, a long dash, a hyphen at a line's end, spaces
        [("Every master", "every “Master”"), ("vessels", "ves-~sels"), ("fog bell", "fog  bell,")],
        # one word, two spellings
        [("authorised", "authorized")],
        # a heading that ran into the words, as narrow margins make it
        [("sec 3 [Dues]: Every", "sec 3: Dues. Every")],
        # a heading that the print set among the words
        [("A master may", "A Appeal master may")],
        # a footnote fell in: between words, and at the end
        [("for each ton", f"{NOTE} for each ton"), ("ten days.", f"ten days. {NOTE}")],
        # the heading of other units, below the last full stop
        [("of burden.", "of burden. 4A. Further Dues in Winter")],
        # a scanner read the digit as a letter
        [("[Name]: This", "[Name]: (l) This")],
    ],
)
def test_align_sees_through_print(changes: list[tuple[str, str]]) -> None:
    old = BASE.replace("[Name]: This", "[Name]: (1) This") if "(l)" in str(changes) else BASE
    assert told(old, edited(changes)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("four pence", "six pence")], [("sec_3", "sec_3", "amended", "words")]),
        # must not: a digit is never print
        ([("Lights Act.", "Lights Act, 1921.")], [("sec_1", "sec_1", "amended", "words")]),
        # must not: what follows a footnote's line and opens a unit is law
        (
            [("ten days.", f"ten days. {NOTE}~(b) The Court sits on Mondays.")],
            [("sec_4", "sec_4", "amended", "words")],
        ),
        # a letter is told apart and never overlooked: it might be `proscribed`
        ([("master pays", "master pass")], [("sec_3", "sec_3", "amended", "slip")]),
        ([("to the Harbour", "to Harbour")], [("sec_4", "sec_4", "amended", "slip")]),
        # must not: a negation is never a slip
        ([("may appeal", "may not appeal")], [("sec_4", "sec_4", "amended", "words")]),
        # must not: a rule that speaks of an omission is not omitted
        (
            [("against dues", "against dues omitted by the Warden")],
            [("sec_4", "sec_4", "amended", "words")],
        ),
        # the number is left and its words are gone: with an authority, and with stars
        (
            [(DUES, "Omitted by the Lights Amendment Act, s. 2.")],
            [("sec_3", "sec_3", "repealed", "emptied")],
        ),
        ([(DUES, "* * * *")], [("sec_3", "sec_3", "repealed", "emptied")]),
        # must not: the number is used again, for quite other words
        (
            [(f"[Dues]: {DUES}", "[Pilots]: No pilot boards without a licence sealed in wax.")],
            [
                ("sec_3", None, "repealed", "substituted"),
                (None, "sec_3", "inserted", "substituted"),
            ],
        ),
        # a section with its number and heading is the same one, however rewritten
        (
            [(DUES, "Every master pays such lamp dues as the Warden posts on the quay.")],
            [("sec_3", "sec_3", "amended", "words")],
        ),
        # must not: (b) is repealed and (c) takes its letter, but not its notes
        (
            [(RECORDS, ""), ("para c", "para b")],
            [
                ("sec_2", "sec_2", "amended", "words"),
                ("sec_2__para_b", None, "repealed", "gone"),
                ("sec_2__para_c", "sec_2__para_b", "renumbered", "number"),
            ],
        ),
        # (c) is put in and the old one moves down; the link to the list's end goes with it
        (
            [
                ("  para c: rings", "  para c: feeds the lighthouse cat; and\n  para d: rings"),
                ("a mile; and", "a mile;"),
            ],
            [
                ("sec_2", "sec_2", "amended", "words"),
                ("sec_2__para_b", "sec_2__para_b", "amended", "slip"),
                (None, "sec_2__para_c", "inserted", "new"),
                ("sec_2__para_c", "sec_2__para_d", "renumbered", "number"),
            ],
        ),
        # sections move down, and what they hold with them
        (
            [("sec 4", "sec 5"), ("sec 3", "sec 4"), ("sec 2", "sec 2 [Oil]: Oil is oil.\nsec 3")],
            [
                (None, "sec_2", "inserted", "new"),
                ("sec_2", "sec_3", "renumbered", "number"),
                ("sec_2__para_a", "sec_3__para_a", "renumbered", "parent"),
                ("sec_2__para_b", "sec_3__para_b", "renumbered", "parent"),
                ("sec_2__para_c", "sec_3__para_c", "renumbered", "parent"),
                ("sec_3", "sec_4", "renumbered", "number"),
                ("sec_4", "sec_5", "renumbered", "number"),
            ],
        ),
        # a section goes with all that it holds
        (
            [(BASE[BASE.index("sec 2") : BASE.index("sec 3")], "")],
            [
                ("sec_2", None, "repealed", "gone"),
                ("sec_2__para_a", None, "repealed", "with-parent"),
                ("sec_2__para_b", None, "repealed", "with-parent"),
                ("sec_2__para_c", None, "repealed", "with-parent"),
            ],
        ),
        # (c) leaves its section; the empty letter that stays behind is no heir
        (
            [
                ("rings the fog bell during thick weather.", "[Omitted]"),
                ("of burden.", "of burden.\n  para a: rings the fog bell during thick weather."),
            ],
            [
                ("sec_2", "sec_2", "amended", "words"),
                ("sec_2__para_c", "sec_3__para_a", "renumbered", "place"),
                ("sec_3", "sec_3", "amended", "words"),
            ],
        ),
        # a section is divided: its words are there, and a note on the section stays on it
        (
            [
                ("[Appeal]: A master", "[Appeal]:\n  subsec 1: A master"),
                ("ten days.", "ten days.\n  subsec 2: The Court sits on Mondays only."),
            ],
            [
                ("sec_4", "sec_4", "amended", "words"),
                (None, "sec_4__subsec_1", "inserted", "divided"),
                (None, "sec_4__subsec_2", "inserted", "new"),
            ],
        ),
        # must not: a few words move nowhere, although they stand elsewhere word for word
        (
            [("  para a: trims the wick before every sunset;", "  para a: the Warden;")],
            [
                ("sec_2", "sec_2", "amended", "words"),
                ("sec_2__para_a", None, "repealed", "substituted"),
                (None, "sec_2__para_a", "inserted", "substituted"),
            ],
        ),
    ],
)
def test_align_tells_what_differs(changes: list[tuple[str, str]], expected: list[Row]) -> None:
    assert told(BASE, edited(changes)) == expected


TWINS = """
sec 1: The clerk
  para a: keeps the register of pilots who hold a licence for the northern channel;
  para b: keeps the register of pilots who hold a licence for the southern channel;
sec 2: The purser counts coins.
"""


def test_align_does_not_put_a_repealed_clause_on_its_twin() -> None:
    without = TWINS.replace(TWINS.splitlines()[2] + "\n", "").replace("para b", "para a")
    rows = by_old_eid(align(law(TWINS), law(without)))
    assert rows["sec_1__para_a"].new_eid is None
    assert rows["sec_1__para_b"].new_eid == "sec_1__para_a"


def test_align_follows_a_twin_that_changed_by_a_word() -> None:
    without = TWINS.replace(TWINS.splitlines()[2] + "\n", "").replace("para b", "para a")
    rows = by_old_eid(align(law(TWINS), law(without.replace("hold a", "hold any"))))
    assert rows["sec_1__para_a"].new_eid is None
    assert rows["sec_1__para_b"].new_eid == "sec_1__para_a"


def test_align_does_not_choose_between_two_heirs_elsewhere() -> None:
    """A clause that was copied to two places has no single heir."""
    moved = "  para a: reads the tide gauge on the second pier at noon;\n"
    clerk, purser, diver = (
        "sec 1: The clerk of the quay writes letters to captains in a fair hand.\n",
        "sec 2: The purser locks all coins in an iron chest beneath his bed.\n",
        "sec 3: The diver clears weed from every hull before winter storms.\n",
    )
    old = clerk + moved + purser + diver
    new = clerk + purser + moved + diver + moved
    assert by_old_eid(align(law(old), law(new)))["sec_1__para_a"].new_eid is None


def test_align_keeps_a_section_that_changed_its_chapter() -> None:
    old = "chp I [Lights]:\n  sec 1: Lamps burn until dawn.\n  sec 2: Oil is measured weekly.\n"
    new = old.replace("  sec 2", "chp II [Stores]:\n  sec 2")
    rows = align(law(old), law(new))
    assert by_old_eid(rows)["sec_2"].kind is AlignmentKind.SAME
    assert by_new_eid(rows)["chp_II"].kind is AlignmentKind.INSERTED


def test_align_calls_a_chapter_amended_by_its_units_alone() -> None:
    old = "chp I [Lights]:\n  sec 1 [Hours]: Lamps burn until dawn.\n  sec 2: Oil is weighed.\n"
    reset = old.replace("Lamps burn", "LAMPS burn")
    changed = old.replace("dawn", "noon")
    assert [row for row in align(law(old), law(reset)) if row.differs] == []
    assert by_old_eid(align(law(old), law(changed)))["chp_I"].rule == "contents"


def test_align_fills_a_number_that_stood_empty() -> None:
    empty = BASE.replace(DUES, "[Omitted]")
    row = by_new_eid(align(law(empty), law(BASE)))["sec_3"]
    assert (row.old_eid, row.kind, row.rule) == ("sec_3", AlignmentKind.INSERTED, "refilled")


def test_align_gives_an_empty_number_to_one_of_twins() -> None:
    # a print that numbers two sections alike
    old = law("sec 1: A keeper shall light the lamp.\nsec 1_2: No boat may pass in fog at night.")
    old = [replace(p, num="1") for p in old]
    new = law("sec 1: [Omitted]")
    rows = align(old, new)
    assert Counter(r.old_eid for r in rows if r.old_eid) == Counter(["sec_1", "sec_1_2"])
    assert [r.new_eid for r in rows if r.new_eid] == ["sec_1"]


def test_align_does_not_call_an_empty_number_a_change() -> None:
    shown = BASE + "sec 5 [Fines]: Omitted by the Lights Amendment Act, s. 3.\n"
    assert told(BASE, shown) == []
    assert told(shown, BASE) == []
    both = by_old_eid(align(law(shown), law(shown.replace("s. 3", "section 3"))))["sec_5"]
    assert (both.kind, both.rule) == (AlignmentKind.SAME, "omitted")


def test_align_measures_what_stayed() -> None:
    rows = by_old_eid(align(law(BASE), law(edited([("four pence", "six pence")]))))
    assert rows["sec_1"].similarity == 1.0
    assert 0.6 < rows["sec_3"].similarity < 1.0
    assert (rows["sec_1"].changed, rows["sec_3"].changed) == (False, True)


def test_align_tells_a_renumbered_unit_that_changed() -> None:
    new = edited([(RECORDS, ""), ("para c", "para b"), ("thick weather", "heavy weather")])
    row = by_old_eid(align(law(BASE), law(new)))["sec_2__para_c"]
    assert (row.kind, row.changed, row.moved) == (AlignmentKind.RENUMBERED, True, False)


def test_align_puts_an_insertion_after_what_it_follows() -> None:
    rows = align(law(BASE), law(BASE.replace("sec 4", "sec 3A [Oil]: Oil is oil.\nsec 4")))
    assert [row.new_eid for row in rows][-3:] == ["sec_3", "sec_3A", "sec_4"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("therein", "therin", True),
        ("minister", "minsiter", True),  # neighbours changed places
        ("lapsed", "elapsed", True),
        ("his", "is", True),
        ("same", "same", True),
        ("prescribed", "proscribed", True),  # why a slip is reported
        ("lawful", "unlawful", False),
        ("2010", "2016", False),  # must not: digits are no letters
        ("s3", "s4", False),
        ("form", "from", True),
        ("abcd", "badc", False),  # two pairs changed places
    ],
)
def test_one_letter(a: str, b: str, expected: bool) -> None:
    assert one_letter(a, b) is expected
    assert one_letter(b, a) is expected


def test_alignment_summary_counts_by_kind_and_names_the_sections() -> None:
    new = edited([(RECORDS, ""), ("para c", "para b"), ("master pays", "master pass")])
    summary = alignment_summary(align(law(BASE), law(new)))
    assert summary.count(AlignmentKind.REPEALED) == 1
    assert dict(summary.basic_counts) == Counter(
        {AlignmentKind.SAME: 2, AlignmentKind.AMENDED: 2}
    ) | dict.fromkeys([*AlignmentKind][2:], 0)
    assert [row.new_eid for row in summary.changed] == ["sec_2"]
    assert [row.new_eid for row in summary.doubtful] == ["sec_3"]


CLAUSE = st.lists(
    st.sampled_from(["lamp", "oil", "fog", "bell", "the", "of", "shall", "not", "wick", "tide"]),
    max_size=9,
).map(" ".join)
LAWS = st.lists(st.tuples(CLAUSE, st.lists(CLAUSE, max_size=3)), max_size=5).map(
    lambda sections: "".join(
        f"sec {n}: {words}\n" + "".join(f"  para {'abc'[at]}: {c}\n" for at, c in enumerate(held))
        for n, (words, held) in enumerate(sections, start=1)
    )
)


@given(LAWS, LAWS)
def test_align_tells_every_provision_once(old: str, new: str) -> None:
    before, after = law(old), law(new)
    rows = align(before, after)
    assert Counter(r.old_eid for r in rows if r.old_eid) == Counter(p.eid for p in before)
    assert Counter(r.new_eid for r in rows if r.new_eid) == Counter(p.eid for p in after)


@given(LAWS)
def test_align_finds_a_law_the_same_as_itself(text: str) -> None:
    rows = align(law(text), law(text))
    assert all(row.kind is AlignmentKind.SAME and row.old_eid == row.new_eid for row in rows)
    assert all(row.similarity == 1.0 and not row.changed and not row.moved for row in rows)


@given(LAWS, LAWS)
def test_align_keeps_its_promises_in_every_row(old: str, new: str) -> None:
    for row in align(law(old), law(new)):
        assert row.reason == REASONS[row.rule]
        assert 0.0 <= row.similarity <= 1.0
        assert _is_whole(row)


def _is_whole(row: Alignment) -> bool:
    both = row.old_eid is not None and row.new_eid is not None
    if row.kind in (AlignmentKind.SAME, AlignmentKind.AMENDED):
        same = row.kind is AlignmentKind.SAME
        return row.old_eid == row.new_eid and row.changed is not same
    if row.kind is AlignmentKind.RENUMBERED:
        return both and row.old_eid != row.new_eid
    alone = row.new_eid if row.kind is AlignmentKind.INSERTED else row.old_eid
    return alone is not None and (row.rule in ("emptied", "refilled")) is both


@given(LAWS, LAWS)
def test_align_is_the_same_both_ways(old: str, new: str) -> None:
    """What is inserted one way is repealed the other."""
    there = alignment_summary(align(law(old), law(new)))
    back = alignment_summary(align(law(new), law(old)))
    assert there.count(AlignmentKind.INSERTED) == back.count(AlignmentKind.REPEALED)
    assert there.count(AlignmentKind.REPEALED) == back.count(AlignmentKind.INSERTED)
    assert there.count(AlignmentKind.SAME) == back.count(AlignmentKind.SAME)


@pytest.fixture(scope="module")
def prints(shared: Path) -> AlignmentSummary:
    """The Constitution of Pakistan as printed in 2012 and in 2024."""
    names = ("pk-constitution-1973.2012.pdf", "pk-constitution-1973.2024.pdf")
    old, new = (parse_file(shared / "texts" / name).provisions for name in names)
    return alignment_summary(align(old, new))


# Read by hand in the footnotes of the 2024 print: Acts 1 of 2015 to 26 of 2024, the Twenty-first
# to the Twenty-sixth Amendment.  The Twenty-first and the Twenty-third lapsed.
AMENDED = re.findall(
    r"\w+",
    "1 38 48 51 59 62 81 106 111 155 175A 177 179 184 185 186A 187 193 199 203C 203D 208 209 213 "
    "215 216 217 218 219 221 222 229 230 246 255 259",
)
INSERTED = ["9A", "191A", "202A"]
REPEALED = ["247"]
SCHEDULES = ["FOURTH"]
# Where the two prints differ in words without such a footnote, each read by hand: a word or a
# spelling (99, 144, 224A, First Schedule), words printed twice in 2012 (162), an Explanation that
# the print of 2012 leaves as the Eighteenth Amendment put it (175), the order of a table's heads
# (Fifth Schedule).
UNSIGNED = {
    *(f"art_{num}" for num in ("99", "144", "162", "175", "224A")),
    *(f"sched_{num}" for num in ("FIRST", "FIFTH")),
}


@pytest.mark.shared
def test_align_names_every_article_that_six_amendments_changed(prints: AlignmentSummary) -> None:
    found = {(row.new_eid, row.kind.value) for row in prints.changed}
    signed = {
        *((f"art_{num}", "amended") for num in AMENDED),
        *((f"art_{num}", "inserted") for num in INSERTED),
        *((f"art_{num}", "repealed") for num in REPEALED),
        *((f"sched_{num}", "amended") for num in SCHEDULES),
    }
    assert signed <= found
    assert found - signed == {(eid, "amended") for eid in UNSIGNED}
