"""The whole import: look, create, then link. One transaction: it is all there, or nothing is."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import OperationalError, ProgrammingError, transaction
from django.utils import timezone
from wagtail.models import Site

from cms.seo.models import Organisation
from cms.wordpress import document, wxr
from cms.wordpress.buttons import ButtonWriter
from cms.wordpress.context import Context, Options
from cms.wordpress.ledger import Ledger
from cms.wordpress.media import MediaWriter, discard
from cms.wordpress.menus import MenuWriter
from cms.wordpress.models import ImportRun
from cms.wordpress.pages import PageWriter
from cms.wordpress.providers import ProviderWriter
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.resolve import Resolver
from cms.wordpress.survey import Known, Survey, check, content_of, is_imported, records, survey
from cms.wordpress.terms import TermWriter

logger = logging.getLogger(__name__)


class Importer:
    """Imports one export into the default site; ``run`` raises ``ExportError`` before anything is written."""

    def __init__(self, source: Path, options: Options | None = None, report: Report | None = None) -> None:
        self.source = source
        self.options = options or Options()
        self.report = report or Report(source.name)
        self.stored: list[str] = []

    def run(self) -> Report:
        check(self.source)
        content = functools.lru_cache(maxsize=32)(functools.partial(content_of, self.source))
        found = survey(records(self.source), self.options.mapping, content)
        try:
            with transaction.atomic():
                self._import(found, self.report)
                if self.options.dry_run:
                    transaction.set_rollback(True)
        except BaseException:
            self.discard_files()
            raise
        if self.options.dry_run:
            self.discard_files()
        return self.report

    def discard_files(self) -> None:
        """Delete the files that this run stored; for whoever rolls its transaction back."""
        discard(self.stored)

    def _import(self, found: Survey, report: Report) -> None:
        run = ImportRun.objects.create(source=self.source.name)
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        context = Context(site, self.options, report, Ledger(found.site.guid, run, report), found)
        terms = TermWriter(context)
        media = MediaWriter(context, self.stored)
        resolver = Resolver(context, terms, media)
        buttons = ButtonWriter(context, resolver)
        pages = PageWriter(context, terms, resolver, buttons)
        providers = ProviderWriter(context, resolver)
        menus = MenuWriter(context, resolver)

        terms.run()
        media.run()
        menus.create()
        for known in parents_first(found.items):
            writer = providers if context.target_of(known.type) == "provider" else pages
            _guarded(writer.create, known, known.key, report)
        for record in records(self.source):
            if isinstance(record, wxr.Item) and is_imported(record, self.options.mapping):
                if found.items[record.id].line != record.line:
                    report.loss(
                        "duplicate-id",
                        f"Another item has the id {record.id}; this one was left out.",
                        record.key,
                    )
                    continue
                writer = providers if context.target_of(record.type) == "provider" else pages
                _guarded(writer.fill, record, record.key, report)
                _report_comments(record, report)
                _report_lost_links(self.source, record, report)
        menus.fill()
        _report_skipped(found, report)
        _name_organisation(context)
        run.finished_at = timezone.now()
        run.report = report.as_dict()
        run.save()


def _guarded(action: Callable[[Any], None], subject: Known | wxr.Item, item: ItemKey, report: Report) -> None:
    """Do something with one item in a savepoint: a bad one is undone and reported, and the rest goes on."""
    try:
        with transaction.atomic():
            action(subject)
    except (OperationalError, ProgrammingError):
        raise  # the database itself is in trouble: nothing else would work either
    except Exception as error:  # whatever one item's content provokes must not cost the others
        logger.exception("Item %s of type %s could not be imported", item.id, item.type)
        report.error("item-failed", f"Could not be imported: {error}", item)


def parents_first(items: dict[int, Known]) -> list[Known]:
    """Put each item after its parent, which may come later in the file; a loop ends where it began. Siblings stand by their order, then by title."""
    ordered: dict[int, Known] = {}

    def place(known: Known) -> None:
        chain = [known]
        seen = {known.id}
        while (parent := items.get(chain[-1].parent)) and parent.id not in seen and parent.id not in ordered:
            chain.append(parent)
            seen.add(parent.id)
        for link in reversed(chain):
            ordered.setdefault(link.id, link)

    for known in sorted(items.values(), key=lambda known: (known.order, known.title.casefold(), known.id)):
        place(known)
    return list(ordered.values())


def _report_comments(item: wxr.Item, report: Report) -> None:
    if item.comments:
        report.count("comments", "skipped", len(item.comments))
        report.loss("comments", f"{len(item.comments)} comments were left out.", item.key)


def _report_lost_links(source: Path, item: wxr.Item, report: Report) -> None:
    if document.is_document(source):
        for sentence in document.lost_links(item.content):
            report.loss("lost-link", f"A link stood here, but text holds no target: “{sentence}”", item.key)


def _report_skipped(found: Survey, report: Report) -> None:
    for what, number in sorted(found.skipped.items()):
        report.note(
            "skipped", f"{number} × {what}: not content that visitors saw.", ItemKey(what.split(" (")[0])
        )


def _name_organisation(context: Context) -> None:
    """Give a site without a name that of the export."""
    organisation = Organisation.for_site(context.site)
    if not organisation.name and context.survey.site.title:
        organisation.name = context.survey.site.title[:120]
        organisation.tagline = context.survey.site.description[:200]
        organisation.save()
