"""References become objects: placeholders of converted content are replaced by what the site holds."""

from __future__ import annotations

import dataclasses
import html
import uuid
from collections.abc import Callable
from typing import Any

from wagtail.documents.models import AbstractDocument

from cms.palette.contrast import READABLE, contrast, normalise, readable_text
from cms.palette.models import Colour
from cms.wordpress.context import Context
from cms.wordpress.csvtables import read_table
from cms.wordpress.handlers.depth import holders, is_container
from cms.wordpress.links import LinkResolver
from cms.wordpress.listings import report_missing_pages, unresolved_terms
from cms.wordpress.media import MediaError, MediaWriter
from cms.wordpress.redirects import RedirectWriter
from cms.wordpress.refs import (
    AuthorRef,
    ColourRef,
    CsvRef,
    Html,
    ItemRef,
    LinkRef,
    MediaRef,
    MenuRef,
    QrRef,
    Ref,
    TermRef,
)
from cms.wordpress.report import ItemKey
from cms.wordpress.terms import TermWriter

Block = dict[str, Any]
Value = dict[str, Any]
LINKS = ("link", "source")  # where blocks have a link block, which is empty rather than None
_NAME_SHOWN = 200
NO_PICTURE = {"image": None, "decorative": False, "alt_text": ""}


@dataclasses.dataclass(frozen=True)
class Missing:
    """A block without what it shows: editors see where that was, readers the words that went with it."""

    reason: str
    source: str
    words: tuple[str, ...] = ()

    def blocks(self) -> list[Block]:
        source = {"reason": self.reason, "source": self.source}
        text = "".join(f"<p>{html.escape(words, quote=False)}</p>" for words in self.words if words)
        kept: list[Block] = [{"type": "rich_text", "value": text}] if text else []
        return [*kept, {"type": "imported_source", "value": source}]


class Resolver:
    """Replaces references; what cannot be found is reported, and what a block needs is kept as imported source."""

    def __init__(
        self, context: Context, terms: TermWriter, media: MediaWriter, redirects: RedirectWriter
    ) -> None:
        self.context = context
        self.terms = terms
        self.media = media
        self.links = LinkResolver(context, terms, media, redirects)
        self._colours: dict[tuple[str, str], Colour] = {}
        self._special: dict[str, Callable[[Value, ItemKey], Value | Missing]] = {
            "cards": self._cards,
            "gallery": self._gallery,
            "imported_html": lambda value, item: {"html": self.links.markup(value["html"], item)},
            "image": self._image,
            "media": self._media,
            "menu": self._menu,
            "page_list": self._page_list,
            "service_articles": self._service_articles,
            "table": self._table,
        }

    def blocks(self, blocks: list[Block], item: ItemKey, owner: str) -> list[Block]:
        """Give converted blocks as stream data; ids follow from owner and place, so that a re-run changes none."""
        resolved = [
            new
            for number, block in enumerate(blocks)
            for new in self._block(block, item, f"{owner}#{number}")
        ]
        return [
            {**block, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{owner}#{number}"))}
            for number, block in enumerate(resolved)
        ]

    def _block(self, block: Block, item: ItemKey, owner: str) -> list[Block]:
        """Give what a block becomes: itself, or other blocks that keep its words where what it shows is missing."""
        if is_container(block):
            contents = [holder.pop("content") for holder in holders(block)]
            value = self.value(block["value"], item)
            for number, holder in enumerate(holders({"type": block["type"], "value": value})):
                holder["content"] = self.blocks(contents[number], item, f"{owner}.{number}")
        else:
            special = self._special.get(block["type"])
            value = special(block["value"], item) if special else self.value(block["value"], item)
        return value.blocks() if isinstance(value, Missing) else [{**block, "value": value}]

    def value(self, value: Any, item: ItemKey) -> Any:
        """Replace the references in a value; lists lose what cannot be found."""
        match value:
            case Html():
                return self.links.rich_text(value, item)
            case LinkRef():
                return self.links.link(value.url, item)
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
        find: dict[type[Ref], Callable[[Any], Any]] = {
            AuthorRef: lambda ref: self.terms.author_by_id(ref.id),
            ColourRef: lambda ref: self.colour(ref, item),
            ItemRef: self.links.referenced,
            MediaRef: self.media.image,
            MenuRef: lambda ref: self.context.ledger.target("menus", ref.slug),
            QrRef: self.media.qr_code,
            TermRef: lambda ref: self.terms.topic(ref.taxonomy, ref.key),
        }
        return find[type(ref)](ref) if type(ref) in find else None

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
        if (background, text) not in self._colours:
            row, created = Colour.objects.get_or_create(
                background=background, text=text, defaults={"name": name}
            )
            if created:  # and not yet sure to stay: the item may be undone
                return row
            self._colours[background, text] = row
        return self._colours[background, text]

    # Blocks whose references need more than a replacement

    def _picture(self, picture: Value, item: ItemKey) -> Value | None:
        """Give the value of an image block; None and a report line for an image that the site does not hold."""
        ref = picture["image"]
        image = self._object(ref, item)
        if image is None:
            self.context.missing()
            if isinstance(ref, QrRef):
                self.context.report.loss("qr-code", f"“{_named(ref)}” is too long for a QR code.", item)
            else:
                self.context.report.loss(
                    "image-missing", f"The image {_named(ref)} is not in the library.", item
                )
            return None
        return {**picture, "image": image.pk}

    def _image(self, value: Value, item: ItemKey) -> Value | Missing:
        picture = self._picture(value["image"], item)
        if picture is None:
            source = f"{_named(value['image']['image'])} {value['image']['alt_text']}".strip()
            return Missing("This image could not be taken over.", source, (value["caption"],))
        rest = {key: self.value(inner, item) for key, inner in value.items() if key != "image"}
        return {**rest, "image": picture, "link": rest.get("link") or {}}

    def _gallery(self, value: Value, item: ItemKey) -> Value | Missing:
        items = []
        for entry in value["items"]:
            if picture := self._picture(entry["image"], item):
                link = self.value(entry["link"], item) or {}
                items.append({"image": picture, "caption": entry["caption"], "link": link})
        if not items:
            names = [_named(entry["image"]["image"]) for entry in value["items"]]
            captions = tuple(entry["caption"] for entry in value["items"])
            return Missing("None of these images could be taken over.", " ".join(names), captions)
        return {**value, "items": items}

    def _cards(self, value: Value, item: ItemKey) -> Value:
        items = []
        for entry in value["items"]:
            picture = self._picture(entry["image"], item) if entry["image"] else None
            rest = {key: self.value(inner, item) for key, inner in entry.items() if key != "image"}
            items.append({**rest, "image": picture or NO_PICTURE, "link": rest.get("link") or {}})
        return {**value, "items": items}

    def _media(self, value: Value, item: ItemKey) -> Value:
        value = {"document": None, **value}
        file: MediaRef | None = value.pop("file", None)
        if file is not None:
            found = self.media.find(file)
            if isinstance(found, AbstractDocument):
                value |= {"document": found.pk, "url": ""}
            else:
                value["url"] = self._old_address(file, item)
        return {key: self.value(inner, item) for key, inner in value.items()}

    def _old_address(self, file: MediaRef, item: ItemKey) -> str:
        """Give where a file was: on another site it still is, on the old one it has to be brought over."""
        target = self.links.link(file.url, item)
        if self.context.is_own(file.url):
            self.context.missing()
            self.context.report.loss("media-missing", f"The file {file.url} is not in the library.", item)
        return str(target.get("url", ""))

    def _menu(self, value: Value, item: ItemKey) -> Value | Missing:
        menu = self._object(value["menu"], item)
        if menu is None:
            self.context.missing()
            slug = value["menu"].slug
            self.context.report.loss("menu-missing", f"The menu “{slug}” is not in the export.", item)
            return Missing("This menu is not in the export.", slug)
        return {"menu": menu.pk}

    def _table(self, value: Value, item: ItemKey) -> Value | Missing:
        table = value["table"]
        if isinstance(table, CsvRef):
            try:
                table = read_table(self.media.read(table.url), table)
            except MediaError as error:
                self.context.missing()
                self.context.report.loss("table-missing", f"The table {table.url} {error}", item)
                return Missing("The file of this table could not be taken over.", table.url)
        rows = [{"values": [self.value(cell, item) for cell in row["values"]]} for row in table["rows"]]
        return {**value, "table": {**table, "rows": rows}}

    def _service_articles(self, value: Value, item: ItemKey) -> Value:
        value = dict(value)
        missing = [value["unresolved"]] if value.get("unresolved") else []
        missing += unresolved_terms(value, self.links, item)
        tags = [self.terms.tag(ref.taxonomy, ref.key) for ref in value.pop("tags", [])]
        excluded = value.pop("exclude_authors", [])
        if excluded and not value.get("authors"):
            value["authors"], value["author_operator"] = excluded, "none"
        value = {key: self.value(inner, item) for key, inner in value.items()}
        value["tags"] = ", ".join(tag.name for tag in tags if tag)
        value["unresolved"] = "; ".join(missing)[:500]
        return value

    def _page_list(self, value: Value, item: ItemKey) -> Value:
        report_missing_pages(value, self.links, item)
        return {key: self.value(inner, item) for key, inner in value.items()}


def _named(ref: MediaRef | QrRef) -> str:
    name = ref.data if isinstance(ref, QrRef) else ref.url or f"image {ref.id}"
    return name if len(name) <= _NAME_SHOWN else f"{name[:_NAME_SHOWN]}…"
