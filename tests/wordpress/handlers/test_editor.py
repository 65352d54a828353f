"""Blocks of the editor: what they lay out, list, share, and what the old theme computed."""

import json
import re

import pytest

from cms.wordpress.facts import PostFacts, SiteFacts
from cms.wordpress.handlers import registry
from tests.wordpress.converting import ITEM, Converted

IMG = '<img src="/a.jpg" alt="A" class="wp-image-5">'
# Every block of WordPress 6.5 that an author can insert, and those that stand in them.
NAMES = [
    "archives", "audio", "avatar", "block", "button", "buttons", "calendar", "categories", "code",
    "column", "columns", "comment-author-name", "comment-content", "comment-date", "comment-edit-link",
    "comment-reply-link", "comment-template", "comments", "comments-pagination",
    "comments-pagination-next", "comments-pagination-numbers", "comments-pagination-previous",
    "comments-title", "cover", "details", "embed", "file", "footnotes", "freeform", "gallery", "group",
    "heading", "home-link", "html", "image", "latest-comments", "latest-posts", "list", "list-item",
    "loginout", "media-text", "missing", "more", "navigation", "navigation-link", "navigation-submenu",
    "nextpage", "page-list", "paragraph", "pattern", "post-author", "post-author-biography",
    "post-author-name", "post-comments-form", "post-content", "post-date", "post-excerpt",
    "post-featured-image", "post-navigation-link", "post-template", "post-terms", "post-title",
    "preformatted", "pullquote", "query", "query-no-results", "query-pagination",
    "query-pagination-next", "query-pagination-numbers", "query-pagination-previous", "query-title",
    "quote", "read-more", "rss", "search", "separator", "shortcode", "site-logo", "site-tagline",
    "site-title", "social-link", "social-links", "spacer", "table", "tag-cloud", "template-part",
    "term-description", "text-columns", "verse", "video",
]  # fmt: skip


def block(name: str, inner: str = "", **attributes) -> str:
    said = f"{json.dumps(attributes)} " if attributes else ""
    return f"<!-- wp:{name} {said}-->{inner}<!-- /wp:{name} -->" if inner else f"<!-- wp:{name} {said}/-->"


def div(name: str, inner: str, more: str = "", **attributes: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<div class="wp-block-{name} {more}"{written}>{inner}</div>'


def paragraph(text: str) -> str:
    return block("paragraph", f"<p>{text}</p>")


def column(text: str, width: str = "") -> str:
    style = {"style": f"flex-basis:{width}"} if width else {}
    return block("column", div("column", paragraph(text), **style))


def shown(blocks) -> list:
    """Give content as (type, text), with what is inside of containers."""
    return [(one["type"], one["value"]) if isinstance(one["value"], str) else one["type"] for one in blocks]


@pytest.mark.parametrize("name", NAMES)
def test_no_block_of_wordpress_is_unknown(name):
    for source in (block(name), block(name, "<p>Word</p>"), block(f"core/{name}", "<p>Word</p>")):
        converted = Converted(source)
        assert "unknown-block" not in dict(converted.codes)
        assert ("Word" in converted.words()) == ("Word" in source)


def test_a_block_of_a_plugin_keeps_its_content():
    converted = Converted(block("acme/card", f"<div>{paragraph('a')}</div>", x=1))
    assert (converted.rich_text, converted.codes) == ("<p>a</p>", [("unknown-block", "note")])


# Layout


@pytest.mark.parametrize(
    ("columns", "widths"),
    [
        (column("a") + column("b"), ["", ""]),
        (column("a", "33.33%") + column("b", "66.66%"), ["third", "two_thirds"]),
        (column("a", "25%") + column("b", "50%") + column("c", "20%"), ["quarter", "half", "quarter"]),
        (column("a", "70%") + column("b", "30%"), ["two_thirds", "third"]),
        (column("a", "300px") + column("b"), ["", ""]),
    ],
)
def test_columns(columns, widths):
    converted = Converted(block("columns", div("columns", columns)))
    value = converted.only("columns")
    assert [found["width"] for found in value["columns"]] == widths
    assert [found["content"][0]["value"] for found in value["columns"]] == [
        f"<p>{text}</p>" for text in "abc"[: len(widths)]
    ]
    assert converted.codes == []


def test_columns_in_the_middle_and_text_between_them():
    source = div("columns", column("a") + "between" + column("b"), "are-vertically-aligned-center")
    value = Converted(block("columns", source)).only("columns")
    assert (value["alignment"], len(value["columns"])) == ("centre", 2)
    assert [found["value"] for found in value["columns"][0]["content"]] == ["<p>a</p>", "<p>between</p>"]


def test_one_column_is_its_content():
    assert Converted(block("columns", div("columns", column("a")))).rich_text == "<p>a</p>"


@pytest.mark.parametrize(
    ("classes", "style", "types", "widths"),
    [
        ("", "", ["image", "rich_text"], ["", ""]),
        ("has-media-on-the-right", "", ["rich_text", "image"], ["", ""]),
        ("", "grid-template-columns:20% auto", ["image", "rich_text"], ["quarter", "three_quarters"]),
    ],
)
def test_media_beside_text(classes, style, types, widths):
    media = f'<figure class="wp-block-media-text__media">{IMG}</figure>'
    text = f'<div class="wp-block-media-text__content">{paragraph("a")}</div>'
    inner = text + media if "right" in classes else media + text
    value = Converted(block("media-text", div("media-text", inner, classes, style=style))).only("columns")
    assert [found["content"][0]["type"] for found in value["columns"]] == types
    assert [found["width"] for found in value["columns"]] == widths


@pytest.mark.parametrize(
    "image",
    [
        '<span class="wp-block-cover__background"></span><img class="wp-block-cover__image-background wp-image-5" alt="" src="/a.jpg"/>',
        '<div role="img" class="wp-block-cover__image-background wp-image-5" style="background-image:url(/a.jpg)"></div>',
    ],
)
def test_the_image_of_a_cover_goes_before_its_words(image):
    inner = f'<div class="wp-block-cover__inner-container">{paragraph("a")}</div>'
    converted = Converted(block("cover", div("cover", image + inner)))
    assert converted.types == ["image", "rich_text"]
    assert converted.only("image")["image"] == {
        "image": {"$ref": "media", "id": 5, "url": "/a.jpg"},
        "decorative": True,
        "alt_text": "",
    }
    assert (converted.rich_text, converted.codes) == ("<p>a</p>", [])


def test_a_cover_without_an_image_is_a_box():
    span = '<span class="wp-block-cover__background has-vivid-purple-background-color has-background-dim"></span>'
    converted = Converted(block("cover", div("cover", f"{span}{paragraph('a')}")))
    assert converted.only("callout")["colour"] == {"$ref": "colour", "background": "#9b51e0", "text": ""}
    assert shown(converted.only("callout")["content"]) == [("rich_text", "<p>a</p>")]


def test_a_group_is_its_content_and_with_a_background_a_box():
    plain = Converted(block("group", div("group", paragraph("a")), layout={"type": "constrained"}))
    assert (plain.rich_text, plain.codes) == ("<p>a</p>", [])
    classes = "has-white-color has-pale-pink-background-color has-text-color has-background"
    boxed = Converted(block("group", div("group", paragraph("a") + paragraph("b"), classes)))
    callout = boxed.only("callout")
    assert callout["colour"] == {"$ref": "colour", "background": "#f78da7", "text": "#ffffff"}
    assert (callout["style"], shown(callout["content"])) == ("plain", [("rich_text", "<p>a</p><p>b</p>")])
    assert boxed.codes == []


def test_a_colour_that_only_the_theme_knew_is_named():
    converted = Converted(div("group", paragraph("a"), "has-accent-background-color has-background"))
    assert (converted.only("callout")["colour"], converted.codes) == (None, [("block-colour", "note")])


def button(text: str, href: str = "/x/", more: str = "") -> str:
    return block("button", div("button", f'<a class="wp-block-button__link" href="{href}">{text}</a>', more))


def test_several_buttons_are_a_group_and_one_stands_alone():
    layout = {"type": "flex", "justifyContent": "center", "orientation": "vertical"}
    several = div("buttons", button("One") + button("Two", "/y/", "is-style-outline"))
    value = Converted(block("buttons", several, layout=layout)).only("button_group")
    assert (value["alignment"], value["stacked"]) == ("centre", True)
    assert [(one["text"], one["link"]["url"], one["style"]) for one in value["buttons"]] == [
        ("One", "/x/", "solid"),
        ("Two", "/y/", "outline"),
    ]
    alone = Converted(block("buttons", div("buttons", button("One")), layout={"justifyContent": "right"}))
    assert (alone.only("button")["text"], alone.only("button")["alignment"]) == ("One", "end")


def test_a_button_with_an_unsafe_target_leads_nowhere():
    converted = Converted(block("buttons", div("buttons", button("One", "javascript:x"))))
    assert converted.only("button")["link"]["url"] == ""
    assert ("unsafe-link", "loss") in converted.codes


def test_a_file_is_a_link_beside_its_download_button():
    source = div(
        "file", '<a href="/a.pdf">Plan</a><a href="/a.pdf" class="wp-block-file__button" download>Get it</a>'
    )
    assert Converted(block("file", source, href="/a.pdf")).rich_text == (
        '<p><a href="/a.pdf">Plan</a> <a href="/a.pdf">Get it</a></p>'
    )


def test_a_file_that_was_shown_on_the_page_is_linked_once():
    shown_file = '<object class="wp-block-file__embed" data="/a.pdf" aria-label="Plan"></object><a href="/a.pdf">Plan</a>'
    converted = Converted(block("file", div("file", shown_file)))
    assert converted.rich_text == '<p><a href="/a.pdf">Plan</a></p>'
    assert converted.codes == [("dropped-preview", "note")]


def test_a_pull_quote_stands_beside_the_text():
    source = '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>Ann</cite></blockquote></figure>'
    value = Converted(block("pullquote", source)).only("quote")
    assert (value["style"], value["text"], value["attribution"]) == ("pull", "a", "Ann")


# Shared content and notes


def test_reusable_blocks_are_taken_in_wherever_they_stand():
    facts = SiteFacts(shared={9: paragraph("b") + block("block", ref=10), 10: "[su_heading]c[/su_heading]"})
    converted = Converted(paragraph("a") + block("block", ref=9) + paragraph("d"), facts=facts)
    assert converted.words() == ["a", "b", "c", "h2", "d"]
    assert converted.codes == [("reusable-block", "note")]


@pytest.mark.parametrize(
    ("shared", "code"),
    [
        ({}, "missing-block"),
        ({9: paragraph("b") + block("block", ref=9)}, "shared-loop"),
        ({9: paragraph("b") + block("block", ref=8), 8: block("block", ref=9)}, "shared-loop"),
    ],
)
def test_reusable_blocks_that_are_missing_or_hold_themselves(shared, code):
    converted = Converted(paragraph("a") + block("block", ref=9), facts=SiteFacts(shared=shared))
    assert (code, "loss") in converted.codes
    assert converted.words() == (["a", "b"] if shared else ["a"])


def test_reusable_blocks_cannot_grow_without_end():
    shared = {number: block("block", ref=number + 1) * 9 for number in range(1, 9)} | {9: paragraph("b")}
    converted = Converted(block("block", ref=1), facts=SiteFacts(shared=shared))
    assert len(converted.words()) <= 200
    assert ("shared-loop", "loss") in converted.codes


@pytest.mark.parametrize("reference", ["9" * 40, -1, None, "x", {"a": 1}, [9]])
def test_references_that_are_no_ids(reference):
    assert ("missing-block", "loss") in Converted(block("block", ref=reference)).codes


def test_footnotes_stand_in_a_custom_field():
    notes = [
        {"id": "n-1", "content": 'Guideline, <a href="/g/">page 3</a>'},
        {"id": "n-2", "content": "Survey"},
    ]
    facts = SiteFacts(posts={ITEM.id: PostFacts(id=ITEM.id, meta={"footnotes": json.dumps(notes)})})
    text = '<p>a<sup class="fn"><a href="#n-1" id="n-1-link">1</a></sup></p>'
    converted = Converted(block("paragraph", text) + block("footnotes"), facts=facts)
    assert converted.rich_text == '<p>a<sup><a href="#n-1">1</a></sup></p>'
    assert converted.only("footnotes") == {
        "notes": [
            {"anchor": "n-1", "text": 'Guideline, <a href="/g/">page 3</a>'},
            {"anchor": "n-2", "text": "Survey"},
        ]
    }


@pytest.mark.parametrize("meta", ["", "x", "{}", "[1]", '[{"id":1}]', "[" * 100_000])
def test_footnotes_that_are_missing_or_damaged(meta):
    facts = SiteFacts(posts={ITEM.id: PostFacts(id=ITEM.id, meta={"footnotes": meta})})
    assert Converted(block("footnotes"), facts=facts).codes == [("missing-footnotes", "loss")]


def test_footnotes_that_stand_in_the_block_itself():
    text = '<p>a<sup class="fn"><a href="#n-1" id="n-1-link">1</a></sup></p>'
    notes = '<ol class="wp-block-footnotes"><li id="n-1">Survey <a href="#n-1-link">back</a></li></ol>'
    converted = Converted(block("paragraph", text) + block("footnotes", notes))
    assert converted.only("footnotes") == {
        "notes": [{"anchor": "n-1", "text": 'Survey <a href="#n-1-link">back</a>'}]
    }
    assert converted.issues == []


# Listings


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, {"count": 5, "order_by": "date", "direction": "descending", "template": "list"}),
        ({"postsToShow": 3, "order": "asc", "orderBy": "title"}, {"count": 3, "order_by": "title", "direction": "ascending"}),
        ({"displayPostContent": True}, {"template": "default"}),
        ({"displayFeaturedImage": True}, {"template": "teaser"}),
        ({"categories": [{"id": 7, "name": "x"}]}, {"topics": [{"$ref": "term", "taxonomy": "category", "key": "7"}]}),
        ({"categories": "7"}, {"topics": [{"$ref": "term", "taxonomy": "category", "key": "7"}]}),
        ({"selectedAuthor": 2}, {"authors": [{"$ref": "author", "id": 2}]}),
        ({"postsToShow": ["x"], "order": {}, "categories": [["a"]]}, {"count": 5, "topics": []}),
    ],
)  # fmt: skip
def test_the_latest_posts(attributes, expected):
    value = Converted(block("latest-posts", **attributes)).only("service_articles")
    assert {key: value[key] for key in expected} == expected


def test_a_query_is_a_listing_where_its_posts_stood():
    inner = (
        "<h2>News</h2>"
        + block("post-template", block("post-title") + block("post-excerpt"))
        + block("query-pagination", block("query-pagination-next"))
        + block("query-no-results", paragraph("Nothing yet."))
        + "<p>More to come.</p>"
    )
    query = {
        "perPage": 3,
        "offset": 1,
        "order": "asc",
        "orderBy": "title",
        "taxQuery": {"category": [7], "post_tag": [9]},
    }
    converted = Converted(block("query", div("query", inner), queryId=1, query=query))
    assert converted.types == ["heading", "service_articles", "rich_text"]
    value = converted.only("service_articles")
    assert (value["count"], value["offset"], value["order_by"], value["direction"]) == (
        3,
        1,
        "title",
        "ascending",
    )
    assert (value["topics"][0]["key"], value["tags"][0]["key"]) == ("7", "9")
    assert (value["template"], value["empty_text"]) == ("default", "Nothing yet.")
    assert converted.rich_text == "<p>More to come.</p>"


def test_a_query_for_pages_and_for_what_no_listing_knows():
    assert Converted(block("query", "<div></div>", query={"postType": "page"})).types == ["page_list"]
    asked = {"search": "knee", "sticky": "only", "exclude": [4]}
    converted = Converted(block("query", "<div></div>", query=asked))
    assert converted.types == ["service_articles"]
    assert converted.codes == [("listing-condition", "loss")] * 3


def test_a_list_of_pages():
    value = Converted(block("page-list", parentPageID=12)).only("page_list")
    assert (value["source"], value["parent"]) == ("children", {"$ref": "item", "id": 12})
    everywhere = Converted(block("page-list"))
    assert (everywhere.only("page_list")["parent"], everywhere.codes) == ({"$ref": "item", "id": 0}, [])


def test_a_navigation_is_a_list_of_links():
    inner = (
        block("navigation-link", label="A &amp; <b>B</b>", url="/a/")
        + block("navigation-submenu", block("navigation-link", label="D", url="/d/"), label="C", url="/c/")
        + block("home-link")
    )
    items = [
        '<a href="/a/">A &amp; B</a>',
        '<a href="/c/">C</a><ul><li><a href="/d/">D</a></li></ul>',
        '<a href="/">Home</a>',
    ]
    assert Converted(block("navigation", inner)).only("list")["items"] == items
    shared = SiteFacts(shared={4: inner + block("page-list")})
    converted = Converted(block("navigation", ref=4), facts=shared)
    assert converted.types == ["list", "list", "list", "page_list"] or converted.types == [
        "list",
        "page_list",
    ]
    assert Converted(block("navigation", ref=4)).codes == [("missing-block", "loss")]


def test_a_navigation_refuses_unsafe_addresses():
    converted = Converted(block("navigation", block("navigation-link", label="A", url="javascript:x")))
    assert (converted.only("list")["items"], converted.codes) == (["A"], [("unsafe-link", "note")])


def test_profiles_elsewhere_are_links_with_their_names():
    links = block("social-link", url="https://x.example/", service="youtube") + block(
        "social-link", url="#", service="x"
    )
    links += block("social-link", url="mailto:a@b.example", service="mail", label="Write to us")
    converted = Converted(block("social-links", f'<ul class="wp-block-social-links">{links}</ul>'))
    assert converted.only("list")["items"] == [
        '<a href="https://x.example/">YouTube</a>',
        '<a href="mailto:a@b.example">Write to us</a>',
    ]


# What the old theme computed


@pytest.mark.parametrize(
    ("name", "severity"),
    [("site-title", "note"), ("post-date", "note"), ("comments-title", "note"), ("search", "note"),
     ("archives", "loss"), ("tag-cloud", "loss"), ("rss", "loss"), ("pattern", "loss")],
)  # fmt: skip
def test_computed_blocks_are_named_in_the_report(name, severity):
    converted = Converted(block(name, x="é") * 2)
    assert converted.codes == [("dropped-block", severity)]
    sources = [one["value"]["source"] for one in converted.blocks if one["type"] == "imported_source"]
    assert sources == ([f'<!-- wp:{name} {{"x":"é"}} /-->'] * 2 if severity == "loss" else [])


def test_words_in_computed_blocks_stay():
    inner = (
        block("comments-title") + "<h2>Responses</h2>" + block("comment-template", block("comment-content"))
    )
    assert (
        Converted(block("comments", f'<div class="wp-block-comments">{inner}</div>')).only("heading")["text"]
        == "Responses"
    )


def test_every_handler_stands_unclosed_and_unopened_blocks():
    for name in registry.BLOCKS:
        for source in (
            f"<!-- wp:{name} -->a",
            f"a<!-- /wp:{name} -->",
            f'<!-- wp:{name} {{"ref":[],"query":1}} -->a<!-- /wp:{name} -->',
        ):
            assert "a" in Converted(source).words()


HOSTILE = "java\tscript:alert(1)"


@pytest.mark.parametrize(
    "source",
    [
        block("navigation", block("navigation-link", label="A", url=HOSTILE)),
        block("social-links", block("social-link", url=HOSTILE, service="x")),
        block("navigation-link", block("navigation-link", label="B", url=HOSTILE), label="A", url=HOSTILE),
        block(
            "cover",
            div("cover", f'<img class="wp-block-cover__image-background" src="{HOSTILE}">'),
            url=HOSTILE,
        ),
        div("cover", paragraph("a"), style=f"background-image:url({HOSTILE})"),
        div("cover", f'<video class="wp-block-cover__video-background" src="{HOSTILE}"></video>'),
        div(
            "media-text",
            f'<figure class="wp-block-media-text__media" style="background-image:url({HOSTILE})"></figure>',
        ),
        div("file", f'<a href="{HOSTILE}">a</a><a class="wp-block-file__button" href="{HOSTILE}">b</a>'),
        f'<figure class="wp-block-gallery"><a href="{HOSTILE}"><img src="{HOSTILE}"></a></figure>',
        f'<figure class="wp-block-embed">{HOSTILE}</figure>',
        f'<audio src="{HOSTILE}"></audio><video src="{HOSTILE}" poster="{HOSTILE}"></video>',
        f'<video src="/a.mp4" poster="{HOSTILE}"></video><video><source src="{HOSTILE}"></video>',
        f'<object data="{HOSTILE}"><param name="movie" value="{HOSTILE}"><embed src="{HOSTILE}"></object>',
        f'<iframe src="{HOSTILE}"></iframe><map><area href="{HOSTILE}" alt="a"></map>',
        f'<table><tr><td colspan=2><a href="{HOSTILE}">a</a><img src="{HOSTILE}"></td></tr></table>',
        f'[audio src="{HOSTILE}"][video mp4="{HOSTILE}" poster="{HOSTILE}"][embed]{HOSTILE}[/embed][audio {HOSTILE}]',
    ],
)
def test_no_block_leads_to_a_script(source):
    blocks = [one for one in Converted(source).blocks if one["type"] != "imported_source"]
    written = json.dumps(blocks).replace('\\"', "'")
    assert re.findall(r"""(?:href='|src='|"url": ")java(?:\\t)?script""", written) == []


@pytest.mark.parametrize(
    "name", ["navigation-link", "navigation", "query", "comments", "social-links", "block"]
)
def test_deep_blocks_cost_no_text(name):
    opened = f'<!-- wp:{name} {{"label":"q"}} -->' * 1_000
    assert "word" in Converted(f"{opened}<p>word</p>{f'<!-- /wp:{name} -->' * 1_000}").words()
