"""From text and provisions to the model's tags."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import AskerError
from corpus.model import Provision, ProvisionKind
from corpus.tagging import Span
from ingest.evaluate_tagging import evaluate_tagging, rates, read_gold
from ingest.tag import Tagger, TextTags, tag_lines
from ingest.tag_units import tag_units

TAGGER = Tagger()


def spans(tags: TextTags) -> Iterator[Span]:
    for one in tags.statements:
        yield from (part for part in (one.trigger, one.bearer, one.action) if part)
        yield from (*one.conditions, *one.oversight)
    yield from (mention.span for mention in tags.mentions)
    if tags.orientation_evidence:
        yield tags.orientation_evidence


def assert_true_offsets(text: str) -> None:
    for span in spans(TAGGER.tag_text(text)):
        assert span.text
        assert text[span.start : span.end] == span.text


WORDS = st.sampled_from(
    [
        "The",
        "Board",
        "shall",
        "may",
        "not",
        "Whoever",
        "“Pier”",
        "means",
        "any",
        "person",
        "who",
        "if,",
        "the",
        "Court",
        "within",
        "thirty",
        "days;",
        "(a)",
        "and",
        "or",
        "[ten",
        "years]",
        "section",
        "4(2)",
        "\n\n",
        "be",
        "punished",
        "with",
        "fine",
        ";",
        "No",
        "suit",
        "lie",
        "against",
        "Provided",
        "that",
        ".",
        ":—",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_offsets_are_into_the_text_as_given(text: str) -> None:
    assert_true_offsets(text)


@given(st.text(max_size=120))
def test_any_text_can_be_tagged(text: str) -> None:
    assert_true_offsets(text)


@pytest.mark.shared
def test_offsets_hold_in_real_law(shared: Path) -> None:
    for path in sorted((shared / "texts").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines()[::7]:
            assert_true_offsets(line)


def provision(
    eid: str,
    kind: ProvisionKind,
    text: str,
    parent: str | None = None,
    start: int = 0,
    heading: str | None = None,
) -> Provision:
    return Provision(eid, kind, eid, heading, text, parent, None, start, start + len(text))


SUBSECTION = "The Board may close a pier: Provided that it shall give reasons."
PROVISO = "it shall give reasons."

LAW = (
    provision("chp_1", ProvisionKind.CHAPTER, "Ignored words. " + SUBSECTION),
    provision("sec_1", ProvisionKind.SECTION, SUBSECTION, "chp_1", 0, "Piers"),
    provision("sec_1__subsec_1", ProvisionKind.SUBSECTION, SUBSECTION, "sec_1", 0),
    provision(
        "sec_1__subsec_1__proviso_1",
        ProvisionKind.PROVISO,
        PROVISO,
        "sec_1__subsec_1",
        SUBSECTION.index(PROVISO),
    ),
)


def test_no_word_is_in_two_units() -> None:
    units = {unit.eid: unit.text for unit in tag_units(LAW)}
    assert units == {
        "sec_1__subsec_1": "The Board may close a pier: Provided that ",
        "sec_1__subsec_1__proviso_1": PROVISO,
    }


def test_a_paragraph_is_tagged_with_its_subsection() -> None:
    text = "The Board shall— (a) keep a log."
    law = (
        provision("sec_1", ProvisionKind.SECTION, text),
        provision(
            "sec_1__para_a", ProvisionKind.PARAGRAPH, "keep a log.", "sec_1", text.index("keep")
        ),
    )
    assert [tagging.eid for tagging in TAGGER.tag_expression(law)] == ["sec_1"]


def definitions_and(section: str, body: str) -> tuple[Provision, ...]:
    text = f"In this Act,— (a) “Board” means {body};"
    entry = f"“Board” means {body};"
    return (
        provision("sec_2", ProvisionKind.SECTION, text),
        provision("sec_2__para_a", ProvisionKind.PARAGRAPH, entry, "sec_2", text.index("“")),
        provision("sec_3", ProvisionKind.SECTION, section, None, 1000),
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("the Pakistan Telecommunication Authority", "PTA"),
        ("the Frequency Allocation Board set up under section 9", "FAB"),
        # a body that no lexicon codes has none
        ("the Ferry Council", ""),
        # must not: a body that is named only in passing is not what the term means
        ("a plank approved by the Pakistan Telecommunication Authority", ""),
    ],
)
def test_a_power_carries_the_body_that_the_law_defines(body: str, code: str) -> None:
    taggings = TAGGER.tag_expression(definitions_and("The Board may close a pier.", body))
    (power,) = taggings[-1].powers
    assert (power.agency, power.act.text) == (code, "close a pier")
    assert power.holder is not None
    assert power.holder.text == "The Board"


def test_a_pronoun_holds_the_power_of_the_body_that_acts_before_it() -> None:
    law = definitions_and(
        "Where the Board considers a report of the Federal Government, it may close a pier.",
        "the Frequency Allocation Board",
    )
    (power,) = TAGGER.tag_expression(law)[-1].powers
    assert power.agency == "FAB"


def test_a_term_that_the_lexicon_codes_keeps_its_code() -> None:
    law = (
        provision(
            "sec_1", ProvisionKind.SECTION, "“authorised officer” means an officer of the agency."
        ),
        provision("sec_2", ProvisionKind.SECTION, "An authorised officer may search.", None, 500),
    )
    (power,) = TAGGER.tag_expression(law)[-1].powers
    assert power.agency == "AUTHORISED_OFFICER"


@pytest.mark.parametrize("text", ["(" * 3000, "one " * 3000, "“" * 3000, ", the " * 2000])
def test_no_shape_of_text_defeats_the_tagger(text: str) -> None:
    assert_true_offsets(text)


def test_a_defined_person_becomes_a_role_of_the_whole_expression() -> None:
    law = (
        provision("sec_1", ProvisionKind.SECTION, "“Ferryman” means any person who works a ferry."),
        provision("sec_2", ProvisionKind.SECTION, "A ferryman shall keep a log.", None, 500),
    )
    mentions = TAGGER.tag_expression(law)[-1].mentions
    assert [(one.label, one.span.text, one.rule) for one in mentions] == [
        ("ROLE", "ferryman", "entity.role.defined-here")
    ]


def test_lines_keep_their_order_and_other_keys() -> None:
    lines = [
        '{"id": "b", "text": "The Board may rest.", "note": 1}\n',
        "\n",
        '{"id": "a", "text": ""}',
    ]
    rows = [json.loads(line) for line in tag_lines(lines)]
    assert [(row["id"], row.get("note"), row["orientation"]) for row in rows] == [
        ("b", 1, "neutral"),
        ("a", None, "neutral"),
    ]
    assert rows[0]["statements"][0]["trigger"] == {"text": "may", "start": 10, "end": 13}


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        # an object without a text
        '{"id": "a"}',
        # a text that is none
        '{"id": "a", "text": 5}',
        # JSON, but no object
        "[1]",
    ],
)
def test_a_bad_line_is_named_by_its_number(line: str) -> None:
    with pytest.raises(AskerError, match="Line 2"):
        list(tag_lines(['{"id": "a", "text": ""}', line]))


def test_rates_of_nothing_are_zero() -> None:
    assert rates({}) == {"p": 0.0, "r": 0.0, "f": 0.0}


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(AskerError, match=r"dev\.jsonl"):
        evaluate_tagging(tmp_path)


@pytest.mark.shared
def test_our_figures_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "tagging"
    ours = tmp_path / "ours.jsonl"
    with (gold / "dev.jsonl").open(encoding="utf-8") as lines:
        ours.write_text("\n".join(tag_lines(lines)), encoding="utf-8")
    command = [sys.executable, gold / "score.py", ours, gold / "dev.jsonl"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = json.loads(printed)
    figures = evaluate_tagging(gold)
    assert figures == theirs
    assert len(read_gold(gold / "dev.jsonl")) == theirs["n"]
    assert theirs["bad_offsets"] == 0
