"""The article page."""

import datetime
from datetime import UTC

import pytest

from services.models.article import TEASER_WORDS
from tests import html
from tests.factories import (
    AuthorFactory,
    ImageFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.privacy import KINDS, restrict
from tests.queries import queries_of, writes_of
from tests.showcase import show_everything

pytestmark = pytest.mark.django_db


def test_who_wrote_it_when_and_about_what(client, index):
    page = ServiceArticlePageFactory(
        parent=index,
        title="Before your scan",
        published_at=datetime.datetime(2026, 3, 4, 12, tzinfo=UTC),
        authors=[AuthorFactory(name="Ann Alder", role="Nurse"), AuthorFactory(name="Bob Birch")],
        topics=[TopicFactory(name="Heart", slug="heart")],
        tags=["Second opinion"],
    )
    answer = html.parse(client.get(page.get_url()))
    byline = " ".join(answer.find(class_="byline").get_text(" ").split())
    assert "Ann Alder" in byline
    assert "Bob Birch" in byline
    assert "4 March 2026" in byline
    assert answer.h1.get_text(strip=True) == "Before your scan"
    addresses = {link.get_text(strip=True): link["href"] for link in answer.main.find_all("a")}
    assert addresses["Heart"] == "/articles/topic/heart/"
    assert addresses["Second opinion"] == "/articles/tag/second-opinion/"
    for address in ("/articles/topic/heart/", "/articles/tag/second-opinion/"):
        assert client.get(address).status_code == 200


def test_an_article_without_author_topics_and_tags(client, index):
    page = ServiceArticlePageFactory(parent=index, title="Alone")
    answer = html.parse(client.get(page.get_url()))
    assert "By" not in answer.find(class_="byline").get_text()
    assert answer.find("aside") is None


def test_a_draft_is_not_found_and_a_changed_article_stays_as_published(client, index):
    draft = ServiceArticlePageFactory(parent=index, live=False)
    assert client.get(draft.get_url() or f"{index.get_url()}{draft.slug}/").status_code == 404
    live = ServiceArticlePageFactory(parent=index, summary="As published.")
    live.summary = "As drafted."
    live.save_revision()
    assert "As published." in html.text(client.get(live.get_url()))
    live.get_latest_revision().publish()
    assert "As drafted." in html.text(client.get(live.get_url()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_article_is_shown_to_nobody_who_may_not_see_it(client, index, kind):
    page = ServiceArticlePageFactory(parent=index, summary="Only for some.")
    restrict(index, kind)
    answer = client.get(page.get_url())
    assert answer.status_code in (200, 302)
    assert "Only for some." not in answer.content.decode()


def test_drafts_and_private_articles_are_not_in_the_sitemap(client, home, index):
    live = ServiceArticlePageFactory(parent=index, slug="live")
    ServiceArticlePageFactory(parent=index, slug="draft", live=False)
    ServiceArticlePageFactory(parent=index, slug="hidden", noindex=True)
    staff = ServiceArticleIndexPageFactory(parent=home, slug="staff")
    ServiceArticlePageFactory(parent=staff, slug="private")
    restrict(staff, "login")
    sitemap = client.get("/sitemap.xml").content.decode()
    assert live.get_url() in sitemap
    for slug in ("draft", "private", "staff"):
        assert f"/{slug}/" not in sitemap


# What lists say about it


def test_lists_say_the_summary(index):
    assert ServiceArticlePageFactory(parent=index, summary="In short.").teaser == "In short."


def test_without_a_summary_lists_say_the_first_words(index):
    page = ServiceArticlePageFactory(
        parent=index,
        summary="",
        body=html.stream(
            ("heading", {"text": "What to bring", "level": "h3", "anchor": "bring"}),
            ("button", {"text": "Press", "link": {"url": "https://example.org/x"}, "style": "outline"}),
            ("service_articles", {"unresolved": "term 7", "tags": "red", "empty_text": "Nothing."}),
            ("imported_source", {"reason": "No block", "source": "[countdown]"}),
            ("page_list", {}),
            ("rich_text", "<p>Your <b>results</b> &amp; letters.</p><p>A pen.</p>"),
            ("list", {"items": ["<p>One</p>", "<p>Two</p>"], "style": "check"}),
            ("quote", {"text": "<p>It helped.</p>"}),
        ),
    )
    assert page.teaser == "What to bring Your results & letters. A pen. One Two It helped."


def test_the_first_words_end_where_wordpress_ended(index):
    words = [f"w{number}" for number in range(80)]
    page = ServiceArticlePageFactory(
        parent=index, summary="", body=html.stream(("rich_text", f"<p>{' '.join(words)}</p>"))
    )
    assert page.teaser == " ".join(words[:TEASER_WORDS]) + "…"
    assert TEASER_WORDS == 55


def test_an_article_without_words_has_no_teaser(index):
    assert ServiceArticlePageFactory(parent=index, summary="").teaser == ""


def test_the_teaser_follows_what_is_published(client, index):
    page = ServiceArticlePageFactory(parent=index, summary="First.")
    page.summary = "Second."
    revision = page.save_revision()
    assert "First." in html.text(client.get("/articles/"))
    revision.publish()
    assert "Second." in html.text(client.get("/articles/"))


# What it costs


def test_the_queries_of_an_article(client, index):
    page = ServiceArticlePageFactory(
        parent=index,
        image=ImageFactory(),
        topics=[TopicFactory(), TopicFactory()],
        tags=["red", "blue"],
        authors=[AuthorFactory(image=ImageFactory()), AuthorFactory()],
        body=html.stream(
            ("heading", {"text": "What to bring", "level": "h2"}),
            ("rich_text", "<p>Your results.</p>"),
            ("service_articles", {"template": "default"}),
        ),
    )
    for _number in range(3):
        ServiceArticlePageFactory(parent=index, image=ImageFactory())
    assert queries_of(client, page.get_url()) == 20


def test_showing_a_page_of_any_kind_writes_nothing(client, home):
    for name, path in show_everything(home).items():
        if name != "not found":
            assert writes_of(client, path) == [], name
