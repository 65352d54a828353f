"""The vocabulary of bodies: what an editor is offered, and what a visitor gets of it."""

import itertools
import json
import re

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from wagtail import blocks
from wagtail.admin.icons import get_icons
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.text import HeadingBlock, ParagraphsBlock
from services.blocks import ServiceBodyBlock
from tests.factories import ContentPageFactory, ImageFactory, ServiceArticlePageFactory
from tests.html import heading_levels, parse, stream, text
from tests.showcase import page_with, picture, table

BODY = ServiceBodyBlock()
NAMES = list(BODY.child_blocks)


def render(name, value) -> Tag:
    """Render a block as it stands in a page."""
    block = BODY.child_blocks[name]
    return parse(f"<body>{block.render(block.to_python(value))}</body>").body


def clean(name, value):
    block = BODY.child_blocks[name]
    return block.clean(block.to_python(value))


# What editors are offered


def test_the_vocabulary_is_the_agreed_one():
    assert set(NAMES) == {
        "heading", "rich_text", "list", "quote", "table", "code", "footnotes",
        "care_card", "do_dont", "checklist", "key_points", "question_list", "summary_list",
        "image", "gallery", "media", "cards", "button", "button_group", "divider", "anchor",
        "columns", "callout", "accordion", "tabs", "expandable", "gated",
        "service_articles", "page_list", "menu", "provider", "imported_html", "imported_source",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_block_says_what_it_is_for(name):
    meta = BODY.child_blocks[name].meta
    assert len(str(meta.description)) > 20
    assert meta.icon not in ("", blocks.Block().meta.icon), "its own icon, not the general one"
    assert meta.group
    assert meta.label
    assert meta.template == f"blocks/{name}.html"


def test_descriptions_and_icons_tell_blocks_apart():
    descriptions = [str(block.meta.description) for block in BODY.child_blocks.values()]
    assert len(set(descriptions)) == len(descriptions)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_a_preview(name, db):
    assert BODY.child_blocks[name].is_previewable


@pytest.mark.parametrize("name", NAMES)
def test_settings_stand_apart_from_content(name):
    block = BODY.child_blocks[name]
    if not isinstance(block, blocks.StructBlock):
        assert isinstance(block, blocks.RichTextBlock | blocks.StaticBlock)
        return
    layout = block.meta.form_layout
    placed = [*layout.children, *layout.settings]
    assert sorted(placed) == sorted(block.child_blocks), "each field once"
    assert layout.children, "something to write stands in front"


def test_every_icon_exists_in_the_admin(admin_client):
    sprite = get_icons()
    icons = {block.meta.icon for block in BODY.child_blocks.values()}
    assert [icon for icon in icons if f'id="icon-{icon}"' not in sprite] == []


def test_the_editor_offers_every_block(db, admin_client, home):
    page = page_with(home, ("divider", {}))
    answer = admin_client.get(f"/admin/pages/{page.pk}/edit/")
    assert answer.status_code == 200
    for block in BODY.child_blocks.values():
        plain = max(re.split(r"[^\w ]", str(block.meta.description)), key=len)
        assert plain in answer.content.decode()


# Headings


@pytest.mark.parametrize(
    ("value", "element", "anchor"),
    [
        ({"text": "What to bring", "level": "h2"}, "h2", "what-to-bring"),
        ({"text": "On paper", "level": "h3", "anchor": ""}, "h3", "on-paper"),
        ({"text": "Copies", "level": "h4", "anchor": "copies-of"}, "h4", "copies-of"),
        ({"text": "Ärzte & <b>", "level": "h2"}, "h2", "ärzte-b"),
        ({"text": "???", "level": "h2"}, "h2", None),
        ({"text": "什么", "level": "h2"}, "h2", "什么"),
        ({"text": "Old", "level": ""}, "h2", "old"),
    ],
)
def test_a_heading_has_its_level_and_a_place_to_link_to(value, element, anchor):
    heading = render("heading", value).find(element)
    assert heading.get_text() == value["text"]
    assert heading.get("id") == anchor


def test_no_two_headings_of_a_page_have_the_same_place(home, client):
    texts = ["More", "More", "More", "Main", "???", "???"]
    page = page_with(
        home, *(("heading", {"text": written, "level": "h2", "anchor": ""}) for written in texts)
    )
    tree = parse(client.get(page.get_url()))
    assert [heading.get("id") for heading in tree.find(class_="body").find_all("h2")] == [
        "more", "more-2", "more-3", "main-2", None, None
    ]  # fmt: skip


def test_an_article_shown_in_full_does_not_take_the_places_of_the_page(index, client):
    headings = [("heading", {"text": "More", "level": "h2", "anchor": ""})]
    listed = ServiceArticlePageFactory(parent=index, body=stream(*headings))
    whole = ("service_articles", {"articles": [listed.pk], "template": "single"})
    page = page_with(index.get_parent().specific, whole, *headings)
    tree = parse(client.get(page.get_url()))
    assert len(tree.main.find_all("h2", string="More")) == 2
    assert [heading["id"] for heading in tree.find(class_="body").find_all("h2", id=True)] == ["more"]


@pytest.mark.parametrize("level", ["h1", "h5", "script", ""])
def test_the_page_title_stays_the_only_first_heading(level):
    with pytest.raises(StructBlockValidationError) as caught:
        clean("heading", {"text": "A", "level": level})
    assert "level" in caught.value.block_errors


def test_an_anchor_cannot_break_out_of_its_attribute():
    with pytest.raises(StructBlockValidationError):
        clean("heading", {"text": "A", "level": "h2", "anchor": 'a" onclick="b'})
    heading = render("heading", {"text": "A", "level": "h2", "anchor": 'a" onclick="b'}).h2
    assert set(heading.attrs) == {"id"}


def test_a_heading_needs_a_text():
    with pytest.raises(StructBlockValidationError) as caught:
        HeadingBlock().clean(HeadingBlock().to_python({"text": "", "level": "h2"}))
    assert "text" in caught.value.block_errors


# Text


def test_running_text_keeps_its_marks(home):
    page = ContentPageFactory(parent=home, slug="about")
    body = render("rich_text", f'<p>See <b>us</b>: <a linktype="page" id="{page.pk}">About</a></p>')
    assert body.b.get_text() == "us"
    assert body.a["href"] == "/about/"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa\tscript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:x",
        "data:text/html,x",
    ],
)
def test_the_editor_makes_no_link_of_a_disguised_script(address):
    """Abuse case A12."""
    content = {
        "blocks": [
            {
                "key": "a", "text": "click", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 5, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}},
    }  # fmt: skip
    block = ParagraphsBlock()
    stored = block.value_from_datadict({"body": json.dumps(content)}, {}, "body")
    rendered = parse(str(block.render(stored)))
    assert "click" in rendered.get_text()
    assert not [link for link in rendered.find_all("a") if link.get("href")]


def test_first_level_headings_and_raw_html_are_not_offered():
    assert {"h1", "image", "embed"}.isdisjoint(ParagraphsBlock().features)


# Lists


@pytest.mark.parametrize("style", ["bullets", "check", "cross", "arrow", "star"])
def test_a_list_without_order(style):
    body = render("list", {"style": style, "items": ["<p>One</p>", "<p><b>Two</b></p>"]})
    assert body.ol is None
    assert [item.get_text() for item in body.ul.find_all("li")] == ["One", "Two"]
    assert f"list--{style}" in body.ul["class"]


@pytest.mark.parametrize(("start", "attribute"), [(None, None), (3, "3"), (0, "0")])
def test_a_numbered_list_may_go_on(start, attribute):
    body = render("list", {"style": "numbers", "items": ["<p>One</p>"], "start": start})
    assert body.ul is None
    assert body.ol.get("start") == attribute


def test_a_list_in_a_list_is_kept():
    body = render("list", {"style": "bullets", "items": ["<p>One</p><ul><li>Inner</li></ul>"]})
    assert body.ul.li.ul.li.get_text() == "Inner"


def test_a_list_needs_items():
    with pytest.raises(StructBlockValidationError):
        clean("list", {"style": "bullets", "items": [""]})


# Quotes


def test_a_quote_names_who_said_it_and_where():
    body = render(
        "quote", {"text": "<p>It helped.</p>", "attribution": "A <b>", "source": {"url": "https://a.org/"}}
    )
    assert body.blockquote.get_text().strip() == "It helped."
    assert body.figcaption.a["href"] == "https://a.org/"
    assert body.figcaption.get_text().strip() == "A <b>"
    assert body.blockquote.find("a") is None


def test_a_quote_of_nobody_has_no_caption():
    body = render("quote", {"text": "<p>It helped.</p>"})
    assert body.figcaption is None
    source_only = render("quote", {"text": "<p>It helped.</p>", "source": {"url": "/a/"}})
    assert source_only.figcaption.a.get_text() == "Source", "a link always has words"


def test_the_source_of_a_quote_is_safe():
    with pytest.raises(StructBlockValidationError):
        clean("quote", {"text": "<p>A</p>", "source": {"url": "javascript:alert(1)"}})


# Tables


def test_a_table_has_headings_for_columns_and_rows_and_a_caption():
    body = render("table", table())
    assert body.caption.get_text() == "Opening hours"
    assert [(cell.get_text(), cell["scope"]) for cell in body.thead.find_all("th")] == [
        ("Day", "col"),
        ("Hours", "col"),
    ]
    rows = [(cell.get_text().strip(), cell["scope"]) for cell in body.tbody.find_all("th")]
    assert rows == [("Monday", "row"), ("Friday", "row")]
    assert [cell.get_text().strip() for cell in body.tbody.find_all("td")] == ["8 to 18", "8 to 13"]


def test_a_table_without_headings_claims_none():
    data = table(row_headers=False)
    data["table"]["caption"] = ""
    for column in data["table"]["columns"]:
        column["heading"] = ""
    body = render("table", data)
    assert body.find("th") is None
    assert body.thead is None
    assert body.caption is None
    assert len(body.find_all("td")) == 4


def test_a_wide_table_can_be_scrolled_with_the_keyboard():
    frame = render("table", table()).table.parent
    assert frame["tabindex"] == "0"
    assert frame["role"] == "group"
    assert frame["aria-label"] == "Opening hours"


def test_an_empty_table_shows_nothing():
    assert render("table", {"table": {"columns": [], "rows": []}}).find(True) is None
    assert render("table", {"table": None}).find(True) is None


# Images


def test_an_image_has_the_alternative_text_of_its_context(db):
    body = render("image", picture(ImageFactory(), alt_text='Two "chairs" <b>', caption="The ward"))
    assert body.img["alt"] == 'Two "chairs" <b>'
    assert body.figcaption.get_text() == "The ward"
    assert body.img["loading"] == "lazy"
    assert body.img["width"]
    assert body.img["height"]
    assert [source["type"] for source in body.find_all("source")] == ["image/avif", "image/webp"]


def test_a_decorative_image_is_silent(db):
    body = render("image", picture(ImageFactory(), alt_text="", decorative=True))
    assert body.img["alt"] == ""


def test_an_image_needs_an_alternative_text_unless_it_is_decorative(db):
    image = ImageFactory()
    with pytest.raises(StructBlockValidationError) as caught:
        clean("image", picture(image, alt_text=""))
    assert "image" in caught.value.block_errors
    clean("image", picture(image, alt_text="", decorative=True))


def test_a_linked_image_names_its_link(db):
    linked = picture(ImageFactory(title="Ward"), alt_text="", decorative=True, link={"url": "/a/"})
    assert render("image", linked).a.img["alt"] == "Ward", "a link without words cannot be heard"
    captioned = picture(
        ImageFactory(), alt_text="", decorative=True, link={"url": "/a/"}, caption="See the ward"
    )
    assert render("image", captioned).a.img["alt"] == "See the ward"


def test_a_deleted_image_leaves_nothing(db):
    image = ImageFactory()
    value = picture(image, caption="The ward")
    image.delete()
    assert render("image", value).find(["figure", "img", "figcaption"]) is None


# The rest


def test_a_divider_is_a_line_and_may_lead_to_the_top(home, client):
    assert render("divider", {"top_link": ""}).hr is not None
    assert render("divider", {"top_link": ""}).a is None
    tree = parse(client.get(page_with(home, ("divider", {"top_link": "Back to <top>"})).get_url()))
    link = tree.main.find("a", string="Back to <top>")
    assert tree.find(id=link["href"].removeprefix("#")).name == "body"


def test_readers_never_see_imported_source_but_editors_do(home, client):
    page = page_with(home, ("imported_source", {"reason": "Why not", "source": "[countdown to=2030]"}))
    answer = client.get(page.get_url()).content.decode()
    assert "countdown" not in answer
    assert "Why not" not in answer
    client.force_login(User.objects.create_superuser("editor"))
    assert "countdown to=2030" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_imported_source_does_not_get_into_search_or_teasers(index):
    source = ("imported_source", {"reason": "Why not", "source": "[countdown to=2030]"})
    page = page_with(index.get_parent().specific, source, ("rich_text", "<p>Hearts</p>"))
    assert page.body.stream_block.get_searchable_content(page.body) == ["Hearts"]
    article = ServiceArticlePageFactory(parent=index, summary="", body=page.body)
    assert article.teaser == "Hearts"


@pytest.mark.parametrize("template", ["default", "teaser", "list", "single"])
@pytest.mark.parametrize("before", [(), ("h2",), ("h2", "h3")])
def test_a_listing_never_skips_a_heading_level(index, client, template, before):
    article = ServiceArticlePageFactory(parent=index)
    headings = [("heading", {"text": f"A {level}", "level": level, "anchor": ""}) for level in before]
    for name, picked in (("service_articles", "articles"), ("page_list", "pages")):
        if (name, template) == ("page_list", "single"):
            continue
        listing = (name, {picked: [article.pk], "template": template})
        page = page_with(index.get_parent().specific, *headings, listing)
        answer = client.get(page.get_url())
        assert article.title in text(answer)
        levels = heading_levels(answer)
        assert all(after <= above + 1 for above, after in itertools.pairwise(levels)), levels


def test_a_search_finds_the_words_and_not_the_settings(home):
    home.body = stream(
        ("heading", {"text": "Sleeping well", "level": "h2", "anchor": "rest-anchor"}),
        ("list", {"style": "check", "items": ["<p>Dark room</p>"]}),
        ("button", {"text": "Ask us", "style": "dashed", "link": {"url": "https://example.org/address"}}),
        ("quote", {"text": "<p>It helped.</p>", "attribution": "Ines"}),
        ("media", {"url": "https://video.example/film", "title": "A film"}),
        ("imported_source", {"source": "[su_thing]"}),
    )
    words = " ".join(home.body.stream_block.get_searchable_content(home.body))
    assert words == "Sleeping well Dark room Ask us It helped. Ines A film"
