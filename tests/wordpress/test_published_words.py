"""Whole published sites: every word that their authors wrote stands where readers find it, in its order."""

import html
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cms.wordpress import tags
from cms.wordpress.mapping import Mapping
from cms.wordpress.shortcodes import Shortcode, parse
from cms.wordpress.survey import is_imported, survey
from cms.wordpress.wxr import Item, read
from tests.wordpress.converting import Converted

EXPORTS = ("themeunittestdata.wordpress.xml", "64-block-test-data.xml")
_WORD = re.compile(r"\w+")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML_TAG = re.compile(r"</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def words(text: str) -> list[str]:
    return _WORD.findall(html.unescape(_HTML_TAG.sub(" ", text)))


def source_words(content: str) -> list[str]:
    """Give the words of a source outside block comments, recognised shortcodes, HTML tags, scripts and styles."""
    names = tags.shortcode_names(Mapping().prefixes, frozenset())
    pieces: list[str] = []
    pending: list[object] = [_HIDDEN.sub(" ", content)]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            pending += reversed(parse(node, names))
        elif isinstance(node, Shortcode):
            pending.append(node.content or "")
        else:
            pieces.append(node.text)
    return words(" ".join(pieces))


def first_missing(wanted: Iterable[str], shown: Iterable[str]) -> list[str]:
    """Give the first word that does not follow the ones before it, with what follows; [] where all do."""
    rest, found = list(wanted), iter(shown)
    for place, word in enumerate(rest):
        if word not in found:
            return rest[max(0, place - 3) : place + 8]
    return []


def test_a_word_out_of_order_is_missing():
    assert first_missing(["a", "c"], ["a", "b", "c"]) == []
    assert first_missing(["a", "b"], ["b", "a"]) == ["a", "b"]


def test_words_outside_tags():
    source = '<!-- wp:x {"a":"b"} --><p title="no">One&nbsp;&amp; two</p><script>no()</script>[caption id="no"]three[/caption]'
    assert source_words(source) == ["One", "two", "three"]


@pytest.fixture(scope="module")
def published(shared) -> Path:
    return shared / "wordpress" / "published"


@pytest.mark.parametrize("name", EXPORTS)
def test_every_word_of_a_published_site_comes_over_in_its_order(published, name):
    items = [record for record in read(published / name) if isinstance(record, Item)]
    facts = survey(read(published / name), Mapping()).facts
    pages = [item for item in items if item.type in ("post", "page") and is_imported(item, Mapping())]
    assert len(pages) > 50
    missing = {}
    for page in pages:
        converted = Converted(page.content, facts=facts, item=page.key)
        found = first_missing(source_words(page.content), words(" ".join(converted.strings())))
        if found:
            missing[page.title] = " ".join(found)
    assert missing == {}
