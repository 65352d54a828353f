"""Remind reviewers and owners of articles that are to be reviewed; made to be run daily."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.reviews.due import SOON
from services.reviews.reminders import MailServerError, Reminder, remind


class Command(BaseCommand):
    help = "Mail reviewers and owners a list of their articles whose review is overdue or due soon."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=SOON, help=f"how soon a review is due (default: {SOON})"
        )
        parser.add_argument(
            "--every",
            type=int,
            default=7,
            help="leave so many days between two mails to one person (default: 7)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say who would be reminded, send nothing")

    def handle(self, *args: Any, days: int, every: int, dry_run: bool, **options: Any) -> None:
        if days < 0 or every < 1:
            raise CommandError("--days takes 0 or more, --every 1 or more.")
        failed = 0
        try:
            for reminder in remind(days, every, dry_run):
                failed += bool(reminder.problem)
                self.stdout.write(f"{reminder.recipient}: {self.outcome(reminder, dry_run)}")
        except MailServerError as error:
            raise CommandError(str(error)) from error
        if failed:
            raise CommandError(f"{failed} of the reminders could not be sent. The next run tries them again.")

    def outcome(self, reminder: Reminder, dry_run: bool) -> str:
        if reminder.problem:
            return f"not sent ({reminder.problem})"
        if not reminder.is_new:
            return "reminded a few days ago, left alone"
        articles = "1 article" if reminder.number == 1 else f"{reminder.number} articles"
        return f"{articles}, {'would be sent' if dry_run else 'sent'}"
