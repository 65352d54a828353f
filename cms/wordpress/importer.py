"""The whole import: look, create, then link. Batch by batch, so that others can work meanwhile and nothing is lost.

Each batch is a transaction and each item a savepoint. What a run has written is entered in the ledger in the same
transaction, so a run that was killed goes on where it stopped when it is started again.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction
from wagtail.models import Site

from cms.seo.models import Organisation
from cms.wordpress import bulk, document, wxr
from cms.wordpress.buttons import ButtonWriter
from cms.wordpress.comments import CommentWriter
from cms.wordpress.context import KIND_OF_TARGET, Context, Options
from cms.wordpress.findings import report_found, report_lost_links, report_unused
from cms.wordpress.gone import report_gone
from cms.wordpress.journal import Cancelled, Journal, Listener, StoredReport, heartbeat
from cms.wordpress.ledger import Entry, Ledger
from cms.wordpress.library import recall_files
from cms.wordpress.lock import only_one
from cms.wordpress.media import MediaWriter, discard
from cms.wordpress.menus import MenuWriter
from cms.wordpress.models import ImportRun
from cms.wordpress.pages import PageWriter, Prepared
from cms.wordpress.pending import item_from
from cms.wordpress.providers import ProviderWriter
from cms.wordpress.records import ExportError, Repair
from cms.wordpress.redirects import RedirectWriter
from cms.wordpress.rehearsal import rehearsal
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.resolve import Resolver
from cms.wordpress.seofields import report_term_seo
from cms.wordpress.survey import Known, Survey, records, survey
from cms.wordpress.terms import TermWriter
from cms.wordpress.tree import parents_first

BATCH = 50  # items a transaction: short enough for an editor to wait
WORKING, PAUSE = 1.0, 0.12  # seconds
Element = TypeVar("Element")


class Importer:
    """Imports exports of one site into the default site; ``run`` raises ``ExportError`` before anything is written.

    ``journal`` is that of a run which exists already; without one a run is entered when the exports have been read,
    and ``listener`` hears how far it is. Several exports of a site may come together or one after the other, in any
    order.
    """

    def __init__(
        self,
        source: Path | Sequence[Path],
        options: Options | None = None,
        journal: Journal | None = None,
        listener: Listener | None = None,
    ) -> None:
        self.sources = [source] if isinstance(source, Path) else list(source)
        self.options = options or Options()
        self.journal = journal
        self.listener = listener
        self.name = ", ".join(path.name for path in self.sources)

    def run(self) -> Report:
        """Import, and give the report; raises ``ExportError`` and ``Cancelled``."""
        if self.options.dry_run:
            return self._run()
        with only_one(self.journal.run.pk if self.journal else None):
            return self._run()

    def _run(self) -> Report:
        report = StoredReport(self.name)
        try:
            if self.journal:
                self.journal.begin()
            elif self.listener:
                self.listener("reading", 0, 0)
            found = self._survey(report)
            with contextlib.ExitStack() as around:
                if self.journal is None:  # whoever brings one sees to its signs of life
                    self.journal = Journal(self._enter_run(), self.listener)
                    around.enter_context(heartbeat(self.journal.run.pk))
                report.run = self.journal.run
                if self.options.dry_run:
                    around.enter_context(rehearsal(self.journal))
                Import(found, self.options, report, self.journal).run()
        except BaseException as error:
            if self.journal:
                status = (
                    ImportRun.Status.CANCELLED if isinstance(error, Cancelled) else ImportRun.Status.FAILED
                )
                self.journal.close(status, report, str(error) if isinstance(error, ExportError) else "")
            raise
        self.journal.close(ImportRun.Status.FINISHED, report)
        return report

    def _enter_run(self) -> ImportRun:
        return ImportRun.objects.create(source=self.name[:500], dry_run=self.options.dry_run)

    def _survey(self, report: Report) -> Survey:
        def on_repair(repair: Repair) -> None:
            if repair.is_loss:
                report.loss("file-damaged", f"Line {repair.line}: {repair.detail}")
            else:
                report.note("file-repaired", f"Line {repair.line}: {repair.detail}")

        found = survey(self._records(on_repair), self.options.mapping)
        if any(map(document.is_document, self.sources)):
            report_lost_links(found, report)
        return found

    def _records(self, on_repair: Callable[[Repair], None]) -> Iterator[wxr.Record]:
        """Give the records of all files; raises ExportError where they are not of one site."""
        first: wxr.Site | None = None
        for path in self.sources:
            for record in records(path, recover=self.options.recover, on_repair=on_repair):
                if isinstance(record, wxr.Site):
                    first = first or record
                    if record.guid != first.guid:
                        raise ExportError(
                            f"“{path.name}” is of another site ({record.guid}) than “{self.sources[0].name}”"
                            f" ({first.guid}); import them one after the other."
                        )
                yield record


class Import:
    """One run over what a survey found."""

    def __init__(self, found: Survey, options: Options, report: Report, journal: Journal) -> None:
        self.found = found
        self.report = report
        self.journal = journal
        self._made_way = time.monotonic()
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        self.ledger = Ledger(found.site.guid, journal.run, report)
        self.context = context = Context(site, options, report, self.ledger, found)
        self.stored = context.stored
        recall_files(context)
        self.terms = TermWriter(context)
        self.redirects = RedirectWriter(context)
        self.media = MediaWriter(context)
        self.resolver = Resolver(context, self.terms, self.media, self.redirects)
        self.pages = PageWriter(context, self.terms, self.resolver, ButtonWriter(context, self.resolver))
        self.providers = ProviderWriter(context, self.resolver, self.redirects)
        self.menus = MenuWriter(context, self.resolver)
        self.comments = CommentWriter(context)

    def run(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                # Else the whole database counts as memory of this process.
                cursor.execute("PRAGMA mmap_size=0")
        try:
            self._run()
        finally:
            if self.context.options.dry_run:
                discard(self.stored)

    def _run(self) -> None:
        with self.step("terms", len(self.found.terms)):
            self.terms.run()
            report_term_seo(self.found.terms, self.report)
        self.journal.phase("files", len(self.found.attachments))
        self.media.run(self.batch)
        self.journal.phase("pages", len(self.found.items))
        with self.batch(0):
            self.menus.create()
        for batch in batches(parents_first(self.found.items)):
            with self.batch(len(batch)):
                self._create(batch)
        for entries in batches(self.pages.tree.waiting()):
            with self.batch(0):
                self._move(entries)
        self.journal.phase("content", len(self.found.items))
        for items in batches(self._contents()):
            self.media.prefetch(items)
            with self.batch(len(items)):
                self._fill(items)
        for items in batches(self._pending()):
            self.media.prefetch(items)
            with self.batch(0):
                self._fill(items)
        self.media.prefetch(self.found.menu_items)
        with self.step("menus", len(self.found.menu_items)):
            self.menus.fill()
        self.media.let_go()
        with self.step("old addresses"):
            self.redirects.archives(self.terms)
        for files in batches(self.found.attachments.values()):
            with self.batch(0):
                self.redirects.files(files)
        with self.batch(0):
            self.pages.access.finish()
            report_gone(self.context)
            report_found(self.found, self.report)
            report_unused(self.context.mapping, self.found, self.report)
            _name_organisation(self.context)

    def step(self, name: str, total: int = 0) -> contextlib.AbstractContextManager[None]:
        """Do all of a step in one transaction."""
        self.journal.phase(name, total)
        return self.batch(total)

    @contextlib.contextmanager
    def batch(self, number: int) -> Iterator[None]:
        """Do something in one transaction, with what it entered; files that it stored go if it fails."""
        stored = len(self.stored)
        try:
            with transaction.atomic():
                yield
                self.ledger.flush()
        except BaseException:
            discard(self.stored, stored)
            raise
        if not self.context.options.dry_run:
            del self.stored[stored:]
        self.journal.issues(self.report.take(), self._target_of)
        self.journal.advance(number)
        self._make_way()

    def _make_way(self) -> None:
        """Leave the database to others for a moment: on SQLite, whoever waits for it looks ten times a second only."""
        waits = (
            connection.vendor == "sqlite"
            and not connection.in_atomic_block
            and not self.context.options.dry_run
        )
        if waits and time.monotonic() - self._made_way > WORKING:
            time.sleep(PAUSE)
            self._made_way = time.monotonic()

    def _target_of(self, item: ItemKey) -> tuple[int, int] | None:
        for kind in KIND_OF_TARGET.values():
            if item.id and (entry := self.ledger.row(kind, item.id)):
                return entry.content_type, entry.object_id
        return None

    def _contents(self) -> Iterator[wxr.Item]:
        """Give the items of the export in its order."""
        return (self.found.contents[number] for number in self.found.items)

    def _pending(self) -> Iterator[wxr.Item]:
        """Give the items of earlier exports that miss something which may have come by now."""
        for entry in self.ledger.entries(*KIND_OF_TARGET.values()):
            if entry.is_pending and int(entry.ident) not in self.found.items:
                yield item_from(self.ledger.pending(entry))

    def _create(self, batch: Sequence[Known]) -> None:
        """Make what items become, empty; where the batch as a whole fails, one by one."""
        kinds: dict[bool, list[Known]] = {True: [], False: []}
        for known in batch:
            kinds[self.context.target_of(known.type) == "provider"].append(known)
        for known in kinds[True]:
            if self.ledger.row("providers", known.id) is None:
                with self.context.attempt(known.key):
                    self.providers.create(known)
        if not self._all_at_once(lambda: self.pages.tree.create(kinds[False])):
            for known in kinds[False]:
                with self.context.attempt(known.key):
                    self.pages.tree.create([known])

    def _move(self, entries: Sequence[Entry]) -> None:
        """Put pages of earlier runs below parents that have come by now."""
        for entry in entries:
            item = self.found.contents.get(int(entry.ident)) or item_from(self.ledger.pending(entry))
            with self.context.attempt(item.key):
                self.pages.tree.move(entry, item)

    def _fill(self, items: Sequence[wxr.Item]) -> None:
        """Put contents where they belong; where the batch as a whole fails, one by one."""
        pages = [item for item in items if self.context.target_of(item.type) != "provider"]
        for item in items:
            if self.context.target_of(item.type) == "provider":
                self.comments.collect(item, None)
                if not self.providers.is_unchanged(item):
                    with self.context.attempt(item.key):
                        self.providers.fill(item)
        self.redirects.flush()
        if not self._all_at_once(lambda: self._fill_pages(pages)):
            for item in pages:
                with self.context.attempt(item.key):
                    self._fill_pages([item])

    def _fill_pages(self, items: Sequence[wxr.Item]) -> None:
        prepared = self.pages.fill(items)
        written = [entry for entry in prepared if entry.outcome in ("created", "updated")]
        for entry in prepared:
            self.comments.collect(entry.item, entry.page)
        self.comments.flush()
        self._redirect(prepared)
        bulk.index(entry.page for entry in written)

    def _redirect(self, prepared: Iterable[Prepared]) -> None:
        for entry in prepared:
            if entry.page.live:
                self.redirects.item(entry.item, entry.page)
        self.redirects.flush()

    def _all_at_once(self, action: Callable[[], None]) -> bool:
        """Try something for a whole batch; False where it failed and nothing of it is left."""
        with self.context.attempt() as attempt:
            action()
        return attempt.succeeded


def batches(found: Iterable[Element]) -> Iterator[list[Element]]:
    remaining = iter(found)
    while batch := list(itertools.islice(remaining, BATCH)):
        yield batch


def _name_organisation(context: Context) -> None:
    """Give a site without a name that of the export."""
    organisation = Organisation.for_site(context.site)
    if not organisation.name and context.survey.site.title:
        organisation.name = context.survey.site.title[:120]
        organisation.tagline = context.survey.site.description[:200]
        organisation.save()
