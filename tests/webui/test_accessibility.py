"""Every page passes axe's WCAG 2.2 AA rules, in light and in dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from webui.security import COOKIE

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search?q=unlawful+online+content",
    "/search?q=zzzzqqqq",
    "/i/pk-peca-2016",
    "/i/pk-peca-2016/sec_37",
    "/i/pk-peca-2016/sec_2",
    "/annotations/",
    "/annotations/new/pk-peca-2016/sec_37",
    "/compare/?p=pk-peca-2016/sec_37&p=pk-constitution-1973/art_19",
    "/about",
    "/field",
    "/i/pk-peca-2016/sec_37?at=2020-01-01",
    "/i/pk-peca-2016/changes?from=2025-01-28&to=2025-01-29",
    "/i/pk-peca-2016/sec_51/changes?from=2025-01-28&to=2025-01-29",
    "/i/pk-peca-amendment-ordinance-2022",
    "/help",
    "/fetch",
    "/fetch?slug=pk-peca-2016",
    "/i/no-such",
)
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_violation(browser: Browser, server: object, scheme: str) -> None:
    # The content policy rightly stops injected scripts; axe is one.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    origin, token = server.origin, server.token  # type: ignore[attr-defined]
    context.add_cookies([{"name": COOKIE, "value": token, "url": origin}])
    page = context.new_page()
    found: dict[str, str] = {}
    for path in PAGES:
        page.goto(origin + path)
        result = Axe().run(page, options=RULES)
        if result.violations_count:
            found[path] = result.generate_report()
    context.close()
    assert not found, "\n".join(f"{path}:\n{report}" for path, report in found.items())
