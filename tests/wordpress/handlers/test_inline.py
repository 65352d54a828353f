"""Running text: emphasis, links, and what never comes over."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<strong>a</strong> <em>b</em> <sup>c</sup>", "<strong>a</strong> <em>b</em> <sup>c</sup>"),
        ("<del>a</del> <strike>b</strike> <kbd>c</kbd>", "<s>a</s> <s>b</s> <code>c</code>"),
        ('<span style="color:red">a</span> <u>b</u> <font>c</font> <x-y>d</x-y>', "a b c d"),
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
    "source",
    [
        "<script>alert(1)</script>", "<style>p{}</style>", "<noscript>x</noscript>", "<object data=x>x</object>",
        "<svg><text>x</text></svg>", "<embed src=x>", "<template>x</template>", "<script>never closed",
    ],
)  # fmt: skip
def test_active_content_never_becomes_text(source):
    converted = Converted(f"a {source}")
    assert (converted.rich_text, converted.codes) == ("<p>a</p>", [("dropped-element", "loss")])


def test_paragraphs_are_split_inside_emphasis():
    assert (
        Converted("<strong>a\n\nb</strong>").rich_text == "<p><strong>a</strong></p><p><strong>b</strong></p>"
    )


def test_preformatted_text_keeps_its_lines_and_indentation():
    converted = Converted("<pre>if a:\n    b = [1]\n\n<b>c</b></pre>")
    assert converted.rich_text == (
        "<p><code>if a:<br/>\u00a0\u00a0\u00a0\u00a0b = [1]<br/><br/><b>c</b></code></p>"
    )


def test_verse_is_not_code():
    assert Converted('<pre class="wp-block-verse">a\n b</pre>').rich_text == "<p>a<br/>\u00a0b</p>"


def test_definition_lists_stay_readable():
    assert Converted("<dl><dt>a</dt><dd>b</dd></dl>").rich_text == "<p><strong>a</strong></p><p>b</p>"


def test_rules_divide():
    assert Converted("a<hr>b").types == ["rich_text", "divider", "rich_text"]
