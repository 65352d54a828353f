"""The listing block, as readers and editors meet it."""

import datetime
from datetime import UTC

import pytest
from bs4 import Tag
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale

from home.models import ContentPage
from services.blocks import ServiceArticlesBlock
from tests import html
from tests.factories import (
    AuthorFactory,
    ContentPageFactory,
    ImageFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.forms import errors_of, filled_form, stream_data
from tests.privacy import restrict
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

TEMPLATES = ("default", "teaser", "list", "single")


@pytest.fixture
def shown(client, home):
    """Give what a reader sees of a page that holds nothing but one listing."""

    def show(**fields) -> Tag:
        page = ContentPageFactory(parent=home, body=html.stream(("service_articles", fields)))
        return html.parse(client.get(page.get_url())).find(class_="body")

    return show


@pytest.fixture
def article(index):
    return ServiceArticlePageFactory(
        parent=index,
        title="Before your scan",
        summary="What to drink and when.",
        published_at=datetime.datetime(2026, 3, 4, 12, tzinfo=UTC),
        image=ImageFactory(),
        body=html.stream(("rich_text", "<p>Drink water only.</p>")),
    )


def links(part: Tag) -> dict[str, str]:
    return {link.get_text(strip=True): link["href"] for link in part.find_all("a")}


def test_title_date_and_summary(shown, article):
    part = shown(template="default")
    assert links(part) == {"Before your scan": "/articles/before-your-scan/"}
    assert part.find("time")["datetime"].startswith("2026-03-04")
    assert "4 March 2026" in part.get_text()
    assert "What to drink and when." in part.get_text()
    assert "Drink water only." not in part.get_text()


def test_image_and_title(shown, article):
    part = shown(template="teaser")
    assert links(part) == {"Before your scan": "/articles/before-your-scan/"}
    assert part.find("img")["alt"] == "", "the title beside it says it already"
    assert "What to drink and when." not in part.get_text()


def test_list_of_links(shown, article):
    part = shown(template="list")
    assert part.get_text(strip=True) == "Before your scan"
    assert [item.a["href"] for item in part.find_all("li")] == ["/articles/before-your-scan/"]


def test_one_article_in_full(shown, article, index):
    ServiceArticlePageFactory(
        parent=index, title="Older", published_at=datetime.datetime(2020, 1, 1, tzinfo=UTC)
    )
    part = shown(template="single", count=5)
    assert part.find(["h2", "h3"]).get_text(strip=True) == "Before your scan"
    assert "Drink water only." in part.get_text()
    assert "Older" not in part.get_text()


def test_three_articles_unless_told_otherwise(shown, index):
    for _number in range(4):
        ServiceArticlePageFactory(parent=index)
    assert len(links(shown(template="list"))) == 3
    assert len(links(shown(template="list", count=0))) == 4


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_empty_listing_says_its_text_or_nothing(shown, template):
    assert shown(template=template).get_text(strip=True) == ""
    assert shown(template=template, empty_text="Nothing yet.").get_text(strip=True) == "Nothing yet."


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_listing_that_the_import_could_not_resolve_shows_readers_nothing(shown, article, template):
    part = shown(template=template, unresolved="term 7 of category", empty_text="Nothing yet.")
    assert part.get_text(strip=True) == ""
    assert part.find("a") is None


def test_a_listing_whose_topic_was_deleted_lists_nothing(shown, article):
    topic = TopicFactory()
    gone = topic.pk
    topic.delete()
    assert shown(topics=[gone]).find("a") is None


def test_a_listing_keeps_to_the_topics_that_are_left(shown, article, index):
    topic, deleted = TopicFactory(), TopicFactory()
    ServiceArticlePageFactory(parent=index, title="Still here", topics=[topic])
    gone = deleted.pk
    deleted.delete()
    assert list(links(shown(topics=[topic.pk, gone]))) == ["Still here"]
    assert list(links(shown(topics=[topic.pk, gone], topic_operator="all"))) == []


def test_a_listing_whose_article_or_author_was_deleted_lists_nothing(shown, article, index):
    other, author = ServiceArticlePageFactory(parent=index), AuthorFactory()
    other_id, author_id = other.pk, author.pk
    other.delete()
    author.delete()
    assert shown(articles=[other_id]).find("a") is None
    assert shown(authors=[author_id]).find("a") is None


def test_nobody_sees_drafts_in_a_listing_not_even_who_may_edit_them(shown, admin_client, home, index):
    ServiceArticlePageFactory(parent=index, title="Draft", live=False)
    restrict(ServiceArticlePageFactory(parent=index, title="Private"), "login")
    page = ContentPageFactory(parent=home, body=html.stream(("service_articles", {})))
    assert links(shown()) == {}
    assert "Draft" not in html.text(admin_client.get(page.get_url()))
    assert "Private" not in html.text(admin_client.get(page.get_url()))


def test_an_article_does_not_list_itself_unless_told_so(client, index):
    page = ServiceArticlePageFactory(
        parent=index, title="This one", body=html.stream(("service_articles", {"template": "list"}))
    )
    ServiceArticlePageFactory(parent=index, title="Another")
    body = html.parse(client.get(page.get_url())).find(class_="body")
    assert list(links(body)) == ["Another"]
    page.body = html.stream(("service_articles", {"template": "list", "exclude_current": False}))
    page.save()
    body = html.parse(client.get(page.get_url())).find(class_="body")
    assert set(links(body)) == {"Another", "This one"}


def test_what_is_picked_by_hand_comes_first_and_the_rest_follows(shown, index):
    topic = TopicFactory()
    for title in ("Old", "New"):
        ServiceArticlePageFactory(parent=index, title=title, topics=[topic])
    picked = [ServiceArticlePageFactory(parent=index, title=title) for title in ("Second", "First")]
    pinned = [page.pk for page in reversed(picked)]
    listing = {"template": "list", "topics": [topic.pk], "pinned": pinned}
    assert list(links(shown(**listing))) == ["First", "Second", "New"]
    assert list(links(shown(**listing, order_by="title", direction="ascending", count=0))) == [
        "First", "Second", "New", "Old",
    ]  # fmt: skip
    assert list(links(shown(**listing, order_by="random")))[:2] == ["First", "Second"]


def test_a_listing_can_leave_out_what_stands_above_it(client, home, index):
    for title in ("One", "Two", "Three"):
        ServiceArticlePageFactory(parent=index, title=title)
    first = {"template": "list", "count": 2, "order_by": "title", "direction": "ascending"}
    nested = [{"type": "service_articles", "value": first}]
    body = html.stream(
        ("callout", {"style": "note", "title": "", "content": nested}),
        ("service_articles", {"template": "list", "exclude_listed": True}),
    )
    page = ContentPageFactory(parent=home, body=body)
    found = html.parse(client.get(page.get_url())).find(class_="body").find_all("a")
    assert [link.get_text(strip=True) for link in found] == ["One", "Three", "Two"]


def test_a_listing_keeps_to_the_language_of_its_page(shown, home, index):
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    ServiceArticlePageFactory(parent=index, title="In English")
    translated = ServiceArticleIndexPageFactory(parent=home, slug="articulos", locale=spanish)
    ServiceArticlePageFactory(parent=translated, title="En español", locale=spanish)
    assert list(links(shown(template="list"))) == ["In English"]


def test_a_listing_within_an_article_shown_in_full_does_not_recurse(client, index):
    """Two articles that show each other in full: each shows the other once, and there it ends."""
    listing = {"template": "single", "exclude_current": True, "empty_text": "Nothing."}
    one, two = ServiceArticlePageFactory(parent=index), ServiceArticlePageFactory(parent=index)
    for page, other in ((one, two), (two, one)):
        page.body = html.stream(
            ("rich_text", f"<p>Words of {page.slug}.</p>"),
            ("service_articles", {**listing, "articles": [other.pk]}),
        )
        page.save()
    text = html.text(client.get(one.get_url()))
    assert text.count(f"Words of {one.slug}.") == 1
    assert text.count(f"Words of {two.slug}.") == 1
    assert "Nothing." not in text


@pytest.mark.parametrize(("template", "number"), [("default", 20), ("teaser", 20), ("list", 20)])
def test_the_number_of_queries_does_not_grow_with_the_listing(client, home, index, template, number):
    topic = TopicFactory()
    fields = {"template": template, "count": 20, "topics": [topic.pk], "tags": "red"}
    page = ContentPageFactory(parent=home, body=html.stream(("service_articles", fields)))
    ServiceArticlePageFactory(parent=index, topics=[topic], tags=["red"], image=ImageFactory())
    assert queries_of(client, page.get_url()) == number
    for _number in range(19):
        ServiceArticlePageFactory(parent=index, topics=[topic], tags=["red"], image=ImageFactory())
    assert len(html.parse(client.get(page.get_url())).find(class_="body").find_all("li")) == 20
    assert queries_of(client, page.get_url()) == number


# Writing a listing


def value(**fields):
    block = ServiceArticlesBlock()
    return block, block.normalize({**block.get_default(), **fields})


def test_a_tag_that_does_not_exist_is_refused(article):
    article.tags.add("red")
    article.save()
    block, written = value(tags="red, blue , yellow")
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(written)
    assert "“blue”, “yellow”" in str(refused.value.block_errors["tags"])


def test_tags_are_recognised_in_any_case(article):
    article.tags.add("Red")
    article.save()
    block, written = value(tags=" rED,")
    assert block.clean(written).tag_names == ("rED",)


@pytest.mark.parametrize("fields", [{"count": -1}, {"count": 1001}, {"offset": -1}, {"template": "grid"}])
def test_impossible_settings_are_refused(fields):
    block, written = value(**fields)
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(written)
    assert set(refused.value.block_errors) == set(fields)


def send(client, home, **fields):
    url = reverse("wagtailadmin_pages:add", args=["home", "contentpage", home.pk])
    body = ContentPage._meta.get_field("body").stream_block
    action = fields.pop("action", None)
    data = filled_form(client, url, title="A listing", slug="a-listing")
    data |= stream_data("body", body, [("service_articles", fields)])
    return client.post(url, {**data, **({action: action} if action else {})})


def test_a_draft_may_name_a_tag_that_does_not_exist_yet(admin_client, home):
    answer = send(admin_client, home, tags="not-yet")
    page = ContentPage.objects.get(slug="a-listing")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert page.live is False
    assert page.get_latest_revision_as_object().body[0].value["tags"] == "not-yet"


def test_an_article_with_an_unknown_tag_is_not_published(admin_client, home):
    answer = send(admin_client, home, tags="not-yet", action="action-publish")
    assert answer.status_code == 200
    assert "There is no tag “not-yet”." in errors_of(answer)
    assert not ContentPage.objects.filter(slug="a-listing").exists()
