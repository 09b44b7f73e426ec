"""The page of the source beside what was read from it, on a PDF that a real browser printed."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from corpus.errors import NotFound
from corpus.model import Expression, ExpressionKind, Provision, ProvisionKind, Region
from ingest.intake import Intake, Wanted
from ingest.page_picture import draw
from ingest.tag import Tagger
from webui import create_app
from webui.page_pictures import NoPicture, PagePictures
from webui.presenters.source_page import own_words, source_page
from webui.wiring import Services

LAKE_ACT = """
<style>@page { size: A5; margin: 18mm } p { font: 12pt serif } .far { break-before: page }</style>
<h2>THE LAKE ACT, 2004</h2><h3>ACT No. V OF 2004</h3>
<p><b>1. Short title.—</b>(1) This Act may be called the Lake Act, 2004.</p>
<p>(2) It shall come into force at once.</p>
<p><b>2. Warden.—</b>The warden of a lake shall keep its sluices in good order.</p>
<p class="far"><b>3. Penalty.—</b>Whoever breaks a sluice shall pay up to ten rupees.</p>
"""
"""A made-up law of two pages."""

SLUG = "zz-lake-2004"


@pytest.fixture(scope="session")
def lake_pdf(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up law as Chromium prints it."""
    window = browser.new_page()
    window.set_content(LAKE_ACT)
    path = tmp_path_factory.mktemp("lake") / "lake.pdf"
    window.pdf(path=path, prefer_css_page_size=True)
    window.close()
    return path


@pytest.fixture
def lake(services: Services, lake_pdf: Path, tagger: Tagger) -> Services:
    """The services, with the printed law taken in."""
    tag = lambda provisions, _: tagger.tag_expression(provisions)  # noqa: E731
    intake = Intake(services.store, services.catalog, tag, services.settings.originals)
    intake.take_file(lake_pdf, Wanted(slug=SLUG, date="2004-02-03"))
    return services


@pytest.fixture
def lake_app(lake: Services) -> Flask:
    """An application on them."""
    app = create_app(services=lake)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def lake_client(lake_app: Flask) -> FlaskClient:
    """A browser without a face."""
    return lake_app.test_client()


@pytest.mark.parametrize(
    ("address", "words", "absent"),
    [
        ("", "Page 1 of 2", "s. 3"),  # no page asked for: the first
        ("?page=2", "Whoever breaks a sluice", "Short title"),
        ("?unit=sec_3", "Page 2 of 2: s. 3", "Short title"),  # a unit leads to its page
        ("?page=1&unit=sec_1__subsec_2", 'class="marked"', "Whoever"),
        ("?page=1&unit=sec_99", "Page 1 of 2</h1>", 'class="marked"'),  # marks nothing, shows all
    ],
)
def test_a_page_shows_the_units_that_stand_on_it(
    lake_client: FlaskClient, address: str, words: str, absent: str
) -> None:
    page = lake_client.get(f"/i/{SLUG}/source{address}").text
    assert words in page
    assert absent not in page.split("<main")[1]


@pytest.mark.parametrize("address", ["?page=3", "?page=-1", "/3.webp", "/0.webp", "?unit=sec_99"])
def test_a_page_that_is_not_there_is_named(lake_client: FlaskClient, address: str) -> None:
    assert lake_client.get(f"/i/{SLUG}/source{address}").status_code == 404


def test_the_picture_is_of_that_page_and_its_regions_lie_on_words(
    lake: Services, lake_client: FlaskClient
) -> None:
    answer = lake_client.get(f"/i/{SLUG}/source/1.webp", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    picture = Image.open(io.BytesIO(answer.data)).convert("L")
    expression = lake.store.shown_expression(SLUG)
    for provision in lake.store.provisions(expression.uri):
        for region in provision.regions:
            if region.page == 1:
                assert darkest(picture, region) < 100, provision.eid
    # must not: the margin above the first unit's region holds no ink
    assert darkest(picture, Region(1, 0.0, 0.0, 1.0, 0.03)) > 240


def darkest(picture: Image.Image, region: Region) -> int:
    """The darkest pixel of a region, 0 for black."""
    box = (
        int(region.left * picture.width),
        int(region.top * picture.height),
        int(region.right * picture.width),
        int(region.bottom * picture.height),
    )
    low, _ = picture.crop(box).getextrema()
    return int(low)


def test_the_file_is_saved_and_never_opened(lake_client: FlaskClient, lake_pdf: Path) -> None:
    answer = lake_client.get(f"/i/{SLUG}/source/file", buffered=True)
    assert answer.data == lake_pdf.read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=lake.pdf"


def test_a_text_without_pages_gives_its_file(client: FlaskClient, river_file: Path) -> None:
    answer = client.get("/i/pk-river-2001/source", follow_redirects=True, buffered=True)
    assert answer.data == river_file.read_bytes()
    assert b"/source" not in client.get("/i/pk-river-2001/sec_2").data  # no picture is promised


def test_a_text_of_another_instrument_is_refused(lake: Services, lake_client: FlaskClient) -> None:
    river = lake.store.shown_expression("pk-river-2001").uri
    assert lake_client.get(f"/i/pk-river-2001/sec_1?text={river}").status_code == 200
    assert lake_client.get(f"/i/{SLUG}/sec_1?text={river}").status_code == 404


def test_the_pages_of_the_law_lead_to_the_source(lake_client: FlaskClient) -> None:
    assert f'href="/i/{SLUG}/source?unit=sec_3#u-sec_3"' in lake_client.get(f"/i/{SLUG}/sec_3").text
    assert f'href="/i/{SLUG}/source"' in lake_client.get(f"/i/{SLUG}").text


def test_a_file_that_cannot_be_drawn_is_said_to_be_so(lake: Services) -> None:
    expression = lake.store.shown_expression(SLUG)
    pictures = PagePictures(lake.settings)
    pictures.original(expression).write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(NoPicture, match="Page 1 cannot be shown"):
        pictures.picture(expression, 1)
    pictures.original(expression).unlink()
    with pytest.raises(NotFound, match=r"lake\.pdf is not kept here"):
        pictures.picture(expression, 1)


def test_a_picture_is_drawn_once(lake: Services) -> None:
    expression = lake.store.shown_expression(SLUG)
    pictures = PagePictures(lake.settings)
    first = pictures.picture(expression, 1)
    drawn = first.stat().st_mtime_ns
    assert pictures.picture(expression, 1).stat().st_mtime_ns == drawn
    assert [p.name for p in first.parent.iterdir()] == ["1.webp"]


@pytest.mark.parametrize(("width", "height"), [(200, 14400), (14400, 200), (600, 800)])
def test_a_page_of_any_shape_is_drawn_within_bounds(
    tmp_path: Path, width: int, height: int
) -> None:
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(width, height)
        document.save(tmp_path / "odd.pdf")
    draw(tmp_path / "odd.pdf", 1, 1400, tmp_path / "odd.webp")
    with Image.open(tmp_path / "odd.webp") as picture:
        assert picture.width <= 1400
        assert picture.width * picture.height <= 24_000_000


def unit(eid: str, text: str, start: int, parent: str | None = None, **more: object) -> Provision:
    """A made-up unit."""
    num = eid.rpartition("_")[2]
    kind = ProvisionKind.SUBSECTION if parent else ProvisionKind.SECTION
    more = {"heading": None, "page": 1, **more}
    return Provision(eid, kind, num, None, text, parent, 1, start, start + len(text))


@pytest.mark.parametrize(
    ("text", "children", "words"),
    [
        ("Boats shall wait.", [], "Boats shall wait."),
        ("(1) Wait. (2) Go.", [(4, "Wait."), (14, "Go.")], ""),  # numbers stand at the units
        (
            "A boat may, (1) wait; (2) go; by day.",
            [(16, "wait;"), (26, "go;")],
            "A boat may, […] by day.",
        ),
    ],
)
def test_own_words_leave_out_those_of_inner_units(
    text: str, children: list[tuple[int, str]], words: str
) -> None:
    top = unit("sec_1", text, 0)
    inner = [
        unit(f"sec_1__subsec_{n}", part, start, "sec_1")
        for n, (start, part) in enumerate(children, start=1)
    ]
    assert own_words(top, inner) == words


def test_a_unit_below_the_line_says_why() -> None:
    sure = unit("sec_1", "Boats shall wait.", 0)
    unsure = Provision(
        "sec_2", ProvisionKind.SECTION, "2", None, "B0ats", None, 1, 18, 23, 0.61, ("a scan",)
    )
    sheet = source_page([sure, unsure], [], 1, 1)
    assert [(u.name, u.low, u.percent, u.doubts) for u in sheet.units] == [
        ("s. 1", False, 100, ()),
        ("s. 2", True, 61, ("a scan",)),
    ]
    assert sheet.low == 1


def test_a_digest_has_no_pages(tmp_path: Path, lake: Services) -> None:
    digest = Expression("/akn/zz/act/2004/lake/eng/mizan", SLUG, ExpressionKind.DIGEST, "")
    assert not PagePictures(lake.settings).has_pages(digest)


@pytest.fixture
def lake_page(browser: Browser, lake_app: Flask) -> Iterator[Page]:
    """A browser's window on the source page."""

    server = make_server("127.0.0.1", 0, lake_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    window = browser.new_context(
        viewport={"width": 1280, "height": 900}, bypass_csp=True
    ).new_page()
    window.goto(f"http://127.0.0.1:{server.server_port}/i/{SLUG}/source?unit=sec_2")
    yield window
    window.context.close()
    server.shutdown()
    thread.join()


def test_in_a_browser_words_and_picture_point_at_each_other(lake_page: Page) -> None:
    expect(lake_page.locator("img")).to_have_js_property("complete", True)
    assert lake_page.locator("img").evaluate("image => image.naturalWidth") == 1400
    marked = lake_page.locator("rect.marked").bounding_box()
    picture = lake_page.locator("img").bounding_box()
    assert marked is not None
    assert picture is not None
    assert picture["y"] < marked["y"] < picture["y"] + picture["height"]
    lake_page.locator("#u-sec_1__subsec_2 a").first.focus()  # by keyboard
    expect(lake_page.locator('rect[data-unit="sec_1__subsec_2"]')).to_have_class("pointed")
    lake_page.locator('a[rel="next"]').click()
    expect(lake_page.locator("h1")).to_have_text("Page 2 of 2")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_is_accessible_and_fits(lake_page: Page, width: int) -> None:
    lake_page.set_viewport_size({"width": width, "height": 800})
    assert lake_page.evaluate("document.documentElement.scrollWidth") <= width
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": {"type": "tag", "values": tags}}
    found = Axe().run(lake_page, options=rules)
    assert found.violations_count == 0, found.generate_report()
