"""Why an address could not be had; each message names what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from corpus.errors import AskerError, MizanError


class UnknownSlug(AskerError):
    """No instrument of the catalogue goes by that slug."""

    def __init__(self, slug: str, known: Sequence[str]) -> None:
        near = get_close_matches(slug, known, n=3, cutoff=0.5)
        mend = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}."
        super().__init__(f"The catalogue has no {slug[:80]!r}; {mend}")


class FetchError(MizanError):
    """An address could not be had."""

    again = False
    """Whether the same request may succeed a moment later."""


class NotAWebAddress(FetchError):
    """The address is of no scheme that is fetched, or is not well formed."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address[:200]!r} is no address that is fetched; one begins with https:// or http:// "
            "and names a host, with no user name in it"
        )


class HostNotListed(FetchError):
    """The host, or the port of it, is that of no official address of the catalogue."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{host[:200]} (port {port}) is no publisher of the catalogue; "
            "only hosts of its official addresses are asked"
        )


class PrivateAddress(FetchError):
    """The host's name leads into a private or reserved network."""

    def __init__(self, host: str, number: str) -> None:
        super().__init__(
            f"{host} leads to {number}, which is not an address of the public internet; "
            "a publisher's site has a public one"
        )


class Downgrade(FetchError):
    """A redirect leads from an encrypted address to an open one."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"redirected from https to {address[:200]}, which anyone on the way could change; "
            "a redirect must stay encrypted"
        )


class TooManyRedirects(FetchError):
    """The redirects do not come to an end."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"redirected more than {limit} times; the site sends us in a circle")


class UnknownHost(FetchError):
    """The name of the host has no address: we are offline, or the name is gone."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} cannot be found; check the connection and try again")
        self.host = host


class Unreachable(FetchError):
    """No connection to the host comes about."""

    again = True

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{host} cannot be reached ({why}); try again later")
        self.host = host


class Untrusted(FetchError):
    """The host's certificate does not prove that it is the host."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{host} does not prove who it is ({why}); "
            "download the file in a browser, and take it in with `mizan ingest`"
        )


class BadAnswer(FetchError):
    """The server says something that is not HTTP, or not an answer to what was asked."""

    again = True

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{host} gave an answer that makes no sense ({why[:120]})")


class Busy(FetchError):
    """The server says that it cannot answer now."""

    again = True

    def __init__(self, status: int, wait: float | None) -> None:
        asked = "" if wait is None else f" and asks for {wait:.0f} s of patience"
        super().__init__(f"the server answers {status}{asked}; try again later")
        self.wait = wait


class NotServed(FetchError):
    """The server does not serve the address."""

    def __init__(self, status: int, reason: str) -> None:
        named = f"{status} {reason[:60]}".strip()
        super().__init__(f"the server answers {named}; the address may have moved")


class Encoded(FetchError):
    """The body is compressed, although we asked for it as it is."""

    def __init__(self, encoding: str) -> None:
        super().__init__(
            f"served with the encoding {encoding[:40]!r} although none was asked for; "
            "what it unpacks to has no known size"
        )


class WrongKind(FetchError):
    """The file is not of a kind that the address promises."""

    def __init__(self, served: str, expected: str) -> None:
        super().__init__(f"served {served} where {expected} was expected")


class KindsDisagree(FetchError):
    """What the server calls the file and what its bytes are do not agree."""

    def __init__(self, said: str, is_really: str) -> None:
        super().__init__(f"called {said} by the server, but its bytes are {is_really}")


class TooLarge(FetchError):
    """The file passes the limit."""

    def __init__(self, size: int, limit: int, declared: bool) -> None:
        has = f"has {size / 1e6:.1f} MB" if declared else "goes on"
        super().__init__(
            f"{has}, beyond the limit of {limit / 1e6:g} MB (MIZAN_MAX_FILE_MB sets it)"
        )


class TooSlow(FetchError):
    """The time for one file is over; what came is kept where it can be gone on with."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"not done after {seconds:g} s, the most that a file may take; "
            "ask again to go on from where it stopped, if the server allows that"
        )


class CutOff(FetchError):
    """The connection ended before the file did."""

    again = True

    def __init__(self, so_far: int, total: int | None) -> None:
        of = f" of {total:,}" if total is not None else ""
        super().__init__(f"cut off after {so_far:,}{of} bytes; ask again to go on from there")


class CannotResume(FetchError):
    """The server does not go on from where we stopped, so the file is asked for anew."""

    again = True

    def __init__(self) -> None:
        super().__init__("the server does not go on from where it stopped; ask again")


class IncompletePdf(FetchError):
    """The publisher's own copy has no end."""

    def __init__(self) -> None:
        super().__init__(
            "served a PDF without its end, so the publisher's own copy is cut off; "
            "look for another print, and take it in with `mizan ingest`"
        )


class AlreadyFetching(FetchError):
    """Another Mizan fetches the same address now."""

    def __init__(self, address: str) -> None:
        super().__init__(f"another Mizan is fetching {address} now; wait until it has finished")
