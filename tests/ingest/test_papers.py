"""Papers: which lines are headings, how they nest, and what makes a paper a paper."""

from __future__ import annotations

import pytest

from ingest.paper_headings import number_of
from ingest.parse import Parsed, parse_bytes

SENTENCE = "The widget is held by many hands and each of them says that it keeps the widget well. "
TEXT = (SENTENCE * 5).strip()
SHORT = SENTENCE.strip()


def outline(parsed: Parsed) -> list[str]:
    """Headings, each with one stroke for its level; the title has none."""
    depths = {p.eid: p.eid.count("__hd_") + 1 for p in parsed.provisions if p.kind == "heading"}
    depths["title"] = 0
    return [f"{'-' * depths[p.eid]}{p.heading}" for p in parsed.provisions if p.kind == "heading"]


def plain(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


TITLE = "Widgets and the State: Who May Hold Them"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # nothing nests where no heading stands right under another
        (
            ["Introduction", TEXT, "Who holds the widget", TEXT, "Who pays", TEXT, "Conclusion",
             TEXT],
            ["-Introduction", "-Who holds the widget", "-Who pays", "-Conclusion"],
        ),
        # what follows at once stands inside, and its likes beside it
        (
            ["Introduction", TEXT, "Findings", "Holders of widgets", "Keepers", TEXT, "Brokers",
             TEXT, "Conclusion", TEXT],
            ["-Introduction", "-Findings", "--Holders of widgets", "---Keepers", "---Brokers",
             "-Conclusion"],
        ),
        # decimals
        (
            ["1. Introduction", "1.1 Context", TEXT, "1.2 Risks", TEXT, "2. Aims", TEXT,
             "2.1 Widgets", "2.1.1 Old widgets", TEXT, "3. Review", TEXT],
            ["-1. Introduction", "--1.1 Context", "--1.2 Risks", "-2. Aims", "--2.1 Widgets",
             "---2.1.1 Old widgets", "-3. Review"],
        ),
        # Roman numbers that hold letters, and a letter that could be Roman
        (
            ["I. Vision", TEXT, "II. Means", "A. Keepers", TEXT, "B. Brokers", TEXT, "C. Holders",
             TEXT, "III. Review", TEXT],
            ["-I. Vision", "-II. Means", "--A. Keepers", "--B. Brokers", "--C. Holders",
             "-III. Review"],
        ),
        # words before numbers, and an annex outside all
        (
            ["Pillar One | Keep", TEXT, "Objective 1: Count widgets", TEXT,
             "Objective 2: Mend them", TEXT, "Pillar Two | Share", TEXT,
             "Objective 1: Lend widgets", TEXT, "Annex A: Figures", TEXT],
            ["-Pillar One | Keep", "--Objective 1: Count widgets", "--Objective 2: Mend them",
             "-Pillar Two | Share", "--Objective 1: Lend widgets", "-Annex A: Figures"],
        ),
        # must not: list items, captions, questions to the reader, sentences
        (
            ["Introduction", TEXT, "• Keepers of widgets", "1. Keep", "2. Count", "3. Mend", TEXT,
             "Table 2: Widgets by year", TEXT, "Question 4: Do you hold a widget", TEXT,
             "Conclusion", TEXT],
            ["-Introduction", "-Conclusion"],
        ),
    ],
)  # fmt: skip
def test_headings_of_a_plain_text(parts: list[str], expected: list[str]) -> None:
    parsed = parse_bytes(plain(TITLE, *parts).encode(), "paper.txt")
    assert outline(parsed) == [TITLE, *expected]


def test_markup_levels_are_believed_and_a_lone_first_heading_is_the_title() -> None:
    text = plain("# A Paper", "## First", TEXT, "### Inner", TEXT, "## Second", TEXT)
    parsed = parse_bytes(text.encode(), "paper.md")
    assert outline(parsed) == ["A Paper", "-First", "--Inner", "-Second"]


def test_markup_of_one_level_gives_way_to_numbers() -> None:
    text = plain(
        "# 1. Aims", TEXT, "# 1.1 Widgets", TEXT, "# 2. Review", TEXT, "# 2.1 Figures", TEXT
    )
    parsed = parse_bytes(text.encode(), "paper.md")
    assert outline(parsed) == ["-1. Aims", "--1.1 Widgets", "-2. Review", "--2.1 Figures"]


def test_headings_leave_a_trace_and_a_guess_lowers_no_one_below_the_line() -> None:
    text = plain(TITLE, "Findings", "Holders", "Keepers", TEXT, "Brokers", TEXT, "Conclusion", TEXT)
    parsed = parse_bytes(text.encode(), "paper.txt")
    traces = [d for d in parsed.decisions if d.rule == "papers.words"]
    assert traces[0].chose == "a heading of level 1, by its words"
    assert min(p.confidence for p in parsed.provisions) >= 0.75


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # a paper with numbered sections of its own
        (plain(TITLE, "1. Introduction", TEXT, "2. Keepers", TEXT, "3. Brokers", TEXT,
               "4. Conclusion", TEXT, "References", TEXT), "heading"),
        # a consultation with numbered paragraphs
        (plain("Widget Consultation: A Better Way To Hold", "Foreword", TEXT, "1. About this paper",
               f"1.1 {SHORT}", f"1.2 {SHORT}", "2. Our plans", f"2.1 {SHORT}", f"2.2 {SHORT}",
               "3. Next steps", f"3.1 {SHORT}"), "heading"),
        # a chapter of a law, whose numbers start late and whose title is not in the text
        ("101. Keepers.—A keeper shall keep his widget.\n102. Fees.—He shall pay a fee.\n"
         "103. Fines.—A keeper who fails is guilty of an offence.\n", "section"),
        # a law without a single heading
        ("THE WIDGETS ACT, 1890\n\n1. This Act may be called the Widgets Act.\n"
         "2. Every widget shall be kept.\n3. No widget shall be sold.\n", "section"),
    ],
)  # fmt: skip
def test_papers_and_laws_are_told_apart(text: str, unit: str) -> None:
    assert parse_bytes(text.encode(), "w.txt").unit == unit


@pytest.mark.parametrize(
    ("text", "scheme", "depth"),
    [
        ("2.1 Scope", "decimal", 2),
        ("IV. The law", "roman", 1),
        ("Chapter 3: Keepers", "chapter", 1),
        ("Pillar One | Keep", "pillar", 1),
        ("Strategic Objective 1.1: Count", "strategic objective", 1),
    ],
)
def test_numbers_of_headings(text: str, scheme: str, depth: int) -> None:
    found = number_of(text)
    assert found is not None
    assert (found.scheme, found.depth) == (scheme, depth)


@pytest.mark.parametrize("text", ["Part of the plan", "2020 was a year", "A widget for all"])
def test_words_that_number_nothing(text: str) -> None:
    assert number_of(text) is None
