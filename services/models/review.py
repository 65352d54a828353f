"""Who reviewed an article, when, and against what."""

from __future__ import annotations

import calendar
import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, MultiFieldPanel


class ReviewQuerySet(models.QuerySet["Review"]):
    def in_force(self) -> ReviewQuerySet:
        """Leave out reviews of a version that readers cannot see yet.

        Where old revisions were purged, Wagtail may not know any more which one is live. Then the time tells: a draft
        that was reviewed before the last publication was part of it.
        """
        published = models.Q(revision=None) | models.Q(revision__lte=models.F("article__live_revision_id"))
        purged = models.Q(
            article__live_revision=None, recorded_at__lte=models.F("article__last_published_at")
        )
        return self.filter(published | purged)


class Review(models.Model):
    """Somebody read a whole article and vouched for it.

    Written only by “I reviewed the whole page” and by the approval of a clinical review; saving and publishing an
    article never touch it, and it is never changed. ``revision`` is the id of the draft that was read, or None for what
    readers saw already; without a foreign key, it stays comparable when old revisions are purged.
    """

    article = models.ForeignKey(
        "services.ServiceArticlePage",
        on_delete=models.CASCADE,
        related_name="reviews",
        verbose_name=_("article"),
    )
    reviewer = models.ForeignKey(
        "services.Author", on_delete=models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    others = models.ManyToManyField(
        "services.Author", blank=True, related_name="+", verbose_name=_("reviewed together with")
    )
    evidence = models.TextField(_("evidence"))
    reviewed_on = models.DateField(_("reviewed on"))
    next_review_on = models.DateField(_("next review due"))
    revision = models.BigIntegerField(_("version"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-pk"]
        default_permissions = ()
        permissions = [("record_review", _("Can record reviews of articles"))]

    def __str__(self) -> str:
        return f"{self.article}: {self.reviewed_on}"

    @property
    def is_overdue(self) -> bool:
        return self.next_review_on < timezone.localdate()


class Reviewable(models.Model):
    """For page types that are reviewed."""

    review_cycle = models.PositiveSmallIntegerField(
        _("months until the next review"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("A review that names no date for the next one is due again after so many months."),
    )

    review_panels = [
        MultiFieldPanel(
            [HelpPanel(template="services/admin/review_panel.html"), "review_cycle"], heading=_("Review")
        )
    ]

    class Meta:
        abstract = True

    @cached_property
    def latest_review(self) -> Review | None:
        """Give the review that readers are told of."""
        reviews: ReviewQuerySet = self.reviews  # type: ignore[attr-defined]  # from the foreign key of Review
        return reviews.in_force().select_related("reviewer").prefetch_related("others").first()


class ReviewReminder(models.Model):
    """When a person was last reminded of reviews, so that a reminder comes once in a period however often it is sent."""

    recipient = models.EmailField(_("recipient"), unique=True)
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("review reminder")
        verbose_name_plural = _("review reminders")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.recipient}: {self.sent_on}"


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Give the same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
