"""The directory as a table for the office: facets, sortable columns, export; it writes nothing.

wagtail-modeladmin knows no drafts: its edit view would change the live row at once and ask nobody for the right to
publish. So it lists a proxy, and every edit link goes to the snippet views.
"""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from providers.exports import SafeCSVMixin
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

    def to_row_dict(self, item: ProviderDirectory) -> dict[str, Any]:
        return SpreadsheetExportMixin.to_row_dict(self, item)


class DirectoryAdmin(ModelAdmin):
    model = ProviderDirectory
    base_url_path = "directory"
    menu_label = "Directory"
    menu_icon = "table"
    menu_order = 211
    list_display = ["name", "kind", "city", "country", "remote", "accepting", "live", "verified_on"]
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
