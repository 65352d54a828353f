"""Reads the values of shortcode attributes as the plugin does: numbers, words and addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import text_of_parts
from cms.wordpress.markup import MEDIA_SCHEMES, safe_url
from cms.wordpress.shortcodes import Shortcode

_INTEGER = re.compile(r"\s*([+-]?\d{1,18})", re.ASCII)
# Only these, because an address such as ``?a=1&copy=2`` is no HTML.
_AMPERSAND = re.compile(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)


def integer(value: str) -> int | None:
    """Read a number as PHP's intval does; None for what begins with no number."""
    match = _INTEGER.match(value)
    return int(match[1]) if match else None


def positive(value: str, default: int) -> int:
    """Read a size or a count; the default for what is none."""
    return max(integer(value) or 0, 0) or default


def text(tag: Shortcode, name: str, context: Context) -> str:
    """Read an attribute as one line of plain text; shortcodes in braces in it are run."""
    return text_of_parts(context.value_parts(tag.attributes.get(name, "")))


def literal(value: str, context: Context) -> str:
    """Read a value that is no HTML, such as an address; shortcodes in braces in it are run."""
    return text_of_parts(context.value_parts(value)) if "{" in value else _AMPERSAND.sub("&", value).strip()


def address(tag: Shortcode, *names: str, context: Context, schemes: frozenset[str] = MEDIA_SCHEMES) -> str:
    """Read the address in the first of the attributes that holds one; "" where it is missing or refused."""
    written = next(filter(None, (tag.attributes.get(name, "").strip() for name in names)), "")
    plain = literal(written, context)
    url = safe_url(plain, schemes)
    if plain and (url is None or "{" in url or not _is_readable(url)):
        context.loss("unsafe-link", f"[{tag.name}] has an address that is not allowed: {written[:200]}")
        return ""
    return f"https:{url}" if (url or "").startswith("//") else url or ""


def _is_readable(url: str) -> bool:
    try:
        return bool(urlsplit(url))
    except ValueError:
        return False
