"""Counting who follows a button: days and numbers, no cookie, no address, no user agent kept."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from cms.buttons.models import Button, ButtonClicks

logger = logging.getLogger(__name__)

PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # how browsers say that nobody has clicked yet
LOCK_WAIT = 500  # milliseconds

# Crawlers, link previews and monitors name themselves; people's browsers do not use these words (CUBOT makes telephones).
AUTOMATED = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp/|telegram|embedly"
    r"|headless|lighthouse|pingdom|uptime|monitor|\bscan|curl|wget|python|java/|go-http|okhttp|axios|libwww|scrapy",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """Tell whether a request is somebody's click: no HEAD, prefetch, robot, or logged-in member of staff."""
    purpose = " ".join(request.headers.get(name, "") for name in PURPOSES).lower()
    agent = request.headers.get("User-Agent", "")
    user = getattr(request, "user", None)
    return (
        request.method == "GET"
        and "prefetch" not in purpose
        and "preview" not in purpose
        and bool(agent)
        and not AUTOMATED.search(agent)
        and not (user is not None and user.is_authenticated)
    )


def count_click(button: Button, day: date | None = None) -> None:
    """Add one to the day's row; a database that cannot be written costs the count, never the visitor's way."""
    row = {"button": button, "date": day or timezone.localdate()}
    try:
        with waiting_briefly(), transaction.atomic():
            if increment(row):
                return
            try:
                with transaction.atomic():
                    ButtonClicks.objects.create(**row, clicks=1)
            except IntegrityError:  # another click made the row in between
                increment(row)
    except DatabaseError:
        logger.warning("A click on button %s could not be counted", button.pk, exc_info=True)


@contextmanager
def waiting_briefly() -> Iterator[None]:
    """Wait for a lock for ``LOCK_WAIT`` at most: somebody stands before the redirect."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {LOCK_WAIT}")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def increment(row: dict[str, object]) -> int:
    return ButtonClicks.objects.filter(**row).update(clicks=F("clicks") + 1)
