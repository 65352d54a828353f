"""Markup that was written elsewhere, made harmless: text, tables and links stay, whatever acts or loads goes.

One allow-list for the whole site; the import uses it too, so it knows no Django.
"""

from __future__ import annotations

import html as entities
import re

import nh3

TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
    "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip
DROPPED_WHOLE = {"script", "style", "iframe", "object", "template", "noscript", "noembed", "noframes"}
ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_FIRST_HEADING = re.compile(r"<(/?)h1(?=[\s/>])", re.IGNORECASE)
_ID = re.compile(r"[\w.:-]+")
_UNSEEN = re.compile(r"^[\x00-\x20]+|[\t\n\r]+")  # what browsers leave out of an address
_IMAGE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')  # as the cleaner writes it
_ALT = re.compile(r' alt="([^"]*)"')


def sanitised(html: str, used_ids: set[str] | None = None) -> str:
    """Give harmless HTML with all its words.

    An id in ``used_ids`` is left out, and one that stays is added, so that none stands twice on a page. A first-level
    heading becomes one of the second: the page has its own.
    """
    ids = set() if used_ids is None else used_ids

    def kept(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return _unused(value, ids)
        if name in ("href", "src", "cite"):
            return _address(tag, value)
        return value

    clean = nh3.clean(
        _FIRST_HEADING.sub(r"<\1h2", html),
        tags=TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return _IMAGE.sub(_image, clean)


def _unused(value: str, ids: set[str]) -> str | None:
    if value in ids or not _ID.fullmatch(value):
        return None
    ids.add(value)
    return value


def _address(tag: str, value: str) -> str | None:
    """Leave out an address that begins like a path and leads elsewhere, and a picture that is not on this site."""
    path = _UNSEEN.sub("", value).replace("\\", "/")
    if path.startswith("//") or (tag == "img" and not path.startswith("/")):
        return None
    return value


def _image(match: re.Match[str]) -> str:
    """Give the alternative text instead of a picture that has lost its address."""
    alt = _ALT.search(match[1])
    if ' src="' in match[1]:
        return match[0] if alt else f'<img{match[1]} alt="">'
    return entities.escape(entities.unescape(alt[1])) if alt else ""
