"""Say what WordPress exports hold."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.wordpress.analysis import analyse
from cms.wordpress.management.commands.import_wordpress import read_mapping
from cms.wordpress.survey import records
from cms.wordpress.wxr import ExportError


class Command(BaseCommand):
    help = "Counts the types, terms, shortcodes and blocks of WordPress exports, with example addresses; writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "exports", nargs="+", type=Path, metavar="EXPORT", help="an export file, or a text document"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE.toml", help="names further shortcode prefixes"
        )

        parser.add_argument(
            "--recover",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="count what is whole of a damaged export",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        mapping = read_mapping(options["mapping"])
        try:
            for export in options["exports"]:
                found = records(export, recover=options["recover"])
                self.stdout.write(analyse(found, mapping).as_text())
        except ExportError as error:
            raise CommandError(str(error)) from error
