"""The converter as a whole: paragraphs, order, golden cases, and what must hold for any content."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.wordpress.facts import PostFacts, SiteFacts
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import safe_url
from cms.wordpress.refs import Html
from cms.wordpress.tags import without_shortcodes
from tests.wordpress.converting import ITEM, Converted
from tests.wordpress.test_shortcodes import calls_made

GOLDEN = Path(__file__).parent / "golden"
TYPES = {
    "heading", "rich_text", "list", "quote", "table", "image", "button", "service_articles", "page_list", "divider",
    "media", "columns", "callout", "accordion", "tabs", "expandable", "gated", "gallery", "cards", "button_group", "code",
    "footnotes", "anchor", "menu", "imported_html", "summary_list", "imported_source",
}  # fmt: skip
INLINE = {"a", "strong", "em", "b", "i", "sup", "sub", "code", "s", "u", "mark", "span", "small", "br"}
RICH_TEXT = INLINE | {"p", "ul", "ol", "li", "h2", "h3", "h4"}
ATTRIBUTES = {"a": {"href"}, "p": {"class"}, "span": {"class"}, "small": {"class"}}
CLASSES = {"centre", "end", "label", "explanation"}


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_cases(source):
    converted = Converted(source.read_text(encoding="utf-8"))
    issues = [f"{issue.severity} {issue.code}: {issue.detail}" for issue in converted.issues]
    expected = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))
    assert {"blocks": converted.blocks, "issues": issues} == expected


# Paragraphs, as wpautop makes them


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("a\r\n\r\nb", "<p>a</p><p>b</p>"),
        ("a\n \t\n\n\nb", "<p>a</p><p>b</p>"),
        ("a\nb", "<p>a<br/>b</p>"),
        ("a<br />\nb", "<p>a<br/>b</p>"),
        ("a<br><br>b", "<p>a</p><p>b</p>"),
        ("\n\na\n", "<p>a</p>"),
        ("a  b\tc", "<p>a b c</p>"),
        ("<div>a\n\nb</div>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>&nbsp;</p>\n<p>b</p>", "<p>b</p>"),
        ("<p>a\n<p>b", "<p>a</p><p>b</p>"),
        ("a</p>b", "<p>a</p><p>b</p>"),
        ("<section><article>a</article></section>", "<p>a</p>"),
        ("a <!-- b --> c", "<p>a c</p>"),
        ("a<!--more-->b<!--nextpage-->c", "<p>abc</p>"),
        ("<!-- wp:paragraph --><p>a\nb</p><!-- /wp:paragraph -->", "<p>a b</p>"),
        ("<!-- wp:freeform -->a\nb\n\nc<!-- /wp:freeform -->", "<p>a b</p><p>c</p>"),
        ("", ""),
        (" \n&nbsp;", ""),
        ("a\x00\x08b\ufdd00\ufdd1", "<p>ab0</p>"),
    ],
)
def test_paragraphs(source, text):
    assert Converted(source).rich_text == text


def test_neighbouring_paragraphs_are_one_block():
    assert Converted("a\n\nb<h2>c</h2>d\n\ne").types == ["rich_text", "heading", "rich_text"]


def test_a_shortcode_on_a_line_of_its_own_is_in_no_paragraph():
    converted = Converted("a\n\n[su_posts]\n\nb")
    assert converted.types == ["rich_text", "service_articles", "rich_text"]
    assert converted.rich_text == "<p>a</p><p>b</p>"


def test_line_breaks_count_inside_a_shortcode_block():
    source = "<!-- wp:shortcode -->[su_animate]a\nb\n\nc[/su_animate]<!-- /wp:shortcode -->"
    assert Converted(source).rich_text == "<p>a<br/>b</p><p>c</p>"


def test_a_wrapper_may_open_in_one_block_and_close_in_another():
    converted = Converted(
        "<!-- wp:shortcode -->[su_box title=A]<!-- /wp:shortcode -->"
        "<!-- wp:paragraph --><p>b</p><!-- /wp:paragraph -->"
        "<!-- wp:shortcode -->[/su_box]<!-- /wp:shortcode -->"
    )
    assert converted.only("callout")["title"] == "A"
    assert converted.only("callout")["content"] == [{"type": "rich_text", "value": "<p>b</p>"}]


def test_a_wrapper_may_be_half_inside_a_paragraph():
    callout = Converted("<p>[su_note]</p><p>a</p><p>[/su_note]</p>").only("callout")
    assert callout["content"] == [{"type": "rich_text", "value": "<p>a</p>"}]


# Shortcodes


@pytest.mark.parametrize(
    "prose",
    [
        "[1]",
        "[simple boat]",
        '[role="img"]',
        "[note]",
        "[ su_button ]",
        "[NOTE]",
        "[GALLERY]",
        "[note",
        "[su_",
    ],
)
def test_brackets_in_prose_stay(prose):
    converted = Converted(f"a {prose} b")
    assert (converted.rich_text, converted.codes) == (f"<p>a {prose} b</p>", [])


@pytest.mark.parametrize(
    ("source", "text", "kept"),
    [
        ('a [SU_BUTTON url="/x/"]Go[/SU_BUTTON] b', "<p>a Go b</p>", '[SU_BUTTON url="/x/"]Go[/SU_BUTTON]'),
        ("a [Su_Label]b[/su_label] c", "<p>a b c</p>", "[Su_Label]b[/su_label]"),
        ("a [SU_SPACER size=2] b", "<p>a b</p>", "[SU_SPACER size=2]"),
        ("a [/SU_LABEL]b", "<p>a b</p>", "[/SU_LABEL]"),
        ("a [su_spacer.x] b", "<p>a b</p>", "[su_spacer.x]"),
        ("[Su_Box]<p>a</p><p>[SU_LABEL]b[/SU_LABEL]</p>[/Su_Box]", "<p>a</p><p>b</p>",
         "[Su_Box]<p>a</p><p>[SU_LABEL]b[/SU_LABEL]</p>[/Su_Box]"),
        ('<p>[su_button url="/x/" size=3 Go there</p><p>b</p>', "<p>Go there</p><p>b</p>",
         '[su_button url="/x/" size=3'),
        ('[su_button url="/x/ Go', "<p>Go</p>", '[su_button url="/x/'),
        ("a [/su_label", "<p>a</p>", "[/su_label"),
    ],
)  # fmt: skip
def test_source_that_wordpress_showed_is_kept_for_editors_only(source, text, kept):
    converted = Converted(source)
    assert (converted.rich_text, converted.only("imported_source")["source"]) == (text, kept)
    assert set(converted.codes) == {("literal-shortcode", "loss")}


def test_shortcodes_inside_and_beside_literal_ones_still_run():
    converted = Converted("[SU_BOX]a [su_heading]b[/su_heading] c[/SU_BOX] d [su_button]e[/su_button]")
    assert (converted.only("heading")["text"], converted.only("button")["text"]) == ("b", "e")
    assert {"a", "c", "d"} <= set(converted.words())
    assert "SU_BOX" not in converted.words()


@pytest.mark.parametrize("source", ["a [[SU_BUTTON]] b", "a <!-- [SU_BUTTON] -->b", "a <!-- [su_button -->b"])
def test_literal_shortcodes_that_are_meant_so_or_hidden_are_no_loss(source):
    assert Converted(source).codes == []


def test_escaped_shortcodes_are_shown():
    converted = Converted("Write [[su_button]Go[/su_button]] for a button.")
    assert (converted.rich_text, converted.codes) == (
        "<p>Write [su_button]Go[/su_button] for a button.</p>",
        [],
    )


@pytest.mark.parametrize("closer", ["[/su_box]", "[_/su_row]", "[&#47;su_heading]", "[/gallery]"])
def test_a_closer_that_closes_nothing_is_not_shown(closer):
    converted = Converted(f"a {closer}b")
    assert (converted.rich_text, converted.codes) == ("<p>a b</p>", [("stray-closer", "note")])


def test_an_encoded_closer_closes():
    assert Converted("[su_heading]a[&#47;su_heading]").only("heading")["text"] == "a"


def test_a_tag_without_its_bracket_costs_no_paragraph():
    converted = Converted('a [su_spacer size="2"\n\nb [su_label]c[/su_label] d')
    assert converted.words() == ["a", "b", "c", "d"]
    assert ("unclosed-tag", "loss") in converted.codes


def test_a_shortcode_in_an_attribute_leaves_its_text():
    converted = Converted('<img src="/a.png" alt="[su_label]new[/su_label] map">')
    assert converted.only("image")["image"]["alt_text"] == "new map"
    assert converted.codes == [("shortcode-in-attribute", "loss")]


def test_a_site_fact_in_an_attribute_is_resolved():
    facts = SiteFacts(posts={12: PostFacts(id=12, slug="care", title="Care")})
    shown = Converted(
        '<a href="[su_permalink id=12]">a</a> <a href="/[su_post field=post_name post_id=12]/">b</a>', facts
    )
    assert shown.rich_text == '<p><a href="/?p=12">a</a> <a href="/care/">b</a></p>'


def test_a_shortcode_where_nothing_is_shown_is_reported_and_kept():
    converted = Converted("a <script>[su_label]b[/su_label]</script>")
    assert converted.only("imported_source")["source"] == "[su_label]b[/su_label]"
    assert ("hidden-shortcode", "loss") in converted.codes


@pytest.mark.parametrize(
    ("source", "mapping"),
    [
        ("[gn_heading]a[/gn_heading]", {"prefixes": ("su_", "gn_")}),
        ("[heading]a[/heading]", {"prefixes": ("",)}),
        ("[big_title]a[/big_title]", {"aliases": {"big_title": "su_heading"}}),
        ("[big_title]a[/big_title]", {"aliases": {"big_title": "su_heading"}, "prefixes": ("gn_",)}),
    ],
)
def test_other_prefixes_and_aliases(source, mapping):
    converted = Converted(source, **mapping)
    assert (converted.only("heading")["text"], converted.codes) == ("a", [])
    assert "heading" not in Converted(source).types


@pytest.mark.parametrize(
    "source",
    [
        "[su_button&nbsp;background=”#9F0102” url=”/x/”]Go[/su_button]",
        "[su_button\u00a0background=\"#9F0102\" url='/x/']Go[/su_button]",
        "[su_button background=&#x201d;#9F0102&#x22; url=&amp;quot;/x/&amp;quot;]Go[/su_button]",
        "[su_button background=＂#9F0102＂ url=＂/x/＂]Go[/su_button]",
    ],
)
def test_a_mended_tag_reads_as_its_author_wrote_it_with_a_note(source):
    converted = Converted(source)
    button = converted.only("button")
    assert (button["colour"]["background"], button["link"]["url"]) == ("#9f0102", "/x/")
    assert converted.codes == [("healed-quotes", "note")]


@pytest.mark.parametrize(
    ("source", "piece"),
    [
        ('[su_button background="#9F0102"url="/x/"]Go[/su_button]', 'background="#9F0102"url="/x/"'),
        ('[su_button url="/x/" background="#9F0102]Go[/su_button]', 'background="#9F0102'),
        ("[su_button url=”/x/”size=”3”]Go[/su_button]", "url=/x/”size=”3"),
        ('[su_shiny a="1"b="2"]Go[/su_shiny]', 'a="1"b="2"'),
    ],
)
def test_what_quotes_make_unreadable_is_a_loss(source, piece):
    converted = Converted(source)
    assert "Go" in converted.words()
    (detail,) = (issue.detail for issue in converted.issues if issue.code == "unreadable-attribute")
    assert piece in detail
    assert ("unreadable-attribute", "loss") in converted.codes


@pytest.mark.parametrize("source", ["[su_note wide]a[/su_note]", "[embed https://a.example/?x=1]"])
def test_values_without_a_name_are_no_loss_of_their_own(source):
    assert "unreadable-attribute" not in dict(Converted(source).codes)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hips and knees", "Hips and knees"),
        ("[su_label type=new]New[/su_label] ward", "New ward"),
        ("[su_dropcap]T[/su_dropcap]wo [su_spacer size=20]wards", "Two wards"),
        ("[su_row][su_column]a[/su_column][su_column]b[/su_column][/su_row].", "a b."),
        ("[su_button&nbsp;url=”/x/”]Go[/su_button]!", "Go!"),
        ("a[/su_label] b", "a b"),
        ("[su_members]secret[/su_members] public", " public"),
        ("[note] [1] [[su_label]x[/su_label]]", "[note] [1] [su_label]x[/su_label]"),
        ("[caption id=1]A ward[/caption]", "A ward"),
        ("[SU_LABEL]New[/SU_LABEL] ward", "New ward"),
        ('Read on [su_button url="/x/', "Read on "),
        ("", ""),
    ],
)
def test_plain_text_without_shortcodes(text, plain):
    assert without_shortcodes(text, Mapping()) == plain


def test_plain_text_without_the_shortcodes_of_the_mapping():
    mapping = Mapping(prefixes=("gn_",), aliases={"big": "su_heading"})
    assert without_shortcodes("[gn_label]a[/gn_label] [big]b[/big] [su_label]", mapping) == "a b [su_label]"
    assert without_shortcodes("[label]a[/label] [b]", Mapping(prefixes=("",))) == "a [b]"


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('[]/_ \n"=su_xSU')))
def test_plain_text_without_shortcodes_stays_so(text):
    bare = without_shortcodes(text, Mapping())
    assert len(bare) <= len(text)
    assert not {"[", "]"} & (set(bare) - set(text))


# Blocks of the editor


def test_an_unknown_block_keeps_its_content_and_is_reported_once():
    block = '<!-- wp:acme/card {"x":1} --><div><p>a</p></div><!-- /wp:acme/card -->'
    converted = Converted(block * 3)
    assert (converted.rich_text, converted.codes) == (
        "<p>a</p><p>a</p><p>a</p>",
        [("unknown-block", "note")],
    )


def test_a_block_that_the_old_site_computed_is_a_loss_and_kept_for_editors():
    converted = Converted('<!-- wp:archives {"x":1} /-->')
    assert converted.only("imported_source")["source"] == '<!-- wp:archives {"x":1} /-->'
    assert converted.codes == [("dropped-block", "loss")]


def test_issues_name_the_item():
    assert {issue.item for issue in Converted("[su_note]a[/su_note]<h1>b</h1>").issues} == {ITEM}


# The real pages


def test_the_seed_pages(shared):
    folder = shared / "wordpress" / "seed-site" / "sources"
    pages = {path.stem: Converted(path.read_text(encoding="utf-8")) for path in folder.glob("seeking-*.txt")}
    assert len(pages) == 3
    for page in pages.values():
        assert page.types.count("heading") == 7
        assert [len(block["value"]["items"]) for block in page.blocks if block["type"] == "list"] == [
            11,
            3,
            5,
        ]
        assert page.only("button")["colour"] == {"$ref": "colour", "background": "#9f0102", "text": ""}
        listing = page.only("service_articles")
        assert (listing["topics"][0]["key"], listing["count"], listing["direction"]) == ("7", 2, "descending")
    first, *others = (page.blocks for page in pages.values())
    assert others == [first, first]


def test_the_gallery_is_read_without_showing_source(shared):
    sources = sorted((shared / "wordpress" / "gallery" / "sources").glob("*.txt"))
    assert sources
    for source in sources:
        text = source.read_text(encoding="utf-8")
        converted = Converted(text)
        assert_sound(converted)
        shown = " ".join(converted.strings())
        escaped = re.findall(r"\[\[(\w+)", text)
        assert set(re.findall(r"\[_*/?_*(su_\w+)", shown)) <= set(escaped), source.name


# What holds for any content


def assert_sound(converted: Converted) -> None:
    """Only known blocks, and only harmless HTML in rich text."""
    assert converted.every_type() <= TYPES
    for text in converted.html():
        soup = BeautifulSoup(text, "html.parser")
        for tag in soup.find_all(True):
            assert tag.name in RICH_TEXT
            assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set())
            assert set(tag.get("class", [])) <= CLASSES
            assert tag.name != "a" or safe_url(tag["href"])
            assert tag.name not in INLINE or tag.name == "br" or tag.get_text()


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<div>", "</div>", "<ul>", "<ol start=3>", "<li>", "</li>", "</ul>",
        "<h2>", "</h2>", "<h5>", "</h5>", "<blockquote>", "<cite>", "</cite>", "</blockquote>", "<table>", "<tr>", "<td>",
        "<th rowspan=2>", "</td>", "</table>", "<figure>", "<figcaption>", "</figcaption>", "</figure>", "<pre>", "</pre>",
        '<a href="/x/">', "<a href='javascript:x'>", "</a>", "<br/>", "<hr>", "<!-- wp:x -->", "<!-- /wp:x -->",
        "<dl>", "<dt>", "<dd>", "</dl>", "<span>", "</span>", "<caption>", "<img src=/a.png alt=''>", "\n", "\n\n", " ",
        "[su_note]", "[/su_note]", "[su_row]", "[/su_row]", "[_su_row]", "[_/su_row]", "[su_label]", "[/su_label]",
        "[su_posts]", "[su_list]", "[/su_list]", "[su_table]", "[/su_table]", "[su_quote]", "[/su_quote]",
        "[su_heading]", "[/su_heading]", "[caption]", "[/caption]", "[su_animate]", "[/su_animate]", "[1]",
        "[su_tabs]", "[/su_tabs]", "[su_tab title=t]", "[/su_tab]", "[su_accordion]", "[/su_accordion]", "[su_spoiler]",
        "[/su_spoiler]", "[su_box]", "[/su_box]", "[su_column size=1/3]", "[/su_column]", "[su_members]", "[/su_members]",
        "[su_expand]", "[/su_expand]", "[su_service]", "[/su_service]", "[su_tooltip]", "[/su_tooltip]", "[su_lightbox]",
        "[/su_lightbox]", "[su_lightbox_content id=i]", "[/su_lightbox_content]", "[su_scheduler time=1-2]",
        "[/su_scheduler]", "[su_pullquote]", "[/su_pullquote]", "[su_divider]", "[su_spacer]", "[su_permalink]",
        "<!-- wp:columns -->", "<!-- /wp:columns -->", '<div class="wp-block-columns">', '<div class="wp-block-column">',
        '<div class="wp-block-group has-background">', "<details>", "<summary>", "</summary>", "</details>",
        '<p style="text-align:center">', "<form>", "</form>", "<ruby>", "</ruby>", "<code>", "</code>", "<a id=x>",
    ]
)  # fmt: skip
WORDS = st.from_regex(r"q[a-z]{1,4}", fullmatch=True)


@settings(deadline=None)
@given(st.lists(st.one_of(TAGS, WORDS), max_size=60))
def test_every_word_comes_over(pieces):
    """Words outside tags survive; only their order may change where a block cannot stay inside a list or table."""
    words = [piece for piece in pieces if piece.startswith("q")]
    converted = Converted(" ".join(pieces))
    assert sorted(word for word in converted.words() if word.startswith("q")) == sorted(words)
    assert_sound(converted)


FLOW_TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<h2>", "</h2>", '<a href="/x/">', "</a>", "<br/>", "<hr>",
     "[su_note]", "[/su_note]", "[su_label]", "[/su_label]", "[su_posts]", "[su_row]", "[/su_row]", "<ul><li>", "</li></ul>",
     "\n\n", "<pre>", "</pre>", "<blockquote>", "</blockquote>"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(FLOW_TAGS, WORDS), max_size=60))
def test_words_keep_their_order(pieces):
    words = [piece for piece in pieces if piece.startswith("q")]
    assert [word for word in Converted(" ".join(pieces)).words() if word.startswith("q")] == words


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_converts(text):
    assert_sound(Converted(text))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>[]/=\"'!-&;: \nabsu_x0\ufdd0”"), max_size=300))
def test_any_soup_converts(text):
    assert_sound(Converted(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["[su_a", "[su_button url=", "javascript:x", "]", "[/su_button]", '"', "<a href=", ">", "x", "<img src=",
                                 "[su_quote url=", "[/su_quote]", " data:x", "<iframe src=", " style='background:url(javascript:x)'"]), max_size=20))  # fmt: skip
def test_no_active_address_comes_out(pieces):
    converted = Converted("".join(pieces))
    assert_sound(converted)
    addresses = list(_addresses(converted.blocks))
    assert [address for address in addresses if address and safe_url(address) is None] == []


def _addresses(value: object) -> Iterator[str]:
    """Give every address outside rich text; that in rich text is looked at by ``assert_sound``."""
    if isinstance(value, list):
        for inner in value:
            yield from _addresses(inner)
    elif isinstance(value, dict):
        if isinstance(value.get("url"), str):
            yield value["url"]
        yield from _addresses(list(value.values()))


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 10_000 + "word" + "</div>" * 10_000,
        "<b>" * 10_000 + "word",
        "<ul><li>" * 5_000 + "word",
        "<table><tr><td>" * 3_000 + "word",
        "<blockquote>" * 5_000 + "word",
        "[su_note]" * 10_000 + "word" + "[/su_note]" * 10_000,
        "".join(f"[su_x{n}]" for n in range(2_000))
        + "word"
        + "".join(f"[/su_x{n}]" for n in range(1_999, -1, -1)),
        "".join(f"<div>[su_x{n}]<table><tr><td>" for n in range(300)) + "word",
    ],
    ids=["div", "b", "li", "td", "blockquote", "same tag", "different tags", "both"],
)
def test_depth_costs_no_text(content):
    assert "word" in Converted(content).words()


def test_what_is_gated_stays_so_at_any_depth():
    opened = "".join(f"[su_x{n}]" for n in range(200)) + "[su_members]"
    closed = "[/su_members]" + "".join(f"[/su_x{n}]" for n in range(199, -1, -1))
    assert "secret" not in Converted(f"{opened}secret{closed}").words()


@pytest.mark.parametrize(
    "piece",
    [
        "[su_note]a",
        "[SU_NOTE]a",
        "[SU_NOTE",
        "[SU_NOTE]a[/SU_NOTE]",
        "<p>a",
        "<b>a",
        "a\n\n",
        "<li>a",
        "[su_label]a[/su_label]",
        "<td>a",
    ],
)
def test_twice_the_content_is_at_most_about_twice_the_work(piece):
    Converted(piece)
    assert (
        calls_made(lambda: Converted(piece * 400)) <= 2.5 * calls_made(lambda: Converted(piece * 200)) + 2000
    )


def test_rich_text_is_marked_as_html():
    (block,) = Converted("a").raw
    assert isinstance(block["value"], Html)
