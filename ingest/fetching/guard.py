"""Which addresses may be asked: the catalogue's hosts, and only where they are public.

The numbers that are checked here are those that are connected to, so a name that is answered
differently a moment later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

from ingest.fetching.errors import (
    Downgrade,
    HostNotListed,
    NotAWebAddress,
    PrivateAddress,
    UnknownHost,
)

Number = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a host and port."""

PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
"""An IPv4 address stands in its last 32 bits (RFC 6052)."""
_URL_SAFE = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Place:
    """A checked address, with the numbers that it may be reached at."""

    scheme: str
    host: str
    port: int
    request: str
    """Path and query, as they stand in a request."""
    numbers: tuple[str, ...]

    @property
    def address(self) -> str:
        """The whole address, to which a redirect may be relative."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.request}"


def is_public(number: Number) -> bool:
    """Whether a numeric address is one of the public internet, an embedded IPv4 one included."""
    if isinstance(number, IPv6Address) and (inner := _embedded(number)) is not None:
        return is_public(inner)
    return number.is_global and not number.is_multicast and not number.is_reserved


def _embedded(number: IPv6Address) -> IPv4Address | None:
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    teredo = number.teredo
    return number.ipv4_mapped or number.sixtofour or (teredo[1] if teredo else None)


def resolve(host: str, port: int) -> tuple[str, ...]:
    """All numeric addresses of a host, by the system's resolver.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in found))


class Guard:
    """Lets an address through, or says why not."""

    def __init__(
        self,
        addresses: Iterable[str],
        may_connect: Callable[[Number], bool] = is_public,
        resolver: Resolve = resolve,
    ) -> None:
        """Allow the hosts of these addresses, at the usual ports and at those that they name.

        `may_connect` and `resolver` are for tests, whose server is on this machine.
        """
        doors = [_door(urlsplit(address)) for address in addresses]
        self._doors = {*doors, *((host, port) for host, _ in doors for port in PORTS.values())}
        self._may_connect = may_connect
        self._resolver = resolver

    def place(self, address: str, came_from: Place | None = None) -> Place:
        """The checked place of an address.

        Raises:
            NotAWebAddress: it is no http or https address.
            HostNotListed: its host or port is not the catalogue's.
            Downgrade: a redirect leaves encryption.
            PrivateAddress: one of the host's numbers is not public.
            UnknownHost: the host has no number.
        """
        parts = _split(address)
        if came_from is not None and (came_from.scheme, parts.scheme) == ("https", "http"):
            raise Downgrade(address)
        host, port = _door(parts)
        if (host, port) not in self._doors:
            raise HostNotListed(host, port)
        request = quote(parts.path or "/", safe=_URL_SAFE)
        if parts.query:
            request += "?" + quote(parts.query, safe=_URL_SAFE)
        return Place(parts.scheme, host, port, request, self._numbers(host, port))

    def _numbers(self, host: str, port: int) -> tuple[str, ...]:
        try:
            found = tuple(self._resolver(host, port))
        except (OSError, UnicodeError) as error:
            raise UnknownHost(host) from error
        if not found:
            raise UnknownHost(host)
        for number in found:
            if not self._may_connect(ip_address(number)):
                raise PrivateAddress(host, number)
        return found


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in PORTS and bool(parts.hostname) and parts.username is None
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise NotAWebAddress(address) from error
    if not usable:
        raise NotAWebAddress(address)
    return parts


def _door(parts: SplitResult) -> tuple[str, int]:
    return (parts.hostname or "", parts.port or PORTS[parts.scheme])
