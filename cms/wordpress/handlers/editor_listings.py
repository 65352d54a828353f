"""Blocks of the editor that list: posts, pages, links, profiles elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from cms.wordpress.addresses import whole_number
from cms.wordpress.delimiters import (
    BlockComment,
    delimiters,
    editor_blocks,
    read_block_comment,
    without_block,
)
from cms.wordpress.handlers import listings
from cms.wordpress.handlers.context import BlockHandler, Context
from cms.wordpress.handlers.flow import Flow, Part, text_of_parts
from cms.wordpress.handlers.shared import write_shared
from cms.wordpress.markup import Element, Node, safe_url
from cms.wordpress.refs import HOME, Html, ItemRef
from cms.wordpress.shortcodes import Shortcode

_LATEST = "5"  # as many as the block shows unasked
_LATEST_ORDERS = {"date": "date", "title": "title", "modified": "modified", "author": "author"}
_LINKS = frozenset({"home-link", "navigation-link", "navigation-submenu"})
_LONGEST_TEXT = 255
# What a query shows of each post, by the blocks in it.
_CONTENTS = frozenset({"post-content", "post-excerpt"})
_NAMES = {
    "wordpress": "WordPress", "youtube": "YouTube", "linkedin": "LinkedIn", "github": "GitHub", "tiktok": "TikTok",
    "whatsapp": "WhatsApp", "soundcloud": "SoundCloud", "x": "X", "mail": "E-mail", "feed": "RSS",
}  # fmt: skip
_MOST_LEVELS = 5


def latest_posts(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """A listing of articles."""
    said = block.attributes
    if said.get("displayPostContent"):
        template = "default-loop"
    else:
        template = "teaser-loop" if said.get("displayFeaturedImage") else "list-loop"
    asked = {
        "posts_per_page": _text(said.get("postsToShow")) or _LATEST,
        "order": _text(said.get("order")) or "desc",
        "orderby": _LATEST_ORDERS.get(_text(said.get("orderBy")), "date"),
        "author": _text(said.get("selectedAuthor")),
        "template": template,
        "tax_term": ",".join(_ids(said.get("categories"))),
        "ignore_sticky_posts": "yes",
    }
    listings.su_posts(_as_shortcode(block, asked), flow, context)
    context.write(inner, flow)


def query(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """A listing of articles; words that stood in it but belong to no post stay where they were."""
    said = block.attributes.get("query")
    said = said if isinstance(said, dict) else {}
    names = {found.name for found in delimiters(inner)}
    if names & _CONTENTS:
        template = "default-loop"
    else:
        template = "teaser-loop" if "post-featured-image" in names else "list-loop"
    asked = {
        "post_type": _text(said.get("postType")) or "post",
        "posts_per_page": _text(said.get("perPage")),
        "offset": _text(said.get("offset")),
        "order": _text(said.get("order")) or "desc",
        "orderby": _text(said.get("orderBy")) or "date",
        "author": _text(said.get("author")),
        "ignore_sticky_posts": "yes" if said.get("sticky") else "no",
        "template": template,
        **_taxonomies(said),
    }
    _report_conditions(said, context)
    listing = flow.inner()
    listings.su_posts(_as_shortcode(block, asked), listing, context)
    empty: list[Node] = []
    rest = without_block(inner, "query-no-results", empty)
    parts = listing.finish()
    text = text_of_parts(context.parts(empty))
    for part in parts:
        if isinstance(part, dict) and part["type"] in ("service_articles", "page_list"):
            part["value"]["empty_text"] = text[:_LONGEST_TEXT]
    _write_around(parts, rest, flow, context)


def _write_around(parts: list[Part], nodes: list[Node], flow: Flow, context: Context) -> None:
    """Write a listing where its posts stood, between the words before and behind them."""
    inner: list[Node] = []
    for node in nodes:
        is_box = isinstance(node, Element) and "wp-block-query" in node.classes
        inner += node.children if is_box and isinstance(node, Element) else [node]
    for _block, whole in editor_blocks(inner):
        if any(block.name == "post-template" for block in delimiters(whole)):
            flow.add(*parts)
            parts = []
        context.write(whole, flow)
    flow.add(*parts)


def _taxonomies(said: dict[str, Any]) -> dict[str, str]:
    """Give the terms as ``[su_posts]`` names them; the first versions knew categories and tags only."""
    chosen = said.get("taxQuery")
    found = {name: _ids(terms) for name, terms in chosen.items()} if isinstance(chosen, dict) else {}
    for name, old in (("category", "categoryIds"), ("post_tag", "tagIds")):
        found[name] = found.get(name) or _ids(said.get(old))
    asked: dict[str, str] = {"tax_relation": "AND"}
    for number, (name, terms) in enumerate(
        ((name, terms) for name, terms in found.items() if terms), start=1
    ):
        taxonomy, term = (
            ("taxonomy", "tax_term") if number == 1 else (f"taxonomy_{number}", f"tax_{number}_term")
        )
        asked |= {taxonomy: name, term: ",".join(terms)}
    return asked


def _report_conditions(said: dict[str, Any], context: Context) -> None:
    for name in ("search", "exclude", "parents", "format"):
        if value := said.get(name):
            context.loss(
                "listing-condition",
                f"A listing asks for {name} {value!r}, which no listing here knows."[:300],
            )
    if said.get("sticky") == "only":
        context.loss("listing-condition", "A listing asks for featured articles only; here it lists all.")
    if said.get("inherit"):
        context.note(
            "listing-inherited",
            "A listing showed what its page was the archive of; here it lists the latest.",
        )


def _as_shortcode(block: BlockComment, attributes: dict[str, str]) -> Shortcode:
    """Say a query as ``[su_posts]`` says it, which knows how to look up terms, authors and orders."""
    asked = {name: value for name, value in attributes.items() if value}
    return Shortcode("su_posts", "", None, f"wp:{block.name} {asked}", asked)


def page_list(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """All pages below a page, with those below them; WordPress lists those of the whole site where none is named."""
    parent = _text(block.attributes.get("parentPageID"))
    value: dict[str, Any] = {
        "source": "children",
        "pages": [],
        "parent": ItemRef(whole_number(parent)) if whole_number(parent) else HOME,
        "depth": _MOST_LEVELS,
        "template": "list",
        "count": 0,
        "offset": 0,
        "order_by": "menu",
        "direction": "ascending",
        "empty_text": "",
    }
    flow.block("page_list", value)
    context.write(inner, flow)


def navigation(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """A list of links; its content stands in a post of its own, which others take in by its id."""
    if reference := _text(block.attributes.get("ref")):
        write_shared(reference, flow, context)
    _write_links(inner, flow, context)


def links(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Links of a navigation, wherever they stand."""
    rest: list[Node] = []
    write_list(_items(block, inner, rest, context), flow)
    context.write(rest, flow)


def _write_links(nodes: list[Node], flow: Flow, context: Context) -> None:
    """Write links that stand side by side as one list; blocks between them stand for themselves."""
    items: list[Html] = []
    for block, whole in editor_blocks(nodes):
        rest = whole
        if block and block.name in _LINKS:
            rest = []
            items += _items(block, whole[1:-1], rest, context)
        if _is_visible(rest):
            write_list(items, flow)
            items = []
            context.write(rest, flow)
    write_list(items, flow)


def _items(
    block: BlockComment, inner: list[Node], rest: list[Node], context: Context, level: int = 1
) -> list[Html]:
    """Give a link with the links below it, one without an address as text; what is no link goes to ``rest``."""
    home = block.name == "home-link"
    label = _label(block, context) or ("Home" if home else "")
    address = _text(block.attributes.get("url")) or ("/" if home else "")
    below: list[Html] = []
    for found, whole in editor_blocks(inner):
        if found and found.name in _LINKS and level < _MOST_LEVELS:
            below += _items(found, whole[1:-1], rest, context, level + 1)
        else:
            rest += whole
    item = _link(address, label, context)
    if below:
        item = Html(f"{item}<ul>{''.join(f'<li>{inner_item}</li>' for inner_item in below)}</ul>")
    return [item] if item else []


def _link(address: str, label: str, context: Context) -> Html:
    url = safe_url(address)
    text = html.escape(label or address, quote=False)
    if not url or url == "#":
        code = "dead-link" if address in ("", "#") else "unsafe-link"
        context.note(code, f"The link “{label}” leads nowhere: {address[:200]}")
        return Html(html.escape(label, quote=False))
    return Html(f'<a href="{html.escape(url)}">{text}</a>')


def write_list(items: list[Html], flow: Flow) -> None:
    if items:
        flow.block("list", {"style": "plain", "icon": "", "items": list(items), "start": None})


def social_links(_block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Profiles elsewhere are links with their names; what leads nowhere was an example."""
    items = [
        _link(address, _name(block, context), context)
        for block in delimiters(inner)
        if block.name == "social-link" and (address := _text(block.attributes.get("url"))) not in ("", "#")
    ]
    write_list(items, flow)
    context.write(without_block(inner, "social-link", []), flow)


def social_link(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    if (address := _text(block.attributes.get("url"))) not in ("", "#"):
        write_list([_link(address, _name(block, context), context)], flow)
    context.write(inner, flow)


def _name(block: BlockComment, context: Context) -> str:
    service = _text(block.attributes.get("service"))
    return _label(block, context) or _NAMES.get(service, service.capitalize())


def _label(block: BlockComment, context: Context) -> str:
    """Give the words of a label, in which WordPress runs shortcodes; what is behind a gate is none of them."""
    return text_of_parts(context.source_parts(_text(block.attributes.get("label"))))


def _is_visible(nodes: Iterable[Node]) -> bool:
    """Tell whether there is anything but spaces and comments that begin no block."""
    return any(
        node.strip() if isinstance(node, str) else isinstance(node, Element) or read_block_comment(node)
        for node in nodes
    )


def _text(value: object) -> str:
    """Give an attribute as the shortcodes have it; what is neither text nor a number says nothing here."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _ids(value: object) -> list[str]:
    """Read terms: ids, or categories with theirs; the first version of the block had one id."""
    found = value if isinstance(value, list) else [value]
    texts = (_text(entry.get("id") if isinstance(entry, dict) else entry) for entry in found)
    return [text for text in texts if text.isdecimal()]


BLOCKS: Mapping[str, BlockHandler] = {
    "home-link": links,
    "latest-posts": latest_posts,
    "navigation": navigation,
    "navigation-link": links,
    "navigation-submenu": links,
    "page-list": page_list,
    "query": query,
    "social-link": social_link,
    "social-links": social_links,
}
