"""Things shown from other sites, and recordings: iframes, players, bare addresses on a line, ``[embed]``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, Part
from cms.wordpress.handlers.players import map_of, page_of
from cms.wordpress.markup import MEDIA_SCHEMES, Element, Node, safe_url, text_of
from cms.wordpress.refs import Html, MediaRef
from cms.wordpress.shortcodes import Shortcode

AUDIO_SUFFIXES = (".mp3", ".m4a", ".ogg", ".oga", ".wav", ".wma", ".flac")
VIDEO_SUFFIXES = (".mp4", ".m4v", ".webm", ".ogv", ".mov", ".wmv", ".flv", ".avi")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")
_LINE_BREAK = "<br/>"


def media(
    url: str = "", file: MediaRef | None = None, title: str = "", poster: MediaRef | None = None
) -> Block:
    """Give a media block: of the page of a provider or of a map, or else of a file."""
    value = {"url": url, "file": file, "title": title, "poster": poster, "transcript": Html()}
    return {"type": "media", "value": value}


def media_at(url: str, title: str = "", poster: MediaRef | None = None) -> Block | None:
    """Give a media block for the address of a player, a map or a recording; None for any other address."""
    if page := page_of(url) or map_of(url):
        return media(page, title=title, poster=poster)
    if is_recording(url):
        return media(file=MediaRef(url=url), title=title, poster=poster)
    return None


def is_recording(url: str, suffixes: tuple[str, ...] = AUDIO_SUFFIXES + VIDEO_SUFFIXES) -> bool:
    return re.split(r"[?#]", url)[0].lower().endswith(suffixes)


def iframe(element: Element, flow: Flow, context: Context) -> None:
    """An iframe of a known provider or of a map is media; any other becomes a link."""
    source = element.get("src") or element.get("data-src")
    url = safe_url(source, MEDIA_SCHEMES)
    url = f"https:{url}" if url and url.startswith("//") else url
    title = " ".join(element.get("title").split())
    block = media_at(url, title) if url else None
    if block:
        flow.add(block)
        return
    context.loss("dropped-iframe", f"An iframe does not come over: {source[:200] or 'without address'}.")
    if url:
        flow.end_paragraph()
        write_link(url, flow, title)
        flow.end_paragraph()


def media_player(element: Element, flow: Flow, context: Context) -> None:
    """``<audio>`` and ``<video>``: the first file that can be fetched, or else what browsers without players show."""
    children = [child for child in element.children if isinstance(child, Element)]
    sources = [element.get("src"), *(child.get("src") for child in children if child.name == "source")]
    url = next(filter(None, (safe_url(source, MEDIA_SCHEMES) for source in sources)), None)
    if url is None:
        context.loss("dropped-player", f"A player (<{element.name}>) has no address that can be fetched.")
        flow.end_paragraph()
        context.write(element.children, flow)
        flow.end_paragraph()
        return
    note_tracks((child for child in children if child.name == "track"), context)
    title = " ".join((element.get("title") or element.get("aria-label")).split())
    poster = safe_url(element.get("poster"), MEDIA_SCHEMES)
    picture = MediaRef(url=poster) if poster else None
    page = page_of(url)
    file = None if page else MediaRef(url=url)
    flow.add(media(page or "", file, title, picture))


def note_tracks(tracks: Iterable[Element], context: Context) -> None:
    for track in tracks:
        address = track.get("src")[:200]
        context.loss(
            "dropped-track", f"A recording has a track ({track.get('kind') or 'subtitles'}): {address}"
        )


def write_link(url: str, flow: Flow, label: str = "") -> None:
    flow.open("a", url)
    flow.text(label or url)
    flow.close()


def write_wrapped_address(nodes: Iterable[Node], flow: Flow, context: Context) -> None:
    """The embed block of the editor holds the address as its text."""
    nodes = list(nodes)
    address = text_of(nodes).strip()
    if not _ADDRESS.match(address):
        context.write(nodes, flow)
    elif block := media_at(address):
        flow.add(block)
    else:
        context.loss("unknown-embed", f"This site cannot embed {address}; it became a link.")
        flow.end_paragraph()
        write_link(address, flow)
        flow.end_paragraph()


def embed(tag: Shortcode, flow: Flow, context: Context) -> None:
    """``[embed]`` around an address."""
    flow.end_paragraph()
    address = tag.content or tag.attributes.get("src", "") or next(iter(tag.positional), "")
    context.write_source(address, flow)
    flow.end_paragraph()


def with_embeds(parts: Iterable[Part]) -> Iterator[Part]:
    """Make media and links of bare addresses that stand on a line of their own (``WP_Embed::autoembed``)."""
    for part in parts:
        if isinstance(part, Paragraph) and part.tag == "p" and "http" in part.html:
            yield from _split(part)
        else:
            yield part


def _split(paragraph: Paragraph) -> Iterator[Paragraph | Block]:
    lines: list[str] = []
    for line in paragraph.html.split(_LINE_BREAK):
        address = html.unescape(line)
        if not _ADDRESS.match(address):
            lines.append(line)
        elif block := media_at(address):
            if lines:
                yield Paragraph(_LINE_BREAK.join(lines), alignment=paragraph.alignment)
            lines = []
            yield block
        else:
            lines.append(f'<a href="{html.escape(address)}">{line}</a>')
    if lines:
        yield Paragraph(_LINE_BREAK.join(lines), alignment=paragraph.alignment)
