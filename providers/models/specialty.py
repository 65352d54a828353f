"""What a provider is specialised in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Specialty(TranslatableMixin, index.Indexed, models.Model):
    """A field of medicine by which visitors filter the directory."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("short name"), max_length=100, allow_unicode=True)

    panels = [TitleFieldPanel("name", targets=["slug"]), "slug"]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="one_specialty_a_slug")]

    def __str__(self) -> str:
        return self.name
