"""The sitemap: an index of sections, each a kind of page, in files of a size that crawlers read at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Max, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.contrib.sitemaps import views
from wagtail.models import Locale, Page, get_page_models
from wagtail.query import PageQuerySet

from cms.pages.visibility import listed_on
from cms.seo.page_head import picture_of


class Section(WagtailSitemap, ABC):
    """A part of the sitemap; what it lists answers with 200, is public, and is the original.

    ``entries`` gives for each item what the template writes: ``location``, ``lastmod``, ``images``, ``alternates``.
    """

    limit = 1000  # the protocol allows 50,000; a file is kept in memory while it is written

    @abstractmethod
    def entries(self, items: list[Any]) -> Iterable[dict[str, Any]]:
        """Give what the template writes of some items."""

    def listed(self, pages: PageQuerySet) -> PageQuerySet:
        """Leave of some pages those that every visitor of the site may read."""
        return listed_on(self.get_wagtail_site(), pages)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = list(self.entries(list(self.paginator.page(page).object_list)))
        changes = [url["lastmod"] for url in urls if url.get("lastmod")]
        if changes and len(changes) == len(urls):
            self.latest_lastmod = max(changes)
        return urls

    def get_latest_lastmod(self) -> datetime | None:
        return None


class PageSection(Section):
    """The pages whose type names this section."""

    name = "pages"

    def items(self) -> PageQuerySet:
        return self._pages().order_by("path").defer_streamfields().specific()

    def entries(self, items: list[Any]) -> Iterable[dict[str, Any]]:
        pictured = [page for page in items if hasattr(type(page), "image")]
        prefetch_related_objects(pictured, "image__renditions")
        alternates = self._alternates(items)
        for page in items:
            for url in page.get_sitemap_urls(self.request):
                picture = picture_of(getattr(page, "image", None))
                url["images"] = [urljoin(url["location"], picture.url)] if picture else []
                url["alternates"] = alternates.get(page.translation_key, [])
                yield url

    def get_latest_lastmod(self) -> datetime | None:
        return self._pages().aggregate(latest=Max("last_published_at"))["latest"]

    def _pages(self) -> PageQuerySet:
        models = [model for model in get_page_models() if getattr(model, "sitemap_section", "") == self.name]
        return self.listed(Page.objects.type(*models))

    def _alternates(self, pages: list[Any]) -> dict[Any, list[dict[str, str]]]:
        """Give for each page that several languages have its addresses in all of them; in two queries a page type."""
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        if len(codes) < 2:
            return {}
        keys = [page.translation_key for page in pages]
        versions = self._pages().filter(translation_key__in=keys)
        found: dict[Any, list[dict[str, str]]] = {}
        for version in versions.defer_streamfields().specific():
            for url in version.get_sitemap_urls(self.request)[:1]:
                code = codes[version.locale_id]
                entry = {"lang_code": code, "location": url["location"]}
                found.setdefault(version.translation_key, []).append(entry)
                if code == settings.LANGUAGE_CODE:
                    found[version.translation_key].append({**entry, "lang_code": "x-default"})
        return {key: entries for key, entries in found.items() if len({e["location"] for e in entries}) > 1}


def sitemap_index(request: HttpRequest, sitemaps: dict[str, type[Section]]) -> HttpResponse:
    """List the files of every section that has something to list."""
    sections = views.prepare_sitemaps(request, sitemaps)
    filled = {name: section for name, section in sections.items() if section.paginator.count}
    return views.index(request, filled, sitemap_url_name="sitemap_section")
