"""Headings: their levels, their anchors, and what stands in them."""

import pytest

from tests.wordpress.converting import Converted


def heading(text: str, level: str, anchor: str = "") -> dict[str, str]:
    return {"text": text, "level": level, "anchor": anchor}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("<h2>One</h2>", heading("One", "h2")),
        ('<h3 id="two">Two &amp; <em>more</em></h3>', heading("Two & more", "h3", "two")),
        ('<h4><a name="three"></a>Three</h4>', heading("Three", "h4", "three")),
        ("<h2>Over<br>two lines</h2>", heading("Over two lines", "h2")),
        ("<strong><h2>Bold</h2></strong>", heading("Bold", "h2")),
        ("[su_heading]Four[/su_heading]", heading("Four", "h2")),
        ('[su_heading id="five"]<strong>Five</strong>[/su_heading]', heading("Five", "h2", "five")),
        ("[su_heading]<h3>Six</h3>[/su_heading]", heading("Six", "h3")),
    ],
)
def test_headings(source, value):
    converted = Converted(source)
    assert converted.only("heading") == value
    assert converted.codes == []


@pytest.mark.parametrize(("tag", "level"), [("h1", "h2"), ("h5", "h4"), ("h6", "h4")])
def test_levels_that_pages_do_not_have(tag, level):
    converted = Converted(f"<{tag}>One</{tag}>")
    assert converted.only("heading") == heading("One", level)
    assert converted.codes == [("heading-level", "note")]


@pytest.mark.parametrize(
    "source", ["<h2></h2>", "<h2>&nbsp;<br></h2>", "<h1> </h1>", "[su_heading] [/su_heading]"]
)
def test_blank_headings_vanish(source):
    converted = Converted(source)
    assert (converted.blocks, converted.codes) == ([], [])


@pytest.mark.parametrize(
    ("source", "rich_text"),
    [
        ('<h2>See <a href="/x/">here</a></h2>', '<h2>See <a href="/x/">here</a></h2>'),
        ('<a href="/x/"><h3>All of it</h3></a>', '<h3><a href="/x/">All of it</a></h3>'),
        ('[su_heading]<a href="/x/">See</a>[/su_heading]', '<h2><a href="/x/">See</a></h2>'),
    ],
)
def test_headings_with_links_are_rich_text(source, rich_text):
    converted = Converted(f"before\n\n{source}\n\nafter")
    assert converted.types == ["rich_text"]
    assert converted.rich_text == f"<p>before</p>{rich_text}<p>after</p>"


def test_the_anchor_of_a_heading_with_links_is_reported():
    assert Converted('<h2 id="a"><a href="/x/">b</a></h2>').codes == [("dropped-anchor", "note")]


def test_an_image_in_a_heading_follows_it():
    assert Converted('<h2><img src="/a.png" alt="a"> One</h2>').types == ["heading", "image"]
