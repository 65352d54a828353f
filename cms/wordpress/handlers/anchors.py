"""Places that links within a page lead to: ``<a name>``, and any id that a link of the same content names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.markup import BLOCK, HEADINGS, Element, Node

_TO_PLACE = re.compile(r"""\b(?:href|url|link)\s*=\s*["'“”]?\s*#([^\s"'“”<>\]]+)""", re.IGNORECASE)
# As the anchor block accepts it.
_ANCHOR = re.compile(r"[\w.:-]{1,100}")
# Their own blocks have a place for an anchor.
_WITH_ANCHOR = HEADINGS | {"details"}


def targets(content: str) -> frozenset[str]:
    """Give the ids that links of the content lead to."""
    return frozenset(unquote(html.unescape(found)) for found in _TO_PLACE.findall(content) if found)


def write_anchor(element: Element, flow: Flow, context: Context) -> None:
    """Put an anchor before the paragraph or the block that an element with an id stands in."""
    if element.name in _WITH_ANCHOR:
        return
    names = {element.get("id").strip(), element.get("name").strip() if element.name == "a" else ""}
    is_place = element.name == "a" and not element.get("href")
    for name in sorted(names):
        if not _ANCHOR.fullmatch(name) or not (is_place or name in context.targets):
            continue
        if element.name in BLOCK:
            flow.end_paragraph()
        flow.parts.append({"type": "anchor", "value": {"anchor": name}})


def write_anchors_of(nodes: Iterable[Node], flow: Flow, context: Context) -> None:
    """Put anchors before a list or a table for those of its parts that a handler reads itself, such as rows."""
    flow.end_paragraph()
    for node in nodes:
        if isinstance(node, Element):
            write_anchor(node, flow, context)
