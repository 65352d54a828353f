"""Films and recordings: ``[su_youtube]``, ``[su_vimeo]``, ``[su_dailymotion]``, ``[su_audio]``, ``[su_video]`` and kin."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cms.wordpress.handlers import embeds
from cms.wordpress.handlers.attributes import address, text
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.players import page_of
from cms.wordpress.refs import LinkRef, MediaRef
from cms.wordpress.shortcodes import Shortcode

_VIDEO_ID = re.compile(r"[\w-]{6,64}", re.ASCII)


def video_page(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The page of a film on YouTube, Vimeo or Dailymotion; any other address becomes a link."""
    url = _address(tag, context)
    if not url:
        return
    page = page_of(url)
    if page is None:
        context.note("unknown-player", f"[{tag.name}] shows an address that has no player: {url[:200]}")
    flow.add(embeds.media(page or url, title=text(tag, "title", context)))


def youtube_advanced(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A film, and below it those that played after it."""
    video_page(tag, flow, context)
    for video in filter(None, map(str.strip, tag.attributes.get("playlist", "").split(","))):
        if _VIDEO_ID.fullmatch(video):
            flow.add(embeds.media(f"https://www.youtube.com/watch?v={video}"))
        else:
            context.loss("playlist", f"A playlist holds “{video[:80]}”, which is no film of YouTube.")


def screenr(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A film of a service that has ended: its address stays as a link."""
    if url := _address(tag, context):
        context.loss("dead-service", f"Screenr, which showed {url[:200]}, no longer exists.")
        flow.add(embeds.media(url))


def recording(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A film or a recording of the site's own, or of any other address."""
    url = _address(tag, context)
    if not url:
        return
    title, poster = text(tag, "title", context), address(tag, "poster", context=context)
    picture = MediaRef(url=poster) if poster else None
    block = embeds.media_at(url, title, picture)
    flow.add(block or embeds.media(file=MediaRef(url=url), title=title, poster=picture))


def media(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The tag of version 4 that showed films by their address, and all else as an image."""
    url = _address(tag, context)
    if block := embeds.media_at(url) if url else None:
        flow.add(block)
    elif url:
        write_image(url, flow, context)


def write_image(url: str, flow: Flow, context: Context) -> None:
    """Write an image that a shortcode gave no alternative text."""
    context.note("image-without-alt", f"An image has no alternative text: {url}")
    value = {
        "image": {"image": MediaRef(url=url), "decorative": True, "alt_text": ""},
        "caption": "",
        "link": LinkRef(flow.href) if flow.href else None,
        "alignment": "",
    }
    flow.block("image", value)


def _address(tag: Shortcode, context: Context) -> str:
    url = address(tag, "url", context=context)
    if not url:
        context.loss(
            "player-without-url", f"A player names nothing to play and was left out: {tag.source[:200]}"
        )
    return url


SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "audio": recording,
    "dailymotion": video_page,
    "media": media,
    "screenr": screenr,
    "video": recording,
    "vimeo": video_page,
    "youtube": video_page,
    "youtube_advanced": youtube_advanced,
}
