"""Images: img, figure and the core shortcode ``[caption]``."""

from __future__ import annotations

import re

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.embeds import write_wrapped_address
from cms.wordpress.handlers.flow import Flow, Paragraph, Part, blocks_of, text_of_parts
from cms.wordpress.markup import MEDIA_SCHEMES, Element, Node, safe_url
from cms.wordpress.refs import LinkRef, MediaRef
from cms.wordpress.shortcodes import Shortcode

_ID_CLASS = re.compile(r"wp-image-(\d{1,18})\Z")
_ALIGNMENTS = {"alignleft": "left", "alignright": "right", "aligncenter": "centre"}
_SMILEY_CLASSES = frozenset({"wp-smiley", "emoji"})


def image(element: Element, flow: Flow, context: Context) -> None:
    """An image is a block in its place, with the link that stands around it; a smiley is its text."""
    if element.classes & _SMILEY_CLASSES:
        flow.text(element.get("alt"))
        return
    media = _media(element)
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
    value = {
        "image": {"image": media, "decorative": not alt, "alt_text": alt},
        "caption": "",
        "link": LinkRef(flow.href) if flow.href else None,
        "alignment": _alignment(element),
    }
    flow.block("image", value)


def _media(element: Element) -> MediaRef | None:
    sources = (element.get(name) for name in ("src", "data-src", "data-lazy-src", "data-original"))
    url = next(filter(None, (safe_url(source, MEDIA_SCHEMES) for source in sources)), None)
    ids = (match for match in map(_ID_CLASS.match, element.classes) if match)
    return MediaRef(int(next((match[1] for match in ids), 0)), url) if url else None


def _alignment(element: Element) -> str:
    return next((_ALIGNMENTS[name] for name in sorted(element.classes & _ALIGNMENTS.keys())), "")


def figure(element: Element, flow: Flow, context: Context) -> None:
    """A figure gives its caption to the image or table in it; with any other content the caption follows."""
    captions: list[Element] = []
    rest: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "figcaption":
            captions.append(child)
        else:
            rest.append(child)
    if "wp-block-embed" in element.classes:
        write_wrapped_address(rest, flow, context)
        parts: list[Part] = []
    else:
        parts = context.parts(rest, flow)
    for block in blocks_of(parts, "table"):
        block["value"]["striped"] = block["value"]["striped"] or "is-style-stripes" in element.classes
    caption = context.parts([node for child in captions for node in child.children], flow)
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
    images = blocks_of(parts, "image")
    for block in images:
        block["value"]["alignment"] = block["value"]["alignment"] or alignment
    tables = blocks_of(parts, "table")
    flow.end_paragraph()
    if caption and len(images) == 1 and not tables:
        images[0]["value"]["caption"] = _caption_text(caption, context)
        caption = [*blocks_of(caption)]
    elif caption and len(tables) == 1 and not images and not tables[0]["value"]["table"]["caption"]:
        tables[0]["value"]["table"]["caption"] = _caption_text(caption, context)
        caption = [*blocks_of(caption)]
    flow.add(*parts, *caption)


def _caption_text(caption: list[Part], context: Context) -> str:
    text = text_of_parts(caption)
    if any("<a " in part.html for part in caption if isinstance(part, Paragraph)):
        context.loss("caption-link", f"The caption “{text}” holds a link; its text is kept.")
    return text
