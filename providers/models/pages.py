"""The directory and its detail pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from cms.pages.models import BasePage
from cms.pages.navigation import Crumb, breadcrumbs
from cms.pages.pagination import paginate
from cms.seo.graph import Subject, describe_list
from providers.queries import DirectoryFilters, counted_specialties, directory, facets
from providers.structured_data import describe_provider

if TYPE_CHECKING:
    from providers.models.provider import Provider


class ProviderIndexPage(RoutablePageMixin, BasePage):
    """All live providers, filtered by kind, specialty and remote opinions; each has a page below this one."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types: list[str] = []
    page_description = _("The directory of providers, with a page for each.")
    title_kind = "list"
    page_size = 20

    class Meta:
        verbose_name = _("provider directory")

    @property
    def default_description(self) -> str:
        return get_text_for_indexing(self.introduction)

    @path("", name="index")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        asked = DirectoryFilters.from_query(request.GET)
        specialties = counted_specialties(self.locale_id, asked)
        filters = asked.among(specialties)
        providers = paginate(request, directory(self.locale_id, filters), self.page_size)
        return self.render(
            request,
            context_overrides={
                "providers": providers,
                "page_number": providers.number,
                "filters": filters,
                "facets": facets(self.locale_id, filters, specialties),
                "is_filtered": filters.any,
                "is_empty": not providers.paginator.count,
            },
        )

    @path("<str:slug>/", name="provider")
    def provider_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        provider = directory(self.locale_id).filter(slug=slug).first()
        if provider is None:
            raise Http404
        crumbs = [*breadcrumbs(self, request), Crumb(self.title, self.get_url(request) or "")]
        return self.render(
            request,
            template="providers/provider.html",
            context_overrides={
                "provider": provider,
                "title": provider.name,
                "title_kind": "provider",
                "description": provider.summary,
                "picture": provider.image,
                "crumbs": crumbs,
                "canonical_url": f"{self.get_full_url(request)}{provider.slug}/",
            },
        )

    def describe(self, context: Mapping[str, Any]) -> Subject:
        """Say which provider the page shows, or which ones it lists."""
        if "provider" in context:
            return describe_provider(context["provider"])
        base, providers = self.get_full_url(context["request"]), context["providers"]
        return describe_list([f"{base}{provider.slug}/" for provider in providers], providers)

    @classmethod
    def url_of(cls, provider: Provider, request: HttpRequest | None = None) -> str:
        """Give the address of a provider's page in the first live directory of its language; "" without one.

        The directory is looked up once a request: a menu or a page may link to many providers.
        """
        known = {} if request is None else request.__dict__.setdefault("_provider_directories", {})
        if provider.locale_id not in known:
            index = cls.objects.live().filter(locale_id=provider.locale_id).order_by("path").first()
            known[provider.locale_id] = (index.get_url(request) or "") if index else ""
        directory_url = known[provider.locale_id]
        return f"{directory_url}{provider.slug}/" if directory_url else ""
