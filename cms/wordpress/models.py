"""What was imported from where, so that a second run recognises it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One run of the importer and its report."""

    source = models.CharField(_("source"), max_length=500)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%Y-%m-%d %H:%M}"


class ImportedItem(models.Model):
    """The object that one item of an export became.

    ``source_key`` is the identity of the site, the kind and the WordPress id, never a title or a file name.
    ``content_hash`` is that of the item as it was imported last; ``object_hash`` that of what the importer wrote, so
    that an editor's later change is seen.
    """

    source_key = models.CharField(_("source key"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    wordpress_id = models.BigIntegerField(_("WordPress id"), null=True, blank=True)
    old_url = models.CharField(_("old address"), max_length=1000, blank=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    content_hash = models.CharField(max_length=64)
    object_hash = models.CharField(max_length=64, blank=True)
    meta = models.JSONField(_("other fields"), default=dict, blank=True)
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
