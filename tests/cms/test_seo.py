"""What search engines are told: title, robots, canonical address, robots.txt and sitemap."""

import itertools

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.seo.head import canonical, document_title, robots
from cms.seo.models import Organisation
from tests.factories import (
    ContentPageFactory,
    ProviderFactory,
    ProviderIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.html import parse


@pytest.mark.parametrize(
    ("title", "site", "number", "expected"),
    [
        ("Heart", "Clinic", 1, "Heart – Clinic"),
        ("Heart", "Clinic", 2, "Heart (2) – Clinic"),
        ("Heart", "", 1, "Heart"),
        ("Heart", "", 3, "Heart (3)"),
        ("", "Clinic", 1, "Clinic"),
        ("Clinic", "Clinic", 1, "Clinic"),
        ("Clinic", "Clinic", 2, "Clinic (2) – Clinic"),
        ("", "", 1, ""),
    ],
)
def test_the_title_names_the_page_and_the_site(title, site, number, expected):
    assert document_title(title, site, number) == expected


@pytest.mark.parametrize("reasons", list(itertools.product([True, False], repeat=3)))
def test_any_one_reason_keeps_a_page_out_of_the_index(reasons):
    noindex, is_preview, is_filtered = reasons
    rule = robots(noindex=noindex, is_preview=is_preview, is_filtered=is_filtered)
    assert rule == ("noindex, follow" if any(reasons) else "index, follow")


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        ("https://a.org/b/", 1, "https://a.org/b/"),
        ("https://a.org/b/?utm_source=x", 1, "https://a.org/b/"),
        ("https://a.org/b/#c", 1, "https://a.org/b/"),
        ("https://a.org/b/?page=9#c", 2, "https://a.org/b/?page=2"),
    ],
)
def test_the_canonical_address_has_no_query_but_the_page_number(url, number, expected):
    assert canonical(url, number) == expected


# The head of pages


def head(client, path, **headers):
    tree = parse(client.get(path, headers=headers or None))
    found = {
        "title": [element.get_text() for element in tree.select("head > title")],
        "robots": [element["content"] for element in tree.select('head > meta[name="robots"]')],
        "description": [element["content"] for element in tree.select('head > meta[name="description"]')],
        "canonical": [element["href"] for element in tree.select('head > link[rel="canonical"]')],
    }
    assert all(len(values) <= 1 for values in found.values()), "each stands there once"
    return {name: values[0] if values else "" for name, values in found.items()}


def test_the_head_of_a_page(home, client):
    organisation = Organisation.for_site(Site.objects.get())
    organisation.name = "Harbour Clinic"
    organisation.save()
    page = ContentPageFactory(parent=home, title="About", slug="about", search_description="Who we are.")
    assert head(client, f"{page.get_url()}?utm_source=letter") == {
        "title": "About – Harbour Clinic",
        "robots": "index, follow",
        "description": "Who we are.",
        "canonical": page.full_url,
    }


def test_the_editor_may_write_another_title_and_hide_the_page(home, client):
    page = ContentPageFactory(parent=home, title="About", seo_title="All about us", noindex=True)
    found = head(client, page.get_url())
    assert found["title"].startswith("All about us")
    assert found["robots"] == "noindex, follow"


def test_later_pages_of_a_list_have_their_own_title_and_address(index, client):
    for _number in range(index.page_size + 1):
        ServiceArticlePageFactory(parent=index)
    found = head(client, f"{index.get_url()}?page=2&utm_source=x")
    assert found["title"].startswith("Articles (2)")
    assert found["canonical"] == f"{index.full_url}?page=2"
    assert found["robots"] == "index, follow"


def test_a_topic_page_names_its_topic(index, client):
    topic = TopicFactory(name="Hearts", slug="hearts", description="All about hearts.")
    ServiceArticlePageFactory(parent=index, topics=[topic])
    found = head(client, f"{index.get_url()}topic/hearts/")
    assert found["title"].startswith("Hearts – Articles")
    assert found["description"] == "All about hearts."
    assert found["canonical"] == f"{index.full_url}topic/hearts/"


def test_the_head_of_a_provider(directory, client):
    provider = ProviderFactory(name="Dr Green", slug="dr-green", summary="Knows hearts.")
    found = head(client, provider.get_url())
    assert found["title"].startswith("Dr Green")
    assert found["description"] == "Knows hearts."
    assert found["canonical"] == f"{directory.full_url}dr-green/"


@pytest.mark.parametrize("path", ["/search/?q=heart", "/search/", "/no-such-page/"])
def test_results_and_errors_stay_out_of_the_index(home, client, path):
    assert head(client, path)["robots"].startswith("noindex")


def test_a_filtered_directory_stays_out_of_the_index(directory, client):
    assert head(client, f"{directory.get_url()}?kind=doctor")["robots"] == "noindex, follow"
    assert head(client, directory.get_url())["robots"] == "index, follow"


def test_a_title_is_text_and_nothing_else(home, client):
    """Abuse case A31: neither markup nor template code in a title does anything."""
    title = "</title></script><script>alert(1)</script>{{7*7}}{% now 'Y' %}\"onload=\"x"
    page = ContentPageFactory(parent=home, title=title, slug="odd", search_description=title)
    below = ContentPageFactory(parent=page, title="Below", slug="below")
    for path in (page.get_url(), below.get_url()):
        answer = client.get(path)
        assert not [script for script in parse(answer).find_all("script") if not script.get("src")]
        assert "<script>alert" not in answer.content.decode()
        assert "{{7*7}}" in answer.content.decode()
    assert head(client, page.get_url())["title"].startswith(title)
    assert head(client, page.get_url())["description"] == title
    assert parse(client.get(page.get_url())).h1.get_text() == title
    assert title in [link.get_text() for link in parse(client.get(below.get_url())).select(".breadcrumbs a")]


# robots.txt and sitemap


def test_robots_txt_keeps_crawlers_from_what_is_no_content(home, client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /go/", "Disallow: /search/"} <= set(lines)
    assert "Disallow: /" not in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def sitemap(client):
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    return [location.get_text() for location in BeautifulSoup(answer.content, "xml").find_all("loc")]


def test_the_sitemap_lists_live_public_pages_and_providers(home, index, directory, client):
    about = ContentPageFactory(parent=home, slug="about")
    article = ServiceArticlePageFactory(parent=index, slug="hearts")
    provider = ProviderFactory(slug="dr-green")
    expected = [page.full_url for page in (home, index, directory, about, article)]
    assert sorted(sitemap(client)) == sorted([*expected, f"{directory.full_url}{provider.slug}/"])


def test_every_address_in_the_sitemap_answers(home, index, directory, client):
    ServiceArticlePageFactory(parent=index)
    ProviderFactory()
    locations = sitemap(client)
    assert len(locations) == 5
    for location in locations:
        assert client.get(location).status_code == 200, location
        assert head(client, location)["canonical"] == location


def test_the_sitemap_omits_what_visitors_cannot_read(home, index, client):
    """Abuse case A20: drafts, expired, not yet live and private pages are absent."""
    ContentPageFactory(parent=home, slug="draft", live=False)
    expired = ContentPageFactory(parent=home, slug="expired", live=False, expired=True)
    later = ContentPageFactory(parent=home, slug="later", live=False, go_live_at=timezone.now())
    private = ContentPageFactory(parent=home, slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    below = ContentPageFactory(parent=private, slug="below-private")
    staff = ContentPageFactory(parent=home, slug="staff")
    restriction = PageViewRestriction.objects.create(page=staff, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Staff"))
    assert sorted(sitemap(client)) == sorted([home.full_url, index.full_url])
    for page in (expired, later):
        assert client.get(page.url_path.removeprefix("/home")).status_code == 404
    for page in (private, below, staff):
        assert page.title not in client.get(page.get_url()).content.decode()


def test_the_sitemap_omits_pages_hidden_from_search_engines(home, index, client):
    hidden = ContentPageFactory(parent=home, slug="hidden", noindex=True)
    article = ServiceArticlePageFactory(parent=index, noindex=True)
    listed = sitemap(client)
    assert hidden.full_url not in listed
    assert article.full_url not in listed
    assert home.full_url in listed


def test_a_hidden_or_private_directory_takes_its_providers_out_of_the_sitemap(home, client):
    directory = ProviderIndexPageFactory(parent=home, noindex=True)
    ProviderFactory()
    assert sitemap(client) == [home.full_url]
    directory.noindex = False
    directory.save()
    PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert sitemap(client) == [home.full_url]


def test_the_sitemap_omits_draft_providers_and_those_of_a_draft_directory(home, directory, client):
    draft = ProviderFactory(live=False)
    live = ProviderFactory()
    listed = sitemap(client)
    assert f"{directory.full_url}{draft.slug}/" not in listed
    assert f"{directory.full_url}{live.slug}/" in listed
    directory.unpublish()
    assert sitemap(client) == [home.full_url]


def test_the_sitemap_does_not_ask_for_every_page(index, client):
    def queries():
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    ServiceArticlePageFactory(parent=index)
    few = queries()
    for _number in range(9):
        ServiceArticlePageFactory(parent=index)
    assert queries() == few
