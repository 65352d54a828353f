"""Blocks of the editor that are computed or stand elsewhere: footnotes, reusable blocks, parts of the old theme."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cms.wordpress.delimiters import BlockComment
from cms.wordpress.handlers import editor_layout, editor_listings
from cms.wordpress.handlers.context import BlockHandler, Context
from cms.wordpress.handlers.flow import Block, Flow
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.handlers.shared import write_shared
from cms.wordpress.handlers.values import anchor
from cms.wordpress.markup import Node, text_of

_BY_THE_SITE = "this site shows it in its own place"
_BY_THE_PAGE = "it showed a part of the page itself, which stands elsewhere here"
_BY_THE_LISTING = "listings of this site have their own look"
_COMMENTS = "comments are counted in the report and have no place on the page"
# Blocks that the old theme computed, and why readers lose nothing without them.
_REDUNDANT = {
    **dict.fromkeys(("loginout", "search", "site-logo", "site-tagline", "site-title", "template-part"), _BY_THE_SITE),
    **dict.fromkeys(
        (
            "avatar", "post-author", "post-author-biography", "post-author-name", "post-date", "post-excerpt",
            "post-featured-image", "post-navigation-link", "post-terms", "post-time-to-read", "post-title",
            "query-title", "read-more", "term-description",
        ),
        _BY_THE_PAGE,
    ),
    **dict.fromkeys(
        (
            "post-template", "query-no-results", "query-pagination", "query-pagination-next",
            "query-pagination-numbers", "query-pagination-previous", "query-total",
        ),
        _BY_THE_LISTING,
    ),
    **dict.fromkeys(
        (
            "comment-author-avatar", "comment-author-name", "comment-content", "comment-date", "comment-edit-link",
            "comment-reply-link", "comment-template", "comments", "comments-pagination", "comments-pagination-next",
            "comments-pagination-numbers", "comments-pagination-previous", "comments-query-loop", "comments-title",
            "post-comments", "post-comments-count", "post-comments-form", "post-comments-link",
        ),
        _COMMENTS,
    ),
}  # fmt: skip
# Blocks that readers do lose: nothing here shows the same.
_LOST = frozenset(
    {
        "archives", "calendar", "categories", "latest-comments", "legacy-widget", "pattern", "post-content", "rss",
        "tag-cloud", "widget-group",
    }
)  # fmt: skip


def redundant(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Leave out what the old theme computed; words that an author wrote into it stay."""
    context.note("dropped-block", f"The block {block.name} does not come over: {_REDUNDANT[block.name]}.")
    context.write(inner, flow)


def lost(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Leave out what nothing here can show, and keep its source for editors."""
    context.loss(
        "dropped-block", f"The block {block.name} was computed by the old site and does not come over."
    )
    if block.void:
        flow.aside("imported_source", {"reason": f"block {block.name}", "source": _source(block)})
    context.write(inner, flow)


def _source(block: BlockComment) -> str:
    attributes = json.dumps(block.attributes, ensure_ascii=False, separators=(",", ":"))
    return f"<!-- wp:{block.name} {attributes if block.attributes else ''}".rstrip() + " /-->"


def reusable(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Content that several pages share stands in each of them here."""
    context.note("reusable-block", "Shared content (a reusable block) became content of the page itself.")
    write_shared(str(block.attributes.get("ref", "")), flow, context)
    context.write(inner, flow)


def footnotes(_block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """The notes, which the editor keeps in a custom field of the post, unless the block holds them itself."""
    if text_of(inner).strip():
        context.write(inner, flow)
        return
    post = context.facts.posts.get(context.item.id)
    found = _notes(post.meta.get("footnotes", "") if post else "")
    notes: list[dict[str, Any]] = []
    moved: list[Block] = []
    for name, source in found:
        text, left = as_html(context.source_parts(source), context, "a footnote")
        notes.append({"anchor": anchor(name), "text": text})
        moved += left
    if notes:
        flow.block("footnotes", {"notes": notes})
    else:
        context.loss("missing-footnotes", "The notes of the page are not in the export.")
    flow.add(*moved)


def _notes(value: str) -> list[tuple[str, str]]:
    try:
        found = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return []
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    return [
        (str(entry.get("id", "")), str(entry["content"]))
        for entry in entries
        if isinstance(entry.get("content"), str) and entry["content"].strip()
    ]


BLOCKS: Mapping[str, BlockHandler] = {
    **dict.fromkeys(_REDUNDANT, redundant),
    **dict.fromkeys(_LOST, lost),
    **editor_listings.BLOCKS,
    "block": reusable,
    "buttons": editor_layout.buttons_block,
    "footnotes": footnotes,
}
