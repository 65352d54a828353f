"""Shortcodes that nobody here knows, those of the paid plugin among them: what they hold stays readable."""

from __future__ import annotations

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.headings import write_heading
from cms.wordpress.shortcodes import Shortcode

# Boxes of the paid plugin; any other unknown tag may stand in a sentence, which it must not cut.
PREMIUM_BOXES = frozenset(
    {
        "content_slide", "content_slider", "exit_popup", "icon_panel", "icon_text", "member", "panel", "photo_panel", "plan",
        "posts_grid", "pricing_table", "section", "shadow", "splash", "testimonial",
    }
)  # fmt: skip


def write_readable(tag_id: str, tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write the content as if the tag were not there; a title goes before it."""
    if tag_id not in PREMIUM_BOXES:
        context.write_source(tag.content or "", flow)
        return
    flow.end_paragraph()
    if title := tag.attributes.get("title", ""):
        write_heading(context.value_parts(title), "h3", "", flow, context)
    context.write_source(tag.content or "", flow)
    flow.end_paragraph()
