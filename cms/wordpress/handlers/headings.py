"""Headings: h1 to h6 and ``[su_heading]``."""

from __future__ import annotations

from collections.abc import Sequence

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow, Paragraph, Part, blocks_of
from cms.wordpress.handlers.values import anchor as anchor_name
from cms.wordpress.markup import Element, walk
from cms.wordpress.shortcodes import Shortcode

# The page's title is the only h1; below h4 nobody can tell levels apart.
_LEVELS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


def heading(element: Element, flow: Flow, context: Context) -> None:
    """A heading is a block of plain text; one that holds links stays rich text; a blank one vanishes."""
    anchor = anchor_name(element.get("id") or _inner_anchor(element))
    parts = context.parts(element.children, flow)
    flow.end_paragraph()
    flow.add(*(place for place in blocks_of(parts, "anchor") if place["value"]["anchor"] != anchor))
    parts = [part for part in parts if isinstance(part, Paragraph) or part["type"] != "anchor"]
    level = _LEVELS[element.name]
    write_heading(parts, level, anchor, flow, context)
    if level != element.name and any(isinstance(part, Paragraph) for part in parts):
        context.note("heading-level", f"A heading <{element.name}> became <{level}>.")


def su_heading(tag: Shortcode, flow: Flow, context: Context) -> None:
    """WordPress shows a styled box; the headings inside it count, else the text is a heading of the second level."""
    parts = context.source_parts(tag.content or "", flow)
    if any(not isinstance(part, Paragraph) or part.tag != "p" for part in parts):
        flow.add(*parts)
    else:
        write_heading(parts, "h2", tag.attributes.get("id", ""), flow, context)


def write_heading(parts: Sequence[Part], level: str, anchor: str, flow: Flow, context: Context) -> None:
    """Write converted content as one heading, and the blocks that it held behind it.

    A heading that was never closed ends where other content with text begins.
    """
    end = next((index for index, part in enumerate(parts) if _ends_heading(part)), len(parts))
    paragraphs = [part for part in parts[:end] if isinstance(part, Paragraph)]
    text = " ".join(filter(None, (paragraph.text for paragraph in paragraphs)))
    inline = " ".join(paragraph.html for paragraph in paragraphs)
    if "<a " in inline:
        flow.add(Paragraph(inline, level))
        if anchor:
            context.note(
                "dropped-anchor", f"The heading “{text}” holds a link and loses its anchor #{anchor}."
            )
    elif text:
        flow.block("heading", {"text": text, "level": level, "anchor": anchor})
    flow.add(*blocks_of(parts[:end]), *parts[end:])


def _ends_heading(part: Part) -> bool:
    return not isinstance(part, Paragraph) and part["type"] not in ("image", "imported_source")


def _inner_anchor(element: Element) -> str:
    anchors = (
        node for node in walk(element.children) if isinstance(node, Element) and node.name in ("a", "span")
    )
    return next(
        (node.get("id") or node.get("name") for node in anchors if node.get("id") or node.get("name")), ""
    )
