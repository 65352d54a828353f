"""Fields and settings for search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.links.validators import validate_phone


class SeoFields(models.Model):
    """What a page says about itself beyond Wagtail's own title and description."""

    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("Search engines are asked to leave this page out, and the sitemap omits it."),
    )

    seo_panels = [MultiFieldPanel(["noindex"], heading=_("Search engines"))]

    class Meta:
        abstract = True

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [] if self.noindex else super().get_sitemap_urls(request)  # type: ignore[misc]  # of Page, which it is mixed into


@register_setting(icon="home")
class Organisation(BaseSiteSetting):
    """Who publishes this site; shown in the header and footer of every page."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[validate_phone])
    address = models.TextField(_("postal address"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        MultiFieldPanel(["email", "phone", "address"], _("Contact")),
    ]

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name or str(self.site)

    @classmethod
    def for_site(cls, site: Site | None) -> Organisation:
        """Give a site's row, or an unsaved one: Wagtail would store it, and showing a page never writes."""
        if site is None:
            raise cls.DoesNotExist("There is no site.")
        return cls.base_queryset().filter(site=site).first() or cls(site=site)

    @property
    def display_name(self) -> str:
        return self.name or self.site.site_name or settings.WAGTAIL_SITE_NAME
