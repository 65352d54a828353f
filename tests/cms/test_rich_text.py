"""The marks and alignments of rich text: what the editor makes of them, and what a reader gets."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks.text import INLINE_FEATURES, ITEM_FEATURES, TEXT_FEATURES, ParagraphsBlock
from tests.html import parse

MARKS = {
    "HIGHLIGHT": "<mark>word</mark>",
    "LABEL": '<span class="label">word</span>',
    "EXPLANATION": '<small class="explanation">word</small>',
    "UNDERLINE": "<u>word</u>",
}
ALIGNED = {"centre": '<p class="centre">A word</p>', "end": '<p class="end">A word</p>'}


def opened(html: str, features: list[str]) -> dict:
    """Give what the editor works with."""
    return json.loads(ContentstateConverter(features).from_database_format(html))


def saved_again(html: str, features: list[str]) -> str:
    converter = ContentstateConverter(features)
    stored = converter.to_database_format(converter.from_database_format(html))
    paragraphs = parse(f"<body>{stored}</body>").body.find_all("p")
    for paragraph in paragraphs:
        del paragraph["data-block-key"]
    return "".join(str(paragraph) for paragraph in paragraphs)


@pytest.mark.parametrize(("style", "html"), MARKS.items(), ids=MARKS)
@pytest.mark.parametrize("features", [TEXT_FEATURES, ITEM_FEATURES, INLINE_FEATURES])
def test_an_edit_loses_no_mark(style, html, features):
    paragraph = f"<p>A {html} and <b>more</b></p>"
    [block] = opened(paragraph, features)["blocks"]
    assert {"offset": 2, "length": 4, "style": style} in block["inlineStyleRanges"]
    assert saved_again(paragraph, features) == paragraph


@pytest.mark.parametrize(("kind", "html"), ALIGNED.items(), ids=ALIGNED)
def test_an_edit_loses_no_alignment(kind, html):
    assert [block["type"] for block in opened(html, TEXT_FEATURES)["blocks"]] == [kind]
    assert saved_again(f"<p>Before</p>{html}", TEXT_FEATURES) == f"<p>Before</p>{html}"


def test_marks_within_marks_survive():
    html = '<p><b>One <mark>two <u>three</u></mark></b> <a href="https://a.org/">four</a></p>'
    assert parse(saved_again(html, TEXT_FEATURES)).u.get_text() == "three"
    again = saved_again(saved_again(html, TEXT_FEATURES), TEXT_FEATURES)
    assert parse(again).get_text() == "One two three four"
    assert {element.name for element in parse(again).p.find_all(True)} == {"b", "mark", "u", "a"}


def test_other_classes_are_not_taken_for_ours():
    html = '<p class="other">A <span class="other">word</span> <small>small</small></p>'
    assert saved_again(html, TEXT_FEATURES) == "<p>A word small</p>"


def test_a_reader_gets_the_marks():
    block = ParagraphsBlock()
    shown = parse(block.render(block.to_python("".join(f"<p>{mark}</p>" for mark in MARKS.values()))))
    assert [element.get_text() for element in shown.select("mark, span.label, small.explanation, u")] == [
        "word"
    ] * 4


def test_the_editor_offers_each_with_a_name(admin_client, home):
    widget = ParagraphsBlock().field.widget
    controls = {
        item["type"]: item for item in [*widget.options["inlineStyles"], *widget.options["blockTypes"]]
    }
    for kind in [*MARKS, *ALIGNED]:
        assert str(controls[kind]["description"])
    assert all(controls[kind]["style"] for kind in MARKS), "the editor shows what it looks like"
    assert any("rich_text.css" in link for link in widget.media.render_css())
