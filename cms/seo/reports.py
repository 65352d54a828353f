"""Which pages have no words of their own for search engines, or more than are shown."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.exports import SafeCSVMixin
from cms.seo.head import LONGEST_DESCRIPTION, LONGEST_TITLE, shortened

FINDINGS = {
    "no_description": (_("No description"), Q(description_length=0)),
    "long_description": (_("Long description"), Q(description_length__gt=LONGEST_DESCRIPTION)),
    "long_title": (_("Long title"), Q(title_length__gt=LONGEST_TITLE)),
}


def measured(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Give pages with the lengths of ``shown_title`` and of the description that an editor wrote, and each finding."""
    return pages.annotate(
        shown_title=Case(When(seo_title="", then=F("title")), default=F("seo_title")),
        title_length=Length("shown_title"),
        description_length=Length("search_description"),
    ).annotate(**{name: condition for name, (_label, condition) in FINDINGS.items()})


def findings(page: Any) -> str:
    """Name what is amiss with a measured page."""
    return ", ".join(str(label) for name, (label, _condition) in FINDINGS.items() if getattr(page, name))


class SearchResultsFilterSet(WagtailFilterSet):
    title = django_filters.CharFilter(label=_("Page"), lookup_expr="icontains")
    finding = django_filters.ChoiceFilter(
        label=_("Finding"),
        choices=[(name, label) for name, (label, _condition) in FINDINGS.items()],
        method="with_finding",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def with_finding(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        return pages.filter(**{value: True})


class SearchResultsView(SafeCSVMixin, ReportView):
    """The published pages that somebody may edit, with how long their words for search engines are."""

    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    model = Page
    page_title = _("Titles and descriptions")
    header_icon = "search"
    verbose_name_plural = _("pages")
    index_url_name = "search_results_report"
    index_results_url_name = "search_results_report_results"
    filterset_class = SearchResultsFilterSet
    default_ordering = "description_length"
    columns = [
        TitleColumn(
            "shown_title", label=_("Title"), url_name="wagtailadmin_pages:edit", sort_key="shown_title"
        ),
        Column("title_length", label=_("Length of title"), sort_key="title_length"),
        Column(
            "description", label=_("Description"), accessor=lambda page: shortened(page.search_description)
        ),
        Column("description_length", label=_("Length of description"), sort_key="description_length"),
        Column("findings", label=_("Finding"), accessor=findings),
    ]
    list_export = ["title", "full_url", "shown_title", "search_description"]
    export_headings = {
        "title": _("Page"),
        "full_url": _("Address"),
        "shown_title": _("Title for search engines"),
        "search_description": _("Description"),
    }
    export_filename = "titles-and-descriptions"

    def get_base_queryset(self) -> QuerySet[Page]:
        pages = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return measured(pages.live().exclude(depth=1))
