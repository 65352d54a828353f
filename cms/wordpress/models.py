"""What was imported from where, by which run, and what each run reported."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> FileSystemStorage:
    """Keep uploaded exports where no address leads: they hold drafts, private pages and passwords."""
    return FileSystemStorage(
        location=settings.WORDPRESS_IMPORT_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )


class ImportRun(models.Model):
    """One run of the importer, its choices, how far it is, and what came of it."""

    class Status(models.TextChoices):
        ANALYSED = "analysed", _("not started")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    source = models.CharField(_("source"), max_length=500)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.RUNNING)
    dry_run = models.BooleanField(_("dry run"), default=False)
    options = models.JSONField(_("choices"), default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("started by"),
    )  # fmt: skip
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    phase = models.CharField(_("step"), max_length=30, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    cancel_requested = models.BooleanField(default=False)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    seen = models.JSONField(default=dict, blank=True)  # kind: WordPress ids that the export held

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at"]
        permissions = [("import_wordpress", _("Can import from WordPress"))]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%Y-%m-%d %H:%M}"


class ImportFile(models.Model):
    """An export that was uploaded for a run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=255)
    file = models.FileField(_("file"), storage=private_storage, upload_to="exports", max_length=255)

    class Meta:
        verbose_name = _("import file")
        verbose_name_plural = _("import files")

    def __str__(self) -> str:
        return self.name


class ImportIssue(models.Model):
    """One line of a run's report; ``target`` is the page or object that it is about, where there is one."""

    class Severity(models.TextChoices):
        ERROR = "error", _("failed")
        LOSS = "loss", _("did not come over")
        NOTE = "note", _("worth a look")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="issues")
    code = models.CharField(_("code"), max_length=40)
    severity = models.CharField(_("severity"), max_length=5, choices=Severity.choices)
    detail = models.TextField(_("what"))
    item_type = models.CharField(_("type"), max_length=100, blank=True)
    item_id = models.BigIntegerField(_("WordPress id"), default=0)
    item_title = models.TextField(_("title"), blank=True)
    item_url = models.TextField(_("old address"), blank=True)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField(null=True)
    target = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("import issue")
        verbose_name_plural = _("import issues")
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "severity", "code"])]

    def __str__(self) -> str:
        return self.detail


class ImportedItem(models.Model):
    """The object that one item of an export became.

    ``source_key`` is the identity of the site, the kind and the WordPress id, never a title or a file name.
    ``source_hash`` is that of the item in the export, ``content_hash`` that of what it asks for here, ``object_hash``
    that of what the importer wrote, so that an editor's later change is seen. An empty ``content_hash`` says that the
    object was made but not filled yet.
    """

    source_key = models.CharField(_("source key"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    wordpress_id = models.BigIntegerField(_("WordPress id"), null=True, blank=True)
    old_url = models.CharField(_("old address"), max_length=1000, blank=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    source_hash = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    object_hash = models.CharField(max_length=64, blank=True)
    pending = models.JSONField(
        null=True, blank=True, help_text=_("The item itself, kept while something that it names is missing.")
    )
    issues = models.JSONField(default=list, blank=True)
    meta = models.JSONField(_("other fields"), default=dict, blank=True)
    was_created = models.BooleanField(default=True)
    created_in = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="created")
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="items")

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["wordpress_id"]),
        ]

    def __str__(self) -> str:
        return self.source_key
