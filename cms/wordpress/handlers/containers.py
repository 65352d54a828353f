"""Shortcodes that hold others: rows of columns, tabs, accordions and their spoilers."""

from __future__ import annotations

import re
from typing import Any

from cms.wordpress.handlers.attributes import positive
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.values import anchor, is_yes, link, title
from cms.wordpress.shortcodes import Shortcode

Value = dict[str, Any]

_WIDTHS = {
    "quarter": 1 / 4,
    "third": 1 / 3,
    "half": 1 / 2,
    "two_thirds": 2 / 3,
    "three_quarters": 3 / 4,
    "full": 1,
}
_FRACTION = re.compile(r"\s*(\d{1,2})\s*[/-]\s*(\d{1,2})")
_TAB_TITLE = "Tab title"
_LONGEST_TAB_TITLE = 120
_SPOILER_TITLE = "Spoiler title"


def unwrap(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write what a box holds on lines of its own, without the box."""
    flow.end_paragraph()
    context.write_source(tag.content or "", flow)
    flow.end_paragraph()


def row(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Columns side by side; text between them goes on with the column before it. One column alone needs no row."""
    flow.end_paragraph()
    pieces = context.children(tag.content or "", "column")
    sizes = [column_size(piece) for piece in pieces if isinstance(piece, Shortcode)]
    columns: list[Value] = []
    for piece in pieces:
        if isinstance(piece, Shortcode) and len(sizes) > 1:
            columns.append({"width": "", "content": context.source_blocks(piece.content or "", flow)})
        elif columns and isinstance(piece, str):
            columns[-1]["content"] += context.source_blocks(piece, flow)
        else:
            context.write_source(piece if isinstance(piece, str) else piece.content or "", flow)
            flow.end_paragraph()
    if len(set(sizes)) > 1:
        for column, size in zip(columns, sizes, strict=True):
            column["width"] = _width(size, context)
    if any(column["content"] for column in columns):
        flow.block("columns", {"columns": columns, "alignment": ""})


def column_size(column: Shortcode) -> float:
    """Give the share of the row; the plugin shows a size that it does not know as a whole row."""
    match = _FRACTION.match(column.attributes.get("size", "1/2"))
    return min(int(match[1]) / int(match[2]), 1) if match and int(match[1]) and int(match[2]) else 1


def _width(size: float, context: Context) -> str:
    width = min(_WIDTHS, key=lambda name: abs(_WIDTHS[name] - size))
    if abs(_WIDTHS[width] - size) > 0.001:
        context.note("column-width", f"A column of {size:.0%} of its row became the nearest width, {width}.")
    return width


def tabs(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Panes under tabs; what stands between two of them, which the plugin hides, goes on with the one before it."""
    flow.end_paragraph()
    found: list[Value] = []
    for piece in context.children(tag.content or "", "tab"):
        if isinstance(piece, Shortcode):
            found.append(_tab(piece, flow, context))
        elif found:
            found[-1]["content"] += context.source_blocks(piece, flow)
        else:
            context.write_source(piece, flow)
            flow.end_paragraph()
    if found:
        is_vertical = is_yes(tag.attributes.get("vertical", "")) or tag.attributes.get("style") == "3"
        value = {
            "tabs": found,
            "layout": "vertical" if is_vertical else "horizontal",
            "active": min(positive(tag.attributes.get("active", ""), 1), len(found)),
        }
        flow.block("tabs", value)


def _tab(tag: Shortcode, flow: Flow, context: Context) -> Value:
    read = tag.attributes.get
    name, below = title(read("title", _TAB_TITLE), _TAB_TITLE, context, _LONGEST_TAB_TITLE)
    if is_yes(read("disabled", "")):
        context.note("disabled-tab", f"The tab “{name}” could not be opened; here it can.")
    return {
        "title": name,
        "anchor": anchor(read("anchor", "")),
        "link": link(read("url", ""), f"The tab “{name}”", context),
        "content": [*below, *context.source_blocks(tag.content or "", flow)],
    }


def tab(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A tab outside of tabs, which the plugin shows in the next ones: a section of its own."""
    context.note("orphan-tab", f"A tab stood in no tabs; it became a section: {tag.source[:120]}")
    value = _tab(tag, flow, context)
    flow.block("heading", {"text": value["title"], "level": "h3", "anchor": value["anchor"]})
    flow.add(*value["content"])


def accordion(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Spoilers of which one is open at a time; what stands between them stays visible and divides the accordion."""
    flow.end_paragraph()
    items: list[Value] = []
    for piece in context.children(tag.content or "", "spoiler"):
        if isinstance(piece, Shortcode):
            items.append(_item(piece, flow, context))
            continue
        parts = context.source_parts(piece, flow)
        if parts:
            _write_accordion(items, flow, exclusive=True)
            flow.add(*parts)
            items = []
    _write_accordion(items, flow, exclusive=True)


def spoiler(tag: Shortcode, flow: Flow, context: Context) -> None:
    _write_accordion([_item(tag, flow, context)], flow, exclusive=False)


def _item(tag: Shortcode, flow: Flow, context: Context) -> Value:
    read = tag.attributes.get
    name, below = title(read("title", _SPOILER_TITLE), _SPOILER_TITLE, context)
    return {
        "title": name,
        "anchor": anchor(read("anchor", "")),
        "open": is_yes(read("open", "")),
        "content": [*below, *context.source_blocks(tag.content or "", flow)],
    }


def _write_accordion(items: list[Value], flow: Flow, *, exclusive: bool) -> None:
    if items:
        flow.block("accordion", {"items": items, "exclusive": exclusive})


SHORTCODES: dict[str, ShortcodeHandler] = {
    "accordion": accordion,
    "column": unwrap,
    "row": row,
    "spoiler": spoiler,
    "tab": tab,
    "tabs": tabs,
}
