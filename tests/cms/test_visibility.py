"""Private pages, however many, stay out of every list and do not bring it down (X14)."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction

from cms.pages.navigation import visible_links
from cms.pages.visibility import public
from tests.factories import ContentPageFactory, MenuFactory, MenuLinkFactory, ServiceArticlePageFactory
from tests.html import text
from tests.queries import queries_of
from tests.sitemap import sitemap_entries

pytestmark = pytest.mark.django_db

MANY = 1100  # more than SQLite takes in one expression


def restrict(*pages: Page) -> None:
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page_id=page.pk, restriction_type="login") for page in pages
    )


def test_private_pages_and_those_below_them_are_not_public(home, index):
    open_page = ContentPageFactory(parent=home)
    section = ContentPageFactory(parent=home)
    below = ContentPageFactory(parent=section)
    deeper = ContentPageFactory(parent=below)
    leaf = ContentPageFactory(parent=home)
    restrict(section, deeper, leaf)
    found = set(public(Page.objects.filter(depth__gt=1)))
    assert found == {Page.objects.get(pk=page.pk) for page in (home, index, open_page)}
    assert found == set(Page.objects.filter(depth__gt=1).public()), "as Wagtail has it"


def test_without_private_pages_all_are_public(home, index):
    assert public(Page.objects.all()).count() == Page.objects.count()


@pytest.fixture
def many_private_pages(index):
    """Fill a site with more private pages than one query can name; half of them claim to have a page below."""
    open_page = ServiceArticlePageFactory(parent=index, title="Hearts for everyone")
    page_type = ContentType.objects.get_for_model(Page)
    restrict(
        *Page.objects.bulk_create(
            Page(
                title=f"Private heart {number}",
                slug=f"private-{number}",
                url_path=f"{index.url_path}private-{number}/",
                path=f"{index.path}{number + 2:04}",
                depth=index.depth + 1,
                numchild=number % 2,
                content_type=page_type,
                locale_id=index.locale_id,
            )
            for number in range(MANY)
        )
    )
    return open_page


def test_lists_search_and_sitemap_survive_a_thousand_private_pages(many_private_pages, client):
    index = many_private_pages.get_parent()
    for path in (index.get_url(), "/search/?q=heart", "/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Private heart" not in text(answer)
    assert "Hearts for everyone" in text(client.get(index.get_url()))
    assert "Hearts for everyone" in text(client.get("/search/?q=hearts"))
    locations = list(sitemap_entries(client))
    assert [location for location in locations if "private" in location] == []
    assert len(locations) > 2
    assert queries_of(client, index.get_url()) < 25


def test_menus_name_no_private_page(home, client):
    section = ContentPageFactory(parent=home, title="Inside")
    below = ContentPageFactory(parent=section, title="Further inside")
    outside = ContentPageFactory(parent=home, title="Outside")
    menu = MenuFactory(location="header")
    MenuLinkFactory(menu=menu, page=outside)
    MenuLinkFactory(menu=menu, page=section)
    MenuLinkFactory(menu=menu, page=below, level=2)
    MenuLinkFactory(menu=menu, url="https://example.org/", text="Elsewhere", level=2)
    before = queries_of(client, "/")
    assert "Further inside" in text(client.get("/"))
    restrict(section)
    shown = text(client.get("/"))
    assert "Inside" not in shown
    assert "Further inside" not in shown
    assert queries_of(client, "/") <= before
    found = [(link.text, len(link.children)) for link in visible_links(menu, None)]
    assert found == [("Outside", 0), ("Elsewhere", 0)], "what stood below the private one belongs to no other"
