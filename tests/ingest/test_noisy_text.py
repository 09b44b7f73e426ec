"""Text files that another program read from pictures: found out, mended where numbers prove it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Provision
from ingest.draft import Draft, Role
from ingest.parse import Parsed, parse_bytes
from ingest.readers import text
from ingest.readers.noisy_text import signs_of

_SIGNS = """\
{1) Every keeper of a pond shall count its herons each spring.
@ The count goes to the warden |
(O] The warden keeps the counts ¥ for seven years.
(3) Nobody may move a heron | without leave.
{4) A heron that leaves is not counted.
(iti) nor is one that sleeps |
"""
"""Enough broken numbers and lone marks for any text to look read by machine."""


def _read(words: str) -> Draft:
    draft = Draft("ponds.txt")
    text.read(words.encode(), draft)
    return draft


def _lines(words: str) -> list[str]:
    """The lines that are left of a text, before the signs that make it look read by machine."""
    draft = _read(f"{words}\n99. Signs.\n{_SIGNS}")
    kept = [block.text for block in draft.blocks if block.role is Role.BODY]
    return kept[: next(at for at, line in enumerate(kept) if line.startswith("99."))]


def _parsed(words: str) -> Parsed:
    return parse_bytes(words.encode(), "ponds.txt")


@pytest.mark.parametrize(
    ("words", "noisy"),
    [
        (_SIGNS, True),
        # numbers in a pile of their own, which only a machine leaves
        ("(i)\n(ii)\n(iii)\n(iv)\n(v)\n(vi)\n(vii)\n(viii)\n(ix)\n(x)\nthe oar;\nthe net.", True),
        # a clean law, with the numbers that clean laws have
        ("1. Name.\n(1) One.\n(2) Two.\n(a) oar;\n(aa) net;\n(iv) sail.\n[(2A) Three.]\n", False),
        # numbers on lines of their own right before their items, as pages copied from the web
        ("(a)\nthe oar;\n(b)\nthe net;\n(c)\nthe sail;\n(d)\nthe mast;\n(e)\nthe keel.\n", False),
        # a table, and blanks to be filled in
        ("| oar | net |\n|---|---|\n| 1 | 2 |\nName|____________\n" * 5, False),
        # names in odd letters, which are few and alone
        ("The iPond and the McHeron of pondWatch meet the WaterNet.\n", False),
        ("", False),
    ],
)
def test_what_a_machine_read_is_found_out(words: str, noisy: bool) -> None:
    assert signs_of(words.split("\n")).noisy is noisy


def test_a_clean_text_is_left_alone() -> None:
    words = "1. Name.—(1) These rules are named.\n8- Oars.—(1) An oar.\n{2) A net.\n"
    draft = _read(words)
    assert [block.text for block in draft.blocks] == words.rstrip().split("\n")
    assert not draft.decisions
    assert not draft.warnings
    assert draft.scan_confidence is None
    assert {block.confidence for block in draft.blocks} == {1.0}


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        # a stop read as a hyphen, between 7 and 9
        (
            "7. Oars.—(1) An oar is held.\n8- nets.{!) A net is dried.\n9. Sails.—(1) A sail.",
            "8. nets.—(1) A net is dried.",
        ),
        # a figure read as a letter
        (
            "19. Oars.—(1) An oar is held.\n2A. Nets.—(1) A net.\n21. Sails.—(1) A sail.",
            "20. Nets.—(1) A net.",
        ),
        # no stop at all
        ("1. Oars.—(1) An oar.\n2 Nets.—(1) A net.\n3. Sails.—(1) A sail.", "2. Nets.—(1) A net."),
        # an inserted section between its neighbours is what it says
        (
            "2. Oars.—(1) An oar.\n2A. Nets.—(1) A net.\n3. Sails.—(1) A sail.",
            "2A. Nets.—(1) A net.",
        ),
        # a number that nothing proves stays as it is read
        ("7. Oars.—(1) An oar.\n3- Nets and lines\n9. Sails.—(1) A sail.", "3- Nets and lines"),
    ],
)
def test_numbers_of_sections_are_mended(words: str, mended: str) -> None:
    assert mended in _lines(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # the number went to a sub-section, and the heading lost it
        (
            "1. Name.—(1) These rules are named.\n2. They shall begin at once\n"
            "Meanings.—(1) In these rules:\n3. Oars.—(1) An oar.",
            ["(2) They shall begin at once", "2. Meanings.—(1) In these rules:"],
        ),
        # the number stands alone, far above its heading
        (
            "7. Oars.—(1) An oar.\n8.\nNets.—(1) A net is dried.\n9. Sails.—(1) A sail.",
            ["8. Nets.—(1) A net is dried."],
        ),
        # two headings without a number: neither is given one
        (
            "7. Oars.—(1) An oar.\nNets.—(1) A net.\nLines.—(1) A line.\n9. Sails.—(1) A sail.",
            ["Nets.—(1) A net.", "Lines.—(1) A line."],
        ),
    ],
)
def test_lost_numbers_are_given_back(words: str, expected: list[str]) -> None:
    lines = _lines(words)
    assert all(line in lines for line in expected)
    assert "8." not in lines


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "7. Oars.—(1) An oar is held. 8. Nets.—(1) A net is dried.\n9. Sails.—(1) A sail.",
            ["7. Oars.—(1) An oar is held.", "8. Nets.—(1) A net is dried."],
        ),
        # the text refers to a section that is not the next one, or that opens elsewhere
        (
            "7. Oars.—(1) An oar. 3. Nets.—(1) A net.\n8. Sails.—(1) A sail.",
            ["7. Oars.—(1) An oar. 3. Nets.—(1) A net."],
        ),
    ],
)
def test_two_sections_on_one_line_are_parted(words: str, expected: list[str]) -> None:
    lines = _lines(words)
    assert [line for line in lines if line in expected] == expected


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("4. Herons.{l) There is a count.", "4. Herons.—(1) There is a count."),
        ("4. Herons\n(I) There is a count.\n(2) It is kept.", "(1) There is a count."),
        ("4. Herons\n(l) There is a count.", "(1) There is a count."),
        # a Roman list with its second item is one
        ("4. Herons\n(I) There is a count.\n(II) It is kept.", "(I) There is a count."),
        # the twelfth item of a list is no first one
        ("4. Herons.—(1) A count of:\n(k) eggs;\n(l) Nests.", "(l) Nests."),
    ],
)
def test_first_numbers_are_mended(words: str, mended: str) -> None:
    assert mended in _lines(words)


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("Cnaprrn-IlI", "CHAPTER III"),
        ("CHAPTER.VI", "CHAPTER VI"),
        ("PART -.I11", "PART III"),
        ("AnnexA", "Annex A"),
        # words that are like none, a schedule, and a sentence
        ("Cormorant II", "Cormorant II"),
        ("SCHEDULE II", "SCHEDULE II"),
        ("Chapter II of the Ponds Act applies", "Chapter II of the Ponds Act applies"),
    ],
)
def test_headings_of_chapters_are_mended(words: str, mended: str) -> None:
    assert mended in _lines(f"2. Oars.—(1) An oar.\n{words}\nOF NETS\n3. Nets.—(1) A net.")


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("(1) One heron.\n@ Two herons.\n(3) Three herons.", "(2) Two herons."),
        ("(1) One heron.\n() Two herons.\n(3) Three herons.", "(2) Two herons."),
        ("(a) one heron;\n(0 two herons;\n(c) three herons.", "(b) two herons;"),
        # the inner list is nearer than the outer
        ("(1) Of:\n(e) oars;\n(0 nets;\n(g) sails.\n(3) End.", "(f) nets;"),
        ("(i) an oar;\n(i) a net;\n(iii) a sail.", "(ii) a net;"),
        # the first item stays, and so does a line that refers
        ("5. Oars.—(1) Take:\n(i) an oar;\n(ii) a net.\n(2) End.", "(i) an oar;"),
        ("(1) One heron.\n[See rule 4]\n(3) Three herons.", "[See rule 4]"),
        ("(x) under the Act\n(XL of 2016);\n(xii) a sail;", "(XL of 2016);"),
        # no number on the other side
        ("(1) One heron.\n@ Two herons.", "@ Two herons."),
    ],
)
def test_list_numbers_that_say_nothing_are_told_from_both_sides(words: str, mended: str) -> None:
    assert mended in _lines(f"4. Herons\n{words}")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # the pile before its items, with numbers that were misread
        (
            "(1) Take:\n(i)\n(i)\n(ifi)\n(@iv)\nan oar;\na net\nof hemp;\na sail; and\na mast.\n"
            "(2) Go.",
            ["(i) an oar;", "(ii) a net", "(iii) a sail; and", "(iv) a mast."],
        ),
        # the pile after its items
        ("(1) Take:\nan oar;\na net;\n(i)\n(ii)\n(2) Go.", ["(i) an oar;", "(ii) a net;"]),
        # an inner list keeps its own numbers
        (
            "(1) Take:\n(i)\n(ii)\nan oar:\n(a) of ash;\n(b) of elm;\na net.\n(2) Go.",
            ["(i) an oar:", "(a) of ash;", "(ii) a net."],
        ),
        # more numbers than items: nothing is dealt out
        ("(1) Take:\n(i)\n(ii)\n(iii)\nan oar;\na net;\n(2) Go.", ["an oar;", "a net;"]),
    ],
)
def test_piles_of_numbers_are_dealt_out(words: str, expected: list[str]) -> None:
    lines = _lines(f"4. Boats\n{words}")
    assert [line for line in lines if line in expected] == expected


def test_page_heads_are_set_aside_however_badly_they_were_read() -> None:
    heads = (
        "1754 THE GAZETTE OF PONDS, EXTRA., MAY 13, 2021 [PART I",
        "PARTI] THEGAZETTEOFPONDS,EXTRA., MAY 13, 2021 1755",
        "1756 TIIE GAZETTE OF PONDS, EXTRA., MAY 13, 2021 [Panr I",
        "1757 THE GAZBTTE OE PONOS, EXTRA., MAY 13, 2O21",
    )
    kept = "THE COUNTING OF HERONS IN PONDS AND LAKES"  # a heading in capitals has no number
    lines = _lines(f"1. Oars.—(1) An oar\n{heads[0]}\nis held.\n" + "\n".join([*heads[1:], kept]))
    assert lines == ["1. Oars.—(1) An oar", "is held.", kept]


_RULES = """\
1. Name and beginning
(1) These rules may be called the Heron Counting Rules, 2021.
2. They shall come into force at once
Meanings.— (1) In these rules, unless the pond requires otherwise:—
@
(i)
(iii)
“count” means a number of herons;
“pond” means still water;
“warden” means the keeper of a pond.
(2) Other words mean what they mean elsewhere.
Cnaprrn-Il
OF COUNTS
3. Counting of herons
The warden shall count the herons of each pond in spring and again in autumn |
4. Boards of wardens.{l) There shall be a board of wardens for the ponds.
@ The board meets in May |
(3) The board keeps the counts.
5- reports.{!) The board reports the counts to the ministry each year.
6. Fines
(I) Who moves a heron withont leave pays a fine.
{2) The fine is twelve crowns ¥ or less.
"""


def _told(parsed: Parsed) -> list[tuple[str | None, str | None]]:
    return [(p.num, p.heading) for p in parsed.provisions if p.kind == "rule"]


def test_the_rules_of_a_noisy_text_are_found_with_their_headings() -> None:
    parsed = _parsed(_RULES)
    assert _told(parsed) == [
        ("1", "Name and beginning"),
        ("2", "Meanings"),
        ("3", "Counting of herons"),
        ("4", "Boards of wardens"),
        ("5", "reports"),
        ("6", "Fines"),
    ]
    eids = {p.eid for p in parsed.provisions}
    assert {"chp_II", "rule_1__subsec_2", "rule_4__subsec_2", "rule_6__subsec_1"} <= eids
    assert "rule_2__subsec_1__para_ii" in eids


def test_the_words_of_a_noisy_text_are_not_corrected() -> None:
    assert "moves a heron withont leave" in _parsed(_RULES).text


def test_a_noisy_text_warns_and_traces_every_mended_number() -> None:
    parsed = _parsed(_RULES)
    assert parsed.scan_confidence is not None
    assert 0.5 < parsed.scan_confidence < 1
    assert sum("machine read from pictures" in warning for warning in parsed.warnings) == 1
    rules = {d.rule for d in parsed.decisions if d.stage == "ReadNoisyText"}
    assert rules >= {"noisy.number", "noisy.lost_number", "noisy.label", "noisy.container"}
    assert all(0 <= d.doubt < 0.25 for d in parsed.decisions if d.stage == "ReadNoisyText")


def _one(parsed: Parsed, eid: str) -> Provision:
    return next(p for p in parsed.provisions if p.eid == eid)


def test_a_provision_of_odd_words_is_less_sure_than_one_of_plain_words() -> None:
    odd = "(3) Tlqe br€ak pr{s fo11owing dhtr cvbq."
    parsed = _parsed(_RULES.replace("(3) The board keeps the counts.", odd))
    assert _one(parsed, "rule_4__subsec_3").confidence < 0.75
    assert _one(parsed, "rule_4__subsec_2").confidence > 0.75


def test_markdown_is_mended_too() -> None:
    words = "# The Heron Counting Rules, 2021\n\n" + _RULES.replace("\n", "\n\n")
    parsed = parse_bytes(words.encode(), "ponds.md")
    assert [num for num, _ in _told(parsed)] == ["1", "2", "3", "4", "5", "6"]
    assert parsed.scan_confidence is not None


def test_a_text_without_a_title_takes_its_unit_from_its_schedule() -> None:
    words = "4. Oars.—(1) An oar is held.\n5. Nets.—(1) A net is dried.\n\nSCHEDULE I\n"
    assert _parsed(f"{words}[See rule 5(1)]\nForm of a net.\n").unit == "rule"
    assert _parsed(f"{words}[See section 5(1)]\nForm of a net.\n").unit == "section"


_MORE = ["an oar;", "The board", "(0", "8.", "é¥", "“4)", "THE GAZETTE 12", "\n\n"]
_PIECES = st.lists(
    st.sampled_from(
        [
            *_MORE,
            "1.",
            "2-",
            "{1)",
            "@",
            "(i)",
            "()",
            "(O]",
            "|",
            "CHAPTER",
            "II",
            "Nets.—(1)",
            "\n",
        ]
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(_PIECES)
def test_any_pile_of_pieces_is_read_and_keeps_its_words(pieces: list[str]) -> None:
    words = " ".join(pieces)
    draft = _read(words + "\n" + _SIGNS)
    read = " ".join(block.text for block in draft.blocks)
    assert read.count("oar;") == words.count("oar;")
    assert read.count("board") == words.count("board")
    assert all(0 < block.confidence <= 1 for block in draft.blocks)
