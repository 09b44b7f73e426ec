"""Statements and orientation, on small laws of our own."""

from __future__ import annotations

import pytest

from corpus.tagging import Orientation, Statement
from ingest.tag import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def short(one: Statement) -> tuple[str, str | None, str | None, str | None]:
    parts = (one.trigger, one.bearer, one.action)
    trigger, bearer, action = (part.text if part else None for part in parts)
    return str(one.type), trigger, bearer, action


def statements(tagger: Tagger, text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [short(one) for one in tagger.tag_text(text).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Harbour Board shall publish a map.",
            [("obligation", "shall", "The Harbour Board", "publish a map")],
        ),
        # two acts under one modal are two statements
        (
            "The pilot shall inspect the rudder and report the depth.",
            [
                ("obligation", "shall", "The pilot", "inspect the rudder"),
                ("obligation", "shall", "The pilot", "report the depth"),
            ],
        ),
        # one object shared by several verbs is one act
        (
            "The Board may grant, renew or cancel a pass.",
            [("power", "may", "The Board", "grant, renew or cancel a pass")],
        ),
        # what another must do does not split
        (
            "The Board may require any person to appear and give evidence.",
            [("power", "may", "The Board", "require any person to appear and give evidence")],
        ),
        # two clauses, the second with its own bearer
        (
            "A traveller may apply to the Board and the Board shall hear him.",
            [
                ("right", "may", "A traveller", "apply to the Board"),
                ("obligation", "shall", "the Board", "hear him"),
            ],
        ),
        # a bearer left out is the last one
        (
            "The officer may open the hold, and shall close it.",
            [
                ("power", "may", "The officer", "open the hold"),
                ("obligation", "shall", "The officer", "close it"),
            ],
        ),
        # a list gives each item the stem's bearer
        (
            "The Board shall— (a) keep a log; (b) publish it; and (c) hear complaints.",
            [
                ("obligation", "shall", "The Board", "keep a log"),
                ("obligation", "shall", "The Board", "publish it"),
                ("obligation", "shall", "The Board", "hear complaints"),
            ],
        ),
        # a list in the condition is no list of acts
        (
            "Where a ship— (a) is lost; or (b) has been sold, the Board may strike its name.",
            [("power", "may", "the Board", "strike its name")],
        ),
        # the "to" items belong to the stem's act
        (
            "The Board may issue a summons to any pilot— (a) to appear; or (b) to bring a log.",
            [
                (
                    "power",
                    "may",
                    "The Board",
                    "issue a summons to any pilot— (a) to appear; or (b) to bring a log",
                )
            ],
        ),
    ],
)
def test_acts(tagger: Tagger, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert statements(tagger, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an agentless passive has no bearer and its whole clause for act
        (
            "No pass shall be sold to a minor.",
            [("prohibition", "No pass shall", None, "No pass shall be sold to a minor")],
        ),
        # the by-phrase acts
        (
            "The log shall be signed by the officer.",
            [("obligation", "shall", "the officer", "The log shall be signed")],
        ),
        # a means is no agent
        (
            "The log shall be published by notification.",
            [("obligation", "shall", None, "The log shall be published")],
        ),
        # a document does not act
        (
            "The notice shall name the ship.",
            [("obligation", "shall", None, "The notice shall name the ship")],
        ),
        (
            "No ferryman shall be liable for delay caused by ice.",
            [("immunity", "No ferryman shall", "ferryman", "liable for delay caused by ice")],
        ),
        # the protected person bears the immunity
        (
            "No suit shall lie against the Board for anything done under this Act.",
            [
                (
                    "immunity",
                    "No suit shall lie",
                    "the Board",
                    "No suit shall lie against the Board for anything done under this Act",
                )
            ],
        ),
        (
            "An appeal shall lie to the Tribunal.",
            [("right", "shall lie", None, "An appeal shall lie to the Tribunal")],
        ),
        # permission to a private body is a right
        ("Carriers may refuse freight.", [("right", "may", "Carriers", "refuse freight")]),
        (
            "The Board shall have power to close a pier.",
            [("power", "shall have power", "The Board", "close a pier")],
        ),
        # duties denied
        (
            "A ferryman shall not be required to carry livestock.",
            [("immunity", "shall not", "A ferryman", "required to carry livestock")],
        ),
        (
            "A person must not moor at the weir.",
            [("prohibition", "must not", "A person", "moor at the weir")],
        ),
        # "means" that defines
        ("“Pier” means a fixed landing.", [("definition", "means", None, "a fixed landing")]),
        # a purpose in front is not the bearer
        (
            "To keep the peace, the Board may close a pier.",
            [("power", "may", "the Board", "close a pier")],
        ),
        # the right to a passive is still the holder's
        (
            "The pilot shall have the right to be heard.",
            [("right", "shall have the right", "The pilot", "be heard")],
        ),
        # lawful "for" someone
        (
            "It shall be lawful for any officer to board a ship.",
            [("power", "shall be lawful", "any officer", "board a ship")],
        ),
        # a duty put with an adjective
        (
            "A ferryman shall be required to carry a lamp.",
            [("obligation", "shall", "A ferryman", "carry a lamp")],
        ),
        # must not: a frame round what rules will hold
        ("Such rules may provide for the following matters.", [("none", None, None, None)]),
        # must not: what is so, and what may be so
        ("The log may be incomplete.", [("none", None, None, None)]),
        # must not: constitutive rules put nothing on anyone
        ("The log shall be deemed to be true.", [("none", None, None, None)]),
        ("It shall come into force at once.", [("none", None, None, None)]),
        # must not: "means" the noun, "may" of what can happen
        ("The ship, by any means, is a hazard that may arise.", [("none", None, None, None)]),
        # must not: as the case may be
        ("The owner or, as the case may be, the master is told.", [("none", None, None, None)]),
    ],
)
def test_types(
    tagger: Tagger, text: str, expected: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert statements(tagger, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Whoever dishonestly unties a boat shall be punished with fine.",
            [("offence", "shall be punished", "Whoever", "unties a boat")],
        ),
        # a repeat is a tier of its own with the same conduct
        (
            "Any person who unties a boat shall be punishable with fine and upon a second "
            "conviction shall be punishable with imprisonment for one year.",
            [
                ("offence", "shall be punishable", "Any person", "unties a boat"),
                ("offence", "shall be punishable", "Any person", "unties a boat"),
            ],
        ),
        # "also liable to fine" goes on with the same tier
        (
            "Whoever sinks a boat shall be punished with imprisonment for one year and shall "
            "also be liable to fine.",
            [("offence", "shall be punished", "Whoever", "sinks a boat")],
        ),
        # conduct that follows
        (
            "A person commits an offence if he sinks a boat.",
            [("offence", "commits an offence", "A person", "sinks a boat")],
        ),
        # must not: "commits an offence" where it is the conduct of a later punishment
        (
            "Whoever commits an offence under section 4 shall be punished with fine.",
            [("offence", "shall be punished", "Whoever", "commits an offence under section 4")],
        ),
        # the condition holds bearer and conduct
        (
            "If the licensee hides a leak, he shall be punished with fine.",
            [("offence", "shall be punished", "the licensee", "hides a leak")],
        ),
    ],
)
def test_offences(tagger: Tagger, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert statements(tagger, text) == expected


def test_a_named_body_that_may_fix_holds_a_power(tagger: Tagger) -> None:
    found = statements(tagger, "A ferryman shall keep a log for such time as the Board may fix.")
    assert ("power", "may", "the Board", "fix") in found


@pytest.mark.parametrize(
    ("text", "conditions", "oversight"),
    [
        (
            "Where a ship is lost, the Board may, by notice, close the pier within ten days.",
            ["Where a ship is lost", "by notice", "within ten days"],
            [],
        ),
        (
            "The Board may close a pier with the prior approval of the Federal Government.",
            ["with the prior approval of the Federal Government"],
            ["with the prior approval of the Federal Government"],
        ),
        (
            "The Board may, for reasons to be recorded in writing, close a pier.",
            ["for reasons to be recorded in writing"],
            ["for reasons to be recorded in writing"],
        ),
        # must not: consultation is no check
        (
            "The Board may close a pier in consultation with the Council.",
            ["in consultation with the Council"],
            [],
        ),
        # must not: "notwithstanding" is no condition
        ("Notwithstanding section 4, the Board may close a pier.", [], []),
    ],
)
def test_conditions_and_oversight(
    tagger: Tagger, text: str, conditions: list[str], oversight: list[str]
) -> None:
    (one,) = tagger.tag_text(text).statements
    assert [span.text for span in one.conditions] == conditions
    assert [span.text for span in one.oversight] == oversight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Board may block access to any website.", Orientation.SECURITY_POWER),
        (
            "Any user aggrieved by an order may prefer an appeal to the Tribunal.",
            Orientation.CIVIL_LIBERTY,
        ),
        (
            "The officer may seize any device with the permission of the Court.",
            Orientation.BOTH,
        ),
        ("“Pier” means a fixed landing.", Orientation.NEUTRAL),
        # must not: an ordinary offence against property
        ("Whoever unties a boat shall be punished with fine.", Orientation.NEUTRAL),
        # must not: staff and accounts
        ("The Board may employ such officers as it needs.", Orientation.NEUTRAL),
    ],
)
def test_orientation(tagger: Tagger, text: str, expected: Orientation) -> None:
    assert tagger.tag_text(text).orientation is expected


def test_every_tag_says_which_rule_made_it(tagger: Tagger) -> None:
    tags = tagger.tag_text("Whoever harms the Board shall be punished with fine.")
    assert [one.rule for one in tags.statements] == ["statement.offence.shall-be-punished"]
    assert [one.rule for one in tags.mentions] == [
        "entity.agency.shape",
        "entity.fine.amount-or-bare",
    ]
    assert tags.orientation_rule == "orientation.neutral.no-cue"
