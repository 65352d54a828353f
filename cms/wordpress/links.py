"""Where links of the old site lead here: to pages, providers, documents, topics, or to a search for what is missing."""

from __future__ import annotations

import dataclasses
import functools
import html
import re
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.links.validators import is_safe_url
from cms.wordpress.addresses import (
    TAXONOMY_BASES,
    UPLOADS,
    Listed,
    join,
    path_key,
    split,
    without_endings,
    wordpress_id,
)
from cms.wordpress.context import KIND_OF_TARGET, Context
from cms.wordpress.media import MediaWriter
from cms.wordpress.oldaddresses import search_address
from cms.wordpress.redirects import RedirectWriter
from cms.wordpress.refs import HOME, ItemRef, MediaRef
from cms.wordpress.report import ItemKey
from cms.wordpress.terms import TermWriter
from providers.models import Provider
from services.models import Topic

LOG_IN = "/wp-login.php"
LARGE = "format-jpeg|width-1200"  # one of those that an image is stored with
# How WordPress writes & in the addresses of its own links.
_AMPERSAND = re.compile(r"&(?:amp|#0?38|#x26);", re.IGNORECASE)
_ANCHOR = re.compile(r"<a(?=[\s>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"(?:^|\s)href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_Link = dict[str, Any]


class LinkResolver:
    """Turns addresses into links of this site; what cannot be found is reported."""

    def __init__(
        self, context: Context, terms: TermWriter, media: MediaWriter, redirects: RedirectWriter
    ) -> None:
        self.context = context
        self.terms = terms
        self.media = media
        self.redirects = redirects
        self.old_site = redirects.old_site
        self._page_url = functools.lru_cache(4096)(_page_url)
        self._provider_url = functools.lru_cache(1024)(_provider_url)
        self._document_url = functools.lru_cache(1024)(_document_url)
        self._elsewhere = functools.lru_cache(4096)(self._find_elsewhere)

    def item(self, wordpress_id: int) -> Page | Provider | None:
        """Give what an item became."""
        found = (self.context.ledger.target(kind, wordpress_id) for kind in self._kinds(wordpress_id))
        return next((target for target in found if target is not None), None)

    def _kinds(self, wordpress_id: int) -> tuple[str, ...]:
        """Name what an item may have become; one that is not in this export may have come with another."""
        known = self.context.survey.items.get(wordpress_id)
        return (
            (KIND_OF_TARGET[self.context.target_of(known.type)],) if known else tuple(KIND_OF_TARGET.values())
        )

    def referenced(self, ref: ItemRef) -> Page | Provider | None:
        return self.context.home if ref == HOME else self.item(ref.id)

    def link(self, url: str, item: ItemKey) -> _Link:
        """Give an address as the value of a link block; {} and a report line for one that is not safe."""
        url = self._absolute(url, item.url)
        scheme = split(url).scheme.lower() if ":" in url else ""
        if scheme == "mailto":
            return {"email": unquote(url[7:].split("?")[0])}
        if scheme == "tel":
            return {"phone": re.sub(r"[^0-9+ ()/.-]", "", unquote(url[4:]))}
        if url.startswith("#"):
            return {"anchor": url[1:]} if url[1:] else {}
        if not is_safe_url(url):
            self.context.report.loss(
                "unsafe-link", f"The address “{url[:200]}” is not safe and was left out.", item
            )
            return {}
        if self.old_site.holds(url):
            return self._internal(_AMPERSAND.sub("&", url), item)
        elsewhere = {"url": url if split(url).netloc else join(item.url, url) or url}
        return (self.media.is_library(url) and self._file(MediaRef(url=url))) or elsewhere

    def _absolute(self, url: str, base: str) -> str:
        """Write an address as browsers read it: trimmed, spaces encoded, protocol and folder of the page filled in."""
        url = url.strip().replace(" ", "%20")
        if url.startswith("//"):
            return f"https:{url}"
        if not url or url.startswith(("/", "#")):
            return url
        first = url.split("/")[0]
        if url.startswith("www.") or ("@" not in first and self.old_site.has_host(first)):
            return f"http://{url}"
        return join(base or "/", url) if ":" not in first else url

    def _internal(self, url: str, item: ItemKey) -> _Link:
        parts = split(url)
        anchor = {"anchor": parts.fragment} if parts.fragment else {}
        found = self._target(parts.path, parts.query, item)
        if not found and UPLOADS in parts.path:
            found = self._file(MediaRef(url=url))
        if found:
            return {**found, **anchor} if "page" in found else found
        old = f"/{parts.path.lstrip('/')}"  # two slashes would lead to another site
        path = self._missing(old, url, item)
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return {"url": f"{path}{query}{fragment}"}

    def _target(self, path: str, query: str, item: ItemKey) -> _Link:
        """Find what an address of the old site showed; {} for what the site does not hold."""
        number = wordpress_id(query)
        if found := self._by_id(number, item):
            return found
        key = path_key(path)
        shown = without_endings(key)
        for candidate in (key, shown.path):
            if found := self._by_id(self.redirects.paths.get(candidate, 0), item):
                return found
        listed = dataclasses.replace(shown, path=path_key(self.old_site.inside(shown.path)))
        if listing := self._listing(listed, query):
            return listing
        if found := self._guessed(shown.path, item):
            return found
        is_home = not listed.path and not number
        return {"page": self.context.home.pk} if is_home else self._elsewhere(shown.path)

    def _guessed(self, path: str, item: ItemKey) -> _Link:
        """Find the only post with the last part of a path for its slug, as WordPress guesses where nothing stands."""
        called = self.context.survey.facts.called(path.rpartition("/")[2]) if path else []
        return self._by_id(called[0], item) if len(called) == 1 else {}

    def _by_id(self, number: int, item: ItemKey) -> _Link:
        """Give the page, provider or file of a WordPress id; the page of a file is what it was uploaded to."""
        if not number:
            return {}
        if found := self._made_of(number):
            return found
        attachment = self.context.survey.attachments.get(number)
        if attachment is None:
            return {}
        above = self._made_of(attachment.parent) if attachment.parent else {}
        if above and attachment.parent != item.id:
            return above
        return self._file(MediaRef(id=number, url=attachment.url)) or above

    def _made_of(self, number: int) -> _Link:
        for kind in self._kinds(number):
            pk = self.context.ledger.target_id(kind, number)
            if pk is not None and self._stands(kind, number, pk):
                return {"provider": pk} if kind == "providers" else {"page": pk}
        return {}

    def _stands(self, kind: str, number: int, pk: int) -> bool:
        """Tell whether an object is still there: an editor may have deleted what an earlier run made."""
        entry = self.context.ledger.row(kind, number)
        if entry is not None and entry.is_new:
            return True
        return pk in (self._providers if kind == "providers" else self._pages)

    @functools.cached_property
    def _pages(self) -> frozenset[int]:
        return frozenset(Page.objects.values_list("pk", flat=True))

    @functools.cached_property
    def _providers(self) -> frozenset[int]:
        return frozenset(Provider.objects.values_list("pk", flat=True))

    def _file(self, ref: MediaRef) -> _Link:
        found = self.media.find(ref)
        if isinstance(found, AbstractDocument):
            return {"document": found.pk}
        return {"url": found.get_rendition(LARGE).url} if found is not None else {}

    def _find_elsewhere(self, path: str) -> _Link:
        """Find a page of this site at a path, such as the directory that a mapping names or what an earlier export brought."""
        url_path = f"{self.context.home.url_path.rstrip('/')}/{path.strip('/')}/"
        page = Page.objects.filter(url_path=url_path, locale=self.context.locale).values_list("pk").first()
        if page is None:
            stored = Redirect.get_for_site(self.context.site).filter(
                old_path=path, redirect_page__isnull=False, redirect_page_route_path=""
            )
            page = stored.values_list("redirect_page_id").first()
        return {"page": page[0]} if page else {}

    # Listings

    def _listing(self, listed: Listed, query: str) -> _Link:
        """Give where a listing of WordPress stands here: a topic, a tag, the articles, or a search."""
        first, _slash, rest = listed.path.strip("/").partition("/")
        if rest and (url := self._archive(first, rest.rpartition("/")[2])):
            return {"url": url}
        if listed.is_archive:
            return {"page": self.context.article_index().pk}
        return self._queried(query) if query and not listed.path else {}

    def _queried(self, query: str) -> _Link:
        """Give where a query of the front page leads."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if words := asked.get("s", "").strip():
            return {"url": search_address(words)} if search_address(words) else {}
        if url := self.term_url("category", asked["cat"]) if asked.get("cat") else "":
            return {"url": url}
        for name, base in (("category_name", "category"), ("tag", "tag")):
            if name in asked and (url := self._archive(base, path_key(asked[name]).rpartition("/")[2])):
                return {"url": url}
        if {"author", "author_name", "m", "feed", "paged"} & set(asked):
            return {"page": self.context.article_index().pk}
        return {}

    def _archive(self, base: str, slug: str) -> str:
        """Give the address of the topic or tag that an archive of WordPress listed."""
        for taxonomy in self.context.mapping.taxonomies:
            if TAXONOMY_BASES.get(taxonomy, taxonomy) == base:
                for key in (slug, quote(slug).lower()):  # exports hold other letters than ASCII encoded
                    if url := self.term_url(taxonomy, key, self.terms.topic_by_slug(taxonomy, key)):
                        return url
        return ""

    def term_url(self, taxonomy: str, key: str, topic: Topic | None = None) -> str:
        """Give the address of a topic or tag on the article index; "" for an unknown one."""
        topic, tag = topic or self.terms.topic(taxonomy, key), self.terms.tag(taxonomy, key)
        route = f"topic/{topic.slug}/" if topic is not None else f"tag/{tag.slug}/" if tag is not None else ""
        return f"{self._page_url(self.context.article_index().pk)}{route}" if route else ""

    def _missing(self, path: str, url: str, item: ItemKey) -> str:
        """Give the address of a page that the export does not hold; it leads to a search for its words."""
        if path.endswith(LOG_IN):
            return reverse("wagtailcore_login")
        self.context.missing()
        detour = UPLOADS not in path and self.redirects.detour(path)
        effect = "a redirect leads to a search for it" if detour else "look at this link"
        self.context.report.note("link-not-found", f"Nothing of the export stands at {url}; {effect}.", item)
        return path

    # Text

    def rich_text(self, source: str, item: ItemKey) -> str:
        """Turn the links of rich text, as the converter writes it, into Wagtail's own where they lead to pages and documents."""
        if "<a" not in source:
            return str(source)
        kept: list[bool] = []  # of the anchors that are open: whether they lead somewhere

        def replace(match: re.Match[str]) -> str:
            if match[1] is None:
                return "</a>" if kept and kept.pop() else ""
            attributes = self._attributes(_href_of(match[1]), item)
            kept.append(bool(attributes))
            return f"<a{attributes}>" if attributes else ""

        return _ANCHOR.sub(replace, source)

    def _attributes(self, url: str, item: ItemKey) -> str:
        target = self.link(url, item)
        if "page" in target and "anchor" not in target:
            return f' id="{target["page"]}" linktype="page"'
        if "document" in target:
            return f' id="{target["document"]}" linktype="document"'
        href = self._href(target, url)
        return f' href="{html.escape(href)}"' if href else ""

    def markup(self, source: str, item: ItemKey) -> str:
        """Give markup that no block serves with the addresses of this site; an image that is not here leaves its text."""
        if "<a" not in source.lower() and "<img" not in source.lower():
            return source
        soup = BeautifulSoup(source, "html.parser")
        for anchor in soup.find_all("a", href=True):
            url = str(anchor["href"])
            anchor["href"] = self._href(self.link(url, item), url)
            if not anchor["href"]:
                anchor.unwrap()
        for picture in soup.find_all("img"):
            ref = MediaRef(url=str(picture.get("src", "")))
            if image := self.media.image(ref):
                picture["src"] = image.get_rendition(LARGE).url
            else:
                self.context.report.loss("image-missing", f"The image {ref.url} is not in the library.", item)
                picture.replace_with(str(picture.get("alt", "")))
        return str(soup)

    def _href(self, target: _Link, url: str) -> str:
        if "page" in target:
            address = self._page_url(target["page"])
            return f"{address}#{target['anchor']}" if "anchor" in target else address
        if "provider" in target:
            return self._provider_url(target["provider"])
        if "document" in target:
            return self._document_url(target["document"])
        if "email" in target or "phone" in target:
            return url
        if "anchor" in target:
            return f"#{target['anchor']}"
        return str(target.get("url", ""))


def _page_url(pk: int) -> str:
    return Page.objects.get(pk=pk).get_url() or ""


def _provider_url(pk: int) -> str:
    return Provider.objects.get(pk=pk).get_url()


def _document_url(pk: int) -> str:
    return str(get_document_model().objects.get(pk=pk).url)


def _href_of(attributes: str) -> str:
    match = _HREF.search(attributes)
    return html.unescape(next(filter(None, match.groups()), "")) if match else ""
