"""Which handler serves which shortcode and which HTML element."""

from __future__ import annotations

from collections.abc import Mapping

from cms.wordpress.handlers import buttons, embeds, headings, images, inline, listings, lists, quotes, tables
from cms.wordpress.handlers.context import ElementHandler, ShortcodeHandler
from cms.wordpress.markup import BLOCK, HEADINGS

# Shortcodes Ultimate, by id: the name without the prefix.
SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "button": buttons.su_button,
    "heading": headings.su_heading,
    "list": lists.su_list,
    "posts": listings.su_posts,
    "quote": quotes.su_quote,
    "table": tables.su_table,
}
# Every id that the free plugin has had; those without a handler are unmapped, all others with the prefix unknown.
KNOWN_IDS = frozenset(
    {
        *SHORTCODES, "accordion", "animate", "audio", "bloginfo", "box", "carousel", "column", "csv_table",
        "custom_gallery", "dailymotion", "divider", "document", "dropcap", "dummy_image", "dummy_text", "expand",
        "fancy_link", "feed", "frame", "gmap", "guests", "highlight", "image_carousel", "label", "lightbox",
        "lightbox_content", "media", "members", "menu", "meta", "note", "permalink", "post", "private", "pullquote",
        "qrcode", "row", "scheduler", "screenr", "service", "siblings", "slider", "spacer", "spoiler", "subpages", "tab",
        "tabs", "template", "tooltip", "user", "video", "vimeo", "youtube", "youtube_advanced",
    }
)  # fmt: skip
# Shortcodes of WordPress itself; None has no handler yet.
CORE_SHORTCODES: Mapping[str, ShortcodeHandler | None] = {
    "caption": images.caption,
    "wp_caption": images.caption,
    "embed": embeds.embed,
    "gallery": None,
    "audio": None,
    "video": None,
    "playlist": None,
}
ELEMENTS: Mapping[str, ElementHandler] = {
    **dict.fromkeys(BLOCK, inline.unwrap_block),
    **dict.fromkeys(inline.KEPT, inline.keep),
    **dict.fromkeys(HEADINGS, headings.heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), lists.html_list),
    **dict.fromkeys(("dt", "summary", "legend"), inline.term),
    **dict.fromkeys(("pre", "listing", "plaintext", "xmp"), inline.preformatted),
    **dict.fromkeys(("audio", "video"), embeds.media_player),
    **dict.fromkeys(
        (
            "applet",
            "canvas",
            "embed",
            "noembed",
            "noframes",
            "noscript",
            "object",
            "script",
            "style",
            "svg",
            "template",
        ),
        inline.drop,
    ),
    "a": inline.link,
    "blockquote": quotes.blockquote,
    "br": inline.line_break,
    "figure": images.figure,
    "hr": inline.divider,
    "iframe": embeds.iframe,
    "img": images.image,
    "table": tables.table,
}
# Elements of the block editor that are more than their HTML, by class.
ELEMENTS_BY_CLASS: Mapping[str, ElementHandler] = {"wp-block-button": buttons.editor_button}
# Blocks of the editor whose HTML says everything there is to know, or nothing worth keeping.
READ_BLOCKS = frozenset(
    {
        "button", "buttons", "caption", "classic", "code", "embed", "freeform", "heading", "html", "image", "list",
        "list-item", "more", "nextpage", "paragraph", "preformatted", "pullquote", "quote", "separator", "shortcode",
        "spacer", "table", "verse",
    }
)  # fmt: skip
