"""Things shown from other sites: iframes, bare addresses on a line, the core shortcode ``[embed]``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, Part
from cms.wordpress.markup import MEDIA_SCHEMES, Element, Node, safe_url, text_of
from cms.wordpress.shortcodes import Shortcode

# Hosts whose pages both WordPress and Wagtail know how to embed (oEmbed).
_PROVIDERS = (
    "youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "dai.ly", "ted.com",
    "soundcloud.com", "spotify.com", "mixcloud.com", "flickr.com", "flic.kr", "twitter.com", "x.com", "tiktok.com",
    "speakerdeck.com", "slideshare.net", "scribd.com", "issuu.com", "reddit.com", "kickstarter.com",
)  # fmt: skip
# The address of a player, and the page that it plays.
_PLAYERS = (
    (
        re.compile(r"//(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (
        re.compile(r"//(?:www\.|geo\.)?dailymotion\.com/embed/video/(\w+)"),
        "https://www.dailymotion.com/video/{}",
    ),
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")
_LINE_BREAK = "<br/>"


def page_of(url: str) -> str | None:
    """Give the page that a known provider embeds for an address, None for any other address."""
    for player, page in _PLAYERS:
        if match := player.search(url):
            return page.format(match[1])
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return url if any(host == name or host.endswith(f".{name}") for name in _PROVIDERS) else None


def iframe(element: Element, flow: Flow, context: Context) -> None:
    """An iframe of a known provider is an embed; any other becomes a link."""
    source = element.get("src") or element.get("data-src")
    url = safe_url(source, MEDIA_SCHEMES)
    url = f"https:{url}" if url and url.startswith("//") else url
    title = element.get("title").strip()
    page = page_of(url) if url else None
    if page:
        flow.block("embed", {"url": page, "title": title})
        return
    context.loss("dropped-iframe", f"An iframe does not come over: {source[:200] or 'without address'}.")
    if url:
        flow.end_paragraph()
        write_link(url, flow, title)
        flow.end_paragraph()


def media_player(element: Element, flow: Flow, context: Context) -> None:
    """A player of a file becomes a link to the file."""
    children = [child for child in element.children if isinstance(child, Element)]
    sources = [element.get("src"), *(child.get("src") for child in children if child.name == "source")]
    url = next(filter(None, (safe_url(source, MEDIA_SCHEMES) for source in sources)), None)
    context.loss("dropped-player", f"A player (<{element.name}>) became a link: {url or 'without address'}.")
    flow.end_paragraph()
    if url:
        write_link(url, flow)
    else:
        context.write(element.children, flow)
    flow.end_paragraph()


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
    elif page := page_of(address):
        flow.block("embed", {"url": page, "title": ""})
    else:
        context.loss("unknown-embed", f"This site cannot embed {address}; it became a link.")
        flow.end_paragraph()
        write_link(address, flow)
        flow.end_paragraph()


def embed(tag: Shortcode, flow: Flow, context: Context) -> None:
    """``[embed]`` around an address."""
    flow.end_paragraph()
    context.write_source(tag.content or tag.attributes.get("src", ""), flow)
    flow.end_paragraph()


def with_embeds(parts: Iterable[Part]) -> Iterator[Part]:
    """Make embeds and links of bare addresses that stand on a line of their own (``WP_Embed::autoembed``)."""
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
        elif page := page_of(address):
            if lines:
                yield Paragraph(_LINE_BREAK.join(lines))
            lines = []
            yield {"type": "embed", "value": {"url": page, "title": ""}}
        else:
            lines.append(f'<a href="{html.escape(address)}">{line}</a>')
    if lines:
        yield Paragraph(_LINE_BREAK.join(lines))
