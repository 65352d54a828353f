"""Running text: emphasis, alignment, links, anchors, and what never comes over."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<strong>a</strong> <em>b</em> <sup>c</sup>", "<strong>a</strong> <em>b</em> <sup>c</sup>"),
        ("<del>a</del> <strike>b</strike> <kbd>c</kbd>", "<s>a</s> <s>b</s> <code>c</code>"),
        ("<span>a</span> <u>b</u> <ins>c</ins> <font>d</font> <x-y>e</x-y>", "a <u>b</u> <u>c</u> d e"),
        (
            "<cite>a</cite> <dfn>b</dfn> <var>c</var> <mark>d</mark>",
            "<em>a</em> <em>b</em> <em>c</em> <mark>d</mark>",
        ),
        ("<small>a</small> <big>b</big>", "a b"),
        ("He said <q>yes, <q>b</q></q>.", "He said “yes, “b””."),
        ("a <q></q>b", "a b"),
        (
            '<abbr title="General practitioner">GP</abbr> b',
            'GP <small class="explanation">General practitioner</small> b',
        ),
        ('<acronym title=" gp">GP</acronym> <abbr>b</abbr>', "GP b"),
        ("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby> c", "a (b) c"),
        ("a<b></b>b <i> </i>c", "ab c"),
        ("<b>a </b>b", "<b>a</b> b"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("a&nbsp;&nbsp;b", "a\u00a0\u00a0b"),
        ('<a href="/x/?a=1&b=2" onclick="x()" style="y">a</a>', '<a href="/x/?a=1&amp;b=2">a</a>'),
        ("<a href='/x/\"y'>a</a>", '<a href="/x/&quot;y">a</a>'),
        ('<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'),
        ('a<a href="/x/"></a>b', "ab"),
        ('<a id="top"></a>a', "a"),
        ('<a name="top">a</a>', "a"),
        ("a<br>b<br/>\nc", "a<br/>b<br/>c"),
    ],
)
def test_rich_text(source, text):
    converted = Converted(source)
    assert (converted.rich_text, converted.codes) == (f"<p>{text}</p>", [])


@pytest.mark.parametrize("attributes", ["", 'href=""', 'href=" "', 'href="#"', "class=x"])
def test_links_that_lead_nowhere(attributes):
    converted = Converted(f"See <a {attributes}>here</a>.")
    assert (converted.rich_text, converted.codes) == ("<p>See here.</p>", [("dead-link", "loss")])


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JAVA&#10;SCRIPT:x", "&#1;javascript:x", "data:text/html,x", "vbscript:x", "x:y"],
)
def test_links_that_are_not_allowed(href):
    converted = Converted(f'See <a href="{href}">here</a>.')
    assert (converted.rich_text, converted.codes) == ("<p>See here.</p>", [("unsafe-link", "loss")])


@pytest.mark.parametrize(
    ("style", "tags"),
    [
        ("font-weight: bold", ["strong"]),
        ("FONT-WEIGHT:700 !important", ["strong"]),
        ("font-weight:400", []),
        ("font-style:italic", ["em"]),
        ("text-decoration: underline line-through", ["s", "u"]),
        ("vertical-align: super", ["sup"]),
        ("vertical-align:sub; font-weight:bold", ["strong", "sub"]),
        ("background-color: #ff0", ["mark"]),
        ("background: yellow", ["mark"]),
        ("background-color: transparent", []),
        ("background-color: #fff", []),
        ("background-color: rgb(249, 249, 249)", []),
        ("background-color: var(--x)", []),
    ],
)
def test_inline_styles_that_mean_something(style, tags):
    opened = "".join(f"<{tag}>" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags))
    assert Converted(f'a <span style="{style}">b</span>').rich_text == f"<p>a {opened}b{closed}</p>"


def test_a_colour_alone_is_named_once():
    converted = Converted('<span style="color:red">a</span> <span style="color:#00f">b</span>')
    assert (converted.rich_text, converted.codes) == ("<p>a b</p>", [("dropped-colour", "note")])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<p style="text-align: center">a</p><p>b</p>', '<p class="centre">a</p><p>b</p>'),
        ('<p class="has-text-align-right">a</p>', '<p class="end">a</p>'),
        ('<p align="center">a</p>', '<p class="centre">a</p>'),
        ("<center>a<p>b</p></center>c", '<p class="centre">a</p><p class="centre">b</p><p>c</p>'),
        (
            '<div style="text-align:right"><p style="text-align:left">a</p>b</div>',
            '<p>a</p><p class="end">b</p>',
        ),
        ('<p style="text-align:justify">a</p>', "<p>a</p>"),
        ('<p class="alignright">a</p>', "<p>a</p>"),
    ],
)
def test_alignment(source, text):
    assert Converted(source).rich_text == text


def test_a_box_with_a_background_is_a_callout():
    converted = Converted('<div style="background:#fe9;color:#000"><p>a</p><h2>b</h2></div>c')
    assert converted.types == ["callout", "rich_text"]
    callout = converted.only("callout")
    assert callout["colour"] == {"$ref": "colour", "background": "#ffee99", "text": "#000000"}
    assert [block["type"] for block in callout["content"]] == ["rich_text", "heading"]


@pytest.mark.parametrize(
    ("source", "anchor"),
    [
        ('<a name="hours"></a>b', "hours"),
        ('<a id="hours">b</a>', "hours"),
        ('<p id="hours">b</p><a href="#hours">up</a>', "hours"),
        ('<p>b <span id="d&ouml;rt">c</span></p><a href="#d%C3%B6rt">up</a>', "dört"),
        ('<a href="#n1" name="r1">1</a> <a href="#r1">up</a>', "r1"),
        ('<div id="hours">b</div>[su_button url="#hours"]up[/su_button]', "hours"),
    ],
)
def test_places_that_links_lead_to_stand_before_their_paragraph(source, anchor):
    converted = Converted(source)
    assert converted.types.index("anchor") < converted.types.index("rich_text")
    assert converted.blocks[0]["value"] == {"anchor": anchor}


@pytest.mark.parametrize(
    "source",
    ['<p id="x">b</p>', '<a name="no place">b</a>', '<p id="a&quot;b">c</p><a href="#a&quot;b">d</a>'],
)
def test_other_ids_are_no_places(source):
    assert "anchor" not in Converted(source).types


def test_the_anchor_of_a_heading_is_its_own():
    converted = Converted('<h2><a name="hours"></a>Hours <a name="old"></a>today</h2><a href="#hours">up</a>')
    assert converted.types == ["anchor", "heading", "rich_text"]
    assert (converted.only("anchor"), converted.only("heading")["anchor"]) == ({"anchor": "old"}, "hours")
    assert converted.only("heading")["text"] == "Hours today"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "<style>p{}</style>", "<noscript>x</noscript>", "<embed src=x>",
        "<template>x</template>", "<script>never closed", "<canvas>x</canvas>", "<svg><script>x</script></svg>",
        "<svg onload=x><title>x</title></svg>",
    ],
)  # fmt: skip
def test_active_content_never_becomes_text(source):
    converted = Converted(f"a {source}")
    assert converted.rich_text == "<p>a</p>"
    assert set(converted.codes) == {("dropped-element", "loss")}


def test_the_words_of_a_drawing_and_of_an_object_stay():
    converted = Converted("<svg><text>Ward</text><text>7</text></svg> <object data=x>No map</object>")
    assert (converted.words(), set(converted.codes)) == (
        ["Ward", "7", "No", "map"],
        {("dropped-element", "loss")},
    )


def test_the_parts_of_an_image_map_are_links():
    converted = Converted(
        '<map name=m><area href="/a/" alt="Ward A"><area href="javascript:x" alt="B"></map>'
    )
    assert converted.rich_text == '<p><a href="/a/">Ward A</a></p><p>B</p>'
    assert converted.codes == [("unsafe-link", "loss")]


def test_paragraphs_are_split_inside_emphasis():
    assert (
        Converted("<strong>a\n\nb</strong>").rich_text == "<p><strong>a</strong></p><p><strong>b</strong></p>"
    )


def test_verse_is_not_code():
    assert Converted('<pre class="wp-block-verse">a\n b</pre>').rich_text == "<p>a<br/>\u00a0b</p>"


def test_rules_divide():
    converted = Converted("a<hr>b")
    assert converted.types == ["rich_text", "divider", "rich_text"]
    assert converted.only("divider") == {"top_link": ""}
