"""What an export holds, as plain records; empty values stand for what is missing."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from cms.wordpress.report import ItemKey

Meta = tuple[tuple[str, str], ...]


class ExportError(ValueError):
    """The file cannot be imported; the message is one sentence that says why, with the line where there is one."""


@dataclasses.dataclass(frozen=True)
class Repair:
    """What was wrong with a file in a line, and what the reader made of it; ``is_loss`` where something is gone."""

    line: int
    detail: str
    is_loss: bool = False


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
