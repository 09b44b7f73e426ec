"""The corpus as JSON says whose words it holds, and what is missing from them."""

from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient

from corpus.facts import Event, EventKind, Notice, Standing, Status
from webui.views.api import ADVICE, OFFICIAL_LABEL
from webui.wiring import Services

RIVER = "/api/v1/instruments/pk-river-2001"


def test_an_instrument_and_its_texts(client: FlaskClient) -> None:
    listed = client.get("/api/v1/instruments").get_json()["instruments"]
    assert [i["url"] for i in listed if i["slug"] == "pk-river-2001"] == [RIVER]
    found = client.get(RIVER).get_json()
    assert (found["title"], found["advice"]) == ("River Act, 2001", ADVICE)
    (text,) = found["texts"]
    assert (text["date"], text["label"]) == ("2001-05-01", OFFICIAL_LABEL)
    assert "text" not in text


def test_a_provision_with_its_units(client: FlaskClient) -> None:
    found = client.get(f"{RIVER}/provisions/sec_2").get_json()
    assert found["provision"]["eid"] == "sec_2"
    assert [u["eid"] for u in found["units"]] == ["sec_2__subsec_1", "sec_2__subsec_2"]
    assert found["citation"] == "River Act, 2001, s. 2 (as at 2001-05-01)"
    assert (found["at"], found["reach"], found["undone"]) == (None, "held", [])


def test_a_change_that_is_known_and_not_in_the_text_is_stated(
    client: FlaskClient, services: Services
) -> None:
    act = services.store.instrument("pk-river-2001")
    change = Event(EventKind.AMENDED, "the gazette", "2010-02-03", "Act II of 2010")
    ended = Event(EventKind.REPEALED, "the gazette", "2015-01-01")
    services.store.save_instrument(
        dataclasses.replace(
            act,
            notices=(Notice("Not all is here.", "us"),),
            history=(change, ended),
            standing=Standing(Status.REPEALED, source="the gazette"),
        )
    )
    found = client.get(f"{RIVER}/provisions/sec_2?at=2012-01-01").get_json()
    assert found["known_change_after"] == "amended on 2010-02-03 by Act II of 2010"
    assert found["notices"] == [{"text": "Not all is here.", "source": "us"}]
    assert (found["dead"]["status"], found["dead"]["since"]) == ("repealed", "2015-01-01")
    # must not: a change that came after the day asked for
    early = client.get(f"{RIVER}/provisions/sec_2?at=2009-01-01").get_json()
    assert early["known_change_after"] is None


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/v1/instruments/no-such", 404, "no-such"),
        (f"{RIVER}/provisions/sec_9", 404, "sec_9"),
        (f"{RIVER}/provisions/sec_2?at=soon", 400, "is not a day"),
        ("/api/v1/nothing", 404, "not found"),
    ],
)
def test_faults_are_json_too(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.get_json()["message"]
