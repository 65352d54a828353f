"""Every block in Chromium: by keyboard, without JavaScript, on paper, small and large, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from services.blocks import ServiceBodyBlock
from tests.browser.looks import DESKTOP, PHONE, RULES, loses_nothing, passes
from tests.showcase import OTHER_SHAPES

BLOCKS = [
    name.replace("_", "-") for name in [*ServiceBodyBlock().child_blocks, *OTHER_SHAPES, "coloured_note"]
]
NO_SCRIPT = pytest.mark.parametrize(
    "context", [{**PHONE, "java_script_enabled": False}], indirect=True, ids=["without JavaScript"]
)


@pytest.fixture
def show(page, previews):
    """Open the page of a block, and give what is between its title and the footer."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: page.complaints.append(message.text) if message.type == "error" else None,
    )

    def _show(name, fragment=""):
        page.goto(f"{previews}/preview-{name}/{fragment}")
        return page.locator(".body")

    return _show


@pytest.mark.parametrize("name", BLOCKS)
def test_axe_finds_nothing_and_nothing_is_lost(show, page, name):
    show(name)
    passes(page)
    loses_nothing(page)
    assert page.complaints == []


# Accordions and expandables


def test_a_section_opens_with_the_keyboard(show, page):
    sections = show("accordion").locator("details")
    title = sections.nth(1).locator("summary")
    title.focus()
    answer = sections.nth(1).locator(".accordion__content")
    expect(answer).to_be_hidden()
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    page.keyboard.press("Space")
    expect(answer).to_be_hidden()


def test_opening_one_exclusive_section_closes_the_others(show):
    sections = show("exclusive").locator("details")
    assert [section.evaluate("element => element.open") for section in sections.all()] == [True, False]
    sections.nth(1).locator("summary").click()
    assert [section.evaluate("element => element.open") for section in sections.all()] == [False, True]


def test_a_link_to_a_section_opens_it(show, page):
    answer = show("accordion", "#how-long-does-it-take").locator("#how-long-does-it-take")
    expect(answer).to_be_visible()
    expect(answer).to_be_in_viewport()


@NO_SCRIPT
def test_a_link_to_a_section_opens_it_without_javascript(show):
    expect(show("accordion", "#how-long-does-it-take").locator("#how-long-does-it-take")).to_be_visible()


def test_an_expandable_opens_as_a_dialog_and_gives_the_focus_back(show, page):
    block = show("dialog")
    summary, dialog = block.locator("summary"), block.get_by_role("dialog")
    words = block.get_by_text("A doctor takes a small sample")
    expect(words).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(words).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert focused, "the focus stays in the dialog"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_link_to_the_content_of_a_dialog_opens_it_in_its_place(show):
    expect(show("dialog", "#what-is-a-biopsy").get_by_text("A doctor takes a small sample")).to_be_visible()


@NO_SCRIPT
def test_a_dialog_is_ordinary_details_without_javascript(show):
    block = show("dialog")
    block.locator("summary").click()
    expect(block.get_by_text("A doctor takes a small sample")).to_be_visible()


# Tabs


def test_tabs_are_operated_with_the_arrow_keys(show, page):
    block = show("tabs")
    tabs, panes = block.get_by_role("tab"), block.locator("[role=tabpanel]:not([hidden])")
    assert tabs.all_inner_texts() == ["By post", "Online", "In person"]
    expect(block.get_by_role("tablist")).to_have_attribute("aria-orientation", "horizontal")

    def selected():
        expect(panes).to_have_count(1)
        focused = page.locator(":focus")
        expect(focused).to_have_attribute("aria-selected", "true")
        assert panes.get_attribute("aria-labelledby") == focused.get_attribute("id")
        return focused.inner_text()

    tabs.first.focus()
    steps = {"ArrowRight": "Online", "End": "In person", "Home": "By post", "ArrowLeft": "In person"}
    for key, name in steps.items():
        page.keyboard.press(key)
        assert selected() == name, key
    page.keyboard.press("ArrowRight")
    assert selected() == "By post", "after the last comes the first"
    page.keyboard.press("ArrowDown")
    assert selected() == "By post", "the page scrolls with it"
    page.keyboard.press("Tab")
    expect(panes).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert selected() == "By post", "one stop for all tabs"


def test_upright_tabs_are_operated_up_and_down(show, page):
    block = show("vertical-tabs")
    expect(block.get_by_role("tab", selected=True)).to_have_text("Online")
    block.get_by_role("tab", selected=True).focus()
    page.keyboard.press("ArrowDown")
    expect(block.get_by_role("tab", selected=True)).to_have_text("In person")
    page.keyboard.press("ArrowUp")
    expect(block.get_by_role("tab", selected=True)).to_have_text("Online")


def test_tabs_turn_with_the_direction_of_the_text(show, page):
    block = show("tabs")
    page.evaluate("document.documentElement.dir = 'rtl'")
    block.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(block.get_by_role("tab", selected=True)).to_have_text("Online")


def test_an_address_opens_its_tab_and_a_tab_has_an_address(show, page):
    block = show("tabs", "#in-person")
    expect(block.get_by_text("Come by on weekdays")).to_be_visible()
    block.get_by_role("tab", name="Online").click()
    assert page.url.endswith("#online")
    page.reload()
    expect(block.get_by_text("Upload your records")).to_be_visible()
    page.evaluate("location.hash = 'by-post'")
    expect(block.get_by_text("Send copies")).to_be_visible()


def test_a_search_in_the_page_opens_the_tab(show):
    block = show("tabs")
    pane = block.locator("#in-person")
    assert pane.get_attribute("hidden") == "until-found"
    pane.dispatch_event("beforematch")  # what the browser sends when its search finds something there
    expect(block.get_by_role("tab", name="In person")).to_have_attribute("aria-selected", "true")
    expect(pane).to_be_visible()


@NO_SCRIPT
def test_tabs_are_links_and_panes_without_javascript(show, page):
    block = show("tabs")
    assert block.get_by_role("heading", level=2).all_inner_texts() == ["By post", "Online", "In person"]
    for words in ("Send copies", "Upload your records", "Come by on weekdays"):
        expect(block.get_by_text(words)).to_be_visible()
    block.get_by_role("link", name="In person").click()
    assert page.url.endswith("#in-person")


# Galleries


@pytest.mark.parametrize("name", ["carousel", "slider"])
def test_a_row_of_pictures_moves_when_the_reader_asks(show, page, name):
    block = show(name)
    frame, pictures = block.locator(".gallery__frame"), block.locator(".gallery__item")
    previous = block.get_by_role("button", name="Previous picture")
    following = block.get_by_role("button", name="Next picture")
    status = block.get_by_role("status")
    expect(status).to_have_text("Picture 1 of 3")
    expect(previous).to_have_attribute("aria-disabled", "true")
    following.focus()
    page.keyboard.press("Enter")
    expect(status).to_have_text("Picture 2 of 3")
    expect(pictures.nth(1)).to_be_in_viewport(ratio=0.5)
    expect(previous).to_have_attribute("aria-disabled", "false")
    previous.click()
    expect(status).to_have_text("Picture 1 of 3")
    frame.focus()
    page.keyboard.press("ArrowRight")
    expect(status).to_have_text("Picture 2 of 3")


@pytest.mark.parametrize(
    "context", [{**DESKTOP, "reduced_motion": "reduce"}], indirect=True, ids=["reduced motion"]
)
def test_pictures_do_not_slide_for_those_who_want_less_motion(show):
    frame = show("slider").locator(".gallery__frame")
    assert frame.evaluate("element => getComputedStyle(element).scrollBehavior") == "auto"


@NO_SCRIPT
@pytest.mark.parametrize("name", ["gallery", "carousel", "slider"])
def test_pictures_are_all_there_without_javascript(show, page, name):
    block = show(name)
    assert block.locator(".gallery__item img").count() == 3
    expect(block.get_by_role("button")).to_have_count(0)
    if name != "slider":
        block.locator(".gallery__item a").first.click()
        assert page.url.endswith(".webp")


def test_pictures_are_shown_large_and_changed_with_the_arrow_keys(show, page):
    block = show("gallery")
    links, dialog = block.locator("[data-enlarge]"), block.get_by_role("dialog")
    links.nth(1).focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    shown = dialog.get_by_role("img").first
    status = dialog.get_by_role("status")
    for key, number in (("", 1), ("ArrowRight", 2), ("ArrowRight", 0), ("ArrowLeft", 2)):
        if key:
            page.keyboard.press(key)
        link = links.nth(number)
        expect(status).to_have_text(f"Picture {number + 1} of 3")
        expect(dialog.locator("figcaption")).to_have_text(link.get_attribute("data-enlarge"))
        expect(shown).to_have_attribute("src", link.evaluate("element => element.href"))
        expect(shown).to_have_attribute("alt", link.locator("img").get_attribute("alt"))
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(links.nth(1)).to_be_focused()


# Everywhere


@NO_SCRIPT
@pytest.mark.parametrize("name", [name for name in BLOCKS if name != "exclusive"])
def test_every_word_is_there_without_javascript(show, name):
    """What is closed is in details, which need no script."""
    block = show(name)
    for details in block.locator("details:not([open])").all():
        details.locator("summary").first.click()
    expect(block.locator("[hidden]:not(.gallery__controls):visible")).to_have_count(0)
    for text in block.locator("p, li, dd, h2, h3").filter(has_text="a").all():
        if not text.locator(
            "xpath=ancestor::dialog | ancestor-or-self::*[contains(@class, 'hidden')]"
        ).count():
            expect(text).to_be_visible()


@pytest.mark.parametrize("name", ["accordion", "exclusive", "dialog", "tabs", "vertical-tabs"])
def test_all_is_open_on_paper(show, page, name):
    block = show(name)
    words = block.locator(".nested p")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for text in words.all():
        expect(text).to_be_visible()
    for title in block.locator(".tabs__title").all():
        expect(title).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    if name in ("accordion", "exclusive"):
        assert [item.evaluate("element => element.open") for item in block.locator("details").all()] == [
            True,
            False,
        ]


# Callouts


def test_the_colour_of_a_note_fills_it_and_leaves_its_buttons_alone(show):
    background = "element => getComputedStyle(element).backgroundColor"
    plain = show("button").locator("a.button").first.evaluate(background)
    note = show("coloured-note")
    assert note.locator(".callout").evaluate(background) == "rgb(122, 31, 92)"
    assert note.locator("a.button").evaluate(background) == plain
