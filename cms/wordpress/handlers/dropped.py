"""Shortcode attributes that do not come over, and why. Every other attribute is read by the handler of its tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.wordpress.handlers.dropped_media import CSS_CLASS as _CSS_CLASS
from cms.wordpress.handlers.dropped_media import DROPPED_MEDIA
from cms.wordpress.shortcodes import Shortcode

_SHADOW = "text shadows lower the contrast of a label; this site has none"
_SIZE_BY_DESIGN = "sizes and distances of headings come from the design of this site"
_BY_DESIGN = "sizes, distances and corners come from the design of this site"
_PRESET = "the plugin's looks are not those of this site"
_COLOUR = "the colour comes from the design of this site, whose contrast is known"
_MOVEMENT = "nothing moves by itself on this site"
_ADDRESS_BAR = "what is open here can always be linked to by its anchor"
_SCROLLS = "this site scrolls to what is linked without covering it"
_NEW_TAB = "links open in the same tab, from where readers can come back"
_EXPLANATION = "the explanation stands in the text, behind the words that it explains"
_DIALOG = "dialogs have one look, which fits every screen"

# {shortcode: {attribute: reason}}; N in a name stands for any number.
DROPPED: dict[str, dict[str, str]] = {
    **DROPPED_MEDIA,
    "button": {
        "icon_color": "an icon has the colour of its label, whose contrast is known",
        "text_shadow": _SHADOW,
        "ts_color": _SHADOW,
        "ts_pos": _SHADOW,
        "bold": "the weight of labels comes from the design of this site",
        "download": "the file keeps its own name",
        "onclick": "scripts of the old site do not come over",
        "rel": "this site sets rel itself where a link needs it",
        "id": "only headings are targets of links within a page",
        "class": _CSS_CLASS,
    },
    "accordion": {"class": _CSS_CLASS},
    "animate": {
        "type": _MOVEMENT,
        "duration": _MOVEMENT,
        "delay": _MOVEMENT,
        "class": _CSS_CLASS,
    },
    "box": {
        "style": _PRESET,
        "radius": _BY_DESIGN,
        "max_width": _BY_DESIGN,
        "class": _CSS_CLASS,
    },
    "column": {
        "center": "a column stands where the columns beside it leave it",
        "style": _PRESET,
        "class": _CSS_CLASS,
    },
    "divider": {
        "style": _PRESET,
        "divider_color": _COLOUR,
        "link_color": _COLOUR,
        "size": _BY_DESIGN,
        "margin": _BY_DESIGN,
        "class": _CSS_CLASS,
    },
    "dropcap": {
        "style": "the letter stands in its word, where screen readers and searches find it",
        "size": "the letter stands in its word, where screen readers and searches find it",
        "class": _CSS_CLASS,
    },
    "expand": {
        "less_text": "the words that open it close it as well",
        "height": "it is closed as a whole, so that nothing looks cut off",
        "hide_less": "what was opened can always be closed",
        "text_color": _COLOUR,
        "link_color": _COLOUR,
        "link_style": _PRESET,
        "link_align": _BY_DESIGN,
        "more_icon": "the sign for opening comes from the design of this site",
        "less_icon": "the sign for closing comes from the design of this site",
        "class": _CSS_CLASS,
    },
    "fancy_link": {"color": _COLOUR},
    "frame": {"style": _PRESET, "class": _CSS_CLASS},
    "guests": {"class": _CSS_CLASS},
    "heading": {
        "style": _SIZE_BY_DESIGN,
        "size": _SIZE_BY_DESIGN,
        "align": _SIZE_BY_DESIGN,
        "margin": _SIZE_BY_DESIGN,
        "class": _CSS_CLASS,
    },
    "highlight": {
        "background": _COLOUR,
        "bg": _COLOUR,
        "color": _COLOUR,
        "class": _CSS_CLASS,
    },
    "label": {
        "type": "labels have one look; their words say what they mean",
        "style": "labels have one look; their words say what they mean",
        "class": _CSS_CLASS,
    },
    "lightbox": {
        "mobile": "on every screen the same is shown",
        "class": _CSS_CLASS,
    },
    "lightbox_content": {
        "width": _DIALOG,
        "min_width": _DIALOG,
        "max_width": _DIALOG,
        "margin": _DIALOG,
        "padding": _DIALOG,
        "text_align": _DIALOG,
        "background": _DIALOG,
        "color": _DIALOG,
        "shadow": _DIALOG,
        "class": _CSS_CLASS,
    },
    "list": {
        "icon_color": "bullets have a colour of the design, whose contrast is known",
        "indent": "distances come from the design of this site",
        "class": _CSS_CLASS,
    },
    "posts": {
        "class": _CSS_CLASS,
        "class_single": _CSS_CLASS,
    },
    "members": {
        "color": _COLOUR,
        "style": _PRESET,
        "class": _CSS_CLASS,
    },
    "note": {"radius": _BY_DESIGN, "class": _CSS_CLASS},
    "private": {"class": _CSS_CLASS},
    "pullquote": {
        "align": "quotes beside the text all stand on the same side",
        "style": _PRESET,
        "class": _CSS_CLASS,
    },
    "quote": {
        "style": "quotations have one style",
        "class": _CSS_CLASS,
    },
    "row": {"class": _CSS_CLASS},
    "service": {
        "icon_color": _COLOUR,
        "size": _BY_DESIGN,
        "class": _CSS_CLASS,
    },
    "spacer": {"size": _BY_DESIGN, "class": _CSS_CLASS},
    "spoiler": {
        "style": _PRESET,
        "icon": "the sign for opening comes from the design of this site",
        "anchor_in_url": _ADDRESS_BAR,
        "scroll_offset": _SCROLLS,
        "class": _CSS_CLASS,
    },
    "tab": {"target": _NEW_TAB, "class": _CSS_CLASS},
    "table": {
        "responsive": "every table scrolls where it is too wide",
        "fixed": "columns are as wide as their content needs",
        "style": "tables have one style",
        "class": _CSS_CLASS,
    },
    "tabs": {
        "mobile": "on narrow screens tabs stand one below the other",
        "anchor_in_url": _ADDRESS_BAR,
        "scroll_offset": _SCROLLS,
        "class": _CSS_CLASS,
    },
    "tooltip": {
        "background": _EXPLANATION,
        "behavior": _EXPLANATION,
        "close": _EXPLANATION,
        "color": _EXPLANATION,
        "font_size": _EXPLANATION,
        "hide_delay": _EXPLANATION,
        "line_height": _EXPLANATION,
        "max_width": _EXPLANATION,
        "outline": _EXPLANATION,
        "position": _EXPLANATION,
        "radius": _EXPLANATION,
        "reference_tag": _EXPLANATION,
        "rounded": _EXPLANATION,
        "shadow": _EXPLANATION,
        "size": _EXPLANATION,
        "style": _EXPLANATION,
        "tabindex": _EXPLANATION,
        "text_align": _EXPLANATION,
        "z_index": _EXPLANATION,
        "class": _CSS_CLASS,
    },
}
_DEFAULTS = frozenset({"", "no", "none", "default", "auto", "0"})
_NUMBER = re.compile(r"_\d+(?=_|\Z)")


def dropped_attributes(tag_id: str, tag: Shortcode) -> Iterator[tuple[str, str]]:
    """Give the attributes of a tag that are lost although the author chose a value, with the reason."""
    reasons = DROPPED.get(tag_id, {})
    for name, value in tag.attributes.items():
        reason = reasons.get(_NUMBER.sub("_N", name))
        if reason and value.strip().lower() not in _DEFAULTS:
            yield name, reason
