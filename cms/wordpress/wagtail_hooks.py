"""The import's place in the admin.

It is in the Settings menu, beside the redirects and their import: something that an administrator does now and then,
not a report, and not an editor's daily work.
"""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from cms.wordpress.item_views import ItemView, header_buttons
from cms.wordpress.modeladmin import RunAdmin
from cms.wordpress.views import PERMISSION
from cms.wordpress.views.progress import (
    AgainView,
    CancelView,
    DiscardView,
    ProgressView,
    ResumeView,
    RunScreen,
)
from cms.wordpress.views.report import ReportView
from cms.wordpress.views.setup import ChoicesView, UploadView
from cms.wordpress.views.undoing import UndoView

modeladmin_register(RunAdmin)
hooks.register("register_page_header_buttons", header_buttons)

urls = [
    path("", UploadView.as_view(), name="upload"),
    path("<int:pk>/", RunScreen.as_view(), name="run"),
    path("<int:pk>/choices/", ChoicesView.as_view(), name="choices"),
    path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
    path("<int:pk>/cancel/", CancelView.as_view(), name="cancel"),
    path("<int:pk>/resume/", ResumeView.as_view(), name="resume"),
    path("<int:pk>/again/", AgainView.as_view(), name="again"),
    path("<int:pk>/discard/", DiscardView.as_view(), name="discard"),
    path("<int:pk>/report/", ReportView.as_view(), name="report"),
    path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
    path("item/<int:pk>/", ItemView.as_view(), name="item"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("wordpress/", include((urls, "wordpress_import")))]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="wordpress", codename="import_wordpress")


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))  # type: ignore[union-attr]  # whoever is here has logged in


@hooks.register("register_settings_menu_item")
def register_menu_item() -> MenuItem:
    return ImportMenuItem(
        gettext_lazy("Import from WordPress"),
        reverse("wordpress_import:upload"),
        name="import-from-wordpress",
        icon_name="download",
        order=810,
    )
