from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from cms.seo.reports import SearchResultsView


class SearchResultsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_admin_urls")
def register_search_results_report() -> list[URLPattern]:
    return [
        path("reports/search-results/", SearchResultsView.as_view(), name="search_results_report"),
        path(
            "reports/search-results/results/",
            SearchResultsView.as_view(results_only=True),
            name="search_results_report_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_search_results_menu_item() -> MenuItem:
    return SearchResultsMenuItem(
        _("Titles and descriptions"),
        reverse("search_results_report"),
        name="search-results",
        icon_name="search",
        order=720,
    )
