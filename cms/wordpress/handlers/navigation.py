"""Lists of pages and menus, which stay what they are: ``[su_menu]``, ``[su_subpages]``, ``[su_siblings]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.wordpress.handlers.attributes import integer
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.refs import ItemRef, MenuRef
from cms.wordpress.shortcodes import Shortcode

_MAX_DEPTH = 5


def menu(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A menu by its name, its slug or its id; WordPress shows some other one for a name that it does not know."""
    name = tag.attributes.get("name", "").strip()
    _taxonomy, slug = context.facts.terms.get(integer(name) or 0, ("", "")) if name.isdigit() else ("", name)
    found = context.facts.menu(slug) if slug else None
    if found:
        flow.block("menu", {"menu": MenuRef(found)})
    else:
        context.loss(
            "unknown-menu", f"A menu is called “{name[:80]}”, which is not in the export; nothing is shown."
        )


def subpages(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The pages below one that is named, or below this one."""
    parent = integer(tag.attributes.get("p", "")) or 0
    _write(tag, "children", ItemRef(parent) if parent > 0 else None, flow, context)


def siblings(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The pages beside this one."""
    _write(tag, "siblings", None, flow, context)


def _write(tag: Shortcode, source: str, parent: ItemRef | None, flow: Flow, context: Context) -> None:
    value: dict[str, Any] = {
        "source": source,
        "pages": [],
        "parent": parent,
        "depth": _depth(tag.attributes.get("depth", "1"), context),
        "count": 0,
        "offset": 0,
        "order_by": "menu",
        "direction": "ascending",
        "template": "list",
        "empty_text": "",
    }
    flow.block("page_list", value)


def _depth(value: str, context: Context) -> int:
    """Give how many levels to show; WordPress takes 0 for all of them, and -1 for all in one level."""
    depth = integer(value)
    if depth == -1:
        context.note(
            "listing-depth", "A list of pages showed all levels as one; here the lower ones are indented."
        )
    return min(depth, _MAX_DEPTH) if depth and depth > 0 else _MAX_DEPTH


SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "menu": menu,
    "siblings": siblings,
    "subpages": subpages,
}
