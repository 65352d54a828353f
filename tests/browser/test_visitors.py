"""The demo site in Chromium, as a visitor meets it."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.looks import DESKTOP, PHONE, loses_nothing, passes
from tests.showcase import OUTAGES

PAGES = {
    "home": "/",
    "article": "/articles/asking-for-a-second-opinion/",
    "part of a guide": "/articles/planning-a-trip-for-treatment/before-you-travel/",
    "index": "/articles/",
    "topic": "/articles/topic/getting-care/",
    "tag": "/articles/tag/questions/",
    "A to Z": "/articles/a-z/",
    "directory": "/providers/",
    "filtered": "/providers/?kind=doctor&remote=yes",
    "provider": "/providers/dr-amara-osei/",
    "content": "/about-us/",
    "search": "/search/?q=opinion",
    "nothing found": "/search/?q=zzzz",
    "not found": "/no-such-page/",
    "Spanish": "/es/articulos/pedir-una-segunda-opinion/",
    "Arabic": "/ar/articles/asking-for-a-second-opinion/",
}
ALL_PAGES = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@ALL_PAGES
def test_axe_finds_nothing_and_nothing_is_lost(page, served, path):
    page.goto(served.url + path)
    passes(page)
    loses_nothing(page)


def test_a_page_that_was_taken_away_passes(page, previews):
    assert page.goto(f"{previews}/gone/").status == 410
    passes(page)
    loses_nothing(page)


@pytest.mark.parametrize("name", OUTAGES)
def test_the_pages_that_need_nothing_pass(page, served, outages, name):
    address = f"{served.url}/{name}"
    page.route(address, lambda route: route.fulfill(body=outages[name], content_type="text/html"))
    page.goto(address)
    expect(page.locator("main")).to_have_css("flex-grow", "1")  # it has its stylesheet
    passes(page)
    loses_nothing(page)


def test_visitors_get_no_cookie_and_no_third_party_and_nothing_is_blocked(page, context, served):
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name, path in PAGES.items():
        if name != "not found":  # the browser complains of its status
            page.goto(served.url + path)
    assert hosts == {urlsplit(served.url).netloc}
    assert complaints == []
    assert context.cookies() == []


def test_an_article_is_light(page, served):
    """The budgets of a page on an old phone, in compressed bytes; the pictures of the article are not among them."""
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(served.url + PAGES["article"])
    expect(page.locator("svg.icon").first).to_be_visible()
    loaded = [request for request in loaded if not urlsplit(request.url).path.startswith("/media/")]
    weights = Counter()
    for request in loaded:
        weights[request.resource_type] += request.sizes()["responseBodySize"]
    assert weights["document"] <= 20 * 1024
    assert weights["stylesheet"] <= 15 * 1024
    assert 0 < weights["script"] <= 5 * 1024
    assert weights["font"] <= 40 * 1024
    kinds = Counter(request.resource_type for request in loaded)
    assert (kinds["document"], kinds["script"]) == (1, 1)
    assert kinds["font"] <= 1
    assert len(loaded) <= 8


def test_the_keyboard_reaches_the_content_first(page, served):
    page.goto(served.url + PAGES["article"])
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#main"
    assert focused.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_links_of_this_site_are_printed_with_its_address(page, served):
    page.goto(served.url + PAGES["article"])
    page.emulate_media(media="print")
    link = page.locator("main .body a[href^='/']").first
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert shown == f'" ({served.url}{link.get_attribute("href")})"'


def test_the_contents_list_leads_to_its_headings_by_keyboard(page, served):
    page.goto(served.url + PAGES["article"])
    link = page.get_by_role("navigation", name="On this page").get_by_role("link").last
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=link.inner_text(), exact=True)).to_be_in_viewport()


def test_the_providers_button_is_the_red_of_the_shortcode_and_leads_to_the_providers(page, served):
    page.goto(served.url + PAGES["article"])
    button = page.get_by_role("link", name="See second opinion providers")
    assert button.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(159, 1, 2)"
    assert button.bounding_box()["height"] >= 44
    button.click()
    expect(page).to_have_url(f"{served.url}/providers/")


def test_every_screen_of_the_feedback_passes(page, served):
    page.goto(served.url + PAGES["home"])
    page.goto(served.url + PAGES["article"])
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you for your answer")).to_be_visible()
    passes(page)
    loses_nothing(page)


@pytest.mark.parametrize(
    "context", [{**PHONE, "java_script_enabled": False}], indirect=True, ids=["phone without JavaScript"]
)
class TestWithoutJavaScript:
    def test_from_the_menu_to_a_provider(self, page, served):
        page.goto(served.url)
        menu = page.get_by_role("navigation", name="Main")
        expect(menu.get_by_role("link", name="Providers")).to_be_hidden()
        menu.get_by_text("Menu", exact=True).click()
        menu.get_by_role("link", name="Providers").click()
        page.get_by_role("link", name="Dr Amara Osei").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dr Amara Osei")
        expect(page.locator("a[href^='tel:']").first).to_be_visible()

    def test_from_the_contents_to_a_heading(self, page, served):
        page.goto(served.url + PAGES["article"])
        contents = page.get_by_role("navigation", name="On this page").get_by_role("link")
        words = contents.last.inner_text()
        contents.last.click()
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_in_viewport()

    def test_from_part_to_part_of_a_guide(self, page, served):
        page.goto(served.url + PAGES["part of a guide"])
        page.locator("a[rel=next]").click()
        expect(page).to_have_url(re.compile("/while-you-are-there/$"))
        page.locator("a[rel=prev]").click()
        expect(page).to_have_url(served.url + PAGES["part of a guide"])

    def test_changing_the_language(self, page, served):
        page.goto(served.url + PAGES["article"])
        page.get_by_role("navigation", name="Languages").get_by_role("link", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page).to_have_url(served.url + PAGES["Arabic"])

    def test_saying_that_a_page_helped_and_why(self, page, served):
        page.goto(served.url + PAGES["article"])
        page.get_by_role("button", name="Yes", exact=True).click()
        page.get_by_role("textbox", name=re.compile("What helped you")).fill("The words to use.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")

    def test_from_letter_to_letter(self, page, served):
        page.goto(served.url + PAGES["index"])
        page.get_by_role("link", name="All titles from A to Z").click()
        expect(page).to_have_url(served.url + PAGES["A to Z"])
        letters = page.get_by_role("navigation", name="Letters").get_by_role("link")
        letters.last.click()
        expect(page.get_by_role("heading", name=letters.last.inner_text(), exact=True)).to_be_in_viewport()

    def test_filtering_the_directory(self, page, served):
        page.goto(served.url + PAGES["directory"])
        everyone = page.locator(".provider-card").count()
        page.get_by_label("Kind").select_option("hospital")
        page.get_by_role("button", name="Show providers").click()
        expect(page).to_have_url(re.compile("kind=hospital"))
        expect(page.get_by_role("heading", name=re.compile("providers"))).to_be_in_viewport()
        expect(page.get_by_role("button", name="Show providers")).not_to_be_in_viewport()
        assert 0 < page.locator(".provider-card").count() < everyone

    def test_searching(self, page, served):
        page.goto(served.url)
        page.get_by_role("banner").get_by_role("link", name="Search").click()
        box = page.get_by_role("main").get_by_role("searchbox")
        box.fill("opinion")
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=opinion"))
        expect(page.get_by_role("link", name="Asking for a second opinion", exact=True)).to_be_visible()


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
def test_every_picture_is_shown_in_the_smallest_format(page, served):
    page.goto(served.url + PAGES["index"])
    shown = page.evaluate(
        """Promise.all([...document.images].map(async image => {
          image.loading = "eager";
          await image.decode();
          return image.currentSrc;
        }))"""
    )
    assert len(shown) > 3
    assert {address.rpartition(".")[2] for address in shown} == {"avif"}
