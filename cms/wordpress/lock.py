"""One import or undo at a time: two at once would make the same pages twice, or take away what is just being made."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from cms.wordpress.records import ExportError

ADVISORY = 0x_776F_7264_7072_6573  # a number of our own among the advisory locks of a database: “wordpres”


class LockedError(ExportError):
    """Another process has the lock; ``run`` is the run that it does, None where that is not known."""

    def __init__(self, run: int | None = None) -> None:
        super().__init__("Another import into this site is running. Wait until it has ended, or cancel it.")
        self.run = run


@contextlib.contextmanager
def only_one(run: int | None = None) -> Iterator[None]:
    """Hold the lock of this site's imports for a run; raises ``LockedError`` while another process holds it.

    The system lets go of it however a process ends, so one that was killed is in nobody's way.
    """
    with _file(run), _database():
        yield


@contextlib.contextmanager
def _file(run: int | None) -> Iterator[None]:
    """Lock a file: for the processes of this server."""
    database = "|".join(str(connection.settings_dict[name]) for name in ("ENGINE", "NAME", "HOST", "PORT"))
    folder = Path(settings.WORDPRESS_IMPORT_ROOT) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(database.encode()).hexdigest()[:16]
    with (folder / f"{name}.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            raise LockedError(int(holder) if holder.isdecimal() else None) from None
        file.truncate(0)
        file.write(str(run or ""))
        file.flush()
        yield


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """Lock the database, too, where it knows how: several servers may share it.

    The lock belongs to a connection of its own, so that nothing which happens to the other one lets go of it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
            if not cursor.fetchone()[0]:
                raise LockedError
        yield
    finally:
        own.close()
