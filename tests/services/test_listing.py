"""Which articles a listing gives, and in which order."""

import datetime
from datetime import UTC

import pytest
from django.core.management import call_command
from django.utils import timezone

from services import queries
from services.models import Topic
from services.queries import ListingOptions, select_articles
from tests.factories import (
    AuthorFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.privacy import KINDS, restrict

pytestmark = pytest.mark.django_db


def listed(**options) -> list[str]:
    return [article.title for article in select_articles(ListingOptions(**options))]


def titles(**options) -> set[str]:
    return set(listed(**options))


def day(number: int) -> datetime.datetime:
    return datetime.datetime(2026, 1, number, 12, tzinfo=UTC)


@pytest.fixture
def article(index):
    """Make an article: ``article("Title", topics=[…])``."""
    return lambda title, **fields: ServiceArticlePageFactory(parent=index, title=title, **fields)


# Topics, tags, authors


@pytest.fixture
def heart():
    return TopicFactory(name="Heart")


@pytest.fixture
def by_topic(article, heart):
    """Articles of Heart, of a topic two levels below it, of Cancer, of both, and of none."""
    valves = TopicFactory(name="Mitral valve", parent=TopicFactory(name="Valves", parent=heart))
    cancer = TopicFactory(name="Cancer")
    article("heart", topics=[heart])
    article("valve", topics=[valves])
    article("cancer", topics=[cancer])
    article("both", topics=[valves, cancer])
    article("none")
    return heart, cancer


def test_a_topic_includes_the_topics_below_it(by_topic):
    heart, _cancer = by_topic
    assert titles(topic_ids=(heart.pk,)) == {"heart", "valve", "both"}


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("any", {"heart", "valve", "cancer", "both"}), ("all", {"both"}), ("none", {"none"})],
)
def test_topics_any_all_none(by_topic, operator, expected):
    ids = tuple(topic.pk for topic in by_topic)
    assert titles(topic_ids=ids, topic_operator=operator) == expected


def test_a_loop_of_topics_in_the_data_ends(article, heart):
    below = TopicFactory(parent=heart)
    Topic.objects.filter(pk=heart.pk).update(parent=below)
    Topic.objects.filter(pk=below.pk).update(parent=heart)
    article("above", topics=[heart])
    article("below", topics=[below])
    assert titles(topic_ids=(heart.pk,)) == {"above", "below"}
    assert {topic.number for topic in queries.used_topics(queries.all_articles())} == {2}


def test_a_topic_that_is_its_own_parent_ends(article, heart):
    Topic.objects.filter(pk=heart.pk).update(parent=heart)
    article("one", topics=[heart])
    assert listed(topic_ids=(heart.pk,)) == ["one"]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("any", {"red", "blue", "both"}), ("all", {"both"}), ("none", {"neither"})],
)
def test_tags_any_all_none(article, operator, expected):
    article("red", tags=["Red"])
    article("blue", tags=["Blue"])
    article("both", tags=["Red", "Blue"])
    article("neither", tags=["Green"])
    assert titles(tag_names=("red", "BLUE"), tag_operator=operator) == expected


def test_a_tag_that_does_not_exist_lists_nothing(article):
    article("one", tags=["red"])
    assert listed(tag_names=("unheard-of",)) == []
    assert listed(tag_names=("red", "unheard-of"), tag_operator="all") == []
    assert listed(tag_names=("red", "unheard-of")) == ["one"]


def test_a_topic_that_does_not_exist_lists_nothing(article):
    article("one")
    assert listed(topic_ids=(987654,)) == []
    assert listed(topic_ids=(987654,), topic_operator="none") == ["one"]


@pytest.mark.parametrize(("operator", "expected"), [("any", {"ann", "both"}), ("none", {"bob", "nobody"})])
def test_authors_any_none(article, operator, expected):
    ann, bob = AuthorFactory(name="Ann"), AuthorFactory(name="Bob")
    article("ann", authors=[ann])
    article("bob", authors=[bob])
    article("both", authors=[ann, bob])
    article("nobody")
    assert titles(author_ids=(ann.pk,), author_operator=operator) == expected


def test_conditions_are_combined(article, heart):
    ann = AuthorFactory()
    article("all three", topics=[heart], tags=["red"], authors=[ann])
    article("no author", topics=[heart], tags=["red"])
    article("no tag", topics=[heart], authors=[ann])
    article("no topic", tags=["red"], authors=[ann])
    found = titles(topic_ids=(heart.pk,), tag_names=("red",), author_ids=(ann.pk,))
    assert found == {"all three"}


def test_only_named_articles_without_the_current_one(article):
    one, two = article("one"), article("two")
    article("three")
    assert titles(article_ids=(one.pk, two.pk)) == {"one", "two"}
    assert titles(article_ids=(one.pk, two.pk), exclude_ids=(two.pk,)) == {"one"}
    assert titles(exclude_ids=(two.pk,)) == {"one", "three"}


# Offset, count, order


@pytest.fixture
def four(article):
    for number in (2, 4, 1, 3):
        article(f"day {number}", published_at=day(number))


@pytest.mark.parametrize(
    ("offset", "count", "expected"),
    [
        (0, 0, ["day 4", "day 3", "day 2", "day 1"]),
        (0, 2, ["day 4", "day 3"]),
        (1, 2, ["day 3", "day 2"]),
        (3, 5, ["day 1"]),
        (2, 0, ["day 2", "day 1"]),
        (9, 2, []),
    ],
)
@pytest.mark.usefixtures("four")
def test_offset_and_count(offset, count, expected):
    assert listed(offset=offset, count=count) == expected


@pytest.mark.usefixtures("four")
def test_oldest_first():
    assert listed(descending=False) == ["day 1", "day 2", "day 3", "day 4"]


def test_articles_of_one_moment_keep_one_order(article):
    names = [f"same {number}" for number in range(6)]
    for name in names:
        article(name, published_at=day(1))
    assert listed() == names[::-1]
    assert listed(descending=False) == names
    assert listed(count=3) + listed(offset=3, count=3) == names[::-1]


def test_order_by_last_change(article):
    article("changed late", published_at=day(1), last_published_at=day(9))
    article("changed early", published_at=day(2), last_published_at=day(3))
    article("never changed", published_at=day(3), last_published_at=None)
    assert listed(order_by="modified") == ["changed late", "changed early", "never changed"]
    assert listed(order_by="modified", descending=False) == ["changed early", "changed late", "never changed"]


def test_a_minor_change_moves_no_article_in_a_list_of_changes(article):
    mended, other = article("mended"), article("other")
    for page in (mended, other):
        page.save_revision().publish()
    mended.refresh_from_db()
    mended.minor_change = True
    mended.save_revision().publish()
    assert listed(order_by="modified") == ["other", "mended"]


def test_order_by_title(article):
    for title in ("Beta", "Alpha", "Gamma"):
        article(title)
    assert listed(order_by="title") == ["Gamma", "Beta", "Alpha"]
    assert listed(order_by="title", descending=False) == ["Alpha", "Beta", "Gamma"]


def test_order_by_author_lists_an_article_of_two_authors_once(article):
    ann, bob, cem = (AuthorFactory(name=name) for name in ("Ann", "Bob", "Cem"))
    article("by Bob", authors=[bob])
    article("by Cem and Ann", authors=[cem, ann])
    article("by Cem", authors=[cem])
    article("by nobody")
    assert listed(order_by="author", descending=False) == [
        "by Cem and Ann", "by Bob", "by Cem", "by nobody",
    ]  # fmt: skip
    assert listed(order_by="author") == ["by Cem", "by Bob", "by Cem and Ann", "by nobody"]
    assert listed(order_by="author", descending=False, count=2, offset=1) == ["by Bob", "by Cem"]


def test_order_as_picked(article):
    one, two, three = article("one"), article("two"), article("three")
    picked = (two.pk, three.pk, one.pk)
    assert listed(order_by="manual", article_ids=picked) == ["two", "three", "one"]
    assert listed(order_by="manual", article_ids=picked, count=1, offset=1) == ["three"]


def test_order_at_random_stays_for_a_day(article, monkeypatch):
    names = [f"article {number}" for number in range(8)]
    for name in names:
        article(name)

    def listed_on(number: int) -> list[str]:
        monkeypatch.setattr(queries.timezone, "localdate", lambda: datetime.date(2026, 3, number))
        return listed(order_by="random")

    monday, tuesday = listed_on(2), listed_on(3)
    assert sorted(monday) == names
    assert sorted(tuesday) == names
    assert monday != tuesday
    assert listed_on(2) == monday
    assert listed(order_by="random", count=3) == monday[:3]


def test_an_unknown_order_is_by_date(four):
    assert listed(order_by="colour") == ["day 4", "day 3", "day 2", "day 1"]


@pytest.mark.parametrize("order_by", ["date", "title", "author", "modified", "random", "manual"])
def test_featured_articles_come_first_where_asked(article, order_by):
    old = article("zz kept on top", featured=True, published_at=day(1))
    new = article("aa new", published_at=day(2))
    options = {"order_by": order_by, "descending": order_by != "title", "article_ids": (new.pk, old.pk)}
    assert listed(featured_first=True, **options) == ["zz kept on top", "aa new"]
    if order_by != "random":
        assert listed(**options)[0] == "aa new"


# Who may see what


def test_drafts_are_not_listed(article):
    draft = article("draft", live=False)
    live = article("live")
    live.title = "live, changed in a draft"
    live.save_revision()
    assert listed() == ["live"]
    assert listed(article_ids=(draft.pk,)) == []


def test_articles_are_listed_from_when_they_go_live_until_they_expire(article):
    soon = timezone.now() + datetime.timedelta(hours=1)
    past = timezone.now() - datetime.timedelta(hours=1)
    article("now").save_revision().publish()
    waiting = article("not yet", live=False, go_live_at=soon)
    waiting.save_revision().publish()
    article("over", expire_at=past)
    call_command("publish_scheduled")
    assert listed() == ["now"]
    waiting.refresh_from_db()
    waiting.go_live_at = past
    waiting.save_revision().publish()
    assert titles() == {"now", "not yet"}


@pytest.mark.parametrize("kind", KINDS)
def test_private_articles_are_not_listed(article, kind):
    private = article("private")
    article("public")
    restrict(private, kind)
    assert listed() == ["public"]
    assert listed(article_ids=(private.pk,)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_articles_below_a_private_page_are_not_listed(article, home, kind):
    article("public")
    private_index = ServiceArticleIndexPageFactory(parent=home, title="For staff", slug="staff")
    ServiceArticlePageFactory(parent=private_index, title="private")
    restrict(private_index, kind)
    assert listed() == ["public"]


# Counts beside topics and tags


def numbers(rows) -> dict[str, int]:
    return {row.name: row.number for row in rows}


def test_topic_numbers_are_those_of_their_lists(by_topic):
    topics = queries.used_topics(queries.all_articles())
    assert numbers(topics) == {"Cancer": 2, "Heart": 3, "Mitral valve": 2, "Valves": 2}
    for topic in topics:
        assert len(listed(topic_ids=(topic.pk,))) == topic.number


def test_topics_are_counted_by_the_database(by_topic, django_assert_num_queries):
    articles = queries.all_articles()
    with django_assert_num_queries(1):
        topics = queries.used_topics(articles)
        assert numbers(topics.top()) == {"Cancer": 2, "Heart": 3}


def test_tag_numbers_count_what_the_reader_may_see(article, index, home):
    article("one", tags=["red"])
    article("draft", tags=["red", "secret"], live=False)
    restrict(article("private", tags=["red", "secret"]), "login")
    other = ServiceArticleIndexPageFactory(parent=home, slug="other")
    ServiceArticlePageFactory(parent=other, tags=["red", "elsewhere"])
    assert numbers(queries.used_tags(queries.articles_below(index))) == {"red": 1}


def test_topic_numbers_count_what_the_reader_may_see(article, index, heart):
    article("one", topics=[heart])
    article("draft", topics=[heart, TopicFactory(name="Secret")], live=False)
    assert numbers(queries.used_topics(queries.articles_below(index))) == {"Heart": 1}
