"""Shortcodes that hold others, and boxes: columns, tabs, accordions, callouts, expandables, dialogs, cards."""

import pytest

from tests.wordpress.converting import Converted


def text(html: str) -> list[dict[str, object]]:
    return [{"type": "rich_text", "value": html}]


def columns(*widths_and_text: tuple[str, str]) -> dict[str, object]:
    return {
        "columns": [{"width": width, "content": text(f"<p>{inner}</p>")} for width, inner in widths_and_text],
        "alignment": "",
    }


# Rows


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (
            "[su_row][su_column size=1/2]a[/su_column][su_column size=1/2]b[/su_column][/su_row]",
            columns(("", "a"), ("", "b")),
        ),
        (
            "[su_row]\n[su_column]a[/su_column]\n[su_column]b[/su_column]\n[/su_row]",
            columns(("", "a"), ("", "b")),
        ),
        (
            "[su_row][su_column size=1/3]a[/su_column][su_column size=2-3]b[/su_column][/su_row]",
            columns(("third", "a"), ("two_thirds", "b")),
        ),
        (
            "[su_row][su_column size=1/5]a[/su_column][su_column size=4/5]b[/su_column][/su_row]",
            columns(("quarter", "a"), ("three_quarters", "b")),
        ),
        (
            "[su_row][su_column size=wide]a[/su_column][su_column size=1/4]b[/su_column][/su_row]",
            columns(("full", "a"), ("quarter", "b")),
        ),
        (
            "<p>[su_row]</p><div>[su_column]</div><p>a</p><p>[/su_column][su_column]b[/su_column]</p><p>[/su_row]</p>",
            columns(("", "a"), ("", "b")),
        ),
    ],
)
def test_rows_become_columns(source, value):
    converted = Converted(source)
    assert (converted.types, converted.only("columns")) == (["columns"], value)


def test_a_width_that_is_none_of_ours_is_noted():
    source = "[su_row][su_column size=1/6]a[/su_column][su_column size=5/6]b[/su_column][/su_row]"
    assert Converted(source).codes == [("column-width", "note")] * 2


def test_text_between_columns_keeps_its_place():
    converted = Converted("[su_row]a[su_column]b[/su_column]c[su_column]d[/su_column]e[/su_row]f")
    assert converted.words() == ["a", "b", "c", "d", "e", "f"]
    assert converted.types == ["rich_text", "columns", "rich_text"]


@pytest.mark.parametrize(
    "source",
    [
        "[su_column size=1/2 last=1]a[/su_column]",
        "[su_row][su_column]a[/su_column][/su_row]",
        "[su_row]a[/su_row]",
        "[su_row][su_column][_su_row][_su_column]a[_/su_column][_/su_row][/su_column][/su_row]",
    ],
)
def test_one_column_alone_is_its_content(source):
    assert Converted(source).blocks == text("<p>a</p>")


def test_rows_nest():
    inner = "[_su_row][_su_column]a[_/su_column][_su_column]b[_/su_column][_/su_row]"
    converted = Converted(f"[su_row][su_column]{inner}[/su_column][su_column]c[/su_column][/su_row]")
    first, second = converted.only("columns")["columns"]
    assert first["content"] == [{"type": "columns", "value": columns(("", "a"), ("", "b"))}]
    assert second["content"] == text("<p>c</p>")


def test_empty_rows_leave_nothing():
    assert Converted("a[su_row][su_column] [/su_column][su_column][/su_column][/su_row]").types == [
        "rich_text"
    ]


# Columns of version 3, which had no row


def test_columns_without_a_row_stand_side_by_side_up_to_the_last():
    converted = Converted(
        "[column size=1-3]a[/column]\n[column size=2-3 last=1]b[/column]\n\n[column]c[/column] d",
        prefixes=("",),
    )
    assert converted.types == ["columns", "rich_text"]
    assert converted.only("columns") == columns(("third", "a"), ("two_thirds", "b"))
    assert converted.rich_text == "<p>c</p><p>d</p>"


def test_text_between_columns_without_a_row_parts_them():
    assert Converted("[su_column]a[/su_column]x[su_column]b[/su_column]").blocks == text(
        "<p>a</p><p>x</p><p>b</p>"
    )


# Tabs


def test_tabs():
    converted = Converted(
        "[su_tabs vertical=yes active=2]\n[su_tab title='A {su_label}new{/su_label}' anchor='#my place']a[/su_tab]\n"
        "[su_tab url='https://e.example/']b[/su_tab][su_tab title=C disabled=yes]c[/su_tab][/su_tabs]"
    )
    assert converted.only("tabs") == {
        "layout": "vertical",
        "active": 2,
        "tabs": [
            {"title": "A new", "anchor": "myplace", "link": None, "content": text("<p>a</p>")},
            {
                "title": "Tab title",
                "anchor": "",
                "link": {"$ref": "link", "url": "https://e.example/"},
                "content": text("<p>b</p>"),
            },
            {"title": "C", "anchor": "", "link": None, "content": text("<p>c</p>")},
        ],
    }
    assert converted.codes == [("disabled-tab", "note")]


@pytest.mark.parametrize(
    ("attributes", "layout", "active"),
    [
        ("", "horizontal", 1),
        ("style=3", "vertical", 1),
        ("vertical=no", "horizontal", 1),
        ("active=9", "horizontal", 2),
        ("active=0", "horizontal", 1),
        ("active=x", "horizontal", 1),
    ],
)
def test_how_tabs_are_laid_out(attributes, layout, active):
    tabs = Converted(f"[su_tabs {attributes}][su_tab]a[/su_tab][su_tab]b[/su_tab][/su_tabs]").only("tabs")
    assert (tabs["layout"], tabs["active"]) == (layout, active)


def test_text_between_tabs_is_not_lost():
    converted = Converted("[su_tabs]a[su_tab title=T]b[/su_tab]c[su_tab title=U]d[/su_tab][/su_tabs]")
    assert converted.types == ["rich_text", "tabs"]
    assert [len(tab["content"]) for tab in converted.only("tabs")["tabs"]] == [2, 1]


def test_a_tab_outside_of_tabs_is_a_section():
    converted = Converted("a [su_tab title=T anchor=t]b[/su_tab] c")
    assert converted.words() == ["a", "T", "h3", "t", "b", "c"]
    assert converted.only("heading") == {"text": "T", "level": "h3", "anchor": "t"}
    assert converted.codes == [("orphan-tab", "note")]


def test_tabs_without_a_tab_are_their_content():
    assert Converted("[su_tabs]a[/su_tabs]").blocks == text("<p>a</p>")


def test_an_unsafe_address_makes_no_link_of_a_tab():
    converted = Converted("[su_tabs][su_tab url='javascript:x']a[/su_tab][/su_tabs]")
    assert converted.only("tabs")["tabs"][0]["link"] is None
    assert converted.codes == [("unsafe-link", "loss")]


# Accordions


def item(title: str, inner: str, **changes: object) -> dict[str, object]:
    return {"title": title, "anchor": "", "open": False, "content": text(f"<p>{inner}</p>"), **changes}


def test_accordions():
    converted = Converted(
        "[su_accordion]\n[su_spoiler title=A open=yes anchor=x]a[/su_spoiler]\n[su_spoiler]b[/su_spoiler]\n[/su_accordion]"
    )
    assert converted.only("accordion") == {
        "exclusive": True,
        "items": [item("A", "a", open=True, anchor="x"), item("Spoiler title", "b")],
    }


@pytest.mark.parametrize(
    ("source", "spoiler"),
    [
        ("[su_spoiler]a[/su_spoiler]", item("Spoiler title", "a")),
        ("[su_spoiler title='' open=1]a[/su_spoiler]", item("Spoiler title", "a", open=True)),
        (
            "[su_spoiler title='Is it &lt;b&gt;safe&lt;/b&gt;?']a[/su_spoiler]",
            item("Is it <b>safe</b>?", "a"),
        ),
        ("[su_spoiler title='Is it <b>safe</b>?']a[/su_spoiler]", item("Is it safe?", "a")),
        ("[su_spoiler title='<h4>A</h4>']a[/su_spoiler]", item("A", "a")),
    ],
)
def test_a_spoiler_alone_is_an_accordion_of_one(source, spoiler):
    assert Converted(source).only("accordion") == {"exclusive": False, "items": [spoiler]}


def test_what_stands_between_spoilers_stays_visible():
    converted = Converted(
        "[su_accordion]a[su_spoiler title=T]b[/su_spoiler]c[su_spoiler title=U]d[/su_spoiler][/su_accordion]"
    )
    assert converted.types == ["rich_text", "accordion", "rich_text", "accordion"]


def test_an_image_in_a_title_stands_below_it():
    spoiler = Converted("[su_spoiler title='<img src=/a.png alt=x> T']a[/su_spoiler]").only("accordion")[
        "items"
    ][0]
    assert (spoiler["title"], [block["type"] for block in spoiler["content"]]) == (
        "T",
        ["image", "rich_text"],
    )


def test_a_link_in_a_title_is_a_loss():
    converted = Converted("[su_spoiler title='See <a href=/x/>x</a>']a[/su_spoiler]")
    assert converted.only("accordion")["items"][0]["title"] == "See x"
    assert converted.codes == [("title-link", "loss")]


def test_a_title_too_long_to_be_saved_stands_below_as_well():
    words = "word " * 80
    spoiler = Converted(f"[su_spoiler title='{words}']a[/su_spoiler]").only("accordion")["items"][0]
    assert len(spoiler["title"]) <= 300
    assert spoiler["content"][0] == {"type": "rich_text", "value": f"<p>{words.strip()}</p>"}


def test_spoilers_nest():
    converted = Converted("[su_spoiler title=A]a [_su_spoiler title=B]b[_/su_spoiler] c[/su_spoiler]")
    (outer,) = converted.only("accordion")["items"]
    assert [block["type"] for block in outer["content"]] == ["rich_text", "accordion", "rich_text"]


# Callouts


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("[su_note]a[/su_note]", {"style": "note"}),
        ("[su_note note_color=#FFFF66 text_color=#333]a[/su_note]", {"style": "note"}),
        ("[su_note note_color=#eef id='#tip 1']a[/su_note]", {"style": "note", "anchor": "tip1", "colour": ("#eeeeff", "")}),
        ("[su_note text_color=#123]a[/su_note]", {"style": "note", "colour": ("#ffff66", "#112233")}),
        ("[su_note color=#fee note_color=#eef]a[/su_note]", {"style": "note", "colour": ("#ffeeee", "")}),
        ("[su_note background=#fff color=#fee]a[/su_note]", {"style": "note", "colour": ("#ffffff", "")}),
        ("[su_box]a[/su_box]", {"title": "This is box title"}),
        ("[su_box title='']a[/su_box]", {}),
        ("[su_box title='{su_label}New{/su_label} box' box_color=#333333]a[/su_box]", {"title": "New box"}),
        ("[su_box title=B box_color=#900 title_color=#ff0]a[/su_box]", {"title": "B", "colour": ("#990000", "#ffff00")}),
        ("[su_box title=B color=#090]a[/su_box]", {"title": "B", "colour": ("#009900", "")}),
    ],
)  # fmt: skip
def test_callouts(source, changes):
    colour = changes.pop("colour", None)
    expected = {
        "style": "plain",
        "title": "",
        "colour": None,
        "anchor": "",
        "content": text("<p>a</p>"),
        **changes,
    }
    if colour:
        expected["colour"] = {"$ref": "colour", "background": colour[0], "text": colour[1]}
    converted = Converted(source)
    assert (converted.only("callout"), converted.codes) == (expected, [])


def test_a_colour_that_is_none_is_a_loss():
    converted = Converted("[su_note note_color=var(--x)]a[/su_note]")
    assert converted.only("callout")["colour"] is None
    assert converted.codes == [("unknown-colour", "loss")]


def test_callouts_nest_and_cut_the_sentence():
    converted = Converted("a [su_box title=O][_su_box title=I]b[_/su_box][/su_box] c")
    assert converted.types == ["rich_text", "callout", "rich_text"]
    assert converted.only("callout")["content"][0]["value"]["title"] == "I"


# Text that opens when asked for


@pytest.mark.parametrize(
    ("attributes", "summary"),
    [("", "Show more"), ("more_text='All of it'", "All of it"), ("more_text=''", "Show more")],
)
def test_expand(attributes, summary):
    assert Converted(f"[su_expand {attributes}]a[/su_expand]").only("expandable") == {
        "summary": summary, "presentation": "inline", "open": False, "anchor": "", "content": text("<p>a</p>"),
    }  # fmt: skip


BOX = "[su_lightbox_content id='#more info']a[/su_lightbox_content]"
TRIGGER = "[su_lightbox type=inline src='#moreinfo']Tell <b>me</b> [su_label]more[/su_label][/su_lightbox]"
DIALOG = {
    "summary": "Tell me more",
    "presentation": "dialog",
    "open": False,
    "anchor": "moreinfo",
    "content": text("<p>a</p>"),
}


@pytest.mark.parametrize("source", [TRIGGER + BOX, BOX + TRIGGER])
def test_a_lightbox_of_the_page_is_a_dialog_with_a_link_to_it(source):
    converted = Converted(source)
    assert converted.only("expandable") == DIALOG
    assert 'href="#moreinfo">Tell' in converted.rich_text
    assert converted.codes == []


@pytest.mark.parametrize("attributes", ["id=x", ""])
def test_a_dialog_that_nothing_opens_is_noted(attributes):
    converted = Converted(f"[su_lightbox_content {attributes}]a[/su_lightbox_content]")
    assert (converted.only("expandable")["summary"], converted.words()[-1]) == ("More", "a")
    assert converted.codes == [("orphan-lightbox", "note")]


def test_a_lightbox_with_a_player_shows_it():
    converted = Converted(
        "[su_lightbox src='https://youtu.be/dQw4w9WgXcQ'][su_button]Watch[/su_button][/su_lightbox]"
    )
    media = converted.only("media")
    assert (media["url"], media["title"], media["poster"]) == ("https://youtu.be/dQw4w9WgXcQ", "Watch", None)


def test_the_image_on_a_lightbox_with_a_player_is_its_poster():
    converted = Converted(
        "[su_lightbox src='https://youtu.be/dQw4w9WgXcQ']<img src=/a.png alt=x>[/su_lightbox]"
    )
    media = converted.only("media")
    assert (media["title"], media["poster"]) == ("x", {"$ref": "media", "id": 0, "url": "/a.png"})


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a [su_lightbox type=image src=/a.png]b <b>c</b>[/su_lightbox] d", '<p>a <a href="/a.png">b <b>c</b></a> d</p>'),
        ("[su_lightbox src='https://e.example/?a=1&amp;b=2']a[/su_lightbox]", '<p><a href="https://e.example/?a=1&amp;b=2">a</a></p>'),
        ('[su_lightbox type=image src=/a.png]<a href="#">b</a>[/su_lightbox]', '<p><a href="/a.png">b</a></p>'),
    ],
)  # fmt: skip
def test_other_lightboxes_are_links(source, html):
    converted = Converted(source)
    assert (converted.rich_text, converted.codes) == (html, [])


@pytest.mark.parametrize(
    ("inner", "block"),
    [("[su_button url='/x/']b[/su_button]", "button"), ("<img src=/s.png alt=s>", "image")],
)
def test_buttons_and_images_open_what_the_lightbox_showed(inner, block):
    converted = Converted(f"[su_lightbox type=image src=/a.png]{inner}[/su_lightbox]")
    assert converted.only(block)["link"] == {"$ref": "link", "url": "/a.png"}


@pytest.mark.parametrize(
    ("src", "code"),
    [
        ("", "lightbox-source"),
        ("src='/page/'", "lightbox-source"),
        ("src='.boxes'", "lightbox-source"),
        ("src='javascript:x'", "unsafe-link"),
        ("type=image src='data:image/png;base64,x'", "unsafe-link"),
    ],
)
def test_a_lightbox_of_nothing_keeps_its_words(src, code):
    converted = Converted(f"a [su_lightbox {src}]b[/su_lightbox] c")
    assert (converted.rich_text, converted.codes) == ("<p>a b c</p>", [(code, "loss")])


# Cards


def test_services_that_follow_one_another_are_cards_of_one_block():
    converted = Converted(
        "[su_service title='A' icon='icon: phone']a <b>b</b>[/su_service]\n\n"
        "[su_service title='<a href=\"/c/\">C</a>' icon='/c.png']c[/su_service]"
    )
    assert converted.only("cards") == {
        "columns": 1,
        "items": [
            {"title": "A", "icon": "phone", "image": None, "text": "a <b>b</b>", "link": None},
            {
                "title": "C",
                "icon": "",
                "image": {
                    "image": {"$ref": "media", "id": 0, "url": "/c.png"},
                    "decorative": True,
                    "alt_text": "",
                },
                "text": "c",
                "link": {"$ref": "link", "url": "/c/"},
            },
        ],
    }


def test_what_a_card_cannot_hold_follows_it():
    converted = Converted(
        "[su_service]a<img src=/a.png alt=x>[su_button url='/b/']b[/su_button][/su_service]"
    )
    assert converted.types == ["cards", "image"]
    assert converted.only("cards")["items"][0]["text"] == '<p>a</p><p><a href="/b/">b</a></p>'


@pytest.mark.parametrize(
    ("icon", "code"), [("icon: plane", ("card-icon", "note")), ("javascript:x", ("unsafe-link", "loss"))]
)
def test_an_icon_without_counterpart_is_reported(icon, code):
    assert Converted(f"[su_service icon='{icon}']a[/su_service]").codes == [code]


# Lines


@pytest.mark.parametrize(
    ("attributes", "top_link", "codes"),
    [
        ("", "Go to top", []),
        ("top=no", "", []),
        ("top=0", "", []),
        ("text='Back {su_label}up{/su_label}' anchor='#top'", "Back up", []),
        ("anchor='#contents'", "Go to top", [("divider-link", "note")]),
        ("anchor='javascript:x'", "Go to top", [("unsafe-link", "loss")]),
    ],
)
def test_dividers(attributes, top_link, codes):
    converted = Converted(f"a [su_divider {attributes}] b")
    assert converted.types == ["rich_text", "divider", "rich_text"]
    assert (converted.only("divider"), converted.codes) == ({"top_link": top_link}, codes)


def test_spacers_only_end_the_paragraph():
    assert Converted("a [su_spacer] b").rich_text == "<p>a</p><p>b</p>"


# Any prefix


@pytest.mark.parametrize(
    ("source", "mapping", "types"),
    [
        (
            "[gn_row][gn_column]a[/gn_column][gn_column]b[/gn_column][/gn_row]",
            {"prefixes": ("gn_",)},
            ["columns"],
        ),
        ("[tabs][tab title=A]a[/tab][/tabs]", {"prefixes": ("",)}, ["tabs"]),
        ("[my-accordion][my-spoiler]a[/my-spoiler][/my-accordion]", {"prefixes": ("my-",)}, ["accordion"]),
        ("[hint]a[/hint]", {"aliases": {"hint": "su_note"}}, ["callout"]),
    ],
)
def test_other_prefixes_and_aliases(source, mapping, types):
    assert Converted(source, **mapping).types == types
