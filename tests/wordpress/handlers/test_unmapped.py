"""Shortcodes that nobody here knows: readers see what they hold, editors what they were."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[su_shiny]a[/su_shiny]", "<p>a</p>"),
        ("one [su_shiny x=1]two[/su_shiny] three", "<p>one two three</p>"),
        ("one [su_section]two[/su_section] three", "<p>one</p><p>two</p><p>three</p>"),
        ("one [su_icon icon='icon: star'] two", "<p>one two</p>"),
        ("[su_content_slider][su_content_slide]a[/su_content_slide][/su_content_slider]", "<p>a</p>"),
        ("[su_shiny]<div>[su_bright]a</div>[/su_bright][/su_shiny]", "<p>a</p>"),
    ],
)
def test_content_stays_readable(source, text):
    assert Converted(source).rich_text == text


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ('[su_panel title="Is it &lt;b&gt;safe&lt;/b&gt;?"]a[/su_panel]', "Is it <b>safe</b>?"),
        ('[su_panel title="Is it <b>safe</b>?"]a[/su_panel]', "Is it safe?"),
        ('[su_panel title="{su_label}New{/su_label} panel"]a[/su_panel]', "New panel"),
        ('[su_member title="Ann"]a[/su_member]', "Ann"),
    ],
)
def test_titles_of_boxes_become_headings(source, title):
    converted = Converted(source)
    assert converted.only("heading") == {"text": title, "level": "h3", "anchor": ""}
    assert converted.rich_text == "<p>a</p>"


@pytest.mark.parametrize("name", ["su_shiny", "su_testimonial", "su_countdown"])
def test_the_source_is_kept_for_editors(name):
    source = f"[{name}]a[/{name}]"
    converted = Converted(source)
    assert converted.only("imported_source")["source"] == source
    assert converted.codes == [("unknown-shortcode", "loss")]


def test_nested_ones_are_reported_one_by_one_and_kept_once():
    source = "[su_shiny][su_bright title=A]a[/su_bright][su_bright title=B]b[/su_bright][/su_shiny]"
    converted = Converted(source)
    assert converted.only("imported_source")["source"] == source
    assert converted.codes == [("unknown-shortcode", "loss")] * 3


def test_known_ones_inside_are_blocks():
    converted = Converted("[su_section][su_note]a[/su_note][/su_section]")
    assert converted.types == ["imported_source", "callout"]


def test_a_sentence_is_not_cut_by_the_source_of_its_shortcodes():
    converted = Converted("a [su_shiny]b[/su_shiny] c [su_bright]d[/su_bright] e\n\nf")
    assert converted.types == ["rich_text", "imported_source", "imported_source"]
    assert converted.rich_text == "<p>a b c d e</p><p>f</p>"
