"""The index of service articles."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from cms.pages.models import BasePage
from cms.pages.navigation import Crumb, breadcrumbs
from cms.pages.pagination import paginate
from services.models.topic import Topic
from services.queries import ListingOptions, articles_below, select_articles, used_tags, used_topics


class ServiceArticleIndexPage(RoutablePageMixin, BasePage):
    """All articles, newest first; ``topic/<slug>/`` and ``tag/<slug>/`` show those of one topic or tag."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["services.ServiceArticlePage"]
    page_description = _("Lists the service articles below it, by topic and tag.")
    page_size = 12

    class Meta:
        verbose_name = _("service article index")

    @path("", name="index")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        return self._listing(request, ListingOptions())

    @path("topic/<str:slug>/", name="topic")
    def topic_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        topic = Topic.objects.filter(locale_id=self.locale_id, slug=slug).first()
        if topic is None:
            raise Http404
        return self._listing(
            request, ListingOptions(topic_ids=(topic.pk,)), chosen=topic, route=f"topic/{topic.slug}/"
        )

    @path("tag/<str:slug>/", name="tag")
    def tag_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        tag = used_tags(articles_below(self)).filter(slug=slug).first()
        if tag is None:
            raise Http404
        return self._listing(
            request, ListingOptions(tag_names=(tag.name,)), chosen=tag, route=f"tag/{tag.slug}/"
        )

    def _listing(
        self,
        request: HttpRequest,
        options: ListingOptions,
        chosen: Topic | Tag | None = None,
        route: str = "",
    ) -> HttpResponse:
        below = articles_below(self)
        articles = paginate(request, select_articles(options, within=below), self.page_size)
        overrides: dict[str, Any] = {
            "articles": articles,
            "page_number": articles.number,
            "chosen": chosen,
            "route": route,
            "topics": used_topics(below),
            "tags": used_tags(below),
        }
        if chosen is not None:
            overrides["title"] = f"{chosen.name} – {self.title}"
            overrides["description"] = getattr(chosen, "description", "")
            overrides["canonical_url"] = f"{self.get_full_url(request)}{route}"
            overrides["crumbs"] = [
                *breadcrumbs(self, request),
                Crumb(self.title, self.get_url(request) or ""),
            ]
        return self.render(request, context_overrides=overrides)
