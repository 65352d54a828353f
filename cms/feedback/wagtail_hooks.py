"""The feedback's place in the admin: two reports for those who may read what visitors answered."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.feedback.reports import PERMISSIONS, AnswersView, DeleteRemarkView, RemarksView

urls = [
    path("", AnswersView.as_view(), name="answers"),
    path("results/", AnswersView.as_view(results_only=True), name="answers_results"),
    path("comments/", RemarksView.as_view(), name="remarks"),
    path("comments/results/", RemarksView.as_view(results_only=True), name="remarks_results"),
    path("comments/<int:pk>/delete/", DeleteRemarkView.as_view(), name="delete"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("reports/feedback/", include((urls, "feedback_report")))]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="feedback", content_type__model="remark")


class FeedbackMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return PERMISSIONS.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def register_answers() -> MenuItem:
    url = reverse("feedback_report:answers")
    return FeedbackMenuItem(
        gettext_lazy("Visitors’ answers"), url, name="visitors-answers", icon_name="help", order=700
    )


@hooks.register("register_reports_menu_item")
def register_remarks() -> MenuItem:
    url = reverse("feedback_report:remarks")
    return FeedbackMenuItem(
        gettext_lazy("Visitors’ comments"), url, name="visitors-comments", icon_name="comment", order=710
    )
