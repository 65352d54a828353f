"""Mail that says which articles are to be reviewed: one for each person, listing all of theirs."""

from __future__ import annotations

import dataclasses
import datetime
import smtplib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from services.models import Author, ReviewReminder
from services.reviews.due import due_within, live_articles


class MailServerError(Exception):
    """The mail server does not answer; says so in a sentence."""


@dataclasses.dataclass(frozen=True)
class Reminder:
    """What became of one person's reminder; ``problem`` is why it could not be sent, or empty."""

    recipient: str
    number: int
    is_new: bool = True
    problem: str = ""


def remind(days: int, every: int, dry_run: bool = False) -> Iterator[Reminder]:
    """Mail everyone whose articles are due within ``days`` and who was not reminded within the last ``every`` days.

    Raises MailServerError before anything is sent.
    """
    due = due_by_person(days)
    if dry_run:
        for recipient, articles in due.items():
            yield Reminder(recipient, len(articles), is_new=not _reminded_since(recipient, every))
        return
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerError(
            f"The mail server does not answer ({error}). Nothing was sent; see the setting EMAIL_URL."
        ) from error
    try:
        for recipient, articles in due.items():
            yield _send(recipient, articles, every, connection)
    finally:
        connection.close()


def due_by_person(days: int) -> dict[str, list[Any]]:
    """Give the due articles of each address: of the last reviewer, and of the page's owner who may still edit it."""
    articles = due_within(live_articles(), days).select_related("owner").order_by("next_review_on", "pk")
    reviewers = Author.objects.in_bulk({article.reviewer_id for article in articles})
    people: dict[str, list[Any]] = {}
    for article in articles:
        addresses = {reviewers[article.reviewer_id].email.lower(), _owner_address(article)}
        for address in sorted(addresses - {""}):
            people.setdefault(address, []).append(article)
    return people


def _owner_address(article: Any) -> str:
    owner = article.owner
    may_edit = owner and owner.is_active and article.permissions_for_user(owner).can_edit()
    return owner.email.lower() if may_edit else ""


def _reminded_since(recipient: str, every: int) -> bool:
    first = timezone.localdate() - datetime.timedelta(days=every)
    return ReviewReminder.objects.filter(recipient=recipient, sent_on__gt=first).exists()


def _claim(recipient: str, every: int) -> bool:
    """Note a reminder before it is sent, so that of two runs at the same time only one sends it."""
    today = timezone.localdate()
    _row, created = ReviewReminder.objects.get_or_create(recipient=recipient, defaults={"sent_on": today})
    before = today - datetime.timedelta(days=every)
    return created or bool(
        ReviewReminder.objects.filter(recipient=recipient, sent_on__lte=before).update(sent_on=today)
    )


def _send(recipient: str, articles: list[Any], every: int, connection: Any) -> Reminder:
    if not _claim(recipient, every):
        return Reminder(recipient, len(articles), is_new=False)
    try:
        message(recipient, articles, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: an address that is none
        ReviewReminder.objects.filter(recipient=recipient).delete()  # the next run tries again
        return Reminder(recipient, len(articles), problem=str(error))
    return Reminder(recipient, len(articles))


def message(recipient: str, articles: list[Any], connection: Any = None) -> EmailMessage:
    today = timezone.localdate()
    subject = ngettext(
        "%(site)s: %(number)d article to review", "%(site)s: %(number)d articles to review", len(articles)
    ) % {"site": settings.WAGTAIL_SITE_NAME, "number": len(articles)}
    rows = [
        {
            "article": article,
            "is_overdue": article.next_review_on < today,
            "review_url": settings.WAGTAILADMIN_BASE_URL
            + reverse("article_reviews:article", args=[article.pk]),
        }
        for article in articles
    ]
    body = render_to_string("services/mail/review_reminder.txt", {"rows": rows})
    return EmailMessage(subject, body, to=[recipient], connection=connection)
