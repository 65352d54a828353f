"""Addresses as exports hold them: anything may stand there, and none of it may stop an import."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit

_NONE = SplitResult("", "", "", "", "")
UPLOADS = "/wp-content/uploads/"
RESIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-scaled(?=\.\w+$)")
# Queries that name one item, whatever its permalink.
ITEM_QUERIES = ("p", "page_id", "attachment_id")
# What WordPress answers below the address of a page or a listing: feeds, other forms of it, further pages of it.
_ENDING = re.compile(
    r"/(?:(?P<feed>(?:feed/)?(?:rss2?|rdf|atom)|feed)|amp|embed|trackback|page/(?P<page>\d{1,6})|comment-page-\d{1,6})$",
    re.ASCII,
)
_ARCHIVE = re.compile(
    r"/(?:author/[^/]+|\d{4}(?:/\d{2}){0,2}|"
    r"type/(?:aside|audio|chat|gallery|image|link|quote|status|video))",
    re.ASCII,
)
# The first part of the address of a term's archive, where it is not the name of the taxonomy.
TAXONOMY_BASES = {"category": "category", "post_tag": "tag", "post_format": "type"}


def split(url: str) -> SplitResult:
    """Split an address; one that cannot be split (``http://[x``) has no parts."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return _NONE
    return parts


def join(base: str, url: str) -> str:
    """Resolve a relative address; "" where that is not possible."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def wordpress_id(query: str) -> int:
    """Give the id of ``p=12``, ``page_id=12`` or ``attachment_id=12``; 0 where a query names none."""
    if not query:
        return 0
    wanted = parse_qs(query)
    for name in ITEM_QUERIES:
        if number := whole_number(wanted.get(name, [""])[0]):
            return number
    return 0


def whole_number(text: str) -> int:
    """Read an id as WordPress writes them: ASCII digits, of a length that a database can hold; else 0."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def path_key(path: str) -> str:
    """Give a path for comparing: decoded, in lower case, without the slash at the end; "" for the root."""
    return unquote(path).rstrip("/").lower().removeprefix("/index.php")


@dataclasses.dataclass(frozen=True)
class Listed:
    """What is left of a path without WordPress's endings.

    ``page`` is the number that ``/page/2/`` named, else 1; ``feed`` the form of a feed, "rss" or "atom", else "".
    """

    path: str
    page: int = 1
    feed: str = ""
    is_shortened: bool = False

    @property
    def is_archive(self) -> bool:
        """Tell whether it listed articles by date, author or form: here all of them stand on the article index."""
        shows_newest = self.is_shortened and self.path in ("", "/comments")
        return shows_newest or _ARCHIVE.fullmatch(self.path) is not None


def without_endings(path: str) -> Listed:
    """Take ``/feed``, ``/page/2``, ``/amp`` and their like off a path that has no slash at its end."""
    page, feed, shortened = 1, "", False
    for _ in range(3):
        ending = _ENDING.search(path)
        if ending is None:
            break
        page = whole_number(ending["page"] or "") or page
        feed = feed_form(ending["feed"] or "") or feed
        path, shortened = path[: ending.start()].rstrip("/"), True
    return Listed(path, page, "" if path == "/comments" else feed, shortened)  # comments have no feed here


def feed_form(name: str) -> str:
    """Give which of our feeds is meant by WordPress's ``feed``, ``rss2``, ``feed/atom`` and their like; "" for none."""
    if not name or name.startswith("comments"):
        return ""
    return "atom" if "atom" in name else "rss"


@dataclasses.dataclass(frozen=True)
class OldSite:
    """Where the old site answered: its hosts, and the folders that WordPress stood in on each ("" for all of it)."""

    folders: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, addresses: Iterable[str], hosts: Iterable[str] = ()) -> OldSite:
        """Read a site's own addresses (``https://old.example/blog``), and further hosts as a person may write them."""
        folders: dict[str, tuple[str, ...]] = {}
        for address in (*addresses, *(host if "//" in host else f"//{host}" for host in hosts)):
            parts = split(address)
            if parts.netloc:
                host = bare_host(parts.netloc)
                folders[host] = (*folders.get(host, ()), parts.path.rstrip("/").lower())
        return cls(folders)

    @functools.cached_property
    def folder(self) -> str:
        """Give the folder of the first address that has one, such as ``/blog``; "" where WordPress was the whole site."""
        return next((folder for folders in self.folders.values() for folder in folders if folder), "")

    def has_host(self, netloc: str) -> bool:
        return bare_host(netloc) in self.folders

    def holds(self, url: str) -> bool:
        """Tell whether an address is within the old site: relative, or in any spelling of one of its hosts."""
        parts = split(url)
        if parts.scheme not in ("", "http", "https"):
            return False
        if not parts.netloc:
            folders = next(iter(self.folders.values()), ("",))
        else:
            folders = self.folders.get(bare_host(parts.netloc), ())
        path = unquote(parts.path).lower()
        return any(path == folder or path.startswith(f"{folder}/") or not folder for folder in folders)

    def inside(self, path: str) -> str:
        """Give a path below WordPress's folder."""
        folder = self.folder
        decoded = unquote(path)
        if folder and (decoded.lower() == folder or decoded.lower().startswith(f"{folder}/")):
            return decoded[len(folder) :]
        return decoded


@functools.lru_cache(maxsize=1024)
def bare_host(netloc: str) -> str:
    """Give what all spellings of a host share: ``WWW.Old.Example.:443`` is ``old.example``; other ports stay."""
    parts = split(f"//{unquote(netloc)}")
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        with contextlib.suppress(UnicodeError):
            host = host.encode("idna").decode()
    host = host.removeprefix("www.")
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
