"""The help pages: Markdown that we ship, rendered once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup


@cache
def help_html() -> Markup:
    """The help page as safe HTML: the source is ours, and raw HTML in it is not let through."""
    source = Path(__file__).parent / "help" / "help.md"
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return Markup(renderer.render(source.read_text(encoding="utf-8")))  # noqa: S704
