"""The sitemap: what it lists, what it leaves out, and what it says of each page."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from cms.pages.sitemaps import PageSection
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    ProviderFactory,
    ProviderIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.html import parse
from tests.sitemap import sitemap_entries, sitemap_files


def test_the_index_names_a_file_for_each_kind_of_page_that_there_is(home, index, directory, client):
    assert sitemap_files(client) == ["http://testserver/sitemap-pages.xml"]
    ServiceArticlePageFactory(parent=index, topics=[TopicFactory()])
    ProviderFactory()
    assert sitemap_files(client) == [
        f"http://testserver/sitemap-{section}.xml" for section in ("pages", "articles", "topics", "providers")
    ]
    assert client.get("/sitemap-films.xml").status_code == 404


def test_it_lists_live_public_pages_topics_and_providers(home, index, directory, client):
    about = ContentPageFactory(parent=home, slug="about")
    article = ServiceArticlePageFactory(parent=index, slug="hearts", topics=[TopicFactory(slug="heart")])
    provider = ProviderFactory(slug="dr-green")
    expected = [page.full_url for page in (home, index, directory, about, article)]
    expected += [f"{directory.full_url}{provider.slug}/", f"{index.full_url}topic/heart/"]
    assert sorted(sitemap_entries(client)) == sorted(expected)


def test_every_address_answers_and_is_the_canonical_one(home, index, directory, client):
    ServiceArticlePageFactory(parent=index, topics=[TopicFactory()])
    ProviderFactory()
    entries = sitemap_entries(client)
    assert len(entries) == 6
    for location in entries:
        answer = client.get(location)
        assert answer.status_code == 200, location
        head = parse(answer).head
        assert head.find("link", rel="canonical")["href"] == location
        assert head.find("meta", attrs={"name": "robots"})["content"].startswith("index")


def test_long_sections_come_in_several_files(home, client, monkeypatch):
    monkeypatch.setattr(PageSection, "limit", 2)
    for _number in range(4):
        ContentPageFactory(parent=home)
    assert sitemap_files(client) == [
        f"http://testserver/sitemap-pages.xml{page}" for page in ("", "?p=2", "?p=3")
    ]
    assert len(sitemap_entries(client)) == 5
    assert client.get("/sitemap-pages.xml", {"p": 4}).status_code == 404


def test_it_omits_what_visitors_cannot_read(home, index, client):
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
    assert sorted(sitemap_entries(client)) == sorted([home.full_url, index.full_url])
    for page in (expired, later):
        assert client.get(page.url_path.removeprefix("/home")).status_code == 404
    for page in (private, below, staff):
        assert page.title not in client.get(page.get_url()).content.decode()


def test_it_omits_pages_hidden_from_search_engines(home, index, client):
    hidden = ContentPageFactory(parent=home, slug="hidden", noindex=True)
    article = ServiceArticlePageFactory(parent=index, noindex=True)
    listed = sitemap_entries(client)
    assert hidden.full_url not in listed
    assert article.full_url not in listed
    assert home.full_url in listed


@pytest.mark.parametrize("is_hidden", [True, False])
def test_a_hidden_or_private_directory_takes_its_providers_along(home, client, is_hidden):
    directory = ProviderIndexPageFactory(parent=home, noindex=is_hidden)
    ProviderFactory()
    if not is_hidden:
        PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert list(sitemap_entries(client)) == [home.full_url]


def test_it_omits_draft_providers_and_those_of_a_draft_directory(home, directory, client):
    draft = ProviderFactory(live=False)
    live = ProviderFactory()
    listed = sitemap_entries(client)
    assert f"{directory.full_url}{draft.slug}/" not in listed
    assert f"{directory.full_url}{live.slug}/" in listed
    directory.unpublish()
    assert list(sitemap_entries(client)) == [home.full_url]


def test_it_says_when_a_page_changed_and_what_image_it_has(index, client):
    changed = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC)
    article = ServiceArticlePageFactory(
        parent=index,
        image=ImageFactory(size=(1300, 700)),
        last_published_at=changed,
        latest_revision_created_at=changed + datetime.timedelta(days=9),
    )
    entry = sitemap_entries(client)[article.full_url]
    assert entry.lastmod.get_text() == "2026-03-01T09:30:00+00:00"
    image = entry.find("image:loc").get_text()
    answer = client.get(image.removeprefix("http://localhost"))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8"), "a JPEG file"


def test_translations_name_each_other(home, client):
    about = ContentPageFactory(parent=home, slug="about")
    spanish = Locale.objects.create(language_code="es")
    home.copy_for_translation(spanish, alias=False).save_revision().publish()
    translated = about.copy_for_translation(spanish)
    translated.save_revision().publish()
    waiting = ContentPageFactory(parent=home, slug="more").copy_for_translation(spanish)
    entries = sitemap_entries(client)
    for page in (about, translated):
        links = entries[page.full_url].find_all("xhtml:link")
        assert {link["hreflang"]: link["href"] for link in links} == {
            "en": about.full_url,
            "es": translated.full_url,
            "x-default": about.full_url,
        }
    assert waiting.full_url not in entries


def test_it_does_not_ask_for_every_page(index, directory, client):
    Locale.objects.create(language_code="es")

    def add() -> None:
        ServiceArticlePageFactory(parent=index, image=ImageFactory())
        ProviderFactory(image=ImageFactory())

    def queries() -> int:
        sitemap_entries(client)
        with CaptureQueriesContext(connection) as captured:
            sitemap_entries(client)
        return len(captured)

    add()
    few = queries()
    for _number in range(5):
        add()
    assert queries() == few
