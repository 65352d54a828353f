"""The index of service articles."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from cms.pages.models import BasePage
from cms.pages.navigation import Crumb, breadcrumbs
from cms.pages.pagination import paginate
from cms.seo.graph import Subject, describe_list
from cms.seo.models import Organisation
from services.alphabet import by_letter
from services.feeds import FEED_SIZE, FEEDS, Channel, feed_response
from services.models.topic import Topic
from services.queries import (
    ListingOptions,
    articles_and_parts,
    articles_below,
    select_articles,
    topics_sharing,
    used_tags,
    used_topics,
)
from services.topic_tree import TopicTree


@dataclasses.dataclass(frozen=True)
class Listing:
    """What one address of an index lists: all ``articles``, or those of everything below it with one topic or tag.

    ``route`` follows the address of the index.
    """

    title: str
    everything: PageQuerySet
    articles: PageQuerySet
    options: ListingOptions
    chosen: Topic | Tag | None = None
    route: str = ""

    @property
    def description(self) -> str:
        return getattr(self.chosen, "description", "")


class ServiceArticleIndexPage(RoutablePageMixin, BasePage):
    """All articles, newest first; ``topic/<slug>/`` and ``tag/<slug>/`` show those of one topic or tag.

    Each of these lists has its feeds below ``feed/``; ``a-z/`` holds all titles on one page.
    """

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["services.ServiceArticlePage"]
    page_description = _("Lists the service articles below it, by topic and tag.")
    title_kind = "list"
    page_size = 12

    class Meta:
        verbose_name = _("service article index")

    @property
    def default_description(self) -> str:
        return get_text_for_indexing(self.introduction)

    @path("", name="index")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._all())

    @path("topic/<str:slug>/", name="topic")
    def topic_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._show(request, self._about_topic(slug))

    @path("tag/<str:slug>/", name="tag")
    def tag_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._show(request, self._with_tag(slug))

    @path("feed/<str:kind>/", name="feed")
    def feed_route(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self._feed(request, self._all(), kind)

    @path("topic/<str:slug>/feed/<str:kind>/", name="topic_feed")
    def topic_feed_route(self, request: HttpRequest, slug: str, kind: str) -> HttpResponse:
        return self._feed(request, self._about_topic(slug), kind)

    @path("tag/<str:slug>/feed/<str:kind>/", name="tag_feed")
    def tag_feed_route(self, request: HttpRequest, slug: str, kind: str) -> HttpResponse:
        return self._feed(request, self._with_tag(slug), kind)

    @path("a-z/", name="a_z")
    def a_z_route(self, request: HttpRequest) -> HttpResponse:
        articles = articles_below(self).defer_streamfields()
        overrides = {
            "title": gettext("%(title)s A–Z") % {"title": self.title},
            "letters": by_letter(articles, lambda article: article.title),
            "is_empty": not articles,
            "canonical_url": f"{self.get_full_url(request)}a-z/",
            "crumbs": self._way(request),
        }
        return self.render(request, context_overrides=overrides, template="services/a_z.html")

    def describe(self, context: Mapping[str, Any]) -> Subject:
        """Say which articles the page lists, if it is not the one of their titles."""
        articles = context.get("articles") or ()
        urls = [article.get_full_url(context["request"]) for article in articles]
        return describe_list(urls, articles) if urls else Subject(kind="CollectionPage")

    def _all(self) -> Listing:
        everything = articles_and_parts(self)
        return Listing(self.title, everything, everything.child_of(self), ListingOptions())

    def _about_topic(self, slug: str) -> Listing:
        """Find a topic: in the language of the page, or else in one that is not translated yet."""
        found = sorted(Topic.objects.filter(slug=slug), key=lambda topic: topic.locale_id != self.locale_id)
        if not found:
            raise Http404
        topic, everything = found[0], articles_and_parts(self)
        return Listing(
            f"{topic.name} – {self.title}",
            everything,
            everything,
            ListingOptions(topic_ids=(topic.pk,)),
            chosen=topic,
            route=self.reverse_subpage("topic", kwargs={"slug": topic.slug}),
        )

    def _with_tag(self, slug: str) -> Listing:
        everything = articles_and_parts(self)
        tag = used_tags(everything).filter(slug=slug).first()
        if tag is None:
            raise Http404
        return Listing(
            f"{tag.name} – {self.title}",
            everything,
            everything,
            ListingOptions(tag_names=(tag.name,)),
            chosen=tag,
            route=self.reverse_subpage("tag", kwargs={"slug": tag.slug}),
        )

    def _show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        articles = paginate(
            request, select_articles(listing.options, within=listing.articles), self.page_size
        )
        topics = used_topics(listing.everything)
        overrides: dict[str, Any] = {
            "articles": articles,
            "page_number": articles.number,
            "is_empty": not articles,
            "chosen": listing.chosen,
            "route": listing.route,
            "topics": topics.top(),
            "tags": used_tags(listing.everything),
        }
        if listing.chosen is not None:
            overrides["title"] = listing.title
            overrides["description"] = listing.description
            overrides["canonical_url"] = f"{self.get_full_url(request)}{listing.route}"
            overrides["crumbs"] = self._way(request)
        if isinstance(listing.chosen, Topic):
            overrides |= self._around(listing.chosen, topics, request)
            overrides["related_topics"] = topics_sharing(listing.chosen, topics, listing.everything)
        return self.render(request, context_overrides=overrides)

    def _around(self, topic: Topic, topics: TopicTree, request: HttpRequest) -> dict[str, Any]:
        """Give what stands above and below a topic."""
        above = topics.above(topic)
        within = topic if topics.below(topic) or not above else above[-1]
        parents = [
            Crumb(parent.name, self.get_url(request) + self.reverse_subpage("topic", args=[parent.slug]))
            for parent in above
        ]
        return {
            "within": within,
            "topics_within": topics.below(within),
            "top_topic": above[0] if above else topic,
            "crumbs": [*self._way(request), *parents],
        }

    def _way(self, request: HttpRequest) -> list[Crumb]:
        """Give the breadcrumbs of what stands below the index."""
        return [*breadcrumbs(self, request), Crumb(self.title, self.get_url(request) or "")]

    def _feed(self, request: HttpRequest, listing: Listing, kind: str) -> HttpResponse:
        if kind not in FEEDS:
            raise Http404
        articles = select_articles(listing.options, within=listing.articles)
        link = f"{self.get_full_url(request)}{listing.route}"
        channel = Channel(
            title=listing.title,
            description=listing.description or self.search_description,
            author=Organisation.for_request(request).display_name,
            language=self.locale.language_code,
            link=link,
            address=f"{link}feed/{kind}/",
        )
        newest = articles.prefetch_related("authors", "topics")[:FEED_SIZE]
        return feed_response(request, kind, channel, newest)
