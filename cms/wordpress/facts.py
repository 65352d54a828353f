"""What a site knows of itself besides the content at hand: posts, users, files, menus, parts that content shares.

Shortcodes such as ``[su_post]`` and ``[gallery]`` ask for it. The importer gathers it in its first reading of an export.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from collections.abc import Mapping as AbcMapping
from datetime import datetime

from cms.wordpress.addresses import whole_number

PUBLIC = "publish"


@dataclasses.dataclass(frozen=True)
class PostFacts:
    """A post of any type, without its content. ``creator`` is a log-in name, ``thumbnail`` the id of an image."""

    id: int = 0
    type: str = "post"
    status: str = PUBLIC
    title: str = ""
    slug: str = ""
    link: str = ""
    excerpt: str = ""
    creator: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    parent: int = 0
    order: int = 0
    protected: bool = False
    thumbnail: int = 0
    terms: frozenset[tuple[str, str]] = frozenset()
    meta: AbcMapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return self.status == PUBLIC and not self.protected


@dataclasses.dataclass(frozen=True)
class FileFacts:
    """A file of the media library; ``parent`` is the post that it was uploaded to."""

    id: int = 0
    url: str = ""
    title: str = ""
    alt: str = ""
    caption: str = ""
    description: str = ""
    mime: str = ""
    parent: int = 0
    order: int = 0
    date: datetime | None = None
    meta: AbcMapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/") or self.url.lower().endswith(
            (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
        )


@dataclasses.dataclass(frozen=True)
class UserFacts:
    """A user of the old site, as far as an export tells."""

    id: int = 0
    login: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""


def _nothing(_id: int) -> str:
    return ""


@dataclasses.dataclass
class SiteFacts:
    """Everything an export tells beside contents; ``content`` gives the content of one post, "" where there is none.

    ``asked`` says that somebody asked for another post: what came of it may change when that post does.
    """

    posts: MutableMapping[int, PostFacts] = dataclasses.field(default_factory=dict)
    files: MutableMapping[int, FileFacts] = dataclasses.field(default_factory=dict)
    users: dict[int, UserFacts] = dataclasses.field(default_factory=dict)
    terms: dict[int, tuple[str, str]] = dataclasses.field(default_factory=dict)  # id: (taxonomy, slug)
    shared: dict[int, str] = dataclasses.field(default_factory=dict)  # reusable blocks: id: content
    menus: dict[str, str] = dataclasses.field(default_factory=dict)  # slug: name
    content: Callable[[int], str] = _nothing
    asked: bool = False
    _slugs: dict[str, list[int]] = dataclasses.field(default_factory=dict, repr=False)
    _newest: dict[str, list[int]] = dataclasses.field(default_factory=dict, repr=False)
    _uploads: dict[int, list[tuple[int, int]]] = dataclasses.field(default_factory=dict, repr=False)

    def post(self, key: str | int, post_type: str = "") -> PostFacts | None:
        """Give a post by id, or by slug within a type; None for one that is not public: what it says must not leak."""
        self.asked = True
        number = whole_number(str(key))
        found = self.posts.get(number) if number else self._by_slug(str(key), post_type)
        return found if found is not None and found.is_public else None

    def _by_slug(self, slug: str, post_type: str) -> PostFacts | None:
        named = (self.posts[number] for number in self.called(slug))
        return next((post for post in named if post_type in ("", post.type)), None)

    def called(self, slug: str) -> list[int]:
        """Give the ids of the posts with a slug."""
        if not self._slugs:
            for post in self.posts.values():
                self._slugs.setdefault(post.slug, []).append(post.id)
        return self._slugs.get(slug, [])

    def posts_with_term(self, taxonomy: str, keys: Iterable[str]) -> Iterator[PostFacts]:
        """Give the public posts that have one of the terms, named by slug or id, newest first."""
        wanted = {self.terms.get(whole_number(key), (taxonomy, key)) for key in keys}
        wanted = {term for term in wanted if term[0] == taxonomy}
        yield from (post for post in self.newest("post") if post.terms & wanted)

    def newest(self, post_type: str) -> Iterator[PostFacts]:
        """Give the public posts of a type, newest first."""
        self.asked = True
        if post_type not in self._newest:
            dated = sorted(
                (
                    (post.date.timestamp() if post.date else 0, post.id)
                    for post in self.posts.values()
                    if post.type == post_type and post.is_public
                ),
                reverse=True,
            )
            self._newest[post_type] = [number for _date, number in dated]
        return (self.posts[number] for number in self._newest[post_type])

    def attached(self, parent: int) -> list[FileFacts]:
        """Give the files uploaded to a post, in the order that its author gave them."""
        if not self._uploads:
            for file in self.files.values():
                self._uploads.setdefault(file.parent, []).append((file.order, file.id))
        return [self.files[number] for _order, number in sorted(self._uploads.get(parent, ()))]

    def menu(self, name: str) -> str | None:
        """Give the slug of a menu by its slug or name; None where there is none."""
        if name in self.menus:
            return name
        return next((slug for slug, title in self.menus.items() if title.casefold() == name.casefold()), None)
