"""A run as somebody started it in the admin: its files, its choices, and the work, whatever process does it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import get_valid_filename

from cms.wordpress.analysis import analyse
from cms.wordpress.context import Options
from cms.wordpress.exportfile import check_format
from cms.wordpress.importer import Importer
from cms.wordpress.journal import Journal
from cms.wordpress.mapping import Mapping, TypeMapping, parse_mapping
from cms.wordpress.models import ImportFile, ImportRun, private_storage
from cms.wordpress.survey import check, records
from cms.wordpress.wxr import ExportError

# A run that gave no sign of life for so long has died: it gives one every ten seconds.
SILENCE = timedelta(seconds=60)
# A larger file is read through in the background: the browser would wait for longer than servers let it.
READ_AT_ONCE = 128 * 1024**2  # bytes
INBOX = "inbox"
UPLOADED = "exports"
OWN_FOLDERS = frozenset({INBOX, UPLOADED, "locks", "logs", "media"})
Status = ImportRun.Status


def root() -> Path:
    return Path(settings.WORDPRESS_IMPORT_ROOT)


def inbox() -> list[str]:
    """Name the exports that whoever runs the server put into the folder for them."""
    folder = root() / INBOX
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path.name for path in found if path.is_file() and not path.is_symlink())


def media_folders() -> list[str]:
    """Name the copies of wp-content/uploads that lie beside the exports on the server."""
    found = root().iterdir() if root().is_dir() else ()
    return sorted(
        path.name
        for path in found
        if path.is_dir() and not path.is_symlink() and path.name not in OWN_FOLDERS and path.name[0] != "."
    )


# Making a run


def create(uploads: Iterable[File], named: Iterable[str], user: Any, *, recover: bool = False) -> ImportRun:
    """Keep exports and make a run of them; raises ``ExportError``, and then nothing of them stays on disk.

    ``named`` are files of the inbox; they stay where they are.
    """
    storage, kept = private_storage(), []
    try:
        for upload in uploads:
            name = (
                get_valid_filename(Path(upload.name or "export.xml").name)[-100:].lstrip(".-") or "export.xml"
            )
            kept.append((name, storage.save(f"{UPLOADED}/{get_random_string(12)}/{name}", upload)))
        files = [*kept, *((name, f"{INBOX}/{name}") for name in named)]
        if len({name for name, _path in files}) < len(files):
            raise ExportError("Two of the files have the same name; the report could not tell them apart.")
        for _name, path in files:
            check_file(Path(storage.path(path)), recover=recover)
    except BaseException:
        _discard(path for _name, path in kept)
        raise
    run = ImportRun.objects.create(
        source=", ".join(name for name, _path in files)[:500],
        status=Status.WAITING,
        started_by=user,
        options={"job": "analyse", "recover": recover},
    )
    ImportFile.objects.bulk_create(ImportFile(run=run, name=name, file=path) for name, path in files)
    return run


def check_file(path: Path, *, recover: bool = False) -> None:
    """Read a file through once; raises ``ExportError`` with the sentence that says why it cannot be imported."""
    if path.is_file() and path.stat().st_size > READ_AT_ONCE:
        check_format(path)
        return
    if recover:
        for _record in records(path, recover=True):
            return
        raise ExportError(f"“{path.name}” holds nothing that could be saved.")
    check(path)


def again(run: ImportRun, user: Any) -> ImportRun:
    """Make a run with the files and choices of another one, so that each keeps a report of its own."""
    copy = ImportRun.objects.create(
        source=run.source,
        status=Status.ANALYSED,
        started_by=user,
        options={
            name: run.options[name] for name in ("recover", "analysis", "choices") if name in run.options
        }
        | {"job": "import"},
    )
    ImportFile.objects.bulk_create(
        ImportFile(run=copy, name=file.name, file=file.file.name) for file in run.files.all()
    )
    return copy


def sources(run: ImportRun) -> list[Path]:
    """Give the files of a run; raises ``ExportError`` for one that is no longer there."""
    paths = [Path(file.file.path) for file in run.files.order_by("pk")]
    for path in paths:
        if not path.is_file():
            raise ExportError(f"The file “{path.name}” is no longer on the server. Upload it again.")
    return paths


def has_files(run: ImportRun) -> bool:
    """Tell whether all files of a run are still there."""
    files = run.files.all()
    return bool(files) and all(Path(file.file.path).is_file() for file in files)


def was_uploaded(run: ImportRun) -> bool:
    """Tell whether a run has files that were uploaded for it, not only such as lie in the inbox."""
    return run.files.filter(file__startswith=f"{UPLOADED}/").exists()


def discard_files(run: ImportRun) -> None:
    """Delete what was uploaded for a run; an export holds drafts, private pages and passwords."""
    _discard(run.files.filter(file__startswith=f"{UPLOADED}/").values_list("file", flat=True))


def _discard(paths: Iterable[str]) -> None:
    storage = private_storage()
    for path in paths:
        storage.delete(path)
        with contextlib.suppress(OSError):  # another run of the same files may have deleted it first
            Path(storage.path(path)).parent.rmdir()


# How a run is


def is_silent(run: ImportRun) -> bool:
    return timezone.now() - (run.heartbeat_at or run.started_at) > SILENCE


def is_dead(run: ImportRun) -> bool:
    """Tell whether the process of a run ended without saying so."""
    return run.status == Status.RUNNING and is_silent(run)


def is_underway(run: ImportRun) -> bool:
    return run.status in (Status.WAITING, Status.RUNNING) and not is_dead(run)


def is_startable(run: ImportRun) -> bool:
    """Tell whether no process has a run in hand: it is not under way, or waits for one that was not called or never came."""
    waits = run.status == Status.WAITING and (run.heartbeat_at is None or is_silent(run))
    return waits or not is_underway(run)


def underway() -> QuerySet[ImportRun]:
    """Give the runs that wait for their turn or are at work; a dead one is neither."""
    limit = timezone.now() - SILENCE
    alive = Q(heartbeat_at__gt=limit) | Q(heartbeat_at=None, started_at__gt=limit)
    return ImportRun.objects.filter(Q(status=Status.WAITING) | Q(alive, status=Status.RUNNING))


def cancel(run: ImportRun) -> bool:
    """Ask a run to stop: at once while it waits or is dead, otherwise before its next batch.

    One that looks dead may be slow only, so it is asked as well.
    """
    row = ImportRun.objects.filter(pk=run.pk)
    if is_dead(run) or row.filter(status=Status.WAITING).exists():
        return bool(
            row.filter(status__in=[Status.WAITING, Status.RUNNING]).update(
                status=Status.CANCELLED, cancel_requested=True, finished_at=timezone.now()
            )
        )
    return bool(row.filter(status=Status.RUNNING).update(cancel_requested=True))


# The work


def options_of(run: ImportRun) -> Options:
    """Give what the form of choices asked for; raises ``MappingError`` for a mapping file that became unreadable."""
    choices: dict[str, Any] = run.options.get("choices", {})
    media = choices.get("media_from", "none")
    folder = media.removeprefix("folder:") if media.startswith("folder:") else ""
    if folder and folder not in media_folders():
        raise ExportError(f"The folder “{folder}” with the media files is no longer on the server.")
    return Options(
        mapping=mapping_of(choices),
        media=root() / folder if folder else None,
        fetch=media == "fetch",
        fetch_hosts=tuple(choices.get("fetch_hosts", ())),
        dry_run=run.dry_run,
        publish=choices.get("publish", False),
        overwrite=choices.get("overwrite", False),
        remove_gone=choices.get("remove_gone", False),
        recover=run.options.get("recover", False),
    )


def mapping_of(choices: dict[str, Any]) -> Mapping:
    """Lay the choices of the form over the mapping file that came with them, if any."""
    mapping = parse_mapping(choices.get("toml", ""))
    if "types" not in choices:
        return mapping
    fields = choices["fields"]
    types = {name: TypeMapping(target, fields.get(name, {})) for name, target in choices["types"].items()}
    shown = choices["taxonomies"]
    others = {name: target for name, target in mapping.taxonomies.items() if name not in shown}
    return dataclasses.replace(
        mapping,
        types={**mapping.types, **types},
        taxonomies={**others, **{name: target for name, target in shown.items() if target != "leave"}},
        home=choices["home"],
        header_menu=choices["header_menu"],
        hosts=tuple(choices["hosts"]),
        button_without_url=choices["without_url"],
    )


def look_through(run: ImportRun) -> None:
    """Count what the files of a run hold, and keep the figures with it; what proves to be no export is deleted."""
    recover = run.options.get("recover", False)
    found = (record for path in sources(run) for record in records(path, recover=recover))
    try:
        run.options["analysis"] = analyse(found, Mapping()).as_dict()
    except ExportError:
        discard_files(run)
        raise
    run.options["job"] = "import"
    run.status = Status.ANALYSED
    run.save(update_fields=["options", "status"])


def perform(run: ImportRun) -> None:
    """Import the files of a run as its choices ask; raises what the importer raises."""
    Importer(sources(run), options_of(run), journal=Journal(run)).run()
