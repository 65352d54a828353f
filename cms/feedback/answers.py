"""Storing what visitors answer: a number more on a day, and words without what would tell whose they are."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from cms.feedback.masking import masked
from cms.feedback.models import DailyAnswers, Remark


def count(page: Page, *, helpful: bool) -> None:
    """Add one to the day's row of a page."""
    field = "yes" if helpful else "no"
    DailyAnswers.objects.update_or_create(
        page=page, date=timezone.localdate(), defaults={field: F(field) + 1}, create_defaults={field: 1}
    )


def keep(page: Page, text: str, *, helpful: bool) -> None:
    """Store somebody's words about a page."""
    Remark.objects.create(page=page, date=timezone.localdate(), helpful=helpful, text=masked(text))
