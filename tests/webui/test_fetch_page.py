"""The page of official texts: a real child process asks a real server on this machine."""

from __future__ import annotations

import dataclasses
import http.server
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from corpus.catalog import load_catalog
from ingest.fetching.keeping import Result
from webui import create_app
from webui.config import Settings
from webui.fetch_job import FetchJob, Phase
from webui.fetch_state import (
    NOT_HAD,
    FetchRow,
    FetchState,
    FetchTeller,
    fetch_file,
    is_alive,
    read_fetch,
)
from webui.presenters.fetch import Contact, choices_of, contacts_of, run_view
from webui.wiring import Services, build_services

RIVER, LAKE, GONE, SLOW = "zz-river-2001", "zz-lake-2001", "zz-gone-2001", "zz-slow-2001"
NOWHERE = "zz-nowhere-2001"

AXE_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}

ENTRY = """\
[work]
title = "{title} Act, 2001"
type = "act"
uri = "/akn/zz/act/2001/{slug}"
jurisdiction = "zz"
source = "made up"
"""
SOURCE = """
[[sources]]
address = "{address}"
publisher = "The River Board"
official = true
role = "text"
source = "made up"
"""
# The child is the real command.  It asks hosts of the catalogue alone, and only where they are
# public, and no setting changes that; so a test must reach into the process.  Python runs a
# module of this name at its start: here it names another catalogue, lets requests through to
# this machine alone, and knows no host by name, so that no test ever asks the internet.
SITE = """\
import os
from pathlib import Path

import corpus.catalog
from ingest.fetching.guard import Guard


def resolve(host, port):
    if host != "127.0.0.1":
        raise OSError("no such name")
    return (host,)


corpus.catalog.catalog_folder = lambda: Path(os.environ["CATALOG_OF_THE_TEST"])
Guard.__init__.__defaults__ = (lambda number: number.is_loopback, resolve)
"""


class Publisher:
    """Serves files; the slow one comes when it is let go."""

    def __init__(self, law: bytes) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()
        self._law = law
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.host = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        """Let all go and stop."""
        self.go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        if "gone" in handler.path:
            handler.send_error(404)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        body = self._law.replace(b"River", handler.path[1:5].title().encode())
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:100])
        handler.wfile.flush()
        if "slow" in handler.path:
            self.go.wait(30)
        handler.wfile.write(body[100:])

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        publisher = self

        class Answering(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    publisher._answer(self)
                except ConnectionError:  # the child was stopped
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Answering


@pytest.fixture
def publisher(river_file: Path) -> Iterator[Publisher]:
    """A running publisher."""
    running = Publisher(river_file.read_bytes())
    yield running
    running.close()


@pytest.fixture
def catalog(tmp_path: Path, publisher: Publisher) -> Path:
    """The folder of a catalogue whose official addresses are the publisher's, and one dead one."""
    folder = tmp_path / "catalog"
    at = f"http://{publisher.host}"
    addresses = {
        RIVER: [f"{at}/rive.txt"],
        LAKE: ["https://law.invalid/lake.txt", f"{at}/lake.txt"],
        GONE: [f"{at}/gone.pdf"],
        SLOW: [f"{at}/slow.txt"],
        NOWHERE: [],
    }
    for slug, sources in addresses.items():
        (folder / slug).mkdir(parents=True)
        entry = ENTRY.format(title=slug.split("-")[1].title(), slug=slug)
        told = "".join(SOURCE.format(address=address) for address in sources)
        (folder / slug / "instrument.toml").write_text(entry + told, "utf-8")
    return folder


@pytest.fixture
def services(tmp_path: Path, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Services on that catalogue and an empty store; children see the same."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("CATALOG_OF_THE_TEST", str(catalog))
    # the child must take the settings of the application, not those of the environment
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "elsewhere"))
    built = build_services(Settings.from_env({"MIZAN_DATA": str(tmp_path / "data")}))
    built = dataclasses.replace(built, catalog=load_catalog(catalog))
    for entry in built.catalog:
        built.store.save_instrument(entry.instrument)
    yield built
    built.close()


@pytest.fixture
def app(services: Services, publisher: Publisher) -> Iterator[Flask]:
    """An application whose forms need no token; no child outlives it."""
    made = create_app(services=services)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    publisher.go.set()
    job_of(made).stop()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a face."""
    return app.test_client()


def job_of(app: Flask) -> FetchJob:
    """The job of an application."""
    job = app.extensions["mizan.fetch"]
    assert isinstance(job, FetchJob)
    return job


def wait_for(
    client: FlaskClient, until: Callable[[dict[str, Any]], bool], seconds: float = 90
) -> dict[str, Any]:
    """What `/fetch/state` says once it is as wanted."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        told: dict[str, Any] = client.get("/fetch/state").get_json()
        if until(told):
            return told
        time.sleep(0.1)
    raise AssertionError(f"not so after {seconds} s: {told}")


def is_over(told: dict[str, Any]) -> bool:
    """Whether the run is over."""
    return not told["running"]


# -- before anything is asked --------------------------------------------------------------------


def test_the_page_says_what_is_there_and_who_would_be_asked_and_asks_nobody(
    client: FlaskClient, publisher: Publisher, services: Services
) -> None:
    text = client.get("/fetch").text
    ticked = re.findall(r'value="([^"]+)" data-hosts="[^"]+" checked', text)
    assert sorted(ticked) == sorted([RIVER, LAKE, GONE, SLOW])
    assert NOWHERE not in text
    assert re.findall(r'data-host="([^"]+)"', text) == [publisher.host, "law.invalid"]
    assert re.findall(r'class="count">([^<]+)<', text) == ["× 3 + 1", "× 1"]
    assert "else from " + publisher.host in text
    assert "user agent: <code>Mizan (a reader of law" in text
    assert client.get("/fetch/state").get_json()["phase"] == "never"
    assert (publisher.asked, read_fetch(fetch_file(services.settings.data))) == ([], None)


def test_the_home_page_invites_until_all_is_held(
    client: FlaskClient, publisher: Publisher, services: Services
) -> None:
    text = client.get("/").text
    assert "Official texts not yet fetched" in text
    assert "4 of the 4 official texts" in text
    assert f"{publisher.host}, law.invalid" in text
    assert publisher.asked == []
    for slug in (RIVER, LAKE, GONE, SLOW):
        services.store.remove_instrument(slug)
    # what can be had is had: here, because nothing can be had
    assert "Official texts not yet fetched" not in client.get("/").text


def test_a_law_s_own_page_leads_to_it_and_ticks_it_alone(client: FlaskClient) -> None:
    assert f'href="/fetch?slug={RIVER}"' in client.get(f"/i/{RIVER}").text
    assert "/fetch?slug" not in client.get(f"/i/{NOWHERE}").text
    text = client.get(f"/fetch?slug={RIVER}").text
    assert re.findall(r'value="([^"]+)" data-hosts="[^"]+" checked', text) == [RIVER]
    # must not: a name that the catalogue does not know unticks everything
    assert client.get("/fetch?slug=zz-no-such").text.count(" checked") == 4


@pytest.mark.parametrize(
    ("slugs", "words"),
    [
        ([], "Nothing is ticked"),
        (["zz-rivr-2001"], "did you mean zz-river-2001"),
        ([NOWHERE], "no official address"),
        # no slug can pass as an option of the command
        (["--all"], "--all"),
    ],
)
def test_a_form_that_names_nothing_to_fetch_starts_nothing(
    app: Flask, slugs: list[str], words: str
) -> None:
    answer = app.test_client().post("/fetch", data={"slug": slugs})
    assert (answer.status_code, words in answer.text) == (400, True)
    assert job_of(app).status().phase is Phase.NEVER


def test_only_a_form_of_this_page_and_reader_starts_a_fetch(services: Services) -> None:
    open_app = create_app(services=services)
    for path in ("/fetch", "/fetch/stop"):
        assert open_app.test_client().post(path, data={"slug": RIVER}).status_code == 400
    locked = create_app(services=services, token="right")  # noqa: S106
    locked.config["WTF_CSRF_ENABLED"] = False
    assert locked.test_client().post("/fetch", data={"slug": RIVER}).status_code == 403
    # must not: a link fetches
    assert open_app.test_client().get(f"/fetch?slug={RIVER}").status_code == 200
    assert job_of(open_app).status().phase is job_of(locked).status().phase is Phase.NEVER


# -- a run ---------------------------------------------------------------------------------------


def test_a_run_brings_the_law_in_and_tells_what_could_not_be_had(
    client: FlaskClient, services: Services, publisher: Publisher
) -> None:
    answer = client.post("/fetch", data={"slug": [RIVER, LAKE, GONE]})
    assert (answer.status_code, answer.location) == (303, "/fetch")
    told = wait_for(client, is_over)
    assert (told["phase"], told["percent"]) == ("ended", 100)
    assert told["told"] == "2 fetched, 1 not had."
    assert [(row["slug"], row["had"]) for row in told["rows"]] == [
        (RIVER, True),
        (LAKE, True),
        (GONE, False),
    ]
    # one address failed, the next one gave the text
    (problem,) = told["rows"][1]["problems"]
    assert (problem["host"], "law.invalid" in problem["why"]) == ("law.invalid", True)
    page = client.get("/fetch").text
    assert "404" in page
    assert f"mizan ingest FILE --as {GONE}" in page
    assert "Try it again" in page
    assert 'http-equiv="refresh"' not in page
    assert "Held already: 2" in page
    # the law is there, and the index knows it
    assert "Official text" in client.get(f"/i/{RIVER}/sec_2").text
    assert services.search.search("closing of locks").hits[0].instrument in (RIVER, LAKE)
    assert "2 of the 4 official texts" in client.get("/").text
    # again: nothing is sent twice, and a held law's page asks for nothing
    assert "fetch it…" not in client.get(f"/i/{RIVER}").text
    client.post("/fetch", data={"slug": RIVER})
    assert wait_for(client, is_over)["told"] == "1 unchanged."
    assert set(publisher.asked) == {"/rive.txt", "/lake.txt", "/gone.pdf"}


def test_while_one_runs_a_second_form_shows_it_and_starts_nothing(
    client: FlaskClient, publisher: Publisher
) -> None:
    client.post("/fetch", data={"slug": [SLOW, RIVER]})
    told = wait_for(client, lambda told: bool(told["bytes"]))
    assert told["running"]
    assert told["told"] == "0 of 2 done. Now: Slow Act, 2001."
    page = client.get("/fetch").text
    # without a script the page reloads itself
    assert re.search(r'<noscript><meta http-equiv="refresh" content="2; url=/fetch">', page)
    assert 'id="choose"' not in page
    second = client.post("/fetch", data={"slug": GONE}, follow_redirects=True)
    assert "running already" in second.text
    publisher.go.set()
    told = wait_for(client, is_over)
    assert [row["slug"] for row in told["rows"]] == [SLOW, RIVER]
    assert "/gone.pdf" not in publisher.asked


def test_a_reader_can_stop_it_and_go_on(
    client: FlaskClient, publisher: Publisher, services: Services
) -> None:
    client.post("/fetch", data={"slug": [RIVER, SLOW]})
    wait_for(client, lambda told: len(told["rows"]) == 1 and bool(told["bytes"]))
    page = client.post("/fetch/stop", follow_redirects=True).text
    assert "You stopped the fetch" in page
    assert "Go on with the 1 that is left" in page
    assert "1 fetched." in page
    # the address it was at is free at once
    assert list((services.settings.data / "fetched").rglob("busy")) == []
    publisher.go.set()
    client.post("/fetch", data={"slug": SLOW})
    assert wait_for(client, is_over)["told"] == "1 fetched."
    assert "nothing to stop" in client.post("/fetch/stop", follow_redirects=True).text


def test_a_child_that_dies_is_told_of_with_its_last_words(
    services: Services, river_file: Path
) -> None:
    # the settings of the application go on to the child: here, a database that cannot be
    database = f"sqlite:///{river_file}/mizan.db"
    settings = dataclasses.replace(services.settings, database=database)
    app = create_app(services=dataclasses.replace(services, settings=settings))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/fetch", data={"slug": RIVER})
    told = wait_for(client, is_over)
    assert (told["phase"], told["told"]) == ("died", "Nothing was fetched.")
    page = client.get("/fetch").text
    assert "ended before it was done" in page
    assert f"The data folder {river_file} cannot be made" in page
    assert "Go on with the 1 that is left" in page


def test_a_child_that_cannot_be_started_is_an_error_in_words(
    client: FlaskClient, services: Services
) -> None:
    fetch_file(services.settings.data).mkdir()  # in the way of the state
    answer = client.post("/fetch", data={"slug": RIVER})
    assert (answer.status_code, "could not be started" in answer.text) == (503, True)


# -- a run that another process started ----------------------------------------------------------


def test_a_terminal_s_run_is_shown_and_not_run_over(app: Flask, services: Services) -> None:
    client = app.test_client()
    teller = FetchTeller(fetch_file(services.settings.data), 2)
    teller.advance(RIVER, 500_000, 2_000_000)
    teller.settle(FetchRow(RIVER, "fetched", "/akn/zz/act/2001/9/eng"))
    assert "1 of 2 done." in client.get("/fetch").text
    assert (
        "running already" in client.post("/fetch", data={"slug": GONE}, follow_redirects=True).text
    )
    teller.settle(FetchRow(GONE, "failed", problems=("https://law.invalid/a b: no: way",)))
    assert client.get("/fetch/state").get_json()["told"].endswith("up to date.")
    teller.finish()
    told = client.get("/fetch/state").get_json()
    assert (told["phase"], told["told"]) == ("ended", "1 fetched, 1 not had.")
    assert told["rows"][1]["problems"] == [
        {"address": "https://law.invalid/a b", "host": "law.invalid", "why": "no: way"}
    ]


@pytest.mark.parametrize(
    ("done", "silent", "phase"),
    [
        (False, 0, Phase.RUNNING),
        # no sign of life: it was killed, or the machine went down
        (False, 3600, Phase.DIED),
        # it said that it ends, and had not come to everything
        (True, 0, Phase.DIED),
    ],
)
def test_a_run_without_a_child_is_judged_by_its_file(
    app: Flask, services: Services, done: bool, silent: float, phase: Phase
) -> None:
    path = fetch_file(services.settings.data)
    teller = FetchTeller(path, 1)
    teller.finish()
    if not done:
        path.write_text(path.read_text().replace("true", "false"))
    os.utime(path, (time.time() - silent,) * 2)
    assert job_of(app).status().phase is phase


def test_a_run_that_says_nothing_new_gives_signs_of_life(tmp_path: Path) -> None:
    path = fetch_file(tmp_path)
    assert not is_alive(path)
    teller = FetchTeller(path, 1)
    os.utime(path, (0, 0))
    assert not is_alive(path)
    deadline = time.monotonic() + 20
    while not is_alive(path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert is_alive(path)
    teller.finish()


# -- words ---------------------------------------------------------------------------------------


def test_every_result_of_the_command_has_words(services: Services) -> None:
    rows = tuple(FetchRow(RIVER, result.value) for result in Result)
    view = run_view(job_status(FetchState(len(rows), rows=rows, done=True)), {RIVER: "River"})
    assert all(row.label != result.value for row, result in zip(view.rows, Result, strict=True))
    assert tuple(r.value for r in Result if not r.is_had) == NOT_HAD


def job_status(state: FetchState) -> Any:
    """The status of a run that ended so."""
    return dataclasses.replace(FetchJob(Settings.from_env({})).status(), state=state)


def test_every_host_is_named_once_with_what_is_ticked(services: Services) -> None:
    instruments = [entry.instrument for entry in services.catalog]
    host = contacts_of(choices_of(instruments, ()))[0].host
    assert contacts_of(choices_of(instruments, (), {LAKE})) == (
        Contact("law.invalid", 1, 0),
        Contact(host, 0, 1),
    )
    # what is held is not ticked
    held = choices_of(instruments, {RIVER, GONE, SLOW})
    assert [choice.slug for choice in held if choice.chosen] == [LAKE]


# -- in a browser --------------------------------------------------------------------------------


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def window(browser: Browser, **facts: Any) -> Iterator[Page]:
    """A fresh browser window; a fault in a script fails the test."""
    context = browser.new_context(**facts)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.extend([said.text] if said.type == "error" else []))
    yield page
    context.close()
    assert faults == []


@pytest.mark.browser
def test_offline_the_button_tells_what_could_not_be_had(
    browser: Browser, app: Flask, publisher: Publisher
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    publisher.close()  # nobody answers any more
    with serving(app) as address, window(browser) as page:
        page.goto(f"{address}/")
        page.get_by_role("link", name="Fetch now").click()
        page.get_by_role("button", name="Tick none").click()
        expect(page.get_by_role("button", name="Fetch what is ticked: 0")).to_be_visible()
        expect(page.locator("#contacts li:visible")).to_have_count(0)
        # by keyboard alone
        page.get_by_label("Lake Act, 2001").focus()
        page.keyboard.press("Space")
        page.get_by_label("Gone Act, 2001").press("Space")
        expect(page.locator("#contacts li:visible")).to_have_count(2)
        page.get_by_role("button", name="Fetch what is ticked: 2").press("Enter")
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.evaluate("window.sameDocument = true")
        expect(page.get_by_role("status")).to_have_text("2 not had.", timeout=90_000)
        lost = page.locator(".settled .not-had")
        expect(lost).to_have_count(2)
        expect(lost.filter(has_text="Lake")).to_contain_text("check the connection")
        expect(lost.filter(has_text="Gone")).to_contain_text("mizan ingest FILE --as zz-gone-2001")
        expect(page.get_by_role("progressbar")).to_have_count(0)
        # without a reload, and the form that came with the end is accepted
        assert page.evaluate("window.sameDocument") is True
        page.get_by_role("button", name="Try these 2 again").click()
        expect(page.get_by_role("heading", name="Fetching")).to_be_visible()


@pytest.mark.browser
def test_without_a_script_the_page_reloads_until_the_law_is_there(
    browser: Browser, app: Flask, publisher: Publisher
) -> None:
    facts = {"java_script_enabled": False, "viewport": {"width": 320, "height": 700}}
    with serving(app) as address, window(browser, **facts) as page:
        page.goto(f"{address}/fetch?slug={SLOW}")
        page.get_by_role("button", name="Fetch what is ticked").click()
        expect(page.get_by_role("heading", name="Fetching")).to_be_visible()
        publisher.go.set()
        expect(page.get_by_role("status")).to_have_text("1 fetched.", timeout=90_000)
        page.get_by_role("link", name="Slow Act, 2001").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Slow Act, 2001")


@pytest.mark.browser
def test_a_phone_sees_the_whole_page(browser: Browser, app: Flask, services: Services) -> None:
    problem = "https://law.invalid/" + "a" * 200 + ": the server says 404"
    teller = FetchTeller(fetch_file(services.settings.data), 1)
    teller.settle(FetchRow(GONE, "failed", problems=(problem,)))
    teller.finish()
    facts = {"viewport": {"width": 320, "height": 700}}
    with serving(app) as address, window(browser, **facts) as page:
        for path in ("/", "/fetch"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_run_and_its_end_can_be_read_by_all(
    browser: Browser, app: Flask, services: Services, scheme: str
) -> None:
    teller = FetchTeller(fetch_file(services.settings.data), 3)
    teller.settle(FetchRow(GONE, "failed", problems=("https://law.invalid/a: 404",)))
    teller.settle(FetchRow(RIVER, "fetched"))
    # axe is a script that the content policy would rightly stop
    facts = {"bypass_csp": True, "color_scheme": scheme}
    with serving(app) as address, window(browser, **facts) as page:
        page.goto(f"{address}/fetch")
        running = Axe().run(page, options=AXE_RULES)
        teller.finish()
        expect(page.locator("#run-bar")).to_have_count(0)
        ended = Axe().run(page, options=AXE_RULES)
    assert running.violations_count == 0, running.generate_report()
    assert ended.violations_count == 0, ended.generate_report()
