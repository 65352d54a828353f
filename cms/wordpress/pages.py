"""Posts and pages become articles and content pages: what stands on pages that ``tree`` made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page

from cms.wordpress import bulk, wxr
from cms.wordpress.access import AccessWriter, asked
from cms.wordpress.addresses import split, whole_number
from cms.wordpress.buttons import ButtonWriter
from cms.wordpress.context import KIND_OF_TARGET, Context
from cms.wordpress.convert import convert
from cms.wordpress.ledger import Entry, state, state_of
from cms.wordpress.pending import as_data
from cms.wordpress.prepared import Prepared, Wanted
from cms.wordpress.refs import MediaRef
from cms.wordpress.resolve import Resolver
from cms.wordpress.seofields import seo_fields
from cms.wordpress.terms import TermWriter
from cms.wordpress.tree import PageTree
from services.models import ServiceArticlePage, ServiceArticleTag, Topic

# Fields that have a place of their own here; all others are kept with the imported item.
KNOWN_META = frozenset(
    {"_thumbnail_id", "_edit_last", "_edit_lock", "_encloseme", "_pingme", "_wp_page_template"}
)

EDITED = "edited before it was filled"  # the state of a page that is an editor's own


class PageWriter:
    """Puts contents on pages, a batch at a time."""

    def __init__(
        self, context: Context, terms: TermWriter, resolver: Resolver, buttons: ButtonWriter
    ) -> None:
        self.context = context
        self.terms = terms
        self.resolver = resolver
        self.buttons = buttons
        self.tree = PageTree(context)
        self.access = AccessWriter(context)
        self._states: dict[int, str] = {}

    def fill(self, items: Sequence[wxr.Item]) -> list[Prepared]:
        """Put the contents of items on their pages; what did not change, here or there, is not even converted."""
        self._read_states(items)
        stale = [item for item in items if not self._is_unchanged(item)]
        entries = [self.context.ledger.row(self.context.kind_of(item), item.id) for item in stale]
        pages = bulk.load(entry.object_id for entry in entries if entry)
        prepared: list[Prepared] = []
        for item, entry in zip(stale, entries, strict=True):
            with self.context.attempt(item.key):
                page = pages.get(entry.object_id) if entry else None
                if page is None:
                    self._report_missing_page(item, entry)
                else:
                    prepared.append(self._prepare(item, page))
        self._write([ready for ready in prepared if ready.outcome in ("created", "updated")])
        # What was changed here stays; but what WordPress closed since is closed all the same.
        closed = [ready for ready in prepared if ready.outcome == "skipped" and ready.wanted.access]
        self.access.write([(ready.page, ready.item) for ready in closed])
        for ready in prepared:
            self._settle(ready)
        return prepared

    def _read_states(self, items: Sequence[wxr.Item]) -> None:
        """Read, in one query for all, what changes when an editor saves a page."""
        ids = (self.context.ledger.target_id(self.context.kind_of(item), item.id) for item in items)
        rows = Page.objects.filter(pk__in=list(filter(None, ids)))
        fields = rows.values_list("pk", "latest_revision_id", "live", "go_live_at", "locked")
        self._states = {pk: state(*rest) for pk, *rest in fields}

    def _is_unchanged(self, item: wxr.Item) -> bool:
        """Tell whether an item is in the export as it was at the last import; then it says what it said then."""
        kind, ledger = self.context.kind_of(item), self.context.ledger
        entry = self.context.entry_as_exported(kind, item)
        if entry is None:
            return False
        here = self._states.get(entry.object_id)
        if here is None or (here != entry.object_hash and self.context.overwrites(item.id)):
            return False
        if here != entry.object_hash:
            ledger.conflict(item.key, changed_there=False)
        self.context.report.repeat(item.key, entry.issues)
        self.context.report.count(kind, "unchanged")
        self.context.report.count("comments", "unchanged", len(item.comments))
        return True

    def _report_missing_page(self, item: wxr.Item, entry: Entry | None) -> None:
        report = self.context.report
        if entry is None:
            report.error("not-created", "No page could be made for it.", item.key)
            return
        report.note("deleted-here", "Was deleted here since the last import; not made again.", item.key)
        report.count(entry.kind, "skipped")

    def _prepare(self, item: wxr.Item, page: Page) -> Prepared:
        context, kind = self.context, self.context.kind_of(item)
        mark = context.report.mark()
        context.begin_item()
        wanted = self.wanted(item, page)
        self.tree.look_for_parent(item)
        issues = context.report.since(mark)
        outcome = context.ledger.decide(
            kind, item.id, wanted.hash, state_of(page), item.key, overwrite=context.overwrites(item.id)
        )
        if self.access.refuses(page, item) or (outcome == "created" and self._was_written_here(page, item)):
            outcome = "skipped"
        self._note_changes(item, kind, page)
        source_hash = (
            "" if context.survey.facts.asked else context.source_hash(item, is_complete=context.is_complete)
        )
        return Prepared(item, kind, page, wanted, outcome, source_hash, context.is_complete, issues)

    def _was_written_here(self, page: Page, item: wxr.Item) -> bool:
        """Tell, and report, that somebody wrote a page while it stood empty and waited to be filled."""
        is_written = page.latest_revision_id is not None and page.pk != self.context.home.pk
        if is_written and not self.context.options.overwrite:
            self.context.ledger.conflict(item.key, changed_there=False)
        return is_written and not self.context.options.overwrite

    def _note_changes(self, item: wxr.Item, kind: str, page: Page) -> None:
        """Report what of a change in WordPress does not change here: the type and the place of a page."""
        entry = self.context.ledger.row(kind, item.id)
        if kind != KIND_OF_TARGET[self.context.target_of(item.type)]:
            self.context.report.note(
                "kept-type", f"An earlier import made one of the {kind} of it; it stays that.", item.key
            )
        old = split(entry.old_url) if entry else split("")
        if old.path and not old.query and old.path != split(item.link).path:
            self.context.report.note(
                "moved-in-export",
                f"Stood at {old.path} at the last import; here it stays at {page.get_url()}.",
                item.key,
            )

    def _write(self, batch: list[Prepared]) -> None:
        drafts = []
        for entry in batch:
            page, wanted = entry.page, entry.wanted
            for name, value in wanted.fields.items():
                setattr(page, name, value)
            page.body = json.dumps(wanted.body)
            if isinstance(page, ServiceArticlePage):
                page.refresh_teaser()
                page.minor_change, page.unchanged_since = False, None  # it is as it was at its date there
            live = wanted.status == "publish" or page.depth == 2
            first = wanted.date or page.first_published_at or timezone.now()
            drafts.append(
                bulk.Draft(
                    page=page,
                    relations=wanted.relations,
                    live=live,
                    go_live_at=wanted.date if wanted.status == "future" else None,
                    first_published_at=first,
                    last_published_at=max(wanted.modified or first, first),
                )
            )
        if drafts:
            bulk.write(drafts)
            self.access.write([(entry.page, entry.item) for entry in batch])

    def _settle(self, entry: Prepared) -> None:
        item, ledger = entry.item, self.context.ledger
        details: dict[str, Any] = {}
        if entry.outcome != "skipped":
            details = {
                "source_hash": entry.source_hash,
                "pending": None if entry.is_complete else as_data(item),
                "issues": [(issue.code, issue.severity, issue.detail) for issue in entry.issues],
                "meta": self._other_fields(item),
                "old_url": item.link[:1000],
            }
        known = ledger.row(entry.kind, item.id)
        written_here = entry.outcome == "skipped" and known is not None and not known.content_hash
        is_home = entry.page.pk == self.context.home.pk
        state = EDITED if written_here and not is_home else state_of(entry.page)
        ledger.settle(entry.kind, item.id, entry.wanted.hash, state, entry.outcome, **details)

    def wanted(self, item: wxr.Item, page: Page) -> Wanted:
        """Convert and resolve an item; what does not fit is reported."""
        if item.type not in self.context.mapping.types:
            self.context.report.loss(
                "unmapped-type",
                f"The type “{item.type}” has no mapping; its items become content pages.",
                item.key,
            )
        converted = convert(
            item.content,
            item=item.key,
            mapping=self.context.mapping,
            report=self.context.report,
            facts=self.context.survey.facts,
        )
        blocks = self.buttons.blocks(converted, item.key)
        body = self.resolver.blocks(blocks, item.key, f"{self.context.ledger.source}|{item.type}|{item.id}")
        fields: dict[str, Any] = {
            "title": self._title(item),
            "summary": self.context.words(item.excerpt, item.key)[:1000],
        }
        relations: dict[str, list[models.Model]] = {}
        if isinstance(page, ServiceArticlePage):
            fields |= {
                "published_at": item.date or item.modified or page.published_at,
                "image": self._featured_image(item),
                "featured": item.sticky,
            }
            relations = self._relations(item)
        else:
            self._report_unused(item)
        fields |= seo_fields(item, page, self.context, self.resolver)
        return Wanted(fields, relations, body, self._status(item), asked(item), item.date, item.modified)

    def _title(self, item: wxr.Item) -> str:
        title = self.context.words(item.title, item.key)
        if len(title) > 255:
            self.context.report.loss(
                "title-cut", f"The title has {len(title)} characters; 255 fit.", item.key
            )
        return title[:255] or f"{item.type} {item.id}"

    def _featured_image(self, item: wxr.Item) -> Any:
        number = whole_number(item.meta_value("_thumbnail_id"))
        if not number:
            return None
        image = self.resolver.media.image(MediaRef(id=number))
        if image is None:
            self.context.missing()
            self.context.report.loss(
                "image-missing", f"The featured image {number} is not in the library.", item.key
            )
        return image

    def _relations(self, item: wxr.Item) -> dict[str, list[models.Model]]:
        topics: dict[models.Model, None] = {}
        tags: dict[models.Model, None] = {}
        for term in item.terms:
            found = self.terms.of_item(term)
            if found is not None:
                (topics if isinstance(found, Topic) else tags)[found] = None
            elif term.taxonomy not in ("post_format", "nav_menu", "author"):
                self.context.report.loss(
                    "unmapped-taxonomy",
                    f"“{term.name}” of the taxonomy “{term.taxonomy}” was kept aside.",
                    item.key,
                )
        byline = self.terms.bylines.of(item)
        authors = [author for login in byline.logins if (author := self.terms.author(login))]
        for name in byline.unknown:
            self.context.missing()
            self.context.report.note(
                "author-unknown", f"The export does not define the author “{name}”.", item.key
            )
        return {
            "topics": list(topics),
            "tagged_items": [ServiceArticleTag(tag=tag) for tag in tags],
            "authors": list(dict.fromkeys(authors)),
        }

    def _report_unused(self, item: wxr.Item) -> None:
        terms = [term.name for term in item.terms if term.taxonomy in self.context.mapping.taxonomies]
        if terms:
            self.context.report.note(
                "terms-kept-aside", f"Pages have no topics here: {', '.join(terms)}.", item.key
            )
        if item.meta_value("_thumbnail_id") not in ("", "0"):
            self.context.report.note("image-kept-aside", "Pages have no featured image here.", item.key)

    def _status(self, item: wxr.Item) -> str:
        """Say what becomes of an item; ``access`` says who may read it."""
        if item.status == "future":
            if item.date is None:
                self.context.report.loss(
                    "no-date", "Was scheduled without a valid date; it is kept as a draft.", item.key
                )
            return "future" if item.date else "draft"
        if item.status in ("publish", "private") or (
            self.context.options.publish and item.guid.startswith("document:")
        ):
            return "publish"
        return "draft"

    def _other_fields(self, item: wxr.Item) -> dict[str, list[str]]:
        other: dict[str, list[str]] = {}
        for name, value in item.meta:
            if name not in KNOWN_META:
                other.setdefault(name, []).append(value)
        for term in item.terms:
            if term.taxonomy not in self.context.mapping.taxonomies:
                other.setdefault(f"taxonomy:{term.taxonomy}", []).append(term.name)
        return other
