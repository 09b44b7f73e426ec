"""Addresses in a line of text become links, and nothing else becomes markup."""

from __future__ import annotations

import pytest

from webui.presenters.links import linked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "https://www.a.example/b?c=1&d=2, as reported",
            '<a href="https://www.a.example/b?c=1&amp;d=2" rel="noreferrer external">a.example</a>'
            ", as reported",
        ),
        # the full stop that ends a sentence is not the address's
        (
            "See http://a.example/b.",
            'See <a href="http://a.example/b" rel="noreferrer external">a.example</a>.',
        ),
        # the blank that keeps a comma off the address is not shown
        (
            "http://a.example/b , as reported",
            '<a href="http://a.example/b" rel="noreferrer external">a.example</a>, as reported',
        ),
        # must not: a bracket that makes the address no address
        ("http://[a", "http://[a"),
        # must not: markup of the text itself, or another scheme
        ("<b>x</b> javascript:alert(1)", "&lt;b&gt;x&lt;/b&gt; javascript:alert(1)"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_linked(text: str, shown: str) -> None:
    assert linked(text) == shown
