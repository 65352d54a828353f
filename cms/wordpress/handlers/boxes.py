"""Shortcodes that set content apart: boxes, notes, services, dividers, and text that opens when asked for."""

from __future__ import annotations

import html
import re
from typing import Any

from cms.wordpress.handlers.attributes import literal
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, blocks_of, text_of_parts
from cms.wordpress.handlers.icons import icon_for
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.handlers.values import anchor, colours, is_yes, link, title
from cms.wordpress.markup import MEDIA_SCHEMES, safe_url
from cms.wordpress.refs import LinkRef, MediaRef
from cms.wordpress.shortcodes import Shortcode

_BOX_TITLE = "This is box title"
_BOX_COLOURS = ("#333333", "#ffffff")
_NOTE_COLOURS = ("#ffff66", "#333333")
_SERVICE_TITLE = "Service title"
_SHOW_MORE = "Show more"
_TO_TOP = "Go to top"
_HREF = re.compile(r'<a href="([^"]*)">')


def box(tag: Shortcode, flow: Flow, context: Context) -> None:
    read = tag.attributes.get
    name, below = title(read("title", _BOX_TITLE), "", context)
    background = read("color") or read("box_color", "")
    colour = colours(tag, background, read("title_color", ""), _BOX_COLOURS, context)
    _write_callout("plain", name, colour, below, tag, flow, context)


def note(tag: Shortcode, flow: Flow, context: Context) -> None:
    read = tag.attributes.get
    background = read("background") or read("color") or read("note_color", "")
    colour = colours(tag, background, read("text_color", ""), _NOTE_COLOURS, context)
    _write_callout("note", "", colour, [], tag, flow, context)


def _write_callout(
    style: str, name: str, colour: Any, below: list[Block], tag: Shortcode, flow: Flow, context: Context
) -> None:
    content = [*below, *context.source_blocks(tag.content or "", flow)]
    if content or name:
        value = {
            "style": style,
            "title": name,
            "colour": colour,
            "anchor": anchor(tag.attributes.get("id", "")),
            "content": content,
        }
        flow.block("callout", value)


def expand(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The plugin shows the first lines; here the words that open it stand for them."""
    name, below = title(tag.attributes.get("more_text", _SHOW_MORE), _SHOW_MORE, context)
    value = {
        "summary": name,
        "presentation": "inline",
        "open": False,
        "anchor": "",
        "content": [*below, *context.source_blocks(tag.content or "", flow)],
    }
    flow.block("expandable", value)


def service(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A card; those that follow one another come together by themselves."""
    parts = context.value_parts(tag.attributes.get("title", _SERVICE_TITLE))
    name = text_of_parts(parts) or _SERVICE_TITLE
    hrefs = [href for part in parts if isinstance(part, Paragraph) for href in _HREF.findall(part.html)]
    content = context.source_parts(tag.content or "", flow)
    text, moved = as_html(content, context, "a card")
    icon = tag.attributes.get("icon", "icon: star")
    card = {
        "title": name,
        "icon": _card_icon(icon, name, context),
        "image": _card_image(icon, name, context),
        "text": text,
        "link": LinkRef(html.unescape(hrefs[0])) if hrefs else None,
    }
    flow.block("cards", {"columns": 1, "items": [card]})
    flow.add(*blocks_of(parts), *moved)


def _card_icon(icon: str, name: str, context: Context) -> str:
    if "icon:" not in icon:
        return ""
    icon = icon.partition("icon:")[2].strip()
    found = icon_for(icon)
    if icon and not found:
        context.note("card-icon", f"The card “{name}” has the icon “{icon}”, which has no counterpart here.")
    return found


def _card_image(icon: str, name: str, context: Context) -> dict[str, Any] | None:
    if "icon:" in icon or not icon.strip():
        return None
    url = safe_url(literal(icon, context), MEDIA_SCHEMES)
    if url is None:
        context.loss("unsafe-link", f"The card “{name}” has an image that is not allowed: {icon[:200]}")
        return None
    return {"image": MediaRef(0, url), "decorative": True, "alt_text": ""}


def divider(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A line, which may hold a link to the top of the page."""
    read = tag.attributes.get
    shows_link = is_yes(read("top", "yes"))
    text = text_of_parts(context.value_parts(read("text", _TO_TOP))) if shows_link else ""
    target = link(read("anchor", "#"), "The link of a divider", context)
    if shows_link and target and target.url.lstrip("#").lower() not in ("top", ""):
        context.note("divider-link", f"The link “{text}” led to {target.url}; here it leads to the top.")
    flow.block("divider", {"top_link": text})


def spacer(_tag: Shortcode, flow: Flow, _context: Context) -> None:
    """Empty space, which the design of this site leaves by itself."""
    flow.end_paragraph()


SHORTCODES: dict[str, ShortcodeHandler] = {
    "box": box,
    "divider": divider,
    "expand": expand,
    "note": note,
    "service": service,
    "spacer": spacer,
}
