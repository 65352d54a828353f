"""The way to a run: the files, what is in them, and what shall become of it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from cms.wordpress import runs, tasks
from cms.wordpress.forms.choices import ChoicesForm
from cms.wordpress.forms.upload import UploadForm
from cms.wordpress.models import ImportRun
from cms.wordpress.views import ImportView, RunView
from cms.wordpress.wxr import ExportError

# Bytes that are looked through while the browser waits: about a second's work. More is for the background.
AT_ONCE = 16 * 1024 * 1024


class UploadView(ImportView):
    """Takes the files of a new run."""

    template_name = "wordpress/upload.html"

    def get_header_buttons(self) -> list[Any]:
        url = reverse("wordpress_runs_modeladmin_index")
        return [HeaderButton(_("Past imports"), url=url, icon_name="history")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=UploadForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self._begin(form.cleaned_data)
            except ExportError as error:
                form.add_error("uploads", str(error))
            except tasks.BusyError as error:
                form.add_error(None, str(error))
        return self.render_to_response(self.get_context_data(form=form))

    def _begin(self, data: dict[str, Any]) -> HttpResponse:
        uploads: list[UploadedFile] = data["uploads"]
        run = runs.create(uploads, data.get("named", []), self.request.user, recover=data["recover"])
        if sum(path.stat().st_size for path in runs.sources(run)) <= AT_ONCE:
            tasks.perform(run.pk)
            return redirect("wordpress_import:run", run.pk)
        try:
            tasks.start(run, "analyse")
        except tasks.BusyError:
            runs.discard_files(run)
            run.delete()
            raise
        return redirect("wordpress_import:run", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(step=1, **kwargs)


class ChoicesView(RunView):
    """Asks what becomes of what the files hold, and starts the dry run or the import."""

    template_name = "wordpress/choices.html"
    page_title = gettext_lazy("What becomes of it")

    def path(self) -> list[dict[str, str]]:
        here = reverse("wordpress_import:choices", args=[self.run.pk])
        return [*super().path(), {"url": here, "label": _("Choices")}]

    @cached_property
    def is_open(self) -> bool:
        return self.run.status == ImportRun.Status.ANALYSED

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return redirect("wordpress_import:run", self.run.pk)
        return self.render_to_response(self.get_context_data(form=ChoicesForm(self.run)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            messages.error(request, _("This run was started already."))
            return redirect("wordpress_import:run", self.run.pk)
        form = ChoicesForm(self.run, request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("Some choices need another look."))
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["mapping_file"]:
            return self._read_mapping(form)
        self.run.options["choices"] = form.choices()
        self.run.dry_run = request.POST.get("action") != "import"
        # Kept for whoever has to wait; but not under the hands of a process that was started meanwhile.
        ImportRun.objects.filter(pk=self.run.pk, status=ImportRun.Status.ANALYSED).update(
            options=self.run.options, dry_run=self.run.dry_run
        )
        return begin(request, self.run, "import", or_else="wordpress_import:choices")

    def _read_mapping(self, form: ChoicesForm) -> HttpResponse:
        """Fill in the form from a mapping file and show it again, so that nobody starts what they have not seen."""
        others = ("media_from", "fetch_hosts", "publish", "overwrite", "remove_gone")
        kept = {name: value for name, value in form.choices().items() if name in others}
        self.run.options["choices"] = {**kept, "toml": form.cleaned_data["mapping_file"]}
        self.run.save(update_fields=["options"])
        messages.success(
            self.request, _("The mapping file was read. These are its choices; nothing was started yet.")
        )
        return redirect("wordpress_import:choices", self.run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: ChoicesForm = kwargs["form"]
        groups = [
            (
                _("Types"),
                _("What the items of each type become."),
                form.bound([*form.type_fields.values(), *form.pair_fields.values()]),
            ),
            (_("Terms"), _("What groups the items."), form.bound(form.taxonomy_fields.values())),
            (_("Files"), "", form.bound(["media_from", "fetch_hosts"])),
            (_("The old site"), "", form.bound(["home", "header_menu", "hosts", "without_url"])),
            (_("What is here already"), "", form.bound(["overwrite", "remove_gone", "publish"])),
            (_("Mapping file"), "", form.bound(["mapping_file"])),
        ]
        return super().get_context_data(step=3, groups=[group for group in groups if group[2]], **kwargs)


def begin(
    request: HttpRequest, run: ImportRun, job: str, *, or_else: str = "wordpress_import:run"
) -> HttpResponse:
    """Start a run's job and go to its page; while another one is under way, say so and stay."""
    try:
        tasks.start(run, job)
    except tasks.BusyError as error:
        if error.other == run and not runs.is_dead(error.other):
            return redirect("wordpress_import:run", run.pk)  # the button was pressed twice
        links = [reverse("wordpress_import:run", args=[error.other.pk])] if error.other else []
        messages.error(request, str(error), buttons=[messages.button(link, _("See it")) for link in links])
        return redirect(or_else, run.pk)
    return redirect("wordpress_import:run", run.pk)
