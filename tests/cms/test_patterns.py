"""The pattern page: editors find every block with its example, in light and dark."""

import pytest
from django.urls import reverse

from cms.blocks.patterns import page_blocks
from services.models import ServiceArticlePage
from tests import html
from tests.showcase import show_everything

pytestmark = pytest.mark.django_db


def test_every_block_stands_there_with_its_name_description_and_example(admin_client, home):
    show_everything(home)
    page = html.parse(admin_client.get(reverse("patterns")))
    for name, block in ServiceArticlePage._meta.get_field("body").stream_block.child_blocks.items():
        shown = page.find(id=f"pattern-{name}").parent
        assert str(block.label) in shown.h3.text
        assert str(block.meta.description) in shown.find(class_="pattern__description").text
        assert shown.find(class_=f"block-{name}") is not None


def test_the_opening_of_the_home_page_stands_there_too():
    assert "hero" in page_blocks()


def test_it_has_one_title_and_no_id_twice(admin_client, home):
    show_everything(home)
    page = html.parse(admin_client.get(reverse("patterns")))
    assert [title.text for title in page.find_all("h1")] == ["Patterns"]
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("query", "scheme"), [("", None), ("?scheme=light", ["scheme-light"]), ("?scheme=dark", ["scheme-dark"]), ("?scheme=x", None)]
)  # fmt: skip
def test_it_is_shown_by_day_and_by_night(admin_client, home, query, scheme):
    assert html.parse(admin_client.get(reverse("patterns") + query)).html.get("class") == scheme


def test_it_is_for_editors_only(client, home):
    assert client.get(reverse("patterns")).status_code == 302
