"""Which articles a listing shows.

The one place that reaches up to the article model: a listing block stands in the body of the very page type that it
lists, so the models import the blocks, the blocks this module, and this module asks Django's registry.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Iterable, Sequence
from operator import or_
from typing import Any, Literal

from django.apps import apps
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

Operator = Literal["any", "all", "none"]
ORDERS = {"date": "published_at", "modified": "last_published_at", "title": "title", "author": "first_author"}


@dataclasses.dataclass(frozen=True)
class ListingOptions:
    """What a listing asks for, as ``[su_posts]`` could; ``count`` 0 means all, and no row has the id 0."""

    topic_ids: tuple[int, ...] = ()
    topic_operator: Operator = "any"
    tag_names: tuple[str, ...] = ()
    tag_operator: Operator = "any"
    author_ids: tuple[int, ...] = ()
    author_operator: Operator = "any"
    article_ids: tuple[int, ...] = ()
    exclude_id: int | None = None
    locale_id: int | None = None
    order_by: str = "date"
    descending: bool = True
    featured_first: bool = False
    offset: int = 0
    count: int = 0


def all_articles() -> PageQuerySet:
    """Give every live, public article: nothing else may ever be listed."""
    return apps.get_model("services.ServiceArticlePage").objects.live().public()


def articles_below(index: Page) -> PageQuerySet:
    return all_articles().child_of(index)


def select_articles(options: ListingOptions, within: PageQuerySet | None = None) -> Any:
    """Give the articles of a listing in order, with what their cards show, in a fixed number of queries."""
    articles = _matching(all_articles() if within is None else within, options)
    articles = articles.select_related("image").prefetch_related("image__renditions").defer("body")
    ordered = _ordered(articles, options)
    end = options.offset + options.count if options.count else None
    return ordered[options.offset : end] if options.offset or end else ordered


def _matching(articles: PageQuerySet, options: ListingOptions) -> PageQuerySet:
    if options.locale_id:
        articles = articles.filter(locale_id=options.locale_id)
    if options.topic_ids:
        articles = _related(
            articles, "topics__in", topics_and_below(options.topic_ids), options.topic_operator
        )
    if options.tag_names:
        articles = _related(
            articles, "tagged_items__tag__in", tags_by_name(options.tag_names), options.tag_operator
        )
    if options.author_ids:
        articles = _related(
            articles, "authors__in", [[pk] for pk in options.author_ids], options.author_operator
        )
    if options.article_ids:
        articles = articles.filter(pk__in=options.article_ids)
    if options.exclude_id:
        articles = articles.exclude(pk=options.exclude_id)
    return articles


def _related(
    articles: PageQuerySet, lookup: str, groups: list[list[int]], operator: Operator
) -> PageQuerySet:
    """Keep articles that have one of any group, one of every group, or none at all."""
    if operator == "all":
        for group in groups:
            articles = articles.filter(pk__in=_ids(lookup, group))
        return articles
    ids = _ids(lookup, [pk for group in groups for pk in group])
    return articles.exclude(pk__in=ids) if operator == "none" else articles.filter(pk__in=ids)


def _ids(lookup: str, values: list[int]) -> QuerySet:
    return apps.get_model("services.ServiceArticlePage").objects.filter(**{lookup: values}).values("pk")


def _ordered(articles: PageQuerySet, options: ListingOptions) -> Any:
    if options.order_by in ("manual", "random"):
        rows = list(articles.order_by("pk"))
        if options.order_by == "manual":
            place = {pk: number for number, pk in enumerate(options.article_ids)}
            rows.sort(key=lambda article: place.get(article.pk, len(place)))
        else:
            # One order a day, so that a cached page and its visitors agree.
            random.Random(timezone.localdate().toordinal()).shuffle(rows)  # noqa: S311  nothing secret is drawn
        if options.featured_first:
            rows.sort(key=lambda article: not article.featured)
        return rows
    name = ORDERS.get(options.order_by, "published_at")
    if name == "first_author":
        # One name an article: a join would list an article once for each of its authors.
        authors = apps.get_model("services.Author").objects.filter(articles=OuterRef("pk"))
        articles = articles.annotate(first_author=Subquery(authors.order_by("name").values("name")[:1]))
    # The databases disagree about where empty values belong.
    field = F(name).desc(nulls_last=True) if options.descending else F(name).asc(nulls_last=True)
    order = [field, "-pk" if options.descending else "pk"]
    return articles.order_by(*(["-featured", *order] if options.featured_first else order))


def topics_and_below(topic_ids: Iterable[int]) -> list[list[int]]:
    """Give for each topic its id and those of all topics below it, in one query; a loop in the data ends the walk."""
    children = _children(apps.get_model("services.Topic").objects.values_list("pk", "parent_id"))
    return [_with_those_below(pk, children) for pk in topic_ids]


def _children(pairs: Iterable[tuple[int, int | None]]) -> dict[int | None, list[int]]:
    children: dict[int | None, list[int]] = {}
    for child, parent in pairs:
        children.setdefault(parent, []).append(child)
    return children


def _with_those_below(pk: int, children: dict[int | None, list[int]]) -> list[int]:
    found, waiting = {pk: None}, [pk]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)


def tags_by_name(names: Sequence[str]) -> list[list[int]]:
    """Give for each name the ids of the tags so called, in any case, in one query; an unknown name has none."""
    anyone = functools.reduce(or_, (Q(name__iexact=name) for name in names))
    tags = list(Tag.objects.filter(anyone).values_list("name", "pk"))
    return [[pk for found, pk in tags if found.lower() == name.lower()] for name in names]


def used_topics(articles: PageQuerySet) -> list[Any]:
    """Give the topics of a set of articles, each with the ``number`` that its list would show.

    A topic's list includes the articles of the topics below it, so its number does too; in two queries.
    """
    topics = list(apps.get_model("services.Topic").objects.order_by("name", "pk"))
    through = apps.get_model("services.ServiceArticlePage").topics.through
    pairs = through.objects.filter(servicearticlepage__in=articles.values("pk"))
    tagged: dict[int, set[int]] = {}
    for topic, article in pairs.values_list("topic_id", "servicearticlepage_id"):
        tagged.setdefault(topic, set()).add(article)
    children = _children((topic.pk, topic.parent_id) for topic in topics)
    for topic in topics:
        below = (tagged.get(pk, set()) for pk in _with_those_below(topic.pk, children))
        topic.number = len(set().union(*below))
    return [topic for topic in topics if topic.number]


def used_tags(articles: PageQuerySet) -> QuerySet:
    """Give the tags of a set of articles, each with the ``number`` of its articles within the set."""
    listed = Q(services_servicearticletag_items__content_object__in=articles.values("pk"))
    return (
        Tag.objects.annotate(number=Count("services_servicearticletag_items", filter=listed, distinct=True))
        .filter(number__gt=0)
        .order_by("name")
    )
