"""The archive of comments in Chromium: deep, long and many, small and large, light and dark."""

import pytest

from tests.browser.looks import DESKTOP, PHONE, loses_nothing, passes

COMMENTS = "/preview-comments/"


def indents(page) -> list[float]:
    """Give how far to the side the comments of the deepest thread begin, level by level."""
    return [page.locator(f"#comment-{1000 + depth}").bounding_box()["x"] for depth in range(10)]


def test_axe_finds_nothing_and_nothing_is_lost(page, previews):
    page.goto(previews + COMMENTS)
    passes(page)
    loses_nothing(page)


@pytest.mark.parametrize(
    ("context", "steps"), [(PHONE, 3), (DESKTOP, 5)], indirect=["context"], ids=["phone", "desktop"]
)
def test_replies_step_aside_as_far_as_there_is_room(page, previews, steps):
    page.goto(previews + COMMENTS)
    found = indents(page)
    assert found == sorted(found)
    assert len(set(found)) == steps + 1
    assert page.locator("#comment-2000").bounding_box()["width"] > 200


@pytest.mark.parametrize(
    "context", [{**PHONE, "java_script_enabled": False}], indirect=True, ids=["without JavaScript"]
)
def test_later_comments_are_a_link_away(page, previews):
    page.goto(previews + COMMENTS)
    assert page.locator("#comment-3059").count() == 0
    page.get_by_role("link", name="Next page").click()
    assert page.url == f"{previews}{COMMENTS}?comments=2#comments"
    assert page.locator("#comment-3059").is_visible()
    assert page.get_by_role("heading", name="Comments", level=2).is_visible()


def test_paper_carries_the_service_s_words_only(page, previews):
    page.goto(previews + COMMENTS)
    page.emulate_media(media="print")
    assert page.locator("#comments").is_hidden()
    assert page.get_by_role("heading", level=1).is_visible()
