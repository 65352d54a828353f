"""The report of a run: what was lost, what failed, what needs a look; searched, filtered, paged, exported."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.paginator import WagtailPaginator

from cms.exports import as_text
from cms.wordpress.models import ImportedItem, ImportIssue
from cms.wordpress.views import RunView

A_PAGE = 50
COLUMNS = ("severity", "code", "detail", "item_type", "item_id", "item_title", "item_url", "edit_url")
Severity = ImportIssue.Severity


class FilterForm(forms.Form):
    """What to show of a report; the choices are those that occur in it, with how often."""

    q = forms.CharField(label=gettext_lazy("Words, address or id"), required=False, max_length=200)
    severity = forms.ChoiceField(label=gettext_lazy("What happened"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Kind of finding"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type in WordPress"), required=False)

    def __init__(self, issues: QuerySet[ImportIssue], data: Any) -> None:
        super().__init__(data)
        groups = issues.order_by().values_list("severity", "code", "item_type").annotate(Count("pk"))
        counts: dict[str, dict[str, int]] = {name: defaultdict(int) for name in ("severity", "code", "type")}
        for severity, code, item_type, number in groups:
            counts["severity"][severity] += number
            counts["code"][code] += number
            counts["type"][item_type] += number
        self.total = sum(counts["severity"].values())
        labels: dict[str, dict[str, Any]] = {
            "severity": dict(Severity.choices),
            "code": {},
            "type": {"": _("the export as a whole")},
        }
        for name, found in counts.items():
            options = [
                (value or "-", f"{labels[name].get(value, value)} ({found[value]})")
                for value in sorted(found)
            ]
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]  # of a choice field

    def filtered(self, issues: QuerySet[ImportIssue]) -> QuerySet[ImportIssue]:
        """Give the issues that were asked for; a value that does not occur gives none."""
        if not self.is_valid():
            return issues.none()
        wanted = self.cleaned_data
        for field, name in (("severity", "severity"), ("code", "code"), ("item_type", "type")):
            if wanted[name]:
                issues = issues.filter(**{field: "" if wanted[name] == "-" else wanted[name]})
        if words := wanted["q"]:
            found = Q(detail__icontains=words) | Q(item_title__icontains=words) | Q(item_url__icontains=words)
            if words.isdecimal() and len(words) < 18:
                found |= Q(item_id=int(words))
            issues = issues.filter(found)
        return issues


class ReportView(RunView):
    """The lines of a report, as a page, as CSV or as JSON."""

    template_name = "wordpress/report.html"

    def path(self) -> list[dict[str, str]]:
        return [
            *super().path(),
            {"url": reverse("wordpress_import:report", args=[self.run.pk]), "label": _("Report")},
        ]

    def get_page_title(self) -> str:
        return _("Report on %(source)s") % {"source": self.run.source}

    @cached_property
    def form(self) -> FilterForm:
        return FilterForm(self.issues, self.request.GET)

    @property
    def issues(self) -> QuerySet[ImportIssue]:
        return ImportIssue.objects.filter(run=self.run)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export")
        if wanted in EXPORTS:
            return self._export(wanted)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issues = self.form.filtered(self.issues)
        page = WagtailPaginator(issues, A_PAGE).get_page(self.request.GET.get("p"))
        urls = edit_urls(imported(page) if self.run.dry_run else page)
        query = self.request.GET.copy()
        query.pop("p", None)
        exports = []
        for name in EXPORTS:
            query["export"] = name
            exports.append((name.upper(), f"?{query.urlencode()}"))
        return super().get_context_data(
            step=5,
            form=self.form,
            lines=[(issue, urls.get((issue.content_type_id, issue.object_id), "")) for issue in page],
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            is_filtered=any(self.form.cleaned_data.values()) if self.form.is_valid() else True,
            exports=exports,
            **kwargs,
        )

    def _export(self, kind: str) -> StreamingHttpResponse:
        content_type, write = EXPORTS[kind]
        issues = self.form.filtered(self.issues).iterator(chunk_size=2000)
        answer = StreamingHttpResponse(write(self, issues), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="import-{self.run.pk}.{kind}"'
        return answer

    def as_csv(self, issues: Iterable[ImportIssue]) -> Iterator[str]:
        """Write a line an issue; a spreadsheet runs nothing of it."""
        writer = csv.writer(Echo())
        yield "\ufeff" + writer.writerow(COLUMNS)
        for issue in issues:
            yield writer.writerow(
                [as_text(str(value)) for value in row_of(issue, is_real=not self.run.dry_run)]
            )

    def as_json(self, issues: Iterable[ImportIssue]) -> Iterator[str]:
        """Write the report as the command line does, each issue with where it is edited."""
        head = {"source": self.run.source, "dry_run": self.run.dry_run, "counts": self.run.counts}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "issues": ['
        between = "\n"
        for issue in issues:
            severity, code, detail, item_type, item_id, title, url, edit_url = row_of(
                issue, is_real=not self.run.dry_run
            )
            item = {"type": item_type, "id": item_id, "title": title, "url": url}
            line = {"code": code, "severity": severity, "item": item, "detail": detail, "edit_url": edit_url}
            yield between + json.dumps(line, ensure_ascii=False)
            between = ",\n"
        yield "\n]}\n"


EXPORTS = {
    "csv": ("text/csv; charset=utf-8", ReportView.as_csv),
    "json": ("application/json", ReportView.as_json),
}


class Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def row_of(issue: ImportIssue, *, is_real: bool) -> tuple[Any, ...]:
    return (
        issue.severity, issue.code, issue.detail, issue.item_type, issue.item_id, issue.item_title, issue.item_url,
        edit_url(issue.content_type_id, issue.object_id) if is_real else "",
    )  # fmt: skip


def edit_url(content_type: int | None, object_id: int | None) -> str:
    """Say where an object is edited; "" where nowhere. Whether it is still there, and who may, is not asked."""
    model = ContentType.objects.get_for_id(content_type).model_class() if content_type and object_id else None
    return (AdminURLFinder().get_edit_url(model(pk=object_id)) or "") if model else ""


def imported(issues: Iterable[ImportIssue]) -> list[ImportIssue]:
    """Give the issues of a dry run whose objects are here, too: those that it made itself were never here."""
    issues = list(issues)
    known = set(
        ImportedItem.objects.filter(wordpress_id__in={issue.item_id for issue in issues}).values_list(
            "content_type_id", "object_id", "wordpress_id"
        )
    )
    return [issue for issue in issues if (issue.content_type_id, issue.object_id, issue.item_id) in known]


def edit_urls(issues: Iterable[ImportIssue]) -> dict[tuple[int | None, int | None], str]:
    """Say where the objects of issues are edited, those that are still there; one query for each of their types."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for issue in issues:
        if issue.content_type_id and issue.object_id:
            wanted[issue.content_type_id].add(issue.object_id)
    found: dict[tuple[int | None, int | None], str] = {}
    for content_type, ids in wanted.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        there = model._default_manager.filter(pk__in=ids).values_list("pk", flat=True) if model else ()
        found |= {(content_type, pk): edit_url(content_type, pk) for pk in there}
    return found
