"""`mizan fetch`: from a publisher, a server on this machine, into the corpus."""

from __future__ import annotations

import dataclasses
import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.facts import Source
from corpus.model import Instrument, InstrumentType
from ingest.fetching.client import FetchClient, Limits
from ingest.fetching.guard import Guard
from ingest.fetching.keeping import Result
from ingest.fetching.manners import Manners
from ingest.fetching.targets import official_addresses, wish_of
from webui.cli import run
from webui.commands import fetch
from webui.config import Settings
from webui.corpus_state import BARE
from webui.fetch_state import (
    FetchRow,
    FetchState,
    FetchTeller,
    fetch_file,
    read_fetch,
    start_fetch,
)
from webui.wiring import Services, build_services

PECA = "pk-peca-2016"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, honours If-Modified-Since, and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Callable[[str, bytes], str]]:
    """Puts a file on a publisher's site and gives its address."""
    site = tmp_path / "site"
    site.mkdir()
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()

    def put(name: str, body: bytes) -> str:
        (site / name).write_bytes(body)
        return f"http://127.0.0.1:{server.server_port}/{name}"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Services]:
    """Services on an empty corpus that wants no shipped one."""
    services = build_services(Settings.from_env({"MIZAN_DATA": str(tmp_path / "data")}))
    services.store.set_state(BARE, "yes")
    yield services
    services.close()


def instrument_at(slug: str, *addresses: str) -> Instrument:
    """An instrument with these official addresses."""
    sources = tuple(Source(address, "The River Board") for address in addresses)
    return Instrument(
        slug, "River Act, 2001", InstrumentType.ACT, f"/akn/zz/act/2001/{slug}", sources=sources
    )


def fetched(services: Services, *instruments: Instrument) -> list[Result]:
    """What becomes of the instruments when their hosts may be on this machine."""
    client = FetchClient(
        Guard(official_addresses(instruments), may_connect=lambda number: number.is_loopback),
        services.settings.data / "fetched",
        services.settings.originals,
        Limits(max_bytes=5_000_000),
        Manners(pause=0, sleep=lambda _: None),
    )
    wishes = [wish_of(instrument) for instrument in instruments]
    return [outcome.result for outcome in fetch.fetch_into(services, wishes, client)]


def test_a_fetched_law_can_be_searched_and_is_not_sent_twice(
    bare: Services,
    publish: Callable[[str, bytes], str],
    river_file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    law = instrument_at("zz-river-2001", publish("river.txt", river_file.read_bytes()))
    bare.store.save_instrument(law)
    assert fetched(bare, law) == [Result.FETCHED]
    said = capsys.readouterr().out
    assert said.startswith("zz-river-2001: fetched from The River Board (/akn/zz/act/2001/")
    assert "SHA-256" in said
    found = bare.search.search("closing of locks")
    assert found.hits[0].instrument == "zz-river-2001"
    assert fetched(bare, law) == [Result.UNCHANGED]
    assert "unchanged" in capsys.readouterr().out


def test_what_could_not_be_had_is_said_and_the_rest_goes_in(
    bare: Services,
    publish: Callable[[str, bytes], str],
    river_file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = publish("river.txt", river_file.read_bytes())
    missing = instrument_at("zz-gone-2001", good.replace("river.txt", "gone.pdf"))
    results = fetched(
        bare, missing, instrument_at("zz-nowhere-2001"), instrument_at("zz-river-2001", good)
    )
    assert results == [Result.FAILED, Result.NO_ADDRESS, Result.FETCHED]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("zz-gone-2001: not had from http://127.0.0.1")
    assert "404" in lines[0]
    assert "--as zz-nowhere-2001" in lines[1]
    state = read_fetch(fetch_file(bare.settings.data))
    assert state is not None
    assert [(row.slug, row.result) for row in state.rows] == [
        ("zz-gone-2001", "failed"),
        ("zz-nowhere-2001", "no address"),
        ("zz-river-2001", "fetched"),
    ]
    assert (state.done, state.percent) == (True, 100)


def test_the_real_peca_is_claimed_dated_and_kept(
    bare: Services, publish: Callable[[str, bytes], str], shared: Path
) -> None:
    address = publish("peca.pdf", (shared / "texts" / "pk-peca-2016.pdf").read_bytes())
    entry = next(e for e in bare.catalog if e.instrument.slug == PECA)
    law = dataclasses.replace(entry.instrument, sources=(Source(address, "Pakistan Code"),))
    assert fetched(bare, law) == [Result.FETCHED]
    held = bare.store.shown_expression(PECA)
    assert (held.date, held.file_name) == ("2025-01-29", "peca.pdf")
    assert (bare.settings.originals / f"{held.sha256}.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        # never without being asked
        ([], "mizan fetch --all"),
        (["--all", PECA], "not both"),
        (["pk-peca-2061"], f"'pk-peca-2061'; did you mean {PECA}"),
        (["nothing like it"], "'nothing like it'"),
    ],
)
def test_an_askers_mistake_exits_2_with_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "data"))
    assert run(["fetch", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line


def nowhere(host: str, port: int) -> tuple[str, ...]:
    """The resolver of a machine that is offline."""
    raise OSError(f"no way to {host}:{port}")


@pytest.mark.parametrize("arguments", [[PECA], ["--all"]])
def test_offline_it_says_what_could_not_be_had_and_loses_nothing(
    arguments: list[str],
    bare: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    catalog = fetch.catalogued(bare)
    data = bare.settings.data
    client = FetchClient(
        Guard(official_addresses(catalog), resolver=nowhere), data / "fetched", data / "originals"
    )
    monkeypatch.setenv("MIZAN_DATA", str(data))
    monkeypatch.setattr(fetch, "client_for", lambda *_: client)
    before = bare.store.instruments()
    assert run(["fetch", *arguments]) == 1
    said = capsys.readouterr().err
    assert f"{PECA}: not had from https://www.pakistancode.gov.pk/" in said
    assert "check the connection" in said
    assert bare.store.instruments() == before


def test_the_page_starts_it_as_a_child_and_hears_of_a_mistake(tmp_path: Path) -> None:
    settings = Settings.from_env({"MIZAN_DATA": str(tmp_path)})
    with start_fetch(settings, ["--all-of-it"]) as child:
        said, _ = child.communicate(timeout=120)
    # no slug can pass as an option
    assert child.returncode == 2
    assert "'--all-of-it'" in said


def test_the_state_file_tells_how_far_a_run_is(tmp_path: Path) -> None:
    path = fetch_file(tmp_path)
    assert read_fetch(path) is None
    times = iter((0.0, 0.1, 0.3, 0.3, 0.4, 0.5))
    teller = FetchTeller(path, 2, lambda: next(times))
    assert read_fetch(path) == FetchState(wanted=2)
    teller.advance("zz-a", 10, 100)  # too soon after the last
    assert read_fetch(path) == FetchState(wanted=2)
    teller.advance("zz-a", 50, 100)
    state = read_fetch(path)
    assert state is not None
    assert (state.slug, state.so_far, state.total, state.percent) == ("zz-a", 50, 100, 25)
    row = FetchRow("zz-a", "failed", problems=("https://law.test/: 404",))
    teller.settle(row)
    teller.finish()
    assert read_fetch(path) == FetchState(wanted=2, rows=(row,), done=True)


@pytest.mark.parametrize("damage", ["", "[]", "{", json.dumps({"rows": [1]}), '{"rows": []}x'])
def test_a_damaged_state_file_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    fetch_file(tmp_path).write_text(damage, encoding="utf-8")
    assert read_fetch(fetch_file(tmp_path)) is None
