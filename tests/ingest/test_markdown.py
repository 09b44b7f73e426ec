"""Markdown as converters make it: marks of the format go, the law stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.draft import MARK_CLOSE, MARK_OPEN, Draft
from ingest.parse import parse_bytes
from ingest.readers import markdown, reader_for
from ingest.readers.markdown_text import mended, renumbered

Blocks = list[tuple[str, int]]
CALL = f"{MARK_OPEN}1{MARK_CLOSE}"


def blocks(text: str) -> Blocks:
    draft = Draft("x.md")
    markdown.read(text.encode(), draft)
    return [(block.text, block.level) for block in draft.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a number that a converter kept from becoming a list
        ("1\\. Title\n\n\\(1\\) It rolls.", [("1. Title", 0), ("(1) It rolls.", 0)]),
        # front matter is no text; its title is, where the text has none
        (
            "---\ntitle: Widget Act\ndate: 2031\n---\n\nIt rolls.",
            [("Widget Act", 1), ("It rolls.", 0)],
        ),
        ("---\ntitle: x y z\n---\n# Widget Act\n", [("Widget Act", 1)]),
        # a rule under a paragraph is no underline of a heading; an underline is
        ("It rolls.\n---\nIt stops.", [("It rolls.", 0), ("It stops.", 0)]),
        ("Widget Act\n===\n\nIt rolls.", [("Widget Act", 1), ("It rolls.", 0)]),
        # marks of pages and pictures
        (
            "a\n\n## Page 3\n\nb\n\n{12}------\n\n![x](y.png)\n\n<!-- image -->\n\nc",
            [("a", 0), ("b", 0), ("c", 0)],
        ),
        # a heading may speak of a page
        ("## Page limits\n\na", [("Page limits", 2), ("a", 0)]),
        # text set as a heading is text
        (
            "## (1) It rolls.\n\n# 2. Whoever rolls,—\n",
            [("(1) It rolls.", 0), ("2. Whoever rolls,—", 0)],
        ),
        ("# **1. Title**{#one}\n", [("1. Title", 1)]),
        # superior figures call notes
        (
            "It rolls.<sup>1</sup> a\n\nb^1^ b\n\nc$^{1}$ c",
            [(f"It rolls.{CALL} a", 0), (f"b{CALL} b", 0), (f"c{CALL} c", 0)],
        ),
        ("a<br>b<br/>c", [("a", 0), ("b", 0), ("c", 0)]),
        ("It ends ~~never~~ soon.", [("It ends soon.", 0)]),
        # a table is read row by row; a row of a number and its words is a list item
        (
            "| Item | Fee |\n|---|---|\n| 1. | Five | x |",
            [("| Item | Fee |", 0), ("| 1. | Five | x |", 0)],
        ),
        ("| (a) | roll; |\n|---|---|\n| (b) | stop. |", [("(a) roll;", 0), ("(b) stop.", 0)]),
        ("<table><tr><td>(a)</td><td>roll;</td></tr></table>", [("(a) roll;", 0)]),
        # lists whose items all say 1 are counted up, inner lists too
        (
            "1. a\n1. b\n   1. c\n   1. d\n1. e",
            [("1. a", 0), ("2. b", 0), ("1. c", 0), ("2. d", 0), ("3. e", 0)],
        ),
        # sections that each have one paragraph are not
        (
            "## 1. A\n\n1. a\n\n## 2. B\n\n1. b",
            [("1. A", 2), ("1. a", 0), ("2. B", 2), ("1. b", 0)],
        ),
        # a converter fenced the whole answer
        (
            "```markdown\n# Widget Act\n\n1. It rolls.\n```",
            [("Widget Act", 1), ("1. It rolls.", 0)],
        ),
        # blanks to be filled in are no emphasis
        ("For ______days from______ on", [("For ______days from______ on", 0)]),
        ("<!-- a note\nof two lines -->\n\na", [("a", 0)]),
        ("> (a) roll;\n\n- (b) stop.\n* c", [("(a) roll;", 0), ("(b) stop.", 0), ("c", 0)]),
    ],
)
def test_marks_of_converters_go(text: str, expected: Blocks) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1\\. Title\n\n2\\. Fees\n\n3\\. Start\n", "Markdown"),
        ("**CHAPTER I**\n\n**WIDGETS**\n\n**1. Title**\n\nIt rolls.\n", "Markdown"),
        # stars round words in running text are no sign
        ("It is **bold** here.\nAnd **here**.\n1. Title\n", "plain text"),
    ],
)
def test_other_signs_of_markdown(text: str, label: str) -> None:
    assert reader_for(text.encode(), "x").label == label


GERMAN_STYLE = """# Widget Act

## § 1 Duty to roll

(1) A widget must

1. roll; and
2. stop.

(2) A plank need not.

## § 2 Fees

Fees are paid yearly.

## § 3 Start

It starts at once.
"""

BOLD = """**THE WIDGET ACT, 2031**

**CHAPTER I**

**PRELIMINARY**

**1. Short title.** This is the Widget Act.

**2. Duty to roll.** \\(1\\) A widget must

\\(a\\) roll; and

\\(b\\) stop.

---

{2}------------------------------------------------

\\(2\\) A plank need not.

**3. Start.** It starts at once.
"""

HEADED = """# Widget Act

### Section 1: Duty to roll

1. A widget must:
   - (a) roll; and
   - (b) stop.
1. A plank need not.

### Section 2: Fees

Fees are paid yearly.

### Section 3: Start

It starts at once.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GERMAN_STYLE,
            "sec_1 sec_1__subsec_1 sec_1__subsec_1__para_1 sec_1__subsec_1__para_2 sec_1__subsec_2 "
            "sec_2 sec_3",
        ),
        (
            BOLD,
            "chp_I sec_1 sec_2 sec_2__subsec_1 sec_2__subsec_1__para_a sec_2__subsec_1__para_b "
            "sec_2__subsec_2 sec_3",
        ),
        (
            HEADED,
            "sec_1 sec_1__subsec_1 sec_1__subsec_1__para_a sec_1__subsec_1__para_b sec_1__subsec_2 "
            "sec_2 sec_3",
        ),
    ],
)
def test_a_law_in_markdown_gives_its_units(text: str, expected: str) -> None:
    found = parse_bytes(text.encode(), "x.md").provisions
    assert [p.eid for p in found] == expected.split()
    headings = {p.eid: p.heading for p in found}
    assert headings["sec_3"] == "Start"


@settings(max_examples=60)
@given(st.text(alphabet="1.) \n-#ab|`~<>{}[]^$*_\\", max_size=200))
def test_mending_keeps_the_lines(text: str) -> None:
    assert mended(text, "[{}]").count("\n") == text.count("\n")
    assert renumbered(text)[0].count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("line", "level"),
    [
        # a title keeps its rank though a colon ends it
        ("#### 4. Powers of Inspectors:", 4),
        ("## 12A Lost & Found Cogs:", 2),
        # words that lead to a list are text that a converter set as a heading
        ("#### 4. In these Rules:", 0),
        ("#### 4. The following are cogs:", 0),
        ("#### 4. Every keeper of cogs:", 0),
    ],
)
def test_headings_that_end_in_a_colon(line: str, level: int) -> None:
    assert blocks(f"{line}\n(1) It rolls.")[0] == (line.lstrip("# "), level)


HEADED = "Roll\n\n-----\n\n#### 16 Bill\n\nit on\n\n-----\n\n_Cogs and Rods_ 17\n\n(a) up\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # odd and even pages have heads of their own; one page has lost its head
        (f"{HEADED}\n-----\n\n18 _Bill_\n\ndown\n\n---\n\n20 Bill\n", []),
        # bare numbers
        ("a\n\n---\n\n2\n\nb\n\n---\n\n3\n\nc\n\n---\n\n4\n\nd\n", []),
        # too few to make a run
        (HEADED, ["16 Bill", "Cogs and Rods 17"]),
        # sections that rules divide say something new each
        (
            "a\n\n---\n\n## 2 Cogs\n\nb\n\n---\n\n## 3 Rods\n\nc\n\n---\n\n## 4 Belts\n\nd\n",
            ["2 Cogs", "3 Rods", "4 Belts"],
        ),
    ],
)
def test_page_heads_under_the_rules_between_pages(text: str, kept: list[str]) -> None:
    assert [words for words, _ in blocks(text) if any(map(str.isdigit, words))] == kept
