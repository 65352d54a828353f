"""Shortcodes without a block: readers see what they hold, editors what they were."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[su_note]a[/su_note]", "<p>a</p>"),
        (
            "[su_row][su_column size=1/2]a[/su_column][su_column size=1/2]b[/su_column][/su_row]",
            "<p>a</p><p>b</p>",
        ),
        ("[su_row][_su_row]a[_/su_row]b[/su_row]", "<p>a</p><p>b</p>"),
        ("one [su_highlight background=#f00]two[/su_highlight] three", "<p>one two three</p>"),
        ("one [su_dropcap]T[/su_dropcap]wo", "<p>one Two</p>"),
        ("one [su_shiny x=1]two[/su_shiny] three", "<p>one two three</p>"),
        ("one [su_tooltip title=A text=b]two[/su_tooltip] three", "<p>one two (A: b) three</p>"),
        ("one [su_note]two[/su_note] three", "<p>one</p><p>two</p><p>three</p>"),
        ("one [su_spacer size=20] two", "<p>one</p><p>two</p>"),
        ("one [gallery ids=1,2] two", "<p>one</p><p>two</p>"),
        ("[su_row]<div>[su_column]a</div>[/su_column][/su_row]", "<p>a</p>"),
    ],
)
def test_content_stays_readable(source, text):
    assert Converted(source).rich_text == text


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ('[su_spoiler title="Is it &lt;b&gt;safe&lt;/b&gt;?"]a[/su_spoiler]', "Is it <b>safe</b>?"),
        ('[su_spoiler title="Is it <b>safe</b>?"]a[/su_spoiler]', "Is it safe?"),
        ('[su_box title="{su_label}New{/su_label} box"]a[/su_box]', "New box"),
        ('[su_service title="Travel"]a[/su_service]', "Travel"),
        ("[su_tabs][su_tab title=First]a[/su_tab][/su_tabs]", "First"),
        ("[su_box]a[/su_box]", "This is box title"),
    ],
)
def test_titles_become_headings(source, title):
    converted = Converted(source)
    assert converted.only("heading") == {"text": title, "level": "h3", "anchor": ""}
    assert converted.rich_text == "<p>a</p>"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[su_note]a[/su_note]", "unmapped-shortcode"),
        ("[su_shiny]a[/su_shiny]", "unknown-shortcode"),
        ("[su_testimonial]a[/su_testimonial]", "unknown-shortcode"),
        ("[gallery ids=1]", "unmapped-shortcode"),
    ],
)
def test_the_source_is_kept_for_editors(source, code):
    converted = Converted(source)
    assert converted.only("imported_source")["source"] == source
    assert converted.codes == [(code, "loss")]


def test_nested_ones_are_reported_one_by_one_and_kept_once():
    source = "[su_tabs][su_tab title=A]a[/su_tab][su_tab title=B]b[/su_tab][/su_tabs]"
    converted = Converted(source)
    assert converted.only("imported_source")["source"] == source
    assert converted.codes == [("unmapped-shortcode", "loss")] * 3


def test_a_sentence_is_not_cut_by_the_source_of_its_shortcodes():
    converted = Converted("a [su_label]b[/su_label] c [su_label]d[/su_label] e\n\nf")
    assert converted.types == ["rich_text", "imported_source", "imported_source"]
    assert converted.rich_text == "<p>a b c d e</p><p>f</p>"


@pytest.mark.parametrize("tag", ["su_members", "su_private", 'su_scheduler years="2001"'])
def test_what_some_visitors_may_not_see_nobody_sees(tag):
    name = tag.split()[0]
    converted = Converted(f"a [{tag}]secret [su_note]x[/su_note][/{name}] b")
    assert converted.rich_text == "<p>a</p><p>b</p>"
    assert ("gated-content", "loss") in converted.codes
    assert "secret" in converted.only("imported_source")["source"]


def test_a_gate_that_is_always_open_hides_nothing():
    assert Converted("[su_scheduler]a[/su_scheduler]").rich_text == "<p>a</p>"


def test_what_members_are_told_is_shown():
    source = '[su_members message="Please %login% first." login_text="sign in"]secret[/su_members]'
    assert Converted(source).rich_text == "<p>Please sign in first.</p>"
