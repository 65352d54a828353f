"""The list of past imports; it reads, and its links lead to the page of each run."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from cms.wordpress import runs
from cms.wordpress.models import ImportRun


class RunURLHelper(AdminURLHelper):
    """Leads from a row to the page of its run."""

    def get_action_url(self, action: str, *args: Any, **kwargs: Any) -> str:
        if action == "inspect":
            return reverse("wordpress_import:run", args=args)
        return super().get_action_url(action, *args, **kwargs)


class RunPermissionHelper(PermissionHelper):
    """Asks for the permission to import; nobody adds, edits or deletes a run by hand."""

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm("wordpress.import_wordpress")

    def user_can_inspect_obj(self, user: Any, obj: ImportRun) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: ImportRun) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: ImportRun) -> bool:
        return False


class RunAdmin(ModelAdmin):
    model = ImportRun
    base_url_path = "wordpress/runs"
    menu_label = gettext_lazy("Past imports")
    menu_icon = "history"
    add_to_admin_menu = False
    list_display = ["source", "state", "is_dry_run", "started_at", "started_by"]
    list_display_add_buttons = "source"
    list_filter = ("status", "dry_run", "started_at")
    list_select_related = ("started_by",)
    list_per_page = 50
    search_fields = ["source"]
    index_view_extra_css = ["admin_css/directory.css"]
    inspect_view_enabled = True
    permission_helper_class = RunPermissionHelper
    url_helper_class = RunURLHelper

    def state(self, run: ImportRun) -> str:
        return gettext("interrupted") if runs.is_dead(run) else run.get_status_display()

    state.short_description = gettext_lazy("status")  # type: ignore[attr-defined]  # an option that Django reads off the method
    state.admin_order_field = "status"  # type: ignore[attr-defined]  # an option that Django reads off the method

    def is_dry_run(self, run: ImportRun) -> str:
        return gettext("Yes") if run.dry_run else gettext("No")

    is_dry_run.short_description = gettext_lazy("dry run")  # type: ignore[attr-defined]  # an option that Django reads off the method
    is_dry_run.admin_order_field = "dry_run"  # type: ignore[attr-defined]  # an option that Django reads off the method

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Register the list only; the page of a run is a view of its own."""
        name = self.url_helper.get_action_url_name("index")
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name == name)

    def get_permissions_for_registration(self) -> Any:
        return super().get_permissions_for_registration().none()

    def register_admin_url_finders(self) -> None:
        """Runs are not edited."""

    def register_indexing(self) -> None:
        """Runs refer to nothing that the reference index should know."""
