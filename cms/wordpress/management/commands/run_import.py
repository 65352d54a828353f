"""Do an import run that was started in the admin."""

import signal
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from cms.wordpress.tasks import perform


class Command(BaseCommand):
    help = "Does an import that was started in the admin; the site calls it itself where no task worker runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _end)
        perform(options["run"])


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """End as an exception does: the batch is rolled back, and the run says what happened."""
    raise SystemExit(128 + number)
