"""Where links of the old site lead here: to pages, providers, documents, topics, or to a search for what is missing."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.links.validators import is_safe_url
from cms.wordpress.addresses import join, split, wordpress_id
from cms.wordpress.context import Context
from cms.wordpress.media import UPLOADS, MediaWriter
from cms.wordpress.redirects import add_detour
from cms.wordpress.refs import HOME, ItemRef, MediaRef
from cms.wordpress.report import ItemKey
from cms.wordpress.terms import TermWriter
from providers.models import Provider
from services.models import Topic

KIND_OF_TARGET = {"article": "articles", "page": "pages", "provider": "providers"}
LOG_IN = "/wp-login.php"
LARGE = "width-1200|format-jpeg"


class LinkResolver:
    """Turns addresses into links of this site; what cannot be found is reported."""

    def __init__(self, context: Context, terms: TermWriter, media: MediaWriter) -> None:
        self.context = context
        self.terms = terms
        self.media = media
        self._by_path = {
            _path(known.link): known.id
            for known in context.survey.items.values()
            if known.link and not split(known.link).query
        }

    def item(self, wordpress_id: int) -> Page | Provider | None:
        """Give what an item became."""
        known = self.context.survey.items.get(wordpress_id)
        if known is None:  # another export of the same site may have brought it
            found = (self.context.ledger.target(kind, wordpress_id) for kind in KIND_OF_TARGET.values())
            return next((target for target in found if target is not None), None)
        return self.context.ledger.target(KIND_OF_TARGET[self.context.target_of(known.type)], known.id)

    def referenced(self, ref: ItemRef) -> Page | Provider | None:
        return self.context.home if ref == HOME else self.item(ref.id)

    def link(self, url: str, item: ItemKey) -> dict[str, Any]:
        """Give an address as the value of a link block; {} and a report line for one that is not safe."""
        url = _absolute(url, item.url)
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
        return self._internal(url, item) if self.context.is_own(url) else {"url": url}

    def _internal(self, url: str, item: ItemKey) -> dict[str, Any]:
        parts = split(url)
        anchor = {"anchor": parts.fragment} if parts.fragment else {}
        target = self._target_at(parts.path, parts.query)
        if isinstance(target, Provider):
            return {"provider": target.pk}
        if isinstance(target, Page):
            return {"page": target.pk, **anchor}
        if UPLOADS in parts.path:
            found = self.media.find(MediaRef(url=url))
            if isinstance(found, AbstractDocument):
                return {"document": found.pk}
            if found is not None:
                return {"url": found.get_rendition(LARGE).url}
        old = f"/{parts.path.lstrip('/')}"  # two slashes would lead to another site
        path = self._archive(old) or self._missing(old, url, item)
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return {"url": f"{path}{query}{fragment}"}

    def _missing(self, path: str, url: str, item: ItemKey) -> str:
        """Give the address of a page that the export does not hold; it leads to a search for its words."""
        if path.endswith(LOG_IN):
            return reverse("wagtailcore_login")
        detour = UPLOADS not in path and add_detour(self.context.site, path)
        effect = "a redirect leads to a search for it" if detour else "look at this link"
        self.context.report.note("link-not-found", f"Nothing of the export stands at {url}; {effect}.", item)
        return path

    def _target_at(self, path: str, query: str) -> Page | Provider | None:
        if number := wordpress_id(query):
            return self.item(number)
        if _path(path) in self._by_path:
            return self.item(self._by_path[_path(path)])
        if _path(path) in ("", "/"):
            return self.context.home
        return self._page_here(path)

    def _page_here(self, path: str) -> Page | None:
        """Find a page of this site at a path, such as the directory that a mapping names."""
        url_path = f"{self.context.home.url_path.rstrip('/')}/{path.strip('/')}/"
        page = Page.objects.filter(url_path=unquote(url_path), locale=self.context.locale).first()
        return page.specific if page else None

    def _archive(self, path: str) -> str:
        """Give the address of the topic or tag that an archive of WordPress listed."""
        segments = [unquote(segment) for segment in path.split("/") if segment]
        if len(segments) >= 2 and segments[0] in ("category", "tag"):
            taxonomy = "category" if segments[0] == "category" else "post_tag"
            topic = self.terms.topic_by_slug(taxonomy, segments[-1])
            return self.term_url(taxonomy, segments[-1], topic)
        return ""

    def term_url(self, taxonomy: str, key: str, topic: Topic | None = None) -> str:
        """Give the address of a topic or tag on the article index; "" for an unknown one."""
        topic, tag = topic or self.terms.topic(taxonomy, key), self.terms.tag(taxonomy, key)
        if topic is not None:
            return f"{self.context.article_index().get_url()}topic/{topic.slug}/"
        return f"{self.context.article_index().get_url()}tag/{tag.slug}/" if tag is not None else ""

    def rich_text(self, html: str, item: ItemKey) -> str:
        """Turn the links of rich text into Wagtail's own where they lead to pages and documents."""
        if "<a" not in html:
            return str(html)
        soup = BeautifulSoup(html, "html.parser")
        for anchor in soup.find_all("a"):
            self._rewrite(anchor, item)
        return str(soup)

    def markup(self, html: str, item: ItemKey) -> str:
        """Give markup that no block serves with the addresses of this site; an image that is not here leaves its text."""
        soup = BeautifulSoup(html, "html.parser")
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

    def _rewrite(self, anchor: Tag, item: ItemKey) -> None:
        url = str(anchor.get("href", ""))
        target = self.link(url, item)
        anchor.attrs = {}
        if "page" in target and "anchor" not in target:
            anchor.attrs = {"linktype": "page", "id": str(target["page"])}
        elif "document" in target:
            anchor.attrs = {"linktype": "document", "id": str(target["document"])}
        elif href := self._href(target, url):
            anchor.attrs = {"href": href}
        else:
            anchor.unwrap()

    def _href(self, target: dict[str, Any], url: str) -> str:
        if "page" in target:
            page = Page.objects.get(pk=target["page"])
            return f"{page.get_url()}#{target['anchor']}" if "anchor" in target else str(page.get_url())
        if "provider" in target:
            return Provider.objects.get(pk=target["provider"]).get_url()
        if "document" in target:
            return str(get_document_model().objects.get(pk=target["document"]).url)
        if "email" in target or "phone" in target:
            return url
        if "anchor" in target:
            return f"#{target['anchor']}"
        return str(target.get("url", ""))


def _absolute(url: str, base: str) -> str:
    """Write an address as browsers read it: trimmed, spaces encoded, protocol and folder of the page filled in."""
    url = url.strip().replace(" ", "%20")
    if url.startswith("//"):
        return f"https:{url}"
    if url.startswith("www."):
        return f"http://{url}"
    if url and not url.startswith(("/", "#")) and ":" not in url.split("/")[0]:
        return join(base or "/", url)
    return url


def _path(url: str) -> str:
    """Give the path of an address for comparing: decoded, without the slash at the end."""
    return unquote(split(url).path).rstrip("/").lower()
