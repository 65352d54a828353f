"""What every part of a run needs: the site, the choices of whoever moves it, the ledger and the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Page, Site

from cms.wordpress.addresses import split
from cms.wordpress.ledger import Ledger
from cms.wordpress.mapping import Mapping
from cms.wordpress.plaintext import plain
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.survey import Survey
from cms.wordpress.tags import without_shortcodes
from home.models import HomePage
from providers.models import ProviderIndexPage
from services.models import ServiceArticleIndexPage

# First parts of addresses that the site itself answers; a page there could not be reached.
RESERVED = frozenset({"admin", "documents", "go", "media", "search", "static"})
IndexPage = TypeVar("IndexPage", ServiceArticleIndexPage, ProviderIndexPage)


@dataclasses.dataclass(frozen=True)
class Options:
    """How to import: ``media`` is a copy of wp-content/uploads, or None to leave files out."""

    mapping: Mapping = dataclasses.field(default_factory=Mapping)
    media: Path | None = None
    dry_run: bool = False
    publish: bool = False


@dataclasses.dataclass
class Context:
    site: Site
    options: Options
    report: Report
    ledger: Ledger
    survey: Survey

    def __post_init__(self) -> None:
        self.home: HomePage = self.site.root_page.specific
        self.locale = self.home.locale
        own = {split(url).netloc for url in (self.survey.site.base_blog_url, self.survey.site.link)}
        self.hosts = frozenset(_bare(host) for host in {*own, *self.mapping.hosts} if host)

    @property
    def mapping(self) -> Mapping:
        return self.options.mapping

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

    def is_own(self, url: str) -> bool:
        """Tell whether an address is one of the old site's: relative, or on one of its hosts."""
        parts = split(url)
        if parts.scheme and parts.scheme not in ("http", "https"):
            return False
        return not parts.netloc or _bare(parts.netloc) in self.hosts

    def article_index(self) -> ServiceArticleIndexPage:
        return self._index(ServiceArticleIndexPage, "Service articles", "articles")

    def provider_index(self) -> ProviderIndexPage:
        return self._index(ProviderIndexPage, "Providers", "providers")

    def _index(self, model: type[IndexPage], title: str, slug: str) -> IndexPage:
        """Give the site's first live index, or make one at an address that the export does not need for a page."""
        existing = model.objects.live().descendant_of(self.home).order_by("path").first()
        if existing is not None:
            return existing
        needed = {
            known.slug for known in self.survey.items.values() if not known.parent and known.type == "page"
        }
        while slug in needed:
            slug = f"all-{slug}"
        index = model(title=title, slug=self.free_slug(self.home, slug), locale=self.locale)
        self.home.add_child(instance=index)
        index.save_revision().publish()
        return index

    def free_slug(self, parent: Page, wanted: str, item: ItemKey | None = None) -> str:
        """Give a slug that no child of a page has; a changed one is reported."""
        taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
        if parent.pk == self.home.pk:
            taken |= RESERVED
        slug = numbered(wanted, taken.__contains__)
        if slug != wanted and item is not None:
            self.report.note("slug-taken", f"The address “{wanted}” is taken; this page got “{slug}”.", item)
        return slug


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


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
