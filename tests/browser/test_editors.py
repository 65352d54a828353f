"""The admin in Chromium, as an editor meets it."""

import pytest

from tests.browser.looks import loses_nothing, passes

DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def admin(page, served):
    """Log in, and note what the browser refuses to load."""
    page.refused = []
    page.on(
        "console",
        lambda message: page.refused.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(f"{served.url}/admin/login/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(served.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    return page


def edit(admin, served, title):
    admin.goto(f"{served.url}/admin/pages/search/?q={title}")
    admin.get_by_role("link", name=title).first.click()
    admin.locator("#id_title").wait_for()


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
class TestEditing:
    def test_the_block_picker_offers_every_block_with_a_preview(self, admin, served):
        edit(admin, served, "Planning a trip for treatment")
        admin.get_by_role("button", name="Insert a block").first.click()
        offered = admin.get_by_role("option")
        offered.first.wait_for()
        names = {name.strip() for name in offered.all_inner_texts()}
        assert {
            "Heading", "Text", "List", "Quote", "Table", "Image", "Video, audio or map", "Button", "Divider",
            "Service articles", "Page list", "Provider",
        } <= names  # fmt: skip
        assert admin.refused == []

    def test_a_draft_does_not_reach_visitors(self, admin, served, browser):
        edit(admin, served, "About us")
        admin.locator("#id_title").fill("About our service")
        admin.get_by_role("button", name="Save draft").click()
        admin.locator(".messages .success").wait_for()
        visitor = browser.new_context()
        page = visitor.new_page()
        page.goto(f"{served.url}/about-us/")
        assert page.get_by_role("heading", level=1).inner_text() == "About us"
        visitor.close()
        assert admin.refused == []

    def test_the_preview_of_a_page_is_shown_in_the_editor(self, admin, served):
        edit(admin, served, "Contact")
        admin.get_by_role("button", name="Toggle preview").click()
        admin.wait_for_load_state("networkidle")
        shown = admin.frame_locator("iframe[title='Preview'][src]").get_by_role("heading", level=1)
        shown.wait_for()
        assert shown.inner_text() == "Contact"
        assert admin.refused == []

    def test_the_directory_leads_to_the_snippet(self, admin, served):
        admin.goto(f"{served.url}/admin/directory/?q=Osei")
        admin.get_by_role("link", name="Edit").first.click()
        assert "/admin/snippets/providers/provider/edit/" in admin.url
        assert admin.locator("#id_name").input_value() == "Dr Amara Osei"
        assert admin.refused == []

    def test_the_length_of_a_description_is_shown_while_it_is_written(self, admin, served):
        edit(admin, served, "Contact")
        admin.get_by_role("tab", name="Promote").click()
        description = admin.locator("#id_search_description")
        description.fill("word " * 40)
        assert (
            admin.locator("#id_search_description-length")
            .inner_text()
            .startswith("200 characters: about 160")
        )
        description.fill("How to reach us.")
        assert admin.locator("#id_search_description-length").inner_text() == "16 characters: fits"
        admin.locator("#id_seo_title").fill("Reach us")
        shown = admin.locator(".search-result").inner_text()
        assert "Reach us – Northlight Health" in shown
        assert "How to reach us." in shown
        assert admin.refused == []


def test_axe_finds_nothing_on_the_pattern_page(admin, served):
    admin.goto(f"{served.url}/admin/patterns/")
    passes(admin)
    loses_nothing(admin)
