"""The players of other websites that a page may hold, found by the address of the page that a reader would visit."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)
_MAPS = re.compile(
    r"(maps\.google\.[a-z.]{2,6}|maps\.app\.goo\.gl|maps\.apple\.com|(www\.)?openstreetmap\.org)/|"
    r"((www\.)?google\.[a-z.]{2,6}|goo\.gl|(www\.)?bing\.com)/maps\b"
)


class Player(NamedTuple):
    """A player: the website it comes from, and the address for its frame."""

    host: str
    frame: str


def find_player(url: str) -> Player | None:
    """Give the player for an address of YouTube, Vimeo or Dailymotion; None for any other address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("music.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or host not in _HOSTS:
        return None
    path = [step for step in parts.path.split("/") if step]
    return _HOSTS[host](path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def is_map(url: str) -> bool:
    """Tell whether an address leads to a map of Google, Apple, Bing or OpenStreetMap."""
    return bool(_MAPS.match(url.split("://", 1)[-1]))


def place_on_map(url: str) -> str:
    """Give what a map's address asks for in words; "" where it does not say."""
    try:
        query = parse_qs(urlsplit(url).query)
    except ValueError:
        return ""
    asked = (query[name][0] for name in ("q", "query", "destination", "daddr") if name in query)
    return next(asked, "")


def _youtube(path: list[str], query: dict[str, str]) -> Player | None:
    if path[:1] == ["playlist"] or path == ["embed", "videoseries"]:
        video, extra = "videoseries", {"list": query.get("list", "")}
        if not _ID.fullmatch(extra["list"]):
            return None
    else:
        named = path[1] if len(path) > 1 and path[0] in ("embed", "shorts", "live", "v") else ""
        video, extra = named or query.get("v", ""), _start(query)
    return _player("youtube.com", "https://www.youtube-nocookie.com/embed/", video, extra)


def _short_youtube(path: list[str], query: dict[str, str]) -> Player | None:
    return _youtube(["embed", *path[:1]], query)


def _vimeo(path: list[str], query: dict[str, str]) -> Player | None:
    place = next((number for number, step in enumerate(path) if step.isascii() and step.isdigit()), None)
    if place is None:
        return None
    secret = query.get("h") or (path[place + 1] if path[place + 1 :] else "")
    extra = {"dnt": "1", **({"h": secret} if _ID.fullmatch(secret) else {})}
    return _player("vimeo.com", "https://player.vimeo.com/video/", path[place], extra)


def _dailymotion(path: list[str], query: dict[str, str]) -> Player | None:
    named = path[path.index("video") + 1 :][:1] if "video" in path else []
    video = named[0] if named else query.get("video", "")
    return _dailymotion_player(video.split("_")[0])


def _short_dailymotion(path: list[str], query: dict[str, str]) -> Player | None:
    return _dailymotion_player(path[0] if path else "")


def _dailymotion_player(video: str) -> Player | None:
    return _player("dailymotion.com", "https://geo.dailymotion.com/player.html", "", {"video": video})


def _player(host: str, address: str, video: str, extra: dict[str, str]) -> Player | None:
    if not _ID.fullmatch(extra.get("video", video)):
        return None
    return Player(host, address + video + ("?" + urlencode(extra) if extra else ""))


def _start(query: dict[str, str]) -> dict[str, str]:
    """Read a start such as ``t=90`` or ``t=1m30s``."""
    match = _DURATION.fullmatch(query.get("start") or query.get("t") or "")
    hours, minutes, seconds = (int(number or 0) for number in match.groups()) if match else (0, 0, 0)
    start = hours * 3600 + minutes * 60 + seconds
    return {"start": str(start)} if start else {}


_HOSTS = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _short_youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "geo.dailymotion.com": _dailymotion,
    "dai.ly": _short_dailymotion,
}
