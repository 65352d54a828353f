"""Comments as they were imported, and whether a site shows them."""

from __future__ import annotations

from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.models import Page

from cms.comments.sanitise import harmless
from cms.links.validators import is_safe_url
from cms.site_settings import SiteSetting


class Comment(models.Model):
    """One comment below a page, written on the old site.

    The e-mail and IP address of who wrote it are never stored; ``website`` is that of a page which mentions this one
    (a pingback or trackback), never a person's. ``reply_to`` is the ``external_id`` of the comment above: a comment
    whose parent is hidden or gone simply stands on top. It is not indexed for the search on purpose.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")

    class Status(models.TextChoices):
        APPROVED = "approved", _("approved")
        PENDING = "pending", _("never approved")
        REMOVED = "removed", _("removed on request")

    wagtail_reference_index_ignore = True  # “where is this page used” asks for links, not for comments

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="comments", verbose_name=_("page"))
    external_id = models.BigIntegerField(_("id on the old site"))
    reply_to = models.BigIntegerField(_("answers"), null=True, blank=True)
    author = models.CharField(_("author"), max_length=255, blank=True)
    website = models.CharField(_("address"), max_length=1000, blank=True)
    date = models.DateTimeField(_("date"), null=True, blank=True)
    body = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COMMENT)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ("view", "delete")
        constraints = [
            models.UniqueConstraint(fields=["page", "external_id"], name="one_comment_an_external_id"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.external_id}"

    @property
    def text(self) -> SafeString:
        """Give the body for a page; it was cleaned when it came, and whoever wrote it since is not trusted either."""
        return mark_safe(harmless(self.body))  # noqa: S308  the allow-list is what makes it safe

    @property
    def excerpt(self) -> str:
        words = strip_tags(harmless(self.body).replace("<", " <"))
        return Truncator(" ".join(words.split())).chars(120)

    @property
    def address(self) -> str:
        """Give the website that mentions the page, if it is safe to lead there."""
        return self.website if is_safe_url(self.website) else ""

    @property
    def is_mention(self) -> bool:
        return self.kind != self.Kind.COMMENT

    def erase(self) -> None:
        """Forget who wrote this and what; the row stays, or the next import would bring the words back."""
        self.author = self.website = self.body = ""
        self.status = self.Status.REMOVED
        self.save()


@register_setting(icon="comment")
class CommentSettings(SiteSetting):
    """Whether a site shows the archive, and what it says above it."""

    show = models.BooleanField(
        _("show comments"),
        default=False,
        help_text=_("Below articles and content pages, approved ones only."),
    )
    show_mentions = models.BooleanField(
        _("show pingbacks and trackbacks"),
        default=False,
        help_text=_("Notes that another website linked to the page."),
    )
    title = models.CharField(
        _("title"), max_length=100, blank=True, help_text=_("“Comments” if you leave it empty.")
    )
    explanation = models.TextField(
        _("explanation"),
        max_length=500,
        blank=True,
        help_text=_(
            "Such as: these comments were written on our previous website and are no medical advice."
        ),
    )

    panels = [
        FieldPanel("show"),
        FieldPanel("show_mentions"),
        FieldPanel("title"),
        FieldPanel("explanation"),
    ]

    class Meta:
        verbose_name = _("comment archive")

    def __str__(self) -> str:
        return str(self.site)
