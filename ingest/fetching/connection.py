"""One HTTP request to a checked place, under a deadline that no slow drip can stretch.

The standard library's client is used, because both demands reach below what others show: the
number that was checked is the one connected to (the certificate is still that of the name), and
every single read, those of the headers included, is given only the time that is left.  Nothing
here reads a proxy from the environment: a proxy would resolve the name anew, unchecked.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

import certifi

from ingest.fetching.errors import BadAnswer, TooSlow, Unreachable, Untrusted
from ingest.fetching.guard import Place


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one file may take; made when it is begun."""

    until: float
    """By `clock`, in seconds."""
    seconds: float
    """The whole time, for the message."""
    read_seconds: float
    """Longest silence of the other side."""
    clock: Callable[[], float] = time.monotonic

    def left(self) -> float:
        """Seconds that are left, always more than 0.

        Raises:
            TooSlow: none are.
        """
        left = self.until - self.clock()
        if left <= 0:
            raise TooSlow(self.seconds)
        return left

    def patience(self) -> float:
        """Seconds that the next wait for the other side may take; see `left`."""
        return min(self.read_seconds, self.left())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers; `read` gives the next bytes of the body, empty at its end."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """By lower-case name; of a repeated one, the first."""
    read: Callable[[int], bytes]


def trusted() -> ssl.SSLContext:
    """A TLS context that trusts this machine's authorities and Mozilla's.

    Mozilla's list is there for machines that have none: a small container, a fresh Windows.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@contextmanager
def open_answer(
    place: Place, headers: Mapping[str, str], timing: Timing, context: ssl.SSLContext
) -> Iterator[Answer]:
    """The answer to a GET, its body still unread; the connection ends with the block.

    Reading the body may raise `OSError` or `http.client.HTTPException`: it was cut off.

    Raises:
        Unreachable: no connection comes about, or the server stays silent.
        Untrusted: its certificate is not good for the host.
        BadAnswer: what it says is not HTTP.
        TooSlow: the time is over.
    """
    with closing(_connect(place, timing, context)) as plain:
        connection = _Connection(place, _TimedSocket(plain, timing))
        with closing(connection), closing(_ask(connection, place, headers, timing)) as response:
            yield Answer(response.status, response.reason, _first_of_each(response), response.read1)


def _first_of_each(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in reversed(response.getheaders())}


def _ask(
    connection: _Connection, place: Place, headers: Mapping[str, str], timing: Timing
) -> http.client.HTTPResponse:
    try:
        connection.request("GET", place.request, headers=dict(headers))
        return connection.getresponse()
    except http.client.HTTPException as error:
        raise BadAnswer(place.host, f"{type(error).__name__} {error}".strip()) from error
    except OSError as error:
        timing.left()
        raise Unreachable(place.host, _why(error)) from error


def _connect(place: Place, timing: Timing, context: ssl.SSLContext) -> socket.socket:
    """A connection to the first of the numbers that takes one."""
    failed = OSError("no address")
    for number in place.numbers:
        try:
            return _connect_to(number, place, timing, context)
        except ssl.SSLCertVerificationError as error:
            raise Untrusted(place.host, error.verify_message) from error
        except OSError as error:
            timing.left()
            failed = error
    raise Unreachable(place.host, _why(failed)) from failed


def _connect_to(
    number: str, place: Place, timing: Timing, context: ssl.SSLContext
) -> socket.socket:
    share = timing.patience() / len(place.numbers)  # a dead number must not eat the others' time
    plain = socket.create_connection((number, place.port), timeout=share)
    if place.scheme != "https":
        return plain
    try:
        plain.settimeout(timing.patience())  # the handshake as a whole gets no longer
        return context.wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise


def _why(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror or str(error) or type(error).__name__


class _Connection(http.client.HTTPConnection):
    """A connection that is there already."""

    def __init__(self, place: Place, timed: _TimedSocket) -> None:
        super().__init__(place.host, place.port)
        self.default_port = 443 if place.scheme == "https" else 80  # the Host header omits it
        self.sock = timed


class _TimedSocket:
    """The part of a socket that the client uses, each step no longer than there is time."""

    def __init__(self, plain: socket.socket, timing: Timing) -> None:
        self._plain = plain
        self._timing = timing

    def sendall(self, data: bytes) -> None:
        """Send everything."""
        self._plain.settimeout(self._timing.patience())
        self._plain.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """A reader of what the other side says."""
        return io.BufferedReader(_TimedReader(self._plain, self._timing))

    def close(self) -> None:
        """Do nothing: the body may still be unread, and who opened the socket closes it."""


class _TimedReader(io.RawIOBase):
    """Bytes of a socket, each read no longer than there is time."""

    def __init__(self, plain: socket.socket, timing: Timing) -> None:
        self._plain = plain
        self._timing = timing

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what has come; 0 at the end."""
        self._plain.settimeout(self._timing.patience())
        return self._plain.recv_into(buffer)
