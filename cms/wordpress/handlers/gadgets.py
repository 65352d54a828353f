"""Gadgets that drew on other websites: QR codes, maps, feeds, document viewers, placeholders."""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from cms.wordpress.handlers import embeds
from cms.wordpress.handlers.attributes import address, literal, text
from cms.wordpress.handlers.colours import hex_colour
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.dropped import dropped_attributes
from cms.wordpress.handlers.films import write_image
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.markup import LINK_SCHEMES
from cms.wordpress.refs import Html, LinkRef, MediaRef, QrRef
from cms.wordpress.shortcodes import Shortcode

_ALIGNMENTS = {"left": "left", "right": "right", "center": "centre"}
_SAMPLE_DATA = "tel:+55555555555"  # what the plugin encodes where the author named nothing
_THIS_PAGE = re.compile(r"%(?:PERMALINK|CURRENT_URL)%")
_MAP_SEARCH = "https://www.google.com/maps/search/?"
_ACCOUNT = re.compile(r"\w{1,15}", re.ASCII)
_MAX_CARDS_IN_A_ROW = 4


def qrcode(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Drawn on this site; what it says is its alternative text."""
    read = tag.attributes.get
    data = _THIS_PAGE.sub(lambda _token: context.item.url, literal(read("data", _SAMPLE_DATA), context))
    if not data:
        context.loss("empty-qrcode", f"A QR code says nothing and was left out: {tag.source[:200]}")
        return
    colour, background = hex_colour(read("color", "")), hex_colour(read("background", ""))
    link = address(tag, "link", context=context, schemes=LINK_SCHEMES) or flow.href
    value = {
        "image": {
            "image": QrRef(data, colour or "#000000", background or "#ffffff"),
            "decorative": False,
            "alt_text": text(tag, "title", context) or f"QR: {' '.join(data.split())}",
        },
        "caption": "",
        "link": LinkRef(link) if link else None,
        "alignment": _ALIGNMENTS.get(read("align", ""), ""),
    }
    flow.block("image", value)


def gmap(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A link to the map of the place; without an address the plugin showed a city that nobody asked for."""
    place, title = text(tag, "address", context), text(tag, "title", context)
    if not place:
        context.loss("map-without-address", f"A map names no place and was left out: {tag.source[:200]}")
        return
    url = _MAP_SEARCH + urlencode({"api": 1, "query": place})
    flow.add(embeds.media(url, title=f"{title}: {place}" if title else place))


def feed(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The news of another site: a link to them."""
    url = address(tag, "url", context=context)
    if not url or not _is_public(url):
        context.loss("dropped-feed", f"A feed has no address that readers can reach: {tag.source[:200]}")
        return
    context.loss("dropped-feed", f"The entries of a feed became a link to it: {url[:200]}")
    flow.end_paragraph()
    embeds.write_link(url, flow)
    flow.end_paragraph()


def _is_public(url: str) -> bool:
    """Tell whether an address names a host of the internet, as the plugin demands of feeds."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host
    return False


def document(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The file itself instead of a viewer of another company."""
    if url := address(tag, "file", "url", context=context):
        flow.add(embeds.media(file=MediaRef(url=url), title=text(tag, "title", context)))
    else:
        context.loss(
            "document-without-url", f"A document has no address and was left out: {tag.source[:200]}"
        )


def placeholder(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Text or an image that stood in for something and said nothing."""
    flow.end_paragraph()
    context.loss("dropped-placeholder", f"A placeholder does not come over: {tag.source[:200]}")


def from_the_old_site(tag: Shortcode, flow: Flow, context: Context) -> None:
    """What the old site's theme or settings gave is in no export; editors see what stood here."""
    context.loss(
        "dropped-template", f"What the old site put in here is not in the export: {tag.source[:200]}"
    )
    if any(value.strip() for value in tag.attributes.values()):
        reason = f"[{tag.name}] showed something of the old site that is not in its export"
        flow.aside("imported_source", {"reason": reason, "source": tag.source})


def tweets(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The latest messages of an account: a link to it."""
    account = tag.attributes.get("username", "").strip().removeprefix("@")
    context.loss("dropped-feed", f"The messages of an account do not come over: {tag.source[:200]}")
    if _ACCOUNT.fullmatch(account):
        flow.end_paragraph()
        embeds.write_link(f"https://x.com/{account}", flow, f"@{account}")
        flow.end_paragraph()


def photoshop(tag: Shortcode, flow: Flow, context: Context) -> None:
    """An image that version 3 cut to size."""
    if url := address(tag, "image", context=context):
        write_image(url, flow, context)
    else:
        context.loss("dropped-image", f"An image has no address and was left out: {tag.source[:200]}")


def pricing(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The price list of version 3: a card for each plan."""
    cards: list[dict[str, Any]] = []
    left: list[Any] = []
    for piece in context.children(tag.content or "", "plan"):
        if isinstance(piece, str):
            left += context.source_parts(piece, flow)
            continue
        for attribute, reason in dropped_attributes("plan", piece):
            context.note("dropped-attribute", f"[{piece.name} {attribute}]: {reason}.")
        body, moved = as_html(context.source_parts(piece.content or "", flow), context, "a price list")
        left += moved
        cards.append(_card(piece, body, context))
    if cards:
        flow.block("cards", {"columns": min(len(cards), _MAX_CARDS_IN_A_ROW), "items": cards})
    flow.add(*left)


def _card(plan: Shortcode, body: Html, context: Context) -> dict[str, Any]:
    price, period = (html.escape(text(plan, name, context), quote=False) for name in ("price", "per"))
    price = f"<strong>{price}</strong> {period}" if price else period
    lines = [f"<p>{price.strip()}</p>" if price else "", body if body.startswith("<p>") else f"<p>{body}</p>"]
    return {
        "title": text(plan, "name", context),
        "icon": "",
        "image": None,
        "text": Html("".join(lines).replace("<p></p>", "")),
        "link": None,
    }


SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "bloginfo": from_the_old_site,
    "document": document,
    "dummy_image": placeholder,
    "dummy_text": placeholder,
    "feed": feed,
    "gmap": gmap,
    "photoshop": photoshop,
    "pricing": pricing,
    "qrcode": qrcode,
    "template": from_the_old_site,
    "tweets": tweets,
}
