"""What becomes of every shortcode, as a page for people.

``python -m cms.wordpress.handlers.overview > cms/wordpress/handlers/README.md`` writes it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cms.wordpress.handlers.dropped import DROPPED
from cms.wordpress.handlers.registry import SHORTCODES

# The block that each becomes: rich_text is running text, "" is nothing but a line in the report.
BECOMES: Mapping[str, str] = {
    "accordion": "accordion", "animate": "rich_text", "audio": "media", "bloginfo": "", "box": "callout",
    "button": "button", "carousel": "gallery", "column": "columns", "csv_table": "table", "custom_gallery": "gallery",
    "dailymotion": "media", "divider": "divider", "document": "media", "dropcap": "rich_text", "dummy_image": "",
    "dummy_text": "", "expand": "expandable", "fancy_link": "rich_text", "feed": "rich_text", "frame": "image",
    "gmap": "media", "guests": "gated", "heading": "heading", "highlight": "rich_text", "image_carousel": "gallery",
    "jcarousel": "gallery", "label": "rich_text", "lightbox": "rich_text", "lightbox_content": "expandable",
    "list": "list", "media": "media", "members": "gated", "menu": "menu", "meta": "rich_text", "nivo_slider": "gallery",
    "note": "callout", "permalink": "rich_text", "photoshop": "image", "post": "rich_text",
    "posts": "service_articles", "pricing": "cards", "private": "gated", "pullquote": "quote", "qrcode": "image",
    "quote": "quote", "row": "columns", "scheduler": "gated", "screenr": "media", "service": "cards",
    "siblings": "page_list", "slider": "gallery", "spacer": "", "spoiler": "accordion", "subpages": "page_list",
    "tab": "tabs", "table": "table", "tabs": "tabs", "template": "", "tooltip": "rich_text", "tweets": "rich_text",
    "user": "rich_text", "video": "media", "vimeo": "media", "youtube": "media", "youtube_advanced": "media",
}  # fmt: skip
PATH = Path(__file__).with_name("README.md")
_HEAD = """\
# What becomes of shortcodes

Made from the code by `overview.py`; a test holds it up to date. Names stand without their prefix (`su_`, `gn_` or none).

The import maps every attribute that is not named in the second table, and reports each one that is, where an author
chose a value for it. Shortcodes of the paid plugin and of others keep their content; editors see their source.

| Shortcode | Block | How |
|---|---|---|
"""
_DROPPED_HEAD = """
## Attributes that do not come over

| Shortcode | Attribute | Why |
|---|---|---|
"""


def overview() -> str:
    """Give the page as Markdown."""
    return f"{_HEAD}{''.join(_handled())}{_DROPPED_HEAD}{''.join(_dropped())}"


def _handled() -> Iterator[str]:
    for name, handler in sorted(SHORTCODES.items()):
        described = (inspect.getdoc(handler) or "").split("\n\n")[0]
        block = f"`{BECOMES[name]}`" if BECOMES.get(name) else "none"
        yield f"| `{name}` | {block} | {_cell(described)} |\n"


def _dropped() -> Iterator[str]:
    for name, reasons in sorted(DROPPED.items()):
        by_reason: dict[str, list[str]] = {}
        for attribute, reason in reasons.items():
            by_reason.setdefault(reason, []).append(f"`{attribute}`")
        for reason, attributes in by_reason.items():
            yield f"| `{name}` | {', '.join(attributes)} | {_cell(reason)} |\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("``", "`").replace("|", r"\|").split())


if __name__ == "__main__":
    sys.stdout.write(overview())
