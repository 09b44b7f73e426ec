"""Official texts over the wire, from a real server on this machine that can misbehave."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import gzip
import hashlib
import http.server
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from corpus.catalog import load_catalog
from corpus.database import open_engine
from corpus.facts import Source, SourceRole
from corpus.model import (
    IngestedExpression,
    Instrument,
    InstrumentType,
    Provision,
)
from corpus.store import CorpusStore
from corpus.tagging import Tagging
from ingest.fetch import Outcome, fetch_all
from ingest.fetching import cache, errors
from ingest.fetching.client import Download, FetchClient, Limits, Progress
from ingest.fetching.connection import trusted
from ingest.fetching.content import HTML, PDF, TEXT, XML, kind_said, kinds_promised
from ingest.fetching.guard import Guard, Number, is_public, resolve
from ingest.fetching.keeping import Keeper, Result
from ingest.fetching.manners import Manners, wait_asked
from ingest.fetching.targets import Target, official_addresses, wish_of, wishes_for
from ingest.intake import Intake, Wanted

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
A_PDF = b"%PDF-1.4\n" + b"% a law\n" * 20_000 + b"%%EOF\n"
A_PAGE = b"<!DOCTYPE html><title>Sorry</title><p>We are being maintained."
RIVER = """\
# River Act, 2001

### 1. Short title

This Act may be called the River Act, 2001.

### 2. Locks

The Board may close a lock.
"""
MAY_2030 = format_datetime(datetime.datetime(2030, 5, 4, tzinfo=datetime.UTC), usegmt=True)
MAY_2025 = format_datetime(datetime.datetime(2025, 5, 4, tzinfo=datetime.UTC), usegmt=True)


# -- a publisher that can misbehave --------------------------------------------------------------

Handler = http.server.BaseHTTPRequestHandler
Action = Callable[[Handler], None]


class Publisher:
    """A server whose every path answers by a list of actions; the last one stays."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.actions: dict[str, list[Action]] = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.scheme = "https" if context else "http"
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def at(self, path: str, *actions: Action, host: str = "127.0.0.1") -> str:
        """The address of a path that answers so."""
        self.actions[path] = list(actions)
        return f"{self.scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[Handler]:
        publisher = self

        class Answering(Handler):
            timeout = 10

            def do_GET(self) -> None:  # noqa: N802 - the library's name
                publisher.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                actions = publisher.actions.get(self.path) or [status(404)]
                action = actions.pop(0) if len(actions) > 1 else actions[0]
                with suppress(ConnectionError, ssl.SSLError):  # the client may have gone away
                    action(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Answering


def head(handler: Handler, code: int, headers: Mapping[str, str | int]) -> None:
    """Answer with a status and headers."""
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name, str(value))
    handler.end_headers()


def status(code: int, **headers: str) -> Action:
    """An answer without a file; `retry_after` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: head(handler, code, {"Content-Length": 0, **named})


def redirect(location: str, code: int = 302) -> Action:
    """A redirect."""
    return status(code, Location=location)


@dataclass(frozen=True)
class Serve:
    """A file as good servers serve it, unless told otherwise."""

    body: bytes = A_PDF
    type: str = "application/pdf"
    etag: str = ""
    last_modified: str = ""
    ranges: bool = True
    cut: int | None = None
    """Close the connection after so many bytes of the body."""
    extra: Mapping[str, str | int] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        """Answer."""
        asked = handler.headers
        facts: dict[str, str | int] = {"Content-Type": self.type}
        facts |= {"ETag": self.etag} if self.etag else {}
        facts |= {"Last-Modified": self.last_modified} if self.last_modified else {}
        validators = {v for v in (self.etag, self.last_modified) if v}
        if {asked["If-None-Match"], asked["If-Modified-Since"]} & validators:
            head(handler, 304, facts)
            return
        start, code = 0, 200
        if self.ranges and asked["Range"] and asked["If-Range"] in validators:
            start, code = int(asked["Range"].removeprefix("bytes=").removesuffix("-")), 206
            facts["Content-Range"] = f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"
        head(handler, code, {**facts, "Content-Length": len(self.body) - start, **self.extra})
        handler.wfile.write(self.body[start : self.cut])


def undeclared(body: bytes, cut: int | None = None, etag: str = "") -> Action:
    """A file whose length is not told: it ends with the connection."""

    def answer(handler: Handler) -> None:
        head(handler, 200, {"Content-Type": "application/pdf"} | ({"ETag": etag} if etag else {}))
        handler.wfile.write(body[:cut])

    return answer


def endless(handler: Handler) -> None:
    """A file that never ends."""
    head(handler, 200, {"Content-Type": "application/pdf"})
    while True:
        handler.wfile.write(A_PDF)


def drip_body(handler: Handler) -> None:
    """A byte now and then, soon enough that the other side never finds us silent."""
    head(handler, 200, {"Content-Type": "application/pdf", "Content-Length": len(A_PDF)})
    _drip(handler, A_PDF)


def drip_headers(handler: Handler) -> None:
    """As `drip_body`, before the body is reached."""
    _drip(handler, b"HTTP/1.0 200 OK\r\nX-Drip: " + b"x" * 10_000)


def _drip(handler: Handler, data: bytes) -> None:
    for byte in data:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.02)


def silent(handler: Handler) -> None:
    """Says nothing for a while."""
    time.sleep(1)


def no_http(handler: Handler) -> None:
    """Speaks another language."""
    handler.wfile.write(b"220 mail.example ready\r\n")


# -- what the tests are made of ------------------------------------------------------------------


@contextmanager
def publishing(context: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    """A running publisher."""
    publisher = Publisher(context)
    try:
        yield publisher
    finally:
        publisher.close()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A running publisher."""
    with publishing() as running:
        yield running


@dataclass
class Desk:
    """A client for one publisher, with folders of its own."""

    folder: Path
    publisher: Publisher
    slept: list[float] = field(default_factory=list)
    told: list[Progress] = field(default_factory=list)
    now: datetime.datetime = NOW

    @property
    def originals(self) -> Path:
        """Where fetched files go."""
        return self.folder / "originals"

    def client(self, guard: Guard | None = None, **limits: Any) -> FetchClient:
        """A client whose waits take no time."""
        now = lambda: self.now  # noqa: E731
        manners = Manners(pause=0, sleep=self.slept.append, now=now, chance=lambda: 0.0)
        return FetchClient(
            guard or self.guard(),
            self.folder / "fetched",
            self.originals,
            Limits(**limits),
            manners,
        )

    def guard(self) -> Guard:
        """Lets requests to the publisher through, and to nothing else."""
        return Guard([self.publisher.at("/")], may_connect=is_loopback)

    def get(self, address: str, guard: Guard | None = None, **limits: Any) -> Download:
        """Fetch one file."""
        return self.client(guard, **limits).get(target(address), self.told.append)

    def left_behind(self) -> list[str]:
        """What an unfinished download left, locks included; a record is no leftover."""
        files = [p for p in (self.folder / "fetched").rglob("*") if p.is_file()]
        return [p.name for p in files if p.name != "record.json"]


@pytest.fixture
def desk(tmp_path: Path, publisher: Publisher) -> Desk:
    """A client's desk."""
    return Desk(tmp_path, publisher)


def is_loopback(number: Number) -> bool:
    """Whether the number is this machine's, where the tests' server is."""
    return number.is_loopback


def target(address: str) -> Target:
    """An official address of the River Act."""
    return Target("zz-river-2001", address, "The River Board", kinds_promised(address))


def river(*addresses: str, **facts: Any) -> Instrument:
    """The River Act with these official addresses."""
    sources = tuple(Source(address, "The River Board") for address in addresses)
    said: dict[str, Any] = {
        "slug": "zz-river-2001",
        "title": "River Act, 2001",
        "type": InstrumentType.ACT,
        "work_uri": "/akn/zz/act/2001/9",
        "sources": sources,
    }
    return Instrument(**said | facts)


# -- the good road -------------------------------------------------------------------------------


def test_a_file_is_fetched_under_its_hash_with_a_record(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve(etag='"1"', last_modified=MAY_2025))
    got = desk.get(address)
    sha256 = hashlib.sha256(A_PDF).hexdigest()
    assert got.path == desk.originals / f"{sha256}.pdf"
    assert got.path.read_bytes() == A_PDF
    assert not got.unchanged
    assert got.record == cache.Record(
        address=address,
        sha256=sha256,
        file=f"{sha256}.pdf",
        size=len(A_PDF),
        media_type="application/pdf",
        fetched_at="2026-03-01T12:00:00+00:00",
        etag='"1"',
        last_modified=MAY_2025,
    )
    assert desk.left_behind() == []


def test_we_say_who_we_are_and_ask_for_nothing_compressed(desk: Desk) -> None:
    desk.get(desk.publisher.at("/law.pdf", Serve()))
    ((_, headers),) = desk.publisher.asked
    assert headers["user-agent"].startswith("Mizan")
    assert headers["accept-encoding"] == "identity"
    assert headers["host"] == f"127.0.0.1:{desk.publisher.port}"


def test_progress_counts_up_to_the_whole(desk: Desk) -> None:
    desk.get(desk.publisher.at("/law.pdf", Serve()))
    counts = [told.so_far for told in desk.told]
    assert (counts[0], counts[-1]) == (0, len(A_PDF))
    assert counts == sorted(counts)
    assert {told.total for told in desk.told} == {len(A_PDF)}


def test_every_real_file_arrives_as_it_is(desk: Desk, shared: Path) -> None:
    client = desk.client()
    with (shared / "texts" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    types = {"pdf": "application/pdf", "html": "text/html", "xml": "application/xml"}
    for row in rows:
        body = (shared / "texts" / row["file"]).read_bytes()
        media_type = types.get(row["file"].rpartition(".")[2], "text/plain; charset=utf-8")
        address = desk.publisher.at(f"/{row['file']}", Serve(body, media_type))
        assert client.get(target(address), desk.told.append).record.sha256 == row["sha256"]


@pytest.mark.parametrize("validator", [{"etag": '"1"'}, {"last_modified": MAY_2025}])
def test_the_same_file_is_not_sent_twice(desk: Desk, validator: dict[str, str]) -> None:
    address = desk.publisher.at("/law.pdf", Serve(**validator))  # type: ignore[arg-type]
    first, again = desk.get(address), desk.get(address)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert again.path == first.path
    asked = desk.publisher.asked[1][1]
    assert {asked.get("if-none-match"), asked.get("if-modified-since")} >= set(validator.values())


def test_without_validators_the_bytes_tell_that_nothing_changed(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve())
    desk.get(address)
    assert desk.get(address).unchanged


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"%PDF-rot")])
def test_an_original_that_is_gone_or_damaged_is_fetched_again(
    desk: Desk, harm: Callable[[Path], object]
) -> None:
    address = desk.publisher.at("/law.pdf", Serve(etag='"1"'))
    harm(desk.get(address).path)
    assert desk.get(address).path.read_bytes() == A_PDF
    assert "if-none-match" not in desk.publisher.asked[1][1]


def test_changed_bytes_stand_beside_the_earlier_ones(desk: Desk) -> None:
    changed = A_PDF.replace(b"a law", b"A law")
    address = desk.publisher.at("/law.pdf", Serve(etag='"1"'), Serve(changed, etag='"2"'))
    first, second = desk.get(address), desk.get(address)
    assert not second.unchanged
    assert (first.path.read_bytes(), second.path.read_bytes()) == (A_PDF, changed)
    assert second.record.earlier == (first.record.sha256,)


# -- cut off and gone on with --------------------------------------------------------------------


def test_a_file_cut_off_is_gone_on_with(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve(etag='"1"', cut=70_000), Serve(etag='"1"'))
    assert desk.get(address).path.read_bytes() == A_PDF
    asked = desk.publisher.asked[1][1]
    assert (asked["range"], asked["if-range"]) == ("bytes=70000-", '"1"')
    assert desk.left_behind() == []


def test_a_later_run_goes_on_too(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve(last_modified=MAY_2025, cut=70_000, ranges=False))
    with pytest.raises(errors.CutOff, match="70,000 of 160,015 bytes"):
        desk.get(address)
    assert sorted(desk.left_behind()) == ["begun.json", "body.part"]
    desk.publisher.at("/law.pdf", Serve(last_modified=MAY_2025))
    assert desk.get(address).path.read_bytes() == A_PDF
    assert desk.publisher.asked[-1][1]["range"] == "bytes=70000-"


OTHER = A_PDF.replace(b"a law", b"A law")
CUT = Serve(etag='"1"', cut=70_000)


def rest(content_range: str, body: bytes = A_PDF[70_000:]) -> Action:
    """A part of a file, whatever was asked for."""

    def answer(handler: Handler) -> None:
        facts: dict[str, str | int] = {"Content-Type": "application/pdf"}
        facts["Content-Length"] = len(body)
        head(handler, 206, facts | ({"Content-Range": content_range} if content_range else {}))
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    ("first", "then", "went_on", "ends_as"),
    [
        # the server ignores the range and sends the whole
        (CUT, [Serve(etag='"1"', ranges=False)], True, A_PDF),
        # the file changed meanwhile: If-Range makes the server send the new one whole
        (CUT, [Serve(OTHER, etag='"2"')], True, OTHER),
        # nothing proves that the rest would fit: asked for anew
        (Serve(cut=70_000), [Serve()], False, A_PDF),
        # a weak ETag proves nothing either
        (Serve(etag='W/"1"', cut=70_000), [Serve(etag='W/"1"')], False, A_PDF),
        # the server cannot go on from there
        (CUT, [status(416), Serve(etag='"1"')], True, A_PDF),
        # the rest, as long as the whole is said to be, or the server says nothing of that
        (CUT, [rest("bytes 70000-160014/160015")], True, A_PDF),
        (CUT, [rest("bytes 70000-160014/*")], True, A_PDF),
        # a rest of something shorter, which would make a whole
        (CUT, [rest("bytes 70000-70005/70006", b"%%EOF\n"), Serve()], True, A_PDF),
        # a rest that begins elsewhere, or that does not say where it begins
        (CUT, [rest("bytes 69999-160013/160015", A_PDF[69_999:-1]), Serve()], True, A_PDF),
        (CUT, [rest(""), Serve(OTHER)], True, OTHER),
        # no length is told: only the end of the file shows that it came whole
        (undeclared(A_PDF, cut=70_000, etag='"1"'), [Serve(etag='"1"')], True, A_PDF),
        (undeclared(A_PDF, cut=70_000), [undeclared(A_PDF)], False, A_PDF),
    ],
)
def test_what_follows_a_cut(
    desk: Desk, first: Action, then: Sequence[Action], went_on: bool, ends_as: bytes
) -> None:
    got = desk.get(desk.publisher.at("/law.pdf", first, *then))
    assert got.path.read_bytes() == ends_as
    assert ("range" in desk.publisher.asked[1][1]) is went_on
    assert len(desk.publisher.asked) == 1 + len(then)
    assert desk.left_behind() == []


def test_another_process_at_the_same_address_is_left_alone(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve())
    slot = cache.Slot(desk.folder / "fetched", address)
    with slot.claimed(), pytest.raises(errors.AlreadyFetching, match=r"/law\.pdf"):
        desk.get(address)
    assert desk.get(address).path.exists()


def test_a_damaged_record_is_as_good_as_none(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve(etag='"1"'))
    desk.get(address)
    (record,) = (desk.folder / "fetched").rglob("record.json")
    for damage in ("", "{", "[]", '{"address": 1}'):
        record.write_text(damage, encoding="utf-8")
        assert desk.get(address).path.read_bytes() == A_PDF


# -- refused -------------------------------------------------------------------------------------

GZIPPED = gzip.compress(b"%PDF-" + b"\0" * 1_000_000)


@pytest.mark.parametrize(
    ("action", "error", "words", "times"),
    [
        # an error page with status 200, called what it is
        (Serve(A_PAGE, "text/html"), errors.WrongKind, "a web page where a PDF was expected", 1),
        # … called a PDF, or called nothing in particular
        (Serve(A_PAGE), errors.WrongKind, "a web page where a PDF was expected", 1),
        (
            Serve(A_PAGE, "application/octet-stream"),
            errors.WrongKind,
            "a web page where a PDF was expected",
            1,
        ),
        # a file that is nothing we know
        (Serve(b"\0\1\2\3"), errors.WrongKind, "bytes of no known kind", 1),
        (Serve(b""), errors.WrongKind, "plain text where a PDF", 1),
        # the publisher's own copy is cut off
        (Serve(A_PDF[:50_000]), errors.IncompletePdf, "without its end", 1),
        # an unpacked megabyte in a few bytes: not even looked at
        (
            Serve(GZIPPED, extra={"Content-Encoding": "gzip"}),
            errors.Encoded,
            "'gzip'",
            1,
        ),
        (status(404), errors.NotServed, "404 Not Found", 1),
        (status(403), errors.NotServed, "403", 1),
        # a page that wants a browser
        (status(202), errors.NotServed, "202", 1),
        # nobody asked for a part
        (status(206), errors.NotServed, "206", 1),
        # nobody asked whether it changed
        (status(304), errors.NotServed, "304", 1),
        # these may pass, so they are asked again
        (status(500), errors.Busy, "500", 4),
        (status(429), errors.Busy, "429", 4),
        (no_http, errors.BadAnswer, "makes no sense", 4),
        (redirect(""), errors.BadAnswer, "without a place", 4),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    desk: Desk, action: Action, error: type[Exception], words: str, times: int
) -> None:
    with pytest.raises(error, match=words):
        desk.get(desk.publisher.at("/law.pdf", action))
    assert len(desk.publisher.asked) == times
    assert desk.left_behind() == []
    assert not desk.originals.exists()


def test_a_paper_that_the_server_calls_a_page_is_refused(desk: Desk) -> None:
    # the address promises either, so only the bytes can tell
    with pytest.raises(errors.KindsDisagree, match=r"called a web page .* bytes are a PDF"):
        desk.get(desk.publisher.at("/law", Serve(type="text/html")))
    assert desk.get(desk.publisher.at("/law", Serve(type=""))).path.suffix == ".pdf"


def test_a_passing_error_page_does_not_cost_what_came_before(desk: Desk) -> None:
    cut = Serve(etag='"1"', cut=70_000)
    address = desk.publisher.at("/law.pdf", cut, Serve(A_PAGE, "text/html"), Serve(etag='"1"'))
    with pytest.raises(errors.WrongKind):
        desk.get(address)
    assert desk.get(address).path.read_bytes() == A_PDF
    assert desk.publisher.asked[-1][1]["range"] == "bytes=70000-"


@pytest.mark.parametrize(
    ("action", "words"),
    [
        # told at once, so nothing is read
        (Serve(), r"has 0\.2 MB, beyond the limit of 0\.1 MB"),
        # not told
        (undeclared(A_PDF), "goes on, beyond the limit"),
        (endless, "goes on, beyond the limit"),
    ],
)
def test_a_file_over_the_limit_is_refused(desk: Desk, action: Action, words: str) -> None:
    with pytest.raises(errors.TooLarge, match=words):
        desk.get(desk.publisher.at("/law.pdf", action), max_bytes=100_000)
    assert desk.left_behind() == []


@pytest.mark.parametrize("action", [drip_body, drip_headers])
def test_a_slow_drip_is_stopped_by_the_time_for_the_whole(desk: Desk, action: Action) -> None:
    began = time.monotonic()
    with pytest.raises(errors.TooSlow, match=r"0\.4 s"):
        desk.get(desk.publisher.at("/law.pdf", action), seconds=0.4)
    assert time.monotonic() - began < 10  # both would drip for minutes


def test_a_silent_server_is_given_up_on(desk: Desk) -> None:
    with pytest.raises(errors.Unreachable, match="no answer in time"):
        desk.get(desk.publisher.at("/law.pdf", silent), read_seconds=0.1)


# -- asked again ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failures", "waits"),
    [
        # patience doubles
        ([status(500), status(502), status(503)], [1, 2, 4]),
        # the server's own wish, in seconds or as a date, but no more than half a minute
        ([status(429, Retry_After="7")], [7]),
        ([status(503, Retry_After="Sun, 01 Mar 2026 12:00:09 GMT")], [9]),
        ([status(429, Retry_After="3600")], [30]),
        # a wish that cannot be read
        ([status(429, Retry_After="soon")], [1]),
    ],
)
def test_a_busy_server_is_asked_again_later(
    desk: Desk, failures: list[Action], waits: list[float]
) -> None:
    got = desk.get(desk.publisher.at("/law.pdf", *failures, Serve()))
    assert got.path.read_bytes() == A_PDF
    assert desk.slept == waits


def test_a_wait_beyond_the_time_for_the_file_is_not_begun(desk: Desk) -> None:
    with pytest.raises(errors.Busy, match="20 s of patience"):
        desk.get(desk.publisher.at("/law.pdf", status(429, Retry_After="20")), seconds=5)
    assert desk.slept == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0),
        ("120", 120),
        # a moment that is past
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("-5", None),
        ("٣", None),
    ],
)
def test_wait_asked(value: str | None, seconds: float | None) -> None:
    assert wait_asked(value, NOW) == seconds


def test_requests_to_one_host_keep_a_pause(desk: Desk) -> None:
    address = desk.publisher.at("/old.pdf", redirect("/law.pdf"))
    desk.publisher.at("/law.pdf", Serve())
    slept: list[float] = []
    manners = Manners(pause=5, sleep=slept.append, clock=lambda: 0.0)
    client = FetchClient(desk.guard(), desk.folder / "fetched", desk.originals, Limits(), manners)
    client.get(target(address), desk.told.append)
    assert slept == [5]


def test_a_host_that_is_down_is_tried_once_a_run(desk: Desk) -> None:
    with publishing() as gone:
        first, other = gone.at("/law.pdf"), gone.at("/other.pdf")
    client = desk.client(Guard([first], may_connect=is_loopback))
    for address in (first, other):
        with pytest.raises(errors.Unreachable, match=r"127\.0\.0\.1 cannot be reached"):
            client.get(target(address), desk.told.append)
    assert len(desk.slept) == 3


# -- where requests may go -----------------------------------------------------------------------


def test_redirects_are_followed_and_their_end_is_the_file(desk: Desk) -> None:
    chain = {"/1": "/2", "/2": "3", "/3": desk.publisher.at("/a b/law.pdf").replace(" ", "%20")}
    for path, location in chain.items():
        desk.publisher.at(path, redirect(location, 301))
    desk.publisher.at("/a%20b/law.pdf", Serve())
    assert desk.get(desk.publisher.at("/start.pdf", redirect("/1", 308))).path.exists()


@pytest.mark.parametrize(
    ("location", "error", "words"),
    [
        ("/law.pdf", errors.TooManyRedirects, "more than 5 times"),
        # the same machine by a name that the catalogue does not have
        ("http://localhost:{port}/x.pdf", errors.HostNotListed, "localhost"),
        # listed host, another service of it
        ("http://127.0.0.1:22/x.pdf", errors.HostNotListed, "port 22"),
        ("http://elsewhere.example/x.pdf", errors.HostNotListed, r"elsewhere\.example"),
        # a listed name that leads inside
        ("http://inner.test:{port}/x.pdf", errors.PrivateAddress, r"10\.0\.0\.7"),
        ("http://metadata.test/x.pdf", errors.PrivateAddress, r"169\.254\.169\.254"),
        ("file:///etc/passwd", errors.NotAWebAddress, "https://"),
        ("ftp://127.0.0.1/x.pdf", errors.NotAWebAddress, "https://"),
        # looks like the publisher, and is a user name
        ("http://127.0.0.1@elsewhere.example/", errors.NotAWebAddress, "user name"),
        ("http://[::1/x.pdf", errors.NotAWebAddress, "https://"),
        ("http://gone.test/x.pdf", errors.UnknownHost, r"gone\.test"),
    ],
)
def test_a_redirect_leads_nowhere_else(
    desk: Desk, location: str, error: type[Exception], words: str
) -> None:
    numbers = {"inner.test": "10.0.0.7", "metadata.test": "169.254.169.254"}

    def resolver(host: str, port: int) -> Sequence[str]:
        if host == "gone.test":
            raise OSError("no such name")
        return (numbers[host],) if host in numbers else resolve(host, port)

    port = desk.publisher.port
    names = ("inner.test", "metadata.test", "gone.test")
    listed = [desk.publisher.at("/"), *(f"http://{name}:{port}/" for name in names)]
    guard = Guard(listed, is_loopback, resolver)
    address = desk.publisher.at("/law.pdf", redirect(location.format(port=port)))
    with pytest.raises(error, match=words):
        desk.get(address, guard)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        # an IPv4 address inside an IPv6 one
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
    ],
)
def test_is_public(number: str, public: bool) -> None:
    assert is_public(ip_address(number)) is public


def test_without_a_test_s_leave_this_machine_is_not_asked(desk: Desk) -> None:
    address = desk.publisher.at("/law.pdf", Serve())
    with pytest.raises(errors.PrivateAddress, match="not an address of the public internet"):
        desk.get(address, Guard([address]))
    assert desk.publisher.asked == []


def test_one_private_number_among_public_ones_is_enough_to_refuse() -> None:
    guard = Guard(["https://law.test/"], resolver=lambda *_: ("93.184.216.34", "10.0.0.7"))
    with pytest.raises(errors.PrivateAddress, match=r"10\.0\.0\.7"):
        guard.place("https://law.test/law.pdf")


def test_a_guard_lets_encryption_begin_and_never_end() -> None:
    guard = Guard(["http://law.test/"], resolver=lambda *_: ("93.184.216.34",))
    plain = guard.place("http://law.test/")
    encrypted = guard.place("https://law.test/", came_from=plain)
    with pytest.raises(errors.Downgrade, match="http://law"):
        guard.place("http://law.test/", came_from=encrypted)
    # the twin with www. is another host
    with pytest.raises(errors.HostNotListed):
        guard.place("https://www.law.test/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the name law.test that nobody has signed, with its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("skipped, because openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "law.pem"
    made = path.with_suffix(".crt")
    subject = ["-subj", "/CN=law.test", "-addext", "subjectAltName=DNS:law.test"]
    shape = ["-newkey", "rsa:2048", "-nodes", "-days", "2"]
    files = ["-keyout", str(path), "-out", str(made)]
    command = [openssl, "req", "-x509", *shape, *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + made.read_text())
    return path


@pytest.mark.parametrize(
    ("host", "known", "words"),
    [
        ("law.test", True, ""),
        # nobody vouches for it
        ("law.test", False, "does not prove who it is"),
        # the certificate is another host's
        ("other.test", True, "does not prove who it is"),
    ],
)
def test_the_name_is_proved_although_the_number_is_connected_to(
    tmp_path: Path, certificate: Path, host: str, known: bool, words: str
) -> None:
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(certificate)
    asking = trusted()
    if known:
        asking.load_verify_locations(certificate)
    with publishing(serving) as publisher:
        address = publisher.at("/law.pdf", Serve(), host=host)
        guard = Guard([address], is_loopback, lambda *_: ("127.0.0.1",))
        client = FetchClient(guard, tmp_path / "f", tmp_path / "o", context=asking)
        told: list[Progress] = []
        if words:
            with pytest.raises(errors.Untrusted, match=words):
                client.get(target(address), told.append)
        else:
            assert client.get(target(address), told.append).path.read_bytes() == A_PDF
            assert publisher.asked[0][1]["host"] == f"law.test:{publisher.port}"


# -- what is asked for ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("https://law.test/a.pdf", (PDF,)),
        ("https://law.test/A%20B.PDF?x=1", (PDF,)),
        ("https://law.test/a.htm", (HTML,)),
        ("https://law.test/a.akn", (XML,)),
        ("https://law.test/a.txt", (TEXT,)),
        # an end that tells nothing
        ("https://law.test/eli/reg/2016/679/oj/eng", (HTML, PDF, XML)),
        ("https://law.test/show.php?file=a.pdf", (HTML, PDF, XML)),
    ],
)
def test_kinds_promised(address: str, kinds: tuple[object, ...]) -> None:
    assert kinds_promised(address) == kinds


def test_a_page_that_holds_xml_is_a_page() -> None:
    page = b'<?xml version="1.0"?>\n<!DOCTYPE html><html xmlns="x"><body/></html>'
    assert (HTML.looks_like(page), XML.looks_like(page)) == (True, False)
    assert kind_said("Application/PDF; charset=binary") is PDF
    assert kind_said("application/octet-stream") is None


def test_a_wish_has_official_texts_only() -> None:
    instrument = river(
        sources=(
            Source("https://law.test/a.pdf", "The Board"),
            Source("https://law.test/list", role=SourceRole.INDEX),
            Source("https://blog.test/a.pdf", official=False),
            # a name of a file, as a source may be
            Source("river.pdf"),
            Source("http://law.test/b.htm"),
        )
    )
    addresses = [t.address for t in wish_of(instrument).targets]
    assert addresses == ["https://law.test/a.pdf", "http://law.test/b.htm"]
    assert "https://blog.test/a.pdf" not in set(official_addresses([instrument]))


def test_an_unknown_slug_is_named_with_near_ones() -> None:
    with pytest.raises(errors.UnknownSlug, match=r"'zz-rivr-2001'; did you mean zz-river-2001\?"):
        wishes_for([river()], ["zz-rivr-2001"])


def test_the_shipped_catalogue_has_something_to_fetch() -> None:
    instruments = [entry.instrument for entry in load_catalog()]
    (peca,) = wishes_for(instruments, ["pk-peca-2016", "pk-peca-2016"])
    assert peca.targets
    assert peca.targets[0].kinds == (PDF,)
    assert len(wishes_for(instruments)) == len(instruments)


@pytest.mark.parametrize(
    ("address", "stem"),
    [
        ("https://law.test/docs/River%20Act%202001.PDF", "River-Act-2001"),
        ("https://law.test/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://law.test/" + "a" * 300 + ".pdf", "a" * 80),
        ("https://law.test/?id=7", "zz-river-2001"),
        ("https://law.test/%D9%82.pdf", "zz-river-2001"),
    ],
)
def test_a_fetched_file_is_called_as_its_publisher_calls_it(address: str, stem: str) -> None:
    assert target(address).stem == stem


# -- into the corpus -----------------------------------------------------------------------------


def no_tags(provisions: Sequence[Provision], jurisdiction: str) -> tuple[Tagging, ...]:
    """Tags nothing: these tests are about files."""
    return ()


@dataclass
class Library:
    """A store that fetched files are taken into."""

    desk: Desk
    store: CorpusStore

    def fetch(self, *instruments: Instrument) -> tuple[Outcome, ...]:
        """Fetch the instruments by a client of a new run."""
        for instrument in instruments:
            self.store.save_instrument(instrument)
        keeper = Keeper(self.intake(), self.store)
        wishes = [wish_of(i) for i in instruments]
        return tuple(fetch_all(wishes, self.desk.client(), keeper, self.desk.told.append))

    def intake(self) -> Intake:
        """The road of a reader's own files."""
        return Intake(self.store, (), no_tags, self.desk.originals)

    def held(self) -> list[tuple[str, str]]:
        """Day and a telling word of each text of the River Act, the shown one first."""
        texts = [self.store.expression(e.uri) for e in self.store.expressions("zz-river-2001")]
        return [(t.stands_from, "shut" if "shut" in t.text else "close") for t in texts]


@pytest.fixture
def library(desk: Desk) -> Iterator[Library]:
    """An empty library."""
    engine = open_engine(f"sqlite:///{desk.folder}/c.db")
    store = CorpusStore(engine)
    store.create_tables()
    yield Library(desk, store)
    engine.dispose()


def law(text: str = RIVER, **facts: Any) -> Serve:
    """The River Act as its publisher serves it."""
    return Serve(text.encode(), "text/plain", **facts)


SHUT = RIVER.replace("close", "shut")
DATED = "# River Act, 2001\n\nAs modified up to 3rd February, 2010\n\n" + SHUT.partition("\n\n")[2]


def test_a_fetched_text_is_held_and_then_unchanged(library: Library) -> None:
    address = library.desk.publisher.at("/river.md", law(etag='"1"'))
    (first,) = library.fetch(river(address))
    assert (first.result, first.uri) == (Result.FETCHED, "/akn/zz/act/2001/9/eng")
    assert (first.sha256, first.size) == (hashlib.sha256(RIVER.encode()).hexdigest(), len(RIVER))
    assert first.report is not None
    (expression,) = library.store.expressions("zz-river-2001")
    assert expression.file_name == "river.txt"
    (again,) = library.fetch(river(address))
    assert (again.result, again.uri) == (Result.UNCHANGED, first.uri)


def test_a_text_that_was_removed_is_taken_in_again_without_being_sent(library: Library) -> None:
    address = library.desk.publisher.at("/river.md", law(etag='"1"'))
    library.fetch(river(address))
    library.store.remove_instrument("zz-river-2001")
    (again,) = library.fetch(river(address))
    assert again.result is Result.FETCHED
    assert "if-none-match" in library.desk.publisher.asked[-1][1]


@pytest.mark.parametrize(
    ("changed", "dates", "words"),
    [
        # its own words date it
        (law(DATED), ["2010-02-03", ""], "changed upstream; the earlier text is kept"),
        # they do not, so it is a text seen on the publisher's day, else on that of the fetch
        (law(SHUT, last_modified=MAY_2025), ["2025-05-04", ""], "1 of them with other words"),
        (law(SHUT), ["2026-03-01", ""], "without a new date"),
        # must not: a day that is still to come, by a server whose clock runs ahead
        (law(SHUT, last_modified=MAY_2030), ["2026-03-01", ""], "without a new date"),
    ],
)
def test_a_changed_file_becomes_a_new_text_beside_the_old(
    library: Library, changed: Serve, dates: list[str], words: str
) -> None:
    address = library.desk.publisher.at("/river.md", law(), changed)
    library.fetch(river(address))
    (outcome,) = library.fetch(river(address))
    assert outcome.result is Result.CHANGED
    assert words in outcome.note
    # must not: a day that the words do not tell passed off as the day they took effect
    shown = library.store.shown_expression("zz-river-2001")
    assert bool(shown.date) is (changed.body == DATED.encode())
    assert library.held() == [(dates[0], "shut"), (dates[1], "close")]
    assert len(list(library.desk.originals.iterdir())) == 2


def test_a_change_is_not_dated_before_the_text_that_it_changes(library: Library) -> None:
    stale = format_datetime(datetime.datetime(2005, 1, 1, tzinfo=datetime.UTC), usegmt=True)
    again = DATED.replace("shut", "shut fast")
    address = library.desk.publisher.at("/r.md", law(DATED), law(again, last_modified=stale))
    library.fetch(river(address))
    assert library.fetch(river(address))[0].result is Result.CHANGED
    assert [date for date, _ in library.held()] == ["2026-03-01", "2010-02-03"]


def test_a_second_change_on_one_day_is_kept_and_said(library: Library) -> None:
    third = SHUT.replace("shut", "shut up")
    address = library.desk.publisher.at("/river.md", law(), law(SHUT), law(third))
    outcomes = [library.fetch(river(address))[0] for _ in range(3)]
    assert [o.result for o in outcomes] == [Result.FETCHED, Result.CHANGED, Result.WITNESS]
    assert "--date YYYY-MM-DD" in outcomes[2].note
    assert [date for date, _ in library.held()] == ["2026-03-01", ""]
    assert len(list(library.desk.originals.iterdir())) == 3


def test_what_is_read_anew_stays_the_text_that_it_was(library: Library) -> None:
    address = library.desk.publisher.at("/river.md", law(), law(SHUT), law(SHUT))
    for _ in range(2):
        library.fetch(river(address))
    for held in library.store.expressions("zz-river-2001"):
        early = dataclasses.replace(library.store.expression(held.uri), read_by="")
        library.store.save_expression(IngestedExpression(early, library.store.provisions(held.uri)))
    library.desk.now += datetime.timedelta(days=3)
    library.fetch(river(address))
    # must not: the same bytes seen on another day
    assert library.held() == [("2026-03-01", "shut"), ("", "close")]


def test_beside_a_reader_s_own_copy_a_fetched_file_is_a_witness(library: Library) -> None:
    own = library.desk.folder / "own.md"
    own.write_text(RIVER, encoding="utf-8")
    address = library.desk.publisher.at("/river.md", law(SHUT))
    library.store.save_instrument(river(address))
    library.intake().take_file(own, Wanted("zz-river-2001"))
    (outcome,) = library.fetch(river(address))
    assert outcome.result is Result.WITNESS
    assert outcome.note.startswith("own.md is held as that text already")
    assert library.held() == [("", "close")]
    assert len(list(library.desk.originals.iterdir())) == 2


def test_the_next_official_address_is_tried(library: Library) -> None:
    gone = library.desk.publisher.at("/gone.md", status(404))
    unreadable = library.desk.publisher.at("/page.htm", Serve(A_PAGE, "text/html"))
    good = library.desk.publisher.at("/river.md", law())
    (outcome,) = library.fetch(river(gone, unreadable, good))
    assert (outcome.result, outcome.target and outcome.target.address) == (Result.FETCHED, good)
    assert [problem.partition(": ")[0] for problem in outcome.problems] == [gone, unreadable]
    # what could be fetched and not read stays among the originals
    assert len(list(library.desk.originals.glob("*.html"))) == 1


def test_one_failure_ends_nothing(library: Library) -> None:
    gone = library.desk.publisher.at("/gone.md", status(404))
    good = library.desk.publisher.at("/river.md", law())
    failed = river(gone, slug="zz-gone-2001", work_uri="/akn/zz/act/2001/10")
    nowhere = river(slug="zz-nowhere-2001", work_uri="/akn/zz/act/2001/11")
    outcomes = library.fetch(failed, nowhere, river(good))
    assert [o.result for o in outcomes] == [Result.FAILED, Result.NO_ADDRESS, Result.FETCHED]
    assert [o.result.is_had for o in outcomes] == [False, False, True]
    assert "404" in outcomes[0].problems[0]


def test_a_disk_that_cannot_be_written_is_an_outcome(library: Library) -> None:
    address = library.desk.publisher.at("/river.md", law())
    library.desk.originals.write_text("in the way", encoding="utf-8")
    (outcome,) = library.fetch(river(address))
    assert outcome.result is Result.FAILED
    assert "cannot be kept" in outcome.problems[0]
