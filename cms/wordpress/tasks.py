"""The background: a run is done by the task worker where one runs, otherwise by a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.models import Site

from cms.wordpress import runs, undo
from cms.wordpress.journal import Cancelled, heartbeat
from cms.wordpress.lock import LockedError, only_one
from cms.wordpress.mapping import MappingError
from cms.wordpress.models import ImportRun
from cms.wordpress.wxr import ExportError

logger = logging.getLogger(__name__)
Status = ImportRun.Status
STARTING = (
    "options", "dry_run", "status", "cancel_requested", "error", "phase", "done", "total", "started_at", "finished_at",
    "heartbeat_at",
)  # fmt: skip
JOBS: dict[str, Callable[[ImportRun], None]] = {
    "analyse": runs.look_through,
    "import": runs.perform,
    "undo": undo.undo,
}


class BusyError(Exception):
    """A run is under way, which may be the very one; the site takes one at a time.

    ``other`` is None where a process works of which nobody knows the run.
    """

    def __init__(self, other: ImportRun | None) -> None:
        super().__init__(
            _("Another import is under way (%(source)s). Wait until it has ended, or cancel it.")
            % {"source": other.source if other else _("its process still works")}
        )
        self.other = other


@task()
def import_task(run_id: int) -> None:
    """Do a run's job; for the task worker."""
    perform(run_id)


def start(run: ImportRun, job: str) -> None:
    """Have a run's job done in the background; raises ``BusyError`` while it, or another run, is under way."""
    with transaction.atomic():
        Site.objects.select_for_update().get(is_default_site=True)  # two starts come one after the other
        _check_idle(run)
        run.heartbeat_at = timezone.now()
        if run.status == Status.ANALYSED:
            run.started_at = run.heartbeat_at
        if job != "undo":  # that happens to a run; it is not when the run was
            run.finished_at = None
        run.options["job"] = job
        run.status, run.cancel_requested = Status.WAITING, False
        run.error, run.phase, run.done, run.total = "", "", 0, 0
        run.save(update_fields=STARTING)
    transaction.on_commit(lambda: _hand_over(run))


def _check_idle(run: ImportRun) -> None:
    """Raise ``BusyError`` where something is under way by now, whatever the caller read before."""
    current = ImportRun.objects.get(pk=run.pk)
    if current.status != run.status or not runs.is_startable(current):
        raise BusyError(current)
    if other := runs.underway().exclude(pk=run.pk).first():
        raise BusyError(other)
    try:
        with only_one():
            pass
    except LockedError as error:
        # A run that is slow, not dead; or a command, which enters its run when it has read the export.
        raise BusyError(ImportRun.objects.filter(pk=error.run or 0).first()) from None


def _hand_over(run: ImportRun) -> None:
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], (ImmediateBackend, DummyBackend)):
        _start_process(run)
    else:
        import_task.enqueue(run.pk)


def _start_process(run: ImportRun) -> None:
    """Start ``manage.py run_import`` so that it lives on when the web server's process ends."""
    logs = runs.root() / "logs"
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(run.pk)]
    try:
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"run-{run.pk}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  our own command with a number
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                close_fds=True,
            )
    except OSError:
        logger.exception("The process for import run %s could not be started", run.pk)
        _end(run, Status.FAILED, _("The server could not start a process for it. Its log says why."))
        return
    threading.Thread(target=process.wait, daemon=True).start()  # or it would stay a zombie until we end


# In the process that does the work


def perform(run_id: int) -> None:
    """Do a run's job once, and enter how it ended; nothing is raised but what ends the process."""
    run = _claimed(run_id)
    if run is None:
        return
    job = JOBS[run.options.get("job", "import")]
    try:
        with heartbeat(run.pk):
            job(run)
    except Cancelled:
        _end(run, Status.CANCELLED)
    except (ExportError, MappingError) as error:
        if not (isinstance(error, LockedError) and error.run == run.pk):  # else it goes on in another process
            _end(run, Status.FAILED, str(error))
    except (SystemExit, KeyboardInterrupt):
        _end(
            run,
            Status.CANCELLED,
            _("The server ended its process. Start it again: it goes on where it stopped."),
        )
        raise
    except Exception:  # whatever happened, the person who waits must be told that it is over
        logger.exception("Import run %s failed", run_id)
        _end(run, Status.FAILED, _("Something went wrong that was not foreseen. The server’s log says what."))
    else:
        _end(run, run.status)


def _claimed(run_id: int) -> ImportRun | None:
    """Take a waiting run; None if it waits no more, because another worker has it or it was cancelled."""
    waiting = ImportRun.objects.filter(pk=run_id, status=Status.WAITING)
    if waiting.filter(cancel_requested=True).update(status=Status.CANCELLED, finished_at=timezone.now()):
        return None
    taken = waiting.update(status=Status.RUNNING, heartbeat_at=timezone.now())
    return ImportRun.objects.get(pk=run_id) if taken else None


def _end(run: ImportRun, status: str, error: str = "") -> None:
    if run.options.get("job") != "undo":
        run.finished_at = timezone.now()
    ImportRun.objects.filter(pk=run.pk).update(status=status, error=error, finished_at=run.finished_at)
