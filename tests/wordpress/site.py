"""A site with a database and files of its own, which processes of its own work on: to be killed, or met by others."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Site:
    """``start`` and ``manage`` run commands of the site; ``rows`` asks its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "site.sqlite3"
        self.media = folder / "media"
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, *arguments: object, settings: str = "base", **options: Any) -> subprocess.Popen[str]:
        """Start a process: a command of manage.py, or with ``-c`` some Python."""
        program = [] if arguments[0] == "-c" else [ROOT / "manage.py"]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "COV_"))},
            "DJANGO_SETTINGS_MODULE": f"cms.settings.{settings}",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(self.media),
            "WORDPRESS_IMPORT_ROOT": str(self.folder / "imports"),
            "SECRET_KEY": "only-for-tests",
            "ALLOWED_HOSTS": "*",
            "HTTPS": "off",
            "REDIS_URL": "",
            "PYTHONWARNINGS": "ignore",
        }
        return subprocess.Popen(
            [sys.executable, *map(str, [*program, *arguments])],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def manage(self, *arguments: object, code: int | None = 0) -> str:
        """Run a command to its end and give all that it says."""
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=300)
        assert code is None or process.returncode == code, out + errors
        return out + errors

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute(query).fetchall()

    def tables(self) -> Iterable[str]:
        return [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.media)) for path in self.media.rglob("*") if path.is_file())

    def copy(self, folder: Path) -> "Site":
        """Give another site that begins with the same rows."""
        other = Site(folder)
        with (
            contextlib.closing(sqlite3.connect(self.database)) as source,
            contextlib.closing(sqlite3.connect(other.database)) as target,
        ):
            source.backup(target)
        return other
