"""Which articles a listing shows.

The one place that reaches up to the article model: a listing block stands in the body of the very page type that it
lists, so the models import the blocks, the blocks this module, and this module asks Django's registry.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Collection, Iterable, Sequence
from operator import or_
from typing import Any, Literal

from django.apps import apps
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.links.targets import not_public
from cms.pages.visibility import public
from services.topic_tree import TopicTree, children_of, with_those_below

Operator = Literal["any", "all", "none"]
ORDERS = {"date": "published_at", "modified": "changed_at", "title": "title", "author": "first_author"}
# Each topic with the number of those of some articles that are about it or a topic below it, which no lookup of
# Django's can follow; UNION, unlike UNION ALL, ends at a loop in the data.
USED_TOPICS = """
WITH RECURSIVE within(above_id, topic_id) AS (
    SELECT id, id FROM services_topic
    UNION
    SELECT within.above_id, topic.id FROM within JOIN services_topic topic ON topic.parent_id = within.topic_id
),
counted AS (
    SELECT within.above_id, COUNT(DISTINCT about.servicearticlepage_id) AS number
    FROM within JOIN services_servicearticlepage_topics about ON about.topic_id = within.topic_id
    WHERE about.servicearticlepage_id IN ({articles})
    GROUP BY within.above_id
)
SELECT topic.*, COALESCE(counted.number, 0) AS number
FROM services_topic topic
LEFT JOIN counted ON counted.above_id = topic.id
ORDER BY topic.name, topic.id
"""


@dataclasses.dataclass(frozen=True)
class ListingOptions:
    """What a listing asks for, as ``[su_posts]`` could; ``count`` 0 means all, and no row has the id 0.

    What is pinned comes first, in that order, whether the other conditions name it or not.
    """

    topic_ids: tuple[int, ...] = ()
    topic_operator: Operator = "any"
    tag_names: tuple[str, ...] = ()
    tag_operator: Operator = "any"
    author_ids: tuple[int, ...] = ()
    author_operator: Operator = "any"
    article_ids: tuple[int, ...] = ()
    pinned_ids: tuple[int, ...] = ()
    exclude_ids: tuple[int, ...] = ()
    locale_id: int | None = None
    order_by: str = "date"
    descending: bool = True
    featured_first: bool = False
    offset: int = 0
    count: int = 0


def all_articles() -> PageQuerySet:
    """Give every live, public article: nothing else may ever be listed."""
    return public(apps.get_model("services.ServiceArticlePage").objects.live())


def articles_below(index: Page) -> PageQuerySet:
    """Give the articles right below an index: of a guide, its first page."""
    return all_articles().child_of(index)


def articles_and_parts(index: Page) -> PageQuerySet:
    """Give all articles below an index, the further pages of guides among them."""
    return all_articles().descendant_of(index)


def select_articles(options: ListingOptions, within: PageQuerySet | None = None) -> Any:
    """Give the articles of a listing in order, with what their cards show, in a fixed number of queries."""
    listable = _listable(all_articles() if within is None else within, options)
    articles = _matching(listable, options)
    if options.pinned_ids:
        articles = listable.filter(Q(pk__in=options.pinned_ids) | Q(pk__in=articles.values("pk")))
        articles = articles.annotate(place=_place(options.pinned_ids))
    articles = articles.select_related("image").prefetch_related("image__renditions").defer_streamfields()
    ordered = _ordered(articles, options)
    end = options.offset + options.count if options.count else None
    return ordered[options.offset : end] if options.offset or end else ordered


def _listable(articles: PageQuerySet, options: ListingOptions) -> PageQuerySet:
    """Leave out what must not be listed even if it is pinned: other languages, and the page itself."""
    if options.locale_id:
        articles = articles.filter(locale_id=options.locale_id)
    return articles.exclude(pk__in=options.exclude_ids) if options.exclude_ids else articles


def _place(ids: Sequence[int]) -> Case:
    """Give the place of a row among some ids; all others come behind them."""
    places = (When(pk=pk, then=Value(place)) for place, pk in enumerate(ids))
    return Case(*places, default=Value(len(ids)))


def _matching(articles: PageQuerySet, options: ListingOptions) -> PageQuerySet:
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
        if options.pinned_ids:
            rows.sort(key=lambda article: article.place)
        return rows
    name = ORDERS.get(options.order_by, "published_at")
    if name == "first_author":
        # One name an article: a join would list an article once for each of its authors.
        authors = apps.get_model("services.Author").objects.filter(articles=OuterRef("pk"))
        articles = articles.annotate(first_author=Subquery(authors.order_by("name").values("name")[:1]))
    if name == "changed_at":
        articles = articles.annotate(changed_at=Coalesce("unchanged_since", "last_published_at"))
    # The databases disagree about where empty values belong.
    field = F(name).desc(nulls_last=True) if options.descending else F(name).asc(nulls_last=True)
    order = [field, "-pk" if options.descending else "pk"]
    order = ["-featured", *order] if options.featured_first else order
    return articles.order_by(*(["place", *order] if options.pinned_ids else order))


def related_articles(
    article: Any, topics: Sequence[Any], listed: Collection[int] = (), count: int = 4
) -> list[Any]:
    """Give the articles to read next: those an editor picked, then those that share most topics, newest first.

    Never the article itself, another part of its guide, nor what its listings show (``listed``). One query: only the
    foremost are compared with the restrictions, so where many of those are private there may be fewer than ``count``.
    """
    picked = article.related_ids
    if not picked and not topics:
        return []
    model = apps.get_model("services.ServiceArticlePage")
    sharing = model.topics.through.objects.filter(topic__in=topics)
    shared = sharing.filter(servicearticlepage=OuterRef("pk")).values("servicearticlepage")
    number_shared = Subquery(shared.values(number=Count("pk")).values("number"))
    # PostgreSQL takes a constant to order by for the number of a column.
    places = {"place": _place(picked)} if picked else {}
    ranked = model.objects.annotate(**places, shared=Coalesce(number_shared, 0)).order_by(
        *places, "-shared", "-published_at", "-pk"
    )
    wanted = Q(pk__in=picked) | Q(pk__in=sharing.values("servicearticlepage"))
    foremost = (
        ranked.live()
        .filter(wanted, locale_id=article.locale_id)
        .exclude(path__startswith=article.guide_path)
        .exclude(pk__in=listed)
        .exclude(pk__in=PageViewRestriction.objects.values("page_id"))
    )
    readable = ranked.filter(pk__in=foremost.values("pk")[: 3 * count]).exclude(not_public("path"))
    return list(readable.defer_streamfields()[:count])


def topics_and_below(topic_ids: Iterable[int]) -> list[list[int]]:
    """Give for each topic its id and those of all topics below it, in one query; a loop in the data ends the walk."""
    children = children_of(apps.get_model("services.Topic").objects.values_list("pk", "parent_id"))
    return [with_those_below(pk, children) for pk in topic_ids]


def tags_by_name(names: Sequence[str]) -> list[list[int]]:
    """Give for each name the ids of the tags so called, in any case, in one query; an unknown name has none."""
    anyone = functools.reduce(or_, (Q(name__iexact=name) for name in names))
    tags = list(Tag.objects.filter(anyone).values_list("name", "pk"))
    return [[pk for found, pk in tags if found.lower() == name.lower()] for name in names]


def used_topics(articles: PageQuerySet) -> TopicTree:
    """Give the topics with the numbers of a set of articles that their lists would show, in one query."""
    chosen, values = articles.order_by().values("pk").query.sql_with_params()
    topics = apps.get_model("services.Topic").objects.raw(USED_TOPICS.format(articles=chosen), values)
    return TopicTree(list(topics))


def topics_sharing(topic: Any, topics: TopicTree, articles: PageQuerySet) -> list[Any]:
    """Give the topics that share most of a set of articles with one."""
    about = articles.filter(pk__in=_ids("topics__in", topics.family(topic)))
    return topics.related(topic, used_topics(about))


def used_tags(articles: PageQuerySet) -> QuerySet:
    """Give the tags of a set of articles, each with the ``number`` of its articles within the set."""
    listed = Q(services_servicearticletag_items__content_object__in=articles.values("pk"))
    return (
        Tag.objects.annotate(number=Count("services_servicearticletag_items", filter=listed, distinct=True))
        .filter(number__gt=0)
        .order_by("name")
    )
