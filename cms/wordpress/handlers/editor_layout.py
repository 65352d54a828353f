"""Blocks of the editor that lay out others: columns, media and text, cover, group, buttons, file."""

from __future__ import annotations

import re
from typing import Any

from cms.wordpress.delimiters import BlockComment
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.embeds import media
from cms.wordpress.handlers.flow import Block, Flow
from cms.wordpress.handlers.images import image_value, media_of
from cms.wordpress.handlers.inline import link, unwrap_block, write_box
from cms.wordpress.handlers.styles import background_image, declarations, has_background
from cms.wordpress.markup import MEDIA_SCHEMES, Comment, Element, Node, safe_url
from cms.wordpress.refs import MediaRef

_WIDTHS = {
    "quarter": 25,
    "third": 33.3,
    "half": 50,
    "two_thirds": 66.7,
    "three_quarters": 75,
    "full": 100,
}
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_MIDDLE = frozenset({"are-vertically-aligned-center", "is-vertically-aligned-center"})
_COVER_IMAGES = frozenset({"wp-block-cover__image-background", "wp-block-cover__video-background"})
_COVER_COLOUR = "wp-block-cover__background"
_ID_CLASS = re.compile(r"wp-image-(\d{1,18})")
_JUSTIFIED = {
    "is-content-justification-center": "centre",
    "items-justified-center": "centre",
    "aligncenter": "centre",
    "is-content-justification-right": "end",
    "items-justified-right": "end",
    "alignright": "end",
}
_FEWEST_IN_GROUP = 2


def columns(element: Element, flow: Flow, context: Context) -> None:
    """Columns side by side; text between them goes on with the column before it. One column alone is only its content."""
    found: list[dict[str, Any]] = []
    for child in element.children:
        if isinstance(child, Element) and "wp-block-column" in child.classes:
            _note_colours(child, context)
            found.append({"width": _width(child), "content": context.blocks(child.children, flow)})
        elif found:
            found[-1]["content"] += context.blocks([child], flow)
        else:
            context.write([child], flow)
    _note_colours(element, context)
    write_columns(found, _MIDDLE & element.classes, flow)


def write_columns(found: list[dict[str, Any]], middle: object, flow: Flow) -> None:
    filled = [column for column in found if column["content"]]
    flow.end_paragraph()
    if len(filled) > 1:
        flow.block("columns", {"columns": filled, "alignment": "centre" if middle else ""})
    else:
        flow.add(*(block for column in filled for block in column["content"]))


def _note_colours(element: Element, context: Context) -> None:
    if has_background(element):
        context.note("block-colour", "Columns had a background; here they have that of the page.")


def _width(column: Element) -> str:
    style = declarations(column)
    match = _PERCENT.fullmatch(style.get("flex-basis") or style.get("width", ""))
    return _nearest(float(match[1])) if match else ""


def _nearest(percent: float) -> str:
    return min(_WIDTHS, key=lambda name: abs(_WIDTHS[name] - percent))


def media_text(element: Element, flow: Flow, context: Context) -> None:
    """An image or a video beside content, in the order in which they stand from left to right."""
    sides: list[dict[str, Any]] = []
    is_right = "has-media-on-the-right" in element.classes
    shares = _PERCENT.search(declarations(element).get("grid-template-columns", ""))
    share = float(shares[1]) if shares else 50
    for child in element.children:
        if isinstance(child, Comment) or (isinstance(child, str) and not child.strip()):
            continue
        is_media = isinstance(child, Element) and "wp-block-media-text__media" in child.classes
        content = context.blocks([child], flow)
        if is_media and not content and isinstance(child, Element):
            content = _background(child)
        width = "" if share == 50 else _nearest(share if is_media else 100 - share)
        side = {"width": width, "content": content}
        sides.insert(0 if is_media and not is_right else len(sides), side)
    _note_colours(element, context)
    write_columns(sides, _MIDDLE & element.classes, flow)


def cover(element: Element, flow: Flow, context: Context) -> None:
    """An image followed by what stood on it; without an image a box with the colour."""
    behind: list[Block] = []
    rest: list[Node] = []
    coloured = element
    for child in element.children:
        if isinstance(child, Element) and child.classes & _COVER_IMAGES:
            behind += _behind(child, context)
        elif isinstance(child, Element) and _COVER_COLOUR in child.classes:
            coloured = Element("span", {**element.attributes, **child.attributes})
        else:
            rest.append(child)
    behind = behind or _background(element)
    flow.add(*behind)
    if behind:
        unwrap_block(Element("div", {}, rest), flow, context)
    else:
        write_box(Element("div", coloured.attributes, rest), flow, context)


def _behind(element: Element, context: Context) -> list[Block]:
    """Give the image or the video that fills a cover; it is decoration unless it says what it shows."""
    if element.name == "video":
        url = safe_url(element.get("src"), MEDIA_SCHEMES)
        return [media(file=MediaRef(url=url))] if url else []
    found = media_of(element) if element.name == "img" else None
    if found is None:
        return _background(element)
    return [{"type": "image", "value": image_value(found, " ".join(element.get("alt").split()))}]


def _background(element: Element) -> list[Block]:
    url = background_image(element)
    ids = (match for match in map(_ID_CLASS.fullmatch, element.classes) if match)
    found = MediaRef(int(next((match[1] for match in ids), "0")), url)
    label = " ".join(element.get("aria-label").split())
    return [{"type": "image", "value": image_value(found, label)}] if url else []


def group(element: Element, flow: Flow, context: Context) -> None:
    """A group, a row or a stack is its content; one with a background is a box."""
    if has_background(element):
        write_box(element, flow, context)
    else:
        unwrap_block(element, flow, context)


def buttons_block(block: BlockComment, inner: list[Node], flow: Flow, context: Context) -> None:
    """Says as classes what the delimiter of ``buttons`` says of their layout, as WordPress does when it shows them."""
    layout = block.attributes.get("layout")
    layout = layout if isinstance(layout, dict) else {}
    classes = [f"is-content-justification-{layout.get('justifyContent', '')}"]
    classes += ["is-vertical"] if layout.get("orientation") == "vertical" else []
    for node in inner:
        if isinstance(node, Element) and "wp-block-buttons" in node.classes:
            node.attributes["class"] = " ".join([node.get("class"), *classes])
    context.write(inner, flow)


def buttons(element: Element, flow: Flow, context: Context) -> None:
    """Several buttons are a group; one alone stands for itself. Anything else between them follows them."""
    parts = context.parts(element.children, flow)
    found = [part["value"] for part in parts if isinstance(part, dict) and part["type"] == "button"]
    rest = [part for part in parts if not isinstance(part, dict) or part["type"] != "button"]
    alignment = next((_JUSTIFIED[name] for name in sorted(element.classes & _JUSTIFIED.keys())), "start")
    if len(found) >= _FEWEST_IN_GROUP:
        value = {"alignment": alignment, "stacked": "is-vertical" in element.classes, "buttons": found}
        flow.block("button_group", value)
    else:
        for value in found:
            flow.block(
                "button", value | {"alignment": alignment if alignment != "start" else value["alignment"]}
            )
    flow.add(*rest)


def file_button(element: Element, flow: Flow, context: Context) -> None:
    """The download button of a file stands beside its name."""
    flow.text(" ")
    link(element, flow, context)


def file_preview(element: Element, _flow: Flow, context: Context) -> None:
    """A file that was shown in its own frame has its link beside it."""
    context.note(
        "dropped-preview", f"A file is no longer shown on the page, only linked: {element.get('data')[:200]}"
    )
