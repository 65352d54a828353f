"""Shortcodes in the running text: highlights, labels, tooltips, initials, and wrappers that only moved or framed."""

from __future__ import annotations

from cms.wordpress.handlers.containers import unwrap
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow, blocks_of
from cms.wordpress.handlers.values import is_yes, link
from cms.wordpress.shortcodes import Shortcode

_TOOLTIP_TEXT = "Tooltip content"
_FRAME_ALIGNMENTS = {"left": "left", "right": "right", "center": "centre"}


def highlight(tag: Shortcode, flow: Flow, context: Context) -> None:
    flow.open("mark")
    context.write_source(tag.content or "", flow)
    flow.close()


def label(tag: Shortcode, flow: Flow, context: Context) -> None:
    flow.open("span", css_class="label")
    context.write_source(tag.content or "", flow)
    flow.close()


def tooltip(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The explanation stands right behind the words it explains; behind a block it is a paragraph of its own."""
    read = tag.attributes.get
    before = len(flow.parts)
    context.write_source(tag.content or "", flow)
    holds_block = any(blocks_of(flow.parts[before:]))
    texts = [read("title", ""), read("content") or read("text", _TOOLTIP_TEXT)]
    if explanation := ": ".join(filter(str.strip, texts)):
        flow.text(" ")
        flow.open("small", css_class="explanation")
        context.write_value(explanation, flow)
        flow.close()
    if holds_block:
        flow.end_paragraph()


def dropcap(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A large initial belongs to the word that goes on behind it."""
    context.write_source((tag.content or "").strip(), flow)


def animate(tag: Shortcode, flow: Flow, context: Context) -> None:
    """What moved into view stands still; only the inline form is part of a sentence."""
    if is_yes(tag.attributes.get("inline", "")):
        context.write_source(tag.content or "", flow)
    else:
        unwrap(tag, flow, context)


def frame(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A frame gives its place beside the text to the image in it."""
    before = len(flow.parts)
    context.write_source(tag.content or "", flow)
    alignment = _FRAME_ALIGNMENTS.get(tag.attributes.get("align", "left"), "")
    for block in blocks_of(flow.parts[before:], "image"):
        block["value"]["alignment"] = block["value"]["alignment"] or alignment


def fancy_link(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A link of version 3."""
    target = link(tag.attributes.get("link", "#"), "A link", context)
    if target is None:
        context.write_source(tag.content or "", flow)
        return
    flow.open("a", target.url)
    context.write_source(tag.content or "", flow)
    flow.close()


SHORTCODES: dict[str, ShortcodeHandler] = {
    "animate": animate,
    "dropcap": dropcap,
    "fancy_link": fancy_link,
    "frame": frame,
    "highlight": highlight,
    "label": label,
    "tooltip": tooltip,
}
