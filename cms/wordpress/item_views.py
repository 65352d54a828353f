"""What WordPress held of one page, provider or other object: for whoever may edit it, to be read only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.wordpress.addresses import split
from cms.wordpress.custom_fields import custom_fields
from cms.wordpress.models import ImportedItem, ImportIssue
from cms.wordpress.views import PERMISSION

MOST_ISSUES = 200
OF_PAGES = ("articles", "pages")


class ItemView(WagtailAdminTemplateMixin, View):
    """The old address, the WordPress id, the fields that have no place here, and what the last import reported."""

    template_name = "wordpress/item.html"
    header_icon = "doc-full"

    @cached_property
    def item(self) -> ImportedItem:
        return get_object_or_404(ImportedItem.objects.select_related("run"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may_read(request.user, self.item.target):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return _("From WordPress: %(name)s") % {"name": self.item.target or self.item.old_url}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        url = AdminURLFinder(self.request.user).get_edit_url(self.item.target) if self.item.target else None
        target = [{"url": url, "label": str(self.item.target)}] if url else []
        here = reverse("wordpress_import:item", args=[self.item.pk])
        return [*self.breadcrumbs_items, *target, {"url": here, "label": _("From WordPress")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        issues = ImportIssue.objects.filter(content_type_id=item.content_type_id, object_id=item.object_id)
        last = issues.order_by("-run_id").values_list("run_id", flat=True).first()
        return super().get_context_data(
            item=item,
            old_address=item.old_url if split(item.old_url).scheme in ("http", "https") else "",
            fields=custom_fields(item.meta),
            issues=issues.filter(run_id=last).order_by("pk")[:MOST_ISSUES],
            may_see_runs=self.request.user.has_perm(PERMISSION),  # type: ignore[union-attr]  # Wagtail asked for a log-in
            **kwargs,
        )


def _may_read(user: Any, target: models.Model | None) -> bool:
    """Tell whether somebody may edit what the item became; what is deleted is for those who import."""
    if target is None:
        return bool(user.has_perm(PERMISSION))
    if isinstance(target, Page):
        return bool(target.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{target._meta.app_label}.{get_permission_codename('change', target._meta)}"))


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Give the button of an imported page's header; for the hook ``register_page_header_buttons``."""
    if view_name != "edit" or not page.pk or not _may_read(user, page):
        return
    rows = ImportedItem.objects.filter(
        content_type_id=page.content_type_id, object_id=page.pk, kind__in=OF_PAGES
    )
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    if pk is not None:
        url = reverse("wordpress_import:item", args=[pk])
        yield Button(_("From WordPress"), url, icon_name="doc-full", priority=90)
