"""Galleries: ``[su_image_carousel]``, ``[su_slider]``, ``[su_carousel]``, ``[su_custom_gallery]`` and those of version 3."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from cms.wordpress.handlers.attributes import positive
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.image_sources import Picture, pictures
from cms.wordpress.markup import parse, safe_url, text_of
from cms.wordpress.refs import LinkRef, MediaRef
from cms.wordpress.shortcodes import Shortcode

_MAX_COLUMNS = 6
_PAGE_WIDTH = 720  # px, of the column of text that galleries stood in
_RATIO = re.compile(r"\s*(\d{1,5})\s*[:x×*]\s*(\d{1,5})")
# How much wider than high an image is, at most, in each shape.
_SHAPES = ((0.9, "portrait"), (1.1, "square"), (1.59, "landscape"))
# A page of its own for each image, as WordPress has them, is the image shown large here.
_ENLARGED = frozenset({"image", "lightbox", "attachment", "caption"})

_TO_POSTS = frozenset({"post", "permalink"})
_OWN_LINK = "su_slide_link"

Caption = Callable[[Picture], str]


@dataclasses.dataclass(frozen=True)
class _Look:
    """How a gallery shows its images, and what each leads to."""

    layout: str
    columns: int
    crop: str
    link: str
    caption: Caption


def image_carousel(tag: Shortcode, flow: Flow, context: Context) -> None:
    """One or more images at a time, with captions if the author wanted them."""
    read = tag.attributes.get

    def caption(picture: Picture) -> str:
        if read("captions", "no") != "yes":
            return ""
        if picture.post and read("prefer_caption", "no") != "yes":
            return picture.post.title
        return picture.file.caption

    found = pictures(read("source", "none"), read("limit", ""), context, modern=True)
    columns = positive(read("columns", ""), 1)
    look = _Look("carousel", columns, _shape(read("crop", "4:3")), read("link", "none"), caption)
    _write(tag, found, look, flow, context)


def slider(tag: Shortcode, flow: Flow, context: Context) -> None:
    """One image at a time."""
    read = tag.attributes.get
    shape = _shape_of(positive(read("width", ""), 600), positive(read("height", ""), 300))
    look = _Look("slider", 1, shape, read("link", "none"), _title_if_shown(tag))
    _write(tag, _older(tag, context), look, flow, context)


def carousel(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Several images side by side, which share the width."""
    read = tag.attributes.get
    columns = positive(read("items", ""), 3)
    shape = _shape_of(positive(read("width", ""), 600) / columns, positive(read("height", ""), 100))
    look = _Look("carousel", columns, shape, read("link", "none"), _title_if_shown(tag))
    _write(tag, _older(tag, context), look, flow, context)


def custom_gallery(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Small images in rows. Their titles appeared under the mouse; here everybody can read them."""
    read = tag.attributes.get
    size = _RATIO.match(read("size", ""))
    width = int(size[1]) if size else positive(read("width", ""), 90)
    height = int(size[2]) if size else positive(read("height", ""), 90)
    described = read("description", "0") == "1"

    def caption(picture: Picture) -> str:
        return (picture.file.description if described else "") or _title(picture)

    columns = min(_MAX_COLUMNS, max(1, _PAGE_WIDTH // max(width, 1)))
    look = _Look("grid", columns, _shape_of(width, height), read("link", "none"), caption)
    _write(tag, _older(tag, context), look, flow, context)


def nivo_slider(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The slider of version 3, by default of the images that were uploaded to the post."""
    read = tag.attributes.get
    look = _Look("slider", 1, _shape(read("size", "500x300")), read("link", "image"), _title)
    found = pictures(read("source", "post"), read("limit", "10"), context)
    _write(tag, found, look, flow, context)


def jcarousel(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The carousel of version 3."""
    read = tag.attributes.get
    columns, shape = positive(read("items", ""), 3), _shape(read("size", "150x150"))
    look = _Look("carousel", columns, shape, read("link", "image"), _title)
    found = pictures(read("source", "post"), read("limit", "10"), context)
    _write(tag, found, look, flow, context)


def _older(tag: Shortcode, context: Context) -> list[Picture]:
    source = tag.attributes.get("source", "none")
    if number := tag.attributes.get("gallery", "").strip():
        context.loss(
            "numbered-gallery", f"Gallery {number[:20]} stands in the plugin's settings, not in the export."
        )
    return pictures(source, tag.attributes.get("limit", ""), context)


def _title(picture: Picture) -> str:
    return picture.post.title if picture.post else picture.file.title


def _title_if_shown(tag: Shortcode) -> Caption:
    return _title if tag.attributes.get("title", "yes") == "yes" else lambda _picture: ""


def _shape(ratio: str) -> str:
    match = _RATIO.match(ratio)
    return _shape_of(int(match[1]), int(match[2])) if match else "none"


def _shape_of(width: float, height: float) -> str:
    ratio = width / max(height, 1)
    return next((shape for limit, shape in _SHAPES if ratio <= limit), "wide")


def _write(tag: Shortcode, found: list[Picture], look: _Look, flow: Flow, context: Context) -> None:
    if not found:
        context.loss("empty-gallery", f"A gallery shows no image and was left out: {tag.source[:200]}")
        return
    if look.columns > _MAX_COLUMNS:
        context.note(
            "gallery-columns",
            f"A gallery had {look.columns} images side by side; here {_MAX_COLUMNS} at most.",
        )
    items = [_item(picture, look, context) for picture in found]
    to_posts = look.link in _TO_POSTS and any(item["link"] for item in items)
    value = {
        "layout": look.layout,
        "columns": min(look.columns, _MAX_COLUMNS, len(found)),
        "crop": look.crop,
        "enlarge": look.link in _ENLARGED | _TO_POSTS and not to_posts,
        "items": items,
    }
    flow.block("gallery", value)


def _item(picture: Picture, look: _Look, context: Context) -> dict[str, Any]:
    caption, link = _plain(look.caption(picture)), _link(look.link, picture, context)
    opens = link or look.link in _ENLARGED | _TO_POSTS
    # What opens something must say what it is.
    alt = _plain(picture.file.alt) or (_plain(_title(picture)) if opens and not caption else "")
    media = MediaRef(picture.file.id, picture.file.url)
    return {
        "image": {"image": media, "decorative": not alt, "alt_text": alt},
        "caption": caption,
        "link": link,
    }


def _link(kind: str, picture: Picture, context: Context) -> LinkRef | None:
    if kind in _TO_POSTS:
        return LinkRef(f"/?p={picture.post.id}") if picture.post else None
    if kind not in ("custom", "meta"):
        return None
    holders = [picture.file.meta, picture.post.meta if picture.post else {}]
    written = next(filter(None, (meta.get(_OWN_LINK, "").strip() for meta in holders)), "")
    url = safe_url(written)
    if written and url is None:
        context.loss(
            "unsafe-link", f"An image of a gallery has a target that is not allowed: {written[:200]}"
        )
    return LinkRef(url) if url else None


def _plain(source: str) -> str:
    return " ".join(text_of(parse(source)).split())


SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "carousel": carousel,
    "custom_gallery": custom_gallery,
    "image_carousel": image_carousel,
    "jcarousel": jcarousel,
    "nivo_slider": nivo_slider,
    "slider": slider,
}
