"""HTML whose structure matters and that no block says: one block of harmless HTML, which the report names."""

from __future__ import annotations

from cms.blocks.sanitise import sanitised
from cms.wordpress.handlers import anchors
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow, Part
from cms.wordpress.markup import Element, Node, parse, text_of, walk

# What is a block of its own, so that it can be fetched, described and played here, and what never comes over.
_TAKEN_OUT = frozenset(
    {
        "audio", "embed", "iframe", "img", "noembed", "noframes", "noscript", "object", "script", "style", "svg",
        "template", "video",
    }
)  # fmt: skip
_FIELDS = frozenset({"button", "label", "option", "select", "textarea"})
_INVISIBLE = " \t\r\n\u00a0"


def keep_html(element: Element, flow: Flow, context: Context) -> None:
    """Keep an element as it is, without what acts or loads; images and players in it follow it."""
    taken: list[Part] = []
    (kept,) = _without_blocks([element], taken, flow, context)
    source, left = context.html([kept])
    clean = sanitised(source)
    words = text_of(parse(clean)).strip(_INVISIBLE)
    anchors.write_anchors_of(filter(_is_old_anchor, walk([kept])), flow, context)
    if words and "<" not in clean:
        flow.text(words)
    elif words:
        context.note("imported-html", f"No block is like this <{element.name}>; it is kept as HTML.")
        flow.block("imported_html", {"html": clean})
    moved = [*taken, *left]
    if any(isinstance(part, dict) and part["type"] != "imported_source" for part in moved):
        context.note("moved-block", f"Images or blocks stood inside <{element.name}>; they now follow it.")
    flow.add(*moved)


def _is_old_anchor(node: Node) -> bool:
    """Tell whether a place has only a name, which HTML no longer knows; ids stay where they are."""
    return isinstance(node, Element) and node.name == "a" and not node.get("id")


def form(element: Element, flow: Flow, context: Context) -> None:
    """A form sends nothing here; its words stay."""
    target = element.get("action")[:200] or "its own page"
    context.loss("dropped-form", f"A form does not come over; it went to {target}.")
    keep_html(element, flow, context)


def _without_blocks(nodes: list[Node], taken: list[Part], flow: Flow, context: Context) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and node.name in _TAKEN_OUT:
            taken += context.parts([node], flow)
        elif isinstance(node, Element):
            children = _without_blocks(node.children, taken, flow, context)
            # Without its fields the words of a form would run into each other.
            children = [" ", *children, " "] if node.name in _FIELDS else children
            kept.append(Element(node.name, node.attributes, children))
        else:
            kept.append(node)
    return kept
