"""Which handler serves which shortcode and which HTML element."""

from __future__ import annotations

from collections.abc import Mapping

from cms.wordpress.handlers import (
    boxes,
    buttons,
    containers,
    core_media,
    editor,
    editor_layout,
    embeds,
    films,
    gadgets,
    galleries,
    gates,
    headings,
    images,
    imported,
    inline,
    lightboxes,
    listings,
    lists,
    navigation,
    phrases,
    quotes,
    site,
    structures,
    tables,
)
from cms.wordpress.handlers.context import BlockHandler, ElementHandler, ShortcodeHandler
from cms.wordpress.markup import BLOCK, HEADINGS

# Shortcodes Ultimate, by id: the name without the prefix. Each family of handlers names its own.
SHORTCODES: Mapping[str, ShortcodeHandler] = {
    **gadgets.SHORTCODES,
    **galleries.SHORTCODES,
    **navigation.SHORTCODES,
    **films.SHORTCODES,
    **site.SHORTCODES,
    "button": buttons.su_button,
    "csv_table": tables.csv_table,
    "heading": headings.su_heading,
    "list": lists.su_list,
    "posts": listings.su_posts,
    "pullquote": quotes.pullquote,
    "quote": quotes.su_quote,
    "table": tables.su_table,
    **boxes.SHORTCODES,
    **containers.SHORTCODES,
    **gates.SHORTCODES,
    **lightboxes.SHORTCODES,
    **phrases.SHORTCODES,
}
# Every id that the plugin has had; all others with its prefix are unknown.
KNOWN_IDS = frozenset(SHORTCODES) | {"plan"}  # which stands only in a price list
# Those that stand in a sentence and do not cut it.
INLINE = frozenset(
    {
        "animate", "dropcap", "frame", "guests", "highlight", "icon", "label", "lightbox", "meta", "permalink", "post",
        "qrcode", "tooltip", "user",
    }
)  # fmt: skip
# Those that wrap nothing: text that one has swallowed up to a closing tag is shown behind it.
SINGLE = frozenset(
    {
        "audio", "bloginfo", "carousel", "csv_table", "custom_gallery", "dailymotion", "divider", "document",
        "dummy_image", "dummy_text", "feed", "gmap", "image_carousel", "jcarousel", "media", "menu", "meta", "nivo_slider",
        "photoshop", "post", "posts", "qrcode", "screenr", "siblings", "slider", "spacer", "subpages", "template", "tweets",
        "user", "video", "vimeo", "youtube", "youtube_advanced",
    }
)  # fmt: skip
# Those that say something about the site, also inside an HTML tag.
FACTS = frozenset(site.SHORTCODES)
# Shortcodes of WordPress itself.
CORE_SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "caption": images.caption,
    "wp_caption": images.caption,
    "embed": embeds.embed,
    **core_media.CORE_SHORTCODES,
}
# Blocks of the editor whose delimiters say what their HTML does not; the handler converts what is inside as well.
BLOCKS: Mapping[str, BlockHandler] = {**editor.BLOCKS}
ELEMENTS: Mapping[str, ElementHandler] = {
    **dict.fromkeys(BLOCK, inline.unwrap_block),
    **dict.fromkeys(inline.KEPT, inline.keep),
    **dict.fromkeys(HEADINGS, headings.heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), lists.html_list),
    **dict.fromkeys(("dt", "summary", "legend"), inline.term),
    **dict.fromkeys(("pre", "listing", "plaintext", "xmp"), structures.preformatted),
    **dict.fromkeys(("abbr", "acronym"), inline.explained),
    **dict.fromkeys(("span", "font"), inline.styled),
    **dict.fromkeys(("object", "applet", "embed"), structures.plugin),
    **dict.fromkeys(("math",), imported.keep_html),
    **dict.fromkeys(("audio", "video"), embeds.media_player),
    **dict.fromkeys(
        ("canvas", "noembed", "noframes", "noscript", "script", "style", "template"), inline.drop
    ),
    "a": inline.link,
    "area": inline.area,
    "blockquote": quotes.blockquote,
    "br": inline.line_break,
    "details": structures.details,
    "dl": structures.definition_list,
    "figure": images.figure,
    "form": imported.form,
    "hr": inline.divider,
    "iframe": embeds.iframe,
    "img": images.image,
    "mark": inline.mark,
    "q": inline.quoted,
    "rp": inline.hidden,
    "rt": inline.reading_aid,
    "svg": structures.drawing,
    "table": tables.table,
}
# Elements of the block editor that are more than their HTML, by class.
ELEMENTS_BY_CLASS: Mapping[str, ElementHandler] = {
    "has-inline-color": inline.editor_highlight,
    "wp-block-button": buttons.editor_button,
    "wp-block-buttons": editor_layout.buttons,
    "wp-block-columns": editor_layout.columns,
    "wp-block-cover": editor_layout.cover,
    "wp-block-cover-image": editor_layout.cover,
    "wp-block-file__button": editor_layout.file_button,
    "wp-block-file__embed": editor_layout.file_preview,
    "wp-block-gallery": images.gallery,
    "wp-block-group": editor_layout.group,
    "wp-block-media-text": editor_layout.media_text,
    "wp-block-pullquote": images.pullquote,
    "wp-block-text-columns": editor_layout.columns,
    "wp-caption": images.figure,
}
# Blocks of the editor whose HTML says everything there is to know, or nothing worth keeping.
READ_BLOCKS = frozenset(
    {
        "audio", "button", "caption", "classic", "code", "column", "columns", "cover", "cover-image", "details", "embed",
        "file", "freeform", "gallery", "group", "heading", "html", "image", "list", "list-item", "math", "media-text",
        "missing", "more", "nextpage", "paragraph", "preformatted", "pullquote", "quote", "row", "separator", "shortcode",
        "spacer", "stack", "subhead", "table", "text-columns", "verse", "video",
    }
)  # fmt: skip
