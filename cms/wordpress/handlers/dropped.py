"""Shortcode attributes that do not come over, and why. Every other attribute is read by the handler of its tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.wordpress.shortcodes import Shortcode

_CSS_CLASS = "names a rule in the old theme's stylesheet, which does not come over"
_SHADOW = "text shadows lower the contrast of a label; this site has none"
_SIZE_BY_DESIGN = "sizes and distances of headings come from the design of this site"

# {shortcode: {attribute: reason}}; N in a name stands for any number.
DROPPED: dict[str, dict[str, str]] = {
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
    "heading": {
        "style": _SIZE_BY_DESIGN,
        "size": _SIZE_BY_DESIGN,
        "align": _SIZE_BY_DESIGN,
        "margin": _SIZE_BY_DESIGN,
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
    "quote": {
        "style": "quotations have one style",
        "class": _CSS_CLASS,
    },
    "table": {
        "responsive": "every table scrolls where it is too wide",
        "fixed": "columns are as wide as their content needs",
        "style": "tables have one style",
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
