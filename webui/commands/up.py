"""`mizan up`: the main job."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import sys
import threading
import webbrowser

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from waitress.server import create_server

from corpus.errors import AskerError
from webui import create_app
from webui.config import Settings
from webui.preparing import keep_following, prepare_in_background
from webui.readiness import Readiness
from webui.security import secret_of
from webui.wiring import Services, build_services

THREADS = 8


class CannotListen(AskerError):
    """The address or port cannot be taken."""


@click.command(help="Serve the pages on this machine; on the first run, build the corpus.")
@click.option("--host", help="Address to listen on.  [default: MIZAN_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
def command(host: str | None, port: int | None, open_browser: bool) -> None:
    """Serve until interrupted."""
    settings = Settings.from_env()
    settings = dataclasses.replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    with contextlib.closing(_listen(settings.host, settings.port)) as listener:
        _serve(settings, listener, open_browser)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address, taken before anything slow is begun."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotListen(
            f"{host}:{port} cannot be listened on ({error.strerror or error}); "
            "choose another with --port, or --port 0 for a free one."
        ) from error
    return listener


def _serve(settings: Settings, listener: socket.socket, open_browser: bool) -> None:
    services = build_services(settings)
    token = secret_of(settings.data, "token")
    readiness = Readiness()
    app = create_app(settings, services, readiness, token)
    server = create_server(app, sockets=[listener], threads=THREADS, ident="mizan")
    address = _address(settings.host, listener.getsockname()[1], token)
    sys.stdout.write(f"{address}\n")  # alone, unwrapped and uncoloured: others read it
    sys.stdout.flush()
    stop = threading.Event()
    prepare_in_background(services, readiness)
    threading.Thread(target=_after_ready, args=(services, readiness, stop), daemon=True).start()
    threading.Thread(target=_show_progress, args=(readiness,), daemon=True).start()
    if open_browser:
        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        stop.set()
        server.close()
        services.close()


def _after_ready(services: Services, readiness: Readiness, stop: threading.Event) -> None:
    readiness.wait(3600)
    if readiness.now.ready:
        keep_following(services, stop)


def _show_progress(readiness: Readiness) -> None:
    """A bar on the terminal while the corpus is being built."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f}%"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Starting", total=100)
        while not readiness.wait(0.2):
            now = readiness.now
            progress.update(task, description=now.step, completed=now.percent)
    now = readiness.now
    console.print("Ready." if now.ready else f"The corpus could not be built: {now.failed}")


def _address(host: str, port: int, token: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/?token={token}"
