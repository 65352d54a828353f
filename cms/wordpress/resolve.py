"""References become objects: placeholders of converted content are replaced by what the site holds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.links.validators import is_safe_url
from cms.palette.contrast import READABLE, contrast, normalise, readable_text
from cms.palette.models import Colour
from cms.wordpress.addresses import join, split, wordpress_id
from cms.wordpress.context import Context
from cms.wordpress.media import UPLOADS, MediaWriter
from cms.wordpress.refs import AuthorRef, ColourRef, Html, ItemRef, LinkRef, MediaRef, Ref, TermRef
from cms.wordpress.report import ItemKey
from cms.wordpress.terms import TermWriter
from providers.models import Provider
from services.models import Topic

Block = dict[str, Any]
LINKS = ("link", "source")  # where blocks have a link block, which is empty rather than None
KIND_OF_TARGET = {"article": "articles", "page": "pages", "provider": "providers"}


class Resolver:
    """Replaces references; what cannot be found is reported, and what a block needs is kept as imported source."""

    def __init__(self, context: Context, terms: TermWriter, media: MediaWriter) -> None:
        self.context = context
        self.terms = terms
        self.media = media
        self._by_path = {
            _path(known.link): known.id
            for known in context.survey.items.values()
            if known.link and not split(known.link).query
        }
        self._special: dict[str, Callable[[Block, ItemKey], Block]] = {
            "image": self._image,
            "service_articles": self._service_articles,
            "page_list": self._page_list,
            "table": self._table,
        }

    # Objects

    def item(self, wordpress_id: int) -> Page | Provider | None:
        """Give what an item became."""
        known = self.context.survey.items.get(wordpress_id)
        if known is None:  # another export of the same site may have brought it
            found = (self.context.ledger.target(kind, wordpress_id) for kind in KIND_OF_TARGET.values())
            return next((target for target in found if target is not None), None)
        return self.context.ledger.target(KIND_OF_TARGET[self.context.target_of(known.type)], known.id)

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
                return {"url": found.get_rendition("width-1200|format-jpeg").url}
        archive = self._archive(parts.path)
        path = archive or parts.path or "/"
        if not archive:
            self.context.report.note(
                "link-not-found", f"Nothing of the export stands at {url}; look at this link.", item
            )
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return {"url": f"{path}{query}{fragment}"}

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

    def colour(self, ref: ColourRef, item: ItemKey) -> Colour | None:
        """Give the palette's row for a colour pair; a text that nobody could read is replaced."""
        try:
            background, text = normalise(ref.background), normalise(ref.text) if ref.text else ""
        except ValueError:
            self.context.report.loss(
                "colour", f"“{ref.background}” is no colour that the palette can hold.", item
            )
            return None
        if text and contrast(text, background) < READABLE:
            self.context.report.note(
                "low-contrast", f"The text {text} on {background} is hard to read; {readable_text(background)} is used.",
                item,
            )  # fmt: skip
            text = ""
        text = "" if text == readable_text(background) else text
        name = background.upper() if not text else f"{text.upper()} on {background.upper()}"
        row, _created = Colour.objects.get_or_create(
            background=background, text=text, defaults={"name": name}
        )
        return row

    # Values

    def blocks(self, blocks: list[Block], item: ItemKey, owner: str) -> list[Block]:
        """Give converted blocks as stream data; ids follow from owner and place, so that a re-run changes none."""
        resolved = []
        for number, block in enumerate(blocks):
            special = self._special.get(block["type"])
            new = special(block, item) if special else {**block, "value": self.value(block["value"], item)}
            resolved.append({**new, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{owner}#{number}"))})
        return resolved

    def value(self, value: Any, item: ItemKey) -> Any:
        """Replace the references in a value; lists lose what cannot be found."""
        match value:
            case Html():
                return self.rich_text(value, item)
            case LinkRef():
                return self.link(value.url, item)
            case dict():
                return {
                    key: {} if key in LINKS and inner is None else self.value(inner, item)
                    for key, inner in value.items()
                }
            case list() | tuple():
                return [new for inner in value if (new := self.value(inner, item)) is not None]
        if isinstance(value, Ref):
            found = self._object(value, item)
            return found.pk if found is not None else None
        return value

    def _object(self, ref: Ref, item: ItemKey) -> Any:
        """Give the object that a reference means; None where the site does not hold it."""
        match ref:
            case ColourRef():
                return self.colour(ref, item)
            case MediaRef():
                return self.media.image(ref)
            case ItemRef():
                return self.item(ref.id)
            case TermRef():
                return self.terms.topic(ref.taxonomy, ref.key)
            case AuthorRef():
                return self.terms.author_by_id(ref.id)
        return None

    def rich_text(self, html: str, item: ItemKey) -> str:
        """Turn the links of rich text into Wagtail's own where they lead to pages and documents."""
        if "<a" not in html:
            return str(html)
        soup = BeautifulSoup(html, "html.parser")
        for anchor in soup.find_all("a"):
            self._rewrite(anchor, item)
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
            return f"{page.get_url()}#{target['anchor']}"
        if "provider" in target:
            return Provider.objects.get(pk=target["provider"]).get_url()
        if "email" in target or "phone" in target:
            return url
        if "anchor" in target:
            return f"#{target['anchor']}"
        return str(target.get("url", ""))

    # Blocks whose references need more than a replacement

    def _image(self, block: Block, item: ItemKey) -> Block:
        value = block["value"]
        ref: MediaRef = value["image"]["image"]
        image = self.media.image(ref)
        if image is None:
            self.context.report.loss(
                "image-missing", f"The image {ref.url or ref.id} is not in the library.", item
            )
            words = " ".join(part for part in (value["image"].get("alt_text"), value.get("caption")) if part)
            reason = "This image could not be taken over."
            return _source(reason, f"{ref.url or f'image {ref.id}'} {words}".strip())
        picture = {**value["image"], "image": image.pk}
        rest = {key: self.value(inner, item) for key, inner in value.items() if key != "image"}
        return {**block, "value": {**rest, "image": picture, "link": rest.get("link") or {}}}

    def _table(self, block: Block, item: ItemKey) -> Block:
        table = block["value"]["table"]
        rows = [{"values": [self.value(cell, item) for cell in row["values"]]} for row in table["rows"]]
        return {**block, "value": {**block["value"], "table": {**table, "rows": rows}}}

    def _service_articles(self, block: Block, item: ItemKey) -> Block:
        value = dict(block["value"])
        missing = [value["unresolved"]] if value.get("unresolved") else []
        missing += self._missing(value, item)
        tags = [self.terms.tag(ref.taxonomy, ref.key) for ref in value.pop("tags", [])]
        excluded = value.pop("exclude_authors", [])
        if excluded and not value.get("authors"):
            value["authors"], value["author_operator"] = excluded, "none"
        value = {key: self.value(inner, item) for key, inner in value.items()}
        value["tags"] = ", ".join(tag.name for tag in tags if tag)
        value["unresolved"] = "; ".join(missing)[:500]
        return {**block, "value": value}

    def _missing(self, value: dict[str, Any], item: ItemKey) -> list[str]:
        """Name what a listing asks for and cannot do without; “all articles” would be a wrong answer.

        As in WordPress, a clause goes on with what is left of it, one that asks for all of its terms cannot, and one
        that excludes does not miss what does not exist.
        """
        terms, missing = self.terms, []
        clauses = [
            ([(f"term {ref.key}", terms.topic(ref.taxonomy, ref.key)) for ref in value.get("topics", [])],
             value.get("topic_operator")),
            ([(f"tag {ref.key}", terms.tag(ref.taxonomy, ref.key)) for ref in value.get("tags", [])],
             value.get("tag_operator")),
            ([(f"author {ref.id}", terms.author_by_id(ref.id)) for ref in value.get("authors", [])], "any"),
            ([(f"post {ref.id}", self.item(ref.id)) for ref in value.get("articles", [])], "any"),
        ]  # fmt: skip
        for found, operator in clauses:
            absent = [name for name, target in found if target is None]
            empty = absent and operator != "none" and (operator == "all" or len(absent) == len(found))
            for name in absent:
                effect = "it lists nothing" if empty else "it goes on without it"
                self.context.report.loss(
                    "listing-unresolved",
                    f"A listing asks for {name}, which is not in the export; {effect}.",
                    item,
                )
            missing += absent if empty else []
        return missing

    def _page_list(self, block: Block, item: ItemKey) -> Block:
        value = block["value"]
        for ref in (*value.get("pages", []), *([value["parent"]] if value.get("parent") else [])):
            if self.item(ref.id) is None:
                self.context.report.loss("listing-unresolved", f"A page list asks for page {ref.id}, which is not in the export.", item)  # fmt: skip
        return {**block, "value": self.value(value, item)}


def _source(reason: str, source: str) -> Block:
    return {"type": "imported_source", "value": {"reason": reason, "source": source}}


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
