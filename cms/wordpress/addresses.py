"""Addresses as exports hold them: anything may stand there, and none of it may stop an import."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

_NONE = SplitResult("", "", "", "", "")


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
    """Give the id of ``?p=12`` or ``?page_id=12``; 0 where a query names none."""
    wanted = parse_qs(query)
    for name in ("p", "page_id"):
        if number := whole_number(wanted.get(name, [""])[0]):
            return number
    return 0


def whole_number(text: str) -> int:
    """Read an id as WordPress writes them: ASCII digits, of a length that a database can hold; else 0."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
