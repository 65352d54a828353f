"""Shortcodes in the running text."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a [su_highlight]b[/su_highlight] c", "<p>a <mark>b</mark> c</p>"),
        ("a [su_label]b[/su_label] c", '<p>a <span class="label">b</span> c</p>'),
        ("a [su_highlight]b <em>c</em>[/su_highlight].", "<p>a <mark>b <em>c</em></mark>.</p>"),
        ("[su_highlight]a\n\nb[/su_highlight]", "<p><mark>a</mark></p><p><mark>b</mark></p>"),
        ("[su_dropcap]O[/su_dropcap]nce", "<p>Once</p>"),
        ("[su_dropcap]\n\nO\n\n[/su_dropcap]nce", "<p>Once</p>"),
        ("a [su_animate inline=yes]b[/su_animate] c", "<p>a b c</p>"),
        ("a [su_animate]b[/su_animate] c", "<p>a</p><p>b</p><p>c</p>"),
        ("a [su_frame]b[/su_frame] c", "<p>a b c</p>"),
        ("a [su_highlight][/su_highlight] b", "<p>a b</p>"),
    ],
)
def test_phrases(source, html):
    converted = Converted(source)
    assert (converted.rich_text, converted.codes) == (html, [])


@pytest.mark.parametrize(
    ("attributes", "explanation"),
    [
        ("", "Tooltip content"),
        ("text='b'", "b"),
        ("title='B' text='b <b>c</b> <a href=/d/>d</a>'", 'B: b <b>c</b> <a href="/d/">d</a>'),
        ("title='B' text=''", "B"),
        ("content='old' text='new'", "old"),
        ("content='' text='new'", "new"),
        ("text='b {su_label}c{/su_label}'", 'b <span class="label">c</span>'),
    ],
)
def test_the_explanation_stands_behind_the_words(attributes, explanation):
    converted = Converted(f"x [su_tooltip {attributes}]a[/su_tooltip], y")
    assert converted.rich_text == f'<p>x a <small class="explanation">{explanation}</small>, y</p>'


def test_a_tooltip_that_says_nothing_is_its_words():
    assert Converted("x [su_tooltip text='']a[/su_tooltip], y").rich_text == "<p>x a, y</p>"


def test_the_explanation_of_a_button_is_a_paragraph_of_its_own():
    converted = Converted("a [su_tooltip text=b][su_button url='/x/']c[/su_button][/su_tooltip] d")
    assert converted.types == ["rich_text", "button", "rich_text"]
    assert converted.rich_text == '<p>a</p><p><small class="explanation">b</small></p><p>d</p>'


@pytest.mark.parametrize(
    ("attributes", "alignment"),
    [("", "left"), ("align=right", "right"), ("align=center", "centre"), ("align=none", "")],
)
def test_a_frame_gives_its_alignment_to_the_image(attributes, alignment):
    converted = Converted(f"[su_frame {attributes}]<img src=/a.png alt=x>[/su_frame]")
    assert converted.only("image")["alignment"] == alignment


def test_an_image_in_a_frame_keeps_an_alignment_of_its_own():
    converted = Converted("[su_frame]<img class=alignright src=/a.png alt=x>[/su_frame]")
    assert converted.only("image")["alignment"] == "right"


@pytest.mark.parametrize(
    ("source", "html", "codes"),
    [
        ("[fancy_link link='/x/']a[/fancy_link] b", '<p><a href="/x/">a</a> b</p>', []),
        ("[fancy_link]a[/fancy_link] b", "<p>a b</p>", []),
        ("[fancy_link link='javascript:x']a[/fancy_link] b", "<p>a b</p>", [("unsafe-link", "loss")]),
    ],
)
def test_links_of_version_3(source, html, codes):
    converted = Converted(source, prefixes=("",))
    assert (converted.rich_text, converted.codes) == (html, codes)


@pytest.mark.parametrize("prefix", ["gn_", ""])
def test_other_prefixes(prefix):
    converted = Converted(f"[{prefix}label]a[/{prefix}label]", prefixes=(prefix,))
    assert converted.rich_text == '<p><span class="label">a</span></p>'
