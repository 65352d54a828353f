"""Whole reference exports: editors can go on with every page, and readers meet every word of the source."""

import html
import re
from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.wordpress import tags
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping
from cms.wordpress.models import ImportedItem
from cms.wordpress.shortcodes import Shortcode, parse
from cms.wordpress.survey import is_imported
from cms.wordpress.wxr import Item, read
from home.models import ContentPage
from services.models import ServiceArticlePage
from tests.forms import block_data, errors_of, filled_form
from tests.html import parse as parse_html

WORD = re.compile(r"\w+")
HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
HTML_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
PUBLISHED = ("themeunittestdata.wordpress.xml", "64-block-test-data.xml")


def import_export(path: Path, **options) -> None:
    report = Importer(path, Options(**options)).run()
    assert [issue for issue in report.issues if issue.severity == "error"] == []


def imported_pages() -> list[Page]:
    return [
        page
        for model in (ContentPage, ServiceArticlePage)
        for page in model.objects.order_by("path")
        if page.body
    ]


@pytest.mark.django_db
def test_an_editor_can_save_and_publish_every_page_of_the_gallery(shared, admin_client):
    import_export(shared / "wordpress/gallery/shortcode-gallery.wxr.xml", media=shared / "wordpress/uploads")
    pages = imported_pages()
    assert len(pages) > 60
    refused = {}
    for page in pages:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        body = block_data(page.body.stream_block, page.body.get_prep_value(), "body")
        sent = {**filled_form(admin_client, url), **body, "action-publish": "1"}
        answer = admin_client.post(url, sent)
        if answer.status_code != 302:
            refused[page.slug] = errors_of(answer)
    assert refused == {}


@pytest.mark.django_db
def test_pages_of_the_gallery_hold_no_markup_where_a_block_exists(shared):
    import_export(shared / "wordpress/gallery/shortcode-gallery.wxr.xml", media=shared / "wordpress/uploads")
    raw = {
        page.slug for page in imported_pages() for block in page.body if block.block_type == "imported_html"
    }
    assert raw == set()


def words_of(source: str) -> list[str]:
    """Give the words that a reader must meet: not those of block comments, recognised tags, scripts and styles."""
    names = tags.shortcode_names(("su_",), frozenset())
    text = HIDDEN.sub(" ", source)
    while True:
        shown = "".join(
            (node.content or " ") if isinstance(node, Shortcode) else node.text for node in parse(text, names)
        )
        if shown == text:
            break
        text = shown
    return WORD.findall(html.unescape(HTML_TAG.sub(" ", text)).casefold())


def missing_words(wanted: list[str], shown: list[str]) -> list[str]:
    """Give the words that are not met in order."""
    missing, place = [], 0
    for word in wanted:
        try:
            place = shown.index(word, place) + 1
        except ValueError:
            missing.append(word)
    return missing


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLISHED)
def test_readers_meet_every_word_in_order(name, shared, admin_client):
    export = shared / "wordpress/published" / name
    import_export(export)
    lost = {}
    for record in read(export):
        if not isinstance(record, Item) or not is_imported(record, Mapping()) or not record.content.strip():
            continue
        row = ImportedItem.objects.get(wordpress_id=record.id, kind__in=("articles", "pages"))
        shown = parse_html(admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[row.object_id])))
        words = WORD.findall(shown.main.get_text(" ").casefold())
        if missing := missing_words(words_of(record.content), words):
            lost[record.title] = missing[:20]
    assert lost == {}
