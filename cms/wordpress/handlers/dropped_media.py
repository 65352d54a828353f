"""Attributes that do not come over, of the shortcodes that show images, players, gadgets and facts of the site."""

from __future__ import annotations

CSS_CLASS = "names a rule in the old theme's stylesheet, which does not come over"
_SIZE = "players, maps and pictures are as wide as the text, on every screen"
_STARTS_ITSELF = "nothing plays or moves before a reader asks for it"
_NEW_TAB = "links stay in the same tab, as readers expect"
_CONTROLS = "every control of a player or gallery is there for all readers"
_MOVEMENT = "how slides move comes from the design of this site"
_LOOK = "the look comes from the design of this site, whose contrast is known"
_ORDER = "pictures keep their order, so that readers find them again"
_PLACE = "galleries stand in the column of the text"
_PROVIDER = "is a setting of the other site's player, which opens as that site shows it to everybody"
_FILTER = "names a PHP function of the old site, which does not run here"
_TABLES = "every table is as wide as its content and scrolls where it is too wide"
_PLACEHOLDER = "placeholders do not come over"
_TOOLTIP = "tooltips of links are out of reach on a phone; the text of the link says where it leads"

_CLASS = {"class": CSS_CLASS}
_FRAME = {**dict.fromkeys(("width", "height", "responsive"), _SIZE), **_CLASS}
_PLAYER = {**_FRAME, "autoplay": _STARTS_ITSELF, "mute": _STARTS_ITSELF}
_SLIDES = {
    **dict.fromkeys(("arrows", "pages", "mousewheel"), _CONTROLS),
    "target": _NEW_TAB,
    "responsive": _SIZE,
    "centered": _PLACE,
    "autoplay": _STARTS_ITSELF,
    "speed": _MOVEMENT,
    **_CLASS,
}

# As in ``dropped``: {shortcode: {attribute: reason}}.
DROPPED_MEDIA: dict[str, dict[str, str]] = {
    "audio": {"width": _SIZE, **dict.fromkeys(("autoplay", "loop"), _STARTS_ITSELF), **_CLASS},
    "carousel": {**_SLIDES, "scroll": _MOVEMENT},
    "csv_table": {"responsive": _TABLES, "fixed": _TABLES, **_CLASS},
    "custom_gallery": {
        "target": _NEW_TAB,
        "align": _PLACE,
        "title": "the titles of pictures stand below them, where everybody can read them",
        "style": _LOOK,
        **_CLASS,
    },
    "dailymotion": {
        **_FRAME,
        "autoplay": _STARTS_ITSELF,
        **dict.fromkeys(
            ("background", "foreground", "highlight", "logo", "quality", "related", "info"), _PROVIDER
        ),
    },
    "document": _FRAME,
    "dummy_image": dict.fromkeys(("width", "height", "text", "theme", "class"), _PLACEHOLDER),
    "dummy_text": dict.fromkeys(("what", "amount", "cache", "wrapper", "class"), _PLACEHOLDER),
    "feed": {"limit": "a feed became a link to it", "target": _NEW_TAB, **_CLASS},
    "gmap": {**_FRAME, "zoom": "maps open at the place, as large as their site shows it"},
    "image_carousel": {
        **dict.fromkeys(("slides_style", "controls_style", "spacing", "outline"), _LOOK),
        **dict.fromkeys(("arrows", "dots"), _CONTROLS),
        "adaptive": "on small screens there is always one picture at a time",
        "align": _PLACE,
        "max_width": _PLACE,
        "target": _NEW_TAB,
        "autoplay": _STARTS_ITSELF,
        "speed": _MOVEMENT,
        "image_size": "pictures come in the sizes that screens need",
        "random": _ORDER,
        **_CLASS,
    },
    "jcarousel": dict.fromkeys(("speed", "margin"), _MOVEMENT),
    "media": {"width": _SIZE, "height": _SIZE, **_CLASS, "jwplayer": _PROVIDER},
    "menu": _CLASS,
    "meta": {"filter": _FILTER},
    "nivo_slider": {**dict.fromkeys(("effect", "speed"), _MOVEMENT), "delay": _STARTS_ITSELF},
    "permalink": {
        "target": _NEW_TAB,
        "title": _TOOLTIP,
        "rel": "this site sets rel itself where a link needs it",
        **_CLASS,
    },
    "photoshop": dict.fromkeys(("width", "height", "crop", "quality", "filter", "sharpen"), _SIZE),
    "plan": {"width": _SIZE, "primary": "all cards of a price list look alike", **_CLASS},
    "post": {
        "filter": _FILTER,
        "filter_content": "content always comes over as it stood on its own page",
    },
    "pricing": {"style": _LOOK},
    "qrcode": {
        "size": "QR codes are as large as cameras need them",
        "margin": "QR codes always have the margin that cameras need",
        "target": _NEW_TAB,
        **_CLASS,
    },
    "screenr": _FRAME,
    "siblings": _CLASS,
    "slider": _SLIDES,
    "subpages": _CLASS,
    "tweets": dict.fromkeys(("limit", "style", "show_time"), "messages became a link to the account"),
    "user": {"filter": _FILTER},
    "video": {
        **dict.fromkeys(("width", "height"), _SIZE),
        **_CLASS,
        **dict.fromkeys(("autoplay", "loop"), _STARTS_ITSELF),
        "controls": _CONTROLS,
    },
    "vimeo": {
        **_PLAYER,
        "dnt": "films of Vimeo always play without tracking",
        "texttrack": "the player lets everybody choose the subtitles",
    },
    "youtube": _PLAYER,
    "youtube_advanced": {
        **_PLAYER,
        "loop": _STARTS_ITSELF,
        **dict.fromkeys(
            ("controls", "autohide", "rel", "fs", "modestbranding", "theme", "wmode", "playsinline", "showinfo", "https"),
            _PROVIDER,
        ),
    },
}  # fmt: skip
