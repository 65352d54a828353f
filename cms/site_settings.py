"""Settings of a site that every page reads."""

from __future__ import annotations

from typing import Self

from django.http import HttpRequest
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site


class SiteSetting(BaseSiteSetting):
    """A row of settings a site; a page reads the rows of all such models in one query, and never writes one.

    Wagtail would read each by itself, and store the ones that are not there yet.
    """

    class Meta:
        abstract = True

    @classmethod
    def for_site(cls, site: Site | None) -> Self:
        """Give a site's row, or an unsaved one."""
        return (site and cls.base_queryset().filter(site=site).first()) or cls(site=site)

    @classmethod
    def for_request(cls, request: HttpRequest) -> Self:
        """Give the row of the request's site, or an unsaved one."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            _read_all(request)
        return getattr(request, name)


def _read_all(request: HttpRequest) -> None:
    """Read the rows of all models, which Wagtail then finds on the request."""
    site = Site.find_for_request(request)
    models = {model.site.field.related_query_name(): model for model in SiteSetting.__subclasses__()}
    related = [f"{name}__{field}" for name, model in models.items() for field in model.select_related or ()]
    rows = Site.objects.select_related(*models, *related).get(pk=site.pk) if site else None
    for name, model in models.items():
        setattr(request, model.get_cache_attr_name(), getattr(rows, name, None) or model(site=site))
