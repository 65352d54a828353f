"""Images: img, figure, galleries of the editor, and the core shortcode ``[caption]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cms.wordpress.delimiters import read_block_comment
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.embeds import write_wrapped_address
from cms.wordpress.handlers.flow import Flow, Paragraph, Part, blocks_of, text_of_parts
from cms.wordpress.handlers.styles import declarations
from cms.wordpress.markup import MEDIA_SCHEMES, Comment, Element, Node, safe_url, walk
from cms.wordpress.refs import LinkRef, MediaRef
from cms.wordpress.shortcodes import Shortcode

_ID_CLASS = re.compile(r"wp-image-(\d{1,18})\Z")
_ALIGNMENTS = {"alignleft": "left", "alignright": "right", "aligncenter": "centre"}
# Which field of which block has the caption, and how long it may be.
_CAPTIONED = {"image": ("caption", 500), "media": ("title", 255)}
_CAPTION_CLASS = "wp-caption-text"
_COLUMNS_CLASS = re.compile(r"columns-(\d)")
_MOST_COLUMNS = 6
# What WordPress puts behind the name of a file for its smaller versions.
_SIZE = re.compile(r"(?:-\d+x\d+|-scaled)(?=\.\w+\Z)")
_SMILEY_CLASSES = frozenset({"wp-smiley", "emoji"})


def image(element: Element, flow: Flow, context: Context) -> None:
    """An image is a block in its place, with the link that stands around it; a smiley is its text."""
    if element.classes & _SMILEY_CLASSES:
        flow.text(element.get("alt"))
        return
    media = media_of(element)
    if media is None:
        source = element.get("src")[:200]
        context.loss(
            "dropped-image", f"An image has no address that can be fetched: {source or 'it is empty'}."
        )
        flow.text(element.get("alt"))
        return
    alt = " ".join(element.get("alt").split())
    if not alt:
        context.note("image-without-alt", f"An image has no alternative text: {media.url}")
    flow.block(
        "image", image_value(media, alt, LinkRef(flow.href) if flow.href else None, _alignment(element))
    )


def image_value(
    media: MediaRef, alt: str = "", link: LinkRef | None = None, alignment: str = ""
) -> dict[str, Any]:
    """Give the value of an image block; without alternative text the image counts as decoration."""
    picture = {"image": media, "decorative": not alt, "alt_text": alt}
    return {"image": picture, "caption": "", "link": link, "alignment": alignment}


def media_of(element: Element) -> MediaRef | None:
    """Give the file of an image, by its address and by the id in its class; None without an address."""
    sources = (element.get(name) for name in ("src", "data-src", "data-lazy-src", "data-original"))
    url = next(filter(None, (safe_url(source, MEDIA_SCHEMES) for source in sources)), None)
    ids = (match for match in map(_ID_CLASS.match, element.classes) if match)
    return MediaRef(int(next((match[1] for match in ids), 0)), url) if url else None


def _alignment(element: Element) -> str:
    named = next((_ALIGNMENTS[name] for name in sorted(element.classes & _ALIGNMENTS.keys())), "")
    floated = declarations(element).get("float") or element.get("align").strip().lower()
    return named or _ALIGNMENTS.get(f"align{floated}", "")


def figure(element: Element, flow: Flow, context: Context) -> None:
    """A figure gives its caption to the image or table in it; with any other content the caption follows."""
    captions: list[Element] = []
    rest: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and (child.name == "figcaption" or _CAPTION_CLASS in child.classes):
            captions.append(child)
        else:
            rest.append(child)
    if "wp-block-embed" in element.classes:
        inner = flow.inner()
        write_wrapped_address(rest, inner, context)
        parts = inner.finish()
    else:
        parts = context.parts(rest, flow)
    for block in blocks_of(parts, "table"):
        block["value"]["striped"] = block["value"]["striped"] or "is-style-stripes" in element.classes
    caption = context.parts([node for child in captions for node in child.children], flow)
    if "wp-block-embed" in element.classes:  # its address was text, and so was read before the caption
        flow.add(*parts, *caption)
    else:
        write_captioned(parts, caption, _alignment(element), flow, context)


def caption(tag: Shortcode, flow: Flow, context: Context) -> None:
    """``[caption]`` holds an image, then its caption; early versions had the caption as an attribute."""
    parts = context.source_parts(tag.content or "", flow)
    text = [part for part in parts if isinstance(part, Paragraph)]
    rest: list[Part] = [*blocks_of(parts)]
    attribute = context.source_parts(tag.attributes.get("caption", ""), flow)
    write_captioned(
        rest, [*attribute, *text], _ALIGNMENTS.get(tag.attributes.get("align", ""), ""), flow, context
    )


def write_captioned(
    parts: list[Part], caption: list[Part], alignment: str, flow: Flow, context: Context
) -> None:
    """Write what a caption belongs to: an image or a recording alone has it, it follows anything else."""
    images = blocks_of(parts, "image")
    for block in images:
        block["value"]["alignment"] = block["value"]["alignment"] or alignment
    shown = [block for block in blocks_of(parts) if block["type"] not in ("anchor", "imported_source")]
    flow.end_paragraph()
    if caption and len(shown) == 1 and (place := _CAPTIONED.get(shown[0]["type"])):
        name, longest = place
        text = text_of_parts(caption)
        if text and len(text) <= longest:
            shown[0]["value"][name] = _caption_text(caption, text, context)
            caption = [*blocks_of(caption)]
    flow.add(*parts, *caption)


def _caption_text(caption: list[Part], text: str, context: Context) -> str:
    if any("<a " in part.html for part in caption if isinstance(part, Paragraph)):
        context.loss("caption-link", f"The caption “{text}” holds a link; its text is kept.")
    return text


def pullquote(element: Element, flow: Flow, context: Context) -> None:
    """A quotation that stands beside the text."""
    parts = context.parts(element.children, flow)
    for block in blocks_of(parts, "quote"):
        block["value"]["style"] = "pull"
    flow.add(*parts)


def gallery(element: Element, flow: Flow, context: Context) -> None:
    """A gallery of the editor: images in figures, in its first version in a list. What is no image follows it."""
    captions: list[Node] = []
    rest: list[Node] = []
    for node in _without_list(element.children):
        if isinstance(node, Element) and node.name == "figcaption":
            captions += node.children
        else:
            rest.append(node)
    parts = context.parts(rest, flow)
    images = [block["value"] for block in blocks_of(parts, "image")]
    if not images:
        flow.add(*parts)
    else:
        enlarge = any(_is_own_file(value) for value in images) or _opens_lightbox(element)
        flow.block(
            "gallery", gallery_value([_item(value) for value in images], enlarge=enlarge, **_look(element))
        )
        flow.add(*(part for part in parts if isinstance(part, Paragraph) or part["type"] != "image"))
    flow.add(*context.parts(captions, flow))


def gallery_value(
    items: list[dict[str, Any]], *, columns: int = 3, crop: str = "none", enlarge: bool = False
) -> dict[str, Any]:
    """Give the value of a gallery block that shows its images in a grid."""
    columns = max(1, min(columns, _MOST_COLUMNS))
    return {"layout": "grid", "columns": columns, "crop": crop, "enlarge": enlarge, "items": items}


def _look(element: Element) -> dict[str, Any]:
    columns = (match for match in map(_COLUMNS_CLASS.fullmatch, sorted(element.classes)) if match)
    crop = "square" if "is-cropped" in element.classes else "none"
    return {"columns": next((int(match[1]) for match in columns), 3), "crop": crop}


def _opens_lightbox(element: Element) -> bool:
    comments = (node for node in walk(element.children) if isinstance(node, Comment))
    blocks = filter(None, map(read_block_comment, comments))
    said = (block.attributes.get("lightbox") for block in blocks)
    return any(isinstance(lightbox, dict) and lightbox.get("enabled") is True for lightbox in said)


def _item(value: dict[str, Any]) -> dict[str, Any]:
    link = None if _is_own_file(value) else value["link"]
    return {"image": value["image"], "caption": value["caption"], "link": link}


def _is_own_file(value: dict[str, Any]) -> bool:
    """Tell whether an image links to itself in its full size, so that it is shown large when it is chosen."""
    if value["link"] is None:
        return False
    link, image = (
        _SIZE.sub("", url.split("?")[0]) for url in (value["link"].url, value["image"]["image"].url)
    )
    return link.rpartition("/")[2] == image.rpartition("/")[2] and "." in link.rpartition("/")[2]


def _without_list(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element) and node.name in ("ul", "li"):
            yield from _without_list(node.children)
        else:
            yield node
