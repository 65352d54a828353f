"""Files of the media library become the site's images and documents: each content once, whatever its name."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator

from django.db import transaction

from cms.images.models import CustomImage
from cms.wordpress import wxr
from cms.wordpress.catalogue import KINDS, Catalogue
from cms.wordpress.context import Context
from cms.wordpress.ledger import fingerprint
from cms.wordpress.library import (
    Content,
    LibraryObject,
    add_words,
    clear_away,
    create,
    discard,
    model_of,
    other_fields,
    restore,
    state,
    wanted,
    words,
    write,
)
from cms.wordpress.qrcodes import draw
from cms.wordpress.refs import MediaRef, QrRef
from cms.wordpress.shelf import Shelf
from cms.wordpress.supply import Supply
from cms.wordpress.uploads import LibraryFile, MediaError

__all__ = ["MediaError", "MediaWriter", "discard"]

Batch = Callable[[int], contextlib.AbstractContextManager[None]]
REPORT_EVERY = 500


class MediaWriter:
    """Takes files over and finds them again. Nothing is fetched while a transaction is open: others may wait for it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.report = context.report
        self.ledger = context.ledger
        self.stored = context.stored
        self.catalogue = Catalogue(context)
        self.supply = Supply(context)
        self.source = self.supply.source
        self._missing: Shelf[int | str, bool] = Shelf()

    def run(self, batch: Batch | None = None) -> None:
        """Take over the attachments of the export, each that writes something in a ``batch`` of its own.

        ``batch`` is a transaction that flushes the ledger and is told the number of files that it stands for.
        """
        batch = batch or self._batch
        idle = 0
        with contextlib.closing(self.source.ahead(self.catalogue.files(), self._is_needed)) as works:
            for file, get in works:
                if get is None:
                    self._leave(file)
                    idle += 1
                else:
                    content = self.supply.content(file, get)
                    with batch(idle + 1):
                        self._take(file, content)
                    idle = 0
                if not self.context.options.dry_run:
                    self.source.done(file)
                if idle >= REPORT_EVERY:
                    with batch(idle):
                        idle = 0
        with batch(idle):
            pass

    def prefetch(self, items: Iterable[wxr.Item | wxr.MenuItem]) -> None:
        """Fetch the files that items show and no attachment lists, before the transaction that asks for them.

        What the call before fetched goes. Without fetching there is nothing to do.
        """
        if self.source.is_remote:
            files = self.catalogue.unlisted(items)
            self.supply.bring(file for file in files if file.ident not in self._missing)

    def let_go(self) -> None:
        """Delete what ``prefetch`` fetched last: the transaction that asked for it has ended."""
        self.supply.let_go()

    def find(self, ref: MediaRef) -> LibraryObject | None:
        """Give the file that a reference means; None where it is not in the library and could not be read."""
        ident = self.catalogue.ident(ref)
        found = self._known(ident) if ident else None
        if found is None and isinstance(ident, str) and ident and ident not in self._missing:
            found = self._find_unlisted(self.catalogue.at(ref.url))
        if found is None and (ident or ref.id):
            self.context.missing()
            if ident:
                self._missing[ident] = True
        return found

    def image(self, ref: MediaRef) -> CustomImage | None:
        found = self.find(ref)
        return found if isinstance(found, CustomImage) else None

    def is_library(self, url: str) -> bool:
        """Tell whether an address is that of a file of the library: on the site itself or where its media are."""
        return bool(self.catalogue.ident(MediaRef(url=url)))

    def read(self, url: str) -> bytes:
        """Give the content of a file of the library; raises MediaError where there is none."""
        if not self.is_library(url):
            raise MediaError("is not in the media library.")
        found = self.find(MediaRef(url=url))
        try:
            if found is None:
                return self.supply.place(self.catalogue.at(url)).read_bytes()
            with found.open_file() as file:
                return bytes(file.read())
        except OSError as error:
            raise MediaError(f"cannot be read ({error}).") from error

    def qr_code(self, ref: QrRef) -> CustomImage | None:
        """Draw a QR code, once for each text and look; None where the text is too long for one."""
        ident = f"qr:{fingerprint([ref.data, ref.colour, ref.background])[:32]}"
        existing: CustomImage | None = self.ledger.target("images", ident)
        if existing is not None or self.ledger.was_deleted("images", ident):
            return existing
        try:
            picture = draw(ref)
        except ValueError:
            return None
        file = LibraryFile(ident, (f"{ident.replace(':', '-')}.png",), title=f"QR code: {ref.data}")
        created = create(file, Content(picture), self.stored)
        self.ledger.add("images", ident, created)
        self.ledger.settle("images", ident, fingerprint(ident), state(created), "created")
        return created if isinstance(created, CustomImage) else None

    def _known(self, ident: int | str) -> LibraryObject | None:
        found = (self.ledger.target(kind, ident) for kind in self.catalogue.kinds(ident))
        return next((target for target in found if target is not None), None)

    def _find_unlisted(self, file: LibraryFile) -> LibraryObject | None:
        if self._is_needed(file):
            return self._take(file, self.supply.at_hand(file))
        self._leave(file)
        return None

    @functools.cached_property
    def _present(self) -> dict[str, set[int]]:
        """Remember which objects there are, so that unchanged files cost no query each."""
        return {kind: set(model_of(kind).objects.values_list("pk", flat=True)) for kind in KINDS}

    def _is_needed(self, file: LibraryFile) -> bool:
        """Tell whether a file has to be read: a new one, or one that changed in the export since."""
        entry = self.ledger.row(file.kind, file.ident)
        if entry is None:
            return self.supply.takes(file)
        if self._was_deleted(file):
            return False
        if self.context.options.overwrite or not entry.source_hash:
            return True
        said, state_then = entry.source_hash[:32], entry.source_hash[32:]
        now = self._source_hash(file)
        return said != now[:32] or now[32:] not in ("", state_then)

    def _was_deleted(self, file: LibraryFile) -> bool:
        number = self.ledger.target_id(file.kind, file.ident)
        return number is not None and number not in self._present[file.kind]

    def _source_hash(self, file: LibraryFile) -> str:
        """Give 32 characters for what the export says of a file and, where its place can tell, 32 for its content."""
        place = self.source.state(file)
        said = [file.url, file.path, *words(file).values(), file.focus, other_fields(file), file.modified]
        return fingerprint(said)[:32] + (fingerprint(place)[:32] if place else "")

    def _leave(self, file: LibraryFile) -> None:
        """Count a file that is not read."""
        if self.ledger.row(file.kind, file.ident) is None:
            self._fail(file, self.supply.refusal(file))
        elif self._was_deleted(file):
            self.report.note(
                "deleted-here", "Was deleted here since the last import; not made again.", file.key
            )
            self.report.count(file.kind, "skipped")
        else:
            self.report.count(file.kind, "unchanged")

    def _take(self, file: LibraryFile, content: Content | MediaError) -> LibraryObject | None:
        """Create or update what a file becomes; where that fails, it is said, and what was there stays."""
        existing: LibraryObject | None = self.ledger.target(file.kind, file.ident)
        if existing is None and isinstance(content, MediaError):
            self._fail(file, content)
            return None
        taken = self._attempt(lambda: self._enter(file, existing, content))
        if not isinstance(taken, MediaError):
            return taken
        if existing is None:
            self._fail(file, taken)
        else:
            restore(existing)
            self.report.count(file.kind, "skipped")
            self._report_kept(file, taken)
        return existing

    def _attempt(self, action: Callable[[], LibraryObject]) -> LibraryObject | MediaError:
        """Do something in a savepoint; where it fails, nothing of it is left, and the reason is given."""
        reason = MediaError("cannot be stored.")
        with self.context.attempt():
            try:
                return action()
            except MediaError as error:
                reason = error
                raise
            except Exception as error:  # whatever disk or image library raise costs this file, not the import
                reason = MediaError(f"cannot be stored ({error}).")
                raise
        return reason

    def _enter(
        self, file: LibraryFile, existing: LibraryObject | None, content: Content | MediaError
    ) -> LibraryObject:
        if isinstance(content, Content) and content.removed:
            names = ", ".join(content.removed)
            self.report.note("svg-cleaned", f"{file.path}: taken out of the drawing: {names}.", file.key)
        if isinstance(content, Content):
            return self._renew(file, existing, content) if existing else self._add(file, content)
        if existing is None:
            raise content
        if self.source.has_files:
            self._report_kept(file, content)
        return self._renew(file, existing, None)

    def _fail(self, file: LibraryFile, error: MediaError) -> None:
        self._missing[file.ident] = True
        self.report.count(file.kind, "skipped")
        self.report.loss(error.code, f"{file.path} {error}", file.key)

    def _report_kept(self, file: LibraryFile, error: MediaError) -> None:
        self.report.loss(error.code, f"{file.path} {error} What an earlier import brought stays.", file.key)

    def _add(self, file: LibraryFile, content: Content) -> LibraryObject:
        """Enter a new file: with an object of its own, or in the one that holds the same content already."""
        same = self._same(file, content)
        if same is None and not self.context.options.dry_run:
            clear_away(file, content)
        target = same or create(file, content, self.stored)
        if same is not None and add_words(file, same):
            self.report.note(
                "same-file", f"{file.path} is the same file as “{same.title}”, whose texts stay.", file.key
            )
        source_hash = self._source_hash(file)
        if self.ledger.row(file.kind, file.ident) is not None:  # it leaves to the others what it shared
            self.ledger.forget(file.kind, file.ident)
        self.ledger.add(file.kind, file.ident, target, file.url, other_fields(file), was_created=same is None)
        self.ledger.settle(
            file.kind,
            file.ident,
            wanted(file, content.sha1),
            state(target),
            "created" if same is None else "unchanged",
            source_hash=source_hash,
        )
        self._present[file.kind].add(target.pk)
        return target

    def _same(self, file: LibraryFile, content: Content) -> LibraryObject | None:
        """Give what an import made of the same content; an editor's own upload stays the editor's."""
        found = model_of(file.kind).objects.filter(file_hash=content.sha1).order_by("pk")[:5]
        return next(
            (target for target in found if not self.ledger.is_free(target, file.kind, file.ident)), None
        )

    def _renew(self, file: LibraryFile, target: LibraryObject, content: Content | None) -> LibraryObject:
        """Bring an object up to date with the export, unless somebody changed it here."""
        kind, ident, options = file.kind, file.ident, self.context.options
        is_other = content is not None and content.sha1 != target.file_hash
        want = wanted(file, content.sha1 if content else target.file_hash)
        outcome = self.ledger.decide(kind, ident, want, state(target), file.key, overwrite=options.overwrite)
        if outcome == "updated" and not self.ledger.is_free(target, kind, ident):
            if content is not None and is_other:  # the others that share the object keep what they had
                return self._add(file, content)
            outcome = "unchanged"
        if outcome == "updated" and not options.dry_run:  # a dry run must not delete files that are in use
            write(file, target, content if is_other else None, self.stored)
        details = {}
        if outcome != "skipped" and (content is not None or not self.source.has_files):
            details = {"source_hash": self._source_hash(file), "meta": other_fields(file)}
        self.ledger.settle(kind, ident, want, state(target), outcome, **details)
        return target

    @contextlib.contextmanager
    def _batch(self, _number: int) -> Iterator[None]:
        kept = len(self.stored)
        try:
            with transaction.atomic():
                yield
                self.ledger.flush()
        except BaseException:
            discard(self.stored, kept)
            raise
