"""The law as at a day: what is shown, what is said to be missing, where no note may stand."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.facts import Event, EventKind, Standing, Status
from corpus.model import ExpressionKind, IngestedExpression, ProvisionKind
from ingest.intake import Intake, Wanted
from ingest.tag import Tagger
from webui.views.api import LED_BACK
from webui.wiring import Services

LOCKS_ACT = """\
# Locks Act, 2003

### 1. Locks

(1) The Board may close a lock for up to nine days.

(2) The Board shall tell the boatmen.[^2]

### 2. Weirs[^two]

The Board may close a weir.

### 3. Fees[^three]

The Board may set fees.

[^2]: Inserted by Act IX of 2010, s. 2.
[^two]: Substituted by Act IX of 2010, s. 3.
[^three]: Inserted by Act IX of 2010, s. 4 (w.e.f. the 3rd May, 2010).
"""


@pytest.fixture
def locks(services: Services, tmp_path: Path, tagger: Tagger) -> Services:
    """The corpus with an Act that was amended."""
    path = tmp_path / "locks.md"
    path.write_text(LOCKS_ACT, encoding="utf-8")
    tag = lambda provisions, _: tagger.tag_expression(provisions)  # noqa: E731
    intake = Intake(services.store, services.catalog, tag, services.settings.originals)
    intake.take_file(path, Wanted(slug="pk-locks-2003", date="2011-01-01"))
    act = services.store.instrument("pk-locks-2003")
    services.store.save_instrument(dataclasses.replace(act, date="2003-02-01"))
    return services


def body(client: FlaskClient, address: str, status: int = 200) -> str:
    """The page, which must answer with that status."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.usefixtures("locks")
@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        # before the insertion the sub-section is not there, and the page says what was undone
        (
            "/i/pk-locks-2003/sec_1?at=2009-01-01",
            ["nine days", "As at <b>2009-01-01</b>", "inserted by Act IX of 2010", "taken out"],
            ["tell the boatmen"],
        ),
        ("/i/pk-locks-2003/sec_1?at=2012-01-01", ["tell the boatmen"], ["taken out again"]),
        # of 2010 only the year is known, so the words stay and the doubt is said
        (
            "/i/pk-locks-2003/sec_1?at=2010-06-01",
            ["tell the boatmen", "its day is not known"],
            ["taken out again"],
        ),
        # words before a substitution are not in the print
        (
            "/i/pk-locks-2003/sec_2?at=2009-01-01",
            ["[…]", "the words before it are not in this source", "cannot be led back"],
            ["close a weir"],
        ),
        ("/i/pk-locks-2003?at=2009-01-01", ["Weirs", "Timeline"], ["Fees</span>"]),
    ],
)
def test_the_page_of_a_day(
    client: FlaskClient, address: str, said: list[str], unsaid: list[str]
) -> None:
    page = body(client, address)
    assert [words for words in said if words not in page] == []
    assert [words for words in unsaid if words in page] == []


@pytest.mark.usefixtures("locks")
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (
            "/i/pk-locks-2003/sec_3?at=2010-05-02",
            404,
            "Act IX of 2010, s. 4 (w.e.f. the 3rd May, 2010) put it in on 2010-05-03",
        ),
        ("/i/pk-locks-2003/sec_3?at=2010-05-03", 200, "may set fees"),
        ("/i/pk-locks-2003/sec_1?at=1999-01-01", 404, "there was no Locks Act, 2003"),
        ("/i/pk-locks-2003/sec_1?at=2009-02-30", 400, "is not a day"),
        ("/i/pk-locks-2003/sec_99?at=2009-01-01", 404, "has no provision"),
    ],
)
def test_what_was_not_there_is_said(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    page = body(client, address, status)
    assert said in page
    # what came later can be read; what never was cannot
    later = status == 404 and "sec_99" not in address
    assert ("Read the latest text" in page) is later


def test_turning_pages_keeps_the_day(client: FlaskClient, locks: Services) -> None:
    page = body(client, "/i/pk-locks-2003/sec_1?at=2009-01-01")
    assert 'href="/i/pk-locks-2003/sec_2?at=2009-01-01"' in page
    assert client.get("/i/pk-locks-2003/sec_1__subsec_1?at=2009-01-01").location == (
        "/i/pk-locks-2003/sec_1?at=2009-01-01#sec_1__subsec_1"
    )


def test_no_note_is_taken_on_words_that_no_print_has(client: FlaskClient, locks: Services) -> None:
    page = body(client, "/i/pk-locks-2003/sec_1?at=2009-01-01")
    assert "Notes are taken on a text as printed" in page
    assert "/annotations/new/" not in page
    # must not: a day on which the print holds is annotated as ever
    assert "/annotations/new/" in body(client, "/i/pk-locks-2003/sec_1?at=2012-01-01")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        # two days of one text: what the amending Act did, named with its operation
        (
            "/i/pk-locks-2003/changes?from=2009-12-31&to=2011-01-01",
            200,
            ["s. 1", "amended", "Act IX of 2010<", "s. 3", "inserted", "led back from a later"],
        ),
        # words that came are marked; a gap of the source is not passed off as words that went
        (
            "/i/pk-locks-2003/sec_1/changes?from=2009-12-31&to=2011-01-01",
            200,
            ["<ins>", "tell the boatmen"],
        ),
        (
            "/i/pk-locks-2003/sec_2/changes?from=2009-12-31&to=2011-01-01",
            200,
            ["not in this source", "<ins>The Board may close a weir.</ins>"],
        ),
        # must not: a gap of the source told as an empty number that was filled
        (
            "/i/pk-locks-2003/changes?from=2009-12-31&to=2011-01-01",
            200,
            ["s. 2", "the earlier ones are not in this source"],
        ),
        ("/i/pk-locks-2003/sec_3/changes?from=2009-12-31&to=2011-01-01", 200, ["Not in the text"]),
        ("/i/pk-locks-2003/changes", 400, ["nothing to compare it with", "2016-08-18"]),
        ("/i/pk-locks-2003/changes?from=2011-01-01&to=2011-01-01", 400, ["Both sides are one"]),
        ("/i/pk-locks-2003/changes?from=soon&to=2011-01-01", 400, ["is not a day"]),
        ("/i/pk-locks-2003/sec_9/changes?from=2009-12-31&to=2011-01-01", 404, ["sec_9"]),
        # must not: what came told as repealed, because the days are named the other way round
        (
            "/i/pk-locks-2003/changes?from=2011-01-01&to=2009-12-31",
            200,
            ["From the text of <b>2009-12-31", 'class="inserted"'],
        ),
        # of 2010 only the year is known: the print's words stand on both sides, and it is said
        (
            "/i/pk-locks-2003/changes?from=2010-06-01&to=2011-01-01",
            200,
            ["amendments that comparing cannot show", "s. 1(2): inserted by Act IX of 2010"],
        ),
        (
            "/i/pk-locks-2003/sec_1/changes?from=2010-06-01&to=2011-01-01",
            200,
            ["1 amendment that comparing cannot show", "its day is not known"],
        ),
        # must not: another law's text as a side
        (
            "/i/pk-locks-2003/changes?from=/akn/zz/doc/pk-river-2001/eng@2001-05-01&to=2011-01-01",
            400,
            ["another instrument"],
        ),
    ],
)
def test_what_changed(
    client: FlaskClient, locks: Services, address: str, status: int, said: list[str]
) -> None:
    page = body(client, address, status)
    assert [words for words in said if words not in page] == []


def test_a_change_that_no_text_holds_is_said_where_texts_are_compared(
    client: FlaskClient, locks: Services
) -> None:
    act = locks.store.instrument("pk-locks-2003")
    change = Event(EventKind.AMENDED, "the gazette", "2014-02-03", "Act II of 2014")
    locks.store.save_instrument(dataclasses.replace(act, history=(change,)))
    said = "amended on 2014-02-03 by Act II of 2014"
    for address in (
        "/i/pk-locks-2003/changes?from=2012-01-01&to=2015-01-01",
        "/i/pk-locks-2003/sec_1/changes?from=2012-01-01&to=2015-01-01",
        "/compare/?p=pk-locks-2003/sec_1@2015-01-01",
    ):
        assert said in body(client, address)
    page = body(client, "/i/pk-locks-2003/changes?from=2012-01-01&to=2015-01-01")
    assert "No provision differs in the texts that are held" in page
    # must not: a change after both days
    early = body(client, "/i/pk-locks-2003/changes?from=2012-01-01&to=2013-01-01")
    assert said not in early
    assert "No provision differs." in early


def test_the_timeline_leads_to_no_day_before_the_law(client: FlaskClient, locks: Services) -> None:
    act = locks.store.instrument("pk-locks-2003")
    bill = Event(EventKind.PROPOSED, "the gazette", "2003-01-15")
    made = Event(EventKind.APPROVED, "the gazette", "2003-02-01")
    locks.store.save_instrument(dataclasses.replace(act, history=(bill, made)))
    page = body(client, "/i/pk-locks-2003")
    assert "2003-01-15" in page
    assert "?at=2003-01-15" not in page
    assert "?at=2003-02-01" in page


def test_words_led_back_are_not_cited_as_the_print_s(client: FlaskClient, locks: Services) -> None:
    page = body(client, "/i/pk-locks-2003/sec_1?at=2009-01-01")
    assert "led back from <code>" in page
    found = client.get("/api/v1/instruments/pk-locks-2003/provisions/sec_1?at=2009-01-01")
    assert found.get_json()["text"]["label"] == LED_BACK
    # must not: a day on which the print holds
    assert "led back from <code>" not in body(client, "/i/pk-locks-2003/sec_1?at=2012-01-01")


def test_a_hit_opens_the_text_that_it_is_of(client: FlaskClient, locks: Services) -> None:
    (official,) = locks.store.expressions("pk-locks-2003")
    uri = "/akn/zz/doc/pk-locks-2003/eng@2012-01-01/mizan"
    ours = dataclasses.replace(
        locks.store.expression(official.uri), uri=uri, kind=ExpressionKind.DIGEST
    )
    one = next(p for p in locks.store.provisions(official.uri) if p.eid == "sec_1")
    other = dataclasses.replace(one, eid="rule_1", kind=ProvisionKind.RULE)
    locks.store.save_expression(IngestedExpression(ours, (other,)))
    locks.ensure_indexed()
    for asked in ("q=close+a+lock+boatmen", "q=close+a+lock+boatmen&at=2012-01-01"):
        page = body(client, f"/search?{asked}&instrument=pk-locks-2003")
        links = re.findall(r'<h2><a href="(/i/pk-locks-2003/[^"]+)"', page)
        assert [link for link in links if "/rule_1?text=" in link] != []
        assert [client.get(html.unescape(link)).status_code for link in links] == [200] * len(links)


def test_a_dead_law_is_readable_and_marked(client: FlaskClient, locks: Services) -> None:
    act = locks.store.instrument("pk-locks-2003")
    ended = Event(EventKind.STRUCK_DOWN, "the judgment", "2015-04-08", "the High Court")
    standing = Standing(Status.STRUCK_DOWN, "2016-01-01", "the judgment's report")
    locks.store.save_instrument(dataclasses.replace(act, standing=standing, history=(ended,)))
    page = body(client, "/i/pk-locks-2003/sec_1")
    assert "Not in force: struck down on 2015-04-08 by the High Court" in page
    assert "nine days" in page
    locks.ensure_indexed()
    assert "struck down" in body(client, "/search?q=boatmen")


def test_a_digest_is_no_earlier_text_of_the_law(client: FlaskClient, locks: Services) -> None:
    (official,) = locks.store.expressions("pk-locks-2003")
    uri = "/akn/zz/doc/pk-locks-2003/eng@2012-01-01/mizan"
    ours = dataclasses.replace(
        locks.store.expression(official.uri),
        uri=uri,
        kind=ExpressionKind.DIGEST,
        date="2012-01-01",
    )
    units = locks.store.provisions(official.uri)
    locks.store.save_expression(IngestedExpression(ours, units))
    # must not: offered, or compared
    assert "What changed between its texts" not in body(client, "/i/pk-locks-2003")
    asked = f"/i/pk-locks-2003/changes?from={official.uri}&to={uri}"
    assert "A digest is no earlier or later text" in body(client, asked, 400)
    # beside the official text it stands in plain words
    assert "In plain words" in body(client, "/i/pk-locks-2003/sec_1")


def test_two_days_stand_side_by_side_and_are_not_kept(client: FlaskClient, locks: Services) -> None:
    both = "p=pk-locks-2003/sec_1@2009-01-01&p=pk-locks-2003/sec_1"
    page = body(client, f"/compare/?{both}")
    assert "as at 2009-01-01" in page
    assert page.count("tell the boatmen") == 1
    answer = client.post("/compare/", data={"p": ["pk-locks-2003/sec_1@2009-01-01"], "title": "x"})
    assert answer.status_code == 400
    assert "cannot be kept in a comparison" in answer.get_data(as_text=True)
    # must not: a day on which the print holds is a text like any other
    kept = client.post("/compare/", data={"p": ["pk-locks-2003/sec_1@2012-01-01"], "title": "x"})
    assert kept.status_code == 302
    assert "is not a day" in body(client, "/compare/?p=pk-locks-2003/sec_1@2009-13-01", 400)


@pytest.mark.usefixtures("locks")
def test_a_search_leads_to_the_law_of_the_day(client: FlaskClient, locks: Services) -> None:
    locks.ensure_indexed()
    page = body(client, "/search?q=close+a+lock&at=2009-01-01")
    assert "/i/pk-locks-2003/sec_1?at=2009-01-01" in page
    assert "The search itself reads the latest texts" in page
    # turning pages and filters keep the day
    assert "instrument=pk-locks-2003" in page
    assert all(
        "at=2009-01-01" in a for a in re.findall(r'href="(/search[^"]*instrument=[^"]*)"', page)
    )
    assert "is not a day" in body(client, "/search?q=lock&at=soon", 400)
