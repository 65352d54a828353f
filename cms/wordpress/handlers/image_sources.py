"""Which images the galleries of the plugin show: ``media: 4,5``, ``posts: recent``, ``category: 7``, ``post=12`` …"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from cms.wordpress.facts import FileFacts, PostFacts
from cms.wordpress.handlers.attributes import integer
from cms.wordpress.handlers.context import Context

_LIMIT = 20
_KEY = re.compile(r"[a-z_-]+(?:/\d{1,18})?|\d{1,18}|recent", re.ASCII | re.IGNORECASE)
_Found = TypeVar("_Found")


@dataclasses.dataclass(frozen=True)
class Picture:
    """An image of a gallery, and the post whose featured image it is."""

    file: FileFacts
    post: PostFacts | None = None


@dataclasses.dataclass(frozen=True)
class Query:
    """The value of ``source``, split. Only the carousel of version 5 (``modern``) knows the latest uploads.

    It leaves ids that are named out of the limit.
    """

    kind: str
    keys: tuple[str, ...]
    limit: int
    modern: bool

    @property
    def recent(self) -> bool:
        return self.keys == ("recent",)

    def cut(self, found: Iterable[_Found]) -> Iterable[_Found]:
        return found if self.limit < 0 else itertools.islice(found, self.limit)


def pictures(source: str, limit: str, context: Context, *, modern: bool = False) -> list[Picture]:
    """Give the images that a source means, in order; what is missing is reported."""
    query = _query(source, limit, modern=modern)
    find = (_MODERN if modern else _OLDER).get(query.kind)
    return find(query, context) if find else []


def _query(source: str, limit: str, *, modern: bool) -> Query:
    source = "".join(source.split())
    source = source.lower() if modern else source
    kind, mark, rest = source.partition(":")
    if not mark:  # version 3 wrote post, post=12, cat=5
        old_kind, _, rest = source.partition("=")
        kind = f"{old_kind}="
    keys = tuple(key for key in rest.split(",") if _KEY.fullmatch(key))
    return Query(kind if keys or not rest else "", keys, integer(limit) or _LIMIT, modern)


def _media(query: Query, context: Context) -> list[Picture]:
    if query.recent:
        return _latest_uploads(query, context) if query.modern else []
    ids = [number for key in query.keys if (number := integer(key))]
    files = [file for number in (ids if query.modern else query.cut(ids)) if (file := _file(number, context))]
    return [Picture(file) for file in files]


def _latest_uploads(query: Query, context: Context) -> list[Picture]:
    images = [file for file in context.facts.files.values() if file.is_image]
    images.sort(key=lambda file: (file.date.timestamp() if file.date else 0, file.id), reverse=True)
    return [Picture(file) for file in query.cut(images)]


def _posts(query: Query, context: Context) -> list[Picture]:
    if query.recent:
        return _featured(query.cut(context.facts.newest("post")), context)
    keys = query.keys if query.modern else query.cut(list(query.keys))
    posts = {key: context.facts.post(key) for key in keys if key.isdigit()}
    for key in (key for key, post in posts.items() if post is None):
        context.loss("missing-post", f"A gallery shows the image of post {key}, which is not public here.")
    return _featured(filter(None, posts.values()), context)


def _category(query: Query, context: Context) -> list[Picture]:
    posts = context.facts.posts_with_term("category", query.keys)
    return _featured(query.cut(posts), context)


def _taxonomy(query: Query, context: Context) -> list[Picture]:
    taxonomy, _, first = query.keys[0].partition("/") if query.keys else ("", "", "")
    posts = context.facts.posts_with_term(taxonomy, [first, *query.keys[1:]])
    return _featured(query.cut(posts), context)


def _attached(query: Query, context: Context) -> list[Picture]:
    post = integer(query.keys[0]) if query.keys else context.item.id
    if not post or (post != context.item.id and context.facts.post(post) is None):
        return []
    return [Picture(file) for file in query.cut(context.facts.attached(post)) if file.is_image]


def _featured(posts: Iterable[PostFacts], context: Context) -> list[Picture]:
    """Give the featured images of posts; those without one are left out, as WordPress does."""
    return [
        Picture(file, post) for post in posts if post.thumbnail and (file := _file(post.thumbnail, context))
    ]


def _file(number: int, context: Context) -> FileFacts | None:
    file = context.facts.files.get(number)
    if file is None or not file.is_image:
        context.loss("missing-image", f"A gallery shows image {number}, which is not in the export.")
        return None
    return file


_MODERN: dict[str, Callable[[Query, Context], list[Picture]]] = {
    "media": _media,
    "posts": _posts,
    "taxonomy": _taxonomy,
}
_OLDER: dict[str, Callable[[Query, Context], list[Picture]]] = {
    **_MODERN,
    "category": _category,
    "post=": _attached,
    "cat=": _category,
}
