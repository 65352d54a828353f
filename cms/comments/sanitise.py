"""The words of strangers, made harmless: text, lists and links stay; whatever acts, loads or poses as the page goes."""

from __future__ import annotations

import re

import nh3

from cms.links.validators import is_safe_url

TAGS = {
    "a", "abbr", "address", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em",
    "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
DROPPED_WHOLE = {"script", "style", "iframe", "object", "template", "noscript", "noembed", "noframes"}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
REL = "nofollow ugc noopener"
_WITHOUT_ADDRESS = re.compile(rf'<a(?: (?:lang|dir)="[^"]*")* rel="{REL}">(.*?)</a>', re.DOTALL)


def harmless(html: str) -> str:
    """Give harmless HTML with all its words; headings become text, links tell search engines whose they are."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https"},
        link_rel=REL,
    )
    return _WITHOUT_ADDRESS.sub(r"\1", clean)


def _kept(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or is_safe_url(value) else None
