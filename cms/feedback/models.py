"""What visitors answered, and whether a site asks them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.models import Page

from cms.site_settings import SiteSetting


class DailyAnswers(models.Model):
    """How many visitors found a page helpful on one day, and how many did not; nothing about who they are."""

    wagtail_reference_index_ignore = True  # “where is this page used” asks for links, not for answers

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="daily_answers", verbose_name=_("page")
    )
    date = models.DateField(_("day"))
    yes = models.PositiveIntegerField(_("yes"), default=0)
    no = models.PositiveIntegerField(_("no"), default=0)

    class Meta:
        verbose_name = _("answers on a day")
        verbose_name_plural = _("answers by day")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "date"], name="one_row_a_page_and_day")]

    def __str__(self) -> str:
        return f"{self.date}: {self.yes} / {self.no}"


class Remark(models.Model):
    """What somebody added to an answer; addresses and numbers are taken out before it is stored.

    Who may view remarks may read the report of all answers: a permission of its own.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("page"))
    date = models.DateField(_("day"))
    helpful = models.BooleanField(_("helpful"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("visitor’s comment")
        verbose_name_plural = _("visitors’ comments")
        default_permissions = ("view", "delete")
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"  # without the words: it stands in the log of what was deleted


@register_setting(icon="help")
class FeedbackSettings(SiteSetting):
    """Whether a site asks its visitors."""

    ask = models.BooleanField(
        _("ask “Was this page helpful?”"),
        default=True,
        help_text=_("Below articles and content pages. The answers are under Reports → Visitors’ answers."),
    )
    ask_why = models.BooleanField(
        _("ask for a comment, too"),
        default=True,
        help_text=_("Whoever answered may then say in a few words what helped, or what is missing."),
    )

    panels = [FieldPanel("ask"), FieldPanel("ask_why")]

    class Meta:
        verbose_name = _("feedback")

    def __str__(self) -> str:
        return str(self.site)
