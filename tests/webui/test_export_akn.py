"""A text as Akoma Ntoso, from the terminal and from the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.akn_names import AKN
from ingest.errors import NoPrint
from ingest.intake import Intake, Wanted
from ingest.parse import parse_bytes
from ingest.tag import Tagger
from webui import create_app
from webui.akn_export import akn_of
from webui.cli import run
from webui.wiring import Services

SLUG = "pk-river-2001"
Export = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Export:
    """Runs `mizan export` on the made-up law."""
    monkeypatch.setenv("MIZAN_DATA", str(services.settings.data))

    def export(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(["export", "provisions", *arguments])
        return (status, *capsys.readouterr())

    return export


def test_the_command_writes_what_is_held(ask: Export, services: Services) -> None:
    status, out, _ = ask("--instrument", SLUG, "--format", "akn")
    assert status == 0
    found = parse_bytes(out.encode(), "river.akn")
    shown = services.store.shown_expression(SLUG)
    assert found.provisions == services.store.provisions(shown.uri)
    assert found.title == "River Act, 2001"
    assert found.words_date == "2001-05-01"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "akn"], "one --instrument"),
        (["--format", "akn", "--instrument", "a", "--instrument", "b"], "one --instrument"),
        (["--instrument", "no-such", "--format", "akn"], "no-such"),
        (["--instrument", SLUG, "--at", "soon"], "year-month-day"),
        (["--instrument", SLUG, "--at", "2002-01-01", "--kind", "digest"], "not both"),
        # the made-up law has no digest
        (["--instrument", SLUG, "--kind", "digest"], "No digest"),
        (["--format", "xml"], "akn"),
    ],
)
def test_what_cannot_be_written_is_named(ask: Export, arguments: list[str], told: str) -> None:
    status, out, err = ask(*arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("choice", [["--at", "2002-01-01"], ["--kind", "official"], []])
def test_lines_of_a_chosen_text(ask: Export, choice: list[str]) -> None:
    status, out, _ = ask("--instrument", SLUG, *choice)
    assert status == 0
    first = json.loads(out.splitlines()[0])
    assert (first["eid"], first["kind_of_text"]) == ("sec_1", "official")


def test_the_page_offers_the_file(services: Services) -> None:
    client = create_app(services.settings, services).test_client()
    page = client.get(f"/i/{SLUG}?at=2002-01-01").text
    address = f"/i/{SLUG}/akn.xml?at=2002-01-01"
    assert f'href="{address}"' in page
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/akn+xml"
    # a download: no browser shows a stranger's XML in our name
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "pk-river-2001.2001-05-01.akn.xml" in answer.headers["Content-Disposition"]
    assert AKN.encode() in answer.data


@pytest.mark.parametrize(
    ("address", "status"),
    [("/i/no-such/akn.xml", 404), (f"/i/{SLUG}/akn.xml?at=never", 400)],
)
def test_an_address_without_a_text(services: Services, address: str, status: int) -> None:
    client = create_app(services.settings, services).test_client()
    assert client.get(address).status_code == status


def test_reading_the_file_again_takes_in_the_same_law(
    services: Services, ask: Export, tmp_path: Path, tagger: Tagger
) -> None:
    _, out, _ = ask("--instrument", SLUG, "--format", "akn")
    path = tmp_path / "river.akn"
    path.write_text(out, encoding="utf-8")
    tag = lambda provisions, _: tagger.tag_expression(provisions)  # noqa: E731
    intake = Intake(services.store, services.catalog, tag, services.settings.originals)
    again = intake.take_file(path, Wanted(slug="pk-river-again")).expression
    assert again.date == "2001-05-01"
    before = services.store.provisions(services.store.shown_expression(SLUG).uri)
    assert services.store.provisions(again.uri) == before


def test_a_digest_comes_back_as_no_official_text(services: Services, tmp_path: Path) -> None:
    entry = next(e for e in services.catalog if e.digest)
    taking = Intake(services.store, services.catalog, lambda *_: (), services.settings.originals)
    assert entry.digest is not None
    taking.take_digest(entry.instrument, entry.digest)
    shown = services.texts.latest(entry.instrument.slug)
    path = tmp_path / "digest.akn.xml"
    path.write_bytes(akn_of(services, shown))
    with pytest.raises(NoPrint, match=r"own words, and not the law.*publisher"):
        taking.take_file(path)
    assert services.store.expressions(entry.instrument.slug) == (shown.expression,)
