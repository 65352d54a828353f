"""Blocks that hold blocks, and pictures, cards and buttons in groups: what a visitor gets, with and without a page."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.body import CONTAINERS, DEPTH
from cms.images.models import CustomRendition
from home.models import ContentPage
from services.blocks import ServiceBodyBlock
from services.models import ServiceArticlePage
from tests.factories import (
    ButtonFactory,
    ImageFactory,
    ProviderFactory,
    ServiceArticlePageFactory,
)
from tests.html import heading_levels, parse, text
from tests.showcase import page_with, picture

BODY = ServiceBodyBlock()


def body_of(blocks):
    """Give a body's value as a stream field reads it."""
    return BODY.to_python([{"type": name, "value": value} for name, value in blocks])


def render(*blocks):
    return parse(f"<body>{BODY.render(body_of(blocks))}</body>").body


def clean(name, value):
    block = BODY.child_blocks[name]
    return block.clean(block.to_python(value))


def stream(*blocks):
    return [{"type": name, "value": value} for name, value in blocks]


def words(written):
    return ("rich_text", f"<p>{written}</p>")


def heading(written, level="h2"):
    return ("heading", {"text": written, "level": level, "anchor": ""})


def wrap(name, *blocks, title="A title"):
    """Put blocks into a container of a kind."""
    content = stream(*blocks)
    return {
        "columns": ("columns", {"columns": [{"width": "", "content": content}]}),
        "callout": ("callout", {"style": "note", "title": title, "content": content}),
        "accordion": ("accordion", {"items": [{"title": title, "content": content}]}),
        "tabs": ("tabs", {"tabs": [{"title": title, "content": content}]}),
        "expandable": ("expandable", {"summary": title, "content": content}),
        "gated": ("gated", {"audience": "everyone", "content": content}),
    }[name]


KINDS = [name for name, _block in CONTAINERS]


# Nesting


def test_containers_go_three_deep_and_no_deeper():
    level, depth = BODY, 0
    while "callout" in level.child_blocks:
        level, depth = level.child_blocks["callout"].child_blocks["content"], depth + 1
    assert depth == DEPTH == 3
    assert set(KINDS).isdisjoint(level.child_blocks)
    assert set(level.child_blocks) == set(BODY.child_blocks) - set(KINDS), (
        "the leaves are the same at each level"
    )


@pytest.mark.parametrize("field", [ContentPage.body.field, ServiceArticlePage.body.field], ids=str)
def test_a_migration_names_what_is_nested_and_gives_the_same_vocabulary_back(field):
    _name, _path, args, kwargs = field.deconstruct()
    rebuilt = type(field)(*args, **kwargs)
    assert rebuilt.deconstruct()[2:] == (args, kwargs)
    nested = rebuilt.stream_block.child_blocks["callout"].child_blocks["content"]
    assert set(nested.child_blocks) == set(BODY.child_blocks)
    assert len(repr(kwargs["block_lookup"])) < 60_000


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(KINDS, repeat=2)))
def test_every_container_takes_every_container(outer, inner):
    shown = render(wrap(outer, wrap(inner, words("The innermost words."))))
    assert shown.get_text().count("The innermost words.") == 1


def test_listings_and_providers_stand_in_columns(index, client):
    provider = ProviderFactory()
    article = ServiceArticlePageFactory(parent=index)
    listing = ("service_articles", {"articles": [article.pk], "template": "default"})
    page = page_with(
        index.get_parent().specific,
        (
            "columns",
            {
                "columns": [
                    {"content": stream(listing)},
                    {"content": stream(("provider", {"provider": provider.pk}))},
                ]
            },
        ),
    )
    main = parse(client.get(page.get_url())).main
    left, right = main.select(".column")
    assert article.title in left.get_text()
    assert provider.name in right.get_text()


def test_too_deep_a_container_is_left_out_and_nothing_breaks():
    deep = words("Kept.")
    for name in ("callout", "accordion", "tabs"):
        deep = wrap(name, deep)
    assert "Kept." in render(deep).get_text()
    assert "Kept." not in render(wrap("columns", deep)).get_text()


# Ids and headings


def test_ids_are_unique_over_all_levels_of_a_page(home, client):
    same = [wrap(kind, heading("More"), title="More") for kind in KINDS]
    page = page_with(home, heading("More"), *same, *[wrap("columns", *same)])
    ids = [element["id"] for element in parse(client.get(page.get_url())).find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {"more", "more-2", "more-20"} <= set(ids)


def test_an_anchor_that_an_editor_wrote_is_the_id():
    shown = render(
        ("accordion", {"items": [{"title": "Costs", "anchor": "pay", "content": stream(words("Free."))}]})
    )
    assert shown.find(id="pay").get_text(strip=True) == "Free.", (
        "inside, so that a link to it opens the section"
    )
    shown = render(("callout", {"title": "Costs", "anchor": "pay", "content": stream(words("Free."))}))
    assert "callout" in shown.find(id="pay")["class"]


@pytest.mark.parametrize("before", [(), ("h2",), ("h2", "h3"), ("h2", "h3", "h4")])
@pytest.mark.parametrize("kind", ["callout", "accordion", "tabs"])
def test_titles_stand_one_level_below_what_stands_before_them(kind, before):
    inner = ("cards", {"items": [{"title": "Card"}]})
    shown = render(
        *[heading(f"A {level}", level) for level in before], wrap(kind, wrap("columns", inner)), inner
    )
    levels = heading_levels(str(shown))
    above = len(before) + 1
    assert levels[len(before) :] == [above + 1, above + 2, above + 1], (
        "its title, a card within, a card after it"
    )


@pytest.mark.parametrize("after", ["cards", "callout", "accordion", "tabs"])
def test_no_level_is_skipped_after_a_heading_in_a_column_or_a_text(after):
    title = {"cards": ("cards", {"items": [{"title": "Card"}]})}.get(after) or wrap(after, words("A."))
    for higher in (wrap("columns", heading("Higher")), ("rich_text", "<h2>Higher</h2>")):
        shown = render(heading("One"), heading("Two", "h3"), heading("Three", "h4"), higher, title)
        assert heading_levels(str(shown)) == [2, 3, 4, 2, 3]


def test_the_title_of_a_listing_in_an_accordion_is_below_the_title_of_the_section(index, client):
    article = ServiceArticlePageFactory(parent=index)
    listing = ("service_articles", {"articles": [article.pk], "template": "default"})
    page = page_with(index.get_parent().specific, wrap("accordion", listing, title="Read on"))
    headings = {
        item.get_text(strip=True): item.name
        for item in parse(client.get(page.get_url())).select(".body :is(h2, h3)")
    }
    assert headings == {"Read on": "h2", article.title: "h3"}


# Search and teasers


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "gated"])
def test_a_search_finds_words_in_containers(kind):
    body = body_of(
        [wrap("columns", wrap(kind, words("Needle"), ("imported_source", {"source": "[secret]"})))]
    )
    found = " ".join(BODY.get_searchable_content(body))
    assert "Needle" in found
    assert "secret" not in found
    assert "quarter" not in found


def test_a_search_finds_captions_alternative_texts_and_cards(db):
    image = {"image": ImageFactory().pk, "alt_text": "Two chairs", "decorative": False}
    body = body_of(
        [
            ("gallery", {"items": [{"image": image, "caption": "The ward"}], "layout": "carousel"}),
            ("cards", {"items": [{"title": "Call us", "icon": "phone", "text": "<p>By day.</p>"}]}),
            ("button_group", {"buttons": [{"text": "Ask", "link": {"url": "/x/"}}], "alignment": "end"}),
        ]
    )
    assert sorted(BODY.get_searchable_content(body)) == [
        "Ask",
        "By day.",
        "Call us",
        "The ward",
        "Two chairs",
    ]


def test_a_teaser_reads_into_containers_but_never_behind_a_gate(index):
    secret = ("gated", {"audience": "members", "content": stream(words("Secret."))})
    body = body_of(
        [
            secret,
            wrap("columns", wrap("callout", words("For all."), secret)),
            wrap("tabs", words("And more.")),
        ]
    )
    article = ServiceArticlePageFactory(parent=index, summary="", body=body)
    assert article.teaser == "For all. And more."


# Columns and callouts


def test_columns_have_their_widths_and_empty_ones_are_left_out():
    shown = render(
        (
            "columns",
            {
                "columns": [
                    {"width": "third", "content": stream(words("A"))},
                    {"width": "two_thirds", "content": stream(words("B"))},
                    {"width": "half", "content": []},
                ],
                "alignment": "centre",
            },
        )
    )
    assert [column["class"][-1] for column in shown.select(".column")] == [
        "column--third",
        "column--two_thirds",
    ]
    assert "columns--centre" in shown.select_one(".columns")["class"]


@pytest.mark.parametrize(
    ("style", "prefix"), [("warning", "Warning:"), ("important", "Important:"), ("note", "")]
)
@pytest.mark.parametrize("title", ["Call first", ""])
def test_a_callout_says_in_words_what_its_colour_says(style, prefix, title):
    shown = render(("callout", {"style": style, "title": title, "content": stream(words("Please."))}))
    assert text(str(shown)) == " ".join(filter(None, [prefix, title, "Please."]))
    assert shown.find(role=True) is None


# Accordions, tabs, expandables


def test_an_accordion_is_made_of_details_with_headings():
    shown = render(
        (
            "accordion",
            {
                "exclusive": True,
                "items": [
                    {"title": "First", "open": True, "content": stream(words("One."))},
                    {"title": "Second", "content": stream(words("Two."))},
                ],
            },
        ),
        ("accordion", {"exclusive": True, "items": [{"title": "Other", "content": stream(words("Three."))}]}),
    )
    first, second, other = shown.find_all("details")
    assert first.has_attr("open")
    assert not second.has_attr("open")
    assert first.summary.h2.get_text(strip=True) == "First"
    assert first["name"] == second["name"]
    assert other["name"] != first["name"], "accordions do not close each other"


def test_tabs_are_links_followed_by_their_panes():
    shown = render(
        (
            "tabs",
            {
                "active": 2,
                "tabs": [
                    {"title": "???", "content": stream(words("One."))},
                    {"title": "Online", "content": stream(words("Two."))},
                    {"title": "Providers", "link": {"url": "/providers/"}, "content": []},
                    {"title": "Both", "link": {"url": "/both/"}, "content": stream(words("Three."))},
                ],
            },
        )
    )
    links = shown.select(".tabs__list a")
    assert [link["href"] for link in links] == ["#tab", "#online", "/providers/", "/both/"]
    assert [link.has_attr("data-active") for link in links] == [False, True, False, False]
    panes = shown.select(".tabs__pane")
    assert [pane["id"] for pane in panes] == ["tab", "online", "both"]
    assert [pane.h2.get_text(strip=True) for pane in panes] == ["???", "Online", "Both"]
    assert [pane.p.get_text() for pane in panes] == ["One.", "Two.", "Three."]


def test_tabs_of_a_listed_article_are_panes_with_headings_only(index, client):
    listed = ServiceArticlePageFactory(
        parent=index, body=body_of([wrap("tabs", words("One."), title="Online")])
    )
    page = page_with(
        index.get_parent().specific, ("service_articles", {"articles": [listed.pk], "template": "single"})
    )
    tree = parse(client.get(page.get_url()))
    assert tree.select_one(".tabs__list") is None
    assert tree.select_one(".tabs__pane").get_text(" ", strip=True) == "Online One."


@pytest.mark.parametrize("presentation", ["inline", "dialog"])
def test_an_expandable_is_details_whatever_javascript_makes_of_it(presentation):
    value = {"summary": "What is it?", "presentation": presentation, "content": stream(words("This."))}
    shown = render(("expandable", value))
    assert shown.details.summary.get_text(strip=True) == "What is it?"
    assert "This." in shown.details.get_text()
    assert (shown.dialog is not None) is (presentation == "dialog")


# Galleries, cards, button groups


def gallery(*items, **changes):
    return ("gallery", {"layout": "grid", "columns": 3, "crop": "none", "items": list(items), **changes})


def test_a_gallery_shows_pictures_with_their_captions(db):
    shown = render(gallery(picture(ImageFactory(), caption="The ward"), picture(ImageFactory(), alt_text="")))
    assert [image["alt"] for image in shown.find_all("img")] == ["Two chairs", ""]
    assert [caption.get_text() for caption in shown.find_all("figcaption")] == ["The ward"]
    assert shown.find("a") is None
    assert shown.ul["role"] == "list"


def test_a_picture_that_can_be_enlarged_is_a_link_to_its_large_rendition(db):
    image = ImageFactory(size=(1600, 900))
    linked = picture(image, link={"url": "/ward/"})
    shown = render(
        gallery(picture(image, alt_text="", decorative=True, caption="Ward"), linked, enlarge=True)
    )
    large, elsewhere = shown.select("li a")
    assert large["href"].endswith(".webp")
    assert f"{large.img['alt']} {large.get_text(strip=True)}".strip() == "Ward", "heard once, and never empty"
    assert elsewhere["href"] == "/ward/"
    assert not elsewhere.has_attr("data-enlarge")
    assert shown.dialog.get("open") is None


@pytest.mark.parametrize("layout", ["carousel", "slider"])
def test_a_row_of_pictures_can_be_scrolled_with_the_keyboard(db, layout):
    shown = render(gallery(picture(ImageFactory()), layout=layout))
    frame = shown.find(tabindex="0")
    assert frame["aria-label"]
    assert frame.img
    assert shown.select_one(".gallery__controls").has_attr("hidden"), "buttons need JavaScript"


@pytest.mark.parametrize("enlarge", [True, False])
def test_a_gallery_makes_no_renditions_and_reads_them_at_once(db, enlarge, django_assert_max_num_queries):
    images = [ImageFactory(size=(1600, 900)) for _number in range(6)]
    body = body_of([gallery(*[picture(image) for image in images], enlarge=enlarge)])
    list(body)
    before = CustomRendition.objects.count()
    with CaptureQueriesContext(connection) as captured:
        BODY.render(body)
    assert CustomRendition.objects.count() == before
    assert len(captured) <= 3


def test_deleted_pictures_leave_nothing(db):
    image = ImageFactory()
    value = gallery(picture(image, caption="Gone"))
    image.delete()
    assert render(value).get_text(strip=True) == ""


def test_cards_have_titles_that_lead_somewhere(db):
    image = picture(ImageFactory())["image"]
    shown = render(
        heading("Ways"),
        (
            "cards",
            {
                "items": [
                    {"title": "Call", "icon": "phone", "text": "<p>By day.</p>", "link": {"url": "/call/"}},
                    {"title": "Write", "image": image},
                ]
            },
        ),
    )
    assert [title.get_text(strip=True) for title in shown.find_all("h3")] == ["Call", "Write"]
    assert [link["href"] for link in shown.find_all("a")] == ["/call/"]
    assert shown.img["alt"] == "Two chairs"


def test_a_group_has_the_buttons_that_lead_somewhere(db):
    hidden = ButtonFactory(live=False)
    shown = render(
        (
            "button_group",
            {
                "buttons": [{"text": "Ask", "link": {"url": "/a/"}}, {"button": hidden.pk}],
                "alignment": "centre",
            },
        )
    )
    assert [link.get_text(strip=True) for link in shown.find_all("a")] == ["Ask"]
    assert len(shown.find_all("li")) == 1
    assert render(("button_group", {"buttons": [{"button": hidden.pk}]})).find("ul") is None


# What may be saved, and what old or broken content does


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("columns", {"columns": []}),
        ("accordion", {"items": []}),
        ("accordion", {"items": [{"title": "", "content": []}]}),
        ("tabs", {"tabs": []}),
        ("tabs", {"tabs": [{"title": "", "content": []}]}),
        ("tabs", {"tabs": [{"title": "A", "content": []}], "active": 0}),
        ("expandable", {"summary": "", "content": []}),
        ("gallery", {"items": []}),
        ("gallery", {"items": [], "columns": 7}),
        ("cards", {"items": []}),
        ("cards", {"items": [{"title": "", "text": "<p>A</p>"}]}),
        ("button_group", {"buttons": []}),
        ("callout", {"style": "note", "anchor": "a b"}),
        ("cards", {"items": [{"title": "A", "link": {"url": "javascript:alert(1)"}}]}),
        ("tabs", {"tabs": [{"title": "A", "link": {"url": "javascript:alert(1)"}}]}),
    ],
)
def test_what_a_reader_could_not_use_is_refused(name, value, db):
    with pytest.raises(StructBlockValidationError):
        clean(name, value)


@pytest.mark.parametrize(
    "value",
    [
        ("columns", {"columns": [{"width": "huge", "content": stream(words("Kept"))}], "alignment": "x"}),
        ("callout", {"style": "sparkling", "title": "", "content": stream(words("Kept"))}),
        ("accordion", {"items": [{"title": "", "open": None, "content": stream(words("Kept"))}]}),
        ("tabs", {"layout": "", "active": 99, "tabs": [{"title": "", "content": stream(words("Kept"))}]}),
        ("expandable", {"summary": "", "presentation": "hologram", "content": stream(words("Kept"))}),
        ("cards", {"columns": 99, "items": [{"title": "Kept", "icon": ""}]}),
        (
            "callout",
            {"title": '"><script>alert(1)</script>', "anchor": '"><i>', "content": stream(words("Kept"))},
        ),
    ],
    ids=lambda value: value[0],
)
def test_unknown_values_are_shown_as_well_as_can_be(value):
    shown = render(value)
    assert "Kept" in shown.get_text()
    assert shown.find(["script", "i"]) is None
    for element in shown.find_all(["summary", "a"]):
        assert element.get_text(strip=True)


@pytest.mark.parametrize("name", [*KINDS, "gallery", "cards", "button_group"])
def test_what_is_empty_shows_nothing(name, db):
    assert render((name, {})).get_text(strip=True) == ""
    assert render((name, {})).find(["ul", "details", "h2", "a"]) is None
