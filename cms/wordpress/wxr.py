"""Reads a WordPress export (WXR: RSS 2.0 with elements of WordPress's own) as a stream of records.

What WordPress writes: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
What it reads back: https://github.com/WordPress/wordpress-importer
"""

from __future__ import annotations

import codecs
import dataclasses
import email.utils
import functools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, NoReturn

from lxml import etree

from cms.wordpress.report import ItemKey

Meta = tuple[tuple[str, str], ...]


class ExportError(ValueError):
    """The file cannot be imported; the message is one sentence that says why, with the line where there is one."""


@dataclasses.dataclass(frozen=True)
class Site:
    """The site that was exported; ``guid`` identifies it in every later run."""

    title: str = ""
    link: str = ""
    base_site_url: str = ""
    base_blog_url: str = ""
    description: str = ""
    language: str = ""
    version: str = ""
    guid: str = ""


@dataclasses.dataclass(frozen=True)
class Author:
    """A WordPress user who wrote something in the export."""

    id: int = 0
    login: str = ""
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclasses.dataclass(frozen=True)
class Term:
    """A category, a tag or a term of any other taxonomy; ``parent`` is the slug of the parent."""

    id: int = 0
    taxonomy: str = ""
    slug: str = ""
    name: str = ""
    parent: str = ""
    description: str = ""
    meta: Meta = ()


@dataclasses.dataclass(frozen=True)
class ItemTerm:
    """A term as an item names it; ``slug`` is empty where the export gives the name only."""

    taxonomy: str = ""
    slug: str = ""
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Comment:
    """A comment, pingback or trackback; ``approved`` is WordPress's own word: 1, 0, spam, trash."""

    id: int = 0
    author: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    date: datetime | None = None
    content: str = ""
    approved: str = ""
    type: str = ""
    parent: int = 0
    user_id: int = 0
    meta: Meta = ()


@dataclasses.dataclass(frozen=True)
class Item:
    """A post of any type. Dates are UTC; meta values are raw, in order, and keys may repeat."""

    id: int = 0
    type: str = ""
    status: str = ""
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    parent: int = 0
    menu_order: int = 0
    password: str = ""
    sticky: bool = False
    terms: tuple[ItemTerm, ...] = ()
    meta: Meta = ()
    comments: tuple[Comment, ...] = ()
    line: int = 0

    @property
    def key(self) -> ItemKey:
        return ItemKey(type=self.type, id=self.id, title=self.title, url=self.link)

    def meta_value(self, key: str) -> str:
        """Give the last value of a meta key, "" where it is absent."""
        return dict(self.meta).get(key, "")


@dataclasses.dataclass(frozen=True)
class Attachment(Item):
    """A file of the media library."""

    url: str = ""
    alt: str = ""
    file: str = ""


@dataclasses.dataclass(frozen=True)
class MenuItem:
    """An entry of a navigation menu; ``kind`` is post_type, post_type_archive, taxonomy or custom.

    The same id may stand in several menus. WordPress leaves out entries whose status is not ``publish``.
    """

    id: int = 0
    menu: str = ""
    menu_name: str = ""
    title: str = ""
    order: int = 0
    parent: int = 0
    kind: str = ""
    object: str = ""
    object_id: int = 0
    url: str = ""
    target: str = ""
    new_tab: bool = False
    status: str = ""


Record = Site | Author | Term | Item | MenuItem
Format = Literal["xml", "html", "json", "text", "compressed", "binary", "empty"]

_CHUNK = 64 * 1024
_SPACE = " \t\r\n"
_WEB_PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|div|p|h[1-6]|ul|ol|table|script|style|title)\b)", re.I
)
_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[{"\]]|-?\d[\d.]*\s*,)')
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.S)
_FIRST_MARKUP = re.compile(r"<(?:!DOCTYPE|[A-Za-z])")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_OTHER_FORMATS = {
    "html": "is a web page (HTML), not a WordPress export",
    "json": "holds JSON, not a WordPress export",
    "text": "is plain text, not a WordPress export",
    "compressed": "is compressed; unpack it and import the XML file inside",
    "binary": "is a binary file, not a WordPress export",
    "empty": "is empty",
}
_POSITION = re.compile(r",? line \d+, column \d+$")
_VERSION = re.compile(r"\d+\.\d+")
_ZERO_DATE = re.compile(r"0000-00-00| -0001 ")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[^/]+/excerpt/?"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/[^/]+/?"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
)
_REPEATED = frozenset({"category", "wp:comment", "wp:postmeta", "wp:commentmeta", "wp:termmeta"})
_TERMS = {  # element: taxonomy, then the elements of slug, name, parent and description
    "wp:category": (
        "category",
        "wp:category_nicename",
        "wp:cat_name",
        "wp:category_parent",
        "wp:category_description",
    ),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name", "wp:tag_parent", "wp:tag_description"),
    "wp:term": ("", "wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description"),
}
_SITE_FIELDS = (
    "title", "link", "wp:base_site_url", "wp:base_blog_url", "description", "language", "wp:wxr_version",
)  # fmt: skip


def read(path: str | Path) -> Iterator[Record]:
    """Yield the site, then authors, terms and items as they come; raises ``ExportError``.

    Memory stays flat whatever the size of the file, so damage at its end shows only there: see ``validate``.
    """
    path = Path(path)
    head: dict[str, str] = {}
    site: Site | None = None
    terms = _Terms()
    for name, element in _children_of_channel(path):
        if name in _TERMS:
            terms.add(_term(name, element))
        elif name in ("item", "wp:author"):
            if site is None:
                site = _site(path, head)
                yield site
            if name == "item":
                yield from terms.drain()
            yield _item(element) if name == "item" else _author(element)
        elif name in _SITE_FIELDS:
            head.setdefault(name, _site_field(path, name, element))
    if site is None:
        yield _site(path, head)
    yield from terms.drain()


def validate(path: str | Path) -> Site:
    """Read the whole file without keeping anything, so that a broken one is refused before anything is written."""
    site = Site()
    for record in read(path):
        if isinstance(record, Site):
            site = record
    return site


def sniff(path: str | Path) -> Format:
    """Tell from its first bytes what a file holds; raises ``ExportError`` where it cannot be opened."""
    with _opened(Path(path)) as file:
        return _format(file.read(_CHUNK))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise ExportError(f"There is no file “{path}”.") from None
    except IsADirectoryError:
        raise ExportError(f"“{path}” is a folder, not a file.") from None
    except OSError as error:
        raise ExportError(f"“{path}” cannot be read: {error.strerror}.") from error


def _format(data: bytes) -> Format:
    if data.startswith(_COMPRESSED):
        return "compressed"
    text = _decoded(data).lstrip()
    if not text:
        return "empty"
    if "\0" in text:
        return "binary"
    if _WEB_PAGE.match(_after_prologue(text)):
        return "html"
    if re.match(r"<[?!a-z]", text, re.I):
        return "xml"
    return "json" if _JSON.match(text) else "text"


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _after_prologue(text: str) -> str:
    match = _PROLOGUE.match(text)
    return text[match.end() :] if match else text


def _children_of_channel(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the name and the element of each child of <channel>, and forget it when the next one is asked for."""
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,  # a post may be longer than 10 MB; safe, because a file with a DTD comes no further
        remove_comments=True,
        remove_pis=True,
    )
    depth = newlines = 0
    for chunk in _chunks(path):
        newlines += chunk.count(b"\n")
        _feed(parser, chunk, path)
        for event, element in parser.read_events():
            if event == "start":
                depth += 1
                continue
            depth -= 1
            if depth == 2 and element.getparent().tag == "channel":
                yield _name(element.tag), element
            if 0 < depth <= 2:
                _forget(element)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if depth == 0 or (error.lineno or 0) <= newlines:  # not at the end: the parser waited there for more
            raise _malformed(path, error) from None
        raise ExportError(
            f"“{path.name}” is incomplete: it ends in line {error.lineno}, before its elements are closed."
        ) from None


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of an export; refuses what is no XML, declares a DTD or does not start with <rss>."""
    with _opened(path) as file:
        chunk = file.read(_CHUNK)
        if (found := _format(chunk)) != "xml":
            raise ExportError(f"“{path.name}” {_OTHER_FORMATS[found]}.")
        prologue: Any = _Prologue(path.name, chunk)
        parser = etree.XMLParser(target=prologue, resolve_entities=False, no_network=True)
        while chunk:
            if not prologue.root:
                _feed(parser, chunk, path)
            yield chunk
            chunk = file.read(_CHUNK)


class _Prologue:
    """Parser target that looks at a file up to its first element, before anything builds a tree or knows an entity."""

    def __init__(self, name: str, start: bytes) -> None:
        self.root = ""
        text = _decoded(start)
        rest = _after_prologue(text)
        line = text.count("\n", 0, len(text) - len(rest)) + 1
        self._where = f"“{name}”, line {line}" if _FIRST_MARKUP.match(rest) else f"“{name}”"

    def doctype(self, name: str, public_id: str | None, system_url: str | None) -> NoReturn:
        raise ExportError(
            f"{self._where}: it declares a DTD (<!DOCTYPE {name}>), which no WordPress export does,"
            " and is refused because a DTD can reach other files."
        )

    def start(self, tag: str, attributes: Any) -> None:
        if not self.root and tag != "rss":
            name = tag.rpartition("}")[2]
            raise ExportError(
                f"{self._where}: its first element is <{name}>, not the <rss> of a WordPress export."
            )
        self.root = self.root or tag

    def close(self) -> None:
        """Part of the interface of a parser target."""


def _feed(parser: Any, chunk: bytes, path: Path) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error) from None


def _malformed(path: Path, error: etree.XMLSyntaxError) -> ExportError:
    reason = _POSITION.sub("", error.msg or "").partition("\n")[0].rstrip(" .!")
    return ExportError(f"“{path.name}”, line {error.lineno}: it is not well-formed XML: {reason}.")


def _forget(element: Any) -> None:
    element.clear(keep_tail=True)  # the parser may still be writing the text behind the element
    parent = element.getparent()
    while (previous := element.getprevious()) is not None:
        parent.remove(previous)


@functools.lru_cache(maxsize=256)
def _name(tag: str) -> str:
    """Give a tag the prefix WordPress uses for its namespace, whatever the version of the format."""
    namespace, _, local = tag.rpartition("}")
    if not namespace:
        return local
    return next((prefix + local for pattern, prefix in _NAMESPACES if pattern.fullmatch(namespace[1:])), "")


def _text(element: Any) -> str:
    return "".join(element.itertext())


class _Fields:
    """The children of an element by name: "", 0 and None where they are missing or make no sense."""

    def __init__(self, element: Any) -> None:
        self._element = element
        self._texts: dict[str, str] = {}
        for child in element:
            if (name := _name(child.tag)) not in _REPEATED:
                self._texts.setdefault(name, _text(child))

    def text(self, name: str) -> str:
        """Give the text as it stands: blank lines and spaces matter to WordPress's paragraphs."""
        return self._texts.get(name, "")

    def word(self, name: str) -> str:
        return self.text(name).strip(_SPACE)

    def number(self, name: str) -> int:
        return _integer(self.text(name))

    def date(self, name: str) -> datetime | None:
        """Give a date of WordPress's pairs: the GMT field where it is a real date, else the local one."""
        return _date(self.word(f"{name}_gmt")) or _date(self.word(name))

    def all(self, name: str) -> list[Any]:
        return [child for child in self._element if _name(child.tag) == name]

    def meta(self, name: str) -> Meta:
        entries = map(_Fields, self.all(name))
        return tuple((entry.word("wp:meta_key"), entry.text("wp:meta_value")) for entry in entries)


def _integer(text: str) -> int:
    text = text.strip(_SPACE)
    return int(text) if _INTEGER.fullmatch(text) else 0


def _date(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _published(fields: _Fields) -> datetime | None:
    """Date an item; pubDate counts only without a zero date, because WordPress would have computed it from that."""
    if found := fields.date("wp:post_date"):
        return found
    if any(_ZERO_DATE.search(fields.text(name)) for name in ("wp:post_date", "wp:post_date_gmt", "pubDate")):
        return None
    try:
        return _in_utc(email.utils.parsedate_to_datetime(fields.word("pubDate")))
    except (ValueError, OverflowError):
        return None


def _in_utc(date: datetime) -> datetime:
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def _site(path: Path, head: dict[str, str]) -> Site:
    if "wp:wxr_version" not in head:
        raise ExportError(
            f"“{path.name}” is RSS, but not a WordPress export: no <wp:wxr_version> stands before its items."
        )
    title, link, base_site_url, base_blog_url, description, language, version = (
        head.get(name, "") for name in _SITE_FIELDS
    )
    return Site(
        title=title,
        link=link,
        base_site_url=base_site_url,
        base_blog_url=base_blog_url,
        description=description,
        language=language,
        version=version,
        guid=base_blog_url or link or base_site_url or title,
    )


def _site_field(path: Path, name: str, element: Any) -> str:
    text = _text(element).strip(_SPACE)
    if name == "wp:wxr_version" and not _VERSION.fullmatch(text):
        raise ExportError(
            f"“{path.name}”, line {element.sourceline}: it is no WordPress export:"
            f" its <wp:wxr_version> is “{text[:40]}”, not a number such as 1.2."
        )
    return text


def _author(element: Any) -> Author:
    fields = _Fields(element)
    return Author(
        id=fields.number("wp:author_id"),
        login=fields.word("wp:author_login"),
        email=fields.word("wp:author_email"),
        display_name=fields.word("wp:author_display_name"),
        first_name=fields.word("wp:author_first_name"),
        last_name=fields.word("wp:author_last_name"),
    )


class _Terms:
    """Terms that wait until the first item: an export names a category twice, as wp:category and as wp:term."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], Term] = {}
        self._given: set[tuple[str, str]] = set()

    def add(self, term: Term) -> None:
        key = (term.taxonomy, term.slug or term.name)
        if key not in self._given:
            self._waiting[key] = _merged(self._waiting.get(key, term), term)

    def drain(self) -> Iterator[Term]:
        yield from self._waiting.values()
        self._given.update(self._waiting)
        self._waiting.clear()


def _merged(first: Term, second: Term) -> Term:
    return dataclasses.replace(
        first,
        id=first.id or second.id,
        name=first.name or second.name,
        parent=first.parent or second.parent,
        description=first.description or second.description,
        meta=tuple(dict.fromkeys(first.meta + second.meta)),
    )


def _term(kind: str, element: Any) -> Term:
    fields = _Fields(element)
    taxonomy, slug, name, parent, description = _TERMS[kind]
    return Term(
        id=fields.number("wp:term_id"),
        taxonomy=_taxonomy(taxonomy or fields.word("wp:term_taxonomy")),
        slug=fields.word(slug),
        name=fields.word(name),
        parent=fields.word(parent),
        description=fields.text(description),
        meta=fields.meta("wp:termmeta"),
    )


def _taxonomy(name: str) -> str:
    return "post_tag" if name == "tag" else name  # WXR 1.0 says "tag"


def _item(element: Any) -> Item | MenuItem:
    fields = _Fields(element)
    item = Item(
        id=fields.number("wp:post_id"),
        type=fields.word("wp:post_type"),
        status=fields.word("wp:status"),
        title=fields.word("title"),
        slug=fields.word("wp:post_name"),
        link=fields.word("link"),
        guid=fields.word("guid"),
        creator=fields.word("dc:creator"),
        content=fields.text("content:encoded"),
        excerpt=fields.text("excerpt:encoded"),
        date=_published(fields),
        modified=fields.date("wp:post_modified"),
        parent=fields.number("wp:post_parent"),
        menu_order=fields.number("wp:menu_order"),
        password=fields.word("wp:post_password"),
        sticky=fields.number("wp:is_sticky") == 1,
        terms=_item_terms(fields),
        meta=fields.meta("wp:postmeta"),
        comments=tuple(map(_comment, fields.all("wp:comment"))),
        line=element.sourceline or 0,
    )
    if item.type == "nav_menu_item":
        return _menu_item(item)
    if item.type == "attachment":
        return Attachment(
            **{field.name: getattr(item, field.name) for field in dataclasses.fields(item)},
            url=fields.word("wp:attachment_url"),
            alt=item.meta_value("_wp_attachment_image_alt").strip(_SPACE),
            file=item.meta_value("_wp_attached_file").strip(_SPACE),
        )
    return item


def _item_terms(fields: _Fields) -> tuple[ItemTerm, ...]:
    """Give each term once; WXR 1.0 names every term twice, with and without its slug ("nicename")."""
    terms = [
        ItemTerm(
            taxonomy=_taxonomy(element.get("domain") or "category"),
            slug=element.get("nicename", "").strip(_SPACE),
            name=_text(element).strip(_SPACE),
        )
        for element in fields.all("category")
    ]
    with_slug = {(term.taxonomy, term.name) for term in terms if term.slug}
    return tuple(
        dict.fromkeys(term for term in terms if term.slug or (term.taxonomy, term.name) not in with_slug)
    )


def _comment(element: Any) -> Comment:
    fields = _Fields(element)
    return Comment(
        id=fields.number("wp:comment_id"),
        author=fields.word("wp:comment_author"),
        email=fields.word("wp:comment_author_email"),
        url=fields.word("wp:comment_author_url"),
        ip=fields.word("wp:comment_author_IP"),
        date=fields.date("wp:comment_date"),
        content=fields.text("wp:comment_content"),
        approved=fields.word("wp:comment_approved"),
        type=fields.word("wp:comment_type"),
        parent=fields.number("wp:comment_parent"),
        user_id=fields.number("wp:comment_user_id"),
        meta=fields.meta("wp:commentmeta"),
    )


def _menu_item(item: Item) -> MenuItem:
    menu = next((term for term in item.terms if term.taxonomy == "nav_menu"), ItemTerm())
    meta = {key.removeprefix("_menu_item_"): value.strip(_SPACE) for key, value in item.meta}
    return MenuItem(
        id=item.id,
        menu=menu.slug,
        menu_name=menu.name,
        title=item.title,
        order=item.menu_order,
        parent=_integer(meta.get("menu_item_parent", "")),
        kind=meta.get("type", ""),
        object=meta.get("object", ""),
        object_id=_integer(meta.get("object_id", "")),
        url=meta.get("url", ""),
        target=meta.get("target", ""),
        new_tab=meta.get("target", "") == "_blank",
        status=item.status,
    )
