"""Tags in the margin: grouped, counted, and never without their rule."""

from __future__ import annotations

from corpus.tagging import (
    EntityLabel,
    Mention,
    Orientation,
    Power,
    Span,
    Statement,
    StatementType,
    Tagging,
)
from webui.presenters.tags import combined_orientation, tags_view

TEXT = "The Board may close a lock or drain a canal, if the water is high. A boatman may appeal."


def span(words: str, after: int = 0) -> Span:
    """Words of TEXT."""
    start = TEXT.index(words, after)
    return Span(words, start, start + len(words))


MAY = span("may")
BOARD = span("The Board")
CLOSE, DRAIN = span("close a lock"), span("drain a canal")
TAGGING = Tagging(
    "sec_1",
    (Mention(EntityLabel.AGENCY, span("Board"), "entity.agency.lexicon"),) * 2,
    (
        Statement(StatementType.POWER, MAY, BOARD, CLOSE, "statement.power.may"),
        Statement(
            StatementType.POWER,
            MAY,
            BOARD,
            DRAIN,
            "statement.power.may",
            (span("if the water is high"),),
        ),
        Statement(StatementType.NONE, None, None, None, "statement.none"),
    ),
    Orientation.SECURITY_POWER,
    "orientation.cues",
    CLOSE,
    (
        Power("sec_1", BOARD, "BOARD", CLOSE, "power.may"),
        Power("sec_1", BOARD, "BOARD", DRAIN, "power.may"),
    ),
)


def test_acts_under_one_modal_share_a_card_and_its_conditions() -> None:
    (card,) = tags_view(["sec_1"], {"sec_1": TAGGING}).powers
    assert card.acts == ("close a lock", "drain a canal")
    assert card.conditions == ("if the water is high",)
    assert (card.holder, card.agency, card.rule) == ("The Board", "BOARD", "power.may")


def test_powers_without_a_holder_say_so_and_stay_apart_from_others() -> None:
    bare = Power("sec_1", None, "", CLOSE, "power.may")
    tagging = Tagging("sec_1", (), TAGGING.statements, powers=(*TAGGING.powers, bare))
    cards = tags_view(["sec_1"], {"sec_1": tagging}).powers
    assert [card.holder for card in cards] == ["The Board", ""]


def test_everything_carries_its_rule_and_none_is_no_statement() -> None:
    view = tags_view(["sec_1"], {"sec_1": TAGGING})
    assert [s.rule for s in view.statements] == ["statement.power.may"] * 2
    assert view.statement_counts == (("power", 2),)
    assert [(m.text, m.count, m.rule) for m in view.mentions] == [
        ("Board", 2, "entity.agency.lexicon")
    ]
    assert view.orientation_why is not None
    assert view.orientation_why.rule == "orientation.cues"


def test_a_power_here_and_a_safeguard_there_are_both() -> None:
    one, other = Orientation.SECURITY_POWER, Orientation.CIVIL_LIBERTY
    assert combined_orientation({one, other}) is Orientation.BOTH
    assert combined_orientation({one, Orientation.NEUTRAL}) is one
    assert combined_orientation({Orientation.NEUTRAL}) is Orientation.NEUTRAL
    assert combined_orientation(set()) is Orientation.NEUTRAL
