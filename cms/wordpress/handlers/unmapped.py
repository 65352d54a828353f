"""Shortcodes that have no block of their own yet: what they hold stays readable, what they were is kept for editors."""

from __future__ import annotations

import re

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.headings import write_heading
from cms.wordpress.shortcodes import Shortcode

INLINE = frozenset(
    {
        "animate",
        "dropcap",
        "frame",
        "guests",
        "highlight",
        "icon",
        "label",
        "lightbox",
        "permalink",
        "qrcode",
        "tooltip",
    }
)
TITLED = frozenset({"box", "service", "spoiler", "tab"})
# Who may see these is decided for each visitor: what is in them must not become public.
GATED = frozenset({"members", "private", "scheduler"})
_GATED_TAG = re.compile(rf"\[\w*?({'|'.join(sorted(GATED))})\b")


def holds_gated(tag: Shortcode) -> bool:
    """Tell whether a shortcode is one that not every visitor may see the content of, or wraps one."""
    return bool(_GATED_TAG.search(tag.source))


def write_readable(tag_id: str, tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write the content as if the tag were not there, the title of a box in front of it."""
    if tag_id in GATED:
        context.loss(
            "gated-content", f"[{tag.name}] shows its content to some visitors only; here nobody sees it yet."
        )
        return
    is_inline = tag_id in INLINE and (tag_id != "animate" or tag.attributes.get("inline") == "yes")
    if is_inline:
        context.write_source(tag.content or "", flow)
        return
    flow.end_paragraph()
    if tag_id in TITLED and "title" in tag.attributes:
        write_heading(context.source_parts(tag.attributes["title"]), "h3", "", flow, context)
    context.write_source(tag.content or "", flow)
    flow.end_paragraph()
