"""Where articles, their topics and authors, and their reviews stand in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.models import register_snippet

from services.models import ServiceArticlePage
from services.reviews.report import DueReviewsPanel, ReviewReportView
from services.reviews.views import ReviewView, header_buttons, listing_buttons
from services.viewsets import ServicesViewSetGroup

register_snippet(ServicesViewSetGroup)
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("register_page_listing_more_buttons", listing_buttons)

review_urls = [
    path("", ReviewReportView.as_view(), name="report"),
    path("results/", ReviewReportView.as_view(results_only=True), name="report_results"),
    path("<int:pk>/", ReviewView.as_view(), name="article"),
]


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern | URLResolver]:
    return [path("article-reviews/", include((review_urls, "article_reviews")))]


class ReviewReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = PagePermissionPolicy(ServiceArticlePage)
        return bool(policy.user_has_any_permission(request.user, ReviewReportView.any_permission_required))


@hooks.register("register_reports_menu_item")
def register_review_report() -> MenuItem:
    return ReviewReportMenuItem(
        _("Reviews of articles"),
        reverse("article_reviews:report"),
        name="article-reviews",
        icon_name="clipboard-list",
        order=950,
    )


@hooks.register("construct_homepage_panels")
def add_due_reviews(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(DueReviewsPanel())


@hooks.register("register_permissions")
def register_review_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="services", codename="record_review")


@hooks.register("register_log_actions")
def register_review_log_action(actions: LogActionRegistry) -> None:
    @actions.register_action("services.review")
    class ReviewFormatter(LogFormatter):
        label = _("Record a review")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return gettext("Reviewed by %(name)s") % {"name": log_entry.data["reviewer"]}
