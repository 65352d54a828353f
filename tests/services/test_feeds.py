"""Feeds of the index, of topics and of tags."""

import datetime

import pytest
from django.utils import timezone
from lxml import etree

from tests.factories import AuthorFactory, ServiceArticlePageFactory, TopicFactory
from tests.privacy import restrict
from tests.queries import queries_of, writes_of

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ["/articles/feed/", "/articles/topic/heart/feed/", "/articles/tag/second-opinion/feed/"]


def rss(answer):
    return etree.fromstring(answer.content).find("channel")


@pytest.fixture
def articles(index):
    heart = TopicFactory(name="Heart", slug="heart", description="All about <hearts>.")
    for number in (1, 2):
        ServiceArticlePageFactory(
            parent=index,
            title=f"Hearts & minds {number}",
            summary="What <b> means.",
            topics=[heart],
            tags=["Second opinion"],
            authors=[AuthorFactory(name="Ann")],
            published_at=datetime.datetime(2026, 1, number, tzinfo=datetime.UTC),
        )
    ServiceArticlePageFactory(
        parent=index, title="Draft", topics=[heart], tags=["Second opinion"], live=False
    )
    private = ServiceArticlePageFactory(
        parent=index, title="Private", topics=[heart], tags=["Second opinion"]
    )
    restrict(private, "login")


@pytest.mark.parametrize("path", FEEDS)
def test_rss_has_the_public_articles_newest_first(client, articles, path):
    answer = client.get(f"{path}rss/")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = rss(answer)
    assert [item.findtext("title") for item in channel.iter("item")] == [
        "Hearts & minds 2",
        "Hearts & minds 1",
    ]
    item = channel.find("item")
    assert item.findtext("description") == "What &lt;b&gt; means.", "readers take it for HTML"
    assert item.findtext("category") == "Heart"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ann"
    assert item.findtext("guid").startswith("urn:uuid:")
    assert item.findtext("link").startswith("http://localhost/articles/hearts-minds-2")
    assert channel.find("a:link", ATOM).get("href") == f"http://localhost{path}rss/"


@pytest.mark.parametrize("path", FEEDS)
def test_atom_has_the_same(client, articles, path):
    answer = client.get(f"{path}atom/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)] == [
        "Hearts & minds 2",
        "Hearts & minds 1",
    ]
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"http://localhost{path}atom/"
    assert feed.findtext("a:author/a:name", namespaces=ATOM)


def test_a_topic_s_feed_says_what_it_is_about(client, articles):
    channel = rss(client.get("/articles/topic/heart/feed/rss/"))
    assert channel.findtext("title") == "Heart – Articles"
    assert channel.findtext("description") == "All about <hearts>."
    assert channel.findtext("link") == "http://localhost/articles/topic/heart/"


@pytest.mark.parametrize("path", FEEDS)
def test_pages_name_their_feeds(client, articles, path):
    links = client.get(path.removesuffix("feed/")).content.decode()
    for kind in ("rss", "atom"):
        assert f'href="http://localhost{path}{kind}/"' in links
        assert client.get(f"{path}{kind}/").status_code == 200


def test_a_reader_that_has_the_feed_is_told_so(client, articles):
    first = client.get("/articles/feed/rss/")
    again = client.get("/articles/feed/rss/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get("/articles/feed/rss/", headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304


def test_a_changed_article_changes_the_feed(client, articles, index):
    first = client.get("/articles/feed/atom/")
    page = ServiceArticlePageFactory(parent=index, published_at=timezone.now())
    page.save_revision().publish()
    again = client.get("/articles/feed/atom/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_what_xml_cannot_hold_is_left_out(client, index):
    ServiceArticlePageFactory(
        parent=index,
        title="Bell\x07",
        summary="A\x08b",
        topics=[TopicFactory(name="Sound\x0b")],
        authors=[AuthorFactory(name="Ann\x0b")],
    )
    item = rss(client.get("/articles/feed/rss/")).find("item")
    assert (item.findtext("title"), item.findtext("category")) == ("Bell", "Sound")
    assert client.get("/articles/feed/atom/").status_code == 200


def test_a_feed_of_nothing_is_a_feed(client, index):
    assert list(rss(client.get("/articles/feed/rss/")).iter("item")) == []


@pytest.mark.parametrize(
    "path", ["/articles/feed/json/", "/articles/topic/no/feed/rss/", "/articles/tag/no/feed/rss/"]
)
def test_unknown_feeds(client, articles, path):
    assert client.get(path).status_code == 404


def test_the_number_of_queries_does_not_grow(client, index):
    topic = TopicFactory(slug="heart")
    counts = set()
    for number in range(12):
        ServiceArticlePageFactory(parent=index, topics=[topic], authors=[AuthorFactory()])
        if number in (0, 11):
            counts.add(queries_of(client, "/articles/feed/rss/"))
    assert len(counts) == 1


def test_showing_it_writes_nothing(client, articles):
    assert writes_of(client, "/articles/feed/atom/") == []
