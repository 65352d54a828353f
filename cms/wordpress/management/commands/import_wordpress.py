"""Import WordPress exports."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import DatabaseError, OperationalError, ProgrammingError

from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.journal import Cancelled
from cms.wordpress.mapping import Mapping, MappingError, parse_mapping
from cms.wordpress.report import Report
from cms.wordpress.wxr import ExportError

EXIT_LOSSES = 3
LAST = "old addresses"
SWITCHES = {
    "dry_run": "report all, write nothing",
    "strict": "exit with 3 if anything was lost",
    "publish": "publish the article of a text document (default: draft)",
    "overwrite": "take the export’s version of what changed here since the last import",
    "recover": "import what is whole of a damaged export and report the rest",
    "remove_gone": "remove what earlier imports brought and this export does not hold, unless it changed here",
}


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
            help="fetch files from the old site, or take them from a copy of wp-content/uploads (default: none)",
        )
        parser.add_argument(
            "--fetch-host",
            action="append",
            default=[],
            metavar="HOST",
            help="a further host that files may be fetched from; may be given more than once",
        )
        for name, explanation in SWITCHES.items():
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                action=argparse.BooleanOptionalAction,
                default=False,
                help=explanation,
            )
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report there as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        choices = Options(
            mapping=read_mapping(options["mapping"]),
            media=_media(options["media"]),
            fetch=options["media"] == "fetch",
            fetch_hosts=tuple(options["fetch_host"]),
            **{name: options[name] for name in SWITCHES if name != "strict"},
        )
        exports: list[Path] = options["exports"]
        _check_report_path(options["report"])
        try:
            report = Importer(exports, choices, listener=Progress(self.stderr)).run()
        except ExportError as error:
            raise CommandError(str(error)) from error
        except Cancelled as error:
            raise CommandError(
                "The import was cancelled. Start it again, and it goes on where it stopped."
            ) from error
        except DatabaseError as error:
            raise CommandError(_refusal(error)) from error
        if choices.dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(report.as_text())
        if options["report"]:
            _write_report(options["report"], report)
        if options["strict"] and report.has_losses:
            sys.exit(EXIT_LOSSES)


class Progress:
    """Shows how far a run is: a line that is written over on a terminal, a line a step otherwise."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.is_terminal = out.isatty()
        self.phase = ""

    def __call__(self, phase: str, done: int, total: int) -> None:
        if self.is_terminal:
            bar = "█" * (20 * done // total) if total else ""
            share = f"{bar:20} {done} of {total}" if total else ""
            self.out.write(f"\r\033[K{phase.capitalize():15}{share}", ending="")
            if phase == LAST and done >= total:
                self.out.write("\r\033[K", ending="")
        elif phase != self.phase:
            self.out.write(f"{phase.capitalize()}: {total}" if total else phase.capitalize())
        self.phase = phase


def _refusal(error: DatabaseError) -> str:
    """Say what to do about an error of the database; only some of them may mean that tables are missing."""
    remedy = "Start the import again: it goes on where it stopped."
    if isinstance(error, OperationalError | ProgrammingError):
        remedy = "Run “manage.py migrate” and start it again: it goes on where it stopped."
    return f"The database refused something ({error}). What was written before stays. {remedy}"


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
    if choice in ("none", "fetch"):
        return None
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
