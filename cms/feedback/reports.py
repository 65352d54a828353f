"""What visitors answered, as the office reads it: numbers by page, and the words. Nothing can be changed here."""

from __future__ import annotations

import django_filters
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from cms.exports import SafeCSVMixin
from cms.feedback.models import DailyAnswers, Remark

PERMISSIONS = ModelPermissionPolicy(Remark)


def answered(days: slice | None = None) -> QuerySet[Page]:
    """Give the pages that were answered about, with ``yes``, ``no``, ``share`` (of yes, in per cent) and ``comments``.

    ``days`` holds the first and the last that count, as a date filter gives them.
    """
    during = Q()
    if days and days.start:
        during &= Q(date__gte=days.start)
    if days and days.stop:
        during &= Q(date__lte=days.stop)
    answers = DailyAnswers.objects.filter(during, page=OuterRef("pk")).order_by().values("page")
    remarks = Remark.objects.filter(during, page=OuterRef("pk")).order_by().values("page")
    some_answers = Q(yes__gt=0) | Q(no__gt=0)
    return Page.objects.annotate(
        yes=Coalesce(Subquery(answers.annotate(sum=Sum("yes")).values("sum")), 0),
        no=Coalesce(Subquery(answers.annotate(sum=Sum("no")).values("sum")), 0),
        comments_number=Coalesce(Subquery(remarks.annotate(number=Count("pk")).values("number")), 0),
        share=Case(When(some_answers, then=F("yes") * 100 / (F("yes") + F("no")))),
    ).filter(some_answers | Q(comments_number__gt=0))


class AnswersFilterSet(WagtailFilterSet):
    title = django_filters.CharFilter(label=gettext_lazy("Page"), lookup_expr="icontains")
    days = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget, method="counted_already"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def counted_already(self, pages: QuerySet[Page], name: str, days: slice) -> QuerySet[Page]:
        """Leave the pages as they are: the view counts the answers of these days only."""
        return pages


class AnswersView(SafeCSVMixin, ReportView):
    """How many visitors found each page helpful, those first that most did not."""

    permission_policy = PERMISSIONS
    permission_required = "view"
    page_title = gettext_lazy("Visitors’ answers")
    header_icon = "help"
    verbose_name_plural = gettext_lazy("answers")
    index_url_name = "feedback_report:answers"
    index_results_url_name = "feedback_report:answers_results"
    filterset_class = AnswersFilterSet
    default_ordering = "-no"
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Page"), url_name="wagtailadmin_pages:edit", sort_key="title"
        ),
        Column("yes", label=gettext_lazy("Yes"), sort_key="yes"),
        Column("no", label=gettext_lazy("No"), sort_key="no"),
        Column(
            "share",
            label=gettext_lazy("Found it helpful"),
            accessor=lambda page: "–" if page.share is None else f"{page.share} %",
            sort_key="share",
        ),
        TitleColumn(
            "comments_number",
            label=gettext_lazy("Comments"),
            get_url=lambda page: (
                f"{reverse('feedback_report:remarks')}?page={page.pk}" if page.comments_number else None
            ),
            sort_key="comments_number",
        ),
    ]
    list_export = ["title", "yes", "no", "share", "comments_number"]
    export_headings = {
        "title": gettext_lazy("Page"),
        "yes": gettext_lazy("Yes"),
        "no": gettext_lazy("No"),
        "share": gettext_lazy("Found it helpful, per cent"),
        "comments_number": gettext_lazy("Comments"),
    }
    export_filename = "visitors-answers"

    def get_base_queryset(self) -> QuerySet[Page]:
        return answered(self.filters.form.cleaned_data["days"] if self.filters.is_valid() else None)


class RemarksFilterSet(WagtailFilterSet):
    text = django_filters.CharFilter(label=gettext_lazy("Words"), lookup_expr="icontains")
    date = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)
    page = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Page"),
        queryset=Page.objects.filter(remarks__isnull=False).distinct().order_by("title"),
    )

    class Meta:
        model = Remark
        fields = ["text", "date", "helpful", "page"]


class RemarksView(SafeCSVMixin, ReportView):
    """What visitors added to their answers, newest first."""

    permission_policy = PERMISSIONS
    permission_required = "view"
    model = Remark
    queryset = Remark.objects.select_related("page")
    page_title = gettext_lazy("Visitors’ comments")
    header_icon = "comment"
    verbose_name_plural = gettext_lazy("comments")
    index_url_name = "feedback_report:remarks"
    index_results_url_name = "feedback_report:remarks_results"
    filterset_class = RemarksFilterSet
    list_export = ["date", "page", "helpful", "text"]
    export_filename = "visitors-comments"

    @cached_property
    def columns(self) -> list[Column]:
        """Give the columns; the last leads those who may to where a comment is deleted."""
        columns = [
            Column("text", label=_("Comment"), width="45%"),
            Column(
                "helpful",
                label=_("Found it helpful"),
                accessor=lambda remark: _("Yes") if remark.helpful else _("No"),
            ),
            TitleColumn("page", label=_("Page"), url_name="wagtailadmin_pages:edit", id_accessor="page_id"),
            Column(
                "date",
                label=_("Date"),
                accessor=lambda remark: date_format(remark.date, "j M Y"),
                width="12%",
            ),
        ]
        if not self.user_has_permission("delete"):
            return columns
        delete = TitleColumn(
            "delete",
            label=_("Action"),
            accessor=lambda remark: _("Delete"),
            url_name="feedback_report:delete",
            width="12%",
        )
        return [*columns, delete]


class DeleteRemarkView(DeleteView):
    model = Remark
    permission_policy = PERMISSIONS
    index_url_name = "feedback_report:remarks"
    delete_url_name = "feedback_report:delete"

    @property
    def confirmation_message(self) -> str:
        return _("Delete this comment for good? “%(text)s”") % {"text": self.object.text}
