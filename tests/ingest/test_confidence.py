"""How sure a reading is of each provision, where it stands on the page, and how it is explained."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import ProvisionKind, Region
from ingest.confidence import JudgeConfidence, confidence_of, weights
from ingest.draft import Block, Draft, Line, ReadOptions, Sheet, Unit
from ingest.explain import explanation
from ingest.parse import PAPER, PREPARE, STATUTE, WITHIN, WRITE, parse_bytes
from ingest.pipeline import Pipeline, Stage
from ingest.regions import MarkRegions, region

STATUTE_TEXT = b"""THE WELL ACT, 2003
ACT No. VII OF 2003

1. Short title.-(1) This Act may be called the Well Act, 2003.

(2) It shall come into force at once.

2. Wardens.-The Government may appoint wardens for

(a) wells; and

(b) springs.

3. Penalty.-Whoever spoils a well shall pay up to ten rupees.
"""


def drafted(*numbers: str, confidence: float = 1.0, text: str = "Wells are kept.") -> Draft:
    """A draft of sections with these numbers, each on one line."""
    draft = Draft("well.txt")
    for at, number in enumerate(numbers):
        unit = Unit(ProvisionKind.SECTION, number, start=at, end=at + 1)
        draft.units.append(unit)
        block = Block(text, 1, at + 1, confidence=confidence)
        draft.lines.append(Line(text, block, unit=unit))
    return draft


@pytest.mark.parametrize(
    ("numbers", "doubted"),
    [
        (("1", "2", "3"), []),
        (("1", "1A", "2"), []),  # inserted letters are no jump
        (("1", "2", "5"), ["2"]),  # 3 and 4 may have been swallowed by 2
        (("1", "2", "2"), ["2"]),  # printed twice: the second is doubted
        (("101", "102"), []),  # a text may start anywhere
    ],
)
def test_numbers_that_jump_or_repeat_lower_the_confidence(
    numbers: tuple[str, ...], doubted: list[str]
) -> None:
    draft = drafted(*numbers)
    JudgeConfidence()(draft)
    assert [u.num for u in draft.units if u.doubts] == doubted
    assert all((confidence_of(u) < 1) == bool(u.doubts) for u in draft.units)


@pytest.mark.parametrize(
    ("confidence", "text", "expected", "reason"),
    [
        (1.0, "Wells are kept.", 1.0, ""),
        (0.6, "Wells are kept.", 0.6, "60 % sure at worst"),
        (1.0, "We\ufffdls are kept.", 0.8, "no meaning in the file"),
    ],
)
def test_letters_lower_the_confidence(
    confidence: float, text: str, expected: float, reason: str
) -> None:
    draft = drafted("1", confidence=confidence, text=text)
    JudgeConfidence()(draft)
    assert confidence_of(draft.units[0]) == pytest.approx(expected)
    assert bool(reason) == bool(draft.units[0].doubts)
    assert reason in "".join(words for _, words in draft.units[0].doubts)


def test_a_decision_lowers_the_confidence_of_the_unit_it_is_about() -> None:
    draft = drafted("1", "2")
    draft.decide(
        JudgeConfidence(), "test.rule", draft.lines[1].block, "section 2", "a list item", 0.4
    )
    draft.decide(JudgeConfidence(), "test.plain", draft.lines[0].block, "section 1", "", 0.0)
    JudgeConfidence()(draft)
    assert [confidence_of(u) for u in draft.units] == [1.0, 0.6]
    assert draft.units[1].doubts[0][1] == "taken for section 2, not for a list item"


def test_a_unit_without_words_or_units_is_doubted() -> None:
    draft = drafted("1", "2")
    draft.units[1].end = draft.units[1].start
    JudgeConfidence()(draft)
    assert [confidence_of(u) for u in draft.units] == [1.0, 1 - weights().no_words]


@given(st.lists(st.floats(0, 5), max_size=6))
def test_confidence_stays_between_0_and_1_and_falls_with_each_doubt(doubts: list[float]) -> None:
    unit = Unit(ProvisionKind.SECTION)
    last = confidence_of(unit)
    for doubt in doubts:
        unit.doubts.append((doubt, "made up"))
        assert 0 <= confidence_of(unit) <= last
        last = confidence_of(unit)


PAGE = Sheet(0, 0, 200, 400)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (PAGE, (0.1, 0.5, 0.5, 0.75)),
        # cropped by 20 points left and 100 below: counted from the shown corner
        (Sheet(20, 100, 180, 300), (0.0, 0.6667, 0.4444, 1.0)),
        # turned a quarter clockwise: what was left is now on top
        (Sheet(0, 0, 200, 400, 90), (0.25, 0.1, 0.5, 0.5)),
        (Sheet(0, 0, 200, 400, 180), (0.5, 0.25, 0.9, 0.5)),
        (Sheet(0, 0, 200, 400, 270), (0.5, 0.5, 0.75, 0.9)),
    ],
)
def test_a_rectangle_is_counted_from_the_corner_of_the_page_as_shown(
    sheet: Sheet, expected: tuple[float, ...]
) -> None:
    found = region(1, (20.0, 100.0, 100.0, 200.0), sheet)
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx(expected, abs=1e-4)


def test_a_unit_has_a_region_on_each_page_and_a_parent_holds_its_units() -> None:
    parent = Unit(ProvisionKind.SECTION, "1")
    child = Unit(ProvisionKind.SUBSECTION, "1", parent=parent)
    draft = Draft("well.pdf", sheets=[PAGE, PAGE], units=[parent, child])
    for page, unit, left in ((1, parent, 20.0), (1, child, 40.0), (2, child, 40.0)):
        block = Block("words", page, size=10, left=left, right=160.0, top=200.0)
        draft.lines.append(Line("words", block, unit=unit))
    MarkRegions()(draft)
    assert [(r.page, r.left) for r in parent.regions] == [(1, 0.1), (2, 0.2)]
    assert [(r.page, r.left) for r in child.regions] == [(1, 0.2), (2, 0.2)]


def test_text_without_pages_has_no_regions() -> None:
    parsed = parse_bytes(STATUTE_TEXT, "well.txt")
    assert {p.regions for p in parsed.provisions} == {()}


@given(
    box=st.tuples(*[st.floats(-500, 1500)] * 4),
    turned=st.sampled_from([0, 90, 180, 270, 450]),
)
def test_regions_never_leave_the_page(box: tuple[float, ...], turned: int) -> None:
    left, bottom, right, top = box
    found = region(3, (left, bottom, right, top), Sheet(10, 20, 500, 700, turned))
    assert isinstance(found, Region)
    assert all(0 <= x <= 1 for x in (found.left, found.top, found.right, found.bottom))


def test_a_clean_text_leaves_nothing_to_check() -> None:
    parsed = parse_bytes(STATUTE_TEXT, "well.txt", options=ReadOptions(explain=True))
    assert {p.eid for p in parsed.provisions if p.confidence < weights().line} == set()
    assert (
        explanation(parsed)[-1]
        == f"Check against the source: none of {len(parsed.provisions)} provisions"
    )


def test_the_explanation_names_every_stage_that_ran_and_what_it_changed() -> None:
    parsed = parse_bytes(STATUTE_TEXT, "well.txt", options=ReadOptions(explain=True))
    told = "\n".join(explanation(parsed))
    for stage in stages_of(PREPARE, STATUTE, WITHIN, WRITE):
        assert re.search(rf"^{type(stage).__name__} \(\d+ ms\): \w", told, re.MULTILINE)
    found = r"^FindSections .*\n(?:  .*\n)*  lines that open a unit 0 → 3$"
    assert re.search(found, told, re.MULTILINE)


def test_nothing_is_kept_for_an_explanation_that_nobody_asked_for() -> None:
    assert parse_bytes(STATUTE_TEXT, "well.txt").stages == ()


def stages_of(*pipelines: Pipeline) -> list[Stage]:
    """The stages of pipelines, nested ones too."""
    return [stage for pipeline in pipelines for stage in pipeline.stages]


@pytest.mark.parametrize(
    "stage", stages_of(PREPARE, STATUTE, WITHIN, PAPER, WRITE), ids=lambda s: type(s).__name__
)
def test_every_stage_says_what_it_reads_and_writes(stage: Stage) -> None:
    assert re.search(r"\n\s+Reads: \w.*\n\s+Writes: \w", type(stage).__doc__ or "", re.DOTALL)
