"""Switch maintenance mode on and off."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.maintenance import switch


class Command(BaseCommand):
    help = "Ask visitors to come back later (on), or let them in again (off). The admin stays open."
    requires_system_checks: list[str] = []  # it must work while the rest does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            switch.turn_on() if options["state"] == "on" else switch.turn_off()
        except OSError as error:
            raise CommandError(
                f"{settings.MAINTENANCE_FILE} cannot be written ({error.strerror}). "
                "Name a file that can in the environment variable MAINTENANCE_FILE."
            ) from error
        if not switch.is_on():
            self.stdout.write("Visitors see the site again.")
        elif options["state"] == "on":
            self.stdout.write("Visitors are asked to come back later; the admin stays open.")
        else:
            raise CommandError(
                "The environment variable MAINTENANCE still keeps visitors out: unset it, too."
            )
