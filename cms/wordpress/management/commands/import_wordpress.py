"""Import WordPress exports."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping, MappingError, parse_mapping
from cms.wordpress.report import Report
from cms.wordpress.survey import check
from cms.wordpress.wxr import ExportError

EXIT_LOSSES = 3


class Command(BaseCommand):
    help = (
        "Imports WordPress exports (WXR), or text documents, and lists what did not fit. "
        "Run it again as often as you like: what did not change is not written. "
        "Exit code 0: imported; 1: refused, nothing written; 3: with --strict, something was lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "exports", nargs="+", type=Path, metavar="EXPORT", help="an export file, or a text document"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE.toml", help="where what the export holds goes here"
        )
        parser.add_argument(
            "--media",
            default="none",
            metavar="none|fetch|DIR",
            help="a copy of wp-content/uploads (default: none)",
        )
        parser.add_argument(
            "--dry-run",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="report all, write nothing",
        )
        parser.add_argument(
            "--strict",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="exit with 3 if anything was lost",
        )
        parser.add_argument(
            "--publish",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="publish the article of a text document (default: draft)",
        )
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report there as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        choices = Options(
            mapping=read_mapping(options["mapping"]),
            media=_media(options["media"]),
            dry_run=options["dry_run"],
            publish=options["publish"],
        )
        exports: list[Path] = options["exports"]
        report = Report(", ".join(export.name for export in exports))
        _check_report_path(options["report"])
        importers = [Importer(export, choices, report) for export in exports]
        try:
            for export in exports:
                check(export)
            _run(importers)
        except ExportError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot take the import ({error}). Nothing was written. "
                "Run “manage.py migrate” and try again."
            ) from error
        if choices.dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(report.as_text())
        if options["report"]:
            _write_report(options["report"], report)
        if options["strict"] and report.has_losses:
            sys.exit(EXIT_LOSSES)


def _run(importers: list[Importer]) -> None:
    """Run imports in one transaction; what a later one fails on undoes the files of those before it, too."""
    try:
        with transaction.atomic():
            for importer in importers:
                importer.run()
    except BaseException:
        for importer in importers:
            importer.discard_files()
        raise


def _check_report_path(path: Path | None) -> None:
    if path is not None:
        try:
            path.touch()
        except OSError as error:
            raise CommandError(
                f"The report cannot be written to {path}: {error}. Nothing was imported."
            ) from error


def read_mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The mapping file {path} cannot be read: {error}.") from error
    except MappingError as error:
        raise CommandError(str(error)) from error


def _media(choice: str) -> Path | None:
    if choice == "none":
        return None
    if choice == "fetch":
        raise CommandError(
            "Fetching files over the network is not safe enough yet. "
            "Copy the folder wp-content/uploads from the old server and give it with --media DIR."
        )
    folder = Path(choice)
    if not folder.is_dir():
        raise CommandError(f"--media {choice}: there is no such folder. Give a copy of wp-content/uploads.")
    return folder


def _write_report(path: Path, report: Report) -> None:
    try:
        path.write_text(json.dumps(report.as_dict(), indent=1, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"The import is done, but the report could not be written to {path}: {error}."
        ) from error
