"""What every part of a run needs: the site, the choices of whoever moves it, the ledger and the report."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError, ProgrammingError, transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import get_language_from_path
from wagtail.models import Page, Site

from cms.wordpress.addresses import OldSite, split
from cms.wordpress.ledger import Entry, Ledger, state_of
from cms.wordpress.mapping import Mapping
from cms.wordpress.plaintext import plain
from cms.wordpress.records import Item
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.survey import Known, Survey, source_digest
from cms.wordpress.tags import without_shortcodes
from home.models import HomePage
from providers.models import ProviderIndexPage
from services.models import ServiceArticleIndexPage

logger = logging.getLogger(__name__)

KIND_OF_TARGET = {"article": "articles", "page": "pages", "provider": "providers"}
# Kinds of which one more may be what an item missed.
FILLERS = ("articles", "pages", "providers", "images", "documents", "topics", "tags", "authors", "menus")
# First parts of addresses that the site itself answers; a page there could not be reached.
RESERVED = frozenset({"admin", "documents", "go", "media", "search", "static"})
# First parts of addresses that something other than a page may answer, or addresses below them.
ANSWERED = RESERVED | {
    ".well-known",
    "apple-touch-icon.png",
    "favicon.ico",
    "feedback",
    "llms.txt",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
    "social",
}
IndexPage = TypeVar("IndexPage", ServiceArticleIndexPage, ProviderIndexPage)


@dataclasses.dataclass(frozen=True)
class Options:
    """How to import.

    ``media`` is a copy of wp-content/uploads; with ``fetch``, files come from the export's own hosts and from
    ``fetch_hosts``; with neither they are left out. ``overwrite`` writes over what changed here since, ``remove_gone``
    removes what the export no longer holds, ``recover`` reads what is whole of a damaged file.
    """

    mapping: Mapping = dataclasses.field(default_factory=Mapping)
    media: Path | None = None
    fetch: bool = False
    fetch_hosts: tuple[str, ...] = ()
    dry_run: bool = False
    publish: bool = False
    overwrite: bool = False
    remove_gone: bool = False
    recover: bool = False


@dataclasses.dataclass
class Attempt:
    """How something went that was done in a savepoint."""

    succeeded: bool = False


@dataclasses.dataclass
class Context:
    site: Site
    options: Options
    report: Report
    ledger: Ledger
    survey: Survey

    def __post_init__(self) -> None:
        self.is_complete = True
        self._indexes: dict[type[Page], Page] = {}
        self.stored: list[str] = []  # files on disk whose rows may still be rolled back
        self.home: HomePage = self.site.root_page.specific
        self.locale = self.home.locale
        found = self.survey.site
        self.old_site = OldSite.of((found.base_blog_url, found.link), self.mapping.hosts)
        self.hosts = frozenset(self.old_site.folders)

    @property
    def mapping(self) -> Mapping:
        return self.options.mapping

    def begin_item(self) -> None:
        """Forget what was noted of the item before."""
        self.is_complete = True
        self.survey.facts.asked = False

    def missing(self) -> None:
        """Say that the item at hand names something that is not here; a later run, when it came, fills the gap."""
        self.is_complete = False

    def overwrites(self, item: int) -> bool:
        """Tell whether to write over what was changed here: never with what an earlier export said."""
        return self.options.overwrite and item in self.survey.items

    @contextlib.contextmanager
    def attempt(self, item: ItemKey | None = None) -> Iterator[Attempt]:
        """Do something in a savepoint; where it fails, nothing of it is left, and an item is reported.

        Trouble of the database itself is raised: nothing else would work either.
        """
        outcome = Attempt()
        counts = {kind: counter.copy() for kind, counter in self.report.counts.items()}
        mark, told, kept = self.ledger.mark(), self.report.mark(), len(self.stored)
        try:
            with transaction.atomic():
                yield outcome
            outcome.succeeded = True
        except (OperationalError, ProgrammingError):
            raise
        except Exception as error:  # whatever one item's content provokes must not cost the others
            self.ledger.roll_back(mark)
            for name in self.stored[kept:]:
                default_storage.delete(name)
            del self.stored[kept:]
            self.report.roll_back(told)
            self.report.counts.update(counts)
            self._indexes.clear()  # one that was made just now is gone
            logger.exception("Could not be imported: %s", item or "a batch; its items are tried one by one")
            if item is not None:
                self.report.error("item-failed", f"Could not be imported: {error}", item)

    def free_snippet_slug(self, model: type[Model], wanted: str) -> str:
        """Give a slug that no snippet of a model has in the import's language."""
        others = model._default_manager.filter(locale=self.locale)
        return numbered(wanted, lambda slug: others.filter(slug=slug).exists())

    def words(self, source: str, item: ItemKey | None = None) -> str:
        """Give the words of a title, term or excerpt as plain text; shortcodes leave what they wrapped."""
        bare = without_shortcodes(source, self.mapping)
        if bare != source:
            self.report.note("shortcode-in-text", f"Shortcodes were taken out of “{source[:100]}”.", item)
        return plain(bare)

    def target_of(self, wordpress_type: str) -> str:
        """Name what a type becomes: article, page or provider; types without a mapping become pages."""
        entry = self.mapping.types.get(wordpress_type)
        return entry.target if entry else "page"

    def kind_of(self, item: Known | Item) -> str:
        """Name what an item is counted and entered as: articles, pages or providers.

        One that an earlier run made a page of another kind stays that: a second page beside it helps nobody.
        """
        kind = KIND_OF_TARGET[self.target_of(item.type)]
        other = {"articles": "pages", "pages": "articles"}.get(kind, "")
        is_other = other and not self.ledger.row(kind, item.id) and self.ledger.row(other, item.id)
        return other if is_other else kind

    def source_hash(self, item: Item, *, is_complete: bool) -> str:
        """Give what stays equal while nothing could change what becomes of an item.

        What names something that is not here may become complete as soon as anything has come.
        """
        stamp = "" if is_complete else repr([self.ledger.numbers[kind] for kind in FILLERS])
        parts = (source_digest(item), self.survey.digest.encode(), stamp.encode())
        published = b"published" if self.options.publish else b""
        return hashlib.sha256(b"|".join((*parts, published))).hexdigest()

    def entry_as_exported(self, kind: str, item: Item) -> Entry | None:
        """Give the ledger's row of an item that the export holds as it did at the last import; None for any other."""
        entry = self.ledger.row(kind, item.id)
        if entry is None or not entry.content_hash:
            return None
        known = self.source_hash(item, is_complete=not entry.is_pending)
        return entry if entry.source_hash == known else None

    def is_own(self, url: str) -> bool:
        """Tell whether an address is one of the old site's: relative, or on one of its hosts."""
        parts = split(url)
        if parts.scheme and parts.scheme not in ("http", "https"):
            return False
        return not parts.netloc or self.old_site.has_host(parts.netloc)

    def article_index(self) -> ServiceArticleIndexPage:
        return self._index(ServiceArticleIndexPage, "Service articles", "articles")

    def provider_index(self) -> ProviderIndexPage:
        return self._index(ProviderIndexPage, "Providers", "providers")

    def _index(self, model: type[IndexPage], title: str, slug: str) -> IndexPage:
        """Give the site's first live index, or make one at an address that the export does not need for a page."""
        if model in self._indexes:
            return cast(IndexPage, self._indexes[model])
        existing = model.objects.live().descendant_of(self.home).order_by("path").first()
        if existing is not None:
            self._indexes[model] = existing
            return existing
        needed = {
            known.slug for known in self.survey.items.values() if not known.parent and known.type == "page"
        }
        while slug in needed:
            slug = f"all-{slug}"
        index = model(title=title, slug=self.free_slug(self.home, slug), locale=self.locale)
        self.home.add_child(instance=index)
        index.save_revision().publish()
        self.ledger.add("pages", f"index:{slug}", index)
        self.ledger.update("pages", f"index:{slug}", content_hash="made", object_hash=state_of(index))
        self._indexes[model] = index
        return index

    def free_slug(self, parent: Page, wanted: str) -> str:
        """Give a slug that no child of a page has."""
        taken = set(
            Page.objects.child_of(parent).filter(slug__startswith=wanted).values_list("slug", flat=True)
        )
        return numbered(wanted, (taken | self._reserved(parent)).__contains__)

    def free_slugs(self, parent: Page, pages: list[tuple[Page, ItemKey]]) -> None:
        """Give new children of a page slugs that no other child has; changed ones are reported."""
        children = Page.objects.child_of(parent)  # the parent at hand may be of a time when it had none
        slugs = {page.slug for page, _item in pages}
        taken = set(children.filter(slug__in=slugs).values_list("slug", flat=True)) | self._reserved(parent)
        for page, item in pages:
            slug = wanted = page.slug
            if parent.pk == self.home.pk and names_language(slug):
                wanted = f"page-{slug}"
            if wanted != slug or slug in taken:
                taken.update(children.filter(slug__startswith=wanted).values_list("slug", flat=True))
                page.slug = numbered(wanted, taken.__contains__)
                self.report.note(
                    "slug-taken", f"The address “{slug}” is taken; this page got “{page.slug}”.", item
                )
            taken.add(page.slug)

    def _reserved(self, parent: Page) -> frozenset[str]:
        return RESERVED if parent.pk == self.home.pk else frozenset()


def names_language(slug: str) -> bool:
    """Tell whether Django takes the first part of an address for a language: “es”, and “es-posible” as well."""
    return get_language_from_path(f"/{slug}/") not in (None, settings.LANGUAGE_CODE)


def numbered(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Give a slug, with the first number that makes it free where it is taken."""
    slug, number = wanted, 2
    while is_taken(slug):
        slug, number = f"{wanted[:190]}-{number}", number + 1
    return slug


def valid_slug(slug: str, title: str, fallback: str) -> str:
    """Give a slug that Wagtail accepts: WordPress's own, decoded, or one made from the title."""
    decoded = unquote(slug)
    for candidate in (decoded, title, fallback):
        cleaned = slugify(candidate, allow_unicode=True)[:240]
        if cleaned:
            return cleaned
    return "page"
