"""``[su_lightbox]``, which opens an image, a page or a box of the same page, and ``[su_lightbox_content]``, such a box."""

from __future__ import annotations

import re

from cms.wordpress.handlers.attributes import literal
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.embeds import media_at
from cms.wordpress.handlers.flow import Block, Flow, blocks_of, text_of_parts
from cms.wordpress.handlers.gates import holds_gated
from cms.wordpress.handlers.values import anchor
from cms.wordpress.markup import MEDIA_SCHEMES, Element, parse, safe_url, text_of, walk
from cms.wordpress.refs import LinkRef
from cms.wordpress.shortcodes import Shortcode

_TAG = re.compile(r"\[[^\[\]]*\]")


def lightbox(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A link to what was shown, or in its place a player where it was one."""
    kind = tag.attributes.get("type", "iframe")
    target = literal(tag.attributes.get("src", ""), context)
    url = _address(target, kind)
    block = media_at(url) if url and kind == "iframe" else None
    if target.startswith("#") and anchor(target):
        name = anchor(target)
        context.triggers.setdefault(name, _trigger(tag, context))
        _write_link(f"#{name}", tag, flow, context)
    elif url is None:
        code = "unsafe-link" if target and safe_url(target) is None else "lightbox-source"
        context.loss(code, f"What a lightbox showed cannot be found: {target[:200] or 'it has no address'}")
        context.write_source(tag.content or "", flow)
    elif block:
        _write_media(block, tag, flow, context)
    else:
        _write_link(url, tag, flow, context)


def _address(target: str, kind: str) -> str | None:
    """Give the address of what a lightbox shows; versions before 7.4.8 showed images without a host, too."""
    url = safe_url(target, MEDIA_SCHEMES)
    allowed = ("http://", "https://", "//", "/") if kind == "image" else ("http://", "https://", "//")
    if url is None or not url.lower().startswith(allowed):
        return None
    return f"https:{url}" if url.startswith("//") else url


def _write_link(url: str, tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write what opens a lightbox as links, also where it had a target of its own."""
    before = len(flow.parts)
    flow.open("a", url)
    context.write_source(tag.content or "", flow)
    flow.close()
    for block in blocks_of(flow.parts[before:], "button"):
        block["value"]["link"] = LinkRef(url)


def _write_media(block: Block, tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write a player, with the words that opened it as its title and the image as its poster."""
    parts = context.source_parts(tag.content or "")
    pictures = [image["value"]["image"] for image in blocks_of(parts, "image")]
    words = [
        text_of_parts(parts),
        *(part["value"]["text"] for part in blocks_of(parts, "button", "heading")),
        *(picture["alt_text"] for picture in pictures),
    ]
    block["value"]["title"] = next(filter(None, words), "")
    block["value"]["poster"] = pictures[0]["image"] if pictures else None
    told = ("button", "heading", "image")
    flow.add(block, *(part for part in blocks_of(parts) if part["type"] not in told))


def _trigger(tag: Shortcode, context: Context) -> str:
    """Give the words that open a lightbox, as far as every visitor may read them."""
    if holds_gated(tag.content or "", context.mapping):
        return ""
    nodes = parse(_TAG.sub(" ", tag.content or ""))
    alternatives = (
        node.get("alt") for node in walk(nodes) if isinstance(node, Element) and node.name == "img"
    )
    return " ".join((text_of(nodes).strip() or " ".join(alternatives)).split())


def lightbox_content(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A dialog; the words that open it are those of its lightbox, which may come later: see ``name_dialogs``."""
    name = anchor(tag.attributes.get("id", ""))
    if not name:
        context.note("orphan-lightbox", "The content of a lightbox had no id, and WordPress did not show it.")
    value = {
        "summary": "",
        "presentation": "dialog",
        "open": False,
        "anchor": name,
        "content": context.source_blocks(tag.content or "", flow),
    }
    flow.block("expandable", value)


SHORTCODES: dict[str, ShortcodeHandler] = {"lightbox": lightbox, "lightbox_content": lightbox_content}
