"""Posts and pages become articles and content pages: first the pages themselves, then what stands on them."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.wordpress import wxr
from cms.wordpress.addresses import whole_number
from cms.wordpress.buttons import ButtonWriter
from cms.wordpress.context import Context, valid_slug
from cms.wordpress.convert import convert
from cms.wordpress.ledger import fingerprint
from cms.wordpress.links import KIND_OF_TARGET
from cms.wordpress.redirects import add_redirect
from cms.wordpress.refs import MediaRef
from cms.wordpress.resolve import Block, Resolver
from cms.wordpress.survey import Known
from cms.wordpress.terms import TermWriter
from home.models import ContentPage
from services.models import ServiceArticlePage

# Fields that have a place of their own here; all others are kept with the imported item.
KNOWN_META = frozenset(
    {"_thumbnail_id", "_edit_last", "_edit_lock", "_encloseme", "_pingme", "_wp_page_template"}
)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What the export asks for, resolved; equal hashes mean that there is nothing to write."""

    fields: dict[str, Any]
    related: dict[str, list[Any]]
    body: list[Block]
    status: str
    date: datetime | None
    modified: datetime | None

    @property
    def hash(self) -> str:
        related = {
            name: [getattr(value, "pk", value) for value in values] for name, values in self.related.items()
        }
        fields = {name: getattr(value, "pk", value) for name, value in self.fields.items()}
        return fingerprint([fields, related, self.body, self.status, self.date, self.modified])


class PageWriter:
    """Creates and updates the pages of one kind of target."""

    def __init__(
        self, context: Context, terms: TermWriter, resolver: Resolver, buttons: ButtonWriter
    ) -> None:
        self.context = context
        self.terms = terms
        self.resolver = resolver
        self.buttons = buttons

    def create(self, known: Known) -> None:
        """Make an item's page, empty and not live, in its place in the tree; its parent was made before."""
        target = self.context.target_of(known.type)
        kind, ledger = KIND_OF_TARGET[target], self.context.ledger
        if ledger.row(kind, known.id) is not None:
            return
        if known.type not in self.context.mapping.types:
            self.context.report.loss(
                "unmapped-type",
                f"The type “{known.type}” has no mapping; its items become content pages.",
                known.key,
            )
        if target == "page" and self._is_home(known):
            ledger.add(kind, known.id, self.context.home, known.link)
            return
        parent = self.context.article_index() if target == "article" else self._parent_of(known)
        model = ServiceArticlePage if target == "article" else ContentPage
        slug = valid_slug(known.slug, known.title, f"{known.type}-{known.id}")
        page = model(
            title=known.title[:255] or slug,
            slug=self.context.free_slug(parent, slug, known.key),
            locale=self.context.locale,
            live=False,
        )
        parent.add_child(instance=page)
        ledger.add(kind, known.id, page, known.link)

    def fill(self, item: wxr.Item) -> None:
        """Put an item's content on its page and publish it, keep it a draft, or leave it as it is."""
        kind = KIND_OF_TARGET[self.context.target_of(item.type)]
        ledger, report = self.context.ledger, self.context.report
        page = ledger.target(kind, item.id)
        if page is None:
            if not ledger.was_deleted(kind, item.id):
                report.error("not-created", "No page could be made for it.", item.key)
            else:
                report.note(
                    "deleted-here", "Was deleted here since the last import; not made again.", item.key
                )
                report.count(kind, "skipped")
            return
        page = page.specific
        wanted = self.wanted(item, page)
        outcome = ledger.decide(kind, item.id, wanted.hash, _state(page), item.key)
        if outcome in ("created", "updated"):
            _write(page, wanted)
            row = ledger.row(kind, item.id)
            if row is not None:
                row.meta = self._other_fields(item)
                row.save(update_fields=["meta"])
        ledger.settle(kind, item.id, wanted.hash, _state(page), outcome)
        if page.live:
            add_redirect(self.context.site, item.link, page, item.key, report)

    def wanted(self, item: wxr.Item, page: Page) -> Wanted:
        """Convert and resolve an item; what does not fit is reported."""
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
        related: dict[str, list[Any]] = {}
        if isinstance(page, ServiceArticlePage):
            fields |= {
                "published_at": item.date or item.modified or page.published_at,
                "image": self._featured_image(item),
                "featured": item.sticky,
            }
            related = self._related(item)
        else:
            self._report_unused(item)
        return Wanted(fields, related, body, self._status(item), item.date, item.modified)

    def _title(self, item: wxr.Item) -> str:
        title = self.context.words(item.title, item.key)
        if len(title) > 255:
            self.context.report.loss(
                "title-cut", f"The title has {len(title)} characters; 255 fit.", item.key
            )
        return title[:255] or f"{item.type} {item.id}"

    def _is_home(self, known: Known) -> bool:
        return (
            bool(self.context.mapping.home)
            and known.slug == self.context.mapping.home
            and known.type == "page"
        )

    def _parent_of(self, known: Known) -> Page:
        parent = self.resolver.links.item(known.parent) if known.parent else None
        return parent if isinstance(parent, ContentPage) else self.context.home

    def _featured_image(self, item: wxr.Item) -> Any:
        number = whole_number(item.meta_value("_thumbnail_id"))
        if not number:
            return None
        image = self.resolver.media.image(MediaRef(id=number))
        if image is None:
            self.context.report.loss(
                "image-missing", f"The featured image {number} is not in the library.", item.key
            )
        return image

    def _related(self, item: wxr.Item) -> dict[str, list[Any]]:
        topics, tags = [], []
        for term in item.terms:
            self.terms.ensure_item_term(term)
            if topic := self.terms.topic_by_slug(term.taxonomy, term.slug):
                topics.append(topic)
            elif tag := self.terms.tag_by_slug(term.taxonomy, term.slug):
                tags.append(tag.name)
            elif term.taxonomy not in ("post_format", "nav_menu"):
                self.context.report.loss(
                    "unmapped-taxonomy",
                    f"“{term.name}” of the taxonomy “{term.taxonomy}” was kept aside.",
                    item.key,
                )
        author = self.terms.author(item.creator)
        if author is None and item.creator:
            self.context.report.note(
                "author-unknown", f"The export does not define the author “{item.creator}”.", item.key
            )
        return {"topics": topics, "tags": tags, "authors": [author] if author else []}

    def _report_unused(self, item: wxr.Item) -> None:
        terms = [term.name for term in item.terms if term.taxonomy in self.context.mapping.taxonomies]
        if terms:
            self.context.report.note(
                "terms-kept-aside", f"Pages have no topics here: {', '.join(terms)}.", item.key
            )
        if item.meta_value("_thumbnail_id") not in ("", "0"):
            self.context.report.note("image-kept-aside", "Pages have no featured image here.", item.key)

    def _status(self, item: wxr.Item) -> str:
        """Say what becomes of an item; access is never widened: what was protected stays a draft."""
        if item.password or item.status == "private":
            what = "protected by a password" if item.password else "private"
            self.context.report.loss(
                "protected", f"Was {what}; it is kept as a draft that no visitor sees.", item.key
            )
            return "draft"
        if item.status == "future":
            if item.date is None:
                self.context.report.loss(
                    "no-date", "Was scheduled without a valid date; it is kept as a draft.", item.key
                )
            return "future" if item.date else "draft"
        if item.status == "publish" or (self.context.options.publish and item.guid.startswith("document:")):
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


def _state(page: Page) -> str:
    """Give what changes when an editor saves a page; the importer's own writes are entered in the ledger."""
    page.refresh_from_db(fields=["latest_revision"])
    return str(page.latest_revision_id)


def _write(page: Page, wanted: Wanted) -> None:
    for name, value in wanted.fields.items():
        setattr(page, name, value)
    page.draft_title = page.title
    page.body = json.dumps(wanted.body)
    for name, values in wanted.related.items():
        manager = getattr(page, name)
        manager.set(values)
    if page.live and wanted.status != "publish" and page.depth > 2:
        page.unpublish(log_action=False)
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    page.go_live_at = wanted.date if wanted.status == "future" else None
    page.save()
    revision = page.save_revision(log_action=False, clean=False)
    if wanted.status in ("publish", "future"):
        revision.publish(log_action=False)
    _keep_dates(page, wanted)


def _keep_dates(page: Page, wanted: Wanted) -> None:
    """Set the dates back to WordPress's; publishing has set them to now."""
    page.refresh_from_db()
    if page.live:
        first = wanted.date or page.first_published_at or timezone.now()
        last = max(wanted.modified or first, first)
        Page.objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=last)
        page.first_published_at, page.last_published_at = first, last
