"""The directory and its detail pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from cms.pages.models import BasePage
from cms.pages.navigation import Crumb, breadcrumbs
from cms.pages.pagination import paginate
from providers.queries import DirectoryFilters, directory, facets

if TYPE_CHECKING:
    from providers.models.provider import Provider


class ProviderIndexPage(RoutablePageMixin, BasePage):
    """All live providers, filtered by kind, specialty and remote opinions; each has a page below this one."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types: list[str] = []
    page_description = _("The directory of providers, with a page for each.")
    page_size = 20

    class Meta:
        verbose_name = _("provider directory")

    @path("", name="index")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        filters = DirectoryFilters.from_query(request.GET, self.locale)
        page_of_providers = paginate(request, directory(self.locale, filters), self.page_size)
        return self.render(
            request,
            context_overrides={
                "providers": page_of_providers,
                "page_number": page_of_providers.number,
                "filters": filters,
                "facets": facets(self.locale, filters),
                "noindex": filters.any,
            },
        )

    @path("<str:slug>/", name="provider")
    def provider_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        provider = directory(self.locale).filter(slug=slug).first()
        if provider is None:
            raise Http404
        crumbs = [*breadcrumbs(self, request), Crumb(self.title, self.get_url(request) or "")]
        return self.render(
            request,
            template="providers/provider.html",
            context_overrides={
                "provider": provider,
                "title": provider.name,
                "description": provider.summary,
                "crumbs": crumbs,
                "canonical_url": f"{self.get_full_url(request)}{provider.slug}/",
            },
        )

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

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        own = super().get_sitemap_urls(request)
        if not own:
            return []
        base = self.get_full_url(request)
        return own + [
            {"location": f"{base}{slug}/", "lastmod": updated}
            for slug, updated in directory(self.locale).values_list("slug", "last_published_at")
        ]
