"""Shortcodes of WordPress itself: ``[gallery]``, ``[audio]``, ``[video]``, ``[playlist]``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cms.wordpress.facts import FileFacts
from cms.wordpress.handlers.attributes import integer, positive
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.embeds import AUDIO_SUFFIXES, VIDEO_SUFFIXES, is_recording, media, note_tracks
from cms.wordpress.handlers.flow import Flow, text_of_parts
from cms.wordpress.handlers.images import gallery_value, image_value
from cms.wordpress.handlers.players import page_of
from cms.wordpress.markup import MEDIA_SCHEMES, Element, parse, safe_url, text_of, walk
from cms.wordpress.refs import MediaRef
from cms.wordpress.shortcodes import Shortcode

_SUFFIXES = {"audio": AUDIO_SUFFIXES, "video": VIDEO_SUFFIXES}
_SEPARATORS = re.compile(r"[,\s]+")
_ORDERS: dict[str, Callable[[FileFacts], Any]] = {
    "date": lambda file: file.date.timestamp() if file.date else 0,
    "id": lambda file: file.id,
    "menu_order": lambda file: (file.order, file.id),
    "post_date": lambda file: file.date.timestamp() if file.date else 0,
    "title": lambda file: file.title.casefold(),
}
_LONGEST_CAPTION = 500
_LONGEST_TITLE = 255


def gallery(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Images side by side: those that are named, or else those that were uploaded to the post.

    By default each led to a page of its own, of which the image shown large is left here.
    """
    read = tag.attributes.get
    files = [file for file in _files(tag, context) if file.is_image]
    if not files:
        context.loss("empty-gallery", f"A gallery shows no image and was left out: {tag.source[:200]}")
        return
    columns = positive(read("columns", ""), 3)
    crop = "square" if read("size", "thumbnail") == "thumbnail" else "none"
    items = [_gallery_item(file, context) for file in files]
    flow.block("gallery", gallery_value(items, columns=columns, crop=crop, enlarge=read("link") != "none"))


def _gallery_item(file: FileFacts, context: Context) -> dict[str, Any]:
    value = image_value(MediaRef(file.id, file.url), " ".join(file.alt.split()))
    caption = text_of_parts(context.source_parts(file.caption))
    return {"image": value["image"], "caption": caption[:_LONGEST_CAPTION], "link": None}


def _files(tag: Shortcode, context: Context) -> list[FileFacts]:
    """Give the files that a shortcode names, in its order, or those of its post; what is missing is reported."""
    read = tag.attributes.get
    named = _ids(read("ids", "") or read("include", ""))
    if named:
        files = [file for number in named if (file := _file(number, context))]
        return _ordered(files, "" if read("ids") else "menu_order", tag, context)
    excluded = set(_ids(read("exclude", "")))
    post = integer(read("id", "")) or context.item.id
    if post != context.item.id and context.facts.post(post) is None:
        return []
    files = [file for file in context.facts.attached(post) if file.id not in excluded]
    return _ordered(files, "menu_order", tag, context)


def _ids(value: str) -> list[int]:
    return [int(number) for number in _SEPARATORS.split(value) if number.isascii() and number.isdecimal()]


def _file(number: int, context: Context) -> FileFacts | None:
    file = context.facts.files.get(number)
    if file is None:
        context.loss("missing-media", f"A gallery or player shows file {number}, which is not in the export.")
    return file


def _ordered(files: list[FileFacts], default: str, tag: Shortcode, context: Context) -> list[FileFacts]:
    """Order files as asked; in the order in which they are named unless another one is asked for."""
    asked = (tag.attributes.get("orderby", "").lower().split() or [default])[0]
    if asked == "rand":
        context.note("gallery-order", "A gallery changed its order at every visit; here it keeps one.")
    if order := _ORDERS.get(asked):
        descending = tag.attributes.get("order", "").strip().lower() == "desc"
        return sorted(files, key=order, reverse=descending)
    return files


def audio(tag: Shortcode, flow: Flow, context: Context) -> None:
    _player("audio", tag, flow, context)


def video(tag: Shortcode, flow: Flow, context: Context) -> None:
    _player("video", tag, flow, context)


def _player(kind: str, tag: Shortcode, flow: Flow, context: Context) -> None:
    """A recording, by address, or else the first one that was uploaded to the post."""
    found = _source(kind, tag)
    written = next(filter(None, [tag.attributes.get("src", ""), *tag.positional]), "")
    attached = [] if found or written else _recordings(kind, context.facts.attached(context.item.id))
    poster = safe_url(tag.attributes.get("poster", ""), MEDIA_SCHEMES)
    picture = MediaRef(url=poster) if poster else None
    if found and (page := page_of(found)):
        flow.add(media(page, poster=picture))
    elif found:
        flow.add(media(file=MediaRef(url=found), poster=picture))
    elif attached:
        flow.add(_of_file(attached[0], picture))
    else:
        context.loss("dropped-player", f"A player names nothing that can be played: {tag.source[:200]}")
    content = parse(tag.content or "")
    elements = [node for node in walk(content) if isinstance(node, Element)]
    note_tracks((element for element in elements if element.name == "track"), context)
    if text_of(content).strip():
        context.write_source(tag.content or "", flow)


def _source(kind: str, tag: Shortcode) -> str:
    """Give the first address that can be fetched: of the file, of one of its other formats, or without a name."""
    names = ("src", *(suffix[1:] for suffix in _SUFFIXES[kind]))
    written = [tag.attributes.get(name, "") for name in names]
    urls = (safe_url(address, MEDIA_SCHEMES) for address in [*written, *tag.positional] if address)
    return next(filter(None, urls), "")


def _recordings(kind: str, files: Iterable[FileFacts]) -> list[FileFacts]:
    return [
        file for file in files if file.mime.startswith(f"{kind}/") or is_recording(file.url, _SUFFIXES[kind])
    ]


def _of_file(file: FileFacts, poster: MediaRef | None = None) -> dict[str, Any]:
    return media(file=MediaRef(file.id, file.url), title=file.title[:_LONGEST_TITLE], poster=poster)


def playlist(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Recordings one below the other."""
    kind = "video" if tag.attributes.get("type") == "video" else "audio"
    files = _recordings(kind, _files(tag, context))
    if not files:
        context.loss("empty-gallery", f"A playlist plays nothing and was left out: {tag.source[:200]}")
    flow.add(*(_of_file(file) for file in files))


CORE_SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "audio": audio,
    "gallery": gallery,
    "playlist": playlist,
    "video": video,
}
