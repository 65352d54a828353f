"""Undo: first what would be deleted and what would stay, then the deed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.wordpress import runs
from cms.wordpress.undo import Plan
from cms.wordpress.views import RunView
from cms.wordpress.views.progress import kind_label
from cms.wordpress.views.setup import begin


class UndoView(RunView):
    template_name = "wordpress/undo.html"

    def path(self) -> list[dict[str, str]]:
        return [
            *super().path(),
            {"url": reverse("wordpress_import:undo", args=[self.run.pk]), "label": _("Undo")},
        ]

    def get_page_title(self) -> str:
        return _("Undo the import of %(source)s") % {"source": self.run.source}

    def _refusal(self) -> str:
        if runs.is_underway(self.run):
            return _("This run is still going on. Cancel it first.")
        if self.run.dry_run:
            return _("A dry run wrote nothing; there is nothing to undo.")
        if not self.run.created.exists():
            return _("There is nothing of this run left to undo.")
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := self._refusal():
            messages.error(request, refusal)
            return redirect("wordpress_import:run", self.run.pk)
        plan = Plan(self.run)
        rows = [(kind_label(kind), found["delete"], found["keep"]) for kind, found in plan.counts.items()]
        reasons: dict[str, int] = {}
        for reason in plan.kept.values():
            reasons[reason] = reasons.get(reason, 0) + 1
        context = self.get_context_data(
            rows=rows,
            reasons=sorted(reasons.items(), key=lambda entry: -entry[1]),
            deletable=len(plan.deletable),
            updated=plan.updated,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := self._refusal():
            messages.error(request, refusal)
            return redirect("wordpress_import:run", self.run.pk)
        return begin(request, self.run, "undo")
