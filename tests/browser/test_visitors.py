"""The demo site in Chromium, as a visitor meets it."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "/",
    "article": "/articles/asking-for-a-second-opinion/",
    "index": "/articles/",
    "topic": "/articles/topic/service-articles/",
    "directory": "/providers/",
    "filtered": "/providers/?kind=doctor&remote=yes",
    "provider": "/providers/dr-amara-osei/",
    "content": "/about-us/",
    "search": "/search/?q=opinion",
    "nothing found": "/search/?q=zzzz",
    "not found": "/no-such-page/",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"viewport": {"width": 360, "height": 740}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
ALL_PAGES = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@ALL_PAGES
@pytest.mark.parametrize(
    "context", [{**PHONE}, {**DESKTOP, "color_scheme": "dark"}], indirect=True, ids=["phone", "dark desktop"]
)
def test_axe_finds_nothing(page, served, path):
    page.goto(served.url + path)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@ALL_PAGES
@pytest.mark.parametrize(
    "context", [{"viewport": {"width": 320, "height": 640}}], indirect=True, ids=["320 px"]
)
def test_nothing_scrolls_sideways(page, served, path):
    page.goto(served.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_visitors_get_no_cookie_and_no_third_party_and_nothing_is_blocked(page, context, served):
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name, path in PAGES.items():
        if name != "not found":
            page.goto(served.url + path)
    assert hosts == {urlsplit(served.url).netloc}
    assert complaints == []
    assert context.cookies() == []


def test_the_keyboard_reaches_the_content_first(page, served):
    page.goto(served.url + PAGES["article"])
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#main"
    assert focused.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_providers_button_is_the_red_of_the_shortcode_and_leads_to_the_providers(page, served):
    page.goto(served.url + PAGES["article"])
    button = page.get_by_role("link", name="See second opinion providers")
    assert button.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(159, 1, 2)"
    assert button.bounding_box()["height"] >= 44
    button.click()
    assert page.url == f"{served.url}/providers/"


@pytest.mark.parametrize(
    "context", [{**PHONE, "java_script_enabled": False}], indirect=True, ids=["phone without JavaScript"]
)
class TestWithoutJavaScript:
    def test_from_the_home_page_to_a_provider(self, page, served):
        page.goto(served.url)
        page.get_by_role("link", name="Providers", exact=True).first.click()
        page.get_by_role("link", name="Dr Amara Osei").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Dr Amara Osei"
        assert page.locator("a[href^='tel:']").count() == 1

    def test_filtering_the_directory(self, page, served):
        page.goto(served.url + PAGES["directory"])
        everyone = page.locator(".provider-card").count()
        page.get_by_label("Kind").select_option("hospital")
        page.get_by_role("button", name="Show providers").click()
        assert "kind=hospital" in page.url
        assert 0 < page.locator(".provider-card").count() < everyone

    def test_searching(self, page, served):
        page.goto(served.url)
        page.get_by_role("banner").get_by_role("link", name="Search").click()
        box = page.get_by_role("main").get_by_role("searchbox")
        box.fill("opinion")
        box.press("Enter")
        assert re.search(r"/search/\?q=opinion", page.url)
        assert page.get_by_role("link", name="Asking for a second opinion", exact=True).is_visible()


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
def test_images_are_shown(page, served):
    page.goto(served.url + PAGES["index"])
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    broken = page.evaluate(
        "[...document.images].filter(image => image.complete && !image.naturalWidth).length"
    )
    assert page.locator("img").count() > 3
    assert broken == 0
