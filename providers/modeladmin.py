"""The directory as a table for the office: facets, sortable columns, export; it writes nothing.

wagtail-modeladmin knows no drafts: its edit view would change the live row at once and ask nobody for the right to
publish. So it lists a proxy, and every edit link goes to the snippet views.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from cms.exports import SafeCSVMixin
from providers.models import Provider, ProviderDirectory

SNIPPET_ACTIONS = {"create": "add", "edit": "edit", "delete": "delete", "history": "history"}


class SnippetURLHelper(AdminURLHelper):
    """Leads every action that writes to the snippet views of ``Provider``."""

    def get_action_url(self, action: str, *args: Any, **kwargs: Any) -> str:
        if action in SNIPPET_ACTIONS:
            name = Provider.snippet_viewset.get_url_name(SNIPPET_ACTIONS[action])
            return reverse(name, args=[quote(arg) for arg in args])
        return super().get_action_url(action, *args, **kwargs)


class ProviderPermissionHelper(PermissionHelper):
    """Asks for the permissions of ``Provider``; the proxy has none of its own."""

    def __init__(self, model: type, inspect_view_enabled: bool = False) -> None:
        super().__init__(Provider, inspect_view_enabled)


class RelatedFilter(RelatedFieldListFilter):
    """The choices in their model's order: Django's filter would ask its admin site, which is not installed."""

    def field_admin_ordering(self, field: Any, request: HttpRequest, model_admin: Any) -> tuple[str, ...]:
        return ()


class DirectoryView(SafeCSVMixin, IndexView):
    """The table, with an export that spreadsheets open safely and that tells “no” from “not known”."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a filter that does not exist with the whole table, as Django's admin does."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)

    def to_row_dict(self, item: ProviderDirectory) -> dict[str, Any]:
        return SpreadsheetExportMixin.to_row_dict(self, item)


def yes_or_no(field: str, label: str | Promise) -> Callable[[ModelAdmin, Provider], str]:
    """Make a column of words for a flag; wagtail-modeladmin's icons belong to Django's own admin, not installed here."""

    def column(self: ModelAdmin, provider: Provider) -> str:
        return _("Yes") if getattr(provider, field) else _("No")

    column.short_description = label  # type: ignore[attr-defined]  # an option that Django reads off the method
    column.admin_order_field = field  # type: ignore[attr-defined]  # an option that Django reads off the method
    return column


class DirectoryAdmin(ModelAdmin):
    model = ProviderDirectory
    base_url_path = "directory"
    menu_label = "Directory"
    menu_icon = "table"
    menu_order = 211
    list_display = [
        "name", "kind", "city", "country", "gives_remote_opinions", "accepts_patients", "is_live",
    ]  # fmt: skip
    gives_remote_opinions = yes_or_no("remote", gettext_lazy("remote"))
    accepts_patients = yes_or_no("accepting", gettext_lazy("accepting"))
    is_live = yes_or_no("live", gettext_lazy("live"))
    list_filter = (
        "kind", "live", "remote", "accepting", ("specialties", RelatedFilter), "country", "verified_on",
        ("locale", RelatedFilter),
    )  # fmt: skip
    list_export = [
        "name", "kind", "city", "country", "languages", "phone", "email", "website", "remote", "accepting", "live",
        "verified_on",
    ]  # fmt: skip
    index_view_class = DirectoryView
    export_filename = "directory"
    list_per_page = 50
    index_view_extra_css = ["admin_css/directory.css"]
    search_fields = ["name", "city", "country", "languages"]
    inspect_view_enabled = True
    history_view_enabled = False
    permission_helper_class = ProviderPermissionHelper
    url_helper_class = SnippetURLHelper

    def get_list_filter(self, request: HttpRequest) -> Any:
        return self.list_filter

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Register only what reads: the list and the inspect view."""
        names = {self.url_helper.get_action_url_name(action) for action in ("index", "inspect")}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in names)

    def get_permissions_for_registration(self) -> Any:
        return super().get_permissions_for_registration().none()

    def register_admin_url_finders(self) -> None:
        """Leave “where is this edited” to the snippet."""

    def register_indexing(self) -> None:
        """Leave the reference index to the snippet."""

    def get_list_display_add_buttons(self, request: HttpRequest) -> str:
        return "name"
