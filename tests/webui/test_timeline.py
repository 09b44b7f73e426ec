"""An instrument's life in order: what the catalogue and the notes both tell is told once."""

from __future__ import annotations

import dataclasses

from corpus.facts import (
    Event,
    EventKind,
    Licence,
    Missing,
    Relation,
    RelationKind,
    Source,
    SourceRole,
    Standing,
    Status,
)
from corpus.model import AmendmentNote, Expression, ExpressionKind, Instrument, InstrumentType
from corpus.shown import ShownText
from webui.presenters.banner import banner_of, dead_notice, known_to
from webui.presenters.facts import facts_view, tie_lines
from webui.presenters.timeline import timeline_of

ACT = Instrument(
    "pk-a-2001",
    "River Act, 2001",
    InstrumentType.ACT,
    "/akn/pk/act/2001/9",
    history=(
        Event(EventKind.ASSENTED, "its title page", "2001-02-03"),
        Event(EventKind.AMENDED, "its notes", "2010-02-03", "pk-b-2010", "Fees."),
        Event(EventKind.AMENDED, "its notes", by="Act IX of 2015"),
        Event(EventKind.REPEALED, "the gazette", "2020-05-06", "the River Act, 2020"),
    ),
    standing=Standing(Status.REPEALED, "2021-01-01", "the gazette"),
)
NAMES = {"pk-b-2010": "River (Amendment) Act 2010"}
NOTES = [
    # two notes on one law, however they write it
    AmendmentNote("sec_1", "inserted", "Act II of 2010, s. 2", law="pk-b-2010", date="2010-02-03"),
    AmendmentNote("sec_2", "inserted", "Act 2 of 2010, s. 3", law="pk-b-2010", date="2010-02-03"),
    # a law that the catalogue names without its day
    AmendmentNote("sec_3", "substituted", "Act No. IX of 2015, s. 1", date="2015"),
    # one that only the notes know
    AmendmentNote("sec_4", "omitted", "Ordinance V of 2005, s. 7", date="2005"),
]
TEXT = Expression(
    "/akn/pk/act/2001/9/eng@2016-01-01",
    ACT.slug,
    ExpressionKind.OFFICIAL,
    "",
    date="2016-01-01",
    file_name="river.pdf",
)


def test_the_moments_stand_in_order_and_once_each() -> None:
    moments = timeline_of(ACT, NOTES, [TEXT], NAMES)
    assert [(m.date, m.what, m.by) for m in moments] == [
        ("2001-02-03", "assented", ""),
        ("2005", "amended", "Ordinance V of 2005"),
        ("2010-02-03", "amended", "River (Amendment) Act 2010"),
        ("2015", "amended", "Act IX of 2015"),
        ("2016-01-01", "Official text held", ""),
        ("2020-05-06", "repealed", "the River Act, 2020"),
    ]
    amended = moments[2]
    # what the catalogue says and what the notes count stand together
    assert (amended.slug, amended.note, amended.changes) == (
        "pk-b-2010",
        "Fees.",
        (("inserted", 2),),
    )
    assert (amended.day, amended.day_before) == ("2010-02-03", "2010-02-02")
    # must not: a day made of a bare year
    assert (moments[1].day, moments[1].day_before) == ("", "")
    assert [m.style for m in moments if m.what == "repealed"] == ["end"]


def test_what_no_day_is_known_of_comes_last() -> None:
    undated = Event(EventKind.ANNOUNCED, "news")
    act = dataclasses.replace(ACT, history=(undated, *ACT.history))
    assert timeline_of(act, (), (), {})[-1].what == "amended"  # Act IX of 2015, of no day either
    assert {m.what for m in timeline_of(act, (), (), {}) if not m.date} == {"announced", "amended"}


def test_a_dead_law_says_since_when_and_by_whom() -> None:
    notice = dead_notice(ACT, {})
    assert notice is not None
    assert (notice.status, notice.since, notice.by) == (
        "repealed",
        "2020-05-06",
        "the River Act, 2020",
    )
    lapsed = dataclasses.replace(
        ACT, standing=Standing(Status.LAPSED), history=(), expiry="2001-06-01"
    )
    told = dead_notice(lapsed, {})
    assert told is not None
    assert told.since == "2001-06-01"
    # must not: a law in force, a paper that never was law
    for status in (Status.IN_FORCE, Status.NOT_LAW, Status.UNKNOWN):
        assert dead_notice(dataclasses.replace(ACT, standing=Standing(status)), {}) is None


def test_a_bare_year_of_a_print_is_no_day_up_to_which_it_is_known() -> None:
    for print_date, day, known in (
        ("2025-02-07", "2016-01-01", "2025-02-07"),
        ("1923", "", ""),
        ("1923", "2016-01-01", "2016-01-01"),
        ("", "2016-01-01", "2016-01-01"),
    ):
        text = dataclasses.replace(TEXT, print_date=print_date, date=day)
        assert known_to(text) == known


def test_the_facts_name_their_sources_and_leave_out_what_is_unknown() -> None:
    act = dataclasses.replace(
        ACT,
        facts_source="its title page",
        sources=(
            Source("https://a.example", role=SourceRole.TEXT, source="a list"),
            Source("https://b.example", official=False, source="a list"),
        ),
        licence=Licence("free to copy", "its page"),
        missing=(Missing("number", "no source"),),
    )
    view = facts_view(act)
    facts = {fact.name: (fact.value, fact.source) for fact in view.facts}
    assert facts["Status"] == ("repealed (known to 2021-01-01)", "the gazette")
    assert facts["Terms of reuse"] == ("free to copy", "its page")
    # must not: an empty line for what is not known
    assert "Number" not in facts
    assert [line.what for line in view.addresses] == [
        "the text",
        "the text, unofficial: never fetched",
    ]


def test_ties_are_named_and_strangers_left_out() -> None:
    rules = dataclasses.replace(
        ACT,
        slug="pk-r-2003",
        title="River Rules, 2003",
        relations=(Relation(RelationKind.MADE_UNDER, ACT.slug, "its preamble"),),
    )
    assert [(t.tie.words, t.name) for t in tie_lines(ACT.slug, [ACT, rules])] == [
        ("parent of", "River Rules, 2003")
    ]
    assert tie_lines("pk-r-2003", [rules]) == []


def test_a_change_after_the_text_is_told_up_to_the_day_that_is_asked_for() -> None:
    store = None
    early = dataclasses.replace(TEXT, date="2005-01-01")
    shown = ShownText(store, early)  # type: ignore[arg-type]
    assert banner_of(ACT, shown, NAMES).later == (
        "amended on 2010-02-03 by River (Amendment) Act 2010; "
        "repealed on 2020-05-06 by the River Act, 2020"
    )
    asked = dataclasses.replace(shown, at="2012-01-01")
    assert (
        banner_of(ACT, asked, NAMES).later == "amended on 2010-02-03 by River (Amendment) Act 2010"
    )
    # must not: a text whose day is unknown cannot be said to be older
    undated = dataclasses.replace(shown, expression=dataclasses.replace(TEXT, date=""))
    assert banner_of(ACT, undated).later == ""
