"""The section of the sitemap for the pages of providers."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.db.models import QuerySet

from cms.pages.sitemaps import Section
from cms.seo.page_head import picture_of
from providers.models import Provider, ProviderIndexPage


class ProviderSection(Section):
    """Published providers whose language has a directory that search engines may show."""

    def items(self) -> QuerySet[Provider]:
        return (
            Provider.objects.filter(live=True, locale_id__in=self._directories())
            .select_related("image")
            .prefetch_related("image__renditions")
            .order_by("pk")
        )

    def entries(self, items: list[Provider]) -> Iterable[dict[str, Any]]:
        directories = self._directories()
        for provider in items:
            location = f"{directories[provider.locale_id]}{provider.slug}/"
            picture = picture_of(provider.image)
            images = [urljoin(location, picture.url)] if picture else []
            yield {"location": location, "lastmod": provider.last_published_at, "images": images}

    def _directories(self) -> dict[int, str]:
        """Give the address of the directory of each language that has one."""
        pages = self.listed(ProviderIndexPage.objects.order_by("-path"))
        return {
            page.locale_id: page.get_full_url(self.request)
            for page in pages
            if page.get_sitemap_urls(self.request)
        }
