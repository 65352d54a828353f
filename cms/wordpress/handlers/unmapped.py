"""Shortcodes that have no block of their own yet: what they hold stays readable, what they were is kept for editors."""

from __future__ import annotations

import re

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow, text_of_parts
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
# Boxes with a title, and the title that the plugin shows where the author gave none.
TITLED = {
    "box": "This is box title",
    "service": "Service title",
    "spoiler": "Spoiler title",
    "tab": "Tab title",
}
# Who may see these is decided for each visitor: what is in them must not become public.
GATED = frozenset({"members", "private", "scheduler"})
_GATED_TAG = re.compile(rf"\[\w*?({'|'.join(sorted(GATED))})\b")


def holds_gated(tag: Shortcode) -> bool:
    """Tell whether a shortcode is one that not every visitor may see the content of, or wraps one."""
    return bool(_GATED_TAG.search(tag.source))


def write_readable(tag_id: str, tag: Shortcode, flow: Flow, context: Context, *, known: bool) -> None:
    """Write the content as if the tag were not there; a title goes before it, a tooltip behind it.

    Only tags that are known to be boxes cut the sentence in which they stand.
    """
    if tag_id in GATED and known:
        _write_gated(tag_id, tag, flow, context)
    elif tag_id == "tooltip":
        context.write_source(tag.content or "", flow)
        _write_tooltip(tag, flow, context)
    elif not known or tag_id in INLINE or (tag_id == "animate" and tag.attributes.get("inline") == "yes"):
        context.write_source(tag.content or "", flow)
    else:
        flow.end_paragraph()
        if tag_id in TITLED:
            title = tag.attributes.get("title", TITLED[tag_id])
            write_heading(context.value_parts(title), "h3", "", flow, context)
        context.write_source(tag.content or "", flow)
        flow.end_paragraph()


def _write_tooltip(tag: Shortcode, flow: Flow, context: Context) -> None:
    text = tag.attributes.get("content", tag.attributes.get("text", ""))
    texts = [text_of_parts(context.value_parts(value)) for value in (tag.attributes.get("title", ""), text)]
    if any(texts):
        flow.text(f" ({': '.join(filter(None, texts))})")


def _write_gated(tag_id: str, tag: Shortcode, flow: Flow, context: Context) -> None:
    if tag_id == "scheduler" and not tag.attributes:
        context.write_source(tag.content or "", flow)
        return
    context.loss(
        "gated-content", f"[{tag.name}] shows its content to some visitors only; here nobody sees it yet."
    )
    message = (
        text_of_parts(context.value_parts(tag.attributes.get("message", ""))) if tag_id == "members" else ""
    )
    flow.end_paragraph()
    flow.text(message.replace("%login%", tag.attributes.get("login_text", "login")))
    flow.end_paragraph()
