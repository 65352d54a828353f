"""What attributes of shortcodes become: titles, anchors, links, colours of the palette."""

from __future__ import annotations

import html
import re

from cms.wordpress.handlers.attributes import literal
from cms.wordpress.handlers.colours import hex_colour
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Paragraph, blocks_of, text_of_parts
from cms.wordpress.markup import safe_url
from cms.wordpress.refs import ColourRef, Html, LinkRef
from cms.wordpress.shortcodes import Shortcode

_LONGEST_TITLE = 300
_LONGEST_ANCHOR = 100
_NOT_IN_ANCHOR = re.compile(r"[^\w.:-]+")
_YES = frozenset({"yes", "1", "true", "on"})


def is_yes(value: str) -> bool:
    """Tell whether an author meant yes; version 3 wrote 1, and people write what they know from elsewhere."""
    return value.strip().lower() in _YES


def anchor(value: str) -> str:
    """Give the name of a place in the page as the plugin makes it: without # and spaces."""
    return _NOT_IN_ANCHOR.sub("", value)[:_LONGEST_ANCHOR]


def link(value: str, place: str, context: Context) -> LinkRef | None:
    """Give where an address leads; one that is not allowed is reported."""
    target = html.unescape(literal(value, context))
    url = safe_url(target)
    if target and url is None:
        context.loss("unsafe-link", f"{place} has an address that is not allowed: {target[:200]}")
    return LinkRef(url) if url and url != "#" else None


def title(
    value: str, default: str, context: Context, longest: int = _LONGEST_TITLE
) -> tuple[str, list[Block]]:
    """Give a title as plain text, and what has to stand below it: its images, and a text too long for a title."""
    parts = context.value_parts(value)
    headings = [block["value"]["text"] for block in blocks_of(parts, "heading")]
    text = " ".join(filter(None, [text_of_parts(parts), *headings])) or default
    below = [block for block in blocks_of(parts) if block["type"] != "heading"]
    if any("<a " in part.html for part in parts if isinstance(part, Paragraph)):
        context.loss("title-link", f"The title “{text}” holds a link; its text is kept.")
    if len(text) > longest:
        below.insert(0, {"type": "rich_text", "value": Html(f"<p>{html.escape(text, quote=False)}</p>")})
        text = f"{text[: longest - 1].rsplit(' ', 1)[0]}…"
    return text, below


def colours(
    tag: Shortcode, background: str, text: str, defaults: tuple[str, str], context: Context
) -> ColourRef | None:
    """Give the colours that an author chose, None for those that the plugin shows unasked."""
    found = []
    for value, default in zip((background, text), defaults, strict=True):
        colour = hex_colour(value) if value else ""
        if colour is None:
            context.loss("unknown-colour", f"[{tag.name}] has a colour that is no fixed one: {value[:80]}")
        found.append(colour if colour != hex_colour(default) else "")
    return ColourRef(found[0] or hex_colour(defaults[0]) or "", found[1] or "") if any(found) else None
