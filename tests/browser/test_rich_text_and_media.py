"""Explanations of words and players of other websites in Chromium, with JavaScript and without."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from cms.blocks.media import MediaBlock
from cms.blocks.text import ParagraphsBlock
from cms.staticfiles import IMPORT, STYLESHEET, join_stylesheets
from tests.browser.looks import RULES

STATIC = Path(__file__).resolve().parents[2] / "cms/static"
WORDS = '<p>You may need a biopsy<small class="explanation">a small sample of tissue</small> first.</p>'
FILM = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Your first visit"}
WITHOUT = pytest.mark.parametrize(
    "context", [{"java_script_enabled": False}], indirect=True, ids=["without JavaScript"]
)


def joined_stylesheet() -> str:
    """Write the stylesheet as one file, as production has it: what is answered here has no address to import from."""
    return join_stylesheets(
        (STATIC / STYLESHEET).read_text(), lambda name: (STATIC / "css" / name).read_text()
    )


@pytest.fixture
def article(page):
    """Open a page with both; answer every request from the static files, and note where it was sent."""
    media, text = MediaBlock(), ParagraphsBlock()
    body = text.render(text.to_python(WORDS)) + media.render(media.to_python(FILM))
    html = (
        '<!DOCTYPE html><html lang="en"><head><title>An article</title>'
        '<link rel="stylesheet" href="/static/css/site.css"><script type="module" src="/static/js/site.js"></script></head>'
        f'<body data-explain="Explain:"><main><h1>An article</h1><div class="body">{body}</div></main></body></html>'
    )
    page.asked = []

    def answer(route):
        address = urlsplit(route.request.url)
        page.asked.append(address.hostname)
        path = address.path.removeprefix("/static/")
        if path == STYLESHEET:
            route.fulfill(body=joined_stylesheet(), content_type="text/css")
        elif path == address.path:
            route.fulfill(body=html, content_type="text/html")
        else:
            route.fulfill(path=STATIC / path)

    page.route(re.compile(".*"), answer)
    page.goto("https://service.example/")
    return page


def hidden(meaning) -> bool:
    return not meaning.bounding_box()["height"]


def test_an_explanation_opens_and_closes_with_the_keyboard(article):
    button = article.get_by_role("button", name="Explain: biopsy")
    meaning = article.get_by_text("a small sample of tissue")
    assert button.get_attribute("aria-expanded") == "false"
    assert hidden(meaning)
    button.focus()
    article.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert meaning.bounding_box()["height"] > 0
    assert (
        article.evaluate("document.querySelector('.explain').nextElementSibling.className") == "explanation"
    )
    article.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert article.evaluate("document.activeElement.className") == "explain"


def test_a_player_is_loaded_on_request_only(article):
    assert set(article.asked) == {"service.example"}
    assert article.locator("iframe").count() == 0
    article.get_by_role("button", name="Play here (loads from youtube.com)").click()
    frame = article.locator("iframe")
    assert frame.get_attribute("src") == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert frame.get_attribute("title") == "Your first visit"
    article.wait_for_timeout(300)
    assert set(article.asked) == {"service.example", "www.youtube-nocookie.com"}
    assert article.get_by_role("link", name="Your first visit").is_visible(), "the way to the page stays"


def test_squeezing_the_stylesheet_changes_no_rule(article):
    rules = """css => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s+/g, " "));
    }"""
    readable = IMPORT.sub(
        lambda found: f"@layer {found['layer']} {{{(STATIC / 'css' / found['path']).read_text()}}}",
        (STATIC / STYLESHEET).read_text(),
    )
    assert article.evaluate(rules, joined_stylesheet()) == article.evaluate(rules, readable)


def test_axe_finds_nothing(article):
    article.get_by_role("button", name="Explain: biopsy").click()
    found = Axe().run(article, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@WITHOUT
def test_all_is_there_without_javascript(article):
    assert not hidden(article.get_by_text("a small sample of tissue"))
    assert article.get_by_role("button").count() == 0
    assert article.get_by_role("link", name="Your first visit").get_attribute("href") == FILM["url"]


def test_a_printed_page_shows_the_explanation(article):
    article.emulate_media(media="print")
    assert not hidden(article.get_by_text("a small sample of tissue"))
    assert not article.locator(".explain").is_visible()
