"""How every shortcode of the plugin is written, for the tests that walk all of them."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from cms.wordpress.handlers import registry
from tests.conftest import SHARED
from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS

FILM = "url=https://www.youtube.com/watch?v=abcdefghijk"
FILMS = ("audio", "dailymotion", "media", "screenr", "video", "vimeo", "youtube", "youtube_advanced")
GALLERIES = ("carousel", "custom_gallery", "image_carousel", "jcarousel", "nivo_slider", "slider")
IMAGES = 'source="media: 11,12,13"'
TABLE = "<table><tr><td>a</td></tr></table>"
# How a shortcode is written, where it is not on its own or needs more than a text.
USED = {
    "animate": "b [su_animate {}]a[/su_animate] c",
    "accordion": "[su_accordion {}][su_spoiler title=b]a[/su_spoiler][/su_accordion]",
    "column": "[su_column {}]a[/su_column][su_column size=1/4]b[/su_column]",
    "frame": "[su_frame {}]<img src=/a.png>[/su_frame]",
    "lightbox_content": "[su_lightbox type=inline src=#x]a[/su_lightbox][su_lightbox_content {}]b[/su_lightbox_content]",
    "list": "[su_list {}]<ul><li>a</li></ul>[/su_list]",
    "plan": "[su_pricing][su_plan {}]a[/su_plan][/su_pricing]",
    "pricing": "[su_pricing {}][su_plan]a[/su_plan][/su_pricing]",
    "row": "[su_row {}][su_column size=1/2]a[/su_column][su_column size=1/2]b[/su_column][/su_row]",
    "tab": "[su_tabs][su_tab {}]a[/su_tab][/su_tabs]",
    "table": f"[su_table {{}}]{TABLE}[/su_table]",
    "tabs": "[su_tabs {}][su_tab]a[/su_tab][su_tab title=b]b[/su_tab][/su_tabs]",
    "tooltip": "[su_tooltip {}]a[/su_tooltip] b",
}
# What has to stand beside an attribute, of all or of one, for it to say something.
NEEDED: dict[str, dict[str, str]] = {
    **{name: {"": FILM} for name in FILMS},
    **{name: {"": IMAGES, "gallery": ""} for name in ("carousel", "custom_gallery", "slider")},
    "button": {"dark": "color=#f0f"},
    "column": {"": "size=1/2"},
    "csv_table": {"": "url=/a.csv"},
    "document": {"": "url=/a.pdf"},
    "feed": {"": "url=https://e.example/feed"},
    "gmap": {"": "address=Exeter"},
    "image_carousel": {
        "": IMAGES, "limit": 'source="media: recent"', "prefer_caption": 'captions=yes source="posts: 1"',
    },
    "jcarousel": {"limit": 'source="cat=7"', "items": 'source="cat=7"'},
    "lightbox": {"": "type=image src=/a.png"},
    "lightbox_content": {"": "id=x", "id": ""},
    "menu": {"": "name=main", "name": ""},
    "meta": {"": "key=color", "default": "key=none"},
    "nivo_slider": {"limit": 'source="cat=7"'},
    "permalink": {"": "id=1"},
    "post": {"default": "post_id=99", "post_type": "post_id=post-1"},
    "photoshop": {"": "image=/a.png", "image": ""},
    "posts": {
        "taxonomy": "tax_term=5", "tax_operator": "tax_term=5", "taxonomy_N": "tax_term=5 tax_2_term=b",
        "tax_N_term": "tax_term=5 taxonomy_2=post_tag",
        "tax_N_operator": "tax_term=5 taxonomy_2=post_tag tax_2_term=b",
        "tax_relation": "tax_term=5 taxonomy_2=post_tag tax_2_term=b",
    },
    "quote": {"url": "cite=b"},
    "qrcode": {"": "data=a"},
    "scheduler": {"": "time=9-17"},
    "tweets": {"": "username=clinic"},
    "user": {"": "user_id=1", "default": "user_id=99"},
}  # fmt: skip

OLD_NAMES = frozenset({"plan", "pricing"})  # which the paid plugin uses for something else, with its prefix


@functools.cache
def reference() -> dict[str, dict[str, Any]]:
    """Give the shortcodes by id, without those of the paid plugin and one that was never registered."""
    text = (SHARED / "reference" / "shortcodes.json").read_text(encoding="utf-8")
    entries = json.loads(text)["shortcodes"]
    return {
        entry["id"]: entry
        for entry in entries
        if entry["status"] != "premium" and not entry["status"].startswith("unregistered")
    }


def attributes_of(tag_id: str) -> set[str]:
    entry = reference()[tag_id]
    return {*entry["attributes"], *entry.get("attributes_3x", {})}


def converted(tag_id: str, attributes: str) -> Converted:
    """Convert a shortcode with these attributes."""
    used = USED.get(tag_id) or f"[su_{tag_id} {{}}]" + (
        "" if tag_id in registry.SINGLE else f"a[/su_{tag_id}]"
    )
    bare = tag_id in OLD_NAMES
    source = used.replace("su_", "") if bare else used
    return Converted(source.replace("{}", attributes), FACTS, prefixes=("",) if bare else ("su_",))


def with_attribute(tag_id: str, name: str, value: str) -> Converted:
    """Convert a shortcode that has an attribute, and what it needs for the attribute to say something."""
    written = re.sub(r"_N(?=_|$)", "_2", name)
    return converted(tag_id, f'{needed(tag_id, name)} {written}="{value}"')


def needed(tag_id: str, name: str = "") -> str:
    """Give the attributes that have to stand beside one, or beside any."""
    others = NEEDED.get(tag_id, {})
    return others.get(name, others.get("", ""))
