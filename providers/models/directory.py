"""The providers as a read-only table for the office: facets, columns, export."""

from django.utils.translation import gettext_lazy as _

from providers.models.provider import Provider


class ProviderDirectory(Provider):
    """Providers under another name, so that wagtail-modeladmin can list what only the snippet views may write."""

    search_fields = []  # the search index holds the provider already

    class Meta:
        proxy = True
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory")
        default_permissions = ()
        ordering = ["name"]
