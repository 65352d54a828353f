"""A run while it goes on and after it: how far it is, how it ended, and what can be done next."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.wordpress import runs
from cms.wordpress.forms.contents import Contents
from cms.wordpress.models import ImportRun
from cms.wordpress.report import OUTCOMES
from cms.wordpress.views import RunView
from cms.wordpress.views.setup import begin

Status = ImportRun.Status
STEPS = {
    "reading": gettext_lazy("Reading the export"),
    "terms": gettext_lazy("Topics, tags and authors"),
    "files": gettext_lazy("Images and documents"),
    "pages": gettext_lazy("Making the pages"),
    "content": gettext_lazy("Filling the pages"),
    "menus": gettext_lazy("Menus"),
    "old addresses": gettext_lazy("Old addresses"),
    "undo": gettext_lazy("Undoing"),
}
JOBS = {
    "analyse": gettext_lazy("Looking through the files"),
    "import": gettext_lazy("Importing"),
    "undo": gettext_lazy("Undoing the import"),
}
KINDS = {
    "articles": gettext_lazy("Service articles"),
    "pages": gettext_lazy("Pages"),
    "providers": gettext_lazy("Providers"),
    "buttons": gettext_lazy("Buttons"),
    "images": gettext_lazy("Images"),
    "documents": gettext_lazy("Documents"),
    "topics": gettext_lazy("Topics"),
    "tags": gettext_lazy("Tags"),
    "authors": gettext_lazy("Authors"),
    "menus": gettext_lazy("Menus"),
    "menu_links": gettext_lazy("Menu links"),
    "comments": gettext_lazy("Comments"),
    "redirects": gettext_lazy("Redirects"),
}


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ").capitalize()))


class RunScreen(RunView):
    """The page of a run, whatever its state."""

    def get_template_names(self) -> list[str]:
        analysed = self.run.status == Status.ANALYSED
        return ["wordpress/analysis.html" if analysed else "wordpress/run.html"]

    def get_page_title(self) -> str:
        if self.run.status == Status.ANALYSED:
            return _("What is in %(source)s") % {"source": self.run.source}
        name = _("Dry run of %(source)s") if self.run.dry_run else _("Import of %(source)s")
        return name % {"source": self.run.source}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        if run.status == Status.ANALYSED:
            contents = Contents(run.options.get("analysis", {}))
            return super().get_context_data(
                step=2,
                contents=contents,
                has_files=runs.has_files(run),
                can_discard=runs.was_uploaded(run),
                **kwargs,
            )
        ended = not runs.is_underway(run)
        has_files = ended and runs.has_files(run)
        can_go_on = ended and (run.status in (Status.CANCELLED, Status.FAILED) or runs.is_dead(run))
        return super().get_context_data(
            step=5 if run.status in (Status.FINISHED, Status.UNDONE) else 4,
            ended=ended,
            rows=count_rows(run.counts),
            outcomes=[_("created"), _("updated"), _("unchanged"), _("left out")],
            undone=[
                (kind_label(kind), number)
                for kind, number in run.options.get("undone", {}).get("deleted", {}).items()
            ],
            severities=severities(run) if ended else [],
            can_resume=can_go_on and (has_files or run.options.get("job") == "undo"),
            can_import=run.status == Status.FINISHED and run.dry_run and has_files,
            can_repeat=ended and has_files and "analysis" in run.options,
            can_undo=ended and not run.dry_run and run.created.exists(),
            can_discard=has_files and runs.was_uploaded(run),
            **progress(run),
            **kwargs,
        )


class ProgressView(RunView):
    """The part of a run's page that changes; for the script that renews it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return TemplateResponse(request, "wordpress/progress.html", {"run": self.run, **progress(self.run)})


def progress(run: ImportRun) -> dict[str, Any]:
    """Give what the progress shows: the job, its step, how much of it is done in per cent, and whether it goes on."""
    underway = runs.is_underway(run)
    return {
        "underway": underway,
        "died": runs.is_dead(run),
        "waits_long": run.status == Status.WAITING and runs.is_silent(run),
        "job": JOBS.get(run.options.get("job", "import"), run.options.get("job", "")),
        "phase": STEPS.get(run.phase, run.phase.capitalize()),
        "done": min(run.done, run.total),
        "percent": min(run.done, run.total) * 100 // run.total if run.total else None,
    }


def count_rows(counts: dict[str, dict[str, int]]) -> list[tuple[str, list[int]]]:
    """Give a row for each kind of which there was any: its name and a figure for each outcome."""
    rows = ((kind_label(kind), [found.get(name, 0) for name in OUTCOMES]) for kind, found in counts.items())
    return [(label, figures) for label, figures in rows if any(figures)]


def severities(run: ImportRun) -> list[dict[str, Any]]:
    """Count a run's issues by what they mean."""
    found = dict(run.issues.order_by().values_list("severity").annotate(Count("pk")))
    names = run.issues.model.Severity
    return [
        {"value": name.value, "label": name.label, "number": found[name.value]}
        for name in names
        if found.get(name.value)
    ]


# What can be done with a run: each is a button of its page


class CancelView(RunView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if runs.cancel(self.run):
            messages.success(request, _("The run stops. What it wrote so far stays; it can go on later."))
        return redirect("wordpress_import:run", self.run.pk)


class ResumeView(RunView):
    """Goes on where a run stopped."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not runs.is_startable(self.run):
            return redirect("wordpress_import:run", self.run.pk)
        if self.run.status in (Status.FINISHED, Status.ANALYSED, Status.UNDONE):
            messages.error(request, _("This run has ended; there is nothing left to go on with."))
            return redirect("wordpress_import:run", self.run.pk)
        return begin(request, self.run, self.run.options.get("job", "import"))


class AgainView(RunView):
    """Makes a run of the same files: to change its choices, or, after a dry run, to import at once."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not runs.has_files(self.run) or "analysis" not in self.run.options:
            messages.error(request, _("Its files are no longer on the server. Upload them again."))
            return redirect("wordpress_import:run", self.run.pk)
        copy = runs.again(self.run, request.user)
        if request.POST.get("action") == "import":
            return begin(request, copy, "import", or_else="wordpress_import:choices")
        return redirect("wordpress_import:choices", copy.pk)


class DiscardView(RunView):
    """Deletes the uploaded files of a run; its report stays."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not runs.is_underway(self.run):
            runs.discard_files(self.run)
            messages.success(request, _("The uploaded files were deleted."))
        return redirect("wordpress_import:run", self.run.pk)
