"""Buttons: ``[su_button]`` of every version of the plugin, and the button block of the editor."""

from __future__ import annotations

import html
import re
from typing import Any

from cms.wordpress.handlers.colours import hex_colour, style_colours
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow, Part, blocks_of, text_of_parts
from cms.wordpress.handlers.icons import icon_for
from cms.wordpress.markup import Element, safe_url, walk
from cms.wordpress.refs import ColourRef, LinkRef
from cms.wordpress.shortcodes import Shortcode

_STYLES = {
    "default": "solid", "flat": "solid", "ghost": "outline", "soft": "soft", "glass": "soft", "bubbles": "soft",
    "noise": "soft", "stroked": "dashed", "3d": "raised",
}  # fmt: skip
_OLD_STYLES = {"1": "default", "2": "glass", "3": "bubbles", "4": "noise", "5": "stroked"}
_DEFAULT_BACKGROUND = "#2d89ef"
_ICON_MARK = "%icon%"
_PILL_FROM = 20  # px
_DEFAULTS: dict[str, Any] = {
    "text": "", "description": "", "link": None, "colour": None, "style": "solid", "size": "medium", "width": "auto",
    "alignment": "start", "corners": "rounded", "icon": "", "new_tab": False,
}  # fmt: skip


def su_button(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Reads every attribute that the button of this site has a place for; ``DROPPED`` names the others."""
    read = tag.attributes.get
    content = context.source_parts((tag.content or "").replace(_ICON_MARK, " "))
    description = _plain(read("desc", ""), context)
    headings = " ".join(block["value"]["text"] for block in blocks_of(content, "heading"))
    text = text_of_parts(content) or headings or _alternative_text(content) or description
    text = text or _plain(read("title", ""), context)
    if not text:
        context.loss("empty-button", f"A button without a label was left out: {tag.source[:200]}")
        return
    title = _plain(read("title", ""), context)
    value = _DEFAULTS | {
        "text": text,
        "description": description if description != text else "",
        "link": _link(read("link", read("url", "")).strip() or flow.href, text, context),
        "colour": _colour(tag, text, context),
        "style": _style(read("style", "default"), text, context),
        "size": _size(read("size", "3")),
        "width": "full" if read("wide") == "yes" else "auto",
        "alignment": "centre" if read("center") == "yes" else "start",
        "corners": _corners(tag),
        "icon": _icon(read("icon", ""), text, context),
        "new_tab": read("target") == "blank",
    }
    if title and title not in (text, description):
        context.note("button-title", f"The button “{text}” loses its tooltip “{title}”.")
    flow.block("button", value)
    flow.add(*(block for block in blocks_of(content) if block["type"] not in ("heading", "image")))
    if blocks_of(content, "image"):
        context.loss("button-image", f"The button “{text}” showed an image, which does not come over.")


def _plain(source: str, context: Context) -> str:
    return text_of_parts(context.value_parts(source))


def _alternative_text(parts: list[Part]) -> str:
    return next((block["value"]["image"]["alt_text"] for block in blocks_of(parts, "image")), "")


def _link(address: str, text: str, context: Context) -> LinkRef | None:
    """Give the target; None where the author named none, an empty one where it was refused."""
    address = html.unescape(address).strip()
    if address in ("", "#"):
        context.note("button-without-url", f"The button “{text}” has no target of its own.")
        return None
    url = safe_url(address)
    if url is None or "{" in address:
        context.loss("unsafe-link", f"The button “{text}” has a target that is not allowed: {address[:200]}")
        return LinkRef("")
    return LinkRef(url)


def _colour(tag: Shortcode, text: str, context: Context) -> ColourRef | None:
    """Give the chosen colours. In version 3 ``color`` was the background, and ``dark`` chose black or white text."""
    background, label = tag.attributes.get("background", ""), tag.attributes.get("color", "")
    if "dark" in tag.attributes:
        background, label = (
            label or background,
            "#000000" if tag.attributes["dark"] not in ("", "0") else "#ffffff",
        )
    elif not background and not label:
        return None
    found = {}
    for name, value in (("background", background), ("text", label)):
        found[name] = hex_colour(value)
        if value and not found[name]:
            context.loss(
                "unknown-colour", f"The button “{text}” has a {name} that is no fixed colour: {value[:80]}"
            )
    if not found["background"] and not found["text"]:
        return None
    return ColourRef(found["background"] or _DEFAULT_BACKGROUND, found["text"] or "")


def _style(style: str, text: str, context: Context) -> str:
    style = _OLD_STYLES.get(style, style) or "default"
    if style not in _STYLES:
        context.note(
            "button-style",
            f"The button “{text}” has the style “{style}” of a theme or add-on; it became solid.",
        )
    return _STYLES.get(style, "solid")


def _size(value: str) -> str:
    """Sizes count from 1 to 20; the plugin reads what is no number as 0."""
    match = re.match(r"\s*(\d+)", value)
    size = int(match[1][:4]) if match else 0
    return next(
        (name for name, limit in (("small", 3), ("medium", 6), ("large", 10)) if size < limit), "extra-large"
    )


def _corners(tag: Shortcode) -> str:
    """Pixels below 20 look rounded on a button of any size; what is neither a number nor a name means 0."""
    if tag.attributes.get("square", "0") not in ("", "0", "no"):
        return "square"
    radius = tag.attributes.get("radius", "auto")
    if radius in ("auto", "round"):
        return "pill" if radius == "round" else "rounded"
    match = re.match(r"\s*(\d+)", radius)
    pixels = int(match[1][:4]) if match else 0
    return "pill" if pixels >= _PILL_FROM else "rounded" if pixels else "square"


def _icon(icon: str, text: str, context: Context) -> str:
    if "icon:" in icon:
        name = icon.partition("icon:")[2].strip()
        found = icon_for(name)
        if name and not found:
            context.note(
                "button-icon", f"The button “{text}” has the icon “{name}”, which has no counterpart here."
            )
        return found
    if "/" in icon:
        context.loss(
            "button-icon", f"The button “{text}” has an image as icon, which does not come over: {icon[:200]}"
        )
    return ""


def editor_button(element: Element, flow: Flow, context: Context) -> None:
    """``div.wp-block-button``: label, target and look stand on the link inside."""
    anchor = next(
        (node for node in walk(element.children) if isinstance(node, Element) and node.name == "a"), None
    )
    parts = context.parts(anchor.children if anchor else element.children)
    text = text_of_parts(parts)
    if not text:
        flow.add(*parts)
        return
    anchor = anchor or element
    background, label = style_colours(anchor.get("style"))
    value = _DEFAULTS | {
        "text": text,
        "link": _link(anchor.get("href"), text, context),
        "colour": ColourRef(background or _DEFAULT_BACKGROUND, label) if background or label else None,
        "style": "outline" if "is-style-outline" in element.classes | anchor.classes else "solid",
        "width": "full" if "wp-block-button__width-100" in element.classes else "auto",
        "corners": _editor_corners(anchor, element),
        "new_tab": anchor.get("target") == "_blank",
    }
    flow.block("button", value)
    flow.add(*blocks_of(parts))


def _editor_corners(anchor: Element, element: Element) -> str:
    if "is-style-squared" in element.classes:
        return "square"
    radius = re.search(r"border-radius\s*:\s*(\d+)", anchor.get("style"))
    if not radius:
        return "rounded"
    return "square" if int(radius[1][:4]) == 0 else "pill" if int(radius[1][:4]) >= _PILL_FROM else "rounded"
