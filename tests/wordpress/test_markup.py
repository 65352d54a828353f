"""Reading HTML: what browsers repair is repaired, and no text is lost on the way."""

import html
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.wordpress.delimiters import has_blocks, read_block_comment
from cms.wordpress.markup import (
    MAX_DEPTH,
    MEDIA_SCHEMES,
    Comment,
    Element,
    Node,
    parse,
    safe_url,
    text_of,
)
from tests.wordpress.test_shortcodes import calls_made


def outline(nodes: list[Node]) -> str:
    """Write a tree as short as possible: p(a b(c))."""
    pieces = []
    for node in nodes:
        if isinstance(node, Element):
            pieces.append(f"{node.name}({outline(node.children)})" if node.children else f"{node.name}()")
        else:
            pieces.append(node if isinstance(node, str) else f"<{node.text}>")
    return " ".join(pieces)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("<p>a<p>b", "p(a) p(b)"),
        ("<p>a<div>b</div>c", "p(a) div(b) c"),
        ("<p>a<ul><li>b", "p(a) ul(li(b))"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "ul(li(a) li(b ul(li(c))) li(d)) e"),
        ("<table><tr><td>a<td>b<tr><th>c</table>d", "table(tr(td(a) td(b)) tr(th(c))) d"),
        ("<table><thead><tr><th>a<tbody><tr><td>b</table>", "table(thead(tr(th(a))) tbody(tr(td(b))))"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a) dd(b) dt(c))"),
        ("<h2>a<h3>b</h3>", "h2(a) h3(b)"),
        ("<a href=x>a<a href=y>b</a>", "a(a) a(b)"),
        ("<td><p>a</td><p>b", "td(p(a)) p(b)"),
        ("a</p>b", "a p() b"),
        ("a</b>b</i>", "a b"),
        ("<b><p>a</b>b</p>c", "b(p(a b)) c"),
        ("<b><i>a</b>b", "b(i(a)) b"),
        ("<br>a<br/>b</br>", "br() a br() b br()"),
        ("<hr>a<img src=x>b", "hr() a img() b"),
        ("<i/>a", "i() a"),
        ("a < b <c", "a < b <c"),
        ("<>a", "<>a"),
        ("<b and no end <i>c</i>", "<b and no end i(c)"),
        ("<!-- c -->a<!-- open", "< c > a<!-- open"),
        ("<![CDATA[x]]>a<!DOCTYPE html>b<?php x?>c", "x a <DOCTYPE html> b <php x?> c"),
        ("<script>a<b>c</script>d", "script(a<b>c) d"),
        ("<SCRIPT>a</ScRiPt >d", "script(a) d"),
        ("<script>a", "script(a)"),
        ("<iframe src=x>a", "iframe() a"),
        ("&lt;b&gt; &eacute; &#8217;", "<b> é \u2019"),
    ],
)
def test_trees(source, tree):
    assert " ".join(outline(parse(source)).split()) == tree


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("<a HREF='x' b=c d>", {"href": "x", "b": "c", "d": ""}),
        ("<a href=http://e.example/>", {"href": "http://e.example/"}),
        ('<a title="a > b" c="d">', {"title": "a > b", "c": "d"}),
        ('<a href="?a=1&copy=2&amp;b=3">', {"href": "?a=1&copy=2&b=3"}),
        ('<a a="1" a="2">', {"a": "1"}),
        ("<a\nhref = 'x'\n>", {"href": "x"}),
    ],
)
def test_attributes(tag, attributes):
    (element,) = parse(f"{tag}x</a>")
    assert isinstance(element, Element)
    assert element.attributes == attributes
    assert element.children == ["x"]


def test_a_quote_that_is_never_closed_costs_no_text():
    assert text_of(parse('<a href="x>link</a> and <b class="y">bold</b>')) == "link and bold"


def test_text_leaves_out_what_nobody_sees():
    source = "<p>a<script>b</script><!-- c --><style>d</style>e<br>f</p><template>g</template>"
    assert text_of(parse(source)).split() == ["ae", "f"]


def test_depth_is_limited_and_text_is_not():
    nodes = parse("<div>" * 10_000 + "a" + "</div>" * 10_000 + "b")
    depth, level = 0, nodes
    while level and isinstance(level[0], Element):
        depth, level = depth + 1, level[0].children
    assert depth <= MAX_DEPTH + 1
    assert text_of(nodes).split() == ["a", "b"]


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<li>", "</ul>", "<td>", "</table>", "<a href='x'>",
                 "</a>", "<br/>", "<!-- x -->", "<h2>", "</h2>", "<tr>", "</li>"]
            ),
            st.from_regex(r"[a-z]{1,5}", fullmatch=True),
        )
    )
)  # fmt: skip
def test_every_word_survives_any_order_of_tags(pieces):
    words = [piece for piece in pieces if not piece.startswith("<")]
    assert "".join(text_of(parse("".join(pieces))).split()) == "".join(words)


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from(">!-/[]= \"'abip&;#\n\x00"), max_size=300),
    st.sampled_from(["", "<", "<a", "<!--"]),
)
def test_text_without_a_whole_tag_is_text(text, opening):
    source = opening + text.replace(">", "")
    assert text_of(parse(source)) == html.unescape(source)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>",
        "<div>",
        "<b>",
        "</b>",
        "<",
        "<a ",
        "<!--",
        '<a "',
        "<a '\">",
        "<iframe>",
        "<b><p></b>",
        "<?",
        "<a b",
        "&",
    ],
)
def test_twice_the_text_is_at_most_about_twice_the_work(piece):
    parse(piece)
    assert calls_made(lambda: parse(piece * 1000)) <= 2.5 * calls_made(lambda: parse(piece * 500)) + 500


@pytest.mark.parametrize(
    "text",
    [
        "<a " * 33_000,
        "<!--" * 25_000,
        '<a "' * 25_000 + ">",
        "<iframe>" * 12_000,
        "<a" + " x" * 50_000 + ">",
        "<![CDATA[" * 11_000,
    ],
)
def test_hostile_text_of_100_kb_ends(text):
    recursion_limit = sys.getrecursionlimit()
    assert parse(text)
    assert sys.getrecursionlimit() == recursion_limit


@pytest.mark.parametrize(
    ("comment", "name", "attributes", "closing", "void"),
    [
        (" wp:paragraph ", "paragraph", {}, False, False),
        (" /wp:paragraph ", "paragraph", {}, True, False),
        (' wp:heading {"level":3} ', "heading", {"level": 3}, False, False),
        (' wp:acme/box {"a":{"b":"}"}} /', "acme/box", {"a": {"b": "}"}}, False, True),
        (" wp:x {broken} ", "x", {}, False, False),
    ],
)
def test_block_comments(comment, name, attributes, closing, void):
    block = read_block_comment(Comment(comment))
    assert block is not None
    assert (block.name, block.attributes, block.closing, block.void) == (name, attributes, closing, void)


@pytest.mark.parametrize("comment", ["more", " wp: ", "wpx:a", " a wp:b "])
def test_other_comments_are_no_blocks(comment):
    assert read_block_comment(Comment(comment)) is None


def test_blocks_are_recognised():
    assert has_blocks("a<!-- wp:paragraph -->")
    assert not has_blocks("<!-- more -->")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://e.example/a b", "https://e.example/a%20b"),
        ("/a:b", "/a:b"),
        ("?a=b:c", "?a=b:c"),
        ("#x", "#x"),
        ("//e.example/", "//e.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+1 234", "tel:+1234"),
        ("www.e.example", "http://www.e.example"),
        (" \n/x\t", "/x"),
    ],
)
def test_safe_addresses(url, safe):
    assert safe_url(url) == safe


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\nscript:x", "java\tscript:x", "\x01javascript:x",
        "jav\u200bascript:x", "\ufeffjavascript:x", "javascript\u00ad:x", "data:text/html,x", "vbscript:x", "file:///x",
        "blob:x", "x:y", "C:\\x", "", " ", "\u2028javascript:x",
    ],
)  # fmt: skip
def test_unsafe_addresses(url):
    assert safe_url(url) is None


def test_media_come_from_the_web_only():
    assert safe_url("mailto:a@b.example", MEDIA_SCHEMES) is None
    assert safe_url("data:image/png;base64,x", MEDIA_SCHEMES) is None
    assert safe_url("/uploads/a.jpg", MEDIA_SCHEMES) == "/uploads/a.jpg"
