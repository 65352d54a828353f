"""Guides: an article with parts of its own."""

import pytest
from django.urls import reverse

from tests import html
from tests.factories import ServiceArticlePageFactory, TopicFactory
from tests.privacy import restrict
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(index):
    return ServiceArticlePageFactory(parent=index, title="A trip")


@pytest.fixture
def part(guide):
    """Make a part of the guide: ``part("Title", live=False)``."""
    return lambda title, **fields: ServiceArticlePageFactory(parent=guide, title=title, **fields)


def parts(client, page) -> list[str]:
    found = html.parse(client.get(page.get_url())).find("nav", attrs={"aria-label": "Pages in this guide"})
    return [link.get_text(strip=True) for link in found.find_all("a")] if found else []


def steps(client, page) -> dict[str, str]:
    answer = html.parse(client.get(page.get_url()))
    return {link["rel"][0]: link["href"] for link in answer.find_all("a", rel=["prev", "next"])}


def test_every_page_of_a_guide_names_all_and_where_the_reader_is(client, guide, part):
    before, there = part("Before"), part("There")
    for page in (guide, before, there):
        assert parts(client, page) == ["A trip", "Before", "There"]
        [current] = (
            html.parse(client.get(page.get_url())).find(class_="contents").select("[aria-current=page]")
        )
        assert current.get_text(strip=True) == page.title
    assert steps(client, guide) == {"next": before.get_url()}
    assert steps(client, before) == {"prev": guide.get_url(), "next": there.get_url()}
    assert steps(client, there) == {"prev": before.get_url()}


def test_drafts_and_private_parts_are_not_named(client, guide, part):
    part("Before")
    part("Draft", live=False)
    restrict(part("Private"), "login")
    assert parts(client, guide) == ["A trip", "Before"]


def test_its_further_pages_carry_its_name_while_it_is_published(client, guide, part):
    part("Before")
    there = part("There")

    def name() -> str:
        found = html.parse(client.get(there.get_url())).find(class_="page-header__eyebrow")
        return found.get_text() if found else ""

    assert name() == "A trip"
    guide.unpublish()
    assert name() == ""
    assert parts(client, there) == ["Before", "There"]


def test_an_article_without_published_parts_is_no_guide(client, guide, part):
    part("Draft", live=False)
    assert parts(client, guide) == []
    assert parts(client, ServiceArticlePageFactory(parent=guide.get_parent(), title="Alone")) == []


def test_a_part_belongs_to_its_guide_and_to_the_index(client, index, guide, part):
    topic = TopicFactory(slug="travel")
    page = part("Before", topics=[topic])
    answer = html.parse(client.get(page.get_url()))
    assert answer.find(class_="page-header__eyebrow").get_text(strip=True) == "A trip"
    assert answer.find("a", class_="chip")["href"] == f"{index.get_url()}topic/travel/"
    assert answer.find("a", class_="back-link")["href"] == index.get_url()


def test_the_index_lists_guides_and_not_their_parts(client, index, guide, part):
    part("Before")
    text = html.text(html.parse(client.get(index.get_url())).main.prettify())
    assert "A trip" in text
    assert "Before" not in text


def test_guides_have_one_level(index, guide, part, admin_client):
    other, page = ServiceArticlePageFactory(parent=index), part("Before")
    assert type(guide).can_create_at(guide)
    assert not type(guide).can_create_at(page)
    assert other.can_move_to(guide)
    assert not guide.can_move_to(other)
    answer = admin_client.get(
        reverse("wagtailadmin_pages:add", args=["services", "servicearticlepage", page.pk])
    )
    assert answer.status_code in (302, 403)


def test_the_queries_of_a_guide_do_not_grow_with_its_parts(client, guide, part):
    page = part("Before")
    number = queries_of(client, page.get_url())
    for title in ("There", "After"):
        part(title)
    assert queries_of(client, page.get_url()) == number
