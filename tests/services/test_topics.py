"""Topics, authors, and what keeps them in order."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from services.models import Topic
from tests.factories import AuthorFactory, ServiceArticlePageFactory, TopicFactory
from tests.forms import errors_of, filled_form

pytestmark = pytest.mark.django_db


def test_a_topic_cannot_stand_below_itself():
    topic = TopicFactory()
    topic.parent = topic
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        topic.full_clean()


def test_a_topic_cannot_stand_below_a_topic_below_it():
    top = TopicFactory()
    bottom = TopicFactory(parent=TopicFactory(parent=top))
    top.parent = bottom
    with pytest.raises(ValidationError) as refused:
        top.full_clean()
    assert list(refused.value.message_dict) == ["parent"]


def test_a_topic_may_move_within_the_tree():
    top, other = TopicFactory(), TopicFactory()
    moved = TopicFactory(parent=top)
    moved.parent = other
    moved.full_clean()


def test_a_new_topic_may_be_checked_before_it_is_stored():
    Topic(name="New", slug="new", parent=TopicFactory(), locale=TopicFactory().locale).full_clean()


def test_a_loop_that_is_in_the_data_already_is_refused_not_followed():
    one = TopicFactory()
    two = TopicFactory(parent=one)
    Topic.objects.filter(pk=one.pk).update(parent=two)
    below = TopicFactory.build(parent=Topic.objects.get(pk=two.pk), locale=one.locale)
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        below.full_clean()


def test_the_admin_says_why_a_loop_is_refused(admin_client):
    top = TopicFactory()
    below = TopicFactory(parent=top)
    url = reverse("wagtailsnippets_services_topic:edit", args=[top.pk])
    answer = admin_client.post(url, filled_form(admin_client, url, parent=str(below.pk)))
    assert "A topic cannot stand below itself." in errors_of(answer)
    assert "A topic cannot stand below itself." in answer.content.decode()
    top.refresh_from_db()
    assert top.parent is None


def test_articles_outlive_their_topics_and_authors(index):
    topic, author = TopicFactory(), AuthorFactory()
    below = TopicFactory(parent=topic)
    page = ServiceArticlePageFactory(parent=index, topics=[topic], authors=[author])
    topic.delete()
    author.delete()
    page.refresh_from_db()
    below.refresh_from_db()
    assert list(page.specific.topics.all()) == []
    assert below.parent is None


@pytest.mark.parametrize("factory", [TopicFactory, AuthorFactory])
def test_a_short_name_belongs_to_one(factory):
    factory(slug="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(slug="taken")
