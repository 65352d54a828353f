"""Lists: ul, ol and ``[su_list]``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.wordpress.handlers import anchors
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, Part, blocks_of
from cms.wordpress.handlers.icons import icon_for
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.handlers.values import anchor
from cms.wordpress.markup import Comment, Element, Node, walk
from cms.wordpress.refs import Html
from cms.wordpress.shortcodes import Shortcode

# Icon names of the plugin's font (Fork Awesome), by what they mean in a list.
_STYLES_BY_ICON = (
    ("check", re.compile(r"check|thumbs-(o-)?up")),
    ("cross", re.compile(r"remove|close|times|ban|thumbs-(o-)?down")),
    ("arrow", re.compile(r"arrow|chevron|angle|caret|hand-o-right|sign-in|external")),
    ("star", re.compile(r"star")),
)
_ICONS_BY_OLD_STYLE = {
    "arrow": "arrow-right", "cross": "remove", "event": "bullhorn", "gear": "cog", "guard": "shield", "idea": "lightbulb-o",
    "link": "external-link", "note": "edit", "settings": "cogs", "thumbs": "thumbs-o-up", "time": "clock-o",
}  # fmt: skip

_MARKED_LINE = re.compile(r"(?:[*+•·-]|&bull;)\s+(.*\S)\s*", re.DOTALL)


def html_list(element: Element, flow: Flow, context: Context) -> None:
    """A list is a block; lists inside its items stay inside them, other blocks follow the list.

    Notes at the foot of a text are footnotes: numbered items that links lead to and that link back.
    """
    if _is_footnotes(element, context):
        _write_footnotes(element, flow, context)
        return
    anchors.write_anchors_of(_own_items(element), flow, context)
    items: list[Html] = []
    moved: list[Block] = []
    for nodes in _items(element):
        item, left = as_html(context.parts(nodes, flow), context, "a list item")
        moved += left
        if item:
            items.append(item)
    flow.add(*(block for block in moved if block["type"] == "anchor"))
    if items:
        numbered = element.name == "ol"
        if numbered and ("reversed" in element.attributes or element.get("type") not in ("", "1")):
            context.note("list-numbering", "A list counted backwards or in letters; here it counts 1, 2, 3.")
        start = element.get("start").strip()
        value = {
            "style": "numbers" if numbered else "bullets",
            "icon": "",
            "start": int(start) if numbered and re.fullmatch(r"-?\d{1,6}", start) else None,
            "items": items,
        }
        flow.block("list", value)
    flow.add(*(block for block in moved if block["type"] != "anchor"))


def _own_items(element: Element) -> list[Element]:
    return [node for node in element.children if isinstance(node, Element) and node.name == "li"]


def _is_footnotes(element: Element, context: Context) -> bool:
    notes = _own_items(element)
    others = sum(1 for node in element.children if not isinstance(node, str) or node.strip()) - len(notes)
    return (
        element.name == "ol"
        and bool(notes)
        and not others
        and all(
            note.get("id") in context.targets
            and any(
                isinstance(node, Element) and node.name == "a" and node.get("href").startswith("#")
                for node in walk(note.children)
            )
            for note in notes
        )
    )


def _write_footnotes(element: Element, flow: Flow, context: Context) -> None:
    notes: list[dict[str, str]] = []
    moved: list[Block] = []
    for note in _own_items(element):
        text, left = as_html(context.parts(note.children, flow), context, "a footnote")
        notes.append({"anchor": anchor(note.get("id")), "text": text})
        moved += left
    flow.add(*(block for block in moved if block["type"] == "anchor"))
    flow.block("footnotes", {"notes": notes})
    flow.add(*(block for block in moved if block["type"] != "anchor"))


def _items(element: Element) -> Iterator[list[Node]]:
    """Give the items' content. A list that stands between items belongs to the one before, other content is an item."""
    nodes: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "li":
            if nodes:
                yield nodes
            nodes = list(child.children)
        elif not isinstance(child, Comment) and (not isinstance(child, str) or child.strip()):
            if not (isinstance(child, Element) and child.name in ("ul", "ol")) and nodes:
                yield nodes
                nodes = []
            nodes = [*nodes, child]
    if nodes:
        yield nodes


def su_list(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The icon becomes a style of bullets where one fits, or else one of this site's icons."""
    parts = _with_marked_lines(context.source_parts(tag.content or "", flow))
    if look := _look(tag, context):
        for block in blocks_of(parts, "list"):
            if block["value"]["style"] in ("bullets", "numbers"):
                block["value"] |= look
    flow.add(*parts)


def _with_marked_lines(parts: list[Part]) -> list[Part]:
    """Read lines that all begin with a mark as the list that their author had in mind."""
    paragraphs = [part.html for part in parts if isinstance(part, Paragraph)]
    lines = [line for paragraph in paragraphs for line in paragraph.split("<br/>")]
    items = [Html(match[1]) for line in lines if (match := _MARKED_LINE.fullmatch(line))]
    whole = all(item.count("<") == 2 * item.count("</") for item in items)
    if not items or not whole or len(parts) != len(paragraphs) or len(items) < len(lines):
        return parts
    return [{"type": "list", "value": {"style": "bullets", "icon": "", "start": None, "items": items}}]


def _look(tag: Shortcode, context: Context) -> dict[str, str | None]:
    icon = tag.attributes.get("icon", "icon: star")
    if old_style := tag.attributes.get("style"):
        icon = f"icon: {_ICONS_BY_OLD_STYLE.get(old_style, old_style)}"
    if "icon:" in icon:
        name = icon.partition("icon:")[2].strip()
        for style, pattern in _STYLES_BY_ICON:
            if pattern.search(name):
                return {"style": style, "icon": "", "start": None}
        if found := icon_for(name):
            return {"style": "icon", "icon": found, "start": None}
    context.note("list-icon", f"The list icon “{icon}” has no counterpart; the list keeps plain bullets.")
    return {}
