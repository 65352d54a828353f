"""The menu, the language switch and a page from right to left, in Chromium."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}}
NARROW = {"viewport": {"width": 320, "height": 640}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
ARABIC = "/ar/articles/asking-for-a-second-opinion/"


def menu_of(page):
    return page.get_by_role("navigation", name="Main")


@pytest.mark.parametrize(
    "context",
    [PHONE, {**PHONE, "java_script_enabled": False}],
    indirect=True,
    ids=["phone", "without JavaScript"],
)
def test_on_phones_the_menu_opens_and_leads_on(page, served):
    page.goto(served.url)
    menu = menu_of(page)
    providers = menu.get_by_role("link", name="Providers", exact=True)
    expect(providers).to_be_hidden()
    menu.get_by_text("Menu", exact=True).click()
    assert providers.bounding_box()["height"] >= 44
    menu.locator("summary", has_text="About us").click()
    expect(menu.get_by_role("link", name="How we choose providers")).to_be_visible()
    providers.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Providers")


@pytest.mark.parametrize("context", [PHONE], indirect=True, ids=["phone"])
def test_escape_closes_the_menu_and_leads_back_to_its_button(page, served):
    page.goto(served.url)
    menu = menu_of(page)
    menu.get_by_text("Menu", exact=True).click()
    menu.get_by_role("link", name="Providers", exact=True).focus()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Providers", exact=True)).to_be_hidden()
    expect(menu.locator(".site-nav__toggle > summary")).to_be_focused()


@pytest.mark.parametrize(
    "context",
    [DESKTOP, {**DESKTOP, "java_script_enabled": False}],
    indirect=True,
    ids=["desktop", "without JavaScript"],
)
def test_an_open_panel_never_covers_what_the_keyboard_reaches(page, served):
    page.goto(f"{served.url}/about-us/")
    menu = menu_of(page)
    expect(menu.get_by_text("Menu", exact=True)).to_be_hidden()
    menu.locator("summary", has_text="About us").focus()
    page.keyboard.press("Enter")
    below = menu.get_by_role("link", name="How we choose providers")
    expect(below).to_be_visible()
    below.focus()
    expect(below).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(below).to_be_hidden()


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
def test_the_page_that_is_read_is_marked_in_the_menu(page, served):
    page.goto(f"{served.url}/contact/")
    assert menu_of(page).locator("[aria-current=page]").inner_text() == "Contact"


@pytest.mark.parametrize(
    "context", [{**PHONE, "java_script_enabled": False}], indirect=True, ids=["without JavaScript"]
)
def test_the_language_switch_leads_to_the_same_page(page, served):
    page.goto(f"{served.url}/articles/asking-for-a-second-opinion/")
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pedir una segunda opinión")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("طلب رأي طبي ثانٍ")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asking for a second opinion")


@pytest.mark.parametrize("context", [NARROW, DESKTOP], indirect=True, ids=["320 px", "desktop"])
@pytest.mark.parametrize("path", ["/ar/", ARABIC])
def test_a_page_from_right_to_left_is_mirrored_and_fits(page, served, path):
    page.goto(served.url + path)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    brand, middle = page.locator(".brand").bounding_box(), width / 2
    assert brand["x"] + brand["width"] > middle


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
def test_breadcrumbs_point_onwards_in_both_directions(page, served):
    def tip(path):
        page.goto(served.url + path)
        arrow = "getComputedStyle(document.querySelector('.breadcrumbs__item'), '::after')"
        return page.evaluate(f"new DOMMatrix({arrow}.transform).a > 0")

    assert tip("/articles/asking-for-a-second-opinion/") is not tip(ARABIC)
