"""The pages behind the addresses of players and maps: what a reader would visit, and a media block holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

# Hosts whose pages both WordPress and Wagtail know how to embed (oEmbed).
_PROVIDERS = (
    "youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "dai.ly", "ted.com",
    "soundcloud.com", "spotify.com", "mixcloud.com", "flickr.com", "flic.kr", "twitter.com", "x.com", "tiktok.com",
    "speakerdeck.com", "slideshare.net", "scribd.com", "issuu.com", "reddit.com", "kickstarter.com",
)  # fmt: skip
_ID = re.compile(r"[\w-]+", re.ASCII)
_START = re.compile(r"[0-9hms]{1,12}")
_GOOGLE_MAPS = re.compile(r"(?:www\.|maps\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_PLACE_NAME = re.compile(r"!1s0x[0-9a-f]+(?:%3A|:)0x[0-9a-f]+!2s([^!]+)", re.IGNORECASE)
_LONGITUDE = re.compile(r"!2d(-?\d+(?:\.\d+)?)")
_LATITUDE = re.compile(r"!3d(-?\d+(?:\.\d+)?)")
_SEARCH = "https://www.google.com/maps/search/?api=1&query="

_Query = dict[str, str]


def page_of(url: str) -> str | None:
    """Give the page that a known provider embeds for an address, None for any other address."""
    parts = _split(url)
    if parts is None:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = [step for step in parts.path.split("/") if step]
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if page := host in _PAGES and _PAGES[host](path, query, parts.fragment):
        return page
    known = any(host == name or host.endswith(f".{name}") for name in _PROVIDERS)
    return (f"https:{url}" if url.startswith("//") else url) if known else None


def map_of(url: str) -> str | None:
    """Give the address at which a reader finds what a map in a frame shows; None for what is no map."""
    parts = _split(url)
    if parts is None:
        return None
    host = parts.hostname or ""
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host.removeprefix("www.") == "openstreetmap.org" and parts.path.startswith("/export/embed"):
        latitude, _, longitude = query.get("marker", "").partition(",")
        found = f"?mlat={quote(latitude)}&mlon={quote(longitude)}" if longitude else f"?{parts.query}"
        return f"https://www.openstreetmap.org/{found}"
    if not _GOOGLE_MAPS.fullmatch(host) or not (host.startswith("maps.") or parts.path.startswith("/maps")):
        return None
    place = next((query[name] for name in ("q", "query", "daddr") if query.get(name)), "")
    place = place or _pinned(query.get("pb", "")) or query.get("ll", "") or query.get("center", "")
    if place:
        return _SEARCH + quote(place)
    return f"https:{url}" if url.startswith("//") else url


def _pinned(pinned: str) -> str:
    """Read the place out of the address that Google Maps gives for sharing: its name, or else its coordinates."""
    if name := _PLACE_NAME.search(pinned):
        return unquote(name[1].replace("+", " "))
    latitude, longitude = _LATITUDE.search(pinned), _LONGITUDE.search(pinned)
    return f"{latitude[1]},{longitude[1]}" if latitude and longitude else ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.hostname else None
    except ValueError:
        return None


def _youtube(path: list[str], query: _Query, fragment: str) -> str | None:
    if path[:1] not in (["embed"], ["v"]) or len(path) < 2:
        return None
    playlist = query.get("list", "")
    if path[1] == "videoseries":
        return f"https://www.youtube.com/playlist?list={playlist}" if _ID.fullmatch(playlist) else None
    start = query.get("start") or query.get("t") or fragment.removeprefix("t=")
    time = f"&t={start}" if _START.fullmatch(start) else ""
    return f"https://www.youtube.com/watch?v={path[1]}{time}" if _ID.fullmatch(path[1]) else None


def _vimeo(path: list[str], query: _Query, fragment: str) -> str | None:
    if path[:1] != ["video"] or len(path) < 2 or not path[1].isdecimal():
        return None
    secret = query.get("h", "")
    found = f"/{secret}" if _ID.fullmatch(secret) else ""
    return f"https://vimeo.com/{path[1]}{found}" + (f"#{fragment}" if fragment.startswith("t=") else "")


def _dailymotion(path: list[str], query: _Query, _fragment: str) -> str | None:
    video = path[2] if path[:2] == ["embed", "video"] and len(path) > 2 else query.get("video", "")
    return f"https://www.dailymotion.com/video/{video}" if _ID.fullmatch(video) else None


def _spotify(path: list[str], _query: _Query, _fragment: str) -> str | None:
    return f"https://open.spotify.com/{'/'.join(path[1:])}" if path[:1] == ["embed"] and path[1:] else None


def _soundcloud(_path: list[str], query: _Query, _fragment: str) -> str | None:
    return query["url"] if query.get("url", "").startswith("https://") else None


def _ted(path: list[str], _query: _Query, _fragment: str) -> str | None:
    return f"https://www.ted.com/{'/'.join(path)}"


_PAGES: dict[str, Callable[[list[str], _Query, str], str | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "player.vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "geo.dailymotion.com": _dailymotion,
    "open.spotify.com": _spotify,
    "w.soundcloud.com": _soundcloud,
    "embed.ted.com": _ted,
}
