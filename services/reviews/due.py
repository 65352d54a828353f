"""Which articles are to be reviewed."""

from __future__ import annotations

import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from services.models import Review, ServiceArticlePage

SOON = 30  # days


def with_reviews(articles: PageQuerySet) -> PageQuerySet:
    """Add what the latest review says: ``reviewed_on``, ``next_review_on``, ``reviewer_id`` and ``reviewer_name``."""
    latest = Review.objects.in_force().filter(article=OuterRef("pk"))
    return articles.annotate(
        reviewed_on=Subquery(latest.values("reviewed_on")[:1]),
        next_review_on=Subquery(latest.values("next_review_on")[:1]),
        reviewer_id=Subquery(latest.values("reviewer_id")[:1]),
        reviewer_name=Subquery(latest.values("reviewer__name")[:1]),
    )


def live_articles() -> PageQuerySet:
    return with_reviews(ServiceArticlePage.objects.live().defer_streamfields())


def editable_articles(user: object) -> PageQuerySet:
    """Give the live articles that somebody may edit."""
    editable = PagePermissionPolicy(ServiceArticlePage).instances_user_has_permission_for(user, "change")
    return with_reviews(editable.live().defer_streamfields())


def due_within(articles: PageQuerySet, days: int) -> PageQuerySet:
    """Keep articles whose review is due within some days, or overdue."""
    return articles.filter(next_review_on__lte=timezone.localdate() + datetime.timedelta(days=days))


def overdue(articles: PageQuerySet) -> PageQuerySet:
    return articles.filter(next_review_on__lt=timezone.localdate())


def never_reviewed(articles: PageQuerySet) -> PageQuerySet:
    return articles.filter(next_review_on=None)
