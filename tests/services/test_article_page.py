"""The article page."""

import datetime
from datetime import UTC
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale

from services.sources import SourceBlock
from services.words import TEASER_WORDS
from tests import html
from tests.factories import (
    AuthorFactory,
    ImageFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.forms import filled_form
from tests.privacy import KINDS, restrict
from tests.queries import queries_of, writes_of
from tests.showcase import gated, show_everything
from tests.sitemap import sitemap_text

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


def test_a_tag_without_a_letter_has_no_list(client, index):
    article = ServiceArticlePageFactory(parent=index, tags=["❤"])
    for page in (article, index):
        assert "❤" in html.parse(client.get(page.get_url())).main.get_text()


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
    sitemap = sitemap_text(client)
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


def test_without_a_summary_lists_say_the_key_points(index):
    points = {"title": "Key points", "items": ["<p>You may ask.</p>", "<p>It is free.</p>"]}
    body = html.stream(("rich_text", "<p>Long words.</p>"), ("key_points", points))
    assert ServiceArticlePageFactory(parent=index, summary="", body=body).teaser == "You may ask. It is free."


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (220, 1), (221, 2), (1100, 5)])
def test_how_long_it_takes_to_read(client, index, words, minutes):
    body = html.stream(("rich_text", f"<p>{'word ' * words}</p>"))
    page = ServiceArticlePageFactory(parent=index, body=body)
    said = " ".join(html.parse(client.get(page.get_url())).find(class_="byline").get_text(" ").split())
    assert f"{minutes} minute{'s' * (minutes > 1)} to read" in said


def test_what_only_some_may_read_takes_no_time(client, index):
    body = html.stream(("gated", gated("members", "word " * 300)))
    assert ServiceArticlePageFactory(parent=index, body=body).reading_minutes == 0


# When it was changed


def dates(client, page) -> list[str]:
    return [found["datetime"][:10] for found in html.parse(client.get(page.get_url())).select(".byline time")]


def publish(page, month: int, **fields) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    with mock.patch(
        "django.utils.timezone.now", return_value=datetime.datetime(2026, month, 1, 12, tzinfo=UTC)
    ):
        draft.save_revision().publish()
    page.refresh_from_db()


def test_a_minor_change_moves_no_date_and_the_next_change_does(client, index):
    page = ServiceArticlePageFactory(parent=index, published_at=datetime.datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert dates(client, page) == ["2026-03-04"]
    publish(page, month=4, summary="Changed.")
    assert dates(client, page) == ["2026-03-04", "2026-04-01"]
    publish(page, month=5, summary="Changed!", minor_change=True)
    assert html.text(client.get(page.get_url())).count("Changed!") == 1
    assert dates(client, page) == ["2026-03-04", "2026-04-01"]
    publish(page, month=6, summary="Anew.", minor_change=False)
    assert dates(client, page) == ["2026-03-04", "2026-06-01"]


def test_a_minor_change_is_ticked_anew_each_time(admin_client, index):
    page = ServiceArticlePageFactory(parent=index)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    streams = {f"{name}-count": "0" for name in ("body", "sources", "related")}
    admin_client.post(url, {**filled_form(admin_client, url, minor_change="on"), **streams})
    assert "minor_change" in filled_form(admin_client, url), "the draft waits to be published"
    page.refresh_from_db()
    page.get_latest_revision().publish()
    assert "minor_change" not in filled_form(admin_client, url)


# What it rests on


SOURCE = {"title": "Guideline on opinions", "publisher": "A society", "year": 2024, "address": "10.1000/182"}


def test_its_sources_are_numbered_and_lead_there(client, index):
    sources = html.stream(("source", SOURCE), ("source", {"title": "A <book>"}))
    page = ServiceArticlePageFactory(parent=index, sources=sources)
    first, second = html.parse(client.get(page.get_url())).find(class_="sources").ol.find_all("li")
    assert (first["id"], second["id"]) == ("source-1", "source-2")
    assert first.a["href"] == "https://doi.org/10.1000/182"
    assert " ".join(first.get_text(" ").split()) == "Guideline on opinions A society, 2024"
    assert second.get_text(strip=True) == "A <book>"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("doi:10.1000/a(b)", "https://doi.org/10.1000/a(b)"),
        ("https://dx.doi.org/10.1000/182", "https://doi.org/10.1000/182"),
        ("https://example.org/guideline", "https://example.org/guideline"),
    ],
)
def test_the_address_of_a_source(address, href):
    block = SourceBlock()
    assert block.clean(block.to_python({**SOURCE, "address": address})).href == href


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "/about/", "10.1000", "a b", "ftp://example.org/"]
)
def test_an_address_that_leads_nowhere_is_refused(address):
    block = SourceBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**SOURCE, "address": address}))
    assert set(refused.value.block_errors) == {"address"}


def test_an_unsafe_address_that_skipped_validation_is_no_link():
    assert SourceBlock().to_python({**SOURCE, "address": "javascript:alert(1)"}).href == ""


# What to read next


def related(client, page) -> list[str]:
    found = html.parse(client.get(page.get_url())).find("nav", class_="related")
    return [link.get_text(strip=True) for link in found.find_all("a")] if found else []


def test_related_articles_are_those_picked_and_then_those_of_most_shared_topics(client, index):
    heart, scans = TopicFactory(), TopicFactory()
    for title, topics in {"One topic": [heart], "Both topics": [heart, scans], "No topic": []}.items():
        ServiceArticlePageFactory(parent=index, title=title, topics=topics)
    picked = ServiceArticlePageFactory(parent=index, title="Picked")
    page = ServiceArticlePageFactory(
        parent=index, topics=[heart, scans], related=html.stream(("article", picked.pk))
    )
    assert related(client, page) == ["Picked", "Both topics", "One topic"]


def test_what_a_listing_in_the_text_shows_is_not_named_again_below_it(client, index):
    topic = TopicFactory()
    listed, _other = (
        ServiceArticlePageFactory(parent=index, title=title, topics=[topic])
        for title in ("Listed", "Not listed")
    )
    page = ServiceArticlePageFactory(
        parent=index,
        topics=[topic],
        body=html.stream(("service_articles", {"articles": [listed.pk]})),
    )
    assert related(client, page) == ["Not listed"]


def test_never_itself_a_draft_a_private_or_a_foreign_article(client, index, home):
    topic, spanish = TopicFactory(), Locale.objects.get_or_create(language_code="es")[0]
    elsewhere = ServiceArticleIndexPageFactory(parent=home, slug="articulos", locale=spanish)
    draft = ServiceArticlePageFactory(parent=index, topics=[topic], live=False)
    private = ServiceArticlePageFactory(parent=index, topics=[topic])
    restrict(private, "login")
    foreign = ServiceArticlePageFactory(parent=elsewhere, topics=[topic], locale=spanish)
    page = ServiceArticlePageFactory(parent=index, topics=[topic])
    page.related = html.stream(*(("article", wrong.pk) for wrong in (page, draft, private, foreign)))
    page.save()
    assert related(client, page) == []


def test_it_can_be_shared_without_scripts(client, index):
    page = ServiceArticlePageFactory(parent=index, title="Costs & more")
    found = html.parse(client.get(page.get_url())).find(class_="share")
    address = page.full_url
    assert found.find("input")["value"] == address
    mail = urlsplit(found.a["href"])
    assert mail.scheme == "mailto"
    assert parse_qs(mail.query) == {"subject": ["Costs & more"], "body": [address]}


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
    assert queries_of(client, page.get_url()) == 25


def test_showing_a_page_of_any_kind_writes_nothing(client, home):
    for name, path in show_everything(home).items():
        if name not in ("not found", "gone"):
            assert writes_of(client, path) == [], name
