"""The screens of “Import from WordPress”; every one asks for the permission of its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.wordpress.models import ImportRun

PERMISSION = "wordpress.import_wordpress"


class ImportView(WagtailAdminTemplateMixin, View):
    """A screen of the import: its permission, its place in the breadcrumbs."""

    header_icon = "download"
    page_title = gettext_lazy("Import from WordPress")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):  # type: ignore[union-attr]  # Wagtail asked for a log-in before
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        place = {"url": reverse("wordpress_import:upload"), "label": _("Import from WordPress")}
        return [*self.breadcrumbs_items, place, *self.path()]

    def path(self) -> list[dict[str, str]]:
        """Give the breadcrumbs below the import's own."""
        return []


class RunView(ImportView):
    """A screen about one run, given by its number in the address."""

    @cached_property
    def run(self) -> ImportRun:
        return get_object_or_404(ImportRun.objects.select_related("started_by"), pk=self.kwargs["pk"])

    def path(self) -> list[dict[str, str]]:
        label = _("Run %(number)s") % {"number": self.run.pk}
        return [{"url": reverse("wordpress_import:run", args=[self.run.pk]), "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(run=self.run, **kwargs)
