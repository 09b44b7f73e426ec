"""The main job in a real browser: search, open, annotate, reload, compare."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SECTION_37 = "/i/pk-peca-2016/sec_37"
SELECT_WORDS = """
([piece, words]) => {
  const node = document.evaluate(
    `//*[@id='${piece}']//*[@data-start][contains(., "${words}")]/text()`, document, null,
    XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
  const start = node.data.indexOf(words);
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + words.length);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}
"""


def open_at(page: Page, path: str) -> None:
    """Go to a path of the server that the page is on."""
    parts = urlsplit(page.url)
    page.goto(f"{parts.scheme}://{parts.netloc}{path}")


def test_search_leads_to_section_37(page: Page) -> None:
    page.get_by_role("searchbox", name="Search the law").fill("unlawful online content")
    page.keyboard.press("Enter")
    link = page.locator(f"a[href$='{SECTION_37}']").first
    expect(link).to_have_text(re.compile("Unlawful on-line content"))
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("37. Unlawful on-line content")
    # structure, the label of our own words, the power and its holder
    expect(page.locator("#sec_37__subsec_4")).to_contain_text("thirty days")
    expect(page.locator(".chip.digest").first).to_contain_text("our words")
    expect(page.locator("section.card.security").first).to_contain_text("Authority")


def test_a_citation_leads_to_the_provision(page: Page) -> None:
    page.get_by_role("searchbox", name="Search the law").fill("Article 19 constitution")
    page.keyboard.press("Enter")
    first = page.locator(".hit h2 a").first
    expect(first).to_have_attribute("href", "/i/pk-constitution-1973/art_19")
    first.click()
    # the text says that a later amendment is not in it
    notice = page.get_by_role("region", name="Notice")
    expect(notice).to_contain_text("Twenty-seventh Amendment")


def test_the_token_does_not_stay_in_the_address(page: Page) -> None:
    assert "token" not in page.url


def test_annotate_by_mouse_then_reload(page: Page) -> None:
    open_at(page, SECTION_37)
    page.evaluate(SELECT_WORDS, ["sec_37__subsec_4", "thirty days"])
    page.get_by_role("button", name="Annotate these words").click()
    expect(page.get_by_label("The exact words")).to_have_value("thirty days")
    page.get_by_label("Your note").fill("From the order, not from notice of it.")
    page.get_by_label("○ liberty").check()
    page.get_by_label("Tags").fill("time limit, review")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#law mark", has_text="thirty days")).to_be_visible()
    page.reload()
    expect(page.locator("#sec_37__subsec_4 mark")).to_have_text("thirty days")
    note = page.locator(".note", has_text="From the order")
    expect(note).to_contain_text("liberty reading")
    expect(note).to_contain_text("on these words")
    # from the words to the note and back, by links that a screen reader can follow
    page.locator("#sec_37__subsec_4 a.noteref").click()
    expect(page).to_have_url(re.compile("#note-"))
    note.get_by_role("link", name="Back to the words").click()
    expect(page).to_have_url(re.compile("#ref-"))


def test_annotate_by_keyboard_alone(page: Page) -> None:
    open_at(page, "/i/pk-constitution-1973/art_19")
    page.locator("#annotate").focus()
    page.keyboard.press("Enter")
    source = page.get_by_label("The provision")
    source.focus()
    page.keyboard.press("Control+Home")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    words = page.evaluate(
        "() => { const s = document.querySelector('#source');"
        " return s.value.slice(s.selectionStart, s.selectionEnd).trim(); }"
    )
    expect(page.get_by_label("The exact words")).to_have_value(words)
    page.keyboard.press("Tab")  # to the exact words
    page.keyboard.press("Tab")  # to the note
    page.keyboard.type("Written without a mouse.")
    page.get_by_role("button", name="Save note").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#law mark").first).to_have_text(words)
    expect(page.locator(".note", has_text="without a mouse")).to_be_visible()


def test_words_that_are_not_there_are_refused_and_nothing_is_lost(page: Page) -> None:
    open_at(page, SECTION_37)
    page.locator("#annotate").click()
    page.get_by_label("The exact words").fill("words that no section has")
    page.get_by_label("Your note").fill("Typed with care.")
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("alert")).to_contain_text("are not in sec_37")
    expect(page.get_by_label("Your note")).to_have_value("Typed with care.")


def test_compare_section_37_with_article_19(page: Page) -> None:
    open_at(page, SECTION_37)
    page.get_by_role("link", name=re.compile("^Compare")).first.click()
    open_at(page, "/compare/?p=pk-peca-2016/sec_37")
    page.get_by_label("Add a provision by its citation").fill("Article 19 constitution")
    page.get_by_role("button", name="Add", exact=True).click()
    columns = page.locator(".columns > section")
    expect(columns).to_have_count(2)
    expect(columns.nth(0)).to_contain_text("37. Unlawful on-line content")
    expect(columns.nth(1)).to_contain_text("19. Freedom of speech, etc.")
    page.get_by_role("button", name="Save comparison").click()
    right = page.locator(".columns > section").nth(1)
    right.get_by_text("Add a reading").click()
    right.get_by_label("○ liberty").check()
    right.get_by_label("The reading").fill("Reasonable means more than useful.")
    right.get_by_role("button", name="Add reading").click()
    expect(page.locator(".readings .note")).to_contain_text("Reasonable means more than useful.")


def test_keys_open_search_and_notes(page: Page) -> None:
    open_at(page, SECTION_37)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search the law")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Annotate")


def test_shortcuts_can_be_switched_off(page: Page) -> None:
    open_at(page, "/help")
    page.get_by_label("Use single-key shortcuts").uncheck()
    open_at(page, SECTION_37)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("37.")


def test_a_phone_sees_everything_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for path in ("/", "/search?q=warrant", SECTION_37, "/annotations/", "/compare/", "/about"):
        open_at(page, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, path
