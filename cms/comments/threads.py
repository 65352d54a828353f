"""The comments of a page as threads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import F
from wagtail.models import Page

from cms.comments.models import Comment

PAGE_SIZE = 50
MAX_DEPTH = 10  # as deep as WordPress lets a discussion go


@dataclasses.dataclass
class Thread:
    """A comment and its replies, oldest first."""

    comment: Comment
    replies: list[Thread]


@dataclasses.dataclass(frozen=True)
class Threads:
    """One page of threads; ``total`` counts all comments that are shown, on whatever page."""

    threads: list[Thread]
    results: ListPage
    total: int


def threads_of(page: Page, number: Any = 1, *, mentions: bool = False) -> Threads:
    """Give the approved comments of a page, ``PAGE_SIZE`` threads at a time, in two queries whatever their number.

    The first reads who answers whom, the second the comments of one page of threads. A number that is none gives the
    first page, one beyond the end the last.
    """
    shown = page.comments.filter(status=Comment.Status.APPROVED)  # type: ignore[attr-defined]  # a reverse relation
    if not mentions:
        shown = shown.filter(kind=Comment.Kind.COMMENT)
    ordered = shown.order_by(F("date").asc(nulls_first=True), "external_id")
    pairs = list(ordered.values_list("external_id", "reply_to"))
    replies = _replies(pairs)
    results = Paginator(replies.get(None, []), PAGE_SIZE).get_page(number)
    if results.has_other_pages():
        shown = shown.filter(external_id__in=[ident for top in results for ident in _all_of(top, replies)])
    comments = {comment.external_id: comment for comment in (shown if pairs else ())}
    threads = [_thread(top, replies, comments) for top in results]
    return Threads(threads, results, len(pairs))


def _replies(pairs: Iterable[tuple[int, int | None]]) -> dict[int | None, list[int]]:
    """Give the ids of the replies to each comment; under None, those that answer nothing that is shown."""
    pairs = list(pairs)
    known = {ident for ident, _ in pairs}
    replies: dict[int | None, list[int]] = {}
    for ident, reply_to in pairs:
        replies.setdefault(reply_to if reply_to in known else None, []).append(ident)
    return replies


def _all_of(ident: int, replies: dict[int | None, list[int]]) -> Iterator[int]:
    """Give a comment and all below it, in reading order."""
    waiting = [ident]
    while waiting:
        ident = waiting.pop()
        yield ident
        waiting.extend(reversed(replies.get(ident, [])))


def _thread(
    ident: int, replies: dict[int | None, list[int]], comments: dict[int, Comment], depth: int = 1
) -> Thread:
    """Build a thread; what lies deeper than ``MAX_DEPTH`` stands side by side on the last level."""
    below = replies.get(ident, [])
    if depth < MAX_DEPTH - 1:
        return Thread(comments[ident], [_thread(reply, replies, comments, depth + 1) for reply in below])
    flat = [deeper for reply in below for deeper in _all_of(reply, replies)]
    return Thread(comments[ident], [Thread(comments[reply], []) for reply in flat])
