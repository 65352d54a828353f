"""The journal of a run: how far it is, what it reports, and whether it shall stop."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from cms.wordpress.models import ImportIssue, ImportRun
from cms.wordpress.report import Issue, ItemKey, Report, Severity

EVERY = 1.0  # seconds between two entries of how far a run is
BEAT = 10.0  # seconds between two signs of life
ENDING = ("status", "counts", "error", "finished_at", "heartbeat_at", "phase", "done", "total")
Listener = Callable[[str, int, int], None]
Find = Callable[[ItemKey], tuple[int, int] | None]


class Cancelled(Exception):  # noqa: N818  it is no error
    """Somebody asked for an end of the run; what was written stays, and a later run goes on from there."""


class Journal:
    """Writes progress and issues into the rows of a run, at most once a second; ``listener`` hears every step.

    ``using`` is the database of the site, which in a dry run is not the one that the import writes to; None while that
    one cannot be reached, and then everything waits until ``close``.
    """

    def __init__(self, run: ImportRun, listener: Listener | None = None) -> None:
        self.run = run
        self.listener = listener
        self.using: str | None = DEFAULT_DB_ALIAS
        self._waiting: list[ImportIssue] = []
        self._written = 0.0

    def begin(self) -> None:
        """Say that the run runs; what an earlier try of it reported is forgotten."""
        self.run.issues.all().delete()
        self.run.status, self.run.error, self.run.finished_at = ImportRun.Status.RUNNING, "", None
        self.run.save(update_fields=["status", "error", "finished_at"])
        self.phase("reading")

    def phase(self, name: str, total: int = 0) -> None:
        """Begin a step of ``total`` items; 0 where nobody knows."""
        self.run.phase, self.run.done, self.run.total = name, 0, total
        self._sign_of_life(now=True)

    def advance(self, number: int = 1) -> None:
        """Say that items are done; raises Cancelled where somebody asked for an end."""
        self.run.done += number
        self._sign_of_life()

    def issues(self, found: Iterable[Issue], find: Find) -> None:
        """Keep issues, each with the object that it is about; ``find`` gives its content type and id."""
        for issue in found:
            content_type, object_id = find(issue.item) or (None, None)
            self._waiting.append(
                ImportIssue(
                    run=self.run,
                    code=issue.code,
                    severity=issue.severity,
                    detail=issue.detail.replace("\0", ""),
                    item_type=issue.item.type[:100],
                    item_id=issue.item.id,
                    item_title=issue.item.title.replace("\0", ""),
                    item_url=issue.item.url.replace("\0", ""),
                    content_type_id=content_type,
                    object_id=object_id,
                )
            )
        self._write_issues()

    def close(self, status: ImportRun.Status, report: Report, error: str = "") -> None:
        """Write how the run ended."""
        self.using = DEFAULT_DB_ALIAS
        self._write_issues()
        self.run.status, self.run.counts, self.run.error = status, report.as_counts(), error
        self.run.finished_at = self.run.heartbeat_at = timezone.now()
        self.run.save(update_fields=ENDING)  # not what a dry run said of the copy that it worked on

    def _write_issues(self) -> None:
        if self.using and self._waiting:
            ImportIssue.objects.using(self.using).bulk_create(self._waiting)
            self._waiting.clear()

    def _sign_of_life(self, *, now: bool = False) -> None:
        run = self.run
        if self.listener:
            self.listener(run.phase, run.done, run.total)
        if not now and time.monotonic() - self._written < EVERY:
            return
        self._written = time.monotonic()
        if self.using is None:
            return
        run.heartbeat_at = timezone.now()
        rows = ImportRun.objects.using(self.using).filter(pk=run.pk)
        rows.update(phase=run.phase, done=run.done, total=run.total, heartbeat_at=run.heartbeat_at)
        if rows.filter(cancel_requested=True).exists():
            raise Cancelled


class StoredReport(Report):
    """A report whose issues lie in the rows of a run: ``issues`` reads them."""

    run: ImportRun | None = None

    def __iter__(self) -> Iterator[Issue]:
        """Give the issues, those of the run's rows first."""
        for row in self.run.issues.iterator(chunk_size=2000) if self.run else ():
            severity: Severity = row.severity  # type: ignore[assignment]  # the model holds no other
            item = ItemKey(row.item_type, row.item_id, row.item_title, row.item_url)
            yield Issue(row.code, severity, item, row.detail)
        yield from super().__iter__()


@contextlib.contextmanager
def heartbeat(run_id: int) -> Iterator[None]:
    """Enter a sign of life while the work goes on, also in a step that takes long or a transaction that is long.

    Inside a transaction nobody else sees the run, and a database in memory takes one connection: there it does nothing.
    """
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]  # of the SQLite connection
    if connection.in_atomic_block or in_memory:
        yield
        return
    connected, ended = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(run_id, connected, ended), daemon=True)
    thread.start()
    connected.wait()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(run_id: int, connected: threading.Event, ended: threading.Event) -> None:
    # With settings of its own: a dry run puts a copy of the database in the place of everybody else's.
    try:
        connections[DEFAULT_DB_ALIAS] = connection.copy()
    finally:
        connected.set()
    try:
        while not ended.wait(BEAT):
            try:
                ImportRun.objects.filter(pk=run_id).update(heartbeat_at=timezone.now())
            except (DatabaseError, InterfaceError):
                connection.close()  # it is busy, or starts anew; the next beat will do
    finally:
        connection.close()
