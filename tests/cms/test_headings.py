"""Headings: how links lead to them, and the list of contents that is made of them."""

import json

import pytest
from django.urls import reverse

from cms.blocks.headings import Section, contents
from home.models import ContentPage
from services.models import ServiceArticlePage
from tests import html
from tests.factories import ContentPageFactory, ServiceArticlePageFactory
from tests.forms import errors_of, filled_form, stream_data

pytestmark = pytest.mark.django_db


def heading(text: str, level: str = "h2", anchor: str = "") -> tuple[str, dict[str, str]]:
    return "heading", {"text": text, "level": level, "anchor": anchor}


def links(client, page) -> dict[str, str]:
    """Give what the list of contents says, and where it leads; each place must be there."""
    answer = html.parse(client.get(page.get_url()))
    found = answer.find("nav", class_="contents")
    entries = {link.get_text(strip=True): link["href"] for link in found.find_all("a")} if found else {}
    for text, href in entries.items():
        assert answer.find(id=href.removeprefix("#")).get_text() == text
    return entries


def test_the_main_headings_of_a_body_are_listed(client, index):
    page = ServiceArticlePageFactory(
        parent=index,
        body=html.stream(
            heading("Before"),
            heading("On paper", "h3"),
            ("rich_text", "<h2>What it <b>costs</b> &amp; why</h2><p>Nothing.</p><h3>Later</h3>"),
            heading("¿Y después?", anchor="after"),
            heading("Before"),
        ),
    )
    assert links(client, page) == {
        "Before": "#before-2",
        "What it costs & why": "#what-it-costs-why",
        "¿Y después?": "#after",
    }


def test_two_headings_need_no_list(client, index):
    page = ServiceArticlePageFactory(parent=index, body=html.stream(heading("One"), heading("Two")))
    assert links(client, page) == {}


def test_a_content_page_has_such_a_list_too(client, home):
    body = html.stream(heading("One"), heading("Two"), heading("Three"))
    assert list(links(client, ContentPageFactory(parent=home, body=body))) == ["One", "Two", "Three"]


def test_headings_of_a_listed_article_and_of_what_is_hidden_are_left_out(client, index):
    other = ServiceArticlePageFactory(
        parent=index, body=html.stream(heading("Theirs"), ("rich_text", "<h2>Theirs, too</h2>"))
    )
    hidden = [{"type": "heading", "value": heading("Secret")[1]}]
    page = ServiceArticlePageFactory(
        parent=index,
        body=html.stream(
            heading("One"),
            heading("Two"),
            heading("Three"),
            ("service_articles", {"template": "single", "articles": [other.pk]}),
            ("gated", {"audience": "editors", "content": hidden}),
        ),
    )
    assert list(links(client, page)) == ["One", "Two", "Three"]


def test_an_explanation_within_a_heading_is_not_part_of_its_name():
    body = '<h2 id="a">A biopsy<small class="explanation">a sample</small></h2><h2 id="b">B</h2><h2 id="c">C</h2>'
    assert contents(body)[0] == Section("a", "A biopsy")


@pytest.mark.parametrize("kind", ["heading", "rich_text"])
def test_a_heading_that_an_editor_rewords_keeps_its_address(client, admin_client, home, kind):
    """Also one that was never saved in the editor, as those of an import."""
    value = heading("What it costs")[1] if kind == "heading" else "<h2>What it costs</h2>"
    page = ContentPageFactory(parent=home, body=html.stream((kind, value)))
    page.save_revision().publish()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled_form(admin_client, url)
    block = ContentPage._meta.get_field("body").stream_block
    shown = block.get_form_state(page.body)[0]["value"]
    if kind == "heading":
        data |= stream_data("body", block, [heading("What you pay", anchor=shown["anchor"])])
    else:
        data |= stream_data("body", block, [(kind, "")])
        data["body-0-value"] = json.dumps(reworded(json.loads(shown), "What you pay"))
    refused = errors_of(admin_client.post(url, {**data, "action-publish": "1"}))
    assert refused == ""
    answer = html.parse(client.get(page.get_url()))
    assert answer.find(id="what-it-costs").get_text(strip=True) == "What you pay"


def reworded(content: dict, text: str) -> dict:
    [block] = content["blocks"]
    return {**content, "blocks": [{**block, "text": text}]}


def test_the_anchor_of_a_long_heading_can_be_saved():
    block = ServiceArticlePage._meta.get_field("body").stream_block.child_blocks["heading"]
    anchor = block.get_form_state(block.to_python(heading("word " * 40)[1]))["anchor"]
    block.child_blocks["anchor"].clean(anchor)
    assert anchor.startswith("word-word")
