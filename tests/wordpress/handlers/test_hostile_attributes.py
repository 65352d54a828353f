"""Nothing that an attribute of a shortcode says is ever run, whichever attribute it is."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cms.wordpress.handlers.depth import walk
from cms.wordpress.refs import Html
from tests.conftest import SHARED
from tests.wordpress.handlers.usages import attributes_of, reference, with_attribute

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs the reference of the plugin's shortcodes")
NAMES = sorted(reference()) if SHARED.exists() else []
ADDRESS_KEYS = frozenset({"url", "src", "href"})
ACTIVE = re.compile(r"\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
MARKUP = re.compile(r"<\s*(script|iframe|object|svg|style|form)|<[^>]+\son\w+\s*=", re.IGNORECASE)


def addresses(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from addresses(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner, key)
    elif isinstance(value, str):
        yield from map(html.unescape, re.findall(r'href="([^"]*)"', value))
        if key in ADDRESS_KEYS:
            yield value


@pytest.mark.parametrize("tag_id", NAMES)
@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        "JaVaScRiPt&colon;alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;",
        "<img src=x onerror=alert(1)>",
        "<a href=javascript:alert(1)>a</a>",
        "<script>alert(1)</script>",
    ],
)
def test_nothing_runs(tag_id, hostile):
    for name in attributes_of(tag_id):
        converted = with_attribute(tag_id, name, hostile)
        shown = [block for block in walk(converted.blocks) if block["type"] != "imported_source"]
        assert not [address for address in addresses(shown) if ACTIVE.match(address)], name
        assert not [text for text in rich_texts(converted.raw) if MARKUP.search(text)], name


def rich_texts(value: Any) -> Iterator[str]:
    if isinstance(value, Html):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from rich_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rich_texts(inner)
