"""The report on reviews, and its short form on the dashboard."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, LocaleColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.query import PageQuerySet

from cms.exports import SafeCSVMixin
from services.models import Author, ServiceArticlePage
from services.reviews.due import SOON, due_within, editable_articles, never_reviewed, overdue

STATES = [("overdue", _("Overdue")), ("never", _("Unreviewed"))]
ON_DASHBOARD = 10


def state_of(article: Any) -> str:
    """Say how an article of ``due.with_reviews`` stands."""
    due, today = article.next_review_on, timezone.localdate()
    if due is None:
        return str(_("Unreviewed"))
    if due < today:
        return str(_("Overdue"))
    return str(_("Due soon") if (due - today).days <= SOON else _("Reviewed"))


class DayColumn(Column):
    """Shows a date as it is: Wagtail's own column says “just now” of what is to come."""

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return date_format(day, "j M Y") if day else ""


def review_url(article: Any) -> str:
    return reverse("article_reviews:article", args=[article.pk])


class ReviewFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="filter_state")
    days = django_filters.NumberFilter(
        label=_("Overdue, or due within (days)"), min_value=0, max_value=10_000, method="filter_days"
    )
    reviewer = django_filters.ModelChoiceFilter(
        label=_("Reviewer"),
        queryset=Author.objects.filter(reviews__isnull=False).distinct(),
        method="filter_reviewer",
    )

    class Meta:
        model = ServiceArticlePage
        fields: list[str] = []

    def filter_state(self, articles: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return overdue(articles) if value == "overdue" else never_reviewed(articles)

    def filter_days(self, articles: PageQuerySet, name: str, value: Any) -> PageQuerySet:
        return due_within(articles, int(value))

    def filter_reviewer(self, articles: PageQuerySet, name: str, value: Author) -> PageQuerySet:
        return articles.filter(reviewer_id=value.pk)


class ReviewReportView(SafeCSVMixin, ReportView):
    """The live articles that somebody may edit, the longest overdue first, the never reviewed last."""

    model = ServiceArticlePage
    page_title = _("Reviews of articles")
    header_icon = "clipboard-list"
    index_url_name = "article_reviews:report"
    index_results_url_name = "article_reviews:report_results"
    filterset_class = ReviewFilterSet
    is_searchable = True
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "next_review_on"
    verbose_name_plural = _("articles")
    columns = [
        TitleColumn("title", label=_("Title"), get_url=review_url, sort_key="title"),
        LocaleColumn(label=_("Language"), sort_key=None),
        StatusTagColumn("state", label=_("State"), accessor=state_of),
        DayColumn("next_review_on", label=_("Next review due"), sort_key="next_review_on"),
        DayColumn("reviewed_on", label=_("Last reviewed"), sort_key="reviewed_on"),
        Column("reviewer_name", label=_("Reviewer"), sort_key="reviewer_name"),
    ]
    export_filename = "reviews"
    export_headings = {
        "title": _("Title"),
        "full_url": _("Address"),
        "locale": _("Language"),
        "next_review_on": _("Next review due"),
        "reviewed_on": _("Last reviewed"),
        "reviewer_name": _("Reviewer"),
    }
    list_export = ["title", "full_url", "locale", "next_review_on", "reviewed_on", "reviewer_name"]

    def get_base_queryset(self) -> PageQuerySet:
        return editable_articles(self.request.user).select_related("locale")

    def order_queryset(self, queryset: PageQuerySet) -> PageQuerySet:
        """Put empty values last whichever way: the databases disagree."""
        field = F(self.ordering.removeprefix("-"))
        descending = self.ordering.startswith("-")
        return queryset.order_by(
            field.desc(nulls_last=True) if descending else field.asc(nulls_last=True), "pk"
        )


class DueReviewsPanel(Component):
    """Names the articles to be reviewed, on the dashboard of those who may edit them."""

    name = "due_reviews"
    template_name = "services/admin/due_reviews.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        articles = due_within(editable_articles(parent_context["request"].user), SOON)
        return {
            "articles": articles.order_by("next_review_on", "pk")[:ON_DASHBOARD],
            "number": articles.count(),
            "soon": SOON,
            "today": timezone.localdate(),
        }
