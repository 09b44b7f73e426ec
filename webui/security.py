"""One reader's own server: a token in the address, known host names, strict headers.

Without these any page in the reader's browser, or anyone on a shared machine, could read their
notes: the token keeps other users out, the host check stops DNS rebinding, and the content
policy stops a script that slipped into a text from running.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from flask_wtf import CSRFProtect

from corpus.database import StoreUnavailable

COOKIE = "mizan_token"
_OPEN_PATHS = ("/healthz",)
_OPEN_PREFIX = "/static/"
_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

csrf = CSRFProtect()


def secret_of(data: Path, name: str) -> str:
    """A random secret that stays the same between starts; only this user can read its file.

    Raises:
        StoreUnavailable: the data folder cannot be written.
    """
    path = data / name
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as out:
                out.write(secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {data} cannot be written ({error.strerror}); "
            "set MIZAN_DATA to a folder that you may write."
        ) from error


def guard(app: Flask, token: str, host: str) -> None:
    """Set the checks and headers on every request.

    Args:
        app: the application; its SECRET_KEY is set already.
        token: what the address must carry once; empty to ask for none.
        host: the host name that the server listens on, accepted beside the local ones.
    """
    csrf.init_app(app)
    hosts = _LOCAL_HOSTS | {host}

    @app.before_request
    def check_host() -> Response | None:
        name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        if name in hosts:
            return None
        return make_response(f"This server does not answer to the name {name!r}.", 421)

    @app.before_request
    def check_token() -> Response | None:
        if not token or _is_open(request.path) or _knows(token):
            return None
        return make_response(render_template("locked.html"), 403)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if token and _matches(request.args.get("token", ""), token):
            response.set_cookie(
                COOKIE, token, max_age=30 * 24 * 3600, httponly=True, samesite="Strict"
            )
        return response


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or path.startswith(_OPEN_PREFIX)


def _knows(token: str) -> bool:
    """Whether the request carries the token: in the address, the cookie or a bearer header."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    given = (request.args.get("token", ""), request.cookies.get(COOKIE, ""), bearer)
    return any(_matches(one, token) for one in given)


def _matches(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())
