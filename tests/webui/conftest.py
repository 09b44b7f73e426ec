"""A real server on a real corpus, and a real browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from ingest.intake import Intake, Wanted
from ingest.tag import Tagger
from webui import create_app
from webui.config import Settings
from webui.wiring import Services, build_services

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet: no background requests, no sandbox for root, no first-run pages.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running `mizan up`."""

    address: str
    """As printed, with its token."""
    data: Path

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        """The token of the address."""
        return parse_qs(urlsplit(self.address).query)["token"][0]


@contextmanager
def running_server(data: Path, *arguments: str) -> Iterator[Server]:
    """`mizan up` on a free port, ready to search; stopped at the end."""
    environment = {**os.environ, "MIZAN_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "webui.cli", "up", "--port", "0", *arguments]
    log = data.parent / f"{data.name}.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), log.read_text()
            server = Server(address, data)
            wait_until_ready(server, process, log)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_ready(
    server: Server, process: subprocess.Popen[str], log: Path, seconds: float = 120
) -> None:
    """Wait for `/healthz` to say 200."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        if health_of(server) == 200:
            return
        time.sleep(0.2)
    raise AssertionError(f"not ready after {seconds} s: {log.read_text()}")


def health_of(server: Server) -> int:
    """The status that `/healthz` answers now; 0 when nothing answers.

    A preparation that failed will never be ready, so that is told at once.
    """
    try:
        with urllib.request.urlopen(f"{server.origin}/healthz", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        failed = json.load(error)["failed"]
        assert failed is None, failed
        return error.code
    except OSError:
        return 0


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the shipped corpus, shared by the whole run."""
    with running_server(tmp_path_factory.mktemp("mizan") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = next((p for name in CHROMIUM_NAMES if (p := shutil.which(name))), None)
    if path is None:
        pytest.skip("skipped, because no Chromium is found (Debian: chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A fresh browser window that has opened the printed address; no fault may go unseen."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.extend(_faults_of(said.type, said.text)))
    window.goto(server.address)
    yield window
    context.close()
    assert not faults


def _faults_of(kind: str, text: str) -> list[str]:
    """What the browser complains of; a page that rightly answers 400 is no fault."""
    expected = "Failed to load resource: the server responded with a status of 4"
    return [text] if kind == "error" and not text.startswith(expected) else []


RIVER_ACT = """\
# River Act, 2001

### 1. Short title

(1) This Act may be called the River Act, 2001.

### 2. Closing of locks

(1) The Board may close a lock for up to seven days where it finds that the water is high.

(2) A boatman whom a closing under sub-section (1) harms may appeal to the Tribunal within ten days.

### 3. Penalty

Whoever opens a closed lock shall be punished with imprisonment for up to one month, or with a
fine of up to five thousand rupees, or with both.
"""
"""A made-up law: tests need the shape of a statute, never the words of one."""


@pytest.fixture(scope="session")
def river_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up law as a file."""
    path = tmp_path_factory.mktemp("river") / "river.md"
    path.write_text(RIVER_ACT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """One pipeline for the whole run: it takes a second to build."""
    return Tagger()


@pytest.fixture
def services(tmp_path: Path, river_file: Path, tagger: Tagger) -> Iterator[Services]:
    """Services on a corpus that holds the made-up law alone, indexed."""
    built = build_services(Settings.from_env({"MIZAN_DATA": str(tmp_path / "data")}))
    tag = lambda provisions, _: tagger.tag_expression(provisions)  # noqa: E731
    intake = Intake(built.store, built.catalog, tag, built.settings.originals)
    intake.take_file(river_file, Wanted(slug="pk-river-2001", date="2001-05-01"))
    built.ensure_indexed()
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """A browser without a face, on an application that asks for no token."""
    app = create_app(services=services)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()
