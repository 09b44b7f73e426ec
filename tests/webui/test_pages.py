"""Pages and forms, asked as a browser would, without a browser."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from annotations.model import Content, Selection, Side
from corpus.catalog import DigestFile
from ingest.intake import Intake
from ingest.tag import Tagger
from webui import create_app
from webui.readiness import Readiness
from webui.security import COOKIE
from webui.wiring import Services

URI = "/akn/zz/doc/pk-river-2001/eng@2001-05-01"


def note_on(services: Services, words: str = "seven days") -> str:
    """Write a note on words of section 2(1) and give its id."""
    selection = Selection(URI, "sec_2__subsec_1", exact=words)
    return services.annotations.create(selection, Content("Long for a boat.")).id


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "River Act, 2001"),
        ("/search?q=lock", "Closing of locks"),
        ("/i/pk-river-2001", "Contents"),
        ("/i/pk-river-2001/sec_2", "Closing of locks"),
        ("/compare/", "side by side"),
        ("/compare/?p=pk-river-2001/sec_2&p=pk-river-2001/sec_3", "Penalty"),
        ("/annotations/", "No notes"),
        ("/annotations/new/pk-river-2001/sec_2", "The exact words"),
        ("/about", "What is in, where each text comes from"),
        ("/help", "Searching"),
    ],
)
def test_pages_answer(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/i/no-such", 404, "no-such"),
        ("/i/pk-river-2001/sec_99", 404, "sec_99"),
        ("/annotations/new/pk-river-2001/sec_99", 404, "sec_99"),
        ("/annotations/no-such", 404, "no-such"),
        ("/compare/?p=nonsense", 400, "pk-peca-2016/sec_37"),
        ("/compare/?" + "&".join(f"p=a/sec_{n}" for n in range(9)), 400, "up to 6"),
        ("/akn/nonsense", 400, "/akn/pk/act/2016/40"),
        ("/search?q=" + "x" * 100_000, 400, "100000"),
        ("/search?q=colour%3Ablue", 400, "colour"),
        ("/no/such/page", 404, "search page"),
    ],
)
def test_a_bad_address_is_answered_in_words(
    client: FlaskClient, path: str, status: int, words: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[:2000]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/i/pk-river-2001/sec_2__subsec_1", "/i/pk-river-2001/sec_2#sec_2__subsec_1"),
        ("/akn/zz/doc/pk-river-2001", "/i/pk-river-2001"),
        (f"{URI}/~sec_3", "/i/pk-river-2001/sec_3"),
    ],
)
def test_other_addresses_lead_to_the_page(client: FlaskClient, address: str, page: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert re.sub(r"\?[^#]*", "", answer.location) == page


@pytest.mark.parametrize("odd", ["endpoint=x", "_scheme=javascript", "_anchor=x", "_method=x"])
def test_what_else_an_address_holds_goes_no_further(client: FlaskClient, odd: str) -> None:
    answer = client.get(f"/search?q=lock&page=2&{odd}")
    assert answer.status_code == 200
    assert odd not in answer.get_data(as_text=True)


def test_an_empty_search_goes_home(client: FlaskClient) -> None:
    assert client.get("/search?q=+").location == "/"


def test_a_provision_shows_power_tags_and_rule(client: FlaskClient) -> None:
    text = client.get("/i/pk-river-2001/sec_2").text
    assert "◆ Power" in text
    assert re.search(r"<code>[a-z]+\.[a-z.-]+</code>", text)
    assert "Not legal advice" in text


def test_a_note_is_written_shown_changed_and_deleted(client: FlaskClient) -> None:
    form = {"exact": "seven days", "note": "Long.", "side": "liberty", "tags": "limit, time"}
    answer = client.post("/annotations/new/pk-river-2001/sec_2?eid=sec_2__subsec_1", data=form)
    assert answer.status_code == 302
    page = client.get("/i/pk-river-2001/sec_2").text
    assert re.search(r"<mark[^>]*><span[^>]*>seven days</span></mark>", page)
    id = re.search(r'id="note-([0-9a-f-]+)"', page)
    assert id is not None
    etag = re.search(r'name="etag" value="(\w+)"', page)
    assert etag is not None
    changed = client.post(f"/annotations/{id[1]}", data={"note": "Too long.", "etag": etag[1]})
    assert changed.status_code == 302
    assert "Too long." in client.get("/annotations/").text
    # a second change from the first page would overwrite the first change
    stale = client.post(f"/annotations/{id[1]}", data={"note": "Mine.", "etag": etag[1]})
    assert (stale.status_code, "Mine." in stale.text) == (400, True)
    client.post(f"/annotations/{id[1]}/delete")
    assert "<mark" not in client.get("/i/pk-river-2001/sec_2").text


def test_words_that_are_not_there_change_nothing(client: FlaskClient, services: Services) -> None:
    form = {"exact": "a hundred days", "note": "Typed with care."}
    answer = client.post("/annotations/new/pk-river-2001/sec_2", data=form)
    assert answer.status_code == 400
    assert "a hundred days" in answer.text
    assert "Typed with care." in answer.text
    assert services.annotations.count() == 0


def test_what_a_reader_writes_is_never_markup(client: FlaskClient, services: Services) -> None:
    selection = Selection(URI, "sec_2")
    content = Content("<script>alert(1)</script>", ("<b>x</b>",), Side.SECURITY)
    services.annotations.create(selection, content)
    for path in ("/i/pk-river-2001/sec_2", "/annotations/"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<b>x" not in text


def test_a_note_on_the_digest_says_so_beside_the_official_text(
    client: FlaskClient, services: Services, tagger: Tagger, tmp_path: Path
) -> None:
    digest_uri = _hold_digest(services, tagger, tmp_path)
    selection = Selection(digest_uri, "sec_2__subsec_1", exact="for a week")
    services.annotations.create(selection, Content("Our words, not the law’s."))
    page = client.get("/i/pk-river-2001/sec_2").text
    assert "Written on another text" in page
    assert "written on the digest" in page
    # its words are not marked in the official text, where they do not stand
    assert "<mark data-notes" not in page
    # on the digest itself they are, and the page says whose words it shows
    own = client.get("/i/pk-river-2001/sec_2", query_string={"text": digest_uri}).text
    assert "<mark data-notes" in own
    assert "our words" in own


def _hold_digest(services: Services, tagger: Tagger, folder: Path) -> str:
    """Put a digest beside the made-up law; give its address."""
    path = folder / "digest.md"
    path.write_text(
        "# River Act, 2001\n\n### 2. Closing of locks\n\n(1) Shut for a week.\n", "utf-8"
    )
    intake = Intake(services.store, (), lambda p, _: tagger.tag_expression(p), folder)
    river = services.store.instrument("pk-river-2001")
    digest = DigestFile(path, "2001-05-01", "2001-06-01", "", "one section")
    return intake.take_digest(river, digest).expression.uri


def test_notes_go_out_and_come_back(client: FlaskClient, services: Services) -> None:
    id = note_on(services)
    exported = client.get("/annotations/export.jsonld")
    assert exported.mimetype == "application/ld+json"
    assert id in exported.text
    services.annotations.delete(id, etag=None)
    other = json.loads(exported.text.replace(id, "6b1d2d0e-0000-4000-8000-000000000001"))
    upload = {"file": (io.BytesIO(json.dumps(other).encode()), "notes.jsonld")}
    assert client.post("/annotations/import", data=upload).status_code == 302
    assert services.annotations.count() == 1


@pytest.mark.parametrize("data", [b"", b"not json", b'{"type": "Annotation"}'])
def test_a_bad_import_is_named_and_changes_nothing(
    client: FlaskClient, services: Services, data: bytes
) -> None:
    upload = {"file": (io.BytesIO(data), "notes.jsonld")}
    assert client.post("/annotations/import", data=upload).status_code == 400
    assert services.annotations.count() == 0


def test_a_comparison_is_saved_read_and_deleted(client: FlaskClient) -> None:
    keys = ["pk-river-2001/sec_2", "pk-river-2001/sec_3"]
    saved = client.post("/compare/", data={"title": "Locks", "p": keys})
    assert saved.status_code == 302
    page = client.get(saved.location).text
    etag = re.search(r'name="etag" value="(\w+)"', page)
    key = re.search(r'name="p" value="([^"]+@[^"]+)"', page)
    assert etag is not None
    assert key is not None
    reading = {
        "p": key[1],
        "by": "A boatman",
        "side": "liberty",
        "text": "Seven days ruin a season.",
        "evidence": "seven days",
        "weight": "4",
        "etag": etag[1],
    }
    assert client.post(f"{saved.location}/readings", data=reading).status_code == 302
    assert "Seven days ruin a season." in client.get(saved.location).text
    # evidence must stand in the provision
    wrong = {**reading, "evidence": "eight days", "etag": ""}
    assert client.post(f"{saved.location}/readings", data=wrong).status_code == 400
    client.post(f"{saved.location}/delete")
    assert client.get(saved.location).status_code == 404


def test_an_empty_comparison_is_not_kept(client: FlaskClient, services: Services) -> None:
    assert client.post("/compare/", data={"title": "Nothing"}).status_code == 400
    assert services.comparisons.find() == ()


def test_until_ready_every_page_shows_progress(services: Services) -> None:
    readiness = Readiness()
    readiness.advance("Reading the River Act", 40)
    waiting = create_app(services=services, readiness=readiness).test_client()
    answer = waiting.get("/search?q=lock")
    assert (answer.status_code, "Reading the River Act" in answer.text) == (503, True)
    assert waiting.get("/healthz").status_code == 503
    readiness.finish()
    assert waiting.get("/healthz").status_code == 200
    assert waiting.get("/search?q=lock").status_code == 200


def test_a_failed_preparation_says_why(services: Services) -> None:
    readiness = Readiness()
    readiness.fail("the disk is full")
    answer = create_app(services=services, readiness=readiness).test_client().get("/")
    assert "the disk is full" in answer.text


def test_only_the_reader_with_the_token_gets_in(services: Services) -> None:
    app = create_app(services=services, token="right")  # noqa: S106
    assert app.test_client().get("/").status_code == 403
    assert app.test_client().get("/?token=wrong").status_code == 403
    browser = app.test_client()
    assert browser.get("/?token=right").status_code == 200
    # the browser is remembered, by a cookie that scripts and other sites cannot use
    assert browser.get("/i/pk-river-2001").status_code == 200
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    header = {"Authorization": "Bearer right"}
    assert app.test_client().get("/", headers=header).status_code == 200
    # health needs none
    assert app.test_client().get("/healthz").status_code == 200


def test_a_form_from_elsewhere_is_refused(services: Services) -> None:
    stranger = create_app(services=services).test_client()
    answer = stranger.post("/annotations/new/pk-river-2001/sec_2", data={"note": "x"})
    assert answer.status_code == 400
    assert services.annotations.count() == 0


def test_a_foreign_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421


def test_headers_forbid_what_the_pages_do_not_need(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_ask_no_other_machine(client: FlaskClient) -> None:
    """No script, style, font or picture from elsewhere: links are for readers to follow."""
    for path in ("/", "/i/pk-river-2001/sec_2", "/help"):
        loaded = re.findall(
            r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', client.get(path).text
        )
        assert loaded
        assert all(address.startswith("/") for address in loaded)
